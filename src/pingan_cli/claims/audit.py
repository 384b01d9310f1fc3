"""Claims held against a history: which it confirms, which it contradicts, and what would decide the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from pingan_cli.claims.closure import counted_claim
from pingan_cli.claims.deduction import Claim, demand_of, free_results, walked
from pingan_cli.claims.smallest import TooLong
from pingan_cli.claims.walks import MET, Demand, Node, Walks, is_card, steps_of
from pingan_cli.engine.history import History, result_name
from pingan_cli.engine.ladder import HELD, MISSED, NONE, REVOKED, Ladder
from pingan_cli.engine.streak import START, step
from pingan_cli.engine.units import Unit

CONFIRMED, CONTRADICTED, UNDECIDED = STATUSES = ("confirmed", "contradicted", "undecided")

Years = tuple[tuple[int, str], ...]
"""Assessment years, each with a result: `held`, `uncounted`, `missed` or `revoked`."""


class Bounds(NamedTuple):
    """How many units a count is sure to hold for in an assessment year, and for how many it may."""

    year: int
    least: int
    most: int


class Finding(NamedTuple):
    """What the records say of one claim.

    `shown_by`: for a claim that is decided, the fewest years on record that decide it. For one that is not:
    `confirmed_if` and `contradicted_if`, the fewest years not on record with the results that would decide it, nothing
    where none would. Of several ways it is that with the latest years. `bounds`: for a claim on a count, one for each
    year that may be meant.
    """

    claim: Claim
    status: str
    shown_by: Years = ()
    confirmed_if: Years = ()
    contradicted_if: Years = ()
    bounds: tuple[Bounds, ...] = ()


class Audited(NamedTuple):
    """A claim and what the records say of it.

    `unit`: whom it speaks of, None for a province or another whole that is in no registry. `against`: the claims that
    it cannot be true together with. `rests_on`: the claims from which the cards that decide it were deduced.
    """

    finding: Finding
    unit: Unit | None
    against: tuple[Claim, ...] = ()
    rests_on: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """That of the finding; a claim that others contradict is contradicted, whatever the records leave open."""
        return CONTRADICTED if self.against else self.finding.status


_Asked = tuple[str, str, tuple[int, ...]]
"""What a claim says, whoever makes it of whom: kind, value and years."""


def audit_unit(ladder: Ladder, claim: Claim, history: History) -> Finding:
    """What a unit's history says of a claim on it.

    It is confirmed where one of its readings is true in every completion of the history, and contradicted where none
    can be; periods that are not on record are read as held or missed.
    """
    periods = 1 + max(demand_of(ladder, claim).periods)
    known = tuple([history.result(period) for period in range(max(0, periods))])
    asked = (claim.kind, claim.value, claim.years)
    return _found(ladder, asked, known)._replace(claim=claim)


@lru_cache(maxsize=1 << 16)
def _found(ladder: Ladder, asked: _Asked, known: tuple[int | None, ...]) -> Finding:
    claim = _claim(asked)
    try:
        question = _question_of(ladder, asked)
    except TooLong:
        return Finding(claim, _by_bounds(ladder, claim, known))
    truths = question.truths(known)
    if len(truths) == 1:
        (truth,) = truths
        status = CONFIRMED if truth else CONTRADICTED
        return Finding(claim, status, shown_by=_told(ladder, question.shown_by(known, truth)))
    confirmed, contradicted = (_told(ladder, question.decided_if(known, truth)) for truth in (True, False))
    return Finding(claim, UNDECIDED, confirmed_if=confirmed, contradicted_if=contradicted)


def _by_bounds(ladder: Ladder, claim: Claim, known: tuple[int | None, ...]) -> str:
    """What a history says of a claim on a ladder with too many states to look at all completions, as far as the two
    show it in which the unknown periods are all missed and all held.
    """
    demand = demand_of(ladder, claim)
    truths: set[bool] = set()
    for unknown in (MISSED, HELD):
        state, cards, met = START, 0, False
        for period, result in enumerate(known):
            with_result = unknown if result is None else result
            state = step(ladder.terms_at(period), state, with_result, period)
            cards += is_card(with_result)
            met |= period in demand.periods and demand.test(state, cards, with_result)
        truths.add(met)
    exact = claim.kind in ("tier", "consecutive", "total")  # more may make it false again
    if len(truths) > 1 or (exact and None in known):
        return UNDECIDED
    return CONFIRMED if truths.pop() else CONTRADICTED


@lru_cache(maxsize=1 << 12)
def _question_of(ladder: Ladder, asked: _Asked) -> _Question:
    claim = _claim(asked)
    return _Question(walked(ladder, [claim]), demand_of(ladder, claim))


def _claim(asked: _Asked) -> Claim:
    kind, value, years = asked
    return Claim("", "", kind, value, years)


def audit_count(ladder: Ladder, claim: Claim, histories: Callable[[int], Sequence[tuple[str, History]]]) -> Finding:
    """What the histories of all units that a claim counts among, given by the year with the units' keys, say of it.

    As for a claim on one unit: confirmed where it is true under one of its years in every completion of all histories.
    """
    counted = counted_claim(claim)
    units: dict[str, tuple[History, list[int]]] = {}
    for at, year in enumerate(claim.years):
        for key, history in histories(year):
            units.setdefault(key, (history, []))[1].append(at)
    alike = Counter((history, tuple(among)) for history, among in units.values())
    kinds: Counter[frozenset[tuple[bool, ...]]] = Counter()
    for (history, among), number in alike.items():
        years = tuple(claim.years[at] for at in among)
        counts = _counted(ladder, (counted.kind, counted.value, years), history)
        kinds[frozenset(_among(each, among, len(claim.years)) for each in counts)] += number
    bounds: list[Bounds] = []
    for at, year in enumerate(claim.years):
        least = sum(number * all(each[at] for each in ways) for ways, number in kinds.items())
        most = sum(number * any(each[at] for each in ways) for ways, number in kinds.items())
        bounds.append(Bounds(year, least, most))
    wanted = int(claim.value)
    if all(not each.least <= wanted <= each.most for each in bounds):
        status = CONTRADICTED
    elif any(each.least == wanted == each.most for each in bounds) or _always(kinds, wanted):
        status = CONFIRMED
    else:
        status = UNDECIDED
    return Finding(claim, status, bounds=tuple(bounds))


def _among(counts: tuple[bool, ...], among: tuple[int, ...], years: int) -> tuple[bool, ...]:
    """Whether a unit counts in each of the years, given those in which it is among the units that are counted."""
    found = [False] * years
    for at, counted in zip(among, counts, strict=True):
        found[at] = counted
    return tuple(found)


def _always(kinds: Counter[frozenset[tuple[bool, ...]]], wanted: int) -> bool:
    """Whether in every completion one of the two years has the number that is wanted.

    For each number that the first year can have, the second has its least and its most where units with the smallest
    and the greatest difference are chosen; any number but the one wanted, in both, speaks against it.
    """
    if any(len(next(iter(ways))) < 2 for ways in kinds):
        return False
    for sign in (1, -1):  # the most that the second year can have, then the least
        settled, gains = 0, Counter[int]()
        first = 0
        for ways, number in kinds.items():
            best = {one: max(sign * each[1] for each in ways if each[0] == one) for one in {each[0] for each in ways}}
            if len(best) == 1:
                ((one, value),) = best.items()
                first, settled = first + one * number, settled + value * number
            else:
                settled += best[False] * number
                gains[best[True] - best[False]] += number
        steps = [gain for gain, number in sorted(gains.items(), reverse=True) for _ in range(number)]
        for more in range(len(steps) + 1):
            second = sign * (settled + sum(steps[:more]))
            if first + more != wanted and (second - wanted) * sign > 0:
                return False
    return True


@lru_cache(maxsize=1 << 14)
def _counted(ladder: Ladder, asked: _Asked, history: History) -> frozenset[tuple[bool, ...]]:
    """Whether a unit is counted in each year, in each way that its history can be completed."""
    kind, value, years = asked
    demands = [demand_of(ladder, _claim((kind, value, (year,)))) for year in years]
    free = free_results(ladder)
    after = steps_of(ladder).after
    nodes: set[tuple[int, tuple[bool, ...]]] = {(0, (False,) * len(years))}
    for period in range(1 + max(demand.periods[0] for demand in demands)):
        result = history.result(period)
        following: set[tuple[int, tuple[bool, ...]]] = set()
        for (before, counts), with_result in product(nodes, free if result is None else (result,)):
            state, number = after(before, with_result, period)
            now = tuple(
                demand.test(state, 0, with_result) if demand.periods[0] == period else counted
                for demand, counted in zip(demands, counts, strict=True)
            )
            following.add((number, now))
        nodes = following
    return frozenset(counts for _, counts in nodes)


_Choice = tuple[int, tuple[int, ...]]
"""What may be known of a period: at what cost, and the results that are left."""

_BROKEN: Node = (0, NONE, 1)
"""Where a walk stands after the last period if the claim was true in none."""

MOST_STEPS = 20_000
"""How many steps a search for the fewest years may take before one is given up and years are left out one by one."""


class _Question:
    """A claim on one unit, to be asked of what is known of the periods up to it."""

    def __init__(self, ladder: Ladder, demand: Demand) -> None:
        self._free = free_results(ladder)
        self._sure = (*ladder.counting, MISSED)
        self._walks = Walks(ladder, [demand], [(*ladder.cards, MISSED, REVOKED)] * (1 + max(demand.periods)))
        self.start = self._walks.start
        self._ends: dict[tuple[int, Node, tuple[int, ...]], set[Node]] = {}
        self._decides = lru_cache(maxsize=1 << 12)(self._truths)

    def truths(self, known: Sequence[int | None]) -> frozenset[bool]:
        """Whether the claim can be true and can be false, given the results that are known."""
        return self._truths(tuple(known))

    def shown_by(self, known: tuple[int | None, ...], truth: bool) -> dict[int, int]:
        """The fewest of the known results that decide the claim."""
        needed: list[int | None] = [None] * len(known)
        sure = frozenset([truth])
        for period, result in enumerate(known):
            if result is not None and len(self._truths((*known[:period], None, *known[period + 1 :]))) > 1:
                needed[period] = result
        if self._decides(tuple(needed)) == sure:
            return _results(needed)
        for period in reversed(range(len(known))):
            result = known[period]
            if result is not None and needed[period] is None:
                more = (*needed[:period], result, *needed[period + 1 :])
                if self._decides(more) == sure:
                    return _results(more)
        choices: list[list[_Choice]] = [
            [(0, self._free)] if result is None else [(0, (result,))] if needed[period] is not None else
            [(0, self._free), (1, (result,))]
            for period, result in enumerate(known)
        ]  # fmt: skip
        found = _Fewest(self, choices, truth).found()
        if found is not None:
            return _results(needed) | found
        return self._left_out({}, _results(known), len(known), truth)

    def decided_if(self, known: tuple[int | None, ...], truth: bool) -> dict[int, int]:
        """The fewest results for unknown periods that would decide the claim so; none where nothing would."""
        sure: list[_Choice] = [(1, (result,)) for result in self._sure]
        choices = [[(0, self._free), *sure] if result is None else [(0, (result,))] for result in known]
        found = _Fewest(self, choices, truth).found()
        if found is not None:
            return found
        settled = list(known)
        for period, result in enumerate(known):
            if result is None:
                for wanted in self._sure:
                    settled[period] = wanted
                    if truth in self._truths(tuple(settled)):
                        break
        results = {period: result for period, result in _results(settled).items() if known[period] is None}
        return self._left_out(_results(known), results, len(known), truth)

    def _left_out(self, fixed: dict[int, int], results: dict[int, int], periods: int, truth: bool) -> dict[int, int]:
        """Of these results, some that decide the claim beside those that are fixed, of which none can be left out."""
        fewest: dict[int, int] | None = None
        forward = sorted(results)
        by_result = sorted(results, key=results.__getitem__)
        for order in (forward, forward[::-1], by_result, by_result[::-1]):
            left = dict(results)
            for period in order:
                rest = {each: result for each, result in left.items() if each != period}
                if self._truths(tuple([{**fixed, **rest}.get(at) for at in range(periods)])) == frozenset([truth]):
                    left = rest
            if fewest is None or len(left) < len(fewest):
                fewest = left
        return fewest or {}

    def _truths(self, known: tuple[int | None, ...]) -> frozenset[bool]:
        if not known:
            return frozenset([False])
        nodes = {self.start}
        for period, result in enumerate(known):
            nodes = self.following(nodes, period, self._free if result is None else (result,))
        return frozenset(node == MET for node in nodes)

    def following(self, nodes: Iterable[Node], period: int, results: tuple[int, ...]) -> set[Node]:
        """Where walks stand after one more period with any of the results: `MET` once the claim is true."""
        found: set[Node] = set()
        for node in nodes:
            key = (period, node, results)
            ends = self._ends.get(key)
            if ends is None:
                edges = [edge for edge in self._walks.leading(period, node) if edge.result in results]
                ends = self._ends[key] = {_BROKEN if edge.broken else edge.end for edge in edges}
            found |= ends
        return found


class _Fewest:
    """The search for the cheapest choices, one for each period, under which the claim is sure to be true, or false.

    What must still be paid is bounded from below: as if each choice could be made in the light of what has been, which
    costs no more.
    """

    def __init__(self, question: _Question, choices: Sequence[Sequence[_Choice]], truth: bool) -> None:
        self._question = question
        self._choices = choices
        self._truth = truth
        self._bounds = self._bounded()
        self._failed: dict[tuple[int, frozenset[Node]], int] = {}
        self._steps = 0

    def found(self) -> dict[int, int] | None:
        """The results that are paid for; None where nothing decides, or the search takes too long."""
        never = len(self._choices) + 1
        for budget in range(self._bounds[0][self._question.start], never):
            chosen = self._search(0, frozenset([self._question.start]), budget)
            if chosen is not None:
                return dict(chosen)
            if self._steps > MOST_STEPS:
                break
        return None

    def _search(self, period: int, nodes: frozenset[Node], budget: int) -> list[tuple[int, int]] | None:
        if max(map(self._bounds[period].__getitem__, nodes)) > budget:
            return None
        if period == len(self._choices):
            return []
        if self._failed.get((period, nodes), -1) >= budget or self._steps > MOST_STEPS:
            return None
        self._steps += 1
        for cost, results in self._choices[period]:
            following = frozenset(self._question.following(nodes, period, results))
            chosen = self._search(period + 1, following, budget - cost)
            if chosen is not None:
                return [*([(period, results[0])] if cost else []), *chosen]
        self._failed[period, nodes] = budget
        return None

    def _bounded(self) -> list[dict[Node, int]]:
        """By period and node, how much must still be paid from there at least."""
        follow, periods = self._question.following, range(len(self._choices))
        ahead: list[dict[Node, list[list[Node]]]] = []
        nodes: set[Node] = {self._question.start}
        for period in periods:
            steps = {
                node: [list(follow([node], period, results)) for _, results in self._choices[period]] for node in nodes
            }
            ahead.append(steps)
            nodes = {each for ways in steps.values() for way in ways for each in way}
        bounds = [{node: 0 if (node == MET) == self._truth else len(self._choices) + 1 for node in nodes}]
        for period in reversed(periods):
            costs = [cost for cost, _ in self._choices[period]]
            later = bounds[-1]
            bounds.append({
                node: min(cost + max(map(later.__getitem__, way)) for cost, way in zip(costs, ways, strict=True))
                for node, ways in ahead[period].items()
            })  # fmt: skip
        return bounds[::-1]


def _results(known: Sequence[int | None]) -> dict[int, int]:
    return {period: result for period, result in enumerate(known) if result is not None}


def _told(ladder: Ladder, results: dict[int, int]) -> Years:
    """Periods by the years that name them."""
    return tuple([(ladder.year(period), result_name(results[period])) for period in sorted(results)])
