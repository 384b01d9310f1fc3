"""What a recall takes and what it leaves: honours that are safe, and those that the run still holds."""

from __future__ import annotations

from itertools import product

import pytest

from engine.small_ladders import judged, ladder, rank, terms

KEEPING = {"miss_recalls": True, "revocation_recalls": False}


@pytest.mark.parametrize(
    ("rule", "letters", "honour", "conferred"),
    [
        (terms("2", forgiven=1, **KEEPING), "HHRHM", "low", 2006),  # safe, and the miss is forgiven
        (terms("2", **KEEPING), "HHRM", "low", 2006),  # safe from any miss
        (terms("2 3", **KEEPING), "HHRHHHM", "low", 2006),  # what was conferred after the revocation is not
        (terms("2 3", **KEEPING), "HHHRHHM", "high", 2007),
        (terms("2", forgiven=1, **KEEPING), "HMHHM", "low", 2007),  # the same tier: conferred when it was
        (
            terms("2 3", forgiven=1, **KEEPING),
            "HMHHM",
            "low",
            2008,
        ),  # a lower tier: when the rest of the run reached it
        (terms("2", forgiven=1, **KEEPING), "HHMM", None, None),
        (terms("2", forgiven=1, revocation_resets=False, **KEEPING), "HHHRMHM", "low", 2006),
        (terms("2", forgiven=1, revocation_resets=False, **KEEPING), "HHMRHM", "low", 2006),
        (terms("2", miss_recalls=True, revocation_recalls=True), "HHR", None, None),
    ],
)
def test_what_a_recall_leaves(rule, letters: str, honour: str | None, conferred: int | None) -> None:
    verdict = judged(ladder(rule, names="low high"), letters)
    assert (verdict.honour.min and verdict.honour.min.id, verdict.conferred) == (honour, conferred)


@pytest.mark.parametrize("forgiven", [0, 1, 2])
@pytest.mark.parametrize("resets", [True, False])
def test_more_is_never_worse_whatever_revocations_keep(forgiven: int, resets: bool) -> None:
    """Every history of six periods, with one held period more, on ladders whose misses recall what is not safe."""
    rule = terms("1 2 3", forgiven=forgiven, revocation_resets=resets, **KEEPING)
    small = ladder(rule, names="low middle high")
    earned = {
        letters: (verdict.streak.min, rank(verdict.honour.min))
        for letters in map("".join, product("HMR", repeat=6))
        if (verdict := judged(small, letters))
    }
    for letters, (streak, honour) in earned.items():
        for place in range(6):
            if letters[place] == "M":
                better = earned[letters[:place] + "H" + letters[place + 1 :]]
                assert (streak <= better[0], honour <= better[1]) == (True, True), (letters, place)
