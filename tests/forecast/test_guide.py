"""The guide to forecasts: its lines of Python give what it says, its commands run."""

from __future__ import annotations

import doctest
import shlex
from collections.abc import Callable
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "forecast.md"


def test_the_lines_of_python_give_what_they_say() -> None:
    tried = doctest.testfile(str(GUIDE), module_relative=False, encoding="utf-8")
    assert (tried.attempted, tried.failed) == (5, 0)


def test_the_commands_run(pingan: Callable) -> None:
    lines = [line.split("   ")[0] for line in map(str.strip, GUIDE.read_text(encoding="utf-8").splitlines())]
    commands = [line for line in lines if line.startswith("pingan ")]
    assert len(commands) >= 6
    for command in commands:
        assert pingan(*shlex.split(command)[1:]).status == 0
