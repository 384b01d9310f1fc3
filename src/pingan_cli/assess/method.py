"""A method as the judge has it: clauses, needs and groups of one edition, in decimal numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pingan_cli.engine.ladder import Names
from pingan_cli.ladder.document import Step as PathStep

Path = tuple[PathStep, ...]

LAST_YEAR = "last-year"
OWN_SCALES = ("level", "parent", "all")
"""What `within` says of who is ranked together where it names no fact."""

ENDLESS = Decimal("Infinity")


class Span(NamedTuple):
    """The lowest and the highest value that something can have; both are the same where it is known."""

    low: Decimal
    high: Decimal


ANYTHING = Span(-ENDLESS, ENDLESS)


class Condition(NamedTuple):
    """Between which numbers a value must lie; `above` and `below` leave the ends themselves out."""

    low: Decimal = -ENDLESS
    high: Decimal = ENDLESS
    above: bool = False
    below: bool = False

    def fits(self, value: Decimal) -> bool:
        """Whether a value lies there."""
        return (value > self.low if self.above else value >= self.low) and (
            value < self.high if self.below else value <= self.high
        )


class Fact(NamedTuple):
    """What is known of a fact before it is looked up. `unlisted`: its value where no row names it.

    `measures` are the words for what it is measured in, in both languages.
    """

    id: str
    name: Names
    range: Span | None
    whole: bool
    unlisted: Decimal | None
    given: bool
    measures: frozenset[str]

    @property
    def unknown(self) -> Span:
        """All the values that it can have: a whole number that is 0 where it is not listed counts things."""
        counts = self.whole and self.unlisted is not None
        return self.range or (Span(Decimal(0), ENDLESS) if counts else ANYTHING)


@dataclass(frozen=True)
class Look:
    """How a clause or a need looks at a fact: `per` is the fact it is divided by and for how many of it."""

    reads: str
    per: tuple[str, Decimal] | None
    against: str | None
    rank: bool
    higher_is_better: bool
    within: str

    @cached_property
    def plain(self) -> bool:
        """Whether it takes the fact as it is."""
        return self.per is None and self.against is None and not self.rank

    @property
    def facts(self) -> set[str]:
        """Every fact that it depends on, of the unit itself and of the same year."""
        others = {self.against, self.per[0] if self.per else None, None if self.within in OWN_SCALES else self.within}
        return {self.reads, *(fact for fact in others if fact and fact != LAST_YEAR)}


@dataclass(frozen=True)
class Looking:
    """What a clause and a need have in common. `path` is its place in the document."""

    id: str
    name: Names
    look: Look
    measure: Names | None
    source: str | None
    path: Path


@dataclass(frozen=True)
class Clause(Looking):
    """A clause that gives or takes points."""

    group: str | None
    worth: Decimal | None
    each: Decimal | None
    beyond: Decimal | None
    short_of: Decimal | None
    line: tuple[tuple[Decimal, Decimal], ...]
    steps: tuple[tuple[Condition, Decimal], ...]
    met: Condition | None
    least: Decimal
    most: Decimal
    rare: bool

    @property
    def untouched(self) -> Decimal:
        """The points where nothing is lost or won: what a unit gets to which the clause does not apply."""
        return self.worth or Decimal(0)

    @cached_property
    def breaks(self) -> tuple[Decimal, ...]:
        """The values at which the points bend or jump."""
        at = [x for x, _ in self.line]
        at += [end for each, _ in self.steps for end in (each.low, each.high)]
        at += [self.met.low, self.met.high] if self.met else []
        at += [each for each in (self.beyond, self.short_of) if each is not None]
        return tuple(sorted({x for x in at if x.is_finite()}))

    @cached_property
    def known(self) -> dict[Decimal, Span]:
        """The points for values that were met before."""
        return {}

    def points(self, value: Decimal) -> Decimal:
        """The points for a value."""
        return min(max(self._shape(value), self.least), self.most)

    def _shape(self, value: Decimal) -> Decimal:
        if self.met is not None:
            return self.untouched if self.met.fits(value) else Decimal(0)
        if self.each is not None:
            if self.beyond is not None:
                value = max(value - self.beyond, Decimal(0))
            elif self.short_of is not None:
                value = max(self.short_of - value, Decimal(0))
            return self.untouched + (self.each * value if value else Decimal(0))
        if self.steps:
            return self.untouched + next((points for fits, points in self.steps if fits.fits(value)), Decimal(0))
        return self.untouched + self._on_line(value)

    def _on_line(self, value: Decimal) -> Decimal:
        (first, at_first), (last, at_last) = self.line[0], self.line[-1]
        if value <= first or value >= last:
            return at_first if value <= first else at_last
        for (x0, y0), (x1, y1) in pairwise(self.line):
            if value <= x1:
                return y0 + (value - x0) * (y1 - y0) / (x1 - x0)
        raise AssertionError  # the line rises from the first value to the last


@dataclass(frozen=True)
class Need(Looking):
    """What must be met for the card; with `limit`, for more than that grade."""

    condition: Condition
    limit: str | None


class Group(NamedTuple):
    """Points that are added up, and how far; `highest`: only the largest of them counts."""

    id: str
    name: Names
    group: str | None
    least: Decimal
    most: Decimal
    highest: bool


class Grade(NamedTuple):
    """A grade, and the score from which on it is given; None for one that any score earns."""

    id: str
    name: Names
    at_least: Decimal | None


@dataclass(frozen=True)
class Edition:
    """The method as it stands from `since` on. `grades` rise; `passes` is the mark by level, `*` for every level."""

    since: int
    gives: str
    levels: tuple[str, ...]
    start: Decimal
    passes: Mapping[str, Decimal]
    grades: tuple[Grade, ...]
    best: int | None
    share: Decimal | None
    groups: Mapping[str, Group]
    facts: Mapping[str, Fact]
    needs: tuple[Need, ...]
    clauses: tuple[Clause, ...]

    def mark(self, level: str | None) -> Decimal | None:
        """The lowest score that passes at a level; None where no score fails."""
        return self.passes.get("*", self.passes.get(level or ""))

    @property
    def limited(self) -> bool:
        """Whether only so many units can pass."""
        return self.best is not None or self.share is not None

    @cached_property
    def tree(self) -> tuple[tuple[str | None, tuple[int, ...]], ...]:
        """The groups, inner ones first, each with the indices of its own clauses; None for those of no group, last."""
        own: dict[str | None, list[int]] = {}
        for index, clause in enumerate(self.clauses):
            own.setdefault(clause.group, []).append(index)
        inner_first = sorted(self.groups, key=lambda group: -self._depth(group))
        return tuple((group, tuple(own.get(group, ()))) for group in (*inner_first, None))

    def _depth(self, group: str | None) -> int:
        depth = 0
        while group is not None and depth <= len(self.groups):
            group, depth = self.groups[group].group, depth + 1
        return depth


@dataclass(frozen=True)
class Method:
    """A method with its editions, the first first."""

    id: str
    name: Names
    card: Names
    gives: str
    first_year: int
    editions: tuple[Edition, ...]

    def edition(self, year: int) -> Edition:
        """The edition by which a year is judged: the last that began by then."""
        return [edition for edition in self.editions if edition.since <= year][-1]
