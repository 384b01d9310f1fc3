"""Whatever is packed into a file, it is read or refused within seconds and within a gigabyte."""

from __future__ import annotations

import gzip
import io
import resource
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from fuzz.books import workbook
from pingan_cli.problems import Refused
from pingan_cli.records import packed as packing
from pingan_cli.records.sources import open_source, tables_of

GIGABYTE = 1 << 30
ENGINES_ADDRESSES = 6 << 30
"""An engine asks for far more addresses than it ever fills."""

SECONDS = 60
"""Far more than is needed, for machines that are busy."""

MEGABYTE = b"2020,A\n" * ((1 << 20) // 7)


def packed(pieces: Iterator[bytes], level: int = 9) -> bytes:
    whole = io.BytesIO()
    with gzip.GzipFile(fileobj=whole, mode="wb", compresslevel=level) as stream:
        for piece in pieces:
            stream.write(piece)
    return whole.getvalue()


def many_times(piece: bytes, count: int) -> bytes:
    """A gzip file of nine gigabytes, whose packed size makes it one for an engine."""
    return gzip.compress(b"year,unit\n2020,") + gzip.compress(piece * ((64 << 20) // len(piece)), 9) * count


def zstandard(piece: bytes, count: int) -> bytes:
    """A file in the form of Zstandard, made of blocks that each say how often to repeat one byte."""
    block = ((128 << 10) << 3 | 1 << 1).to_bytes(3, "little") + piece
    return b"\x28\xb5\x2f\xfd\0\x58" + block * count + b"\1\0\0"


def by_duckdb(query: str, options: str = "") -> bytes:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as base:
        path = Path(folder) / ("a.parquet" if "parquet" in options else "a.csv")
        base.execute(f"COPY ({query}) TO '{path}' (COMPRESSION zstd, {options})")
        return path.read_bytes()


def zipped(name: str, pieces: Iterator[bytes], level: int = 9, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method, compresslevel=level) as archive, archive.open(name, "w") as stream:
        for piece in pieces:
            stream.write(piece)
    return whole.getvalue()


def many_names() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for number in range(70_000):
            archive.writestr(f"{number}.csv", "")
    return whole.getvalue()


def same_twice() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("a.csv", "unit\nA\n")
        archive.writestr("b.csv", "unit\nB\n")
    return whole.getvalue().replace(b"b.csv", b"a.csv")


def overlapping() -> bytes:
    """Many names for the same few bytes, each of which unpacks to a megabyte."""
    raw = zipped("a" * 8, iter([bytes(1 << 20)]))
    end = raw.rindex(b"PK\x05\x06")
    begin = raw.rindex(b"PK\x01\x02", 0, end)
    names = b"".join(raw[begin:end].replace(b"a" * 8, b"%04d.csv" % number) for number in range(5000))
    count = (5000).to_bytes(2, "little")
    tail = (
        b"PK\x05\x06\0\0\0\0" + count + count + len(names).to_bytes(4, "little") + begin.to_bytes(4, "little") + b"\0\0"
    )
    return raw[:begin] + names + tail


def lying() -> bytes:
    """A name that says that a member unpacks to a few bytes, when it unpacks to many."""
    raw = zipped("a.csv", iter([MEGABYTE] * 30))
    return raw.replace((len(MEGABYTE) * 30).to_bytes(4, "little"), (7).to_bytes(4, "little"))


def sheet(rows: bytes, shared: bytes = b"") -> bytes:
    whole = io.BytesIO()
    book = zipfile.ZipFile(io.BytesIO(workbook(b"<sheetData>" + rows + b"</sheetData>", shared=shared)))
    with book, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in book.namelist():
            archive.writestr(name, book.read(name))
    return whole.getvalue()


def far_apart() -> bytes:
    return sheet(b"<row><c r='A1'><v>1</v></c></row><row><c r='XFD1048576'><v>1</v></c></row>")


def merged_all_over() -> bytes:
    merged = b"<mergeCells>" + b"<mergeCell ref='A1:XFD1048576'/>" * 10_000 + b"</mergeCells>"
    return sheet(b"<row><c r='A1'><v>1</v></c></row></sheetData>" + merged + b"<sheetData>")


def merged_long_text() -> bytes:
    """One long text, which is merged over four million cells."""
    long = b"<row><c r='A1' t='inlineStr'><is><t>" + b"x" * 1_000_000 + b"</t></is></c></row>"
    merged = b"<mergeCells><mergeCell ref='A1:XX8000'/></mergeCells>"
    return sheet(long + b"<row><c r='XX8000'><v>1</v></c></row></sheetData>" + merged + b"<sheetData>")


def shared_long_text() -> bytes:
    """One long text, which 2,000 cells share."""
    cells = b"".join(b"<row><c t='s'><v>0</v></c></row>" for _ in range(2000))
    return sheet(cells, b"y" * 1_000_000)


def merged_twice() -> bytes:
    merged = b"<mergeCells>" + b"<mergeCell ref='A1:XFD1048576'/>" * 20_000 + b"</mergeCells>"
    rows = b"<row><c r='A1'><v>1</v></c></row><row><c r='AAA2000'><v>1</v></c></row>"
    return sheet(rows + b"</sheetData>" + merged + b"<sheetData>")


TOO_LARGE, INVALID, BROKEN, BINARY = "file-too-large", "archive-invalid", "csv-broken", "file-binary"
BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "gzip": ("a.csv.gz", lambda: packed(iter([b"year,unit\n", *[MEGABYTE] * 400])), TOO_LARGE),
    "gzip of nothing": ("a.csv.gz", lambda: packed(iter([bytes(1 << 20)] * 400)), TOO_LARGE),
    "small gzip": ("a.csv.gz", lambda: packed(iter([b"year,unit\n", *[MEGABYTE] * 30])), TOO_LARGE),
    "gzip of gzip": ("a.csv.gz", lambda: packed(iter([packed(iter([MEGABYTE]))])), INVALID),
    "zip": ("a.zip", lambda: zipped("a.csv", iter([MEGABYTE] * 400)), TOO_LARGE),
    "zip of zip": ("a.zip", lambda: zipped("a.zip", iter([zipped("a.csv", iter([b"unit"]))])), INVALID),
    "zip of a workbook": ("a.zip", lambda: zipped("a.xlsx", iter([b"PK"])), INVALID),
    "zip of gzip": ("a.zip", lambda: zipped("a.csv.gz", iter([b"PK"])), INVALID),
    "zip with many names": ("a.zip", many_names, TOO_LARGE),
    "zip with a name twice": ("a.zip", same_twice, INVALID),
    "zip over itself": ("a.zip", overlapping, TOO_LARGE),
    "zip that lies": ("a.zip", lying, INVALID),
    "zip in a rare way": ("a.zip", lambda: zipped("a.csv", iter([b"unit\nA\n"]), method=zipfile.ZIP_LZMA), INVALID),
    "zip of nothing": ("a.zip", lambda: zipped("a.txt", iter([b"unit\nA\n"])), INVALID),
    "workbook with cells far apart": ("a.xlsx", far_apart, TOO_LARGE),
    "workbook with many elements": ("a.xlsx", lambda: sheet(b"<a/>" * 10_000_000), TOO_LARGE),
    "workbook with a huge row": ("a.xlsx", lambda: sheet(b"<row>" + b"<c><v>1</v></c>" * 100_000), INVALID),
    "workbook merged all over": ("a.xlsx", merged_all_over, INVALID),
    "workbook with a merged long text": ("a.xlsx", merged_long_text, TOO_LARGE),
    "workbook with a shared long text": ("a.xlsx", shared_long_text, TOO_LARGE),
    "workbook with cells merged again and again": ("a.xlsx", merged_twice, TOO_LARGE),
    "a long line": ("a.csv", lambda: b"year,unit\n2020," + b"A" * (40 << 20), TOO_LARGE),
    "a long header": ("a.csv", lambda: b"year,unit," * (4 << 20), TOO_LARGE),
    "a quote that is not closed": ("a.csv", lambda: b'year,unit\n2020,"A\n' + MEGABYTE * 20, BROKEN),
    "NUL bytes at the end": ("a.csv", lambda: b"year,unit\n" + MEGABYTE * 20 + b"\0", BINARY),
    "a million columns": ("a.csv", lambda: b"unit," + b"a," * 1_000_000, "csv-header"),
    "UTF-16 without end": ("a.csv", lambda: b"\xff\xfe" + "A".encode("utf-16-le") * (20 << 20), TOO_LARGE),
}  # fmt: skip


def ran(
    folder: Path, *words: str, stdin: Path | None = None, addresses: int = GIGABYTE
) -> subprocess.CompletedProcess[str]:
    """The program in a process that may hold a gigabyte, or reach so many addresses."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))

    with (stdin or Path("/dev/null")).open("rb") as stream:
        return subprocess.run(
            [sys.executable, "-m", "pingan_cli", *words], cwd=folder, stdin=stream, capture_output=True, text=True,
            timeout=SECONDS, preexec_fn=limited, check=False,
        )  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused(tmp_path: Path, bomb: str) -> None:
    name, made, code = BOMBS[bomb]
    (tmp_path / name).write_bytes(made())
    found = ran(tmp_path, "award", "--data", name, "--units", "none")
    assert found.returncode == 2, found
    assert f"error[{code}]" in found.stderr, found
    assert "Traceback" not in found.stderr
    assert len(found.stderr) < 10_000


ONE_UNIT = "SELECT 2020 AS year, 'A' AS unit FROM range(20_000_000)"
LONG_NAMES = "SELECT 2020 AS year, repeat('a', 8 << 20) || i AS unit FROM range(40) AS t(i)"
FOR_ENGINES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gzip of nothing but line ends": ("a.csv.gz", lambda: many_times(b"\n", 144)),
    "gzip of a line": ("a.csv.gz", lambda: many_times(b"a", 144)),
    "gzip of a row": ("a.csv.gz", lambda: many_times(b"A\n2020,", 100)),
    "Zstandard of nothing but line ends": ("a.csv.zst", lambda: zstandard(b"\n", 80_000)),
    "Zstandard of a row": ("a.csv.zst", lambda: by_duckdb(ONE_UNIT, "FORMAT csv")),
    "Parquet of a row": ("a.parquet", lambda: by_duckdb(ONE_UNIT, "FORMAT parquet, ROW_GROUP_SIZE 20_000_000")),
    "Parquet of long names": ("a.parquet", lambda: by_duckdb(LONG_NAMES, "FORMAT parquet")),
}  # fmt: skip


@pytest.mark.parametrize("bomb", FOR_ENGINES)
def test_bombs_for_engines_are_refused(tmp_path: Path, bomb: str) -> None:
    name, made = FOR_ENGINES[bomb]
    (tmp_path / name).write_bytes(made())
    for more in ([], ["--format", "csv", "-o", "out.csv"]):
        begun = time.monotonic()
        found = ran(tmp_path, "award", "--data", name, "--units", "none", *more, addresses=ENGINES_ADDRESSES)
        assert found.returncode == 2, found
        message = "it unpacks to more than 200 times its size, as no list does"
        assert found.stderr.startswith(f"{name}: error[file-too-large]: {message}"), found
        assert time.monotonic() - begun < SECONDS / 4
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    "whole", [gzip.compress(MEGABYTE)[:-9], b"no gzip", b"\x1f\x8b"], ids=["cut off", "none", "its head"]
)
def test_gzip_that_is_broken_is_told_when_an_engine_reads_it(tmp_path: Path, whole: bytes) -> None:
    (tmp_path / "a.csv.gz").write_bytes(whole)
    found = ran(
        tmp_path, "award", "--data", "a.csv.gz", "--units", "none", "--backend", "duckdb", addresses=ENGINES_ADDRESSES
    )
    assert found.returncode == 2, found
    assert "a.csv.gz" in found.stderr
    assert "error[" in found.stderr


def test_zstandard_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    """DuckDB reads what there is of it, and awards less than was earned."""
    rows = "SELECT 2005 + y AS year, 'V' || (i * i) AS unit FROM range(18) AS years(y), range(20_000) AS units(i)"
    whole = by_duckdb(rows, "FORMAT csv")
    words = ["award", "--data", "a.csv.zst", "--units", "none", "--format", "csv"]
    (tmp_path / "a.csv.zst").write_bytes(whole)
    assert ran(tmp_path, *words, addresses=ENGINES_ADDRESSES).returncode == 0
    for size in (3, 5, 8, 9, 100, len(whole) // 2, len(whole) - 4, len(whole) - 1):
        (tmp_path / "a.csv.zst").write_bytes(whole[:size])
        found = ran(tmp_path, *words, addresses=ENGINES_ADDRESSES)
        assert (found.returncode, found.stdout) == (2, ""), size
        assert "error[archive-invalid]: it ends before all of it is there" in found.stderr or size == 3


def test_an_archive_is_opened_once_for_all_its_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look into an archive reads the list of all its members, so one for each member would take quadratic time."""
    with zipfile.ZipFile(tmp_path / "lists.zip", "w") as archive:
        for number in range(300):
            archive.writestr(f"{number}.csv", f"year,unit\n2010,Unit{number}\n")
    opened: list[int] = []
    first = packing.opened_zip
    monkeypatch.setattr(packing, "opened_zip", lambda stream: opened.append(1) or first(stream))  # pyright: ignore
    paths, problems = tables_of(tmp_path / "lists.zip")
    assert (len(paths), problems) == (300, [])
    assert {open_source(path).content for path in paths} == {
        f"year,unit\n2010,Unit{number}\n".encode() for number in range(300)
    }
    assert len(opened) == 1


def test_the_end_of_an_archive_says_how_long_its_list_is(tmp_path: Path) -> None:
    """In the form for large archives too, which no test can write whole."""
    size = packing.MOST_MEMBERS << 11
    plain = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, size, 0, 0)
    marked = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    large = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, size, 0)
    for end in (plain, large + struct.pack("<4sIQI", b"PK\6\7", 0, 0, 1) + marked):
        with pytest.raises(Refused) as found:
            packing.opened_zip(io.BytesIO(b"PK\3\4" + end))
        assert [each.code for each in found.value.problems] == [TOO_LARGE]


