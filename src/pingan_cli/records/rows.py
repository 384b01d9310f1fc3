"""The rows of a card file that say something: sections followed, blank years filled in, asides left out and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from pingan_cli.problems import WARNING, Problem
from pingan_cli.records.asides import (
    HEADING,
    NOTE,
    TOTAL,
    aside,
    has_label,
    is_heading,
    is_rule,
    may_be_aside,
    number_in,
    units_in,
)
from pingan_cli.records.cells import plain, simplified
from pingan_cli.records.findings import MOST, Findings
from pingan_cli.records.header import Titles, header_at, one_text
from pingan_cli.records.table import Table
from pingan_cli.records.years import mistyped, year_of, years_in_text
from pingan_cli.texts import told

_SHOWN = 40
_MOST_LINES = 8


@dataclass(frozen=True)
class Columns:
    """Where the cells stand. `years` are the year columns of a wide file; `file_year` is the year of its name.

    A row's unit is told by its code, where that is empty by its name, and where that is too by its English name.
    `width` is the number of columns that have a name.
    """

    unit: int | None
    code: int | None
    year: int | None = None
    result: int | None = None
    years: tuple[tuple[int, str], ...] = ()
    file_year: str = ""
    english: int | None = None
    width: int = 1 << 20

    @property
    def all(self) -> set[int]:
        """The indices of all cells that are read."""
        single = (self.unit, self.code, self.year, self.result, self.english)
        return {index for index in (*single, *(index for index, _ in self.years)) if index is not None}

    @cached_property
    def of_unit(self) -> tuple[int, ...]:
        """Where a row's unit may stand, the best place first."""
        return tuple(index for index in (self.code, self.unit, self.english) if index is not None)

    @cached_property
    def first(self) -> int:
        """The best place of a row's unit."""
        return self.of_unit[0] if self.of_unit else 0


Row = tuple[int, list[str], Columns, str, int]
"""A row that says something: its line, its cells, where they stand, and the unit with its place."""


class Total(NamedTuple):
    """A row of totals: its line, its cells, and where its section began."""

    line: int
    cells: list[str]
    at: Columns
    since: int


@dataclass
class Reading:
    """What was found while the rows of a file were gone through.

    `wrong` keeps the file from being used; the rest is told in warnings: rows that are left out, by what they are, the
    lines whose year stands further up, units that may be headings, and cells that name several units. `sections` are
    the lines of headers.
    """

    wrong: Findings = field(default_factory=Findings)
    short: list[int] = field(default_factory=list[int])
    left_out: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])
    filled: list[int] = field(default_factory=list[int])
    doubtful: list[tuple[int, int, str]] = field(default_factory=list[tuple[int, int, str]])
    several: list[tuple[int, str, int]] = field(default_factory=list[tuple[int, str, int]])
    totals: list[Total] = field(default_factory=list[Total])
    sections: list[int] = field(default_factory=list[int])


ColumnsOf = Callable[[Sequence[str], int, str], "Columns | list[Problem]"]
"""The columns that a header of a section names, on that line, below a title; or what is wrong with it."""


