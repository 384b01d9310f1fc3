"""Which lists an engine reads, what is said where it is not installed, and where an award can be put."""

from __future__ import annotations

import duckdb
import pytest

from pingan_cli.cli.app import run
from pingan_cli.large import choosing, duckdb_backend, memory
from pingan_cli.large.reading import open_backend

CARDS = "year,unit\n" + "".join(f"{year},u{number}\n" for year in range(2005, 2015) for number in range(9))


@pytest.fixture
def cards(tmp_path):
    path = tmp_path / "cards.csv"
    path.write_text(CARDS, encoding="utf-8", newline="")
    return path


def test_large_files_and_parquet_are_for_an_engine(cards, monkeypatch):
    parquet = cards.with_suffix(".parquet")
    parquet.touch()
    assert choosing.reader_of(cards) is None
    assert choosing.reader_of(parquet) == choosing.reader_of(parquet, "postgres://server/peace") == "duckdb"
    assert choosing.reader_of(cards, "duckdb") == "duckdb"
    assert choosing.reader_of(parquet, "pyspark") == "pyspark"
    assert choosing.reader_of(cards, "postgres://server/peace") is None
    assert choosing.reader_of(cards.with_name("table"), "postgres://server/peace") == "postgres://server/peace"
    monkeypatch.setattr(choosing, "LARGE", 10)
    assert choosing.reader_of(cards) == "duckdb"
    assert choosing.reader_of(cards, "plain") is None


def test_parquet_takes_no_duckdb_where_spark_reads_it(cards, monkeypatch):
    monkeypatch.setattr(choosing, "_installed", lambda module: module != "duckdb")
    assert choosing.reader_of(cards.with_suffix(".parquet"), "spark://server") == "spark://server"


@pytest.mark.parametrize(
    ("name", "backend", "wanted"),
    [
        ("cards.parquet", [], "pip install 'pingan-cli[scale]'"),
        ("cards.csv", ["--backend", "duckdb"], "pip install 'pingan-cli[scale]'"),
        ("cards.csv", ["--backend", "pyspark"], "pip install 'pingan-cli[spark]'"),
        ("cards", ["--backend", "postgres://server/peace"], "pip install 'pingan-cli[postgres]'"),
        ("cards", ["--backend", "mysql://server/peace"], "pip install 'pingan-cli[ibis]'"),
    ],
)
def test_a_missing_extra_is_named_with_the_command_that_installs_it(cards, capsys, monkeypatch, name, backend, wanted):
    open_backend.cache_clear()  # of other tests
    monkeypatch.setattr(choosing, "_installed", lambda module: False)
    source = cards.with_name(name)
    if source.suffix:
        source.touch()
    assert run(["award", "--units", "none", "--data", str(source), *backend]) == 2
    assert wanted in capsys.readouterr().err


def test_a_large_file_is_read_row_by_row_where_nothing_else_is_installed(cards, capsys, monkeypatch):
    monkeypatch.setattr(choosing, "_installed", lambda module: False)
    monkeypatch.setattr(choosing, "LARGE", 10)
    assert run(["award", "--units", "none", "--data", str(cards), "--format", "csv"]) == 0
    assert "u8,u8,,,,10,10,2005" in capsys.readouterr().out


@pytest.mark.parametrize("asked", [["streak", "u3", "u5"], ["changes", "--year", "2013"], ["forecast", "u3"]])
def test_a_table_answers_what_its_file_does(cards, tmp_path, capsys, asked):
    with duckdb.connect(tmp_path / "peace.db") as base:
        base.execute(f"CREATE TABLE lists AS SELECT * FROM read_csv('{cards}')")
    assert run([*asked, "--units", "none", "--data", str(cards)]) == 0
    from_file = capsys.readouterr().out.replace(str(cards), "lists")  # an answer names its records
    backend = f"duckdb://{tmp_path / 'peace.db'}"
    assert run([*asked, "--units", "none", "--data", "lists", "--backend", backend]) == 0
    assert capsys.readouterr().out == from_file


