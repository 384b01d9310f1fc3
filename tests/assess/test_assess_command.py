"""`pingan assess` and methods in `pingan rules`: the worked example to the digit, and the way from facts to honours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pingan_cli.shipped import METHODS
from program import Pingan

WENZHOU = ("--method", "wenzhou-safety-2017", "--facts", str(METHODS / "wenzhou-safety-2017-facts.csv"))
SMALL = """\
method: prize
name: School prize
card: Prize
sources: [{title: The rules, url: "https://example.org/prize"}]
first_year: 2020
start: 100
pass: 90
indicators:
  - {id: absence, name: Days absent, range: [0, 200], each: -2}
"""


def answer(pingan: Pingan, *args: str) -> Any:
    ran = pingan("assess", *WENZHOU, *args, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    return json.loads(ran.out)


@pytest.mark.parametrize(
    ("year", "unit", "score", "card"),
    [
        ("2017", "Anhe", (99.2, 99.2), "held"),
        ("2017", "Beixi", (86.6, 86.6), "missed"),
        ("2017", "Chenzhou", (95, 100), "unknown"),
        ("2017", "Daping", (89.5, 94.175), "unknown"),
        ("2017", "Enshan", (70, 70), "missed"),
        ("2018", "Anhe", (99, 99), "held"),
        ("2018", "Beixi", (98.5, 98.5), "held"),
    ],
)
def test_the_worked_example(pingan: Pingan, year: str, unit: str, score: tuple[float, float], card: str) -> None:
    units = {each["code"]: each for each in answer(pingan, "--year", year)["units"]}
    assert (units[unit]["score"], units[unit]["card"]) == ({"min": score[0], "max": score[1]}, card)


def points(entry: Any) -> dict[str, float]:
    return {each["id"]: each["points"]["min"] for each in entry["clauses"] if each["points"]["min"]}


def test_why_a_unit_passed_or_missed(pingan: Pingan) -> None:
    anhe = answer(pingan, "--year", "2017", "--unit", "Anhe")["unit"]
    assert points(anhe) == {"visit-problems": -0.75, "taking-part": -0.55, "places-gained": 0.5}
    assert answer(pingan, "--year", "2017", "--unit", "Beixi")["unit"]["without"] == ["deaths-3-to-5"]
    enshan = answer(pingan, "--year", "2017", "--unit", "Enshan")["unit"]
    assert enshan["without"] == ["vetoed", "veto-events"]
    assert [each["met"] for each in enshan["needs"]] == [False, True]


@pytest.mark.parametrize(("unit", "fact", "at"), [("Chenzhou", "safety", 90), ("Daping", "awareness", 66.8)])
def test_what_settles_an_unknown_unit(pingan: Pingan, unit: str, fact: str, at: float) -> None:
    (settles,) = answer(pingan, "--year", "2017", "--unit", unit)["unit"]["settled_by"]
    assert (settles["fact"], settles["alone"]) == (fact, True)
    keys = ("from", "with_from", "to", "with_to", "result")
    assert [tuple(each[key] for key in keys) for each in settles["values"]] == [
        (0, True, at, False, "missed"), (at, True, 100, True, "held"),
    ]  # fmt: skip


def settled(pingan: Pingan, tmp_path: Path, indicators: str, facts: str) -> list[tuple[str, float, float, str]]:
    (tmp_path / "prize.yaml").write_text(SMALL.replace("start: 100", "start: 80").split("indicators:")[0] + indicators)
    (tmp_path / "facts.csv").write_text(facts)
    args = "--method", "prize.yaml", "--facts", "facts.csv", "--unit", "4A", "--format", "json"
    found = json.loads(pingan("assess", *args).out)["unit"]["settled_by"]
    return [(each["fact"], value["from"], value["to"], value["result"]) for each in found for value in each["values"]]


def test_a_bend_near_the_end_of_a_long_range_is_seen(pingan: Pingan, tmp_path: Path) -> None:
    clauses = """indicators:
  - {id: deaths, name: Deaths, whole: true, range: [0, 5000], worth: 25, each: -1.25, beyond: 2}
  - {id: trips, name: Trips, range: [0, 90], each: 1, most: 5, least: 0}
