"""`pingan deduce` and `pingan audit`: what claims force, which contradict one another, what the records say of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from pingan_cli.shipped import DATA

CIXI = ["c008", "c009"]
CITIES = ["c049", "c075"]
SHENGZHOU = "c097"
"""Of low confidence, so that it is held against the records alone."""


def claims(folder: Path, *rows: str, header: str = "id,unit,claim,value,year") -> str:
    (folder / "claims.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return "claims.csv"


def test_the_shipped_cards_are_what_deduce_writes_byte_for_byte(pingan: Callable, tmp_path: Path) -> None:
    ran = pingan("deduce", "--format", "csv", "-o", "cards.csv")
    assert (tmp_path / "cards.csv").read_bytes() == (DATA / "zhejiang" / "cards.csv").read_bytes()
    assert ran.status == 1  # Cixi's claims contradict one another, and that is said
    assert "these claims cannot all be true: c008, c009" in ran.err


def test_contradictions_come_with_rule_sources_and_remedy(pingan: Callable) -> None:
    ran = pingan("deduce", "--format", "json")
    conflicts = json.loads(ran.out)["conflicts"]
    assert [[claim["id"] for claim in conflict["claims"]] for conflict in conflicts] == [CIXI, CITIES]
    assert [conflict["resolved_by"] for conflict in conflicts] == [CIXI, CITIES]
    assert all(claim["source"].startswith("http") for conflict in conflicts for claim in conflict["claims"])
    rules = [rule["says"] for rule in conflicts[0]["rules"]]
    assert rules == ["Only a run without a miss counts.", "Gold Ding takes 12 years in a row"]
    assert conflicts[0]["rules"][1]["place"].startswith("zhejiang-peace.yaml:")


def test_low_confidence_is_used_only_where_it_is_asked_for(pingan: Callable) -> None:
    row = "2020,330421,嘉善县,missed,low,c053"
    assert row not in pingan("deduce", "--format", "csv").out
    assert row in pingan("deduce", "--format", "csv", "--confidence", "low").out
    assert "medium" not in pingan("deduce", "--format", "csv", "--confidence", "high").out


def test_exactly_so_many_in_a_row_forces_the_miss_before(pingan: Callable, tmp_path: Path) -> None:
    file = claims(tmp_path, "x,Dongtou,consecutive,3,2010")
    ran = pingan("deduce", "--claims", file, "--format", "csv")
    assert ran.status == 0
    rows = [(row["year"], row["result"]) for row in csv.DictReader(io.StringIO(ran.out))]
    assert rows == [("2007", "missed"), ("2008", "held"), ("2009", "held"), ("2010", "held")]


def test_an_announced_year_is_converted_and_an_unclear_one_tried_both_ways(pingan: Callable, tmp_path: Path) -> None:
    header = "id,unit,claim,value,year,year_kind"
    file = claims(tmp_path, "x,洞头,tier,平安鼎,2011,announced", header=header)
    rows = list(csv.DictReader(io.StringIO(pingan("deduce", "--claims", file, "--format", "csv").out)))
    assert {row["year"]: row["result"] for row in rows} == {
        "2007": "missed",
        "2008": "held",
        "2009": "held",
        "2010": "held",
    }
    file = claims(tmp_path, "x,洞头,tier,平安鼎,2011,unclear", header=header)
    rows = list(csv.DictReader(io.StringIO(pingan("deduce", "--claims", file, "--format", "csv").out)))
    assert {row["year"]: row["result"] for row in rows} == {"2009": "held", "2010": "held"}


def test_every_claim_is_confirmed_contradicted_or_undecided(pingan: Callable) -> None:
    ran = pingan("audit", "--format", "json")
    answer = json.loads(ran.out)
    found = {claim["id"]: claim for claim in answer["claims"]}
    assert ran.status == 1
    assert len(found) == 114
    assert {id_ for id_, claim in found.items() if claim["status"] == "contradicted"} == {*CIXI, *CITIES, SHENGZHOU}
    assert found["c034"]["status"] == "confirmed"
    assert found["c034"]["shown_by"][0] == {"year": 2005, "result": "held"}
    assert found["c047"]["bounds"] == [{"year": 2022, "least": 10, "most": 91}]
    assert found["c053"]["confirmed_if"] == [{"year": 2020, "result": "missed"}]
    assert sum(answer["total"].values()) == 114


def test_a_list_of_ones_own_is_audited_against_the_shipped_cards(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "单位,荣誉,年度\n洞头区,二星平安金鼎,2022\n宁波市,平安金鼎,2016\n杭州市,平安金鼎,2016\n", encoding="gb18030"
    )
    ran = pingan("audit", "--claims", "list.csv", "--format", "json")
    assert [claim["status"] for claim in json.loads(ran.out)["claims"]] == ["confirmed", "contradicted", "undecided"]
    assert ran.status == 1
    assert pingan("audit", "--claims", "list.csv", "--status", "confirmed").status == 0


def test_claims_are_audited_against_cards_of_ones_own(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2005,Dongtou\n2006,Dongtou\n2007,Dongtou\n", encoding="utf-8")
    file = claims(tmp_path, "a,Dongtou,tier,ding,2007", "b,Cixi,card,held,2006", "c,330000,count-card,1,2005")
    ran = pingan("audit", "--claims", file, "--data", "cards.csv", "--format", "json")
    assert [claim["status"] for claim in json.loads(ran.out)["claims"]] == ["confirmed", "contradicted", "confirmed"]


def test_one_unit_is_audited_alone(pingan: Callable) -> None:
    answer = json.loads(pingan("audit", "--unit", "慈溪", "--format", "json").out)
    assert [claim["id"] for claim in answer["claims"]] == ["c008", "c009", "c010"]
    assert [[claim["id"] for claim in each["claims"]] for each in answer["conflicts"]] == [CIXI]


def test_tables_say_it_in_words_in_both_languages(pingan: Callable) -> None:
    out = pingan("audit").out
    assert "at least 10, at most 91 of the 38 claimed" in out
    assert "114 claims: 79 confirmed, 5 contradicted, 30 undecided." in out
    zh = pingan("audit", "--lang", "zh", "--unit", "洞头").out
    assert "与记录一致" in zh
    assert "二星平安金鼎" in zh


def test_bad_claims_are_refused_with_their_places(pingan: Callable, tmp_path: Path) -> None:
    file = claims(tmp_path, "x,Dongtuo,tier,ding,2007", "y,Dongtou,tier,golden,2007", "z,Dongtou,teir,ding,20l7")
    ran = pingan("audit", "--claims", file)
    assert ran.status == 2
    assert [line.split(" ")[0] for line in ran.err.splitlines() if not line.startswith("  ")] == [
        "claims.csv:2:3:",
        "claims.csv:3:16:",
        "claims.csv:4:11:",
        "claims.csv:4:21:",
    ]
    assert pingan("deduce", "--confidence", "hihg").status == 2
    assert "did you mean high?" in pingan("deduce", "--confidence", "hihg").err


MANY_STATES = """
ladder: many
name: Many
card: Card
sources: [{title: none, url: "https://example.org"}]
first_year: 1900
announced: 0
results: {kind: mark}
streak: consecutive
forgiven: 10
miss: {honours: recall}
revocation: {count: miss, honours: recall}
tiers: [{id: t, at: 40, name: T}]
"""


def on_many_states(folder: Path, claims: str) -> list[str]:
    (folder / "many.yaml").write_text(MANY_STATES)
    (folder / "u.csv").write_text("code,name_en,level\na,Aa,county\nb,Bb,county\n")
    (folder / "claims.csv").write_text(f"id,unit,claim,value,year\n{claims}")
    (folder / "cards.csv").write_text("year,unit\n1950,a\n")
    return [
        "--rules",
        str(folder / "many.yaml"),
        "--units",
        str(folder / "u.csv"),
        "--claims",
        str(folder / "claims.csv"),
    ]


def test_claims_on_a_ladder_with_too_many_states_are_not_weighed_and_every_form_says_so(
    pingan: Callable, tmp_path: Path
) -> None:
    words = on_many_states(tmp_path, "c1,a,tier,t,1990\nc2,a,tier-at-least,t,1920\nc3,b,card,held,1920\n")
    answer = json.loads(pingan("deduce", *words, "--format", "json").out)
    assert (answer["complete"], answer["conflicts"], answer["cards"][0]["claims"]) == (False, [], ["c3"])
    words += ["--data", str(tmp_path / "cards.csv")]
    answer = json.loads(pingan("audit", *words, "--format", "json").out)
    assert answer["complete"] is False
    assert [claim["status"] for claim in answer["claims"]] == ["undecided", "contradicted", "undecided"]
    for command in ("deduce", "audit"):
        asked = words if command == "audit" else words[:-2]
        assert "to weigh all claims takes too long" in pingan(command, *asked).out
        assert "to weigh all claims takes too long" in pingan(command, *asked, "--format", "csv").err


def test_what_is_published_is_weighed_wholly(pingan: Callable) -> None:
    for command in ("deduce", "audit"):
        assert json.loads(pingan(command, "--format", "json").out)["complete"] is True
