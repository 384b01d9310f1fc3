"""What would settle a unit that cannot be told: each unknown fact, and the result for each of its values."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_FLOOR, Context, Decimal, localcontext
from itertools import pairwise
from typing import NamedTuple

from pingan_cli.assess.bounds import ZERO, sums
from pingan_cli.assess.facts import EVERYBODY
from pingan_cli.assess.judging import HELD, PRECISION, UNKNOWN, Assessment, Judged, Places, Scale
from pingan_cli.assess.method import ENDLESS, LAST_YEAR, Look, Span

_TOLD = Context(prec=20)
"""Digits in which a threshold is told: fewer than it is computed with, so that 66.8 is told as 66.8."""

_PARTS = [Decimal(part) for part in ("0.000001", "0.25", "0.5", "0.75", "0.999999")]
"""Where a line is looked at between two values: near both ends, to see every bend, and between them."""

_DEEPEST = 3
_DOUBLED = 40
_FEW = 200
"""Of so many whole numbers each is tried."""


class Stretch(NamedTuple):
    """The result of a unit while a fact lies between two values, of which each belongs to it where it is closed."""

    low: Decimal
    high: Decimal
    low_closed: bool
    high_closed: bool
    result: str


class Settles(NamedTuple):
    """A fact of a year that is not known, and the result for each of its values while all else stays open."""

    fact: str
    year: int
    stretches: tuple[Stretch, ...]

    @property
    def alone(self) -> bool:
        """Whether knowing it settles the result whatever it turns out to be."""
        return all(each.result != UNKNOWN for each in self.stretches)


def settlers(assessment: Assessment, key: str) -> list[Settles]:
    """The unknown facts of a unit that settle its result alone, first; then those that do for some of their values."""
    if assessment.unit(key).settled:
        return []
    with localcontext(PRECISION):
        found = [
            Settles(fact, year, tuple(_Probe(assessment, key, fact, year).stretches()))
            for fact, year in unknown_facts(assessment, key)
        ]
    told = [each for each in found if any(stretch.result != UNKNOWN for stretch in each.stretches)]
    return sorted(told, key=lambda settles: not settles.alone)


def unknown_facts(assessment: Assessment, key: str) -> list[tuple[str, int]]:
    """The facts that a unit's clauses read and that are not known, each with its year, in the order of the method."""
    edition, year = assessment.edition, assessment.year
    scale = Scale(edition, assessment.facts, year)
    looks = [clause.look for clause in (*edition.needs, *edition.clauses)]
    before = {fact for look in looks if look.against == LAST_YEAR for fact in (look.reads, *(look.per or ())[:1])}
    read = {fact for look in looks for fact in look.facts}

    def is_open(fact: str, last_year: bool) -> bool:
        span = scale.fact(key, fact, last_year)
        return span is not None and span.low != span.high

    now = [(fact, year) for fact in edition.facts if fact in read and is_open(fact, False)]
    return now + [(fact, year - 1) for fact in edition.facts if fact in before and is_open(fact, True)]


