"""Pages as a workbook (.xlsx) for an office: a sheet for each page, to be printed, sorted and sent on.

They are written by XlsxWriter, of the extra `xlsx`: the same bytes for the same pages, whatever the clock says.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

from rich.cells import cell_len

from pingan_cli.problems import Problem, Refused, printable
from pingan_cli.records.sheets import INSTALL
from pingan_cli.texts import told
from pingan_cli.views.page import Page, Table, plain

_MOST_ROWS = (1 << 20) - 1000
"""A sheet has 1,048,576 rows; some of them are for titles and notes."""

_WIDEST, _LINE = 48, 100
"""Characters: a column is no wider, and what is longer has several lines; and a line of what is no table."""

_CREATED = datetime(1980, 1, 1, tzinfo=UTC)
_NO_NAME = str.maketrans("", "", "[]:*?/\\'")
_LONGEST_NAME = 31
_A4 = 9


def require_writer() -> None:
    """Raise `Refused` where workbooks cannot be written, with the command that installs what writes them."""
    if find_spec("xlsxwriter") is None:
        raise Refused([Problem("usage", told("it takes the extra xlsx to write a workbook"), hint=INSTALL)])


def workbook(pages: Iterable[Page]) -> bytes:
    """A workbook with a sheet for each page, which is said in a language already.

    Texts stay texts, also those that begin as a formula does. Raises `Refused` for more rows than a sheet has.
    """
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs] # an extra; no other form needs it

    stream = io.BytesIO()
    book: Any = xlsxwriter.Workbook(stream, {"in_memory": True})
    with book:
        book.set_properties({"created": _CREATED})
        styles = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "header": book.add_format({"bold": True, "bottom": 1, "bg_color": "#EDEDED", "valign": "vcenter"}),
            "cell": book.add_format({"valign": "top", "text_wrap": True}),
            "number": book.add_format({"valign": "top", "align": "right"}),
        }
        used: set[str] = set()
        for page in pages:
            sheet = book.add_worksheet(_name(page.title, used))
            _fill(sheet, page, styles)
    return stream.getvalue()


def _name(title: str, used: set[str]) -> str:
    """A name for a sheet: the beginning of a title, as far as Excel takes it, and unlike the others."""
    begun = printable(title).translate(_NO_NAME)[:_LONGEST_NAME].strip() or "1"
    name, number = begun, 1
    while name.casefold() in used:
        number += 1
        name = f"{begun[: _LONGEST_NAME - 4]} {number}"
    used.add(name.casefold())
    return name


def _fill(sheet: Any, page: Page, styles: dict[str, Any]) -> None:
    """Write a page into a sheet: its title, its tables below one another, what is no table as lines, and its notes."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    sheet.write_string(0, 0, printable(page.title), styles["title"])
    row = 2
    widths: list[int] = []
    tables = [part for part in page.parts if isinstance(part, Table)]
    for part in page.parts:
        if isinstance(part, Table):
            rows = part.rows(False)
            if row + len(rows) > _MOST_ROWS:
                message = told("a sheet has no room for {rows} rows", rows=f"{len(rows):,}")
                raise Refused([Problem("usage", message, hint=told("--format csv gives them all"))])
            if tables == [part]:
                sheet.freeze_panes(row + 1, 0)
                sheet.repeat_rows(row)
                sheet.autofilter(row, 0, row + len(rows), len(part.columns) - 1)
            row = _table(sheet, row, part, rows, styles, widths)
        else:
            for line in part.make(_LINE):
                sheet.write_string(row, 0, printable(plain(line)))
                row += 1
        row += 1
    for note in page.notes:
        sheet.write_string(row, 0, printable(note))
        row += 1
    for at, width in enumerate(widths):
        sheet.set_column(at, at, min(width, _WIDEST) + 3)  # the mark of the filter takes room


def _table(
    sheet: Any, row: int, table: Table, rows: Sequence[Sequence[str]], styles: dict[str, Any], widths: list[int]
) -> int:
    """Write a table from a row on, and give the row below it; `widths` grows with what its columns take."""
    widths += [0] * (len(table.columns) - len(widths))
    for at, column in enumerate(table.columns):
        sheet.write_string(row, at, printable(column.title), styles["header"])
        widths[at] = max(widths[at], cell_len(printable(column.title)))
    for cells in rows:
        row += 1
        for at, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            if column.number and cell.isdecimal() and cell.isascii():
                sheet.write_number(row, at, int(cell), styles["number"])
            elif cell:
                sheet.write_string(row, at, printable(cell), styles["number" if column.number else "cell"])
            widths[at] = max(widths[at], cell_len(cell))
    return row + 1
