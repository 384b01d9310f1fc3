"""What claims force: every history of small ladders tried one by one, and published facts with their sources."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.small_ladders import ladder, ladders, rank, terms
from pingan_cli.claims.closure import deduce
from pingan_cli.claims.deduction import Claim, demand_of
from pingan_cli.claims.walks import Walks
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import HELD, MISSED
from pingan_cli.engine.verdict import judge_of

PERIODS = 5
SAFE = ladder()


def claim(kind, value, *years, name=None):
    return Claim(name or f"{kind} {value} {years}", "unit", kind, str(value), years)


class EveryHistory:
    """All histories of a few periods, and which of them agree with a claim, by the engine's verdicts."""

    def __init__(self, of, absent=()):
        self.of = of
        self.histories = [held for held in range(1 << PERIODS) if not any(held >> period & 1 for period in absent)]
        self.verdicts = {}
        for period in range(PERIODS):
            judge = judge_of(of, of.year(period))
            for held in self.histories:
                self.verdicts[held, period] = judge(History(held, (1 << PERIODS) - 1))

    def true(self, claim, held):
        return any(self._true_in(claim, held, year) for year in claim.years)

    def _true_in(self, claim, held, year):
        if claim.kind == "card":
            return (claim.value == "held") == bool(held >> (year - self.of.first_year) // self.of.period & 1)
        period = self.of.periods(year) - 1
        if period < 0:
            return False
        verdict = self.verdicts[held, period]
        if claim.kind == "consecutive":
            return verdict.streak.min == int(claim.value)
        if claim.kind == "total":
            return (held & (2 << period) - 1).bit_count() == int(claim.value)
        tier = self.of.tier_named(claim.value)
        return verdict.awarded == tier if claim.kind == "tier" else rank(verdict.honour.min) >= tier.rank

    def agreeing(self, claims):
        return {held for held in self.histories if all(self.true(each, held) for each in claims)}

    def forced(self, claims):
        """The periods in which all histories that agree with the claims are alike, with what they are then."""
        agreeing = self.agreeing(claims)
        last = max(
            (year - self.of.first_year) // self.of.period if each.kind == "card" else self.of.periods(year) - 1
            for each in claims
            for year in each.years
        )
        found = {}
        for period in range(last + 1):
            results = {held >> period & 1 for held in agreeing}
            if len(results) == 1:
                found[period] = bool(results.pop())
        return found


@st.composite
def claims_on(draw, of):
    years = st.integers(of.first_year, of.year(PERIODS - 1))
    claims = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["card", "tier", "tier-at-least", "consecutive", "total"]))
        value = {
            "card": st.sampled_from(["held", "missed"]),
            "consecutive": st.integers(0, PERIODS),
            "total": st.integers(0, PERIODS),
        }.get(kind, st.sampled_from(["low", "middle", "high"]))
        year = draw(years)
        both = (year, year + 1) if draw(st.integers(0, 3)) == 0 and year < of.year(PERIODS - 1) else (year,)
        claims.append(claim(kind, draw(value), *both, name=f"c{number}"))
    return tuple(claims)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_history_of_small_ladders(data):
    """Sound, complete, with the smallest bases, all conflicts and no others."""
    of = data.draw(ladders())
    claims = data.draw(claims_on(of))
    absent = data.draw(st.sets(st.integers(0, PERIODS - 1), max_size=2))
    every = EveryHistory(of, absent)
    found = deduce(of, claims, lambda year: of.periods(year) - 1 not in absent)

    conflicts = []
    for size in range(1, len(claims) + 1):
        for chosen in combinations(claims, size):
            if not every.agreeing(chosen) and not any(set(other) <= set(chosen) for other in conflicts):
                conflicts.append(chosen)
    assert [each.claims for each in found.conflicts] == conflicts
    for conflict in found.conflicts:
        for left_out in conflict.claims:
            assert every.agreeing([each for each in conflict.claims if each != left_out])

    sound = tuple(each for each in claims if not any(each in conflict for conflict in conflicts))
    forced = every.forced(sound) if sound else {}
    expected = {of.year(period): held for period, held in forced.items() if period not in absent}
    assert {card.year: card.held for card in found.cards} == expected
    for card in found.cards:
        period = of.periods(card.year) - 1
        smallest = next(
            chosen
            for size in range(1, len(sound) + 1)
            for chosen in combinations(sound, size)
            if len({held >> period & 1 for held in every.agreeing(chosen)}) == 1
        )
        assert card.claims == smallest


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_search_that_is_given_up_still_finds_what_is_forced_and_frees_the_sound_claims(data):
    """Not the smallest sets then, but of each no claim can be left out; and not all conflicts."""
    of = data.draw(ladders())
    claims = data.draw(claims_on(of))
    every = EveryHistory(of)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pingan_cli.claims.smallest.SEARCH_LIMIT", data.draw(st.sampled_from([0, 1, 4])))
        found = deduce(of, claims)
    for conflict in found.conflicts:
        assert not every.agreeing(conflict.claims)
        for left_out in conflict.claims:
            assert every.agreeing([each for each in conflict.claims if each != left_out])
    sound = [each for each in claims if not any(each in conflict.claims for conflict in found.conflicts)]
    assert every.agreeing(sound)
    forced = every.forced(sound) if sound else {}
    assert {card.year: card.held for card in found.cards} == {of.year(period): held for period, held in forced.items()}
    for card in found.cards:
        period = of.periods(card.year) - 1
        assert {held >> period & 1 for held in every.agreeing(card.claims)} == {card.held}
        for left_out in card.claims:
            rest = [each for each in card.claims if each != left_out]
            assert len({held >> period & 1 for held in every.agreeing(rest)}) == 2


