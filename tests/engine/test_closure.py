"""Claims on several units together: every joint history of small ladders tried one by one, and planted conflicts."""

from functools import cache
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.small_ladders import ladder, rank, terms
from pingan_cli.claims.closure import Scope, close, counted_claim
from pingan_cli.claims.deduction import Claim
from pingan_cli.engine.history import History
from pingan_cli.engine.verdict import judge_of

PERIODS = 3
UNITS = ("a", "b", "c")
LADDER = ladder(terms("1 2", every=0), names="ding bronze")
SCOPE = Scope({unit: lambda year: True for unit in UNITS}, lambda claim: claim.unit, lambda claim, year: UNITS)
WORLDS = list(product(range(1 << PERIODS), repeat=len(UNITS)))


def claim(name, kind, value, *years, unit="all"):
    return Claim(name, unit, kind, str(value), years)


@cache
def verdict_of(held, year):
    return judge_of(LADDER, year)(History(held, (1 << PERIODS) - 1))


def true_of(claim, held, year):
    period, verdict = LADDER.periods(year) - 1, verdict_of(held, year)
    if claim.kind == "card":
        return (claim.value == "held") == bool(held >> period & 1)
    if claim.kind == "consecutive":
        return verdict.streak.min == int(claim.value)
    tier = LADDER.tier_named(claim.value)
    return verdict.awarded == tier if claim.kind == "tier" else rank(verdict.honour.min) >= tier.rank


def true(claim, world):
    if not claim.kind.startswith("count"):
        return any(true_of(claim, world[UNITS.index(claim.unit)], year) for year in claim.years)
    return any(
        sum(true_of(counted_claim(claim), held, year) for held in world) == int(claim.value) for year in claim.years
    )


def worlds(claims):
    return [world for world in WORLDS if all(true(each, world) for each in claims)]


@st.composite
def some_claims(draw):
    claims = []
    for number in range(draw(st.integers(1, 5))):
        years = draw(st.sampled_from([(2005,), (2006,), (2007,), (2005, 2006), (2006, 2007)]))
        kind = draw(st.sampled_from(["card", "tier", "tier-at-least", "consecutive", "count", "count"]))
        tier = draw(st.sampled_from(["ding", "bronze"]))
        if kind == "count":
            kind = draw(st.sampled_from(["count-card", f"count-tier-new:{tier}", f"count-tier-at-least:{tier}"]))
            claims.append(claim(f"c{number}", kind, draw(st.integers(0, 3)), *years))
            continue
        value = {"card": draw(st.sampled_from(["held", "missed"])), "consecutive": draw(st.integers(0, 3))}
        claims.append(claim(f"c{number}", kind, value.get(kind, tier), *years, unit=draw(st.sampled_from(UNITS))))
    return claims


@settings(max_examples=150, deadline=None)
@given(some_claims())
def test_what_is_forced_is_true_in_every_world(claims):
    closure = close(LADDER, claims, SCOPE)
    for unit, deduction in closure.deductions.items():
        for card in deduction.cards:
            assert worlds(card.claims), "a card never rests on claims that contradict one another"
            for world in worlds(card.claims):
                assert bool(world[UNITS.index(unit)] >> LADDER.periods(card.year) - 1 & 1) == card.held


@settings(max_examples=50, deadline=None)
@given(some_claims())
@example(
    [
        claim("c0", "tier", "bronze", 2006, 2007, unit="a"),
        claim("c1", "count-card", 1, 2005),
        claim("c2", "count-card", 1, 2006),
        claim("c3", "count-card", 0, 2005, 2006),
        claim("c4", "count-tier-new:bronze", 1, 2006),
    ]
)
def test_conflicts_are_conflicts_and_need_each_of_their_claims(claims):
    for conflict in close(LADDER, claims, SCOPE).conflicts:
        assert not worlds(conflict.claims)
        assert set(conflict.resolved_by) <= set(conflict.claims)
        for each in conflict.claims:
            rest = close(LADDER, [other for other in conflict.claims if other != each], SCOPE)
            assert not rest.conflicts
            assert not any(deduction.conflicts for deduction in rest.deductions.values())


def test_two_counts_of_the_same_that_differ_are_a_conflict_of_two():
    claims = [
        claim("n", "count-card", 2, 2005),
        claim("a", "card", "held", 2005, unit="a"),
        claim("m", "count-card", 1, 2005),
    ]
    conflicts = close(LADDER, claims, SCOPE).conflicts
    assert [[each.id for each in conflict.claims] for conflict in conflicts] == [["n", "m"]]


@settings(max_examples=150, deadline=None)
@given(some_claims())
def test_without_counts_the_closure_is_the_deduction_of_each_unit(claims):
    from pingan_cli.claims.deduction import UNIT_KINDS, deduce

    on_units = [each for each in claims if each.kind in UNIT_KINDS]
    closure = close(LADDER, on_units, SCOPE)
    assert closure.conflicts == ()
    for unit, deduction in closure.deductions.items():
        assert deduction == deduce(LADDER, [each for each in on_units if each.unit == unit])


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
        "c": [],
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
    assert [[each.id for each in conflict.resolved_by] for conflict in closure.conflicts] == [["n", "k"], ["m", "k"]]
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
    assert [[each.id for each in conflict.claims] for conflict in conflicts] == [["r", "s"], ["n", "a"], ["m", "b"]]


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


def test_counts_that_contradict_a_claim_on_each_unit_are_refused_with_the_first_of_these():
    claims = [
        *(claim(unit, "total", 1, 2006, unit=unit) for unit in "cba"),
        claim("n", "count-card", 3, 2005),
        claim("m", "count-tier-at-least:bronze", 3, 2007),
    ]
    conflicts = close(LADDER, claims, SCOPE).conflicts
    assert [[each.id for each in conflict.claims] for conflict in conflicts] == [["c", "n", "m"]]


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
    ("wanted", "before", "result", "units"), [(3, "held", "missed", "b"), (1, "missed", "held", "bc")]
)
def test_a_count_is_contradicted_by_the_units_of_which_the_fewest_claims_tell(wanted, before, result, units):
    """It takes two claims to tell of unit `a`: one card by 2006, and whether it is that of 2005."""
    claims = [
        claim("n", "count-card", wanted, 2006),
        claim("a1", "total", 1, 2006, unit="a"),
        claim("a2", "card", before, 2005, unit="a"),
        *(claim(unit, "card", result, 2006, unit=unit) for unit in units),
    ]
    conflicts = close(LADDER, claims, SCOPE).conflicts
    assert [[each.id for each in conflict.claims] for conflict in conflicts] == [["n", *units]]


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