def test_what_is_large_and_honest_is_read_by_an_engine(tmp_path: Path) -> None:
    """Ten million rows unpack to half as much again as may be held in memory, and to thirty times their size."""
    rows = b"".join(b"Unit%07d of Zhejiang\n" % number for number in range(500_000))
    years = (b"year,unit\n", *(rows.replace(b"Unit", b"%d,Unit" % year) for year in range(2005, 2025)))
    whole = packed(iter(years), 6)
    assert len(whole) >= 8 << 20
    (tmp_path / "list.csv.gz").write_bytes(whole)
    words = ["award", "--data", "list.csv.gz", "--units", "none", "--format", "csv", "-o", "out.csv"]
    found = ran(tmp_path, *words, addresses=ENGINES_ADDRESSES)
    assert (found.returncode, found.stderr) == (0, "By honour: 500000 Two-Star Gold Ding.\n")


def test_standard_input_without_end_is_refused(tmp_path: Path) -> None:
    for endless in ("/dev/zero", "/dev/urandom"):
        found = ran(tmp_path, "check", "-", stdin=Path(endless))
        assert found.returncode == 1, found
        assert "error[file-too-large]: there are more than 256 MB in it" in found.stdout
    assert "error[file-too-large]" in ran(tmp_path, "check", "/dev/zero").stdout