class _Probe:
    """One unknown fact of a unit, tried with every value that could make a difference.

    Where a measure reaches a bend of its clause, or passes that of a unit with which it is ranked, points may jump.
    Between such values the points of clauses, groups and the score are lines with a few bends, or curves where the
    fact is divided by. So the result is looked at there, at the bends and between them, and where it differs between
    two neighbours, the value from which on it does is found by halving.
    """

    def __init__(self, assessment: Assessment, key: str, fact: str, year: int) -> None:
        self.assessment, self.edition, self.key, self.fact, self.year = assessment, assessment.edition, key, fact, year
        known = self.edition.facts[fact]
        self.span, self.is_whole = known.unknown, known.whole
        own = assessment.facts.values.get(year, {}).get(key, {})
        self.holder = EVERYBODY if known.given and fact not in own else key
        self.unit = assessment.unit(key)
        self.readers = [index for index, clause in enumerate(self.edition.clauses) if self._reads(clause.look)]
        looks = [each.look for each in (*self.edition.clauses, *self.edition.needs) if self._reads(each.look)]
        self.others_change = self.holder == EVERYBODY or any(look.rank for look in looks)
        self._scale = Scale(self.edition, assessment.facts, assessment.year)
        self._tried: dict[Decimal, tuple[Scale, Judged]] = {}

    def stretches(self) -> list[Stretch]:
        """The values of the fact in stretches of one result, rising."""
        low, high = self.span
        if self.is_whole and high - low <= _FEW:
            values = [Decimal(value) for value in range(math.ceil(low), math.floor(high) + 1)]
        else:
            values = self._looked_at()
            values += [flip for one, other in pairwise(values) for flip in self._flips(one, other)]
        kept: list[Stretch] = []
        values = sorted(set(values))
        for index, value in enumerate(values):
            here = [(value, value, True)]
            if not self.is_whole and index + 1 < len(values):
                here.append((value, values[index + 1], False))
            for first, last, closed in here:
                result = self.result(first if closed else _between(first, last))
                if kept and kept[-1].result == result:
                    kept[-1] = kept[-1]._replace(high=last, high_closed=closed)
                else:
                    kept.append(Stretch(first, last, closed, closed, result))
        if self.is_whole:
            ends = [*(stretch.low - 1 for stretch in kept[1:]), kept[-1].high]
            kept = [stretch._replace(high=end) for stretch, end in zip(kept, ends, strict=True)]
        kept[0] = kept[0]._replace(low=min(low, kept[0].low))
        kept[-1] = kept[-1]._replace(high=max(high, kept[-1].high))
        return kept

    def result(self, value: Decimal) -> str:
        """The unit's result with this value, as a list of cards has it."""
        low, high = self._results(value)
        return low if low == high else UNKNOWN

    def _results(self, value: Decimal) -> tuple[str, str]:
        """The worst and the best result with this value; of a score only that it passes, since it always changes."""
        low, high = (HELD if isinstance(end, Decimal) else end for end in self._with(value)[1].result)
        return low, high

    def _with(self, value: Decimal) -> tuple[Scale, Judged]:
        """A scale that knows the fact, and the unit judged by it: only what reads the fact is judged again."""
        if value not in self._tried:
            scale = self._scale.knowing(self.holder, self.year, self.fact, value)
            judged = scale.again(self.unit, self.readers)
            if self.edition.limited:
                others = [unit for unit in self.assessment.units if unit.key != self.key]
                if self.others_change:
                    others = [scale.again(unit, self.readers) for unit in others]
                judged = Places(self.edition, [judged, *others], judged.level).given(judged)
            self._tried[value] = scale, judged
        return self._tried[value]

    def _reads(self, look: Look) -> bool:
        if self.year == self.assessment.year and self.fact in look.facts:
            return True
        return self.year < self.assessment.year and look.against == LAST_YEAR

    def _looked_at(self) -> list[Decimal]:
        """Values so close that every result has one: jumps, bends, and one between any two."""
        low, high = self.span
        doubled = [Decimal(2) ** power for power in range(_DOUBLED)]
        ends = {end for end in (low, high, ZERO) if low <= end <= high and end.is_finite()}
        ends |= {value for value in doubled if value < high} if high == ENDLESS else set()
        ends |= {-value for value in doubled if -value > low} if low == -ENDLESS else set()
        for need in self.edition.needs:
            if self._reads(need.look):
                ends |= self._jumps(sorted(ends), need.look, need.condition[:2])
        for index in self.readers:
            clause = self.edition.clauses[index]
            ends |= self._jumps(sorted(ends), clause.look, clause.breaks)
        for index in self.readers:
            ends |= self._bends(sorted(ends), lambda value, index=index: self._with(value)[1].points[index])
        for group, _ in self.edition.tree:
            ends |= self._bends(sorted(ends), lambda value, group=group: self._added(value, group))
        values = sorted(ends)
        values += [_between(one, other) for one, other in pairwise(values)]
        if self.is_whole:
            near = (math.floor(value) + step for value in values for step in (-1, 0, 1, 2))
            values = [Decimal(value) for value in near if low <= value <= high]
        return sorted(set(values))

    def _jumps(self, ends: Sequence[Decimal], look: Look, levels: Sequence[Decimal]) -> set[Decimal]:
        """Where a measure reaches a bend of its clause; where it is a place, what another unit has."""

        def raw(value: Decimal, key: str = self.key) -> Span:
            return self._with(value)[0].raw(look, key) or Span(ZERO, ZERO)

        if not look.rank:
            return _crossed(ends, raw, levels)
        scale = self._with(ends[0])[0]
        others = [unit.key for unit in self.assessment.units if unit.key != self.key]
        if look.within == self.fact:
            return {end for key in others for end in scale.fact(key, self.fact) or () if ends[0] < end < ends[-1]}
        if self.holder != EVERYBODY:
            return _crossed(ends, raw, [end for key in others for end in scale.raw(look, key) or ()])
        found: set[Decimal] = set()
        for key in others:
            for which in (0, 1):
                found |= _crossed(ends, lambda value, key=key, which=which: Span(
                    *(end - raw(value, key)[which] for end in raw(value))), [ZERO])  # fmt: skip
        return found

    def _added(self, value: Decimal, group: str | None) -> Span:
        points = self._with(value)[1].points
        return Span(*(sums(self.edition, [each[which] for each in points])[group] for which in (0, 1)))

    def _bends(self, ends: Sequence[Decimal], line: Callable[[Decimal], Span]) -> set[Decimal]:
        return {
            bend for low, high in pairwise(ends) for which in (0, 1)
            for bend in _bends_of(lambda value, which=which: line(value)[which], low, high)
        }  # fmt: skip

    def _flips(self, low: Decimal, high: Decimal) -> Iterator[Decimal]:
        """The values between two from which on there is another result."""
        step = Decimal(1) if self.is_whole else (high - low) * Decimal("1e-12")
        close = step if self.is_whole else step * Decimal("1e-12")
        after, before = (low, high) if self.is_whole else (low + step, high - step)
        while after < before and (result := self._results(after)) != self._results(before):
            one, other = after, before
            while other - one > close:
                middle = (one + other) / 2
                middle = middle.to_integral_value(ROUND_FLOOR) if self.is_whole else middle
                one, other = (middle, other) if self._results(middle) == result else (one, middle)
            yield _TOLD.plus(other)
            after = other if self.is_whole else other + step


