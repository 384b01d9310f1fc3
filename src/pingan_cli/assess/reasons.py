"""Why a unit stands where it stands: what would lift it, what would settle it, and what the list hangs on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Context, Decimal, localcontext
from itertools import pairwise
from typing import NamedTuple

from pingan_cli.assess.facts import EVERYBODY, Facts
from pingan_cli.assess.judging import (
    HELD,
    MISSED,
    PRECISION,
    UNKNOWN,
    ZERO,
    Assessment,
    Judged,
    Scale,
    meets,
    sums,
    with_result,
    within_quota,
)
from pingan_cli.assess.method import ENDLESS, LAST_YEAR, Clause, Edition, Grade, Group, Need, Span

_TOLD = Context(prec=30)
"""Digits in which a threshold is told: fewer than it is computed with, so that 66.8 is told as 66.8."""

_HALF, _QUARTER = Decimal("0.5"), Decimal("0.25")


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


class Margin(NamedTuple):
    """How far a mark can move without another result: from above `low` to `high`; None where nothing ends it."""

    mark: Decimal
    low: Decimal | None
    high: Decimal | None


class Change(NamedTuple):
    """A unit whose result would be another."""

    key: str
    before: str
    after: str


class Hangs(NamedTuple):
    """What a list hangs on: how far each mark can move (by level, `*` for all, or by grade), and each clause alone."""

    marks: dict[str, Margin]
    without: dict[str, tuple[Change, ...]]


# What would lift a unit


def lift(assessment: Assessment, key: str) -> tuple[str, ...] | None:
    """The fewest needs and clauses without which a unit would surely have a better result; None where none would do.

    Without a clause means with the points that it gives where it does not apply. Of several sets of the same size it is
    the one that gains most. What is found is assessed again before it is told.
    """
    edition, unit = assessment.edition, assessment.unit(key)
    with localcontext(PRECISION):
        unmet = [
            need.id
            for need, met in zip(edition.needs, unit.needs, strict=True)
            if not met.must and (need.limit is None or unit.result[0] != MISSED)
        ]
        wanted = _wanted(assessment, unit)
        for score, clauses in _best_without(edition, unit) if wanted is not None else ():
            if wanted is not None and score >= wanted:
                chosen = (*unmet, *(edition.clauses[index].id for index in clauses))
                return chosen if chosen and _is_lifted(assessment, unit, chosen) else None
    return None


def _wanted(assessment: Assessment, unit: Judged) -> Decimal | None:
    """The score from which on a unit surely has a better result; None where no score gives one."""
    edition = assessment.edition
    mark = edition.mark(unit.level)
    wanted = -ENDLESS if mark is None else mark
    if edition.gives == "grade":
        above = sorted(-ENDLESS if grade.at_least is None else grade.at_least for grade in edition.grades)
        if unit.result[0] == MISSED:
            wanted = max(wanted, above[0])
        elif all(met.must for met in unit.needs):
            wanted = max(wanted, next((at for at in above if at > unit.score.low), wanted))
    if edition.limited:
        others = [other for other in assessment.units if other.level == unit.level and other.key != unit.key]
        may = sorted((other.score.high for other in others if meets(edition, other).may), reverse=True)
        must = sum(meets(edition, other).must for other in others)
        places = edition.best if edition.best is not None else math.floor((edition.share or ZERO) * (must + 1))
        if not places:
            return None
        wanted = max(wanted, may[places - 1]) if len(may) >= places else wanted
    return wanted


class _WithoutForOne(Scale):
    """Judges one unit without some clauses and needs, and all others with them."""

    def __init__(self, assessment: Assessment, key: str, without: Sequence[str]) -> None:
        super().__init__(assessment.edition, assessment.facts, assessment.year)
        self._key, self._left_out = key, frozenset(without)

    def scored(self, key: str) -> Judged:
        self.without = self._left_out if key == self._key else frozenset[str]()
        return super().scored(key)


def _is_lifted(assessment: Assessment, unit: Judged, without: Sequence[str]) -> bool:
    (again,) = _WithoutForOne(assessment, unit.key, without).judged([unit.key])
    ranks = {result: rank for rank, result in enumerate((MISSED, *(grade.id for grade in assessment.edition.grades)))}
    before, after = unit.result[0], again.result[0]
    if isinstance(before, str) and isinstance(after, str) and assessment.edition.gives == "grade":
        return ranks[after] > ranks[before]
    return before == MISSED and after != MISSED


_Choice = tuple[Decimal, tuple[int, ...]]
"""The best sum that so many clauses left out give, and which these are."""


def _best_without(edition: Edition, unit: Judged) -> list[_Choice]:
    """The highest lower score that leaving out 0, 1, 2 … clauses gives, and these clauses.

    Groups are added up from the inside. A cap never turns more into less, so the best choice of so many clauses of a
    group is made of the best choices of its parts: two may be needed where one looks enough.
    """
    inner: dict[str | None, list[list[_Choice]]] = {}
    for group_id, clauses in edition.tree:
        parts = [_left_out(edition.clauses[index], unit.points[index].low, index) for index in clauses]
        parts += inner.get(group_id, [])
        if group_id is None:
            return [(edition.start + score, chosen) for score, chosen in _combined(parts, highest=False)]
        group = edition.groups[group_id]
        best = _combined(parts, group.highest)
        capped = [(min(max(score, group.least), group.most), chosen) for score, chosen in best]
        inner.setdefault(group.group, []).append(capped)
    return []


def _left_out(clause: Clause, points: Decimal, index: int) -> list[_Choice]:
    kept: list[_Choice] = [(points, ())]
    return [*kept, (clause.untouched, (index,))] if clause.untouched > points else kept


def _combined(parts: Sequence[Sequence[_Choice]], highest: bool) -> list[_Choice]:
    """For each count of clauses left out the best sum of the parts, or the best of the highest part."""
    best: list[_Choice] = [(-ENDLESS if highest and parts else ZERO, ())]
    for part in parts:
        longer: dict[int, _Choice] = {}
        for count, (score, chosen) in enumerate(best):
            for more, (points, left_out) in enumerate(part):
                made = max(score, points) if highest else score + points
                if count + more not in longer or made > longer[count + more][0]:
                    longer[count + more] = made, (*chosen, *left_out)
        best = [longer[count] for count in sorted(longer)]
    return best


# What would settle a unit


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

    Between two neighbouring values that matter, every measure, clause, group and score is a straight line that
    crosses no limit, so one value between them stands for all. They are found from the inside: where a measure reaches
    a bend of its clause or the measure of a unit that it is ranked with, where a clause reaches its caps, a group its
    own, and the score a mark or the score of another unit. Where a fact is divided by, lines are curves: bisected.
    """

    def __init__(self, assessment: Assessment, key: str, fact: str, year: int) -> None:
        self.assessment, self.edition, self.key, self.fact, self.year = assessment, assessment.edition, key, fact, year
        known = self.edition.facts[fact]
        self.span, self.is_whole = known.unknown, known.whole
        own = assessment.facts.values.get(year, {}).get(key, {})
        self.holder = EVERYBODY if known.given and fact not in own else key
        self._tried: dict[Decimal, tuple[Scale, Judged]] = {}

    def at(self, value: Decimal) -> tuple[Scale, Judged]:
        """The unit as it is judged with this value."""
        if value not in self._tried:
            facts = self.assessment.facts
            of_year = facts.values.get(self.year, {})
            changed = of_year | {self.holder: of_year.get(self.holder, {}) | {self.fact: value}}
            tried = Facts(facts.registry, facts.values | {self.year: changed}, facts.own_levels, facts.files)
            scale = Scale(self.edition, tried, self.assessment.year)
            self._tried[value] = scale, scale.judged([self.key])[0]
        return self._tried[value]

    def stretches(self) -> Iterator[Stretch]:
        """The values of the fact in stretches of one result, rising."""
        ends = self._ends()
        kept: list[Stretch] = []
        for index, end in enumerate(ends):
            here = [(end, end, True)] if end.is_finite() else []
            if index + 1 < len(ends):
                here.append((end, ends[index + 1], False))
            for low, high, closed in here:
                result = _outcome(self.at(_between(low, high) if not closed else low)[1])
                if kept and kept[-1].result == result:
                    kept[-1] = kept[-1]._replace(high=high, high_closed=closed)
                else:
                    kept.append(Stretch(low, high, closed, closed, result))
        return _in_whole_numbers(kept) if self.is_whole else iter(kept)

    def _ends(self) -> list[Decimal]:
        ends = [self.span.low, self.span.high]
        readers = [clause for clause in (*self.edition.clauses, *self.edition.needs) if self._reads(clause)]
        for reader in readers:
            ends = self._crossed(ends, lambda value, reader=reader: self._raw(value, reader), self._bends(reader))
        for index, clause in enumerate(self.edition.clauses):
            if clause in readers:
                caps = clause.least, clause.most
                ends = self._crossed(ends, lambda value, index=index: self.at(value)[1].points[index], caps)
        for group_id, _ in self.edition.tree[:-1]:
            group = self.edition.groups[group_id or ""]
            ends = self._crossed(
                ends, lambda value, group=group: self._added(value, group.id), (group.least, group.most)
            )
        return self._crossed(ends, lambda value: self.at(value)[1].score, self._marks())

    def _reads(self, clause: Clause | Need) -> bool:
        look = clause.look
        if self.year == self.assessment.year and self.fact in look.facts:
            return True
        return self.year < self.assessment.year and look.against == LAST_YEAR

    def _raw(self, value: Decimal, reader: Clause | Need) -> Span:
        return self.at(value)[0].raw(reader.look, self.key) or Span(ZERO, ZERO)

    def _bends(self, reader: Clause | Need) -> list[Decimal]:
        """The values of its measure at which a clause bends or a need ends; for a place, those of the other units."""
        if not reader.look.rank:
            return [*(reader.breaks if isinstance(reader, Clause) else reader.condition[:2])]
        scale = Scale(self.edition, self.assessment.facts, self.assessment.year)
        others = [scale.raw(reader.look, unit.key) for unit in self.assessment.units if unit.key != self.key]
        return [end for span in others for end in span or ()]

    def _added(self, value: Decimal, group: str) -> Span:
        points = self.at(value)[1].points
        before_caps = replace(self.edition, groups=_uncapped(self.edition, group))
        ends = ([each.low for each in points], [each.high for each in points])
        return Span(*(sums(before_caps, each)[group] for each in ends))

    def _marks(self) -> list[Decimal]:
        """The scores at which the unit's result changes: marks, grades and, where places are few, the other units."""
        mark = self.edition.mark(self.assessment.unit(self.key).level)
        marks = [grade.at_least for grade in self.edition.grades if grade.at_least is not None]
        others = self.assessment.units if self.edition.limited else ()
        return [*marks, *([] if mark is None else [mark]), *(end for other in others for end in other.score)]

    def _crossed(
        self, ends: list[Decimal], line: Callable[[Decimal], Span], levels: Sequence[Decimal]
    ) -> list[Decimal]:
        """The ends, and the values between them at which a line reaches one of the levels."""
        more = set(ends)
        for low, high in pairwise(ends):
            one, middle, other = (_between(low, high, part) for part in (_QUARTER, _HALF, 3 * _QUARTER))
            for which in (0, 1):
                first, centre, last = line(one)[which], line(middle)[which], line(other)[which]
                if first == last == centre or not (first.is_finite() and last.is_finite()):
                    continue
                is_straight = abs(first + last - 2 * centre) * 10**20 <= abs(last - first)
                for level in dict.fromkeys(filter(Decimal.is_finite, levels)):
                    if is_straight:
                        found = one + (level - first) * (other - one) / (last - first)
                    else:
                        found = _bisected(lambda value, which=which: line(value)[which], low, high, level)
                    if found is not None and low < (found := _TOLD.plus(found)) < high:
                        more.add(found)
        return sorted(more)


