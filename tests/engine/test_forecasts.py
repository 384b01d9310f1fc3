"""What is to come, case by case: years lost, honours recalled and back again, and what an assumption changes."""

from __future__ import annotations

from math import inf

import pytest

from engine.small_ladders import history, ladder, terms
from pingan_cli.engine.ladder import Ladder
from pingan_cli.forecasts.cases import Assumed, Forecast, Outlook, outlook_of

SAFE = ladder()
CLOSED = ladder(terms("2 4"), names="low high")
RECALLING = ladder(terms("2 4", miss_recalls=True), names="low high")
FOR_GOOD = 9999
"""The last year of a unit that has no end."""


def looked_at(of: Ladder, letters: str, until: int = FOR_GOOD, assumed: str = "") -> Outlook:
    """The outlook after a history; `assumed` are the results of the periods after it, `.` for one not assumed."""
    bits = {
        result: sum(1 << len(letters) + place for place, each in enumerate(assumed) if each == result)
        for result in "HM"
    }
    return outlook_of(of, 2004 + len(letters), Assumed(bits["H"], bits["M"]))(history(letters), until)


def coming(forecast: Forecast, case: int = 0) -> list[tuple[str, int, int | None]]:
    return [(each.tier.id, each.year, each.lost) for each in forecast.cases[case].coming]


@pytest.mark.parametrize(
    ("of", "letters", "until", "expected", "cost"),
    [
        (SAFE, "HH", FOR_GOOD, [("ding", 2007, 3), ("bronze", 2010, 3), ("silver", 2013, 3)], 3),
        (SAFE, "HHHHH", FOR_GOOD, [("bronze", 2010, 6), ("silver", 2013, 6), ("gold", 2016, 6)], 6),
        (SAFE, "M", FOR_GOOD, [("ding", 2008, 1), ("bronze", 2011, 1), ("silver", 2014, 1)], 1),
        (SAFE, "HH", 2012, [("ding", 2007, 3), ("bronze", 2010, None)], inf),
        (SAFE, "HH", 2007, [("ding", 2007, None)], inf),
        (SAFE, "HH", 2006, [], 0),
        (CLOSED, "HHHH", FOR_GOOD, [], 0),
        (RECALLING, "HHHH", FOR_GOOD, [], 4),
        (RECALLING, "HHHH", 2013, [], 4),
        (RECALLING, "HHHH", 2012, [], inf),
    ],
)
def test_the_tiers_to_come_and_what_a_miss_would_cost(of, letters, until, expected, cost) -> None:
    outlook = looked_at(of, letters, until)
    assert coming(outlook.today) == expected
    assert outlook.costs == (cost, cost)


@pytest.mark.parametrize(
    ("of", "to", "tiers"),
    [
        (SAFE, -1, "ding bronze silver"),
        (SAFE, 1, "ding bronze silver"),
        (SAFE, 3, "ding bronze silver gold"),
        (SAFE, 5, "ding bronze silver gold star-1 star-2"),
        (CLOSED, 1, "low high"),
    ],
)
def test_a_forecast_looks_on_to_the_tier_that_is_asked_for(of: Ladder, to: int, tiers: str) -> None:
    outlook = outlook_of(of, 2005, to=to)(history("H"), FOR_GOOD)
    assert [each.tier.id for each in outlook.today.cases[0].coming] == tiers.split()


@pytest.mark.parametrize(
    ("letters", "until", "recall"),
    [
        ("H", FOR_GOOD, None),
        ("HHH", FOR_GOOD, ("low", 2008, 2010, 2)),
        ("HHHH", FOR_GOOD, ("high", 2009, 2013, 4)),
        ("HHHH", 2013, ("high", 2009, 2013, 4)),
        ("HHHH", 2012, ("high", 2009, None, None)),
    ],
)
def test_the_honour_that_a_miss_would_take_and_when_it_would_be_back(letters, until, recall) -> None:
    found = looked_at(RECALLING, letters, until).today.cases[0].recall
    assert (found and (found.tier.id, found.year, found.back, found.lost)) == recall


def test_where_the_records_leave_it_open_there_are_two_cases() -> None:
    certain, open_ = looked_at(SAFE, "HHH"), looked_at(SAFE, "HH?")
    assert [certain.open, certain.today.open, open_.open, open_.today.open] == [False, False, True, True]
    assert [coming(open_.today, case)[0] for case in (0, 1)] == [("ding", 2010, 1), ("bronze", 2010, 4)]
    assert open_.costs == (1, 4)


@pytest.mark.parametrize(
    ("assumed", "given", "instead", "before", "cost"),
    [
        ("M", [], (2010, 2013, 2016), (2007, 2010, 2013), 3),
        ("H", [("ding", 2007)], (2007, 2010, 2013), (2007, 2010, 2013, 2016), 0),
        ("HM", [("ding", 2007)], (2007, 2014, 2017), (2007, 2007, 2010, 2013), 4),
        (".M", [("ding", 2007)], (2007, 2014, 2017), (2007, 2007, 2010, 2013), 4),
    ],
)
def test_what_an_assumption_changes(assumed, given, instead, before, cost) -> None:
    """After two held years on a ladder like Safe Zhejiang; a period before the last assumed one counts as held."""
    outlook = looked_at(SAFE, "HH", assumed=assumed)
    change = outlook.changes[0]
    assert [(each.tier.id, each.year) for each in change.given] == given
    assert (change.instead, change.before, change.taken) == (instead, before, None)
    assert (outlook.costs, outlook.open) == ((cost, cost), False)


def test_an_assumption_may_put_a_tier_off_for_good() -> None:
    outlook = looked_at(SAFE, "HH", until=2008, assumed="M")
    assert (outlook.changes[0].instead, outlook.costs) == ((None,), (inf, inf))


@pytest.mark.parametrize(
    ("assumed", "until", "back"),
    [
        ("M", FOR_GOOD, 2013),
        ("MHHHH", FOR_GOOD, 2013),
        ("MM", FOR_GOOD, 2014),
        ("HM", FOR_GOOD, 2014),
        ("M", 2012, None),
    ],
)
def test_an_assumption_that_takes_an_honour(assumed: str, until: int, back: int | None) -> None:
    outlook = looked_at(RECALLING, "HHHH", until, assumed)
    taken = outlook.changes[0].taken
    year = 2009 + assumed.index("M")
    assert taken is not None
    assert (taken.tier.id, taken.year, taken.back) == ("high", year, back)
    assert outlook.costs == 2 * (inf if back is None else back - year,)


def test_an_assumption_settles_what_the_records_leave_open() -> None:
    outlook = outlook_of(SAFE, 2007, Assumed(held=0b100))(history("HH?"), FOR_GOOD)
    assert outlook.then is not None
    assert (outlook.today.open, outlook.then.open, outlook.open) == (True, False, True)
    assert [change.given for change in outlook.changes] == [(), ()]