class Rows:
    """Goes through the rows of a table below its header, as often as asked; `reading` has what was found last."""

    def __init__(self, table: Table, at: Columns, titles: Titles, columns_of: ColumnsOf) -> None:
        self.table = table
        self.at = at
        self.titles = titles
        self.columns_of = columns_of
        self.reading = Reading()
        self.section_titles: dict[int, str] = {}

    def __iter__(self) -> Iterator[Row]:
        going = _Going(self)
        self.reading = going.reading
        seen, names, ahead = going.seen, self.titles.role_of, going.ahead
        good_years: set[str] = set()
        for line, row in going.numbered:
            while True:
                at = going.at
                first, year_at, result_at = at.first, at.year, at.result
                unit = row[first] if first < len(row) else ""
                known = unit in seen
                if not known and unit and not may_be_aside(unit) and unit.lower() not in names:
                    known = not (unit[0].isdecimal() and len(unit) < 6) and "年" not in unit
                    if known:
                        seen.add(unit)
                year = row[year_at] if year_at is not None and year_at < len(row) else ""
                if (
                    known
                    and len(row) <= at.width
                    and (year_at is None or year in good_years)
                    and (result_at is None or (result_at < len(row) and row[result_at].strip()))
                ):
                    if year_at is not None and year != going.year:
                        going.next_year(year)
                    yield line, row, at, unit, first
                else:
                    unit, unit_at = unit_cell(row, at)
                    if (found := going.look(line, row, unit, unit_at)) is not None:
                        good_years.add(going.year)
                        yield from going.each_of(found)
                if not ahead:
                    break
                line, row = ahead.pop()
        going.settle()
        if going.reading.filled and self._repeats_years():
            going.reading.short += going.reading.filled
            going.reading.filled.clear()

    def _repeats_years(self) -> bool:
        """Whether each row has its year, as two of one year in a row show: then a blank year holds for no group."""
        before = ""
        for _, row in self.table.numbered():
            year = row[self.at.year].strip() if self.at.year is not None and self.at.year < len(row) else ""
            if year and year == before:
                return True
            before = year
        return False

    def find_titles(self) -> bool:
        """Whether titles of sections are found among the rows that were gone through: next time they are left out.

        One text right above the header of a section is its title, unless it may be the last unit of a list of units.
        """
        found: dict[int, str] = {}
        above, text, apart, blank = 0, "", False, False
        for line, row in self.table.numbered() if self.reading.sections else ():
            if not any(map(str.strip, row)):
                blank = True
                continue
            if line in self.reading.sections and text and (apart or self.at.width > 1):
                found[above] = text
            apart = blank or line > above + 1
            above, text, blank = line, one_text(row), False
        more = found.keys() - self.section_titles.keys() - {line for line, _, _ in self.reading.left_out}
        self.section_titles |= found
        return bool(more)


def unit_cell(row: Sequence[str], at: Columns) -> tuple[str, int]:
    """The cell that names the unit of a row, and where it stands."""
    for index in at.of_unit:
        if index < len(row) and (cell := row[index]) and not cell.isspace():
            return cell, index
    return "", at.of_unit[-1] if at.of_unit else 0


