"""`pingan streak`: one unit, or several side by side, year by year."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.command import argument, option
from pingan_cli.cli.options import CARDS, YearOption

app = typer.Typer(add_completion=False)


@command(
    app,
    CARDS,
    ("Where does Dongtou stand, and what comes next?", "pingan streak Dongtou"),
    ("Several units on one axis, by the end of 2022", "pingan streak 洞头 慈溪 Lishui --year 2022"),
    ("Why that honour? The rule, the years and the claims behind them", "pingan streak Dongtou --why"),
)
def streak(
    asked: Asked,
    unit: Annotated[list[str], argument("UNIT", "Names or codes of units.")],
    year: YearOption = None,
    why: Annotated[bool, option("--why", None, "Derive it: the rule, the years, the claims behind them.")] = False,
) -> None:
    """Show the years of a unit as a timeline, its streak, its honour and what comes next."""
    from pingan_cli.views.streak import later_records, streak_view

    its_year = asked.year("--year", year)
    records = asked.records
    its_year, standings = records.standings(unit, its_year)
    derived = None
    if why:
        from pingan_cli.claims.library import derivations

        derived = derivations(records, its_year)
    view = streak_view(records.ladder, its_year, standings, records.city_of, derived, records.source.since)
    if year is None and its_year < records.last_year:
        view = view.noted(later_records(its_year, records.last_year))
    asked.show(records.origin.marked(view))
