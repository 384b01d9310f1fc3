"""What a year changed for one history: tiers conferred and recalled, runs broken, a first card on record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.outcomes import brought
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import Streak, Verdict, judge_of

CONFERRED, BROKEN, RECALLED, ENDED, FIRST, OPEN = KINDS = (
    "conferred",
    "broken",
    "recalled",
    "ended",
    "first-on-record",
    "open",
)
"""The kinds of change in the order in which they are told. `open`: the records do not tell what the year brought."""


class Change(NamedTuple):
    """One change.

    `tier`: what was conferred, recalled or has ended; `lost`: the run that ended, and `lost_since` its first year.
    `verdict` is that of the year itself.
    """

    kind: str
    verdict: Verdict
    tier: Tier | None = None
    lost: Streak | None = None
    lost_since: int | None = None


class Changed(NamedTuple):
    """A unit, under the name that it bears in the year, and one change of it."""

    unit: Unit
    change: Change


def changes_of(
    ladder: Ladder, year: int, units: Iterable[Unit], history: Callable[[str], History]
) -> tuple[Changed, ...]:
    """What a year changed for several units: by the kind of change, the highest tiers first."""
    of_history: dict[History, tuple[Change, ...]] = {}  # equal histories are judged once
    found: list[Changed] = []
    for unit in units:
        its = history(unit.code)
        if its not in of_history:
            of_history[its] = tuple(changes_in(ladder, its, year))
        found += [Changed(unit, change) for change in of_history[its]]
    found.sort(key=lambda each: (KINDS.index(each.change.kind), -(each.change.tier.rank if each.change.tier else 0)))
    return tuple(found)


def changes_in(ladder: Ladder, history: History, year: int) -> Iterator[Change]:
    """What the period that ends with an assessment year changed. The year must not lie before the first period's end.

    Only what is certain is told as a change: a tier that every reading of the unknown years confers or recalls, a run
    that no reading carries on. Where a tier may have been conferred, recalled or ended or not, the year is `open`.
    """
    periods = ladder.periods(year)
    period = periods - 1
    now = judge_of(ladder, year)(history)
    its = brought(ladder, history, periods)
    if its is None:
        yield Change(OPEN, now)
    elif tier := ladder.tier(its.awarded):
        yield Change(CONFERRED, now, tier)
    if period:
        before = judge_of(ladder, ladder.year(period - 1))(history)
        if now.streak.max < before.streak.min:
            yield Change(BROKEN, now, lost=before.streak, lost_since=before.since)
    if its is not None and (tier := ladder.tier(its.lost)):
        yield Change(ENDED if its.ended else RECALLED, now, tier)
    if history.held >> period & 1 and not history.held & (1 << period) - 1:
        yield Change(FIRST, now)
