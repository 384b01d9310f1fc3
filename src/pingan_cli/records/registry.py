"""The registry of units: who there is, what they were called, and which unit a name means."""

from __future__ import annotations

import csv
import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pingan_cli.engine.units import Line, Unit, lines_of
from pingan_cli.problems import Problem, did_you_mean, nearest
from pingan_cli.records.cells import plain, simplified
from pingan_cli.records.findings import Findings
from pingan_cli.records.header import titles_named
from pingan_cli.records.naming import described
from pingan_cli.records.table import Table, open_table
from pingan_cli.texts import any_of, one_by_one, told

_COLUMNS = ("code", "name_en", "name_zh", "level", "parent", "first_year", "last_year", "predecessors", "successors",
            "change", "carries_on", "reason", "reason_zh", "basis")  # fmt: skip
TITLES = titles_named(_COLUMNS, ("code",), ("name_en", "name_zh"))
_MOST_COMPARED = 200_000
"""So many names are compared with unknown ones, to name the nearest: that takes longer than reading a row by far."""

_MOST_TOLD = 5
"""So many units of a circle are named."""

_PROVINCES = {
    code: (full, full.removesuffix(ending))
    for ending, provinces in {
        "省": {
            "13": "河北省", "14": "山西省", "21": "辽宁省", "22": "吉林省", "23": "黑龙江省",
            "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省",
            "37": "山东省", "41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省",
            "46": "海南省", "51": "四川省", "52": "贵州省", "53": "云南省", "61": "陕西省",
            "62": "甘肃省", "63": "青海省", "71": "台湾省",
        },
        "市": {"11": "北京市", "12": "天津市", "31": "上海市", "50": "重庆市"},
        "自治区": {"15": "内蒙古自治区", "54": "西藏自治区"},
        "壮族自治区": {"45": "广西壮族自治区"},
        "回族自治区": {"64": "宁夏回族自治区"},
        "维吾尔自治区": {"65": "新疆维吾尔自治区"},
    }.items()
    for code, full in provinces.items()
}  # fmt: skip
"""The provinces by the first two digits of the codes of their units (GB/T 2260), in full and in short."""

_KINDS = {"市": "city", "县": "county", "区": "district"}
_AUTONOMOUS = re.compile("(.{2,}?)(?:[^族]{1,3}族)*自治县")
_IGNORED = re.compile(r"[\s'’‘`´\-]+")


class Kin(NamedTuple):
    """A unit before or after another. `year`: the first under the new order; `carries`: whether the history goes on."""

    unit: Unit
    year: int | None
    carries: bool


class Family(NamedTuple):
    """A unit, those out of which it was made or that were merged into it, and those that were made out of it."""

    unit: Unit
    predecessors: tuple[Kin, ...]
    successors: tuple[Kin, ...]


