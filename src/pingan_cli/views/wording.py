"""How a verdict is put into words: "18", "9 or more", "Silver Ding to Gold Ding"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.verdict import Verdict, is_open
from pingan_cli.texts import listed
from pingan_cli.views.words import word


def streak_title(ladder: Ladder, lang: str) -> str:
    """What a ladder counts: years or terms, in a row or in all."""
    cumulative = ladder.terms[-1].forgiven is None
    if ladder.period == 1:
        return word("count" if cumulative else "streak", lang)
    return word("term_count" if cumulative else "terms", lang)


@dataclass(frozen=True)
class Wording:
    """The words for verdicts on a ladder, by the end of a year, in a language; `short` names the tiers briefly."""

    ladder: Ladder
    year: int
    lang: str
    short: bool = False

    def tier(self, tier: Tier | None) -> str:
        """A tier's name; "none" for None."""
        if tier is None:
            return word("none", self.lang)
        return (tier.short if self.short else tier.name).of(self.lang)

    def streak(self, verdict: Verdict) -> str:
        """The bounds of a streak: one number, "9 or more" where nothing before is known, or "0-18"."""
        low, high = verdict.streak
        if low == high:
            return str(low)
        if verdict.recorded and high == self.ladder.periods(self.year):
            return word("or_more", self.lang, n=low)
        return f"{low}-{high}"

    def honour(self, verdict: Verdict) -> str:
        """The bounds of an honour: one tier, or the lowest and the highest that may be."""
        low, high = verdict.honour
        if low == high:
            return self.tier(low) if low else ""
        return word("to", self.lang, low=self.tier(low), high=self.tier(high))

    def awarded(self, verdict: Verdict) -> str:
        """The tier awarded in the year itself, with a "?" where a longer streak may have earned another or none."""
        doubt = "?" if is_open(verdict) else ""
        return f"{self.tier(verdict.awarded) if verdict.awarded else ''}{doubt}"

    def next(self, verdict: Verdict) -> str:
        """The next tier and its year, with a "?" where a longer streak may have another next, or reach it sooner.

        Only a "?" where the year judged is not on record, so that no streak can be told.
        """
        if verdict.next is None:
            return ""
        doubt = "?" if is_open(verdict) else ""
        return f"{self.tier(verdict.next)} {verdict.next_year}{doubt}" if verdict.recorded else "?"


def spans(years: Sequence[int], step: int, lang: str) -> str:
    """Years, those in a row as spans.

    >>> spans([2024, 2025, 2026, 2028], 1, "en")
    '2024–2026, 2028'
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + step:
            runs[-1].append(year)
        else:
            runs.append([year])
    return listed((f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs), lang)
