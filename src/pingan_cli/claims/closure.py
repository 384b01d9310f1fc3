"""All claims taken together: what they force unit by unit, and what claims on how many units add to that.

A claim that counts units forces something in two cases: when no more units can fit than it counts, each that can fit
does; when as many fit already, no other does. What is forced so is a claim on one unit again, and rests on the count
and on the claims that rule the other units out or in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from pingan_cli.claims.deduction import UNIT_KINDS, Card, Claim, Conflict, Deduction, deduce, demand_of, free_results
from pingan_cli.claims.smallest import TooLong, impossible_set, impossible_sets, members
from pingan_cli.claims.walks import Walks
from pingan_cli.engine.ladder import MISSED, Ladder

Exists = Callable[[int], bool]


class Scope(NamedTuple):
    """The units that claims speak of. `exists`: by unit, whether it existed in an assessment year; `key`: the unit
    that a claim means; `counted`: the units among which a claim counts, in an assessment year.
    """

    exists: Mapping[str, Exists]
    key: Callable[[Claim], str]
    counted: Callable[[Claim, int], Sequence[str]]


class Closure(NamedTuple):
    """What the claims force for each unit that they speak of, and the conflicts between claims on several units."""

    deductions: dict[str, Deduction]
    conflicts: tuple[Conflict, ...]


class _Fact(NamedTuple):
    """A claim on one unit that follows from others."""

    claim: Claim
    support: tuple[Claim, ...]


class _AtOdds(NamedTuple):
    """Claims that cannot all be true; some of them may not be needed for that."""

    claims: tuple[Claim, ...]


def counted_claim(claim: Claim) -> Claim:
    """What a claim on a count says of each unit that it counts.

    >>> counted_claim(Claim("c1", "330000", "count-tier-new:gold-ding@city", "3", (2016,)))[2:4]
    ('tier', 'gold-ding')
    """
    kind, _, tier = claim.kind.partition("@")[0].partition(":")
    if kind == "count-card":
        return claim._replace(kind="card", value="held")
    return claim._replace(kind="tier" if kind == "count-tier-new" else "tier-at-least", value=tier)


def close(ladder: Ladder, claims: Sequence[Claim], scope: Scope) -> Closure:
    """What all claims force together.

    Claims that take part in a conflict, on one unit or over several, force nothing. Claims on one unit are weighed
    first, so that a count is held only against claims that agree with one another; then counts against counts of the
    same, and then, among the claims that are left, what follows step by step. Of a conflict over several units no claim
    can be left out, as far as this reasoning goes: it counts units one claim at a time, and does not see that two
    counts of different things cannot both be.
    """
    of_unit: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.kind in UNIT_KINDS:
            of_unit.setdefault(scope.key(claim), []).append(claim)
    counts = [claim for claim in claims if claim.kind not in UNIT_KINDS]
    at_odds = {key: deduce(ladder, own, scope.exists[key]).conflicts for key, own in of_unit.items()}
    refused = {claim for conflicts in at_odds.values() for conflict in conflicts for claim in conflict.claims}
    conflicts: list[Conflict] = []
    while True:
        weighing = _Weighing(ladder, scope, of_unit, counts, refused)
        found = dict.fromkeys(_smallest(ladder, each, scope, weighing) for each in weighing.settle())
        if not found:
            break
        conflicts += found
        refused |= {claim for conflict in found for claim in conflict.claims}
    deductions = {key: Deduction(cards, at_odds.get(key, ())) for key, cards in sorted(weighing.cards.items())}
    return Closure(deductions, tuple(conflicts))


def _smallest(ladder: Ladder, at_odds: _AtOdds, scope: Scope, weighing: _Weighing) -> Conflict:
    """The conflict without claims that it does not need, and those of it without which its counts can be right."""
    kept = list(at_odds.claims)
    before: list[Claim] = []
    while kept != before:  # with fewer claims another may turn out to be needless
        before = kept
        for claim in before:
            rest = [each for each in kept if each != claim]
            closed = close(ladder, rest, scope)
            if closed.conflicts or any(each.conflicts for each in closed.deductions.values()):
                kept = rest
    counts = [claim for claim in kept if claim.kind not in UNIT_KINDS]
    resolving = [
        each for each in kept if all(count == each or weighing.agrees_without(each, count) for count in counts)
    ]
    return Conflict(tuple(kept), tuple(resolving))


class Bounds(NamedTuple):
    """How many units a counting claim is sure to hold for in a year, and for how many it may."""

    year: int
    sure: tuple[str, ...]
    possible: tuple[str, ...]
    ruled_out: tuple[str, ...]


class _Weighing:
    """One round: what the claims that are not refused force, until nothing new follows."""

    def __init__(
        self,
        ladder: Ladder,
        scope: Scope,
        of_unit: Mapping[str, Sequence[Claim]],
        counts: Sequence[Claim],
        refused: set[Claim],
    ) -> None:
        self.ladder = ladder
        self.scope = scope
        self.own = {key: [claim for claim in own if claim not in refused] for key, own in of_unit.items()}
        self.counts = [claim for claim in counts if claim not in refused]
        self.facts: dict[str, list[_Fact]] = {}
        self.cards: dict[str, tuple[Card, ...]] = {}
        asked = [_asked(counted_claim(claim), year) for claim in self.counts for year in claim.years]
        self._asked = list(dict.fromkeys(asked))
        self._lines: dict[str, _Line] = {}
        self._alike: dict[tuple[bool, ...], _Line] = {}

    def settle(self) -> list[_AtOdds]:
        """Draw conclusions until no more follow; gives the claims that are met to be at odds, and stops there."""
        if rivals := [*self._rivals()]:
            return rivals
        while True:
            if at_odds := [*self._deduced()]:
                return at_odds[:1]  # what is wrong with two counts shows in every unit
            weighed = [self._weighed(claim) for claim in self.counts]
            if at_odds := [each for each in weighed if isinstance(each, _AtOdds)]:
                return at_odds
            new = [fact for facts in weighed if not isinstance(facts, _AtOdds) for fact in facts]
            if not new:
                return []
            for key, fact in new:
                self.facts.setdefault(key, []).append(fact)
                self._lines.pop(key, None)

    def _rivals(self) -> Iterator[_AtOdds]:
        """Claims that count the same units for the same thing and year, and differently."""
        for rival, claim in combinations(self.counts, 2):
            of_the_same = (rival.unit, rival.kind, rival.years) == (claim.unit, claim.kind, claim.years)
            if of_the_same and len(claim.years) == 1 and int(rival.value) != int(claim.value):
                yield _AtOdds((rival, claim))

    def _deduced(self) -> Iterator[_AtOdds]:
        """Deduce each unit's cards anew; gives the conflicts that facts from counts bring about."""
        for key in {**self.own, **self.facts}:
            support = {fact.claim: fact.support for fact in self.facts.get(key, ())}
            deduction = deduce(self.ladder, [*self.own.get(key, ()), *support], self.scope.exists[key])
            for conflict in deduction.conflicts:
                yield _AtOdds(_originals(conflict.claims, support))
            self.cards[key] = tuple(card._replace(claims=_originals(card.claims, support)) for card in deduction.cards)

    def _weighed(self, claim: Claim) -> _AtOdds | list[tuple[str, _Fact]]:
        """What a counting claim adds: facts on units, or the claims on them with which it is at odds."""
        counted, wanted = counted_claim(claim), int(claim.value)
        readings = [self._bounds(claim, counted, year) for year in claim.years]
        if all(not len(each.sure) <= wanted <= len(each.possible) for each in readings):
            return self._at_odds(claim, counted, readings)
        for held in (True, False):
            full = all(len(each.possible if held else each.sure) == wanted for each in readings)
            if not full or any(len(each.sure) == len(each.possible) for each in readings):
                continue
            against = [(key, each.year) for each in readings for key in (each.ruled_out if held else each.sure)]
            support = self._support(claim, counted, against, not held)
            derived = counted if held else _denied(counted)
            left = [{*each.possible} - {*each.sure} for each in readings]
            return [
                (key, _Fact(derived._replace(unit=key), support))
                for key in readings[0].possible
                if all(key in keys for keys in left)
                and derived._replace(unit=key) not in [fact.claim for fact in self.facts.get(key, ())]
            ]
        return []

    def _bounds(self, claim: Claim, counted: Claim, year: int) -> Bounds:
        keys = self.scope.counted(claim, year)
        at = _asked(counted, year)
        possible = [key for key in keys if self._line(key).may(at, True)]
        sure = [key for key in possible if not self._line(key).may(at, False)]
        return Bounds(year, tuple(sure), tuple(possible), tuple(key for key in keys if key not in possible))

    def _line(self, key: str) -> _Line:
        """The unit with the claims on it; units on which there are none share one, where they existed as long."""
        if key not in self._lines:
            facts = [*(_Fact(claim, (claim,)) for claim in self.own.get(key, ())), *self.facts.get(key, ())]
            exists = self.scope.exists[key]
            periods = self.ladder.periods(max(year for each in self._asked for year in each.years))
            lived = tuple(exists(self.ladder.year(period)) for period in range(periods))
            if facts or lived not in self._alike:
                line = _Line(self.ladder, facts, exists, self._asked)
                self._lines[key] = line if facts else self._alike.setdefault(lived, line)
            else:
                self._lines[key] = self._alike[lived]
        return self._lines[key]

    def _support(
        self, claim: Claim, counted: Claim, against: Iterable[tuple[str, int]], held: bool
    ) -> tuple[Claim, ...]:
        """The count, and for each unit and year a smallest set of claims that makes what is counted so or not so."""
        bases = [self._line(key).basis(_asked(counted, year), held) for key, year in against]
        return tuple(dict.fromkeys([claim, *(each for basis in bases for each in basis)]))

    def _at_odds(self, claim: Claim, counted: Claim, readings: Sequence[Bounds]) -> _AtOdds:
        """The count with as few claims on units as contradict it, in each year that may be meant."""
        wanted = int(claim.value)
        together: dict[Claim, None] = {claim: None}
        for each in readings:
            held = len(each.sure) > wanted
            keys = each.sure if held else each.ruled_out
            needed = wanted + 1 if held else len(each.possible) + len(each.ruled_out) - wanted + 1
            bases = sorted((self._line(key).basis(_asked(counted, each.year), held) for key in keys), key=len)
            together |= dict.fromkeys(one for basis in bases[:needed] for one in basis)
        return _AtOdds(tuple(together))

    def agrees_without(self, left_out: Claim, claim: Claim) -> bool:
        """Whether a counting claim contradicts nothing any more once a claim on a unit is left out."""
        without = {key: [each for each in own if each != left_out] for key, own in self.own.items()}
        return not isinstance(_Weighing(self.ladder, self.scope, without, [claim], set())._weighed(claim), _AtOdds)


