"""From claims to cards: what published statements about one unit force its record to have been.

A unit's record is walked period by period through the engine's own `step`. Of all the walks that are possible, those
survive that agree with every claim; where all survivors have the same result in a period, the claims force it. The
walks are kept as layers of states, not one by one, so that the work grows with the years and not with their powers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, product
from typing import NamedTuple

from pingan_cli.engine.ladder import HELD, MISSED, Ladder
from pingan_cli.engine.streak import START, State, bare, step

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
    """Claims that cannot all be true, none of which can be left out of the conflict.

    `resolved_by`: the claims without which nothing in the whole set contradicts anything any more.
    """

    claims: tuple[Claim, ...]
    resolved_by: tuple[Claim, ...]


class Deduction(NamedTuple):
    """What the claims on one unit force, in the order of the years, and the conflicts among them."""

    cards: tuple[Card, ...]
    conflicts: tuple[Conflict, ...]


_Options = tuple[tuple[int, ...], ...]
_Node = tuple[State, int]
_Test = Callable[[State, int, int], bool]


def deduce(ladder: Ladder, claims: Sequence[Claim], exists: Callable[[int], bool] = lambda _: True) -> Deduction:
    """What the claims on one unit force its cards to be.

    `exists` tells whether the unit, or one whose history it carries on, existed in an assessment year; where it did
    not it held no card. Claims that contradict others force nothing: cards rest on those that take part in no
    conflict.
    """
    periods = max((ladder.periods(year) for claim in claims for year in claim.years), default=0)
    free = tuple((HELD, MISSED) if exists(ladder.year(period)) else (MISSED,) for period in range(periods))
    known: dict[tuple[Claim, ...], _Options | None] = {}

    def options(chosen: Iterable[Claim]) -> _Options | None:
        key = tuple(chosen)
        if key not in known:
            known[key] = _options(ladder, key, free)
        return known[key]

    conflicts: tuple[Conflict, ...] = ()
    sound = tuple(claims)
    if options(sound) is None:
        sets = _smallest_conflicts(claims, options)
        resolving = tuple(claim for claim in claims if options(other for other in claims if other != claim))
        conflicts = tuple(Conflict(each, resolving) for each in sets)
        sound = tuple(claim for claim in claims if not any(claim in each for each in sets))
    cards: list[Card] = []
    for period, possible in enumerate(options(sound) or ()):
        if len(possible) == 1 and len(free[period]) > 1:
            basis = _basis(
                sound, lambda forced, at=period, only=possible: forced is not None and forced[at] == only, options
            )
            cards.append(Card(ladder.year(period), possible == (HELD,), basis))
    return Deduction(tuple(cards), conflicts)


def _basis(
    claims: tuple[Claim, ...],
    forces: Callable[[_Options | None], bool],
    options: Callable[[Iterable[Claim]], _Options | None],
) -> tuple[Claim, ...]:
    """The smallest set of claims that forces something, the earliest in their order among equals."""
    for size in range(1, len(claims)):
        for chosen in combinations(claims, size):
            if forces(options(chosen)):
                return chosen
    return claims


def _smallest_conflicts(
    claims: Sequence[Claim], options: Callable[[Iterable[Claim]], _Options | None]
) -> list[tuple[Claim, ...]]:
    """Every set of claims that cannot all be true and has no smaller such set inside it, the smallest first."""
    found: list[tuple[Claim, ...]] = []
    for size in range(1, len(claims) + 1):
        for chosen in combinations(claims, size):
            if not any(set(smaller) <= set(chosen) for smaller in found) and options(chosen) is None:
                found.append(chosen)
    return found


def _options(ladder: Ladder, claims: tuple[Claim, ...], free: _Options) -> _Options | None:
    """For each period the results that are possible under the claims; None where no record satisfies them all."""
    possible: list[set[int]] = [set() for _ in free]
    for years in product(*(claim.years for claim in claims)):
        tests: dict[int, list[_Test]] = {}
        for claim, year in zip(claims, years, strict=True):
            tests.setdefault(ladder.periods(year) - 1, []).append(_test(ladder, claim))
        counting = any(claim.kind == "total" for claim in claims)
        for period, results in enumerate(_walks(ladder, tests, free, counting)):
            possible[period] |= results
    return tuple(tuple(sorted(results, reverse=True)) for results in possible) if all(possible) else None


def _walks(ladder: Ladder, tests: dict[int, list[_Test]], free: _Options, counting: bool) -> list[set[int]]:
    """The results of each period on the walks that pass all tests; empty sets where there is no such walk."""
    layers: list[dict[_Node, set[tuple[_Node, int]]]] = []
    alive: set[_Node] = {(START, 0)} if -1 not in tests else set()
    for period, results in enumerate(free):
        terms = ladder.terms_at(period)
        layer: dict[_Node, set[tuple[_Node, int]]] = {}
        for node in alive:
            for result in results:
                state, total = step(terms, node[0], result, period), node[1] + (result == HELD)
                if all(test(state, total, result) for test in tests.get(period, ())):
                    layer.setdefault((bare(ladder, state), total if counting else 0), set()).add((node, result))
        layers.append(layer)
        alive = set(layer)
    chosen: list[set[int]] = []
    for layer in reversed(layers):
        steps = [edge for node in alive for edge in layer[node]]
        chosen.append({result for _, result in steps})
        alive = {node for node, _ in steps}
    return chosen[::-1]


def _test(ladder: Ladder, claim: Claim) -> _Test:
    """Whether a walk agrees with a claim at the claim's period: its state then, its cards so far, its last result."""
    if claim.kind == "card":
        wanted = HELD if claim.value == "held" else MISSED
        return lambda _, __, result: result == wanted
    if claim.kind == "consecutive":
        return lambda state, _, __: state.run.length == int(claim.value)
    if claim.kind == "total":
        return lambda _, total, __: total == int(claim.value)
    tier = ladder.tier_named(claim.value)
    assert tier is not None
    if claim.kind == "tier":
        return lambda state, _, __: state.awarded == tier.rank
    return lambda state, _, __: state.honour >= tier.rank