def test_conflicts_beyond_those_listed_force_nothing_either(monkeypatch):
    monkeypatch.setattr("pingan_cli.claims.deduction.MOST_CONFLICTS", 2)
    claims = [claim("card", value, year) for year in range(2005, 2011) for value in ("held", "missed")]
    found = deduce(SAFE, [*claims, claim("card", "held", 2011)])
    assert {each for conflict in found.conflicts for each in conflict.claims} == set(claims)
    assert [(card.year, card.held) for card in found.cards] == [(2011, True)]


def test_conflicts_are_linked_through_others():
    total, card = claim("total", 0, 2006), claim("card", "held", 2006)
    streak, gap = claim("consecutive", 3, 2009), claim("card", "missed", 2008)
    found = deduce(SAFE, [total, card, streak, gap])
    assert [each.claims for each in found.conflicts] == [(total, card), (card, streak), (streak, gap)]
    assert [each.resolved_by for each in found.conflicts] == [(), (), ()]


def test_where_results_are_graded_a_card_may_have_been_held_and_not_have_counted():
    graded = replace(ladder(terms("2")), kind="grade")
    assert not deduce(graded, [claim("consecutive", 0, 2007)]).cards
    assert [(card.year, card.held) for card in deduce(graded, [claim("consecutive", 2, 2007)]).cards] == [
        (2006, True),
        (2007, True),
    ]
    assert [(card.year, card.held) for card in deduce(graded, [claim("total", 0, 2006)]).cards] == [
        (2005, False),
        (2006, False),
    ]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_what_resolves_a_conflict_resolves_all_that_is_linked_with_it(data):
    of = data.draw(ladders())
    claims = data.draw(claims_on(of))
    found = deduce(of, claims)
    for conflict in found.conflicts:
        linked = set(conflict.claims)
        for _ in found.conflicts:
            for other in found.conflicts:
                linked |= set(other.claims) if linked & set(other.claims) else set()
        for each in linked:
            left = deduce(of, tuple(other for other in claims if other in linked and other != each))
            assert (each in conflict.resolved_by) == (not left.conflicts)


CASES = [
    ([claim("consecutive", 3, 2009)], "??MHHH"[1:]),
    ([claim("consecutive", 5, 2009)], "HHHHH"),
    ([claim("consecutive", 0, 2009)], "????M"),
    ([claim("tier", "ding", 2009)], "?MHHH"),
    ([claim("tier", "ding", 2007)], "HHH"),
    ([claim("tier", "gold", 2016)], 12 * "H"),
    ([claim("tier", "gold", 2020)], "???M" + 12 * "H"),
    ([claim("tier-at-least", "gold", 2016)], 12 * "H"),
    ([claim("tier-at-least", "gold", 2017)], "?" + 11 * "H" + "?"),
    ([claim("tier-at-least", "ding", 2009)], "??H??"),
    ([claim("total", 5, 2009)], "HHHHH"),
    ([claim("total", 0, 2009)], "MMMMM"),
    ([claim("total", 3, 2009), claim("card", "missed", 2006)], "?M???"),
    ([claim("total", 2, 2006), claim("total", 2, 2008)], "HHMM"),
    ([claim("consecutive", 2, 2008), claim("total", 3, 2008)], "HMHH"),
    ([claim("consecutive", 3, 2008, 2009)], "??HH?"),
    ([claim("card", "held", 2008, 2009), claim("card", "missed", 2009)], "???HM"),
    ([claim("card", "held", 2008, 2009)], "?????"),
]


@pytest.mark.parametrize(("claims", "letters"), CASES, ids=lambda case: str(case) if isinstance(case, str) else None)
def test_what_claims_force_on_a_ladder_like_safe_zhejiang(claims, letters):
    found = deduce(SAFE, claims)
    assert not found.conflicts
    cards = {2005 + period: letter == "H" for period, letter in enumerate(letters) if letter != "?"}
    assert {card.year: card.held for card in found.cards} == cards


PEOPLE_NINGBO = "http://zj.people.com.cn/BIG5/n2/2021/0331/c186950-34650386.html"
JIAXING = "http://www.jxxznews.com.cn/xwzx/jxxw/202303/t20230331_9111736.html"
KAIHUA = "http://khnews.zjol.com.cn/khnews/system/2019/04/02/031563144.shtml"
DONGTOU = "https://www.tellerreport.com/news/2024-04-07-first-point-of-view%E4%B8%A8the-rhythm-of-peace.Bkz0-qyleR.html"

