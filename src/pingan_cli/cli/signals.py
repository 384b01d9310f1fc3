"""What ends the program from outside ends it as Ctrl-C does, so that nothing unfinished is left behind."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

INTERRUPTED = 128 + signal.SIGINT
"""The exit status of a program that Ctrl-C ended."""

_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
_received: list[int] = []


@contextmanager
def ended_by_signals() -> Generator[None]:
    """Raise `KeyboardInterrupt` for signals that would end the program at once; one that is ignored stays so."""
    _received.clear()

    def end(number: int, frame: Any) -> None:
        for each in ours:
            signal.signal(each, signal.SIG_IGN)  # clearing up is not interrupted
        _received.append(number)
        raise KeyboardInterrupt

    ours = [each for each in _SIGNALS if signal.getsignal(each) == signal.SIG_DFL]
    for each in ours:
        signal.signal(each, end)
    try:
        yield
    finally:
        for each in ours:
            signal.signal(each, signal.SIG_DFL)


def status_of_end() -> int:
    """The exit status of a program that was ended from outside."""
    return 128 + _received[0] if _received else INTERRUPTED
