"""Ladder files of all kinds, with every key of the language."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pingan_cli.ladder.checks import faults
from pingan_cli.ladder.compiling import ranked
from pingan_cli.ladder.model import LadderFile

TIERS = ("low", "middle", "high", "top")
NOT_HELD = [[], [2003], [2002, 2004, 2005]]


def _tiers(draw: st.DrawFn, cumulative: bool) -> list[dict[str, Any]]:
    names = sorted(draw(st.sets(st.sampled_from(range(4)), min_size=1, max_size=3)))
    ats = sorted(draw(st.sets(st.integers(1, 6), min_size=len(names), max_size=len(names))))
    tiers = []
    for name, at in zip(names, ats, strict=True):
        tier: dict[str, Any] = {"id": TIERS[name], "at": at, "name": TIERS[name]}
        for key in ("and_total", "or_total"):
            if not cumulative and draw(st.integers(0, 3)) == 0:
                tier[key] = at + draw(st.integers(1, 4))
        if tier.get("or_total", 99) <= tier.get("and_total", 0):
            del tier["or_total"]
        if draw(st.integers(0, 4)) == 0:
            tier["lasts"] = draw(st.integers(1, 4))
        tiers.append(tier)
    return tiers


def _miss(draw: st.DrawFn, cumulative: bool, stepping: bool) -> dict[str, Any]:
    miss: dict[str, Any] = {"honours": "keep" if cumulative else draw(st.sampled_from(["keep", "recall"]))}
    if stepping:
        miss["count"] = draw(st.sampled_from(["tier", {"back": 1}, {"back": 2}, {"back": 3}]))
    elif draw(st.booleans()):
        miss["count"] = "zero"
    return miss


def _forgiven(draw: st.DrawFn) -> Any:
    misses = draw(st.sampled_from([0, 0, 1, 1, 2, 3]))
    return draw(st.sampled_from([misses, {"misses": misses}, {"misses": misses, "within": draw(st.integers(1, 6))}]))


def _rule(draw: st.DrawFn, cumulative: bool, stepping: bool, end: bool, file: dict[str, Any]) -> dict[str, Any]:
    """Any of what an amendment can say, all of it for the file itself."""
    rule: dict[str, Any] = {
        "tiers": _tiers(draw, cumulative),
        "miss": _miss(draw, cumulative, stepping),
        "revocation": {
            "count": draw(st.sampled_from(["zero", "miss"])),
            "honours": draw(st.sampled_from(["keep", "recall"])),
        },
        "standing": draw(st.sampled_from([1, 1, 1, 2, 3])),
    }
    if not cumulative:
        rule["forgiven"] = 0 if stepping else _forgiven(draw)
    if draw(st.integers(0, 3)) == 0:
        rule["lasts"] = draw(st.integers(1, 5))
    if not end and draw(st.integers(0, 2)) == 0:
        rule["most"] = draw(st.integers(3, 8))
    return rule


@st.composite
def ladder_files(draw: st.DrawFn) -> dict[str, Any]:
    """The plain values of any valid ladder file; `weigh` beside them tells what H and L count for."""
    cumulative = draw(st.integers(0, 4)) == 0
    end = draw(st.booleans())
    stepping = [not cumulative and draw(st.integers(0, 2)) == 0 for _ in range(3)]
    heavy, light = sorted(draw(st.sampled_from([(1, 1), (1, 1), (2, 1), (3, 1), (3, 2), (2, 2)])), reverse=True)
    file: dict[str, Any] = {
        "ladder": "any", "name": "Any", "card": "Card", "sources": [{"title": "none", "url": "https://example.org"}],
        "first_year": 2001, "announced": 0,
        "results": {"kind": "grade", "grades": [
            {"id": "gold", "name": "Gold", "weight": heavy}, {"id": "silver", "name": "Silver", "weight": light},
            {"id": "bronze", "name": "Bronze"},
        ]},
        "counts": {"grades": ["gold", "silver"]},
        "streak": "cumulative" if cumulative else "consecutive",
    }  # fmt: skip
    file |= _rule(draw, cumulative, stepping[0], end, file)
    if end:
        file["open_end"] = {"every": draw(st.integers(1, 3)), "id": "star-{n}", "name": "Star {n}"}
    calendar = draw(st.integers(0, 5))
    if calendar == 0:
        file["rounds"] = [2001, 2002, 2005, 2009]
        file["period"] = 2
    elif calendar == 1:
        file["not_held"] = draw(st.sampled_from(NOT_HELD[1:]))
    elif calendar == 2:
        file["period"] = 3
    years = sorted(draw(st.sets(st.integers(2002, 2012), max_size=2)))
    file["amendments"] = []
    for year, steps in zip(years, stepping[1:], strict=False):
        rule = _rule(draw, cumulative, steps, end, file)
        kept = draw(st.sets(st.sampled_from(sorted(rule)), min_size=1))
        amendment = {key: value for key, value in rule.items() if key in kept}
        if end and draw(st.booleans()):
            amendment["every"] = draw(st.integers(1, 3))
        file["amendments"].append({"from_year": year, "says": "new", **amendment})
    while faults(LadderFile.model_validate(file), "any"):  # an amendment that does not fit what it amends
        if not file["amendments"]:
            file.pop("most", None)
        file["amendments"] = file["amendments"][:-1]
    return {**file, "weigh": {"H": heavy, "L": light}}


def ranks_in(file: dict[str, Any]) -> list[str]:
    """The ids of all tiers by their rank."""
    return ranked([[tier["id"] for tier in each.get("tiers", [])] for each in (file, *file["amendments"])])
