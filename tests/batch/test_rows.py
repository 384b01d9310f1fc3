"""What a batch writes: the rows of `pingan award`, each with its input and its year, in every form."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

from batch.conftest import tree
from pingan_cli.batch.rows import COLUMNS
from program import Pingan

YEARS = range(2005, 2012)
RUN = ("batch", "lists/north.csv", "lists/south", "--units", "none", "--years", "2005-2011")
INPUTS = {"north": "lists/north.csv", "south": "lists/south"}


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def awarded(pingan: Pingan, name: str, year: int) -> list[list[str]]:
    """What `pingan award` says of an input and a year, as rows of a batch."""
    ran = pingan("award", "--data", INPUTS[name], "--units", "none", "--year", str(year), "--format", "csv")
    assert ran.status == 0
    return [[name, str(year), *row] for row in rows_of(ran.out)[1:]]


def test_a_folder_has_a_file_for_each_input_and_year_with_what_award_says(pingan: Pingan, lists: Path) -> None:
    ran = pingan(*RUN, "-o", "out")
    assert (ran.status, "error" in ran.err) == (0, False)
    written = tree(Path("out"))
    names = {f"{name}-{year}.csv" for name in INPUTS for year in YEARS}
    assert set(written) == names | {"manifest.json"}
    for name in INPUTS:
        for year in YEARS:
            header, *rows = rows_of(written[f"{name}-{year}.csv"].decode())
            assert header == [*COLUMNS]
            assert rows == awarded(pingan, name, year)
    assert any(rows_of(text.decode())[1:] for text in written.values())


def test_one_file_has_the_rows_of_all_in_the_order_of_inputs_and_years(pingan: Pingan, lists: Path) -> None:
    assert pingan(*RUN, "-o", "honours.csv").status == 0
    header, *rows = rows_of(Path("honours.csv").read_text(encoding="utf-8"))
    assert header == [*COLUMNS]
    assert rows == [row for name in INPUTS for year in YEARS for row in awarded(pingan, name, year)]
    assert set(tree(Path())) == {"honours.csv", "honours.csv.manifest.json", *(f"lists/{at}" for at in tree(lists))}


@pytest.mark.parametrize("output", ["out", "honours.jsonl"])
def test_json_lines_are_the_entries_of_award(pingan: Pingan, lists: Path, output: str) -> None:
    form = [] if output.endswith("jsonl") else ["--format", "jsonl"]
    assert pingan(*RUN, "-o", output, *form).status == 0
    for name, path in INPUTS.items():
        for year in YEARS:
            ran = pingan("award", "--data", path, "--units", "none", "--year", str(year), "--format", "json")
            wanted = [{"input": name, "year": year, **unit} for unit in json.loads(ran.out)["units"]]
            whole = Path(output) if form == [] else Path(output, f"{name}-{year}.jsonl")
            lines = [json.loads(line) for line in whole.read_text(encoding="utf-8").splitlines()]
            assert [line for line in lines if (line["input"], line["year"]) == (name, year)] == wanted


def told(cell: Any) -> str:
    return "" if cell is None else str(cell)


def test_parquet_is_read_by_another_program_with_the_rows_of_csv(pingan: Pingan, lists: Path) -> None:
    for output in ("honours.csv", "honours.parquet"):
        assert pingan(*RUN, "-o", output).status == 0
    assert pingan(*RUN, "-o", "out", "--format", "parquet").status == 0
    _, *wanted = rows_of(Path("honours.csv").read_text(encoding="utf-8"))
    wanted = [[cell.removeprefix("'") for cell in row] for row in wanted]  # only a spreadsheet need be kept from them
    for source, order in (("honours.parquet", ""), ("out/*.parquet", "ORDER BY input, year, streak_min DESC, code")):
        found = duckdb.sql(f"SELECT * FROM read_parquet('{source}') {order}")
        assert found.columns == [*COLUMNS]
        assert [[told(cell) for cell in row] for row in found.fetchall()] == wanted
        kinds = dict(zip(found.columns, map(str, found.types), strict=True))
        assert (kinds["year"], kinds["next_year"], kinds["code"]) == ("INTEGER", "INTEGER", "VARCHAR")


@pytest.mark.parametrize("output", ["out", "all.csv", "all.jsonl", "all.parquet"])
def test_the_bytes_are_the_same_however_many_processes_compute(pingan: Pingan, lists: Path, output: str) -> None:
    (lists / "broken.csv").write_text("year,unit\n20O8,A\n", encoding="utf-8")
    trees: list[dict[str, bytes]] = []
    for jobs in "12":
        Path(jobs).mkdir()
        ran = pingan(*RUN, "lists/broken.csv", "-o", f"{jobs}/{output}", "--jobs", jobs)
        assert ran.status == 1
        assert "error[year-invalid]" in ran.err
        trees.append(tree(Path(jobs)))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 1


def test_a_broken_input_keeps_no_other_from_being_computed(pingan: Pingan, lists: Path) -> None:
    (lists / "broken.csv").write_text("year,unit\n20O8,A\n20O9,A\n", encoding="utf-8")
    ran = pingan(*RUN, "lists/broken.csv", "lists/none.csv", "-o", "out")
    assert ran.status == 1
    assert ran.err.count("error[year-invalid]") == 2
    assert "lists/none.csv: error[file-missing]" in ran.err
    assert "2 inputs cannot be computed, and nothing was written for them: broken, none." in ran.out
    assert {name.split("-")[0] for name in tree(Path("out"))} == {"north", "south", "manifest.json"}
    refused = {each["name"]: each["refused"] for each in json.loads(Path("out/manifest.json").read_bytes())["inputs"]}
    assert refused == {"north": [], "south": [], "broken": ["year-invalid"], "none": ["file-missing"]}


def test_nothing_is_left_where_no_input_can_be_computed(pingan: Pingan, lists: Path) -> None:
    ran = pingan("batch", "lists/none.csv", "--units", "none", "--years", "2005-2011", "-o", "out")
    assert (ran.status, ran.out) == (2, "")
    assert "Nothing was written to out." in ran.err
    assert not Path("out").exists()


def test_data_are_read_together_with_every_input(pingan: Pingan, lists: Path) -> None:
    run = ("batch", "--data", "lists/south", "--units", "none", "--years", "2008")
    assert pingan(*run, "lists/north.csv", "-o", "with.csv").status == 0
    assert pingan(*run, "--data", "lists/north.csv", "-o", "together.csv").status == 0
    units = [row[2] for row in rows_of(Path("with.csv").read_text(encoding="utf-8"))[1:]]
    assert sorted(units) == ["'=D", "A", "B", "C"]
    assert [row[0] for row in rows_of(Path("with.csv").read_text(encoding="utf-8"))[1:]] == ["north"] * 4
    named = Path("together.csv").read_text(encoding="utf-8").replace("zhejiang-peace,", "north,")
    assert named == Path("with.csv").read_text(encoding="utf-8")


def test_files_of_one_list_are_told_from_inputs(pingan: Pingan, lists: Path) -> None:
    """A file for each year, each of which would be judged as if it were the whole list."""
    for year in ("2008", "2009"):
        (lists / f"{year}.csv").write_text("unit\nA\n", encoding="utf-8")
    run = ("batch", "--units", "none", "--years", "2008-2009", "-o")
    years = ("lists/2008.csv", "lists/2009.csv")
    assert "each was read by itself" in pingan(*run, "apart", *years).err
    assert pingan(*run, "apart", *years, "--quiet").err == ""
    assert pingan(*run, "more", *years, "lists/north.csv").err == ""
    assert pingan(*run, "one", "lists/2008.csv").err == ""
    assert pingan(*run, "together", "--data", "lists/2008.csv", "--data", "lists/2009.csv").err == ""


def test_without_inputs_the_shipped_records_are_computed(pingan: Pingan) -> None:
    ran = pingan("batch", "--years", "2022-2023", "-o", "out/")
    assert (ran.status, ran.err) == (0, "")
    shipped = rows_of(pingan("award", "--year", "2023", "--format", "csv").out)[1:]
    rows = rows_of(Path("out/zhejiang-peace-2023.csv").read_text(encoding="utf-8"))[1:]
    assert [row[2:] for row in rows] == shipped


def test_only_years_that_end_a_period_are_judged(pingan: Pingan) -> None:
    run = ("batch", "--rules", "changan-cup", "-o", "out")
    assert pingan(*run, "--years", "2005-2020").status == 0
    years = sorted(name.rpartition("-")[2].removesuffix(".csv") for name in tree(Path("out")) if name.endswith("csv"))
    assert years
    for year in years:
        ran = pingan("award", "--rules", "changan-cup", "--year", year, "--format", "json")
        assert json.loads(ran.out)["year"] == int(year)
    assert len(years) == 4


def test_the_summary_in_both_languages(pingan: Pingan, lists: Path) -> None:
    ran = pingan(*RUN, "-o", "out")
    rows = sum(len(text.splitlines()) - 1 for name, text in tree(Path("out")).items() if name.endswith(".csv"))
    assert ran.out == f"2 inputs computed, 14 files, {rows} rows in out; the manifest is out/manifest.json.\n"
    ran = pingan(*RUN, "-o", "out", "--lang", "zh")
    assert ran.out == f"计算输入 2 个、文件 14 个、{rows} 行，写入 out；清单为 out/manifest.json。\n"
    assert pingan(*RUN, "-o", "out", "--quiet").out == ""


def test_what_is_packed_is_read_and_recorded_as_a_file(pingan: Pingan, lists: Path) -> None:
    with zipfile.ZipFile("lists.zip", "w") as archive:
        archive.write(lists / "north.csv", "north.csv")
        archive.write(lists / "south" / "2005-2008.csv", "south.csv")
    run = ("batch", "--units", "none", "--years", "2005-2011", "-o")
    assert pingan(*run, "parts.csv", "lists.zip#north.csv", "lists.zip#south.csv").status == 0
    assert pingan(*RUN, "-o", "files.csv").status == 0
    text = Path("parts.csv").read_text(encoding="utf-8")
    named = text.replace("lists-north.csv,", "north,").replace("lists-south.csv,", "south,")
    assert named == Path("files.csv").read_text(encoding="utf-8")
    inputs = json.loads(Path("parts.csv.manifest.json").read_bytes())["inputs"]
    assert [[file["path"] for file in one["files"]] for one in inputs] == [["lists.zip"], ["lists.zip"]]
    assert pingan("batch", "--verify", "parts.csv.manifest.json").status == 0
    with zipfile.ZipFile("lists.zip", "a") as archive:
        archive.writestr("more.csv", "year,unit\n2005,A\n")
    assert pingan("batch", "--verify", "parts.csv.manifest.json").status == 1


def test_years_before_the_first_on_record_are_told_where_there_is_no_row(pingan: Pingan, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2010,Dongtou\n", encoding="utf-8")
    for years, rows in (("2005-2009", 0), ("2005-2010", 1)):
        ran = pingan("batch", "cards.csv", "--years", years, "-o", f"to-{rows}")
        assert ran.status == 0
        assert ("There are no rows because nothing is on record by 2009" in ran.out) == (rows == 0)
