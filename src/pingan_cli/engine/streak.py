"""Streaks and honours: one step a period, and the steps of a whole history."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, Protocol

from pingan_cli.engine.ladder import HELD, NONE, REVOKED, WEAK, Ladder, Terms


class Run(NamedTuple):
    """A run of counting periods, judged as if nothing had been before it.

    `first`: its first period; `length`: how many periods of it count; `reached`: the rank of the highest tier that it
    has been given, under the terms of the time; `conferred`: the period of that.
    """

    first: int = NONE
    length: int = 0
    reached: int = NONE
    conferred: int = NONE

    def longer(self, terms: Terms, period: int) -> Run:
        """The run with one more period that counts."""
        first, length, reached, conferred = self
        rank = terms.reached(length + 1)
        if rank > reached:
            reached, conferred = rank, period
        return Run(first if length else period, length + 1, reached, conferred)


class State(NamedTuple):
    """Where a unit stands after some periods.

    `runs`: the present run first, behind it what would be left of it after one more miss than is forgiven, after two
    more, and so on: the runs that begin after each forgiven miss. `stood`: for how many periods in a row the card was
    held. `honour`: the rank conferred and not recalled, in the period `conferred`; `awarded`: the rank that the run
    reached in the last period.
    """

    runs: tuple[Run, ...] = ()
    stood: int = 0
    honour: int = NONE
    conferred: int = NONE
    awarded: int = NONE

    @property
    def run(self) -> Run:
        """The present run, empty where there is none."""
        return self.runs[0] if self.runs else _NO_RUN


_NO_RUN = Run()
START = State()


def step(terms: Terms, state: State, result: int, period: int) -> State:
    """The state after one more period with that result, under the terms in force in it.

    More is never worse: where the runs are no shorter, have reached no less and the honour is no lower, they are so
    after the same result too, and after a better one (held, weak, missed). Bounds rest on this. It holds because a
    miss that recalls leaves what the present run has been given, and that depends on the runs alone.
    """
    runs, stood, honour, conferred, _ = state
    awarded = NONE
    if result == HELD and stood >= terms.standing - 1:
        before = state.run.reached
        runs = tuple([run.longer(terms, period) for run in runs or (_NO_RUN,)])
        if runs[0].reached > before:
            awarded = runs[0].reached
            if awarded > honour:
                honour, conferred = awarded, period
    elif result == REVOKED:
        runs = () if terms.revocation_resets else _after_miss(runs, terms.forgiven)
        if terms.revocation_recalls:  # what the rest of the run still reaches is given anew when it next grows
            runs = tuple(run._replace(reached=NONE, conferred=NONE) for run in runs)
            honour = conferred = NONE
    else:
        runs = _after_miss(runs, terms.forgiven)
        if terms.miss_recalls:
            honour, conferred = (runs[0].reached, runs[0].conferred) if runs else (NONE, NONE)
    return State(runs, stood + 1 if result in (HELD, WEAK) else 0, honour, conferred, awarded)


def _after_miss(runs: tuple[Run, ...], forgiven: int | None) -> tuple[Run, ...]:
    """The runs after a miss: as many as misses are forgiven, and the one that may begin now, from one that counts."""
    if forgiven is None or not runs:
        return runs
    left = (*runs, _NO_RUN)[-(forgiven + 1) :]
    return left if left[0].length else ()  # no run is longer than the one before it


def bare(ladder: Ladder, state: State) -> State:
    """What of a state bears on the periods to come: all but when things were, which makes for fewer states."""
    runs = tuple([Run(0, run.length, run.reached, 0) for run in state.runs])
    return State(runs, min(state.stood, ladder.standing - 1), state.honour, 0, NONE)


class Node:
    """A state that some histories come to after as many periods.

    `after` leads on from it, by the next result; `far` by several results at once, where each is held or missed.
    """

    __slots__ = ("after", "far", "period", "state")

    def __init__(self, state: State, period: int) -> None:
        self.state = state
        self.period = period
        self.after: list[Node | None] = [None, None, None, None]
        self.far: dict[int, Node] = {}


_FAR = 8
"""So many periods at once: a sixth of the look-ups, and few enough ways for each to be kept."""

_END = 1 << _FAR


class Walk(Protocol):
    """The way of histories without unknowns along a ladder."""

    def __call__(self, held: int, weak: int, revoked: int, periods: int, node: Node = ..., /) -> Node:
        """The node that so many periods lead to from a node, or from where every history begins.

        Bit 0 of the masks is the first of the periods.
        """
        ...


@lru_cache(maxsize=16)
def walk_of(ladder: Ladder) -> Walk:
    """The walk along a ladder.

    Histories that come to the same state after as many periods come to the same node, and each step from a node is
    taken once for all of them. So a history costs a look-up for a few periods, however many histories there are.
    """
    start = Node(START, 0)
    nodes: dict[tuple[State, int], Node] = {}

    def grow(node: Node, result: int) -> Node:
        state = step(ladder.terms_at(node.period), node.state, result, node.period)
        reached = nodes.setdefault((state, node.period + 1), Node(state, node.period + 1))
        node.after[result] = reached
        return reached

    def go_far(node: Node, results: int) -> Node:
        reached = node
        for place in range(results.bit_length() - 1):
            result = results >> place & 1
            reached = reached.after[result] or grow(reached, result)
        node.far[results] = reached
        return reached

    def walk(held: int, weak: int, revoked: int, periods: int, node: Node = start, /) -> Node:
        if not weak and not revoked:
            while periods > 0:
                end = 1 << periods if periods < _FAR else _END  # tells the results of few periods from those of many
                results = held & end - 1 | end
                node = node.far.get(results) or go_far(node, results)
                held >>= _FAR
                periods -= _FAR
            return node
        for period in range(periods):
            result = REVOKED if revoked >> period & 1 else held >> period & 1
            if result == HELD and weak >> period & 1:
                result = WEAK
            node = node.after[result] or grow(node, result)
        return node

    return walk
