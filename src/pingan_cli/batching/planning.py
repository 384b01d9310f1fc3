"""What a batch is to compute, and where it is to go."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pingan_cli.batching.inputs import Input, inputs_of
from pingan_cli.diagnostics import Problem, Refused
from pingan_cli.ladder.loader import DEFAULT, LoadedLadder
from pingan_cli.library import open_ladder

FORMATS = ("csv", "jsonl", "parquet")
"""The forms of what is written, which are the endings of the files too."""


class Target(NamedTuple):
    """Where the rows go: into one file of a folder, or into files of their own there. `form` is one of `FORMATS`."""

    folder: Path
    form: str
    file: str | None = None

    @property
    def manifest(self) -> str:
        """The name of the manifest, which lies in the same folder."""
        return f"{self.file}.manifest.json" if self.file else "manifest.json"

    def __str__(self) -> str:
        return str(self.folder / self.file if self.file else self.folder)


def target_of(output: str, form: str | None = None) -> Target:
    """What a path given for the output means. Raises `Refused` for one that cannot be told.

    A path with the ending of a form is a file. A folder is one that is there, ends in `/` or has no ending.
    """
    path = Path(output)
    ending = path.suffix.lower().removeprefix(".")
    if output.endswith(("/", os.sep)) or path.is_dir():
        return Target(path, form or "csv")
    if ending in FORMATS:
        if form not in (None, ending):
            hint = "leave out --format: the ending tells it"
            raise Refused([Problem("usage", f"{output} does not end in .{form}", hint=hint)])
        return Target(path.parent, ending, path.name)
    if ending or output in ("", "-"):
        hint = f"a file ends in {', '.join(f'.{each}' for each in FORMATS)}, a folder in /"
        raise Refused([Problem("usage", f"--output {output!r} is neither a file nor a folder to write", hint=hint)])
    return Target(path, form or "csv")


@dataclass(frozen=True)
class Batch:
    """A range of assessment years over inputs: `first` to `last`, both included.

    `units` and `since` are as in `open_records`.
    """

    loaded: LoadedLadder
    inputs: tuple[Input, ...]
    first: int
    last: int
    target: Target
    units: str | None = None
    since: int | None = None

    @classmethod
    def planned(
        cls,
        first: int,
        last: int,
        paths: Sequence[str] = (),
        *,
        output: str,
        form: str | None = None,
        rules: str = DEFAULT,
        data: Sequence[str] = (),
        units: str | None = None,
        since: int | None = None,
    ) -> Batch:
        """The batch for these options. Raises `Refused` where it cannot be run, whatever the inputs hold.

        Each of `paths` is an input of its own, with which `data` is read together. `output` and `form` are as in
        `target_of`, the others as in `open_records`.
        """
        target = target_of(output, form)
        loaded = open_ladder(rules)
        batch = cls(loaded, tuple(inputs_of(paths, data, loaded.ladder.id)), first, last, target, units, since)
        batch.examine()
        return batch

    def examine(self) -> None:
        """Raises `Refused` where the batch cannot be run, whatever the inputs hold."""
        problems = _problems(self)
        if problems:
            raise Refused(problems)

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the range that end a period of the ladder: those for which there is something to judge."""
        ladder = self.loaded.ladder
        every = range(self.first, self.last + 1)
        return tuple(year for year in every if (ended := ladder.periods(year)) and ladder.year(ended - 1) == year)


def _problems(batch: Batch) -> list[Problem]:
    ladder, problems = batch.loaded.ladder, list[Problem]()

    def wrong(message: str, hint: str = "", code: str = "usage") -> None:
        problems.append(Problem(code, message, hint=hint))

    if batch.first > batch.last:
        wrong(
            f"the years {batch.first}-{batch.last} end before they begin", f"did you mean {batch.last}-{batch.first}?"
        )
    elif batch.first < ladder.first_year:
        message = f"{batch.first} lies before {ladder.first_year}, the first assessment year of {ladder.id}"
        wrong(message, code="year-before-ladder")
    elif not batch.years:
        wrong(f"no period of {ladder.id} ends in {batch.first}-{batch.last}", f"one is {ladder.period} years long")
    if batch.since is not None and batch.since < ladder.first_year:
        message = f"--since {batch.since} lies before {ladder.first_year}, the first year of {ladder.id}"
        wrong(message, code="year-before-ladder")
    for path in dict.fromkeys(path for one in batch.inputs for path in one.paths):
        if path == "-":
            wrong("standard input cannot be read again, so it is no input of a batch", "write it to a file first")
        elif Path(path).is_dir() and batch.target.folder.is_dir() and Path(path).samefile(batch.target.folder):
            wrong(f"{path} is an input; what is written there would be read the next time", "choose another folder")
    if batch.target.form == "parquet":
        try:
            import pyarrow  # noqa: F401  # pyright: ignore
        except ImportError:
            wrong("Parquet needs the library pyarrow", "python -m pip install 'pingan-cli[parquet]'")
    return problems