def _outcome(unit: Judged) -> str:
    """A unit's result; of a score that passes only that it does, since it changes with every value."""
    low, high = unit.result
    passes = isinstance(low, Decimal) and isinstance(high, Decimal)
    return HELD if passes else unit.card


def _uncapped(edition: Edition, group: str) -> Mapping[str, Group]:
    return {**edition.groups, group: edition.groups[group]._replace(least=-ENDLESS, most=ENDLESS)}


def _between(low: Decimal, high: Decimal, part: Decimal = _HALF) -> Decimal:
    """A value between two, of which each may be endless."""
    if low.is_finite() and high.is_finite():
        return low + (high - low) * part
    if low.is_finite():
        return low + 4 * part
    return high - 4 + 4 * part if high.is_finite() else 4 * part - 2


def _bisected(line: Callable[[Decimal], Decimal], low: Decimal, high: Decimal, level: Decimal) -> Decimal | None:
    """Where a curve that rises or falls throughout reaches a level; None where it does not between the two values."""
    if not low.is_finite() or not high.is_finite():
        low, high = _between(low, high, Decimal("1e-9")), _between(low, high, Decimal("1e9"))
    nudge = (high - low) * Decimal("1e-12")
    low, high = low + nudge, high - nudge
    below = line(low) < level
    if below == (line(high) < level):
        return None
    for _ in range(110):
        middle = (low + high) / 2
        if (line(middle) < level) == below:
            low = middle
        else:
            high = middle
    return Context(prec=20).plus(high)


