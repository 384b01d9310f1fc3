"""Claims held against histories; `test_every_record` tries every completion."""

import pytest

from engine.small_ladders import history, ladder, terms
from pingan_cli.claims.audit import CONFIRMED, CONTRADICTED, UNDECIDED, audit_count, audit_unit
from pingan_cli.claims.deduction import Claim

SAFE = ladder()


def claim(kind, value, *years, unit="unit"):
    return Claim("c", unit, kind, str(value), years)


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
    histories = [(letters, history(letters)) for letters in ("HHH", "H?H", "MMM", "???")]
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
    finding = audit_count(
        SAFE, asked, lambda year: [*zip("abcd", map(history, ("HHH", "HH?", "HH?", "HHM")), strict=True)]
    )
    assert (finding.claim, finding.status, tuple(finding.bounds[0])) == (asked, status, (2007, 1, 3))


def test_a_count_is_held_against_the_units_of_each_year():
    units = [("a", history("HH")), ("b", history("HM")), ("c", history("HH"))]
    of_year = {2005: units[:2], 2006: units}
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
