"""The years of one input, written out of sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pingan_cli.batch.inputs import Input, Stamp, all_stamped, files_of, stamped
from pingan_cli.batch.rows import write_rows
from pingan_cli.batch.staging import unwritable
from pingan_cli.engine.award import Award
from pingan_cli.library import records_of
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.histories import Histories, union
from pingan_cli.source import Source
from pingan_cli.texts import told


class Piece(NamedTuple):
    """A file to write, and the years that go into it."""

    file: str
    years: tuple[int, ...]


class Job(NamedTuple):
    """An input, how it is to be read, and the pieces to write into the folder `stage`.

    `shown` is what problems of writing are said of.
    """

    input: Input
    rules: str
    units: str | None
    since: int | None
    form: str
    pieces: tuple[Piece, ...]
    stage: str
    shown: str


class Output(NamedTuple):
    """A file with rows of these years, as it was written; `input` is the name of the only input in it, if it is one."""

    file: str
    input: str | None
    years: tuple[int, ...]
    rows: int
    size: int
    sha256: str


class Computed(NamedTuple):
    """What came of an input: the files that it was read from, what was written, and what kept it from being read.

    `recorded` are the periods of which anything is on record, as bits. `unwritten` is what kept the rows from being
    written, which is no fault of the input.
    """

    input: Input
    files: tuple[Stamp, ...] = ()
    outputs: tuple[Output, ...] = ()
    problems: tuple[Problem, ...] = ()
    unwritten: Problem | None = None
    recorded: int = 0


def compute(job: Job, advance: Callable[[], None]) -> Computed:
    """Read an input and write its pieces; `advance` is told of each year."""
    computed = Computed(job.input)
    try:
        source = Source(job.rules, job.input.paths, job.units, job.since)
        paths = files_of(source)
        files, problems = all_stamped(paths)
        computed = computed._replace(files=files)
        if problems:
            raise Refused(problems)
        records = records_of(source)

        def awards(years: Sequence[int]) -> Iterator[Award]:
            for year in years:
                yield records.award(year)
                advance()

        outputs = [_written(job, piece, awards(piece.years)) for piece in job.pieces]
        for path, before in zip(paths, files, strict=True):
            if stamped(path) != before:
                raise Refused([Problem("file-unreadable", told("this file changed while it was read"), str(path))])
    except Refused as refused:
        return computed._replace(problems=refused.problems)
    except OSError as error:
        return computed._replace(unwritten=unwritable(job.shown, error))
    return computed._replace(outputs=tuple(outputs), recorded=_recorded(records.histories))


def _recorded(histories: Histories) -> int:
    every = (histories.held, histories.missed, histories.revoked)
    return union((mask for masks in every for mask in masks.values()), histories.complete)


def _written(job: Job, piece: Piece, awards: Iterator[Award]) -> Output:
    path = Path(job.stage, piece.file)
    rows = write_rows(path, job.form, job.input.name, awards)
    _, size, sha256 = stamped(path)
    return Output(piece.file, job.input.name, piece.years, rows, size, sha256)