"""
    facts = "year,unit,deaths,trips\n2020,4A,unknown,0\n"
    assert settled(pingan, tmp_path, clauses, facts) == [("deaths", 0, 14, "held"), ("deaths", 15, 5000, "missed")]
    facts = "year,unit,deaths,trips\n2020,4A,unknown,unknown\n"
    assert settled(pingan, tmp_path, clauses, facts) == [
        ("deaths", 0, 14, "held"), ("deaths", 15, 18, "unknown"), ("deaths", 19, 5000, "missed"),
    ]  # fmt: skip


def test_only_the_highest_of_a_group_bends_where_another_overtakes_it(pingan: Pingan, tmp_path: Path) -> None:
    clauses = """groups: [{id: bonus, name: Bonus, only: highest}]
indicators:
  - {id: books, name: Books, group: bonus, range: [0, 1000], each: 0.5, most: 30}
  - {id: songs, name: Songs, group: bonus, range: [0, 1000], each: 1, most: 30}
"""
    facts = "year,unit,books,songs\n2020,4A,unknown,4\n"
    assert settled(pingan, tmp_path, clauses, facts) == [("books", 0, 20, "missed"), ("books", 20, 1000, "held")]


def test_what_the_list_hangs_on(pingan: Pingan) -> None:
    hangs = answer(pingan, "--year", "2017", "--hangs-on")
    assert hangs["marks"] == [{"of": "*", "mark": 90, "above": 89.5, "to": 94.175}]
    assert {each["clause"] for each in hangs["without"]} == {
        "deaths-3-to-5",
        "safe-enough",
        "awareness",
        "visit-problems",
    }


def test_editions_are_compared(pingan: Pingan) -> None:
    ran = pingan("rules", "diff", "wenzhou-safety-2017", "2017", "2018", *WENZHOU[2:], "--format", "json")
    differences = json.loads(ran.out)["differences"]
    assert {(each["kind"], each["what"], each["why"]) for each in differences} == {
        ("changed", "pass", None),
        ("removed", "doubled-homicides", "zombie"),
        ("merged", "visits", "visit-problems, visit-unmended"),
        ("changed", "city-unmended", None),
        ("added", "fraud-loss", None),
    }


def test_from_facts_to_honours_in_two_commands(pingan: Pingan, tmp_path: Path) -> None:
    rows = [f"{year},4A,{3 if year != 2022 else 9}\n" for year in range(2020, 2026)]
    (tmp_path / "prize.yaml").write_text(SMALL)
    (tmp_path / "facts.csv").write_text("year,unit,absence\n" + "".join(rows) + "2025,4B,unknown\n")
    assert pingan("assess", "--method", "prize.yaml", "--facts", "facts.csv", "--cards", "-o", "cards.csv").status == 0
    assert (tmp_path / "cards.csv").read_text().splitlines()[-2:] == ["2025,4A,held", "2025,4B,unknown"]
    ladder = "--rules", "zhejiang-peace", "--units", "none", "--since", "2020"
    units = json.loads(pingan("award", "--data", "cards.csv", *ladder, "--year", "2025", "--format", "json").out)[
        "units"
    ]
    found = {each["code"]: (each["streak"], each["honour"]["min"]) for each in units}
    assert found["4A"] == ({"min": 3, "max": 3}, "ding")
    assert found["4B"][0] == {"min": 0, "max": 1}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (SMALL + "  - {id: absence, name: Again, each: -1}\n", "10:10"),
        (SMALL.replace("each: -2", "each: -2, worth: 5, met: true"), "9:5"),
        (SMALL.replace("range: [0, 200], ", ""), "9:5"),
        (SMALL.replace("each: -2", "each: -2, group: g"), "9:72"),
        (SMALL.replace("pass: 90\n", ""), "1:1"),
        (SMALL + "editions:\n  - {from_year: 2021, says: nothing, pass: 90}\n", "11:5"),
        (
            SMALL + "editions:\n  - {from_year: 2021, says: less, indicators: {remove: [{id: x, why: zombie}]}}\n",
            "11:62",
        ),
        (SMALL + "groups: [{id: g, name: G, points: 5}]\n", "10:10"),
    ],
)
def test_what_contradicts_itself_is_refused_with_its_place(
    pingan: Pingan, tmp_path: Path, text: str, place: str
) -> None:
    (tmp_path / "prize.yaml").write_text(text)
    ran = pingan("rules", "check", "prize.yaml")
    assert ran.status == 1
    assert f"prize.yaml:{place}: error[method-invalid]" in ran.err


def test_all_that_contradicts_itself_is_told_at_once_at_its_own_place(pingan: Pingan, tmp_path: Path) -> None:
    text = (
        SMALL
        + """  - {id: absence, name: A second time, each: 0, range: [0, 9], again: true}
  - {id: late, name: Late, each: 1, beyond: 1, short_of: 2, most: 3, least: 0}
