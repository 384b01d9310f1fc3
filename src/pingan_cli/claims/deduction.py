"""From claims to cards: what published statements about one unit force its record to have been.

Of all records that a unit may have had, those count that agree with every claim. Where all of them have the same
result in a year, the claims force it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pingan_cli.claims.smallest import TooLong, impossible_set, impossible_sets, members
from pingan_cli.claims.walks import Demand, Test, Walks
from pingan_cli.engine.ladder import HELD, MISSED, Ladder

UNIT_KINDS = ("card", "tier", "tier-at-least", "consecutive", "total")
"""The kinds of claim that speak of one unit; the others count units."""


class Claim(NamedTuple):
    """A published statement on one unit, or (`count-…`) on how many units something holds for.

    `value`: `held` or `missed` for a card, a tier's id, or a number. `years`: the assessment years that can be meant,
    one, or two where the source does not say which year it counts by.
    """

    id: str
    unit: str
    kind: str
    value: str
    years: tuple[int, ...]
    confidence: str = "high"
    statement: str = ""
    source: str = ""
    source_date: str = ""


class Card(NamedTuple):
    """A deduced result of one assessment year, and the smallest set of claims that forces it."""

    year: int
    held: bool
    claims: tuple[Claim, ...]


class Conflict(NamedTuple):
    """Claims that cannot all be true, but can once any of them is left out.

    `resolved_by`: those of them without which every conflict that is linked with this one, by claims that they share,
    is resolved too.
    """

    claims: tuple[Claim, ...]
    resolved_by: tuple[Claim, ...]


class Deduction(NamedTuple):
    """What the claims on one unit force, in the order of the years, and the conflicts among them."""

    cards: tuple[Card, ...]
    conflicts: tuple[Conflict, ...]


MOST_CONFLICTS = 100
"""How many conflicts on one unit are listed at most."""


def deduce(ladder: Ladder, claims: Sequence[Claim], exists: Callable[[int], bool] = lambda _: True) -> Deduction:
    """What the claims on one unit force its cards to be.

    `exists` tells whether the unit, or one whose history it carries on, existed in an assessment year; where it did
    not it held no card. A claim of several years is true when it is true of one of them, so a card is forced only
    where it is under every such reading. Claims that contradict others force nothing: cards rest on those that take
    part in no conflict.

    The cards are all those that reasoning on one unit can give, and no others. Each one's claims are a smallest set
    that forces it, the earliest in their order among equals; conflicts are all there are, the smallest first. Where
    a search for the smallest takes too long, sets are given of which no claim can be left out, and as many conflicts
    as it takes to free the other claims of any.
    """
    demands = [demand_of(ladder, claim) for claim in claims]
    periods = 1 + max((period for demand in demands for period in demand.periods), default=-1)
    free = [free_results(ladder) if exists(ladder.year(period)) else (MISSED,) for period in range(periods)]
    walks = Walks(ladder, demands, free)
    conflicts = _conflicts(len(claims), walks)
    sound = [number for number in range(len(claims)) if not any(each >> number & 1 for each in conflicts)]
    if conflicts:
        walks = Walks(ladder, [demands[number] for number in sound], free)
    cards: list[Card] = []
    for period, possible in enumerate(walks.results((1 << len(sound)) - 1)):
        held = MISSED not in possible
        if len(free[period]) > 1 and (held or possible == {MISSED}):
            basis = _basis(len(sound), walks, period, (MISSED,) if held else ladder.cards)
            cards.append(Card(ladder.year(period), held, tuple(claims[sound[number]] for number in members(basis))))

    def chosen(numbers: int) -> tuple[Claim, ...]:
        return tuple(claims[number] for number in members(numbers))

    listed = tuple(Conflict(chosen(each), chosen(_resolving(each, conflicts))) for each in conflicts)
    return Deduction(tuple(cards), listed)


def free_results(ladder: Ladder) -> tuple[int, ...]:
    """What a period may have been of which nothing is known; where results are graded a card may not have counted."""
    return (HELD, MISSED) if ladder.kind == "mark" else (*ladder.cards, MISSED)


def _basis(claims: int, walks: Walks, period: int, against: tuple[int, ...]) -> int:
    """The smallest set of claims under which the period cannot have had one of the results `against`."""

    def breaking(kept: int) -> int | None:
        return walks.breaking(kept, period, against)

    try:
        return next(impossible_sets(claims, breaking))
    except TooLong:
        return impossible_set((1 << claims) - 1, breaking)


def _conflicts(claims: int, walks: Walks) -> list[int]:
    """The sets of claims that cannot all be true and have no smaller such set inside them, the smallest first."""
    found: list[int] = []
    try:
        for conflict in impossible_sets(claims, walks.breaking):
            found.append(conflict)
            if len(found) == MOST_CONFLICTS:
                break
    except TooLong:
        pass
    rest = (1 << claims) - 1
    for conflict in found:
        rest &= ~conflict
    while walks.breaking(rest) is None:
        found.append(impossible_set(rest, walks.breaking))
        rest &= ~found[-1]
    return found


def _resolving(conflict: int, conflicts: Sequence[int]) -> int:
    """The claims that are in a conflict and in all those that are linked with it."""
    linked, before = conflict, 0
    while linked != before:
        before = linked
        for each in conflicts:
            if each & linked:
                linked |= each
    for each in conflicts:
        if each & linked:
            conflict &= each
    return conflict


def demand_of(ladder: Ladder, claim: Claim) -> Demand:
    """What a claim asks of a record. A card is that of the period in which the year lies; all else is as it stood
    after the last period that had ended by the year.
    """
    if claim.kind == "card":
        periods = tuple(-1 if (period := ladder.period_of(year)) is None else period for year in claim.years)
    else:
        periods = tuple(ladder.periods(year) - 1 for year in claim.years)
    return Demand(periods, _test(ladder, claim), totals=claim.kind == "total")


def _test(ladder: Ladder, claim: Claim) -> Test:
    """Whether a record agrees with a claim in one of its periods; `not-` before a kind denies it."""
    if claim.kind.startswith("not-"):
        denied = _test(ladder, claim._replace(kind=claim.kind.removeprefix("not-")))
        return lambda state, cards, result: not denied(state, cards, result)
    if claim.kind == "card":
        wanted = ladder.cards if claim.value == "held" else (MISSED,)
        return lambda _, __, result: result in wanted
    if claim.kind == "consecutive":
        return lambda state, _, __: state.run.length == int(claim.value)
    if claim.kind == "total":
        return lambda _, cards, __: cards == int(claim.value)
    tier = ladder.tier_named(claim.value)
    assert tier is not None
    if claim.kind == "tier":
        return lambda state, _, __: state.awarded == tier.rank
    return lambda state, _, __: state.honour >= tier.rank
