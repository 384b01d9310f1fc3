"""Starts the program, `pingan` or `python -m pingan_cli`, and ends it."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Load the program, run it and end with its status.

    A run is short and makes no cycles worth collecting: looking for them, in loading too, took a tenth of its time.
    """
    gc.disable()
    statuses: list[int] = []
    atexit.register(_leave, statuses)  # before all others, so it is called after them
    try:
        from pingan_cli.cli.app import main as run_program

        statuses.append(run_program())
    except KeyboardInterrupt:  # while it was loaded
        statuses.append(130)
    except SystemExit as ended:  # of a completion
        statuses += [ended.code] if isinstance(ended.code, int) else []
        raise
    sys.exit(statuses[0])


def _leave(statuses: list[int]) -> None:
    """End at once: what is left is memory, which the system takes back sooner than Python gives it away."""
    for status in statuses:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):  # it is full, or closed, or was never there
                stream.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
