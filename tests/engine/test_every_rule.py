"""The engine against a second reading of the whole language, and the laws that hold for every key and all together."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.every_rule import ladder_files, ranks_in
from engine.naive import earned
from pingan_cli.claims.closure import deduce
from pingan_cli.claims.deduction import Claim, demand_of
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import NONE, Ladder
from pingan_cli.engine.outcomes import brought, outcomes
from pingan_cli.engine.streak import walk_of
from pingan_cli.engine.verdict import ahead, judge_of
from pingan_cli.forecasts.cases import outlook_of
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


def _claim(draw: st.DrawFn, ladder: Ladder, letters: str) -> Claim:
    """Something that is true of a history."""
    period = draw(st.integers(0, len(letters) - 1))
    state = walk_of(ladder)(history(ladder, letters), period + 1).state
    facts = [("consecutive", str(state.run.length)), ("card", "held" if letters[period] in "HLW" else "missed")]
    facts.append(("total", str(sum(letter in "HLW" for letter in letters[: period + 1]))))
    for kind, rank in (("tier", state.awarded), ("tier-at-least", state.honour)):
        if tier := ladder.tier(rank):
            facts.append((kind, tier.id))
    kind, value = draw(st.sampled_from(facts))
    return Claim(f"{kind} {value} {period}", "unit", kind, value, (ladder.year(period),))


@settings(max_examples=60, deadline=None)
@given(ladder_files(), st.text("HHHLMMW", min_size=2, max_size=4), st.data())
def test_what_claims_force_is_what_all_histories_that_keep_them_have_in_common(
    file: dict[str, Any], letters: str, data: st.DataObject
) -> None:
    ladder = ladder_of(file)
    claims = [data.draw(st.composite(_claim)(ladder, letters)) for _ in range(2)]
    demands = [demand_of(ladder, claim) for claim in claims]
    agreeing = []
    for results in map("".join, product("HLWM" if len(ladder.counting) > 1 else "HWM", repeat=len(letters))):
        walk, kept = walk_of(ladder), True
        for demand in demands:
            (period,) = demand.periods
            state = walk(history(ladder, results), period + 1).state
            cards = sum(letter in "HLW" for letter in results[: period + 1])
            kept = kept and demand.test(state, cards, history(ladder, results).result(period) or 0)
        agreeing += [results] if kept else []
    last = 1 + max(period for demand in demands for period in demand.periods)
    held = [{results[period] in "HLW" for results in agreeing} for period in range(last)]
    forced = {(ladder.year(period), *each) for period, each in enumerate(held) if len(each) == 1}
    assert {(card.year, card.held) for card in deduce(ladder, claims).cards} == forced


@settings(max_examples=100, deadline=None)
@given(ladder_files(), st.text("HHHLMMWR??", min_size=1, max_size=10).filter(lambda letters: letters.count("?") < 5))
def test_what_a_year_may_have_brought_is_told_exactly(file: dict[str, Any], letters: str) -> None:
    """Each unknown period missed, or held for as much as any result counts."""
    ladder, periods = ladder_of(file), len(letters)
    walk = walk_of(ladder)
    ends: list[tuple[int, int, int]] = []
    for filled in product("HLM" if len(ladder.counting) > 1 else "HM", repeat=letters.count("?")):
        rest = iter(filled)
        its = history(ladder, "".join(next(rest) if letter == "?" else letter for letter in letters))
        before, after = walk(its, periods - 1).state, walk(its, periods).state
        ends.append((after.awarded, after.honour, before.honour if after.honour < before.honour else NONE))
    found = outcomes(ladder, history(ladder, letters), periods)
    assert (found.awarded, found.held) == ({end[0] for end in ends}, {end[1] for end in ends})
    its = brought(ladder, history(ladder, letters), periods)
    if its is None:
        assert len({(awarded, lost) for awarded, _, lost in ends}) > 1 or file_ends(file)
    else:
        assert {(its.awarded, its.lost)} == {(awarded, lost) for awarded, _, lost in ends}


def file_ends(file: dict[str, Any]) -> bool:
    """Whether honours end by themselves, so that one may have been lost in two ways."""
    return ladder_of(file).terms[0].memory.ends


@settings(max_examples=100, deadline=None)
@given(ladder_files(), st.text("HHHLMMWR?", min_size=1, max_size=8))
def test_a_forecast_begins_with_what_the_verdict_tells(file: dict[str, Any], letters: str) -> None:
    ladder = ladder_of(file)
    year = ladder.year(len(letters) - 1)
    its = history(ladder, letters)
    verdict, today = judge_of(ladder, year)(its), outlook_of(ladder, year)(its, ladder.year(len(letters) + 30)).today
    lowest = today.cases[0]
    assert (lowest.streak, lowest.since, lowest.honour) == (verdict.streak.min, verdict.since, verdict.honour.min)
    if lowest.coming:
        assert (lowest.coming[0].tier, lowest.coming[0].year) == (verdict.next, verdict.next_year)
