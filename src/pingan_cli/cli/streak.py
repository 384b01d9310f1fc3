"""`pingan streak`: one unit, or several side by side, year by year."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.examples import examples
from pingan_cli.cli.options import Backend, Data, Format, Lang, Output, Quiet, Rules, Since, Typed, Units, Year
from pingan_cli.cli.plain import Command

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    epilog=examples(
        ("Where does Dongtou stand, and what comes next?", "pingan streak Dongtou"),
        ("Several units on one axis, by the end of 2022", "pingan streak 洞头 慈溪 Lishui --year 2022"),
        ("Why that honour? The rule, the years and the claims behind them", "pingan streak Dongtou --why"),
    ),
)
def streak(
    unit: Annotated[list[str], typer.Argument(metavar="UNIT", help="Names or codes of units.")],
    year: Year = None,
    why: Annotated[bool, typer.Option("--why", help="Derive it: the rule, the years, the claims behind them.")] = False,
    rules: Rules = "zhejiang-peace",
    data: Data = None,
    units: Units = None,
    since: Since = None,
    backend: Backend = None,
    form: Format = "table",
    lang: Lang = "en",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Show the years of a unit as a timeline, its streak, its honour and what comes next."""
    from pingan_cli.cli.output import deliver
    from pingan_cli.library import records_of
    from pingan_cli.source import Source
    from pingan_cli.views.streak import later_records, streak_view

    typed = Typed()
    its_year, since_year = typed.year("--year", year), typed.year("--since", since)
    typed.shown_as(form, lang)
    typed.finish()
    records = records_of(Source(rules, data or (), units, since_year, backend))
    its_year, standings = records.standings(unit, its_year)
    grounds = None
    if why:
        from pingan_cli.claims.library import grounds_of

        grounds = grounds_of(records)
    view = streak_view(records.ladder, its_year, standings, records.city_of, grounds)
    if year is None and its_year < records.last_year:
        view = view.noted(later_records(its_year, records.last_year))
    deliver(records.origin.marked(view), form, lang, output, quiet)
