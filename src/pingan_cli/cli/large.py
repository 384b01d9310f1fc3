"""`pingan award -o`: an award written by an engine, as CSV, as Parquet or into a table of its own."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pingan_cli.cli.output import form_of
from pingan_cli.engine.award import Award
from pingan_cli.engine.verdict import Verdict
from pingan_cli.files import write_file
from pingan_cli.large.choosing import PLAIN, TABLE, keeps_tables, reader_of
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.cards import USUAL
from pingan_cli.records.sources import exists, is_address
from pingan_cli.source import Source
from pingan_cli.texts import said, told
from pingan_cli.views.award import CSV_COLUMNS, by_honour, off_record, verdict_cells

if TYPE_CHECKING:
    from pingan_cli.cli.asked import Asked
    from pingan_cli.large.backend import Backend
    from pingan_cli.large.judging import Honours

_CHUNK = 1 << 14


class Wanted(NamedTuple):
    """Which rows of an award are wanted: the year (None for the last), a tier, the newly awarded, the unknown too."""

    year: int | None
    tier: str | None
    new: bool
    off_record: bool

    def has(self, verdict: Verdict) -> bool:
        """Whether a verdict is wanted."""
        held = verdict.honour.min
        of_tier = self.tier is None or (held is not None and held.id == self.tier)
        return of_tier and not (self.new and verdict.awarded is None)


class Destination(NamedTuple):
    """Where an award is written, and by which backend; `quiet` leaves the summary out."""

    output: str
    backend: str | None
    lang: str
    quiet: bool

    @property
    def is_table(self) -> bool:
        """Whether that is a table of the backend, which has no order."""
        return self.output.startswith(TABLE)

    @property
    def engine(self) -> str:
        """The backend that writes: DuckDB where none is named, or the one that only reads row by row."""
        return self.backend if self.backend not in (None, PLAIN) else "duckdb"

    @property
    def needs_engine(self) -> bool:
        """Whether only an engine can write there."""
        return self.is_table or self.output.lower().endswith(".parquet")


def destination_of(asked: Asked) -> Destination:
    """Where an award is written as it is asked for. That no database is named for a table is kept to be told."""
    target = Destination(asked.output or "", asked.backend, asked.lang, asked.quiet)
    if target.is_table and not keeps_tables(asked.backend):
        asked.wrong(
            told("{output} is a table of a database, and none is named", output=target.output),
            told("such as --backend duckdb://FILE"),
        )
    return target


def _require_own_table(source: Source, target: Destination) -> None:
    """Raise `Refused` where a table would be written over that is read, or that is no award.

    An award is told by its columns, which no list of cards has.
    """
    from pingan_cli.large.reading import open_backend

    engine = open_backend(target.engine)
    there = engine.found_table(target.output.removeprefix(TABLE))
    if there is None:
        return
    hint = told("name another table, or drop this one first")
    if there.columns != CSV_COLUMNS:
        message = told("there is such a table, which is no award, and is not written over")
        raise Refused([Problem("file-unwritable", message, target.output, hint=hint)])
    for package in source.packages:
        for path in package.cards:
            read = None if is_address(path) or exists(path) else engine.found_table(str(path))
            if read is not None and read.name == there.name:
                message = told("this table is read, and is not written over")
                raise Refused([Problem("file-unwritable", message, target.output, hint=hint)])


def written_whole(asked: Asked, target: Destination, wanted: Wanted | None) -> bool:
    """Whether the award of large lists, if `wanted`, was written without going through it unit by unit.

    It cannot be so where the units must be looked up in a registry, and where something is wrong with the lists.
    Raises `Refused` where it would be written over a table that is read, or that is no award.
    """
    source = asked.source
    if target.is_table:
        _require_own_table(source, target)
    to_file = target.output not in ("", "-")
    if wanted is None or not to_file or not (target.needs_engine or form_of(asked.form, target.output) == "csv"):
        return False
    ladder = source.loaded.ladder
    packages = source.packages
    paths = [path for package in packages for path in package.cards]
    if not paths or not all(reader_of(path, target.backend) == target.engine for path in paths):
        return False
    if ladder.by_level or source.settings != USUAL or any(package.sample or package.covers for package in packages):
        return False
    if (wanted.tier and not ladder.tier_named(wanted.tier)) or source.registry is not None:
        return False
    from pingan_cli.large.award import Question, large_award
    from pingan_cli.large.reading import open_backend

    question = Question(wanted.year, source.since, wanted.has, wanted.off_record)
    honours = large_award(packages, ladder, question, target.engine, _progress(target), source.settings)
    if honours is None:
        return False
    query = partial(honours.rows, in_order=not target.is_table)
    _put(open_backend(target.engine), query, honours.write_lines, target)
    if not target.quiet:
        _summary(honours, target.lang, of_some=wanted.new or wanted.tier is not None)
    return True


def write_small(award: Award, target: Destination) -> None:
    """Write an award that was gone through unit by unit as only an engine can."""
    from pingan_cli.large.judging import TYPES
    from pingan_cli.large.reading import open_backend

    engine = open_backend(target.engine)
    name = engine.store("award", dict(zip(CSV_COLUMNS, TYPES, strict=True)), _chunks(award))
    query = f"SELECT * FROM {name} AS t ORDER BY streak_min DESC, {engine.by_character('code')}"
    _put(engine, lambda: query, None, target)


def _put(
    engine: Backend, query: Callable[[], str], write_csv: Callable[[Path], None] | None, target: Destination
) -> None:
    """Put an answer where it is wanted. Raises `Refused` where the engine cannot."""
    try:
        if target.is_table:
            engine.write_table(query(), target.output.removeprefix(TABLE))
        else:
            in_csv = None if target.needs_engine else write_csv
            write_file(Path(target.output), in_csv or partial(engine.write_parquet, query()))
    except Refused:
        raise
    except engine.errors as error:
        message = told("cannot be written: {reason}", reason=engine.reason_of(error))
        raise Refused([Problem("file-unwritable", message, target.output)]) from error


def _chunks(award: Award) -> Iterator[list[list[Any]]]:
    rows = ((*unit[:5], *verdict_cells(verdict)) for unit, verdict in award)
    while chunk := list(islice(rows, _CHUNK)):
        yield list(map(list, zip(*chunk, strict=True)))


def _progress(target: Destination) -> Callable[[str], None]:
    shown = sys.stderr.isatty() and not target.quiet
    return lambda text: print(text, file=sys.stderr) if shown else None


def _summary(honours: Honours, lang: str, of_some: bool) -> None:
    """Say on standard error how many units hold which honour."""
    counts: Counter[int] = Counter()
    for verdict, units in honours.counts():
        counts[verdict.honour.min.rank if verdict.honour.min else -1] += units
    print(said(by_honour(honours.ladder, counts), lang), file=sys.stderr)
    if honours.off_record and not of_some:
        print(said(off_record(honours.off_record), lang), file=sys.stderr)
