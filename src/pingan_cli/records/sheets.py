"""Sheets of workbooks (.xlsx) as tables: each row is a line, each cell the value that it has.

They are read by python-calamine, the extra `xlsx`, after a look through the parts of the workbook (`looking`).
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from pingan_cli.problems import WARNING, Problem, Refused, did_you_mean
from pingan_cli.records.looking import Looked, look_through
from pingan_cli.records.sources import Source, part_of, refused, split
from pingan_cli.texts import told

INSTALL = "pip install 'pingan-cli[xlsx]'"

_Merged = list[tuple[tuple[int, int], tuple[int, int]]]


def read_sheet(path: Path, sheet: str, archive: zipfile.ZipFile, stream: BinaryIO) -> Source:
    """The sheet with that name, or the first that is not hidden, as a table in CSV.

    Merged cells all have the value of the first of them. Empty rows above the header are left out, and titles that
    are merged over several columns. Raises `Refused` where the sheet cannot be read, or must not be.
    """
    if find_spec("python_calamine") is None:
        raise refused("file-unreadable", told("it takes the extra xlsx to read a workbook"), INSTALL)
    looked = look_through(archive)
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        stream.seek(0)
        with CalamineWorkbook.from_filelike(stream) as workbook:
            kept = [each for each in workbook.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            shown = [each.name for each in kept if each.visible == SheetVisibleEnum.Visible]
            name = sheet or next(iter(shown), "")
            if name not in [each.name for each in kept]:
                raise _no_sheet(name, shown)
            found = workbook.get_sheet_by_name(name)
            rows: list[list[Any]] = found.to_python(skip_empty_area=False)
            merged = found.merged_cell_ranges or []
    except (CalamineError, ValueError, KeyError, OSError) as error:
        raise refused("archive-invalid", told("the workbook cannot be read: {error}", error=str(error))) from None
    content, first = _as_csv(rows, merged, looked.of(name))
    unread = [] if sheet else [each for each in shown if each != name and not looked.is_empty(each)]
    return Source(part_of(split(path)[0], name), content, first, in_cells=True, unread=tuple(unread))


def unread_sheets(source: Source | None) -> list[Problem]:
    """That other sheets of a workbook were not read, because none was named."""
    if source is None or not source.unread:
        return []
    message = told("no sheet is named, so only this one is read, and not {sheets}", sheets=source.unread)
    other = part_of(split(source.path)[0], source.unread[0])
    hint = told("name each sheet that is meant, such as {path}", path=other)
    return [Problem("sheet-unread", message, str(source.path), source.first, 1, hint, WARNING)]


def _no_sheet(name: str, shown: list[str]) -> Refused:
    if not name:
        return refused("part-unknown", told("there is no sheet in this workbook that is not hidden"))
    hint = did_you_mean(name, shown) or told("its sheets are {sheets}", sheets=tuple(shown))
    return refused("part-unknown", told("there is no sheet {sheet!r} in this workbook", sheet=name), hint)


def _as_csv(rows: list[list[Any]], merged: _Merged, looked: Looked) -> tuple[bytes, int]:
    """The rows from the header on as CSV, and the number of the header's row."""
    for (row, column), text in looked.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    begin = _header(rows, merged)
    for (top, left), (bottom, right) in merged:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for row in rows[top : bottom + 1] if value != "" else ():
            row[left : right + 1] = [value] * len(row[left : right + 1])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*map(_text, row)] for row in rows[begin:])
    return text.getvalue().encode(errors="replace"), begin + 1


def _header(rows: list[list[Any]], merged: _Merged) -> int:
    """The index of the first row that is neither empty nor a title, which is one cell merged over several columns."""
    titles = {(top, left) for (top, left), (_, right) in merged if right > left}
    for index, row in enumerate(rows):
        filled = [(index, column) for column, value in enumerate(row) if value != ""]
        if filled and not (len(filled) == 1 and filled[0] in titles):
            return index
    return len(rows)


def _text(value: Any) -> str:
    """What a cell says; a line break in it is a space, so that a row is a line."""
    if isinstance(value, str):
        return " ".join(value.splitlines()) if not value.isprintable() else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    return str(value).upper() if isinstance(value, bool) else str(value)
