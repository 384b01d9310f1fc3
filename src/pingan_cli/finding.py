"""The units of a registry as a library call: what `pingan units` does.

>>> from pingan_cli.finding import find_units
>>> [(unit.code, unit.name_zh) for unit in find_units("Dongtou").units]
[('330305', '洞头区'), ('330322', '洞头县')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pingan_cli.answers import Answer
from pingan_cli.engine.units import Unit
from pingan_cli.library import units_of
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.registry import Family, Registry
from pingan_cli.source import Source

if TYPE_CHECKING:
    from pingan_cli.views.page import View


class _Found(NamedTuple):
    units: tuple[Unit, ...]
    families: tuple[Family, ...]
    registry: Registry


class Found(_Found, Answer):
    """Units of a registry, by code; where one was asked for that went through changes, its family."""

    def view(self) -> View:
        """The units in every form."""
        from pingan_cli.views.units import units_view

        return units_view(self.units, self.registry.by_code, self.families)


def find_units(query: str = "", level: str | None = None, source: Source | None = None) -> Found:
    """The units that a name, a part of one or a code means, all for an empty one; of that level where one is given.

    `source` says which registry is in force. Raises `Refused` where there is no such unit, and where there is no
    registry.
    """
    registry = units_of(source or Source())
    found = registry.search(query, level)
    if isinstance(found, Problem):
        raise Refused([found])
    lines = registry.named(query) if query else []
    families = [registry.family(lines[0].key)] if len(lines) == 1 else []
    kindred = tuple(family for family in families if family.predecessors or family.successors)
    return Found(tuple(found), kindred, registry)
