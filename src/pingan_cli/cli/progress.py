"""What a terminal shows of work that goes on for more than two seconds: that it does, and for how long.

It is a line on standard error, drawn anew each second and wiped away before anything else is printed. Where standard
error is no terminal there is nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from pingan_cli.texts import said, told

WAIT = 2.0
"""Seconds after which the line is shown."""

_WIPE = "\r\x1b[K"
_ended: list[Event] = []
_threads: list[Thread] = []


@contextmanager
def shown(lang: str) -> Generator[None]:
    """Show that work goes on, as long as the block lasts and until `end` is called."""
    if not sys.stderr.isatty():
        yield
        return
    ended = Event()
    thread = Thread(target=_show, args=(lang, ended), daemon=True)
    _ended.append(ended)
    _threads.append(thread)
    thread.start()
    try:
        yield
    finally:
        end()


def end() -> None:
    """Wipe the line away, if there is one: something else is printed, or the work is done."""
    while _ended:
        _ended.pop().set()
        _threads.pop().join()


def _show(lang: str, ended: Event) -> None:
    begun = monotonic()
    if ended.wait(WAIT):
        return
    while True:
        seconds = int(monotonic() - begun)
        text = said(told("at work for {seconds} s; control-C ends it", seconds=seconds), lang)
        print(f"{_WIPE}{text}", end="", file=sys.stderr, flush=True)
        if ended.wait(1):
            print(_WIPE, end="", file=sys.stderr, flush=True)
            return
