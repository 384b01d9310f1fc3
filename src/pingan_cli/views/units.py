"""The registry: who there is, under which code and names, and whose history each carries on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pingan_cli.engine.units import Unit
from pingan_cli.views.formats import csv_lines, json_lines
from pingan_cli.views.page import Column, Page, Table, View
from pingan_cli.views.words import level_word, word

CSV_COLUMNS = ("code", "name", "name_zh", "level", "parent", "first_year", "last_year", "carries_on", "change")


def units_view(units: Sequence[Unit], lang: str, by_code: Mapping[str, Unit]) -> View:
    """Units of a registry in every form. `by_code` are all units of the registry."""
    return View(
        page=lambda: _page(units, lang, by_code),
        json=lambda: json_lines({}, "units", map(unit_entry, units)),
        csv=lambda: csv_lines(CSV_COLUMNS, (list(unit_entry(unit).values()) for unit in units)),
    )


def unit_entry(unit: Unit) -> dict[str, Any]:
    """A unit as JSON has it."""
    return {column: getattr(unit, column) or None for column in CSV_COLUMNS}


def _page(units: Sequence[Unit], lang: str, by_code: Mapping[str, Unit]) -> Page:
    columns = [
        Column(word("code", lang)),
        Column(word("name", lang), style="bold"),
        Column(word("other_name", lang)),
        Column(word("level", lang)),
        Column(word("city", lang)),
        Column(word("years", lang)),
        Column(word("history", lang)),
    ]
    rows = list(_rows(units, lang, by_code))
    title = word("units_title", lang, count=len(units))
    return Page(title, [Table(columns, lambda _: rows)] if units else [])


def _rows(units: Sequence[Unit], lang: str, by_code: Mapping[str, Unit]) -> Iterator[list[str]]:
    for unit in units:
        other = unit.name if lang == "zh" else unit.name_zh or ""
        years = f"{unit.first_year or '…'}-{unit.last_year or '…'}" if unit.first_year or unit.last_year else ""
        before = f"{by_code[unit.carries_on].named(lang)} {unit.carries_on}" if unit.carries_on else ""
        city = by_code[unit.parent].named(lang) if unit.parent and unit.parent in by_code else ""
        level = level_word(unit.level, lang)
        yield [unit.code, unit.named(lang), other, level, city, years, before]
