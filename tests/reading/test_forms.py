"""Every list of `test_cases` in every form that a list may have, and in every command that reads lists: one answer."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from backports import zstd

from program import Pingan
from reading.test_cases import CASES, HERE, RIGHT, codes_in, run

Form = Callable[[Path, Path], Path]


def as_gzip(case: Path, folder: Path) -> Path:
    """The same bytes packed with gzip."""
    packed = folder / f"{case.name}.gz"
    packed.write_bytes(gzip.compress(case.read_bytes()))
    return packed


def as_zstandard(case: Path, folder: Path) -> Path:
    """The same bytes packed with Zstandard."""
    packed = folder / f"{case.name}.zst"
    packed.write_bytes(zstd.compress(case.read_bytes()))
    return packed


def as_plain(case: Path, folder: Path) -> Path:
    """The file itself, under its name in another folder."""
    copied = folder / case.name
    copied.write_bytes(case.read_bytes())
    return copied


def as_sheet(case: Path, folder: Path) -> Path:
    """The cells of a CSV file in the only sheet of a workbook, numbers as numbers."""
    raw = case.read_bytes()
    text = raw.decode("utf-8-sig" if case.name != "21-latin1-umlaut.csv" else "latin-1")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in csv.reader(io.StringIO(text, newline=""), skipinitialspace=True):
        sheet.append([int(cell) if cell.isdecimal() and cell.isascii() else cell or None for cell in row])
    path = folder / case.with_suffix(".xlsx").name
    book.save(path)
    return path


def as_text(case: Path, folder: Path) -> Path:
    """The cells of the only sheet of a workbook with a list, as a CSV file under its name."""
    book = openpyxl.load_workbook(case, data_only=True)
    sheet = max(book.worksheets, key=lambda each: each.max_row)
    path = folder / case.with_suffix(".csv").name
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["" if cell is None else cell for cell in row] for row in sheet.values])
    return path


TEXTS = [name for name in RIGHT if name.endswith(".csv")]
SHEETS = [name for name in RIGHT if name.endswith(".xlsx") and not name.startswith("54-")]


@pytest.mark.parametrize("backend", ["plain", "duckdb"])
@pytest.mark.parametrize("form", [as_plain, as_gzip, as_zstandard])
@pytest.mark.parametrize("name", TEXTS)
def test_packed_or_read_by_an_engine(pingan: Pingan, tmp_path: Path, name: str, form: Form, backend: str) -> None:
    options, right, _ = RIGHT[name]
    plainly = run(pingan, CASES / name, options)
    assert plainly[0] == right
    assert run(pingan, form(CASES / name, tmp_path), options, "--backend", backend) == plainly


@pytest.mark.parametrize("name", TEXTS)
def test_in_a_sheet(pingan: Pingan, tmp_path: Path, name: str) -> None:
    options, right, warnings = RIGHT[name]
    if name == "27-mixed.csv":
        pytest.skip("a workbook has one encoding")
    found, codes, _ = run(pingan, as_sheet(CASES / name, tmp_path), options)
    assert (found, codes) == (right, warnings - {"encoding-guessed"})


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_as_text(pingan: Pingan, tmp_path: Path, name: str) -> None:
    options, right, warnings = RIGHT[name]
    found, codes, _ = run(pingan, as_text(CASES / name, tmp_path), options)
    assert (found, codes - {"year-guessed"}) == (right, warnings - {"sheet-unread", "year-guessed"})


@pytest.mark.parametrize("name", RIGHT)
def test_in_every_command(pingan: Pingan, tmp_path: Path, name: str) -> None:
    options, right, warnings = RIGHT[name]
    words = [str(HERE / word) if word.endswith(".yaml") else word for word in options.split()]
    usual = ["--units", "none", *words]
    usual += [] if "--rules" in words else ["--rules", str(HERE / "run-ladder.yaml")]
    usual += [] if "--since" in words else ["--since", "2017"]
    path = str(CASES / name)
    award = run(pingan, CASES / name, options)
    year = json.loads(pingan("award", path, *usual, "--json").out or '{"year": 2020}')["year"]
    checked = pingan("check", path, *usual)
    batched = pingan("batch", path, *usual, "--years", str(year), "-o", str(tmp_path / "all.jsonl"))
    others = {
        "changes": pingan("changes", path, *usual),
        "report": pingan("report", path, *usual, "--format", "md", "-o", str(tmp_path / "report.md")),
        "forecast": pingan("forecast", "--data", path, *usual, "--json"),
    }
    if isinstance(right, list):
        problems = {code for _, code in right}
        for ran in (checked, batched, *others.values(), pingan("streak", "Elm", "--data", path, *usual)):
            assert problems <= {
                line.partition("error[")[2].partition("]")[0] for line in (ran.out + ran.err).splitlines()
            }
        assert (checked.status, batched.status, {ran.status for ran in others.values()}) == (1, 2, {2})
        return
    assert award[0] == right
    assert checked.status == 0
    assert warnings <= codes_in(checked.out)
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert {row["code"]: (row["streak"]["min"], row["honour"]["min"]) for row in rows} == right
    for command, ran in {"batch": batched, **others}.items():
        assert (command, ran.status, codes_in(ran.err)) == (command, 0, warnings)
    for unit, (streak, honour) in right.items():
        standing = json.loads(pingan("streak", unit, "--data", path, *usual, "--json").out)["units"][0]
        assert (standing["streak"]["min"], standing["honour"]["min"]) == (streak, honour)
