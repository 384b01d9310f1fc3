"""Card files in the shapes, encodings and separators that people have, and what a missing row means."""

from itertools import product

import pytest

from engine.small_ladders import ladder
from pingan_cli.problems import ERROR
from pingan_cli.records.cards import read_cards
from pingan_cli.records.gathering import gather
from pingan_cli.records.package import find_package
from pingan_cli.records.registry import read_registry
from pingan_cli.shipped import DATA

LADDER = ladder()
HELD = {"330305": [2005, 2006, 2008], "330200": [2006], "330624": [2005, 2006, 2007, 2008]}
"""Three units of the shipped registry, and the years in which they held the card; 2009 is on no list."""

NAMES = {"330305": "Dongtou", "330200": "宁波市", "330624": "Xinchang County"}
YEARS = (2005, 2006, 2007, 2008)

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
SEPARATORS = (",", ";", "\t")
LINE_ENDS = ("\n", "\r\n", "\r")
HEADERS = {
    "english": {"year": "year", "unit": "unit", "code": "code", "result": "result"},
    "chinese": {"year": "年度", "unit": "县(市、区)", "code": "代码", "result": "结果"},
    "others": {"year": "年份", "unit": "地区", "code": "CODE", "result": "Result"},
}


@pytest.fixture(scope="module")
def registry():
    found, problems = read_registry(DATA / "zhejiang" / "units.csv")
    assert not problems
    return found


def tables(shape, headers):
    """The files of a shape by name, as rows of cells: what `HELD` says."""
    if shape == "long":
        rows = [[headers["year"], headers["unit"]]]
        rows += [[str(year), NAMES[code]] for code, years in HELD.items() for year in years]
        return {"cards.csv": rows}
    if shape == "long with results":
        rows = [[headers["year"], headers["code"], headers["result"]]]
        marks = {True: "√", False: "×"}
        rows += [[str(year), code, marks[year in years]] for code, years in HELD.items() for year in YEARS]
        return {"cards.csv": rows}
    if shape == "wide":
        rows = [[headers["unit"], *(f"{year}年" if headers["unit"] != "unit" else str(year) for year in YEARS)]]
        rows += [[NAMES[code], *("1" if year in years else "" for year in YEARS)] for code, years in HELD.items()]
        return {"cards.csv": rows}
    if shape == "wide with misses":
        rows = [[headers["code"], headers["unit"], *map(str, YEARS)]]
        rows += [[code, "", *("是" if year in years else "否" for year in YEARS)] for code, years in HELD.items()]
        return {"cards.csv": rows}
    assert shape == "a file a year"
    return {
        f"平安牌 {year}.csv": [[headers["unit"]], *([NAMES[code]] for code, years in HELD.items() if year in years)]
        for year in YEARS
    }


def write(path, rows, encoding="utf-8", separator=",", line_end="\n"):
    path.write_bytes("".join(separator.join(row) + line_end for row in rows).encode(encoding))
    return path


def gathered(paths, registry=None, complete=True, since=None, of=LADDER):
    files, problems = [], []
    for path in paths:
        cards, more = read_cards(path, of)
        problems += more
        if cards:
            files.append((cards, complete))
    histories, more = gather(files, of, registry, since)
    return histories, [problem for problem in (*problems, *more) if problem.severity == ERROR]


def years_of(mask):
    return [2005 + period for period in range(mask.bit_length()) if mask >> period & 1]


SHAPES = ("long", "long with results", "wide", "wide with misses", "a file a year")


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_encoding_separator_and_line_end_tells_the_same(tmp_path, registry, shape, language):
    for encoding, separator, line_end in product(ENCODINGS, SEPARATORS, LINE_ENDS):
        paths = [
            write(tmp_path / name, rows, encoding, separator, line_end)
            for name, rows in tables(shape, HEADERS[language]).items()
        ]
        histories, problems = gathered(paths, registry)
        assert not problems, (encoding, separator, line_end)
        for code, years in HELD.items():
            history = histories.history(code)
            assert (years_of(history.held), years_of(history.known)) == (years, list(YEARS))
        assert years_of(histories.history("330100").known) == list(YEARS)  # on no list, so it missed them
        assert not histories.history("330100").held


