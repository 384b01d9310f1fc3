"""From claims to cards: what published statements about one unit force its record to have been.

Of all records that a unit may have had, those count that agree with every claim. Where all of them have the same
result in a year, the claims force it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from pingan_cli.claims.smallest import Breaking, TooLong, impossible_set, impossible_sets
from pingan_cli.claims.walks import Demand, Test, as_asked, is_card
from pingan_cli.engine.ladder import HELD, MISSED, Ladder, Names

UNIT_KINDS = ("card", "tier", "tier-at-least", "consecutive", "total")
"""The kinds of claim that speak of one unit; the others count units."""


class Claim(NamedTuple):
    """A published statement on one unit, or (`count-…`) on how many units something holds for.

    `value`: `held` or `missed` for a card, a tier's id, or a number. `years`: the assessment years that can be meant,
    one, or two where the source does not say which year it counts by; the claim says that one of the readings is true.
    `statement` and `statement_zh`: the gist of what was published, in English and in Chinese.
    """

    id: str
    unit: str
    kind: str
    value: str
    years: tuple[int, ...]
    confidence: str = "high"
    statement: str = ""
    statement_zh: str = ""
    source: str = ""
    source_date: str = ""

    @property
    def said(self) -> Names | None:
        """The gist of what was published, in each language; one alone serves both."""
        english, chinese = self.statement or self.statement_zh, self.statement_zh or self.statement
        return Names(english, chinese) if english else None


class Card(NamedTuple):
    """What an assessment year's result must have been, and the smallest set of claims that forces it.

    `results`: those of the engine that are left, all of them held or all missed.
    """

    year: int
    results: frozenset[int]
    claims: tuple[Claim, ...]

    @property
    def held(self) -> bool:
        """Whether the card was held."""
        return MISSED not in self.results


class Conflict(NamedTuple):
    """Claims that cannot all be true, but can once any of them is left out.

    `resolved_by`: those of them without which every conflict that is linked with this one, by claims that they share,
    is resolved too.
    """

    claims: tuple[Claim, ...]
    resolved_by: tuple[Claim, ...]


class Deduction(NamedTuple):
    """What claims force a unit's cards to be, in the order of the years, and the conflicts among those on it."""

    cards: tuple[Card, ...]
    conflicts: tuple[Conflict, ...]


MOST_CONFLICTS = 100
"""How many conflicts on one unit, and over several, are listed at most."""


def free_results(ladder: Ladder) -> tuple[int, ...]:
    """What a period may have been of which nothing is known; where results are graded a card may not have counted."""
    return (HELD, MISSED) if ladder.kind == "mark" else (*ladder.cards, MISSED)


def results_of(ladder: Ladder, exists: Callable[[int], bool], periods: int) -> list[tuple[int, ...]]:
    """What each of the periods may have been for a unit that existed in these years; where it did not, a miss."""
    free = free_results(ladder)
    return [free if exists(ladder.year(period)) else (MISSED,) for period in range(periods)]


def smallest_set(breaking: Breaking, every: int) -> int:
    """A smallest set of the claims that cannot all hold, the earliest in their order among equals; where the search
    for it takes too long, one of which no claim can be left out.
    """
    try:
        return next(impossible_sets(breaking))
    except TooLong:
        return impossible_set(every, breaking)


def all_conflicts(
    breaking: Breaking, every: int, known: Sequence[int] = (), renew: Callable[[], None] = lambda: None
) -> tuple[list[int], bool]:
    """The sets of claims that cannot all be true and have no smaller such set inside them, the smallest first; those
    that are `known` are left out. Where there are too many, as many as it takes to free the other claims of any, as
    far as that can be told. And whether these are all. `renew` is called when the search for all is given up.
    """
    found: list[int] = []
    try:
        for conflict in impossible_sets(breaking, known):
            found.append(conflict)
            if len(found) == MOST_CONFLICTS:
                break
        else:
            return found, True
    except TooLong:
        pass
    renew()
    rest = every
    for conflict in (*known, *found):
        rest &= ~conflict
    try:
        while breaking(rest) is None:
            found.append(impossible_set(rest, breaking))
            rest &= ~found[-1]
    except TooLong:
        pass
    return found, False


def resolving(conflicts: Sequence[Sequence[int]]) -> list[list[int]]:
    """For each conflict the claims that are in it and in all those that are linked with it, by claims that they share.

    >>> resolving([[0, 2], [1, 2], [3, 4]])
    [[2], [2], [3, 4]]
    """
    of_claim: dict[int, list[int]] = {}
    for place, conflict in enumerate(conflicts):
        for claim in conflict:
            of_claim.setdefault(claim, []).append(place)
    found: dict[int, list[int]] = {}
    for place, conflict in enumerate(conflicts):
        if place not in found:
            linked, ahead = {place}, [place]
            while ahead:
                more = {other for claim in conflicts[ahead.pop()] for other in of_claim[claim]} - linked
                linked |= more
                ahead += more
            shared = [claim for claim in conflict if len(of_claim[claim]) == len(linked)]
            found |= dict.fromkeys(linked, shared)
    return [found[place] for place in range(len(conflicts))]


def demand_of(ladder: Ladder, claim: Claim) -> Demand:
    """What a claim asks of a record. A card is that of the period in which the year lies; all else is as it stood
    after the last period that had ended by the year. In a year without a period no claim on a card is true.
    """
    if claim.kind == "card":
        lying = [ladder.period_of(year) for year in claim.years]
        periods = tuple(-1 if period is None else period for period in lying)
    else:
        periods = tuple(ladder.periods(year) - 1 for year in claim.years)
    judges = claim.kind not in ("card", "total")
    return Demand(periods, _test(ladder, claim), judges, int(claim.value) if claim.kind == "total" else None)


def walked(ladder: Ladder, claims: Collection[Claim]) -> Ladder:
    """The ladder that tells no more states apart than these claims, each on one unit, ask for."""
    ranks = [tier.rank for each in claims if (tier := ladder.tier_named(each.value))]
    return as_asked(ladder, ranks, [int(each.value) for each in claims if each.kind == "consecutive"])


def _test(ladder: Ladder, claim: Claim) -> Test:
    """Whether a record agrees with a claim in one of its periods."""
    if claim.kind == "card":
        held = claim.value == "held"
        return lambda _, __, result: is_card(result) == held
    if claim.kind in ("consecutive", "total"):
        number = int(claim.value)
        if claim.kind == "total":
            return lambda _, cards, __: cards == number
        return lambda state, _, __: state.run.length == number
    tier = ladder.tier_named(claim.value)
    assert tier is not None
    rank = tier.rank
    if claim.kind == "tier":
        return lambda state, _, __: state.awarded == rank
    return lambda state, _, __: state.honour >= rank
