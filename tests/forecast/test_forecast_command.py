"""`pingan forecast`: what people see, what programs read, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from rich.cells import cell_len

ALL = """\
Safe Zhejiang: what may come after 2023

Unit  Run  Next                     A miss
───────────────────────────────────────────────────────
Ash     9  Gold 2026                10 years
Elm     4  Bronze 2025              5 years
Oak   1-9  Ding* 2025 to Gold 2026  2 to 10 years later

Every year is the earliest there can be: every further year is held.
A tier is announced in the year after its own; that year is in brackets where
there is room.
What a miss costs: how much later the next tiers come, and the year of the first
of them.
* once more: the unit has held that tier or a higher one before and starts
again.
For 1 unit the records leave the run open: its row goes from every year not on
record missed to every one held; 'pingan forecast UNIT' shows both.
"""

WHAT_IF = """\
Safe Zhejiang: what may come after 2023; and what if 2024 was missed

Elm

         2005      2010      2015      2020      2025      2030
Today    × × × × × × × × × × ● ● ◆1● × ● ● ◆1● · ◇2· · ◇3· · ◇4
What if  × × × × × × × × × × ● ● ◆1● × ● ● ◆1● – · · ◇1· · ◇2·

Years in a row by the end of 2023: 4, since 2020; honour: Peace Ding
What if: Years in a row by the end of 2024: 0; honour: Peace Ding

Tier          Today  Announced  What if  Announced  Change
─────────────────────────────────────────────────────────────────
Peace Ding*  has it                2027       2028
Bronze Ding    2025       2026     2030       2031  5 years later
Silver Ding    2028       2029     2033       2034  5 years later
Gold Ding      2031       2032     2036       2037  5 years later

● held  ◆ held, and a tier awarded  × missed  · to be held
◇ to be held, and a tier awarded  – assumed missed
1 Peace Ding  2 Bronze Ding  3 Silver Ding  4 Gold Ding

