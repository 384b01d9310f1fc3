"""The search for the smallest sets that cannot all hold, against trying every set."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingan_cli.claims import smallest
from pingan_cli.claims.smallest import TooLong, impossible_set, impossible_sets, members

CLAIMS = 6
BY_SIZE = [sum(1 << claim for claim in chosen) for size in range(CLAIMS + 1) for chosen in combinations(range(6), size)]
"""Every set of six claims, the smallest first, and among equals by the order of their claims."""

families = st.lists(st.integers(0, (1 << CLAIMS) - 1), max_size=5)


def smallest_of(family: list[int]) -> list[int]:
    """The sets of a family that contain no other of it, in order."""
    return [each for each in BY_SIZE if each in family and not any(other & each == other != each for other in family)]


def breaking_of(family: list[int]):
    """What a record breaks that keeps a set of claims, where no record keeps a whole set of the family."""

    def breaking(kept: int) -> int | None:
        rest = (broken for broken in BY_SIZE if not broken & kept)
        return next((broken for broken in rest if all(each & broken for each in family)), None)

    return breaking


@settings(max_examples=300, deadline=None)
@given(families)
def test_all_smallest_sets_are_found_in_their_order(family: list[int]) -> None:
    assert list(impossible_sets(breaking_of(family))) == smallest_of(family)


@settings(max_examples=200, deadline=None)
@given(families)
def test_a_set_is_made_smaller_until_no_claim_can_be_left_out(family: list[int]) -> None:
    found = impossible_set((1 << CLAIMS) - 1, breaking_of(family)) if family else None
    assert found is None or found in smallest_of(family)


def test_a_search_is_given_up_after_so_many_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    family = [sum(1 << claim for claim in pair) for pair in combinations(range(CLAIMS), 2)]
    monkeypatch.setattr(smallest, "SEARCH_LIMIT", 20)
    search = impossible_sets(breaking_of(family))
    with pytest.raises(TooLong):
        list(search)


def test_the_limit_is_how_many_steps_a_search_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of no claims: one step to try the empty set, which can hold, and one to see that there is no other."""
    monkeypatch.setattr(smallest, "SEARCH_LIMIT", 2)
    assert list(impossible_sets(lambda _: 0)) == []
    monkeypatch.setattr(smallest, "SEARCH_LIMIT", 1)
    with pytest.raises(TooLong):
        list(impossible_sets(lambda _: 0))


def test_the_numbers_of_the_claims_in_a_set() -> None:
    assert [members(each) for each in (0, 0b1, 0b100000, 0b101101)] == [[], [0], [5], [0, 2, 3, 5]]
