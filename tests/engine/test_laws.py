"""What must hold of every history on every ladder."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.small_ladders import completions, history, judged, ladders, rank, written
from pingan_cli.engine.history import History
from pingan_cli.engine.streak import walk_of
from pingan_cli.engine.verdict import judge_of

MORE = settings(max_examples=300, deadline=None)


@MORE
@given(ladders(), written("HMWR?"))
def test_bounds_hold_every_completion_and_are_reached_by_some(ladder, letters):
    bounds = judged(ladder, letters)
    complete = [judged(ladder, each) for each in completions(letters)]
    streaks = [each.streak.min for each in complete]
    honours = [rank(each.honour.min) for each in complete]
    assert all(each.streak.min == each.streak.max for each in complete)
    assert (bounds.streak.min, bounds.streak.max) == (min(streaks), max(streaks))
    assert (rank(bounds.honour.min), rank(bounds.honour.max)) == (min(honours), max(honours))


@MORE
@given(ladders(), written("HMWR?"), st.data())
def test_filling_an_unknown_period_narrows_the_bounds_and_never_leaves_them(ladder, letters, data):
    unknown = [period for period, letter in enumerate(letters) if letter == "?"]
    if not unknown:
        return
    period, result = data.draw(st.sampled_from(unknown)), data.draw(st.sampled_from("HMW"))
    before, after = judged(ladder, letters), judged(ladder, letters[:period] + result + letters[period + 1 :])
    assert before.streak.min <= after.streak.min <= after.streak.max <= before.streak.max
    assert rank(before.honour.min) <= rank(after.honour.min) <= rank(after.honour.max) <= rank(before.honour.max)


@settings(max_examples=120, deadline=None)
@given(ladders(), st.lists(st.integers(0, 8), max_size=2), st.lists(st.integers(0, 8), max_size=2))
def test_one_more_held_period_never_shortens_a_streak_nor_lowers_an_honour(ladder, weak, revoked):
    """On each ladder every history of nine periods, with one held period more."""
    walk = walk_of(ladder)
    fixed_weak, fixed_revoked = (sum(1 << period for period in set(periods)) for periods in (weak, revoked))
    earned: list[tuple[int, int]] = []
    for held in range(1 << 9):
        state = walk(History(held, (1 << 9) - 1, fixed_weak & held, fixed_revoked), 9).state
        earned.append((state.run.length, state.honour))
    for held in range(1 << 9):
        for period in range(9):
            streak, honour = earned[held | 1 << period]
            assert earned[held][0] <= streak
            assert earned[held][1] <= honour


@MORE
@given(ladders(keep=True), written("HMWR?", 14), st.sampled_from("HMWR?"))
def test_an_honour_never_falls_on_a_ladder_that_keeps(ladder, letters, following):
    before, after = judged(ladder, letters), judged(ladder, letters + following)
    assert rank(before.honour.min) <= rank(after.honour.min)
    assert rank(before.honour.max) <= rank(after.honour.max)


@MORE
@given(ladders(), written("HMWR?", 12))
def test_years_and_tiers_of_a_verdict_agree_with_one_another(ladder, letters):
    verdict = judged(ladder, letters)
    year = ladder.year(len(letters) - 1)
    assert (verdict.since is None) == (verdict.streak.min == 0)
    assert (verdict.conferred is None) == (verdict.honour.min is None)
    assert verdict.since is None or ladder.first_year <= verdict.since <= year
    assert verdict.conferred is None or ladder.year(0) <= verdict.conferred <= year
    assert rank(verdict.awarded) <= rank(verdict.honour.min)
    if verdict.awarded and verdict.conferred == year:
        assert verdict.awarded == verdict.honour.min
    assert verdict.next_year is None or verdict.next_year > year


@MORE
@given(ladders(), written("HMWR?", 12))
def test_the_next_tier_is_the_first_that_is_awarded_when_every_further_period_is_held(ladder, letters):
    verdict = judged(ladder, letters)
    certain = letters.replace("?", "M")
    for further in range(1, 12):
        after = judged(ladder, certain + "H" * further)
        if after.awarded:
            assert (verdict.next, verdict.next_year) == (after.awarded, ladder.year(len(certain) + further - 1))
            return
    assert verdict.next is None or verdict.next_year > ladder.year(len(certain) + 10)


@MORE
@given(ladders(), written("HMWR?", 12), written("HMWR?", 5))
def test_what_comes_later_changes_nothing_of_before(ladder, letters, later):
    year = ladder.year(len(letters) - 1)
    assert judge_of(ladder, year)(history(letters)) == judge_of(ladder, year)(history(letters + later))


@MORE
@given(ladders(), written("HMWR?", 20), st.lists(st.integers(1, 6), min_size=20, max_size=20))
def test_a_history_judged_in_steps_is_judged_alike(ladder, letters, steps):
    judge = judge_of(ladder, ladder.year(len(letters) - 1))
    place, first = judge.start, 0
    while first < judge.periods:
        length = min(steps.pop(), judge.periods - first)
        place = judge.after(place, history(letters).since(first), length)
        first += length
    assert first == len(letters)
    assert judge.verdict(*place) == judged(ladder, letters)