FACTS = [
    ("Ningbo was given the Ding for 2008", PEOPLE_NINGBO, [claim("tier", "ding", 2008)], 2008, "MHHH", "ding"),
    ("and the Bronze for 2011", PEOPLE_NINGBO, [claim("tier", "bronze", 2011)], 2011, "MHHHHHH", "bronze"),
    ("the Gold for 2017", PEOPLE_NINGBO, [claim("tier", "gold", 2017)], 2017, "M" + 12 * "H", "gold"),
    ("the One-Star for 2020", PEOPLE_NINGBO, [claim("tier", "star-1", 2020)], 2020, "M" + 15 * "H", "star-1"),
    ("Jiaxing took its 18th title in 2022", JIAXING, [claim("total", 18, 2022)], 2022, 18 * "H", "star-2"),
    ("Dongtou: Two-Star for 2022", DONGTOU, [claim("tier", "star-2", 2022)], 2022, 18 * "H", "star-2"),
    ("Kaihua: 14 in a row for 2018", KAIHUA, [claim("consecutive", 14, 2018)], 2018, 14 * "H", "gold"),
]


@pytest.mark.parametrize(("fact", "source", "claims", "year", "letters", "honour"), FACTS)
def test_published_facts_and_the_cards_that_they_imply(fact, source, claims, year, letters, honour):
    found = deduce(SAFE, claims)
    assert [card.held for card in found.cards] == [letter == "H" for letter in letters], (fact, source)
    held = sum(card.held << card.year - 2005 for card in found.cards)
    verdict = judge_of(SAFE, year)(History(held, (1 << len(letters)) - 1))
    assert verdict.honour.min == verdict.honour.max == SAFE.tier_named(honour), (fact, source)


def test_cixi_is_said_to_be_in_its_fourth_year_in_2009_and_given_the_gold_for_2020():
    fourth = claim("consecutive", 4, 2009)  # http://news.cnnb.com.cn/system/2010/04/02/006473723.shtml
    card = claim("card", "held", 2009)
    gold = claim("tier", "gold", 2020)  # PEOPLE_NINGBO
    found = deduce(SAFE, [fourth, card, gold])
    assert [conflict.claims for conflict in found.conflicts] == [(fourth, gold)]
    assert found.conflicts[0].resolved_by == (fourth, gold)
    assert [(card.year, card.held) for card in found.cards] == [(2009, True)]


def test_two_conflicts_that_share_no_claim_are_each_resolved_on_their_own():
    claims = [claim("card", value, year) for year in (2006, 2009) for value in ("held", "missed")]
    found = deduce(SAFE, [*claims, claim("card", "held", 2007)])
    assert [conflict.resolved_by for conflict in found.conflicts] == [tuple(claims[:2]), tuple(claims[2:])]
    assert [card.year for card in found.cards] == [2007]


def test_a_unit_that_did_not_exist_held_nothing_and_is_not_deduced():
    found = deduce(SAFE, [claim("tier", "ding", 2021)], lambda year: year >= 2019)
    assert [(card.year, card.held) for card in found.cards] == [(2019, True), (2020, True), (2021, True)]
    late = deduce(SAFE, [claim("tier", "bronze", 2021)], lambda year: year >= 2019)
    assert len(late.conflicts) == 1
    assert not late.cards


@pytest.mark.parametrize("seed", range(3))
def test_forty_claims_on_one_unit_are_searched_to_the_end(seed):
    held = [(seed + 7) * (year + 3) % 11 > 1 for year in range(20)]
    claims = []
    for year in range(20):
        streak = next((back for back in range(year + 1) if not held[year - back]), year + 1)
        claims += [claim("consecutive", streak, 2005 + year), claim("total", sum(held[: year + 1]), 2005 + year)]
    found = deduce(SAFE, claims)
    assert not found.conflicts
    assert [card.held for card in found.cards] == held
    assert all(len(card.claims) <= 2 for card in found.cards)


def test_twenty_contradictions_on_one_unit_are_told_apart():
    claims = [claim("card", value, year) for year in range(2005, 2025) for value in ("held", "missed")]
    found = deduce(SAFE, claims)
    assert {conflict.claims for conflict in found.conflicts} == set(zip(claims[::2], claims[1::2], strict=True))
    assert not found.cards


def test_no_record_keeps_a_claim_on_a_year_before_the_ladder():
    claims = [claim("card", "held", 2004), claim("card", "held", 2005), claim("card", "held", 2004, 2005)]
    walks = Walks(SAFE, [demand_of(SAFE, each) for each in claims], [(HELD, MISSED)])
    assert [walks.results(kept) for kept in (0b000, 0b010, 0b100, 0b001)] == [
        [{HELD, MISSED}],
        [{HELD}],
        [{HELD}],
        [set()],
    ]
    assert [walks.breaking(kept) for kept in (0b000, 0b110, 0b001)] == [0b001, 0b001, None]
