"""The facts of a year: what is on record for each unit, in the shapes that card lists have."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path

from pingan_cli.assess.method import Method
from pingan_cli.engine.units import Unit
from pingan_cli.problems import WARNING, Problem, did_you_mean
from pingan_cli.records.cards import HEADERS, REGIONS
from pingan_cli.records.cells import plain
from pingan_cli.records.findings import Findings
from pingan_cli.records.header import titles_of
from pingan_cli.records.registry import Registry
from pingan_cli.records.table import Table, open_table
from pingan_cli.records.years import year_of, years_in
from pingan_cli.texts import told

EVERYBODY = "*"
"""The unit of a fact that is given for all units of a year."""

FACT_HEADERS = HEADERS | {
    "unit": (*HEADERS["unit"], *REGIONS),
    "level": ("level", "级别", "层级"),
    "indicator": ("indicator", "fact", "clause", "指标", "事项"),
    "value": ("value", "值", "数值", "指标值"),
}
"""The names under which the columns of a file of facts are known."""

_YES = ("yes", "true", "√", "✓", "是", "有")
_NO = ("no", "false", "×", "✗", "否", "无")
_UNKNOWN = ("unknown", "?", "？", "未知", "不详", "待定")
_NOT_APPLICABLE = ("n/a", "na", "不适用")
_NUMBER = re.compile(r"[-+−]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")


class Word(Enum):
    """A value that is no number: it is not known, or the clause does not apply to the unit."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "n/a"


Value = Decimal | Word


def value_of(text: str, measure: str = "") -> Value | None:
    """What a cell says: a number, with or without its unit of measure; yes and no as 1 and 0; a word; None for else.

    >>> value_of("1,204.5"), value_of("97.1%", "%"), value_of("未知")
    (Decimal('1204.5'), Decimal('97.1'), <Word.UNKNOWN: 'unknown'>)
    """
    word = plain(text).casefold()
    if measure:
        word = word.removesuffix(measure.casefold()).rstrip()
    if _NUMBER.fullmatch(word) and len(word) <= 40:
        try:
            return Decimal(word.replace(",", "").replace("−", "-"))
        except InvalidOperation:  # pragma: no cover - the form leaves none
            return None
    for words, value in ((_YES, Decimal(1)), (_NO, Decimal(0)), (_UNKNOWN, Word.UNKNOWN)):
        if word in words:
            return value
    return Word.NOT_APPLICABLE if word in _NOT_APPLICABLE else None


@dataclass
class Facts:
    """Values by year, unit and fact. `units` are those named, by their code or their spelling, in their order.

    `own_levels` tells a unit's level where no registry does.
    """

    registry: Registry | None = None
    values: dict[int, dict[str, dict[str, Value]]] = field(default_factory=dict[int, dict[str, dict[str, Value]]])
    own_levels: dict[str, str] = field(default_factory=dict[str, str])
    files: list[str] = field(default_factory=list[str])

    @property
    def years(self) -> list[int]:
        """The years of which there are facts, rising."""
        return sorted(self.values)

    def units(self, year: int) -> list[str]:
        """The units of which the year's facts speak, in the order of the files."""
        return [unit for unit in self.values.get(year, ()) if unit != EVERYBODY]

    def unit(self, key: str, year: int) -> Unit:
        """The unit with its names, level and parent, as far as they are known."""
        if self.registry is None:
            return Unit(key, key, level=self.own_levels.get(key))
        line = self.registry.line(key)
        return line.at(year) or line.units[-1]


def read_facts(paths: Sequence[Path], method: Method, registry: Registry | None = None) -> tuple[Facts, list[Problem]]:
    """The facts in files, and everything that is wrong with them or doubtful.

    A file is long (`year,unit,indicator,value`), or wide with a column for each fact by its id or name; where it has
    no column for the year, the year is that of its name. Facts are those that any edition reads; others are told.
    """
    facts = Facts(registry)
    problems: list[Problem] = []
    for path in paths:
        problems += _Reader(method, facts).read(path)
    return facts, problems


