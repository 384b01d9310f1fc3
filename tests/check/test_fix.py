"""Mending a file: what was reported goes, and not a byte besides."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingan_cli.check.text_checks import mended, tidy
from pingan_cli.records.table import Table

CODES = ("text-spaces", "text-full-width")

MENDED = {
    "spaces and digits": ("year,unit\n２０２０, 洞头区 \n", "year,unit\n2020,洞头区\n"),
    "between characters": ("year,unit\n2020,鄞　州 区\n", "year,unit\n2020,鄞州区\n"),
    "in English names one space stays": ("year,unit\n2020,Dongtou District \n", "year,unit\n2020,Dongtou District\n"),
    "quotes stay": ('year,unit\n"２０２０","洞头区 "\n', 'year,unit\n"2020","洞头区"\n'),
    "other columns stay": ("year,unit,note\n2020, 洞头区, ２０ \n", "year,unit,note\n2020,洞头区, ２０ \n"),
    "semicolons and CRLF": ("年度;单位\r\n２０２０; 洞头区\r\n", "年度;单位\r\n2020;洞头区\r\n"),
    "tabs, and no last line end": ("year\tunit\n2020\t洞头区 ", "year\tunit\n2020\t洞头区"),
    "the header": (" year ,unit\n2020,洞头区\n", "year,unit\n2020,洞头区\n"),
    "lines within a cell": (
        'year,unit,note\n2020, 洞头区,"a\nb ""c"""\n',
        'year,unit,note\n2020,洞头区,"a\nb ""c"""\n',
    ),
    "a wide file": ("unit,２０２０,2021\n洞头区 , １ ,√\n", "unit,2020,2021\n洞头区,1,√\n"),
    "unseen characters": ("year,unit\n2020,\u200b洞头区\u200e\n", "year,unit\n2020,洞头区\n"),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(("before", "after"), MENDED.values(), ids=MENDED)
def test_what_is_mended(pingan: Callable, tmp_path: Path, before: str, after: str, encoding: str) -> None:
    file = tmp_path / "cards.csv"
    file.write_bytes(before.encode(encoding))
    named = ("--encoding", encoding) if encoding == "gb18030" else ()  # one that is guessed is a warning
    ran = pingan("check", "cards.csv", "--fix", "--strict", *named)
    assert file.read_bytes() == after.encode(encoding)
    assert (ran.status, ran.err) == (0, "")
    assert "mended" in ran.out
    assert [path.name for path in tmp_path.iterdir()] == ["cards.csv"]
    assert "mended" not in pingan("check", "cards.csv", "--fix").out


def test_only_what_was_asked_for_is_mended(pingan: Callable, tmp_path: Path) -> None:
    file = tmp_path / "cards.csv"
    file.write_text("year,unit\n２０２０, 洞头区\n", encoding="utf-8")
    pingan("check", "cards.csv", "--fix", "--select", "text-spaces")
    assert file.read_text(encoding="utf-8") == "year,unit\n２０２０,洞头区\n"
    pingan("check", "cards.csv", "--fix", "--ignore", "spelling")
    assert file.read_text(encoding="utf-8") == "year,unit\n２０２０,洞头区\n"


def test_registries_and_claims_are_mended_but_not_what_they_quote(pingan: Callable, tmp_path: Path) -> None:
    head = "id,unit,claim,value,year,year_kind,statement,source,source_date,confidence\n"
    row = "c1, 330305,card,held,２０２０,assessment,获２０２０年 ,https://example.org,2021,high\n"
    (tmp_path / "claims.csv").write_text(head + row, encoding="utf-8")
    (tmp_path / "units.csv").write_text("code,name_zh,level\n３３０３０５,洞头区,county \n", encoding="utf-8")
    assert pingan("check", ".", "--fix", "--strict").status == 0
    fresh = "c1,330305,card,held,2020,assessment,获２０２０年 ,https://example.org,2021,high\n"
    assert (tmp_path / "claims.csv").read_text(encoding="utf-8") == head + fresh
    assert (tmp_path / "units.csv").read_text(encoding="utf-8") == "code,name_zh,level\n330305,洞头区,county\n"


def test_a_link_is_not_written_through(pingan: Callable, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.txt"
    target.write_text("year,unit\n2020, 洞头区\n", encoding="utf-8")
    (tmp_path / "cards.csv").symlink_to(target)
    ran = pingan("check", "cards.csv", "--fix")
    assert ran.status == 2
    assert "file-unwritable" in ran.err
    assert target.read_text(encoding="utf-8") == "year,unit\n2020, 洞头区\n"


def test_a_quote_that_would_come_first_is_let_be(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text('year,unit\n2020, "洞头区"\n2020, 瑞安市\n', encoding="utf-8")
    pingan("check", "cards.csv", "--fix")
    assert (tmp_path / "cards.csv").read_text(encoding="utf-8") == 'year,unit\n2020, "洞头区"\n2020,瑞安市\n'


CELLS = st.text(st.sampled_from(list("洞头2０９ ab\t　\u200b\ufeff,;\"\n\r'é")), max_size=6)


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5),
    separator=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    encodings=st.sampled_from([("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030")]),
    cells=st.sets(st.integers(0, 3), min_size=1),
    codes=st.sets(st.sampled_from(CODES), min_size=1),
)
def test_mending_changes_the_cells_and_nothing_else(
    rows: list[list[str]], separator: str, end: str, encodings: tuple[str, str], cells: set[int], codes: set[str]
) -> None:
    """UTF-8 is read in the way that allows for a byte order mark, whether there is one or not."""
    written, encoding = encodings
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    raw = text.getvalue().encode(written)
    table = Table(Path("cards.csv"), encoding, separator, [])
    fresh, count = mended(raw, table, cells, codes)
    assert (fresh == raw) == (count == 0)
    assert fresh.startswith(b"\xef\xbb\xbf") == raw.startswith(b"\xef\xbb\xbf")

    def read(content: bytes) -> list[list[str]]:
        decoded = io.StringIO(content.decode(encoding), newline="")
        return list(csv.reader(decoded, delimiter=separator, strict=True))

    for before, after in zip(read(raw), read(fresh), strict=True):
        for index, (cell, now) in enumerate(zip(before, after, strict=True)):
            assert now in ((tidy(cell, codes), cell) if index in cells else (cell,))
    assert mended(fresh, table, cells, codes) == (fresh, 0)
