"""Two editions of a method compared: what was added, removed, merged and changed, and whose result would differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pingan_cli.assess.facts import Facts
from pingan_cli.assess.judging import Assessment, Scale
from pingan_cli.assess.library import LoadedMethod
from pingan_cli.assess.method import merged
from pingan_cli.assess.reasons import Change
from pingan_cli.engine.ladder import Names
from pingan_cli.ladder.compiling import bilingual
from pingan_cli.ladder.values import Entry, part, parts

_SETTINGS = ("start", "pass", "grades", "quota", "groups", "given")


class Difference(NamedTuple):
    """One thing that differs. `kind`: `added`, `removed`, `merged`, `changed`; `why` and `year` where editions say so.

    `what` is a clause, a need or a key of the method; `keys` are the changed keys with their values before and after.
    """

    kind: str
    what: str
    name: Names
    year: int | None
    why: str
    keys: tuple[tuple[str, Any, Any], ...] = ()


def differences(loaded: LoadedMethod, one: int, other: int) -> list[Difference]:
    """What differs between the method as it judges one year and another, the removed first."""
    file = loaded.document.value
    stages = {stage.since: stage.file for stage in merged(file)}
    before = stages[loaded.method.edition(one).since]
    after = stages[loaded.method.edition(other).since]
    return [
        *_settings(before, after),
        *(each for kind in ("needs", "indicators") for each in _clauses(file, before, after, kind)),
    ]


def _settings(before: Entry, after: Entry) -> Iterator[Difference]:
    for key in _SETTINGS:
        if before.get(key) != after.get(key):
            yield Difference("changed", key, Names(key, key), None, "", ((key, before.get(key), after.get(key)),))


def _clauses(file: Entry, before: Entry, after: Entry, kind: str) -> Iterator[Difference]:
    old = {each["id"]: each for each in parts(before, kind)}
    new = {each["id"]: each for each in parts(after, kind)}
    gone, mergers = _reasons(file, kind)
    added = {each["id"]: edition["from_year"] for edition in parts(file, "editions")
             for each in parts(part(edition, kind), "add")}  # fmt: skip
    into = {origin: name for name, (_, origins) in mergers.items() for origin in origins}
    for name, entry in old.items():
        if name not in new:
            year, why = gone.get(name, (None, ""))
            if into.get(name) in new:
                continue
            yield Difference("removed", name, bilingual(entry["name"]), year, why)
    for name, entry in new.items():
        if name not in old:
            none: tuple[int | None, list[str]] = (added.get(name), [])
            year, origins = mergers.get(name, none)
            before_it = ", ".join(origin for origin in origins if origin in old)
            yield Difference("merged" if before_it else "added", name, bilingual(entry["name"]), year, before_it)
        elif entry != old[name]:
            keys = [key for key in {**old[name], **entry} if old[name].get(key) != entry.get(key)]
            changed = tuple((key, old[name].get(key), entry.get(key)) for key in keys)
            yield Difference("changed", name, bilingual(entry["name"]), None, "", changed)


def _reasons(file: Entry, kind: str) -> tuple[dict[str, tuple[int, str]], dict[str, tuple[int, list[str]]]]:
    """Why and when clauses were removed, and from which they were merged."""
    gone: dict[str, tuple[int, str]] = {}
    mergers: dict[str, tuple[int, list[str]]] = {}
    for edition in parts(file, "editions"):
        changes = part(edition, kind)
        gone |= {each["id"]: (edition["from_year"], each["why"]) for each in parts(changes, "remove")}
        mergers |= {each["into"]["id"]: (edition["from_year"], each["from"]) for each in parts(changes, "merge")}
    return gone, mergers


def different_results(loaded: LoadedMethod, facts: Facts, one: int, other: int) -> list[tuple[int, Change]]:
    """Whose result would be another under the other edition: each year with facts, judged by both.

    Clauses whose facts only one edition asks for are unknown in the years of the other, unless they say `unlisted`.
    """
    editions = [loaded.method.edition(year) for year in (one, other)]
    found: list[tuple[int, Change]] = []
    for year in (year for year in dict.fromkeys((one, other)) if facts.units(year)):
        first, second = (
            {unit.key: unit.card for unit in Assessment(loaded.method, edition, year, facts, judged).units}
            for edition in editions
            for judged in [Scale(edition, facts, year).judged()]
        )
        found += [
            (year, Change(key, first[key], second[key])) for key in first if key in second and first[key] != second[key]
        ]
    return found
