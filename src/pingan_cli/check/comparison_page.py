"""A published list beside what the records say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pingan_cli.check.comparison import Comparison, Entry
from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.outcomes import CONFIRMED, DIFFERENT, MISSING, SURPLUS, UNDECIDED
from pingan_cli.texts import listed
from pingan_cli.views.formats import csv_lines, json_lines
from pingan_cli.views.page import Column, Page, Table, View
from pingan_cli.views.words import word

CSV_COLUMNS = ("year", "code", "name", "name_zh", "published", "computed", "outcome", "line")
_NAMED = 50
_COUNTED = (CONFIRMED, MISSING, SURPLUS, DIFFERENT, UNDECIDED)


def comparison_view(comparison: Comparison, ladder: Ladder, lang: str) -> View:
    """A comparison in every form.

    Tables leave out what is confirmed, and have what is wrong before what is open. Units that may be missing are only
    named below them. JSON and CSV have all.
    """
    head = {"ladder": ladder.id, "holders": comparison.holders, "years": list(comparison.years)}
    counts = {outcome: comparison.count(outcome) for outcome in _COUNTED}
    return View(
        page=lambda: _page(comparison, ladder, lang),
        json=lambda: json_lines(head | counts, "units", map(_entry, comparison.entries)),
        csv=lambda: csv_lines(CSV_COLUMNS, map(_cells, comparison.entries)),
    )


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "year": entry.year,
        "code": entry.unit.code,
        "name": entry.unit.name,
        "name_zh": entry.unit.name_zh,
        "published": entry.published.id if entry.published else None,
        "computed": [tier.id if tier else None for tier in entry.possible],
        "outcome": entry.outcome,
        "line": entry.listed.statement.line if entry.listed else None,
    }


def _cells(entry: Entry) -> list[object]:
    """A row of `CSV_COLUMNS`; what the records allow stands between `|`, `none` for nothing."""
    computed = "|".join(tier.id if tier else "none" for tier in entry.possible)
    return list((_entry(entry) | {"computed": computed}).values())


def _page(comparison: Comparison, ladder: Ladder, lang: str) -> Page:
    def named(tier: Tier | None) -> str:
        return tier.name.of(lang) if tier else word("compare.nothing", lang)

    titles = ("unit", "compare.published", "compare.computed", "compare.outcome")
    columns = [Column(word("years", lang), number=True), *(Column(word(title, lang)) for title in titles)]
    rows = [
        [
            str(entry.year),
            entry.unit.named(lang),
            named(entry.published),
            word("compare.or", lang).join(map(named, reversed(entry.possible))),
            word(f"compare.{entry.outcome}", lang),
        ]
        for entry in sorted(comparison.entries, key=lambda entry: (entry.year, entry.outcome == UNDECIDED))
        if entry.outcome != CONFIRMED and not entry.may_be_missing
    ]
    counts = {outcome: comparison.count(outcome) for outcome in _COUNTED}
    title = word("compare.title", lang, ladder=ladder.name.of(lang), file=comparison.cards.table.path.name)
    notes = [word("compare.summary", lang, **counts), word(f"compare.{comparison.holders}", lang)]
    return Page(title, [Table(columns, lambda _: rows)] if rows else [], [*_open(comparison, lang), *notes])


def _open(comparison: Comparison, lang: str) -> Iterator[str]:
    """For each year the units that may be missing from its list."""
    for year in comparison.years:
        units = [entry.unit.named(lang) for entry in comparison.entries if entry.year == year and entry.may_be_missing]
        if units:
            key = "compare.open_many" if len(units) > _NAMED else "compare.open"
            named, more = listed(units[:_NAMED], lang), f"{len(units) - _NAMED:,}"
            yield word(key, lang, count=len(units), year=year, units=named, more=more)
