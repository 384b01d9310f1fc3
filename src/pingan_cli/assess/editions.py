"""Two editions of a method compared: what was added, removed, merged and changed, and whose result would differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pingan_cli.assess.answers import change_entry, table_of
from pingan_cli.assess.compiling import SETTINGS, merged
from pingan_cli.assess.facts import Facts
from pingan_cli.assess.judging import Assessment, Scale
from pingan_cli.assess.library import LoadedMethod
from pingan_cli.assess.reasons import Change
from pingan_cli.assess.words import card_text
from pingan_cli.engine.ladder import Names
from pingan_cli.ladder.compiling import bilingual
from pingan_cli.ladder.values import Entry, part, parts
from pingan_cli.texts import told
from pingan_cli.views.formats import json_text
from pingan_cli.views.page import Column, Page, View


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
    before, after = (stages[loaded.method.edition(year).since] for year in (one, other))
    settings = [
        Difference("changed", key, Names(key, key), None, "", ((key, before.get(key), after.get(key)),))
        for key in SETTINGS
        if before.get(key) != after.get(key)
    ]
    return [*settings, *(each for kind in ("needs", "indicators") for each in _clauses(file, before, after, kind))]


def _clauses(file: Entry, before: Entry, after: Entry, kind: str) -> Iterator[Difference]:
    old = {each["id"]: each for each in parts(before, kind)}
    new = {each["id"]: each for each in parts(after, kind)}
    added: dict[str, int] = {}
    gone: dict[str, tuple[int, str]] = {}
    mergers: dict[str, tuple[int, list[str]]] = {}
    for edition in parts(file, "editions"):
        year, changes = edition["from_year"], part(edition, kind)
        added |= {each["id"]: year for each in parts(changes, "add")}
        gone |= {each["id"]: (year, each["why"]) for each in parts(changes, "remove")}
        mergers |= {each["into"]["id"]: (year, each["from"]) for each in parts(changes, "merge")}
    into = {origin: name for name, (_, origins) in mergers.items() for origin in origins}
    for name, entry in old.items():
        if name not in new and into.get(name) not in new:
            year, why = gone.get(name, (None, ""))
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


# In every form

_KINDS = {"added": told("added"), "removed": told("removed"), "merged": told("merged"), "changed": told("changed")}
_WHY = {
    "obsolete": told("obsolete"),
    "zombie": told("zombie clause"),
    "repeated": told("repeated"),
    "moved": told("moved"),
}


def difference_view(
    loaded: LoadedMethod, years: tuple[int, int], found: Sequence[Difference],
    changed: Sequence[tuple[int, Change]] | None,
) -> View:  # fmt: skip
    """Two editions compared; `changed` are the results that differ, None where no facts were given."""

    def page() -> Page:
        rows = [(_KINDS[each.kind], each.name, _detail(each)) for each in found]
        notes: list[str] = [] if rows else [told("Both years are judged alike.")]
        if changed is not None and not changed:
            notes.append(told("No unit would have another result under the other edition."))
        editions = [loaded.method.edition(year) for year in years]
        results = [
            (year, each.key, *(card_text(edition, card) for edition, card in zip(editions, each[1:], strict=True)))
            for year, each in changed or ()
        ]
        by_years = (told("By {year}", year=year) for year in years)
        title = told("{method}: {first} and {last} compared", method=loaded.method.name, first=years[0], last=years[1])
        differ = table_of(rows, told("Change"), Column(told("Clause"), style="bold"), told("What"))
        return Page(title, [*differ, *table_of(results, told("Year"), told("Unit"), *by_years)], notes)

    entries = [
        {
            "kind": each.kind,
            "what": each.what,
            "name": each.name.en,
            "name_zh": each.name.zh,
            "year": each.year,
            "why": each.why or None,
            "keys": [{"key": key, "before": before, "after": after} for key, before, after in each.keys],
        }
        for each in found
    ]
    head: dict[str, Any] = {"method": loaded.method.id, "from": years[0], "to": years[1], "differences": entries}
    if changed is not None:
        head["results"] = [{"year": year} | change_entry(each) for year, each in changed]
    columns = ("kind", "what", "year", "why", "key", "before", "after")
    return View(
        page=page,
        columns=columns,
        head=head,
        rows=lambda: (
            dict(zip(columns, (each.kind, each.what, each.year, each.why, *(key or (None, None, None))), strict=True))
            for each in found
            for key in each.keys or (None,)
        ),
    )


def _detail(difference: Difference) -> Any:
    if difference.kind == "removed":
        return _WHY.get(difference.why, "")
    if difference.kind == "merged":
        return told("from {clauses}", clauses=tuple(difference.why.split(", ")))
    return tuple(
        told("{key}: {before} → {after}", key=key, before=_value(before), after=_value(after))
        for key, before, after in difference.keys
    )


def _value(value: Any) -> Any:
    if value is None:
        return told("none")
    return value if isinstance(value, str | int | float) else json_text(value)