editions:
  - {from_year: 2021, says: more, indicators: {remove: [{id: gone, why: zombie}], change: {late: {eech: 1}}}}
  - {from_year: 2020, says: less, pass: 80}
"""
    )
    (tmp_path / "prize.yaml").write_text(text)
    lines = [line.partition(": ")[0] for line in pingan("rules", "check", "prize.yaml").err.splitlines()]
    places = ("10:10", "10:46", "10:56", "11:58", "13:62", "13:105", "14:17")
    assert [line.removeprefix("prize.yaml:") for line in lines if line.startswith("prize")] == [*places]


@pytest.mark.parametrize("method", sorted(path.stem for path in METHODS.glob("*.yaml")))
def test_shipped_methods_keep_their_examples(pingan: Pingan, method: str) -> None:
    assert pingan("rules", "check", method).status == 0
    for lang in ("en", "zh"):
        assert pingan("rules", "show", method, "--lang", lang).status == 0


def test_a_new_method_is_right_as_it_is(pingan: Pingan) -> None:
    for lang in ("en", "zh"):
        assert pingan("rules", "new", f"prize-{lang}", "--method", "--lang", lang).status == 0
        assert pingan("rules", "check", f"prize-{lang}.yaml").status == 0


@pytest.mark.parametrize(
    ("facts", "status", "said"),
    [
        ("year,unit,indicator,value\n2020,4A,absence,3\n", 0, ""),
        ("年度,单位,Days absent\n2020,4A,3\n", 0, ""),
        ("unit,absence\n4A,3\n", 2, "no column holds the year"),
        ("year,unit,absence\n2019,4A,3\n", 2, "no facts of a unit"),
        ("year,unit,absence\n2020,4A,3\n2020,4A,4\n", 2, "another value"),
        ("year,unit,absence\n2020,4A,300\n", 2, "outside 0 to 200"),
        ("year,unit,absence\n2020,4A,unknown\n", 0, ""),
        ("year,unit,lateness\n2020,4A,1\n", 2, "no column is a fact"),
    ],
)
def test_facts_in_the_shapes_that_people_have(
    pingan: Pingan, tmp_path: Path, facts: str, status: int, said: str
) -> None:
    (tmp_path / "prize.yaml").write_text(SMALL)
    (tmp_path / "facts.csv").write_text(facts)
    ran = pingan("assess", "--method", "prize.yaml", "--facts", "facts.csv")
    assert (ran.status, said in ran.err) == (status, True)


MEASURED = SMALL.replace("range: [0, 200], each: -2", 'range: [0, 100], measure: {en: "%", zh: 个百分点}, each: -1')


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("5", 5), ("５．５", 5.5), ("5％", 5), ("5 %", 5), ("5个百分点", 5), ("+5", 5), (".5", 0.5), ("5e-1", 0.5),
        ("1 0", None), ("5%%", None), ("5人", None), ("about 5", None), ("是", 1), ("没有", 0), ("Ｎ／Ａ", "n/a"),
        ("？", "unknown"), ("–5", None),
    ],
)  # fmt: skip
def test_a_value_is_read_as_a_careful_person_reads_it(pingan: Pingan, tmp_path: Path, cell: str, value: Any) -> None:
    (tmp_path / "prize.yaml").write_text(MEASURED)
    (tmp_path / "facts.csv").write_text(f"year,unit,absence\n2020,4A,{cell}\n")
    args = "--method", "prize.yaml", "--facts", "facts.csv", "--unit", "4A", "--format", "json"
    ran = pingan("assess", *args)
    if value is None:
        assert (ran.status, "facts.csv:2:9: error[fact-invalid]" in ran.err) == (2, True)
        return
    found = json.loads(ran.out)["unit"]["clauses"][0]["value"]
    ends = {"n/a": None, "unknown": {"min": 0, "max": 100}}
    assert found == (ends[value] if isinstance(value, str) else {"min": value, "max": value})


def test_a_sheet_as_an_office_keeps_it(pingan: Pingan, tmp_path: Path) -> None:
    """A title, numbered rows, measures behind the names of facts, a blank year, a total and a note."""
    (tmp_path / "prize.yaml").write_text(MEASURED.replace("name: Days absent", "name: {en: Absence, zh: 缺勤率}"))
    (tmp_path / "facts.csv").write_text(
        "考核数据表,,,\n序号,年度,单位,缺勤率（%）\n1,2020,4A,2\n2,,4B,3％\n,合计,,5\n注：数据由学校提供,,,\n",
        encoding="utf-8",
    )
    ran = pingan("assess", "--method", "prize.yaml", "--facts", "facts.csv", "--format", "csv")
    assert [line.split(",")[::5] for line in ran.out.splitlines()[1:]] == [["4A", "98"], ["4B", "97"]]
    assert [code in ran.err for code in ("rows-left-out", "year-guessed", "fact-unread")] == [True, True, False]


def test_percent_in_a_workbook_and_a_folder_of_years(pingan: Pingan, tmp_path: Path) -> None:
    (tmp_path / "prize.yaml").write_text(MEASURED)
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "2021.csv").write_text("unit,absence\n4A,7\n")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["unit", "absence"], ["4A", 0.071], ["4B", 0.1 + 0.2]):
        book.active.append(row)
    book.active["B2"].number_format = "0.0%"
    book.save(tmp_path / "facts" / "2020.xlsx")
    ran = pingan("assess", "--method", "prize.yaml", "--facts", "facts", "--year", "2020", "--format", "json")
    assert [unit["score"]["min"] for unit in json.loads(ran.out)["units"]] == [92.9, 99.7]
    assert "4A" in pingan("assess", "--method", "prize.yaml", "--facts", "facts", "--year", "2021").out
    (tmp_path / "empty").mkdir()
    assert "folder-without-csv" in pingan("assess", "--method", "prize.yaml", "--facts", "empty").err


def test_all_that_is_wrong_in_facts_is_told_at_once_with_its_place(pingan: Pingan, tmp_path: Path) -> None:
    (tmp_path / "prize.yaml").write_text(SMALL.replace("first_year", "levels: [city, county]\nfirst_year"))
    (tmp_path / "facts.csv").write_text(
        "year,unit,level,absence\n202,4A,city,1\n2020,4B,town,x\n2020,4C,county,300\n2020,4C,county,3,4\n2020,,city,4\n"
    )
    ran = pingan("assess", "--method", "prize.yaml", "--facts", "facts.csv")
    lines = [line.partition(": ")[0] for line in ran.err.splitlines() if ": error[" in line]
    assert ran.status == 2
    assert lines == [f"facts.csv:{place}" for place in ("2:1", "3:9", "3:14", "4:16", "6:1", "5:18")]


def test_a_name_that_several_facts_have_is_refused_with_their_ids(pingan: Pingan, tmp_path: Path) -> None:
    (tmp_path / "prize.yaml").write_text(SMALL + "  - {id: late, name: Days absent, range: [0, 9], each: -1}\n")
    for facts in ("year,unit,Days absent\n2020,4A,1\n", "year,unit,fact,value\n2020,4A,Days absent,1\n"):
        (tmp_path / "facts.csv").write_text(facts)
        ran = pingan("assess", "--method", "prize.yaml", "--facts", "facts.csv")
        assert (ran.status, "is the name of several facts: absence, late" in ran.err) == (2, True)


def test_who_is_ranked_together_must_be_known(pingan: Pingan, tmp_path: Path) -> None:
    clause = "of: rank, better: lower, within: parent, worth: 5, each: -1, beyond: 1"
    (tmp_path / "prize.yaml").write_text(SMALL.replace("each: -2", clause))
    (tmp_path / "facts.csv").write_text("year,unit,absence\n2020,4A,1\n2020,4B,2\n")
    args = "assess", "--method", "prize.yaml", "--facts", "facts.csv"
    assert "nothing says where they lie" in pingan(*args).err
    (tmp_path / "facts.csv").write_text("year,unit,parent,absence\n2020,4A,East,1\n2020,4B,West,2\n2020,4C,West,3\n")
    scores = [unit["score"]["min"] for unit in json.loads(pingan(*args, "--format", "json").out)["units"]]
    assert scores == [105, 105, 104]


def test_a_unit_or_a_level_that_is_not_there_is_told_with_what_there_is(pingan: Pingan) -> None:
    assert "leave --unit out to see all 5 units" in pingan("assess", *WENZHOU, "--year", "2017", "--unit", "Zz").err
    assert "did you mean Anhe?" in pingan("assess", *WENZHOU, "--unit", "Anhee").err
    for args in (("--level", "town"), ("--level", "town", "--cards")):
        assert "the levels are county" in pingan("assess", *WENZHOU, *args).err
    assert pingan("assess", *WENZHOU, "--level", "县", "--cards").out == pingan("assess", *WENZHOU, "--cards").out
    assert pingan("assess", *WENZHOU, "--level", "county", "--hangs-on").status == 2


def test_a_year_in_the_name_of_the_file(pingan: Pingan, tmp_path: Path) -> None:
    (tmp_path / "prize.yaml").write_text(SMALL)
    (tmp_path / "facts-2021.csv").write_text("unit,absence\n4A,3\n")
    ran = pingan("assess", "--method", "prize.yaml", "--facts", "facts-2021.csv", "--cards")
    assert ran.out == "year,unit,result\n2021,4A,held\n"


LADDER = """\
ladder: school
name: School honours
card: Prize
method: prize.yaml
sources: [{title: The rules, url: "https://example.org/honours"}]
first_year: 2020
announced: 0
streak: consecutive
miss: {honours: keep}
revocation: {count: zero, honours: keep}
tiers: [{id: bronze, at: 2, name: Bronze}]
"""


def test_from_facts_to_honours_in_one_command(pingan: Pingan, tmp_path: Path) -> None:
    (tmp_path / "prize.yaml").write_text(SMALL)
    (tmp_path / "school.yaml").write_text(LADDER)
    (tmp_path / "facts.csv").write_text("year,unit,absence\n2020,4A,3\n2021,4A,2\n2021,4B,unknown\n2021,4C,90\n")
    ran = pingan("award", "--rules", "school.yaml", "--facts", "facts.csv", "--year", "2021", "--json")
    answer = json.loads(ran.out)
    assert answer["records"]["files"] == ["facts.csv"]
    found = {unit["code"]: (unit["streak"], unit["honour"]["max"]) for unit in answer["units"]}
    assert found["4A"] == ({"min": 2, "max": 2}, "bronze")
    assert found["4B"][0] == {"min": 0, "max": 1}
    assert found["4C"][0] == {"min": 0, "max": 0}
    assert pingan("award", "--facts", "facts.csv").status == 2


def test_from_a_workbook_of_facts_to_the_page(pingan: Pingan, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["year", "unit", "absence"], [2020, "4A", 3], [2021, "4A", 2], [2021, "4B", "unknown"]):
        book.active.append(row)
    book.save(tmp_path / "facts.xlsx")
    (tmp_path / "prize.yaml").write_text(SMALL)
    (tmp_path / "school.yaml").write_text(LADDER)
    assert pingan("assess", "--method", "prize.yaml", "--facts", "facts.xlsx", "--cards", "-o", "cards.csv").status == 0
    ran = pingan("report", "cards.csv", "--rules", "school.yaml", "--units", "none", "-o", "page.html")
    assert ran.status == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "4A" in page
    assert "Bronze" in page