class Registry:
    """The units in force, by code and by every name that they bear or bore.

    A name may be a code, an English name with or without "City", "County" or "District", in any case and with or
    without its apostrophe, or a Chinese name with or without 市, 县 or 区, in simplified or traditional characters, and
    with its province and city before it. Names of before a renaming mean the line
    that carries the history on.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = tuple(units)
        self.lines = {line.key: line for line in lines_of(self.units)}
        self.by_code = {unit.code: unit for line in self.lines.values() for unit in line.units}
        self._line_of = {unit.code: line for line in self.lines.values() for unit in line.units}
        self._compared: dict[str, bool] = {}
        self._spelt: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            for form in {_folded(form) for form in _forms(unit)}:
                self._spelt[form].append(unit)

    def line(self, code: str) -> Line:
        """The line of the unit with that code."""
        return self._line_of[code]

    def bearers(self, name: str) -> list[Unit]:
        """The units that bear or bore a name, each under its own code."""
        found = self._spelt.get(_folded(name), ())
        return list(found) if found or name.isascii() else self._bearers_in_full(_folded(name))

    def _bearers_in_full(self, name: str) -> list[Unit]:
        """The units that are meant by a name in traditional characters, or with its province or city before it."""
        name = simplified(name)
        if found := self._simplified.get(name):
            return list(found)
        code, rest = _without_province(name)
        found = [unit for unit in self._simplified.get(rest, ()) if unit.code.startswith(code)]
        for city in () if found else self._cities:
            within = next((rest.removeprefix(each) for each in _city_names(city) if rest.startswith(each)), "")
            if within and city.code.startswith(code):
                found = [unit for unit in self._simplified.get(within, ()) if unit.parent == city.code]
                if found:
                    break
        return found

    @cached_property
    def _simplified(self) -> dict[str, list[Unit]]:
        """The units by every name of theirs in simplified characters."""
        found: dict[str, list[Unit]] = {}
        for form, units in self._spelt.items():
            found.setdefault(simplified(form), []).extend(units)
        return found

    @cached_property
    def _cities(self) -> list[Unit]:
        """The units to which others belong."""
        parents = {unit.parent for unit in self.units}
        return [unit for unit in self.units if unit.code in parents and unit.name_zh]

    def named(self, name: str) -> list[Line]:
        """The lines that a name may mean: one where it is plain, several where it is not, none where unknown."""
        lines: dict[str, Line] = {}
        for unit in self.bearers(name):
            line = self._line_of[unit.code]
            lines[line.key] = line
        return list(lines.values())

    def find(self, name: str) -> Line | Problem:
        """The one line that a name means, or a problem that lists the candidates or the nearest names."""
        lines = self.named(name)
        if len(lines) == 1:
            return lines[0]
        if lines:
            units = one_by_one(map(described, self.bearers(name)))
            hint = told("write the code, or the Chinese name in full")
            message = told("{name!r} may be any of these: {units}", name=name, units=units)
            return Problem("unit-ambiguous", message, hint=hint)
        few = len(self._compared) * len(self._spelt) < _MOST_COMPARED
        compared = self._compared.setdefault(name, few)
        found = [self._spelt[form][0] for form in nearest(_folded(name), self._spelt, 3)] if compared else []
        near = dict.fromkeys(described(unit) for unit in found)
        hint = told("did you mean {word}?", word=any_of(near)) if near else told("'pingan units' lists the units")
        return Problem("unit-unknown", told("there is no unit {name!r} in the registry", name=name), hint=hint)

    def search(self, query: str, level: str | None = None) -> list[Unit] | Problem:
        """The units that a name or a part of one means, all for an empty one, by code; or why there are none."""
        levels = sorted({unit.level for unit in self.units if unit.level})
        if level is not None and level not in levels:
            hint = did_you_mean(level, levels) or told("the levels are {levels}", levels=tuple(levels))
            return Problem("level-unknown", told("there is no level {level!r} in the registry", level=level), hint=hint)
        wanted = _folded(query)
        found = [unit for line in self.named(query) for unit in line.units] or [
            unit for form, units in self._spelt.items() if wanted in form for unit in units
        ]
        chosen = [unit for unit in dict.fromkeys(found) if level in (None, unit.level)]
        if chosen:
            return sorted(chosen, key=lambda unit: unit.code)
        unknown = self.find(query)
        return unknown if isinstance(unknown, Problem) else []

    def family(self, code: str) -> Family:
        """Where the unit with that code comes from and what became of it, in the order of the registry."""
        unit = self.by_code[code]
        kin = [self.units[index] for index in sorted(self._kin.get(code, ()))]
        before = [other for other in kin if _follows(other, unit)]
        after = [other for other in kin if _follows(unit, other)]
        return Family(
            unit,
            tuple(Kin(other, _change(other, unit), self._carries(other, unit)) for other in before),
            tuple(Kin(other, _change(unit, other), self._carries(unit, other)) for other in after),
        )

    @cached_property
    def _kin(self) -> dict[str, set[int]]:
        """For each code the places in `units` of those that bear it, that name it, or that are named by its bearer."""
        of_code: defaultdict[str, list[int]] = defaultdict(list)
        for index, unit in enumerate(self.units):
            of_code[unit.code].append(index)
        kin: defaultdict[str, set[int]] = defaultdict(set)
        for index, unit in enumerate(self.units):
            for code in {*unit.predecessors, *unit.successors, unit.carries_on or unit.code}:
                kin[code].add(index)
                kin[unit.code].update(of_code.get(code, ()))
        return dict(kin)

    def _carries(self, earlier: Unit, later: Unit) -> bool:
        line = self._line_of[later.code].units
        return any(pair == (earlier, later) for pair in pairwise(line))


def _follows(earlier: Unit, later: Unit) -> bool:
    """Whether a unit was made out of another, or that one merged into it."""
    told = later.code in earlier.successors or earlier.code in (*later.predecessors, later.carries_on)
    return told and earlier is not later and (earlier.code != later.code or _ends_before(earlier, later))


def _change(earlier: Unit, later: Unit) -> int | None:
    """The first assessment year after a unit became another, or gave a part to it."""
    return earlier.last_year + 1 if earlier.last_year is not None else later.first_year


def _forms(unit: Unit) -> set[str]:
    """Every way to write a unit."""
    forms = {unit.code, unit.name}
    if not unit.name_zh:
        return forms
    forms.add(unit.name_zh)
    if kind := _KINDS.get(unit.name_zh[-1]):
        forms |= {unit.name_zh[:-1], f"{unit.name} {kind}"}
    if unit.name_zh.endswith("自治县") and (autonomous := _AUTONOMOUS.fullmatch(unit.name_zh)):
        forms |= {f"{unit.name} Autonomous County", autonomous[1], f"{autonomous[1]}县"}
    return forms - {""}


def _city_names(city: Unit) -> tuple[str, ...]:
    """A city's name before that of one of its units, in full or without 市."""
    name = simplified(city.name_zh or "")
    return (name, name[:-1]) if name.endswith("市") else (name,)


