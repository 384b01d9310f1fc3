"""CSV as people have it: any of three separators, UTF-8 or GB18030, with or without a BOM."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from pingan_cli.foreign import CSV, UNMATCHED, handed_on, unreadable
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.findings import Findings
from pingan_cli.records.sources import Source, open_source
from pingan_cli.texts import told

SEPARATORS = (",", ";", "\t")
_BLOCK = 1 << 20

LONGEST_LINE = 16 << 20
"""Bytes of a line, which is held in memory. 5,000 columns are a hundredth of it."""

UNSEEN: dict[int, str | None] = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
"""Characters without a width, which web pages and spreadsheets leave in a cell."""

FULL_WIDTH: dict[int, str | None] = {ord("０") + digit: str(digit) for digit in range(10)}
_MEANT = UNSEEN | FULL_WIDTH


def plain(cell: str) -> str:
    """A cell as it is meant: without spaces around it and without unseen characters, full-width digits as plain ones.

    >>> plain(" ２０２３　")
    '2023'
    """
    return cell.strip() if cell.isascii() else cell.translate(_MEANT).strip()


@dataclass(frozen=True)
class Table:
    """A table that can be read: where it is, how its text is encoded and what separates its cells.

    `source` has its bytes where they are not those of a plain file at `path`.
    """

    path: Path
    encoding: str
    separator: str
    header: list[str]
    source: Source | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is a plain text file, which could be mended where it lies."""
        return self.source is None

    @property
    def is_text(self) -> bool:
        """Whether it is text, packed or not."""
        return True

    @property
    def first_line(self) -> int:
        """The number of the header's line."""
        return self.source.first if self.source else 1

    def open(self) -> BinaryIO:
        """Its bytes from the beginning."""
        return (self.source or Source(self.path)).open()

    def text(self) -> TextIO:
        """Its text from the beginning, with the line ends that it has."""
        return io.TextIOWrapper(self.open(), encoding=self.encoding, newline="")

    def rows(self, begin: int = 0) -> Iterator[list[str]]:
        """Every row after the header, or from the row on that begins at that byte, as often as asked.

        Raises `csv.Error` where the quotes do not match.
        """
        with self.text() as text:
            text.seek(begin)
            reader = csv.reader(text, delimiter=self.separator, strict=True)
            if not begin:
                next(reader)
            yield from reader

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Every row after the header with the number of the line on which it begins."""
        with self.text() as text:
            reader = csv.reader(text, delimiter=self.separator, strict=True)
            next(reader, None)
            before = self.first_line
            begin = before + reader.line_num
            for row in reader:
                yield begin, row
                begin = before + reader.line_num

    def broken(self, error: csv.Error) -> Problem:
        """The problem of a file whose quotes or cells cannot be read, at the row in which that shows."""
        line = self.first_line
        try:
            with self.text() as text:
                reader = csv.reader(text, delimiter=self.separator, strict=True)
                for _ in reader:
                    line = self.first_line + reader.line_num
        except csv.Error:
            pass
        message = told("the CSV cannot be read on from here: {reason}", reason=handed_on(str(error), CSV))
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
        columns = self.columns({(line, index) for line, index, _ in every})
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


def open_table(path: Path, names: Collection[str]) -> tuple[Table | None, list[Problem]]:
    """The table that a path means (`sources`), or what keeps it from being read.

    Its separator is the one under which most of the header's cells are among `names` (lower case).
    """
    file = str(path)
    try:
        source = open_source(path)
        encoding, problem = _encoding(source)
        if problem:
            return None, [problem]
        table = Table(source.path, encoding, ",", [], source if source.content is not None else None)
        with table.text() as text:
            first = text.readline(_BLOCK)
        separators = SEPARATORS[:1] if source.in_cells else SEPARATORS
        headers = {separator: _header(replace(table, separator=separator)) for separator in separators}
    except Refused as refused:
        return None, list(refused.problems)
    except FileNotFoundError:
        return None, [Problem("file-missing", told("there is no such file"), file)]
    except OSError as error:
        return None, [unreadable(error, file)]
    if not first.strip():
        what = told("the first line is empty") if first else told("the file is empty")
        hint = told("the first line must name the columns, such as year,unit")
        return None, [Problem("file-empty", what, str(table.path), table.first_line, 1, hint)]
    separator = max(headers, key=lambda each: sum(cell.lower() in names for cell in headers[each]))
    table = replace(table, separator=separator, header=headers[separator])
    if not table.header:
        return None, [table.broken(csv.Error(UNMATCHED))]
    return table, []


def _header(table: Table) -> list[str]:
    """The cells of the first row under the table's separator; none where it cannot be read."""
    with table.text() as text:
        try:
            for row in csv.reader(text, delimiter=table.separator, strict=True):
                return [plain(cell) for cell in row]
        except csv.Error:
            pass
    return []


def _encoding(source: Source) -> tuple[str, Problem | None]:
    """The encoding under which all bytes can be read, or why none can be found, or no line can be held in memory."""
    file = str(source.path)
    failed_at = 0
    with source.open() as stream:
        marked = stream.read(3) == codecs.BOM_UTF8
    for encoding in ("utf-8-sig",) if marked else ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        offset = begun = 0
        with source.open() as stream:
            try:
                while block := stream.read(_BLOCK):
                    if b"\0" in block:
                        line = _line(source, offset + block.index(b"\0"))
                        message = told("this is not text: there are NUL bytes in it")
                        return "", Problem("file-binary", message, file, line, 1)
                    decoder.decode(block)
                    end = max(block.rfind(b"\n"), block.rfind(b"\r"))
                    begun = offset + end + 1 if end >= 0 else begun
                    offset += len(block)
                    if offset - begun > LONGEST_LINE:
                        message = told("this line is longer than {most} MB", most=LONGEST_LINE >> 20)
                        return "", Problem("file-too-large", message, file, _line(source, begun), 1)
                decoder.decode(b"", final=True)
                return encoding, None
            except UnicodeDecodeError as error:
                failed_at = max(failed_at, offset + error.start)
    message = told("there are bytes here that are neither UTF-8 nor GB18030")
    hint = told("save the file as UTF-8")
    return "", Problem("file-encoding", message, file, _line(source, failed_at), 1, hint)


def _line(source: Source, offset: int) -> int:
    """The number of the line that holds a byte."""
    line = source.first
    with source.open() as stream:
        while offset > 0 and (block := stream.read(min(offset, _BLOCK))):
            line += block.count(b"\n")
            offset -= len(block)
    return line
