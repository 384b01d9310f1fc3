"""What is still to come for a history: the earliest year of each further tier, what a miss would cost, and what if."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice, takewhile
from math import inf
from typing import NamedTuple

from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import HELD, MISSED, NONE, Ladder, Tier
from pingan_cli.engine.streak import State, bare, step, walk_of
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import LAST_YEAR, ahead, awards

TIERS = 3
"""How many tiers a forecast looks ahead, at the least."""


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
    """An honour that is taken away, the year of that, and the earliest year in which it is back; None for never."""

    tier: Tier
    year: int
    back: int | None

    @property
    def lost(self) -> int | None:
        """How many years the unit is without it; None for good."""
        return None if self.back is None else self.back - self.year


class Case(NamedTuple):
    """What is to come by one reading of the periods that are not on record.

    `streak`, `since` and `honour` are those from which the forecast starts, `recall` is what a miss of the coming
    period would take.
    """

    streak: int
    since: int | None
    honour: Tier | None
    coming: tuple[Coming, ...]
    recall: Recall | None

    @property
    def cost(self) -> float:
        """The most years that a miss of the coming period costs, over all tiers; infinity for what is lost for good."""
        return _most([*(each.lost for each in self.coming), *([self.recall.lost] if self.recall else [])])


class Change(NamedTuple):
    """What an assumption does to a case.

    `given`: the tiers awarded in the assumed periods that lie ahead. `instead`: for each tier that comes without the
    assumption, the year in which it is reached with it, None for never. `before`: for each tier given or coming with
    the assumption, the year in which it is awarded without it, None for one that the unit's run has reached by then.
    `taken`: the honour that the assumption takes away.
    """

    given: tuple[Dated, ...]
    instead: tuple[int | None, ...]
    before: tuple[int | None, ...]
    taken: Recall | None


class Forecast(NamedTuple):
    """The cases between which the records leave it open: every period not on record missed, and every one held.

    `cases` are the lowest and the highest, equal where the records leave nothing open. `year` is that from which the
    forecast starts, `miss_year` that of the coming period, None for a unit that has ended by then.
    """

    year: int
    miss_year: int | None
    cases: tuple[Case, ...]

    @property
    def open(self) -> bool:
        """Whether the records leave open from where the forecast starts."""
        return self.cases[0] != self.cases[1]


class Outlook(NamedTuple):
    """The forecast from what is on record; that with what is assumed, and what it changes in the lowest and in the
    highest case. Where nothing is assumed, `then` is None and there are no changes.
    """

    today: Forecast
    then: Forecast | None
    changes: tuple[Change, ...]

    @property
    def open(self) -> bool:
        """Whether the records leave open from where the forecast starts."""
        return self.today.open or (self.then is not None and self.then.open)

    @property
    def costs(self) -> tuple[float, ...]:
        """By case, the most years that a miss of the coming period costs, or that what is assumed costs."""
        cases = self.today.cases
        if not self.changes:
            return tuple(case.cost for case in cases)
        return tuple(
            _most(
                [
                    *(when and when - each.year for each, when in zip(case.coming, change.instead, strict=True)),
                    *([change.taken.lost] if change.taken else []),
                ]
            )
            for case, change in zip(cases, self.changes, strict=True)
        )


class Foreseen(NamedTuple):
    """A unit, under the name that it bears in the year looked ahead from, and what may come.

    `later`: whether results after that year are on record, which the outlook does not use.
    """

    unit: Unit
    outlook: Outlook
    later: bool


class Forecasts(NamedTuple):
    """The units looked at, what was assumed of them, and what was not looked at.

    `year` is that from which all were looked at, None where each named unit has its own. `gainsaid` are the units
    whose records say otherwise than what was assumed, `off_record` counts those of which nothing is on record.
    """

    units: tuple[Foreseen, ...]
    assumed: Assumed
    year: int | None
    gainsaid: tuple[Unit, ...] = ()
    off_record: int = 0


def outlook_of(
    ladder: Ladder, year: int, assumed: Assumed = NOTHING, to: int = NONE
) -> Callable[[History, int], Outlook]:
    """A function that looks ahead from the end of an assessment year; equal histories are looked at once.

    It takes a history, of which nothing after that year is used and which must not gainsay what is assumed, and the
    last year in which the unit exists. The year must not lie before the end of the ladder's first period. It looks on
    to the tier of the rank `to`, however many lie before it.
    """
    walk = walk_of(ladder)
    periods = ladder.periods(year)
    by = max(periods, assumed.periods)

    @cache
    def coming_of(state: State, gone: int, until: int) -> tuple[tuple[Coming, ...], Recall | None]:
        return _coming(ladder, state, gone, until, to)

    @cache
    def case_of(state: State, gone: int, until: int) -> Case:
        since = ladder.first_year_of(state.run.first) if state.runs else None
        return Case(state.run.length, since, ladder.tier(state.honour), *coming_of(bare(ladder, state), gone, until))

    @cache
    def assumed_from(today: State, start: State, until: int) -> tuple[Case, Change]:
        """The case in which it ends when what is assumed comes about, and the change from today's."""
        states: list[tuple[int, State]] = []
        state = start
        for period in range(periods, by):
            result = MISSED if assumed.missed >> period & 1 else HELD
            state = step(ladder.terms_at(period), state, result, period)
            states.append((period, state))
        case = case_of(state, by, until)
        given = [(each.awarded, period) for period, each in states if each.awarded != NONE]
        ranks = [each.tier.rank for each in case_of(today, periods, until).coming]
        further = [*(rank for rank, _ in given), *(each.tier.rank for each in case.coming)]
        change = Change(
            tuple(Dated(tier, ladder.year(period)) for rank, period in given if (tier := ladder.tier(rank))),
            _reached(ladder, chain(given, awards(ladder, state, by, until)), ranks),
            _exactly(ladder, awards(ladder, today, periods, until), further),
            _recall(ladder, today.honour, states, ahead(ladder, state, by, until)),
        )
        return case, change

    def forecast(gone: int, until: int, cases: Iterable[Case]) -> Forecast:
        coming_year = ladder.year(gone)
        return Forecast(ladder.year(gone - 1), coming_year if coming_year <= until else None, tuple(cases))

    def outlook(history: History, until: int = LAST_YEAR) -> Outlook:
        ends = [walk(read, periods).state for read in (history, history.as_held(periods))]
        today = forecast(periods, until, (case_of(state, periods, until) for state in ends))
        if not assumed.periods:
            return Outlook(today, None, ())
        supposed = history._replace(
            held=history.held | assumed.held, known=history.known | assumed.held | assumed.missed
        )
        starts = [walk(read, periods).state for read in (supposed, supposed.as_held(periods))]
        cases, changes = zip(
            *(assumed_from(end, start, until) for end, start in zip(ends, starts, strict=True)), strict=True
        )
        return Outlook(today, forecast(by, until, cases), changes)

    return outlook


