"""Inputs computed, each by itself, by one process or several: the years of each, written into a hidden folder."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from pingan_cli.batch.inputs import Input, Stamp, all_stamped, files_of, stamped
from pingan_cli.batch.rows import write_rows
from pingan_cli.batch.stage import unwritable
from pingan_cli.engine.award import Award
from pingan_cli.library import records_of
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.cards import Settings
from pingan_cli.source import Source
from pingan_cli.texts import told


class Piece(NamedTuple):
    """A file to write, and the years that go into it; `most` is the number of rows after which it may end early."""

    file: str
    years: tuple[int, ...]
    most: int | None = None


class Job(NamedTuple):
    """An input, how it is to be read, and the pieces to write into the folder `stage`.

    `settings` say of the lists what they do not; `shown` is what problems of writing are said of.
    """

    input: Input
    rules: str
    units: str | None
    since: int | None
    settings: Settings
    form: str
    pieces: tuple[Piece, ...]
    stage: str
    shown: str

    @property
    def years(self) -> list[int]:
        """The years of all pieces."""
        return [year for piece in self.pieces for year in piece.years]


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
    written, which is no fault of the input; `warnings` tell what was guessed, left out or doubted in reading it.
    """

    input: Input
    files: tuple[Stamp, ...] = ()
    outputs: tuple[Output, ...] = ()
    problems: tuple[Problem, ...] = ()
    unwritten: Problem | None = None
    recorded: int = 0
    warnings: tuple[Problem, ...] = ()


def compute_all(jobs: Sequence[Job], count: int, advance: Callable[[int], None]) -> list[Computed]:
    """What comes of each job, in their order, from at most `count` processes; one process is this one.

    `advance` is told how many years have been computed. Raises `Refused` when a process is ended from outside. No
    process outlives the call, or this process.
    """
    if min(count, len(jobs)) < 2:
        return [compute(job, advance) for job in jobs]
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    others = active_children()
    context = get_context("spawn")  # a fork would take locks and open files along
    pool = ProcessPoolExecutor(min(count, len(jobs)), context, _begin)
    try:
        try:
            with _quiet_start():
                futures = [pool.submit(compute, job) for job in jobs]
        except RuntimeError as error:  # of which threading makes that there is no memory for a thread
            raise MemoryError from error
        for done in as_completed(futures):
            done.result()
            advance(len(jobs[futures.index(done)].years))
        return [future.result() for future in futures]
    except BaseException as error:
        for process in set(active_children()) - set(others):
            process.kill()  # which would go on with the job that it does
        if not isinstance(error, BrokenProcessPool):
            raise
        message = told("a process was ended from outside while it computed")
        hint = told("there may be too little memory; try --jobs 1")
        raise Refused([Problem("file-unwritable", message, hint=hint)]) from error
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _quiet_start() -> Generator[None]:
    """Processes that are started here leave Ctrl-C to the one that started them, and say nothing on standard error.

    What goes wrong in them is a value that they return. They would say that memory lacks before they could do so.
    """
    from multiprocessing import resource_tracker

    if not hasattr(signal, "pthread_sigmask"):  # there are neither such signals nor such processes
        yield
        return
    resource_tracker.ensure_running()  # which would let the signal through again if it were started later
    masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
        signal.pthread_sigmask(signal.SIG_SETMASK, masked)


def _begin() -> None:
    """Called in each process that computes: it ends when the one that started it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(RuntimeError):  # there is no memory for a thread
        Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def compute(job: Job, advance: Callable[[int], None] = lambda years: None) -> Computed:
    """Read an input and write its pieces."""
    computed = Computed(job.input)
    try:
        source = Source(job.rules, job.input.paths, job.units, job.since, settings=job.settings)
        paths = files_of(source)
        files, problems = all_stamped(paths)
        computed = computed._replace(files=files)
        if problems:
            raise Refused(problems)
        records = records_of(source)

        def awards(years: Sequence[int]) -> Iterator[Award]:
            for year in years:
                yield records.award(year)
                advance(1)

        outputs = [_written(job, piece, awards(piece.years)) for piece in job.pieces]
        for path, before in zip(paths, files, strict=True):
            if stamped(path) != before:
                raise Refused([Problem("file-unreadable", told("this file changed while it was read"), str(path))])
    except Refused as refused:
        return computed._replace(problems=refused.problems)
    except MemoryError:
        lacking = Problem("file-too-large", told("the memory that there is does not suffice"), job.input.name)
        return computed._replace(unwritten=lacking)
    except OSError as error:
        return computed._replace(unwritten=unwritable(job.shown, error))
    recorded = records.histories.recorded_periods()
    return computed._replace(outputs=tuple(outputs), recorded=recorded, warnings=records.warnings)


def _written(job: Job, piece: Piece, awards: Iterator[Award]) -> Output:
    path = Path(job.stage, piece.file)
    rows = write_rows(path, job.form, job.input.name, awards, piece.most)
    _, size, sha256 = stamped(path)
    return Output(piece.file, job.input.name, piece.years, rows, size, sha256)
