"""A list says the same in every form in which people have it, and to every option that takes one."""

from __future__ import annotations

import gzip
import io
import os
import re
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from program import Pingan

CARDS = "year,unit,result\n2005,洞头县,held\n2006,洞头县,held\n2007,洞头县,held\n2007,绍兴县,missed\n"
UNITS = "code,name_en,name_zh,level\n330305,Dongtou,洞头区,county\n330304,Ouhai,瓯海区,county\n"
CLAIMS = "unit,claim,value,year\n330322,tier,ding,2007\n330621,card,held,2007\n"
PUBLISHED = "year,unit,honour\n2007,洞头县,平安鼎\n"


def zipped(text: str, encoding: str = "utf-8") -> bytes:
    """One list in a folder of an archive, beside what is none."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lists/cards.csv", text.encode(encoding))
        archive.writestr("lists/read me.txt", "not a list")
        archive.writestr("__MACOSX/lists/._cards.csv", b"\0\5\26\7")
    return packed.getvalue()


def booked(text: str) -> bytes:
    """A workbook in which years and codes are numbers, as spreadsheets make them."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in text.splitlines():
        sheet.append([int(cell) if cell.isdecimal() else cell for cell in line.split(",")])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


FORMS: dict[str, Callable[[str], bytes]] = {
    "list.csv": lambda text: text.encode(),
    "with a BOM.csv": lambda text: text.encode("utf-8-sig"),
    "old.csv": lambda text: text.encode("gb18030"),
    "list.csv.gz": lambda text: gzip.compress(text.encode()),
    "under another name.csv": lambda text: gzip.compress(text.encode()),
    "two parts.csv.gz": lambda text: gzip.compress(text[:20].encode()) + gzip.compress(text[20:].encode()),
    "list.zip": zipped,
    "list.xlsx": booked,
    "list.xlsx#Sheet": booked,
    "list.zip#lists/cards.csv": zipped,
    "Unicode text.txt": lambda text: text.replace(",", "\t").replace("\n", "\r\n").encode("utf-16"),
    "big end first.csv": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "Unicode text.zip": lambda text: zipped(text.replace(",", "\t"), "utf-16"),
    "packed Unicode text.csv.gz": lambda text: gzip.compress(text.encode("utf-16")),
}


def written(folder: Path, name: str, text: str) -> str:
    (folder / name.partition("#")[0]).write_bytes(FORMS[name](text))
    return name


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return request.param


def units_of(out: str) -> str:
    """An answer without the names of the files that it rests on."""
    return re.sub(r'"files": \[.*?\]|Records: .*', "", out)


def test_cards(pingan: Pingan, tmp_path: Path, form: str) -> None:
    (tmp_path / "plain.csv").write_text(CARDS, encoding="utf-8")
    name = written(tmp_path, form, CARDS)
    for command in (
        ["award", "--format", "json"],
        ["streak", "Dongtou", "--format", "json"],
        ["changes", "--year", "2007"],
    ):
        plain = pingan(*command, "--data", "plain.csv")
        assert plain.status == 0
        ran = pingan(*command, "--data", name)
        assert (ran.status, units_of(ran.out)) == (plain.status, units_of(plain.out))
    guessed = name == "old.csv"
    assert pingan("check", name).out.endswith(
        f"1 file checked, 0 errors, {int(guessed)} warning{'s' * (not guessed)}\n"
    )


def test_units(pingan: Pingan, tmp_path: Path, form: str) -> None:
    (tmp_path / "plain.csv").write_text(UNITS, encoding="utf-8")
    name = written(tmp_path, form, UNITS)
    plain = pingan("units", "--units", "plain.csv")
    assert "330304" in plain.out
    assert pingan("units", "--units", name) == plain
    assert pingan("check", name).out == "1 file checked, 0 errors, 0 warnings\n"


def test_claims(pingan: Pingan, tmp_path: Path, form: str) -> None:
    (tmp_path / "cards.csv").write_text(CARDS, encoding="utf-8")
    (tmp_path / "plain.csv").write_text(CLAIMS, encoding="utf-8")
    name = written(tmp_path, form, CLAIMS)
    plain = pingan("audit", "--data", "cards.csv", "--claims", "plain.csv", "--format", "csv")
    assert "confirmed" in plain.out
    assert "contradicted" in plain.out
    assert pingan("audit", "--data", "cards.csv", "--claims", name, "--format", "csv") == plain


