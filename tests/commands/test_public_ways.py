"""With Typer's private names left alone the program starts more slowly, and answers the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LINES = [
    ["award", "--year", "2022", "--level", "city"],
    ["award", "--json", "--new", "--year", "2022"],
    ["streak", "Dongtou", "慈溪", "--why"],
    ["changes", "--year", "2022", "--lang", "zh"],
    ["forecast", "--lose", "2024,2026", "--hold", "2025", "--sort", "cost"],
    ["check", "--select", "names", "--ignore", "gaps"],
    ["award", "--yaer", "2022"],
    ["award", "--year", "20x2", "--format", "jsno"],
    ["streak"],
    ["rules", "show", "tree-city-usa"],
    ["help", "forecast"],
    ["batch", "--years", "2020-2022", "-o", "out", "cards.csv", "--units", "none"],
]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_the_answers_are_the_same(line: list[str], tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2019,Elm\n2020,Elm\n", encoding="utf-8")

    def ran(public: str) -> tuple[int, str, str]:
        env = {**os.environ, "PINGAN_PUBLIC_WAYS": public, "COLUMNS": "100"}
        done = subprocess.run(
            [sys.executable, "-m", "pingan_cli", *line],
            env=env, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    assert ran("1") == ran("")


def test_a_shell_is_answered_either_way(tmp_path: Path) -> None:
    env = {**os.environ, "_PINGAN_COMPLETE": "complete_fish", "_TYPER_COMPLETE_ARGS": "pingan str",
           "_TYPER_COMPLETE_FISH_ACTION": "get-args", "PINGAN_PUBLIC_WAYS": "1"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "pingan_cli"], env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "streak" in done.stdout
    assert "Traceback" not in done.stderr
