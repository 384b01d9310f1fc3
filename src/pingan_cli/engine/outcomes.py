"""Every way in which the unknown years may have gone, and what a published list says against them."""

from __future__ import annotations

from typing import NamedTuple

from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import MISSED, NONE, Ladder
from pingan_cli.engine.streak import START, bare, step, walk_of


class Outcomes(NamedTuple):
    """The ranks that may have been awarded in a period, and those that may be held by its end; `NONE` for no tier.

    One rank where the records leave no doubt.
    """

    awarded: frozenset[int]
    held: frozenset[int]


def outcomes(ladder: Ladder, history: History, periods: int) -> Outcomes:
    """What a history may have earned by the end of its first periods, each unknown one held or missed.

    Unlike a verdict's bounds these are all the values between them that can be, and no others: with one unknown year
    in the middle a streak is either short or long, and the tiers between are ruled out.
    """
    if not (1 << periods) - 1 & ~history.known:
        state = walk_of(ladder)(history, periods).state
        return Outcomes(frozenset({state.awarded}), frozenset({state.honour}))
    states = {START}
    for period in range(periods):
        terms = ladder.terms_at(period)
        known = history.result(period)
        results = (*ladder.counting, MISSED) if known is None else (known,)
        last = period == periods - 1
        states = {
            state if last else bare(ladder, state)
            for before in states
            for state in (step(terms, before, result, period) for result in results)
        }
    return Outcomes(frozenset(state.awarded for state in states), frozenset(state.honour for state in states))


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
