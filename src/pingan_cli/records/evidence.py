"""What a set of claims forces, unit by unit, and the card file that this makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pingan_cli.engine.deduction import UNIT_KINDS, Claim, Deduction, deduce
from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Line
from pingan_cli.records.claims import CONFIDENCES
from pingan_cli.records.registry import Registry

CARD_COLUMNS = ("year", "code", "unit", "result", "confidence", "claims")


class Evidence(NamedTuple):
    """A unit's line, the claims on it that are sure enough to be used, and what they force."""

    line: Line
    claims: tuple[Claim, ...]
    deduction: Deduction


def evidence_of(claims: Iterable[Claim], ladder: Ladder, registry: Registry, lowest: str = "medium") -> list[Evidence]:
    """What the claims force for each unit that they speak of, by code. `lowest`: the least confidence that is used."""
    sure = CONFIDENCES[: CONFIDENCES.index(lowest) + 1]
    of_line: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: CONFIDENCES.index(claim.confidence)):
        if claim.kind in UNIT_KINDS and claim.confidence in sure:
            of_line[registry.line(claim.unit).key].append(claim)
    found: list[Evidence] = []
    for key in sorted(of_line):
        line, of_unit = registry.line(key), tuple(of_line[key])
        found.append(
            Evidence(line, of_unit, deduce(ladder, of_unit, lambda year, line=line: line.at(year) is not None))
        )
    return found


def card_rows(evidence: Iterable[Evidence]) -> Iterator[tuple[str, ...]]:
    """The rows of a card file in the order of year and code, each under the unit's code and name in that year.

    A card is as sure as the least sure of the claims that it rests on.
    """
    rows: list[tuple[str, ...]] = []
    for line, _, deduction in evidence:
        for card in deduction.cards:
            unit = line.at(card.year)
            assert unit is not None  # a card is deduced only for years in which the unit exists
            weakest = max((claim.confidence for claim in card.claims), key=CONFIDENCES.index)
            ids = " ".join(sorted(claim.id for claim in card.claims))
            result = "held" if card.held else "missed"
            rows.append((str(card.year), unit.code, unit.named("zh"), result, weakest, ids))
    return iter(sorted(rows))
