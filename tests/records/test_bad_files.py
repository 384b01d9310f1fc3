"""Files that cannot be used: each problem with its code, its place and a hint, and never a traceback."""

import csv
import json

import pytest

from engine.small_ladders import ladder
from pingan_cli.claims.reading import COLUMNS, read_claims
from pingan_cli.library import open_ladder
from pingan_cli.problems import CODES
from pingan_cli.records.cards import read_cards
from pingan_cli.records.gathering import gather
from pingan_cli.records.package import find_package
from pingan_cli.records.registry import read_registry
from pingan_cli.shipped import DATA


@pytest.fixture(scope="module")
def registry():
    return read_registry(DATA / "zhejiang" / "units.csv")[0]


@pytest.fixture(autouse=True)
def _usual_limit_of_cells():
    """Other libraries raise the limit for the whole process when they are imported."""
    limit = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(limit)


def problems_of(*paths, registry=None, of=None):
    of = of or ladder()
    files, problems = [], []
    for path in paths:
        cards, more = read_cards(path, of)
        problems += more
        if cards:
            files.append((cards, True))
    return [*problems, *gather(files, of, registry)[1]]


def places(problems):
    return [(each.code, each.line, each.column) for each in problems]


BAD = {
    "empty": (b"", [("file-empty", 1, 1)]),
    "a BOM and nothing": (b"\xef\xbb\xbf", [("file-empty", 1, 1)]),
    "blank lines and nothing": (b"\n \n,,\n", [("csv-header", 1, 1)]),
    "a header only": (b"year,unit\n", [("csv-no-rows", 1, 1)]),
    "a header and blank lines": (b"year,unit\n\n , \n", [("csv-no-rows", 1, 1)]),
    "a wide header only": (b"unit,2005\n", [("csv-no-rows", 1, 1)]),
    "no year": (b"unit,result\nA,1\n", [("csv-header", 1, 1)]),
    "no unit": (b"year,result\n2005,1\n", [("csv-header", 1, 1)]),
    "neither": (b"a,b\n1,2\n", [("csv-header", 1, 1)]),
    "no header": (b"2005,A\n2006,A\n", [("csv-header", 1, 1)]),
    "a misspelt column": (b"yeer,unit\n2005,A\n", [("csv-header", 1, 1)]),
    "two columns for the unit": (b"year,unit,name\n2005,A,A\n", [("csv-header", 1, 11)]),
    "two columns for a year": ("unit,2005,2005年\nA,1,1\n".encode(), [("csv-header", 1, 11)]),
    "years in columns and rows": (b"year,unit,2005\n2005,A,1\n", [("csv-header", 1, 1)]),
    "a year that is none": (b"year,unit\n2005,A\n20l5,A\n", [("year-invalid", 3, 1)]),
    "a two-digit year": (b"unit,year\nA,05\n", [("year-invalid", 2, 3)]),
    "a year column that is none": (b"unit,2005,20l6\nA,1,1\n", [("year-invalid", 1, 11)]),
    "a year before the ladder": (b"year,unit\n2004,A\n", [("year-before-ladder", 2, 1)]),
    "a year column before the ladder": (b"unit,2004,2005\nA,1,1\n", [("year-before-ladder", 1, 6)]),
    "a row without a unit": (b"year,unit\n2005,\n2006,A\n", [("csv-row", 2, 1)]),
    "a row without a year": (b"year,unit\n,A\n", [("csv-row", 2, 1)]),
    "a long row": (b"year,unit\n2005,A,x,y\n2006,A\n", [("csv-row", 2, 8)]),
    "a short row": (b"year,unit\n2005\n2006,A\n", [("csv-row", 2, 1)]),
    "no result": (b"year,unit,result\n2005,A,\n2005,B\n", [("csv-row", 2, 1), ("csv-row", 3, 1)]),
    "an unknown mark": (b"year,unit,result\n2005,A,1\n2006,A,maybe\n", [("result-unknown", 3, 8)]),
    "the letter x": (b"unit,2005,2006\nA,1,x\n", [("result-unknown", 2, 5)]),
    "two results": (b"year,unit,result\n2005,A,held\n2006,A,held\n2005,A,missed\n", [("result-conflict", 4, 8)]),
    "an open quote": (b'year,unit\n2005,A\n2006,"A\n2007,A\n', [("csv-broken", 3, 1)]),
    "a stray quote": (b'year,unit\n2005,"A" B\n', [("csv-broken", 2, 1)]),
    "an open quote in the header": (b'year,"unit\n2005,A\n', [("csv-broken", 1, 1)]),
    "a huge cell": (b"year,unit\n2005," + b"A" * 200_000 + b"\n", [("csv-broken", 2, 1)]),
    "NUL bytes": (b"year,unit\n2005,\0A\n", [("file-binary", 2, 1)]),
    "half of UTF-16": ("year,unit\n2005,A\n".encode("utf-16")[:-1], [("file-encoding", 2, 1)]),
    "UTF-16 without its mark": ("year,unit\n2005,A\n".encode("utf-16-le"), [("file-binary", 1, 1)]),
    "Latin-1": ("year,unit\n2005,A\n2006,é\n".encode("latin-1"), [("file-encoding", 3, 1)]),
    "late": (b"year,unit\n" + b"2005,A\n" * 200_000 + b"\xff\n", [("file-encoding", 200_002, 1)]),
    "a bad byte after a BOM": (b"\xef\xbb\xbfyear,unit\n2005,\xb6\xb4\n", [("file-encoding", 2, 1)]),
    "half a character at the end": ("year,unit\n2005,洞".encode()[:-1] + b"\n\xff", [("file-encoding", 2, 1)]),
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), BAD.values(), ids=BAD)
def test_a_bad_card_file_is_told_by_code_line_and_column(tmp_path, content, expected):
    path = tmp_path / "cards.csv"
    path.write_bytes(content)
    problems = problems_of(path)
    assert places(problems) == expected
    for problem in problems:
        assert problem.file == str(path)
        assert problem.code in CODES
        assert problem.message


