"""A method as the judge has it: clauses, needs and groups of one edition, in decimal numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, cast

from pingan_cli.engine.ladder import Names
from pingan_cli.ladder.compiling import bilingual
from pingan_cli.ladder.document import Step as PathStep
from pingan_cli.ladder.values import Entry, part, parts

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


def compiled(file: Entry) -> Method:
    """The judge's method. `file` holds the plain values of a file that `model.MethodFile` and `checks` accept."""
    return Method(
        id=file["method"],
        name=bilingual(file["name"]),
        card=bilingual(file["card"]),
        gives=file.get("gives", "mark"),
        first_year=file["first_year"],
        editions=tuple(edition_of(each) for each in merged(file)),
    )


KINDS = ("indicators", "needs")
SETTINGS = ("start", "pass", "grades", "quota", "groups", "given")
"""What an edition does clauses and needs to, and what it can set anew."""

Placed = list[tuple[Path, Entry]]
"""Clauses or needs, each with its path in the document."""


class Merged(NamedTuple):
    """The plain values of a method as they stand from a year on, with its clauses and needs at their places."""

    since: int
    file: Entry
    placed: Mapping[str, Placed]


def merged(file: Entry) -> Iterator[Merged]:
    """The file as each of its editions leaves it, the first first."""
    placed: dict[str, Placed] = {
        kind: [((kind, index), each) for index, each in enumerate(parts(file, kind))] for kind in KINDS
    }
    yield Merged(file["first_year"], file, placed)
    so_far = file
    for number, edition in enumerate(parts(file, "editions")):
        placed = {kind: _changed(placed[kind], part(edition, kind), ("editions", number, kind)) for kind in KINDS}
        so_far = so_far | {key: value for key, value in edition.items() if key not in KINDS}
        so_far |= {kind: [entry for _, entry in placed[kind]] for kind in KINDS}
        yield Merged(edition["from_year"], so_far, placed)


def _changed(before: Placed, changes: Entry, at: Path) -> Placed:
    """Clauses after what an edition does to them; a merged clause stands where the first of its origins stood."""
    into: dict[str, tuple[Path, Entry]] = {}
    gone = {each["id"] for each in parts(changes, "remove")}
    for index, merger in enumerate(parts(changes, "merge")):
        gone.update(merger["from"])
        into[merger["from"][0]] = (*at, "merge", index, "into"), merger["into"]
    kept: Placed = []
    for path, clause in before:
        if clause["id"] in into:
            kept.append(into[clause["id"]])
        elif clause["id"] not in gone:
            if new := part(changes, "change").get(clause["id"]):
                path = (*at, "change", clause["id"])
                clause = {key: value for key, value in (clause | new).items() if value is not None}
            kept.append((path, clause))
    return kept + [((*at, "add", index), clause) for index, clause in enumerate(parts(changes, "add"))]


def edition_of(given: Merged) -> Edition:
    """One edition from its plain values."""
    file, quota = given.file, part(given.file, "quota")
    passes = file.get("pass")
    by_level = cast(Entry, passes) if isinstance(passes, dict) else {} if passes is None else {"*": passes}
    grades = [
        Grade(each["id"], bilingual(each["name"]), _number(each.get("at_least"))) for each in parts(file, "grades")
    ]
    return Edition(
        since=given.since,
        gives=file.get("gives", "mark"),
        levels=tuple(file.get("levels", ())),
        start=_exact(file.get("start") or 0),
        passes={level: _exact(mark) for level, mark in by_level.items()},
        grades=tuple(sorted(grades, key=lambda grade: -ENDLESS if grade.at_least is None else grade.at_least)),
        best=quota.get("best"),
        share=_number(quota.get("share")),
        groups={each["id"]: _group(each) for each in parts(file, "groups")},
        facts=facts_of(file),
        needs=tuple(_need(entry, path) for path, entry in given.placed["needs"]),
        clauses=tuple(_clause(entry, path) for path, entry in given.placed["indicators"]),
    )


