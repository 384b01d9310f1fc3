"""Lists as offices and people write them: each file with its right answer, in every form and by every way of reading.

`RIGHT` is the one place of the answers: the options beside the usual ones, the honours of the last year or of the one
that is asked for, as streak and tier, or the problems that refuse the file, and the warnings that are told.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from program import Pingan

HERE = Path(__file__).parent
CASES = HERE / "cases"

Honours = dict[str, tuple[int, str | None]]
Refusals = list[tuple[int, str]]

_SEASONS = "--since 2018"

RIGHT: dict[str, tuple[str, Honours | Refusals, set[str]]] = {
    "01-unquoted-comma.csv": (
        "",
        [(line, "csv-row") for line in range(2, 7)],
        set(),
    ),
    "02-space-after-comma.csv": ("", {"Springfield, MA": (3, "three"), "Springfield, IL": (0, None)}, set()),
    "03-country-code.csv": ("", [(3, "names-differ")], set()),
    "04-starred-year.csv": ("", [(1, "year-invalid")], set()),
    "05-season-wide.csv": (_SEASONS, {"Elm": (3, "three"), "Ash": (1, None)}, {"year-guessed"}),
    "06-season-long.csv": (_SEASONS, {"Elm": (3, "three")}, {"year-guessed"}),
    "07-champions-2020.csv": (_SEASONS, {"Ash": (1, None), "Elm": (0, "two")}, {"year-guessed"}),
    "11-footer.csv": ("", {"Elm": (2, "two"), "Ash": (1, None)}, {"rows-left-out"}),
    "112-two-entries.csv": ("--rules best-ladder.yaml --since 2015", {"Ann": (2, "two")}, set()),
    "113-cover-sheet.xlsx": ("", {"Elm": (2, "two")}, {"sheet-unread"}),
    "120-unquoted-thousands.csv": ("", [(2, "csv-row"), (3, "csv-row")], set()),
    "13-footer-wide-note.csv": ("", {"Elm": (3, "three"), "Ash": (1, None)}, {"rows-left-out"}),
    "130-wide-extra.csv": ("", [(2, "csv-row")], set()),
    "15-year-only-first.csv": ("", {"Elm": (2, "two"), "Ash": (2, "two"), "Oak": (1, None)}, {"year-guessed"}),
    "16-sep-line.csv": ("", {"Elm": (2, "two")}, set()),
    "18-blank-first.csv": ("", {"Elm": (2, "two")}, set()),
    "21-latin1-umlaut.csv": ("", {"Müller Park": (2, "two"), "Schönberg": (1, None)}, {"encoding-guessed"}),
    "27-mixed.csv": ("", [(3, "file-encoding")], set()),
    "28-nbsp-inside.csv": ("", {"St. Paul": (3, "three")}, set()),
    "30-nfd.csv": ("", {"José City": (3, "three")}, set()),
    "34-han-space.csv": ("", {"榆县": (3, "three")}, set()),
    "35-zero-width.csv": ("", {"Elm": (4, "three")}, set()),
    "39-newline-name.csv": ("", {"Elm Park": (3, "three")}, set()),
    "41-title-unmerged.xlsx": ("", {"Elm": (2, "two"), "Ash": (1, None)}, {"rows-left-out"}),
    "44-footer.xlsx": ("", {"Elm": (2, "two"), "Ash": (1, None)}, {"rows-left-out"}),
    "47-two-row-header.xlsx": ("", {"Elm": (3, "three"), "Ash": (1, None)}, set()),
    "50-year-blank-below.xlsx": ("", {"Elm": (2, "two"), "Ash": (0, None)}, {"year-guessed"}),
    "51-date-end.xlsx": ("", {"Elm": (2, "two")}, set()),
    "54-sheet-a-year.xlsx": ("", {"Elm": (3, "three"), "Ash": (0, None)}, set()),
    "55-total-row.xlsx": ("", {"Elm": (2, "two"), "Ash": (1, None)}, {"rows-left-out"}),
    "66-year-forms-zh.csv": ("", [(3, "year-invalid"), (6, "year-invalid")], set()),
    "67-before-1900.csv": ("--rules run-ladder-1890.yaml --since 1890", {"Elm": (2, "two")}, set()),
    "71-R-names.csv": ("", {"Elm": (3, "three"), "Ash": (1, None)}, set()),
    "81-starred-last.csv": ("", [(1, "year-invalid")], set()),
    "84-cancelled-2020.csv": ("--rules not-held-ladder.yaml", {"Elm": (5, "five"), "Ash": (1, "two")}, set()),
    "86-cancelled-zh.csv": ("", [(2, "result-ambiguous")], set()),
    "89-diqu-danwei.csv": ("", {"榆县": (2, "two"), "槐县": (1, None)}, set()),
    "93-code-is-row-number.csv": ("", {"1001": (0, None), "1002": (0, None), "1003": (1, None)}, {"names-differ"}),
    "90-park-column.csv": ("", {"Elm": (2, "two")}, set()),
}

_LEFT_OUT = {"rows-left-out", "coverage-unsaid"}

REGISTERED: dict[str, tuple[str, Honours, set[str]]] = {
    "office.xlsx": (
        "",
        {"洞头区": (18, "gold-ding-2"), "嵊泗县": (18, "gold-ding-2")},
        _LEFT_OUT,
    ),
    "sheets-plain.xlsx": ("", {"洞头区": (18, "gold-ding-2"), "嵊泗县": (18, "gold-ding-2")}, {"coverage-unsaid"}),
    "sections.xlsx": ("", {"嘉兴市": (1, None), "海宁市": (1, None)}, _LEFT_OUT),
    "ceremony.csv": ("", {"洞头区": (17, "gold-ding-1")}, {"year-announced", "coverage-unsaid"}),
    "good.csv": ("--covers county", {"洞头区": (18, "gold-ding-2")}, set()),
    "county-only.csv": ("--covers county", {"上城区": (18, "gold-ding-2")}, set()),
}


def codes_in(said: str) -> set[str]:
    """The codes of the warnings that were told."""
    return {line.partition("warning[")[2].partition("]")[0] for line in said.splitlines() if "warning[" in line}


def run(pingan: Pingan, path: Path, options: str, *more: str) -> tuple[Honours | Refusals, set[str], str]:
    """The honours by unit or the problems, the codes of what is said, and the units as JSON has them."""
    words = [str(HERE / word) if word.endswith(".yaml") else word for word in options.split()]
    usual = [] if "--rules" in words else ["--rules", str(HERE / "run-ladder.yaml")]
    usual += [] if "--since" in words else ["--since", "2017"]
    if "--units" not in words:
        usual += ["--units", "none"]
    ran = pingan("award", "--data", str(path), *usual, *words, "--format", "json", *more)
    said = [line for line in ran.err.splitlines() if "warning[" in line or "error[" in line]
    codes = codes_in(ran.err)
    if ran.status == 2:
        places = [line.partition(": error[") for line in said if "error[" in line]
        return [(int(place.rsplit(":", 2)[1]), what.partition("]")[0]) for place, _, what in places], codes, ran.out
    units = json.loads(ran.out)["units"]
    honours = {each["code"]: (each["streak"]["min"], each["honour"]["min"]) for each in units}
    return honours, codes, ran.out.partition('"units"')[2]  # before it stand the names of the files


@pytest.mark.parametrize("name", RIGHT)
def test_a_list_as_people_write_it(pingan: Pingan, name: str) -> None:
    options, right, warnings = RIGHT[name]
    found, codes, _ = run(pingan, CASES / name, options)
    assert (found, codes) == (right, warnings)


@pytest.mark.parametrize("name", REGISTERED)
def test_a_list_of_units_in_the_registry(pingan: Pingan, name: str) -> None:
    options, right, warnings = REGISTERED[name]
    ran = pingan("award", "--data", str(CASES / name), "--year", "2022", *options.split(), "--format", "json")
    assert ran.status == 0
    units = {each["name_zh"]: (each["streak"]["min"], each["honour"]["min"]) for each in json.loads(ran.out)["units"]}
    assert {unit: units[unit] for unit in right} == right
    assert {
        line.partition("warning[")[2].partition("]")[0] for line in ran.err.splitlines() if "warning[" in line
    } == warnings


def test_years_of_the_ceremony_are_read_as_such_where_that_is_said(pingan: Pingan) -> None:
    words = ["award", "--data", str(CASES / "ceremony.csv"), "--covers", "county", "--year", "2012", "--format", "json"]
    ran = pingan(*words, "--years-are", "announced")
    assert (
        '"name": "Dongtou", "name_zh": "洞头县", "level": "county", "parent": "330300", "streak": {"min": 8,' in ran.out
    )
    assert ran.err == ""


def test_a_year_that_cannot_have_been_assessed(pingan: Pingan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pingan_cli.records.doubts.this_year", lambda: 2026)
    told = pingan("award", "--data", str(CASES / "future.csv"), "--covers", "county")
    assert (
        "future.csv:3:1: warning[year-future]: 2026 cannot have been assessed yet: it is announced in 2027" in told.err
    )
    monkeypatch.setattr("pingan_cli.records.doubts.this_year", lambda: 2199)
    later = pingan("award", "--data", str(CASES / "future.csv"), "--covers", "county")
    assert (later.out, later.status, later.err) == (told.out, told.status, "")


def test_units_that_a_list_does_not_cover(pingan: Pingan) -> None:
    words = ["award", "--data", str(CASES / "good.csv"), "--covers", "county", "--year", "2022", "--format", "json"]
    listed = json.loads(pingan(*words).out)["units"]
    every = json.loads(pingan(*words, "--all").out)["units"]
    assert {each["level"] for each in listed} == {"county"}
    cities = [each for each in every if each["level"] == "city"]
    assert len(cities) == 11
    assert all(each["covered"] is False and each["streak"] == {"min": 0, "max": 18} for each in cities)


def test_names_in_traditional_characters_and_with_their_province(pingan: Pingan, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("year,unit\n2021,洞頭區\n2021,浙江省慈溪市\n2022,溫州市洞頭區\n2022,浙江省宁波市慈溪市\n", "utf-8")
    ran = pingan("award", "--data", str(path), "--format", "json", "--since", "2021", "--covers", "county")
    units = json.loads(ran.out)["units"]
    assert {each["name_zh"] for each in units if each["streak"]["min"] == 2} == {"洞头区", "慈溪市"}
