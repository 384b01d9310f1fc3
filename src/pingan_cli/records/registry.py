"""The registry of units: who there is, what they were called, and which unit a name means."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pingan_cli.diagnostics import Problem, did_you_mean, nearest
from pingan_cli.engine.units import Line, Unit, lines_of
from pingan_cli.records.table import Table, open_table

_COLUMNS = ("code", "name_en", "name_zh", "level", "parent", "first_year", "last_year", "successors", "change",
            "carries_on", "basis")  # fmt: skip
_KINDS = {"市": "city", "县": "county", "区": "district"}
_SUFFIX = re.compile("(?:[\u4e00-\u9fff]{1,3}族)?自治县$|[市县区]$")
_IGNORED = re.compile(r"[\s'’‘`´\-]+")


class Registry:
    """The units in force, by code and by every name that they bear or bore.

    A name may be a code, an English name with or without "City", "County" or "District", in any case and with or
    without its apostrophe, or a Chinese name with or without 市, 县 or 区. Names of before a renaming mean the line
    that carries the history on.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = tuple(units)
        self.lines = {line.key: line for line in lines_of(self.units)}
        self.by_code = {unit.code: unit for line in self.lines.values() for unit in line.units}
        self._line_of = {unit.code: line for line in self.lines.values() for unit in line.units}
        self._spelt: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            for form in {_folded(form) for form in _forms(unit)}:
                self._spelt[form].append(unit)

    def line(self, code: str) -> Line:
        """The line of the unit with that code."""
        return self._line_of[code]

    def named(self, name: str) -> list[Line]:
        """The lines that a name may mean: one where it is plain, several where it is not, none where unknown."""
        lines: dict[str, Line] = {}
        for unit in self._spelt.get(_folded(name), ()):
            line = self._line_of[unit.code]
            lines[line.key] = line
        return list(lines.values())

    def find(self, name: str) -> Line | Problem:
        """The one line that a name means, or a problem that lists the candidates or the nearest names."""
        lines = self.named(name)
        if len(lines) == 1:
            return lines[0]
        if lines:
            bearers = self._spelt[_folded(name)]
            told = "; ".join(self.described(unit) for unit in bearers)
            hint = "write the code, or the Chinese name in full"
            return Problem("unit-ambiguous", f"{name!r} may be any of these: {told}", hint=hint)
        found = [self._spelt[form][0] for form in nearest(_folded(name), self._spelt, 3)]
        near = dict.fromkeys(self.described(unit) for unit in found)
        hint = f"did you mean {' or '.join(near)}?" if near else "'pingan units' lists the units"
        return Problem("unit-unknown", f"there is no unit {name!r} in the registry", hint=hint)

    def search(self, query: str, level: str | None = None) -> list[Unit] | Problem:
        """The units that a name or a part of one means, all for an empty one, by code; or why there are none."""
        levels = sorted({unit.level for unit in self.units if unit.level})
        if level is not None and level not in levels:
            hint = did_you_mean(level, levels) or f"the levels are {', '.join(levels)}"
            return Problem("level-unknown", f"there is no level {level!r} in the registry", hint=hint)
        wanted = _folded(query)
        found = [unit for line in self.named(query) for unit in line.units] or [
            unit for form, units in self._spelt.items() if wanted in form for unit in units
        ]
        chosen = [unit for unit in dict.fromkeys(found) if level in (None, unit.level)]
        if chosen:
            return sorted(chosen, key=lambda unit: unit.code)
        unknown = self.find(query)
        return unknown if isinstance(unknown, Problem) else []

    def described(self, unit: Unit) -> str:
        """A unit as messages name it: `Dongtou (洞头区, 330305)`, with the years of one that ended."""
        ended = f", until {unit.last_year}" if unit.last_year else ""
        return f"{unit.name} ({unit.name_zh}, {unit.code}{ended})"


def _forms(unit: Unit) -> set[str]:
    forms = {unit.code, unit.name}
    if unit.name_zh:
        stem = _SUFFIX.sub("", unit.name_zh)
        forms |= {unit.name_zh, stem} if stem else {unit.name_zh}
        kind = _KINDS.get(unit.name_zh[-1])
        if kind:
            forms.add(f"{unit.name} {kind}")
        if kind == "county" and unit.name_zh.endswith("自治县"):
            forms |= {f"{unit.name} autonomous county", f"{stem}县"}
    return forms


def _folded(name: str) -> str:
    return _IGNORED.sub("", name).casefold()


