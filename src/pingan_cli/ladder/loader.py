"""Ladder files by name or path."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from pingan_cli.engine.ladder import Ladder
from pingan_cli.files import open_bytes
from pingan_cli.ladder.compiling import compiled
from pingan_cli.ladder.document import MAX_BYTES, Document, read_document
from pingan_cli.problems import Problem, did_you_mean, unreadable
from pingan_cli.shipped import RULES, is_ladder_file
from pingan_cli.texts import told

DEFAULT = "zhejiang-peace"

SEALS = RULES / "SHA256SUMS"
"""The seals of the shipped ladder files that the tests have validated, as `sha256sum -c` reads them.

Validating takes pydantic, and pydantic takes as long to load as all the rest of `pingan award`. A file whose bytes are
sealed needs no second validation. `scripts/seal.py` renews the seals; a test fails while one is missing, or wrong.
"""


class LoadedLadder(NamedTuple):
    """A valid ladder: what the engine judges by, the plain values of its file, and where that is."""

    ladder: Ladder
    document: Document
    path: Path

    @property
    def file(self) -> dict[str, Any]:
        """The plain values of the ladder file."""
        return self.document.value


def shipped_ladders() -> list[str]:
    """The names of the ladders that come with the program."""
    return sorted(path.stem for path in RULES.glob("*.yaml"))


def find_ladder(name: str) -> tuple[Path | None, list[Problem]]:
    """The file of a ladder named on the command line: a shipped one by its name, or a path."""
    if is_ladder_file(name):
        return Path(name), []
    path = RULES / f"{name}.yaml"
    if name in shipped_ladders():
        return path, []
    shipped = shipped_ladders()
    hint = did_you_mean(name, shipped) or told("'pingan rules' lists the ladders that ship; or name a .yaml file")
    return None, [Problem("ladder-unknown", told("there is no ladder {name!r}", name=name), hint=hint)]


def load_ladder(path: Path, source: bytes | None = None) -> tuple[LoadedLadder | None, list[Problem]]:
    """The ladder in a file, or in its bytes where they have been read; or all that is wrong with it.

    A shipped file that is unchanged since it was last validated (`is_sealed`) is not validated again.
    """
    source, wrong = (source, []) if source is not None else source_of(path)
    if source is None:
        return None, wrong
    file = str(path)
    document, problems = read_document(source, file)
    if document is not None and not is_sealed(path.stem, source):
        from pingan_cli.ladder.validating import problems_of  # loads pydantic, a third of a run's time

        problems = in_order(problems, problems_of(document, file, path.stem))
    if document is None or problems:
        return None, in_order(problems)
    return LoadedLadder(compiled(document.value), document, path), []


def source_of(path: Path) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a ladder or method file, one more than may be read at most; or why they cannot be read."""
    try:
        with open_bytes(path) as stream:
            return stream.read(MAX_BYTES + 1), []
    except FileNotFoundError:
        return None, [Problem("file-missing", told("there is no such file"), str(path))]
    except OSError as error:
        return None, [unreadable(error, str(path))]


def in_order(problems: Sequence[Problem], more: Sequence[Problem] = ()) -> list[Problem]:
    """Problems of reading and of validating in the order of the file.

    One place is told of once, as reading saw it; the hint is what the language wants there.
    """
    wanted = {(problem.line, problem.column): problem.hint or problem.message for problem in more}
    read = {(problem.line, problem.column) for problem in problems}
    seen = [each._replace(hint=wanted.get((each.line, each.column), each.hint)) for each in problems]
    together = [*seen, *(problem for problem in more if (problem.line, problem.column) not in read)]
    return sorted(together, key=lambda problem: (problem.line, problem.column))


def is_sealed(name: str, source: bytes) -> bool:
    """Whether these are the bytes of a shipped ladder file that has been validated."""
    return f"{sha256(source).hexdigest()}  {name}.yaml" in _seals()


@cache
def _seals() -> frozenset[str]:
    return frozenset(SEALS.read_text(encoding="utf-8").splitlines() if SEALS.exists() else ())