HINTS = [
    (b"yeer,unit\n2005,A\n", "did you mean year?"),
    (b"year,unit\n20l5,A\n", "did you mean 2015?"),
    (b"unit,20l5\nA,1\n", "did you mean 2015?"),
    (b"year,unit\n205,A\n", "four digits"),
    (b"year,unit\n2004,A\n", "assessed"),
    (b"year,unit,result\n2005,A,hled\n", "did you mean held?"),
    (b"year,unit,result\n2005,A,#\n", "known marks"),
    (b"year,unit,result\n2005,A,x\n", "√ or ×"),
    (b"unit\nA\n", "file's name"),
    (b"year\n2005\n", "call it one of unit"),
    (b'year,unit\n2005,"A\n', "closed"),
    (b"year,unit\n2005,\xff\n", "UTF-8"),
    (b"", "year,unit"),
    (b"year,unit\n2005,\n", "every row needs a year, a unit"),
]


@pytest.mark.parametrize(("content", "hint"), HINTS)
def test_a_bad_card_file_gets_a_hint(tmp_path, content, hint):
    path = tmp_path / "cards.csv"
    path.write_bytes(content)
    assert any(hint in problem.hint for problem in problems_of(path))


def test_two_results_for_a_unit_and_year_name_both_places_across_files(tmp_path, registry):
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("year,unit,result\n2005,洞头县,held\n2006,洞头县,held\n", encoding="utf-8")
    other.write_text("unit,2005,2006\nDongtou,1,0\n", encoding="utf-8")
    (problem,) = problems_of(one, other, registry=registry)
    assert (problem.code, problem.file, problem.line, problem.column) == ("result-conflict", str(other), 2, 11)
    assert f"{one}:3" in problem.message


