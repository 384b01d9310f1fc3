"""A method file compiled: its editions put together from what each changes, in the values that the judge has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, cast

from pingan_cli.assess.method import (
    ENDLESS,
    LAST_YEAR,
    Clause,
    Condition,
    Edition,
    Fact,
    Grade,
    Group,
    Look,
    Method,
    Need,
    Path,
    Span,
)
from pingan_cli.engine.ladder import Names
from pingan_cli.ladder.compiling import bilingual
from pingan_cli.ladder.values import Entry, part, parts


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
