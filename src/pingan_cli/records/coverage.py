"""Whom a list covers: who is not on it has missed the year, if it covers that unit, and else nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Unit
from pingan_cli.problems import WARNING, Problem, did_you_mean
from pingan_cli.records.histories import Coverage, Histories
from pingan_cli.records.naming import level_named, named
from pingan_cli.records.registry import Registry
from pingan_cli.texts import told

LEVEL_WORDS = {
    "city": ("city", "cities", "设区市", "地级市", "市"),
    "county": ("county", "counties", "县", "区", "县级", "县(市、区)", "县（市、区）"),
}
"""The levels of shipped registries by every name under which they are written."""

_SHOWN = 3


def coverage_of(words: Sequence[str], registry: Registry | None) -> tuple[Coverage | None, list[Problem]]:
    """The coverage that levels and cities make, in any of their names; None where nothing is said of it."""
    if not words:
        return None, []
    if registry is None:
        hint = told("name a registry with --units")
        return None, [Problem("usage", told("whom a list covers can only be said of units in a registry"), hint=hint)]
    known = {unit.level for unit in registry.units if unit.level}
    parents = {unit.parent for unit in registry.units if unit.parent}
    levels: set[str] = set()
    cities: set[str] = set()
    problems: list[Problem] = []
    for word in words:
        level = next((each for each, names in LEVEL_WORDS.items() if word.casefold() in names), word)
        city = [line.units[-1].code for line in registry.named(word) if line.key in parents]
        if level in known:
            levels.add(level)
        elif city:
            cities.add(city[0])
        else:
            names = [
                *sorted(known),
                *(registry.by_code[code].name for code in sorted(parents) if code in registry.by_code),
            ]
            hint = did_you_mean(word, names) or told("such as {names}", names=tuple(names[: _SHOWN + 1]))
            problems.append(Problem("level-unknown", told("{word!r} is no level and no city", word=word), hint=hint))
    return (Coverage(frozenset(levels), frozenset(cities)), []) if not problems else (None, problems)


def uncovered(histories: Histories, ladder: Ladder, listed: Iterable[str], file: str, line: int) -> list[Problem]:
    """Warnings of the levels and cities of which no unit is ever on lists that are read as complete for all units."""
    registry = histories.registry
    if registry is None or not histories.complete:
        return []
    on_lists = [unit for key in listed for unit in registry.line(key).units]
    if not on_lists:
        return []
    last = ladder.year(histories.complete.bit_length() - 1)
    every = [unit for each in registry.lines.values() if (unit := each.at(last)) and _covers(ladder, unit)]
    seen_levels = {unit.level for unit in on_lists}
    seen_cities = {code for unit in on_lists for code in (unit.parent, unit.code)}
    found: list[Problem] = []

    def warn(message: str, word: str) -> None:
        hint = told("if the lists say nothing of them: --covers {word}; else nothing need be done", word=word)
        found.append(Problem("coverage-unsaid", message, file, line, 1, hint, WARNING))

    for level in dict.fromkeys(unit.level for unit in every if unit.level):
        count = sum(unit.level == level for unit in every)
        if level not in seen_levels:
            message = told(
                "no unit of the level {level} is on these lists, so all {count} are read as having missed every year",
                level=level_named(level), count=count,
            )  # fmt: skip
            warn(message, next((each for each in sorted(seen_levels - {None}, key=str) if each), level) or level)
    cities = dict.fromkeys(unit.parent for unit in every if unit.parent in registry.by_code)
    absent = [code for code in cities if code not in seen_cities]
    if absent and len(absent) < len(cities):
        names = tuple(named(registry.by_code[code or ""]) for code in absent[:_SHOWN])
        message = told(
            "no unit of {count} of the {all} cities is on these lists ({names} …), so all units there are read as "
            "having missed every year", count=len(absent), all=len(cities), names=names,
        )  # fmt: skip
        present = [code for code in cities if code in seen_cities]
        warn(message, registry.by_code[present[0] or ""].name if len(present) == 1 else told("CITY"))
    return found


def _covers(ladder: Ladder, unit: Unit) -> bool:
    return not ladder.levels or unit.level in ladder.levels
