"""What may be wrong in card files that can be read: plain functions, records in and problems out.

What keeps an honour from being computed at all is told when the files are read (`placing`); these checks look for
what is read all the same and may not be meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from pingan_cli.problems import WARNING, Problem
from pingan_cli.records.cards import CardFile
from pingan_cli.records.cells import plain
from pingan_cli.records.naming import described, level_named, named, often
from pingan_cli.records.statements import Body, Found, Statement
from pingan_cli.texts import all_of, told

FEW = 5
"""Counts of holders that differ by less say nothing, however small they are."""

LEVEL_TITLES = ("level", "级别", "层级")
COUNTY_TITLES = ("县(市、区)", "县（市、区）")
_LEVELS = {
    "city": ("city", "设区市", "地级市", "市", "市级"),
    "county": ("county", "district", "县", "区", "县级", "县级市", "县(市、区)", "县（市、区）"),
}
_LEVEL_OF = {word: level for level, words in _LEVELS.items() for word in words}


def repeated_rows(body: Body) -> Iterator[Found]:
    """The same unit, year and result a second time, in whichever of the files."""
    seen: dict[tuple[str, str | float], int] = {}
    twice: set[tuple[str, str | float, int]] = set()
    for _, each in body.every():
        bit, what = 1 << each.year, (each.key, each.result)
        if seen.get(what, 0) & bit:
            twice.add((*what, each.year))
        seen[what] = seen.get(what, 0) | bit
    first: dict[tuple[str, str | float, int], str] = {}
    for cards, each in body.every() if twice else ():
        what = (each.key, each.result, each.year)
        if what in first:
            message = told(
                "{unit} stands for {year} already at {place}", unit=plain(each.unit), year=each.year, place=first[what]
            )
            yield Found(cards, each.line, each.unit_at, Problem("row-repeated", message, severity=WARNING))
        elif what in twice:
            first[what] = f"{cards.table.path}:{each.line}"


def missing_years(body: Body) -> Iterator[Found]:
    """Years of which nothing is on record, between years of which something is."""
    starts = _first_of_each_period(body)
    ladder = body.ladder
    before = -1
    for period in sorted(starts):
        if 0 <= before < period - 1:
            first, last = ladder.year(before + 1), ladder.year(period - 1)
            years = first if first == last else told("{first} to {last}", first=first, last=last)
            message = told("nothing is on record for {years}", years=years)
            hint = told("a year without any row is unknown, and no streak is sure across it")
            problem = Problem("year-gap", message, hint=hint, severity=WARNING)
            cards, each = starts[period]
            yield Found(cards, each.line, each.year_at, problem)
        before = period


def unusual_years(body: Body) -> Iterator[Found]:
    """Years with less than half or more than twice the holders of the years beside them, level by level."""
    starts = _first_of_each_period(body)
    periods = sorted(starts)
    for level, counts in sorted(_holders(body).items()):
        for index, period in enumerate(periods):
            beside = _beside(periods, index)
            here, there = counts.get(period, 0), [counts.get(each, 0) for each in beside]
            fewer = bool(there) and here * 2 < min(there) and min(there) - here >= FEW
            more = len(there) > 1 and here > 2 * max(there) and here - max(there) >= FEW
            if fewer or more:
                others = [
                    told("{count} for {year}", count=counts.get(each, 0), year=body.ladder.year(each))
                    for each in sorted(beside)
                ]
                what = told("holders of the level {level}", level=level_named(level)) if level else told("holders")
                year = body.ladder.year(period)
                message = told(
                    "{what}: {count} for {year}, but {others}", what=what, count=here, year=year, others=all_of(others)
                )
                hint = told("is the list whole?") if fewer else told("is there one list too many?")
                cards, each = starts[period]
                problem = Problem("holders-unusual", message, hint=hint, severity=WARNING)
                yield Found(cards, each.line, each.year_at, problem)


def _first_of_each_period(body: Body) -> dict[int, tuple[CardFile, Statement]]:
    starts: dict[int, tuple[CardFile, Statement]] = {}
    for cards, each in body.complete():
        starts.setdefault(body.period(each), (cards, each))
    return starts


def _holders(body: Body) -> dict[str, dict[int, int]]:
    """For each level and period how many units hold the card; one level without a name where none is known."""
    periods_of: dict[tuple[str, str], int] = {}
    for _, each in body.complete():
        if each.holds:
            unit = body.unit(each)
            what = (each.key, (unit.level if unit else None) or "")
            periods_of[what] = periods_of.get(what, 0) | 1 << body.period(each)
    counts: dict[str, dict[int, int]] = {}
    for (_, level), mask in periods_of.items():
        of_level = counts.setdefault(level, {})
        for period in range(mask.bit_length()):
            if mask >> period & 1:
                of_level[period] = of_level.get(period, 0) + 1
    return counts


def _beside(periods: list[int], index: int) -> list[int]:
    """The period before and the one after; at either end the nearest two."""
    if 0 < index < len(periods) - 1:
        return [periods[index - 1], periods[index + 1]]
    return periods[1:3] if index == 0 else periods[:-1][-2:]


def ended_codes(body: Body) -> Iterator[Found]:
    """Codes and names of units that had ended by that year; the history is read as that of the unit after them."""
    registry = body.registry
    first: dict[str, Found] = {}
    times: dict[str, int] = {}
    for cards, each in body.every() if registry else ():
        now = body.unit(each)
        bearers = registry.bearers(each.unit) if registry else []
        if now and registry and bearers and all(unit.last_year and unit.last_year < each.year for unit in bearers):
            message = told(
                "{unit} had ended by {year}; it is {now} now",
                unit=described(bearers[-1]),
                year=each.year,
                now=described(now),
            )
            problem = Problem("code-ended", message, hint=told("write {code}", code=now.code), severity=WARNING)
            first.setdefault(each.unit, Found(cards, each.line, each.unit_at, problem))
            times[each.unit] = times.get(each.unit, 0) + 1
    yield from _with_counts(first, times)


def uncovered_levels(body: Body) -> Iterator[Found]:
    """Holders of a level that the ladder does not cover, who appear in no award."""
    ladder = body.ladder
    first: dict[str, Found] = {}
    times: dict[str, int] = {}
    for cards, each in body.every() if ladder.levels and body.registry else ():
        unit = body.unit(each)
        if each.holds and unit and unit.level not in ladder.levels:
            message = told(
                "{unit} ({code}) is of the level {level}, which {ladder} does not cover",
                unit=named(unit),
                code=unit.code,
                level=level_named(unit.level),
                ladder=ladder.id,
            )
            hint = told("its levels are {levels}", levels=tuple(map(level_named, ladder.levels)))
            problem = Problem("level-uncovered", message, hint=hint)
            first.setdefault(each.unit, Found(cards, each.line, each.unit_at, problem))
            times[each.unit] = times.get(each.unit, 0) + 1
    yield from _with_counts(first, times)


def listed_levels(body: Body) -> Iterator[Found]:
    """Units listed under another level than the registry's: in a column of levels, or in a column for counties."""
    for cards, _, statements in body.files if body.registry else ():
        titles = [title.lower() for title in cards.table.header]
        said_at = next((titles.index(title) for title in LEVEL_TITLES if title in titles), None)
        said: dict[int, str] = {}
        if said_at is not None:
            said = {line: row[said_at] for line, row in cards.table.numbered() if said_at < len(row)}
        first: dict[str, Found] = {}
        times: dict[str, int] = {}
        for each in statements:
            unit = body.unit(each)
            if unit is None or unit.level not in _LEVELS:
                continue
            listed = _LEVEL_OF.get(plain(said.get(each.line, "")).casefold())
            index, severity = said_at or 0, "error"
            if listed is None and each.unit_at < len(titles) and titles[each.unit_at] in COUNTY_TITLES:
                listed, index, severity = "county", each.unit_at, WARNING
            if listed and listed != unit.level:
                message = told(
                    "{unit} ({code}) is listed as a {listed}, and is a {level}",
                    unit=named(unit),
                    code=unit.code,
                    listed=level_named(listed),
                    level=level_named(unit.level),
                )
                problem = Problem("unit-level", message, severity=severity)
                first.setdefault(each.unit, Found(cards, each.line, index, problem))
                times[each.unit] = times.get(each.unit, 0) + 1
        yield from _with_counts(first, times)


def unknown_names(body: Body) -> Iterator[Found]:
    """Names beside a code or another name that the registry does not know; those that it does are told in reading."""
    registry = body.registry
    for cards, _, statements in body.files if registry else ():
        keys = {each.unit: each.key for each in statements}
        for (unit, _), names in cards.names.items():
            for name, line in names.items():
                if registry and unit in keys and not registry.named(name):
                    known = described(registry.by_code[keys[unit]])
                    message = told(
                        "{spelt} is {unit}; no unit is called {name!r}", spelt=plain(unit), unit=known, name=name
                    )
                    yield Found(cards, line, 0, Problem("names-differ", message, severity=WARNING))


def _with_counts(first: dict[str, Found], times: dict[str, int]) -> Iterator[Found]:
    """Each problem once, with how many lines it was found on."""
    for what, found in first.items():
        yield found._replace(problem=found.problem._replace(message=often(found.problem.message, times[what])))
