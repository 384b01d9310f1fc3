"""Forecasts as JSON and CSV; the pages for people are in `table` and `outlook`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import Any

from pingan_cli.engine.ladder import Ladder
from pingan_cli.forecasts.cases import Change, Coming, Forecast, Forecasts, Foreseen, Recall
from pingan_cli.views.award import tier_id, unit_entry
from pingan_cli.views.page import Page, View

_CSV_COLUMNS = (
    "code", "name", "name_zh", "level", "parent", "from", "scenario", "by", "reading", "streak", "since", "honour",
    "tier", "year", "announced", "anew", "if_missed", "lost", "what_if",
)  # fmt: skip


def forecast_view(
    ladder: Ladder, forecasts: Forecasts, page: Callable[[], Page], sheet: Callable[[], Page] | None = None
) -> View:
    """The forecasts in every form; `page` makes the one for people, `sheet` that for a spreadsheet."""
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
        columns=_CSV_COLUMNS,
        entries=lambda: (_entry(ladder, each) for each in forecasts.units),
        head=head,
        key="units",
        sheet=sheet,
        rows=lambda: (row for each in forecasts.units for row in _rows(_entry(ladder, each), each.outlook.open)),
    )


def years_in(ladder: Ladder, mask: int) -> list[int]:
    """The years of periods given as bits."""
    return [ladder.year(period) for period in range(mask.bit_length()) if mask >> period & 1]


def _entry(ladder: Ladder, foreseen: Foreseen) -> dict[str, Any]:
    unit, (today, then, changes), _ = foreseen
    return {
        **unit_entry(unit),
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


def _rows(unit: dict[str, Any], is_open: bool) -> Iterator[dict[str, Any]]:
    """The rows of a unit's entry: for each reading and scenario the tiers to come, or one row without any."""
    today, then = unit["today"], unit["what_if"]
    for reading in ("min", "max") if is_open else ("min",):
        for scenario, forecast in (("today", today), ("what-if", then)):
            if forecast is None:
                continue
            case = forecast[reading]
            instead: dict[str, Any] = then[reading]["instead"] if then and forecast is today else {}
            start = {
                **{name: unit[name] for name in ("code", "name", "name_zh", "level", "parent")},
                "from": today["year"],
                "scenario": scenario,
                "by": forecast["year"],
                "reading": reading if is_open else "certain",
                **{name: case[name] for name in ("streak", "since", "honour")},
            }
            for coming in case["next"]:
                anew = "yes" if coming["anew"] else "no"
                yield {**start, **coming, "anew": anew, "what_if": instead.get(coming["tier"])}
            if not case["next"]:
                yield start
