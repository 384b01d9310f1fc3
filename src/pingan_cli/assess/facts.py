"""The facts of a year: what is on record for each unit, and what a cell of them says."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from pingan_cli.engine.units import Unit
from pingan_cli.records.cells import plain
from pingan_cli.records.registry import Registry

EVERYBODY = "*"
"""The unit of a fact that is given for all units of a year."""

_WORDS = {
    Decimal(1): ("yes", "y", "true", "√", "✓", "✔", "是", "有"),
    Decimal(0): ("no", "n", "false", "×", "✗", "✘", "否", "无", "没有"),
    "unknown": ("unknown", "not known", "?", "未知", "不详", "不明", "待定"),
    "n/a": ("n/a", "na", "not applicable", "不适用"),
}
_NUMBER = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:[, ][0-9]{3})+)(?:\.[0-9]*)?(?:e[-+]?[0-9]{1,2})?|[-+]?\.[0-9]+")
_LONGEST_NUMBER = 40
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DASH_FOR_MINUS = re.compile("^[\u2010-\u2015\u2212](?=[0-9.])")


class Word(Enum):
    """A value that is no number: it is not known, or the clause does not apply to the unit."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "n/a"


Value = Decimal | Word

_MEANT: dict[str, Value] = {
    word: meant if isinstance(meant, Decimal) else Word(meant) for meant, words in _WORDS.items() for word in words
}


def value_of(text: str, measures: Collection[str] = ()) -> Value | None:
    """What a cell says: a number, with or without its unit of measure; yes and no as 1 and 0; a word; None for else.

    >>> value_of("1,204.5"), value_of("９７.1％", ["%"]), value_of("12 人", ["人", "people"]), value_of("未知")
    (Decimal('1204.5'), Decimal('97.1'), Decimal('12'), <Word.UNKNOWN: 'unknown'>)
    """
    word = plain(text).translate(_FULL_WIDTH).casefold()
    if word in _MEANT:
        return _MEANT[word]
    for measure in measures:
        if word != (bare := word.removesuffix(measure.translate(_FULL_WIDTH).casefold())):
            word = bare.rstrip()
            break
    word = _DASH_FOR_MINUS.sub("-", word)
    is_number = len(word) <= _LONGEST_NUMBER and _NUMBER.fullmatch(word)
    return Decimal(word.replace(",", "").replace(" ", "")) if is_number else None


@dataclass
class Facts:
    """Values by year, unit and fact. `units` are those named, by their code or their spelling, in their order.

    `own_levels` and `own_parents` tell what a unit is and where it lies where no registry does; `places` the file and
    the line that name a unit first.
    """

    registry: Registry | None = None
    values: dict[int, dict[str, dict[str, Value]]] = field(default_factory=dict[int, dict[str, dict[str, Value]]])
    own_levels: dict[str, str] = field(default_factory=dict[str, str])
    own_parents: dict[str, str] = field(default_factory=dict[str, str])
    files: list[str] = field(default_factory=list[str])
    places: dict[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])

    @property
    def years(self) -> list[int]:
        """The years of which there are facts, rising."""
        return sorted(self.values)

    def units(self, year: int) -> list[str]:
        """The units of which the year's facts speak, in the order of the files."""
        return [unit for unit in self.values.get(year, ()) if unit != EVERYBODY]

    def unit(self, key: str, year: int) -> Unit:
        """The unit with its names, level and parent, as far as they are known."""
        if self.registry is None:
            return Unit(key, key, level=self.own_levels.get(key), parent=self.own_parents.get(key))
        line = self.registry.line(key)
        return line.at(year) or line.units[-1]
