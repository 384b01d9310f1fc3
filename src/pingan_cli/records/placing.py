"""The places of what is wrong in card files: found by reading again, and only those files in which there is a flaw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from pingan_cli.problems import Problem
from pingan_cli.records.cards import CardFile
from pingan_cli.records.cells import plain
from pingan_cli.records.findings import Findings, Found
from pingan_cli.records.histories import Masks
from pingan_cli.records.marks import UNKNOWN, is_cancelled
from pingan_cli.records.naming import named, often, result_named
from pingan_cli.records.registry import Registry
from pingan_cli.records.rows import Columns
from pingan_cli.records.spelling import Spelling
from pingan_cli.texts import told

_Earlier = dict[tuple[str, int | str], tuple[str | float, str, int]]
"""For a unit and a year, and for a unit and a period, the result that was read first, and its file and line."""


class Flaws(NamedTuple):
    """What is wrong between rows.

    For each unit the periods with two results, and those in which it did not exist; and the periods before --since,
    and those that are said to be cancelled for everybody.
    """

    clashes: Masks
    absences: Masks
    before: int
    since: int | None
    cancelled: int = 0


def placed(files: Sequence[tuple[CardFile, bool]], spelling: Spelling, flaws: Flaws) -> list[Problem]:
    """Every problem of the files with its place, by file, line and column."""
    problems: list[Problem] = []
    earlier: _Earlier = {}
    for cards, _ in files:
        found = chain(_in_header(cards), _in_rows(cards, spelling), _in_cells(cards, spelling, flaws, earlier))
        problems += cards.table.placed(Findings(found))
    return sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column))


def _in_header(cards: CardFile) -> Iterator[Found]:
    """Years that cannot be used in the titles of a wide file, or in a file's name."""
    for index, year in cards.columns.years or ((0, cards.columns.file_year),):
        if year in cards.years.wrong and not _in_column(cards.columns):
            yield cards.table.first_line, index, cards.years.wrong[year]


def _in_column(at: Columns) -> bool:
    """Whether each row names its year."""
    return not (at.years or at.file_year)


def _in_rows(cards: CardFile, spelling: Spelling) -> Iterator[Found]:
    """Rows in which something is missing, or in which a second name means another unit."""
    at = cards.columns
    indices = [
        (told("a year"), [at.year]),
        (told("a unit"), [at.code, at.unit, at.english]),
        (told("a result"), [at.result]),
    ]
    needed = tuple(name for name, found in indices if any(index is not None for index in found))
    hint = told("every row needs {cells}", cells=needed)
    short = Problem("csv-row", told("a needed cell is missing or empty"), hint=hint)
    for line in cards.short_rows:
        yield line, 0, short
    for (unit, _), names in cards.names.items() if spelling.wrong_names else ():
        for name, line in names.items():
            if wrong := spelling.wrong_names.get((unit, name)):
                yield line, 0, wrong


def _in_cells(cards: CardFile, spelling: Spelling, flaws: Flaws, earlier: _Earlier) -> Iterator[Found]:
    """Cells that mean nothing, the first of each spelling, and results that cannot be true."""
    units, marks = spelling.wrong_units, spelling.wrong_marks
    years = cards.years.wrong if _in_column(cards.columns) else {}
    empty = cards.years.empty
    if not (units or marks or years or empty or flaws.clashes or flaws.absences or flaws.before or flaws.cancelled):
        return
    file = str(cards.table.path)
    first: dict[int, Found] = {}
    times: dict[int, int] = {}
    cancelled: set[int] = set()
    for line, unit, unit_at, year, year_at, mark, mark_at in cards.cells():
        for text, index, wrong in ((unit, unit_at, units), (year, year_at, years), (mark, mark_at, marks)):
            if text in wrong:
                what = id(wrong[text])
                first.setdefault(what, (line, index, wrong[text]))
                times[what] = times.get(what, 0) + 1
        bit, key, result = cards.years[year], spelling.key(unit), spelling.result(mark)
        if year in empty and result not in ("missed", "revoked", UNKNOWN):
            what = id(empty[year])
            first.setdefault(what, (line, year_at, empty[year]))
            times[what] = times.get(what, 0) + 1
        if key is None or result is None:
            continue
        if flaws.clashes.get(key, 0) & bit:
            of_year = earlier.setdefault((key, plain(year)), (result, file, line))
            of_period = earlier.setdefault((key, bit), (result, file, line))
            differs = of_year[0] != result
            other, its_file, its_line = of_year if differs else of_period
            if differs or (other != result and "revoked" in (other, result)):
                what = told(
                    "{unit} is {result} for {year} here, and {other} at {place}",
                    unit=plain(unit),
                    result=result_named(result),
                    year=plain(year),
                    other=result_named(other),
                    place=f"{its_file}:{its_line}",
                )
                hint = told("if the better result counts, say so in the ladder: 'several: best' under 'results'")
                yield line, mark_at, Problem("result-conflict", what, hint=hint)
        if flaws.cancelled & bit and is_cancelled(mark) and bit not in cancelled:
            cancelled.add(bit)
            what = told(
                "{mark} stands for every unit in {year}: all were revoked, or nothing was awarded", mark=plain(mark),
                year=plain(year),
            )  # fmt: skip
            hint = told(
                "write revoked for the one, and 'not_held: [{year}]' in the ladder for the other",
                year=cards.years.year(year),
            )
            yield line, mark_at, Problem("result-ambiguous", what, hint=hint)
        if result in ("missed", UNKNOWN):
            continue
        if flaws.absences.get(key, 0) & bit and spelling.registry:
            yield line, unit_at, _absent(spelling.registry, key, plain(unit), plain(year))
        if flaws.before & bit:
            what = told(
                "{unit} is on record for {year}, yet nothing was awarded before {since}",
                unit=plain(unit),
                year=plain(year),
                since=flaws.since,
            )
            yield line, year_at, Problem("year-before-ladder", what, hint=told("choose an earlier --since"))
    for what, (line, index, problem) in first.items():
        yield line, index, problem._replace(message=often(problem.message, times[what]))


def _absent(registry: Registry, key: str, unit: str, year: str) -> Problem:
    line = registry.line(key)
    first, last = line.units[0].first_year, line.units[-1].last_year
    names = {"unit": unit, "year": year, "name": named(line.units[-1]), "code": key, "first": first, "last": last}
    if not last:
        message = told("{unit} is on record for {year}, yet {name} ({code}) existed only from {first}", **names)
    elif not first:
        message = told("{unit} is on record for {year}, yet {name} ({code}) existed only until {last}", **names)
    else:
        message = told(
            "{unit} is on record for {year}, yet {name} ({code}) existed only from {first} until {last}", **names
        )
    hint = told("whose row is this? 'pingan units {code}' shows its changes", code=key)
    return Problem("unit-absent", message, hint=hint)
