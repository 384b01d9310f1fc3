"""The one place where files are opened and written.

A file is written whole or not at all: under a hidden name beside its place, and renamed at the end. While a run is
`tracked`, the files that it opens are remembered. None of them is written over, under whatever name, and none may
change between two readings.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pingan_cli.problems import Problem, Refused, reason_of
from pingan_cli.texts import told

_DESCRIPTOR = re.compile(
    r"/dev/(?:std(?P<name>in|out|err)|fd/(?P<fd>\d+))|/proc/(?:self|(?P<process>\d+))/fd/(?P<proc>\d+)"
)
"""The names of what this process has open already."""


class _State(NamedTuple):
    """Which file it is, and which content of it."""

    device: int
    number: int
    size: int
    changed: int


_read: dict[str, _State] = {}
_identities: set[tuple[int, int]] = set()
_tracking = False


@contextmanager
def tracked() -> Generator[None]:
    """Remember the files that are opened, as long as one run of the program lasts."""
    global _tracking  # what a process reads is the state of the process
    _read.clear()
    _identities.clear()
    _tracking = True
    try:
        yield
    finally:
        _tracking = False


def open_bytes(path: Path) -> BinaryIO:
    """Open a file to read it. Raises `OSError`, and `Refused` where it has changed since it was opened before."""
    stream = path.open("rb")
    try:
        note(str(path), os.fstat(stream.fileno()))
    except BaseException:
        stream.close()
        raise
    return stream


def note(path: str, status: os.stat_result | None = None) -> None:
    """Remember a file that is read, by this process or another. Raises `Refused` where it has changed since it was."""
    if not _tracking or (state := _state(status) if status else _state_of(path)) is None:
        return
    _identities.add(state[:2])
    if _read.setdefault(path, state) != state:
        raise Refused([_changed(path)])


def note_standard_input() -> None:
    """Remember the file that standard input is led from, if it is one."""
    with suppress(OSError, ValueError, AttributeError):  # there is none
        if _tracking and (state := _state(os.fstat(sys.stdin.fileno()))):
            _identities.add(state[:2])


def forget(path: str) -> None:
    """Forget that a file was read, since the program itself has mended it."""
    _read.pop(path, None)


def changed_files() -> list[Problem]:
    """The files that are no longer what they were when they were first opened."""
    return [_changed(path) for path, state in _read.items() if _state_of(path) != state]


def was_read(path: Path) -> bool:
    """Whether a path leads to a file that was read, by a link or under whatever other name."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return False
    return (status.st_dev, status.st_ino) in _identities


def _state(status: os.stat_result) -> _State | None:
    """The state of a file; None for a pipe or a device, which has none."""
    if not stat.S_ISREG(status.st_mode):
        return None
    return _State(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _state_of(path: str) -> _State | None:
    try:
        return _state(os.stat(path))  # noqa: PTH116
    except OSError:
        return None


def _changed(path: str) -> Problem:
    return Problem("file-unreadable", told("this file changed while it was read"), path)


def _unwritable(path: object, reason: str, hint: str = "") -> Refused:
    """That a file cannot be written, and why."""
    return Refused(
        [Problem("file-unwritable", told("cannot be written: {reason}", reason=reason), str(path), hint=hint)]
    )


def write_blocks(path: Path, blocks: Iterable[bytes]) -> None:
    """Write a file of these bytes, as `write_file` does."""
    write_file(path, lambda unfinished: _fill(unfinished, blocks))


def write_file(path: Path, fill: Callable[[Path], None]) -> None:
    """Write a file, whole or not at all, by a function that fills an empty one.

    Raises `Refused` where it cannot be written, and for a file that was read; what was there then stays as it was.
    What `fill` raises is raised. A link is replaced and not followed, since what it leads to was not named; a pipe, a
    device and what this process has open already are written to where they are.
    """
    if was_read(path):
        hint = told("choose another name for the answer")
        raise Refused(
            [Problem("file-unwritable", told("this file was read, and is not written over"), str(path), hint=hint)]
        )
    try:
        if (number := _descriptor(path)) is not None:
            _write_open(number, fill)
        elif path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        elif is_special(path):
            fill(path)  # a device or a pipe has no place beside it
        else:
            _replace(path, fill)
    except OSError as error:
        hint = "" if path.parent.is_dir() else told("the folder does not exist")
        raise _unwritable(path, reason_of(error), hint) from error


def rewrite(path: Path, content: bytes) -> None:
    """Put other bytes into a file that was read, whole or not at all. Raises `Refused` where that cannot be done.

    A link is not followed: what it leads to was not named, and another name of the same file would be left behind.
    """
    if path.is_symlink():
        raise Refused([Problem("file-unwritable", told("this is a link; name the file itself"), str(path))])
    try:
        _replace(path, lambda unfinished: _fill(unfinished, [content]))
    except OSError as error:
        raise _unwritable(path, reason_of(error)) from error
    forget(str(path))


def is_special(path: Path) -> bool:
    """Whether there is something else than a file, which was named itself and not by a link."""
    place = Path(os.path.realpath(path.parent), path.name)
    if place.is_symlink():
        return place.parent == Path("/dev")  # where links are names of devices
    return place.exists() and not place.is_file()


def _descriptor(path: Path) -> int | None:
    """The number under which this process has a path open already, such as 1 for /dev/stdout."""
    found = _DESCRIPTOR.fullmatch(os.path.join(os.path.realpath(path.parent), path.name))  # noqa: PTH118
    if found is None or found["process"] not in (None, str(os.getpid())):
        return None
    return int(found["fd"] or found["proc"] or ("in", "out", "err").index(found["name"]))


def _write_open(number: int, fill: Callable[[Path], None]) -> None:
    """Write to what is open already from where it stands, so that nothing in it is lost."""
    from shutil import copyfileobj  # few answers go there
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="pingan-") as folder, open(os.dup(number), "wb") as stream:  # noqa: PTH123
        filled = Path(folder, "answer")
        fill(filled)
        with filled.open("rb") as answer:
            copyfileobj(answer, stream)


def write_new(path: Path, fill: Callable[[Path], None], mode: int = 0o666) -> None:
    """Write a file that is not there yet, and see to it that it is on the disk. Raises `OSError`."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
    try:
        fill(path)
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(path: Path, fill: Callable[[Path], None]) -> None:
    unfinished = path.parent / f".{path.name[:40]}.{os.urandom(4).hex()}.part"
    kept = path.stat().st_mode & 0o777 if path.is_file() and not path.is_symlink() else None
    try:
        write_new(unfinished, fill, 0o666 if kept is None else 0o600)
        if kept is not None:
            unfinished.chmod(kept)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _fill(path: Path, blocks: Iterable[bytes]) -> None:
    with path.open("wb") as stream:
        stream.writelines(blocks)
