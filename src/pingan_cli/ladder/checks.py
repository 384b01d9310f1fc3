"""What the shape of a ladder file cannot say: tiers that rise, grades and levels that exist, amendments in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pingan_cli.ladder.compiling import ranked
from pingan_cli.ladder.document import KEY, Step
from pingan_cli.ladder.model import Amendment, Counts, LadderFile, Tier
from pingan_cli.problems import did_you_mean
from pingan_cli.texts import all_of, any_of, told

Path = tuple[Step, ...]

OWN_RESULTS = ("held", "missed", "revoked", "unknown")
"""The results that mean the same on every ladder."""


class Fault(NamedTuple):
    """What is wrong at a path of the document."""

    path: Path
    message: str
    hint: str = ""


def faults(file: LadderFile, stem: str) -> list[Fault]:
    """All that contradicts itself in a ladder file of the right shape; `stem` is its name without `.yaml`."""
    found: list[Fault] = []
    if file.ladder != stem:
        message = told("the ladder is called {name!r} and its file {file!r}", name=file.ladder, file=stem)
        found.append(Fault(("ladder",), message, told("use one name")))
    found += _twice(file.levels, ("levels",), told("level"))
    found += _tiers(file)
    found += _results(file)
    for path, terms in _all_terms(file):
        if terms.counts is not None:
            found += _counts(file, terms.counts, (*path, "counts"))
    if file.streak == "cumulative":
        found += _cumulative(file)
    return [*found, *_amendments(file)]


def _all_terms(file: LadderFile) -> list[tuple[Path, LadderFile | Amendment]]:
    """The file and its amendments, each with its path."""
    amendments = enumerate(file.amendments)
    return [((), file), *((("amendments", index), amendment) for index, amendment in amendments)]


def _twice(words: Sequence[str], path: Path, what: str, last: Path = ()) -> Iterator[Fault]:
    for index, word in enumerate(words):
        if word in words[:index]:
            yield Fault(
                (*path, index, *last), told("the {what} {word!r} stands here a second time", what=what, word=word)
            )


def _tiers(file: LadderFile) -> Iterator[Fault]:
    """Tiers that do not rise, whose ids are taken, or that change their name."""
    star = file.open_end.id.removesuffix("{n}") if file.open_end else None
    first: dict[str, Tier] = {}
    for path, terms in _all_terms(file):
        tiers = terms.tiers or []
        at_tiers = (*path, "tiers")
        yield from _twice([tier.id for tier in tiers], at_tiers, told("tier"), ("id",))
        for index, (before, tier) in enumerate(pairwise(tiers), 1):
            if tier.at <= before.at:
                what = told(
                    "tiers rise: {tier} at {at} cannot follow {before} at {before_at}",
                    tier=tier.id,
                    at=tier.at,
                    before=before.id,
                    before_at=before.at,
                )
                yield Fault((*at_tiers, index, "at"), what)
        for index, tier in enumerate(tiers):
            if star is not None and tier.id.startswith(star) and tier.id.removeprefix(star).isdigit():
                yield Fault((*at_tiers, index, "id"), told("{id!r} is also the id of a star", id=tier.id))
            known = first.setdefault(tier.id, tier)
            if (tier.name, tier.short) != (known.name, known.short):
                hint = told("give a tier of another name another id")
                yield Fault((*at_tiers, index, "name"), told("{id!r} had another name before", id=tier.id), hint)


def _results(file: LadderFile) -> Iterator[Fault]:
    """Grades and numbers where the kind of results has none, or the other way round."""
    kind, grades = file.results.kind, file.results.grades
    at_grades: Path = ("results", "grades")
    yield from _twice([grade.id for grade in grades], at_grades, told("grade"), ("id",))
    if kind == "grade" and not grades:
        yield Fault(("results",), told("results of kind grade need grades"))
    if kind != "grade" and grades:
        yield Fault(at_grades, told("results of kind {kind} have no grades", kind=kind))
    if kind != "number" and file.results.number:
        yield Fault(("results", "number"), told("results of kind {kind} have no number", kind=kind))
    if kind != "mark" and file.counts is None:
        yield Fault((), told("results of kind {kind} need 'counts' to say which of them count", kind=kind))
    for index, grade in enumerate(grades):
        if grade.id in OWN_RESULTS:
            message = told("{id!r} has a meaning of its own", id=grade.id)
            yield Fault((*at_grades, index, "id"), message, told("choose another id"))


def _counts(file: LadderFile, counts: Counts, path: Path) -> Iterator[Fault]:
    """Grades, limits and levels that do not fit what is on record."""
    kind = file.results.kind
    fitting = {"mark": (), "grade": ("grades",), "number": ("at_least", "at_most")}[kind]
    given = [key for key, value in counts if value is not None]
    for key in given:
        if key not in fitting:
            yield Fault((*path, key, KEY), told("{key!r} does not fit results of kind {kind}", key=key, kind=kind))
    if not given:
        if fitting:
            yield Fault(path, told("say which results count, by {keys}", keys=any_of(fitting)))
        else:
            yield Fault(path, told("every card counts here"), told("leave {key!r} out", key="counts"))
    ids = {grade.id: grade for grade in file.results.grades}
    for index, grade in enumerate(counts.grades or ()):
        at_grade = (*path, "grades", index)
        if kind == "grade" and grade not in ids:
            yield Fault(at_grade, told("there is no grade {grade!r}", grade=grade), did_you_mean(grade, ids))
        elif kind == "grade" and not ids[grade].holds:
            yield Fault(at_grade, told("{grade!r} cannot count: a unit with it holds no card", grade=grade))
    yield from _twice(counts.grades or (), (*path, "grades"), told("grade"))
    for key, limits in (("at_least", counts.at_least), ("at_most", counts.at_most)):
        if limits is None or "*" in limits:
            continue
        for level in limits:
            if level not in file.levels:
                message = told("there is no level {level!r}", level=level)
                yield Fault((*path, key, level, KEY), message, did_you_mean(level, file.levels))
        if without := [level for level in file.levels if level not in limits]:
            yield Fault((*path, key), told("there is no limit for the level {level}", level=all_of(without)))
    lows, highs = counts.at_least or {}, counts.at_most or {}
    for level in {**lows, **highs}:
        low, high = lows.get(level, lows.get("*")), highs.get(level, highs.get("*"))
        if low is not None and high is not None and low > high:
            yield Fault(path, told("no number is at least {low:g} and at most {high:g}", low=low, high=high))
            break


def _cumulative(file: LadderFile) -> Iterator[Fault]:
    """What means nothing on a ladder without runs."""
    for path, terms in _all_terms(file):
        if terms.forgiven:
            yield Fault(
                (*path, "forgiven"),
                told("a cumulative ladder forgives every miss"),
                told("leave {key!r} out", key="forgiven"),
            )
        if terms.miss and terms.miss.honours == "recall":
            yield Fault(
                (*path, "miss", "honours"),
                told("on a cumulative ladder a miss recalls nothing"),
                told("write {code}", code="keep"),
            )


def _amendments(file: LadderFile) -> Iterator[Fault]:
    """Amendments out of order, or that name nothing to change."""
    before = file.first_year
    for index, amendment in enumerate(file.amendments):
        path: Path = ("amendments", index)
        if amendment.from_year <= before:
            what = told("an amendment from {year} cannot follow {before}", year=amendment.from_year, before=before)
            hint = told("they stand in the order of their years, after the first year")
            yield Fault((*path, "from_year"), what, hint)
        before = amendment.from_year
        if not {key for key, value in amendment if value is not None} - {"from_year", "says", "source"}:
            yield Fault(path, told("this amendment changes nothing"))
        if amendment.every and not file.open_end:
            yield Fault((*path, "every", KEY), told("there is no open end whose 'every' could change"))
        lists = [[tier.id for tier in terms.tiers or ()] for terms in (file, *file.amendments[: index + 1])]
        order = [ranked(lists).index(tier_id) for tier_id in lists[-1]]
        if order != sorted(order):
            yield Fault(
                (*path, "tiers"), told("these tiers stand in another order than before; an order never changes")
            )