def test_all_problems_of_all_files_are_told_each_spelling_once(tmp_path, registry):
    one, other = tmp_path / "one.csv", tmp_path / "2006.csv"
    one.write_text("year,unit,result\n2005,Dongtuo,1\n2006,Dongtuo,1\n2007,Shaoxing,0\n1999,Ningbo,maybe\n", "utf-8")
    other.write_text("unit\nHangzou\n", "utf-8")
    problems = problems_of(one, other, registry=registry)
    assert [(each.file == str(one), each.code, each.line, each.column) for each in problems] == [
        (False, "unit-unknown", 2, 1),
        (True, "unit-unknown", 2, 6),
        (True, "unit-ambiguous", 4, 6),
        (True, "year-before-ladder", 5, 1),
        (True, "result-unknown", 5, 13),
    ]
    assert "Hangzhou (杭州市, 330100)" in problems[0].hint
    assert "on 2 lines" in problems[1].message


def test_years_in_a_file_name_that_cannot_be_meant(tmp_path):
    for name, code in (("1999.csv", "year-before-ladder"), ("2005-2007.csv", "csv-header"), ("list.csv", "csv-header")):
        path = tmp_path / name
        path.write_text("unit\nA\n", encoding="utf-8")
        assert places(problems_of(path)) == [(code, 1, 1)], name


def test_files_that_are_not_there(tmp_path):
    assert [each.code for each in read_cards(tmp_path / "none.csv", ladder())[1]] == ["file-missing"]
    assert [each.code for each in read_cards(tmp_path, ladder())[1]] == ["file-unreadable"]
    assert [each.code for each in find_package(tmp_path)[1]] == ["folder-without-csv"]
    long = tmp_path / ("x" * 5000)
    package, problems = find_package(long)
    problems += read_cards(long, ladder())[1] if package else []
    assert [each.code for each in problems] == ["file-unreadable"]
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    assert [each.code for each in read_cards(loop, ladder())[1]] == ["file-unreadable"]


PACKAGES = {
    "no JSON": ("{", 1, 2),
    "a list": ("[]", 1, 1),
    "no resources": ("{}", 1, 1),
    "resources that are no list": ('{"resources": {}}', 1, 1),
    "no resource of ours": ('{"resources": [1, null, {"name": "other", "path": "x.csv"}]}', 1, 1),
    "a partial that is no truth": ('{"partial": "yes", "resources": [{"name": "cards", "path": "cards.csv"}]}', 1, 1),
    "a file that is missing": ('{"resources": [{"name": "cards", "path": "none.csv"}]}', 1, 1),
    "a path that leads out": ('{"resources": [{"name": "cards", "path": "../cards.csv"}]}', 1, 1),
    "an absolute path": ('{"resources": [{"name": "cards", "path": "/etc/passwd"}]}', 1, 1),
    "a URL": ('{"resources": [{"name": "cards", "path": "https://example.org/cards.csv"}]}', 1, 1),
    "a path with a NUL": ('{"resources": [{"name": "cards", "path": "a\\u0000.csv"}]}', 1, 1),
    "a very long path": (json.dumps({"resources": [{"name": "cards", "path": "x" * 5000}]}), 1, 1),
    "a path that is no text": ('{"resources": [{"name": "cards", "path": [["cards.csv"]]}]}', 1, 1),
    "no path": ('{"resources": [{"name": "cards"}]}', 1, 1),
    "two registries": ('{"resources": [{"name": "units", "path": ["cards.csv", "cards.csv"]}]}', 1, 1),
    "deep": ("[" * 100_000, 1, 1),
    "a huge number": ('{"partial": ' + "9" * 10_000 + "}", 1, 1),
}


@pytest.mark.parametrize(("text", "line", "column"), PACKAGES.values(), ids=PACKAGES)
def test_a_package_that_cannot_be_used(tmp_path, text, line, column):
    (tmp_path / "cards.csv").write_text("year,unit\n2005,A\n")
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(text, encoding="utf-8")
    package, problems = find_package(tmp_path)
    assert package is None
    assert {(each.code, each.file, each.line, each.column) for each in problems} == {
        ("package-invalid", str(descriptor), line, column)
    }


