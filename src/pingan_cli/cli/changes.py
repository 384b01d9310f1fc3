"""`pingan changes`: what a year changed."""

from __future__ import annotations

import typer

from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.options import CARDS, CityOption, LevelOption, YearOption

app = typer.Typer(add_completion=False)


@command(
    app,
    ("lists", *CARDS),
    ("What did 2022 change?", "pingan changes --year 2022"),
    ("The same for Wenzhou and the counties that belong to it", "pingan changes --year 2022 --city Wenzhou"),
)
def changes(asked: Asked, year: YearOption = None, level: LevelOption = None, city: CityOption = None) -> None:
    """Show what a year changed: tiers conferred and recalled, runs broken, first cards on record."""
    from pingan_cli.library import changes as changes_of

    its_year = asked.year("--year", year)
    asked.show(changes_of(asked.records, its_year, level=level, city=city).view())
