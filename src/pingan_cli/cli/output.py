"""Answers on their way out: to standard output, or to a file that is written whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

from pingan_cli.foreign import reason_of
from pingan_cli.large.choosing import TABLE
from pingan_cli.problems import Problem, Refused, printable
from pingan_cli.texts import said, told
from pingan_cli.views.page import View

_BLOCK = 1 << 16
"""How many characters are written at a time, at the least."""

_ENDINGS = {".csv": "csv", ".json": "json", ".md": "markdown"}


def deliver(view: View, form: str, lang: str, output: str | None = None, quiet: bool = False) -> None:
    """Show an answer in one of its forms, for people in a language, or write it to the file `output`.

    Raises `Refused` when the file cannot be written; what was there before then stays as it was.
    """
    to_screen = output in (None, "-")
    form = form_of(form, output)
    if form == "table":
        from pingan_cli.views.terminal import table_text  # loads Rich, which no other form needs

        lines: Iterable[str] = [table_text(view.page().said(lang), quiet, to_screen)]
    elif form == "markdown":
        lines = view.page().said(lang).markdown(quiet)
    else:
        lines = view.json() if form == "json" else view.csv()
    send(lines, output)


def form_of(form: str, output: str | None) -> str:
    """The form of an answer: in place of `table`, which is the default, the one that the ending of the file tells."""
    return _ENDINGS.get(Path(output or "").suffix.lower(), form) if form == "table" else form


def send(lines: Iterable[str], output: str | None = None) -> None:
    """Write lines to the file `output`, whole or not at all, or to standard output where that is None or `-`."""
    if output is None or output == "-":
        for block in _blocks(lines):
            sys.stdout.write(block)
    else:
        write_whole(Path(output), lines)


def say(lines: Iterable[str], lang: str, stream: TextIO | None = None) -> None:
    """Print lines in a language, to standard output or another stream."""
    for line in lines:
        print(printable(said(line, lang)), file=stream)


def report(problems: Iterable[Problem], lang: str) -> None:
    """Print problems to standard error, in a language."""
    for problem in problems:
        print(problem.said(lang), file=sys.stderr)


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write a text file as UTF-8, whole or not at all. Raises `Refused` when that cannot be done.

    What the lines raise while they are made is raised, and nothing is written then.
    """
    write_by(path, lambda unfinished: _fill(unfinished, (block.encode() for block in _blocks(lines))))


def write_by(path: Path, fill: Callable[[Path], None]) -> None:
    """Write a file in the same way, by a function that fills an empty file."""
    if str(path).startswith(TABLE):
        hint = told("--chart, --years and --expect write files, as the other commands do")
        raise Refused([Problem("usage", told("only the list of an award is written into a table"), hint=hint)])
    unfinished = ""
    try:
        if _is_special(path):
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            fill(path)  # a device or a pipe has no place beside it
            return
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
        with open(handle, "rb") as stream:  # noqa: PTH123
            fill(Path(unfinished))
            os.fsync(stream.fileno())
        kept = path.stat().st_mode & 0o777 if path.is_file() and not path.is_symlink() else 0o666 & ~_umask()
        Path(unfinished).chmod(kept)
        Path(unfinished).replace(path)
        unfinished = ""
    except OSError as error:
        message = told("cannot be written: {reason}", reason=reason_of(error))
        hint = "" if path.parent.is_dir() else told("the folder does not exist")
        raise Refused([Problem("file-unwritable", message, str(path), hint=hint)]) from error
    finally:
        if unfinished:
            Path(unfinished).unlink(missing_ok=True)


def rewrite(path: Path, content: bytes) -> None:
    """Put other bytes into a file that was read, whole or not at all. Raises `Refused` when that cannot be done.

    A link is not followed: what it leads to was not named, and another name for the same file would be left behind.
    """
    if path.is_symlink():
        raise Refused([Problem("file-unwritable", told("this is a link; name the file itself"), str(path))])
    write_by(path, lambda unfinished: _fill(unfinished, [content]))


def _fill(path: Path, blocks: Iterable[bytes]) -> None:
    with path.open("wb") as stream:
        stream.writelines(blocks)


def _is_special(path: Path) -> bool:
    """Whether a path is written to where it lies: a pipe or a device that was named itself, or what is in /dev.

    Any other link is replaced and never followed: what it leads to was not named.
    """
    if path.absolute().as_posix().startswith(("/dev/", "/proc/")):
        return True
    return path.is_dir() or (not path.is_symlink() and path.exists() and not path.is_file())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    """The same text in larger pieces, for fewer writes."""
    piece: list[str] = []
    size = 0
    for line in lines:
        piece.append(line)
        size += len(line)
        if size >= _BLOCK:
            yield "".join(piece)
            piece, size = [], 0
    yield "".join(piece)
