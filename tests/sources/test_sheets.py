"""Workbooks: what spreadsheets make of a list, read by its values and placed by its cells."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from fuzz.books import workbook
from pingan_cli.records import sheets
from pingan_cli.records.sources import open_source
from program import Pingan


@pytest.fixture
def book(tmp_path: Path) -> openpyxl.Workbook:
    return openpyxl.Workbook()


def rows_of(path: Path, part: str = "") -> list[str]:
    source = open_source(Path(f"{path}{part}"))
    assert source.content is not None
    return source.content.decode().splitlines()


def saved(book: openpyxl.Workbook, folder: Path) -> Path:
    path = folder / "cards.xlsx"
    book.save(path)
    return path


def filled(sheet: Worksheet, *rows: list[object]) -> Worksheet:
    for row in rows:
        sheet.append(row)
    return sheet


def test_numbers_truths_dates_and_text(book: openpyxl.Workbook, tmp_path: Path) -> None:
    day = datetime.datetime(2020, 1, 1)  # noqa: DTZ001 - workbooks know no time zones
    filled(
        book.active, [2020, 330305.0, 0.5, True, False], [day, day.replace(hour=5), datetime.time(1, 2), "a\nb", "洞"]
    )
    assert rows_of(saved(book, tmp_path)) == [
        "2020,330305,0.5,TRUE,FALSE",
        "2020-01-01,2020-01-01 05:00:00,01:02:00,a b,洞",
    ]


def test_a_year_that_became_a_date_is_a_year_again(book: openpyxl.Workbook, tmp_path: Path, pingan: Pingan) -> None:
    first = datetime.date(2006, 1, 1)
    filled(book.active, ["year", "unit"], [2005, "洞头县"], [first, "洞头县"], [datetime.date(2007, 4, 8), "洞头县"])
    ran = pingan("check", str(saved(book, tmp_path)))
    assert "cards.xlsx#Sheet:1:1: warning[year-guessed]: dates such as '2007-04-08' are read as the year" in ran.out
    assert "0 errors, " in ran.out


def test_merged_cells_have_the_value_of_the_first(book: openpyxl.Workbook, tmp_path: Path) -> None:
    sheet = filled(
        book.active, ["year", "unit", "r"], [2005, "A", "√"], [None, "B", None], [2006, "A", "√"], [None, "B", None]
    )
    for cells in ("A2:A3", "A4:A5", "C2:C3"):
        sheet.merge_cells(cells)
    assert rows_of(saved(book, tmp_path)) == ["year,unit,r", "2005,A,√", "2005,B,√", "2006,A,√", "2006,B,"]


def test_titles_over_the_header_are_left_out_and_rows_keep_their_numbers(
    book: openpyxl.Workbook, tmp_path: Path, pingan: Pingan
) -> None:
    sheet = filled(
        book.active,
        [],
        ["", "平安县（市、区）名单"],
        [],
        ["", "year", "unit"],
        ["", 2005, "洞头县"],
        ["", "20l6", "洞头县"],
    )
    sheet.merge_cells("B2:C2")
    ran = pingan("check", str(saved(book, tmp_path)), "--format", "csv")
    assert f"{tmp_path}/cards.xlsx#Sheet,6,2,error,year-invalid" in ran.out
    sheet["C4"] = "unti"
    ran = pingan("check", str(saved(book, tmp_path)))
    assert "cards.xlsx#Sheet:4:1: error[csv-header]: no line names the columns; this one looks most like it" in ran.out
    assert "hint: did you mean unit?" in ran.out
    sheet["C4"] = "unit"
    sheet["C5"] = "Dongtuo"
    assert "cards.xlsx#Sheet:5:3: error[unit-unknown]" in pingan("check", str(saved(book, tmp_path))).out
    sheet["C5"] = " 洞头县"
    assert "cards.xlsx#Sheet:5:3: warning[text-spaces]" in pingan("check", str(saved(book, tmp_path))).out


def test_a_header_of_one_column_is_no_title(book: openpyxl.Workbook, tmp_path: Path) -> None:
    filled(book.active, ["unit"], ["A"], ["B"])
    assert rows_of(saved(book, tmp_path)) == ["unit", "A", "B"]


def test_the_first_sheet_that_is_not_hidden_or_the_one_named(book: openpyxl.Workbook, tmp_path: Path) -> None:
    filled(book.active, ["hidden"]).sheet_state = "hidden"
    filled(book.create_sheet("名单#1"), ["first"])
    filled(book.create_sheet("second"), ["second"])
    book.create_chartsheet("chart")
    path = saved(book, tmp_path)
    assert rows_of(path) == rows_of(path, "#名单#1") == ["first"]
    assert rows_of(path, "#second") == ["second"]
    assert rows_of(path, "#Sheet") == ["hidden"]
    assert open_source(path).path == Path(f"{path}#名单#1")


@pytest.mark.parametrize(
    ("part", "hint"), [("Second", "did you mean second?"), ("x", "its sheets are Sheet, second"), ("chart", "")]
)
def test_a_sheet_that_is_not_there(
    book: openpyxl.Workbook, tmp_path: Path, pingan: Pingan, part: str, hint: str
) -> None:
    book.create_sheet("second")
    book.create_chartsheet("chart")
    ran = pingan("award", "--data", f"{saved(book, tmp_path)}#{part}")
    assert f"error[part-unknown]: there is no sheet '{part}' in this workbook" in ran.err
    assert hint in ran.err


def sheet_with(folder: Path, rows: str) -> Path:
    path = folder / "cards.xlsx"
    path.write_bytes(workbook(f"<sheetData>{rows}</sheetData>".encode()))
    return path


HEADER = "<row><c t='str'><v>year</v></c><c t='str'><v>unit</v></c></row>"


def test_formulas_are_read_by_their_values(tmp_path: Path) -> None:
    rows = (
        "<row><c><f>2000+5</f><v>2005</v></c><c t='str'><f>A1</f><v>A</v></c><c t='str'><f>IF(1,\"\")</f><v/></c></row>"
    )
    assert rows_of(sheet_with(tmp_path, HEADER + rows)) == ["year,unit,", "2005,A,"]


@pytest.mark.parametrize(
    "cell", ["<c r='B3'><f>A1</f></c>", "<c r='B3'><f>A1</f><v/></c>", "<c r='B3'><f>A1</f><v> </v></c>"]
)
def test_a_formula_without_a_value_is_not_an_empty_cell(tmp_path: Path, pingan: Pingan, cell: str) -> None:
    ran = pingan("award", "--data", str(sheet_with(tmp_path, f"{HEADER}<row r='3'><c><v>2005</v></c>{cell}</row>")))
    assert f"{tmp_path}/cards.xlsx:3:2: error[formula-uncomputed]: the formula in the cell B3 has no value" in ran.err


def test_a_formula_without_a_value_on_another_sheet_does_no_harm(book: openpyxl.Workbook, tmp_path: Path) -> None:
    filled(book.active, ["year", "unit"])
    filled(book.create_sheet("sums"), ["=1+1"])
    assert rows_of(saved(book, tmp_path)) == ["year,unit"]


def test_an_error_is_not_an_empty_cell(tmp_path: Path, pingan: Pingan) -> None:
    path = sheet_with(tmp_path, f"{HEADER}<row r='2'><c><v>2005</v></c><c t='e'><f>A9</f><v>#REF!</v></c></row>")
    assert rows_of(path) == ["year,unit", "2005,#REF!"]
    assert "cards.xlsx#Sheet1:2:2: error[unit-unknown]: there is no unit '#REF!'" in pingan("check", str(path)).out


def test_cells_that_are_formatted_and_empty_do_not_count(tmp_path: Path) -> None:
    path = sheet_with(tmp_path, f"{HEADER}<row r='1048576'><c r='XFD1048576' s='0'/></row>")
    assert rows_of(path) == ["year,unit"]


UNUSUAL = {
    "cells too far apart": "<row><c r='A1'><v>1</v></c></row><row><c r='XFD1048576'><v>1</v></c></row>",
    "a row beyond the last": "<row r='1048577'><c><v>1</v></c></row>",
    "a row beyond all": "<row r='99999999999999999999'><c><v>1</v></c></row>",
    "a column beyond the last": "<row><c r='XFE1'><v>1</v></c></row>",
    "a place that is none": "<row><c r='R1C1'><v>1</v></c></row>",
    "a row that is none": "<row r='-1'><c><v>1</v></c></row>",
    "no XML": "<row><c>",
    "an entity": "&x;",
}


@pytest.mark.parametrize("rows", UNUSUAL.values(), ids=UNUSUAL)
def test_what_no_spreadsheet_writes_is_refused(tmp_path: Path, pingan: Pingan, rows: str) -> None:
    ran = pingan("award", "--data", str(sheet_with(tmp_path, rows)))
    assert ran.status == 2
    assert "error[archive-invalid]: the workbook is not as" in ran.err or "error[file-too-large]" in ran.err


def test_entities_are_never_expanded(tmp_path: Path, pingan: Pingan) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    whole = workbook(b"<sheetData><row><c t='str'><v>&b;</v></c></row></sheetData>", before=bomb)
    (tmp_path / "cards.xlsx").write_bytes(whole)
    ran = pingan("award", "--data", "cards.xlsx")
    assert "error[archive-invalid]: the workbook is not as spreadsheets write it" in ran.err
    assert "root:" not in ran.err + ran.out


def test_the_command_that_installs_the_extra(
    book: openpyxl.Workbook, tmp_path: Path, pingan: Pingan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "find_spec", lambda name: None)
    ran = pingan("award", "--data", str(saved(book, tmp_path)))
    assert "error[file-unreadable]: it takes the extra xlsx to read a workbook" in ran.err
    assert "hint: pip install 'pingan-cli[xlsx]'" in ran.err


@pytest.mark.parametrize("name", ["list.xls", "list.xlsx"])
def test_old_and_locked_workbooks(tmp_path: Path, pingan: Pingan, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    ran = pingan("check", name)
    assert "error[archive-invalid]: this is a workbook of the old kind (.xls), or one with a password" in ran.out


def test_documents_of_other_kinds(tmp_path: Path, pingan: Pingan) -> None:
    import zipfile

    for name, part in (("list.ods", "mimetype"), ("list.xlsx", "word/document.xml")):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(part, "x")
            if part != "mimetype":
                archive.writestr("[Content_Types].xml", "x")
        (tmp_path / name).write_bytes(packed.getvalue())
        assert "this is a document, but no workbook of the kind .xlsx" in pingan("check", name).out


READ = "1 row, 1 unit, 2005; nothing wrong\n1 file checked, 0 errors, 0 warnings\n"


def test_a_workbook_says_which_of_its_sheets_are_not_read(
    book: openpyxl.Workbook, tmp_path: Path, pingan: Pingan
) -> None:
    filled(book.active, ["year", "unit"], [2005, "洞头县"])
    path = str(saved(book, tmp_path))
    assert pingan("check", path).out == READ
    book.create_sheet("empty")
    saved(book, tmp_path)
    assert pingan("check", path).out == READ
    hidden = filled(book.create_sheet("hidden"), ["a"])
    hidden.sheet_state = "hidden"
    saved(book, tmp_path)
    ran = pingan("check", path)
    assert ran.out.startswith(
        f"{path}#Sheet:1:1: warning[sheet-unread]: these sheets are hidden, and are not read: hidden\n"
        f"  hint: show a sheet that is meant, or name it, such as {path}#hidden\n"
    )
    book.remove(hidden)
    filled(book.create_sheet("说明"), ["a"])
    saved(book, tmp_path)
    ran = pingan("check", path)
    assert ran.out.startswith(
        f"{path}#Sheet:1:1: warning[sheet-unread]: no list was found on these sheets, and they are not read: 说明\n"
        f"  hint: name each sheet that is meant, such as {path}#Sheet\n"
    )
    assert (ran.status, pingan("check", path, "--strict").status) == (0, 1)
    assert pingan("check", path, "--ignore", "sheets").out == READ
    filled(book.create_sheet("2006"), ["unit"], ["洞头县"])
    saved(book, tmp_path)
    ran = pingan("award", "--data", path)
    assert (ran.status, ran.err) == (
        2,
        f"{path}: error[part-unknown]: there are lists on several sheets: Sheet, 2006\n"
        f"  hint: name the one that is meant, such as {path}#Sheet, or {path}#* for all of them\n",
    )
    assert pingan("award", "--data", f"{path}#*").status == 0
    assert pingan("check", f"{path}#Sheet", f"{path}#2006").out.endswith("2 files checked, 0 errors, 0 warnings\n")


def test_a_published_list_in_a_workbook_of_several_sheets(
    book: openpyxl.Workbook, tmp_path: Path, pingan: Pingan
) -> None:
    filled(book.active, ["year", "unit", "honour"], [2007, "洞头县", "平安鼎"])
    filled(book.create_sheet("cities"), ["a"])
    (tmp_path / "cards.csv").write_text("year,unit\n2005,洞头县\n2006,洞头县\n2007,洞头县\n", encoding="utf-8")
    ran = pingan("check", "cards.csv", "--expect", str(saved(book, tmp_path)))
    assert "warning[sheet-unread]" in ran.out
    assert ran.status == 0
