"""`pingan changes`: what a year changed."""

from __future__ import annotations

import typer

from pingan_cli.commands.examples import examples
from pingan_cli.commands.options import City, Data, Format, Lang, Level, Output, Quiet, Rules, Since, Typed, Units, Year
from pingan_cli.commands.plain import Command

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    epilog=examples(
        ("What did 2022 change?", "pingan changes --year 2022"),
        ("The same for Wenzhou and the counties that belong to it", "pingan changes --year 2022 --city Wenzhou"),
    ),
)
def changes(
    year: Year = None,
    level: Level = None,
    city: City = None,
    rules: Rules = "zhejiang-peace",
    data: Data = None,
    units: Units = None,
    since: Since = None,
    form: Format = "table",
    lang: Lang = "en",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Show what a year changed: tiers conferred and recalled, runs broken, first cards on record."""
    from pingan_cli.commands.output import deliver
    from pingan_cli.engine.changes import KINDS, changes_in
    from pingan_cli.library import open_records
    from pingan_cli.views.changes import Changed, changes_view

    typed = Typed()
    its_year, since_year = typed.year("--year", year), typed.year("--since", since)
    typed.shown_as(form, lang)
    typed.finish()
    records = open_records(rules, data or (), units, since_year)
    award = records.award(its_year or records.last_year, level=level, city=city)
    history = records.histories.history
    found = [
        Changed(unit, change)
        for unit, _ in award
        for change in changes_in(records.ladder, history(unit.code), award.year)
    ]
    found.sort(key=lambda each: (KINDS.index(each.change.kind), -(each.change.tier.rank if each.change.tier else 0)))
    deliver(changes_view(records.ladder, award.year, found, lang), form, output, quiet)
