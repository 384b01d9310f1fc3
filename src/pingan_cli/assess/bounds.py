"""Bounds: between which values points, needs and sums lie where facts lie between two values."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Context, Decimal, localcontext
from itertools import pairwise
from typing import NamedTuple

from pingan_cli.assess.method import ENDLESS, LAST_YEAR, Clause, Condition, Edition, Span

PRECISION = Context(prec=60)
"""Digits of a division that does not end; sums and products of published numbers are exact within them."""

ZERO = Decimal(0)


class Met(NamedTuple):
    """Whether a need may be met, and whether it surely is."""

    may: bool
    must: bool


class Grid(NamedTuple):
    """The values that a measure of whole numbers can have: `n * times / field - offset`."""

    times: Decimal = Decimal(1)
    field: Decimal = Decimal(1)
    offset: Decimal = ZERO

    def value(self, n: int) -> Decimal:
        """The value for a whole number."""
        return n * self.times / self.field - self.offset

    def near(self, value: Decimal, span: Span) -> Iterator[Decimal]:
        """The values on both sides of one, as far as they lie in a span."""
        n = math.floor((value + self.offset) * self.field / self.times)
        return (at for at in map(self.value, range(n - 1, n + 3)) if span.low <= at <= span.high)


WHOLE = Grid()


def _tried(span: Span, breaks: Sequence[Decimal], grid: Grid | None) -> Iterator[Decimal]:
    """Values of a span that stand for all: its ends, those at the breaks within it, and one between any two of them."""
    inner = breaks[bisect_left(breaks, span.low) : bisect_right(breaks, span.high)]
    if grid is not None:
        yield from (end for end in span if not end.is_finite())
        for end in (*(end for end in span if end.is_finite()), *inner):
            yield from grid.near(end, span)
        return
    ends = sorted({*span, *inner})
    yield from ends
    yield from (_between(one, other) for one, other in pairwise(ends))


def _between(one: Decimal, other: Decimal) -> Decimal:
    if one.is_finite():
        return (one + other) / 2 if other.is_finite() else one + 1
    return other - 1 if other.is_finite() else ZERO


def points_in(clause: Clause, value: Span, grid: Grid | None = None) -> Span:
    """The fewest and the most points for a value between two; exact, since points are straight between bends."""
    points = [
        clause.points(each) for each in ({value.low} if value.low == value.high else _tried(value, clause.breaks, grid))
    ]
    return Span(min(points), max(points))


def met_in(condition: Condition, value: Span | None, grid: Grid | None = None) -> Met:
    """Whether a condition may be and surely is met by a value between two; one that does not apply is met."""
    if value is None:
        return Met(True, True)
    breaks = sorted(end for end in (condition.low, condition.high) if end.is_finite())
    fits = [condition.fits(each) for each in _tried(value, breaks, grid)]
    return Met(any(fits), all(fits))


def has_ends(clause: Clause, edition: Edition) -> bool:
    """Whether the points of a clause have an end where its facts are unknown."""
    look, facts = clause.look, edition.facts
    if look.rank:
        return True  # there are so many places as units
    span = facts[look.reads].unknown
    if look.per:
        span = ratio(span, facts[look.per[0]].unknown, look.per[1])
    if look.against:
        other = span if look.against == LAST_YEAR else facts[look.against].unknown
        span = Span(span.low - other.high, span.high - other.low)
    with localcontext(PRECISION):
        low, high = points_in(clause, span)
    return low.is_finite() and high.is_finite()


def total(edition: Edition, points: Sequence[Decimal]) -> Decimal:
    """The score of a unit whose clauses have these points: groups added up and held between their caps."""
    return edition.start + sums(edition, points)[None]


def sums(edition: Edition, points: Sequence[Decimal]) -> dict[str | None, Decimal]:
    """What each group adds up to; under None all of it, without `start`."""
    inner: dict[str | None, list[Decimal]] = {}
    made: dict[str | None, Decimal] = {}
    for group_id, clauses in edition.tree:
        parts = [points[index] for index in clauses] + inner.get(group_id, [])
        if group_id is None:
            made[None] = sum(parts, ZERO)
            continue
        group = edition.groups[group_id]
        added = max(parts, default=ZERO) if group.highest else sum(parts, ZERO)
        made[group_id] = min(max(added, group.least), group.most)
        inner.setdefault(group.group, []).append(made[group_id])
    return made


def ratio(value: Span, field: Span, times: Decimal) -> Span:
    """A value for each so many of a field, which is above zero."""
    least, most = max(field.low, ZERO), field.high

    def divided(number: Decimal, by: Decimal) -> Decimal:
        if number == 0 or (by == ENDLESS and number.is_finite()):
            return ZERO
        if by == 0 or not number.is_finite():
            return ENDLESS.copy_sign(number)
        return number * times / by

    return Span(
        divided(value.low, most if value.low > 0 else least),
        divided(value.high, least if value.high > 0 else most),
    )
