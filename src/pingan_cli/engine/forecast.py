"""What is still to come for a history: the earliest year of each further tier, what a miss would cost, and what if."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from pingan_cli.engine.ahead import LAST_YEAR, ahead, awards
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import HELD, MISSED, Ladder, Tier
from pingan_cli.engine.streak import State, bare, step, walk_of

TIERS = 3
"""How many tiers a forecast looks ahead."""


class Assumed(NamedTuple):
    """What is asked as a what-if: the periods taken as held and as missed, as bits."""

    held: int = 0
    missed: int = 0

    @property
    def periods(self) -> int:
        """How many periods have gone by when the last of them has."""
        return (self.held | self.missed).bit_length()


NOTHING = Assumed()


class Dated(NamedTuple):
    """A tier and the assessment year in which it is awarded."""

    tier: Tier
    year: int


class Coming(NamedTuple):
    """A tier to come, and the earliest year in which it can be awarded.

    `if_missed`: that year when the coming period is missed, None for never. `anew`: whether the unit holds that tier
    or a higher one already, so that it starts again at the foot of the ladder.
    """

    tier: Tier
    year: int
    if_missed: int | None
    anew: bool

    @property
    def lost(self) -> int | None:
        """How many years later it comes when the coming period is missed; None for never."""
        return None if self.if_missed is None else self.if_missed - self.year


class Recall(NamedTuple):
    """An honour that a miss of the coming period takes away, and the earliest year in which it is back, if any."""

    tier: Tier
    year: int
    back: int | None

    @property
    def lost(self) -> int | None:
        """How many years the unit is without it; None for good."""
        return None if self.back is None else self.back - self.year


class Case(NamedTuple):
    """What is to come by one reading of the periods that are not on record.

    `streak`, `since` and `honour` are those from which the forecast starts. `given`: the tiers awarded in the assumed
    periods that lie ahead. `instead`: for each tier that comes without assumptions, the year in which it is reached
    with them, None for never.
    """

    streak: int
    since: int | None
    honour: Tier | None
    given: tuple[Dated, ...]
    coming: tuple[Coming, ...]
    recall: Recall | None
    instead: tuple[int | None, ...] = ()

    @property
    def cost(self) -> int | None:
        """The most years that a miss of the coming period costs, over all tiers; None where one never comes again."""
        lost = [each.lost for each in (*self.coming, *([self.recall] if self.recall else []))]
        return None if None in lost else max((years for years in lost if years is not None), default=0)


class Forecast(NamedTuple):
    """The cases between which the records leave it open: every period not on record missed, and every one held.

    They are equal where the records leave nothing open. `year` is that from which the forecast starts, `miss_year`
    that of the coming period, None for a unit that has ended by then.
    """

    year: int
    miss_year: int | None
    lowest: Case
    highest: Case

    @property
    def cases(self) -> tuple[Case, ...]:
        """Both cases, or the only one."""
        return (self.lowest,) if self.lowest == self.highest else (self.lowest, self.highest)

    @property
    def cost(self) -> tuple[float, float]:
        """The least and the most years that a miss of the coming period may cost; infinity for a loss for good."""
        costs = [float("inf") if case.cost is None else float(case.cost) for case in self.cases]
        return min(costs), max(costs)


class Outlook(NamedTuple):
    """The forecast from what is on record, and the one with what is assumed; None where nothing is."""

    today: Forecast
    then: Forecast | None


def outlook_of(ladder: Ladder, year: int, assumed: Assumed = NOTHING) -> Callable[[History, int], Outlook]:
    """A function that looks ahead from the end of an assessment year; equal histories are looked at once.

    It takes a history, of which nothing after that year is used and which must not gainsay what is assumed, and the
    last year in which the unit exists. The year must not lie before the end of the ladder's first period.
    """
    walk = walk_of(ladder)
    periods = ladder.periods(year)
    past = (1 << periods) - 1
    by = max(periods, assumed.periods)

    @cache
    def coming_of(state: State, since_periods: int, until: int) -> tuple[tuple[Coming, ...], Recall | None]:
        return _coming(ladder, state, since_periods, until)

    @cache
    def today_of(state: State, until: int) -> Case:
        return _case(ladder, state, (), *coming_of(bare(ladder, state), periods, until))

    @cache
    def then_of(state: State, until: int, ranks: tuple[int, ...]) -> Case:
        given: list[Dated] = []
        for period in range(periods, by):
            result = MISSED if assumed.missed >> period & 1 else HELD
            state = step(ladder.terms_at(period), state, result, period)
            if tier := ladder.tier(state.awarded):
                given.append(Dated(tier, ladder.year(period)))
        later = _reached(ladder, state, by, until, ranks)
        instead = tuple(
            next((each.year for each in given if each.tier.rank >= rank), when)
            for rank, when in zip(ranks, later, strict=True)
        )
        found = coming_of(bare(ladder, state), by, until)
        return _case(ladder, state, given, *found)._replace(instead=instead)

    def miss_year(gone: int, until: int) -> int | None:
        return ladder.year(gone) if ladder.year(gone) <= until else None

    def forecast(history: History, until: int = LAST_YEAR) -> Outlook:
        held, known, weak, revoked = history
        unknown = past & ~known
        lowest = walk(held, weak, revoked, periods).state
        highest = walk(held | unknown, weak, revoked, periods).state
        today = Forecast(year, miss_year(periods, until), today_of(lowest, until), today_of(highest, until))
        if not assumed.periods:
            return Outlook(today, None)
        held |= assumed.held
        unknown &= ~(assumed.held | assumed.missed)
        ends = walk(held, weak, revoked, periods).state, walk(held | unknown, weak, revoked, periods).state
        cases = [
            then_of(state, until, tuple(each.tier.rank for each in case.coming))
            for state, case in zip(ends, today[-2:], strict=True)
        ]
        return Outlook(today, Forecast(ladder.year(by - 1), miss_year(by, until), *cases))

    return forecast


def _case(
    ladder: Ladder, state: State, given: Sequence[Dated], coming: tuple[Coming, ...], recall: Recall | None
) -> Case:
    since = ladder.first_year + state.run.first * ladder.period if state.runs else None
    return Case(state.run.length, since, ladder.tier(state.honour), tuple(given), coming, recall)


def _coming(ladder: Ladder, state: State, periods: int, until: int) -> tuple[tuple[Coming, ...], Recall | None]:
    """The next tiers from a state after so many periods, and the honour that a miss of the next would take."""
    if ladder.year(periods) > until:
        return (), None
    after = step(ladder.terms_at(periods), state, MISSED, periods)
    held = list(islice(awards(ladder, state, periods, until), TIERS))
    missed = _reached(ladder, after, periods + 1, until, [rank for rank, _ in held])
    coming = [
        Coming(tier, ladder.year(period), when, rank <= state.honour)
        for (rank, period), when in zip(held, missed, strict=True)
        if (tier := ladder.tier(rank))
    ]
    recalled = ladder.tier(state.honour) if after.honour < state.honour else None
    if recalled is None:
        return tuple(coming), None
    again = (period for period, state in ahead(ladder, after, periods + 1, until) if state.honour >= recalled.rank)
    back = next(again, None)
    return tuple(coming), Recall(recalled, ladder.year(periods), None if back is None else ladder.year(back))


def _reached(ladder: Ladder, state: State, periods: int, until: int, ranks: Sequence[int]) -> list[int | None]:
    """For each rank, rising, the first year in which it or a higher one is awarded; None for never."""
    years: list[int | None] = []
    for rank, period in awards(ladder, state, periods, until) if ranks else ():
        while len(years) < len(ranks) and ranks[len(years)] <= rank:
            years.append(ladder.year(period))
        if len(years) == len(ranks):
            break
    return years + [None] * (len(ranks) - len(years))
