"""`pingan changes`: what a year changed, in every form."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

ROWS = [(year, unit) for year in range(2005, 2011) for unit in ("洞头区", "瑞安市", "宁波市")]
ROWS = [row for row in ROWS if row not in ((2010, "瑞安市"),)]
CARDS = "year,unit\n" + "".join(f"{year},{unit}\n" for year, unit in ROWS) + "2010,永嘉县\n"


@pytest.fixture
def changes(pingan: Callable, tmp_path: Path) -> Callable:
    (tmp_path / "cards.csv").write_text(CARDS, encoding="utf-8")
    return lambda *args: pingan("changes", "--data", "cards.csv", *args)


def test_json(changes: Callable) -> None:
    answer = json.loads(changes("--year", "2010", "--format", "json").out)
    assert [answer[key] for key in ("ladder", "year", "announced")] == ["zhejiang-peace", 2010, 2011]
    assert [(each["change"], each["name"], each["tier"]) for each in answer["changes"]] == [
        ("conferred", "Ningbo", "bronze-ding"),
        ("conferred", "Dongtou", "bronze-ding"),
        ("broken", "Rui'an", None),
        ("first-on-record", "Yongjia", None),
    ]
    broken = answer["changes"][2]
    assert (broken["lost"], broken["lost_since"]) == ({"min": 5, "max": 5}, 2005)
    assert broken["honour"] == {"min": "ding", "max": "ding"}


def test_table_csv_and_chinese(changes: Callable) -> None:
    table = changes("--year", "2010").out
    assert "broken                Rui'an   5 years in a row, since 2005  Peace Ding\n" in table
    rows = changes("--year", "2010", "--format", "csv").out.splitlines()
    assert rows[0] == (
        "change,code,name,name_zh,level,parent,tier,streak_min,streak_max,"
        "lost_min,lost_max,lost_since,honour_min,honour_max"
    )
    assert "broken,330381,Rui'an,瑞安市,county,330300,,0,0,5,5,2005,ding,ding" in rows
    assert "连续 5 年，自2005年度起" in changes("--year", "2010", "--lang", "zh").out
    assert "| broken | Rui'an |" in changes("--year", "2010", "--format", "markdown").out


def test_filters(changes: Callable) -> None:
    def names(*args: str) -> list[str]:
        return [
            each["name"] for each in json.loads(changes("--year", "2010", "--format", "json", *args).out)["changes"]
        ]

    assert names("--level", "city") == ["Ningbo"]
    assert names("--city", "宁波市") == ["Ningbo"]


def test_years_that_cannot_be_told(changes: Callable, tmp_path: Path) -> None:
    later = json.loads(changes("--year", "2011", "--format", "json").out)["changes"]
    assert {each["change"] for each in later} <= {"open"}
    assert "Nothing changed that the records tell." in changes("--year", "2011").out
    assert changes("--year", "2004").status == 2
    assert changes("--year", "20l0").status == 2


def test_a_recalled_honour(pingan: Callable, tmp_path: Path) -> None:
    rows = "".join(f"{year},330305,0\n" for year in range(2019, 2024)) + "2024,330305,11\n"
    (tmp_path / "deaths.csv").write_text("year,code,result\n" + rows, encoding="utf-8")
    (tmp_path / "units.csv").write_text("code,name_zh,level\n330305,洞头区,county\n", encoding="utf-8")
    asked = ("--rules", "zhejiang-safety", "--data", "deaths.csv", "--units", "units.csv", "--year", "2024")
    told = {each["change"]: each for each in json.loads(pingan("changes", *asked, "--format", "json").out)["changes"]}
    assert told["recalled"]["tier"] == "bronze-ding"
    assert told["broken"]["lost"]["min"] == 5


def test_a_long_list_is_cut_for_people_and_whole_for_programs(pingan: Callable, tmp_path: Path) -> None:
    units = "".join(f"2010,u{number}\n" for number in range(5003))
    (tmp_path / "many.csv").write_text(f"year,unit\n{units}", encoding="utf-8")
    asked = ["changes", "--data", "many.csv", "--units", "none", "--year", "2010"]
    table = pingan(*asked).out
    assert table.count("first card on record") == 5000
    assert "The first 5,000 of 5,003 changes; --format csv gives them all." in table
    assert pingan(*asked, "--format", "csv").out.count("first-on-record") == 5003
