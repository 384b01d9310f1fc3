"""Read row by row, by DuckDB from CSV and from Parquet: the award is the same, byte for byte, or is refused alike."""

from __future__ import annotations

import csv
import gzip
import io
import random
import subprocess
import sys

import duckdb
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pingan_cli.cli.app import run
from pingan_cli.large import folding
from pingan_cli.large.background import in_background
from security.unseen import SAMPLES

UNITS = ["A", "B", "C0", "330305", "洞头区", "a b", "x"]
DELICATE = [
    "=1+1",
    "-x",
    "＝1",
    'q"t',
    "a,b",
    " A",
    "B ",
    "　C0",
    "a\u200bb",
    "330３05",
    "洞头区\n",
    "\x1b[1m",
    *(f"A{each}B" for each in SAMPLES),
]
MARKS = ["√", "×", "1", "0", "held", "missed", "revoked", "unknown", "是"]

years = st.integers(2004, 2012).map(str)
odd_years = st.sampled_from(["2006年", "２００７", "2008.0", " 2009", "x", "", "20l0"])
units = st.sampled_from(UNITS)
odd_units = st.sampled_from([*DELICATE, "", " ", "　"])
marks = st.sampled_from(MARKS)
odd_marks = st.sampled_from(["", " ", "√ ", "maybe", "excellent"])


@st.composite
def tables(draw):
    """A header and rows: mostly plain, sometimes with a stray cell, a blank or a mark that means nothing."""
    columns = draw(
        st.sampled_from([["year", "unit"], ["unit", "year"], ["year", "unit", "result"], ["年度", "代码", "备注"]])
    )
    strays = draw(st.booleans())
    kinds = {
        "year": years | odd_years if strays and draw(st.booleans()) else st.integers(2005, 2012).map(str),
        "unit": units | odd_units if strays else units | st.sampled_from(DELICATE[:5]),
        "result": marks | odd_marks if strays else marks,
    }
    roles = {"年度": "year", "代码": "unit", "备注": "unit"}
    cells = st.tuples(*(kinds[roles.get(column, column)] for column in columns))
    return columns, draw(st.lists(cells, min_size=1, max_size=30))