def test_several_files_are_put_together(tmp_path):
    one = write(tmp_path / "one.csv", [["year", "unit"], ["2005", "A"], ["2006", "A"]])
    other = write(tmp_path / "other.csv", [["unit", "2007"], ["A", ""], ["B", "1"]], "gb18030", ";", "\r\n")
    year = write(tmp_path / "2008.csv", [["unit"], ["A"]])
    histories, problems = gathered([one, other, year])
    assert not problems
    assert years_of(histories.held["A"]) == [2005, 2006, 2008]
    assert years_of(histories.history("B").held) == [2007]
    assert years_of(histories.history("B").known) == [2005, 2006, 2007, 2008]


def test_a_year_without_any_row_is_unknown_not_missed_by_everybody(tmp_path):
    path = write(tmp_path / "cards.csv", [["year", "unit"], ["2006", "A"], ["2008", "B"]])
    histories, _ = gathered([path])
    assert years_of(histories.history("A").known) == [2006, 2008]
    assert years_of(histories.history("A").held) == [2006]


def test_a_year_column_without_any_mark_is_unknown_too(tmp_path):
    path = write(tmp_path / "cards.csv", [["unit", "2006", "2007"], ["A", "1", ""], ["B", "", ""]])
    histories, problems = gathered([path])
    assert not problems
    assert years_of(histories.history("A").known) == [2006]
    assert set(histories.codes(2007)) == {"A", "B"}


def test_rows_that_say_unknown_do_not_make_a_year_complete(tmp_path):
    rows = [["year", "unit", "result"], ["2006", "A", "unknown"], ["2007", "A", "?"], ["2007", "B", "held"]]
    histories, problems = gathered([write(tmp_path / "cards.csv", rows)])
    assert not problems
    assert years_of(histories.history("A").known) == []
    assert years_of(histories.history("B").known) == [2007]
    assert years_of(histories.history("C").known) == [2007]


def test_a_list_of_misses_alone_is_a_list_of_that_year_too(tmp_path):
    rows = [["year", "unit", "result"], ["2006", "A", "missed"], ["2007", "B", "revoked"]]
    histories, problems = gathered([write(tmp_path / "cards.csv", rows)])
    assert not problems
    assert years_of(histories.history("A").known) == [2006, 2007]
    assert years_of(histories.history("B").revoked) == [2007]
    assert not histories.history("A").held


def test_since_says_that_nothing_was_awarded_before(tmp_path):
    path = write(tmp_path / "cards.csv", [["year", "unit"], ["2015", "A"]])
    open_years, _ = gathered([path])
    assert years_of(open_years.history("A").known) == [2015]
    since, problems = gathered([path], since=2014)
    assert not problems
    assert years_of(since.history("A").known) == [*range(2005, 2014), 2015]
    _, problems = gathered([path], since=2016)
    assert [(each.code, each.line, each.column) for each in problems] == [("year-before-ladder", 2, 1)]
    assert problems[0].hint


def test_a_partial_package_says_nothing_of_whom_it_does_not_list(tmp_path):
    rows = [["year", "unit", "result"], ["2005", "A", "held"], ["2006", "B", "missed"]]
    histories, _ = gathered([write(tmp_path / "cards.csv", rows)], complete=False)
    assert years_of(histories.history("A").known) == [2005]
    assert years_of(histories.history("B").known) == [2006]


def test_a_renamed_unit_is_one_unit_under_all_its_names(tmp_path, registry):
    rows = [["year", "unit"], ["2005", "洞头县"], ["2006", "330322"], ["2007", "Dongtou"], ["2008", "330305"]]
    histories, problems = gathered([write(tmp_path / "cards.csv", rows)], registry)
    assert not problems
    assert years_of(histories.history("330305").held) == [2005, 2006, 2007, 2008]
    assert histories.history("330322") == histories.history("330305")
    assert histories.unit("330305", 2006).name_zh == "洞头县"


