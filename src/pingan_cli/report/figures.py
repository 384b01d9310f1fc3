"""The report in numbers: how many units there are of each kind in a year, for certain and at most."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from pingan_cli.engine.ladder import NONE, Names, Tier
from pingan_cli.report.content import Report
from pingan_cli.report.state import is_open
from pingan_cli.report.wording import both


class Figure(NamedTuple):
    """A number, what it counts, and what to know of it."""

    number: int
    title: Names
    note: Names


class TierCount(NamedTuple):
    """How many units hold a tier as their highest for certain; and it or a higher one, for certain and at most."""

    tier: Tier
    highest: int
    at_least: int
    at_most: int


def figures(report: Report, index: int) -> list[Figure]:
    """The numbers of a year, given by its place in the report's years."""
    results: Counter[str] = Counter()
    units = off_record = honoured = may_be_honoured = awarded = untold = open_honours = 0
    for climb, past in report.in_year(index):
        verdict = past.verdict
        units += 1
        off_record += not climb.recorded
        results[past.result] += 1
        honoured += verdict.honour.min is not None
        may_be_honoured += verdict.honour.max is not None
        awarded += past.conferred is not None
        untold += past.untold
        open_honours += is_open(verdict)
    held = results["held"] + results["uncounted"]
    missed = results["missed"] + results["revoked"]
    unknown = results["unknown"]
    nothing = Names("", "")
    up_to = both("honoured_note", most=may_be_honoured) if may_be_honoured > honoured else nothing

    return [
        Figure(units, both("units", count=units), both("units_note", off=off_record) if off_record else nothing),
        Figure(held, both("held_count"), both("held_note", missed=missed, unknown=unknown)),
        Figure(honoured, both("honoured"), up_to),
        Figure(awarded, both("awarded_count"), both("awarded_note", more=untold) if untold else nothing),
        Figure(open_honours, both("open_count"), both("open_note") if open_honours else nothing),
    ]


def tier_counts(report: Report, index: int) -> list[TierCount]:
    """How many units hold each tier in a year, the highest tier first."""
    lowest: Counter[int] = Counter()
    highest: Counter[int] = Counter()
    for _, past in report.in_year(index):
        low, high = past.verdict.honour
        lowest[low.rank if low else NONE] += 1
        highest[high.rank if high else NONE] += 1
    return [
        TierCount(
            tier,
            lowest[tier.rank],
            sum(count for rank, count in lowest.items() if rank >= tier.rank),
            sum(count for rank, count in highest.items() if rank >= tier.rank),
        )
        for tier in reversed(report.tiers)
    ]


def without_honour(report: Report, index: int) -> tuple[int, int]:
    """How many units certainly hold no honour in a year, and of how many none is certain."""
    none = [past.verdict.honour.max is None for _, past in report.in_year(index) if past.verdict.honour.min is None]
    return sum(none), len(none) - sum(none)
