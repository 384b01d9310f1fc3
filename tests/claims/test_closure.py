"""Claims on several units together, planted one by one; `test_every_record` tries every record of all units."""

import pytest

from engine.small_ladders import ladder, terms
from pingan_cli.claims.closure import Scope, close, counted_claim
from pingan_cli.claims.deduction import Claim

UNITS = ("a", "b", "c")
LADDER = ladder(terms("1 2", every=0), names="ding bronze")
SCOPE = Scope({unit: lambda year: True for unit in UNITS}, lambda claim: claim.unit, lambda claim, year: UNITS)


def claim(name, kind, value, *years, unit="all"):
    return Claim(name, unit, kind, str(value), years)


def test_two_counts_of_the_same_that_differ_are_a_conflict_of_two():
    claims = [
        claim("n", "count-card", 2, 2005),
        claim("a", "card", "held", 2005, unit="a"),
        claim("m", "count-card", 1, 2005),
    ]
    conflicts = close(LADDER, claims, SCOPE).conflicts
    assert [[each.id for each in conflict.claims] for conflict in conflicts] == [["n", "m"]]


@pytest.mark.parametrize(
    ("kind", "means"),
    [
        ("count-card", ("card", "held")),
        ("count-card@city", ("card", "held")),
        ("count-tier-new:gold", ("tier", "gold")),
        ("count-tier-at-least:gold@county", ("tier-at-least", "gold")),
    ],
)
def test_what_a_count_says_of_each_unit(kind, means):
    counted = counted_claim(claim("c", kind, 3, 2016))
    assert (counted.kind, counted.value) == means


def test_a_count_that_leaves_no_choice_forces_the_others():
    claims = [claim("n", "count-card", 2, 2006), claim("a", "card", "missed", 2006, unit="a")]
    closure = close(LADDER, claims, SCOPE)
    assert all(deduction.conflicts == () for deduction in closure.deductions.values())
    cards = {unit: deduction.cards for unit, deduction in closure.deductions.items()}
    for unit in "bc":
        assert [(card.year, card.held, [each.id for each in card.claims]) for card in cards[unit]] == [
            (2006, True, ["n", "a"])
        ]


def test_a_count_that_is_reached_rules_the_others_out():
    claims = [claim("n", "count-card", 1, 2006), claim("b", "tier", "bronze", 2006, unit="b")]
    cards = {unit: deduction.cards for unit, deduction in close(LADDER, claims, SCOPE).deductions.items()}
    assert [(card.year, card.held, [each.id for each in card.claims]) for card in cards["a"]] == [
        (2006, False, ["n", "b"])
    ]


def test_what_a_count_forces_can_force_another():
    claims = [
        claim("n5", "count-card", 2, 2005),
        claim("n6", "count-tier-at-least:bronze", 2, 2006),
        claim("a", "card", "missed", 2005, unit="a"),
    ]
    cards = close(LADDER, claims, SCOPE).deductions["b"].cards
    assert [(card.year, card.held, {each.id for each in card.claims}) for card in cards] == [
        (2005, True, {"n5", "a"}),
        (2006, True, {"n6", "a"}),
    ]


def test_a_count_that_cannot_be_is_reported_with_the_smallest_claims_against_it():
    claims = [
        claim("n", "count-card", 3, 2006),
        claim("a1", "consecutive", 0, 2006, unit="a"),
        claim("a2", "card", "held", 2005, unit="a"),
        claim("b", "card", "held", 2006, unit="b"),
    ]
    closure = close(LADDER, claims, SCOPE)
    assert [[each.id for each in conflict.claims] for conflict in closure.conflicts] == [["n", "a1"]]
    assert [each.id for each in closure.conflicts[0].resolved_by] == ["n", "a1"]
    assert [card.year for card in closure.deductions["a"].cards] == [2005]
    assert [card.year for card in closure.deductions["b"].cards] == [2006]


