"""What claims force: the cards with the claims that each rests on, and the conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pingan_cli.claims.conflicts import conflict_entry, conflict_lines
from pingan_cli.claims.deduction import Card, Claim, Conflict
from pingan_cli.claims.evidence import CARD_COLUMNS, Evidence, UnitEvidence, card_rows
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.records.registry import Registry
from pingan_cli.texts import listed
from pingan_cli.views.formats import csv_lines, json_lines
from pingan_cli.views.lines import paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.words import word


def deduce_view(
    loaded: LoadedLadder, registry: Registry, evidence: Evidence, conflicts: Sequence[Conflict], lang: str
) -> View:
    """The evidence in every form; the CSV is a card file, each row with the ids of its claims."""
    head: dict[str, Any] = {
        "ladder": loaded.ladder.id,
        "conflicts": [conflict_entry(conflict, loaded) for conflict in conflicts],
    }
    return View(
        page=lambda: _page(loaded, registry, evidence, conflicts, lang),
        json=lambda: json_lines(head, "cards", map(_entry, card_rows(evidence.units))),
        csv=lambda: csv_lines(CARD_COLUMNS, card_rows(evidence.units)),
    )


def _entry(row: Sequence[str]) -> dict[str, Any]:
    year, *_, claims = row
    return dict(zip(CARD_COLUMNS, row, strict=True)) | {"year": int(year), "claims": claims.split()}


def _page(
    loaded: LoadedLadder, registry: Registry, evidence: Evidence, conflicts: Sequence[Conflict], lang: str
) -> Page:
    columns = [
        Column(word("unit", lang), style="bold"),
        Column(word("held", lang)),
        Column(word("missed", lang)),
        Column(word("rests_on", lang)),
    ]
    rows = [_row(each, lang) for each in evidence.units if each.deduction.cards]
    parts: list[Table | Block] = [Table(columns, lambda _: rows)] if rows else []
    for conflict in conflicts:
        lines = list(conflict_lines(conflict, loaded, registry, lang))
        parts.append(Block(lambda width, lines=lines: paragraphs(lines, width)))
    cards = sum(len(each.deduction.cards) for each in evidence.units)
    counts = {"cards": cards, "units": len(rows), "conflicts": len(conflicts)}
    note = word("deduced", lang, **{key: word(f"deduced.{key}", lang, count=count) for key, count in counts.items()})
    return Page(word("deduce_title", lang, ladder=loaded.ladder.name.of(lang)), parts, [note])


def _row(evidence: UnitEvidence, lang: str) -> list[str]:
    cards = evidence.deduction.cards
    basis: dict[Claim, None] = {}
    for card in cards:
        basis |= dict.fromkeys(card.claims)
    ids = " ".join(sorted(claim.id for claim in basis))
    name = evidence.line.units[-1].named(lang)
    return [name, _years(cards, True, lang), _years(cards, False, lang), ids]


def _years(cards: Sequence[Card], held: bool, lang: str) -> str:
    return listed(spans([card.year for card in cards if card.held == held]), lang)


def spans(years: Sequence[int]) -> Iterator[str]:
    """Years in order, those in a row put together.

    >>> list(spans([2005, 2006, 2007, 2009]))
    ['2005-2007', '2009']
    """
    start = 0
    for index, year in enumerate(years):
        if index + 1 == len(years) or years[index + 1] != year + 1:
            yield str(year) if year == years[start] else f"{years[start]}-{year}"
            start = index + 1
