"""Forecasts held against every future there can be, on small ladders."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.small_ladders import history, judged, ladders, rank, written
from engine.small_ladders import ladder as small
from pingan_cli.forecasts.cases import Assumed, outlook_of

FUTURES = ["".join(each) for count in range(1, 5) for each in product("HMWR", repeat=count)]
MORE = settings(max_examples=60, deadline=None)


def futures_of(ladder, past):
    """What every future is awarded in its last period, as the year and the rank."""
    years = [ladder.year(len(past) + count) for count in range(4)]
    return {future: (years[len(future) - 1], rank(judged(ladder, past + future).awarded)) for future in FUTURES}


def earliest(futures, wanted, start=""):
    """The first year in which any future that starts so is awarded that rank or a higher one; None for none."""
    years = [year for future, (year, got) in futures.items() if got >= wanted and future.startswith(start)]
    return min(years, default=None)


def within(ladder, past, year, count):
    """A year, or None where it lies beyond so many further periods."""
    return year if year is not None and year <= ladder.year(len(past) + count - 1) else None


def readings(letters):
    return letters.replace("?", "M"), letters.replace("?", "H")


@MORE
@given(ladders(), written("HMWR?", 9))
def test_no_future_is_awarded_a_tier_sooner_and_one_miss_costs_what_it_must(ladder, letters):
    forecast = outlook_of(ladder, ladder.year(len(letters) - 1))(history(letters), 9999).today
    for past, case in zip(readings(letters), forecast.cases, strict=True):
        assert case.streak == judged(ladder, past).streak.min
        futures = futures_of(ladder, past)
        reached = -1
        for coming in case.coming:
            if coming.tier.rank <= reached:
                continue  # once more, behind terms under which no card counted
            reached = coming.tier.rank
            assert within(ladder, past, coming.year, 4) == earliest(futures, coming.tier.rank)
            assert within(ladder, past, coming.if_missed, 4) == earliest(futures, coming.tier.rank, "M")
            assert coming.if_missed is None or coming.if_missed >= coming.year


@MORE
@given(ladders(), written("HMWR?", 12))
def test_the_tiers_to_come_are_those_awarded_one_after_another_when_every_period_is_held(ladder, letters):
    forecast = outlook_of(ladder, ladder.year(len(letters) - 1))(history(letters), 9999).today
    for past, case in zip(readings(letters), forecast.cases, strict=True):
        awards = [
            (verdict.awarded, ladder.year(len(past) + count - 1))
            for count in range(1, 16)
            if (verdict := judged(ladder, past + "H" * count)).awarded
        ]
        end = ladder.year(len(past) + 14)
        assert [(each.tier, each.year) for each in case.coming if each.year <= end] == awards[:3]
        held = rank(judged(ladder, past).honour.min)
        assert [each.anew for each in case.coming] == [each.tier.rank <= held for each in case.coming]


@MORE
@given(ladders(), written("HMWR?", 9), st.integers(0, 6))
def test_one_looks_on_to_a_tier_and_no_farther(ladder, letters, to):
    def coming(rank):
        today = outlook_of(ladder, ladder.year(len(letters) - 1), to=rank)(history(letters), 2100).today
        return [case.coming for case in today.cases]

    for plain, on, farther in zip(coming(-1), coming(to), coming(to + 1), strict=True):
        assert on[:3] == plain
        assert all(each.tier.rank < to for each in on[2:-1])
        assert farther[: len(on)] == on
        assert len(on) == len(farther) or on[-1].tier.rank == to


@MORE
@given(ladders(), written("HMWR?", 10))
def test_a_recalled_honour_is_the_one_that_a_miss_takes_and_is_back_when_it_says(ladder, letters):
    forecast = outlook_of(ladder, ladder.year(len(letters) - 1))(history(letters), 9999).today
    for past, case in zip(readings(letters), forecast.cases, strict=True):
        before, after = judged(ladder, past).honour.min, judged(ladder, past + "M").honour.min
        assert (case.recall is not None) == (rank(after) < rank(before))
        if case.recall:
            assert case.recall.tier == before
            regained = [
                ladder.year(len(past) + count)
                for count in range(1, 14)
                if rank(judged(ladder, past + "M" + "H" * count).honour.min) >= rank(before)
            ]
            assert within(ladder, past, case.recall.back, 14) == (regained[0] if regained else None)


@MORE
@given(ladders(), written("HMWR?", 8), st.text("HM.", min_size=1, max_size=6), st.data())
def test_what_if_is_the_history_in_which_it_happened(ladder, letters, asked, data):
    """`asked` are results assumed of the periods from some place on, `.` being none; none of them gainsays a record."""
    start = data.draw(st.integers(0, len(letters)))
    asked = "." * start + asked
    told = "".join(
        "." if period < len(letters) and letters[period] != "?" else letter for period, letter in enumerate(asked)
    )
    bits = {letter: sum(1 << period for period, each in enumerate(told) if each == letter) for letter in "HM"}
    outlook = outlook_of(ladder, ladder.year(len(letters) - 1), Assumed(bits["H"], bits["M"]))(history(letters), 9999)
    last = max((period for period, letter in enumerate(told) if letter != "."), default=-1)
    if last < 0:
        assert outlook.then is None
        return
    happened = "".join(
        told[period] if told[period : period + 1] not in ("", ".") else letters[period : period + 1] or "H"
        for period in range(max(len(letters), last + 1))
    )
    plain = outlook_of(ladder, ladder.year(len(happened) - 1))(history(happened), 9999).today
    assert outlook.then == plain
    cases = zip(readings(letters), readings(happened), outlook.today.cases, outlook.changes, strict=True)
    for unchanged, past, today, change in cases:
        before, after = judged(ladder, unchanged).honour.min, judged(ladder, past).honour.min
        if rank(after) < rank(before) and len(past) > len(letters):
            assert change.taken is not None
        awarded = [(ladder.year(period), judged(ladder, past[: period + 1]).awarded) for period in range(len(past))]
        given = [(tier, year) for year, tier in awarded[len(letters) :] if tier]
        assert list(change.given) == given
        for coming, when in zip(today.coming, change.instead, strict=True):
            whole = past + "H" * 12
            reached = [
                ladder.year(period)
                for period in range(len(letters), len(whole))
                if rank(judged(ladder, whole[: period + 1]).awarded) >= coming.tier.rank
            ]
            assert within(ladder, whole, when, 0) == (reached[0] if reached else None)


def test_a_unit_that_has_ended_has_nothing_to_come():
    forecast = outlook_of(small(), 2013)(history("HHHHHHHHH"), 2013).today
    assert (forecast.miss_year, forecast.cases[0].coming, forecast.cases[0].streak) == (None, (), 9)
    soon = outlook_of(small(), 2013)(history("HHHHHHHHH"), 2016).today.cases[0]
    assert [(each.tier.id, each.year, each.if_missed) for each in soon.coming] == [("gold", 2016, None)]
    assert soon.cost == float("inf")
