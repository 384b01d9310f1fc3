"""A ladder file held against the language and against its own examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pingan_cli.ladder.examples import example_problems
from pingan_cli.ladder.loader import LoadedLadder, load_ladder
from pingan_cli.ladder.starting import NO_SOURCE
from pingan_cli.problems import WARNING, Problem
from pingan_cli.texts import told


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
    examples = loaded.file.get("examples", [])
    found = example_problems(loaded.ladder, loaded.document, str(loaded.path)) + list(_doubts(loaded))
    return Checked(loaded.ladder.id, len(examples), tuple(sorted(found, key=lambda each: (each.line, each.column))))


def _doubts(loaded: LoadedLadder) -> Iterator[Problem]:
    """What keeps to the language and is yet hardly meant: no examples at all, or a source left as it was made."""
    file = str(loaded.path)
    if not loaded.file.get("examples"):
        hint = told("write what a history earns under examples; 'pingan rules check' runs them")
        message = told("this ladder has no examples, so nothing shows that it says what was meant")
        yield Problem("ladder-example", message, file, 1, 1, hint, WARNING)
    for index, source in enumerate(loaded.file["sources"]):
        if source["url"] == NO_SOURCE:
            place = loaded.document.place(("sources", index, "url"))
            message = told("this source is still the one that 'rules new' has made")
            yield Problem("ladder-example", message, file, *place, severity=WARNING)
