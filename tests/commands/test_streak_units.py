"""`pingan streak --why` and `pingan units`: derivations with their sources, and the families of units."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len


def why(pingan: Callable, *args: str) -> dict:
    return json.loads(pingan("streak", *args, "--why", "--format", "json").out)["units"][0]["why"]


def test_a_derivation_names_rule_years_claims_and_beginning(pingan: Callable) -> None:
    found = why(pingan, "Ningbo", "--year", "2020")
    assert [rule["says"] for rule in found["rules"]] == [
        "Only a run without a miss counts.",
        "One-Star Gold Ding takes 15 years in a row",
    ]
    assert all(rule["place"].startswith("zhejiang-peace.yaml:") for rule in found["rules"])
    assert all(source["url"].startswith("http") for source in found["sources"])
    assert (found["terms_since"], found["amendments"]) == (2005, [])
    (run,) = found["runs"]
    assert (run["tier"], run["first"], run["last"], run["count"]) == ("gold-ding-1", 2006, 2020, 15)
    assert run["before"] == {"year": 2005, "reason": "missed", "claims": ["c001"]}
    assert all(year["claims"] for year in run["years"])
    assert {claim["id"] for claim in found["claims"]} == {"c001", "c002", "c004", "c005"}


def test_a_run_that_began_with_the_ladder_or_the_unit_says_so(pingan: Callable, tmp_path: Path) -> None:
    assert why(pingan, "Dongtou", "--year", "2022")["runs"][0]["before"]["reason"] == "ladder-began"
    rows = "".join(f"{year},龙港市\n" for year in range(2019, 2023))
    (tmp_path / "cards.csv").write_text(f"year,unit\n{rows}", encoding="utf-8")
    found = why(pingan, "龙港", "--year", "2022", "--data", "cards.csv")
    assert [run["before"]["reason"] for run in found["runs"]] == ["unit-began", "unit-began"]
    assert found["claims"] == []


def test_an_honour_of_an_earlier_run_is_derived_beside_the_present_one(pingan: Callable, tmp_path: Path) -> None:
    years = [*range(2005, 2009), *range(2010, 2012)]
    (tmp_path / "cards.csv").write_text(
        "year,unit\n2009,Cixi\n" + "".join(f"{year},Dongtou\n" for year in years), encoding="utf-8"
    )
    found = why(pingan, "Dongtou", "--year", "2011", "--data", "cards.csv")
    assert [(run["tier"], run["first"], run["last"], run["before"]["reason"]) for run in found["runs"]] == [
        ("ding", 2005, 2007, "ladder-began"),
        (None, 2010, 2011, "missed"),
    ]


def test_an_amendment_in_force_is_named(pingan: Callable, tmp_path: Path) -> None:
    pingan("rules", "new", "easier")
    text = (tmp_path / "easier.yaml").read_text(encoding="utf-8")
    assert "amendments" in text, "the starting file shows how an amendment is written"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_derivation_is_told_in_words(pingan: Callable, lang: str) -> None:
    out = pingan("streak", "Dongtou", "--year", "2022", "--why", "--lang", lang).out
    assert "c034" in out
    assert "https://www.tellerreport.com/news/2024-04-07-first-point-of-view%E4%B8%A8the-rhythm-of-peace" in out
    assert ("It began in 2005, the ladder's first year." in out) == (lang == "en")


@pytest.mark.parametrize("width", [40, 80])
def test_an_address_stays_in_one_piece_on_a_narrow_terminal(terminal: Callable, width: int) -> None:
    lines = terminal(width, "streak", "Dongtou", "--why").out.splitlines()
    addresses = [line.strip() for line in lines if "://" in line]
    assert any(address.endswith("A8the-rhythm-of-peace.Bkz0-qyleR.html") for address in addresses)
    assert all(cell_len(line) <= width for line in lines if "://" not in line)


def test_old_names_lead_to_the_unit(pingan: Callable) -> None:
    for name in ("洞头县", "330322", "dongtou county", "DONGTOU", "洞头"):
        unit = json.loads(pingan("streak", name, "--year", "2022", "--format", "json").out)["units"][0]
        assert unit["code"] == "330305"
        assert unit["formerly"] == [{"code": "330322", "name": "Dongtou", "name_zh": "洞头县", "until": 2014}]


def test_an_ambiguous_name_lists_its_candidates(pingan: Callable) -> None:
    ran = pingan("streak", "Shaoxing")
    assert ran.status == 2
    assert "Shaoxing (绍兴市, 330600)" in ran.err
    assert "Shaoxing (绍兴县, 330621, until 2012)" in ran.err


def test_a_unit_is_shown_with_its_family(pingan: Callable) -> None:
    answer = json.loads(pingan("units", "Shangcheng", "--format", "json").out)
    (family,) = answer["families"]
    assert [(kin["code"], kin["year"], kin["carries"]) for kin in family["predecessors"]] == [("330104", 2021, False)]
    assert "c033" in family["reason"]
    assert "c033" in family["reason_zh"]
    (family,) = json.loads(pingan("units", "洞头县", "--format", "json").out)["families"]
    assert [(kin["code"], kin["carries"]) for kin in family["predecessors"]] == [("330322", True)]
    assert "its history does not go on" in pingan("units", "下城").out


def test_a_unit_that_ended_is_not_asked_for_later_years(pingan: Callable) -> None:
    ran = pingan("streak", "下城", "--year", "2022")
    assert ran.status == 2
    assert "is assessed from … to 2020, not in 2022" in ran.err
    codes = [
        unit["code"] for unit in json.loads(pingan("award", "--all", "--year", "2022", "--format", "json").out)["units"]
    ]
    assert "330103" not in codes


def test_the_registry_can_be_searched(pingan: Callable) -> None:
    units = json.loads(pingan("units", "ping", "--format", "json").out)["units"]
    assert [unit["name"] for unit in units] == ["Linping", "Pingyang", "Pinghu"]
    assert len(json.loads(pingan("units", "--format", "json").out)["units"]) == 112
    assert pingan("units", "qqq").status == 2


def test_a_unit_is_told_what_it_needs_for_its_next_tier(pingan: Callable, tmp_path: Path) -> None:
    assert "\nNeeds           2023–2025 held\n" in pingan("streak", "Dongtou", "--year", "2022").out
    assert "\nNeeds           2022 held\n" in pingan("streak", "Dongtou", "--year", "2021").out
    assert "\n尚需      2023–2025年度获评\n" in pingan("streak", "Dongtou", "--year", "2022", "--lang", "zh").out
    assert "Needs" not in pingan("streak", "Cixi").out, "where the records leave it open, more or less may be needed"
    rows = "".join(f"{year},Ulm,national-model\n" for year in (2008, 2012))
    (tmp_path / "cards.csv").write_text(f"year,unit,result\n{rows}".replace(",national-model", ",held"))
    asked = ["streak", "Ulm", "--rules", "changan-cup", "--data", "cards.csv", "--units", "none", "--since", "2005"]
    assert "\nNeeds           2016 held\n" in pingan(*asked).out
    rows = "".join(f"{year},Foshan,excellent\n" for year in range(2015, 2017))
    (tmp_path / "cards.csv").write_text(f"year,unit,result\n{rows}")
    asked = [
        "streak",
        "Foshan",
        "--rules",
        "guangdong-peace",
        "--data",
        "cards.csv",
        "--units",
        "none",
        "--since",
        "2015",
    ]
    assert "\nNeeds           2017, with a result that counts\n" in pingan(*asked).out


@pytest.mark.parametrize("asked", [["streak", "Cixi"], ["forecast", "Cixi"]])
def test_it_is_said_that_other_units_have_later_records(pingan: Callable, asked: list[str]) -> None:
    note = "Judged by the end of 2009, the last year on record here. Other units have later records: --year 2024"
    assert note in " ".join(pingan(*asked).out.split())
    assert "later records" not in pingan(*asked, "--year", "2022").out


def test_years_before_the_first_are_not_assessed(tmp_path: Path, pingan: Callable) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2012,a\n2013,a\n2013,b\n", encoding="utf-8")
    asked = ("streak", "b", "--data", "cards.csv", "--units", "none", "--since", "2010")
    out = pingan(*asked).out
    assert "/   /   /   /   /   ?   ?   ×   ●\n" in out
    assert "● held  × missed  ? not on record  / not assessed\n" in out
    assert pingan(*asked, "--excel").out.count(",not assessed,") == 5
    assert {each["result"] for each in json.loads(pingan(*asked, "--json").out)["units"][0]["years"]} == {
        *("missed", "unknown", "held")
    }
