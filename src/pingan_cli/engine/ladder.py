"""What a ladder is to the engine: its tiers, and the terms that are in force in each assessment year."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

MISSED, HELD, WEAK, REVOKED = range(4)
"""Results of one period. `WEAK`: the card was held, but with a grade or number that does not count.

Results above `REVOKED` are cards that count for less than `HELD` does, by weight (`Ladder.counting`).
"""

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


class Memory(NamedTuple):
    """What of the past a ladder's terms ask for, any of them; what they never ask for is not remembered.

    `misses`: how many periods back misses are looked for, 0 where only their number matters. `total`: up to how many
    periods are counted in all, 0 where that matters nowhere. `safe`: whether a miss ever recalls honours, so that it
    matters which of them are safe. `ends`: whether honours end by themselves.
    """

    misses: int = 0
    total: int = 0
    safe: bool = False
    ends: bool = False


NO_MEMORY = Memory()

_EVER = 1 << 30
"""More periods than there will be."""

ZERO, TO_TIER = 0, -1
"""What `Terms.back` says of a miss that leaves nothing of the count, and of one that leaves the highest `at` below."""


@dataclass(frozen=True)
class Terms:
    """The rule in force from the assessment year `since` until the next amendment.

    `steps` are pairs of a count of periods and the rank that it reaches, rising; `every` is the distance between
    stars above the last step, 0 for a ladder that ends there. `or_totals` and `and_totals` are pairs of a count of
    periods in all, in a row or not, and a rank: that count reaches it too, or is needed beside the run.

    `forgiven` is how many misses a run survives, None for all of them (a cumulative ladder), `within` so many
    periods, 0 for however many. `back` is how much less a miss that is not forgiven leaves of the count, or `ZERO`
    or `TO_TIER`. `most` is what the count never exceeds, 0 for no bound. `standing` is how many periods in a row the
    card must have been held for a period to count, that period included. `weights` are the periods that one with a
    counting result counts for, the greatest first.

    `miss_recalls`: a miss leaves a unit only those honours that its present run has earned; a forgiven one leaves the
    run as it is. `revocation_recalls`: a revocation takes them all. `lasts` are pairs of a rank and the periods for
    which its honour lasts; for all other ranks that is `lasting`, 0 for without end.
    """

    since: int
    steps: tuple[tuple[int, int], ...]
    every: int = 0
    star_rank: int = 0
    or_totals: tuple[tuple[int, int], ...] = ()
    and_totals: tuple[tuple[int, int], ...] = ()
    forgiven: int | None = 0
    within: int = 0
    back: int = ZERO
    most: int = 0
    standing: int = 1
    weights: tuple[int, ...] = (1,)
    miss_recalls: bool = False
    revocation_resets: bool = True
    revocation_recalls: bool = False
    lasting: int = 0
    lasts: tuple[tuple[int, int], ...] = ()
    grades: frozenset[str] = frozenset()
    limits: dict[str, Limits] = field(default_factory=dict[str, Limits], hash=False)
    memory: Memory = NO_MEMORY

    def reached(self, count: int, total: int = 0) -> int:
        """The rank of the highest tier that a streak of `count` periods reaches, `NONE` below the first.

        `total` is how many periods count in all; what they reach by themselves `reached_in_all` tells.
        """
        last_at = self.steps[-1][0]
        if self.every and count >= last_at + self.every and not self._lacking(self.steps[-1][1], total):
            return self.star_rank + (count - last_at) // self.every - 1
        position = bisect_right(self.steps, count, key=lambda step: step[0])
        while position and self._lacking(self.steps[position - 1][1], total):
            position -= 1
        return self.steps[position - 1][1] if position else NONE

    def _lacking(self, rank: int, total: int) -> bool:
        """Whether a tier asks for more periods in all."""
        return any(rank == its_rank and total < needed for needed, its_rank in self.and_totals)

    def reached_in_all(self, total: int) -> int:
        """The rank of the highest tier that so many periods reach that need not be in a row."""
        return max((rank for needed, rank in self.or_totals if needed <= total), default=NONE)

    def at(self, rank: int) -> int | None:
        """How many periods a tier takes under these terms; None for a tier that they do not have."""
        if self.every and rank >= self.star_rank:
            return self.steps[-1][0] + self.every * (rank - self.star_rank + 1)
        return next((at for at, its_rank in self.steps if its_rank == rank), None)

    def left_of(self, count: int) -> int:
        """What a miss that is not forgiven leaves of a count."""
        if self.back != TO_TIER:
            return max(0, count - self.back) if self.back else 0
        last_at = self.steps[-1][0]
        if self.every and count >= last_at:
            return count - (count - last_at) % self.every
        return max((at for at, _ in self.steps if at <= count), default=0)

    def weight(self, result: int) -> int:
        """How many periods one with a counting result counts for."""
        return self.weights[0 if result == HELD else result - REVOKED]

    def ended(self, rank: int, periods: int) -> bool:
        """Whether an honour has ended so many periods after the last that bore it out."""
        lasting = next((lasting for its_rank, lasting in self.lasts if its_rank == rank), self.lasting)
        return 0 < lasting <= periods


@dataclass(frozen=True)
class Ladder:
    """A ladder as the engine judges by it.

    A period is `period` years long and is named by its last year. `rounds` are the years of the first periods where
    these are rounds that are not evenly spaced, each named by its one year; after the last of them there is one every
    `period` years. A period in which one of the years `not_held` lies is none. `weights` are the grades that count
    where some count for more than others. `best_of_several`: of several results for one year the best counts.
    """

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
    rounds: tuple[int, ...] = ()
    not_held: tuple[int, ...] = ()
    weights: tuple[tuple[str, int], ...] = ()
    best_of_several: bool = False

    def __post_init__(self) -> None:
        """Tell the terms what of the past any of them asks for."""
        forgiving = [terms for terms in self.terms if terms.forgiven]
        windows = [terms.within for terms in forgiving]
        memory = Memory(
            misses=(max(windows) if all(windows) else _EVER) if any(windows) else 0,
            total=max((total for terms in self.terms for total, _ in (*terms.or_totals, *terms.and_totals)), default=0),
            safe=any(terms.miss_recalls for terms in self.terms),
            ends=any(terms.lasting or terms.lasts for terms in self.terms),
        )
        object.__setattr__(self, "terms", tuple(replace(terms, memory=memory) for terms in self.terms))

    @property
    def by_level(self) -> bool:
        """Whether numbers are measured by the unit's level, so that a unit without one cannot be judged."""
        return any("*" not in terms.limits for terms in self.terms)

    @cached_property
    def standing(self) -> int:
        """The most periods in a row that the card must have been held for a period to count, under any terms."""
        return max(terms.standing for terms in self.terms)

    @cached_property
    def counting(self) -> tuple[int, ...]:
        """The results of a period that counts: `HELD`, which counts for most, and those that count for less."""
        return (HELD, *range(REVOKED + 1, REVOKED + len(self.terms[0].weights)))

    @cached_property
    def cards(self) -> tuple[int, ...]:
        """The results of a period in which the card was held, whether it counts or not."""
        return (*self.counting, WEAK)

    @cached_property
    def _left_out(self) -> tuple[int, ...]:
        """The periods that are none, as if they were some."""
        return tuple(sorted({self._place(year) for year in self.not_held if year >= self.first_year} - {NONE}))

    def _place(self, year: int) -> int:
        """The period in which a year lies, those left out among them; `NONE` for a year between rounds."""
        if not self.rounds:
            return (year - self.first_year) // self.period
        if year <= self.rounds[-1]:
            return self.rounds.index(year) if year in self.rounds else NONE
        after, between = divmod(year - self.rounds[-1], self.period)
        return NONE if between else len(self.rounds) + after - 1

    def is_round(self, year: int) -> bool:
        """Whether there is a round in a year, or would be if it were held; in any year where periods are no rounds."""
        return self._place(year) != NONE

    def best(self, one: int, other: int) -> int | None:
        """The better of two results of one period; None where a revocation makes them a conflict."""
        if one == other:
            return one
        order = (*self.cards, MISSED)
        return None if REVOKED in (one, other) else min(one, other, key=order.index)

    def periods(self, year: int) -> int:
        """How many periods had ended by the end of that year, counted from the ladder's first year."""
        if self.rounds and year <= self.rounds[-1]:
            ended = bisect_right(self.rounds, year)
        elif self.rounds:
            ended = len(self.rounds) + (year - self.rounds[-1]) // self.period
        else:
            ended = max(0, (year - self.first_year + 1) // self.period)
        return ended - bisect_left(self._left_out, ended)

    def period_of(self, year: int) -> int | None:
        """The period in which a year lies (0 is the first); None where that is none, as before the first year."""
        place = self._place(year) if year >= self.first_year else NONE
        if place == NONE or place in self._left_out:
            return None
        return place - bisect_left(self._left_out, place)

    def year(self, period: int) -> int:
        """The assessment year that names a period (0 is the first): its last year."""
        for left_out in self._left_out:
            period += left_out <= period
        if period < len(self.rounds):
            return self.rounds[period]
        if self.rounds:
            return self.rounds[-1] + (period + 1 - len(self.rounds)) * self.period
        return self.first_year + (period + 1) * self.period - 1

    def first_year_of(self, period: int) -> int:
        """The first year of a period."""
        return self.year(period) if self.rounds else self.year(period) - self.period + 1

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
        if rank not in self._stars:
            assert self.open_end is not None
            self._stars[rank] = self.open_end.tier(rank - len(self.named) + 1, rank)
        return self._stars[rank]

    @cached_property
    def _stars(self) -> dict[int, Tier]:
        """The tiers of the open end by their rank, each made once."""
        return {}

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
                return self._by_weight.get(grade, HELD) if grade in terms.grades else WEAK if holds else MISSED
        return HELD

    @cached_property
    def _by_weight(self) -> dict[str, int]:
        """The result of a period with each of the grades that count, by its weight."""
        return {grade: self.counting[self.terms[0].weights.index(weight)] for grade, weight in self.weights}


_ONES = ("Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen"
         " Seventeen Eighteen Nineteen").split()  # fmt: skip
_TENS = ["", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"]
_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
"""Whole numbers in words, for the names of stars: Two-Star, 二星."""


def english(number: int) -> str:
    """A number from 0 to 999,999 in English words, joined so that it can stand before "-Star".

    >>> english(0), english(2), english(21), english(1005)
    ('Zero', 'Two', 'Twenty-One', 'One-Thousand-Five')
    """
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    size, word = (1000, "Thousand") if number >= 1000 else (100, "Hundred")
    rest = number % size
    return f"{english(number // size)}-{word}" + (f"-{english(rest)}" if rest else "")


def chinese(number: int) -> str:
    """A number from 0 to 99,999,999 in Chinese numerals.

    >>> chinese(0), chinese(2), chinese(10), chinese(21), chinese(110), chinese(1005)
    ('零', '二', '十', '二十一', '一百一十', '一千零五')
    """
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return chinese(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + _below_10000(low))
    text = _below_10000(number)
    return text[1:] if text.startswith("一十") else text


def _below_10000(number: int) -> str:
    text = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += _DIGITS[digit] + _UNITS[place]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零") or "零"
