"""The engine against a second reading of the whole language, and the laws that hold for every key and all together."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.every_rule import ladder_files, ranks_in
from engine.naive import earned
from pingan_cli.engine.ahead import ahead
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import NONE, Ladder
from pingan_cli.engine.streak import walk_of
from pingan_cli.engine.verdict import judge_of
from pingan_cli.ladder.compiling import compiled

MORE = settings(max_examples=150, deadline=None)
BETTER = "MWLH"


def history(ladder: Ladder, letters: str) -> History:
    """A history of H, L (which counts for less), W, M and R."""

    def mask(which: str) -> int:
        return sum(1 << period for period, letter in enumerate(letters) if letter in which)

    lighter = (mask("L"),) if len(ladder.counting) > 1 else ()
    return History(mask("HLW"), mask("HLWMR"), mask("W"), mask("R"), lighter)


def ladder_of(file: dict[str, Any]) -> Ladder:
    return compiled({key: value for key, value in file.items() if key != "weigh"})


@MORE
@given(ladder_files(), st.text("HHHHLLMMWR", min_size=1, max_size=16))
def test_the_engine_reads_the_language_as_its_reference_does(file: dict[str, Any], letters: str) -> None:
    ladder = ladder_of(file)
    state = walk_of(ladder)(history(ladder, letters), len(letters)).state
    found = (
        state.run.length,
        state.run.first if state.run.length else None,
        *(None if value < 0 else value for value in (state.honour, state.conferred, state.awarded)),
    )
    assert found == tuple(earned(file, ranks_in(file), letters, list(map(ladder.year, range(len(letters))))))


@MORE
@given(ladder_files(), st.text("HHHLMMWR", min_size=1, max_size=12))
def test_more_is_never_worse(file: dict[str, Any], letters: str) -> None:
    """Any one period with a better result: held for more, held, uncounted, missed."""
    ladder = ladder_of(file)
    walk = walk_of(ladder)
    state = walk(history(ladder, letters), len(letters)).state
    for place, letter in enumerate(letters):
        for better in BETTER[BETTER.find(letter) + 1 :] if letter in BETTER else ():
            other = walk(history(ladder, letters[:place] + better + letters[place + 1 :]), len(letters)).state
            assert state.run.length <= other.run.length
            assert state.honour <= other.honour


@MORE
@given(ladder_files(), st.text("HHHLMMWR??", min_size=1, max_size=10).filter(lambda letters: letters.count("?") < 5))
def test_bounds_hold_every_completion_and_are_reached(file: dict[str, Any], letters: str) -> None:
    """Each unknown period missed, uncounted, held for less or held for the most."""
    ladder = ladder_of(file)
    walk = walk_of(ladder)
    unknown = letters.count("?")
    states = []
    for filled in product(BETTER, repeat=unknown):
        rest = iter(filled)
        complete = "".join(next(rest) if letter == "?" else letter for letter in letters)
        states.append(walk(history(ladder, complete), len(letters)).state)
    verdict = judge_of(ladder, ladder.year(len(letters) - 1))(history(ladder, letters))
    streaks, honours = [state.run.length for state in states], [state.honour for state in states]
    assert verdict.streak == (min(streaks), max(streaks))
    assert verdict.honour == (ladder.tier(min(honours)), ladder.tier(max(honours)))


@MORE
@given(ladder_files(), st.text("HHHLMMWR", max_size=8), st.integers(1, 12))
def test_no_future_is_awarded_a_tier_sooner_than_that_which_holds_every_period(
    file: dict[str, Any], letters: str, further: int
) -> None:
    ladder = ladder_of(file)
    walk = walk_of(ladder)
    state = walk(history(ladder, letters), len(letters)).state
    coming = dict(ahead(ladder, state, len(letters), ladder.year(len(letters) + further)))
    for count in range(1, further + 1):
        after = walk(history(ladder, letters + "H" * count), len(letters) + count).state
        if len(letters) + count - 1 in coming:
            assert coming[len(letters) + count - 1] == after
        else:
            assert after.awarded == NONE