def test_published_lists(pingan: Pingan, tmp_path: Path, form: str) -> None:
    (tmp_path / "cards.csv").write_text(CARDS, encoding="utf-8")
    name = written(tmp_path, form, PUBLISHED)
    ran = pingan("award", "--year", "2007", "--data", "cards.csv", "--expect", name)
    assert (ran.status, "error" in ran.err) == (0, False)
    assert pingan("check", "cards.csv", "--year", "2007", "--expect", name).status == 0
    wrong = written(tmp_path, form, PUBLISHED.replace("平安鼎", "平安金鼎"))
    assert pingan("award", "--year", "2007", "--data", "cards.csv", "--expect", wrong).status == 1


@pytest.mark.parametrize("name", [name for name in FORMS if "#" not in name])
def test_standard_input(pingan: Pingan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "plain.csv").write_text(CARDS, encoding="utf-8")
    for command in (["award", "--format", "json", "--data"], ["streak", "Dongtou", "--data"], ["check"]):
        plain = pingan(*command, "plain.csv")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FORMS[name](CARDS))))
        ran = pingan(*command, "-")
        assert units_of(ran.out) == units_of(plain.out) or (name == "old.csv" and "[encoding-guessed]" in ran.out)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FORMS[name](PUBLISHED))))
    assert pingan("award", "--year", "2007", "--data", "plain.csv", "--expect", "-").status == 0


def test_places_in_standard_input(pingan: Pingan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"year,unit\n2005,Ningbo\n20l6,Ningbo\n")))
    ran = pingan("award", "--data", "-")
    assert ran.status == 2
    assert ran.err.startswith("-:3:1: error[year-invalid]")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_read_once_however_often_it_is_needed(pingan: Pingan, tmp_path: Path) -> None:
    (tmp_path / "plain.csv").write_text(CARDS, encoding="utf-8")
    plain = pingan("check", "plain.csv", "--format", "json")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(CARDS, encoding="utf-8"))
    writer.start()
    ran = pingan("check", "pipe", "--format", "json")
    writer.join()
    assert ran == plain


YEARS = ["2005", "2006", "2007"]


