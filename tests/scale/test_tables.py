"""Tables of a database: which are read, which are written, and which are never touched."""

from __future__ import annotations

import duckdb
import pytest

from pingan_cli.cli.app import run
from pingan_cli.large.reading import open_backend

AWARD = ["award", "--units", "none", "--year", "2014"]


@pytest.fixture
def database(tmp_path, monkeypatch):
    """A database with a list, in its main schema and in another; the program has the folder as its own."""
    path = tmp_path / "peace.db"
    with duckdb.connect(path) as base:
        rows = "SELECT year, 'u' || unit AS unit FROM range(2005, 2015) AS years(year), range(9) AS units(unit)"
        base.execute(f"CREATE TABLE cards AS {rows}")
        base.execute("CREATE SCHEMA other")
        base.execute(f"CREATE TABLE other.cards AS {rows} WHERE unit < 4")
        base.execute(f'CREATE TABLE "cards.2020" AS {rows} WHERE unit < 2')
    monkeypatch.chdir(tmp_path)
    open_backend.cache_clear()
    yield path
    open_backend.cache_clear()


def asked(database, *options):
    """The status of an award; the engine lets go of the database after it, as at the end of a run."""
    status = run([*AWARD, "--backend", f"duckdb://{database}", *options])
    open_backend.cache_clear()
    return status


def told(database, query):
    with duckdb.connect(database) as base:
        return base.execute(query).fetchall()


@pytest.mark.parametrize("target", ["cards", "CARDS", '"cards"', "main.cards", "peace.main.cards", "other.cards"])
def test_a_table_that_is_no_award_is_not_written_over(database, capsys, target):
    for source in ("cards", "other.cards"):
        assert asked(database, "--data", source, "-o", f"table:{target}") == 2
        assert "error[file-unwritable]: there is such a table, which is no award" in capsys.readouterr().err
    assert told(database, "SELECT count(*) FROM cards UNION ALL SELECT count(*) FROM other.cards") == [(90,), (40,)]


def test_an_award_replaces_an_award_and_nothing_that_is_read(database, capsys):
    for _ in range(2):
        assert asked(database, "--data", "cards", "-o", "table:other.honours2014") == 0
    assert told(database, "SELECT count(*) FROM other.honours2014") == [(9,)]
    capsys.readouterr()
    for target in ("other.honours2014", "Other.HONOURS2014"):
        assert asked(database, "--data", "other.honours2014", "-o", f"table:{target}") == 2
        assert "this table is read, and is not written over" in capsys.readouterr().err
    assert told(database, "SELECT count(*) FROM other.honours2014") == [(9,)]


@pytest.mark.parametrize(("name", "units"), [("cards", 9), ("other.cards", 4), ('"cards.2020"', 2), ("Other.Cards", 4)])
def test_schemas_and_quoted_names_are_read_as_such(database, tmp_path, name, units):
    assert asked(database, "--data", name, "-o", "honours.csv") == 0
    assert len((tmp_path / "honours.csv").read_text(encoding="utf-8").splitlines()) == units + 1


@pytest.mark.parametrize("name", ["query", "name", "self", "x.json", "cardz", "nosuch.cards", "*.json", "~/s", "a..b"])
def test_a_name_that_no_table_has_reaches_no_file_and_no_variable(database, tmp_path, capsys, name):
    (tmp_path / "x.json.txt").write_text("{}", encoding="utf-8")
    assert asked(database, "--data", name, "-o", "out.csv") == 2
    told_of = capsys.readouterr().err
    assert "error[file-missing]: there is no such table" in told_of or "is no name of a table" in told_of


def test_a_mistyped_database_makes_no_file(database, tmp_path, capsys):
    for options in (["--data", "cards"], ["--data", "cards", "-o", "table:honours"]):
        assert run([*AWARD, "--backend", "duckdb://paece.db", *options]) == 2
        assert "paece.db: error[file-missing]" in capsys.readouterr().err
        open_backend.cache_clear()
    assert not (tmp_path / "paece.db").exists()


def test_a_database_that_is_not_there_is_made_for_an_award_of_files(database, tmp_path):
    (tmp_path / "cards.csv").write_text("year,unit\n2014,A\n", encoding="utf-8")
    assert run([*AWARD, "--backend", "duckdb://new.db", "--data", "cards.csv", "-o", "table:honours"]) == 0
    open_backend.cache_clear()
    assert told("new.db", "SELECT code FROM honours") == [("A",)]


def test_what_is_only_read_is_left_as_it_was(database):
    before = database.read_bytes()
    assert asked(database, "--data", "cards", "-o", "honours.csv") == 0
    assert database.read_bytes() == before
    assert not database.with_name("peace.db.wal").exists()


@pytest.mark.parametrize(
    "command",
    [
        ["streak", "u1"],
        ["changes", "--year", "2014"],
        ["forecast", "u1"],
        ["award", "--chart"],
        ["award", "--years", "2010-2014"],
    ],
)
def test_nothing_but_an_award_goes_into_a_table(database, tmp_path, capsys, command):
    listed = sorted(tmp_path.iterdir())
    options = ["--units", "none", "--data", "cards", "--backend", f"duckdb://{database}", "-o", "table:honours"]
    assert run([*command, *options]) == 2
    assert "error[usage]: only the list of an award is written into a table" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == listed


def test_files_of_kinds_that_an_engine_does_not_read_are_read_row_by_row(database, tmp_path):
    (tmp_path / "cards.tsv").write_text("year\tunit\n2014\tA\n", encoding="utf-8")
    assert asked(database, "--data", "cards.tsv", "-o", "honours.csv") == 0
    assert "\nA,A,,,,1,10,2014," in (tmp_path / "honours.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["~s.parquet", "[x].parquet", "file:s.parquet"])
def test_a_file_is_read_where_it_lies(database, tmp_path, monkeypatch, name):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for folder, unit in ((tmp_path, "mine"), (home, "decoy")):
        duckdb.execute(f"COPY (SELECT 2014 AS year, '{unit}' AS unit) TO '{folder}/s.parquet' (FORMAT parquet)")
    (tmp_path / "s.parquet").rename(tmp_path / name)
    assert run([*AWARD, "--data", name, "-o", "honours.csv"]) == 0
    assert "mine" in (tmp_path / "honours.csv").read_text(encoding="utf-8")