def test_cards_and_honours_may_be_tables_of_a_database(cards, tmp_path, capsys):
    database = tmp_path / "peace.db"
    with duckdb.connect(database) as base:
        base.execute(f"CREATE TABLE lists AS SELECT * FROM read_csv('{cards}')")
    backend = ["--backend", f"duckdb://{database}"]
    asked = ["award", "--units", "none", "--data", "lists", "--year", "2014", *backend]
    assert run([*asked, "-o", "table:honours"]) == 0
    assert "9 Silver Ding" in capsys.readouterr().err
    open_backend.cache_clear()  # a program keeps its engine until it ends
    with duckdb.connect(database) as base:
        rows = base.execute("SELECT code, streak_min, honour_min, next_year FROM honours ORDER BY code").fetchall()
    assert rows == [(f"u{number}", 10, "silver-ding", 2016) for number in range(9)]


TABLES = {
    "two results": ("(VALUES (2005, 'a', 'held'), (2005, 'a', 'missed')) AS t(year, unit, result)", "result-conflict"),
    "a mark that means nothing": ("(VALUES (2005, 'a', 'maybe')) AS t(year, unit, result)", "result-unknown"),
    "no unit": ("(VALUES (2005, 'a'), (2006, NULL)) AS t(year, unit)", "csv-row"),
    "two names": ("(VALUES (2005, 'a', '1')) AS t(year, unit, code)", ""),
    "a column for each year": ("""(VALUES ('a', 1, 0)) AS t(unit, "2005", "2006")""", ""),
    "years of later than usual": ("(VALUES (2005, 'a'), (2070, 'a')) AS t(year, unit)", ""),
}


@pytest.mark.parametrize("last", range(2064, 2074))
def test_years_far_apart_are_the_same_years_in_an_engine(tmp_path, capsys, last):
    """A number of the engine holds 62 years; a list may have more of them, in whatever order the engine gives them."""
    plain, parquet = tmp_path / "cards.csv", tmp_path / "cards.parquet"
    plain.write_text(f"year,unit\n2005,a\n2005,b\n{last},a\n{last},b\n{last},c\n", encoding="utf-8", newline="")
    with duckdb.connect() as base:
        base.execute(f"COPY (SELECT * FROM read_csv('{plain}') ORDER BY year DESC) TO '{parquet}' (FORMAT parquet)")
    said = []
    for cards, backend in ((plain, "plain"), (plain, "duckdb"), (parquet, "duckdb")):
        asked = ["award", "--units", "none", "--data", str(cards), "--backend", backend, "--year", str(last)]
        status = run([*asked, "--format", "csv", "-o", str(tmp_path / "honours.csv")])
        said.append((status, (tmp_path / "honours.csv").read_bytes()))
        capsys.readouterr()
    assert said[0] == said[1] == said[2]
    assert said[0][0] == 0


@pytest.mark.parametrize(("rows", "code"), TABLES.values(), ids=TABLES)
def test_a_table_of_a_database_is_read_as_a_file_is(tmp_path, capsys, rows, code):
    database = tmp_path / "peace.db"
    with duckdb.connect(database) as base:
        base.execute(f"CREATE TABLE cards AS SELECT * FROM {rows}")
        base.execute(f"COPY cards TO '{tmp_path / 'cards.parquet'}' (FORMAT parquet)")
    said = []
    for data, backend in (("cards", f"duckdb://{database}"), (str(tmp_path / "cards.parquet"), "duckdb")):
        asked = ["award", "--units", "none", "--data", data, "--backend", backend, "--year", "2006", "--format", "csv"]
        status = run([*asked, "-o", str(tmp_path / "honours.csv")])
        said.append((status, capsys.readouterr().err.replace(data, "cards")))
    assert said[0] == said[1]
    assert (f"error[{code}]" in said[0][1]) if code else said[0][0] == 0
    open_backend.cache_clear()


def test_a_table_takes_a_database(cards, capsys):
    asked = ["award", "--units", "none", "--data", str(cards), "-o", "table:honours"]
    for backend in ([], ["--backend", "duckdb"], ["--backend", "duckdb://"], ["--backend", "plain"]):
        assert run([*asked, *backend]) == 2
        assert "error[usage]: table:honours is a table of a database, and none is named" in capsys.readouterr().err


