"""Every way in which the unknown years may have gone, and what a published list says against them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import MISSED, NONE, Ladder, Terms
from pingan_cli.engine.streak import START, State, bare, step, walk_of

MOST_STATES = 5_000
"""So many ways are told apart; where there are more, what the records leave open is known by its bounds alone."""

_LAST_ONES = 64
"""So many of the last unknown periods are tried one after another, before all ways are gone through."""


class Outcomes(NamedTuple):
    """The ranks that may have been awarded in a period, and those that may be held by its end; `NONE` for no tier.

    One rank where the records leave no doubt.
    """

    awarded: frozenset[int]
    held: frozenset[int]


class Brought(NamedTuple):
    """What one period brought: the rank that was awarded, and the one that was lost; `NONE` for none.

    `ended`: whether that was lost because it had lasted its time, and not recalled.
    """

    awarded: int
    lost: int = NONE
    ended: bool = False


def outcomes(ladder: Ladder, history: History, periods: int) -> Outcomes:
    """What a history may have earned by the end of its first periods, each unknown one held or missed.

    Unlike a verdict's bounds these are all the values between them that can be, and no others: with one unknown year
    in the middle a streak is either short or long, and the tiers between are ruled out. Where there are too many ways
    to tell (see `MOST_STATES`) they are all between the bounds after all.
    """
    before = _states(ladder, history, periods - 1)
    if before is None:
        walk = walk_of(ladder)
        ranks = range(NONE, walk(history.as_held(periods), periods).state.honour + 1)
        return Outcomes(
            frozenset(ranks), frozenset(rank for rank in ranks if rank >= walk(history, periods).state.honour)
        )
    terms = ladder.terms_at(periods - 1)
    states = [
        step(terms, state, result, periods - 1) for state in before for result in _results(ladder, history, periods - 1)
    ]
    return Outcomes(frozenset(state.awarded for state in states), frozenset(state.honour for state in states))


def brought(ladder: Ladder, history: History, periods: int) -> Brought | None:
    """What the last of the periods brought, however the unknown ones went; None where that is open."""
    walk = walk_of(ladder)
    last = periods - 1
    terms = ladder.terms_at(last)
    found: Brought | None = None
    for read in _readings(history, periods):
        before = walk(read, last)
        its = _brought(terms, before.state, walk(read.since(last), 1, before).state, last)
        if found is not None and its != found:
            return None
        found = its
    if not (1 << periods) - 1 & ~history.known:
        return found
    for state in _states(ladder, history, last) or ():
        for result in _results(ladder, history, last):
            if _brought(terms, state, step(terms, state, result, last), last) != found:
                return None
    return found


def _brought(terms: Terms, before: State, after: State, period: int) -> Brought:
    if after.honour >= before.honour:
        return Brought(after.awarded)
    highest = before.given[-1]
    return Brought(
        after.awarded, highest.rank, terms.memory.ends and terms.ended(highest.rank, period - highest.borne_out)
    )


def _readings(history: History, periods: int) -> Iterator[History]:
    """Some of the ways in which the unknown periods may have gone, those first by which most is told apart.

    All missed, all held, and then more and more of the last ones held, or missed.
    """
    unknown = (1 << periods) - 1 & ~history.known
    yield history
    if not unknown:
        return
    yield history.as_held(periods)
    last = 0
    for _ in range(min(_LAST_ONES, unknown.bit_count())):
        last |= 1 << (unknown & ~last).bit_length() - 1
        for held in (last, unknown & ~last):
            yield history._replace(held=history.held | held)


def _results(ladder: Ladder, history: History, period: int) -> tuple[int, ...]:
    """What a period may have been: held or missed where nothing is known of it."""
    known = history.result(period)
    return (*ladder.counting, MISSED) if known is None else (known,)


def _states(ladder: Ladder, history: History, periods: int) -> set[State] | None:
    """Where a unit may stand after the first periods; None where there are too many ways to tell.

    As long as it stands at one place by the lowest reading and by the highest, it stands there by each.
    """
    walk = walk_of(ladder)
    unknown = (1 << periods) - 1 & ~history.known
    lowest = highest = walk(history, 0)
    states = {START}
    first = 0
    as_held = history.as_held(periods)
    for period in range(periods if unknown else 0):
        lowest = walk(history.since(period), 1, lowest)
        highest = walk(as_held.since(period), 1, highest)
        if lowest is highest or bare(ladder, lowest.state) == bare(ladder, highest.state):
            states, first = {bare(ladder, lowest.state)}, period + 1
    if not unknown:
        return {walk(history, periods).state}
    for period in range(first, periods):
        terms, results = ladder.terms_at(period), _results(ladder, history, period)
        states = {bare(ladder, step(terms, state, result, period)) for state in states for result in results}
        if len(states) > MOST_STATES:
            return None
    return states


CONFIRMED, MISSING, SURPLUS, DIFFERENT, UNDECIDED = "confirmed", "missing", "surplus", "different", "undecided"


def verdict_on(published: int, possible: frozenset[int]) -> str:
    """What the records say of a published rank (`NONE`: not on the list), given the ranks that are possible.

    >>> verdict_on(2, frozenset({2})), verdict_on(2, frozenset({2, 5})), verdict_on(2, frozenset({3}))
    ('confirmed', 'undecided', 'different')
    >>> verdict_on(2, frozenset({NONE})), verdict_on(NONE, frozenset({3}))
    ('surplus', 'missing')
    """
    if published in possible:
        return CONFIRMED if len(possible) == 1 else UNDECIDED
    if published == NONE:
        return MISSING
    return DIFFERENT if possible - {NONE} else SURPLUS