def _in_whole_numbers(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """The stretches in which there is a whole number, from the first to the last that there is."""
    for low, high, low_closed, high_closed, result in stretches:
        if low.is_finite():
            first = Decimal(math.ceil(low))
            low = first + 1 if first == low and not low_closed else first
        if high.is_finite():
            last = Decimal(math.floor(high))
            high = last - 1 if last == high and not high_closed else last
        if low <= high:
            yield Stretch(low, high, True, True, result)


# What a list hangs on


def hangs_on(assessment: Assessment) -> Hangs:
    """What the list of a year hangs on: how far each mark could move, and which clauses it would differ without."""
    edition = assessment.edition
    with localcontext(PRECISION):
        marks = {level: _margin_of_mark(assessment, level, mark) for level, mark in edition.passes.items()}
        marks |= {
            grade.id: _margin_of_grade(assessment, grade) for grade in edition.grades if grade.at_least is not None
        }
        before = {unit.key: unit.card for unit in assessment.units}
        without: dict[str, tuple[Change, ...]] = {}
        for clause in (*edition.needs, *edition.clauses):
            others = Scale(edition, assessment.facts, assessment.year, [clause.id]).judged()
            if changes := tuple(
                Change(each.key, before[each.key], each.card) for each in others if each.card != before[each.key]
            ):
                without[clause.id] = changes
    return Hangs(marks, without)


def _margin_of_mark(assessment: Assessment, level: str, mark: Decimal) -> Margin:
    edition = assessment.edition

    def moved(to: Decimal) -> Edition:
        return replace(edition, passes={**edition.passes, level: to})

    return _margin(assessment, mark, moved, -ENDLESS, ENDLESS)


def _margin_of_grade(assessment: Assessment, grade: Grade) -> Margin:
    edition = assessment.edition
    marks = [each.at_least for each in edition.grades if each.at_least is not None]
    at = grade.at_least or ZERO

    def moved(to: Decimal) -> Edition:
        return replace(
            edition, grades=tuple(g._replace(at_least=to) if g.id == grade.id else g for g in edition.grades)
        )

    lower, upper = [each for each in marks if each < at], [each for each in marks if each > at]
    return _margin(assessment, at, moved, max(lower, default=-ENDLESS), min(upper, default=ENDLESS))


def _margin(
    assessment: Assessment, mark: Decimal, moved: Callable[[Decimal], Edition], lower: Decimal, upper: Decimal
) -> Margin:
    """How far a mark can move, found by judging with the mark at every score that there is, the nearest first."""
    scores = sorted({end for unit in assessment.units for end in unit.score})
    before = [unit.result for unit in assessment.units]

    def differs(to: Decimal) -> bool:
        edition = moved(to)
        units = [with_result(edition, unit) for unit in assessment.units]
        return [unit.result for unit in (within_quota(edition, units) if edition.limited else units)] != before

    def just_above(score: Decimal) -> Decimal:
        following = min((each for each in (*scores, upper) if each > score), default=score + 1)
        return _between(score, following)

    below = [score for score in reversed(scores) if lower < score < mark]
    above = [score for score in scores if mark <= score < upper]
    return Margin(
        mark,
        next((score for score in below if differs(score)), lower if lower.is_finite() else None),
        next((score for score in above if differs(just_above(score))), upper if upper.is_finite() else None),
    )
