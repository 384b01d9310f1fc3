"""Engines that Ibis reaches: the same bytes as row by row. Each test is left out where its engine is not there."""

from __future__ import annotations

import csv
import os
import random
import shutil
import subprocess
import sys
from importlib.util import find_spec

import pytest

from pingan_cli.cli.app import run
from pingan_cli.large import folding

POSTGRES = os.environ.get("PINGAN_TEST_POSTGRES", "")
"""The URL of a database in which tables may be made, such as postgres://user:word@localhost/name."""

no_ibis = pytest.mark.skipif(find_spec("ibis") is None, reason="the extra `ibis` is not installed")
no_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None, reason="PySpark or Java is not there"
)
no_postgres = pytest.mark.skipif(not POSTGRES, reason="PINGAN_TEST_POSTGRES names no database")
pytestmark = [no_ibis, pytest.mark.filterwarnings("ignore")]  # Spark and Ibis warn of their own ways

SPARK = "pyspark://?spark.sql.shuffle.partitions=2"
QUIETLY = "--conf spark.ui.enabled=false --conf spark.ui.showConsoleProgress=false pyspark-shell"
COLUMNS = ("year", "unit", "result")
UNITS = ["aa", "B", "bb", "洞头区", "公司 1", "=1+1", "a,b", 'q"t', " A", "330３05", "Ä", "z-y", "_"]


def rows():
    """Cards of a few hundred units, some with marks that say unknown, and some twice."""
    chance = random.Random(7)
    units = [*UNITS, *(f"u{number}" for number in range(150))]
    told = {}
    for unit in units:
        for year in range(2005, 2021):
            if chance.random() < 0.9:
                told[unit, year] = chance.choices(["√", "×", "unknown", "revoked"], [90, 6, 3, 1])[0]
    cards = [(str(year), unit, mark) for (unit, year), mark in told.items()]
    return [*cards, *chance.sample(cards, 100)]


@pytest.fixture(autouse=True)
def in_steps(monkeypatch):
    """Histories are judged in several steps, as where there are many."""
    monkeypatch.setattr(folding, "_FEW", 0)


@pytest.fixture
def plain(tmp_path, monkeypatch):
    """A CSV file, and the award that reading it row by row gives, which afterwards cannot be done any more."""
    path, target = tmp_path / "cards.csv", tmp_path / "plain.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *rows()])
    assert award(path, target, "plain") == 0
    monkeypatch.setattr("pingan_cli.library.records_of", None)
    return path, target.read_bytes()


def award(data, target, backend):
    args = ["award", "--year", "2019", "--units", "none", "--format", "csv", "--data", str(data)]
    return run([*args, "-o", str(target), "--backend", backend])


@no_spark
def test_spark_says_the_same_of_csv_and_parquet(tmp_path, plain, monkeypatch):
    import duckdb

    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", QUIETLY)
    path, wanted = plain
    parquet = tmp_path / "cards.parquet"
    duckdb.execute(f"COPY (SELECT * FROM read_csv('{path}', all_varchar = true)) TO '{parquet}' (FORMAT parquet)")
    for source in (path, parquet):
        assert award(source, tmp_path / "spark.csv", SPARK) == 0
        assert (tmp_path / "spark.csv").read_bytes() == wanted
    assert award(parquet, tmp_path / "spark.parquet", SPARK) == 0
    assert duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/spark.parquet'").fetchall() == [(wanted.count(b"\n") - 1,)]


@no_postgres
def test_postgresql_says_the_same_of_a_table_and_keeps_a_table(tmp_path, plain):
    import psycopg

    _, wanted = plain
    with psycopg.connect(POSTGRES) as base:
        base.execute("DROP TABLE IF EXISTS pingan_cards, pingan_honours")
        base.execute("CREATE TABLE pingan_cards (year integer, unit text, result text)")
        with base.cursor().copy("COPY pingan_cards FROM STDIN") as copy:
            for row in rows():
                copy.write_row(row)
    assert award("pingan_cards", tmp_path / "postgres.csv", POSTGRES) == 0
    assert (tmp_path / "postgres.csv").read_bytes() == wanted
    assert award("pingan_cards", "table:pingan_honours", POSTGRES) == 0
    with psycopg.connect(POSTGRES) as base:
        kept = base.execute("SELECT count(*) FROM pingan_honours").fetchone()
        base.execute("DROP TABLE pingan_cards, pingan_honours")
    assert kept == (wanted.count(b"\n") - 1,)


