"""What can hold a card, and how a unit's history runs on through its renamings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pingan_cli.engine.ladder import Names


class Unit(NamedTuple):
    """A city or county-level unit, or whatever else a list names.

    `first_year` and `last_year` are the assessment years between which the unit exists under this code, None where
    the registry gives no limit. `carries_on` is the code of the unit whose history this one continues, None where it
    has no history but its own. `predecessors` and `successors` are the codes of the units out of which it was made
    and which were made out of it, `reason` and `reason_zh` why the history goes as it does, in English and in Chinese.
    """

    code: str
    name: str
    name_zh: str | None = None
    level: str | None = None
    parent: str | None = None
    first_year: int | None = None
    last_year: int | None = None
    carries_on: str | None = None
    change: str = ""
    basis: str = ""
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    reason: str = ""
    reason_zh: str = ""

    def of(self, lang: str) -> str:
        """The unit's name in that language, as far as it has one."""
        return (self.name_zh or self.name) if lang == "zh" else self.name

    @property
    def other_name(self) -> Names | None:
        """In each language the unit's name in the other one; None where it has but one name."""
        return Names(self.name_zh, self.name) if self.name_zh and self.name_zh != self.name else None

    @property
    def why(self) -> Names:
        """Why the history goes as it does, in each language, or in the other where only that is there."""
        return Names(self.reason or self.reason_zh, self.reason_zh or self.reason)

    def exists(self, year: int) -> bool:
        """Whether the unit is assessed for that year."""
        return (self.first_year or year) <= year <= (self.last_year or year)


class Line(NamedTuple):
    """One history and the units that bore it one after another, the oldest first."""

    units: tuple[Unit, ...]

    @property
    def key(self) -> str:
        """The code of the line's last unit."""
        return self.units[-1].code

    @property
    def is_one(self) -> bool:
        """Whether it is one unit in every year."""
        return len(self.units) == 1 and self.units[0].first_year is self.units[0].last_year is None

    def at(self, year: int) -> Unit | None:
        """The unit that bore the history in that year; None before the first and after the last."""
        return next((unit for unit in reversed(self.units) if unit.exists(year)), None)


def lines_of(units: Iterable[Unit]) -> list[Line]:
    """The lines of all units. Every `carries_on` must name a unit of them, no unit twice, and in no circle.

    A unit that was renamed and kept its code carries on that same code, as it was before.
    """
    ordered = sorted(units, key=lambda unit: unit.first_year or 0)
    of_code: dict[str, list[int]] = {}
    for index, unit in enumerate(ordered):
        of_code.setdefault(unit.code, []).append(index)
    before: dict[int, int] = {}
    for index, unit in enumerate(ordered):
        of_past = of_code.get(unit.carries_on or "", ())
        earlier = next((each for each in reversed(of_past) if each != index), None)
        if earlier is not None:
            before[index] = earlier
    continued = {*before.values()}
    lines: list[Line] = []
    for index in range(len(ordered)):
        if index not in continued:
            chain = [index]
            while chain[-1] in before:
                chain.append(before[chain[-1]])
            lines.append(Line(tuple(ordered[each] for each in reversed(chain))))
    return sorted(lines, key=lambda line: line.key)
