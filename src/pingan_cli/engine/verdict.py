"""What a history has earned by a year: bounds of streak and honour, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from typing import NamedTuple

from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import HELD, NONE, Ladder, Tier
from pingan_cli.engine.streak import Node, State, bare, step, walk_of

LAST_YEAR = 9999
"""Nothing is forecast beyond it."""


class Streak(NamedTuple):
    """The fewest and the most periods in a row that the records allow; equal when nothing is unknown."""

    min: int
    max: int


class Honour(NamedTuple):
    """The lowest and the highest honour that the records allow; None for none."""

    min: Tier | None
    max: Tier | None


class Verdict(NamedTuple):
    """What a history has earned by the end of an assessment year.

    `since`: the first year of the lowest-bound streak. `conferred`: the year in which the honour's lower bound was
    conferred. `awarded`: the tier that the lower-bound streak reaches in this very year. `next`: the next tier above
    the lower-bound streak, and the earliest year in which it can be conferred. `recorded`: whether the judged period
    itself is on record. All years are assessment years.
    """

    streak: Streak
    honour: Honour
    since: int | None
    conferred: int | None
    awarded: Tier | None
    next: Tier | None
    next_year: int | None
    recorded: bool


def is_open(verdict: Verdict) -> bool:
    """Whether the records allow more than one streak, so that what it was awarded is that of the shortest only."""
    return verdict.streak.min != verdict.streak.max


def may_hold(verdict: Verdict, tier: Tier) -> bool:
    """Whether the records leave it open that the honour is that tier, without making it certain."""
    low, high = verdict.honour
    return high is not None and (low.rank if low else NONE) < tier.rank <= high.rank


Place = tuple[Node, Node, bool]
"""Where a history stands after some periods: with every unknown one read as missed, with every one read as held, and
whether the last of them is on record."""


class Judge:
    """Judges histories by the end of an assessment year; those that come to the same state once.

    A history is judged by calling it; from `start`, `after` and `verdict` judge one
    in several steps. `periods`: how many there are by that year, which must not lie before the end of the first.
    """

    def __init__(self, ladder: Ladder, year: int) -> None:
        self.periods = ladder.periods(year)
        self._walk = walk_of(ladder)
        beginning = self._walk(History(0, 0), 0)
        self.start: Place = beginning, beginning, False
        following_of = lru_cache(maxsize=1 << 12)(partial(_next, ladder, self.periods))

        @cache
        def verdict(lowest: Node, highest: Node, recorded: bool) -> Verdict:
            least, most = lowest.state, highest.state
            following, following_year = following_of(bare(ladder, least))
            return Verdict(
                streak=Streak(least.run.length, most.run.length),
                honour=Honour(ladder.tier(least.honour), ladder.tier(most.honour)),
                since=ladder.first_year_of(least.run.first) if least.runs else None,
                conferred=None if least.honour == NONE else ladder.year(least.conferred),
                awarded=ladder.tier(least.awarded),
                next=following,
                next_year=following_year,
                recorded=recorded,
            )

        self.verdict: Callable[[Node, Node, bool], Verdict] = verdict
        """What has been earned by a history that stands at a place by that year."""

    def __call__(self, history: History) -> Verdict:
        """What a history has earned."""
        return self.verdict(*self.after(self.start, history, self.periods))

    def after(self, place: Place, results: History, periods: int) -> Place:
        """Where a history stands after so many further periods, the first of which is bit 0 of the masks."""
        lowest, highest, _ = place
        as_missed = self._walk(results, periods, lowest)
        certain = not (1 << periods) - 1 & ~results.known and highest is lowest
        as_held = as_missed if certain else self._walk(results.as_held(periods), periods, highest)
        return as_missed, as_held, bool(results.known >> (periods - 1) & 1)


judge_of = lru_cache(maxsize=256)(Judge)
"""The judge of a ladder and a year, the same one each time."""


def ahead(ladder: Ladder, state: State, periods: int, until: int = LAST_YEAR) -> Iterator[tuple[int, State]]:
    """Each period to come, held, with the state after it, as long as a tier may still be awarded.

    `periods` is how many have gone by, `until` the last year there is. No other future is awarded a tier sooner: more
    is never worse (see `step`).
    """
    last = ladder.terms[-1]
    while ladder.year(periods) <= until:
        terms = ladder.terms_at(periods)
        top = last.steps[-1][1]
        at_the_top = not last.every and state.best.reached >= top and state.honour >= top
        if terms is last and at_the_top and state.stood >= terms.standing - 1:
            return
        state = step(terms, state, HELD, periods)
        yield periods, state
        periods += 1


def awards(ladder: Ladder, state: State, periods: int, until: int = LAST_YEAR) -> Iterator[tuple[int, int]]:
    """The ranks awarded on the way, each with its period."""
    for period, after in ahead(ladder, state, periods, until):
        if after.awarded != NONE:
            yield after.awarded, period


def _next(ladder: Ladder, periods: int, state: State) -> tuple[Tier | None, int | None]:
    """The first tier that is awarded when every further period is held, and the year of that."""
    for rank, period in awards(ladder, state, periods):
        return ladder.tier(rank), ladder.year(period)
    return None, None