def _without_province(name: str) -> tuple[str, str]:
    """The code of the province that stands before a name, and the rest; no code and the name where none does."""
    for code, (full, short) in _PROVINCES.items():
        for each in (full, short):
            if name.startswith(each) and len(name) > len(each):
                return code, name.removeprefix(each)
    return "", name


def _folded(name: str) -> str:
    if name.isascii() and name.isalnum():  # most codes, in which there is nothing to ignore
        return name.casefold()
    return _IGNORED.sub("", plain(name)).casefold()


class _Row(NamedTuple):
    """A unit, the line that it stands on, and what the column `carries_on` says: a code, `none` or nothing."""

    unit: Unit
    line: int
    carries_on: str


def read_registry(path: Path) -> tuple[Registry | None, list[Problem]]:
    """The registry in a CSV file with the columns of `data/zhejiang/units.csv`, or all that is wrong with it.

    The column `carries_on` holds the code of the unit whose history one carries on (its own, where it went through a
    merger unchanged) or `none`. Where it is empty, a unit whose `change` is `renamed` or `converted` hands its
    history to its successor.
    """
    table, problems = open_table(path, TITLES)
    if table is None:
        return None, problems
    header = [title.lower() for title in table.header]
    problems = _wrong_header(table, header)
    rows: list[_Row] = []
    found = Findings()
    if not problems:
        rows, found, problems = _rows(table, header)

    def wrong(row: _Row, column: str, message: str) -> None:
        found.add(row.line, header.index(column), Problem("registry-invalid", message))

    _check_years(rows, wrong)
    _check_kin(rows, wrong)
    units = _carrying_on(rows, wrong)
    problems += table.placed(found)
    return (None, problems) if problems else (Registry(units), [])


def _wrong_header(table: Table, header: list[str]) -> list[Problem]:
    """What keeps the header from being that of a registry; columns that are like none of its own are let be."""
    found = Findings()

    def wrong(message: str, index: int = 0, hint: str = "") -> None:
        found.add(table.first_line, index, Problem("csv-header", message, hint=hint))

    absent = [column for column in _COLUMNS if column not in header]
    for index, title in enumerate(header):
        if title in header[:index] and title in _COLUMNS:
            wrong(told("{title!r} is here a second time", title=title), index)
        elif title not in _COLUMNS and (hint := did_you_mean(title, absent)):
            wrong(told("the column {title!r} is none of a registry's", title=title), index, hint)
    if "code" not in header or not {"name_en", "name_zh"} & set(header):
        hint = told("its columns are {columns}", columns=_COLUMNS)
        wrong(told("a registry needs code and name_en or name_zh"), hint=hint)
    return table.placed(found)


def _rows(table: Table, header: list[str]) -> tuple[list[_Row], Findings, list[Problem]]:
    """The rows of the registry, what is wrong with single ones by line and cell, and what is with the file."""
    rows: list[_Row] = []
    found = Findings()
    problems: list[Problem] = []

    def wrong(message: str, column: str = "code", code: str = "registry-invalid") -> None:
        found.add(line, header.index(column), Problem(code, message))

    line = table.first_line
    try:
        for line, cells in table.numbered():
            if not any(map(str.strip, cells)):
                continue
            row = dict.fromkeys(_COLUMNS, "") | dict(zip(header, map(plain, cells), strict=False))
            if len(cells) < len(header) or any(cells[len(header) :]):
                message = told(
                    "the header has {columns} columns, and this row {cells}", cells=len(cells), columns=len(header)
                )
                wrong(message, code="csv-row")
                continue
            if not row["code"] or not (row["name_en"] or row["name_zh"]):
                wrong(told("a unit needs a code and a name"), code="csv-row")
                continue
            years: list[int | None] = []
            for column in ("first_year", "last_year"):
                if row[column] and not re.fullmatch("[12][0-9]{3}", row[column]):
                    wrong(told("{text!r} is no year", text=row[column]), column, "year-invalid")
                    row[column] = ""
                years.append(int(row[column]) if row[column] else None)
            first_year, last_year = years
            unit = Unit(
                row["code"], row["name_en"] or row["name_zh"], row["name_zh"] or None, row["level"] or None,
                row["parent"] or None, first_year, last_year, None, row["change"], row["basis"],
                _codes(row["predecessors"]), _codes(row["successors"]), row["reason"],
                row["reason_zh"],
            )  # fmt: skip
            rows.append(_Row(unit, line, row["carries_on"]))
    except csv.Error as error:
        problems.append(table.broken(error))
    if not rows and not found and not problems:
        place = (str(table.path), table.first_line, 1)
        problems.append(Problem("csv-no-rows", told("there is no unit in this registry"), *place))
    return rows, found, problems