def test_an_unclear_year_counts_only_where_both_years_agree():
    both = [claim("n", "count-card", 2, 2005, 2006), claim("a", "card", "missed", 2006, unit="a")]
    assert "b" not in close(LADDER, both, SCOPE).deductions
    reached = [
        claim("n", "count-card", 1, 2005, 2006),
        claim("a", "card", "held", 2005, unit="a"),
        claim("b", "card", "held", 2006, unit="b"),
    ]
    deductions = close(LADDER, reached, SCOPE).deductions
    assert {unit: [(card.year, card.held) for card in each.cards] for unit, each in deductions.items()} == {
        "a": [(2005, True)],
        "b": [(2006, True)],
    }
    impossible = [
        claim("n", "count-card", 3, 2005, 2006),
        claim("a", "card", "missed", 2005, unit="a"),
        claim("b", "card", "missed", 2006, unit="b"),
    ]
    assert [[each.id for each in conflict.claims] for conflict in close(LADDER, impossible, SCOPE).conflicts] == [
        ["n", "a", "b"]
    ]


def test_claims_that_count_the_same_are_all_refused_where_any_two_of_them_differ():
    claims = [claim(name, "count-card", value, 2005) for name, value in zip("nmk", (2, 2, 0), strict=True)]
    closure = close(LADDER, [*claims, claim("a", "card", "held", 2006, unit="a")], SCOPE)
    assert [[each.id for each in conflict.claims] for conflict in closure.conflicts] == [["n", "k"], ["m", "k"]]
    assert [[each.id for each in conflict.resolved_by] for conflict in closure.conflicts] == [["k"], ["k"]]
    assert {unit: [card.year for card in each.cards] for unit, each in closure.deductions.items()} == {"a": [2006]}


def test_a_count_that_cannot_be_at_all_is_a_conflict_of_one_and_told_once():
    claims = [claim(name, "count-card", value, 2005) for name, value in zip("nmk", (4, 2, 2), strict=True)]
    closure = close(LADDER, [*claims, claim("a", "card", "missed", 2005, unit="a")], SCOPE)
    assert [[each.id for each in conflict.claims] for conflict in closure.conflicts] == [["n"]]
    assert [card.held for card in closure.deductions["b"].cards] == [True]


def test_conflicts_that_share_no_claim_are_all_told():
    claims = [
        claim("n", "count-card", 3, 2005),
        claim("a", "card", "missed", 2005, unit="a"),
        claim("m", "count-card", 3, 2006),
        claim("b", "card", "missed", 2006, unit="b"),
        claim("r", "count-card", 1, 2007),
        claim("s", "count-card", 2, 2007),
    ]
    conflicts = close(LADDER, claims, SCOPE).conflicts
    assert [[each.id for each in conflict.claims] for conflict in conflicts] == [["n", "a"], ["m", "b"], ["r", "s"]]


def test_counts_that_contradict_the_same_claim_are_all_refused():
    claims = [
        claim("n", "count-card", 3, 2006),
        claim("m", "count-tier-new:bronze", 3, 2006),
        claim("a", "card", "missed", 2006, unit="a"),
    ]
    closure = close(LADDER, claims, SCOPE)
    assert [[each.id for each in conflict.claims] for conflict in closure.conflicts] == [["n", "a"], ["m", "a"]]
    assert not any(deduction.cards for deduction in closure.deductions.values())


def test_two_counts_that_contradict_one_another_through_each_unit_are_one_conflict():
    claims = [claim("n", "count-card", 0, 2005), claim("m", "count-tier-at-least:bronze", 3, 2006)]
    closure = close(LADDER, claims, SCOPE)
    assert [[each.id for each in conflict.claims] for conflict in closure.conflicts] == [["n", "m"]]
    assert not closure.deductions


def test_counts_that_contradict_a_claim_on_each_unit_do_so_with_each():
    claims = [
        *(claim(unit, "total", 1, 2006, unit=unit) for unit in "cba"),
        claim("n", "count-card", 3, 2005),
        claim("m", "count-tier-at-least:bronze", 3, 2007),
    ]
    conflicts = close(LADDER, claims, SCOPE).conflicts
    assert [[each.id for each in conflict.claims] for conflict in conflicts] == [
        ["c", "n", "m"],
        ["b", "n", "m"],
        ["a", "n", "m"],
    ]


