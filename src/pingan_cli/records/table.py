"""Tables as people have them: CSV of any of four separators, in any encoding, and sheets, with their header found."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from pingan_cli.problems import WARNING, Problem, Refused, parser_said, unreadable
from pingan_cli.records.cells import plain
from pingan_cli.records.encodings import encoding_of
from pingan_cli.records.findings import Findings
from pingan_cli.records.header import LOOKED_AT, Header, Titles, find_header
from pingan_cli.records.sources import Source, open_source, part_of, split
from pingan_cli.texts import told

SEPARATORS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.I)
_BLOCK = 1 << 20
_SHOWN = 60


@dataclass(frozen=True)
class Table:
    """A table that can be read: where it is, how its text is encoded, what separates its cells, where its header is.

    `source` has its bytes where they are not those of a plain file at `path`. `skipped` rows stand before the first
    one below the header, which begins on `first_line`; `above` are those with something in them over it, by line.
    `warnings` tell what was guessed and what is not read.
    """

    path: Path
    encoding: str
    separator: str
    header: list[str]
    source: Source | None = None
    skipped: int = 1
    first_line: int = 1
    above: tuple[tuple[int, str], ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it is a plain text file, which could be mended where it lies."""
        return self.source is None

    @property
    def is_text(self) -> bool:
        """Whether it is text, packed or not."""
        return True

    def open(self) -> BinaryIO:
        """Its bytes from the beginning."""
        return (self.source or Source(self.path)).open()

    def text(self) -> TextIO:
        """Its text from the beginning, with the line ends that it has."""
        return io.TextIOWrapper(self.open(), encoding=self.encoding, newline="")

    def reader(self, text: TextIO) -> Any:  # which also knows the number of its line
        """The rows of a text, those above the header included."""
        return csv.reader(text, delimiter=self.separator, strict=True, skipinitialspace=True)

    def rows(self, begin: int = 0) -> Iterator[list[str]]:
        """Every row after the header, or from the row on that begins at that byte, as often as asked; no blank lines.

        Raises `csv.Error` where the quotes do not match.
        """
        with self.text() as text:
            text.seek(begin)
            reader = self.reader(text)
            yield from filter(None, islice(reader, 0 if begin else self.skipped, None))

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Every row after the header with the number of the line on which it begins; no blank lines."""
        with self.text() as text:
            reader = self.reader(text)
            for _ in islice(reader, self.skipped):
                pass
            begin = 1 + reader.line_num
            for row in reader:
                if row:
                    yield begin, row
                begin = 1 + reader.line_num

    def sample(self, count: int) -> Iterator[list[str]]:
        """The first rows after the header."""
        return islice(self.rows(), count)

    def broken(self, error: csv.Error) -> Problem:
        """The problem of a file whose quotes or cells cannot be read, at the row in which that shows."""
        line = 1
        try:
            with self.text() as text:
                reader = self.reader(text)
                for _ in reader:
                    line = 1 + reader.line_num
        except csv.Error:
            pass
        message = told("the CSV cannot be read on from here: {reason}", reason=parser_said(error))
        hint = told("a quoted cell must be closed, and a quote inside it doubled")
        return Problem("csv-broken", message, str(self.path), line, 1, hint)

    def column(self, line: int, index: int) -> int:
        """The column, counted from 1, in which a cell of that line begins; 1 where the line ends before it."""
        return self.columns({(line, index)}).get((line, index), 1)  # for many cells, `placed` reads only once

    def columns(self, cells: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
        """The columns of many cells, each named by its line and its index, in one reading."""
        if self.source and self.source.in_cells:
            return {(line, index): index + 1 for line, index in cells}
        wanted: dict[int, list[int]] = {}
        for line, index in cells:
            wanted.setdefault(line, []).append(index)
        found: dict[tuple[int, int], int] = {}
        last = max(wanted, default=0)
        with self.text() as text:
            for line, content in enumerate(islice(text, last), 1):
                if line in wanted:
                    begins = _begins(content, self.separator, max(wanted[line]))
                    found |= {(line, index): begins[index] for index in wanted[line] if index < len(begins)}
        return found

    def placed(self, found: Findings) -> list[Problem]:
        """Problems with their places, in one reading."""
        every = found.all()
        columns = self.columns({(line, index) for line, index, _ in every}) if every else {}
        file = str(self.path)
        return [
            problem._replace(file=file, line=line, column=columns.get((line, index), 1))
            for line, index, problem in every
        ]


def _begins(content: str, separator: str, last: int) -> list[int]:
    """The columns in which the cells of a line begin, to the one of that index."""
    begins = [1]
    quoted = False
    for found in re.finditer(f'["{re.escape(separator)}]', content):
        if found[0] == '"':
            quoted = not quoted
        elif not quoted:
            begins.append(found.end() + 1)
            if len(begins) > last:
                break
    return begins


def open_table(path: Path, titles: Titles, encoding: str | None = None) -> tuple[Table | None, list[Problem]]:
    """The table that a path means (`sources`), with its header, or what keeps it from being read.

    Of a workbook of which no sheet is named it is the only one with such a header; where several have one, the
    workbook is refused with their names. `encoding` is the one that the user names. Where no row is like a header,
    the table has an empty one.
    """
    file = str(path)
    try:
        source = open_source(path)
        if source.others:
            return _of_several(source, titles)
        return _opened(source, titles, encoding)
    except Refused as refused:
        return None, list(refused.problems)
    except FileNotFoundError:
        return None, [Problem("file-missing", told("there is no such file"), file)]
    except OSError as error:
        return None, [unreadable(error, file)]


def _of_several(first: Source, titles: Titles) -> tuple[Table | None, list[Problem]]:
    """The only sheet of a workbook that has a header. Raises `Refused` where several have one."""
    file = split(first.path)[0]
    sources = [first._replace(others=()), *(open_source(part_of(file, sheet)) for sheet in first.others)]
    tables = [_opened(source, titles, None) for source in sources]
    chosen = [table for table, _ in tables if table is not None and titles.weight(table.header)]
    if len(chosen) > 1:
        paths = [table.path for table in chosen]
        message = told("there are lists on several sheets: {sheets}", sheets=tuple(split(path)[1] for path in paths))
        hint = told(
            "name the one that is meant, such as {path}, or {all} for all of them",
            path=paths[0],
            all=part_of(file, "*"),
        )
        return None, [Problem("part-unknown", message, str(file), hint=hint)]
    if not chosen:
        return tables[0]
    unread = [split(source.path)[1] for source in sources if source.path != chosen[0].path]
    hidden = hidden_sheets(first) if chosen[0] is not tables[0][0] else []
    warnings = (*chosen[0].warnings, *hidden, unread_sheets(chosen[0].path, unread))
    return replace(chosen[0], warnings=warnings), []


def unread_sheets(path: Path, sheets: Sequence[str]) -> Problem:
    """That sheets of a workbook beside the one read have something in them, and no list."""
    message = told("no list was found on these sheets, and they are not read: {sheets}", sheets=tuple(sheets))
    hint = told("name each sheet that is meant, such as {path}", path=path)
    return Problem("sheet-unread", message, str(path), 1, 1, hint, WARNING)


def hidden_sheets(source: Source) -> list[Problem]:
    """That sheets of a workbook with something in them are hidden, and are not read."""
    if not source.hidden:
        return []
    message = told("these sheets are hidden, and are not read: {sheets}", sheets=source.hidden)
    hint = told(
        "show a sheet that is meant, or name it, such as {path}", path=part_of(split(source.path)[0], source.hidden[0])
    )
    return [Problem("sheet-unread", message, str(source.path), 1, 1, hint, WARNING)]


def _opened(source: Source, titles: Titles, encoding: str | None) -> tuple[Table | None, list[Problem]]:
    found = encoding_of(source, None if source.recoded else encoding)
    if isinstance(found, Problem):
        return None, [found]
    warnings = (*([found.guessed] if found.guessed else []), *hidden_sheets(source))
    kept = source if source.content is not None else None
    table = Table(source.path, found.name, ",", [], kept, warnings=warnings)
    with table.text() as text:
        head = list(islice(_lines(text), LOOKED_AT + 1))
    if not any(line.strip() for line in head):
        what = told("there is nothing in it but blank lines") if head else told("the file is empty")
        hint = told("a line must name the columns, such as year,unit")
        return None, [Problem("file-empty", what, str(table.path), 1, 1, hint)]
    named = _SEPARATOR_LINE.fullmatch(head[0])
    separators = (named[1],) if named else SEPARATORS[:1] if source.in_cells else SEPARATORS
    candidates = [_with_header(replace(table, separator=separator), titles, bool(named)) for separator in separators]
    readable = [(weight, likeness, each) for weight, likeness, each in candidates if each is not None]
    if not readable or (candidates[0][2] is None and not any(weight for weight, *_ in readable)):
        return None, [replace(table, separator=separators[0]).broken(csv.Error(told("its quotes do not match")))]
    return max(readable, key=lambda each: each[:2])[2], []


def _lines(text: TextIO) -> Iterator[str]:
    """The lines of a text, of which only the beginning is of interest."""
    while line := text.readline(_BLOCK):
        yield line


def _with_header(table: Table, titles: Titles, named: bool) -> tuple[int, int, Table | None]:
    """How good the header is that is found under the table's separator, how like one, and the table with it."""
    rows: list[list[str]] = []
    lines: list[int] = []
    broken = False
    with table.text() as text:
        reader = table.reader(text)
        try:
            for _ in range(LOOKED_AT + 1):
                begin = 1 + reader.line_num
                rows.append(next(reader))
                lines.append(begin)
        except StopIteration:
            pass
        except csv.Error:
            broken = True
    if named and rows:
        rows[0] = []
    header = find_header(rows, titles)
    if header is None:
        if broken:
            return 0, 0, None
        header = _likest(rows, titles)
    above = tuple(
        (line, ", ".join(filter(None, map(str.strip, dict.fromkeys(row))))[:_SHOWN])
        for line, row in zip(lines[: header.first], rows, strict=False)
        if any(map(str.strip, row))
    )
    found = replace(table, header=header.titles, skipped=header.last + 1, first_line=lines[header.first], above=above)
    return titles.weight(header.titles), titles.likeness(header.titles), found


def _likest(rows: Sequence[Sequence[str]], titles: Titles) -> Header:
    """The row that is most like a header where none is one: for the message that says so."""
    filled = [index for index, row in enumerate(rows) if any(map(str.strip, row))]
    plainly = {index: [plain(cell) for cell in rows[index]] for index in filled}
    index = max(filled, key=lambda index: titles.likeness(plainly[index]), default=0)
    return Header(plainly.get(index, [""]), index, index)
