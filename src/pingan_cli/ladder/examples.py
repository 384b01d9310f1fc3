"""The examples that a ladder file carries: its own tests."""

from __future__ import annotations

from typing import Any

from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import HELD, MISSED, REVOKED, WEAK, Ladder
from pingan_cli.engine.verdict import Verdict, judge_of
from pingan_cli.ladder.years import years_of

Entry = dict[str, Any]


def history_of(ladder: Ladder, example: Entry) -> History:
    """The history that an example's `cards` tell; periods that they do not name were missed."""
    masks = {HELD: 0, WEAK: 0, MISSED: 0, REVOKED: 0}
    unknown = 0
    for result, value in example["cards"].items():
        for year in years_of(value):
            assert isinstance(year, int)
            period = (year - ladder.first_year) // ladder.period
            if result == "unknown":
                unknown |= 1 << period
            else:
                said = float(result) if ladder.kind == "number" and result[0].isdigit() else result
                masks[ladder.judged(said, example.get("level"), period)] |= 1 << period
    known = (1 << ladder.periods(example["year"])) - 1 & ~unknown
    return History(masks[HELD] | masks[WEAK], known, masks[WEAK], masks[REVOKED])


def differences(ladder: Ladder, example: Entry) -> list[tuple[str, str]]:
    """Where the engine does not confirm an example: the key, and in words what differs."""
    verdict = judge_of(ladder, example["year"])(history_of(ladder, example))
    return [
        (key, f"the example says {_told(expected)}, the engine finds {_told(found)}")
        for key, expected, found in (
            (key, _expected(example[key]), _found(verdict, key))
            for key in ("streak", "honour", "conferred", "awarded", "next", "next_year")
            if key in example
        )
        if expected != found
    ]


def _expected(value: Any) -> Any:
    if isinstance(value, dict):
        bounds: Entry = value
        return bounds["min"], bounds["max"]
    return value


def _found(verdict: Verdict, key: str) -> Any:
    if key == "streak":
        return _one(*verdict.streak)
    if key == "honour":
        return _one(*(tier.id if tier else None for tier in verdict.honour))
    value = getattr(verdict, key)
    return value.id if key in ("awarded", "next") and value else value


def _one(low: Any, high: Any) -> Any:
    return low if low == high else (low, high)


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        low, high = value
        return f"{_told(low)} to {_told(high)}"
    return "none" if value is None else str(value)
