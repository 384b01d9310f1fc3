"""Histories and what they have earned: `HHM?` is held twice, missed once, and unknown in the last year."""

import pytest

from engine.small_ladders import history, judged, ladder, terms
from pingan_cli.engine.ladder import Terms
from pingan_cli.engine.verdict import judge_of

SAFE = ladder()
FORGIVING = ladder(terms("2 4 6", forgiven=1), names="low middle high")
FORGIVING_TWO = ladder(terms("2 4", forgiven=2), names="low high")
RECALLING = ladder(terms("2 4", miss_recalls=True, revocation_recalls=True), names="low high")
FORGIVING_RECALLING = ladder(terms("1 3", forgiven=1, miss_recalls=True), names="low high")
CUMULATIVE = ladder(terms("2 4", forgiven=None, revocation_resets=False), names="low high")
CUMULATIVE_RECALLING = ladder(
    terms("2 4", forgiven=None, revocation_resets=False, revocation_recalls=True), names="low high"
)
STANDING = ladder(terms("1 2", standing=2), names="low high")
STANDING_THREE = ladder(terms("1 2", standing=3), names="low high")
FORGIVING_REVOCATIONS = ladder(terms("2 4", forgiven=1, revocation_resets=False), names="low high")
LENIENT_LATER = ladder(terms("3 6"), terms("2 4", since=2009), names="low high")
STRICT_LATER = ladder(terms("2 4"), terms("3 6", since=2009), names="low high")
MIDDLE_LATER = ladder(
    Terms(since=2005, steps=((2, 0), (6, 2))),
    Terms(since=2009, steps=((2, 0), (4, 1), (6, 2))),
    names="low middle high",
)
OPEN_FORGIVING = ladder(terms("2 4", forgiven=1, every=1), names="low high")
RECALLING_LATER = ladder(terms("2 4", forgiven=1), terms("2 4", since=2011, forgiven=1, miss_recalls=True), names="a b")
STANDING_LATER = ladder(terms("3"), terms("3", since=2008, standing=2), names="low")
TERMS_OF_FOUR = ladder(terms("3"), names="cup", first_year=2005, period=4)