def write_csv(path, columns, rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def write_parquet(path, columns, rows, years="VARCHAR"):
    """A Parquet file in which a blank cell is no cell at all."""
    with duckdb.connect() as base:
        names = ", ".join(f'"{column}" {years if column == "year" else "VARCHAR"}' for column in columns)
        base.execute(f"CREATE TABLE cards ({names})")
        for row in rows:
            base.execute(f"INSERT INTO cards VALUES ({', '.join('?' * len(row))})", [cell or None for cell in row])
        base.execute(f"COPY cards TO '{path}' (FORMAT parquet)")


def in_zstandard(content):
    """Bytes in the form of Zstandard, not packed at all."""
    assert len(content) < 1 << 17
    return b"\x28\xb5\x2f\xfd\0\x58" + (len(content) << 3 | 1).to_bytes(3, "little") + content


def award(folder, form, *options):
    """The exit status and what was written."""
    target = folder / f"{form}.csv"
    target.unlink(missing_ok=True)
    args = ["award", "--units", "none", "--format", "csv", "-o", str(target), *options]
    status = run(args)
    return status, target.read_bytes() if target.exists() else b""


def codes(capsys):
    """The codes of the problems that were told, in their order."""
    return [line.split("[")[1].split("]")[0] for line in capsys.readouterr().err.splitlines() if ": error[" in line]


RULES = st.sampled_from(["zhejiang-peace", "changan-cup", "tree-city-usa"])
OPTIONS = st.sampled_from([[], ["--since", "2007"], ["--new"], ["--tier", "ding"], ["--all"]])


@given(tables(), OPTIONS, st.booleans(), st.booleans())
@example((["year", "unit", "result"], [("2005", "A", "√"), ("2005", "A", "×")]), [], False, False)
@example(
    (["year", "unit", "result"], [("2005", "A", "√"), ("2005", "A", "1"), ("2006", "B", "unknown")]), [], True, True
)
@example((["year", "unit", "result"], [("2005", "A", "√"), ("2006", "A", "1")]), [], False, True)
@example((["year", "unit"], [("2005", "A"), ("2005", "A"), ("2009", "B")]), [], False, False)
@settings(max_examples=60, deadline=None)
def test_three_ways_to_read_are_one(tmp_path_factory, table, options, by_year, in_steps):
    folder = tmp_path_factory.mktemp("same")
    write_csv(folder / "cards.csv", *table)
    write_parquet(folder / "cards.parquet", *table)
    asked = [*options, "--year", "2010"] if by_year else options
    plain = award(folder, "plain", "--data", str(folder / "cards.csv"), "--backend", "plain", *asked)
    with pytest.MonkeyPatch.context() as patch:
        if in_steps:  # as where there are many histories
            patch.setattr(folding, "_FEW", 0)
        by_duckdb = award(folder, "duckdb", "--data", str(folder / "cards.csv"), "--backend", "duckdb", *asked)
        from_parquet = award(folder, "parquet", "--data", str(folder / "cards.parquet"), *asked)
    assert by_duckdb == plain
    assert from_parquet == plain


@given(tables(), RULES, st.sampled_from(["SMALLINT", "USMALLINT", "BIGINT", "UBIGINT", "HUGEINT"]))
@example(
    (["year", "unit"], [("1975", "A"), ("2005", "A"), ("2066", "B"), ("2067", "B"), ("9999", "C0")]),
    "tree-city-usa",
    "SMALLINT",
)
@settings(max_examples=40, deadline=None)
def test_years_that_are_numbers_are_the_same_years(tmp_path_factory, table, rules, kind):
    columns, rows = table
    at = columns.index("year") if "year" in columns else columns.index("年度")
    rows = [row for row in rows if row[at].isdecimal() and row[at].isascii()]
    columns = ["year" if place == at else column for place, column in enumerate(columns)]
    assume(rows)
    folder = tmp_path_factory.mktemp("numbers")
    write_csv(folder / "cards.csv", columns, rows)
    write_parquet(folder / "cards.parquet", columns, rows, kind)
    plain = award(folder, "plain", "--data", str(folder / "cards.csv"), "--backend", "plain", "--rules", rules)
    assert award(folder, "numbers", "--data", str(folder / "cards.parquet"), "--rules", rules) == plain


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_full_disk_leaves_nothing_and_is_told_in_plain_words(tmp_path, form):
    write_csv(tmp_path / "cards.csv", ["year", "unit"], [(str(2005 + i % 9), f"u{i * i}") for i in range(30000)])
    target = tmp_path / f"honours.{form}"
    asked = ["award", "--units", "none", "--backend", "duckdb", "--quiet", "--format", "csv"]
    tiny = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))"
    command = (
        f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nfrom pingan_cli.cli.app import run\n{tiny}"
    )
    asked += ["--data", str(tmp_path / "cards.csv"), "-o", str(target)]
    done = subprocess.run(
        [sys.executable, "-c", f"{command}\nraise SystemExit(run({asked}))"], capture_output=True, text=True
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.endswith(f"honours.{form}: error[file-unwritable]: cannot be written: File too large\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cards.csv"]


FLAWED = {
    "a result too many": [("2005", "A", "√"), ("2005", "A", "×")],
    "a mark that means nothing": [("2005", "A", "maybe")],
    "a year that is none": [("2005", "A", "√"), ("x", "A", "√")],
    "a year before the ladder": [("2004", "A", "√")],
    "no unit": [("2005", "", "√"), ("2006", "B", "√")],
    "no mark": [("2005", "A", "")],
    "several": [("x", "A", "√"), ("2005", "", "×"), ("2005", "B", "maybe")],
}


@pytest.mark.parametrize("rows", FLAWED.values(), ids=FLAWED)
def test_what_is_wrong_is_told_alike(tmp_path, capsys, rows):
    columns = ["year", "unit", "result"]
    write_csv(tmp_path / "cards.csv", columns, rows)
    write_parquet(tmp_path / "cards.parquet", columns, rows)
    told = []
    for options in (
        ["--data", str(tmp_path / "cards.csv"), "--backend", "plain"],
        ["--data", str(tmp_path / "cards.csv"), "--backend", "duckdb"],
        ["--data", str(tmp_path / "cards.parquet")],
    ):
        assert run(["award", "--units", "none", *options]) == 2
        told.append(codes(capsys))
    assert told[0] == told[1] == told[2] != []


RAGGED = {
    "a cell too many": "year,unit\n2005,A,x\n2006,B\n",
    "a cell too few": "year,unit\n2005\n2006,B\n",
    "an empty line": "year,unit\n\n2006,B\n",
    "a quote inside": 'year,unit\n2005,x"y\n',
    "a quote that is not closed": 'year,unit\n2005,"x\n',
    "text after a quote": 'year,unit\n2005,"a"b\n',
    "a space before a quote": 'year,unit\n2005, "a"\n',
    "a space after a quote": 'year,unit\n2005,"a" \n',
    "a lone carriage return": "year,unit\n2005,a\r2006,b\n",
    "carriage returns": "year,unit\r\n2005,a\r\n2006,b\r\n",
    "a line inside a cell": 'year,unit\n2005,"a\nb"\n',
    "a sign of a comment": "year,unit\n2005,#a\n#2006,b\n",
    "semicolons": "year;unit\n2005;a,b\n",
    "a NUL": "year,unit\n2005,a\0b\n",
    "a mark at the beginning": "\ufeffyear,unit\n2005,a\n",
    "no line end at the end": "year,unit\n2005,a\n2006,b",
    "one column, the year in the name": "unit\nA\n\nB\n",
    "columns for years": "unit,2005,2006\nA,1,\nB,,1\n",
    "codes and names": "code,unit,year\n1,A,2005\n1,B,2006\n,C,2006\n",
}


@pytest.mark.parametrize("text", RAGGED.values(), ids=RAGGED)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("packed", [False, True])
def test_csv_of_every_kind_is_read_alike(tmp_path, capsys, text, encoding, packed):
    path = tmp_path / f"cards-2007.csv{'.gz' if packed else ''}"
    content = (text + "\n" * text.endswith("\n")).encode(encoding)
    path.write_bytes(gzip.compress(content) if packed else content)
    answers = []
    for backend in ("plain", "duckdb"):
        answers.append((award(tmp_path, backend, "--data", str(path), "--backend", backend), capsys.readouterr()))
    (plain, plain_said), (by_duckdb, duckdb_said) = answers
    assert by_duckdb == plain
    if plain[0]:
        assert duckdb_said.err == plain_said.err


TEMPTING = [
    "#year,unit\n2005,A\n",
    "\nyear,unit\n2005,A\n",
    "a list\nyear,unit\n2005,A\n",
    "year,unit,unit\n2005,A,B\n",
    "year,unit\n2005,A\n#2006,A\n",
    "2005,2006\nA,B\n",
    "year,unit\n2005,A\x01b\n",
    "",
    "\n",
]
"""What an engine that guesses would read in spite of all."""


@pytest.mark.parametrize("text", [*RAGGED.values(), *TEMPTING])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_csv_in_zstandard_is_read_alike_or_refused(tmp_path, capsys, text, encoding):
    """No plain reader has the last word on it, so DuckDB must not guess."""
    path, packed = tmp_path / "cards-2007.csv", tmp_path / "cards-2007.csv.zst"
    path.write_bytes(text.encode(encoding))
    packed.write_bytes(in_zstandard(path.read_bytes()))
    plain = award(tmp_path, "plain", "--data", str(path))
    by_duckdb = award(tmp_path, "duckdb", "--data", str(packed))
    assert by_duckdb in (plain, (2, b""))
    if encoding == "utf-8" and text in (
        RAGGED["semicolons"],
        RAGGED["carriage returns"],
        RAGGED["a line inside a cell"],
    ):
        assert by_duckdb == plain


def test_units_of_the_registry_are_found_in_parquet(tmp_path, capsys):
    rows = [
        ("2005", "Dongtou"),
        ("2006", "洞头县"),
        ("2007", "330305"),
        ("2008", "Dongtou District"),
        ("2008", "宁波市"),
    ]
    write_csv(tmp_path / "cards.csv", ["year", "unit"], rows)
    write_parquet(tmp_path / "cards.parquet", ["year", "unit"], rows)
    for name in ("cards.csv", "cards.parquet"):
        assert run(["award", "--data", str(tmp_path / name), "--format", "csv"]) == 0
    written = capsys.readouterr().out
    assert written[: len(written) // 2] == written[len(written) // 2 :]
    assert "330322,Dongtou,洞头县,county,330300,4,4,2005" in written


def test_typed_columns_of_parquet_mean_what_their_text_does(tmp_path):
    with duckdb.connect() as base:
        base.execute(f"""COPY (
            SELECT 2005 + (i % 9)::SMALLINT AS year, 330000 + i % 7 AS code, i % 3 > 0 AS result FROM range(63) AS t(i)
        ) TO '{tmp_path}/typed.parquet' (FORMAT parquet)""")
    rows = [(str(2005 + i % 9), str(330000 + i % 7), str(i % 3 > 0).lower()) for i in range(63)]
    write_csv(tmp_path / "text.csv", ["year", "code", "result"], rows)
    plain = award(tmp_path, "plain", "--data", str(tmp_path / "text.csv"), "--backend", "plain")
    assert plain[0] == 0
    assert award(tmp_path, "typed", "--data", str(tmp_path / "typed.parquet")) == plain


@pytest.mark.parametrize("columns", [["year", "unit"], ["year", "unit", "result"]])
def test_plain_lists_are_judged_without_a_step_for_each_unit(tmp_path, monkeypatch, columns):
    rows = [(str(2005 + i % 9), f"公司 {i % 40}", "√")[: len(columns)] for i in range(200)]
    rows += [(str(2005 + i % 9), f"=unit {i % 30},", "√")[: len(columns)] for i in range(200)]
    write_csv(tmp_path / "cards.csv", columns, rows)
    write_parquet(tmp_path / "cards.parquet", columns, rows)
    plain = award(tmp_path, "plain", "--data", str(tmp_path / "cards.csv"), "--backend", "plain")
    monkeypatch.setattr("pingan_cli.library.records_of", None)
    for name in ("cards.csv", "cards.parquet"):
        assert award(tmp_path, "duckdb", "--data", str(tmp_path / name), "--backend", "duckdb") == plain
    assert plain[1].count(b"\n") == 71


def test_many_histories_are_judged_in_steps(tmp_path, monkeypatch):
    """Those of 3,000 units over 19 years, with results of four kinds: more than are judged in one go."""
    chance = random.Random(3)
    kinds = ["held", "missed", "unknown", "revoked"]
    rows = [
        (str(year), f"u{unit}", chance.choices(kinds, [80, 15, 3, 2])[0])
        for unit in range(3000)
        for year in range(2005, 2024)
    ]
    write_csv(tmp_path / "cards.csv", ["year", "unit", "result"], rows)
    for options in ([], ["--year", "2016"], ["--new"], ["--all"]):
        plain = award(tmp_path, "plain", "--data", str(tmp_path / "cards.csv"), "--backend", "plain", *options)
        assert plain[0] == 0
        assert (
            award(tmp_path, "duckdb", "--data", str(tmp_path / "cards.csv"), "--backend", "duckdb", *options) == plain
        )


def test_years_that_are_seldom_are_found_among_the_others(tmp_path):
    """The usual years are looked for first; here are later ones, in no order."""
    rows = [(str(year), f"u{year % 4}") for year in (2071, 2005, 2069, 2031, 2017, 2080, 2066, 2012, 2074, 2068, 2050)]
    write_csv(tmp_path / "cards.csv", ["year", "unit"], rows)
    plain = award(tmp_path, "plain", "--data", str(tmp_path / "cards.csv"), "--backend", "plain")
    assert plain[0] == 0
    assert award(tmp_path, "duckdb", "--data", str(tmp_path / "cards.csv"), "--backend", "duckdb") == plain


def test_work_done_meanwhile_tells_its_outcome_or_its_error_each_time():
    outcome = in_background(lambda: 1)
    assert (outcome(), outcome()) == (1, 1)
    outcome = in_background(lambda: 1 // 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            outcome()


def test_several_files_are_one_list(tmp_path):
    halves = [[(str(2005 + i), f"u{j}") for i in range(first, first + 5) for j in range(9)] for first in (0, 5)]
    write_csv(tmp_path / "whole.csv", ["year", "unit"], [row for half in halves for row in half])
    (tmp_path / "folder").mkdir()
    for number, half in enumerate(halves):
        write_parquet(tmp_path / "folder" / f"{number}.parquet", ["year", "unit"], half)
    plain = award(tmp_path, "plain", "--data", str(tmp_path / "whole.csv"))
    assert award(tmp_path, "folder", "--data", str(tmp_path / "folder")) == plain
    assert award(tmp_path, "pattern", "--data", str(tmp_path / "folder" / "*.parquet")) == plain


def test_a_unit_that_cannot_be_seen_is_read_alike(tmp_path):
    rows = [("2005", "\u200b"), ("2006", "B")]
    write_csv(tmp_path / "cards.csv", ["year", "unit"], rows)
    write_parquet(tmp_path / "cards.parquet", ["year", "unit"], rows)
    plain = award(tmp_path, "plain", "--data", str(tmp_path / "cards.csv"), "--backend", "plain")
    for name in ("cards.csv", "cards.parquet"):
        assert award(tmp_path, "duckdb", "--data", str(tmp_path / name), "--backend", "duckdb") == plain


def test_the_name_of_a_folder_is_no_column(tmp_path):
    (tmp_path / "unit=zz").mkdir()
    write_parquet(tmp_path / "unit=zz" / "year=2007.parquet", ["year", "unit"], [("2005", "a")])
    _, written = award(tmp_path, "parquet", "--data", str(tmp_path / "unit=zz"))
    assert b"\na,a,,,,1,1,2005," in written


@pytest.mark.parametrize("at", [-8, -1])
def test_what_is_wrong_at_the_end_of_a_packed_list_is_told_alike(tmp_path, capsys, at):
    """Its checksum, or its length: DuckDB looks at neither."""
    packed = bytearray(gzip.compress(b"year,unit\n2005,A\n"))
    packed[at] ^= 1
    (tmp_path / "cards.csv.gz").write_bytes(packed)
    told = []
    for backend in ("plain", "duckdb"):
        found = award(tmp_path, backend, "--data", str(tmp_path / "cards.csv.gz"), "--backend", backend)
        told.append((found, capsys.readouterr().err))
    assert told[0] == told[1]
    assert "cards.csv.gz: error[archive-invalid]" in told[0][1]


def test_an_award_by_an_engine_goes_to_standard_output_too(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "cards.csv", ["year", "unit"], [("2005", "A")])
    asked = ["award", "--units", "none", "--data", "cards.csv", "--backend", "duckdb", "--format", "csv", "-o", "-"]
    assert run(asked) == 0
    assert "\nA,A,,,,1,1,2005," in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["cards.csv"]


INTERRUPTED = """
import _thread, threading
from pingan_cli.large.duckdb_backend import DuckdbBackend
engine = DuckdbBackend()
threading.Timer(0.3, _thread.interrupt_main).start()
years = "range(100000000)"
try:
    engine.keep("long", f"SELECT count(*) FROM {years} AS a, {years} AS b WHERE a.range % 7 = b.range % 5")
except KeyboardInterrupt:
    print("interrupted")
"""


def test_a_query_is_ended_by_control_c():
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("interrupted\n", "")


TOLD = {
    "names that look alike": ("year,unit", [(2005, "Park Lane"), (2005, "park lane")]),
    "quotes that look alike": ("year,unit", [(2005, "King's"), (2005, "King’s"), (2006, "x")]),
    "traditional and simplified": ("year,unit", [(2005, "洞頭區"), (2006, "洞头区")]),
    "a year in which all is cancelled": (
        "year,unit,result",
        [(2005, "A", "√"), (2005, "B", "√"), (2006, "A", "取消"), (2006, "B", "取消")],
    ),
    "seasons": ("year,unit", [("2005/06", "A"), ("2006/07", "A")]),
    "a column nearly called so": ("year,unit,reslt", [(2005, "A", "held"), (2006, "A", "missed")]),
    "years of the ceremony": ("year,unit", [(2006, "A"), (2007, "A")]),
    "a year to come": ("year,unit", [(2005, "A"), (2190, "A")]),
    "a total": ("year,unit", [(2005, "A"), (2005, "合计：1")]),
    "marks of both cases": ("year,unit,result", [(2005, "A", "Held"), (2006, "a1", "held")]),
}


@pytest.mark.parametrize(("header", "rows"), TOLD.values(), ids=TOLD)
@pytest.mark.parametrize("more", [[], ["--since", "2005"]], ids=["", "since"])
def test_what_is_doubtful_is_told_alike(tmp_path, capsys, header, rows, more):
    write_csv(tmp_path / "cards.csv", header.split(","), [tuple(map(str, row)) for row in rows])
    told = []
    for backend in ("plain", "duckdb"):
        done = award(tmp_path, backend, "--data", str(tmp_path / "cards.csv"), "--backend", backend, *more)
        told.append((*done, capsys.readouterr().err))
    assert told[0][:2] == told[1][:2]
    warned = [[line for line in each[2].splitlines() if "[" in line or "hint" in line] for each in told]
    assert warned[0] == warned[1]