def test_what_a_count_forces_can_rule_a_unit_out_of_another():
    claims = [
        claim("n5", "count-card", 2, 2005),
        claim("n6", "count-tier-at-least:ding", 2, 2006),
        claim("a", "card", "missed", 2005, unit="a"),
    ]
    for order in (claims, [claims[1], claims[0], claims[2]]):
        cards = close(LADDER, order, SCOPE).deductions["a"].cards
        assert [(card.year, card.held, {each.id for each in card.claims}) for card in cards] == [
            (2005, False, {"a"}),
            (2006, False, {"n5", "n6", "a"}),
        ]


@pytest.mark.parametrize(
    ("wanted", "before", "result", "units", "also"),
    [(3, "held", "missed", "b", ["n a1 a2"]), (1, "missed", "held", "bc", ["n a1 a2 b", "n a1 a2 c"])],
)
def test_of_all_conflicts_of_a_count_those_of_the_fewest_claims_come_first(wanted, before, result, units, also):
    """It takes two claims to tell of unit `a`: one card by 2006, and whether it is that of 2005."""
    claims = [
        claim("n", "count-card", wanted, 2006),
        claim("a1", "total", 1, 2006, unit="a"),
        claim("a2", "card", before, 2005, unit="a"),
        *(claim(unit, "card", result, 2006, unit=unit) for unit in units),
    ]
    conflicts = close(LADDER, claims, SCOPE).conflicts
    assert [[each.id for each in conflict.claims] for conflict in conflicts] == [
        ["n", *units],
        *(each.split() for each in also),
    ]


LATER = Scope({**SCOPE.exists, "b": lambda year: year >= 2006}, SCOPE.key, lambda claim, year: {
    "all": UNITS, "east": ("a", "b") if year >= 2006 else ("a",), "west": ("c",)
}[claim.unit])  # fmt: skip
"""Unit `b` exists from 2006 on; `a` and `b` lie in the east, `c` in the west."""


def test_a_unit_that_has_not_existed_long_enough_has_not_earned_what_is_counted():
    claims = [claim("n", "count-tier-at-least:bronze", 2, 2006)]
    cards = {unit: deduction.cards for unit, deduction in close(LADDER, claims, LATER).deductions.items()}
    assert {unit: [(card.year, card.held) for card in own] for unit, own in cards.items()} == {
        "a": [(2005, True), (2006, True)],
        "c": [(2005, True), (2006, True)],
    }


def test_a_unit_that_is_ruled_out_by_when_it_existed_is_so_without_a_claim():
    claims = [claim("n", "count-tier-at-least:bronze", 2, 2006), claim("b", "card", "held", 2006, unit="b")]
    cards = close(LADDER, claims, LATER).deductions["a"].cards
    assert [(card.year, card.held, [each.id for each in card.claims]) for card in cards] == [
        (2005, True, ["n"]),
        (2006, True, ["n"]),
    ]


def test_a_count_is_of_the_units_that_it_means_in_its_year():
    for unit, year, forced in (("east", 2005, ["a"]), ("east", 2006, []), ("west", 2006, ["c"])):
        assert [*close(LADDER, [claim("n", "count-card", 1, year, unit=unit)], LATER).deductions] == forced


def test_claims_on_a_unit_are_held_against_the_years_in_which_it_existed():
    early = [claim("b", "card", "held", 2005, unit="b"), claim("n", "count-card", 3, 2005)]
    closure = close(LADDER, early, LATER)
    assert [[each.id for each in conflict.claims] for conflict in closure.deductions["b"].conflicts] == [["b"]]
    late = close(LADDER, [claim("b", "tier", "bronze", 2007, unit="b")], LATER).deductions["b"]
    assert [(card.year, card.held) for card in late.cards] == [(2006, True), (2007, True)]


def test_a_search_that_is_given_up_still_gives_claims_of_which_none_can_be_left_out(monkeypatch):
    monkeypatch.setattr("pingan_cli.claims.smallest.SEARCH_LIMIT", 0)
    claims = [
        claim("n", "count-card", 2, 2006),
        claim("a0", "card", "held", 2005, unit="a"),
        claim("a1", "consecutive", 0, 2006, unit="a"),
    ]
    cards = close(LADDER, claims, SCOPE).deductions["b"].cards
    assert [(card.year, card.held, {each.id for each in card.claims}) for card in cards] == [(2006, True, {"n", "a1"})]
