"""Sheets of workbooks (.xlsx) as tables: each row is a line, each cell the value that it has.

They are read by python-calamine, the extra `xlsx`, after a look through the parts of the workbook. That library holds a
sheet as a full rectangle, so two cells far apart could take all the memory there is; it takes an error for an empty
cell, and a formula that was never computed too. All three are found here first, with the standard library's parser,
and neither entities nor other documents are ever followed.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError, fromstring
from xml.parsers.expat import ExpatError, ParserCreate

from pingan_cli.problems import Refused, did_you_mean
from pingan_cli.records.packed import MOST, Archive, is_out_of_proportion, read_member, size_of
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


_MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
"""The size of a sheet in Excel itself."""

MOST_CELLS = 8 << 20
"""Cells of the rectangle from the first to the last filled one. A million units with a few columns are half of it."""

_SHARED = "xl/sharedstrings.xml"
"""The part with the texts that cells share, each named by its number there."""

_STYLES = "xl/styles.xml"
_PERCENT_FORMATS = ("9", "10")
"""The formats 0% and 0.00%, which have no code in the workbook itself."""

_LONGEST_NUMBER = 10
_PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Looked:
    """What was found in a sheet, by row and column from 0: errors with their text, and the end of what is filled.

    `percent` are the cells that are shown in percent: 0.971 stands there as 97.1%.
    `text` is how many characters there are in all cells that share their text with others, which is written once.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    percent: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    uncomputed: str = ""
    text: int = 0
    rows: int = 0
    columns: int = 0


class Sheets(dict[str, Looked]):
    """What was found in each part, and which part each sheet is."""

    def __init__(self, part_of: dict[str, str]) -> None:
        super().__init__()
        self._part_of = part_of

    def is_empty(self, sheet: str) -> bool:
        """Whether no cell of a sheet has a value."""
        looked = self.get(self._part_of.get(sheet, ""))
        return looked is not None and not looked.rows

    def of(self, sheet: str) -> Looked:
        """What was found in a sheet. Raises `Refused` where a formula in it has no value."""
        looked = self.get(self._part_of.get(sheet, ""))
        if looked is None:
            raise _unusual()
        if looked.uncomputed:
            row, column = _place(looked.uncomputed)
            message = told("the formula in the cell {cell} has no value", cell=looked.uncomputed)
            hint = told("open the workbook in a spreadsheet, and save it once more")
            raise refused("formula-uncomputed", message, hint, row + 1, column + 1)
        return looked


def look_through(archive: zipfile.ZipFile) -> Sheets:
    """Every part of a workbook that holds cells. Raises `Refused` for one that must not be read."""
    names = {name.lower(): name for name in archive.namelist()}
    if len(names) < len(archive.namelist()):
        raise _unusual()
    shared = _lengths(read_member(archive, names[_SHARED])) if _SHARED in names else []
    percent = _in_percent(read_member(archive, names[_STYLES])) if _STYLES in names else frozenset[str]()
    parts: dict[str, bytes] = {}
    looked: dict[str, Looked] = {}
    for low, name in names.items():
        content = read_member(archive, name)
        if b"sheetData" in content:
            looked[name] = _look(content, shared, percent)
        elif low.endswith(("xl/workbook.xml", "xl/_rels/workbook.xml.rels")):
            parts[low] = content
    sheets = Sheets(_parts_of(parts))
    sheets.update(looked)
    return sheets


