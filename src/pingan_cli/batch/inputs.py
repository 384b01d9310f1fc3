"""The inputs of a batch: what each is called, and which files it is read from."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pingan_cli.problems import Problem, Refused, printable, unreadable
from pingan_cli.records.package import DESCRIPTOR
from pingan_cli.records.sources import split
from pingan_cli.source import Source
from pingan_cli.texts import told

_ODD = re.compile(r"[/\\]")
"""What stands between folders, here or elsewhere, and so is in no name."""


class Input(NamedTuple):
    """Records that are read together, and what they are called; without paths, those that come with the ladder."""

    name: str
    paths: tuple[str, ...] = ()


class Stamp(NamedTuple):
    """A file as it was read: how many bytes it had, and the SHA-256 of them."""

    path: str
    size: int
    sha256: str


def inputs_of(paths: Sequence[str], shared: Sequence[str], ladder: str) -> list[Input]:
    """An input for each path, which is read together with the `shared` ones; without paths there is one input.

    An input is called after its path, and one without a path after the ladder. Raises `Refused` where two paths
    cannot be given different names.
    """
    if not paths:
        return [Input(ladder, tuple(shared))]
    different = list({os.path.realpath(path): path for path in reversed(paths)}.items())[::-1]
    names = _names([Path(os.path.abspath(path)) for _, path in different])  # noqa: PTH100
    return [Input(name, (*shared, path)) for name, (_, path) in zip(names, different, strict=True)]


def _names(places: Sequence[Path]) -> list[str]:
    """The shortest names that tell places apart: the last part of each, with as many before it as are needed."""
    candidates = [_candidates(place) for place in places]
    chosen = [0] * len(places)
    while True:
        names = [names[min(at, len(names) - 1)] for names, at in zip(candidates, chosen, strict=True)]
        times = Counter(map(str.casefold, names))  # where case does not tell files apart, it must not tell names apart
        alike = [index for index, name in enumerate(names) if times[name.casefold()] > 1]
        if not alike:
            return names
        if all(chosen[index] >= len(candidates[index]) - 1 for index in alike):
            one, other = (str(places[index]) for index in alike[:2])
            message = told("{one} and {other} cannot be given different names", one=one, other=other)
            raise Refused([Problem("usage", message, hint=told("rename one of them"))])
        for index in alike:
            chosen[index] += 1


def _candidates(place: Path) -> list[str]:
    """The names of a place from the shortest to the longest; at the end those with the ending of the file."""
    place, part = split(place)
    if place.name == DESCRIPTOR:
        place = place.parent
    short = place.name if place.is_dir() else place.stem.removesuffix(".csv").removesuffix(".tsv")
    before = place.parts[1:-1]
    every = [
        [*before[len(before) - depth :], last, *([part] if part else [])]
        for last in dict.fromkeys((short, place.name))
        for depth in range(len(before) + 1)
    ]
    return [_ODD.sub("-", printable("-".join(parts))) or "records" for parts in every]


def files_of(source: Source) -> list[Path]:
    """Every file that a source is read from, the registry in force among them, in the order of their names.

    Raises `Refused` where they cannot be found.
    """
    registry = source.registry_file
    found = [path for package in source.packages for path in package.cards]
    for path in map(Path, source.data):
        described = path if path.name == DESCRIPTOR else path / DESCRIPTOR
        found += [described] if described.is_file() else []
    return sorted({split(path)[0] for path in (*found, *([registry] if registry else []))})


def stamped(path: Path) -> Stamp:
    """A file as it is now. Raises `Refused` for one that cannot be read, or not twice: a pipe, a device."""
    try:
        if (path.exists() and not path.is_file()) or Path(os.path.realpath(path)).is_relative_to("/proc"):
            raise Refused([Problem("file-unreadable", told("this is no file that can be read again"), str(path))])
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256")
            return Stamp(str(path), stream.tell(), digest.hexdigest())
    except FileNotFoundError:
        raise Refused([Problem("file-missing", told("there is no such file"), str(path))]) from None
    except OSError as error:
        raise Refused([unreadable(error, str(path))]) from error


def all_stamped(paths: Iterable[Path]) -> tuple[tuple[Stamp, ...], list[Problem]]:
    """Files as they are now, and what keeps others from being read."""
    stamps: list[Stamp] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            stamps.append(stamped(path))
        except Refused as refused:
            problems += refused.problems
    return tuple(stamps), problems
