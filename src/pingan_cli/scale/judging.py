"""The award of a list too large to go through unit by unit: only its distinct histories come out of the engine.

The rules judge each of them once, and the verdicts go back as a small table, which the engine joins to the units. So
no step of Python is taken for a unit, and what is in memory grows with the histories that differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice
from typing import Any, NamedTuple

from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import HELD, REVOKED, WEAK, Ladder
from pingan_cli.engine.verdict import Verdict, judge_of
from pingan_cli.records.histories import union
from pingan_cli.records.marks import UNKNOWN
from pingan_cli.records.spelling import Spelling
from pingan_cli.records.table import plain
from pingan_cli.scale.backend import Backend, text
from pingan_cli.scale.reduction import WORD, Reduction
from pingan_cli.views.award import CSV_COLUMNS, UNIT_CELLS, verdict_cells
from pingan_cli.views.formats import csv_end

_CHUNK = 1 << 15
_MOST_RESULTS = 8
_EARNED = ("INTEGER", "INTEGER", "INTEGER", "VARCHAR", "VARCHAR", "INTEGER", "VARCHAR", "VARCHAR", "INTEGER")
TYPES = (*("VARCHAR",) * UNIT_CELLS, *_EARNED)
"""The types of the columns of an award."""

_SPACES = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_UNSEEN = "\x01-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
_ODD = f'^[{_SPACES}=+@-]|[{_SPACES}]$|[",{_UNSEEN}\uff10-\uff19]'
"""Units that are not meant as they are spelt, or cannot stand in CSV as they are; some others too."""


class Told(NamedTuple):
    """What the rows say: for each unit and result a mask of periods, in the columns `r0`, `r1` and so on.

    `complete` are the periods for which the lists name every holder, `recorded` those of which anything is known.

    `spelt` stands for a table of `unit`, `code` and its CSV text `cells`, of those units that are not plain; it is
    empty where all are.
    """

    name: str
    results: Sequence[str | float]
    complete: int
    recorded: int
    spelt: str = ""


def told_by(backend: Backend, reductions: Sequence[tuple[Reduction, bool]], ladder: Ladder) -> Told | None:
    """What reductions say together, each with whether its lists are complete.

    None where it cannot be judged here: where a mark means nothing, where a unit has two results for a year, and
    where there are very many results or periods.
    """
    spelling = Spelling(ladder, None)
    results: list[str | float] = []
    parts: list[str] = []
    whole: list[str] = []
    for reduction, is_complete in reductions:
        marks = [mark for (mark,) in backend.fetch(f"SELECT DISTINCT mark FROM {reduction.name} AS t")]
        meant = [spelling.result(mark) for mark in marks]
        if reduction.words > 1 or spelling.wrong_marks or reduction.cards.years.wrong:
            return None
        cases = "0"
        for mark, result in zip(marks, meant, strict=True):
            assert result is not None
            if result not in results:
                results.append(result)
            cases = f"CASE WHEN mark = {text(mark)} THEN {results.index(result)} ELSE {cases} END"
        parts.append(f"SELECT unit, {cases} AS result, word0 AS mask FROM {reduction.name} AS t")
        if is_complete:
            whole.append(parts[-1])
    if len(results) > _MOST_RESULTS:
        return None
    complete, recorded = (_periods(backend, rows, results) for rows in (whole, parts))
    spelt = _spelt(backend, parts)
    if len(parts) == len(results) == 1 and not spelt:
        name = f"(SELECT unit, word0 AS r0 FROM {reductions[0][0].name} AS t)"
    else:
        columns = [
            f"bit_or(CASE WHEN result = {index} THEN mask ELSE 0 END) AS r{index}" for index in range(len(results))
        ]
        rows = " UNION ALL ".join(parts)
        if spelt:
            unit = f"coalesce(s.code, t.unit) AS unit, t.result, t.mask FROM ({rows}) AS t"
            rows = f"SELECT {unit} LEFT JOIN {spelt} AS s ON t.unit = s.unit"
        name = backend.keep("told", f"SELECT unit, {', '.join(columns)} FROM ({rows}) AS t GROUP BY unit")
        clashes = " OR ".join(f"r{one} & r{other} <> 0" for one, other in combinations(range(len(results)), 2))
        if clashes and next(backend.fetch(f"SELECT count(*) AS n FROM {name} AS t WHERE {clashes}"))[0]:
            return None
    return Told(name, results, complete, recorded, spelt)


def _periods(backend: Backend, parts: Sequence[str], results: Sequence[str | float]) -> int:
    """The periods of which parts tell anything."""
    masks = f"SELECT result, bit_or(mask) AS mask FROM ({' UNION ALL '.join(parts)}) AS t GROUP BY result"
    return union(mask for result, mask in backend.fetch(masks) if results[result] != UNKNOWN) if parts else 0


def _spelt(backend: Backend, parts: Sequence[str]) -> str:
    """A table of the units that are not plain, and of the same ones as they are meant."""
    asked = f"SELECT DISTINCT unit FROM ({' UNION ALL '.join(parts)}) AS t WHERE regexp_matches(unit, {text(_ODD)})"
    units = [unit for (unit,) in backend.fetch(asked)]
    if not units:
        return ""
    spelt = {unit: plain(unit) for unit in units}
    spelt |= {code: code for code in spelt.values()}
    cells = [csv_end([code])[:-1] for code in spelt.values()]
    types = {"unit": "VARCHAR", "code": "VARCHAR", "cells": "VARCHAR"}
    return backend.store("spelt", types, iter([(list(spelt), list(spelt.values()), cells)]))


class Honours:
    """The award of a year, in the engine: how many units hold which honour, and the query of its rows."""

    def __init__(
        self, backend: Backend, told: Told, ladder: Ladder, year: int, before: int = 0,
        wanted: Callable[[Verdict], bool] | None = None, off_record: bool = False,
    ) -> None:  # fmt: skip
        self.ladder = ladder
        self._told = told
        self._backend = backend
        self.year = ladder.year(ladder.periods(year) - 1)
        self._columns = [f"r{index}" for index in range(len(told.results))]
        self._counts: Counter[int] = Counter()
        self._known: dict[int, int] = {}
        self.off_record = 0
        self.histories = 0
        self._numbers: dict[Verdict, int] = {}
        self._wanted = wanted
        self._with_off_record = off_record
        self._past = (1 << ladder.periods(year)) - 1
        self._judge = judge_of(ladder, year)
        self._worth = _Worth(ladder, told, before)
        types = dict.fromkeys((*self._columns, "verdict"), "BIGINT")
        self._judged = backend.store("judged", types, self._chunks())
        ends = [csv_end(verdict_cells(verdict))[:-1] for verdict in self._numbers]
        cells = zip(*map(verdict_cells, self._numbers), strict=True) if self._numbers else [()] * len(_EARNED)
        names = ("verdict", "ending", *CSV_COLUMNS[UNIT_CELLS:])
        self._earned = backend.store(
            "earned",
            dict(zip(names, ("BIGINT", "VARCHAR", *_EARNED), strict=True)),
            iter([(list(self._numbers.values()), ends, *map(list, cells))]),
        )

    def _chunks(self) -> Iterator[Sequence[Sequence[Any]]]:
        """Every distinct history with the number of its verdict; -1 for those that are left out."""
        masks = ", ".join(f"{column} & {self._past} AS {column}" for column in self._columns)
        past = f"SELECT {masks} FROM {self._told.name} AS t"
        by = ", ".join(self._columns)
        asked = f"SELECT {by}, count(*) AS units FROM ({past}) AS t GROUP BY {by}"
        rows = self._backend.fetch(asked)
        while chunk := list(islice(rows, _CHUNK)):
            yield (*list(zip(*chunk, strict=True))[:-1], [self._number(masks, units) for *masks, units in chunk])

    def _number(self, masks: Sequence[int], units: int) -> int:
        self.histories += 1
        history, recorded = self._worth.history(masks)
        if not recorded & self._past:
            self.off_record += units
            if not self._with_off_record:
                return -1
        verdict = self._judge(history)
        number = self._known.get(id(verdict))  # the judge keeps its verdicts, so an id stays that of one
        if number is None:
            wanted = self._wanted is None or self._wanted(verdict)
            number = self._numbers.setdefault(verdict, len(self._numbers)) if wanted else -1
            self._known[id(verdict)] = number
        if number >= 0:
            self._counts[number] += units
        return number

    def counts(self) -> Iterator[tuple[Verdict, int]]:
        """Every verdict, and how many units have earned so much."""
        return ((verdict, self._counts[number]) for verdict, number in self._numbers.items())

    def rows(self, in_order: bool = True) -> str:
        """The query of the rows in the columns of the CSV, in its order if that is asked for."""
        earned = ", ".join(f"earned.{column}" for column in CSV_COLUMNS[UNIT_CELLS:])
        unit = "t.unit AS code, t.unit AS name, CAST(NULL AS VARCHAR) AS name_zh, CAST(NULL AS VARCHAR) AS level"
        return self._joined(f"{unit}, CAST(NULL AS VARCHAR) AS parent, {earned}") + (self._order if in_order else "")

    def lines(self) -> Iterator[bytes]:
        """The award as CSV, in pieces."""
        yield (",".join(CSV_COLUMNS) + "\n").encode()
        unit = "coalesce(spelt.cells, t.unit)" if self._told.spelt else "t.unit"
        line = self._joined(f"concat({unit}, ',', {unit}, ',,,,', earned.ending) AS line")
        yield from self._backend.lines(line + self._order)

    @property
    def _order(self) -> str:
        return f" ORDER BY earned.streak_min DESC, {self._backend.by_character('t.unit')}"

    def _joined(self, columns: str) -> str:
        same = " AND ".join(f"t.{column} & {self._past} = judged.{column}" for column in self._columns)
        spelt = f"LEFT JOIN {self._told.spelt} AS spelt ON t.unit = spelt.unit " if self._told.spelt else ""
        return (
            f"SELECT {columns} FROM {self._told.name} AS t JOIN {self._judged} AS judged ON {same} "
            f"JOIN {self._earned} AS earned ON judged.verdict = earned.verdict {spelt}".rstrip()
        )


class _Worth:
    """What the masks of results come to as a history, on this ladder."""

    def __init__(self, ladder: Ladder, told: Told, before: int) -> None:
        self._complete = told.complete & ~before
        self._before = before
        self._worths: list[tuple[int, int, int]] = []
        for result in told.results:
            worth = [ladder.judged(result, None, period) for period in range(WORD)] if result != UNKNOWN else []
            held, weak, revoked = (
                sum(1 << period for period, each in enumerate(worth) if each in counted)
                for counted in ((HELD, WEAK), (WEAK,), (REVOKED,))
            )
            self._worths.append((held, weak, revoked))
        self._unknown = told.results.index(UNKNOWN) if UNKNOWN in told.results else None

    def history(self, masks: Sequence[int]) -> tuple[History, int]:
        """The history of a unit with these masks, and the periods for which anything is on record."""
        held = weak = revoked = told = 0
        unknown = masks[self._unknown] if self._unknown is not None else 0
        for mask, (held_in, weak_in, revoked_in) in zip(masks, self._worths, strict=True):
            told |= mask
            held |= mask & held_in
            weak |= mask & weak_in
            revoked |= mask & revoked_in
        recorded = (told | self._complete) & ~unknown
        return History(held, recorded | self._before, weak, revoked), recorded
