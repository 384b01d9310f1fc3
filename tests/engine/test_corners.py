"""Cases that mutation testing found no other test to tell apart: a changed `<`, `and` or name must fail here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.small_ladders import history, judged, ladder, terms
from pingan_cli.claims.audit import CONFIRMED, CONTRADICTED, UNDECIDED, audit_unit
from pingan_cli.claims.deduction import Claim
from pingan_cli.engine.award import Award
from pingan_cli.engine.course import (
    BROKEN,
    CONFERRED,
    FIRST,
    OPEN,
    RECALLED,
    Standing,
    changes_in,
    changes_of,
    course,
    derive,
)
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import HELD, MISSED, REVOKED, WEAK, Limits, Names, Terms
from pingan_cli.engine.outcomes import outcomes
from pingan_cli.engine.streak import walk_of
from pingan_cli.engine.units import Unit, lines_of
from pingan_cli.engine.verdict import ahead, awards, is_open, judge_of, may_hold

SAFE = ladder()


@pytest.mark.parametrize(
    ("letters", "conferred"), [("HHH", 2007), ("HHHM", 2007), ("HHHMHHH", 2007), ("HHHMHHHHHH", 2014), ("HH", None)]
)
def test_an_honour_was_conferred_when_it_was_first_earned(letters: str, conferred: int | None) -> None:
    assert judged(SAFE, letters).conferred == conferred


@pytest.mark.parametrize(
    ("letters", "first", "stretches"),
    [
        ("M", 0, []),
        ("HH", 0, [("2005 2006", 2, None, "ladder-began", 2005)]),
        ("?HH", 0, [("2006 2007", 2, None, "unknown", 2005)]),
        ("HHH", 0, [("2005 2006 2007", 3, "ding", "ladder-began", 2005)]),
        ("HHHM", 0, [("2005 2006 2007", 3, "ding", "ladder-began", 2005)]),
        ("MMHHH", 2, [("2007 2008 2009", 3, "ding", "unit-began", 2007)]),
        (
            "MRHHHH",
            0,
            [("2007 2008 2009", 3, "ding", "revoked", 2006), ("2007 2008 2009 2010", 4, None, "revoked", 2006)],
        ),
        (
            "HHHMHHH",
            0,
            [("2005 2006 2007", 3, "ding", "ladder-began", 2005), ("2009 2010 2011", 3, "ding", "missed", 2008)],
        ),
        ("HHHMH", 0, [("2005 2006 2007", 3, "ding", "ladder-began", 2005), ("2009", 1, None, "missed", 2008)]),
    ],
)
def test_the_runs_behind_an_honour_and_a_streak(letters: str, first: int, stretches: list[tuple[object, ...]]) -> None:
    """`first` is the period in which the unit began."""
    past = course(SAFE, history(letters), 2004 + len(letters), first)
    derived = derive(SAFE, Standing(Unit("1", "one"), judged(SAFE, letters), tuple(past)))
    told = [(" ".join(str(past.year) for past in each.course), each.length, each.tier, *each[3:]) for each in derived]
    assert [(*each[:2], each[2] and each[2].id, *each[3:]) for each in told] == stretches


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("HHHH", [(CONFERRED, "high", None, None)]),
        ("MHHHM", [(BROKEN, None, (3, 3), 2006), (RECALLED, "low", None, None)]),
        ("MMHM", [(BROKEN, None, (1, 1), 2007)]),
        ("MH", [(FIRST, None, None, None)]),
        ("M?H", [(OPEN, None, None, None), (FIRST, None, None, None)]),
        ("HHHHMMHHM", [(BROKEN, None, (2, 2), 2011), (RECALLED, "low", None, None)]),
    ],
)
def test_what_a_year_changed_and_what_had_been_earned_by_its_end(
    letters: str, expected: list[tuple[str, str | None, tuple[int, int] | None, int | None]]
) -> None:
    recalling = ladder(terms("2 4", miss_recalls=True), names="low high")
    found = list(changes_in(recalling, history(letters), 2004 + len(letters)))
    assert [(each.kind, each.tier and each.tier.id, each.lost, each.lost_since) for each in found] == expected
    assert {each.verdict for each in found} == {judged(recalling, letters)}


def test_changes_are_told_by_their_kind_and_the_highest_tiers_first() -> None:
    of = {"a": "HHH", "b": "HHHHHH", "c": "HHHM", "d": "MMH", "e": "HH?", "f": "MHHH", "g": "MMMHHHHHH"}
    histories = {code: history(letters.rjust(9, "M")) for code, letters in of.items()}
    changed = changes_of(SAFE, 2013, [Unit(code, code) for code in of], histories.__getitem__)
    assert [(each.unit.code, each.change.kind, each.change.tier and each.change.tier.id) for each in changed] == [
        ("b", CONFERRED, "bronze"),
        ("g", CONFERRED, "bronze"),
        ("a", CONFERRED, "ding"),
        ("f", CONFERRED, "ding"),
        ("c", BROKEN, None),
        ("d", FIRST, None),
        ("e", OPEN, None),
    ]


def test_the_periods_to_come_are_those_of_a_history_that_holds_them() -> None:
    walk = walk_of(SAFE)
    coming = list(ahead(SAFE, walk(History(0b01011, 0), 5).state, 5, 2014))
    assert coming == [(period, walk(History(0b01011 | -1 << 5, 0), period + 1).state) for period in range(5, 10)]
    assert list(awards(SAFE, walk(History(0b01011, 0), 5).state, 5, 2014)) == [(0, 7)]


@pytest.mark.parametrize(
    ("rule", "letters", "years"),
    [
        (terms("1"), "H", []),
        (terms("1", forgiven=1), "HM", []),
        (terms("1", standing=2), "HH", []),
        (terms("1", standing=2, forgiven=1), "HHM", [2008, 2009]),
    ],
)
def test_nothing_is_looked_for_at_the_top_unless_it_will_be_reached_anew(
    rule: Terms, letters: str, years: list[int]
) -> None:
    top, periods = ladder(rule, names="low"), len(letters)
    state = walk_of(top)(history(letters), periods).state
    assert [top.year(period) for period, _ in ahead(top, state, periods)] == years


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
    assert [both.of("zh"), both.of("en"), english.of("zh")] == ["洞头区", "Dongtou", "Dongtou"]


def test_why_a_history_goes_as_it_does_is_said_in_the_language_asked_for_or_in_the_other() -> None:
    both, english, chinese = (
        Unit("1", "Dongtou", reason=reason, reason_zh=reason_zh)
        for reason, reason_zh in (("renamed", "更名"), ("renamed", ""), ("", "更名"))
    )
    assert [unit.why.zh for unit in (both, english, chinese)] == ["更名", "renamed", "更名"]
    assert [unit.why.en for unit in (both, english, chinese)] == ["renamed", "renamed", "更名"]


def test_lines_stand_in_the_order_of_the_codes_that_they_end_with() -> None:
    long = [Unit("1", "old", last_year=2007), Unit("9", "new", first_year=2008, carries_on="1")]
    assert [line.key for line in lines_of([*long, Unit("5", "other")])] == ["5", "9"]


@pytest.mark.parametrize(
    ("letters", "is_it_open", "may"),
    [
        ("HHH", False, [False, False]),
        ("HHM", False, [False, False]),
        ("HH?", True, [True, False]),
        ("HHHHH?", True, [False, True]),
        ("??????", True, [True, True]),
        ("HHHM?", True, [False, False]),
        ("HHHHHH???", True, [False, False]),
    ],
)
def test_what_the_records_leave_open(letters: str, is_it_open: bool, may: list[bool]) -> None:
    verdict = judged(SAFE, letters)
    assert is_open(verdict) == is_it_open
    assert [may_hold(verdict, tier) for tier in SAFE.named[:2]] == may


@pytest.mark.parametrize(("letters", "recorded"), [("H", True), ("M", True), ("H?", False), ("?H", True), ("R", True)])
def test_whether_the_judged_year_is_on_record(letters: str, recorded: bool) -> None:
    assert judged(SAFE, letters).recorded == recorded


def test_what_is_known_of_later_years_says_nothing_of_the_year_judged() -> None:
    verdict = judge_of(SAFE, 2007)(history("HHHHHH"))
    assert (verdict.streak, verdict.honour.min, verdict.recorded) == ((3, 3), SAFE.named[0], True)


def test_what_is_known_of_later_years_decides_nothing_of_the_years_before() -> None:
    assert outcomes(SAFE, history("H?HH"), 3) == (frozenset({-1, 0}), frozenset({-1, 0}))


def test_stars_are_counted_in_figures_and_in_words() -> None:
    tier = SAFE.tier(4 + 10)
    assert tier is not None
    assert (tier.id, tier.name, tier.short) == ("star-11", ("Eleven-Star Ding", "十一星鼎"), ("11★", "11★"))
    assert (tier.name.of("zh"), tier.name.of("en")) == ("十一星鼎", "Eleven-Star Ding")


def test_limits_include_their_ends() -> None:
    assert [Limits(2.0, 4.0).allow(number) for number in (1.9, 2.0, 4.0, 4.1)] == [False, True, True, False]
    assert [Limits(None, 4.0).allow(-1.0), Limits(2.0, None).allow(9.0)] == [True, True]


def test_the_count_that_a_tier_takes() -> None:
    closed, open_ended = terms("3 6"), terms("3 6", every=2)
    assert [closed.at(rank) for rank in range(4)] == [3, 6, None, None]
    assert [open_ended.at(rank) for rank in range(4)] == [3, 6, 8, 10]


def test_grades_that_count_that_only_hold_and_that_do_neither() -> None:
    grades = (("a", Names("A", "甲"), True), ("b", Names("B", "乙"), True), ("c", Names("C", "丙"), False))
    graded = replace(ladder(replace(terms("2"), grades=("a",)), names="low"), grades=grades)
    assert [graded.judged(grade, None, 0) for grade in ("a", "b", "c")] == [HELD, WEAK, MISSED]


def test_grades_are_judged_by_the_terms_of_their_year() -> None:
    both = (replace(terms("2"), grades=("a",)), replace(terms("2", since=2007), grades=("a", "b")))
    graded = replace(ladder(*both, names="low"), grades=(("a", Names("A", "甲"), True), ("b", Names("B", "乙"), True)))
    assert [graded.judged("b", None, period) for period in range(4)] == [WEAK, WEAK, HELD, HELD]


def test_units_of_a_line_stand_by_their_first_years_whatever_their_codes() -> None:
    middle = Unit("5", "middle", first_year=2006, last_year=2009, carries_on="9")
    units = [Unit("1", "late", first_year=2010, carries_on="5"), middle, Unit("9", "early", last_year=2005)]
    (line,) = lines_of(units)
    assert [unit.name for unit in line.units] == ["early", "middle", "late"]


def test_a_code_that_was_kept_through_a_renaming_is_carried_on_from_its_last_name() -> None:
    old, new = Unit("1", "zoned", last_year=2007), Unit("1", "annexed", first_year=2008, last_year=2009, carries_on="1")
    last = Unit("9", "merged", first_year=2010, carries_on="1")
    assert [line.units for line in lines_of([last, old, new])] == [(old, new, last)]


def test_an_award_says_how_many_units_are_off_record() -> None:
    made = [
        Award(SAFE, 2010, [], lambda code: Unit(code, code), lambda _: history("H"), *count) for count in ((), (3,))
    ]
    assert [award.off_record for award in made] == [0, 3]


def test_what_a_recall_leaves_was_conferred_when_the_run_reached_it() -> None:
    recalling = ladder(terms("1 3", forgiven=1, miss_recalls=True), names="low high")
    verdict = judged(recalling, "HHM")
    assert (verdict.honour.min, verdict.conferred) == (recalling.named[0], 2005)


@pytest.mark.parametrize(
    ("rule", "ranks"),
    [
        (terms("3 6 7", every=3), [-1, -1, -1, 0, 0, 0, 1, 2, 2, 2, 3, 3, 3, 4]),
        (terms("2", every=1, star_rank=4), [-1, -1, 0, 4, 5, 6]),
        (terms("1 2"), [-1, 0, 1, 1, 1]),
    ],
)
def test_the_highest_tier_that_a_count_reaches(rule: Terms, ranks: list[int]) -> None:
    assert [rule.reached(count) for count in range(len(ranks))] == ranks


def test_no_period_has_ended_before_the_first() -> None:
    terms_of_four = ladder(period=4)
    assert [SAFE.periods(year) for year in (1990, 2004, 2005, 2006)] == [0, 0, 1, 2]
    assert [terms_of_four.periods(year) for year in (1990, 2007, 2008, 2011, 2012)] == [0, 0, 1, 1, 2]


def test_numbers_are_measured_by_level_where_some_terms_have_no_limits_for_all() -> None:
    city_only = replace(terms("2", since=2007), limits={"city": Limits(None, 10.0)})
    assert [ladder(*rules, names="low").by_level for rules in ((terms("2"),), (terms("2"), city_only))] == [False, True]
