"""What the benchmarks share: whole processes, timed one after another in turn, in environments made for it."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Run(NamedTuple):
    """Seconds on the clock, seconds of processors, and the most kilobytes of memory that one process took."""

    seconds: float
    busy: float
    kilobytes: int


class Measured(NamedTuple):
    """The medians of several runs."""

    seconds: float
    busy: float
    kilobytes: float


def environment(folder: Path, *packages: str) -> Path:
    """A fresh virtual environment with this project, as a wheel, and packages in it; gives its folder of programs.

    The wheel's modules are compiled in installing, as a user's are.
    """
    venv.create(folder, with_pip=True)
    env = {**os.environ}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(ROOT), *packages], check=True, env=env)
    return folder / "bin"


def once(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> Run:
    """One run of a command, its output thrown away. Ends the program where the command fails."""
    before = time.perf_counter()
    child = subprocess.Popen(
        [str(part) for part in command], env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - before
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0,):
        sys.exit(f"{command} ended with {child.returncode}: {said.decode(errors='replace')}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss)


def in_turn(commands: Mapping[str, tuple[Sequence[str | Path], Mapping[str, str]]], runs: int) -> dict[str, Measured]:
    """The medians of each command; they run one after another in turn, so that what disturbs one disturbs all.

    Each runs once more before, uncounted.
    """
    told: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, (command, env) in commands.items():
            run = once(command, env)
            if number:
                told[name].append(run)
    return {
        name: Measured(*(statistics.median(values) for values in zip(*each, strict=True)))
        for name, each in told.items()
    }


def machine() -> str:
    """A line about the machine and the versions."""
    load = os.getloadavg()[0]
    limit = resource.getpagesize() * os.sysconf("SC_PHYS_PAGES") >> 30
    return f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, {limit} GB, load {load:.1f}"
