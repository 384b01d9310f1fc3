"""How one history went: period by period, what is on record, how long the streak was and what was conferred."""

from __future__ import annotations

from typing import NamedTuple

from pingan_cli.engine.history import History, result_name
from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import Verdict, judge_of


class Past(NamedTuple):
    """One period: the year that names it, its result, and what had been earned by its end.

    `result` is `held`, `uncounted` (held, but with a grade or number that does not count), `missed`, `revoked` or
    `unknown`.
    """

    year: int
    result: str
    verdict: Verdict


class Standing(NamedTuple):
    """A unit with what it has earned by a year, how it got there, and the units whose history it carries on."""

    unit: Unit
    verdict: Verdict
    course: tuple[Past, ...]
    formerly: tuple[Unit, ...] = ()


def course(ladder: Ladder, history: History, year: int, first: int = 0) -> list[Past]:
    """Every period that had ended by an assessment year, from the period `first` on."""
    past: list[Past] = []
    for period in range(first, ladder.periods(year)):
        named = ladder.year(period)
        past.append(Past(named, result_name(history.result(period)), judge_of(ladder, named)(history)))
    return past
