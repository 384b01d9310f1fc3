"""Forecasts as JSON and CSV; the pages for people are in `outlook_table` and `outlook`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import Any

from pingan_cli.engine.ladder import Ladder
from pingan_cli.forecasts.cases import Change, Coming, Forecast, Forecasts, Foreseen, Recall
from pingan_cli.views.award import tier_id
from pingan_cli.views.formats import csv_lines, json_lines
from pingan_cli.views.page import Page, View

CSV_COLUMNS = (
    "code", "name", "name_zh", "level", "parent", "from", "scenario", "by", "reading", "streak", "since", "honour",
    "tier", "year", "announced", "anew", "if_missed", "lost", "what_if",
)  # fmt: skip


def forecast_view(ladder: Ladder, forecasts: Forecasts, page: Callable[[], Page]) -> View:
    """The forecasts in every form; `page` makes the one for people."""
    year = forecasts.year
    head = {
        "ladder": ladder.id,
        "year": year,
        "announced": None if year is None else year + ladder.announced,
        "hold": years_in(ladder, forecasts.assumed.held),
        "lose": years_in(ladder, forecasts.assumed.missed),
    }
    return View(
        page=page,
        json=lambda: json_lines(head, "units", (_entry(ladder, each) for each in forecasts.units)),
        csv=lambda: csv_lines(CSV_COLUMNS, (row for each in forecasts.units for row in _cells(ladder, each))),
    )


def years_in(ladder: Ladder, mask: int) -> list[int]:
    """The years of periods given as bits."""
    return [ladder.year(period) for period in range(mask.bit_length()) if mask >> period & 1]


def _entry(ladder: Ladder, foreseen: Foreseen) -> dict[str, Any]:
    unit, (today, then, changes), _ = foreseen
    return {
        "code": unit.code,
        "name": unit.name,
        "name_zh": unit.name_zh,
        "level": unit.level,
        "parent": unit.parent,
        "today": _forecast_entry(ladder, today, ()),
        "what_if": _forecast_entry(ladder, then, changes, today) if then else None,
    }


def _forecast_entry(
    ladder: Ladder, forecast: Forecast, changes: Sequence[Change], today: Forecast | None = None
) -> dict[str, Any]:
    entry: dict[str, Any] = {"hypothetical": bool(today), "year": forecast.year, "miss_year": forecast.miss_year}
    for index, (reading, case) in enumerate(zip(("min", "max"), forecast.cases, strict=True)):
        entry[reading] = {
            "streak": case.streak,
            "since": case.since,
            "honour": tier_id(case.honour),
            "next": [_coming_entry(ladder, each) for each in case.coming],
            "recalled": _recall_entry(case.recall),
            "cost": None if case.cost == inf else case.cost,
        }
        if today:
            change, before = changes[index], today.cases[index].coming
            entry[reading] |= {
                "given": [{"tier": each.tier.id, "year": each.year} for each in change.given],
                "instead": {each.tier.id: year for each, year in zip(before, change.instead, strict=True)},
                "taken": _recall_entry(change.taken),
            }
    return entry


def _coming_entry(ladder: Ladder, coming: Coming) -> dict[str, Any]:
    tier, year, if_missed, anew = coming
    return {
        "tier": tier.id,
        "year": year,
        "announced": year + ladder.announced,
        "anew": anew,
        "if_missed": if_missed,
        "lost": coming.lost,
    }


def _recall_entry(recall: Recall | None) -> dict[str, Any] | None:
    return {"tier": recall.tier.id, "year": recall.year, "back": recall.back} if recall else None


def _cells(ladder: Ladder, foreseen: Foreseen) -> Iterator[Sequence[object]]:
    unit, (today, then, changes), _ = foreseen
    readings = ("min", "max") if foreseen.outlook.open else ("certain",)
    for index, reading in enumerate(readings):
        for scenario, forecast in (("today", today), ("what-if", then)):
            if forecast is None:
                continue
            case = forecast.cases[index]
            start = (*unit[:5], today.year, scenario, forecast.year, reading)
            start = (*start, case.streak, case.since, tier_id(case.honour))
            instead = changes[index].instead if changes and forecast is today else [None] * len(case.coming)
            for coming, when in zip(case.coming, instead, strict=True):
                entry = _coming_entry(ladder, coming) | {"anew": "yes" if coming.anew else "no"}
                yield (*start, *entry.values(), when)
            if not case.coming:
                yield (*start, *[None] * 7)
