"""What card files say, statement by statement, for the checks that look at more than one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Unit
from pingan_cli.problems import Problem
from pingan_cli.records.cards import CardFile
from pingan_cli.records.findings import Findings
from pingan_cli.records.marks import UNKNOWN
from pingan_cli.records.registry import Registry
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
        return self.result not in ("missed", "revoked", UNKNOWN)


class Body(NamedTuple):
    """Card files that are read together, each with whether its lists are complete and with all that it states."""

    ladder: Ladder
    registry: Registry | None
    files: tuple[tuple[CardFile, bool, list[Statement]], ...]

    def complete(self) -> Iterator[tuple[CardFile, Statement]]:
        """The statements of the files whose lists name every holder, without those that nothing is known."""
        for cards, complete, statements in self.files:
            for statement in statements if complete else ():
                if statement.result != UNKNOWN:
                    yield cards, statement

    def every(self) -> Iterator[tuple[CardFile, Statement]]:
        """The statements of all files."""
        for cards, _, statements in self.files:
            for statement in statements:
                yield cards, statement

    def period(self, statement: Statement) -> int:
        """The ladder's period in which the year of a statement lies."""
        period = self.ladder.period_of(statement.year)
        assert period is not None  # see `statements_of`
        return period

    def unit(self, statement: Statement) -> Unit | None:
        """The unit of a statement as it was in that year; None where there is none or no registry."""
        return self.registry.line(statement.key).at(statement.year) if self.registry else None


class Found(NamedTuple):
    """A problem in a card file, at the cell of that index in a line."""

    cards: CardFile
    line: int
    cell: int
    problem: Problem


def body_of(files: Iterable[tuple[CardFile, bool]], ladder: Ladder, registry: Registry | None) -> Body:
    """The card files with their statements; those whose unit, year or result means nothing are left out."""
    spelling = Spelling(ladder, registry)
    return Body(ladder, registry, tuple((cards, full, list(statements_of(cards, spelling))) for cards, full in files))


def statements_of(cards: CardFile, spelling: Spelling) -> Iterator[Statement]:
    """Every statement of a file whose unit, year and result mean something."""
    years: dict[str, int] = {}
    units: dict[str, str] = {}  # one object for each spelling, however often it stands in the file
    for line, unit, unit_at, year, year_at, mark, _ in cards.cells():
        if year not in years:
            years[year] = (cards.years.year(year) or 0) if cards.years[year] else 0
        key, result = spelling.key(unit), spelling.result(mark)
        if years[year] and key is not None and result is not None:
            yield Statement(line, units.setdefault(unit, unit), unit_at, years[year], year_at, key, result)


def placed(found: Iterable[Found]) -> list[Problem]:
    """The problems with their places; each file is read once more for the columns."""
    of_file: dict[int, tuple[CardFile, Findings]] = {}
    for cards, line, cell, problem in found:
        of_file.setdefault(id(cards), (cards, Findings()))[1].add(line, cell, problem)
    return [problem for cards, findings in of_file.values() for problem in cards.table.placed(findings)]
