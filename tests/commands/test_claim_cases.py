"""Claims that were once weighed wrongly, each with its right answer, on small ladders with years from 2000."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CLAIMS = "id,unit,claim,value,year,year_kind"
UNITS = "code,name_en,name_zh,level,parent\na,Aaa,甲,city,zz\nb,Bbb,乙,county,a\n"
LADDER = {
    "ladder": "small",
    "name": "{en: L, zh: 级}",
    "card": "{en: c, zh: 牌}",
    "sources": '[{title: t, url: "https://example.org/"}]',
    "levels": "[city, county]",
    "first_year": "2000",
    "announced": "1",
    "streak": "consecutive",
    "miss": "{honours: keep}",
    "revocation": "{count: zero, honours: keep}",
    "tiers": "[{id: ta, at: 2, name: {en: Ta, zh: 甲级}}]",
}
GRADES = {
    "results": "{kind: grade, grades: [{id: good, name: {en: Good, zh: 优}}, {id: fair, name: {en: Fair, zh: 良}}]}",
    "counts": "{grades: [good]}",
}


@pytest.fixture
def ask(pingan: Callable, tmp_path: Path) -> Callable[..., Any]:
    """Asks a command about claims, and cards, on a small ladder with some keys changed."""

    def asks(command: str, claims: str, cards: str = "", header: str = CLAIMS, form: str = "json", **keys: str) -> Any:
        files = {
            "claims.csv": "\n".join((header, *claims.split("; "))),
            "u.csv": UNITS,
            "small.yaml": "\n".join(f"{key}: {value}" for key, value in {**LADDER, **keys}.items()),
            "cards.csv": "\n".join(("year,unit,result", *cards.split("; "))),
        }
        for name, text in files.items():
            (tmp_path / name).write_text(text + "\n", encoding="utf-8")
        data = ["--data", "cards.csv"] if cards else []
        out = pingan(
            command, "--rules", "small.yaml", "--units", "u.csv", "--claims", "claims.csv", *data, "--format", form
        ).out
        return json.loads(out) if form == "json" else out

    return asks


def conflicts(answer: Any) -> list[tuple[str, list[str]]]:
    return [(" ".join(claim["id"] for claim in each["claims"]), each["resolved_by"]) for each in answer["conflicts"]]


MISSED, COUNT, RUN = (
    "c0,b,card,missed,2000,assessment",
    "c1,zz,count-card,0,2001,assessment",
    "c2,b,consecutive,2,2001,assessment",
)


def test_a_claim_that_contradicts_two_others_alone_resolves_both(ask: Callable) -> None:
    answer = ask("deduce", "; ".join((MISSED, COUNT, RUN)))
    assert conflicts(answer) == [("c0 c2", ["c2"]), ("c1 c2", ["c2"])]
    assert answer["cards"] == []  # nothing rests on a claim that takes part in a conflict


def test_a_count_contradicts_a_claim_on_one_unit(ask: Callable) -> None:
    assert conflicts(ask("deduce", "; ".join((COUNT, RUN)))) == [("c1 c2", ["c1", "c2"])]


@pytest.mark.parametrize("kind", ["unclear", "assessment"])
def test_a_count_of_an_unclear_year_forces_cards_where_one_reading_is_impossible(ask: Callable, kind: str) -> None:
    answer = ask("deduce", f"c0,zz,count-tier-new:ta,2,2001,{kind}")
    assert [(card["year"], card["code"], card["result"]) for card in answer["cards"]] == [
        (2000, "a", "held"), (2000, "b", "held"), (2001, "a", "held"), (2001, "b", "held"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "cards", "status"),
    [
        ("c0,b,card,missed,2002,unclear", "2000,b,held; 2001,b,missed; 2002,b,held", "confirmed"),
        ("c0,b,card,held,2002,unclear", "2001,b,held; 2002,b,missed", "confirmed"),
        ("c0,b,card,held,2002,unclear", "2001,b,missed; 2002,b,missed", "contradicted"),
        ("c0,b,card,held,2002,unclear", "2001,b,unknown; 2002,b,missed", "undecided"),
        ("c0,zz,count-card,0,2002,unclear", "2001,a,missed; 2001,b,missed; 2002,a,held; 2002,b,held", "confirmed"),
    ],
)
def test_of_an_unclear_year_one_reading_suffices(ask: Callable, claim: str, cards: str, status: str) -> None:
    assert ask("audit", claim, cards)["claims"][0]["status"] == status


def test_what_is_named_as_deciding_decides_when_it_is_entered(ask: Callable) -> None:
    claim, cards = "c0,b,card,missed,2002,unclear", "2000,b,held; 2001,b,unknown; 2002,b,held"
    (found,) = ask("audit", claim, cards)["claims"]
    assert (found["status"], found["confirmed_if"]) == ("undecided", [{"year": 2001, "result": "missed"}])
    assert found["contradicted_if"] == [{"year": 2001, "result": "held"}]
    assert ask("audit", claim, cards.replace("unknown", "missed"))["claims"][0]["status"] == "confirmed"
    assert ask("audit", claim, cards.replace("unknown", "held"))["claims"][0]["status"] == "contradicted"


def test_a_claim_is_contradicted_by_the_fewest_years(ask: Callable) -> None:
    cards = "; ".join(f"{year},b,{result}" for year, result in ((2000, "held"), (2001, "missed"), (2002, "held")))
    keys = {"forgiven": "2", "tiers": "[{id: ta, at: 3, name: {en: Ta, zh: 甲级}}]"}
    (found,) = ask("audit", "c0,b,tier,ta,2003,assessment", f"{cards}; 2003,b,missed", **keys)["claims"]
    assert (found["status"], found["shown_by"]) == ("contradicted", [{"year": 2003, "result": "missed"}])


def test_a_claim_is_shown_by_the_fewest_years(ask: Callable) -> None:
    cards = "2000,b,held; 2001,b,missed; 2002,b,missed"
    (found,) = ask("audit", "c0,b,total,1,2002,unclear", cards)["claims"]
    assert (found["status"], [each["year"] for each in found["shown_by"]]) == ("confirmed", [2000, 2001])


def test_the_ids_of_a_published_list_stay_whole(ask: Callable) -> None:
    answer = ask("deduce", "Aaa,Ta,2001", header="unit,honour,year")
    assert [card["claims"] for card in answer["cards"]] == [["line 2"], ["line 2"]]


@pytest.mark.parametrize(
    ("claim", "results"),
    [
        ("c0,b,tier,ta,2001,assessment", ["good", "good"]),
        ("c0,b,card,held,2001,assessment", ["unknown"]),  # with which of the grades is not known
        ("c0,b,card,missed,2001,assessment", ["missed"]),
    ],
)
def test_what_is_deduced_on_a_ladder_of_grades_can_be_read(
    ask: Callable, pingan: Callable, tmp_path: Path, claim: str, results: list[str]
) -> None:
    deduced = ask("deduce", claim, form="csv", **GRADES)
    assert [row["result"] for row in csv.DictReader(io.StringIO(deduced))] == results
    (tmp_path / "deduced.csv").write_text(deduced, encoding="utf-8")
    assert pingan("check", "deduced.csv", "--rules", "small.yaml", "--units", "u.csv").status == 0


def test_cards_deduced_from_a_published_list_name_its_lines_whole(
    ask: Callable, pingan: Callable, tmp_path: Path
) -> None:
    (tmp_path / "deduced.csv").write_text(
        ask("deduce", "Aaa,Ta,2001", header="unit,honour,year", form="csv"), encoding="utf-8"
    )
    ran = pingan(
        "audit", "--rules", "small.yaml", "--units", "u.csv", "--claims", "claims.csv", "--data", "deduced.csv",
        "--format", "json",
    )  # fmt: skip
    assert [claim["rests_on"] for claim in json.loads(ran.out)["claims"]] == [["line 2"]]


def test_many_contradictory_counts_are_weighed_as_far_as_it_goes_and_that_is_said(
    pingan: Callable, tmp_path: Path
) -> None:
    counts = [f"{kind},{(7 * year + 11 * place) % 50}" for year in range(20) for place, kind in enumerate((
        "count-card", "count-tier-new:ding", "count-tier-at-least:ding",
    ))]  # fmt: skip
    rows = [f"330000,{count},{2005 + at // 3}" for at, count in enumerate(counts)]
    (tmp_path / "counts.csv").write_text("\n".join(("unit,claim,value,year", *rows)) + "\n", encoding="utf-8")
    ran = pingan("deduce", "--claims", "counts.csv")
    assert "There may be more contradictions" in ran.out
    assert ran.status == 1


def test_claims_that_only_a_revocation_makes_true_are_confirmed_by_records_that_hold_it(ask: Callable) -> None:
    """A revocation takes the honour and leaves the rest of the run, so that the tier is awarded in the middle of it."""
    rules = {"miss": "{count: {back: 1}, honours: recall}", "revocation": "{count: miss, honours: recall}"}
    claims = "c1,a,tier,ta,2006,assessment\ns1,a,consecutive,3,2006,assessment"
    cards = "2000,a,held\n2001,a,held\n2002,a,held\n2003,a,held\n2004,a,revoked\n2005,a,missed\n2006,a,held"
    found = ask("audit", claims, cards, **rules)
    assert [claim["status"] for claim in found["claims"]] == ["confirmed", "confirmed"]
    assert found["conflicts"] == []
    assert ask("deduce", claims, **rules)["conflicts"] != []
