"""Work that is done while the program goes on."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

_T = TypeVar("_T")


def in_background(work: Callable[[], _T]) -> Callable[[], _T]:
    """Begin work in a thread of its own. What is given waits for its end, and tells its outcome or raises its error.

    Where there is no memory for a thread, the work is done at once.
    The standard library's executors do more, and take 5 ms to load.
    """
    outcomes: list[_T] = []
    errors: list[Exception] = []

    def do() -> None:
        try:
            outcomes.append(work())
        except Exception as error:  # raised where the outcome is asked for
            errors.append(error)

    thread = Thread(target=do)
    try:
        thread.start()
    except RuntimeError:  # of which threading makes whatever the system refuses
        do()

    def outcome() -> _T:
        if thread.ident is not None:  # it was started
            thread.join()
        for error in errors:
            raise error
        return outcomes[0]

    return outcome
