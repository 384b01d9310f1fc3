"""`pingan changes`: what a year changed."""

from __future__ import annotations

import typer

from pingan_cli.cli.examples import examples
from pingan_cli.cli.options import (
    Backend,
    City,
    Data,
    Format,
    Lang,
    Level,
    Output,
    Quiet,
    Rules,
    Since,
    Typed,
    Units,
    Year,
)
from pingan_cli.cli.plain import Command

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
    backend: Backend = None,
    form: Format = "table",
    lang: Lang = "en",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Show what a year changed: tiers conferred and recalled, runs broken, first cards on record."""
    from pingan_cli.changing import changes as changes_of
    from pingan_cli.cli.output import deliver
    from pingan_cli.library import records_of
    from pingan_cli.source import Source

    typed = Typed()
    its_year, since_year = typed.year("--year", year), typed.year("--since", since)
    typed.shown_as(form, lang)
    typed.finish()
    records = records_of(Source(rules, data or (), units, since_year, backend))
    found = changes_of(records, its_year, level=level, city=city)
    deliver(found.view(), form, lang, output, quiet)
