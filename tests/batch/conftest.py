"""Inputs for batches, and the program inside the test process and as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NORTH = "year,unit\n" + "".join(
    f"{year},{unit}\n" for year in range(2005, 2012) for unit in "ABC" if year % 3 or unit != "C"
)
SOUTH = "year;unit\n2006;=D\n2007;=D\n2008;=D\n"
BROKEN = "year,unit\n20O8,A\n"

Started = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A folder with two inputs: a file, and a folder with a file for each year."""
    folder = tmp_path / "lists"
    (folder / "south").mkdir(parents=True)
    (folder / "north.csv").write_text(NORTH, encoding="utf-8")
    (folder / "south" / "2005-2008.csv").write_text(SOUTH, encoding="utf-8")
    return folder


@pytest.fixture
def many(tmp_path: Path) -> list[str]:
    """So many inputs that a run takes its time."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(150):
        (folder / f"{number:03}.csv").write_text(NORTH, encoding="utf-8")
    return [f"many/{number:03}.csv" for number in range(150)]


@pytest.fixture
def start(tmp_path: Path) -> Started:
    """Starts `pingan` as a process with a group of its own; `first` is code that runs before it."""

    def starts(*args: str, first: str = "", **options: Any) -> subprocess.Popen[str]:
        code = f"{first}\nfrom pingan_cli.cli.app import main\nif __name__ == '__main__': raise SystemExit(main())\n"
        script = tmp_path / "started.py"  # a file, as processes that are to compute load it too
        script.write_text(code, encoding="utf-8")
        return subprocess.Popen(
            [sys.executable, str(script), *args],
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=options.pop("stderr", subprocess.PIPE),
            text=True,
            encoding="utf-8",
            start_new_session=True,
            **options,
        )

    return starts


def tree(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
