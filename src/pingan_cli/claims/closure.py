"""All claims taken together: which contradict one another, and what the others force, unit by unit.

A record of all units together is a record of each. So a unit's records are told apart only by the claims on it that
they break and by which counts it is counted in; how many units have which of them is for `counting` to solve.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from pingan_cli.claims.counting import Budget, Kind, Pattern, taken
from pingan_cli.claims.deduction import (
    UNIT_KINDS,
    Card,
    Claim,
    Conflict,
    Deduction,
    all_conflicts,
    demand_of,
    resolving,
    results_of,
    smallest_set,
    walked,
)
from pingan_cli.claims.smallest import TooLong, members
from pingan_cli.claims.walks import Walks
from pingan_cli.engine.ladder import MISSED, Ladder

Exists = Callable[[int], bool]

Results = tuple[int, ...]
"""Some of the results that a period may have."""

WORK = 24_000_000
"""How many cells of tables may be changed in weighing counts, some seconds of work, before that is given up."""


GROWING = 16
"""Which part of the work that is left may be spent on keeping more claims than a record has to."""


class Scope(NamedTuple):
    """The units that claims speak of. `exists`: by unit, whether it existed in an assessment year; `key`: the unit
    that a claim means; `counted`: the units among which a claim counts, in an assessment year.
    """

    exists: Mapping[str, Exists]
    key: Callable[[Claim], str]
    counted: Callable[[Claim, int], Sequence[str]]


class Closure(NamedTuple):
    """What the claims force for each unit that they speak of, and the conflicts between claims on several units.

    `complete`: whether these are all the conflicts, and the cards all that the other claims force.
    """

    deductions: dict[str, Deduction]
    conflicts: tuple[Conflict, ...]
    complete: bool = True


def counted_claim(claim: Claim) -> Claim:
    """What a claim on a count says of each unit that it counts.

    >>> counted_claim(Claim("c1", "330000", "count-tier-new:gold-ding@city", "3", (2016,)))[2:4]
    ('tier', 'gold-ding')
    """
    kind, _, tier = claim.kind.partition("@")[0].partition(":")
    if kind == "count-card":
        return claim._replace(kind="card", value="held")
    return claim._replace(kind="tier" if kind == "count-tier-new" else "tier-at-least", value=tier)


def deduce(ladder: Ladder, claims: Sequence[Claim], exists: Exists = lambda _: True) -> Deduction:
    """What claims on one unit force its cards to be.

    `exists` tells whether the unit, or one whose history it carries on, existed in an assessment year; where it did
    not it held no card.
    """

    def counted(claim: Claim, year: int) -> Sequence[str]:
        return ("",)

    def key(claim: Claim) -> str:
        return ""

    scope = Scope({"": exists}, key, counted)
    return close(ladder, claims, scope).deductions.get("", Deduction((), ()))


def close(ladder: Ladder, claims: Sequence[Claim], scope: Scope, forcing: bool = True) -> Closure:
    """What all claims force together.

    A claim of several years is true when it is true of one of them, so a card is forced only where it is under every
    such reading. Conflicts are all the sets of claims that cannot all be true and of which none can be left out, the
    smallest first; claims that take part in one force nothing. The cards are all those that the other claims force,
    and no others. Each one's claims are a smallest set that forces it, the earliest in their order among equals:
    of the claims on the unit, or of all where those alone do not force it.

    Not `forcing`, only the conflicts are looked for. Where all that takes too much work, fewer conflicts and cards are
    found, none of them wrong, and `complete` is False.
    """
    asked = walked(ladder, [claim if claim.kind in UNIT_KINDS else counted_claim(claim) for claim in claims])
    counts = sum(claim.kind not in UNIT_KINDS for claim in claims)
    place = {claim: number for number, claim in enumerate(claims)}
    deductions: dict[str, Deduction] = {}
    conflicts: list[Conflict] = []
    complete = True
    for part in _parts(claims, scope):
        share = sum(claim.kind not in UNIT_KINDS for claim in part) / max(1, counts)
        try:
            found = _close(_Weighing(ladder, asked, part, scope, int(WORK * share)), forcing)
        except TooLong:  # there are too many states
            keys = {scope.key(claim) for claim in part if claim.kind in UNIT_KINDS}
            found = Closure({key: Deduction((), ()) for key in keys}, (), complete=False)
        deductions |= found.deductions
        conflicts += found.conflicts
        complete &= found.complete
    conflicts.sort(key=lambda conflict: (len(conflict.claims), [place[claim] for claim in conflict.claims]))
    return Closure({key: deductions[key] for key in sorted(deductions)}, tuple(conflicts), complete)


def _parts(claims: Sequence[Claim], scope: Scope) -> Iterator[list[Claim]]:
    """The claims in parts, such that no claim bears on one of another part: those of a unit, linked by counts."""
    first_of: dict[str, str] = {}

    def first(key: str) -> str:
        while (before := first_of.setdefault(key, key)) != key:
            first_of[key] = key = first_of[before]
        return key

    of_claim: list[str] = []
    for number, claim in enumerate(claims):
        if claim.kind in UNIT_KINDS:
            keys = [scope.key(claim)]
        else:
            keys = [f" {number}", *(key for year in claim.years for key in scope.counted(claim, year))]
        for key in keys[1:]:
            first_of[first(key)] = first(keys[0])
        of_claim.append(keys[0])
    parts: dict[str, list[Claim]] = {}
    for claim, key in zip(claims, of_claim, strict=True):
        parts.setdefault(first(key), []).append(claim)
    yield from parts.values()


def _close(weighing: _Weighing, forcing: bool) -> Closure:
    """What the claims of one part force together."""
    claims = weighing.claims
    of_unit = {kind.keys[0]: weighing.conflicts_on(kind) for kind in weighing.kinds if kind.own}
    known = [conflict for found in of_unit.values() for conflict in found]
    of_several = weighing.conflicts(known)
    every = [*known, *of_several]
    numbers = [members(conflict) for conflict in every]
    told = {
        conflict: Conflict(tuple(claims[number] for number in its), tuple(claims[number] for number in resolved_by))
        for conflict, its, resolved_by in zip(every, numbers, resolving(numbers), strict=True)
    }
    refused = {number for its in numbers for number in its}
    cards: dict[str, dict[int, Card]] = {key: {} for key in of_unit}
    if forcing:
        sound = weighing.every & ~sum(1 << number for number in refused)
        for key, period, results, basis in weighing.forced(sound):
            based = tuple(claims[number] for number in members(basis))
            cards.setdefault(key, {})[period] = Card(weighing.ladder.year(period), frozenset(results), based)
    deductions = {
        key: Deduction(
            tuple(card for _, card in sorted(its.items())), tuple(told[each] for each in of_unit.get(key, ()))
        )
        for key, its in cards.items()
    }
    return Closure(deductions, tuple(told[each] for each in of_several), weighing.complete)


class _Kind:
    """A unit with the claims on it, or units alike on which there are none.

    `own`: the numbers of the claims on it. Its records are told apart by these, and by what is asked for the counts:
    the bits behind them. `counts`: for each count and each year that it may mean, the bit of what it counts, or None
    where the unit is not among those it counts.
    """

    def __init__(
        self, keys: list[str], own: list[int], walks: Walks, free: list[tuple[int, ...]], counts: list[list[int | None]]
    ) -> None:
        self.keys = keys
        self.own = own
        self.walks = walks
        self.free = free
        self.counts = counts
        self.every = (1 << len(own)) - 1
        self._patterns: dict[tuple[int, int, int, Results], dict[int, int]] = {}

    def breaking(self, kept: int, period: int = -1, results: Results = ()) -> int | None:
        """Of the claims on the unit, those that a record breaks which keeps `kept` and as many others as it can."""
        broken = self.walks.breaking(kept, period, results)
        return None if broken is None else broken & self.every

    def patterns(self, kept: int, asked: int, period: int, results: Results, budget: Budget) -> dict[int, int]:
        """As `Walks.patterns`, each found once."""
        key = (kept, asked, period, results)
        if key not in self._patterns:
            self._patterns[key] = self.walks.patterns(kept, asked, period, results, budget.walk)
        budget.walk(len(self._patterns[key]))
        return self._patterns[key]

    def asked(self, places: Iterable[int]) -> int:
        """The bits of what counts ask, given by their places."""
        bits = {bit for place in places for bit in self.counts[place] if bit is not None}
        return sum(1 << bit for bit in bits)

    def local(self, claims: int) -> int:
        """Which claims on the unit a set of all claims contains."""
        return sum(1 << place for place, number in enumerate(self.own) if claims >> number & 1)

    def whole(self, claims: int) -> int:
        """A set of the claims on the unit as one of all claims."""
        return sum(1 << number for place, number in enumerate(self.own) if claims >> place & 1)


_World = list[dict[int, int]]
"""A record of all units: for each kind, how many of its units break just these of the claims and what is asked."""


class _Weighing:
    """The claims, numbered as they come, and the units that they speak of or count."""

    def __init__(self, ladder: Ladder, asked: Ladder, claims: Sequence[Claim], scope: Scope, work: int) -> None:
        self.claims = claims
        self.ladder = ladder
        self._asked = asked
        self._work = work
        self._scope = scope
        self.every = (1 << len(claims)) - 1
        self.counting = [number for number, claim in enumerate(claims) if claim.kind not in UNIT_KINDS]
        self.complete = True
        self.kinds: list[_Kind] = []
        self.kind_of: dict[str, _Kind] = {}
        self._budget = Budget(work)
        own: dict[str, list[int]] = {}
        for number, claim in enumerate(claims):
            if claim.kind in UNIT_KINDS:
                own.setdefault(scope.key(claim), []).append(number)
        wanted: dict[Claim, int] = {}
        counted: list[list[tuple[int, frozenset[str]]]] = []
        for number in self.counting:
            claim = counted_claim(claims[number])
            readings: list[tuple[int, frozenset[str]]] = []
            for year in claim.years:
                what = Claim("", "", claim.kind, claim.value, (year,))
                units = frozenset(scope.counted(claims[number], year))
                readings.append((wanted.setdefault(what, len(wanted)), units))
            counted.append(readings)
        asking = [demand_of(ladder, what) for what in wanted]
        alike: dict[object, _Kind] = {}
        among = dict.fromkeys(key for readings in counted for _, units in readings for key in sorted(units))
        for key in {**own, **among}:
            numbers = own.get(key, [])
            demands = [*(demand_of(ladder, claims[number]) for number in numbers), *asking]
            periods = 1 + max(period for demand in demands for period in demand.periods)
            free = results_of(ladder, scope.exists[key], periods)
            counts = [[len(numbers) + bit if key in units else None for bit, units in each] for each in counted]
            like = (tuple(free), tuple(map(tuple, counts)))
            if numbers or like not in alike:
                kind = _Kind([key], numbers, Walks(self._asked, demands, free, len(numbers)), free, counts)
                self.kinds.append(kind)
                if not numbers:
                    alike[like] = kind
            else:
                kind = alike[like]
                kind.keys.append(key)
            self.kind_of[key] = kind

    def conflicts_on(self, kind: _Kind) -> list[int]:
        """The conflicts among the claims on one unit."""
        found, complete = all_conflicts(kind.breaking, kind.every)
        self.complete &= complete
        return [kind.whole(each) for each in found]

    def conflicts(self, known: Sequence[int]) -> list[int]:
        """The conflicts in which there are counts; those on one unit each are known."""
        if not self.counting:
            return []
        among_counts = self._conflicts_of_counts()
        met = [*known, *among_counts]
        self._budget = Budget(self._work // 2)

        def breaking(kept: int) -> int | None:
            broken = self.breaking(kept, met=met)
            if broken is None:
                met.append(kept)
            return broken

        found, complete = all_conflicts(breaking, self.every, list(met), self._renew)
        self.complete &= complete
        return sorted([*among_counts, *found], key=lambda each: (each.bit_count(), members(each)))

    def _conflicts_of_counts(self) -> list[int]:
        """The conflicts of counts alone: without the claims on units, these are of a few kinds only."""
        counts = _Weighing(
            self.ladder, self._asked, [self.claims[number] for number in self.counting], self._scope, self._work
        )
        counts._budget = Budget(self._work // 2)
        found, complete = all_conflicts(counts.breaking, counts.every, (), counts._renew)
        self.complete &= complete
        return [sum(1 << self.counting[number] for number in members(each)) for each in found]

    def breaking(
        self, kept: int, of: _Kind | None = None, period: int = -1, results: Results = (), met: Sequence[int] = ()
    ) -> int | None:
        """The claims that some record of all units breaks which keeps all of `kept`, none more than it has to. None
        where there is no such record. With a kind, only records in which a unit of it has one of these results in that
        period. `met`: sets of claims that are known not to hold together.
        """
        world = self.world(kept, of, period, results)
        if world is None:
            return None
        broken = self.broken(world) & self.every

        def keep(more: list[int]) -> None:
            nonlocal broken
            wanted = sum(1 << number for number in more) & broken
            if not wanted or self._budget.left < 0:
                return
            together = self.every & ~broken | wanted
            world = None
            if not any(together & each == each for each in met):
                with suppress(TooLong):  # what is too much to weigh is not kept
                    world = self.world(together, of, period, results)
            if world is not None:
                broken = self.broken(world) & self.every
            elif len(more) > 1:
                keep(more[: len(more) // 2])
                keep(more[len(more) // 2 :])

        at_odds = 0
        for each in met:
            at_odds |= each
        whole = self._budget
        self._budget = Budget(whole.left // GROWING)
        keep(sorted(members(broken), key=lambda number: at_odds >> number & 1))
        whole.left += self._budget.left - whole.left // GROWING
        self._budget = whole
        return broken

    def broken(self, world: _World) -> int:
        """The claims that a record of all units breaks."""
        broken = 0
        for kind, takes in zip(self.kinds, world, strict=True):
            if kind.own:
                broken |= kind.whole(next(iter(takes)))
        for place, number in enumerate(self.counting):
            wanted = int(self.claims[number].value)
            if not any(
                wanted == self._counted(world, place, reading) for reading in range(len(self.claims[number].years))
            ):
                broken |= 1 << number
        return broken

    def _counted(self, world: _World, place: int, reading: int) -> int:
        found = 0
        for kind, takes in zip(self.kinds, world, strict=True):
            bit = kind.counts[place][reading]
            if bit is not None:
                found += sum(units for broken, units in takes.items() if not broken >> bit & 1)
        return found

    def world(self, kept: int, of: _Kind | None = None, period: int = -1, results: Results = ()) -> _World | None:
        """A record of all units that keeps these claims, None where there is none."""
        places = [place for place, number in enumerate(self.counting) if kept >> number & 1]
        ways: list[tuple[_Kind, int, dict[int, int]]] = []
        for kind in self.kinds:
            asked = kind.asked(places)
            local = kind.local(kept)
            if kind is of:
                ways.append((kind, 1, kind.patterns(local, asked, period, results, self._budget)))
            if kind is not of or len(kind.keys) > 1:
                ways.append((kind, len(kind.keys) - (kind is of), kind.patterns(local, asked, -1, (), self._budget)))
            if not ways[-1][2]:
                return None
        solved = self._solved(places, ways)
        if solved is None:
            return None
        found: dict[int, dict[int, int]] = {id(kind): {} for kind in self.kinds}
        for (kind, _, _), takes in zip(ways, solved, strict=True):
            for broken, units in takes.items():
                found[id(kind)][broken] = found[id(kind)].get(broken, 0) + units
        return [found[id(kind)] for kind in self.kinds]

    def _solved(self, places: list[int], ways: list[tuple[_Kind, int, dict[int, int]]]) -> _World | None:
        """Which ways the units take so that the counts come out, each under one of its years."""
        places = sorted(places, key=lambda place: len(self.claims[self.counting[place]].years))
        unclear = [place for place in places if len(self.claims[self.counting[place]].years) > 1]

        def read(readings: tuple[int, ...]) -> _World | None:
            """The first readings are settled, one after another; what cannot be under some cannot be under more."""
            clear = len(places) - len(unclear)
            chosen = [*((place, 0) for place in places[:clear]), *zip(unclear, readings, strict=False)]
            found = self._taken(chosen, ways)
            if found is None or len(readings) == len(unclear):
                return found
            for reading in range(len(self.claims[self.counting[unclear[len(readings)]]].years)):
                deeper = read((*readings, reading))
                if deeper is not None:
                    return deeper
            return None

        return read(())

    def _taken(self, chosen: list[tuple[int, int]], ways: list[tuple[_Kind, int, dict[int, int]]]) -> _World | None:
        of_patterns: dict[frozenset[Pattern], int] = {}
        patterns_of: list[dict[Pattern, int]] = []
        for kind, units, broken_ways in ways:
            bits = [kind.counts[place][reading] for place, reading in chosen]
            patterns: dict[Pattern, int] = {}
            for broken in broken_ways.values():
                pattern = tuple([0 if bit is None or broken >> bit & 1 else 1 for bit in bits])
                if pattern not in patterns or _cost(kind, broken) < _cost(kind, patterns[pattern]):
                    patterns[pattern] = broken
            patterns_of.append(patterns)
            alike = frozenset(patterns)
            of_patterns[alike] = of_patterns.get(alike, 0) + units
        kinds = [Kind(units, tuple(sorted(alike, reverse=True))) for alike, units in of_patterns.items()]
        counts = [int(self.claims[self.counting[place]].value) for place, _ in chosen]
        solved = taken(kinds, counts, self._budget)
        if solved is None:
            return None
        left = dict(zip(of_patterns, solved, strict=True))
        world: _World = []
        for (_, units, _), patterns in zip(ways, patterns_of, strict=True):
            takes: dict[int, int] = {}
            offered = left[frozenset(patterns)]
            for pattern in list(offered):
                some = min(units, offered[pattern])
                if some:
                    takes[patterns[pattern]] = some
                    units -= some
                    offered[pattern] -= some
            world.append(takes)
        return world

    def _renew(self) -> None:
        self._budget = Budget(self._work // 4)

    def forced(self, sound: int) -> Iterator[_Forced]:
        """What sound claims force; what counts force beyond the claims on the unit comes later."""
        for kind in self.kinds:
            local = kind.local(sound)
            for period, possible in enumerate(kind.walks.results(local)):
                against = {*kind.free[period]} - possible
                if against and _settled(possible):

                    def breaking(
                        kept: int, kind: _Kind = kind, at: int = period, other: set[int] = against
                    ) -> int | None:
                        broken = kind.breaking(kept, at, tuple(other))
                        return None if broken is None else broken & kind.local(sound)

                    yield _Forced(kind.keys[0], period, possible, kind.whole(smallest_set(breaking, local)))
        counting = sum(1 << number for number in self.counting) & sound
        yield from self._forced_by(sound & ~counting, members(counting), self._work)

    def _forced_by(self, own: int, counts: list[int], work: int) -> Iterator[_Forced]:
        """What counts force beside the claims on units: all that they do together, or each half if that is too much."""
        if not counts:
            return
        self._budget = Budget(work)
        self.every = own | sum(1 << number for number in counts)
        try:
            yield from self._forced_together(self.every)
        except TooLong:
            self.complete = False
            if len(counts) > 1:
                yield from self._forced_by(own, counts[: len(counts) // 2], work // 4)
                yield from self._forced_by(own, counts[len(counts) // 2 :], work // 4)

    def _forced_together(self, sound: int) -> Iterator[_Forced]:
        """For each result that the records met so far have in common, look for one without it."""
        world = self.world(sound)
        if world is None:
            return
        places = [place for place, number in enumerate(self.counting) if sound >> number & 1]
        met: dict[int, tuple[set[int], list[set[int]]]] = {id(kind): (set(), []) for kind in self.kinds}

        def meet(world: _World) -> None:
            for kind, takes in zip(self.kinds, world, strict=True):
                patterns, results = met[id(kind)]
                asked = kind.asked(places)
                for pattern in {broken & asked for broken in takes} - patterns:
                    patterns.add(pattern)
                    more = kind.walks.results(kind.local(sound), asked, pattern)
                    results[:] = [one | other for one, other in zip(results or more, more, strict=True)]

        meet(world)
        for kind in self.kinds:
            alone = kind.walks.results(kind.local(sound))
            results = met[id(kind)][1]
            for period in range(len(alone)):
                while _settled(results[period]) and (against := tuple(alone[period] - results[period])):
                    other = self.world(sound, kind, period, against)
                    if other is not None:
                        meet(other)
                        continue
                    against = tuple({*kind.free[period]} - results[period])

                    def breaking(
                        kept: int, kind: _Kind = kind, at: int = period, other: Results = against
                    ) -> int | None:
                        return self.breaking(kept, kind, at, other)

                    basis = smallest_set(breaking, sound)
                    for key in kind.keys:
                        yield _Forced(key, period, {*results[period]}, basis)
                    break


class _Forced(NamedTuple):
    """What a unit's result in a period must have been, and the claims that this rests on."""

    key: str
    period: int
    results: set[int]
    basis: int


def _settled(results: set[int]) -> bool:
    """Whether a card is sure to have been held, or to have been missed."""
    return MISSED not in results or len(results) == 1


def _cost(kind: _Kind, broken: int) -> tuple[int, int]:
    own = broken & kind.every
    return own.bit_count(), own