class _Going:
    """One going through the rows of a table: where it stands, and what was found so far.

    `seen` are the spellings of units of which a row was looked at closely: the next one of these needs no such look.
    `year` is the last one that a row named, and `waiting` the line of a row that names nothing but a year.
    """

    def __init__(self, rows: Rows) -> None:
        self.reading = Reading()
        self.seen: set[str] = set()
        self.year = ""
        self.waiting = 0
        self._rows = rows
        self.numbered = self._without_titles() if rows.section_titles else rows.table.numbered()
        self.ahead: list[tuple[int, list[str]]] = []
        self._title = ""
        self._enter(rows.at, rows.table.first_line)

    def _without_titles(self) -> Iterator[tuple[int, list[str]]]:
        """The rows without the titles of sections, which are left out."""
        for line, row in self._rows.table.numbered():
            if line in self._rows.section_titles:
                self._leave_out(line, row, HEADING, self._rows.section_titles[line])
            else:
                yield line, row

    def _enter(self, at: Columns, line: int) -> None:
        self.at = at
        self.needed = max(at.year or 0, at.result or 0)
        self.since = line

    def next_year(self, year: str) -> None:
        """Note the year of a row that has one: it holds for rows below in which it is blank."""
        self.settle()
        self.year = year

    def look(self, line: int, row: list[str], unit: str, unit_at: int) -> Row | None:
        """What a row says that may be no entry, looked at closely; None where it says nothing of a unit."""
        at, reading = self.at, self.reading
        if is_rule(row) or self._is_section(line, row):
            return None
        year = row[at.year] if at.year is not None and at.year < len(row) else ""
        marked = any(index < len(row) and row[index].strip() for index, _ in at.years)
        text = one_text(row)
        whole = bool(unit) and (marked if at.years else bool(year.strip()) if at.year is not None else not text)
        if self._is_aside(line, row, unit, whole, text):
            return None
        if len(row) > at.width and not self._fits(line, row):
            return None
        if not unit:
            self._without_unit(line, row, year, marked, text)
            return None
        if at.year is not None and not year.strip():
            if not self.year:
                reading.short.append(line)
                return None
            reading.filled.append(line)
            row = [*row, *[""] * (self.needed + 1 - len(row))]
            row[at.year] = self.year
        elif at.year is not None:
            self.next_year(year)
        self.waiting = 0
        if len(row) <= self.needed or (at.result is not None and not row[at.result].strip()):
            reading.short.append(line)
            return None
        return line, row, at, unit, unit_at

    def each_of(self, found: Row) -> Iterator[Row]:
        """A row for each unit that its cell names."""
        line, row, at, unit, unit_at = found
        units = units_in(unit) if unit_at != at.code else []
        if units:
            self.reading.several.append((line, plain(unit), len(units)))
        else:
            self.seen.add(unit)
        yield from ((line, row, at, each, unit_at) for each in units or (unit,))

    def settle(self) -> None:
        """Note the row that named nothing but a year, where none without a year followed."""
        if self.waiting:
            self.reading.short.append(self.waiting)
            self.waiting = 0

    def _is_section(self, line: int, row: list[str]) -> bool:
        """Whether a row is a header, which begins a section; its columns are then those of the rows to come."""
        if not any(simplified(plain(cell).lower()) in self._rows.titles.names for cell in row):
            return False
        below = next(self.numbered, None) if not self.ahead else self.ahead[0]
        if below is not None and not self.ahead:
            self.ahead.append(below)
        header = header_at([row, below[1]] if below else [row], self._rows.titles)
        if header is None or (year_of(one_text(row)) is None and not self._is_whole(header.titles)):
            return False
        self.reading.sections.append(line)
        found = self._rows.columns_of(header.titles, line, self._title)
        if isinstance(found, Columns):
            if not found.years and found.year is None and not found.file_year:
                found = replace(found, file_year=self.at.file_year)
            self._enter(found, line)
            self.seen.clear()
            self.year = ""
            if header.last:
                self.ahead.clear()
        else:
            for problem in found:
                self.reading.wrong.add(line, 0, problem)
        return True

    def _is_whole(self, titles: Sequence[str]) -> bool:
        """Whether a row that has a name of a column has nothing else: a unit's name is not one of these."""
        filled = [title for title in titles if title]
        known = self._rows.titles.likeness(titles)
        return known * 2 >= len(filled) or len(filled) == known + 1

    def _is_aside(self, line: int, row: list[str], unit: str, whole: bool, text: str) -> bool:
        """Whether a row is a total, a note or a heading by its words or marks. It is left out, and that is told."""
        at = self.at
        first = next((text for cell in row if (text := plain(cell))), "")
        kind = aside(unit, alone=not whole) if unit else None
        if kind is None and not whole:
            kind = aside(first, alone=True)
        if kind is None and at.year is not None and at.year < len(row) and year_of(row[at.year]) is None:
            kind = aside(row[at.year], alone=not unit)
        if kind is None and (number_in(unit) is not None or not unit):
            before = row[: at.of_unit[0]] if at.of_unit else ()
            kind = next((TOTAL for cell in before if aside(cell) == TOTAL), None)
        if kind is None and not whole and text and has_label(text):
            kind = NOTE
        if kind is None and not whole and (is_heading(first) or (text and not self._is_unit(text, unit))):
            kind = HEADING
        if kind is None:
            return False
        self._leave_out(line, row, kind, text)
        return True

    def _is_unit(self, text: str, unit: str) -> bool:
        """Whether the only text of a row may be a unit's: it stands in its column, and is no title with a year."""
        if not unit:
            return True  # looked at later
        return bool(self.at.year is not None or self.at.years) or not (year_of(text) or "年度" in text)

    def _leave_out(self, line: int, row: list[str], kind: str, text: str) -> None:
        shown = text or ", ".join(each for cell in row if (each := plain(cell)))
        self.reading.left_out.append((line, kind, shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"))
        if kind == TOTAL:
            self.reading.totals.append(Total(line, row, self.at, self.since))
            self.since = line
        if kind == HEADING:
            self._title = text
            years = years_in_text(text)
            if len(years) == 1 and self.at.file_year:
                self.at = replace(self.at, file_year=str(years[0].year))
                self.seen.clear()

    def _fits(self, line: int, row: list[str]) -> bool:
        """Whether no cell stands beyond the header; notes beside the table are left out."""
        beyond = [plain(cell) for cell in row[self.at.width :] if cell.strip()]
        if all(aside(cell, alone=True) for cell in beyond):
            self.reading.left_out += [(line, NOTE, cell[:_SHOWN]) for cell in beyond]
            return True
        count = max(index for index, cell in enumerate(row, 1) if cell.strip())
        message = told("there are {cells} cells here, and the header has {columns}", cells=count, columns=self.at.width)
        hint = told("put quotes around a text with a {separator}, or name the column", separator=self._separator())
        self.reading.wrong.add(line, self.at.width, Problem("csv-row", message, hint=hint))
        return False

    def _separator(self) -> str:
        names = {",": told("comma"), ";": told("semicolon"), "\t": told("tab"), "|": told("bar")}
        return names.get(self._rows.table.separator, self._rows.table.separator)

    def _without_unit(self, line: int, row: list[str], year: str, marked: bool, text: str) -> None:
        """A row that names no unit: the head of a group, a heading, or one in which a cell is missing."""
        if text and year.strip() and year_of(year) is not None:
            self.settle()
            self.year, self.waiting = year, line
        elif marked or (year.strip() and (year_of(year) is not None or mistyped(year))) or self._has_result(row):
            self.reading.short.append(line)
        else:
            self._leave_out(line, row, HEADING if text else NOTE, text)

    def _has_result(self, row: Sequence[str]) -> bool:
        at = self.at.result
        return at is not None and at < len(row) and bool(row[at].strip()) and not one_text(row)


def warnings_of(table: Table, reading: Reading) -> list[Problem]:
    """What was left out of a list, filled in or doubted in reading it, as warnings."""
    found: list[Problem] = []

    def warn(code: str, line: int, message: str, hint: str = "") -> None:
        found.append(Problem(code, message, str(table.path), line, 1, hint, WARNING))

    if table.above:
        shown = tuple(text for _, text in table.above[:3])
        message = told(
            "what stands above the header on line {line} is not read: {texts}", line=table.first_line, texts=shown
        )
        warn("rows-left-out", table.above[0][0], message)
    names = {TOTAL: told("a total"), NOTE: told("a note"), HEADING: told("a heading")}
    for line, kind, text in reading.left_out[:MOST]:
        warn(
            "rows-left-out",
            line,
            told("this row is taken for {kind}, and is left out: {text!r}", kind=names[kind], text=text),
        )
    if len(reading.left_out) > MOST:
        count = len(reading.left_out) - MOST
        warn(
            "rows-left-out", reading.left_out[MOST][0], told("{count} more rows are left out from here on", count=count)
        )
    if reading.filled:
        lines = reading.filled
        shown = tuple(map(str, lines[:_MOST_LINES])) + (("…",) if len(lines) > _MOST_LINES else ())
        message = told("the year is blank on lines {lines}, and is taken from the row above", lines=shown)
        warn("year-guessed", lines[0], message, told("write the year into every row, and nothing is guessed"))
    for line, unit, count in reading.several[:MOST]:
        message = told("{unit!r} is read as {count} units", unit=unit, count=count)
        warn("row-doubtful", line, message, told("give each unit a row of its own"))
    for line, _, unit in reading.doubtful[:MOST]:
        message = told("{unit!r} has no mark for any year: it is counted as a unit, and may be a heading", unit=unit)
        warn("row-doubtful", line, message, told("delete the row, or mark it with # if it is none"))
    return found
