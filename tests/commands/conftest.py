"""Running the program inside the test process: what it printed, what it said, how it ended."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pingan_cli.cli.app import run


class Ran(NamedTuple):
    """Exit status, standard output and standard error of one run."""

    status: int
    out: str
    err: str


Pingan = Callable[..., Ran]


@pytest.fixture
def pingan(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pingan:
    """Runs `pingan` with these arguments in an empty folder, `tmp_path`, and does not ask whom its lists cover.

    The lists of most tests have two or three units, which says nothing of cities and is no matter there.
    """
    monkeypatch.setattr("pingan_cli.library.uncovered", lambda *_: [])
    return running(capsys, monkeypatch, tmp_path)


def running(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> Pingan:
    """Runs `pingan` with these arguments in a folder."""
    monkeypatch.chdir(folder)
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def runs(*args: str) -> Ran:
        capsys.readouterr()
        try:
            status = run(list(args))
        except SystemExit as end:
            status = int(end.code or 0)
        return Ran(status, *capsys.readouterr())

    return runs


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, pingan: Pingan) -> Callable[..., Ran]:
    """Runs `pingan` as on a terminal so many columns wide; what it sets bold is given as plain text."""

    def runs(width: int, *args: str) -> Ran:
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
        ran = pingan(*args)
        return ran._replace(out=re.sub("\x1b\\[[0-9;]*m", "", ran.out))

    return runs