_Line = Callable[[Decimal], Decimal]


def _bends_of(line: _Line, low: Decimal, high: Decimal, depth: int = 0) -> Iterator[Decimal]:
    """Where a line bends between two values: where those through its two ends meet, if it is straight on both sides.

    What is not straight there is a curve, or bends more than once: each half is looked at.
    """
    at = [_between(low, high, part) for part in _PARTS]
    points = [line(value) for value in at]
    if depth > _DEEPEST or _is_straight(at, points):
        return
    rise, fall = (points[1] - points[0]) / (at[1] - at[0]), (points[4] - points[3]) / (at[4] - at[3])
    if rise != fall:
        bend = (points[3] - points[0] + rise * at[0] - fall * at[3]) / (rise - fall)
        if low < bend < high and _is_near(line(bend), points[0] + rise * (bend - at[0])):
            yield _TOLD.plus(bend)
            return
    yield from _bends_of(line, low, at[2], depth + 1)
    yield from _bends_of(line, at[2], high, depth + 1)


def _crossed(ends: Sequence[Decimal], line: Callable[[Decimal], Span], levels: Sequence[Decimal]) -> set[Decimal]:
    """The values between ends at which a line, or a curve that rises or falls throughout, reaches one of the levels."""
    crossed: set[Decimal] = set()
    wanted = sorted({level for level in levels if level.is_finite()})
    for low, high in pairwise(ends):
        at = [_between(low, high, part) for part in _PARTS]
        spans = [line(value) for value in at]
        for which in (0, 1):
            points = [span[which] for span in spans]
            if points[0] == points[4] or not all(each.is_finite() for each in points):
                continue
            is_straight = _is_straight(at, points)
            first, last = sorted((points[0], points[4]))
            margin = last - first
            for level in wanted[bisect_left(wanted, first - margin) : bisect_right(wanted, last + margin)]:
                if is_straight:
                    found = at[0] + (level - points[0]) * (at[4] - at[0]) / (points[4] - points[0])
                else:
                    found = _halved(lambda value, which=which: line(value)[which], low, high, level)
                if found is not None and low < (found := _TOLD.plus(found)) < high:
                    crossed.add(found)
    return crossed


def _halved(line: _Line, low: Decimal, high: Decimal, level: Decimal) -> Decimal | None:
    """Where a curve that rises or falls throughout reaches a level; None where it does not between the two values."""
    nudge = (high - low) * Decimal("1e-12")
    low, high = low + nudge, high - nudge
    below = line(low) < level
    if below == (line(high) < level):
        return None
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if (line(middle) < level) == below else (low, middle)
    return high


def _is_straight(at: Sequence[Decimal], points: Sequence[Decimal]) -> bool:
    """Whether points lie on one line, as far as they can be computed; what is endless counts as straight."""
    if not all(each.is_finite() for each in points):
        return True
    steep = (points[-1] - points[0]) / (at[-1] - at[0])
    return all(_is_near(y, points[0] + steep * (x - at[0])) for x, y in zip(at, points, strict=True))


def _is_near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= (abs(one) + abs(other)) * Decimal("1e-20")


def _between(low: Decimal, high: Decimal, part: Decimal = Decimal("0.5")) -> Decimal:
    return low + (high - low) * part
