"""Periods to come: the states that a unit passes through when it holds every one of them."""

from __future__ import annotations

from collections.abc import Iterator

from pingan_cli.engine.ladder import HELD, NONE, Ladder
from pingan_cli.engine.streak import State, step

LAST_YEAR = 9999
"""Nothing is forecast beyond it."""


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