def read_registry(path: Path) -> tuple[Registry | None, list[Problem]]:
    """The registry in a CSV file with the columns of `data/zhejiang/units.csv`, or all that is wrong with it.

    A unit whose `change` is `renamed` or `converted` hands its history to its successor; where a column
    `carries_on` is filled in, it decides instead.
    """
    table, problems = open_table(path, _COLUMNS)
    if table is None:
        return None, problems
    odd = [column for column in table.header if column not in _COLUMNS]
    if odd or not {"code"} < {"code", "name_en", "name_zh"} & set(table.header):
        what = (
            f"the column {odd[0]!r} is none of a registry's" if odd else "a registry needs code and name_en or name_zh"
        )
        hint = did_you_mean(odd[0], _COLUMNS) if odd else ""
        hint = hint or f"its columns are {', '.join(_COLUMNS)}"
        return None, [Problem("csv-header", what, str(path), 1, 1, hint)]
    units, places, problems = _units(table)
    problems += _contradictions(units, places, str(path))
    return (None, problems) if problems else (Registry(units), [])


def _units(table: Table) -> tuple[list[Unit], dict[Unit, int], list[Problem]]:
    """The units of the rows, the line of each, and what is wrong with single rows."""
    units: dict[Unit, int] = {}
    problems: list[Problem] = []
    successors: dict[str, tuple[Unit, int]] = {}

    def wrong(line: int, message: str, code: str = "registry-invalid") -> None:
        problems.append(Problem(code, message, str(table.path), line, 1))

    try:
        for line, cells in table.numbered():
            if not any(cells):
                continue
            row = dict.fromkeys(_COLUMNS, "") | dict(zip(table.header, map(str.strip, cells), strict=False))
            if len(cells) != len(table.header) or not row["code"] or not (row["name_en"] or row["name_zh"]):
                wrong(line, "a unit needs a code, a name and every column of the header")
                continue
            years: list[int | None] = []
            for text in (row["first_year"], row["last_year"]):
                if text and not re.fullmatch("[12][0-9]{3}", text):
                    wrong(line, f"{text!r} is no year", "year-invalid")
                    text = ""
                years.append(int(text) if text else None)
            first, last = years
            if first and last and first > last:
                wrong(line, f"{row['code']} would end in {last} before it begins in {first}")
            unit = Unit(
                row["code"], row["name_en"] or row["name_zh"], row["name_zh"] or None, row["level"] or None,
                row["parent"] or None, first, last, row["carries_on"] or None, row["change"], row["basis"],
            )  # fmt: skip
            for other, its_line in units.items():
                if other.code == unit.code and not _apart(other, unit):
                    wrong(line, f"the code {unit.code} stands on line {its_line} for the same years")
            units[unit] = line
            if unit.change in ("renamed", "converted") and ";" not in row["successors"]:
                successors[row["successors"]] = (unit, line)
    except csv.Error as error:
        return [], {}, [Problem("csv-broken", str(error), str(table.path))]
    for code, (unit, line) in successors.items():
        heirs = [heir for heir in units if heir.code == code and heir is not unit]
        if not heirs:
            wrong(line, f"{unit.code} names the successor {code}, which is not in the registry")
        elif heirs[-1].carries_on is None:
            units = {
                each._replace(carries_on=unit.code) if each is heirs[-1] else each: at for each, at in units.items()
            }
    if not units and not problems:
        wrong(1, "there is no unit in this registry", "csv-no-rows")
    return list(units), units, problems


def _apart(one: Unit, other: Unit) -> bool:
    """Whether two units exist in different years."""
    return any(
        before.last_year is not None and after.first_year is not None and before.last_year < after.first_year
        for before, after in ((one, other), (other, one))
    )


def _contradictions(units: list[Unit], places: dict[Unit, int], file: str) -> list[Problem]:
    """What is wrong between the units: histories carried on from nowhere, twice, or in a circle."""
    problems: list[Problem] = []
    bearers: dict[str, str] = {}
    carries_on = {unit.code: unit.carries_on for unit in units if unit.carries_on not in (None, unit.code)}

    def wrong(unit: Unit, message: str) -> None:
        problems.append(Problem("registry-invalid", message, file, places[unit], 1))

    for unit in units:
        before = unit.carries_on
        if before is None:
            continue
        if not any(other.code == before and other is not unit for other in units):
            wrong(unit, f"{unit.code} carries on {before}, which is not in the registry")
        elif before in bearers:
            wrong(unit, f"{before} is carried on by {bearers[before]} and by {unit.code}")
        bearers[before] = unit.code
        chain = [unit.code]
        while (earlier := carries_on.get(chain[-1])) and earlier not in chain:
            chain.append(earlier)
        if earlier == unit.code:
            wrong(unit, f"{unit.code} carries on itself, through {', '.join(chain[1:])}")
    return problems
