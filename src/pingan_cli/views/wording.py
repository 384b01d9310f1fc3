"""How a verdict is put into words: "18", "9 or more", "Silver Ding to Gold Ding"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import Verdict, is_open
from pingan_cli.texts import Told, counted, joined, told

MEANINGS = {
    "held": told("held"),
    "reached": told("held, and a tier awarded"),
    "uncounted": told("held, but does not count"),
    "missed": told("missed"),
    "revoked": told("revoked"),
    "unknown": told("not on record"),
    "unassessed": told("not assessed"),
    "to_hold": told("to be held"),
    "to_come": told("to be held, and a tier awarded"),
    "to_miss": told("assumed missed"),
}
"""What each mark means; those of results are also the words for them."""

TIER_OPEN = told(
    "A tier with ? follows from the years on record; earlier years that are not may have made it a higher one."
)


def streak_title(ladder: Ladder) -> str:
    """What a ladder counts: years or terms, in a row or in all."""
    cumulative = ladder.terms[-1].forgiven is None
    if ladder.rounds:
        return told("Rounds that count") if cumulative else told("Rounds in a row")
    if ladder.period == 1:
        return told("Years that count") if cumulative else told("Years in a row")
    return told("Terms that count") if cumulative else told("Terms in a row")


def run_of(ladder: Ladder, count: int) -> Told:
    """So many periods, as the ladder counts them: "12 years in a row"."""
    cumulative = ladder.terms[-1].forgiven is None
    if ladder.rounds:
        if cumulative:
            return counted("1 round that counts", "{count} rounds that count", count=count)
        return counted("1 round in a row", "{count} rounds in a row", count=count)
    if ladder.period == 1:
        if cumulative:
            return counted("1 year that counts", "{count} years that count", count=count)
        return counted("1 year in a row", "{count} years in a row", count=count)
    if cumulative:
        return counted("1 term that counts", "{count} terms that count", count=count)
    return counted("1 term in a row", "{count} terms in a row", count=count)


def since_year(streak: Any, since: int | None) -> Any:
    """A streak, with the year in which it began where that is known."""
    return told("{streak}, since {year}", streak=streak, year=since) if since else streak


def in_brackets(text: Any, more: Any) -> str:
    """A text, and more of it in brackets."""
    return told("{text} ({more})", text=text, more=more)


def with_colon(title: Any, text: Any) -> str:
    """A title and the text that belongs to it."""
    return told("{title}: {text}", title=title, text=text)


def with_comma(one: Any, other: Any) -> Any:
    """A text, and another behind it where it is not empty."""
    return told("{one}, {other}", one=one, other=other) if other else one


def full_name(unit: Unit, city: Unit | None = None) -> Any:
    """A unit's name, and in brackets its other name and its code; then the city that it belongs to."""
    known_as = unit.code
    if unit.other_name:
        known_as = with_comma(unit.other_name, unit.code)
    return with_comma(unit if known_as == unit.name else in_brackets(unit, known_as), city)


@dataclass(frozen=True)
class Wording:
    """The words for verdicts on a ladder, by the end of a year; `short` names the tiers briefly."""

    ladder: Ladder
    year: int
    short: bool = False

    def tier(self, tier: Tier | None) -> Any:
        """A tier's name; "none" for None."""
        if tier is None:
            return told("none")
        return tier.short if self.short else tier.name

    def streak(self, verdict: Verdict) -> Any:
        """The bounds of a streak: one number, "9 or more" where nothing before is known, or "0-18"."""
        low, high = verdict.streak
        if low == high:
            return low
        if verdict.recorded and high == self.ladder.periods(self.year):
            return told("{n} or more", n=low)
        return told("{low}-{high}", low=low, high=high)

    def honour(self, verdict: Verdict) -> Any:
        """The bounds of an honour: one tier, or the lowest and the highest that may be; nothing for none."""
        low, high = verdict.honour
        if low == high:
            return self.tier(low) if low else ""
        if low is None:
            return told("none to {high}", high=self.tier(high))
        return told("{low} to {high}", low=self.tier(low), high=self.tier(high))

    def awarded(self, verdict: Verdict) -> str:
        """The tier awarded in the year itself, with a "?" where a longer streak may have earned another or none."""
        return joined([verdict.awarded and self.tier(verdict.awarded), "?" if is_open(verdict) else ""], "")

    def next(self, verdict: Verdict) -> str:
        """The next tier and its year, with a "?" where a longer streak may have another next, or reach it sooner.

        Only a "?" where the year judged is not on record, so that no streak can be told.
        """
        if verdict.next is None:
            return ""
        doubt = "?" if is_open(verdict) else ""
        return joined([self.tier(verdict.next), f"{verdict.next_year}{doubt}"], " ") if verdict.recorded else "?"


def years_until(ladder: Ladder, year: int, last: int) -> list[int]:
    """The years that name the periods after a year, up to a last one."""
    return [ladder.year(period) for period in range(ladder.periods(year), ladder.periods(last))]


def spans(years: Iterable[int], ladder: Ladder | None = None, dash: str = "–") -> tuple[str, ...]:
    """Years in order, those in a row as spans: in a row of the ladder's periods, where it is given.

    >>> spans([2024, 2025, 2026, 2028])
    ('2024–2026', '2028')
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == (runs[-1][-1] + 1 if ladder is None else ladder.year(ladder.periods(runs[-1][-1]))):
            runs[-1].append(year)
        else:
            runs.append([year])
    return tuple(f"{run[0]}{dash}{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
