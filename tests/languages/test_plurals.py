"""One of a thing is said in the singular: in answers, in problems and on the report page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import write_catalogue
from pingan_cli.records.registry import read_registry

COUNTED = re.compile(
    r"\{(?:count|cards|units|cells|size)\} (?:more )?[a-z]+s\b|\{count\} .*\b(?:are|were|have|count)\b"
)
"""A number before what it counts, or before a verb."""

ROOMS = ("views/", "forecasts/", "claims/", "check/", "report/")

ONE_OF_MANY = re.compile(
    r"\b1 (?:more )?(?:cards|units|years|problems|files|errors|warnings|rows|cells|claims|ladders|inputs|counties"
    r"|cities|contradictions|differences|bytes|tables|lines|are|were|have|hold)\b"
)

ANNOUNCED = {
    "Announced {count} years after the year assessed.",
    "A tier is announced {count} years after its year; that year is in brackets where there is room.",
}
"""What is said of one year stands beside these, as Chinese says it in other words too."""

CLAIM = "id,unit,claim,value,year,year_kind,statement,source,source_date,confidence\n"


def test_whatever_counts_has_a_singular() -> None:
    texts = [
        text
        for text in write_catalogue.texts()
        if text.file.startswith(("views/", "forecasts/", "claims/", "check/", "report/"))
    ]
    assert {text.id for text in texts if COUNTED.search(text.id)} - ANNOUNCED == set()
    assert sum(bool(COUNTED.search(text.many)) for text in texts) > 20
    assert not any(ONE_OF_MANY.search(text.id) for text in texts if text.many)


def test_one_card_of_one_unit(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(f"{CLAIM}a,330305,card,held,2019,assessment,s,https://a.b,2020-01-01,high\n")
    out = pingan("deduce", "--claims", "claims.csv").out
    assert "1 card of 1 unit; 0 contradictions." in out
    assert "1 个单位，1 条记录；矛盾 0 处。" in pingan("deduce", "--claims", "claims.csv", "--lang", "zh").out


def test_many_cards_of_one_unit(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(
        f"{CLAIM}a,330305,tier,gold-ding,2016,assessment,s,https://a.b,2020-01-01,high\n"
    )
    assert "12 cards of 1 unit; 0 contradictions." in pingan("deduce", "--claims", "claims.csv").out


def test_one_row_of_one_cell(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("code,name_en,name_zh\n330305\n")
    _, (problem,) = read_registry(tmp_path / "units.csv")
    assert not ONE_OF_MANY.search(problem.message)
    assert "3" in problem.message


def test_one_more_like_these(pingan: Callable, tmp_path: Path) -> None:
    from pingan_cli.records.findings import MOST

    rows = "".join(f"2019,nobody {number}\n" for number in range(MOST + 1))
    (tmp_path / "cards.csv").write_text(f"year,unit\n{rows}")
    err = pingan("check", "cards.csv").out
    assert "there is 1 more like these from here on" in err


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("count-card@county", "1 county held the card for 2019"),
        ("count-tier-new:ding@city", "1 city was given the Peace Ding for 2019"),
        ("count-tier-at-least:ding", "1 unit held at least the Peace Ding by the end of 2019"),
    ],
)
def test_a_claim_that_counts_one(kind: str, said: str) -> None:
    from pingan_cli.claims.deduction import Claim
    from pingan_cli.claims.telling import claim_says
    from pingan_cli.library import open_ladder

    claim = Claim("a", "all", kind, "1", (2019,))
    assert claim_says(open_ladder("zhejiang-peace").ladder, claim) == said


def test_a_year_that_counts_alone() -> None:
    from pingan_cli.library import open_ladder
    from pingan_cli.views.wording import run_of

    assert run_of(open_ladder("tree-city-usa").ladder, 1) == "1 year that counts"
    assert run_of(open_ladder("zhejiang-peace").ladder, 1) == "1 year in a row"


def test_the_report_of_one_unit_speaks_of_one(pingan: Callable, tmp_path: Path) -> None:
    rows = "".join(f"{year},甲\n" for year in range(2012, 2015))
    (tmp_path / "cards.csv").write_text(f"year,unit\n{rows}", encoding="utf-8")
    asked = ["--data", "cards.csv", "--units", "none"]
    for form in ("md", "html"):
        assert pingan("report", *asked, "--format", form, "-o", f"out.{form}").status == 0
        assert ONE_OF_MANY.findall((tmp_path / f"out.{form}").read_text(encoding="utf-8")) == []