GOOD = dict(
    zip(COLUMNS, ("c1", "330305", "tier", "ding", "2009", "announced", "", "", "http://x", "2009", "high"), strict=True)
)
CLAIMS = [
    ({"id": ""}, "claim-invalid", "id", ""),
    ({"unit": "Dongtuo"}, "unit-unknown", "unit", "Dongtou"),
    ({"unit": "Dongtuo"}, "unit-unknown", "unit", "330305"),
    ({"claim": "teir"}, "claim-invalid", "claim", "did you mean tier?"),
    ({"claim": "tier@city"}, "claim-invalid", "claim", ""),
    ({"claim": "count-card@town", "value": "3"}, "level-unknown", "claim", ""),
    ({"claim": "count-tier-new:dong", "value": "3"}, "tier-unknown", "claim", "ding"),
    ({"claim": "count-card", "value": "many"}, "claim-invalid", "value", ""),
    ({"value": "dingg"}, "tier-unknown", "value", "did you mean Peace Ding (ding)?"),
    ({"claim": "card", "value": "yes"}, "result-unknown", "value", ""),
    ({"claim": "consecutive", "value": "-1"}, "claim-invalid", "value", ""),
    ({"claim": "total", "value": "3.5"}, "claim-invalid", "value", ""),
    ({"year": "20l9"}, "year-invalid", "year", "four digits"),
    ({"year": "2005"}, "year-before-ladder", "year", ""),
    ({"year": "2004", "year_kind": "assessment"}, "year-before-ladder", "year", ""),
    ({"year_kind": "both"}, "claim-invalid", "year_kind", ""),
    ({"confidence": "sure"}, "claim-invalid", "confidence", ""),
]


@pytest.mark.parametrize(("change", "code", "column", "hint"), CLAIMS)
def test_a_claim_that_cannot_be_read(tmp_path, registry, change, code, column, hint):
    path = tmp_path / "claims.csv"
    row = list({**GOOD, **change}.values())
    path.write_text(",".join(COLUMNS) + "\n" + ",".join(row) + "\n", encoding="utf-8")
    claims, (problem,) = read_claims(path, open_ladder().ladder, registry)
    assert not claims
    at = 1 + sum(len(cell) + 1 for cell in row[: COLUMNS.index(column)])
    assert (problem.code, problem.line, problem.column) == (code, 2, at)
    assert hint in problem.hint


def test_claims_with_one_id_or_without_a_column(tmp_path, registry):
    path = tmp_path / "claims.csv"
    row = ",".join(GOOD.values())
    path.write_text(",".join(COLUMNS) + f"\n{row}\n{row}\n", encoding="utf-8")
    assert places(read_claims(path, open_ladder().ladder, registry)[1]) == [("claim-invalid", 3, 1)]
    path.write_text("id,unit,claim,value,yaer\n", encoding="utf-8")
    assert places(read_claims(path, open_ladder().ladder, registry)[1]) == [("csv-header", 1, 1)]
    path.write_text(",".join(COLUMNS) + '\nc1,"330305\n', encoding="utf-8")
    assert places(read_claims(path, open_ladder().ladder, registry)[1]) == [("csv-broken", 2, 1)]


def test_a_unit_is_not_on_record_for_years_in_which_it_did_not_exist(tmp_path, registry):
    path = tmp_path / "cards.csv"
    path.write_text("year,unit,result\n2018,龙港,1\n2018,下城区,1\n2021,下城区,0\n2021,江干区,1\n", encoding="utf-8")
    assert places(problems_of(path, registry=registry)) == [("unit-absent", 2, 6), ("unit-absent", 5, 6)]


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("单位，年度\n洞头，2021\n", "the commas are full-width (，); separate the cells with , instead"),
        ("Dongtou,x\nCixi,y\n", "a line must name the columns, such as year,unit"),
    ],
)
def test_a_header_that_is_none_gets_a_hint_of_its_own(tmp_path, content, hint):
    path = tmp_path / "cards-2021.csv"
    path.write_text(content, encoding="utf-8")
    _, problems = read_cards(path, open_ladder().ladder)
    assert hint in {problem.hint for problem in problems}
