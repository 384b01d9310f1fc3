"""How one history went: period by period, the runs behind its streak and its honour, and what a year changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pingan_cli.engine.history import History, result_name
from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.outcomes import brought
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import Streak, Verdict, judge_of


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


CONFERRED, BROKEN, RECALLED, ENDED, FIRST, OPEN = KINDS = (
    "conferred",
    "broken",
    "recalled",
    "ended",
    "first-on-record",
    "open",
)
"""The kinds of change in the order in which they are told. `open`: the records do not tell what the year brought."""


class Change(NamedTuple):
    """One change.

    `tier`: what was conferred, recalled or has ended; `lost`: the run that ended, and `lost_since` its first year.
    `verdict` is that of the year itself.
    """

    kind: str
    verdict: Verdict
    tier: Tier | None = None
    lost: Streak | None = None
    lost_since: int | None = None


class Changed(NamedTuple):
    """A unit, under the name that it bears in the year, and one change of it."""

    unit: Unit
    change: Change


def changes_of(
    ladder: Ladder, year: int, units: Iterable[Unit], history: Callable[[str], History]
) -> tuple[Changed, ...]:
    """What a year changed for several units: by the kind of change, the highest tiers first."""
    of_history: dict[History, tuple[Change, ...]] = {}  # equal histories are judged once
    found: list[Changed] = []
    for unit in units:
        its = history(unit.code)
        if its not in of_history:
            of_history[its] = tuple(changes_in(ladder, its, year))
        found += [Changed(unit, change) for change in of_history[its]]
    found.sort(key=lambda each: (KINDS.index(each.change.kind), -(each.change.tier.rank if each.change.tier else 0)))
    return tuple(found)


def changes_in(ladder: Ladder, history: History, year: int) -> Iterator[Change]:
    """What the period that ends with an assessment year changed. The year must not lie before the first period's end.

    Only what is certain is told as a change: a tier that every reading of the unknown years confers or recalls, a run
    that no reading carries on. Where a tier may have been conferred, recalled or ended or not, the year is `open`.
    """
    periods = ladder.periods(year)
    period = periods - 1
    now = judge_of(ladder, year)(history)
    its = brought(ladder, history, periods)
    if its is None:
        yield Change(OPEN, now)
    elif tier := ladder.tier(its.awarded):
        yield Change(CONFERRED, now, tier)
    if period:
        before = judge_of(ladder, ladder.year(period - 1))(history)
        if now.streak.max < before.streak.min:
            yield Change(BROKEN, now, lost=before.streak, lost_since=before.since)
    if its is not None and (tier := ladder.tier(its.lost)):
        yield Change(ENDED if its.ended else RECALLED, now, tier)
    if history.held >> period & 1 and not history.held & (1 << period) - 1:
        yield Change(FIRST, now)
