"""The registry: who there is, under which code and names, and whose history each carries on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pingan_cli.engine.ladder import Names
from pingan_cli.engine.units import Unit
from pingan_cli.records.naming import level_named
from pingan_cli.records.registry import Family, Kin
from pingan_cli.texts import counted, joined, told
from pingan_cli.views.lines import paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.wording import full_name

_CSV_COLUMNS = ("code", "name", "name_zh", "level", "parent", "first_year", "last_year", "carries_on", "change")


def units_view(units: Sequence[Unit], by_code: Mapping[str, Unit], families: Sequence[Family] = ()) -> View:
    """Units of a registry in every form. `by_code` are all units of the registry; families are shown where given."""
    head = {"families": [_family_entry(family) for family in families]} if families else {}
    return View(lambda: _page(units, by_code, families), _CSV_COLUMNS, lambda: map(_unit_entry, units), head, "units")


def _unit_entry(unit: Unit) -> dict[str, Any]:
    """A unit as JSON has it."""
    return {column: getattr(unit, column) or None for column in _CSV_COLUMNS}


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


def _family_lines(family: Family) -> Iterator[str]:
    """A family as a tree: what came before above, what came after below, and whose history goes on."""
    unit = family.unit

    def kin(each: Kin, mark: str) -> str:
        year = told(", from {year}", year=each.year) if each.year else ""
        goes_on = told(": the history goes on") if each.carries else told(": its history does not go on")
        return joined([f"{mark} ", full_name(each.unit), year, goes_on], "")

    for each in family.predecessors:
        yield kin(each, "┌")
    yield joined(["●", full_name(unit)], " ")
    for each in family.successors:
        yield kin(each, "└")
    if unit.why.en:
        yield joined(["  ", unit.why], "")


def _page(units: Sequence[Unit], by_code: Mapping[str, Unit], families: Sequence[Family]) -> Page:
    columns = [
        Column(told("Code")),
        Column(told("Name"), style="bold"),
        Column(told("Chinese")),
        Column(told("Level")),
        Column(told("City")),
        Column(told("Years")),
        Column(told("Carries on")),
    ]
    rows = [_row(unit, by_code) for unit in units]
    parts: list[Table | Block] = [Table(columns, lambda _: rows)] if units else []
    parts += [Block(paragraphs, list(_family_lines(family))) for family in families]
    return Page(counted("1 unit", "{count} units", count=len(units)), parts)


def _row(unit: Unit, by_code: Mapping[str, Unit]) -> list[Any]:
    other = Names(unit.name_zh or "", unit.name)
    years = f"{unit.first_year or '…'}-{unit.last_year or '…'}" if unit.first_year or unit.last_year else ""
    before = joined([by_code[unit.carries_on], unit.carries_on], " ") if unit.carries_on else ""
    city = by_code.get(unit.parent or "")
    return [unit.code, unit, other, level_named(unit.level) or "", city, years, before]
