"""What unknown years leave open and what a year changed, held against every way in which they may have gone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from engine.small_ladders import completions, history, judged, ladder, ladders, rank, written
from pingan_cli.engine.course import BROKEN, CONFERRED, FIRST, OPEN, RECALLED, changes_in
from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.outcomes import outcomes, verdict_on


@settings(max_examples=200, deadline=None)
@given(ladders(), written("HMWR?"))
def test_outcomes_are_those_of_the_completions_and_no_others(of: Ladder, letters: str) -> None:
    complete = [judged(of, each) for each in completions(letters)]
    found = outcomes(of, history(letters), len(letters))
    assert found.awarded == {rank(each.awarded) for each in complete}
    assert found.held == {rank(each.honour.min) for each in complete}


@settings(max_examples=200, deadline=None)
@given(ladders(), written("HMWR?"))
def test_a_change_that_is_told_is_one_in_every_completion(of: Ladder, letters: str) -> None:
    year = of.year(len(letters) - 1)
    told = {change.kind: change for change in changes_in(of, history(letters), year)}
    for each in completions(letters):
        now = {change.kind: change for change in changes_in(of, history(each), year)}
        if CONFERRED in told:
            assert now[CONFERRED].tier == told[CONFERRED].tier
        elif OPEN not in told:
            assert CONFERRED not in now
        assert BROKEN not in told or BROKEN in now
        assert RECALLED not in told or RECALLED in now


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("HHH", [(CONFERRED, "ding", None)]),
        ("HHHM", [(BROKEN, None, (3, 3))]),
        ("HHR", [(BROKEN, None, (2, 2))]),
        ("??HHHM", [(BROKEN, None, (3, 5))]),
        ("HH?", [(OPEN, None, None)]),
        ("HHHM?", []),
        ("MMH", [(FIRST, None, None)]),
        ("H", [(FIRST, None, None)]),
        ("MM", []),
        ("HHHHHHMHHH", [(CONFERRED, "ding", None)]),
    ],
)
def test_changes_of_a_year(letters: str, expected: list[tuple[str, str | None, tuple[int, int] | None]]) -> None:
    of = ladder()
    found = changes_in(of, history(letters), of.year(len(letters) - 1))
    assert [(each.kind, each.tier and each.tier.id, each.lost) for each in found] == expected


@pytest.mark.parametrize(
    ("published", "possible", "verdict"),
    [
        (1, {1}, "confirmed"),
        (-1, {-1}, "confirmed"),
        (1, {1, -1}, "undecided"),
        (-1, {1, -1}, "undecided"),
        (1, {2}, "different"),
        (1, {2, -1}, "different"),
        (1, {-1}, "surplus"),
        (-1, {1, 2}, "missing"),
    ],
)
def test_what_the_records_say_of_a_published_honour(published: int, possible: set[int], verdict: str) -> None:
    assert verdict_on(published, frozenset(possible)) == verdict
