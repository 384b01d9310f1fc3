"""`pingan award`: the contract of its JSON and CSV, its filters, and how its table fits."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

DONGTOU = {
    "code": "330305",
    "name": "Dongtou",
    "name_zh": "洞头区",
    "level": "county",
    "parent": "330300",
    "streak": {"min": 18, "max": 18},
    "since": 2005,
    "honour": {"min": "gold-ding-2", "max": "gold-ding-2"},
    "conferred": 2022,
    "awarded": "gold-ding-2",
    "next": {"tier": "gold-ding-3", "year": 2025},
}
COLUMNS = (
    "code,name,name_zh,level,parent,streak_min,streak_max,since,"
    "honour_min,honour_max,conferred,awarded,next_tier,next_year"
)


def lists(folder: Path, text: str, name: str = "cards.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return name


def test_json_is_the_contract_to_the_letter(pingan: Callable) -> None:
    ran = pingan("award", "--year", "2022", "--format", "json")
    answer = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert list(answer) == ["ladder", "year", "announced", "records", "units"]
    assert answer["records"] == {
        "shipped": True, "partial": True, "claims": answer["records"]["claims"], "files": [], "configuration": None,
    }  # fmt: skip
    assert [answer["ladder"], answer["year"], answer["announced"]] == ["zhejiang-peace", 2022, 2023]
    found = next(unit for unit in answer["units"] if unit["code"] == "330305")
    assert found == DONGTOU
    assert list(found) == list(DONGTOU)


def test_units_are_sorted_by_streak_then_code(pingan: Callable) -> None:
    units = json.loads(pingan("award", "--year", "2022", "--format", "json").out)["units"]
    keys = [(-unit["streak"]["min"], unit["code"]) for unit in units]
    assert keys == sorted(keys)


def test_csv_has_the_columns_of_the_contract_and_the_values_of_the_json(pingan: Callable) -> None:
    text = pingan("award", "--year", "2022", "--format", "csv").out
    assert text.splitlines()[0] == COLUMNS
    row = next(row for row in csv.DictReader(io.StringIO(text)) if row["code"] == "330305")
    assert list(row.values()) == [
        *("330305", "Dongtou", "洞头区", "county", "330300", "18", "18", "2005"),
        *("gold-ding-2", "gold-ding-2", "2022", "gold-ding-2", "gold-ding-3", "2025"),
    ]


def test_a_unit_without_a_registry_has_its_own_spelling(pingan: Callable, tmp_path: Path) -> None:
    file = lists(tmp_path, "year,unit\n2021,Atlantis\n2022,Atlantis\n2023,Atlantis\n2023,Thule\n")
    ran = pingan("award", "--year", "2023", "--data", file, "--units", "none", "--since", "2021", "--format", "json")
    atlantis, thule = json.loads(ran.out)["units"]
    nowhere = {"name_zh": None, "level": None, "parent": None}
    assert atlantis == {
        "code": "Atlantis",
        "name": "Atlantis",
        **nowhere,
        "streak": {"min": 3, "max": 3},
        "since": 2021,
        "honour": {"min": "ding", "max": "ding"},
        "conferred": 2023,
        "awarded": "ding",
        "next": {"tier": "bronze-ding", "year": 2026},
    }
    assert thule == {
        "code": "Thule",
        "name": "Thule",
        **nowhere,
        "streak": {"min": 1, "max": 1},
        "since": 2023,
        "honour": {"min": None, "max": None},
        "conferred": None,
        "awarded": None,
        "next": {"tier": "ding", "year": 2025},
    }


def test_a_list_that_starts_late_says_or_more(pingan: Callable, tmp_path: Path) -> None:
    file = lists(tmp_path, "year,unit\n" + "".join(f"{year},Dongtou\n" for year in range(2015, 2024)))
    unit = json.loads(pingan("award", "--year", "2023", "--data", file, "--format", "json").out)["units"]
    dongtou = next(each for each in unit if each["code"] == "330305")
    assert dongtou["streak"] == {"min": 9, "max": 19}
    assert dongtou["honour"] == {"min": "silver-ding", "max": "gold-ding-2"}
    assert "9 or more" in pingan("award", "--year", "2023", "--data", file).out
    since = pingan("award", "--year", "2023", "--data", file, "--since", "2015").out
    assert "9 or more" not in since
    assert "Silver Ding" in since


def test_a_year_without_a_row_is_unknown_and_says_so(pingan: Callable, tmp_path: Path) -> None:
    file = lists(tmp_path, "year,unit\n2005,Dongtou\n2006,Dongtou\n")
    ran = pingan("award", "--year", "2007", "--data", file)
    assert "Nothing is on record for 2007 itself" in ran.out


def test_the_closing_lines_count_honours_and_the_units_off_record(pingan: Callable) -> None:
    out = pingan("award", "--year", "2022").out
    assert out.startswith("Safe Zhejiang: honours for 2022, announced 2023\n")
    assert "By honour: 10 Two-Star Gold Ding, " in out
    assert "more units are not on record; --all lists them too." in out
    assert "By honour" not in pingan("award", "--year", "2022", "--quiet").out


def test_all_lists_every_unit_of_the_registry(pingan: Callable) -> None:
    units = json.loads(pingan("award", "--year", "2023", "--all", "--format", "json").out)["units"]
    assert len(units) == 101
    assert sum(unit["level"] == "city" for unit in units) == 11


@pytest.mark.parametrize(
    ("options", "held"),
    [
        (["--level", "city"], lambda unit: unit["level"] == "city"),
        (["--city", "Ningbo"], lambda unit: "330200" in (unit["code"], unit["parent"])),
        (["--city", "宁波"], lambda unit: "330200" in (unit["code"], unit["parent"])),
        (["--tier", "gold-ding-2"], lambda unit: unit["honour"]["min"] == "gold-ding-2"),
        (["--tier", "平安铜鼎"], lambda unit: unit["honour"]["min"] == "bronze-ding"),
        (["--new"], lambda unit: unit["awarded"] is not None),
        (["--new", "--level", "county"], lambda unit: unit["awarded"] and unit["level"] == "county"),
    ],
)
def test_filters_leave_what_they_say(pingan: Callable, options: list[str], held: Callable) -> None:
    everything = json.loads(pingan("award", "--year", "2022", "--format", "json").out)["units"]
    chosen = json.loads(pingan("award", "--year", "2022", "--format", "json", *options).out)["units"]
    assert chosen == [unit for unit in everything if held(unit)]
    assert chosen


def test_a_tier_that_more_units_may_hold_says_so(pingan: Callable) -> None:
    assert (
        "may hold Two-Star Gold Ding: these files cannot tell"
        in pingan("award", "--year", "2022", "--tier", "gold-ding-2").out
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 80, 132])
def test_the_table_fits_the_terminal(terminal: Callable, width: int, lang: str) -> None:
    out = terminal(width, "award", "--year", "2022", "--lang", lang).out
    assert max(map(cell_len, out.splitlines())) <= width
    assert "…" not in out


def test_a_pipe_gets_full_cells_and_no_colour(pingan: Callable) -> None:
    out = pingan("award", "--year", "2022").out
    assert "\x1b" not in out
    assert "Three-Star Gold Ding 2025" in out
    assert all(line == line.rstrip() for line in out.splitlines())


def test_chinese_columns_line_up(pingan: Callable) -> None:
    lines = pingan("award", "--year", "2022", "--lang", "zh").out.splitlines()
    rule = next(index for index, line in enumerate(lines) if line.startswith("─"))
    starts = {cell_len(line[: line.index("2005")]) for line in lines[rule + 1 :] if " 2005 " in f"{line} "}
    assert len(starts) == 1


def test_the_same_input_gives_the_same_bytes(pingan: Callable) -> None:
    for form in ("table", "json", "csv", "markdown"):
        args = ("award", "--year", "2021", "--format", form)
        assert pingan(*args).out == pingan(*args).out


def test_terminal_escapes_and_formulas_are_defused(pingan: Callable, tmp_path: Path) -> None:
    file = lists(tmp_path, 'year,unit\n2023,"=cmd|1"\n2023,"\x1b[31mred"\n2023,"a\u202eb"\n2023,"+1"\n2023,"@x"\n')
    for form in ("table", "json", "csv", "markdown"):
        out = pingan("award", "--year", "2023", "--data", file, "--units", "none", "--format", form).out
        assert "\x1b" not in out
        assert "\u202e" not in out
    rows = pingan("award", "--year", "2023", "--data", file, "--units", "none", "--format", "csv").out.splitlines()[1:]
    assert {row[:2] for row in rows if row[0] == "'"} == {"'=", "'+", "'@"}


def test_a_file_is_written_whole(pingan: Callable, tmp_path: Path) -> None:
    ran = pingan("award", "--year", "2022", "--format", "csv", "-o", "out.csv")
    assert (ran.status, ran.out) == (0, "")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == pingan(
        "award", "--year", "2022", "--format", "csv"
    ).out
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_ladder_of_ones_own(pingan: Callable, tmp_path: Path) -> None:
    pingan("rules", "new", "reading-badge")
    assert (tmp_path / "reading-badge.yaml").is_file()
    assert pingan("rules", "check", "reading-badge.yaml").status == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_invented_records_say_so_in_the_title(pingan: Callable, lang: str) -> None:
    mark = {"en": "[invented sample]", "zh": "（虚构示例）"}[lang]
    assert mark in pingan("award", "--rules", "rlss-service", "--lang", lang, "--quiet").out.splitlines()[0]
    assert mark in pingan("streak", "Ben Marlow", "--rules", "rlss-service", "--lang", lang).out.splitlines()[0]
    assert mark not in pingan("award", "--lang", lang).out


@pytest.mark.parametrize(
    "asked", [["award", "--year", "2022", "--new"], ["check", "bad.csv"], ["explain", "csv-header"], ["rules", "list"]]
)
@pytest.mark.parametrize(
    ("ending", "form"), [(".csv", "csv"), (".json", "json"), (".md", "markdown"), (".txt", "table")]
)
def test_the_ending_of_a_file_tells_the_form(
    pingan: Callable, tmp_path: Path, asked: list[str], ending: str, form: str
) -> None:
    (tmp_path / "bad.csv").write_text("year,unit\n2022,Nowhere\n", encoding="utf-8")
    told = pingan(*asked, "--format", form, "-o", "told").out
    assert pingan(*asked, "-o", f"list{ending}").out == told == ""
    assert (tmp_path / f"list{ending}").read_bytes() == (tmp_path / "told").read_bytes()


def test_a_list_of_some_says_nothing_of_units_that_are_not_on_record(pingan: Callable) -> None:
    assert "not on record" in pingan("award", "--year", "2022").out
    assert "not on record" not in pingan("award", "--year", "2022", "--new").out


def test_every_name_that_is_printed_can_be_typed_back(pingan: Callable) -> None:
    expected = pingan("award", "--year", "2022", "--tier", "gold-ding-2", "--level", "city").out
    for tier in ("Two-Star Gold Ding", "二星平安金鼎", "Gold 2★"):
        for level in ("city", "设区市"):
            assert pingan("award", "--year", "2022", "--tier", tier, "--level", level).out == expected


def test_a_partial_package_is_judged_by_the_year_that_is_mostly_on_record(pingan: Callable) -> None:
    ran = pingan("award")
    assert "is the last year that is mostly on record" in ran.out
    assert "is the last year that is mostly on record" not in pingan("award", "--year", "2022").out


def test_every_answer_says_where_it_comes_from(
    pingan: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PINGAN_CONFIG")
    (tmp_path / "cards.csv").write_text("year,unit\n2020,Elm\n")
    (tmp_path / "pingan.toml").write_text('data = ["cards.csv"]\nunits = "none"\n')
    for line in (["award"], ["streak", "Elm"], ["changes"], ["forecast"]):
        assert "Records: cards.csv; chosen by pingan.toml." in pingan(*line).out.replace("\n", " ")
    answer = json.loads(pingan("award", "--json").out)
    assert (answer["records"]["files"], answer["records"]["configuration"]) == (["cards.csv"], "pingan.toml")


@pytest.mark.parametrize(
    ("order", "first"),
    [("streak", "b"), ("honour", "c"), ("since", "b"), ("name", "a"), ("code", "a")],
)
def test_the_list_in_another_order_and_only_its_beginning(
    tmp_path: Path, pingan: Callable, order: str, first: str
) -> None:
    held = {"a": range(2022, 2023), "b": range(2018, 2023), "c": [*range(2005, 2014), *range(2021, 2023)]}
    rows = [f"{year},{unit}\n" for unit, years in held.items() for year in years]
    (tmp_path / "cards.csv").write_text("year,unit\n" + "".join(rows), encoding="utf-8")
    asked = ("award", "cards.csv", "--units", "none", "--since", "2005", "--year", "2022", "--sort", order)
    whole = json.loads(pingan(*asked, "--json").out)["units"]
    assert whole[0]["code"] == first
    assert sorted(each["code"] for each in whole) == ["a", "b", "c"]
    cut = pingan(*asked, "--limit", "2")
    assert "\nThese are the first 2 of 3 units.\n" in cut.out
    assert [line.split(",")[0] for line in pingan(*asked, "--limit", "2", "--format", "csv").out.splitlines()[1:]] == [
        each["code"] for each in whole[:2]
    ]
    pingan(*asked, "-o", "list.csv")
    assert [line.split(",")[0] for line in (tmp_path / "list.csv").read_text().splitlines()[1:]] == [
        each["code"] for each in whole
    ]
