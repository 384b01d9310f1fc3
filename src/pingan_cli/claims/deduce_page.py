"""What claims force: the cards with the claims that each rests on, and the conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pingan_cli.claims.conflicts import conflict_entry, conflict_lines
from pingan_cli.claims.deduction import Card, Claim, Conflict
from pingan_cli.claims.evidence import CARD_COLUMNS, Evidence, UnitEvidence, card_entries
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.records.registry import Registry
from pingan_cli.texts import counted, told
from pingan_cli.views.lines import paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.wording import spans


def deduce_view(loaded: LoadedLadder, registry: Registry, evidence: Evidence, conflicts: Sequence[Conflict]) -> View:
    """The evidence in every form; the CSV is a card file, each row with the ids of its claims."""
    head: dict[str, Any] = {
        "ladder": loaded.ladder.id,
        "complete": evidence.complete,
        "conflicts": [conflict_entry(conflict, loaded) for conflict in conflicts],
    }
    return View(
        page=lambda: _page(loaded, registry, evidence, conflicts),
        columns=CARD_COLUMNS,
        entries=lambda: iter(card_entries(evidence.units, loaded.ladder)),
        head=head,
        key="cards",
        rows=lambda: map(_row_entry, card_entries(evidence.units, loaded.ladder)),
    )


def _row_entry(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {"claims": " ".join(entry["claims"])}


def _page(loaded: LoadedLadder, registry: Registry, evidence: Evidence, conflicts: Sequence[Conflict]) -> Page:
    columns = [
        Column(told("Unit"), style="bold"),
        Column(told("held")),
        Column(told("missed")),
        Column(told("Rests on")),
    ]
    rows = [_row(each) for each in evidence.units if each.deduction.cards]
    parts: list[Table | Block] = [Table(columns, lambda _: rows)] if rows else []
    parts += [Block(paragraphs, list(conflict_lines(conflict, loaded, registry))) for conflict in conflicts]
    cards = sum(len(each.deduction.cards) for each in evidence.units)
    note = told(
        "{cards} of {units}; {conflicts}.",
        cards=counted("1 card", "{count} cards", count=cards),
        units=counted("1 unit", "{count} units", count=len(rows)),
        conflicts=counted("1 contradiction", "{count} contradictions", count=len(conflicts)),
    )
    return Page(told("{ladder}: cards that the claims force", ladder=loaded.ladder.name), parts, [note])


def _row(evidence: UnitEvidence) -> list[Any]:
    cards = evidence.deduction.cards
    basis: dict[Claim, None] = {}
    for card in cards:
        basis |= dict.fromkeys(card.claims)
    ids = " ".join(sorted(claim.id for claim in basis))
    return [evidence.line.units[-1], _years(cards, True), _years(cards, False), ids]


def _years(cards: Sequence[Card], held: bool) -> tuple[str, ...]:
    return spans([card.year for card in cards if card.held == held], dash="-")