class _Reader:
    """Reads files of facts into one value."""

    def __init__(self, method: Method, facts: Facts) -> None:
        self.facts = facts
        self.measures: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        for edition in method.editions:
            for fact in edition.facts.values():
                for name in (fact.id, *fact.name):
                    self.ids.setdefault(plain(name).casefold(), fact.id)
            for clause in edition.clauses:
                if clause.measure:
                    self.measures.setdefault(clause.look.reads, clause.measure.en)
        self.levels = method.editions[0].levels
        self.first_year = method.first_year
        self.given = {fact.id for edition in method.editions for fact in edition.facts.values() if fact.given}
        self.unread: dict[str, int] = {}
        self._keys: dict[str, str | Problem] = {}
        self._facts_of: dict[str, str] = {}
        self._places: dict[tuple[str, ...], tuple[int, str, dict[str, Value]]] = {}
        self._values: dict[tuple[str, str], Value | None] = {}
        self._said: dict[tuple[int, str, str], int] = {}

    def read(self, path: Path) -> list[Problem]:
        known = titles_of(FACT_HEADERS | {"fact": tuple(self.ids)}, ("unit", "code", "english"))
        table, problems = open_table(path, known)
        if table is None:
            return problems
        self.facts.files.append(str(path))
        columns, named, problem = self._columns(table)
        if problem is not None:
            return [problem]
        found = Findings()
        try:
            for line, row in table.numbered():
                if any(row):
                    self._row(line, row, columns, named, table, found)
        except csv.Error as error:
            return [*table.placed(found), table.broken(error)]
        problems = table.placed(found)
        for name, line in self.unread.items():
            hint = did_you_mean(name, [*dict.fromkeys(self.ids.values())])
            message = told("no clause reads {name!r}", name=name)
            problems.append(Problem("fact-unread", message, str(table.path), line, 1, hint, WARNING))
        self.unread, self._said, self._places = {}, {}, {}
        return problems

    def _columns(self, table: Table) -> tuple[dict[str, int], dict[int, str], Problem | None]:
        """Where the cells stand: columns by their role, and those of a wide file by the fact."""
        roles = {name: role for role, names in FACT_HEADERS.items() for name in names}
        columns: dict[str, int] = {}
        named: dict[int, str] = {}
        for index, title in enumerate(table.header):
            role = roles.get(title.lower())
            if role and role not in columns:
                columns[role] = index
            elif fact := self.ids.get(title.casefold()):
                named[index] = fact
            elif title:
                self.unread.setdefault(title, table.first_line)
        if "indicator" in columns and "value" in columns:
            named = {}
            self.unread = {}
        lacking = [role for role in ("indicator", "value") if role not in columns]
        message = ""
        if not {"unit", "code", "english"} & set(columns):
            message = told("no column names the unit")
        elif "year" not in columns and len(years_in(table.path)) != 1:
            message = told("no column holds the year, and the file's name holds none")
        elif not named and lacking:
            message = told("no column is a fact that the method reads")
        if message:
            hint = told("the columns are year, unit, indicator and value; or year, unit and one for each fact")
            return columns, named, Problem("csv-header", message, str(table.path), table.first_line, 1, hint)
        return columns, named, None

    def _row(
        self, line: int, row: list[str], at: dict[str, int], named: dict[int, str], table: Table, found: Findings
    ) -> None:
        place = self._place(line, row, at, table, found)
        if place is None:
            return
        year, key, of_unit = place
        if named:
            for index, fact in named.items():
                if index < len(row) and row[index].strip():
                    self._fact(line, index, (year, key, fact), row[index], of_unit, found)
            return
        word = row[at["indicator"]] if at["indicator"] < len(row) else ""
        fact = self._facts_of.get(word)
        if fact is None:
            fact = self._facts_of[word] = self.ids.get(plain(word).casefold(), "")
        if not fact:
            self.unread.setdefault(plain(word), line)
        else:
            text = row[at["value"]] if at["value"] < len(row) else ""
            self._fact(line, at["value"], (year, key, fact), text, of_unit, found)

    def _place(
        self, line: int, row: list[str], at: dict[str, int], table: Table, found: Findings
    ) -> tuple[int, str, dict[str, Value]] | None:
        """The year and the unit of a row, and what is known of that unit; None where they cannot be told."""
        cells = tuple(
            row[at[role]] if role in at and at[role] < len(row) else ""
            for role in ("code", "unit", "english", "year", "level")
        )
        if cells in self._places:
            return self._places[cells]
        code, unit, english, year_text, level = map(plain, cells)
        name, unit_at = next(
            ((text, at[role]) for text, role in ((code, "code"), (unit, "unit"), (english, "english")) if text), ("", 0)
        )
        if not name:
            found.add(line, at.get("unit", 0), Problem("csv-row", told("this row names no unit")))
            return None
        key = self._key(name)
        if isinstance(key, Problem):
            found.add(line, unit_at, key)
            return None
        year_text = year_text if "year" in at else years_in(table.path)[0].text
        year = year_of(year_text)
        if year is None:
            hint = told("a year has four digits, such as 2023")
            message = told("{text!r} is no year", text=year_text)
            found.add(line, at.get("year", 0), Problem("year-invalid", message, hint=hint))
            return None
        if key != EVERYBODY and self.facts.registry is None and (wrong := self._level(key, level)):
            found.add(line, at["level"], wrong)
            return None
        of_unit = self.facts.values.setdefault(year, {}).setdefault(key, {})
        self._places[cells] = year, key, of_unit
        return year, key, of_unit

    def _level(self, key: str, level: str) -> Problem | None:
        """Keep the level that a row tells of a unit; why it cannot be where the method or another row says so."""
        level = {"市": "city", "县": "county"}.get(level, level)
        if level and self.levels and level not in self.levels:
            message = told("the method covers no level {level!r}", level=level)
            return Problem("level-unknown", message, hint=did_you_mean(level, self.levels))
        if level and self.facts.own_levels.setdefault(key, level) != level:
            message = told("{unit} is {level} in another row", unit=key, level=self.facts.own_levels[key])
            return Problem("fact-invalid", message)
        return None

    def _fact(
        self, line: int, index: int, at: tuple[int, str, str], text: str, of_unit: dict[str, Value], found: Findings
    ) -> None:
        year, key, fact = at
        spelt = fact, text
        if spelt not in self._values:
            self._values[spelt] = value_of(text, self.measures.get(fact, ""))
        value = self._values[spelt]
        if value is None:
            hint = told("it is a number, yes or no, unknown, or n/a")
            message = told("{text!r} is no value", text=plain(text)) if text.strip() else told("there is no value here")
            found.add(line, index, Problem("fact-invalid", message, hint=hint))
        elif key == EVERYBODY and fact not in self.given:
            message = told("{fact} is a fact of each unit, not of all", fact=fact)
            found.add(
                line, index, Problem("fact-invalid", message, hint=told("a fact for all units stands under given"))
            )
        elif of_unit.setdefault(fact, value) != value:
            message = told(
                "{fact} of {unit} for {year} stands on line {line} with another value",
                fact=fact, unit=key, year=year, line=self._said.get(at, 0),
            )  # fmt: skip
            found.add(line, index, Problem("fact-invalid", message))
        else:
            self._said.setdefault(at, line)

    def _key(self, name: str) -> str | Problem:
        """The unit that a name means: its own spelling where there is no registry."""
        if name not in self._keys:
            registry = self.facts.registry
            if name == EVERYBODY or registry is None:
                self._keys[name] = name
            else:
                line = registry.find(name)
                self._keys[name] = line if isinstance(line, Problem) else line.key
        return self._keys[name]
