"""Sheets of workbooks (.xlsx) as tables: each row is a line, each cell the value that it has.

They are read by python-calamine, the extra `xlsx`, after a look through the parts of the workbook (`looking`).
"""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pingan_cli.problems import Refused, did_you_mean
from pingan_cli.records.looking import Looked, look_through
from pingan_cli.records.packed import MOST, Archive, is_out_of_proportion, size_of
from pingan_cli.records.sources import Source, part_of, refused, split
from pingan_cli.texts import told

INSTALL = "pip install 'pingan-cli[xlsx]'"

_AS_CSV = told("save the table as CSV")

_Merged = list[tuple[tuple[int, int], tuple[int, int]]]


def read_sheet(path: Path, sheet: str, archive: Archive) -> Source:
    """The sheet with that name, or the first with something in it that is not hidden, as a table in CSV.

    Merged cells all have the value of the first of them, but for a title that has its row to itself. Raises `Refused`
    where the sheet cannot be read, or must not be.
    """
    if find_spec("python_calamine") is None:
        raise refused("file-unreadable", told("it takes the extra xlsx to read a workbook"), INSTALL)
    looked = look_through(archive.zipped)
    packed = size_of(archive.stream)
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        archive.stream.seek(0)
        with CalamineWorkbook.from_filelike(archive.stream) as workbook:
            kept = [each for each in workbook.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            shown = [each.name for each in kept if each.visible == SheetVisibleEnum.Visible]
            name = sheet or next((each for each in shown if not looked.is_empty(each)), next(iter(shown), ""))
            if name not in [each.name for each in kept]:
                raise _no_sheet(name, shown)
            if _is_too_much(looked.of(name).text, packed):
                raise refused("file-too-large", told("its cells share more text than any list has"), _AS_CSV)
            found = workbook.get_sheet_by_name(name)
            rows: list[list[Any]] = found.to_python(skip_empty_area=False)
            merged = found.merged_cell_ranges or []
    except (CalamineError, ValueError, KeyError, OSError) as error:
        raise refused("archive-invalid", told("the workbook cannot be read: {error}", error=str(error))) from None
    content = _as_csv(rows, merged, looked.of(name), packed)
    others = [each.name for each in kept if not sheet and each.name != name and not looked.is_empty(each.name)]
    seen = tuple(each for each in others if each in shown)
    hidden = tuple(each for each in others if each not in shown)
    return Source(part_of(split(path)[0], name), content, True, seen, hidden, recoded=True)


def _no_sheet(name: str, shown: list[str]) -> Refused:
    if not name:
        return refused("part-unknown", told("there is no sheet in this workbook that is not hidden"))
    hint = did_you_mean(name, shown) or told("its sheets are {sheets}", sheets=tuple(shown))
    return refused("part-unknown", told("there is no sheet {sheet!r} in this workbook", sheet=name), hint)


def _as_csv(rows: list[list[Any]], merged: _Merged, looked: Looked, packed: int) -> bytes:
    """The rows as CSV; `packed` bytes are the workbook's own."""
    for (row, column), text in looked.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    for row, column in looked.percent:
        if row < len(rows) and column < len(rows[row]) and isinstance(value := rows[row][column], int | float):
            rows[row][column] = f"{Decimal(_text(value)) * 100:f}%"
    _fill(rows, merged, packed)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*map(_text, row)] for row in rows)
    return text.getvalue().encode(errors="replace")


def _fill(rows: list[list[Any]], merged: _Merged, packed: int) -> None:
    """Give merged cells the value of the first of them. Raises `Refused` where that makes too much of a small file."""
    height, width = len(rows), len(rows[0]) if rows else 0  # a rectangle
    cells = text = 0
    for (top, left), (bottom, right) in merged:
        if top >= height or left >= width or (top == bottom and _is_title(rows[top])):
            continue
        below, behind = min(bottom + 1, height), min(right + 1, width)
        cells += (below - top) * (behind - left)
        if cells > height * width:
            raise refused("archive-invalid", told("its merged cells overlap"), _AS_CSV)
        value = rows[top][left]
        text += (below - top) * (behind - left) * len(str(value))
        if _is_too_much(text, packed):
            raise refused("file-too-large", told("its merged cells repeat more text than any list has"), _AS_CSV)
        for row in rows[top:below] if value != "" else ():
            row[left:behind] = [value] * (behind - left)


def _is_title(row: list[Any]) -> bool:
    """Whether a row has one text and nothing else, which then names no year's marks and no unit."""
    return sum(value != "" for value in row) < 2


def _is_too_much(text: int, packed: int) -> bool:
    return text > MOST or is_out_of_proportion(text, packed)


def _text(value: Any) -> str:
    """What a cell says; a line break in it is a space, so that a row is a line."""
    if isinstance(value, str):
        return " ".join(value.splitlines()) if not value.isprintable() else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.15g}"  # as many digits as a spreadsheet shows: 0.1 + 0.2 is 0.3 there
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    return str(value).upper() if isinstance(value, bool) else str(value)
