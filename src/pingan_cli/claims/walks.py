"""Every record that a unit may have had, as walks through the engine's states, and the claims that each breaks.

A record is walked period by period through the engine's own `step`. Walks that come to the same state go on alike, so
they are kept as one graph, of which only that part is made that a question looks at. The work grows with the years and
not with their powers (but with the misses that a ladder forgives).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from pingan_cli.claims.smallest import TooLong
from pingan_cli.engine.ladder import MISSED, NONE, REVOKED, ZERO, Ladder
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


Node = tuple[int, int, int]
"""Where a walk stands: the kind of its state, the cards so far, and the claims not met yet."""


MET: Node = (0, NONE, 0)
"""Where a walk stands when no claim is left to be met."""


class Edge(NamedTuple):
    """A step to a node of the next layer: the period's result and the claims that it breaks."""

    end: Node
    result: int
    broken: int


class Walks:
    """All records of as many periods as `free` is long, `free` giving the results that are possible in each.

    Claims are bits, by their place among `demands`. Of those a record breaks, the first `weighed` ones are kept few.
    """

    def __init__(
        self, ladder: Ladder, demands: Sequence[Demand], free: Sequence[Sequence[int]], weighed: int | None = None
    ) -> None:
        self._free = free
        self._weighed = (1 << (len(demands) if weighed is None else weighed)) - 1
        self._never = sum(1 << number for number, demand in enumerate(demands) if max(demand.periods) < 0)
        self._last = [0] * len(free)
        judged: list[list[tuple[int, Test]]] = [[] for _ in free]
        self._totals: list[dict[int, int]] = [{} for _ in free]
        self._by_result: list[dict[int, int]] = [{} for _ in free]
        for number, demand in enumerate(demands):
            if max(demand.periods) < 0:
                continue
            self._last[max(demand.periods)] |= 1 << number
            for period in {*demand.periods} - {-1}:
                if demand.judges:
                    judged[period].append((1 << number, demand.test))
                elif demand.most is not None:
                    met = self._totals[period]
                    met[demand.most] = met.get(demand.most, 0) | 1 << number
                else:
                    met = self._by_result[period]
                    for result in free[period]:
                        met[result] = met.get(result, 0) | demand.test(START, 0, result) << number
        self._kinds = _kinds_of_states(steps_of(ladder), free, judged)
        self._cards = _telling_cards(self._totals)
        self.start: Node = (0, 0 if 0 in self._cards[0] else NONE, sum(self._last))
        self._edges: list[dict[Node, list[Edge]]] = [{} for _ in free]

    def breaking(self, kept: int, period: int = -1, results: Sequence[int] = ()) -> int | None:
        """The claims that a record breaks which keeps all of `kept` and breaks as few others as it can.

        With a period, only records that have one of the results in it. None where there is no such record.
        """
        if kept & self._never:
            return None
        most = 0
        while True:
            found, all_seen = self._breaking(kept, most, period, results)
            if found is not None or all_seen:
                return found
            most = 2 * most + 1

    def _breaking(self, kept: int, most: int, period: int, results: Sequence[int]) -> tuple[int | None, bool]:
        """As `breaking`, of records that break at most so many claims; and whether there are no others."""
        all_seen = True
        best = {self.start: (0, self._never)}
        for number in range(len(self._free)):
            following: dict[Node, tuple[int, int]] = {}
            for node, so_far in best.items():
                for end, result, broken in self.leading(number, node):
                    if broken & kept or (number == period and result not in results):
                        continue
                    way = (so_far[0] + (broken & self._weighed).bit_count(), so_far[1] | broken) if broken else so_far
                    if way[0] > most:
                        all_seen = False
                    elif end not in following or way < following[end]:
                        following[end] = way
            best = following
        return (min(best.values())[1] if best else None), all_seen

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
        Raises `TooLong` where there are too many ways.
        """
        if kept & self._never:
            return {}
        never = self._never
        best = {self.start: {never & asked: ((never & self._weighed).bit_count(), never)}}
        for number in range(len(self._free)):
            following: dict[Node, dict[int, tuple[int, int]]] = {}
            entries = 0
            for start, so_fars in best.items():
                for end, result, broken in self.leading(number, start):
                    if broken & kept or (number == period and result not in results):
                        continue
                    ways = following.setdefault(end, {})
                    more, weight = broken & asked, (broken & self._weighed).bit_count()
                    for way, (cost, all_broken) in so_fars.items():
                        so_far = (cost + weight, all_broken | broken)
                        key = way | more
                        if key not in ways or so_far < ways[key]:
                            ways[key] = so_far
                    entries += len(so_fars)
                    spend(len(so_fars))
                    if entries > MOST_PATTERNS:
                        raise TooLong
            best = following
        found: dict[int, tuple[int, int]] = {}
        for ways in best.values():
            for way, so_far in ways.items():
                if way not in found or so_far < found[way]:
                    found[way] = so_far
        return {way: broken for way, (_, broken) in found.items()}

    def results(self, kept: int, asked: int = 0, pattern: int = 0) -> list[set[int]]:
        """The results that each period can have had when the claims `kept` hold; empty sets where they cannot.

        Only records count that break just those of `asked` that the pattern names, each of which is of one period.
        """
        impossible = kept & self._never or (self._never ^ pattern) & asked & self._never
        alive = set[Node]() if impossible else {self.start}
        fitting: list[dict[Node, list[Edge]]] = []
        for period, last in enumerate(self._last):
            wanted, told = pattern & last, asked & last
            edges = {
                start: [
                    edge
                    for edge in self.leading(period, start)
                    if not edge.broken & kept and edge.broken & told == wanted
                ]
                for start in alive
            }
            alive = {edge.end for leading in edges.values() for edge in leading}
            fitting.append(edges)
        possible: list[set[int]] = []
        for edges in reversed(fitting):
            left = {start: [edge for edge in leading if edge.end in alive] for start, leading in edges.items()}
            possible.append({edge.result for leading in left.values() for edge in leading})
            alive = {start for start, leading in left.items() if leading}
        return possible[::-1]

    def leading(self, period: int, node: Node) -> list[Edge]:
        """The steps from a node, each with a result that the period may have."""
        found = self._edges[period].get(node)
        if found is None:
            found = self._edges[period][node] = []
            before, cards_before, unmet = node
            last, telling = self._last[period], self._cards[period + 1]
            totals, by_result = self._totals[period], self._by_result[period]
            for result, (kind, met) in zip(self._free[period], self._kinds[period][before], strict=True):
                cards = cards_before + is_card(result) if cards_before != NONE else NONE
                left = unmet & ~(met | totals.get(cards, 0) | by_result.get(result, 0))
                still = left & ~last
                end = (kind, cards if cards in telling else NONE, still) if still else MET
                found.append(Edge(end, result, left & last))
        return found


MOST_PATTERNS = 100_000
"""How many ways to break claims may be kept at a time."""

MOST_STATES = 10_000
"""How many states a ladder may lead to in one period; with more of them claims are not weighed."""

_Table = list[list[list[tuple[int, int]]]]


def _kinds_of_states(
    steps: _Steps, free: Sequence[Sequence[int]], judged: Sequence[Sequence[tuple[int, Test]]]
) -> _Table:
    """By period, kind of state before it and result: the kind of state after it, and the claims that are met there.

    States are of one kind where the claims that look at states can tell no two ways on from there apart; 0 is the
    kind of the state at the start.
    """
    periods = max((period + 1 for period, tests in enumerate(judged) if tests), default=0)
    table: _Table = []
    kinds_after: dict[int, int] = {}
    for period in reversed(range(len(free))):
        if period >= periods:
            table.append([[(0, 0)] * len(free[period])])
            continue
        through = steps.through(tuple(map(tuple, free[: period + 1])))
        tests = judged[period]
        columns: list[Sequence[int]] = []
        for at, steps_on in enumerate(through.steps):
            columns.append([kinds_after.get(number, 0) for _, number in steps_on])
            columns += [_passing(through, at, test) for _, test in tests]
        kinds: dict[tuple[int, ...], int] = {}
        kinds_after = {
            before: kinds.setdefault(ways, len(kinds))
            for before, ways in zip(through.before, zip(*columns, strict=True), strict=True)
        }
        width = 1 + len(tests)
        bits = [bit for bit, _ in tests]
        table.append([
            [
                (ways[at], sum(bit for bit, met in zip(bits, ways[at + 1 : at + width], strict=True) if met))
                for at in range(0, len(ways), width)
            ]
            for ways in kinds
        ])  # fmt: skip
    return table[::-1]


def _telling_cards(totals: Sequence[Mapping[int, int]]) -> list[set[int]]:
    """By period, and after the last, the numbers of cards before it with which some claim on a total can be met yet."""
    telling: list[set[int]] = [set()]
    for met in reversed(totals):
        after = telling[-1] | {*met}
        telling.append({cards for number in after for cards in (number - 1, number) if cards >= 0})
    return telling[::-1]


class _Through:
    """The steps through one period: by each of the results that it may have, from each of the states before it."""

    def __init__(self, before: list[int], results: tuple[int, ...], steps: list[list[tuple[State, int]]]) -> None:
        self.before = before
        self.results = results
        self.steps = steps


@lru_cache(maxsize=1 << 12)
def _passing(through: _Through, at: int, test: Test) -> tuple[bool, ...]:
    """From which of the states before a period a record passes with one of its results."""
    result = through.results[at]
    return tuple([test(state, 0, result) for state, _ in through.steps[at]])


class _Steps:
    """The engine's steps from states that bear the same on the periods to come, each taken once."""

    def __init__(self, ladder: Ladder) -> None:
        self._ladder = ladder
        self._states = [START]
        self._numbers = {START: 0}
        self._after: dict[tuple[int, int, int], tuple[State, int]] = {}
        self._through: dict[tuple[tuple[int, ...], ...], _Through] = {}

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

    def through(self, free: tuple[tuple[int, ...], ...]) -> _Through:
        """The steps through the last of so many periods, `free` giving the results that are possible in each.

        Raises `TooLong` where there are too many states.
        """
        found = self._through.get(free)
        if found is None:
            *past, results = free
            before = [0]
            if past:
                earlier = self.through(tuple(past))
                before = sorted({number for steps in earlier.steps for _, number in steps})
            if len(before) > MOST_STATES:
                raise TooLong
            steps = [[self.after(number, result, len(free) - 1) for number in before] for result in results]
            found = self._through[free] = _Through(before, results, steps)
        return found