TIDY = b"year,unit\n2005,A\n2006,A\n"
SAME = {
    "blank lines": b"year,unit\n\n2005,A\n\n\n2006,A\n\n",
    "empty cells in a row": b"year,unit\n2005,A\n,\n2006,A\n",
    "trailing separators": b"year,unit,,\n2005,A,,\n2006,A,,\n",
    "spaces around cells": b" year , unit \n 2005 , A \n2006,  A\n",
    "a no-break space": "year,unit\n2005,\u00a0A\n2006,A\u3000\n".encode(),
    "a BOM and tabs": b"\xef\xbb\xbfyear\tunit\n2005\tA\n2006\tA\n",
    "quotes": b'"year","unit"\r\n"2005","A"\r\n"2006","A"\r\n',
    "a quoted line break": b'year,unit,note\n2005,A,"two\nlines"\n2006,A,\n',
    "no last line end": b"year,unit\n2005,A\n2006,A",
    "columns in another order, and more": "备注,UNIT,Year\nx,A,2005\n,A,2006\n".encode(),
    "years with 年": "year,unit\n2005年,A\n2006年度,A\n".encode(),
    "years that a spreadsheet made numbers of": b"year,unit\n2005.0,A\n2006.0,A\n",
    "full-width digits": "year,unit\n２００５,A\n2006,A\n".encode(),
    "the same row twice": b"year,unit\n2005,A\n2006,A\n2005,A\n",
    "old Mac line ends": b"year,unit\r2005,A\r2006,A\r",
    "blank cells beyond the header": b"year,unit\n2005,A,, \n2006,A\n",
    "a large cell": b"year,unit,note\n2005,A," + b"x" * 100_000 + b"\n2006,A,\n",
}


@pytest.mark.parametrize("content", SAME.values(), ids=SAME)
def test_untidy_files_are_read_as_they_are_meant(tmp_path, content):
    path = tmp_path / "cards.csv"
    path.write_bytes(content)
    histories, problems = gathered([path])
    assert not problems
    assert set(histories.held) == {"A"}
    assert years_of(histories.history("A").held) == years_of(histories.history("A").known) == [2005, 2006]


@pytest.mark.parametrize(
    ("mark", "result"),
    [("1", "held"), ("√", "held"), ("✓", "held"), ("是", "held"), ("Yes", "held"), ("HELD", "held"), ("1.0", "held"),
     ("0", "missed"), ("×", "missed"), ("否", "missed"), ("no", "missed"), ("missed", "missed"),
     ("revoked", "revoked"), ("撤销", "revoked"), ("unknown", "unknown"), ("?", "unknown"), (" √ ", "held")],
)  # fmt: skip
def test_marks(tmp_path, mark, result):
    histories, problems = gathered([write(tmp_path / "c.csv", [["year", "unit", "result"], ["2005", "A", mark]])])
    assert not problems
    history = histories.history("A")
    assert (history.held, history.known, history.revoked) == {
        "held": (1, 1, 0), "missed": (0, 1, 0), "revoked": (0, 1, 1), "unknown": (0, 0, 0)
    }[result]  # fmt: skip


def test_a_folder_is_read_in_the_order_of_its_names_and_nothing_but_csv(tmp_path):
    for name in ("2006.csv", "2005.CSV", "notes.txt", "2007.csv.bak"):
        write(tmp_path / name, [["unit"], ["A"]])
    package, problems = find_package(tmp_path)
    assert not problems
    assert [path.name for path in package.cards] == ["2005.CSV", "2006.csv"]
    histories, problems = gathered(package.cards)
    assert not problems
    assert years_of(histories.history("A").held) == [2005, 2006]


def test_periods_of_several_years_take_the_year_of_any_of_them(tmp_path):
    of = ladder(*LADDER.terms, period=4)
    rows = [["year", "unit"], ["2005", "A"], ["2011", "A"], ["2012", "B"]]
    histories, problems = gathered([write(tmp_path / "cards.csv", rows)], of=of)
    assert not problems
    assert histories.history("A").held == 0b11
    assert histories.history("B").held == 0b10
