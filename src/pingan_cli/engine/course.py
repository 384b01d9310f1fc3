"""How one history went, period by period, and the runs behind its streak and its honour."""

from __future__ import annotations

from typing import NamedTuple

from pingan_cli.engine.history import History, result_name
from pingan_cli.engine.ladder import Ladder, Tier
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


LADDER_BEGAN, UNIT_BEGAN = "ladder-began", "unit-began"


class Stretch(NamedTuple):
    """The years behind a streak, or behind an honour that it earned.

    `course`: its periods, those of forgiven misses among them. `length`: how many of them count. `tier`: the honour
    that it earned in its last year, None for a streak that has earned nothing yet. `before`: why it did not begin
    earlier, which is the result of the period before it (`missed`, `revoked`, `uncounted`, `unknown`), or that there
    was no ladder (`ladder-began`) or no such unit (`unit-began`) before; `before_year` is the year of that.
    """

    course: tuple[Past, ...]
    length: int
    tier: Tier | None
    before: str
    before_year: int | None


def derive(ladder: Ladder, standing: Standing) -> list[Stretch]:
    """The run that earned the honour, as far as it is certain, and the present streak where that is another."""
    verdict, course = standing.verdict, standing.course
    runs: list[Stretch] = []
    if verdict.conferred is not None:
        earned = next(past for past in course if past.year == verdict.conferred)
        runs.append(_run(ladder, course, earned, verdict.honour.min))
    if course and verdict.streak.min:
        last = course[-1]
        present = _run(ladder, course, last, verdict.honour.min if last.verdict.awarded == verdict.honour.min else None)
        if not runs or present.course != runs[0].course:
            runs.append(present)
    return runs


def _run(ladder: Ladder, course: tuple[Past, ...], last: Past, tier: Tier | None) -> Stretch:
    """The run that ends with a period, from the first year of its lowest-bound streak."""
    since = last.verdict.since
    years = [past.year for past in course]
    first = next(at for at, past in enumerate(course) if since is not None and past.year >= since)
    stretch = course[first : years.index(last.year) + 1]
    if first:
        before, before_year = course[first - 1].result, course[first - 1].year
    else:
        began_with_ladder = stretch[0].year == ladder.year(0)
        before, before_year = (LADDER_BEGAN if began_with_ladder else UNIT_BEGAN), stretch[0].year
    return Stretch(stretch, last.verdict.streak.min, tier, before, before_year)
