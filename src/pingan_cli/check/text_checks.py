"""What is wrong in a table as text: characters that were lost, and stray ones, which can be mended.

Mending touches nothing else. What was lost before the file came here, no reading of the bytes brings back.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import chain, islice

from pingan_cli.problems import WARNING, Problem
from pingan_cli.records.cards import CardFile
from pingan_cli.records.cells import FULL_WIDTH, close
from pingan_cli.records.findings import Findings
from pingan_cli.records.naming import often
from pingan_cli.records.table import Table
from pingan_cli.texts import told

_LOST = re.compile("\ufffd+|锟斤拷|烫烫烫")
"""Replacement characters, and what they become when they are saved once more."""


_ALONE = "\ufffd", "锟斤拷", "烫烫烫"
_BLOCK = 1 << 20


def damaged_text(table: Table, cells: Collection[int] = (), cards: CardFile | None = None) -> list[Problem]:
    """The first place in each line where characters were replaced by others that stand for nothing."""
    problems: list[Problem] = []
    if not _may_be_damaged(table):
        return problems
    with table.text() as stream:
        for line, content in enumerate(stream, table.first_line):
            if found := _LOST.search(content):
                message = told("characters were lost here: {lost} stands for nothing", lost=ascii(found[0]))
                hint = told("take the text from an earlier copy; saving this one otherwise does not bring it back")
                problems.append(Problem("text-damaged", message, str(table.path), line, found.start() + 1, hint))
    return problems


def _may_be_damaged(table: Table) -> bool:
    """Whether such characters stand anywhere, or bytes that look like theirs."""
    return has_bytes(table, [sign.encode(table.encoding.removesuffix("-sig"), "ignore") for sign in _ALONE])


def has_bytes(table: Table, signs: Collection[bytes]) -> bool:
    """Whether any of these bytes stand somewhere in a table; one quick look at many lines."""
    longest = max(map(len, signs))
    with table.open() as stream:
        before = b""
        while block := stream.read(_BLOCK):
            if any(sign and sign in before + block for sign in signs):
                return True
            before = block[-longest:]
    return False


SPACES, DIGITS = "text-spaces", "text-full-width"


def tidy(text: str, codes: Collection[str] = (SPACES, DIGITS)) -> str:
    """A cell without what the codes name: spaces around it or between Chinese characters, or full-width digits.

    >>> tidy(" 洞 头 区"), tidy("２０２３ ", [DIGITS])
    ('洞头区', '2023 ')
    """
    if DIGITS in codes:
        text = text.translate(FULL_WIDTH)
    if SPACES in codes:
        text = close(text)
    return text


def _stray_cells(table: Table, cells: Collection[int]) -> dict[tuple[int, str], tuple[int, int]]:
    """Each text with something stray in it, among the cells of these indices, the header's included.

    By the cell's index and its text, with the line on which it first stands and how often it does. Ends where the CSV
    cannot be read on, which is told in reading.
    """
    wanted = sorted(cells)
    is_stray: dict[str, bool] = {}
    found: dict[tuple[int, str], tuple[int, int]] = {}
    with table.text() as stream:
        reader = csv.reader(stream, delimiter=table.separator, strict=True)  # with the spaces that are skipped
        line = 1
        for row in _readable(reader):
            for index in wanted if row else ():
                text = row[index] if index < len(row) else ""
                stray = is_stray.get(text)
                if stray is None:
                    stray = bool(_stray(text))
                    if len(is_stray) < _MOST_KNOWN:
                        is_stray[text] = stray
                if stray:
                    first, times = found.get((index, text), (line, 0))
                    found[index, text] = first, times + 1
            line = 1 + reader.line_num
    return found


_MOST_KNOWN = 100_000


def _stray(text: str) -> tuple[str, ...]:
    """The codes of what is stray in a cell."""
    if not text or text == tidy(text):
        return ()
    return tuple(code for code in (SPACES, DIGITS) if text != tidy(text, [code]))


def _is_tidy(cards: CardFile) -> bool:
    """Whether the spellings that were read show that no cell has anything stray in it, so that none need be looked at.

    They do where each row has one cell for its unit, and no cell may be empty.
    """
    at, table, reading = cards.columns, cards.table, cards.rows.reading
    others = reading.short or reading.left_out or reading.filled or reading.totals
    if at.years or others or len(at.of_unit) > 1 or not table.is_text or (table.skipped, table.first_line) != (1, 1):
        return False
    if has_bytes(table, [table.separator.encode() + b" ", b"\n ", b"\r "]):  # spaces that the reader skips
        return False
    with cards.table.text() as text:
        header = next(csv.reader(islice(text, 1), delimiter=cards.table.separator), list[str]())
    units = (unit for masks in cards.marks.values() for unit in masks)
    return not any(map(_stray, chain(header, cards.marks, cards.years, units)))


def _readable(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    with suppress(csv.Error):
        yield from rows


def untidy_problems(table: Table, cells: Collection[int], cards: CardFile | None = None) -> list[Problem]:
    """A warning for each spelling of a cell with something stray in it, at the first place where it stands.

    `cards` is what was read where it is a card file.
    """
    if cards is not None and _is_tidy(cards):
        return []
    found = Findings()
    hint = told("read all the same; --fix mends it")
    if not table.is_plain:
        hint = told("read all the same; --fix mends plain text files only")
    for (cell, text), (line, times) in _stray_cells(table, cells).items():
        for code in _stray(text):
            message = told("there are stray spaces or unseen characters in {text!r}", text=text)
            if code == DIGITS:
                message = told("there are full-width digits in {text!r}", text=text)
            found.add(line, cell, Problem(code, often(message, times), hint=hint, severity=WARNING))
    return table.placed(found)


def mended(raw: bytes, table: Table, cells: Collection[int], codes: Collection[str]) -> tuple[bytes, int]:
    """The bytes of a file with its stray characters gone, and how many cells were mended.

    Encoding, byte order mark, separators, quotes and line ends stay as they are. The file is left as it is when it
    could not be proven that nothing but the stray characters changes.
    """
    try:
        rows = _rows(raw.decode(table.encoding), table.separator)
    except csv.Error:
        return raw, 0
    encoding = "utf-8" if table.encoding == "utf-8-sig" else table.encoding
    mark = codecs.BOM_UTF8 if table.encoding == "utf-8-sig" and raw.startswith(codecs.BOM_UTF8) else b""
    text = raw[len(mark) :].decode(encoding)
    parts: list[str] = []
    done = count = 0
    for index, begin, end in _spans(text, table.separator):
        if index in cells:
            cell = text[begin:end]
            quoted = len(cell) > 1 and cell.startswith('"')
            meant = f'"{tidy(cell[1:-1], codes)}"' if quoted else _mendable(cell, codes)
            if meant != cell:
                parts += [text[done:begin], meant]
                done = end
                count += 1
    fresh = "".join([*parts, text[done:]])
    meant_rows = [[_mendable(cell, codes) if at in cells else cell for at, cell in enumerate(row)] for row in rows]
    same = _rows(fresh, table.separator) == meant_rows
    if not count or not same or text.encode(encoding) != raw[len(mark) :]:
        return raw, 0
    return mark + fresh.encode(encoding), count


def _mendable(cell: str, codes: Collection[str]) -> str:
    """The cell made tidy; as it is where a quote would then stand first and be read as an opening one."""
    meant = tidy(cell, codes)
    return cell if meant.startswith('"') else meant


def _rows(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def _spans(text: str, separator: str) -> Iterator[tuple[int, int, int]]:
    """Where each cell begins and ends, its quotes included, with its index in its row."""
    cell = re.compile(rf'("(?:[^"]|"")*"|[^{re.escape(separator)}\r\n]*)({re.escape(separator)}|\r\n|\r|\n|\Z)')
    at = index = 0
    while at < len(text) and (found := cell.match(text, at)):
        yield index, found.start(1), found.end(1)
        index = index + 1 if found[2] == separator else 0
        at = found.end()