steps_of = lru_cache(maxsize=32)(_Steps)
"""The steps along a ladder, the same ones each time."""


def as_asked(ladder: Ladder, ranks: Iterable[int], counts: Iterable[int]) -> Ladder:
    """The ladder as far as claims ask for it: with these tiers and counts of periods in a row told apart, no others.

    So there are fewer states. A ladder in which other tiers and counts bear on these stays as it is.
    """
    if any(terms.back != ZERO or terms.memory.total or terms.memory.ends for terms in ladder.terms):
        return ladder
    steps: list[list[tuple[int, int]]] = []
    for terms in ladder.terms:
        kept = {terms.steps[0][1]}
        for rank in {*ranks}:  # beside each the next one, by which it is known to have been passed
            star = max(rank, terms.star_rank)
            named = [each for _, each in terms.steps if each >= rank]
            kept |= {*[*named, *([star, star + 1] if terms.every else [])][:2]}
        steps.append(sorted((at, rank) for rank in kept if (at := terms.at(rank)) is not None))
    most = 1 + max([*counts, *(at for its in steps for at, _ in its)])
    terms_asked = [
        replace(terms, steps=tuple(its), every=0, most=min(terms.most or most, most))
        for terms, its in zip(ladder.terms, steps, strict=True)
    ]
    return replace(ladder, terms=tuple(terms_asked))
