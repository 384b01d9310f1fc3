"""What may be wrong in card files that can be read.

What keeps an honour from being computed at all is told when the files are read (`placing`); these checks look for
what is read all the same and may not be meant. Each is a function of a `Body`: it looks at the masks of the files, and
gives a `Look` at their rows only where something shows in them; None where nothing does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pingan_cli.check.body import AtFirstOfPeriod, Body, Found, Look, OnceForEach
from pingan_cli.problems import WARNING, Problem
from pingan_cli.records.cards import CardFile
from pingan_cli.records.cells import plain
from pingan_cli.records.findings import MOST
from pingan_cli.records.marks import UNKNOWN
from pingan_cli.records.naming import described, level_named, named, often
from pingan_cli.records.spelling import Statement
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


def repeated_rows(body: Body) -> Look | None:
    """The same unit, year and result a second time, in whichever of the files."""
    if not body.may_repeat:
        together: dict[tuple[str, str | float], int] = {}
        for each in body.summaries():
            what = each.key, each.result
            if together.get(what, 0) & each.mask:
                break
            together[what] = together.get(what, 0) | each.mask
        else:
            return None
    return _Repeated(body)


_What = tuple[str, str | float, int]
"""A unit, a result and a year."""


class _Repeated(Look):
    """Statements that were seen before; the first of each is looked for where it is told."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._seen: dict[tuple[str, str | float], int] = {}
        self._again: list[tuple[CardFile, Statement]] = []
        self._times: dict[int, int] = {}

    def see(self, cards: CardFile, complete: bool, each: Statement) -> None:
        """Note a statement that was seen before."""
        bit, what = 1 << each.year - self._body.ladder.first_year, (each.key, each.result)
        seen = self._seen.get(what, 0)
        if not seen & bit:
            self._seen[what] = seen | bit
            return
        times = self._times[id(cards)] = self._times.get(id(cards), 0) + 1
        if times <= MOST + 1:
            self._again.append((cards, each))

    def found(self) -> Iterator[Found]:
        """The repeated rows, with the place of the first; those beyond `MOST` of a file are only counted."""
        first: dict[_What, str] = {}
        wanted = {_what(each) for _, each in self._again}
        for cards, _, each in self._body.statements() if wanted else ():
            if (what := _what(each)) in wanted:
                wanted.remove(what)
                first[what] = f"{cards.table.path}:{each.line}"
                if not wanted:
                    break
        told_of: dict[int, int] = {}
        for cards, each in self._again:
            message = told(
                "{unit} stands for {year} already at {place}",
                unit=plain(each.unit),
                year=each.year,
                place=first[_what(each)],
            )
            number = told_of[id(cards)] = told_of.get(id(cards), 0) + 1
            times = self._times[id(cards)] - MOST if number > MOST else 1
            problem = Problem("row-repeated", message, severity=WARNING)
            yield Found(cards, each.line, each.unit_at, problem, times)


def _what(each: Statement) -> _What:
    return each.key, each.result, each.year


def missing_years(body: Body) -> Look | None:
    """Years of which nothing is on record, between years of which something is."""
    ladder = body.ladder
    before = -1
    problems: dict[int, list[Problem]] = {}
    for period in _periods(body):
        if 0 <= before < period - 1:
            first, last = ladder.year(before + 1), ladder.year(period - 1)
            years = first if first == last else told("{first} to {last}", first=first, last=last)
            message = told("nothing is on record for {years}", years=years)
            hint = told("a year without any row is unknown, and no streak is sure across it")
            problems[period] = [Problem("year-gap", message, hint=hint, severity=WARNING)]
        before = period
    return AtFirstOfPeriod(body, problems) if problems else None


def unusual_years(body: Body) -> Look | None:
    """Years with less than half or more than twice the holders of the years beside them, level by level."""
    periods = _periods(body)
    problems: dict[int, list[Problem]] = {}
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
                problem = Problem("holders-unusual", message, hint=hint, severity=WARNING)
                problems.setdefault(period, []).append(problem)
    return AtFirstOfPeriod(body, problems) if problems else None


