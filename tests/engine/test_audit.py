"""Claims held against histories: every completion tried one by one, and what is said to decide a claim does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.small_ladders import completions, history, ladder, rank, terms
from pingan_cli.claims.audit import CONFIRMED, CONTRADICTED, UNDECIDED, audit_count, audit_unit
from pingan_cli.claims.deduction import Claim
from pingan_cli.engine.verdict import judge_of

SAFE = ladder()
KINDS = ["card", "tier", "tier-at-least", "consecutive", "total"]
PERIODS = 7


def claim(kind, value, *years, unit="unit"):
    return Claim("c", unit, kind, str(value), years)


def true(claim, letters):
    def in_year(year):
        period = SAFE.periods(year) - 1
        if claim.kind == "card":
            return (claim.value == "held") == (letters[period] == "H")
        if claim.kind == "total":
            return letters[: period + 1].count("H") == int(claim.value)
        verdict = judge_of(SAFE, year)(history(letters))
        if claim.kind == "consecutive":
            return verdict.streak.min == int(claim.value)
        tier = SAFE.tier_named(claim.value)
        return verdict.awarded == tier if claim.kind == "tier" else rank(verdict.honour.min) >= tier.rank

    return {in_year(year) for year in claim.years}


@st.composite
def claims(draw):
    years = st.integers(2005, 2004 + PERIODS)
    kind = draw(st.sampled_from(KINDS))
    value = {
        "card": draw(st.sampled_from(["held", "missed"])),
        "consecutive": draw(st.integers(0, PERIODS)),
        "total": draw(st.integers(0, PERIODS)),
    }.get(kind, draw(st.sampled_from(["ding", "bronze"])))
    return claim(kind, value, *sorted(draw(st.sets(years, min_size=1, max_size=2))))


def with_years(letters, told):
    changed = list(letters)
    for year, result in told:
        changed[year - 2005] = {"held": "H", "missed": "M"}[result]
    return "".join(changed)


def only(letters, told):
    years = {year for year, _ in told}
    return "".join(letter if 2005 + at in years else "?" for at, letter in enumerate(letters))


@settings(max_examples=150, deadline=None)
@given(st.text("HM?", min_size=PERIODS, max_size=PERIODS), claims())
def test_the_status_is_that_of_every_completion(letters, asked):
    finding = audit_unit(SAFE, asked, history(letters))
    truths = set().union(*(true(asked, each) for each in completions(letters)))
    expected = UNDECIDED if len(truths) > 1 else CONFIRMED if truths == {True} else CONTRADICTED
    assert finding.status == expected
    if expected == UNDECIDED:
        return
    assert audit_unit(SAFE, asked, history(only(letters, finding.shown_by))).status == expected
    for left_out in finding.shown_by:
        fewer = [each for each in finding.shown_by if each != left_out]
        if len(asked.years) == 1:
            assert audit_unit(SAFE, asked, history(only(letters, fewer))).status == UNDECIDED


@settings(max_examples=150, deadline=None)
@given(st.text("HM?", min_size=PERIODS, max_size=PERIODS), claims())
def test_what_would_decide_a_claim_does(letters, asked):
    if len(asked.years) > 1:
        return
    finding = audit_unit(SAFE, asked, history(letters))
    if finding.status == UNDECIDED:
        for told, status in ((finding.confirmed_if, CONFIRMED), (finding.contradicted_if, CONTRADICTED)):
            assert all(letters[year - 2005] == "?" for year, _ in told)
            assert audit_unit(SAFE, asked, history(with_years(letters, told))).status == status
            for left_out in told:
                fewer = [each for each in told if each != left_out]
                assert audit_unit(SAFE, asked, history(with_years(letters, fewer))).status == UNDECIDED


def test_the_gold_ding_of_2016_is_shown_by_twelve_cards():
    finding = audit_unit(SAFE, claim("tier", "gold", 2016), history("HHHHHHHHHHHHHH"))
    assert finding.status == CONFIRMED
    assert finding.shown_by == tuple((year, "held") for year in range(2005, 2017))


def test_one_missing_year_would_decide_it():
    finding = audit_unit(SAFE, claim("tier", "ding", 2007), history("HH?"))
    assert (finding.status, finding.confirmed_if, finding.contradicted_if) == (
        UNDECIDED,
        ((2007, "held"),),
        ((2007, "missed"),),
    )


def test_counts_have_bounds():
    histories = [history(letters) for letters in ("HHH", "H?H", "MMM", "???")]
    finding = audit_count(SAFE, claim("count-tier-new:ding", 2, 2007), lambda year: histories)
    assert [tuple(each) for each in finding.bounds] == [(2007, 1, 3)]
    assert finding.status == UNDECIDED
    assert audit_count(SAFE, claim("count-card", 2, 2007), lambda year: histories[:3]).status == CONFIRMED


@pytest.mark.parametrize(
    ("wanted", "status"),
    [(0, CONTRADICTED), (1, UNDECIDED), (2, UNDECIDED), (3, UNDECIDED), (4, CONTRADICTED)],
)
def test_a_count_is_contradicted_only_outside_its_bounds(wanted, status):
    asked = claim("count-card", wanted, 2007)
    finding = audit_count(SAFE, asked, lambda year: [history(letters) for letters in ("HHH", "HH?", "HH?", "HHM")])
    assert (finding.claim, finding.status, tuple(finding.bounds[0])) == (asked, status, (2007, 1, 3))


def test_a_count_is_held_against_the_units_of_each_year():
    of_year = {2005: [history("H"), history("H")], 2006: [history("HH"), history("HM"), history("HH")]}
    finding = audit_count(SAFE, claim("count-card", 2, 2005, 2006), of_year.__getitem__)
    assert [tuple(each) for each in finding.bounds] == [(2005, 2, 2), (2006, 2, 2)]
    assert finding.status == CONFIRMED


@pytest.mark.parametrize("year", [2003, 2004])
@pytest.mark.parametrize(("kind", "value"), [("card", "held"), ("tier", "ding"), ("total", 0)])
def test_nothing_is_true_of_a_year_before_the_ladder_began(year, kind, value):
    assert audit_unit(SAFE, claim(kind, value, year), history("HHH")).status == CONTRADICTED


def test_a_claim_is_held_against_the_terms_of_its_year():
    lenient_later = ladder(terms("3 6"), terms("2 4", since=2009), names="low high")
    asked = [claim("tier-at-least", "low", year) for year in (2008, 2009)]
    findings = [audit_unit(lenient_later, each, history("MMMHHMM")) for each in asked]
    assert [each.status for each in findings] == [CONTRADICTED, CONFIRMED]
