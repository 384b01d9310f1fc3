"""Verifying a batch: everything is as the manifest records it, and comes out the same when it is computed again.

A manifest may come from anyone. A file that it names is first held against its size and SHA-256, and read as what it
is said to be only when it is that very file. Nothing is written but into a folder for the time being, and no more rows
than the files beside the manifest may hold.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pingan_cli.batch.inputs import Stamp, all_stamped, files_of, stamped
from pingan_cli.batch.manifest import Entry, Manifest, read_manifest
from pingan_cli.batch.plan import Batch, Target
from pingan_cli.batch.run import Done, Progress, compute_batch
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.library import open_ladder
from pingan_cli.problems import Problem, Refused, reason_of
from pingan_cli.source import Source
from pingan_cli.texts import told

THIS_INPUT = told("this input")


_MOST_ROWS = 1000
"""So many rows stand in a byte of an output at the most, however well it is packed."""


class Verified(NamedTuple):
    """A manifest, all that is not as it records, and how many of its inputs were computed again."""

    manifest: Manifest
    differences: tuple[Problem, ...]
    computed: int


def verify_batch(path: str | Path, jobs: int = 1, progress: Progress | None = None) -> Verified:
    """Hold everything against a manifest, and compute again what is as it was.

    A folder stands for the manifest in it. Raises `Refused` where the manifest cannot be read, or nothing can be
    computed here.
    """
    path = Path(path)
    if path.is_dir():
        path = path / Target(path, "csv").manifest
    manifest = read_manifest(path)
    changed_ladder = list(_changed(manifest.ladder.stamp, told("the ladder")))
    loaded = None if changed_ladder else open_ladder(manifest.ladder.path)
    differences = [*changed_ladder]
    sound: list[Entry] = []
    for entry in manifest.inputs:
        found = [problem for file in entry.files for problem in _changed(file.stamp)]
        if loaded and not found:
            source = Source(manifest.ladder.path, entry.input.paths, manifest.units, settings=manifest.settings)
            found += _read_otherwise(entry, source)
            sound += [] if found else [entry]
        differences += found
    for each in manifest.outputs:
        differences += _changed(Stamp(str(path.parent / each.file), each.size, each.sha256), told("this output"))
    if manifest.output and len(sound) < len(manifest.inputs):  # the one file has all of them
        sound = []
    if loaded and sound:
        done = _again(loaded, manifest, sound, jobs, progress or Progress())
        differences += _otherwise(manifest, sound, done, path.parent)
    return Verified(manifest, tuple(dict.fromkeys(differences)), len(sound))


def _changed(stamp: Stamp, what: str = THIS_INPUT) -> Iterator[Problem]:
    """That a file is not the one recorded. One of another size is not read."""
    path = Path(stamp.path)
    try:
        size = path.stat().st_size if path.is_file() else None
        now = stamped(path) if size == stamp.size else None
    except (OSError, Refused) as error:
        why = reason_of(error) if isinstance(error, OSError) else error.problems[0].message
        yield _different(told("{what} cannot be read: {reason}", what=what, reason=why), stamp.path)
        return
    if size is None:
        yield _different(told("{what} is gone", what=what), stamp.path)
    elif now is None:
        message = told("{what} has {size} bytes, and had {before}", what=what, size=size, before=stamp.size)
        yield _different(message, stamp.path)
    elif now.sha256 != stamp.sha256:
        yield _different(
            told(
                "{what} has other content: its SHA-256 is {now}, and was {before}",
                what=what,
                now=now.sha256,
                before=stamp.sha256,
            ),
            stamp.path,
        )


def _read_otherwise(entry: Entry, source: Source) -> Iterator[Problem]:
    """That an input is made of other files than those recorded."""
    try:
        stamps, _ = all_stamped(files_of(source))
    except Refused:
        stamps = ()
    was, now = ({os.path.realpath(file.path): file.path for file in each} for each in (entry.files, stamps))
    for path in sorted(now.keys() - was.keys()):
        yield _different(told("this file was not among those read"), now[path])
    for path in sorted(was.keys() - now.keys()):
        yield _different(told("this file is no longer among those read"), was[path])


def _again(loaded: LoadedLadder, manifest: Manifest, entries: list[Entry], jobs: int, progress: Progress) -> Done:
    """Inputs computed once more, as the manifest says."""
    with TemporaryDirectory(prefix="pingan-") as folder:
        most = {each.file: min(each.rows, each.size * _MOST_ROWS) for each in manifest.outputs}
        target = Target(Path(folder), manifest.format, manifest.output)
        inputs = tuple(entry.input for entry in entries)
        batch = Batch(loaded, inputs, *manifest.years, target, manifest.units, manifest.since, manifest.settings)
        batch.examine()
        return compute_batch(batch, target.folder, jobs, progress, most)


def _otherwise(manifest: Manifest, entries: list[Entry], done: Done, folder: Path) -> Iterator[Problem]:
    """What came out otherwise than the manifest records."""
    for before, now in zip(entries, done.manifest.inputs, strict=True):
        if before.refused != now.refused:
            was, is_now = (each.refused or told("nothing") for each in (before, now))
            yield _different(
                told(
                    "what is wrong with the input {name} was {was}, and is now {now}",
                    name=before.input.name,
                    was=was,
                    now=is_now,
                )
            )
    names = {entry.input.name for entry in entries}
    then = {each.file: each for each in manifest.outputs if each.input is None or each.input in names}
    again = {each.file: each for each in done.outputs}
    for file in sorted({*then, *again}):
        if then.get(file) != again.get(file):
            yield _different(told("computed again, this output comes out otherwise"), str(folder / file))


def _different(message: str, place: str = "") -> Problem:
    return Problem("batch-different", message, place)
