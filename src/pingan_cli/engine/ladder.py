"""What a ladder is to the engine: its tiers, and the terms that are in force in each assessment year."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pingan_cli.engine.numerals import chinese, english

MISSED, HELD, WEAK, REVOKED = range(4)
"""Results of one period. `WEAK`: the card was held, but with a grade or number that does not count."""

NONE = -1
"""The rank of no tier, and the period of no conferral."""


class Names(NamedTuple):
    """A name in English and in Chinese."""

    en: str
    zh: str

    def of(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


class Tier(NamedTuple):
    """A rung of the ladder. `rank` orders the tiers of a ladder, the lowest being 0; `short` fits narrow tables."""

    id: str
    name: Names
    short: Names
    rank: int


class OpenEnd(NamedTuple):
    """The tiers above the last named one: `{n}` in a text is the star's number, `{number}` the same in words.

    `{english}` and `{chinese}` are the words of that language, whichever language the text is for.
    """

    id: str
    name: Names
    short: Names

    def tier(self, star: int, rank: int) -> Tier:
        """The tier of that star (1, 2, 3 …)."""

        words = english(star), chinese(star)

        def named(text: str, word: str) -> str:
            text = text.replace("{n}", str(star)).replace("{number}", word)
            return text.replace("{english}", words[0]).replace("{chinese}", words[1])

        def names(pattern: Names) -> Names:
            return Names(*map(named, pattern, words))

        return Tier(self.id.replace("{n}", str(star)), names(self.name), names(self.short), rank)


class Limits(NamedTuple):
    """The numbers that count: `low <= number <= high`; None where there is no limit."""

    low: float | None
    high: float | None

    def allow(self, number: float) -> bool:
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)


@dataclass(frozen=True)
class Terms:
    """The rule in force from the assessment year `since` until the next amendment.

    `steps` are pairs of a count of periods and the rank that it reaches, rising; `every` is the distance between
    stars above the last step, 0 for a ladder that ends there. `forgiven` is how many misses a run survives, None
    for all of them (a cumulative ladder). `standing` is how many periods in a row the card must have been held for
    a period to count, that period included. `miss_recalls`: a miss leaves a unit only those honours that its present
    run has earned; a forgiven one leaves the run as it is. `revocation_recalls`: a revocation takes them all.
    """

    since: int
    steps: tuple[tuple[int, int], ...]
    every: int = 0
    star_rank: int = 0
    forgiven: int | None = 0
    standing: int = 1
    miss_recalls: bool = False
    revocation_resets: bool = True
    revocation_recalls: bool = False
    grades: frozenset[str] = frozenset()
    limits: dict[str, Limits] = field(default_factory=dict[str, Limits], hash=False)

    def reached(self, count: int) -> int:
        """The rank of the highest tier that a streak of `count` periods reaches, `NONE` below the first."""
        last_at = self.steps[-1][0]
        if self.every and count >= last_at + self.every:
            return self.star_rank + (count - last_at) // self.every - 1
        position = bisect_right(self.steps, count, key=lambda step: step[0])
        return self.steps[position - 1][1] if position else NONE

    def at(self, rank: int) -> int | None:
        """How many periods a tier takes under these terms; None for a tier that they do not have."""
        if self.every and rank >= self.star_rank:
            return self.steps[-1][0] + self.every * (rank - self.star_rank + 1)
        return next((at for at, its_rank in self.steps if its_rank == rank), None)


@dataclass(frozen=True)
class Ladder:
    """A ladder as the engine judges by it. A period is `period` years long and is named by its last year."""

    id: str
    name: Names
    first_year: int
    announced: int
    period: int
    levels: tuple[str, ...]
    kind: str
    grades: tuple[tuple[str, Names, bool], ...]
    named: tuple[Tier, ...]
    open_end: OpenEnd | None
    terms: tuple[Terms, ...]

    @property
    def by_level(self) -> bool:
        """Whether numbers are measured by the unit's level, so that a unit without one cannot be judged."""
        return any("*" not in terms.limits for terms in self.terms)

    @cached_property
    def standing(self) -> int:
        """The most periods in a row that the card must have been held for a period to count, under any terms."""
        return max(terms.standing for terms in self.terms)

    def periods(self, year: int) -> int:
        """How many periods had ended by the end of that year, counted from the ladder's first year."""
        return max(0, (year - self.first_year + 1) // self.period)

    def year(self, period: int) -> int:
        """The assessment year that names a period (0 is the first): its last year."""
        return self.first_year + (period + 1) * self.period - 1

    def terms_at(self, period: int) -> Terms:
        """The terms in force in a period."""
        if len(self.terms) == 1:
            return self.terms[0]
        year = self.year(period)
        return next(terms for terms in reversed(self.terms) if terms.since <= year)

    def tier(self, rank: int) -> Tier | None:
        """The tier of a rank; None for `NONE`."""
        if rank < len(self.named):
            return self.named[rank] if rank >= 0 else None
        assert self.open_end is not None
        return self.open_end.tier(rank - len(self.named) + 1, rank)

    def tier_named(self, tier_id: str) -> Tier | None:
        """The tier with that id, stars included; None when the ladder has none."""
        for tier in self.named:
            if tier.id == tier_id:
                return tier
        if self.open_end is not None:
            star = re.fullmatch(re.escape(self.open_end.id).replace(r"\{n\}", "([1-9][0-9]{0,4})"), tier_id)
            if star:
                return self.tier(len(self.named) + int(star[1]) - 1)
        return None

    def judged(self, result: str | float, level: str | None, period: int) -> int:
        """What a result on record is worth in a period: `held`, `missed`, `revoked`, a grade's id or a number.

        A number is measured by the limits for its level, or by those for every level (`*`).
        """
        if result == "revoked":
            return REVOKED
        if result == "missed":
            return MISSED
        terms = self.terms_at(period)
        if isinstance(result, float):
            limits = terms.limits[level if level in terms.limits else "*"]
            return HELD if limits.allow(result) else WEAK
        for grade, _, holds in self.grades:
            if grade == result:
                return HELD if grade in terms.grades else WEAK if holds else MISSED
        return HELD
