"""Who held the card: CSV files in the long, the wide and the file-a-year shape."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pingan_cli.engine.ladder import Ladder
from pingan_cli.problems import Problem, did_you_mean
from pingan_cli.records.findings import MOST, Findings
from pingan_cli.records.holders import read_holders
from pingan_cli.records.sources import names_of
from pingan_cli.records.table import Table, open_table, plain
from pingan_cli.texts import told

HEADERS: dict[str, tuple[str, ...]] = {
    "year": ("year", "年度", "年份", "年", "assessment_year", "assessment year", "考核年度"),
    "unit": ("unit", "单位", "县(市、区)", "县（市、区）", "地区", "name", "名称", "name_zh", "中文名", "中文名称"),
    "code": ("code", "代码", "行政区划代码"),
    "english": ("name_en", "english", "english name", "英文名", "英文名称"),
    "result": ("result", "结果", "mark", "grade", "等级"),
}
"""The names under which the columns of a card file are known."""


def titles(headers: Mapping[str, tuple[str, ...]] = HEADERS) -> list[str]:
    """All the names under which columns are known."""
    return [name for names in headers.values() for name in names]


_ROLES = {
    "year": told("year"),
    "unit": told("unit"),
    "code": told("code"),
    "english": told("English name"),
    "result": told("result"),
}
_YEAR = re.compile(r"((?:19|20|21)[0-9]{2})(?:年度?|\.0+|-01-01(?: 00:00:00)?)?")  # spreadsheets make dates of years
_YEAR_IN_NAME = re.compile("(?<![0-9])((?:19|20|21)[0-9]{2})(?![0-9])")
_LETTERS_FOR_DIGITS = str.maketrans("lIoO", "1100")


@dataclass(frozen=True)
class Columns:
    """Where the cells stand. `years` are the year columns of a wide file; `file_year` is the year of its name.

    A row's unit is told by its code, where that is empty by its name, and where that is too by its English name.
    """

    unit: int | None
    code: int | None
    year: int | None = None
    result: int | None = None
    years: tuple[tuple[int, str], ...] = ()
    file_year: str = ""
    english: int | None = None

    @property
    def all(self) -> set[int]:
        """The indices of all cells that are read."""
        single = (self.unit, self.code, self.year, self.result, self.english)
        return {index for index in (*single, *(index for index, _ in self.years)) if index is not None}


def year_of(text: str) -> int | None:
    """The year that a cell, a title or a name of a file says; None where it says none.

    >>> year_of("２０２３年度")
    2023
    """
    found = _YEAR.fullmatch(plain(text))
    return int(found[1]) if found else None


def years_in(path: Path) -> list[str]:
    """The years that the name of a table says, in their order; that of a sheet or a file in an archive goes first.

    >>> years_in(Path("holders-2006.csv"))
    ['2006']
    """
    for name in names_of(path):
        if years := sorted(set(_YEAR_IN_NAME.findall(name))):
            return years
    return []


_MORE = Problem("year-invalid", told("there are more cells from here on that are no year"))


class Years(dict[str, int]):
    """Year texts and their bit (bit 0 is the ladder's first period), 0 for those that cannot be used.

    `wrong` are those that cannot be meant; `empty` those that are years without a period, in which no card can stand.
    """

    def __init__(self, ladder: Ladder) -> None:
        super().__init__()
        self.ladder = ladder
        self.wrong: dict[str, Problem] = {}
        self.empty: dict[str, Problem] = {}

    def __missing__(self, text: str) -> int:
        year = year_of(text)
        bit = 0
        if year is None and len(self.wrong) >= MOST:
            self.wrong[text] = _MORE
        elif year is None:
            meant = plain(text).translate(_LETTERS_FOR_DIGITS)
            hint = told("a year has four digits, such as 2023")
            if _YEAR.fullmatch(meant):
                hint = told("did you mean {word}?", word=meant)
            self.wrong[text] = Problem("year-invalid", told("{text!r} is no year", text=text), hint=hint)
        elif year < self.ladder.first_year:
            what = told(
                "{year} lies before {first}, the first year of {ladder}",
                year=year,
                first=self.ladder.first_year,
                ladder=self.ladder.id,
            )
            hint = told("years are those assessed, not those in which the card was announced")
            self.wrong[text] = Problem("year-before-ladder", what, hint=hint)
        elif (period := self.ladder.period_of(year)) is None:
            self.empty[text] = _no_period(self.ladder, year)
        else:
            bit = 1 << period
        self[text] = bit
        return bit


def _no_period(ladder: Ladder, year: int) -> Problem:
    if not ladder.is_round(year):
        return Problem(
            "year-without-period",
            told("{year} is no year of a round", year=year),
            hint=told("cards stand in the years of rounds, which 'pingan rules show' tells"),
        )
    return Problem(
        "year-without-period",
        told("the card was given to nobody for {year}, by 'not_held'", year=year),
        hint=told("leave the card out, or take the year from 'not_held' in the ladder file"),
    )


@dataclass
class CardFile:
    """What one file says, in its own spelling: for each mark and unit a mask of periods.

    The mark `""` is that of a list of holders, which has none. `names` gives the names that stand beside a unit's cell.
    """

    table: Table
    columns: Columns
    years: Years
    marks: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    names: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    short_rows: list[int] = field(default_factory=list[int])

    def cells(self) -> Iterator[tuple[int, str, int, str, int, str, int]]:
        """Each statement of the file again: line, unit and its column, year and its column, mark and its column.

        For finding the place of what a faster reading found to be wrong; columns are indices of cells.
        """
        at = self.columns
        for line, row in self.table.numbered():
            unit, unit_at = _unit_cell(row, at)
            if not unit.strip():
                continue
            if at.years:
                for index, year in at.years:
                    if index < len(row) and row[index].strip():
                        yield line, unit, unit_at, year, index, row[index], index
            elif at.year is None or at.year < len(row):
                year = row[at.year] if at.year is not None else at.file_year
                mark = row[at.result] if at.result is not None and at.result < len(row) else ""
                yield line, unit, unit_at, year, at.year or 0, mark, at.result or 0


def _unit_cell(row: list[str], at: Columns) -> tuple[str, int]:
    """The cell that names the unit of a row, and where it stands."""
    for index in (at.code, at.unit, at.english):
        if index is not None and index < len(row) and row[index].strip():
            return row[index], index
    return "", at.unit or at.code or at.english or 0


def _note_names(cards: CardFile, line: int, row: list[str], unit: str, unit_at: int) -> None:
    """Keep the other names of a row's unit, each with the line on which it first stands beside that cell."""
    for index in (cards.columns.unit, cards.columns.english):
        if index is not None and index != unit_at and index < len(row) and (name := plain(row[index])):
            cards.names.setdefault(unit, {}).setdefault(name, line)


def read_cards(
    path: Path, ladder: Ladder, headers: Mapping[str, tuple[str, ...]] = HEADERS, year: int | None = None
) -> tuple[CardFile | None, list[Problem]]:
    """What a card file says, or all that keeps it from being read.

    Its shape is told by its header: `year,unit[,result]` (long), a column for each year (wide), or units alone with
    the year in the file's name; `year` is that of a file whose name does not tell. `headers` are the names under
    which its columns are known.
    """
    table, problems = open_table(path, titles(headers))
    if table is None:
        return None, problems
    columns, problems = columns_of(table, headers, year)
    if columns is None:
        return None, problems
    return read_rows(CardFile(table, columns, Years(ladder)))


def read_rows(cards: CardFile, in_blocks: bool = True) -> tuple[CardFile | None, list[Problem]]:
    """A card file of which nothing but the header has been read, with what its rows say.

    `in_blocks`: whether it is a file whose bytes may be read in blocks where it is a mere list of holders.
    """
    columns, table = cards.columns, cards.table
    try:
        if columns.years:
            _read_wide(cards)
        elif in_blocks and columns.code is None is columns.english is columns.result and columns.unit is not None:
            _read_holders(cards, columns.unit)
        else:
            _read_long(cards)
    except csv.Error as error:
        return None, [table.broken(error)]
    if not cards.marks and not cards.short_rows:
        place = (str(table.path), table.first_line, 1)
        return None, [Problem("csv-no-rows", told("there is a header but no row below it"), *place)]
    return cards, []


def columns_of(
    table: Table, headers: Mapping[str, tuple[str, ...]] = HEADERS, year: int | None = None
) -> tuple[Columns | None, list[Problem]]:
    """Where the cells of a card file stand, told by its header and its name."""
    roles = {name: role for role, names in headers.items() for name in names}
    at: dict[str, int] = {}
    years: list[tuple[int, str]] = []
    wrongs = Findings()

    def wrong(message: str, index: int = 0, hint: str = "", code: str = "csv-header") -> None:
        wrongs.add(table.first_line, index, Problem(code, message, hint=hint))

    for index, title in enumerate(table.header):
        role = roles.get(title.lower())
        if role and role in at:
            wrong(told("{title!r} is a second column for the {role}", title=title, role=_ROLES[role]), index)
        elif role:
            at[role] = index
        elif found := _YEAR.fullmatch(title):
            if any(found[1] == other for _, other in years):
                wrong(told("there are two columns for {year}", year=found[1]), index)
            years.append((index, found[1]))
    for index, title in enumerate(table.header[:MOST]):
        absent = [name for name, role in roles.items() if role not in at and not (role == "year" and years)]
        meant = title.translate(_LETTERS_FOR_DIGITS)
        if title.lower() in roles or _YEAR.fullmatch(title):
            continue
        if _YEAR.fullmatch(meant):
            wrong(
                told("{text!r} is no year", text=title), index, told("did you mean {word}?", word=meant), "year-invalid"
            )
        elif hint := did_you_mean(title, absent):
            wrong(told("the column {title!r} is not known", title=title), index, hint)
    if not {"unit", "code", "english"} & set(at):
        hint = told("call it one of {names}", names=(*headers["unit"], *headers["code"]))
        if len(table.header) == 1 and "\uff0c" in table.header[0]:
            hint = told("the commas are full-width (，); separate the cells with , instead")
        elif not at and not years:
            names = (headers["year"][0], headers["unit"][0])
            hint = told("the first line names the columns, such as {names}", names=names)
        wrong(told("no column names the unit"), hint=hint)
    if years and ("year" in at or "result" in at):
        role = "year" if "year" in at else "result"
        title = table.header[at[role]]
        wrong(told("there is a column for each year and a column {title!r} too", title=title), at[role])
    file_year = ""
    if not years and "year" not in at:
        named = years_in(table.path)
        file_year = named[0] if len(named) == 1 else str(year or "")
        if not file_year:
            hint = told("call it one of {names}, or put the year into the file's name", names=headers["year"])
            message = told("no column holds the year, and the file's name holds none")
            if named:
                message = told(
                    "no column holds the year, and the file's name holds several years: {years}", years=tuple(named)
                )
            wrong(message, hint=hint)
    if wrongs:
        return None, table.placed(wrongs)
    of_unit = at.get("unit"), at.get("code")
    return Columns(*of_unit, at.get("year"), at.get("result"), tuple(years), file_year, at.get("english")), []


def _read_holders(cards: CardFile, unit_at: int) -> None:
    """The commonest and largest files, a unit and its year in each row, for which there is a faster reading."""
    at = cards.columns
    holders, flawed = read_holders(cards.table, cards.years, unit_at, at.year, at.file_year)
    blank = [unit for unit in holders if not unit.strip()]
    for unit in blank:
        del holders[unit]
    if flawed or blank:
        _find_short_rows(cards)
    if holders:
        cards.marks[""] = holders


def _find_short_rows(cards: CardFile) -> None:
    needed = cards.columns.year or 0
    for line, row in cards.table.numbered():
        if any(map(str.strip, row)) and (len(row) <= needed or not _unit_cell(row, cards.columns)[0]):
            cards.short_rows.append(line)


def _read_long(cards: CardFile) -> None:
    """Rows of `year,code,unit,result`, in whichever of these columns there are."""
    at = cards.columns
    marks: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line, row in cards.table.numbered():
        unit, unit_at = _unit_cell(row, at)
        needed = max(at.year or 0, at.result or 0)
        if not unit or len(row) <= needed or (at.result is not None and not row[at.result].strip()):
            if any(map(str.strip, row)):
                cards.short_rows.append(line)
            continue
        of_mark = marks[row[at.result] if at.result is not None else ""]
        year = row[at.year] if at.year is not None else at.file_year
        of_mark[unit] = of_mark.get(unit, 0) | cards.years[year]
        _note_names(cards, line, row, unit, unit_at)
    cards.marks = dict(marks)


def _read_wide(cards: CardFile) -> None:
    """Rows of a unit with a mark under each year; an empty cell says that the unit is not on that year's list."""
    at = cards.columns
    bits = [(index, cards.years[year]) for index, year in at.years]
    marks: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line, row in cards.table.numbered():
        unit, unit_at = _unit_cell(row, at)
        if not unit:
            if any(map(str.strip, row)):
                cards.short_rows.append(line)
            continue
        marks[""].setdefault(unit, 0)  # on the list, though perhaps for no year
        for index, bit in bits:
            mark = row[index] if index < len(row) else ""
            if mark and not mark.isspace():
                of_mark = marks[mark]
                of_mark[unit] = of_mark.get(unit, 0) | bit
        _note_names(cards, line, row, unit, unit_at)
    cards.marks = dict(marks)
