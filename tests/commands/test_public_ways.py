"""With Typer's private names left alone the program starts more slowly, and answers the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from program import Ran, process

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

    def ran(public: str) -> Ran:
        return process(*line, cwd=tmp_path, env={"PINGAN_PUBLIC_WAYS": public, "COLUMNS": "100"})

    assert ran("1") == ran("")


def test_a_shell_is_answered_either_way(tmp_path: Path) -> None:
    env = {"_PINGAN_COMPLETE": "complete_fish", "_TYPER_COMPLETE_ARGS": "pingan str",
           "_TYPER_COMPLETE_FISH_ACTION": "get-args", "PINGAN_PUBLIC_WAYS": "1"}  # fmt: skip
    ran = process(cwd=tmp_path, env=env)
    assert "streak" in ran.out
    assert "Traceback" not in ran.err