CASES = [
    # a ladder like Safe Zhejiang: the highest honour stays, the count starts again
    (SAFE, "H", (1, 1), (None, None), None),
    (SAFE, "HH", (2, 2), (None, None), None),
    (SAFE, "HHH", (3, 3), ("ding", "ding"), "ding"),
    (SAFE, "HHHH", (4, 4), ("ding", "ding"), None),
    (SAFE, "HHHHHH", (6, 6), ("bronze", "bronze"), "bronze"),
    (SAFE, "HHHM", (0, 0), ("ding", "ding"), None),
    (SAFE, "HHHMHHH", (3, 3), ("ding", "ding"), "ding"),
    (SAFE, "HHHHHHMHHH", (3, 3), ("bronze", "bronze"), "ding"),
    (SAFE, "HHHRHH", (2, 2), ("ding", "ding"), None),
    (SAFE, "HHW", (0, 0), (None, None), None),
    (SAFE, 12 * "H", (12, 12), ("gold", "gold"), "gold"),
    (SAFE, 15 * "H", (15, 15), ("star-1", "star-1"), "star-1"),
    (SAFE, 17 * "H", (17, 17), ("star-1", "star-1"), None),
    (SAFE, 18 * "H", (18, 18), ("star-2", "star-2"), "star-2"),
    (SAFE, 60 * "H", (60, 60), ("star-16", "star-16"), "star-16"),
    (SAFE, 18 * "H" + "M" + 12 * "H", (12, 12), ("star-2", "star-2"), "gold"),
    # unknown years: the bounds of all that they may have been
    (SAFE, "?HHH", (3, 4), ("ding", "ding"), "ding"),
    (SAFE, "HHHM?H", (1, 2), ("ding", "ding"), None),
    (SAFE, "HHHHH?", (0, 6), ("ding", "bronze"), None),
    (SAFE, "HH?HHH", (3, 6), ("ding", "bronze"), "ding"),
    (SAFE, "???", (0, 3), (None, "ding"), None),
    (SAFE, 10 * "?" + 9 * "H", (9, 19), ("silver", "star-2"), "silver"),
    (SAFE, "HHHR?H", (1, 2), ("ding", "ding"), None),
    # forgiven misses: the run goes on, and after one too many its later part is left
    (FORGIVING, "HM", (1, 1), (None, None), None),
    (FORGIVING, "HMH", (2, 2), ("low", "low"), "low"),
    (FORGIVING, "HHMHH", (4, 4), ("middle", "middle"), "middle"),
    (FORGIVING, "HHMHHM", (2, 2), ("middle", "middle"), None),
    (FORGIVING, "HHMHHMHH", (4, 4), ("middle", "middle"), "middle"),
    (FORGIVING, "HHMM", (0, 0), ("low", "low"), None),
    (FORGIVING, "MHMH", (2, 2), ("low", "low"), "low"),
    (FORGIVING, "HHRHH", (2, 2), ("low", "low"), "low"),
    (FORGIVING, "HM?M", (0, 1), (None, "low"), None),
    (FORGIVING_REVOCATIONS, "HHRHH", (4, 4), ("high", "high"), "high"),
    (FORGIVING_REVOCATIONS, "HHRRH", (1, 1), ("low", "low"), None),
    (FORGIVING_REVOCATIONS, "HHRHMH", (2, 2), ("low", "low"), "low"),
    (FORGIVING_TWO, "HMMH", (2, 2), ("low", "low"), "low"),
    (FORGIVING_TWO, "HMMHM", (1, 1), ("low", "low"), None),
    (FORGIVING_TWO, "HMHMHM", (2, 2), ("low", "low"), None),
    # recall: a miss leaves what the run that is left has earned, a revocation leaves nothing
    (RECALLING, "HHHH", (4, 4), ("high", "high"), "high"),
    (RECALLING, "HHHHM", (0, 0), (None, None), None),
    (RECALLING, "HHHHMHH", (2, 2), ("low", "low"), "low"),
    (RECALLING, "HHHHRHH", (2, 2), ("low", "low"), "low"),
    (RECALLING, "HHHH?H", (1, 6), (None, "high"), None),
    (FORGIVING_RECALLING, "HHHM", (3, 3), ("high", "high"), None),
    (FORGIVING_RECALLING, "HHHMHM", (1, 1), ("low", "low"), None),
    (FORGIVING_RECALLING, "HHHMM", (0, 0), (None, None), None),
    (FORGIVING_RECALLING, "MMHM", (1, 1), ("low", "low"), None),
    (FORGIVING_RECALLING, "HMHM", (1, 1), ("low", "low"), None),
    (FORGIVING_RECALLING, "??HM", (1, 3), ("low", "high"), None),
    # cumulative: a miss changes nothing, a revocation as the ladder says
    (CUMULATIVE, "HMMH", (2, 2), ("low", "low"), "low"),
    (CUMULATIVE, "HMHRHH", (4, 4), ("high", "high"), "high"),
    (CUMULATIVE, "H?H?", (2, 4), ("low", "high"), None),
    (CUMULATIVE_RECALLING, "HHR", (2, 2), (None, None), None),
    (CUMULATIVE_RECALLING, "HHRH", (3, 3), ("low", "low"), "low"),
    (CUMULATIVE_RECALLING, "?HRH", (2, 3), ("low", "low"), "low"),
    # standing: a year counts only where the card was held the year before too
    (STANDING, "H", (0, 0), (None, None), None),
    (STANDING, "HH", (1, 1), ("low", "low"), "low"),
    (STANDING, "WH", (1, 1), ("low", "low"), "low"),
    (STANDING, "HHMHH", (1, 1), ("low", "low"), "low"),
    (STANDING_THREE, "HH", (0, 0), (None, None), None),
    (STANDING_THREE, "HHH", (1, 1), ("low", "low"), "low"),
    (STANDING_THREE, "HHHMHHH", (1, 1), ("low", "low"), "low"),
    (STANDING, "?HH", (1, 2), ("low", "high"), "low"),
    # amendments: tiers are conferred under the terms of their year
    (LENIENT_LATER, "MHHH", (3, 3), ("low", "low"), "low"),
    (LENIENT_LATER, "MMHHH", (3, 3), ("low", "low"), "low"),
    (LENIENT_LATER, "HHHHH", (5, 5), ("high", "high"), "high"),
    (STRICT_LATER, "HHMMHH", (2, 2), ("low", "low"), None),
    (STRICT_LATER, "HHHHH", (5, 5), ("high", "high"), None),
    (STRICT_LATER, "HHHHHH", (6, 6), ("high", "high"), None),
    (STRICT_LATER, "MMMHHH", (3, 3), ("low", "low"), "low"),
    (MIDDLE_LATER, "HHHH", (4, 4), ("low", "low"), None),
    (MIDDLE_LATER, "HHHHH", (5, 5), ("middle", "middle"), "middle"),
    (MIDDLE_LATER, "HHHHM", (0, 0), ("low", "low"), None),
    (RECALLING_LATER, "HHHHMM", (0, 0), ("b", "b"), None),
    (RECALLING_LATER, "HHHHMMM", (0, 0), (None, None), None),
    (RECALLING_LATER, "HHHHMMHHM", (2, 2), ("a", "a"), None),
    (RECALLING_LATER, "HHHHMHHHM", (3, 3), ("a", "a"), None),
    (STANDING_LATER, "HHHH", (4, 4), ("low", "low"), None),
    (STANDING_LATER, "MHHH", (3, 3), ("low", "low"), "low"),
    # periods of several years
    (TERMS_OF_FOUR, "HHH", (3, 3), ("cup", "cup"), "cup"),
    (TERMS_OF_FOUR, "H?H", (1, 3), (None, "cup"), None),
]


