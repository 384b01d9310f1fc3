"""What a recall takes and what it leaves: honours that are safe, and those that the run still holds."""

from __future__ import annotations

from itertools import product

import pytest

from engine.small_ladders import history, judged, ladder, rank, terms
from pingan_cli.engine.course import changes_in

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


@pytest.mark.parametrize(
    ("rule", "letters", "kinds"),
    [
        (terms("1", miss_recalls=True), "?M", ["open"]),  # it may have been recalled
        (terms("1", miss_recalls=True), "H?", ["open"]),  # it may be recalled
        (terms("2 4", miss_recalls=True), "HH?HM", ["open", "broken"]),  # one or the other
        (terms("2 4", miss_recalls=True), "MHHHM", ["broken", "recalled low"]),
        (terms("2", lasting=1), "HHM", ["broken", "ended low"]),
        (terms("2", lasting=2), "HHM", ["broken"]),
        (terms("2", lasting=1, forgiven=2), "HHMH", ["conferred low"]),
        (terms("2", forgiven=10), "H" + "?" * 150 + "H", ["open"]),
    ],
)
def test_what_a_year_took(rule, letters: str, kinds: list[str]) -> None:
    small = ladder(rule, names="low high")
    found = changes_in(small, history(letters), small.year(len(letters) - 1))
    assert [" ".join(filter(None, (each.kind, each.tier and each.tier.id))) for each in found] == kinds
