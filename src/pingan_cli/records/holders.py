"""The commonest and largest card files, a unit and its year in each row: read in blocks, with no step for single rows.

Nearly all of such a list is plain text: as many separators in each row, no quotes. That is proven for a block of rows
at once, and then the block can be cut at its separators and line ends. From the first block on of which it is not
true, the rest is read row by row, as every other file is.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from itertools import islice, repeat
from operator import itemgetter
from typing import TypeVar

from pingan_cli.records.table import Table

_BLOCK = 1 << 14
"""Bytes read at a time. Their cells fit into a processor's cache, which makes reading a third faster than 64 KB do."""

_ROWS = 1 << 10

_united: Callable[[int, int], int] = operator.or_  # pyright: ignore
_Cell = TypeVar("_Cell", str, bytes)


def read_holders(
    table: Table, years: Mapping[str, int], unit_at: int, year_at: int | None, file_year: str, width: int
) -> tuple[dict[str, int], bool]:
    """For each unit, as it is spelt, the mask of its periods; and whether there were rows with too few cells or many.

    `years` gives the mask of a year's text. Without a column for the year it is `file_year`. Raises `csv.Error` where
    the quotes do not match.
    """
    holders, begin = _plain_blocks(table, years, unit_at, year_at, file_year)
    needed = max(unit_at, year_at or 0)
    rows = table.rows(begin)
    flawed = False
    while block := list(islice(rows, _ROWS)):
        whole = [row for row in block if needed < len(row) <= width]
        flawed = flawed or len(whole) < len(block)
        texts = repeat(file_year) if year_at is None else map(itemgetter(year_at), whole)
        _add(holders, list(map(itemgetter(unit_at), whole)), map(years.__getitem__, texts))
    return holders, flawed


def _add(holders: dict[_Cell, int], units: list[_Cell], bits: Iterable[int]) -> None:
    """Set the bits of units. Each mask is looked up when the one before is in its place, so a unit may come twice."""
    holders.update(zip(units, map(_united, map(holders.get, units, repeat(0)), bits), strict=True))


def _plain_blocks(
    table: Table, years: Mapping[str, int], unit_at: int, year_at: int | None, file_year: str
) -> tuple[dict[str, int], int]:
    """What the plain blocks at the beginning of the file say, and the offset of the first row after them."""
    # Cells stay bytes until the end: those are smaller, and a dictionary finds them sooner. Neither UTF-8 nor GB18030
    # has the byte of a separator, a quote or a line end inside another character.
    found: dict[bytes, int] = {}
    bit_of: dict[bytes, int] = {}
    encoding = "utf-8" if table.encoding == "utf-8-sig" else table.encoding
    separator = table.separator.encode()
    with table.open() as stream:
        header = stream.readline(_BLOCK)
        end = b"\r\n" if header.endswith(b"\r\n") else b"\n"
        if not header.endswith(end) or b'"' in header or b"\r" in header[: -len(end)]:
            return {}, 0
        begin = len(header)
        width = len(table.header)
        outline = separator * (width - 1) + end
        others = bytes(set(range(256)) - set(separator + b'"\r\n'))
        rest = b""
        while block := stream.read(_BLOCK):
            cut = block.rfind(end) + len(end)
            rows, rest = rest + block[:cut], block[cut:]
            outlines = rows.translate(None, others)
            count = len(outlines) // len(outline)
            if cut < len(end) or outlines != outline * count:
                break
            begin += len(rows)
            texts, units = _of_one_year(rows, separator, end, year_at) if width == 2 and year_at is not None else _NONE
            if len(units) < count:
                cells = rows[: -len(end)].replace(end, separator).split(separator)
                units = cells[unit_at::width]
                texts = [file_year.encode()] if year_at is None else cells[year_at::width]
            for text in set(texts) - bit_of.keys():
                bit_of[text] = years[text.decode(encoding)]
            _add(found, units, repeat(bit_of[texts[0]]) if len(texts) == 1 else map(bit_of.__getitem__, texts))
    if width == 1:
        found.pop(b"", None)  # blank lines
    units, masks = list(found), list(found.values())
    found.clear()
    units.reverse()  # so that they come in the file's order
    masks.reverse()
    holders: dict[str, int] = {}
    while units:  # taken out one by one, so that all units are never in memory twice
        unit = units.pop().decode(encoding)
        holders[unit] = holders.get(unit, 0) | masks.pop()
    return holders, begin


_NONE: tuple[list[bytes], list[bytes]] = [], []


def _of_one_year(rows: bytes, separator: bytes, end: bytes, year_at: int) -> tuple[list[bytes], list[bytes]]:
    """The year of a block of rows of two cells, and its units; fewer of these than rows where there are more years.

    It takes half as long to cut a list that is sorted by year at that year and its line end as at each cell.
    """
    if year_at == 0:
        before = rows[: rows.index(separator) + 1]
        return [before[:-1]], rows[len(before) : -len(end)].split(end + before)
    after = rows[rows.rindex(separator) :]
    return [after[1 : -len(end)]], rows[: -len(after)].split(after)
