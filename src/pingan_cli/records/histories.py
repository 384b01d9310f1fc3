"""Cards and registry put together: one history for each unit, through its renamings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Unit
from pingan_cli.records.registry import Registry

Masks = dict[str, int]
"""For each unit the periods of which something holds, as bits."""


def union(masks: Iterable[int], start: int = 0) -> int:
    """The periods that are in any of the masks.

    >>> bin(union([0b001, 0b100]))
    '0b101'
    """
    for mask in masks:
        start |= mask
    return start


def _masks() -> Masks:
    return {}


class Coverage(NamedTuple):
    """The levels and the cities of which lists are complete; an empty set stands for all of them.

    A city stands for itself and for what belongs to it.
    """

    levels: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()

    def has(self, unit: Unit) -> bool:
        """Whether a unit is covered."""
        of_level = not self.levels or unit.level in self.levels
        return of_level and (not self.cities or unit.code in self.cities or unit.parent in self.cities)


def _covered() -> dict[Coverage, int]:
    return {}


@dataclass
class Histories:
    """What is on record for every unit, by its code in the registry, or as it is spelt where there is none.

    Masks have a bit for each period, bit 0 being the ladder's first. `complete` are the periods for which the lists
    name every holder, and `covered` those for which they name every holder that they cover; `before` are those in which
    by --since nothing was awarded. `lighter` are the held periods whose
    result counts for less than the most, as in `History`. Every unit that the files name has an entry in `held`.
    """

    ladder: Ladder
    registry: Registry | None
    complete: int = 0
    before: int = 0
    covered: dict[Coverage, int] = field(default_factory=_covered)
    held: Masks = field(default_factory=_masks)
    weak: Masks = field(default_factory=_masks)
    missed: Masks = field(default_factory=_masks)
    revoked: Masks = field(default_factory=_masks)
    lighter: tuple[Masks, ...] = ()
    unknown: Masks = field(default_factory=_masks)
    names: dict[str, str] = field(default_factory=dict[str, str])

    def codes(self, year: int) -> Iterator[str]:
        """The codes of all units that exist in the year and whose level, as far as it is known, the ladder covers."""
        if self.registry is None:
            yield from self.held
            return
        levels = (*self.ladder.levels, None) if self.ladder.levels else ()
        for line in self.registry.lines.values():
            unit = line.at(year)
            if unit is not None and (not levels or unit.level in levels):
                yield unit.code

    def unit(self, code: str, year: int) -> Unit:
        """The unit that bears the history of that code in the year, or else the last to bear it."""
        if self.registry is None:
            return Unit(code, self.names.get(code, code))
        line = self.registry.line(code)
        return line.at(year) or line.units[-1]

    def covers(self, code: str) -> bool:
        """Whether the lists say of a unit, at least for some period, that it is on them or missed it."""
        if not self.covered or self.complete or self.registry is None:
            return True
        line = self.registry.line(code)
        return any(coverage.has(line.units[-1]) for coverage in self.covered) or self.recorded(code) != 0

    def _complete(self, code: str) -> int:
        """The periods for which the lists name every holder and cover the unit with that code."""
        complete = self.complete
        for coverage, periods in self.covered.items() if self.registry else ():
            if self.registry and coverage.has(self.registry.line(code).units[-1]):
                complete |= periods
        return complete

    def history(self, code: str) -> History:
        """The history of the unit with that code, under all the codes that it has had."""
        if self.registry is not None:
            line = self.registry.line(code)
            first = line.units[0].first_year
            absent = (1 << self.ladder.periods(first - 1)) - 1 if first else 0
            code = line.key
        else:
            absent = 0
        held, revoked = self.held.get(code, 0), self.revoked.get(code, 0)
        known = (self._complete(code) & ~self.unknown.get(code, 0)) | held | revoked | self.missed.get(code, 0)
        lighter = tuple([masks.get(code, 0) for masks in self.lighter])
        return History(held, known | absent | self.before, self.weak.get(code, 0), revoked, lighter)

    def recorded(self, code: str) -> int:
        """The periods with a result for the unit in the files, as bits."""
        key = self.registry.line(code).key if self.registry else code
        told = self.held.get(key, 0) | self.missed.get(key, 0) | self.revoked.get(key, 0)
        return told | (self._complete(key) & ~self.unknown.get(key, 0))

    def recorded_periods(self) -> int:
        """The periods with a result for any unit, as bits."""
        everything = (self.held, self.missed, self.revoked)
        told = union((mask for masks in everything for mask in masks.values()), self.complete)
        return union(self.covered.values(), told)

    def on_record(self, codes: Sequence[str], periods: int) -> Sequence[str]:
        """Those of the codes of which anything is on record in any of the periods, these given as bits."""
        if self.complete & periods and not self.unknown:
            return codes
        return [code for code in codes if self.recorded(code) & periods]

    def on_record_by_period(self) -> list[int]:
        """How many units have a result, period by period, as far as any has one."""
        masks = [self.recorded(code) for code in self.held] if self.registry is None else [
            self.recorded(line.key) for line in self.registry.lines.values()
        ]  # fmt: skip
        return [sum(mask >> period & 1 for mask in masks) for period in range(max(masks, default=0).bit_length())]

    def last_period(self) -> int | None:
        """The last period with a result for any unit; None where there is none."""
        recorded = self.recorded_periods()
        return recorded.bit_length() - 1 if recorded else None
