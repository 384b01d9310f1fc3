"""The award of a year, the course of a history, and the lines of units."""

from engine.small_ladders import history, ladder, terms
from pingan_cli.engine.award import Award
from pingan_cli.engine.course import course
from pingan_cli.engine.units import Unit, lines_of

LADDER = ladder()


def award(histories, year=2010):
    of = {code: history(letters) for code, letters in histories.items()}
    return Award(LADDER, year, list(of), lambda code: Unit(code, code), of.__getitem__)


def test_units_stand_by_the_lower_bound_of_their_streak_then_by_code():
    rows = award({"d": "MMHHHH", "c": "HHHHHH", "b": "??HHHH", "a": "HHHHHM", "e": "MHHHHH"})
    assert [row.unit.code for row in rows] == ["c", "e", "b", "d", "a"]


def test_an_award_can_be_read_again_and_narrowed_without_changing_it():
    rows = award({"a": "HHHHHH", "b": "HHHHHM", "c": "MMMHHH"})
    narrowed = rows.only(lambda row: row.verdict.awarded is not None)
    assert [row.unit.code for row in narrowed] == ["a", "c"]
    assert [row.unit.code for row in rows] == [row.unit.code for row in rows] == ["a", "c", "b"]


def test_an_award_within_a_period_is_that_of_the_last_year_of_the_period_before():
    four = ladder(terms("2"), names="cup", period=4)
    rows = Award(four, 2014, ["a"], lambda code: Unit(code, code), lambda _: history("HH"))
    assert (rows.year, rows.ladder) == (2012, four)
    assert [row.verdict.conferred for row in rows] == [2012]


def test_the_course_of_a_history_tells_each_period_and_what_had_been_earned_by_then():
    past = course(LADDER, history("HHHMRW?H"), 2013)
    assert [(each.year, each.result, each.verdict.streak.min, each.verdict.streak.max) for each in past] == [
        (2005, "held", 1, 1),
        (2006, "held", 2, 2),
        (2007, "held", 3, 3),
        (2008, "missed", 0, 0),
        (2009, "revoked", 0, 0),
        (2010, "uncounted", 0, 0),
        (2011, "unknown", 0, 1),
        (2012, "held", 1, 2),
        (2013, "unknown", 0, 3),
    ]
    assert [each.verdict.awarded.id for each in past if each.verdict.awarded] == ["ding"]


def test_a_line_runs_through_renamings_and_no_further():
    old = Unit("1", "old", last_year=2007)
    middle = Unit("2", "middle", first_year=2008, last_year=2010, carries_on="1")
    new = Unit("3", "new", first_year=2011, carries_on="2")
    other = Unit("4", "other", first_year=2011)
    lines = lines_of([new, other, old, middle])
    assert [line.key for line in lines] == ["3", "4"]
    assert lines[0].units == (old, middle, new)
    assert [lines[0].at(year) for year in (1990, 2007, 2008, 2011, 2050)] == [old, old, middle, new, new]
    assert lines[1].at(2010) is None


def test_a_unit_renamed_under_its_code_is_one_line():
    before, after = Unit("1", "before", last_year=2004), Unit("1", "after", first_year=2005, carries_on="1")
    (line,) = lines_of([after, before])
    assert line.units == (before, after)
