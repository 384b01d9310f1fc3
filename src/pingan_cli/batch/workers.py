"""Work divided among processes, with the same outcome however many there are."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process, resource_tracker
from threading import Thread
from typing import Any, TypeVar

from pingan_cli.problems import Problem, Refused
from pingan_cli.texts import told

Job = TypeVar("Job")
Result = TypeVar("Result")

Compute = Callable[[Job, Callable[[], None]], Result]
"""Does a job, and tells each time that it has come a step further. A function of a module, so that it can be sent."""


def all_results(
    compute: Compute[Job, Result], jobs: Sequence[Job], count: int, advance: Callable[[], None]
) -> list[Result]:
    """The result of each job, in their order, from at most `count` processes; one process is this one.

    Raises `Refused` when a process is ended from outside. None of them outlives the call, or this process.
    """
    if min(count, len(jobs)) < 2:
        return [compute(job, advance) for job in jobs]
    context: Any = get_context("spawn")  # a fork would take locks and open files along
    waiting = iter(enumerate(jobs))
    results: dict[int, Result] = {}
    doing: dict[Any, int] = {}
    crew: list[Any] = []

    def hand_out(line: Any) -> None:
        index, job = next(waiting, (None, None))
        if index is None:
            line.close()
        else:
            doing[line] = index
            line.send(job)

    try:
        for _ in range(min(count, len(jobs))):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, compute), daemon=True)
            with _undisturbed():
                process.start()
            theirs.close()
            crew.append(process)
            hand_out(ours)
        while doing:
            for line in connection.wait(list(doing)):
                result: Any = line.recv()  # pyright: ignore
                if result is None:
                    advance()
                    continue
                results[doing.pop(line)] = result[0]
                hand_out(line)
    except (EOFError, ConnectionError) as error:
        message, hint = (
            told("a process was ended from outside while it computed"),
            told("there may be too little memory; try --jobs 1"),
        )
        raise Refused([Problem("file-unwritable", message, hint=hint)]) from error
    finally:
        for process in crew:
            process.kill()
        for process in crew:
            process.join()
    return [results[index] for index in range(len(jobs))]


@contextmanager
def _undisturbed() -> Generator[None]:
    """A process that is started here is left alone by Ctrl-C, which is for the one that started it."""
    resource_tracker.ensure_running()  # which would let the signal through again if it were started later
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(line: connection.Connection, compute: Compute[Any, Any]) -> None:
    """Do one job after another until there is no more, or nobody to do it for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        while True:
            line.send((compute(line.recv(), lambda: line.send(None)),))
    except (EOFError, ConnectionError):
        return


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
