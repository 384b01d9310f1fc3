"""Work that goes on for long is shown on a terminal, and nowhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from pingan_cli.cli.output import at_work, end_progress

SLOW = """
import sys, time
from pingan_cli.cli import app, output
output.WAIT = 0.2
import pingan_cli.check.library as library
first = library.check_paths
def slow(*args, **more):
    time.sleep(1.5)
    return first(*args, **more)
library.check_paths = slow
sys.exit(app.run(["check", *sys.argv[1:]]))
"""


def on_a_terminal(*words: str) -> tuple[bytes, bytes]:
    """What such a run prints to standard output, and what it shows on the terminal that is its standard error."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", SLOW, *words], stdout=subprocess.PIPE, stderr=theirs) as run:
        os.close(theirs)
        out = run.stdout.read() if run.stdout else b""
    seen = b""
    try:
        while block := os.read(ours, 1000):
            seen += block
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    return out, seen


@pytest.fixture
def cards(tmp_path: Path) -> str:
    path = tmp_path / "cards.csv"
    path.write_text("year,unit\n2010,330305\n")
    return str(path)


def test_a_terminal_shows_that_work_goes_on(cards: str) -> None:
    out, seen = on_a_terminal(cards)
    assert b"1 file checked" in out
    assert b"at work for 0 s; control-C ends it" in seen
    assert b"at work for 1 s" in seen
    assert seen.endswith(b"\r\x1b[K")
    assert "工作".encode() in on_a_terminal(cards, "--lang", "zh")[1]


def test_nothing_is_shown_where_nobody_waits(cards: str) -> None:
    assert on_a_terminal(cards, "--quiet")[1] == b""
    piped = subprocess.run([sys.executable, "-c", SLOW, cards], capture_output=True, check=True)
    assert piped.stderr == b""


def test_a_short_run_shows_nothing() -> None:
    end_progress()
    with at_work("en"):
        pass
