"""Every record that a unit may have had, as walks through the engine's states, and the claims that each breaks.

A record is walked period by period through the engine's own `step`. Walks that come to the same state go on alike, so
they are kept as one graph, and walks that the claims cannot tell apart from some period on are put together. The work
grows with the years and not with their powers (but with the misses that a ladder forgives).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pingan_cli.engine.ladder import MISSED, REVOKED, Ladder
from pingan_cli.engine.streak import START, State, bare, step

Test = Callable[[State, int, int], bool]
"""Whether a record passes in a period: given the state after it, the cards held so far, and the period's result."""


def is_card(result: int) -> bool:
    """Whether the card was held, be it with a result that counts or not."""
    return result not in (MISSED, REVOKED)


class Demand(NamedTuple):
    """What one claim asks of a record: that it passes the test in one of the periods (0 is the first).

    `judges`: whether the test looks at the state. `most`: up to how many cards the test tells them apart, None where
    it does not count them.
    """

    periods: tuple[int, ...]
    test: Test
    judges: bool = True
    most: int | None = None


class _Edge(NamedTuple):
    """A step from a node of one layer to a node of the next: the period's result and the claims that it breaks."""

    start: int
    end: int
    result: int
    broken: int


class Walks:
    """All records of as many periods as `free` is long, `free` giving the results that are possible in each.

    Claims are bits, by their place among `demands`. Of those a record breaks, the first `weighed` ones are kept few.
    """

    def __init__(
        self, ladder: Ladder, demands: Sequence[Demand], free: Sequence[Sequence[int]], weighed: int | None = None
    ) -> None:
        self._layers = _merged(_layers(ladder, demands, free))
        self._never = sum(1 << number for number, demand in enumerate(demands) if max(demand.periods) < 0)
        self._weighed = (1 << (len(demands) if weighed is None else weighed)) - 1
        self._last = [0] * len(free)
        for number, demand in enumerate(demands):
            if max(demand.periods) >= 0:
                self._last[max(demand.periods)] |= 1 << number

    def breaking(self, kept: int, period: int = -1, results: Sequence[int] = ()) -> int | None:
        """The claims that a record breaks which keeps all of `kept` and breaks as few others as it can.

        With a period, only records that have one of the results in it. None where there is no such record.
        """
        return self.patterns(kept, 0, period, results).get(0)

    def patterns(
        self,
        kept: int,
        asked: int,
        period: int = -1,
        results: Sequence[int] = (),
        spend: Callable[[int], None] = lambda _: None,
    ) -> dict[int, int]:
        """The ways in which records that keep all of `kept` can break claims of `asked`: for each set of these, all
        the claims that such a record breaks, as few as it can.

        With a period, only records that have one of the results in it. `spend` is told of the work, step by step.
        """
        if kept & self._never:
            return {}
        never = self._never
        best = {0: {never & asked: ((never & self._weighed).bit_count(), never)}}
        for number, layer in enumerate(self._layers):
            following: dict[int, dict[int, tuple[int, int]]] = {}
            entries = 0
            for start, end, result, broken in layer:
                if start not in best or broken & kept or (number == period and result not in results):
                    continue
                ways = following.setdefault(end, {})
                more, weight = broken & asked, (broken & self._weighed).bit_count()
                for way, (cost, all_broken) in best[start].items():
                    so_far = (cost + weight, all_broken | broken)
                    key = way | more
                    if key not in ways or so_far < ways[key]:
                        ways[key] = so_far
                entries += len(best[start])
            spend(entries)
            best = following
        return {way: broken for ways in best.values() for way, (_, broken) in ways.items()}

    def results(self, kept: int, asked: int = 0, pattern: int = 0) -> list[set[int]]:
        """The results that each period can have had when the claims `kept` hold; empty sets where they cannot.

        Only records count that break just those of `asked` that the pattern names, each of which is of one period.
        """
        impossible = kept & self._never or (self._never ^ pattern) & asked & self._never
        alive = [set[int]() if impossible else {0}]
        fitting: list[list[_Edge]] = []
        for layer, last in zip(self._layers, self._last, strict=True):
            wanted, told = pattern & last, asked & last
            starts = alive[-1]
            edges = [
                edge
                for edge in layer
                if edge.start in starts and not edge.broken & kept and edge.broken & told == wanted
            ]
            alive.append({edge.end for edge in edges})
            fitting.append(edges)
        lasting = alive[-1]
        possible: list[set[int]] = []
        for edges in reversed(fitting):
            left = [edge for edge in edges if edge.end in lasting]
            possible.append({edge.result for edge in left})
            lasting = {edge.start for edge in left}
        return possible[::-1]


class _Steps:
    """The engine's steps from states that bear the same on the periods to come, each taken once."""

    def __init__(self, ladder: Ladder) -> None:
        self._ladder = ladder
        self._states = [START]
        self._numbers = {START: 0}
        self._after: dict[tuple[int, int, int], tuple[State, int]] = {}

    def after(self, number: int, result: int, period: int) -> tuple[State, int]:
        """The state after one more period, and the number of what of it bears on those to come; START has 0."""
        key = (number, result, period)
        found = self._after.get(key)
        if found is None:
            state = step(self._ladder.terms_at(period), self._states[number], result, period)
            left = bare(self._ladder, state)
            if left not in self._numbers:
                self._numbers[left] = len(self._states)
                self._states.append(left)
            found = self._after[key] = (state, self._numbers[left])
        return found


steps_of = lru_cache(maxsize=4)(_Steps)
"""The steps along a ladder, the same ones each time."""


def _layers(ladder: Ladder, demands: Sequence[Demand], free: Sequence[Iterable[int]]) -> list[list[_Edge]]:
    """The graph before it is merged. Its nodes: a state, the cards so far, the claims not met yet.

    State and cards are told apart as long as a claim that is not met yet looks at them.
    """
    asked: list[list[tuple[int, bool, Test]]] = [[] for _ in free]
    judging = counting = unmet_at_first = 0
    most = -1
    for number, demand in enumerate(demands):
        periods = sorted({period for period in demand.periods if period >= 0})
        if not periods:
            continue
        unmet_at_first |= 1 << number
        judging |= demand.judges << number
        if demand.most is not None:
            counting |= 1 << number
            most = max(most, demand.most)
        for period in periods:
            asked[period].append((1 << number, period == periods[-1], demand.test))
    after = steps_of(ladder).after
    layers: list[list[_Edge]] = []
    nodes: dict[tuple[int, int, int], int] = {(0, 0, unmet_at_first): 0}
    for period, results in enumerate(free):
        following: dict[tuple[int, int, int], int] = {}
        layer: list[_Edge] = []
        for (before, cards_before, unmet_before), start in nodes.items():
            for result in results:
                state, number = after(before, result, period) if unmet_before & judging else (START, 0)
                cards = cards_before + is_card(result) if cards_before <= most else cards_before
                unmet, broken = unmet_before, 0
                for bit, last, test in asked[period]:
                    if unmet & bit and test(state, cards, result):
                        unmet &= ~bit
                    elif unmet & bit and last:
                        unmet, broken = unmet & ~bit, broken | bit
                node = (number if unmet & judging else 0, cards if unmet & counting else 0, unmet)
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
