"""What a set of claims forces, unit by unit, and the card file that this makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

from pingan_cli.claims.closure import Scope, close
from pingan_cli.claims.deduction import UNIT_KINDS, Card, Claim, Conflict, Deduction
from pingan_cli.claims.reading import CONFIDENCES
from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Line
from pingan_cli.records.registry import Registry

CARD_COLUMNS = ("year", "code", "unit", "result", "confidence", "claims")


class UnitEvidence(NamedTuple):
    """A unit's line, the claims on it that are sure enough to be used, and what they force."""

    line: Line
    claims: tuple[Claim, ...]
    deduction: Deduction


class Evidence(NamedTuple):
    """What claims force for each unit that they speak of, by code, and the conflicts between claims on several.

    `complete`: whether these are all the conflicts, and the cards all that the other claims force.
    """

    units: tuple[UnitEvidence, ...]
    conflicts: tuple[Conflict, ...]
    complete: bool = True


def evidence_of(
    claims: Iterable[Claim], ladder: Ladder, registry: Registry, lowest: str = "medium", forcing: bool = True
) -> Evidence:
    """What the claims force, and their conflicts, or those alone. `lowest` is the least confidence that is used."""
    sure = CONFIDENCES[: CONFIDENCES.index(lowest) + 1]
    used = [claim for claim in claims if claim.confidence in sure]
    used.sort(key=lambda claim: CONFIDENCES.index(claim.confidence))
    closure = close(ladder, used, scope_of(ladder, registry), forcing)
    of_unit: dict[str, list[Claim]] = {}
    for claim in used:
        if claim.kind in UNIT_KINDS:
            of_unit.setdefault(registry.line(claim.unit).key, []).append(claim)
    units = [
        UnitEvidence(registry.line(key), tuple(of_unit.get(key, ())), deduction)
        for key, deduction in closure.deductions.items()
    ]
    return Evidence(tuple(units), closure.conflicts, closure.complete)


def scope_of(ladder: Ladder, registry: Registry) -> Scope:
    """The lines of a registry as claims speak of them. A count is of the units of one level, or of all the ladder's,
    that exist in the year and are, or belong to, the unit that the claim names.
    """

    def within(code: str | None, whole: str) -> bool:
        while code is not None and code != whole:
            code = registry.by_code[code].parent if code in registry.by_code else None
        return code is not None

    @cache
    def units_in(whole: str, level: str, year: int) -> list[str]:
        levels = (level,) if level else ladder.levels
        lines = ((key, line.at(year)) for key, line in registry.lines.items())
        return [
            key
            for key, unit in lines
            if unit is not None and (not levels or unit.level in levels) and within(unit.code, whole)
        ]

    def counted(claim: Claim, year: int) -> list[str]:
        return units_in(claim.unit, claim.kind.partition("@")[2], year)

    def key(claim: Claim) -> str:
        return registry.line(claim.unit).key

    return Scope({each: _existence(line) for each, line in registry.lines.items()}, key, counted)


def _existence(line: Line) -> Callable[[int], bool]:
    return lambda year: line.at(year) is not None


def card_entries(evidence: Iterable[UnitEvidence], ladder: Ladder) -> list[dict[str, Any]]:
    """The rows of a card file in the order of year and code, each under the unit's code and name in that year.

    A card is as sure as the least sure of the claims that it rests on.
    """
    entries: list[dict[str, Any]] = []
    for line, _, deduction in evidence:
        for card in deduction.cards:
            unit = line.at(card.year)
            assert unit is not None  # a card is deduced only for years in which the unit exists
            entries.append({
                "year": card.year,
                "code": unit.code,
                "unit": unit.of("zh"),
                "result": _result(card, ladder),
                "confidence": max((claim.confidence for claim in card.claims), key=CONFIDENCES.index),
                "claims": sorted(claim.id for claim in card.claims),
            })  # fmt: skip
    return sorted(entries, key=lambda entry: (entry["year"], entry["code"]))


def _result(card: Card, ladder: Ladder) -> str:
    """The card's result as a card file on that ladder has it: `unknown` where it is known to have been held, but not
    with which of several grades, or with which number.
    """
    if not card.held:
        return "missed"
    if ladder.kind == "mark":
        return "held"
    period = ladder.periods(card.year) - 1
    fitting = [grade for grade, _, _ in ladder.grades if ladder.judged(grade, None, period) in card.results]
    return fitting[0] if len(fitting) == 1 else "unknown"
