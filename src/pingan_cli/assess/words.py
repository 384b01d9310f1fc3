"""How an assessment is said: numbers, results and reasons, and what the clauses of a method look at and give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from pingan_cli.assess.judging import MISSED, UNKNOWN, Assessment, Judged
from pingan_cli.assess.method import LAST_YEAR, Clause, Condition, Edition, Look, Need
from pingan_cli.assess.reasons import lift
from pingan_cli.assess.settling import Settles, settlers, unknown_facts
from pingan_cli.engine.ladder import Names
from pingan_cli.texts import all_of, one_by_one, told

MOST_NAMED = 2
"""So many clauses, needs or facts of a kind stand in the list; `--unit` has all."""

CARDS = {"held": told("held"), MISSED: told("missed"), UNKNOWN: told("cannot be told")}

Bounds = tuple[Decimal | str, Decimal | str]


def number(value: Decimal | str | None) -> int | float | str | None:
    """A decimal as JSON has numbers; an end that there is not as None.

    >>> number(Decimal("86.600")), number(Decimal("95.0")), number(Decimal("Infinity"))
    (86.6, 95, None)
    """
    if not isinstance(value, Decimal):
        return value
    if not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def ends(bounds: Bounds | None) -> dict[str, int | float | str | None] | None:
    """Bounds as JSON has them; None for what does not apply."""
    return None if bounds is None else {"min": number(bounds[0]), "max": number(bounds[1])}


def plain_number(value: Decimal) -> str:
    """A decimal as people read it, with at most six digits after the point.

    >>> plain_number(Decimal("86.600")), plain_number(Decimal(2) / 3)
    ('86.6', '0.666667')
    """
    return f"{value:.6f}".rstrip("0").rstrip(".") if value.is_finite() else str(value)


def span_text(span: tuple[Decimal, Decimal] | None) -> str:
    """Bounds as people read them."""
    if span is None:
        return told("n/a")
    low, high = span
    if low == high:
        return plain_number(low)
    if not low.is_finite() or not high.is_finite():
        return told("unknown")
    return told("{low} to {high}", low=plain_number(low), high=plain_number(high))


def card_text(edition: Edition, card: str) -> Any:
    """A result: a grade by its name."""
    grades = {grade.id: grade.name for grade in edition.grades}
    return grades.get(card) or CARDS.get(card) or card


def result_text(edition: Edition, unit: Judged) -> Any:
    """A unit's result, or between which it lies."""
    low, high = unit.result
    if low == high or edition.gives == "mark":
        return card_text(edition, unit.card)
    shown = [plain_number(each) if isinstance(each, Decimal) else card_text(edition, each) for each in (low, high)]
    return told("{low} to {high}", low=shown[0], high=shown[1])


def unit_named(assessment: Assessment, key: str) -> Names:
    """A unit by its names."""
    unit = assessment.facts.unit(key, assessment.year)
    return Names(unit.name, unit.name_zh or unit.name)


# Reasons


def why(assessment: Assessment, unit: Judged, probe: bool = True) -> str:
    """The reasons for a result in a line: what a unit lost and won by, what would lift it, what would settle it."""
    edition = assessment.edition
    if not unit.settled:
        found = settlers(assessment, unit.key) if probe else []
        if found:
            return one_by_one(settled(edition, each, assessment.year) for each in found[:MOST_NAMED])
        names = [edition.facts[fact].name for fact, _ in unknown_facts(assessment, unit.key)]
        return told("not known: {facts}", facts=_few(names)) if names else told("hangs on what others' facts are")
    if unit.card == MISSED:
        needs = zip(edition.needs, unit.needs, strict=True)
        unmet = [need.name for need, met in needs if not met.must and need.limit is None]
        parts = [told("not met: {needs}", needs=_few(unmet))] if unmet else []
        return one_by_one([*parts, lifted(edition, lift(assessment, unit.key), MOST_NAMED + len(unmet))])
    return _lost_and_won(edition, unit)


def _few(names: Sequence[Any]) -> Any:
    """Some of many names, and how many more there are."""
    few = tuple(names[:MOST_NAMED])
    more = len(names) - len(few)
    return told("{text} and {count} more", text=few, count=more) if more else few


def lifted(edition: Edition, found: Sequence[str] | None, most: int | None = None) -> str:
    """What would lift a unit that missed; of more than `most` clauses only how many."""
    if not found:
        return told("no clauses left out would lift it")
    if most is not None and len(found) > most:
        return told("would pass without {count} clauses", count=len(found))
    names = {each.id: each.name for each in (*edition.needs, *edition.clauses)}
    return told("would pass without {clauses}", clauses=all_of(names[each] for each in found))


def _lost_and_won(edition: Edition, unit: Judged) -> str:
    moved = [
        (points.low - clause.untouched, clause)
        for clause, points in zip(edition.clauses, unit.points, strict=True)
        if points.low == points.high != clause.untouched
    ]
    moved.sort(key=lambda each: -abs(each[0]))
    parts: list[str] = []
    for kind, sign in ((told("loses"), -1), (told("gains"), 1)):
        named = [
            told("{clause} {points}", clause=clause.name, points=plain_number(abs(points)))
            for points, clause in moved
            if points * sign > 0
        ]
        if named:
            parts.append(told("{kind} {clauses}", kind=kind, clauses=_few(named)))
    return one_by_one(parts) if parts else told("nothing lost or won")


