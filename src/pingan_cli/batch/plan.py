"""What a batch is to compute, and where it is to go."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pingan_cli.batch.inputs import Input, inputs_of
from pingan_cli.ladder.loader import DEFAULT, LoadedLadder
from pingan_cli.library import open_ladder
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.cards import USUAL, Settings
from pingan_cli.texts import told

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
            hint = told("leave out --format: the ending tells it")
            message = told("{output} does not end in .{form}", output=output, form=form)
            raise Refused([Problem("usage", message, hint=hint)])
        return Target(path.parent, ending, path.name)
    if ending or output in ("", "-"):
        hint = told("a file ends in {endings}, a folder in /", endings=tuple(f".{each}" for each in FORMATS))
        message = told("--output {output!r} is neither a file nor a folder to write", output=output)
        raise Refused([Problem("usage", message, hint=hint)])
    return Target(path, form or "csv")


@dataclass(frozen=True)
class Batch:
    """A range of assessment years over inputs: `first` to `last`, both included.

    `units`, `since` and `settings` are as in `open_records`.
    """

    loaded: LoadedLadder
    inputs: tuple[Input, ...]
    first: int
    last: int
    target: Target
    units: str | None = None
    since: int | None = None
    settings: Settings = USUAL

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
        settings: Settings = USUAL,
    ) -> Batch:
        """The batch for these options. Raises `Refused` where it cannot be run, whatever the inputs hold.

        Each of `paths` is an input of its own, with which `data` is read together. `output` and `form` are as in
        `target_of`, the others as in `open_records`.
        """
        target = target_of(output, form)
        loaded = open_ladder(rules)
        inputs = tuple(inputs_of(paths, data, loaded.ladder.id))
        batch = cls(loaded, inputs, first, last, target, units, since, settings)
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
        years, meant = f"{batch.first}-{batch.last}", f"{batch.last}-{batch.first}"
        wrong(told("the years {years} end before they begin", years=years), told("did you mean {near}?", near=meant))
    elif batch.first < ladder.first_year:
        message = told(
            "{year} lies before {first}, the first assessment year of {ladder}",
            year=batch.first,
            first=ladder.first_year,
            ladder=ladder.id,
        )
        wrong(message, code="year-before-ladder")
    elif not batch.years:
        years = f"{batch.first}-{batch.last}"
        message = told("no period of {ladder} ends in {years}", ladder=ladder.id, years=years)
        wrong(message, told("one is {count} years long", count=ladder.period))
    if batch.since is not None and batch.since < ladder.first_year:
        message = told(
            "--since {year} lies before {first}, the first year of {ladder}",
            year=batch.since,
            first=ladder.first_year,
            ladder=ladder.id,
        )
        wrong(message, code="year-before-ladder")
    paths = [path for one in batch.inputs for path in one.paths]
    paths += [batch.units] if batch.units else []
    for path in dict.fromkeys(paths):
        if path == "-":
            message = told("standard input cannot be read again, so it is no input of a batch")
            wrong(message, told("write it to a file first"))
        elif Path(path).is_dir() and batch.target.folder.is_dir() and Path(path).samefile(batch.target.folder):
            message = told("{path} is an input; what is written there would be read the next time", path=path)
            wrong(message, told("choose another folder"))
    if batch.target.form == "parquet":
        try:
            import pyarrow  # noqa: F401  # pyright: ignore
        except ImportError:
            wrong(told("Parquet needs the library pyarrow"), "python -m pip install 'pingan-cli[parquet]'")
    return problems
