"""`pingan streak`: one unit, or several side by side, year by year."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.commands.options import Data, Format, Lang, Output, Quiet, Rules, Since, Typed, Units, Year
from pingan_cli.commands.plain import Command

app = typer.Typer(add_completion=False)


def _units(incomplete: str) -> list[tuple[str, str]]:
    from pingan_cli.library import open_ladder, open_registry

    registry = open_registry(open_ladder())
    wanted = incomplete.casefold()
    units = registry.units if registry else ()
    return sorted(
        (name, f"{unit.name} {unit.name_zh} {unit.code}")
        for unit in units
        for name in (unit.code, unit.name, unit.name_zh)
        if name and name.casefold().startswith(wanted)
    )


@app.command(cls=Command)
def streak(
    unit: Annotated[
        list[str], typer.Argument(metavar="UNIT...", help="Names or codes of units.", autocompletion=_units)
    ],
    year: Year = None,
    why: Annotated[bool, typer.Option("--why", help="Derive it: the rule, the years, the claims behind them.")] = False,
    rules: Rules = "zhejiang-peace",
    data: Data = None,
    units: Units = None,
    since: Since = None,
    form: Format = "table",
    lang: Lang = "en",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Show the years of a unit as a timeline, its streak, its honour and what comes next."""
    from pingan_cli.commands.output import deliver
    from pingan_cli.library import open_records
    from pingan_cli.views.streak import streak_view

    typed = Typed()
    its_year, since_year = typed.year("--year", year), typed.year("--since", since)
    typed.shown_as(form, lang)
    typed.finish()
    records = open_records(rules, data or (), units, since_year)
    its_year, standings = records.standings(unit, its_year)
    grounds = None
    if why:
        from pingan_cli.auditing import grounds_of

        grounds = grounds_of(records, data or ())
    view = streak_view(records.ladder, its_year, standings, lang, lambda unit: records.city_of(unit, lang), grounds)
    deliver(view, form, output, quiet)