def _lengths(content: bytes) -> list[int]:
    """How many characters there are in each of the texts that cells share."""
    lengths: list[int] = []

    def begin(tag: str, _: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "si":
            lengths.append(0)

    def add(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.CharacterDataHandler = add
    parser.StartDoctypeDeclHandler = _doctype
    _parse(parser, content)
    return lengths


def _doctype(*_: object) -> None:
    raise _unusual()


def _parse(parser: Any, content: bytes) -> None:
    try:
        parser.Parse(content, True)
    except ExpatError:
        raise _unusual() from None


def _parts_of(parts: dict[str, bytes]) -> dict[str, str]:
    """The part in which each sheet lies, as the workbook's own two lists have it."""
    try:
        book = fromstring(parts.get("xl/workbook.xml", b"<none/>"))
        relations = fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"))
    except ParseError:
        raise _unusual() from None
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    found: dict[str, str] = {}
    for each in book.iter():
        if each.tag.rpartition("}")[2] == "sheet":
            target = targets.get(each.get(_RELATION), "")
            found[each.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return found


def _unusual() -> Refused:
    return refused("archive-invalid", told("the workbook is not as spreadsheets write it"), told("save it once more"))


def _in_percent(content: bytes) -> frozenset[str]:
    """The styles of cells, by their numbers, that show a number in percent."""
    percents: set[str] = set(_PERCENT_FORMATS)
    styles: list[str] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "numFmt" and "%" in attributes.get("formatCode", ""):
            percents.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            styles.clear()
            opened.append(name)
        elif name == "xf" and opened:
            styles.append(attributes.get("numFmtId", ""))

    def end(tag: str) -> None:
        if tag.rpartition(":")[2] == "cellXfs":
            opened.clear()

    opened: list[str] = []
    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = _doctype
    _parse(parser, content)
    return frozenset(str(number) for number, shown in enumerate(styles) if shown in percents)


def _look(content: bytes, shared: list[int], percent: Collection[str]) -> Looked:
    """What there is in the cells of one part.

    `shared` are the lengths of the texts that cells share, `percent` the styles of numbers shown in percent.
    """
    looker = _Looker(shared, percent)
    _parse(looker.parser, content)
    looker.settle()
    if looker.looked.rows * looker.looked.columns > MOST_CELLS:
        message = told("its cells span more than {most:,}", most=MOST_CELLS)
        raise refused("file-too-large", message, told("save the table as CSV"))
    return looker.looked


class _Looker:
    """Follows the elements of a sheet: `row`, in it `c` for a cell, in that `f` for a formula and `v` for a value."""

    def __init__(self, shared: list[int], percent: Collection[str]) -> None:
        self.looked = Looked()
        self._percent = percent
        self.parser: Any = ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = _doctype
        self._shared = shared
        self._row, self._column = 0, 0
        self._kind, self._formula = "", False
        self._value: list[str] = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self.settle()
            if "r" in attributes:
                self._row, self._column = _place(attributes["r"])
            else:
                self._column += 1
            self._kind = attributes.get("t", "")
            if self._kind in ("", "n") and attributes.get("s") in self._percent:
                self.looked.percent.add((self._row, self._column))
        elif name == "row":
            self.settle()
            self._row = _place(f"A{attributes['r']}")[0] if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "f":
            self._formula = True
        elif name in ("v", "is"):
            self.looked.rows = max(self.looked.rows, self._row + 1)
            self.looked.columns = max(self.looked.columns, self._column + 1)
            if self._row >= _MOST_ROWS or self._column >= MOST_COLUMNS:
                raise _unusual()
            if self._formula or self._kind in ("e", "s"):
                self.parser.CharacterDataHandler = self._value.append

    def settle(self) -> None:
        """Note what is to be known of the cell that ends. The text of a formula may be empty, its number may not."""
        if self._formula or self._kind in ("e", "s"):
            self.parser.CharacterDataHandler = None
            value = "".join(self._value).strip()
            if self._kind == "e":
                self.looked.errors[self._row, self._column] = value or "#ERROR"
            elif self._kind == "s":
                self.looked.text += self._length(value)
            if self._formula and not value and self._kind not in ("e", "str") and not self.looked.uncomputed:
                self.looked.uncomputed = f"{_letters(self._column)}{self._row + 1}"
        self._kind, self._formula = "", False
        self._value.clear()

    def _length(self, number: str) -> int:
        """How long the shared text with that number is."""
        if not number.isdecimal() or len(number) > _LONGEST_NUMBER or int(number) >= len(self._shared):
            return 0
        return self._shared[int(number)]


def _place(cell: str) -> tuple[int, int]:
    """The row and the column, from 0, of a cell such as C5. Raises `Refused` for what spreadsheets do not write."""
    found = _PLACE.fullmatch(cell)
    if not found:
        raise _unusual()
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _letters(column: int) -> str:
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)