def _codes(cell: str) -> tuple[str, ...]:
    """The codes in a cell, between semicolons."""
    return tuple(code for code in map(plain, cell.split(";")) if code)


_Wrong = Callable[[_Row, str, str], None]


def _check_years(rows: list[_Row], wrong: _Wrong) -> None:
    """Every unit ends after it begins, and no code stands for two units at once."""
    of_code: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        code, first, last = row.unit.code, row.unit.first_year, row.unit.last_year
        if first and last and first > last:
            message = told("{code} would end in {last} before it begins in {first}", code=code, last=last, first=first)
            wrong(row, "last_year", message)
            continue
        others = of_code[code]  # none of which are in force at once, so that one or two are beside the new one
        at = bisect(others, first or 0, key=lambda other: other.unit.first_year or 0)
        clash = next((each for each in others[max(at - 1, 0) : at + 1] if not _are_apart(each.unit, row.unit)), None)
        if clash:
            message = told("the code {code} stands on line {line} for the same years", code=code, line=clash.line)
            wrong(row, "code", message)
        else:
            others.insert(at, row)


def _are_apart(one: Unit, other: Unit) -> bool:
    return _ends_before(one, other) or _ends_before(other, one)


def _ends_before(one: Unit, other: Unit) -> bool:
    return one.last_year is not None and other.first_year is not None and one.last_year < other.first_year


def _check_kin(rows: list[_Row], wrong: _Wrong) -> None:
    """Every unit named as one's predecessor, successor or past is in the registry."""
    codes = {row.unit.code for row in rows}
    for row in rows:
        unit = row.unit
        kin = (("predecessors", unit.predecessors), ("successors", unit.successors), ("carries_on", (row.carries_on,)))
        for column, named in kin:
            for code in named:
                if code and code not in codes and (column, code) != ("carries_on", "none"):
                    message = told(
                        "{code} names {other} in {column}, which is not in the registry",
                        code=unit.code,
                        other=code,
                        column=column,
                    )
                    wrong(row, column, message)


def _carrying_on(rows: list[_Row], wrong: _Wrong) -> list[Unit]:
    """The units, each with the code of the one whose history it carries on: no unit's twice, and in no circle."""
    of_code: defaultdict[str, list[_Row]] = defaultdict(list)
    handed: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        of_code[row.unit.code].append(row)
        if row.unit.change in ("renamed", "converted") and len(row.unit.successors) == 1:
            handed[row.unit.successors[0]].append(row)
    before: dict[_Row, _Row] = {}
    heirs: dict[_Row, _Row] = {}
    for row in rows:
        for other in of_code[row.carries_on] if row.carries_on else handed[row.unit.code]:
            if other is row:
                continue
            if other in heirs:
                message = told(
                    "{code} is carried on by {one} and by {other}",
                    code=other.unit.code,
                    one=heirs[other].unit.code,
                    other=row.unit.code,
                )
                wrong(row, "code", message)
            elif row in before:
                message = told(
                    "{code} carries on {one} and {other}",
                    code=row.unit.code,
                    one=before[row].unit.code,
                    other=other.unit.code,
                )
                wrong(row, "code", message)
            else:
                before[row], heirs[other] = other, row
    for chain in _circles(rows, before):
        for index, row in enumerate(chain):
            following = (index + step for step in range(1, min(len(chain), _MOST_TOLD + 1)))
            through = tuple(chain[each % len(chain)].unit.code for each in following)
            wrong(row, "code", told("{code} carries on itself, through {codes}", code=row.unit.code, codes=through))
    return [row.unit._replace(carries_on=before[row].unit.code) if row in before else row.unit for row in rows]


def _circles(rows: list[_Row], before: dict[_Row, _Row]) -> Iterator[list[_Row]]:
    """The rows that carry on one another in a circle, each circle once, in the order in which they do."""
    followed: set[_Row] = set()
    for row in rows if before else ():
        chain: dict[_Row, int] = {}
        at: _Row | None = row
        while at is not None and at not in followed:
            chain[at] = len(chain)
            followed.add(at)
            at = before.get(at)
        if at is not None and at in chain:
            yield [*chain][chain[at] :]
