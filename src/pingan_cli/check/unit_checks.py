"""What may be wrong in a registry that can be read: levels, names and years that do not fit one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pingan_cli.engine.units import Unit
from pingan_cli.problems import WARNING, Problem
from pingan_cli.records.naming import level_named, named
from pingan_cli.records.registry import Registry
from pingan_cli.texts import told

_GB_CODE = re.compile("[1-9][0-9]{5}")
_KINDS = {"City": "市", "County": "县", "District": "区"}
_CHINESE_KIND = re.compile("[市县区]$")


def unit_levels(registry: Registry) -> Iterator[tuple[Unit, Problem]]:
    """Units that are listed under another level than their code has, or that belong to one of their own level."""
    yield from _levels_by_code(registry)
    yield from _levels_by_parent(registry)


def _levels_by_code(registry: Registry) -> Iterator[tuple[Unit, Problem]]:
    """Cities listed as counties and counties as cities, told by GB/T 2260: a city's code ends in 00."""
    for unit in registry.units:
        if unit.level not in ("city", "county") or not _GB_CODE.fullmatch(unit.code):
            continue
        level = "city" if unit.code.endswith("00") else "county"
        if unit.level != level:
            message = told(
                "{unit} is listed as a {listed}; {code} is the code of a {level}",
                unit=named(unit),
                listed=level_named(unit.level),
                code=unit.code,
                level=level_named(level),
            )
            yield unit, Problem("unit-level", message)


def _levels_by_parent(registry: Registry) -> Iterator[tuple[Unit, Problem]]:
    """Units that belong to a unit of their own level."""
    for unit in registry.units:
        parent = registry.by_code.get(unit.parent or "")
        if parent and parent.level == unit.level is not None:
            message = told(
                "{unit} belongs to {parent} ({code}), which is a {level} itself",
                unit=named(unit),
                parent=named(parent),
                code=parent.code,
                level=level_named(parent.level),
            )
            yield unit, Problem("unit-level", message)


def unit_names(registry: Registry) -> Iterator[tuple[Unit, Problem]]:
    """English names that say otherwise than the Chinese ones: another kind of unit, or another sound after a change."""
    for unit in registry.units:
        kind = _KINDS.get(unit.name.split()[-1])
        if kind and unit.name_zh and unit.name_zh[-1] in _KINDS.values() and unit.name_zh[-1] != kind:
            message = told(
                "{name} is called {zh} in Chinese, which is another kind of unit", name=unit.name, zh=unit.name_zh
            )
            yield unit, Problem("names-differ", message, severity=WARNING)
    for line in registry.lines.values():
        for before, unit in pairwise(line.units):
            if _stem(before) and _stem(before) == _stem(unit) and _english(before) != _english(unit):
                message = told(
                    "{zh} is {name}, and {zh_before} was {name_before}",
                    zh=unit.name_zh,
                    name=unit.name,
                    zh_before=before.name_zh,
                    name_before=before.name,
                )
                yield unit, Problem("names-differ", message, severity=WARNING)


def unit_years(registry: Registry) -> Iterator[tuple[Unit, Problem]]:
    """Years between two units of one history in which neither existed."""
    for line in registry.lines.values():
        for before, unit in pairwise(line.units):
            if before.last_year and unit.first_year and unit.first_year > before.last_year + 1:
                message = told(
                    "{code} begins in {first}; {before}, before it, ended in {last}",
                    code=unit.code,
                    first=unit.first_year,
                    before=before.code,
                    last=before.last_year,
                )
                hint = told("no unit can hold a card for the years between")
                yield unit, Problem("year-gap", message, hint=hint, severity=WARNING)


def _stem(unit: Unit) -> str:
    return _CHINESE_KIND.sub("", unit.name_zh or "")


def _english(unit: Unit) -> str:
    words = [word for word in unit.name.split() if word not in _KINDS]
    return "".join(words).replace("'", "").casefold()
