"""Every record that a unit may have had, as walks through the engine's states, and the claims that each breaks.

A record is walked period by period through the engine's own `step`. Walks that come to the same state go on alike, so
they are kept as one graph, and walks that the claims cannot tell apart from some period on are put together. The work
grows with the years and not with their powers (but with the misses that a ladder forgives).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.streak import START, State, bare, step

Test = Callable[[State, int, int], bool]
"""Whether a record passes in a period: given the state after it, the cards held so far, and the period's result."""


class Demand(NamedTuple):
    """What one claim asks of a record: that it passes the test in one of the periods (0 is the first).

    `totals`: whether the test looks at the cards held so far.
    """

    periods: tuple[int, ...]
    test: Test
    totals: bool = False


class _Edge(NamedTuple):
    """A step from a node of one layer to a node of the next: the period's result and the claims that it breaks."""

    start: int
    end: int
    result: int
    broken: int


_Node = tuple[State, int, int]


class Walks:
    """All records of as many periods as `free` is long, `free` giving the results that are possible in each."""

    def __init__(self, ladder: Ladder, demands: Sequence[Demand], free: Sequence[Sequence[int]]) -> None:
        self._layers = _merged(_layers(ladder, demands, free))
        self._never = sum(1 << number for number, demand in enumerate(demands) if max(demand.periods) < 0)

    def breaking(self, kept: int, period: int = -1, results: Sequence[int] = ()) -> int | None:
        """The claims that a record breaks which keeps all of `kept` and breaks as few others as it can.

        With a period, only records that have one of the results in it. None where there is no such record. Claims
        are bits.
        """
        if kept & self._never:
            return None
        best = {0: (self._never.bit_count(), self._never)}
        for number, layer in enumerate(self._layers):
            following: dict[int, tuple[int, int]] = {}
            for start, end, result, broken in layer:
                if start not in best or broken & kept or (number == period and result not in results):
                    continue
                so_far = best[start][1] | broken
                cost = (so_far.bit_count(), so_far)
                if end not in following or cost < following[end]:
                    following[end] = cost
            best = following
        return min(best.values())[1] if best else None

    def results(self, kept: int) -> list[set[int]]:
        """The results that each period can have had when the claims `kept` hold; empty sets where they cannot."""
        alive = [set[int]() if kept & self._never else {0}]
        for layer in self._layers:
            alive.append({edge.end for edge in layer if edge.start in alive[-1] and not edge.broken & kept})
        lasting = alive[-1]
        possible: list[set[int]] = []
        for layer, starts in zip(reversed(self._layers), reversed(alive[:-1]), strict=True):
            edges = [edge for edge in layer if edge.start in starts and edge.end in lasting and not edge.broken & kept]
            possible.append({edge.result for edge in edges})
            lasting = {edge.start for edge in edges}
        return possible[::-1]


def _layers(ladder: Ladder, demands: Sequence[Demand], free: Sequence[Sequence[int]]) -> list[list[_Edge]]:
    """The graph before it is merged. Its nodes: a state, the cards so far, the claims not met yet."""
    counting = any(demand.totals for demand in demands)
    asked: list[list[tuple[int, bool, Demand]]] = [[] for _ in free]
    for number, demand in enumerate(demands):
        periods = sorted({period for period in demand.periods if period >= 0})
        for period in periods:
            asked[period].append((1 << number, period == periods[-1], demand))
    layers: list[list[_Edge]] = []
    nodes: dict[_Node, int] = {(START, 0, (1 << len(demands)) - 1): 0}
    for period, results in enumerate(free):
        terms = ladder.terms_at(period)
        following: dict[_Node, int] = {}
        layer: list[_Edge] = []
        for (before, cards_before, unmet_before), start in nodes.items():
            for result in results:
                state = step(terms, before, result, period)
                cards = cards_before + (result in ladder.cards)
                unmet, broken = unmet_before, 0
                for bit, last, demand in asked[period]:
                    if unmet & bit and demand.test(state, cards, result):
                        unmet &= ~bit
                    elif unmet & bit and last:
                        unmet, broken = unmet & ~bit, broken | bit
                node = (bare(ladder, state), cards if counting else 0, unmet)
                layer.append(_Edge(start, following.setdefault(node, len(following)), result, broken))
        layers.append(layer)
        nodes = following
    return layers


def _merged(layers: list[list[_Edge]]) -> list[list[_Edge]]:
    """The same walks with those nodes put together from which the same steps lead on."""
    merged: list[list[_Edge]] = []
    of_ends: dict[int, int] | None = None
    for layer in reversed(layers):
        steps: dict[int, set[tuple[int, int, int]]] = {}
        for start, end, result, broken in layer:
            steps.setdefault(start, set()).add((of_ends[end] if of_ends else 0, result, broken))
        kinds: dict[frozenset[tuple[int, int, int]], int] = {}
        of_ends = {start: kinds.setdefault(frozenset(steps[start]), len(kinds)) for start in sorted(steps)}
        merged.append([_Edge(kind, *each) for leading, kind in kinds.items() for each in sorted(leading)])
    return merged[::-1]