def test_an_award_of_the_shipped_cards_is_written_as_parquet(tmp_path):
    target = tmp_path / "honours.parquet"
    assert run(["award", "--year", "2022", "-o", str(target)]) == 0
    with duckdb.connect() as base:
        asked = f"SELECT name_zh, streak_min, honour_min FROM '{target}' WHERE code = '330305'"
        assert base.execute(asked).fetchall() == [("洞头区", 18, "gold-ding-2")]


def test_what_cannot_be_written_leaves_what_was_there(cards, tmp_path, capsys):
    missing = tmp_path / "nowhere" / "honours.parquet"
    assert run(["award", "--units", "none", "--data", str(cards), "--backend", "duckdb", "-o", str(missing)]) == 2
    assert "error[file-unwritable]" in capsys.readouterr().err


def test_a_file_that_is_no_parquet_is_a_problem(tmp_path, capsys):
    path = tmp_path / "cards.parquet"
    path.write_bytes(b"PAR1 and no more")
    assert run(["award", "--units", "none", "--data", str(path)]) == 2
    assert "error[file-unreadable]" in capsys.readouterr().err
    assert run(["award", "--units", "none", "--data", str(tmp_path / "absent.parquet")]) == 2
    assert "error[file-missing]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("groups", "limits", "allowed"),
    [
        ("0::/a/b\n", {"a/b/memory.max": "max\n", "a/memory.max": "4000\n"}, 2000),
        ("0::/\n", {"memory.max": "600\n"}, 300),
        ("9:cpu:/x\n4:memory:/job\n", {"memory/job/memory.limit_in_bytes": "9223372036854771712\n"}, 5000),
        ("4:memory:/job\n", {"memory/job/memory.limit_in_bytes": "8000\n"}, 4000),
        ("", {}, 5000),
    ],
)
def test_memory_is_half_of_what_the_control_groups_allow(tmp_path, monkeypatch, groups, limits, allowed):
    for name, limit in {"groups": groups, **limits}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(limit, encoding="ascii")
    monkeypatch.setattr(memory, "GROUPS", tmp_path / "groups")
    monkeypatch.setattr(memory, "ROOT", tmp_path)
    assert memory.allowed_memory(5000) == allowed


def test_an_engine_without_memory_enough_is_a_problem(tmp_path, capsys, monkeypatch):
    path = tmp_path / "cards.parquet"
    with duckdb.connect() as base:
        rows = "SELECT 2005 + y AS year, i::VARCHAR AS unit FROM range(200000) AS units(i), range(3) AS years(y)"
        base.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
    open_backend.cache_clear()
    monkeypatch.setattr(duckdb_backend, "MEMORY", 12 << 20)
    assert run(["award", "--units", "none", "--data", str(path), "-o", str(tmp_path / "honours.parquet")]) == 2
    assert "error[file-un" in capsys.readouterr().err
    open_backend.cache_clear()


def test_a_package_without_cards_is_none_for_an_engine(tmp_path, capsys):
    (tmp_path / "claims.csv").write_text("unit,claim,value,year\nA,card,held,2010\n", encoding="utf-8")
    descriptor = '{"resources": [{"name": "claims", "path": "claims.csv"}]}'
    (tmp_path / "datapackage.json").write_text(descriptor, encoding="utf-8")
    asked = ["award", "--data", str(tmp_path), "--units", "none", "--format", "csv", "-o", str(tmp_path / "out.csv")]
    assert run(asked) == run([*asked, "--backend", "plain"])
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("backend", ["plain", "duckdb"])
def test_a_list_of_some_says_nothing_of_units_that_are_not_on_record(tmp_path, capsys, backend):
    listed = tmp_path / "cards.csv"
    listed.write_text("year,unit,result\n2005,u1,held\n2005,u2,unknown\n", encoding="utf-8")
    asked = ["award", "--units", "none", "--data", str(listed), "--backend", backend]
    asked += ["-o", str(tmp_path / "honours.txt" if backend == "plain" else tmp_path / "honours.csv")]
    told = []
    for more in ([], ["--new"]):
        assert run([*asked, *more]) == 0
        said = capsys.readouterr().err
        told.append("not on record" in (said + (tmp_path / "honours.txt").read_text() if backend == "plain" else said))
    assert told == [True, False]
