"""Cards on ladders with years not held, rounds, terms, weights, and several results for one year."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

LADDER = """
ladder: own
name: Own
card: Card
sources: [{title: The rules, url: "https://example.org/rules"}]
first_year: 2010
announced: 0
streak: consecutive
miss: {honours: keep}
revocation: {count: zero, honours: keep}
tiers: [{id: two, at: 2, name: Two}, {id: five, at: 5, name: Five}]
"""
GRADES = """
results:
  kind: grade SEVERAL
  grades: [{id: gold, name: Gold, weight: 2}, {id: silver, name: Silver}, {id: bronze, name: Bronze}]
counts: {grades: [gold, silver]}
"""
ONE = GRADES.replace(" SEVERAL", "")
BEST = GRADES.replace(" SEVERAL", "\n  several: best")


@pytest.fixture
def award(pingan: Callable, tmp_path: Path) -> Callable:
    """The streaks of units by the end of a year, or the codes and lines of what is wrong."""

    def run(rule: str, cards: str, year: int, *args: str, since: str = "2010") -> dict[str, str] | list[str]:
        (tmp_path / "own.yaml").write_text(LADDER + rule, encoding="utf-8")
        (tmp_path / "cards.csv").write_text(cards, encoding="utf-8")
        options = ("--rules", "own.yaml", "--units", "none", "--data", "cards.csv", "--format", "csv")
        result = pingan("award", *options, "--year", str(year), "--since", since, *args)
        if result.status:
            return [line.split(" ")[0].removesuffix(":") for line in result.err.splitlines() if "error[" in line]
        rows = csv.DictReader(io.StringIO(result.out))
        return {row["name"]: "-".join(dict.fromkeys((row["streak_min"], row["streak_max"]))) for row in rows}

    return run


LISTS = "year,unit\n2018,Elm\n2019,Elm\n2021,Elm\n2022,Elm\n2018,Ash\n2019,Ash\n2022,Ash\n"
WIDE = "unit,2018,2019,2020,2021,2022\nElm,1,1,取消,1,1\nAsh,1,1,,,1\n"


def test_a_year_not_held_counts_neither_way(award: Callable) -> None:
    rule = "not_held: [2020]"
    assert award(rule, LISTS, 2022, since="2018") == award(rule, WIDE, 2022, since="2018") == {"Elm": "4", "Ash": "1"}
    assert award(rule, LISTS, 2020, since="2018") == {"Ash": "2", "Elm": "2"}


def test_a_card_in_a_year_without_a_period_is_a_problem(award: Callable) -> None:
    assert award("not_held: 2020", LISTS + "2020,Oak\n", 2022) == ["cards.csv:9:1"]
    assert award("rounds: [2010, 2018, 2019, 2021]", LISTS, 2022, since="2018") == {"Elm": "4", "Ash": "1"}
    assert award("rounds: [2010, 2018, 2019, 2022]", LISTS, 2022) == ["cards.csv:4:1"]


def test_of_several_results_the_best_counts_where_the_ladder_says_so(award: Callable) -> None:
    cards = "year,unit,result\n2010,Ann,silver\n2010,Ann,gold\n2010,Bob,bronze\n2010,Bob,silver\n2011,Bob,gold\n"
    assert award(BEST, cards, 2011) == {"Bob": "3", "Ann": "0"}
    assert award(BEST, cards, 2010) == {"Ann": "2", "Bob": "1"}
    assert award(ONE, cards, 2010) == ["cards.csv:3:10", "cards.csv:5:10"]
    assert award(BEST, f"{cards}2011,Bob,revoked\n", 2011) == ["cards.csv:7:10"]
    assert award(BEST, f"{cards}2010,Ann,unknown\n", 2010) == {"Ann": "2", "Bob": "1"}  # nothing is better than gold
    assert award(BEST, f"{cards}2010,Bob,unknown\n", 2010) != award(BEST, cards, 2010)
    number = "results: {kind: number, several: best}\ncounts: {at_least: 10}"
    assert award(number, "year,unit,result\n2010,Ann,9\n2010,Ann,12\n2011,Ann,10\n", 2011) == {"Ann": "2"}


def test_of_the_years_of_a_term_the_best_counts(award: Callable) -> None:
    rule = "period: 2\n"
    cards = "year,unit,result\n2010,Ann,bronze\n2011,Ann,gold\n2012,Ann,silver\n2013,Ann,missed\n"
    assert award(rule + ONE, cards, 2013) == {"Ann": "3"}
    assert award(rule + ONE, cards + "2013,Ann,gold\n", 2013) == ["cards.csv:6:10"]
    assert award(rule + BEST, cards + "2013,Ann,gold\n", 2013) == {"Ann": "4"}
    assert award(rule + ONE, cards.replace("2012,Ann,silver", "2012,Ann,unknown"), 2013) == {"Ann": "0-4"}
    assert award(rule + ONE, cards.replace("2012,Ann,silver", "2012,Ann,revoked"), 2013) == ["cards.csv:5:10"]


def test_weights_are_counted_and_what_is_unknown_counts_for_the_most(award: Callable) -> None:
    cards = "year,unit,result\n2010,Ann,gold\n2011,Ann,silver\n2010,Bob,silver\n2011,Bob,unknown\n"
    assert award(ONE, cards, 2011) == {"Ann": "3", "Bob": "0-3"}


@pytest.mark.parametrize("rule", ["not_held: [2012]\n" + ONE, ONE, BEST, "lasts: 2\nmost: 9\nstanding: 2\n" + ONE])
def test_a_large_list_gives_the_same_bytes(award: Callable, rule: str, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    grades = ("gold", "silver", "bronze", "missed", "unknown")
    rows = [
        f"{year},unit {unit},{grades[(unit * 7 + year * (unit % 5 + 1)) % 5]}\n"
        for unit in range(60) for year in range(2010, 2019) if year != 2012
    ]  # fmt: skip
    cards = "year,unit,result\n" + "".join(rows)
    plain = award(rule, cards, 2018, "-o", "plain.csv")
    assert plain == {}
    assert award(rule, cards, 2018, "--backend", "duckdb", "-o", "large.csv") == {}
    assert (tmp_path / "plain.csv").read_bytes() == (tmp_path / "large.csv").read_bytes()


def test_years_without_a_period_part_nothing_where_a_run_is_told(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(f"{LADDER}not_held: [2020]\n", encoding="utf-8")
    (tmp_path / "cards.csv").write_text(LISTS, encoding="utf-8")
    options = ("--rules", "own.yaml", "--units", "none", "--data", "cards.csv", "--since", "2018")
    assert "2018-2022 held, by the card files" in pingan("streak", "Elm", "--why", *options).out
    assert "2023–2025 held" not in pingan("streak", "Elm", *options).out
    assert pingan("report", *options, "-o", "page.html").status == 0
    assert "It was given to nobody for 2020." in (tmp_path / "page.html").read_text(encoding="utf-8")
    told = pingan("forecast", "Elm", *options, "--hold", "2020").err
    assert told == "error[usage]: --hold 2020 is no year in which a card can be given\n"
