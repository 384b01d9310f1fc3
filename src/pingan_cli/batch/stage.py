"""Writes several files atomically: staged in a hidden, locked folder, then renamed.

The name of that folder begins with a dot and ends in `.part`; it lies beside where the files go. A run that is killed
leaves it behind, and the next one into the same place removes it. It is locked as long as the run lives, so that no
other run writes to the same place meanwhile; Windows has no such lock.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pingan_cli.batch.plan import Target
from pingan_cli.problems import Problem, Refused, reason_of
from pingan_cli.texts import told

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None


def unwritable(place: object, error: OSError) -> Problem:
    """That something cannot be written, and why."""
    hint = told("the folder above it does not exist") if isinstance(error, FileNotFoundError) else ""
    reason = told("another run is writing here") if isinstance(error, BlockingIOError) else reason_of(error)
    return Problem("file-unwritable", told("cannot be written: {reason}", reason=reason), str(place), hint=hint)


@contextmanager
def staged(target: Target) -> Generator[Path]:
    """An empty folder out of sight, which is gone in the end. Raises `Refused` where there can be none."""
    made = False
    room = target.folder / f".{(target.file or 'pingan-batch')[:60]}.part"
    try:
        if not target.file and not target.folder.is_dir():
            target.folder.mkdir()
            made = True
        lock = _locked(room) if fcntl else room.mkdir(exist_ok=True)
        for leftover in room.iterdir():  # of a run that was killed
            shutil.rmtree(leftover, ignore_errors=True)
        stage = Path(tempfile.mkdtemp(dir=room))  # of this run alone: a process of the killed one may still write
    except OSError as error:
        raise Refused([unwritable(error.filename or target, error)]) from error
    try:
        yield stage
    finally:
        shutil.rmtree(room, ignore_errors=True)
        if lock is not None:
            os.close(lock)
        if made:
            with suppress(OSError):  # there is something in it
                target.folder.rmdir()


def _locked(room: Path) -> int:
    """Make a folder, or take the one that a killed run has left, and lock it; gives the open folder."""
    assert fcntl is not None
    while True:
        room.mkdir(exist_ok=True)
        handle = os.open(room, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if room.exists() and os.path.samestat(os.fstat(handle), room.stat()):
                return handle
        except BlockingIOError:
            os.close(handle)
            raise
        os.close(handle)  # the run that had it has just ended and removed it


def put_in_place(stage: Path, target: Target, names: Sequence[str], force: bool, placed: list[str]) -> None:
    """Give files their final names, the last of them being the manifest; those in place are added to `placed`.

    A file that is there already with the same bytes is left as it is; others are replaced only with `force`. Links
    are not followed, and neither they nor folders are replaced. Raises `Refused`.
    """
    fresh = [name for name in names if not _alike(stage / name, target.folder / name)]
    if fresh and fresh[-1] != names[-1]:
        fresh.append(names[-1])  # which is taken away meanwhile
    problems = [problem for name in fresh for problem in _in_the_way(target.folder / name, force)]
    if problems:
        raise Refused(problems)
    manifest = target.folder / names[-1]
    place = target.folder
    try:
        if fresh:
            manifest.unlink(missing_ok=True)  # from here to the end it would not be true
        for name in fresh:
            place = target.folder / name
            (stage / name).replace(place)
    except OSError as error:
        raise Refused([unwritable(place, error)]) from error
    finally:
        placed += [name for name in fresh if not (stage / name).exists()]


def _alike(one: Path, other: Path) -> bool:
    return not other.is_symlink() and other.is_file() and filecmp.cmp(one, other, shallow=False)


def _in_the_way(path: Path, force: bool) -> Iterator[Problem]:
    def wrong(message: str, hint: str) -> Iterator[Problem]:
        yield Problem("file-unwritable", message, str(path), hint=hint)

    if path.is_symlink():
        yield from wrong(
            told("this is a link, which is neither followed nor replaced"), told("remove it, or write elsewhere")
        )
    elif path.exists() and not path.is_file():
        yield from wrong(told("this is no file, and is not replaced"), told("remove it, or write elsewhere"))
    elif path.exists() and not force:
        yield from wrong(told("there is another file of this name"), told("--force replaces it"))