def settled(edition: Edition, settles: Settles, year: int) -> str:
    """What an unknown fact settles, and from where on."""
    results = tuple(
        told("{result} {stretch}", result=card_text(edition, each.result), stretch=_stretch(settles, index))
        for index, each in enumerate(settles.stretches)
    )
    name: Any = edition.facts[settles.fact].name
    if settles.year != year:
        name = told("{fact} of {year}", fact=name, year=settles.year)
    if settles.alone:
        return told("settled by {fact}: {results}", fact=name, results=results)
    return told("in part settled by {fact}: {results}", fact=name, results=results)


def _stretch(settles: Settles, index: int) -> str:
    stretch = settles.stretches[index]
    low, high = plain_number(stretch.low), plain_number(stretch.high)
    first, last = index == 0, index == len(settles.stretches) - 1
    if first and last:
        return told("throughout")
    if stretch.low == stretch.high:
        return told("at {value}", value=low)
    if first:
        return told("to {value}", value=high) if stretch.high_closed else told("below {value}", value=high)
    if last:
        return told("from {value}", value=low) if stretch.low_closed else told("above {value}", value=low)
    return told("from {low} to {high}", low=low, high=high)


# What a method says


def passing(edition: Edition) -> Iterator[str]:
    """From which score on a unit passes, and how many can."""
    for level, mark in edition.passes.items():
        if level == "*":
            yield told("A unit passes from {mark} points on.", mark=plain_number(mark))
        else:
            yield told("{level}: a unit passes from {mark} points on.", level=level, mark=plain_number(mark))
    if edition.best is not None:
        yield told("Of each level the best {count} pass.", count=edition.best)
    if edition.share is not None:
        yield told("Of each level the best {share}% pass.", share=plain_number(edition.share * 100))


def grades_and_groups(edition: Edition) -> Iterator[str]:
    """From which score on each grade is given, and how far the groups of clauses count."""
    for grade in reversed(edition.grades):
        if grade.at_least is None:
            yield told("{grade}: any lower score.", grade=grade.name)
        else:
            yield told("{grade}: from {mark} points on.", grade=grade.name, mark=plain_number(grade.at_least))
    for group in edition.groups.values():
        if group.highest:
            yield told("{group}: only the highest of its points counts.", group=group.name)
        if group.least.is_finite():
            yield told("{group}: never less than {points}.", group=group.name, points=plain_number(group.least))
        if group.most.is_finite():
            yield told("{group}: never more than {points}.", group=group.name, points=plain_number(group.most))


def need_text(edition: Edition, need: Need) -> str:
    """What must be met, of what, and what follows where it is not."""
    condition = _condition(need.condition)
    if need.measure:
        condition = told("{condition} ({measure})", condition=condition, measure=need.measure)
    text = told("{name}: {condition}", name=need.name, condition=condition)
    if look := look_text(edition, need.look):
        text = told("{text}; {more}", text=text, more=look)
    if need.limit is not None:
        text = told("{text}; where not met, {grade} at most", text=text, grade=card_text(edition, need.limit))
    return text


def look_text(edition: Edition, look: Look) -> str:
    """What is made of the fact that a clause reads, before it gives points."""
    parts: list[str] = []
    if look.per:
        times = plain_number(look.per[1])
        parts.append(told("for each {times} of {fact}", times=times, fact=edition.facts[look.per[0]].name))
    if look.against == LAST_YEAR:
        parts.append(told("less that of last year"))
    elif look.against:
        parts.append(told("less {fact}", fact=edition.facts[look.against].name))
    if look.rank:
        scales = {
            "level": told("the place in its level"), "parent": told("the place in its city"), "all": told("the place"),
        }  # fmt: skip
        place = scales.get(look.within) or told(
            "the place among those alike in {fact}", fact=edition.facts[look.within].name
        )
        better = told("the highest first") if look.higher_is_better else told("the lowest first")
        parts.append(told("{place}, {better}", place=place, better=better))
    return one_by_one(parts) if parts else ""


def _condition(condition: Condition) -> Any:
    """Between which numbers a value must lie."""
    parts: list[str] = []
    if condition.low.is_finite():
        low = plain_number(condition.low)
        parts.append(told("above {n}", n=low) if condition.above else told("at least {n}", n=low))
    if condition.high.is_finite():
        high = plain_number(condition.high)
        parts.append(told("below {n}", n=high) if condition.below else told("at most {n}", n=high))
    return tuple(parts)


def shape_text(clause: Clause) -> str:
    """How a clause gives or takes points, in short."""
    return one_by_one(_shape(clause))


def _shape(clause: Clause) -> Iterable[Any]:
    if clause.worth is not None:
        yield told("worth {points}", points=plain_number(clause.worth))
    if clause.each is not None:
        each = plain_number(clause.each)
        if clause.beyond is not None:
            yield told("{points} for each beyond {n}", points=each, n=plain_number(clause.beyond))
        elif clause.short_of is not None:
            yield told("{points} for each short of {n}", points=each, n=plain_number(clause.short_of))
        else:
            yield told("{points} for each", points=each)
    if clause.line:
        bends = tuple(f"{plain_number(x)} → {plain_number(y)}" for x, y in clause.line)
        yield told("on a line: {ends}", ends=bends)
    for condition, points in clause.steps:
        yield told("{points} where {condition}", points=plain_number(points), condition=_condition(condition))
    if clause.met is not None:
        yield told("where {condition}", condition=_condition(clause.met))
    if clause.worth is None:
        if clause.least.is_finite():
            yield told("never less than {points}", points=plain_number(clause.least))
        if clause.most.is_finite():
            yield told("never more than {points}", points=plain_number(clause.most))
