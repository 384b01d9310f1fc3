"""An engine reads the file that a package or a person names, whatever its name is, and no other."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import duckdb
import pytest

from pingan_cli.large.reading import open_backend
from program import Pingan

NAMES = [
    "~/s.parquet", "file:/s.parquet", "s3:/s.parquet", "a*.parquet", "?.parquet", "[ab].parquet", "[!a].parquet",
    "a\\*.parquet", "\\[.parquet", "{a,b}.parquet", "a.b/*/c.parquet", "a'b.parquet", "year=2005.parquet",
    "a*.csv", "~/s.csv", "[ab].csv.gz",
]  # fmt: skip
"""Names of which DuckDB would make a home folder, an address, a pattern or another name."""

NO_TABLES = ["query", "name", "self", "t.tsv", "-"]
"""Names that an engine would look for among tables, or among the variables of the program."""


@pytest.fixture(autouse=True)
def _no_engine_of_another_test() -> None:
    open_backend.cache_clear()  # a program keeps its engine until it ends


def parquet(path: Path, unit: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as base:
        base.execute(
            f"COPY (SELECT 2005 AS year, '{unit}' AS unit) TO '{path.parent.parent / 'made'}' (FORMAT parquet)"
        )
    (path.parent.parent / "made").rename(path)


def table(path: Path, unit: str) -> None:
    if path.suffix == ".parquet":
        parquet(path, unit)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        content = f"year,unit\n2005,{unit}\n".encode()
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


@pytest.mark.parametrize("backend", [(), ("--backend", "duckdb"), ("--backend", "duckdb://none.db")])
@pytest.mark.parametrize("name", [*NAMES, *NO_TABLES])
def test_a_name_is_a_name(
    pingan: Pingan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, backend: tuple[str, ...]
) -> None:
    folder = tmp_path / "package"
    for decoy in ("s.parquet", "s.csv"):
        table(tmp_path / "home" / decoy, "SECRET")
    for decoy in ("a.parquet", "b.parquet", "ab.parquet", "a.csv", "a.csv.gz"):
        table(folder / decoy, "ANOTHER")
    table(folder / name, "MEANT")
    (folder / "datapackage.json").write_text(json.dumps({"resources": [{"name": "cards", "path": name}]}))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    asked = ("award", "--units", "none", "--format", "csv", *backend)
    for place, paths in ((tmp_path, ["package"]), (folder, ["."])):
        monkeypatch.chdir(place)
        ran = pingan(*asked, *(word for path in paths for word in ("--data", path)))
        assert ran.status == 0, ran.err
        assert [line.split(",")[0] for line in ran.out.splitlines()[1:]] == ["MEANT"]
        assert not Path("none.db").exists()


def test_a_table_is_one_of_the_database_and_no_file(pingan: Pingan, tmp_path: Path) -> None:
    for name in ("cards.json", "a.db"):
        (tmp_path / name).write_text('[{"year": 2005, "unit": "SECRET"}]', encoding="utf-8")
    with duckdb.connect(tmp_path / "peace.db") as base:
        base.execute("CREATE SCHEMA other")
        base.execute("CREATE TABLE other.lists AS SELECT 2005 AS year, 'A' AS unit")
        base.execute("CREATE VIEW seen AS SELECT * FROM other.lists")
    asked = ("award", "--units", "none", "--format", "csv", "--backend", "duckdb://peace.db", "--data")
    for name in ("other.lists", "seen", "SEEN"):
        assert pingan(*asked, name).out.splitlines()[1].startswith("A,A")
    for name in ("lists", "query", "duckdb_tables", "information_schema.tables", "read_csv('cards.json')"):
        ran = pingan(*asked, name)
        assert ran.status == 2
        assert f"{name}: error[file-missing]: there is no such table in {tmp_path / 'peace.db'}" in ran.err


def test_a_database_that_is_only_read_is_neither_made_nor_written(pingan: Pingan, tmp_path: Path) -> None:
    table(tmp_path / "cards.csv", "A")
    asked = ("award", "--units", "none", "--backend", "duckdb://new.db", "--data")
    assert pingan(*asked, "cards.csv").status == 0
    assert "new.db: error[file-missing]: there is no such file" in pingan(*asked, "cards").err
    assert not (tmp_path / "new.db").exists()
    assert pingan(*asked, "cards.csv", "-o", "table:honours").status == 0
    open_backend.cache_clear()
    before = (tmp_path / "new.db").stat().st_mtime_ns
    assert pingan(*asked, "honours").status == 2
    assert pingan(*asked, "cards.csv").status == 0
    assert (tmp_path / "new.db").stat().st_mtime_ns == before


def test_an_answer_of_an_engine_goes_where_it_is_named(
    pingan: Pingan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table(tmp_path / "cards.csv", "A")
    (tmp_path / "~").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    for output in ("~/out.csv", "~/out.parquet", "o*t.csv"):
        asked = ("award", "--units", "none", "--data", "cards.csv", "--backend", "duckdb", "-o", output)
        assert pingan(*asked).status == 0
        assert (tmp_path / output).is_file()
    assert not list((tmp_path / "home").iterdir())