What if is only supposed, and on no record: that 2024 was missed.
Every year is the earliest there can be: every further year is held.
* once more: the unit has held that tier or a higher one before and starts
again.
"""


def shown(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def test_every_unit_with_its_next_three_tiers_and_the_cost_of_a_miss(terminal: Callable, cards: list[str]) -> None:
    assert shown(terminal(80, "forecast", *cards).out.split("Records:")[0]) == ALL


def test_what_if_stands_beside_today(terminal: Callable, cards: list[str]) -> None:
    out = terminal(80, "forecast", "Elm", "--lose", "2024", *cards).out
    assert shown(out.split("Records:")[0]) == shown(WHAT_IF)


def test_a_pipe_gets_the_year_of_the_ceremony_too(pingan: Callable, cards: list[str]) -> None:
    out = pingan("forecast", *cards).out
    assert "Gold Ding 2026 (2027)" in out
    assert "10 years: Gold Ding 2036" in out


def test_the_published_two_star_ding_of_dongtou_and_what_a_miss_would_cost_it(pingan: Callable) -> None:
    """18 years by 2022; three more make the next star, and after a miss 21 must be counted anew."""
    answer = json.loads(pingan("forecast", "Dongtou", "--year", "2022", "--format", "json").out)
    today = answer["units"][0]["today"]
    assert (answer["year"], today["miss_year"], today["hypothetical"]) == (2022, 2023, False)
    assert today["min"] == today["max"]
    assert today["min"]["next"][0] == {
        "tier": "gold-ding-3",
        "year": 2025,
        "announced": 2026,
        "anew": False,
        "if_missed": 2044,
        "lost": 19,
    }


def test_a_year_not_on_record_leaves_two_cases(pingan: Callable, cards: list[str]) -> None:
    units = json.loads(pingan("forecast", "Oak", "--format", "json", *cards).out)["units"]
    low, high = units[0]["today"]["min"], units[0]["today"]["max"]
    assert (low["streak"], high["streak"]) == (1, 9)
    assert (low["next"][0]["tier"], low["next"][0]["anew"], low["cost"]) == ("ding", True, 2)
    assert (high["next"][0]["tier"], high["next"][0]["anew"], high["cost"]) == ("gold-ding", False, 10)
    held = json.loads(pingan("forecast", "Oak", "--hold", "2022", "--format", "json", *cards).out)["units"][0]
    assert held["what_if"]["min"] == {**held["what_if"]["max"], "instead": held["what_if"]["min"]["instead"]}
    assert held["what_if"]["hypothetical"] is True
    assert held["what_if"]["min"]["streak"] == 9


def test_csv_has_a_row_for_each_tier_of_each_case(pingan: Callable, cards: list[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(pingan("forecast", "--lose", "2024", "--format", "csv", *cards).out)))
    oak = [row for row in rows if row["code"] == "Oak"]
    assert [(row["scenario"], row["reading"]) for row in oak[::3]] == [
        ("today", "min"),
        ("what-if", "min"),
        ("today", "max"),
        ("what-if", "max"),
    ]
    assert [row["what_if"] for row in oak if row["scenario"] == "today"] == "2027 2030 2033 2036 2039 2042".split()


@pytest.mark.parametrize(
    ("sort", "order"), [("cost", ["Ash", "Elm", "Oak"]), ("code", ["Ash", "Elm", "Oak"]), ("streak", None)]
)
def test_those_certain_to_lose_most_stand_first(pingan: Callable, cards: list[str], sort: str, order: list) -> None:
    options = ("forecast", "--lose", "2024", "--sort", sort, "--format", "json")
    units = [unit["code"] for unit in json.loads(pingan(*options, *cards).out)["units"]]
    assert units == (order or ["Ash", "Elm", "Oak"])
    if sort == "cost":
        shipped = json.loads(pingan(*options).out)["units"]
        certain = [min(unit["today"][case]["cost"] for case in ("min", "max")) for unit in shipped]
        assert certain == sorted(certain, reverse=True)


def test_only_the_first_are_shown(pingan: Callable, cards: list[str]) -> None:
    first = ("forecast", *cards, "--top", "1")
    assert [each["code"] for each in json.loads(pingan(*first, "--json").out)["units"]] == ["Ash"]
    dearest = pingan(*first, "--sort", "cost", "--format", "csv").out.splitlines()
    assert {line.split(",")[0] for line in dearest[1:]} == {"Ash"}
    assert "\nThese are the first 1 of 3 units.\n" in pingan(*first).out
    refused = pingan("forecast", *cards, "--top", "0")
    assert (refused.status, refused.err.splitlines()[0]) == (2, "error[usage]: --top '0' is no count")


def test_a_unit_whose_record_says_otherwise_is_left_out_or_refused(pingan: Callable, cards: list[str]) -> None:
    ran = pingan("forecast", "--lose", "2022", "--format", "table", *cards)
    assert "2 units are left out, as their records say otherwise than what is assumed: Ash, Elm." in ran.out
    refused = pingan("forecast", "Ash", "--lose", "2022", *cards)
    assert (refused.status, refused.out) == (2, "")
    assert "result-conflict" in refused.err
    assert "hint: ask of a year that is not on record, such as 2024" in refused.err
    assert pingan("forecast", "Ash", "--hold", "2022", *cards).status == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--lose", "2030-2024"], "runs backwards"),
        (["--lose", "20x4"], "'20x4' is no year"),
        (["--lose", "2024", "--hold", "2024"], "2024 cannot be held and lost at once"),
        (["--hold", "1999"], "--hold 1999 lies before 2005"),
        (["--sort", "costs"], "did you mean cost?"),
        (["Ash", "--level", "county"], "--level and --city have no say"),
        (["Asch"], "did you mean Ash?"),
    ],
)
def test_what_cannot_be_meant_is_said(pingan: Callable, cards: list[str], options: list[str], message: str) -> None:
    ran = pingan("forecast", *options, *cards)
    assert ran.status == 2
    assert message in ran.err


@pytest.mark.parametrize(
    "rules", ["guangdong-peace", "zhejiang-safety", "tree-city-usa", "changan-cup", "rlss-service"]
)
@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_every_ladder_can_be_looked_ahead_on(pingan: Callable, rules: str, form: str) -> None:
    ran = pingan("forecast", "--rules", rules, "--format", form)
    assert (ran.status, ran.err) == (0, "")


def test_a_miss_that_recalls_says_until_when(pingan: Callable) -> None:
    out = pingan("forecast", "--rules", "zhejiang-safety").out
    assert "Safety Gold Ding until 2037" in out
    one = pingan("forecast", "Songlan", "--rules", "zhejiang-safety", "--lose", "2029").out
    assert "What is assumed takes the Safety Silver Ding away" not in one
    assert "What is assumed takes the Safety Bronze Ding away for 2029, until 2034." in one


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("options", [[], ["Shangcheng", "Quzhou", "--year", "2023"], ["--lose", "2025"]])
def test_it_fits_the_terminal(terminal: Callable, options: list[str], width: int, lang: str) -> None:
    out = terminal(width, "forecast", *options, "--lang", lang).out
    assert max(map(cell_len, out.splitlines())) <= width


def test_an_award_of_a_year_to_come_says_so(pingan: Callable, cards: list[str]) -> None:
    out = pingan("award", "--year", "2026", *cards).out
    assert out.startswith("Safe Zhejiang: honours for 2026, still to come, to be announced 2027\n")
    assert "pingan forecast tells what may come" in out
    assert "to come" not in pingan("award", "--year", "2023", *cards).out


def test_one_can_look_on_to_a_tier(pingan: Callable) -> None:
    """When could Cixi first be given the Gold Ding? Its fourth tier to come, where the silent years were missed."""
    asked = ["forecast", "Cixi", "--format", "json"]
    (plain,) = json.loads(pingan(*asked).out)["units"]
    (on,) = json.loads(pingan(*asked, "--to", "gold-ding").out)["units"]
    years = [[(each["tier"], each["year"]) for each in on["today"][case]["next"]] for case in ("min", "max")]
    assert years[0][-1] == ("gold-ding", 2020)
    assert years[1][-1] == ("gold-ding", 2016)
    assert on["today"]["min"]["next"][:3] == plain["today"]["min"]["next"]
    assert "Gold Ding    2020" in pingan("forecast", "Cixi", "--to", "金鼎").out
    assert json.loads(pingan(*asked, "--to", "ding").out)["units"] == [plain], "it is among the next three as it is"


def test_a_tier_to_look_on_to_is_one_of_the_ladder_and_for_units_named(pingan: Callable) -> None:
    unknown = pingan("forecast", "Cixi", "--to", "golden")
    assert (unknown.status, unknown.err.split(":")[0]) == (2, "error[tier-unknown]")
    unnamed = pingan("forecast", "--to", "gold-ding")
    assert (unnamed.status, unnamed.err.split(":")[0]) == (2, "error[usage]")