def test_what_is_large_and_honest_is_read(tmp_path: Path) -> None:
    """Hundreds of thousands of units, 5,000 columns, and as much as lists pack."""
    rows = b"".join(b"%d,V%07d\n" % (2005 + number % 19, number) for number in range(300_000))
    (tmp_path / "cards.csv").write_bytes(b"year,unit\n" + rows)
    (tmp_path / "cards.csv.gz").write_bytes(gzip.compress(b"year,unit\n" + rows, 1))
    titles = b",".join(b"c%d" % number for number in range(5000))
    (tmp_path / "wide.csv").write_bytes(b"year,unit," + titles + b"\n" + b"2020,A" + b",1" * 5000 + b"\n")
    plain = ran(tmp_path, "award", "--data", "cards.csv", "--units", "none", "--format", "csv")
    assert (plain.returncode, plain.stderr, plain.stdout.count("\n")) == (0, "", 300_001)
    unpacked = ran(tmp_path, "award", "--data", "cards.csv.gz", "--units", "none", "--format", "csv")
    assert (unpacked.returncode, unpacked.stdout == plain.stdout) == (0, True)
    assert ran(tmp_path, "award", "--data", "wide.csv", "--units", "none").returncode == 0


MANY = {
    "years": b"year,unit\n" + b"".join(b"20x%d,330305\n" % number for number in range(50_000)),
    "units": b"year,unit\n" + b"".join(b"2010,Dongtou%d\n" % number for number in range(50_000)),
    "results": b"year,unit,result\n" + b"".join(b"2010,330305,m%d\n" % number for number in range(50_000)),
    "rows": b"year,unit\n" + b"2010\n" * 50_000,
    "conflicts": b"year,unit,result\n" + b"2010,330305,1\n2010,330305,0\n" * 50_000,
    "claims": b"unit,claim,value,year\n"
    + b"".join(b"Dongtuo%d,teir,dingg,20l9\n" % number for number in range(20_000)),
    "registry": b"code,name_en,first_year\n"
    + b"".join(b"%d,A%d,20x5\n" % (number, number) for number in range(50_000)),
    "registry with one code": b"code,name_en,level\n"
    + b"".join(b"1,A%d,county\n" % number for number in range(50_000)),
    "registry in a circle": b"code,name_en,level,carries_on\n"
    + b"".join(b"%d,A%d,county,%d\n" % (number, number, (number + 1) % 50_000) for number in range(50_000)),
}


