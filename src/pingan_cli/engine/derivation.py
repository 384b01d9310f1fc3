"""Why a unit stands where it stands: the runs behind its streak and its honour, and why they began when they did."""

from __future__ import annotations

from typing import NamedTuple

from pingan_cli.engine.course import Past, Standing
from pingan_cli.engine.ladder import Ladder, Tier

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
