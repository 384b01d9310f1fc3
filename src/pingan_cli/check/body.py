"""Card files as the checks see them: what each states about each unit at once, and statement by statement.

Most of what may be wrong shows in the masks that reading has made. The rows are read again only where something does,
for its places, and once for all checks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Unit
from pingan_cli.problems import Problem
from pingan_cli.records.cards import CardFile
from pingan_cli.records.findings import Findings
from pingan_cli.records.marks import UNKNOWN
from pingan_cli.records.naming import often
from pingan_cli.records.registry import Registry
from pingan_cli.records.spelling import Spelling, Statement, holds, statements_of

_BLOCK = 1 << 20


class Summary(NamedTuple):
    """All that a file states about a unit with one result: the periods as bits.

    `unit` is as the file spells it, `key` the code of its line. `complete`: whether the file names every holder.
    """

    cards: CardFile
    complete: bool
    unit: str
    key: str
    result: str | float
    mask: int

    @property
    def holds(self) -> bool:
        """Whether it says that something was earned."""
        return holds(self.result)


class Found(NamedTuple):
    """A problem in a card file, at the cell of that index in a line, with how many like it are there from it on."""

    cards: CardFile
    line: int
    cell: int
    problem: Problem
    times: int = 1


class Look:
    """What one check looks for in the rows. `see` is given each statement, and `found` called behind the last."""

    def see(self, cards: CardFile, complete: bool, each: Statement) -> None:
        """Look at a statement; `complete`: whether its file names every holder."""

    def found(self) -> Iterable[Found]:
        """What was found."""
        return ()


class Body:
    """Card files that are read together, each with whether its lists are complete."""

    def __init__(self, files: Sequence[tuple[CardFile, bool]], ladder: Ladder, registry: Registry | None) -> None:
        self.ladder = ladder
        self.registry = registry
        self.files = files
        self.spelling = Spelling(ladder, registry)

    def summaries(self) -> Iterator[Summary]:
        """What the files state, without what means nothing."""
        for cards, complete in self.files:
            for mark, masks in cards.marks.items():
                result = self.spelling.result(mark, used=any(masks.values()))
                for unit, mask in masks.items() if result is not None else ():
                    if mask and (key := self.spelling.key(unit)) is not None:
                        yield Summary(cards, complete, unit, key, result, mask)  # pyright: ignore[reportArgumentType]

    def statements(self) -> Iterator[tuple[CardFile, bool, Statement]]:
        """The statements of all files, read again."""
        for cards, complete in self.files:
            for statement in statements_of(cards, self.spelling):
                yield cards, complete, statement

    def period(self, statement: Statement) -> int:
        """The ladder's period in which the year of a statement lies."""
        period = self.ladder.period_of(statement.year)
        assert period is not None  # see `statements_of`
        return period

    def unit(self, statement: Statement) -> Unit | None:
        """The unit of a statement as it was in that year; None where there is none or no registry."""
        return self.registry.line(statement.key).at(statement.year) if self.registry else None

    def units(self, summary: Summary) -> Iterator[tuple[Unit | None, int]]:
        """The units that the line of a summary was in its periods, each with those periods as bits."""
        line = self.registry.line(summary.key) if self.registry else None
        if line is None or line.is_one:
            yield (line.units[0] if line else None), summary.mask
            return
        masks: dict[Unit | None, int] = {}
        for period in range(summary.mask.bit_length()):
            if summary.mask >> period & 1:
                unit = line.at(self.ladder.year(period))
                masks[unit] = masks.get(unit, 0) | 1 << period
        yield from masks.items()

    @cached_property
    def stated(self) -> list[int]:
        """For each file how many different statements there are in it, or rows with some where it is a wide one."""
        return [_stated(cards) for cards, _ in self.files]

    @cached_property
    def rows(self) -> int:
        """How many rows of the files state something. They are counted only where lines do not tell."""
        return sum(
            count if _most_rows(cards) == count else len({line for line, *_ in cards.cells()})
            for (cards, _), count in zip(self.files, self.stated, strict=True)
        )

    @property
    def may_repeat(self) -> bool:
        """Whether a file may state something twice: it has more lines than it has statements."""
        return any(_most_rows(cards) != count for (cards, _), count in zip(self.files, self.stated, strict=True))


def _stated(cards: CardFile) -> int:
    if cards.columns.years:
        return len({unit for masks in cards.marks.values() for unit in masks})
    return sum(mask.bit_count() for masks in cards.marks.values() for mask in masks.values())


def _most_rows(cards: CardFile) -> int:
    """The most rows that a table can have below its header: so many as lines; -1 where it has no lines."""
    if not cards.table.is_text:
        return -1
    count, last = 0, b"\n"
    with cards.table.open() as stream:
        while block := stream.read(_BLOCK):
            count += block.count(b"\n")
            last = block[-1:]
    return count - (last == b"\n")


def look_at(body: Body, looks: Collection[Look]) -> list[Problem]:
    """What is found by looks of which each is given every statement, with its places."""
    seeing = [look for look in looks if type(look).see is not Look.see]
    for cards, complete, statement in body.statements() if seeing else ():
        for look in seeing:
            look.see(cards, complete, statement)
    return placed(found for look in looks for found in look.found())


class OnceForEach(Look):
    """A problem for each spelling of a unit, where it first stands, with on how many lines it does."""

    def __init__(
        self,
        wanted: Collection[str],
        is_wrong: Callable[[Statement], bool],
        problem: Callable[[Statement], Problem],
    ) -> None:
        self._wanted = wanted
        self._is_wrong = is_wrong
        self._problem = problem
        self._first: dict[str, tuple[CardFile, Statement]] = {}
        self._times: dict[str, int] = {}

    def see(self, cards: CardFile, complete: bool, each: Statement) -> None:
        """Count a statement that is wrong."""
        if each.unit in self._wanted and self._is_wrong(each):
            self._first.setdefault(each.unit, (cards, each))
            self._times[each.unit] = self._times.get(each.unit, 0) + 1

    def found(self) -> Iterator[Found]:
        """The problems, each where it was first seen."""
        for unit, (cards, each) in self._first.items():
            problem = self._problem(each)
            message = often(problem.message, self._times[unit])
            yield Found(cards, each.line, each.unit_at, problem._replace(message=message))


class AtFirstOfPeriod(Look):
    """Problems of whole periods, at the first statement of each in a list that is complete."""

    def __init__(self, body: Body, problems: Mapping[int, list[Problem]]) -> None:
        self._body = body
        self._problems = {**problems}
        self._found: list[Found] = []

    def see(self, cards: CardFile, complete: bool, each: Statement) -> None:
        """Note the place of a period's first statement."""
        if self._problems and complete and each.result != UNKNOWN:
            problems = self._problems.pop(self._body.period(each), ())
            self._found += [Found(cards, each.line, each.year_at, problem) for problem in problems]

    def found(self) -> list[Found]:
        """The problems with their places."""
        return self._found


def placed(found: Iterable[Found]) -> list[Problem]:
    """The problems with their places; each file is read once more for the columns."""
    of_file: dict[int, tuple[CardFile, Findings]] = {}
    for cards, line, cell, problem, times in found:
        of_file.setdefault(id(cards), (cards, Findings()))[1].add(line, cell, problem, times)
    return [problem for cards, findings in of_file.values() for problem in cards.table.placed(findings)]
