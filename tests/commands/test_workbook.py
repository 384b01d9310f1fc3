"""Answers as a workbook for an office, read back by another program, and as CSV for Excel."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pingan_cli.views import workbook
from program import Pingan

CARDS = "year,unit\n" + "".join(f"{year},{unit}\n" for year in range(2005, 2023) for unit in ("洞头区", "嘉兴市"))
LIST = "unit,honour\nDongtou,Two-Star Gold Ding\nCixi,Gold Ding\n"


@pytest.fixture
def cards(tmp_path: Path, pingan: Pingan) -> str:
    (tmp_path / "cards.csv").write_text(CARDS, encoding="utf-8")
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return "cards.csv"


def sheets(path: Path) -> dict[str, Worksheet]:
    """The sheets of a workbook by name."""
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets}


def rows(path: Path, sheet: int = 0) -> list[list[Any]]:
    """The rows of a sheet, without what is empty at their ends."""
    found = [list(row) for row in list(sheets(path).values())[sheet].iter_rows(values_only=True)]
    for row in found:
        while row and row[-1] is None:
            row.pop()
    return found


def test_an_award_for_an_office(tmp_path: Path, cards: str, pingan: Pingan) -> None:
    assert pingan("award", cards, "--year", "2022", "--covers", "嘉兴", "-o", "list.xlsx", "--lang", "zh").status == 0
    title, empty, header, first, *others = rows(tmp_path / "list.xlsx")
    assert len(title) == 1
    assert title[0].startswith("平安浙江")
    assert empty == []
    assert header[1] == "单位"
    assert first[:6] == ["330305", "洞头区", "温州市", "二星平安金鼎", 2022, 18]
    assert first[6:] == [2005, "二星平安金鼎", "三星平安金鼎", 2025]
    assert "cards.csv" in others[-1][0]
    (sheet,) = sheets(tmp_path / "list.xlsx").values()
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.column_dimensions["D"].width > 2 * len("二星平安金鼎")


def test_what_is_open_is_said_in_a_remark(tmp_path: Path, pingan: Pingan) -> None:
    pingan("award", "--year", "2023", "-o", "list.xlsx")
    of_unit = {row[1]: row for row in rows(tmp_path / "list.xlsx") if len(row) > 1}
    assert of_unit["Yuhang"][3] == "at least Gold Ding"
    assert of_unit["Yuhang"][-1] == "known last: 13 or more by 2019; decided by 2005–2006, 2020–2023"


@pytest.mark.parametrize(
    "words", ["changes --year 2021", "streak Dongtou Cixi", "audit", "forecast", "units", "rules list", "deduce"]
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_answer_has_its_workbook(tmp_path: Path, pingan: Pingan, words: str, lang: str) -> None:
    pingan(*words.split(), "--lang", lang, "-o", "answer.xlsx")
    title, _, header, *others = rows(tmp_path / "answer.xlsx")
    assert len(title) == 1
    assert len(header) > 2
    assert len(others) > 4
    in_words = pingan(*words.split(), "--lang", lang).out
    assert in_words.startswith(title[0])


def test_a_comparison_has_its_sheet_before_the_problems(tmp_path: Path, cards: str, pingan: Pingan) -> None:
    asked = ("--expect", "list.csv", "--year", "2022", "--since", "2005", "-o", "compared.xlsx")
    assert pingan("check", cards, *asked).status == 1
    book = tmp_path / "compared.xlsx"
    assert len(sheets(book)) == 2
    outcomes = {row[1]: row[4] for row in rows(book) if len(row) == 5}
    assert list(outcomes.items()) == [
        ("Unit", "Outcome"),
        ("Dongtou", "confirmed"),
        ("Cixi", "not earned"),
        ("Jiaxing", "missing from the list"),
    ]
    assert ["list.csv", "3:1", "error", "list-surplus"] in [row[:4] for row in rows(book, 1)]
    assert pingan("award", cards, *asked).status == 1
    assert rows(book)[2][:3] == ["Year", "Unit", "Published"]


def test_the_same_bytes_whatever_the_clock_says(
    tmp_path: Path, cards: str, pingan: Pingan, monkeypatch: pytest.MonkeyPatch
) -> None:
    pingan("award", cards, "-o", "list.xlsx")
    first = (tmp_path / "list.xlsx").read_bytes()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 1e8)
    pingan("award", cards, "-o", "list.xlsx")
    assert (tmp_path / "list.xlsx").read_bytes() == first


def test_no_cell_is_a_formula(tmp_path: Path, pingan: Pingan) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2021,=1+1\n2021,@SUM(A1)\n", encoding="utf-8")
    pingan("award", "cards.csv", "--units", "none", "-o", "list.xlsx")
    (sheet,) = sheets(tmp_path / "list.xlsx").values()
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert {"=1+1", "@SUM(A1)"} <= {cell.value for row in sheet.iter_rows() for cell in row}
    out = pingan("award", "cards.csv", "--units", "none", "--excel").out
    assert "'=1+1" in out


def test_what_was_read_is_not_written_over(tmp_path: Path, cards: str, pingan: Pingan) -> None:
    pingan("award", cards, "-o", "list.xlsx")
    before = (tmp_path / "list.xlsx").read_bytes()
    ran = pingan("check", cards, "--expect", "list.xlsx", "--holders", "all", "-o", "list.xlsx")
    assert ran.status == 2
    assert "list.xlsx: error[file-unwritable]" in ran.err
    assert (tmp_path / "list.xlsx").read_bytes() == before


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_list_that_was_made_is_a_list_that_can_be_checked(
    tmp_path: Path, cards: str, pingan: Pingan, lang: str
) -> None:
    pingan("award", cards, "--year", "2022", "--since", "2005", "--lang", lang, "-o", "list.xlsx")
    ran = pingan("check", cards, "--since", "2005", "--year", "2022", "--expect", "list.xlsx", "--holders", "all")
    assert ran.out.startswith("2022, all who hold: 2 of 2 confirmed, none missing\n")
    assert ran.status == 0


def test_the_extra_that_is_not_there(cards: str, pingan: Pingan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "find_spec", lambda name: None)
    ran = pingan("award", cards, "-o", "list.xlsx")
    assert ran.status == 2
    assert ran.err == (
        "error[usage]: it takes the extra xlsx to write a workbook\n  hint: pip install 'pingan-cli[xlsx]'\n"
    )


def test_more_rows_than_a_sheet_has(cards: str, pingan: Pingan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_ROWS", 3)
    ran = pingan("award", cards, "-o", "list.xlsx")
    assert ran.status == 2
    assert "error[usage]: a sheet has no room for 101 rows" in ran.err


def test_csv_for_excel(cards: str, pingan: Pingan) -> None:
    asked = ("award", cards, "--year", "2022", "--excel", "--lang", "zh")
    out = pingan(*asked).out
    assert out.startswith("\ufeff")
    first, *_ = csv.DictReader(io.StringIO(out.removeprefix("\ufeff")))
    assert list(first.values())[1:4] == ["洞头区", "温州市", "二星平安金鼎"]
    assert pingan(*asked, "--format", "csv").out == out
    plain = pingan("award", cards, "--year", "2022", "--format", "csv", "--lang", "zh").out
    assert plain.startswith("code,name,name_zh,level,parent,streak_min,")


def test_excel_is_about_csv(cards: str, pingan: Pingan) -> None:
    ran = pingan("award", cards, "--excel", "--json")
    assert ran.status == 2
    assert "error[usage]: --excel is about CSV, and json is asked for" in ran.err


def test_the_page_of_a_problem_is_no_workbook(pingan: Pingan) -> None:
    for name in ("page.xlsx", "page.svg"):
        assert "error[usage]: no form of this answer has the ending" in pingan("explain", "csv-header", "-o", name).err
