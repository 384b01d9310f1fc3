"""Streaks and honours: one step a period, and the steps of a whole history."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from pingan_cli.engine.history import Reading
from pingan_cli.engine.ladder import HELD, MISSED, NONE, REVOKED, WEAK, Ladder, Terms


class State(NamedTuple):
    """Where a unit stands after some periods.

    `run` is the present run as stretches between forgiven misses, each its first period and how many periods of it
    count; `stood` is for how many periods in a row the card was held, as far as the terms' `standing` asks. Ranks:
    `reached` by the present run, `honour` conferred and not recalled (in the period `conferred`), `awarded` in the
    last period.
    """

    run: tuple[tuple[int, int], ...] = ()
    stood: int = 0
    reached: int = NONE
    honour: int = NONE
    conferred: int = NONE
    awarded: int = NONE

    @property
    def streak(self) -> int:
        """The count of periods in the present run."""
        return sum(count for _, count in self.run)


START = State()


def step(terms: Terms, state: State, result: int, period: int) -> State:
    """The state after one more period with that result, under the terms in force in it."""
    run, stood, reached, honour, conferred, _ = state
    awarded = NONE
    if result == HELD and stood >= terms.standing - 1:
        if run and run[-1][1]:
            run = (*run[:-1], (run[-1][0], run[-1][1] + 1))
        else:
            run = (*run[:-1], (period, 1))
        rank = terms.reached(sum(count for _, count in run))
        if rank > reached:
            reached = awarded = rank
            if rank > honour:
                honour, conferred = rank, period
    else:
        revoked = result == REVOKED
        left = () if revoked and terms.revocation_resets else _after_miss(run, terms.forgiven)
        count = sum(count for _, count in left)
        reached = min(reached, terms.reached(count)) if count < state.streak else reached
        broken = terms.forgiven is not None and (not run or count < state.streak)
        if terms.revocation_recalls if revoked else terms.miss_recalls and broken:
            honour = conferred = NONE
        run = left
    stood = min(stood + 1, terms.standing - 1) if result in (HELD, WEAK) else 0
    return State(run, stood, reached, honour, conferred, awarded)


def _after_miss(run: tuple[tuple[int, int], ...], forgiven: int | None) -> tuple[tuple[int, int], ...]:
    """The run after a miss: its longest end that holds no more misses than are forgiven, from a period that counts."""
    if forgiven is None or not run:
        return run
    stretches = (*run, (NONE, 0))[-(forgiven + 1) :]
    while stretches and not stretches[0][1]:
        stretches = stretches[1:]
    return stretches


def states_of(ladder: Ladder) -> Callable[[Reading, int], State]:
    """A function that gives the state after the first periods of a reading.

    Histories that begin alike share the work: the state of every beginning is remembered, up to a bound.
    """

    @lru_cache(maxsize=1 << 14)
    def after(held: int, weak: int, revoked: int, periods: int) -> State:
        if not periods:
            return START
        last = periods - 1
        bit = 1 << last
        result = REVOKED if revoked & bit else MISSED if not held & bit else WEAK if weak & bit else HELD
        below = bit - 1
        return step(ladder.terms_at(last), after(held & below, weak & below, revoked & below, last), result, last)

    return lambda reading, periods: after(*reading, periods)
