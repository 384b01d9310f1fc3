"""A ladder file held against the language and against its own examples."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pingan_cli.ladder.examples import example_problems
from pingan_cli.ladder.loader import LoadedLadder, load_ladder
from pingan_cli.problems import Problem


class Checked(NamedTuple):
    """A ladder's name, how many examples its file has, and everything that is wrong with either."""

    name: str
    examples: int
    problems: tuple[Problem, ...]


def check_ladder(path: Path) -> Checked:
    """Check one ladder file; of a file that breaks the language the examples are not run."""
    loaded, problems = load_ladder(path)
    if loaded is None:
        return Checked(path.stem, 0, tuple(problems))
    return check_loaded(loaded)


def check_loaded(loaded: LoadedLadder) -> Checked:
    """Check a ladder whose file keeps to the language against its own examples."""
    failed = example_problems(loaded.ladder, loaded.document, str(loaded.path))
    return Checked(loaded.ladder.id, len(loaded.file.get("examples", [])), tuple(failed))
