"""`pingan forecast`: what may come, what a miss would cost, and what if."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.command import Value, Values, argument, option
from pingan_cli.cli.options import CARDS, CityOption, LevelOption
from pingan_cli.texts import told

if TYPE_CHECKING:
    from pingan_cli.forecasts.cases import Foreseen
    from pingan_cli.views.page import Page

SORTS = ("streak", "cost", "name", "code")

_YEAR = "Look ahead from the end of this assessment year; without it, from the last on record."
_LOSE = "What if these years were missed? 2024, 2024,2026 or 2024-2030. May be repeated."
_TO = "For units named: look on to this tier, not only at the next three."
TOP = "Only the first so many: of those most at stake with --sort cost, else of those that are certain."
_SORT = "The order; cost puts those first that lose most by the miss, those certain to before those that may."

app = typer.Typer(add_completion=False)


@command(
    app,
    CARDS,
    ("Who would lose most by missing 2024?", "pingan forecast --lose 2024 --sort cost --top 10"),
    ("When could Cixi first be given the Gold Ding?", "pingan forecast Cixi --to gold-ding"),
    ("What if Dongtou missed 2024 and held on after?", "pingan forecast Dongtou --lose 2024 --hold 2025-2030"),
)
def forecast(
    asked: Asked,
    unit: Annotated[Values, argument("UNIT", "Names or codes of units; without any, all.")] = None,
    year: Annotated[Value, option("--year", "YEAR", _YEAR)] = None,
    lose: Annotated[Values, option("--lose", "YEARS", _LOSE)] = None,
    hold: Annotated[Values, option("--hold", "YEARS", "What if these years were held? As for --lose.")] = None,
    to: Annotated[Value, option("--to", "TIER", _TO)] = None,
    sort: Annotated[str, option("--sort", "|".join(SORTS), _SORT)] = "streak",
    top: Annotated[Value, option("--top", "N", TOP)] = None,
    level: LevelOption = None,
    city: CityOption = None,
) -> None:
    """Show the next three tiers of each unit, the earliest year of each, and what one miss would cost.

    The miss is that of the year after the one looked ahead from, or of the years that --lose names.
    """
    from pingan_cli.forecasts.entries import forecast_view
    from pingan_cli.forecasts.library import forecast as look_ahead
    from pingan_cli.forecasts.library import past_of
    from pingan_cli.forecasts.outlook import outlook_page
    from pingan_cli.forecasts.table import certain_first, forecast_table
    from pingan_cli.views.award import only_first
    from pingan_cli.views.streak import later_records

    its_year, held, lost = asked.year("--year", year), asked.years("--hold", hold), asked.years("--lose", lose)
    asked.one_of("--sort", sort, SORTS)
    first = asked.count("--top", top)
    if unit and (level or city):
        asked.wrong(told("units are named, so --level and --city have no say"), told("leave out either"))
    if to is not None and not unit:
        asked.wrong(told("--to looks on for units that are named"), told("name them: 'pingan forecast UNIT --to TIER'"))
    records = asked.records
    found = look_ahead(records, unit or (), its_year, hold=held, lose=lost, level=level, city=city, to=to)
    found = found._replace(units=tuple(_sorted(found.units, sort, asked.lang)))
    total = len(found.units)
    if first is not None:
        found = certain_first(found) if sort == "streak" else found
        found = found._replace(units=found.units[:first])

    def page() -> Page:
        if unit:
            pasts = [past_of(records, each) for each in found.units]
            return outlook_page(records.ladder, found, pasts, records.city_of)
        return forecast_table(records.ladder, certain_first(found) if sort == "streak" else found, records.city_of)

    def sheet() -> Page:
        return forecast_table(records.ladder, found, records.city_of, len(found.units))

    view = forecast_view(records.ladder, found, page, sheet)
    if len(found.units) < total:
        view = view.noted(only_first(len(found.units), total))
    if unit and year is None and (judged := found.units[0].outlook.today.year) < records.last_year:
        view = view.noted(later_records(judged, records.last_year))
    asked.show(records.origin.marked(view))


def _sorted(units: Sequence[Foreseen], sort: str, lang: str) -> list[Foreseen]:
    """The units in that order; by streak is how they come."""
    if sort == "cost":  # the dearest first: by what is certain to be lost, then by what may be
        return sorted(units, key=lambda each: (min(each.outlook.costs), max(each.outlook.costs)), reverse=True)
    if sort == "name":
        return sorted(units, key=lambda each: each.unit.of(lang))
    return sorted(units, key=lambda each: each.unit.code) if sort == "code" else list(units)
