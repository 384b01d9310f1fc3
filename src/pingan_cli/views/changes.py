"""What a year changed, unit by unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pingan_cli.engine.changes import BROKEN, OPEN, Change, Changed
from pingan_cli.engine.ladder import Ladder
from pingan_cli.views.award import MOST_ROWS, head, tier_id
from pingan_cli.views.formats import csv_lines, json_lines
from pingan_cli.views.page import Column, Page, Table, View
from pingan_cli.views.words import word

CSV_COLUMNS = (
    "change", "code", "name", "name_zh", "level", "parent", "tier", "streak_min", "streak_max",
    "lost_min", "lost_max", "lost_since", "honour_min", "honour_max",
)  # fmt: skip


def changes_view(ladder: Ladder, year: int, changed: Sequence[Changed], lang: str) -> View:
    """The changes in every form; those that are open are counted, and listed in JSON and CSV."""
    return View(
        page=lambda: _page(ladder, year, changed, lang),
        json=lambda: json_lines(head(ladder, year), "changes", map(_entry, changed)),
        csv=lambda: csv_lines(CSV_COLUMNS, map(_cells, changed)),
    )


def _entry(changed: Changed) -> dict[str, Any]:
    unit, change = changed
    return {
        "change": change.kind,
        "code": unit.code,
        "name": unit.name,
        "name_zh": unit.name_zh,
        "level": unit.level,
        "parent": unit.parent,
        "tier": tier_id(change.tier),
        "streak": change.verdict.streak._asdict(),
        "lost": change.lost._asdict() if change.lost else None,
        "lost_since": change.lost_since,
        "honour": {"min": tier_id(change.verdict.honour.min), "max": tier_id(change.verdict.honour.max)},
    }


def _cells(changed: Changed) -> tuple[object, ...]:
    unit, change = changed
    return (
        *(change.kind, unit.code, unit.name, unit.name_zh, unit.level, unit.parent, tier_id(change.tier)),
        *change.verdict.streak,
        *(change.lost or (None, None)),
        change.lost_since,
        *map(tier_id, change.verdict.honour),
    )


def _page(ladder: Ladder, year: int, changed: Sequence[Changed], lang: str) -> Page:
    told = [each for each in changed if each.change.kind != OPEN]
    shown = told[:MOST_ROWS]
    columns = [
        Column(word("changes.change", lang)),
        Column(word("unit", lang), style="bold"),
        Column(word("changes.what", lang)),
        Column(word("honour", lang)),
    ]

    def rows(short: bool) -> list[list[str]]:
        return [
            [word(f"changes.{change.kind}", lang), unit.named(lang), _what(change, lang), _honour(change, lang, short)]
            for unit, change in shown
        ]

    notes: list[str] = [] if told else [word("changes.none", lang)]
    if len(told) > len(shown):
        notes.append(word("changes.first", lang, shown=f"{len(shown):,}", total=f"{len(told):,}"))
    if left_open := len(changed) - len(told):
        notes.append(word("changes.open", lang, count=left_open, year=year))
    title = word("changes.title", lang, ladder=ladder.name.of(lang), year=year)
    return Page(title, [Table(columns, rows)] if told else [], notes)


def _what(change: Change, lang: str) -> str:
    if change.kind == BROKEN and change.lost:
        low, high = change.lost
        streak = str(low) if low == high else word("changes.more", lang, low=low)
        key = "changes.run" if low == high else "changes.run_open"
        return word(key, lang, streak=streak, year=change.lost_since)
    return change.tier.name.of(lang) if change.tier else ""


def _honour(change: Change, lang: str, short: bool) -> str:
    low, high = change.verdict.honour
    names = [(tier.short if short else tier.name).of(lang) if tier else word("none", lang) for tier in (low, high)]
    if low == high:
        return names[0] if low else ""
    return word("to", lang, low=names[0], high=names[1])
