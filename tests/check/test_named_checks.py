"""What each check finds, and what it lets be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pingan_cli.check.checks import CHECKS

COUNTIES = "洞头区 瑞安市 乐清市 永嘉县 平阳县 苍南县 文成县 泰顺县 鹿城区 瓯海区 龙湾区 海曙区".split()
CITIES = "杭州市 宁波市 温州市 嘉兴市 湖州市 绍兴市".split()


def lists(**counts: int) -> str:
    """A card file in which so many counties hold the card in each year (`y2018=6`)."""
    rows = (f"{year[1:]},{unit}\n" for year, count in counts.items() for unit in COUNTIES[:count])
    return "year,unit\n" + "".join(rows)


UNITS = "code,name_zh,name_en,level,parent,first_year,last_year,successors,change\n"
CLAIMS = "id,unit,claim,value,year,year_kind,statement,source,source_date,confidence\n"

FOUND = {
    "duplicates in one file": ("cards.csv", "year,unit\n2020,洞头区\n2020,Dongtou\n", ["3:6 warning row-repeated"]),
    "a row twice over in another spelling of the result": (
        "cards.csv", "year,unit,result\n2020,洞头区,√\n2020,洞头区,1\n2020,洞头区,是\n",
        ["3:6 warning row-repeated", "4:6 warning row-repeated"],
    ),
    "the same unit in two years is no duplicate": ("cards.csv", "year,unit\n2020,洞头区\n2021,洞头区\n", []),
    "two gaps": (
        "cards.csv", "year,unit\n2011,洞头区\n2013,洞头区\n2017,洞头区\n",
        ["3:1 warning year-gap", "4:1 warning year-gap"],
    ),
    "an empty column of a wide file": ("cards.csv", "unit,2011,2012,2013\n洞头区,1,,1\n", ["2:8 warning year-gap"]),
    "a year that is unknown by its own words": (
        "cards.csv", "year,unit,result\n2011,洞头区,1\n2012,洞头区,未知\n2013,洞头区,1\n", ["4:1 warning year-gap"],
    ),
    "far fewer in the middle": ("cards.csv", lists(y2018=12, y2019=3, y2020=11), ["14:1 warning holders-unusual"]),
    "far more in the middle": ("cards.csv", lists(y2018=3, y2019=12, y2020=4), ["5:1 warning holders-unusual"]),
    "a list cut off at the end": ("cards.csv", lists(y2018=12, y2019=12, y2020=2), ["26:1 warning holders-unusual"]),
    "only two years, the second cut off": ("cards.csv", lists(y2019=12, y2020=2), ["14:1 warning holders-unusual"]),
    "steady growth": ("cards.csv", lists(y2017=6, y2018=8, y2019=10, y2020=12), []),
    "small numbers": ("cards.csv", lists(y2018=1, y2019=4, y2020=1), []),
    "all cities left out of one year": (
        "cards.csv",
        "year,unit\n" + "".join(
            f"{year},{unit}\n" for year in (2018, 2019, 2020) for unit in COUNTIES + (CITIES if year != 2019 else [])
        ),
        ["20:1 warning holders-unusual"],
    ),
    "an old code, an old name, and both right in their time": (
        "cards.csv", "year,code,unit\n2014,330322,\n2015,330322,\n2016,,洞头县\n2017,,Dongtou\n2018,330322,\n",
        ["3:6 warning code-ended", "4:7 warning code-ended"],
    ),
    "a city in a column for counties": (
        "cards.csv", "年度,县(市、区)\n2020,宁波市\n2020,洞头区\n", ["2:6 warning unit-level"],
    ),
    "levels in a column": (
        "cards.csv", "year,unit,级别\n2020,宁波市,县\n2020,洞头区,设区市\n2020,瑞安市,县级市\n2020,温州市,市\n",
        ["2:10 error unit-level", "3:10 error unit-level"],
    ),
    "a name that nobody bears beside a code": (
        "cards.csv", "year,code,unit\n2020,330305,Dongtuo\n", ["2:1 warning names-differ"],
    ),
    "lost characters, saved once more": (
        "cards.csv", "year,unit,note\n2020,洞头区,锟斤拷\n", ["2:10 error text-damaged"],
    ),
    "stray spaces and full-width digits in one cell": (
        "cards.csv", "year,unit\n　２０２０,洞 头 区\n",
        ["2:1 warning text-full-width", "2:1 warning text-spaces", "2:7 warning text-spaces"],
    ),
    "spaces in a column that is not read": ("cards.csv", "year,unit,note\n2020,洞头区, as it was \n", []),
    "a city listed as a county in a registry": (
        "units.csv", UNITS + "330200,宁波市,Ningbo,county,330000,,,,\n330305,洞头区,Dongtou,city,330300,,,,\n",
        ["2:1 error unit-level", "3:1 error unit-level"],
    ),
    "a county that belongs to a county": (
        "units.csv", UNITS + "330305,洞头区,Dongtou,county,330381,,,,\n330381,瑞安市,Rui'an,county,330300,,,,\n",
        ["2:1 error unit-level"],
    ),
    "codes that are not of GB/T 2260": ("units.csv", UNITS + "A1,甲,Alpha,city,,,,,\nA2,乙,Beta,county,A1,,,,\n", []),
    "a kind of unit that disagrees": (
        "units.csv", UNITS + "330305,洞头区,Dongtou County,county,330300,,,,\n", ["2:1 warning names-differ"],
    ),
    "a renamed unit that sounds otherwise": (
        "units.csv",
        UNITS + "330322,洞头县,Dongtuo,county,330300,,2014,330305,converted\n"
        "330305,洞头区,Dongtou,county,330300,2015,,,\n",
        ["3:1 warning names-differ"],
    ),
    "years between two units of one history": (
        "units.csv",
        UNITS + "330322,洞头县,Dongtou,county,330300,,2014,330305,converted\n"
        "330305,洞头区,Dongtou,county,330300,2017,,,\n",
        ["3:1 warning year-gap"],
    ),
    "a claim on a unit before its time": (
        "claims.csv", CLAIMS + "c1,330383,card,held,2015,assessment,x,https://example.org,2020,high\n",
        ["2:1 error unit-absent"],
    ),
    "a claim under a code that had ended": (
        "claims.csv", CLAIMS + "c1,330322,card,held,2020,assessment,x,https://example.org,2020,high\n",
        ["2:1 warning code-ended"],
    ),
}  # fmt: skip


def found(text: str) -> list[str]:
    problems = json.loads(text)["problems"]
    return [f"{each['line']}:{each['column']} {each['severity']} {each['code']}" for each in problems]


@pytest.mark.parametrize(("name", "text", "expected"), FOUND.values(), ids=FOUND)
def test_what_a_check_finds(pingan: Callable, tmp_path: Path, name: str, text: str, expected: list[str]) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    ran = pingan("check", name, "--format", "json")
    assert found(ran.out) == expected
    assert ran.status == any(" error " in each for each in expected)
    assert ran.err == ""


def test_what_is_shipped_is_clean(pingan: Callable) -> None:
    ran = pingan("check", "--strict")
    assert (ran.status, ran.err) == (0, "")
    read, summary = ran.out.splitlines()
    assert re.fullmatch("[0-9]+ rows, [0-9]+ units, 2005-20[0-9]{2}; nothing wrong", read)
    assert summary == "5 files checked, 0 errors, 0 warnings"


def test_all_problems_of_all_files_stand_in_order(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("year,unit\n20l9,洞头区\n2020,Nowhere\n2020,Dongtuo\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("year,place\n", encoding="utf-8")
    (tmp_path / "c.csv").write_bytes(b"year,unit\n2020,\xff\xff\n")
    ran = pingan("check", "c.csv", "b.csv", "a.csv")
    assert [line.split(": ")[0] for line in ran.out.splitlines() if not line.startswith("  hint")] == [
        "a.csv:1:1", "b.csv:2:1", "b.csv:3:6", "b.csv:4:6", "c.csv:2:1", "3 files checked, 5 errors, 0 warnings",
    ]  # fmt: skip
    assert ran.status == 1


def test_conflicts_and_duplicates_are_found_across_files(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("year,unit,result\n2020,洞头区,1\n2020,瑞安市,1\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("year,unit,result\n2020,洞头区,0\n2020,瑞安市,1\n", encoding="utf-8")
    ran = pingan("check", ".", "--format", "json")
    assert found(ran.out) == ["2:10 error result-conflict", "3:6 warning row-repeated"]


def test_a_partial_package_may_have_gaps(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2011,洞头区\n2013,洞头区\n", encoding="utf-8")
    descriptor = {"name": "some", "partial": True, "resources": [{"name": "cards", "path": "cards.csv"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    said = "2 rows, 1 unit, 2011-2013; nothing wrong\n2 files checked, 0 errors, 0 warnings\n"
    assert pingan("check", ".").out == said


def test_a_folder_is_searched_for_lists_and_ladders_among_other_files(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "2020.csv").write_text("unit\n洞头区\n", encoding="utf-8")
    (tmp_path / "mine.yaml").write_text("ladder: mine\n", encoding="utf-8")
    (tmp_path / "ci.yml").write_text("jobs: {check: no}\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("of no interest", encoding="utf-8")
    ran = pingan("check", ".", "--format", "json")
    assert json.loads(ran.out)["summary"]["files"] == 2
    assert {each["file"] for each in json.loads(ran.out)["problems"]} == {"mine.yaml"}


def test_select_and_ignore(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2018, 洞头区\n2020,洞头区\n2020,洞头区\n", encoding="utf-8")
    runs = {
        (): ["text-spaces", "year-gap", "row-repeated"],
        ("--select", "gaps"): ["year-gap"],
        ("--select", "gaps,duplicates"): ["year-gap", "row-repeated"],
        ("--select", "year-gap", "--select", "text-spaces"): ["text-spaces", "year-gap"],
        ("--ignore", "spelling"): ["year-gap", "row-repeated"],
        ("--select", "gaps,spelling", "--ignore", "text-spaces"): ["year-gap"],
    }
    for options, expected in runs.items():
        problems = json.loads(pingan("check", "cards.csv", "--format", "json", *options).out)["problems"]
        assert [each["code"] for each in problems] == expected


def test_what_cannot_be_read_is_told_whatever_was_selected(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_bytes(b"\x00")
    ran = pingan("check", "cards.csv", "--select", "gaps")
    assert ran.status == 1
    assert "file-binary" in ran.out
    ran = pingan("check", "cards.csv", "--ignore", "readable", "--select", "gap")
    assert ran.status == 2
    assert "readable cannot be left out" in ran.err
    assert "did you mean gaps?" in ran.err


def test_strict_makes_warnings_count(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2020, 洞头区\n", encoding="utf-8")
    assert pingan("check", "cards.csv").status == 0
    assert pingan("check", "cards.csv", "--strict").status == 1
    assert pingan("check", "cards.csv", "--strict", "--ignore", "spelling").status == 0


def test_every_path_that_does_not_exist_is_told_and_nothing_is_checked(pingan: Callable) -> None:
    ran = pingan("check", "one.csv", "two")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.count("file-missing") == 2


def test_a_broken_registry_of_a_package_is_told_once_and_its_cards_are_still_read(
    pingan: Callable, tmp_path: Path
) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2020\n20l9,洞头区\n", encoding="utf-8")
    (tmp_path / "units.csv").write_text("code,name_zh\n330305\n", encoding="utf-8")
    resources = [{"name": name, "path": f"{name}.csv"} for name in ("cards", "units")]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "some", "resources": resources}))
    ran = pingan("check", ".")
    assert ran.status == 1
    assert ran.out.count("units.csv:2") == 1


def test_the_list_of_checks_names_every_one(pingan: Callable) -> None:
    told = json.loads(pingan("check", "--list", "--format", "json").out)["checks"]
    assert [each["check"] for each in told] == list(CHECKS)


def test_the_documentation_has_a_paragraph_for_every_check() -> None:
    text = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
    for name, check in CHECKS.items():
        paragraph = text.split(f"\n### {name}\n")[1].split("\n### ")[0]
        assert all(f"`{code}`" in paragraph for code in check.codes), name