def test_an_engine_that_is_not_reached_is_a_problem(tmp_path, capsys):
    (tmp_path / "cards.csv").write_text("year,unit\n2005,A\n", encoding="utf-8")
    assert award(tmp_path / "cards.csv", tmp_path / "out.csv", "nosuch://engine") == 2
    assert "error[usage]: the backend 'nosuch://engine' cannot be reached" in capsys.readouterr().err


def asked_of(capsys, data, backend, *options):
    status = run(["award", "--units", "none", "--data", str(data), "--backend", backend, *options])
    return status, capsys.readouterr().err


@no_spark
def test_what_keeps_spark_from_starting_is_told_in_a_line(tmp_path, capsys, monkeypatch):
    (tmp_path / "cards.csv").write_text("year,unit\n2005,A\n", encoding="utf-8")
    status, said = asked_of(capsys, tmp_path / "cards.csv", "spark://localhost:1")
    assert (status, said.count("\n")) == (2, 2)
    assert "the Spark master spark://localhost:1 cannot be reached: " in said
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    status, said = asked_of(capsys, tmp_path / "cards.csv", "pyspark")
    assert (status, said.count("\n")) == (2, 2)
    assert "Spark needs Java, and there is none in" in said


@no_spark
def test_spark_says_nothing_of_its_own(tmp_path, plain):
    """In a process of its own: what Java writes, no test sees in this one."""
    path, wanted = plain
    asked = ["award", "--year", "2019", "--units", "none", "--format", "csv", "--data", path.as_uri(), "--quiet"]
    program = [sys.executable, "-m", "pingan_cli", *asked, "--backend", "pyspark", "-o", tmp_path / "out.csv"]
    done = subprocess.run(program, capture_output=True, text=True, cwd=tmp_path, timeout=300)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "out.csv").read_bytes() == wanted


@no_spark
def test_spark_reads_folders_that_lie_elsewhere_and_files_of_all_names(tmp_path, capsys, plain):
    import duckdb

    path, wanted = plain
    folder = tmp_path / "cards 2020"
    folder.mkdir()
    rows = f"SELECT * FROM read_csv('{path}', all_varchar = true)"
    duckdb.execute(f"COPY ({rows}) TO '{folder}/part-0.parquet' (FORMAT parquet)")
    odd = tmp_path / "[a]*{b,c}.parquet"
    odd.write_bytes((folder / "part-0.parquet").read_bytes())
    for source in (f"file://{folder}", odd):
        assert award(source, tmp_path / "spark.csv", SPARK) == 0
        assert (tmp_path / "spark.csv").read_bytes() == wanted


@no_spark
def test_an_address_is_told_as_it_was_typed_and_a_table_that_would_not_last(tmp_path, capsys):
    path = tmp_path / "cards.csv"
    path.write_text("year,unit\n2005,A\n", encoding="utf-8")
    for name in ("hdfs:///x/cards.csv", "file:///nosuch/cards.parquet", "file:///nosuch"):
        status, said = asked_of(capsys, name, SPARK)
        assert (status, said.count("\n")) == (2, 1)
        assert said.startswith(f"{name}: error[file-unreadable]: ")
    status, said = asked_of(capsys, path, SPARK, "-o", "table:honours")
    assert status == 2
    assert "this Spark keeps none beyond a run" in said


@no_postgres
def test_tables_of_postgresql_that_are_no_awards_are_kept(capsys):
    import psycopg

    def told(query):
        with psycopg.connect(POSTGRES) as base:
            return base.execute(query).fetchone()

    with psycopg.connect(POSTGRES) as base:
        base.execute("DROP SCHEMA IF EXISTS pingan_test CASCADE")
        base.execute("CREATE SCHEMA pingan_test")
        base.execute("CREATE TABLE pingan_test.\"Cards\" AS SELECT 2005 AS year, 'A' AS unit")
    source = 'pingan_test."Cards"'
    for target, status in ((source, 2), ("pingan_test.honours2005", 0), ("pingan_test.honours2005", 0)):
        assert asked_of(capsys, source, POSTGRES, "-o", f"table:{target}")[0] == status
    status, said = asked_of(capsys, "pingan_test.honours2005", POSTGRES, "-o", "table:pingan_test.honours2005")
    assert (status, "is read, and is not written over" in said) == (2, True)
    assert told(f"SELECT * FROM {source}") == (2005, "A")
    assert told("SELECT code FROM pingan_test.honours2005") == ("A",)
    with psycopg.connect(POSTGRES) as base:
        base.execute("DROP SCHEMA pingan_test CASCADE")
