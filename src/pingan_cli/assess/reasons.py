"""Why a unit stands where it stands: what would lift it, and what the list of a year hangs on."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import NamedTuple

from pingan_cli.assess.bounds import ZERO
from pingan_cli.assess.judging import (
    MISSED,
    PRECISION,
    Assessment,
    Judged,
    Scale,
    meets,
    with_result,
    within_quota,
)
from pingan_cli.assess.method import ENDLESS, Clause, Edition, Grade


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


def _is_lifted(assessment: Assessment, unit: Judged, without: Sequence[str]) -> bool:
    scale = Scale(assessment.edition, assessment.facts, assessment.year, without)
    (again,) = scale.scored([unit.key])
    if assessment.edition.limited:
        units = [again if each.key == unit.key else each for each in assessment.units]
        again = next(each for each in within_quota(assessment.edition, units) if each.key == unit.key)
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
        of_needs: list[tuple[str, tuple[int, ...]]] = [(need.id, ()) for need in edition.needs]
        of_clauses = [(clause.id, (index,)) for index, clause in enumerate(edition.clauses)]
        for name, changed in (*of_needs, *of_clauses):
            scale = Scale(edition, assessment.facts, assessment.year, [name])
            others = [scale.again(unit, changed) for unit in assessment.units]
            others = within_quota(edition, others) if edition.limited else others
            if changes := tuple(
                Change(each.key, before[each.key], each.card) for each in others if each.card != before[each.key]
            ):
                without[name] = changes
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
        return (score + following) / 2

    below = [score for score in reversed(scores) if lower < score < mark]
    above = [score for score in scores if mark <= score < upper]
    return Margin(
        mark,
        next((score for score in below if differs(score)), lower if lower.is_finite() else None),
        next((score for score in above if differs(just_above(score))), upper if upper.is_finite() else None),
    )