def _coming(
    ladder: Ladder, state: State, periods: int, until: int, to: int
) -> tuple[tuple[Coming, ...], Recall | None]:
    """The next tiers from a state after so many periods, and the honour that a miss of the next would take."""
    if ladder.year(periods) > until:
        return (), None
    after = step(ladder.terms_at(periods), state, MISSED, periods)
    held = list(_next(awards(ladder, state, periods, until), to))
    missed = _reached(ladder, awards(ladder, after, periods + 1, until), [rank for rank, _ in held])
    coming = [
        Coming(tier, ladder.year(period), when, rank <= state.honour)
        for (rank, period), when in zip(held, missed, strict=True)
        if (tier := ladder.tier(rank))
    ]
    later = ahead(ladder, after, periods + 1, until)
    return tuple(coming), _recall(ladder, state.honour, [(periods, after)], later)


def _next(awarded: Iterator[tuple[int, int]], to: int) -> Iterator[tuple[int, int]]:
    """The first tiers of those awarded, and those up to a rank."""
    rank = NONE
    for rank, period in islice(awarded, TIERS):
        yield rank, period
    while rank < to and (found := next(awarded, None)):
        rank = found[0]
        yield found


def _recall(
    ladder: Ladder, honour: int, supposed: Sequence[tuple[int, State]], later: Iterable[tuple[int, State]]
) -> Recall | None:
    """The recall of an honour in the supposed states, each with its period, and when it is back, there or later."""
    taken = next((index for index, (_, state) in enumerate(supposed) if state.honour < honour), None)
    if taken is None:
        return None
    back = (period for period, state in chain(supposed[taken:], later) if state.honour >= honour)
    return _recalled(ladder, honour, supposed[taken][0], next(back, None))


def _recalled(ladder: Ladder, honour: int, taken: int, back: int | None) -> Recall:
    tier = ladder.tier(honour)
    assert tier is not None
    return Recall(tier, ladder.year(taken), None if back is None else ladder.year(back))


def _reached(ladder: Ladder, awarded: Iterable[tuple[int, int]], ranks: Sequence[int]) -> tuple[int | None, ...]:
    """For each rank, rising, the first year in which it or a higher one is awarded; None for never."""
    years: list[int | None] = []
    for rank, period in awarded if ranks else ():
        while len(years) < len(ranks) and ranks[len(years)] <= rank:
            years.append(ladder.year(period))
        if len(years) == len(ranks):
            break
    return (*years, *[None] * (len(ranks) - len(years)))


def _exactly(ladder: Ladder, awarded: Iterable[tuple[int, int]], ranks: Sequence[int]) -> tuple[int | None, ...]:
    """For each rank the year in which it is awarded; None for never."""
    highest = max(ranks, default=NONE)
    years = {rank: ladder.year(period) for rank, period in takewhile(lambda each: each[0] <= highest, awarded)}
    return tuple(years.get(rank) for rank in ranks)


def _most(years: Iterable[int | None]) -> float:
    return max((inf if each is None else each for each in years), default=0)