def test_an_archive_is_a_folder_of_lists(pingan: Pingan, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lists.zip", "w") as archive:
        for year in YEARS:
            archive.writestr(f"{year}/holders {year}.csv", "unit\n洞头县\n")
    ran = pingan("streak", "Dongtou", "--year", "2007", "--data", "lists.zip", "--format", "csv")
    assert ran.out.endswith("2007,held,3,3,ding\n")
    one = pingan("award", "--data", "lists.zip#2006/holders 2006.csv", "--format", "csv")
    assert "330322,Dongtou,洞头县,county,330300,1,2" in one.out
    ran = pingan("award", "--data", "lists.zip", "--expect", "lists.zip")
    assert "error[part-unknown]: there are 3 tables in this archive" in ran.err
    assert "name one of them, such as lists.zip#2005/holders 2005.csv" in ran.err


def test_a_folder_holds_lists_in_every_form_among_other_files(pingan: Pingan, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    (folder / "deeper").mkdir(parents=True)
    (folder / "2005.csv").write_text("unit\n洞头县\n", encoding="utf-8")
    (folder / "2006.csv.gz").write_bytes(gzip.compress("unit\n洞头县\n".encode()))
    (folder / "2007.xlsx").write_bytes(booked("unit\n洞头县\n"))
    with zipfile.ZipFile(folder / "more.ZIP", "w") as archive:
        archive.writestr("2008.csv", "unit\n洞头县\n")
    others = ("notes.txt", "photo.jpg", ".DS_Store", "._2005.csv", "~$2007.xlsx", "report.pdf", "deeper/2009.csv")
    for other in others:
        (folder / other).write_bytes(b"\0\1\2\3")
    (folder / "2010.csv").mkdir()
    ran = pingan("streak", "Dongtou", "--data", "lists", "--format", "csv")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("2007,held,3,3,ding\n330322,Dongtou,洞头县,2008,held,4,4,\n")
    assert "4 files checked, 0 errors" in pingan("check", "lists").out


def test_the_year_of_a_list_is_that_of_its_part_or_else_of_its_file(pingan: Pingan, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("2006年", "holders"):
        book.create_sheet(title).append(["unit"])
        book[title].append(["洞头县"])
    book.save(tmp_path / "lists of 2005.xlsx")
    years = {"#2006年": "2006", "#holders": "2005"}
    for part, year in years.items():
        ran = pingan("streak", "Dongtou", "--data", f"lists of 2005.xlsx{part}", "--format", "json")
        assert f'"year": {year},' in ran.out, part


MISSING = ["no.csv", "no.zip#a.csv", "no.xlsx#S", "#", "#x", "a#b#c"]


@pytest.mark.parametrize("name", MISSING)
def test_what_is_not_there(pingan: Pingan, name: str) -> None:
    ran = pingan("award", "--data", name)
    assert (ran.status, "error[file-missing]" in ran.err) == (2, True)
    assert pingan("check", name).status == 2
    assert "error[file-missing]" in pingan("award", "--expect", name).err


def test_a_name_with_the_mark_of_a_part_is_a_file_first(pingan: Pingan, tmp_path: Path) -> None:
    (tmp_path / "list#1.csv").write_text(CARDS, encoding="utf-8")
    assert pingan("check", "list#1.csv").out.endswith("1 file checked, 0 errors, 0 warnings\n")
    (tmp_path / "list.csv").write_text(CARDS, encoding="utf-8")
    ran = pingan("check", "list.csv#1")
    assert "error[part-unknown]: there is no part '1' here" in ran.out
    with zipfile.ZipFile(tmp_path / "a#b.zip", "w") as archive:
        archive.writestr("c#d.csv", CARDS)
    assert pingan("check", "a#b.zip#c#d.csv").out.endswith("1 file checked, 0 errors, 0 warnings\n")


def test_only_plain_text_is_mended(pingan: Pingan, tmp_path: Path, form: str) -> None:
    name = written(tmp_path, form, CARDS.replace("洞头县", " 洞头县"))
    file = tmp_path / name.partition("#")[0]
    before = file.read_bytes()
    ran = pingan("check", name, "--fix")
    assert ran.status == 0
    if name in ("list.csv", "with a BOM.csv", "old.csv"):
        assert "text-spaces" not in ran.out
        assert file.read_bytes() != before
    else:
        assert "--fix mends plain text files only" in ran.out
        assert file.read_bytes() == before


def test_names_of_files_in_old_archives_are_read_as_chinese(pingan: Pingan, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lists.zip", "w") as archive:
        info = zipfile.ZipInfo("x" * len("名单2005.csv".encode("gb18030")))
        archive.writestr(info, "unit\n火星\n")
    raw = (tmp_path / "lists.zip").read_bytes().replace(info.filename.encode(), "名单2005.csv".encode("gb18030"))
    (tmp_path / "lists.zip").write_bytes(raw)
    assert pingan("check", "lists.zip").out.startswith("lists.zip#名单2005.csv:2:1: error[unit-unknown]")


def test_a_package_in_an_archive_is_not_read_as_whole_lists(pingan: Pingan, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "package.zip", "w") as archive:
        archive.writestr("lists/datapackage.json", '{"partial": true, "resources": []}')
        archive.writestr("lists/cards.csv", CARDS)
    ran = pingan("award", "--data", "package.zip")
    assert ran.status == 2
    assert "error[archive-invalid]: there is a Data Package in this archive" in ran.err


@pytest.mark.parametrize(
    "words", [["award", "--data", ""], ["award", "--units", ""], ["check", ""], ["units", "--units", ""]]
)
def test_an_empty_text_names_no_folder(pingan: Pingan, tmp_path: Path, words: list[str]) -> None:
    """It is what is left of a variable that was not set."""
    (tmp_path / "cards.csv").write_text(CARDS, encoding="utf-8")
    ran = pingan(*words)
    assert (ran.status, ran.out) == (2, "")
    assert "error[usage]: an empty text names no file" in ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pattern_means_no_pipe(pingan: Pingan, tmp_path: Path) -> None:
    (tmp_path / "2005.csv").write_text("unit\n洞头县\n", encoding="utf-8")
    os.mkfifo(tmp_path / "2006.csv")
    ran = pingan("award", "--data", "*.csv")
    assert ran.err == "2006.csv: error[file-unreadable]: this is a pipe or a device, not a file\n"
