"""The ladder as far as claims ask for it judges them as the whole ladder does."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.every_rule import ladder_files, ranks_in
from pingan_cli.claims.deduction import Claim, demand_of, walked
from pingan_cli.engine.ladder import MISSED, REVOKED
from pingan_cli.engine.streak import START, step
from pingan_cli.ladder.compiling import compiled

PERIODS = 14


def truths(ladder, by, claims, results) -> list[bool]:
    """Whether each claim is true of a record, walked by another ladder than the one that it speaks of."""
    demands = [demand_of(ladder, each) for each in claims]
    found = [False] * len(claims)
    state, cards = START, 0
    for period, result in enumerate(results):
        state = step(by.terms_at(period), state, result, period)
        cards += result not in (MISSED, REVOKED)
        for number, demand in enumerate(demands):
            found[number] |= period in demand.periods and demand.test(state, cards, result)
    return found


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_ladder_as_claims_ask_for_it_judges_them_as_it_does_whole(data):
    file = data.draw(ladder_files())
    ladder = compiled({key: each for key, each in file.items() if key != "weigh"})
    tiers = [*ranks_in(file), *(["star-1", "star-2", "star-3"] if "open_end" in file else [])]
    claims = []
    for number in range(data.draw(st.integers(1, 4))):
        kind = data.draw(st.sampled_from(["tier", "tier-at-least", "consecutive", "total"]))
        value = data.draw(st.sampled_from(tiers) if kind.startswith("tier") else st.integers(0, 8).map(str))
        period = data.draw(st.integers(0, PERIODS - 1))
        claims.append(Claim(f"c{number}", "a", kind, value, (ladder.year(period),)))
    results = st.lists(
        st.sampled_from((*ladder.counting * 4, *ladder.cards, MISSED, REVOKED)), min_size=PERIODS, max_size=PERIODS
    )
    for _ in range(4):
        record = data.draw(results)
        assert truths(ladder, walked(ladder, claims), claims, record) == truths(ladder, ladder, claims, record)
