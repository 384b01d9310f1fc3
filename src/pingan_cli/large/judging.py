"""The award of a list too large to go through unit by unit: its distinct histories are judged where they lie.

The verdicts go back as a small table, which the engine joins to the units. So no step of Python is taken for a unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from pingan_cli.engine.ladder import REVOKED, WEAK, Ladder
from pingan_cli.engine.verdict import Verdict, judge_of
from pingan_cli.large.backend import Backend, text
from pingan_cli.large.folding import judged_in
from pingan_cli.large.reduction import WORD, Reduction
from pingan_cli.records.cells import plain
from pingan_cli.records.histories import union
from pingan_cli.records.marks import UNKNOWN
from pingan_cli.records.spelling import Spelling
from pingan_cli.views.award import CSV_COLUMNS, UNIT_CELLS, verdict_cells
from pingan_cli.views.formats import csv_end

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
    lighter: tuple[str | int, ...]
    all_recorded: int
    spelt: str = ""


def told_by(
    backend: Backend, reductions: Sequence[tuple[Reduction, bool]], ladder: Ladder, odd: Sequence[str] = ()
) -> Told | None:
    """What reductions say together, each with whether its lists are complete. Units that are not `odd` are plain.

    None where it cannot be judged here: where a mark means nothing, where a unit has two results for a year, and
    where there are very many results or periods.
    """
    spelling = Spelling(ladder, None)
    results: list[str | float] = []
    parts: list[str] = []
    complete = anything = 0
    for reduction, is_complete in reductions:
        meant = {mark: spelling.result(mark) for mark in reduction.marks}
        if reduction.words > 1 or spelling.wrong_marks or reduction.cards.years.wrong or reduction.cards.years.empty:
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
    spelt = _spelt(backend, odd)
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
    counting = ladder.counting
    held, weak, revoked = (_worth(ladder, results, each) for each in ((*counting, WEAK), (WEAK,), (REVOKED,)))
    lighter = tuple(_worth(ladder, results, (each,)) for each in counting[1:])
    recorded = complete
    if anything & ~complete or UNKNOWN in results:
        told = " | ".join(
            [f"t.r{index}" for index, result in enumerate(results) if result != UNKNOWN] + [f"{complete}"]
        )
        recorded = f"({told})"
        if UNKNOWN in results:
            unknown = f"t.r{results.index(UNKNOWN)}"
            recorded = f"(({told} | {unknown}) - {unknown})"  # for not every engine has a sign for "not"
    return Told(name, held, recorded, weak, revoked, lighter, anything, spelt)


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
        self.year = ladder.year(ladder.periods(year) - 1)
        self._told = told
        self._backend = backend
        self._verdicts: dict[Verdict, int] = {}
        past = (1 << ladder.periods(year)) - 1
        known = told.recorded | before if isinstance(told.recorded, int) else f"{told.recorded} | {before}"
        masks = {"held": str(told.held), "known": known, "weak": told.weak, "revoked": told.revoked}
        masks |= {f"lighter{number}": mask for number, mask in enumerate(told.lighter)}
        self._columns = {name: f"({mask}) & {past}" for name, mask in masks.items() if isinstance(mask, str)}
        of_all = {name: None if isinstance(mask, str) else mask & past for name, mask in masks.items()}
        none_known = f"{'known' if of_all['known'] is None else of_all['known']} = {before & past}"
        histories, self.off_record = self._histories(none_known, off_record)
        number_of = partial(self._number, wanted)
        self._judged = judged_in(backend, histories, of_all, judge_of(ladder, year), number_of)

    def _histories(self, none_known: str, off_record: bool) -> tuple[str, int]:
        """The table of distinct histories, and how many units have an empty one, which is left out if not asked for."""
        columns = ", ".join(f"{mask} AS {name}" for name, mask in self._columns.items())
        by = ", ".join(self._columns)
        query = f"SELECT {by}, count(*) AS units FROM (SELECT {columns} FROM {self._told.name} AS t) AS t GROUP BY {by}"
        name = self._backend.keep("histories", query)
        counted = f"SELECT CAST(sum(units) AS BIGINT) AS n FROM {name} AS t WHERE {none_known}"
        units = next(self._backend.fetch(counted))[0] or 0
        return name if off_record else f"(SELECT * FROM {name} AS t WHERE NOT {none_known})", units

    def _number(self, wanted: Callable[[Verdict], bool] | None, verdict: Verdict) -> int:
        """The number of a verdict; -1 for one that is not wanted."""
        return self._verdicts.setdefault(verdict, len(self._verdicts)) if wanted is None or wanted(verdict) else -1

    def counts(self) -> Iterator[tuple[Verdict, int]]:
        """Every verdict, and how many units have earned so much."""
        query = f"SELECT place, CAST(sum(units) AS BIGINT) AS n FROM {self._judged} AS t GROUP BY place"
        units = dict(self._backend.fetch(query))
        for verdict, number in self._verdicts.items():
            yield verdict, units[number]

    def rows(self, in_order: bool = True) -> str:
        """The query of the rows in the columns of the CSV, in its order if that is asked for."""
        names = CSV_COLUMNS[UNIT_CELLS:]
        cells = list(map(verdict_cells, self._verdicts))
        columns = zip(*cells, strict=True) if cells else [()] * len(_EARNED)
        earned = self._stored(dict(zip(names, _EARNED, strict=True)), columns)
        unit = "t.unit AS code, t.unit AS name, CAST(NULL AS VARCHAR) AS name_zh, CAST(NULL AS VARCHAR) AS level"
        asked = f"{unit}, CAST(NULL AS VARCHAR) AS parent, {', '.join(f'earned.{name}' for name in names)}"
        return self._joined(asked, earned, in_order)

    def write_lines(self, path: Path) -> None:
        """Write the award as CSV."""
        unit = "coalesce(spelt.cells, t.unit)" if self._told.spelt else "t.unit"
        streaks = [verdict.streak.min for verdict in self._verdicts]
        endings = [f",,,{csv_end(verdict_cells(verdict))[:-1]}" for verdict in self._verdicts]
        earned = self._stored({"streak_min": "INTEGER", "ending": "ENUM"}, [streaks, endings])
        query = self._joined(f"{unit} AS code, {unit} AS name, earned.ending", earned, in_order=True)
        code, name, *others = CSV_COLUMNS
        self._backend.write_lines(query, [code, name, ",".join(others)], path)

    def _stored(self, types: Mapping[str, str], columns: Iterable[Sequence[Any]]) -> str:
        """A table of what each verdict says."""
        numbers = range(len(self._verdicts))
        return self._backend.store("earned", {"verdict": "BIGINT", **types}, iter([(numbers, *columns)]))

    def _joined(self, columns: str, earned: str, in_order: bool) -> str:
        same = " AND ".join(f"{mask} = judged.{name}" for name, mask in self._columns.items())
        spelt = f"LEFT JOIN {self._told.spelt} AS spelt ON t.unit = spelt.unit " if self._told.spelt else ""
        order = f" ORDER BY earned.streak_min DESC, {self._backend.by_character('t.unit')}" if in_order else ""
        return (
            f"SELECT {columns} FROM {self._told.name} AS t JOIN {self._judged} AS judged ON {same} "
            f"JOIN {earned} AS earned ON judged.place = earned.verdict {spelt}".rstrip()
            + order
        )
