"""What card files say, statement by statement: for the places of what is wrong, and for published lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pingan_cli.records.cards import CardFile
from pingan_cli.records.marks import UNKNOWN
from pingan_cli.records.spelling import Spelling


class Statement(NamedTuple):
    """One unit's result for one year, and where its file says so: a line, and the indices of the cells.

    `unit` is as the file spells it, `key` the code of its line, or the spelling where no registry is in force.
    """

    line: int
    unit: str
    unit_at: int
    year: int
    year_at: int
    key: str
    result: str | float

    @property
    def holds(self) -> bool:
        """Whether it says that something was earned: a card, a grade, a number."""
        return holds(self.result)


def holds(result: str | float) -> bool:
    """Whether a result says that something was earned: a card, a grade, a number."""
    return result not in ("missed", "revoked", UNKNOWN)


def statements_of(cards: CardFile, spelling: Spelling) -> Iterator[Statement]:
    """Every statement of a file whose unit, year and result mean something."""
    years: dict[str, int] = {}
    keys: dict[str, tuple[str, str | None]] = {}  # one object for each spelling, however often it stands in the file
    results: dict[str, str | float | None] = {}
    for line, unit, unit_at, year, year_at, mark, _ in cards.cells():
        if year not in years:
            years[year] = (cards.years.year(year) or 0) if cards.years[year] else 0
        if unit not in keys:
            keys[unit] = unit, spelling.key(unit)
        if mark not in results:
            results[mark] = spelling.result(mark)
        (spelt, key), its_year, result = keys[unit], years[year], results[mark]
        if its_year and key is not None and result is not None:
            yield Statement(line, spelt, unit_at, its_year, year_at, key, result)
