"""What lists do not say: whom they cover, and whether their years are those assessed. Warnings where it is doubtful."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Unit
from pingan_cli.problems import WARNING, Problem, did_you_mean
from pingan_cli.records.cards import CardFile
from pingan_cli.records.histories import Coverage, Histories, Masks, union
from pingan_cli.records.marks import UNKNOWN
from pingan_cli.records.naming import level_meant, level_named, named
from pingan_cli.records.registry import Registry
from pingan_cli.texts import told

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
        level = level_meant(word)
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


def this_year() -> int:
    """The year by the clock. Nothing but warnings rests on it."""
    return datetime.datetime.now(tz=datetime.UTC).year


def future_years(files: Iterable[CardFile], ladder: Ladder) -> list[Problem]:
    """Years that cannot have been assessed yet: the ceremony that announces them lies in a year to come."""
    now = this_year()
    found: list[Problem] = []
    for cards in files:
        late = [
            text for text, bit in cards.years.items() if bit and (cards.years.year(text) or 0) + ladder.announced > now
        ]
        if late and (place := _first(cards, set(late))):
            line, year = place
            message = told(
                "{year} cannot have been assessed yet: it is announced in {announced}", year=year,
                announced=year + ladder.announced,
            )  # fmt: skip
            hint = told("is it a plan, or the year of a ceremony? for that there is --years-are announced")
            found.append(Problem("year-future", message, str(cards.table.path), line, 1, hint, WARNING))
    return found


def _first(cards: CardFile, years: set[str]) -> tuple[int, int] | None:
    """The first line with one of these years and a card, and the year."""
    for line, _, _, year, _, mark, _ in cards.cells():
        if year in years and mark.strip().casefold() not in ("missed", UNKNOWN, "0", "×", "否", "?"):
            return line, cards.years.year(year) or 0
    return None


def ceremony_years(
    files: Sequence[CardFile], histories: Histories, certain: Histories | None, ladder: Ladder
) -> list[Problem]:
    """That years look like those of the ceremony: the first comes too late, or certain records are contradicted.

    `certain` are the shipped records. They are held against the lists as they stand, and against the same lists a year
    earlier for each year between assessment and ceremony.
    """
    shift = ladder.announced
    if not shift or ladder.period != 1 or not files:
        return []
    listed = {key: mask for key, mask in histories.held.items() if mask}
    recorded = union(listed.values())
    if not recorded:
        return []
    first = (recorded & -recorded).bit_length() - 1
    late = first == shift and not histories.before
    as_they_are = _contradicted(listed, recorded, certain, 0)
    earlier = _contradicted(listed, recorded, certain, shift)
    if not (late and earlier <= as_they_are) and not earlier < as_they_are:
        return []
    evidence = told("the first is {year}, and cards are given since {first}", year=ladder.year(first),
                    first=ladder.first_year)  # fmt: skip
    if earlier < as_they_are:
        evidence = told(
            "{count} shipped records are contradicted, and {fewer} if each card is for the year before",
            count=as_they_are, fewer=earlier,
        )  # fmt: skip
    message = told("these look like years of the ceremony: {evidence}", evidence=evidence)
    hint = told("--years-are announced reads them so; --years-are assessed says that they are not")
    cards = files[0]
    return [Problem("year-announced", message, str(cards.table.path), cards.table.first_line, 1, hint, WARNING)]


def _contradicted(listed: Masks, recorded: int, certain: Histories | None, shift: int) -> int:
    """How many certain results of units on the lists are other ones there, the lists being so many years earlier."""
    count = 0
    for key, mask in listed.items():
        held, missed = (certain.held.get(key, 0), certain.missed.get(key, 0)) if certain else (0, 0)
        count += ((held & (recorded >> shift) & ~(mask >> shift)) | (missed & (mask >> shift))).bit_count()
    return count
