"""CSV files as people have them: any of three separators, UTF-8 or GB18030, with or without a BOM."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pingan_cli.diagnostics import Problem

SEPARATORS = (",", ";", "\t")
_BLOCK = 1 << 20
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
    """A CSV file that can be read: where it is, how its text is encoded and what separates its cells."""

    path: Path
    encoding: str
    separator: str
    header: list[str]

    def rows(self, begin: int = 0) -> Iterator[list[str]]:
        """Every row after the header, or from the row on that begins at that byte, as often as asked.

        Raises `csv.Error` where the quotes do not match.
        """
        with self.path.open(encoding=self.encoding, newline="") as text:
            text.seek(begin)
            reader = csv.reader(text, delimiter=self.separator, strict=True)
            if not begin:
                next(reader)
            yield from reader

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Every row after the header with the number of the line on which it begins, the header's being 1."""
        with self.path.open(encoding=self.encoding, newline="") as text:
            reader = csv.reader(text, delimiter=self.separator, strict=True)
            begin = 1
            for row in reader:
                if begin > 1:
                    yield begin, row
                begin = reader.line_num + 1

    def broken(self, error: csv.Error) -> Problem:
        """The problem of a file whose quotes or cells cannot be read, at the row in which that shows."""
        line = 1
        try:
            with self.path.open(encoding=self.encoding, newline="") as text:
                reader = csv.reader(text, delimiter=self.separator, strict=True)
                for _ in reader:
                    line = reader.line_num + 1
        except csv.Error:
            pass
        message = f"the CSV cannot be read on from here: {error}"
        hint = "a quoted cell must be closed, and a quote inside it doubled"
        return Problem("csv-broken", message, str(self.path), line, 1, hint)

    def column(self, line: int, index: int) -> int:
        """The column, counted from 1, in which a cell of that line begins; 1 where the line ends before it."""
        return self.columns({(line, index)}).get((line, index), 1)

    def columns(self, cells: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
        """The columns of many cells, each named by its line and its index, in one reading."""
        wanted: dict[int, list[int]] = {}
        for line, index in cells:
            wanted.setdefault(line, []).append(index)
        found: dict[tuple[int, int], int] = {}
        last = max(wanted, default=0)
        with self.path.open(encoding=self.encoding, newline="") as text:
            for line, content in enumerate(islice(text, last), 1):
                for index in wanted.get(line, ()):
                    found[line, index] = _column(content, self.separator, index)
        return found


def _column(content: str, separator: str, index: int) -> int:
    quoted = False
    for position, character in enumerate(content):
        if not index:
            return position + 1
        if character == '"':
            quoted = not quoted
        elif character == separator and not quoted:
            index -= 1
    return len(content) + 1 if not index else 1


def open_table(path: Path, names: Collection[str]) -> tuple[Table | None, list[Problem]]:
    """The CSV file at `path`, or what keeps it from being read.

    Its separator is the one under which most of the header's cells are among `names` (lower case).
    """
    file = str(path)
    try:
        if path.is_dir():
            return None, [Problem("file-unreadable", "this is a folder, not a file", file)]
        encoding, problem = _encoding(path)
        if problem:
            return None, [problem]
        with path.open(encoding=encoding, newline="") as text:
            first = text.readline(_BLOCK)
        headers = {separator: _header(path, encoding, separator) for separator in SEPARATORS}
    except FileNotFoundError:
        return None, [Problem("file-missing", "there is no such file", file)]
    except OSError as error:
        return None, [Problem("file-unreadable", f"cannot be read: {error.strerror}", file)]
    if not first.strip():
        what = "the file is empty" if not path.stat().st_size else "the first line is empty"
        hint = "the first line must name the columns, such as year,unit"
        return None, [Problem("file-empty", what, file, 1, 1, hint)]
    separator = max(SEPARATORS, key=lambda each: sum(cell.lower() in names for cell in headers[each]))
    table = Table(path, encoding, separator, headers[separator])
    if not table.header:
        return None, [table.broken(csv.Error("its quotes do not match"))]
    return table, []


def _header(path: Path, encoding: str, separator: str) -> list[str]:
    """The cells of the first row under a separator; none where it cannot be read."""
    with path.open(encoding=encoding, newline="") as text:
        try:
            for row in csv.reader(text, delimiter=separator, strict=True):
                return [plain(cell) for cell in row]
        except csv.Error:
            pass
    return []


def _encoding(path: Path) -> tuple[str, Problem | None]:
    """The encoding under which all of a file's bytes can be read."""
    failed_at = 0
    with path.open("rb") as stream:
        marked = stream.read(3) == codecs.BOM_UTF8
    for encoding in ("utf-8-sig",) if marked else ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        offset = 0
        with path.open("rb") as stream:
            try:
                while block := stream.read(_BLOCK):
                    if b"\0" in block:
                        line = _line(path, offset + block.index(b"\0"))
                        return "", Problem("file-binary", *_binary(path), line, 1)
                    decoder.decode(block)
                    offset += len(block)
                decoder.decode(b"", final=True)
                return encoding, None
            except UnicodeDecodeError as error:
                failed_at = max(failed_at, offset + error.start)
    message = "there are bytes here that are neither UTF-8 nor GB18030"
    hint = "save the file as UTF-8"
    return "", Problem("file-encoding", message, str(path), _line(path, failed_at), 1, hint)


def _binary(path: Path) -> tuple[str, str]:
    with path.open("rb") as stream:
        utf16 = stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    what = "this is UTF-16 text; save it as UTF-8" if utf16 else "this is not text: there are NUL bytes in it"
    return what, str(path)


def _line(path: Path, offset: int) -> int:
    """The number of the line that holds a byte."""
    with path.open("rb") as stream:
        return 1 + stream.read(offset).count(b"\n")