@pytest.mark.parametrize("kind", MANY)
def test_tens_of_thousands_of_mistakes_are_told_within_seconds(tmp_path: Path, kind: str) -> None:
    (tmp_path / "list.csv").write_bytes(MANY[kind])
    found = ran(tmp_path, "check", "list.csv")
    assert found.returncode == 1
    assert 1000 <= found.stdout.count("error[") <= 10_000
    assert " from here on" in found.stdout


@pytest.mark.parametrize("row", ["{0},A{0},county,", "{0},A{0},county,{1}"], ids=["alone", "in one line"])
def test_a_large_registry_takes_time_in_proportion(tmp_path: Path, row: str) -> None:
    rows = (row.format(number, number - 1 if number else "") for number in range(50_000))
    (tmp_path / "units.csv").write_text("\n".join(["code,name_en,level,carries_on", *rows, ""]))
    (tmp_path / "list.csv").write_text("year,unit\n2010,7\n")
    for words in (["award", "--data", "list.csv"], ["check", "list.csv"], ["units", "49999"], ["units"]):
        begun = time.monotonic()
        assert ran(tmp_path, *words, "--units", "units.csv", "--format", "csv").returncode == 0
        assert time.monotonic() - begun < SECONDS / 4
    found = ran(tmp_path, "streak", "4999x", "--data", "list.csv", "--units", "units.csv")
    assert "hint: did you mean A4999 (4999)" in found.stderr


def test_names_as_long_as_a_book_are_told_by_their_beginnings(tmp_path: Path) -> None:
    rows = b"".join(b"2010,%s%d\n" % (b"Dong tou" * 10_000, number) for number in range(100))
    (tmp_path / "list.csv").write_bytes(b"year,unit\n" + rows)
    found = ran(tmp_path, "check", "list.csv", "--select", "units")
    assert (found.returncode, found.stdout.count("Dong tou…' in the registry\n")) == (1, 100)
    assert len(found.stdout) < 200_000