def _periods(body: Body) -> list[int]:
    """The periods of which the complete lists say anything."""
    stated = 0
    for each in body.summaries():
        if each.complete and each.result != UNKNOWN:
            stated |= each.mask
    return [period for period in range(stated.bit_length()) if stated >> period & 1]


def _holders(body: Body) -> dict[str, dict[int, int]]:
    """For each level and period how many units hold the card; one level without a name where none is known."""
    periods_of: dict[tuple[str, str], int] = {}
    for each in body.summaries():
        for unit, mask in body.units(each) if each.complete and each.holds else ():
            what = (each.key, (unit.level if unit else None) or "")
            periods_of[what] = periods_of.get(what, 0) | mask
    alike: dict[tuple[str, int], int] = {}
    for (_, level), mask in periods_of.items():
        alike[level, mask] = alike.get((level, mask), 0) + 1
    counts: dict[str, dict[int, int]] = {}
    for (level, mask), units in alike.items():
        of_level = counts.setdefault(level, {})
        for period in range(mask.bit_length()):
            if mask >> period & 1:
                of_level[period] = of_level.get(period, 0) + units
    return counts


def _beside(periods: list[int], index: int) -> list[int]:
    """The period before and the one after; at either end the nearest two."""
    if 0 < index < len(periods) - 1:
        return [periods[index - 1], periods[index + 1]]
    return periods[1:3] if index == 0 else periods[:-1][-2:]


def ended_codes(body: Body) -> Look | None:
    """Codes and names of units that had ended by that year; the history is read as that of the unit after them."""
    registry = body.registry
    if registry is None or not any(unit.last_year for unit in registry.units):
        return None
    ended: dict[str, int] = {}
    for each in body.summaries():
        years = [unit.last_year for unit in registry.bearers(each.unit)]
        last = max((year or 0 for year in years), default=0)
        if all(years) and last and body.ladder.year(each.mask.bit_length() - 1) > last:
            ended[each.unit] = last

    def problem(each: Statement) -> Problem:
        now = body.unit(each)
        message = told(
            "by {year} this is {now}; {unit} had ended",
            unit=described(registry.bearers(each.unit)[-1]),
            year=each.year,
            now=described(now) if now else each.key,
        )
        code = now.code if now else each.key
        return Problem("code-ended", message, hint=told("write {code}", code=code), severity=WARNING)

    def is_wrong(each: Statement) -> bool:
        return each.year > ended[each.unit] and body.unit(each) is not None

    return OnceForEach(ended, is_wrong, problem) if ended else None


def uncovered_levels(body: Body) -> Look | None:
    """Holders of a level that the ladder does not cover, who appear in no award."""
    ladder = body.ladder
    if not ladder.levels or body.registry is None:
        return None
    levels = (*ladder.levels, None)  # whose level is not known is taken to be covered

    def problem(each: Statement) -> Problem:
        unit = body.unit(each)
        message = told(
            "{unit} ({code}) is of the level {level}, which {ladder} does not cover",
            unit=named(unit) if unit else each.unit,
            code=unit.code if unit else each.key,
            level=level_named(unit.level if unit else None),
            ladder=ladder.id,
        )
        hint = told("its levels are {levels}", levels=tuple(map(level_named, ladder.levels)))
        return Problem("level-uncovered", message, hint=hint)

    def is_wrong(each: Statement) -> bool:
        unit = body.unit(each)
        return each.holds and unit is not None and unit.level not in levels

    uncovered = {
        each.unit
        for each in body.summaries()
        if each.holds and any(unit and unit.level not in levels for unit, _ in body.units(each))
    }
    return OnceForEach(uncovered, is_wrong, problem) if uncovered else None


