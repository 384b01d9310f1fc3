"""The award of a list too large to go through unit by unit: only its distinct histories come out of the engine.

The rules judge each of them once, and the verdicts go back as a small table, which the engine joins to the units. So
no step of Python is taken for a unit, and what is in memory grows with the histories that differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice
from pathlib import Path
from typing import Any, NamedTuple

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


class Told(NamedTuple):
    """What the rows say of each unit: a table of `unit`, and how its history reads from a row of it.

    The fields of the history are a query's expressions, or numbers where all units have the same. `recorded` are the
    periods of which something is on record for the unit, `all_recorded` those for any.

    `spelt` stands for a table of `unit`, `code` and its CSV text `cells`, of those units that are not plain; it is
    empty where all are.
    """

    name: str
    held: str | int
    recorded: str | int
    weak: str | int
    revoked: str | int
    all_recorded: int
    spelt: str = ""


def told_by(backend: Backend, reductions: Sequence[tuple[Reduction, bool]], ladder: Ladder) -> Told | None:
    """What reductions say together, each with whether its lists are complete.

    None where it cannot be judged here: where a mark means nothing, where a unit has two results for a year, and
    where there are very many results or periods.
    """
    spelling = Spelling(ladder, None)
    results: list[str | float] = []
    parts: list[str] = []
    complete = anything = 0
    for reduction, is_complete in reductions:
        meant = {mark: spelling.result(mark) for mark in reduction.marks}
        if reduction.words > 1 or spelling.wrong_marks or reduction.cards.years.wrong:
            return None
        cases = "0"
        for mark, result in meant.items():
            assert result is not None
            if result not in results:
                results.append(result)
            cases = f"CASE WHEN mark = {text(mark)} THEN {results.index(result)} ELSE {cases} END"
        parts.append(f"SELECT unit, {cases} AS result, word0 AS mask FROM {reduction.name} AS t")
        periods = union(mask for mark, mask in reduction.marks.items() if meant[mark] != UNKNOWN)
        anything |= periods
        complete |= periods if is_complete else 0
    if len(results) > _MOST_RESULTS:
        return None
    spelt = _spelt(backend, [unit for reduction, _ in reductions for unit in reduction.odd])
    if len(parts) == 1 == len(reductions[0][0].marks) and not spelt:  # each unit is in one row already
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
    held, weak, revoked = (_worth(ladder, results, counted) for counted in ((HELD, WEAK), (WEAK,), (REVOKED,)))
    recorded = complete
    if anything & ~complete or UNKNOWN in results:
        told = " | ".join(f"t.r{index}" for index, result in enumerate(results) if result != UNKNOWN) or "0"
        unknown = f" & ~t.r{results.index(UNKNOWN)}" if UNKNOWN in results else ""
        recorded = f"({told} | {complete}){unknown}"
    return Told(name, held, recorded, weak, revoked, anything, spelt)


def _worth(ladder: Ladder, results: Sequence[str | float], counted: Sequence[int]) -> str | int:
    """The periods of a unit with a result that is worth one of these, on this ladder."""
    masks: list[str] = []
    for index, result in enumerate(results):
        worth = [ladder.judged(result, None, period) for period in range(WORD)] if result != UNKNOWN else []
        mask = sum(1 << period for period, each in enumerate(worth) if each in counted)
        masks += [f"t.r{index} & {mask}"] if mask else []
    return " | ".join(f"({mask})" for mask in masks) or 0


def _spelt(backend: Backend, units: Sequence[str]) -> str:
    """A table of the units that are not plain, and of the same ones as they are meant."""
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
        past = (1 << ladder.periods(year)) - 1
        fields = zip(("held", "recorded", "weak", "revoked"), told[1:5], strict=True)
        self._fields = {name: f"({field}) & {past}" for name, field in fields}
        self._differing = [name for name, field in self._fields.items() if "t." in field] or ["held"]
        self._before = before
        self._wanted = wanted
        self._with_off_record = off_record
        self.off_record = 0
        self._judge = judge_of(ladder, year)
        self._known: dict[int, int] = {}
        self._numbers: dict[Verdict, int] = {}
        self._counts: list[int] = []
        types = dict.fromkeys((*self._differing, "verdict"), "BIGINT")
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
        fields = ", ".join(f"{field} AS {name}" for name, field in self._fields.items())
        by = ", ".join(self._fields)
        histories = f"SELECT {fields} FROM {self._told.name} AS t"
        rows = self._backend.fetch(f"SELECT {by}, count(*) AS units FROM ({histories}) AS t GROUP BY {by}")
        while chunk := list(islice(rows, _CHUNK)):
            columns = dict(zip(self._fields, zip(*chunk, strict=True), strict=False))
            yield *(columns[name] for name in self._differing), [self._number(*row) for row in chunk]

    def _number(self, held: int, recorded: int, weak: int, revoked: int, units: int) -> int:
        if not recorded:
            self.off_record += units
            if not self._with_off_record:
                return -1
        verdict = self._judge((held, recorded | self._before, weak, revoked))
        number = self._known.get(id(verdict))  # the judge keeps its verdicts, so an id stays that of one
        if number is None:
            number = -1
            if self._wanted is None or self._wanted(verdict):
                number = self._numbers.setdefault(verdict, len(self._numbers))
                self._counts += [0] * (len(self._numbers) - len(self._counts))
            self._known[id(verdict)] = number
        if number >= 0:
            self._counts[number] += units
        return number

    def counts(self) -> Iterator[tuple[Verdict, int]]:
        """Every verdict, and how many units have earned so much."""
        return zip(self._numbers, self._counts, strict=True)

    def rows(self, in_order: bool = True) -> str:
        """The query of the rows in the columns of the CSV, in its order if that is asked for."""
        earned = ", ".join(f"earned.{column}" for column in CSV_COLUMNS[UNIT_CELLS:])
        unit = "t.unit AS code, t.unit AS name, CAST(NULL AS VARCHAR) AS name_zh, CAST(NULL AS VARCHAR) AS level"
        return self._joined(f"{unit}, CAST(NULL AS VARCHAR) AS parent, {earned}") + (self._order if in_order else "")

    def write_lines(self, path: Path) -> None:
        """Write the award as CSV."""
        unit = "coalesce(spelt.cells, t.unit)" if self._told.spelt else "t.unit"
        line = self._joined(f"concat({unit}, ',', {unit}, ',,,,', earned.ending) AS line")
        self._backend.write_lines(line + self._order, ",".join(CSV_COLUMNS), path)

    @property
    def _order(self) -> str:
        return f" ORDER BY earned.streak_min DESC, {self._backend.by_character('t.unit')}"

    def _joined(self, columns: str) -> str:
        same = " AND ".join(f"{self._fields[name]} = judged.{name}" for name in self._differing)
        spelt = f"LEFT JOIN {self._told.spelt} AS spelt ON t.unit = spelt.unit " if self._told.spelt else ""
        return (
            f"SELECT {columns} FROM {self._told.name} AS t JOIN {self._judged} AS judged ON {same} "
            f"JOIN {self._earned} AS earned ON judged.verdict = earned.verdict {spelt}".rstrip()
        )