@pytest.mark.parametrize(("of", "letters", "streak", "honour", "awarded"), CASES)
def test_streak_and_honour(of, letters, streak, honour, awarded):
    verdict = judged(of, letters)
    ids = [tier and tier.id for tier in (*verdict.honour, verdict.awarded)]
    assert (tuple(verdict.streak), tuple(ids[:2]), ids[2]) == (streak, honour, awarded)


DATES = [
    (SAFE, "MHHH", 2006, 2008, ("bronze", 2011)),
    (SAFE, "HHHMH", 2009, 2007, ("ding", 2011)),
    (SAFE, "HHHHHHMHHH", 2012, 2010, ("bronze", 2017)),
    (SAFE, 12 * "H", 2005, 2016, ("star-1", 2019)),
    (SAFE, 18 * "H", 2005, 2022, ("star-3", 2025)),
    (SAFE, "?HHH", 2006, 2008, ("bronze", 2011)),
    (SAFE, "M", None, None, ("ding", 2008)),
    (FORGIVING, "HMH", 2005, 2007, ("middle", 2009)),
    (FORGIVING, "HHMHHM", 2008, 2009, ("middle", 2012)),
    (OPEN_FORGIVING, "HHHH", 2005, 2008, ("star-1", 2009)),
    (OPEN_FORGIVING, "HHHHMHM", 2010, 2010, ("low", 2012)),
    (FORGIVING_RECALLING, "HHHMHM", 2009, 2009, ("high", 2012)),
    (RECALLING, "HHHHMHH", 2010, 2011, ("high", 2013)),
    (CUMULATIVE_RECALLING, "HHRH", 2005, 2008, ("high", 2009)),
    (STANDING, "HHM", None, 2006, ("low", 2009)),
    (STANDING_LATER, "HH", 2005, None, ("low", 2007)),
    (LENIENT_LATER, "MMH", 2007, None, ("low", 2009)),
    (TERMS_OF_FOUR, "MHHH", 2009, 2020, None),
    (TERMS_OF_FOUR, "MHH", 2009, None, ("cup", 2020)),
]


@pytest.mark.parametrize(("of", "letters", "since", "conferred", "following"), DATES)
def test_since_when_and_what_comes_next(of, letters, since, conferred, following):
    verdict = judged(of, letters)
    found = verdict.next and (verdict.next.id, verdict.next_year)
    assert (verdict.since, verdict.conferred, found) == (since, conferred, following)


@pytest.mark.parametrize(
    ("star", "english", "chinese"),
    [(1, "One", "一"), (2, "Two", "二"), (10, "Ten", "十"), (11, "Eleven", "十一"), (16, "Sixteen", "十六"),
     (20, "Twenty", "二十"), (21, "Twenty-One", "二十一"), (100, "One-Hundred", "一百"),
     (110, "One-Hundred-Ten", "一百一十"), (1000, "One-Thousand", "一千"),
     (1005, "One-Thousand-Five", "一千零五"), (10_000, "Ten-Thousand", "一万"), (11_000, "Eleven-Thousand", "一万一千"),
     (10_011, "Ten-Thousand-Eleven", "一万零一十一"), (23_400, "Twenty-Three-Thousand-Four-Hundred", "二万三千四百")],
)  # fmt: skip
def test_a_star_is_named_after_its_number_however_high(star, english, chinese):
    tier = SAFE.tier_named(f"star-{star}")
    assert tier is not None
    assert (tier.name.en, tier.name.zh) == (f"{english}-Star Ding", f"{chinese}星鼎")
    assert SAFE.terms[0].at(tier.rank) == 12 + 3 * star


def test_every_star_is_reached_in_its_year_and_not_before():
    for star in range(1, 17):
        count = 12 + 3 * star
        assert judged(SAFE, count * "H").awarded.id == f"star-{star}"
        assert judged(SAFE, (count - 1) * "H").honour.min.id == (f"star-{star - 1}" if star > 1 else "gold")


def test_a_ladder_can_be_asked_for_a_year_thousands_of_periods_on():
    verdict = judge_of(SAFE, 9999)(history("HHH"))
    assert (verdict.streak.max, verdict.honour.min.id, verdict.next) == (9999 - 2004, "ding", None)


def test_a_ladder_that_ends_has_no_next_tier_at_its_top():
    ends = ladder(terms("2 4"), names="low high")
    assert judged(ends, "HHHH").next is None
    assert judged(ends, "HHHHM").next.id == "low"


def test_the_top_is_given_anew_where_a_forgiven_miss_and_standing_break_the_run():
    of = ladder(terms("1", standing=2, forgiven=1), names="low")
    verdict = judged(of, "HHM")
    assert (verdict.honour.min.id, verdict.next.id, verdict.next_year) == ("low", "low", 2009)
    assert judged(of, "HHMHH").awarded.id == "low"


def test_judging_within_a_period_of_several_years_judges_the_last_one_that_ended():
    assert judge_of(TERMS_OF_FOUR, 2018)(history("HHH")) == judge_of(TERMS_OF_FOUR, 2016)(history("HHH"))