def listed_levels(body: Body) -> Look | None:
    """Units listed under another level than the registry's: in a column of levels, or in a column for counties."""
    known = {*LEVEL_TITLES, *COUNTY_TITLES}
    says = any(known & {title.lower() for title in cards.table.header} for cards, _ in body.files)
    return _ListedLevels(body) if says and body.registry else None


class _ListedLevels(Look):
    """The levels that the rows say, held against those of the registry."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._cards: CardFile | None = None
        self._rows: Iterator[tuple[int, list[str]]] = iter(())
        self._row: tuple[int, list[str]] = (0, [])
        self._titles: list[str] = []
        self._said_at: int | None = None
        self._first: dict[tuple[int, str], Found] = {}
        self._times: dict[tuple[int, str], int] = {}

    def see(self, cards: CardFile, complete: bool, each: Statement) -> None:
        """Hold a statement against the registry."""
        if cards is not self._cards:
            self._begin(cards)
        counties = each.unit_at < len(self._titles) and self._titles[each.unit_at] in COUNTY_TITLES
        unit = self._body.unit(each) if counties or self._said_at is not None else None
        if unit is None or unit.level not in _LEVELS:
            return
        listed = _LEVEL_OF.get(plain(self._said(each.line)).casefold())
        index, severity = self._said_at or 0, "error"
        if listed is None and counties:
            listed, index, severity = "county", each.unit_at, WARNING
        if listed and listed != unit.level:
            what = id(cards), each.unit
            self._times[what] = self._times.get(what, 0) + 1
            if what not in self._first:
                message = told(
                    "{unit} ({code}) is listed as a {listed}, and is a {level}",
                    unit=named(unit),
                    code=unit.code,
                    listed=level_named(listed),
                    level=level_named(unit.level),
                )
                problem = Problem("unit-level", message, severity=severity)
                self._first[what] = Found(cards, each.line, index, problem)

    def _begin(self, cards: CardFile) -> None:
        self._cards = cards
        self._titles = [title.lower() for title in cards.table.header]
        self._said_at = next((self._titles.index(title) for title in LEVEL_TITLES if title in self._titles), None)
        self._rows = iter(()) if self._said_at is None else cards.table.numbered()
        self._row = (0, [])

    def _said(self, line: int) -> str:
        """The level that the row on a line says."""
        while self._row[0] < line and (row := next(self._rows, None)):
            self._row = row
        at, cells = self._said_at, self._row[1]
        return cells[at] if at is not None and self._row[0] == line and at < len(cells) else ""

    def found(self) -> Iterator[Found]:
        """Each spelling once in each file."""
        yield from _with_counts(self._first, self._times)


def unknown_names(body: Body) -> Look | None:
    """Names beside a code or another name that the registry does not know; those that it does are told in reading."""
    return _UnknownNames(body) if body.registry and any(cards.names for cards, _ in body.files) else None


class _UnknownNames(Look):
    """What reading has noted of names: no row is looked at again."""

    def __init__(self, body: Body) -> None:
        self._body = body

    def found(self) -> Iterator[Found]:
        """A problem for each name beside each unit."""
        registry = self._body.registry
        for cards, _ in self._body.files if registry else ():
            for (unit, _), names in cards.names.items():
                key = self._body.spelling.key(unit)
                for name, line in names.items() if key is not None else ():
                    if registry and key is not None and not registry.named(name):
                        known = described(registry.by_code[key])
                        message = told(
                            "{spelt} is {unit}; no unit is called {name!r}", spelt=plain(unit), unit=known, name=name
                        )
                        yield Found(cards, line, 0, Problem("names-differ", message, severity=WARNING))


def _with_counts(first: Mapping[tuple[int, str], Found], times: Mapping[tuple[int, str], int]) -> Iterator[Found]:
    """Each problem once, with how many lines it was found on."""
    for what, found in first.items():
        yield found._replace(problem=found.problem._replace(message=often(found.problem.message, times[what])))