def facts_of(file: Entry) -> dict[str, Fact]:
    """Every fact that a method reads, by its id; what one clause says of it holds for all that read it."""
    said: dict[str, Entry] = {}
    measures: dict[str, set[str]] = {}
    given = {each["id"] for each in parts(file, "given")}
    for each in (*parts(file, "given"), *parts(file, "indicators"), *parts(file, "needs")):
        reads = each.get("reads") or each["id"]
        own = {key: value for key, value in each.items() if key in ("range", "whole", "unlisted")}
        said[reads] = own | ({"name": each["name"]} if reads == each["id"] else {}) | said.get(reads, {})
        measures.setdefault(reads, set()).update(bilingual(each["measure"]) if each.get("measure") else ())
        for other in (part(each, "per").get("field"), each.get("against")):
            if other is not None and other != LAST_YEAR:
                said.setdefault(other, {})
    return {
        fact: Fact(
            fact,
            bilingual(entry.get("name", fact)),
            Span(*map(_exact, entry["range"])) if entry.get("range") else None,
            entry.get("whole", False),
            _number(entry.get("unlisted")),
            fact in given,
            frozenset(measures.get(fact, ())),
        )
        for fact, entry in said.items()
    }


def _exact(value: float | str) -> Decimal:
    return Decimal(str(value))


def _number(value: Any) -> Decimal | None:
    return None if value is None else _exact(value)


def _caps(entry: Entry, least: Decimal = -ENDLESS, most: Decimal = ENDLESS) -> tuple[Decimal, Decimal]:
    """The ends that an entry says, or those that it has without."""
    low, high = _number(entry.get("least")), _number(entry.get("most"))
    return least if low is None else low, most if high is None else high


def _group(entry: Entry) -> Group:
    highest = entry.get("only") == "highest"
    return Group(entry["id"], bilingual(entry["name"]), entry.get("group"), *_caps(entry), highest)


def condition_of(entry: Entry) -> Condition:
    """The condition that the keys `at_least`, `at_most`, `above` and `below` say; the narrower of two of a kind."""
    low, high = _number(entry.get("at_least")), _number(entry.get("at_most"))
    above, below = _number(entry.get("above")), _number(entry.get("below"))
    from_above = above is not None and (low is None or above >= low)
    to_below = below is not None and (high is None or below <= high)
    low, high = above if from_above else low, below if to_below else high
    return Condition(-ENDLESS if low is None else low, ENDLESS if high is None else high, from_above, to_below)


def _met(value: Any) -> Condition | None:
    if value is None:
        return None
    return condition_of(cast(Entry, value) if isinstance(value, dict) else {"at_least": 1 if value is True else value})


def _looking(entry: Entry, path: Path) -> tuple[str, Names, Look, Names | None, str | None, Path]:
    per = part(entry, "per")
    look = Look(
        reads=entry.get("reads") or entry["id"],
        per=(per["field"], _exact(per.get("times", 1))) if per else None,
        against=entry.get("against"),
        rank=entry.get("of") == "rank",
        higher_is_better=entry.get("better", "higher") == "higher",
        within=entry.get("within", "level"),
    )
    measure = bilingual(entry["measure"]) if entry.get("measure") else None
    return entry["id"], bilingual(entry["name"]), look, measure, entry.get("source"), path


def _clause(entry: Entry, path: Path) -> Clause:
    worth, zero = _number(entry.get("worth")), Decimal(0)
    least, most = _caps(entry) if worth is None else _caps(entry, min(worth, zero), max(worth, zero))
    return Clause(
        *_looking(entry, path),
        group=entry.get("group"),
        worth=worth,
        each=_number(entry.get("each")),
        beyond=_number(entry.get("beyond")),
        short_of=_number(entry.get("short_of")),
        line=tuple((_exact(x), _exact(y)) for x, y in entry.get("line") or ()),
        steps=tuple((condition_of(step), _exact(step["points"])) for step in parts(entry, "steps")),
        met=_met(entry.get("met")),
        least=least,
        most=most,
        rare=entry.get("rare", False),
    )


def _need(entry: Entry, path: Path) -> Need:
    return Need(*_looking(entry, path), condition=condition_of(entry), limit=entry.get("else"))
