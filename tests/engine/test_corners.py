"""Cases that mutation testing found no other test to tell apart: a changed `<`, `and` or name must fail here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.small_ladders import history, judged, ladder, terms
from pingan_cli.engine.audit import CONFIRMED, CONTRADICTED, UNDECIDED, audit_unit
from pingan_cli.engine.award import Award
from pingan_cli.engine.course import Standing, course
from pingan_cli.engine.deduction import Claim
from pingan_cli.engine.derivation import derive
from pingan_cli.engine.ladder import HELD, MISSED, REVOKED, WEAK, Limits
from pingan_cli.engine.units import Unit, lines_of

SAFE = ladder()


@pytest.mark.parametrize(
    ("letters", "conferred"), [("HHH", 2007), ("HHHM", 2007), ("HHHMHHH", 2007), ("HHHMHHHHHH", 2014), ("HH", None)]
)
def test_an_honour_was_conferred_when_it_was_first_earned(letters: str, conferred: int | None) -> None:
    assert judged(SAFE, letters).conferred == conferred


def test_an_honour_earned_anew_is_derived_from_both_runs() -> None:
    of = history("HHHMHHH")
    standing = Standing(Unit("1", "one"), judged(SAFE, "HHHMHHH"), tuple(course(SAFE, of, 2011)))
    first, present = derive(SAFE, standing)
    assert [first.tier and first.tier.id, present.tier and present.tier.id] == ["ding", "ding"]
    assert [first.before, present.before] == ["ladder-began", "missed"]
    assert [past.year for past in present.course] == [2009, 2010, 2011]


def test_a_run_that_has_earned_nothing_yet_is_derived_without_a_tier() -> None:
    standing = Standing(Unit("1", "one"), judged(SAFE, "HHHMH"), tuple(course(SAFE, history("HHHMH"), 2009)))
    assert [stretch.tier and stretch.tier.id for stretch in derive(SAFE, standing)] == ["ding", None]


def test_what_a_result_is_worth() -> None:
    limits = {"*": Limits(None, 5.0), "city": Limits(None, 10.0)}
    numbers = ladder(replace(terms("2"), limits=limits), names="low")
    assert numbers.judged("revoked", "city", 0) == REVOKED
    assert numbers.judged("missed", "city", 0) == MISSED
    assert numbers.judged("held", None, 0) == HELD
    assert [numbers.judged(10.0, level, 0) for level in ("city", "county", None)] == [HELD, WEAK, WEAK]
    assert [numbers.judged(5.0, level, 0) for level in ("city", "county", None)] == [HELD, HELD, HELD]
    assert [numbers.judged(10.5, level, 0) for level in ("city", "county", None)] == [WEAK, WEAK, WEAK]


@pytest.mark.parametrize(("letters", "status"), [("HHH", CONFIRMED), ("HHM", CONTRADICTED), ("HH?", UNDECIDED)])
def test_a_finding_is_of_its_claim(letters: str, status: str) -> None:
    claim = Claim("c", "unit", "tier", "ding", (2007,))
    finding = audit_unit(SAFE, claim, history(letters))
    assert (finding.claim, finding.status) == (claim, status)


def test_an_award_narrowed_twice_meets_both_conditions() -> None:
    of = {"a": history("HHHHHH"), "b": history("HHHHHM"), "c": history("MMMHHH")}
    rows = Award(SAFE, 2010, list(of), lambda code: Unit(code, code), of.__getitem__)
    narrowed = rows.only(lambda row: row.unit.code != "a").only(lambda row: row.verdict.streak.min > 0)
    assert [row.unit.code for row in narrowed] == ["c"]


def test_a_unit_is_named_in_chinese_where_it_has_such_a_name() -> None:
    both, english = Unit("1", "Dongtou", "洞头区"), Unit("1", "Dongtou")
    assert [both.named("zh"), both.named("en"), english.named("zh")] == ["洞头区", "Dongtou", "Dongtou"]


def test_lines_stand_in_the_order_of_the_codes_that_they_end_with() -> None:
    long = [Unit("1", "old", last_year=2007), Unit("9", "new", first_year=2008, carries_on="1")]
    assert [line.key for line in lines_of([*long, Unit("5", "other")])] == ["5", "9"]
