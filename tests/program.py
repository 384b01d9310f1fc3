"""Running the program: inside the test process, or as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pingan_cli.cli.app import run


class Ran(NamedTuple):
    """Exit status, standard output and standard error of one run."""

    status: int
    out: str
    err: str


Pingan = Callable[..., Ran]


def running(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> Pingan:
    """Runs `pingan` with these arguments in a folder, inside this process."""
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


def process(*args: str | Path, cwd: Path, env: dict[str, str] | None = None, **settings: Any) -> Ran:
    """Runs `pingan` with these arguments in a folder as a process of its own, with more variables in `env`."""
    return python("-m", "pingan_cli", *args, cwd=cwd, env=env, **settings)


def python(*args: str | Path, cwd: Path, env: dict[str, str] | None = None, **settings: Any) -> Ran:
    """Runs Python with these arguments in a folder; what is not captured is empty."""
    captured: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | settings
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **(env or {})}
    ran = subprocess.run(
        [sys.executable, *args], cwd=cwd, env=environment, text=True, encoding="utf-8", check=False, **captured
    )
    return Ran(ran.returncode, ran.stdout or "", ran.stderr or "")
