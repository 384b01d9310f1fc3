"""The registry: who there is, under which code and names, and whose history each carries on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pingan_cli.engine.units import Unit
from pingan_cli.records.registry import Family, Kin
from pingan_cli.views.formats import csv_lines, json_lines
from pingan_cli.views.lines import paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.streak import full_name
from pingan_cli.views.words import level_word, word

CSV_COLUMNS = ("code", "name", "name_zh", "level", "parent", "first_year", "last_year", "carries_on", "change")


def units_view(units: Sequence[Unit], lang: str, by_code: Mapping[str, Unit], families: Sequence[Family] = ()) -> View:
    """Units of a registry in every form. `by_code` are all units of the registry; families are shown where given."""
    head = {"families": [_family_entry(family) for family in families]} if families else {}
    return View(
        page=lambda: _page(units, lang, by_code, families),
        json=lambda: json_lines(head, "units", map(unit_entry, units)),
        csv=lambda: csv_lines(CSV_COLUMNS, (list(unit_entry(unit).values()) for unit in units)),
    )


def unit_entry(unit: Unit) -> dict[str, Any]:
    """A unit as JSON has it."""
    return {column: getattr(unit, column) or None for column in CSV_COLUMNS}


def _family_entry(family: Family) -> dict[str, Any]:
    def kin(each: Kin) -> dict[str, Any]:
        unit = each.unit
        return {
            "code": unit.code,
            "name": unit.name,
            "name_zh": unit.name_zh,
            "year": each.year,
            "carries": each.carries,
        }

    return {
        "code": family.unit.code,
        "reason": family.unit.reason or None,
        "reason_zh": family.unit.reason_zh or None,
        "predecessors": [kin(each) for each in family.predecessors],
        "successors": [kin(each) for each in family.successors],
    }


def _family_lines(family: Family, lang: str) -> Iterator[str]:
    """A family as a tree: what came before above, what came after below, and whose history goes on."""
    unit = family.unit

    def named(of: Unit) -> str:
        return full_name(of, lang, "")

    def kin(each: Kin, mark: str) -> str:
        year = word("kin_from", lang, year=each.year) if each.year else ""
        return f"{mark} {named(each.unit)}{year}{word('carried' if each.carries else 'not_carried', lang)}"

    for each in family.predecessors:
        yield kin(each, "┌")
    yield f"● {named(unit)}"
    for each in family.successors:
        yield kin(each, "└")
    if reason := unit.reason_in(lang):
        yield f"  {reason}"


def _page(units: Sequence[Unit], lang: str, by_code: Mapping[str, Unit], families: Sequence[Family]) -> Page:
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
    parts: list[Table | Block] = [Table(columns, lambda _: rows)] if units else []
    for family in families:
        lines = list(_family_lines(family, lang))
        parts.append(Block(lambda width, lines=lines: paragraphs(lines, width)))
    return Page(title, parts)


def _rows(units: Sequence[Unit], lang: str, by_code: Mapping[str, Unit]) -> Iterator[list[str]]:
    for unit in units:
        other = unit.name if lang == "zh" else unit.name_zh or ""
        years = f"{unit.first_year or '…'}-{unit.last_year or '…'}" if unit.first_year or unit.last_year else ""
        before = f"{by_code[unit.carries_on].named(lang)} {unit.carries_on}" if unit.carries_on else ""
        city = by_code[unit.parent].named(lang) if unit.parent and unit.parent in by_code else ""
        level = level_word(unit.level, lang)
        yield [unit.code, unit.named(lang), other, level, city, years, before]
