"""Claims held against histories: every completion tried one by one, and what is said to decide a claim does."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.small_ladders import completions, history, ladder, rank
from pingan_cli.engine.audit import CONFIRMED, CONTRADICTED, UNDECIDED, audit_count, audit_unit
from pingan_cli.engine.deduction import Claim
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
    assert audit_count(SAFE, claim("count-card", 4, 2007), lambda year: histories).status == CONTRADICTED
    assert audit_count(SAFE, claim("count-card", 2, 2007), lambda year: histories[:3]).status == CONFIRMED