class _Line:
    """What may be counted of one unit, given the claims on it."""

    def __init__(self, ladder: Ladder, facts: Sequence[_Fact], exists: Exists, asked: Sequence[Claim]) -> None:
        self.facts = facts
        self._number = {(each, True): number for number, each in enumerate(asked, len(facts))}
        self._number |= {(each, False): number for number, each in enumerate(asked, len(facts) + len(asked))}
        demands = [demand_of(ladder, fact.claim) for fact in facts]
        demands += [demand_of(ladder, each) for each in asked]
        demands += [demand_of(ladder, _denied(each)) for each in asked]
        periods = 1 + max(period for demand in demands for period in demand.periods)
        free = [free_results(ladder) if exists(ladder.year(period)) else (MISSED,) for period in range(periods)]
        self._walks = Walks(ladder, demands, free)
        self._every = (1 << len(facts)) - 1

    def may(self, counted: Claim, held: bool) -> bool:
        """Whether the claims allow that what is counted holds for the unit, or that it does not."""
        return self._walks.breaking(self._every | 1 << self._number[counted, held]) is not None

    def basis(self, counted: Claim, held: bool) -> tuple[Claim, ...]:
        """A smallest set of claims that makes what is counted so, or not so."""
        opposite = 1 << self._number[counted, not held]

        def breaking(kept: int) -> int | None:
            broken = self._walks.breaking(kept | opposite)
            return None if broken is None else broken & self._every

        try:
            smallest = next(impossible_sets(len(self.facts), breaking))
        except TooLong:
            smallest = impossible_set(self._every, breaking)
        chosen = [self.facts[number] for number in members(smallest)]
        return tuple(dict.fromkeys(claim for fact in chosen for claim in fact.support))


def _originals(claims: Iterable[Claim], support: Mapping[Claim, tuple[Claim, ...]]) -> tuple[Claim, ...]:
    """The claims as they were published, in place of those that follow from them."""
    return tuple(dict.fromkeys(each for claim in claims for each in support.get(claim, (claim,))))


def _asked(counted: Claim, year: int) -> Claim:
    """What is asked of each unit: whether it fits what is counted, in one year."""
    return Claim("", "", counted.kind, counted.value, (year,))


def _denied(claim: Claim) -> Claim:
    """The claim that what a claim on one unit says is not so."""
    return claim._replace(kind=f"not-{claim.kind}")
