"""Reads facts in the shapes that card lists have, and holds them against the method that is to judge them."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pingan_cli.assess.bounds import has_ends
from pingan_cli.assess.facts import EVERYBODY, Facts, Value, Word, value_of
from pingan_cli.assess.method import Edition, Method
from pingan_cli.problems import WARNING, Problem, did_you_mean
from pingan_cli.records.cards import HEADERS, REGIONS, WEAK_HEADERS, columns_of, lists_in
from pingan_cli.records.cells import alike, plain
from pingan_cli.records.doubts import this_year
from pingan_cli.records.findings import Findings
from pingan_cli.records.header import IGNORED_BESIDE, titles_of
from pingan_cli.records.naming import level_meant
from pingan_cli.records.registry import Registry
from pingan_cli.records.rows import Columns, Row, Rows, warnings_of
from pingan_cli.records.sources import tables_of
from pingan_cli.records.table import Table, open_table
from pingan_cli.records.years import year_of
from pingan_cli.texts import told

_HEADERS = {
    "year": HEADERS["year"], "unit": HEADERS["unit"], "code": HEADERS["code"], "english": HEADERS["english"],
    "region": REGIONS,
    "level": ("level", "级别", "层级"), "parent": ("parent", "所属市", "所在市", "上级", "上级单位"),
    "indicator": ("indicator", "fact", "clause", "指标", "事项"),
    "result": ("value", "值", "数值", "指标值"),
}  # fmt: skip
"""The names under which the columns of a file of facts are known."""

_NEEDED = ("unit", "code", "english", "region")
_MEASURED = re.compile(r"(.+?) ?[(（\[【](?:单位[:：] ?)?([^()（）]+)[)）\]】]")


class _Place(NamedTuple):
    """A year and a unit, what is known of it, where each fact stands, and which values facts can have that year."""

    year: int
    key: str
    known: dict[str, Value]
    lines: dict[str, tuple[Path, int]]
    allowed: _Allowed


@dataclass(frozen=True)
class _Columns(Columns):
    """Where the cells stand; `facts` are those of a wide file, or the years under which a row has the values of one."""

    level: int | None = None
    parent: int | None = None
    indicator: int | None = None
    facts: tuple[tuple[int, str], ...] = ()


def read_facts(paths: Sequence[Path], method: Method, registry: Registry | None = None) -> tuple[Facts, list[Problem]]:
    """The facts in files, folders and workbooks, and everything that is wrong with them or doubtful.

    A file is long (`year,unit,indicator,value`), or wide with a column for each fact by its id or name; where it has
    no column for the year, the year is that of its name. Facts are those that any edition reads; others are told.
    """
    facts = Facts(registry)
    reader = _Reader(method, facts)
    problems: list[Problem] = []
    for path in paths:
        try:
            tables, wrong = tables_of(path)
        except OSError:
            tables, wrong = [path], []
        problems += wrong
        if not tables and not wrong:
            problems.append(Problem("folder-without-csv", told("there is no CSV file in this folder"), str(path)))
        for table in tables:
            lists, warnings = lists_in(table)
            problems += [*warnings, *(problem for each in lists for problem in reader.read(each))]
    return facts, problems


class _Reader:
    """Reads files of facts into one value."""

    def __init__(self, method: Method, facts: Facts) -> None:
        self.method, self.facts = method, facts
        self.levels = method.editions[0].levels
        self.measures: defaultdict[str, set[str]] = defaultdict(set)
        named: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for edition in method.editions:
            for fact in edition.facts.values():
                for name in (fact.id, *fact.name):
                    named[plain(name).casefold()][fact.id] = None
                self.measures[fact.id].update(fact.measures)
        ids = {fact for facts in named.values() for fact in facts}
        self.ids = {name: name if name in ids else next(iter(facts)) for name, facts in named.items()}
        self.shared = {name: tuple(facts) for name, facts in named.items() if len(facts) > 1 and name not in ids}
        self.given = {fact.id for edition in method.editions for fact in edition.facts.values() if fact.given}
        self.titles = titles_of(
            {"fact": tuple(self.ids)} | _HEADERS, _NEEDED, ("fact", "indicator", "year"), years=True, weak=WEAK_HEADERS
        )
        self._columns_alone = titles_of(_HEADERS, _NEEDED, ("year",), years=True, weak=WEAK_HEADERS)
        self._unread: dict[str, int] = {}
        self._keys: dict[str, str | Problem] = {}
        self._facts_of: dict[str, str] = {}
        self._places: dict[tuple[str, ...], _Place | None] = {}
        self._lines: dict[tuple[int, str], dict[str, tuple[Path, int]]] = {}
        self._allowed: dict[int, _Allowed] = {}

    def read(self, path: Path) -> list[Problem]:
        """Read one table; what is wrong with it and doubtful."""
        table, problems = open_table(path, self.titles)
        if table is None:
            return problems
        self.facts.files.append(str(path))
        self._unread, self._places = {}, {}
        columns, problems = self._columns(table, table.header, table.first_line, "")
        if columns is None:
            return problems
        found = Findings()

        def of_section(header: Sequence[str], line: int, title: str) -> Columns | list[Problem]:
            section, wrong = self._columns(table, header, line, title)
            return section or wrong

        rows = Rows(table, columns, self.titles, of_section)
        try:
            for row in rows:
                self._row(row, table, found)
        except csv.Error as error:
            return [*table.placed(found), table.broken(error)]
        needed = (told("a year"), told("a unit"), told("a value"))
        hint = told("every row needs {cells}; what is not known is written as unknown", cells=needed)
        for line in rows.reading.short:
            found.add(line, 0, Problem("csv-row", told("a needed cell is missing or empty"), hint=hint))
        for each in rows.reading.wrong.all():
            found.add(*each)
        unread = [
            Problem("fact-unread", told("no clause reads {name!r}", name=name), str(table.path), line, 1,
                    did_you_mean(name, [*dict.fromkeys(self.ids.values())]), WARNING)
            for name, line in self._unread.items()
        ]  # fmt: skip
        return [*table.warnings, *warnings_of(table, rows.reading), *table.placed(found), *unread]

    def _columns(
        self, table: Table, header: Sequence[str], line: int, title: str
    ) -> tuple[_Columns | None, list[Problem]]:
        """Where the cells stand below a header: those of every list, and those of a wide file by the fact."""
        roles = self._columns_alone.roles(header)
        at = {role: index for index, role in reversed(roles.items())}
        is_long = "indicator" in at
        named = {} if is_long else {
            index: fact for index, name in enumerate(header) if index not in roles and (fact := self._fact_of(name))
        }  # fmt: skip
        plainly = ["" if index in named else name for index, name in enumerate(header)]
        columns, found = columns_of(table, self._columns_alone, plainly, line, title)
        if columns is None:
            return None, table.placed(found)
        if shared := [(line, index, wrong) for index in named if (wrong := self._shared(header[index]))]:
            return None, table.placed(Findings(shared))
        for index, name in enumerate(header):
            is_known = index in roles or index in named or index in dict(columns.years)
            if name and not is_known and name.casefold() not in IGNORED_BESIDE:
                self._unread.setdefault(name, line)
        years = columns.years if is_long else ()
        if not named and not (is_long and (years or columns.result is not None)):
            hint = told("the columns are year, unit, indicator and value; or year, unit and one for each fact")
            message = told("no column is a fact that the method reads")
            return None, [Problem("csv-header", message, str(table.path), line, 1, hint)]
        width = max(index for index, name in enumerate(header) if name) + 1
        cells = years or tuple(named.items())
        result = columns.result if is_long else None
        return _Columns(
            columns.unit, columns.code, columns.year, result, cells, columns.file_year, columns.english, width,
            at.get("level"), at.get("parent"), at.get("indicator"), tuple(named.items()),
        ), []  # fmt: skip

    def _shared(self, title: str) -> Problem | None:
        """Why a title names no fact where several have that name."""
        if facts := self.shared.get(plain(title).casefold()):
            message = told("{name!r} is the name of several facts: {facts}", name=plain(title), facts=facts)
            return Problem("fact-invalid", message, hint=told("write the id of the one that is meant"))
        return None

    def _fact_of(self, title: str) -> str:
        """The fact that a title names, by its id or its name, with or without its measure behind it in brackets."""
        fact = self.ids.get(plain(title).casefold(), "")
        measured = None if fact else _MEASURED.fullmatch(plain(title))
        if measured and (meant := self.ids.get(measured[1].casefold())):
            return meant if value_of(f"1{measured[2]}", self.measures[meant]) is not None else ""
        return fact

    def _row(self, row: Row, table: Table, found: Findings) -> None:
        line, cells, at, unit, unit_at = row
        assert isinstance(at, _Columns)
        if at.facts:
            place = self._place(line, cells, at, unit, unit_at, at.file_year, table, found)
            filled = False
            for index, fact in at.facts:
                if index < len(cells) and (text := cells[index]) and not text.isspace():
                    filled = True
                    self._fact(line, index, fact, text, place, table, found)
            if place and not filled and place.key != EVERYBODY:
                message = told("{unit!r} has no value: it is counted as a unit, and may be a heading", unit=plain(unit))
                hint = told("delete the row, or mark it with # if it is none")
                found.add(line, unit_at, Problem("row-doubtful", message, hint=hint, severity=WARNING))
            return
        word = cells[at.indicator] if at.indicator is not None and at.indicator < len(cells) else ""
        if word not in self._facts_of:
            self._facts_of[word] = self._fact_of(word)
        if shared := self._shared(word):
            found.add(line, at.indicator or 0, shared)
        if not (fact := self._facts_of[word]):
            self._unread.setdefault(plain(word), line)
        if shared or not fact:
            return
        for index, year in at.years or ((at.result or 0, at.file_year),):
            if not at.years or (index < len(cells) and cells[index].strip()):
                place = self._place(line, cells, at, unit, unit_at, year, table, found)
                self._fact(line, index, fact, cells[index], place, table, found)

    def _place(
        self, line: int, row: list[str], at: _Columns, unit: str, unit_at: int, year_text: str, table: Table,
        found: Findings,
    ) -> _Place | None:  # fmt: skip
        """The year and the unit of a row, and what is known of that unit; None where they cannot be told."""
        width = len(row)
        year_text = row[at.year] if at.year is not None and at.year < width else year_text
        level = row[at.level] if at.level is not None and at.level < width else ""
        parent = row[at.parent] if at.parent is not None and at.parent < width else ""
        cells = unit, year_text, level, parent
        if cells not in self._places:
            self._places[cells] = None
            key, year = self._key(unit), year_of(year_text)
            wrong: list[tuple[int | None, Problem]] = []
            if isinstance(key, Problem):
                wrong.append((unit_at, key))
            elif key != EVERYBODY and self.facts.registry is None:
                wrong += [(at.level, each) for each in self._told(key, "level", level_meant(plain(level)))]
                wrong += [(at.parent, each) for each in self._told(key, "parent", plain(parent))]
            if year is None:
                hint = told("a year has four digits, such as 2023")
                message = told("{text!r} is no year", text=plain(year_text))
                wrong.append((at.year, Problem("year-invalid", message, hint=hint)))
            for index, problem in wrong:
                found.add(line, index or 0, problem)
            if not wrong and not isinstance(key, Problem) and year is not None:
                self.facts.places.setdefault(key, (str(table.path), line))
                edition = self.method.edition(max(year, self.method.first_year))
                if edition.since not in self._allowed:
                    self._allowed[edition.since] = _Allowed(edition)
                known = self.facts.values.setdefault(year, {}).setdefault(key, {})
                lines = self._lines.setdefault((year, key), {})
                self._places[cells] = _Place(year, key, known, lines, self._allowed[edition.since])
        return self._places[cells]

    def _key(self, unit: str) -> str | Problem:
        """The unit that a name means: its own spelling where there is no registry."""
        name = plain(unit)
        if name in (EVERYBODY, "＊"):
            return EVERYBODY
        if name not in self._keys:
            line = self.facts.registry.find(name) if self.facts.registry else name
            self._keys[name] = line if isinstance(line, str | Problem) else line.key
        return self._keys[name]

    def _told(self, key: str, what: str, value: str) -> Iterator[Problem]:
        """Keep the level or the parent that a row tells of a unit; why it cannot be."""
        if not value:
            return
        if what == "level" and self.levels and value not in self.levels:
            message = told("the method covers no level {level!r}", level=value)
            hint = did_you_mean(value, self.levels) or told("the levels are {levels}", levels=tuple(self.levels))
            yield Problem("level-unknown", message, hint=hint)
            return
        own = self.facts.own_levels if what == "level" else self.facts.own_parents
        if own.setdefault(key, value) != value:
            message = told("{unit} is {level} in another row", unit=key, level=own[key])
            if what == "parent":
                message = told("{unit} lies in {parent} in another row", unit=key, parent=own[key])
            yield Problem("fact-invalid", message)

    def _fact(
        self, line: int, index: int, fact: str, text: str, place: _Place | None, table: Table, found: Findings
    ) -> None:
        value = place.allowed.read.get((fact, text)) if place else None
        if place and value is not None and place.known.setdefault(fact, value) == value and place.key != EVERYBODY:
            place.lines.setdefault(fact, (table.path, line))
            return
        value, message, hint = value_of(text, self.measures[fact]), "", ""
        if value is None:
            message = told("{text!r} is no value", text=plain(text))
            hint = told("it is a number, yes or no, unknown, or n/a")
            if plain(text).endswith(("%", "％")) and "%" not in self.measures[fact]:
                hint = told("the method does not say that {fact} is measured in %", fact=fact)
        elif place and place.key == EVERYBODY and fact not in self.given:
            message = told("{fact} is a fact of each unit, not of all", fact=fact)
            hint = told("a fact for all units stands under given")
        elif place and not (message := place.allowed.why_not(fact, value)):
            if place.known.setdefault(fact, value) == value:
                place.allowed.read[fact, text] = value
                place.lines.setdefault(fact, (table.path, line))
                return
            file, before = place.lines[fact]
            said = {"fact": fact, "unit": place.key, "year": place.year, "line": before}
            message = told("{fact} of {unit} for {year} stands on line {line} with another value", **said)
            if file != table.path:
                message = told(
                    "{fact} of {unit} for {year} stands in {file} on line {line} with another value", **said, file=file
                )
        if message:
            found.add(line, index, Problem("fact-invalid", message, hint=hint))


def unjudged(method: Method, facts: Facts, years: Iterable[int]) -> Iterator[Problem]:
    """Units whose level or parent must be known, and is not."""
    if facts.registry is not None:
        return
    said: set[str] = set()
    for year in years:
        edition = method.edition(year)
        scales = {each.look.within for each in (*edition.clauses, *edition.needs) if each.look.rank}
        by_level = edition.limited or "level" in scales or any(mark != "*" for mark in edition.passes)
        for unit in facts.units(year) if by_level and len(edition.levels) > 1 else ():
            if unit not in facts.own_levels and unit not in said:
                said.add(unit)
                message = told("{unit}: the marks differ by level, so its level must be known", unit=unit)
                hint = told("add a column level, or name --units FILE")
                yield Problem("fact-invalid", message, *facts.places.get(unit, ("", 0)), 1, hint)
        if "parent" in scales and not facts.own_parents:
            message = told("a clause ranks the units that lie together, and nothing says where they lie")
            hint = told("add a column parent, or name --units FILE")
            yield Problem("fact-invalid", message, next(iter(facts.files), ""), hint=hint)
            return


def doubts(method: Method, facts: Facts, years: Sequence[int]) -> Iterator[Problem]:
    """What is doubtful in the facts of these years, as warnings."""
    file = facts.files[0] if facts.files else ""
    for year in years:
        edition = method.edition(year)
        of_year = facts.values.get(year, {})
        named = {fact for values in of_year.values() for fact in values}
        for fact in edition.facts.values():
            if fact.id not in named and fact.unlisted is None:
                message = told("{year}: no row has {fact}, so it is unknown", year=year, fact=fact.id)
                yield Problem("fact-missing", message, file, severity=WARNING)
        for unit in facts.units(year) if facts.registry and edition.levels else ():
            level = facts.unit(unit, year).level
            if level and level not in edition.levels:
                message = told("{unit} is left out: the method covers no level {level!r}", unit=unit, level=level)
                yield Problem("level-uncovered", message, *facts.places.get(unit, ("", 0)), 1, severity=WARNING)
        if year > this_year():
            message = told("{year} cannot have been assessed yet", year=year)
            yield Problem("year-future", message, file, severity=WARNING)
    if facts.registry is None:
        groups: dict[str, str] = {}
        for unit in dict.fromkeys(unit for year in years for unit in facts.units(year)):
            other = groups.setdefault(alike(unit), unit)
            if other != unit:
                message = told("{name!r} is counted as another unit than {other!r}, though they look alike",
                               name=unit, other=other)  # fmt: skip
                hint = told("they differ in case, dashes, quotes, full-width or traditional characters: write one way")
                yield Problem("names-alike", message, *facts.places.get(unit, ("", 0)), 1, hint, WARNING)


class _Allowed:
    """Which values an edition's facts can have. `read` are the cells that were found to hold such a value."""

    def __init__(self, edition: Edition) -> None:
        self.facts = edition.facts
        self.read: dict[tuple[str, str], Value] = {}
        self._divisors = {each.look.per[0] for each in (*edition.clauses, *edition.needs) if each.look.per}
        self._endless = {
            fact
            for clause in edition.clauses
            if clause.look.plain and not has_ends(clause, edition)
            for fact in clause.look.facts
        }

    def why_not(self, fact_id: str, value: Value) -> str:
        """Why a value cannot be, or nothing."""
        fact = self.facts.get(fact_id)
        if fact is None:  # one of another edition
            return ""
        if isinstance(value, Word):
            if value is Word.UNKNOWN and fact_id in self._endless:
                return told("{fact} is unknown, and neither it has a range nor its clause a cap", fact=fact.id)
            return ""
        shown = f"{value:f}"
        if fact.range and not fact.range.low <= value <= fact.range.high:
            first, last = f"{fact.range.low:f}", f"{fact.range.high:f}"
            return told(
                "{fact} {value} lies outside {first} to {last}", fact=fact.id, value=shown, first=first, last=last
            )
        if fact.whole and value != value.to_integral_value():
            return told("{fact} {value} is no whole number", fact=fact.id, value=shown)
        if fact_id in self._divisors and value <= 0:
            return told("{fact} {value} must be above 0", fact=fact.id, value=shown)
        return ""
