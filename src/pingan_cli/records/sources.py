"""Where tables come from: files as they lie, standard input, and what is packed into gzip, zip or a workbook.

`-` is standard input. `FILE#PART` is a sheet of a workbook or a file in an archive; a workbook alone is its first
sheet. What is packed is told by its first bytes, whatever it is called, is unpacked into memory within the bounds of
`packed`, and is never written anywhere.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import stat
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from pingan_cli.files import note, note_standard_input, open_bytes
from pingan_cli.problems import Problem, Refused
from pingan_cli.texts import told

if TYPE_CHECKING:
    from pingan_cli.records.packed import Archive

STANDARD_INPUT = "-"
PART = "#"
"""What stands between a file and the part of it that is meant."""

TABLES = (
    ".csv",
    ".tsv",
    ".csv.gz",
    ".tsv.gz",
    ".csv.zst",
    ".tsv.zst",
    ".parquet",
    ".zip",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".ods",
)
"""How the names of those files in a folder end that hold tables; the others are let be."""

_HIDDEN = (".", "~$")
_GZIP, _ZIP, _OLD_EXCEL = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PARQUET, _ZSTD = b"PAR1", b"\x28\xb5\x2f\xfd"
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_BLOCK = 1 << 20


class Source(NamedTuple):
    """The bytes of a table. `content` is None for a plain file, which is read where it lies.

    In the sheet of a workbook (`in_cells`) lines are rows, and columns those of its cells. `others` are the other
    sheets with something in them, where none was named, and `hidden` those that are hidden. `recoded`: the bytes were
    made UTF-8 from what they were.
    """

    path: Path
    content: bytes | None = None
    in_cells: bool = False
    others: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    recoded: bool = False

    def open(self) -> BinaryIO:
        """The bytes from their beginning, as often as asked."""
        return open_file(self.path) if self.content is None else io.BytesIO(self.content)


KEPT = 1 << 20
"""Bytes of a file that is kept in memory, so that it is opened once, however often it is looked at."""


def open_file(path: Path) -> BinaryIO:
    """The bytes of a file from their beginning."""
    status = path.stat()
    if status.st_size > KEPT or not stat.S_ISREG(status.st_mode):
        return open_bytes(path)
    note(str(path), status)
    return io.BytesIO(kept(path, _state_of(status)))


@lru_cache(maxsize=32)
def kept(path: Path, state: tuple[int, ...]) -> bytes:
    """All that a small file holds, as long as its `state` is the same."""
    return path.read_bytes()


def open_source(path: Path) -> Source:
    """The table that a path means, unpacked where it is packed.

    Raises `Refused` where it cannot be unpacked or is no file, and `OSError` where it cannot be read.
    """
    try:
        if is_standard_input(path):
            part = str(path).removeprefix(STANDARD_INPUT).removeprefix(PART)
            return _unpacked(path, part, io.BytesIO(_standard_input(sys.stdin)))
        file, part = split(path)
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refused("file-unreadable", told("this is a folder, not a file"))
        if not stat.S_ISREG(status.st_mode):
            return _unpacked(path, part, io.BytesIO(_read_once(file, status.st_dev, status.st_ino)))
        with open_file(file) as stream:
            if not part and not _is_packed(stream.read(4)):
                return Source(path)
        return _unpacked_file(path, file, part, _state_of(status))
    except Refused as error:
        raise Refused(each if each.file else each._replace(file=str(path)) for each in error.problems) from None


def refused(code: str, message: str, hint: str = "", line: int = 0, column: int = 0) -> Refused:
    """That a source cannot be used; `open_source` adds the path."""
    return Refused([Problem(code, message, "", line, column, hint)])


def is_standard_input(path: Path) -> bool:
    """Whether a path means standard input, or a sheet of the workbook that comes from there."""
    return str(path) == STANDARD_INPUT or str(path).startswith(STANDARD_INPUT + PART)


def split(path: Path) -> tuple[Path, str]:
    """The file that a path names, and the part of it that is meant; nothing for the whole.

    >>> split(Path("no-such-file#1"))[1]
    ''
    """
    text = str(path)
    if is_standard_input(path):
        return Path(STANDARD_INPUT), text.removeprefix(STANDARD_INPUT).removeprefix(PART)
    if PART in text and not os.path.lexists(text):
        at = text.find(PART)
        while at > 0:
            if os.path.isfile(text[:at]):  # noqa: PTH113 - gives False for names that the system does not allow
                return Path(text[:at]), text[at + 1 :]
            at = text.find(PART, at + 1)
    return path, ""


def exists(path: Path) -> bool:
    """Whether there is something where a path points to; standard input always is."""
    return is_standard_input(path) or os.path.exists(split(path)[0])  # noqa: PTH110


def may_be_workbook(file: Path) -> bool:
    """Whether a file is packed as workbooks are."""
    try:
        if is_standard_input(file):
            return _standard_input(sys.stdin)[:4] == _ZIP
        if not file.is_file():
            return False
        with open_file(file) as stream:
            return stream.read(4) == _ZIP
    except (OSError, Refused):  # told in reading
        return False


def workbook(file: Path) -> Source | None:
    """The first sheet of a workbook, with the names of the others; None for anything else."""
    try:
        source = open_source(file)
    except (OSError, Refused):  # told in reading
        return None
    return source if source.in_cells else None


def is_pattern(path: Path) -> bool:
    """Whether a path stands for all files whose names have a form."""
    return any(sign in str(path) for sign in "*?[") and not exists(path)


def names_of(path: Path) -> list[str]:
    """What a table is called: the sheet or the file in an archive, and then the file that it is in."""
    file, part = split(path)
    return [Path(part).name, file.stem] if part else [file.stem]


def tables_of(path: Path) -> tuple[list[Path], list[Problem]]:
    """The tables that a path stands for: those in a folder or an archive, those of a pattern, or the one it names.

    Folders in a folder are not looked into, and neither are hidden files and those whose names do not end like those
    of tables. A link that leads out of the folder is a problem. Raises `OSError` for a folder that cannot be read.
    """
    if not path.is_dir():
        if is_pattern(path):
            from pingan_cli.records.patterns import MOST_LOOKED_AT, matches

            files = matches(path)
            if files is None:
                message = told("this pattern looks at more than {most:,} files and folders", most=MOST_LOOKED_AT)
                return [], [Problem("usage", message, str(path), hint=told("name a folder nearer to the lists"))]
            problems = [_no_file(file) for file in files if not file.is_file() and not file.is_dir() and file.exists()]
            return files or [path], problems
        return _in_archive(path)
    home = path.resolve()
    found: list[Path] = []
    problems: list[Problem] = []
    for file in sorted(path.iterdir()):
        if not file.name.lower().endswith(TABLES) or file.name.startswith(_HIDDEN) or file.is_dir():
            continue
        if not leads_into(home, file):
            hint = told("put the file itself there, or name it")
            problems.append(Problem("link-outside", told("this link leads out of the folder"), str(file), hint=hint))
        elif file.exists() and not file.is_file():
            problems.append(_no_file(file))
        else:
            tables, more = _in_archive(file)
            found += tables
            problems += more
    return found, problems


def _no_file(path: Path) -> Problem:
    """That a pipe or a device was found where nobody named one: reading it might not end."""
    return Problem("file-unreadable", told("this is a pipe or a device, not a file"), str(path))


def path_of(text: str) -> Path:
    """The path that somebody typed. Raises `Refused` for an empty one, which is no name of the working folder."""
    if not text:
        raise Refused([Problem("usage", told("an empty text names no file"), hint=told("is a variable not set?"))])
    if _PASSWORD.match(text):
        hint = told("name the database with --backend, and its table with --data")
        raise Refused([Problem("usage", told("an address with a password is no place of a file"), hint=hint)])
    if _SCHEME.match(text) and not os.path.lexists(text):
        address = Address(text)
        address.typed = text
        return address
    return Path(text)


_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]+:/")
_PASSWORD = re.compile("[A-Za-z0-9+.-]+:/+[^/]*:[^/]*@")


class Address(type(Path())):
    """Where something lies elsewhere, such as `hdfs:///lists`: a path whose text is as it was typed.

    A path that is none would lose strokes, by which a host is told from a folder.
    """

    typed = ""

    def __str__(self) -> str:
        return self.typed

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Address) and self.typed == other.typed

    def __hash__(self) -> int:
        return hash(self.typed)


def is_address(path: Path) -> bool:
    """Whether something does not lie on this computer, so that only an engine finds it."""
    return isinstance(path, Address)


def leads_into(home: Path, file: Path) -> bool:
    """Whether a file of a folder lies in it, links followed."""
    try:
        return not file.is_symlink() or file.resolve().is_relative_to(home)
    except (OSError, RuntimeError):  # a link to itself: told in reading
        return True


def _in_archive(path: Path) -> tuple[list[Path], list[Problem]]:
    """The tables in a zip archive, by name; the path itself for anything else."""
    try:
        if not path.is_file():
            return [path], []
        with open_file(path) as stream:
            if stream.read(4) != _ZIP:
                return [path], []
        archive = _archive(path, _state_of(path.stat()))
        return ([path] if archive.is_workbook else [part_of(path, name) for name in sorted(archive.tables)]), []
    except OSError:  # told in reading
        return [path], []
    except Refused as error:
        return [], [each._replace(file=str(path)) for each in error.problems]


def part_of(path: Path, part: str) -> Path:
    """The path of a part of a file."""
    return Path(f"{path}{PART}{part}")


@lru_cache(maxsize=1)
def _standard_input(stream: object) -> bytes:
    """All that standard input holds, which can be read only once."""
    from pingan_cli.records import packed

    raw: BinaryIO | None = getattr(stream, "buffer", None)
    note_standard_input()
    return packed.read_whole(raw) if raw is not None else b""


@lru_cache(maxsize=8)
def _read_once(path: Path, device: int, number: int) -> bytes:
    """All that a pipe or a device gives, which may be read only once."""
    from pingan_cli.records import packed

    with open_bytes(path) as stream:
        return packed.read_whole(stream)


def _is_packed(head: bytes) -> bool:
    return head[:2] == _GZIP or head in (_ZIP, _OLD_EXCEL, _PARQUET, _ZSTD) or head[:2] in _UTF16


def _state_of(status: os.stat_result) -> tuple[int, ...]:
    """What tells a file from the one that it becomes when it is written anew: its time, its size and its number."""
    return status.st_mtime_ns, status.st_size, status.st_ino


@lru_cache(maxsize=8)
def _unpacked_file(path: Path, file: Path, part: str, state: tuple[int, ...]) -> Source:
    """What is packed in a file, which is read more than once; kept as long as its `state` is the same."""
    with open_file(file) as stream:
        is_zip = stream.read(4) == _ZIP
        stream.seek(0)
        return _unpacked(path, part, stream, _archive(file, state) if is_zip else None)


@lru_cache(maxsize=1)
def _archive(file: Path, state: tuple[int, ...]) -> Archive:
    """An archive, whose list of members is read once for all of them; its packed bytes are kept in memory.

    A stream that stays open would be shared with the processes that a batch starts.
    """
    from pingan_cli.records import packed

    with open_file(file) as stream:
        packed.check_size(packed.size_of(stream))
        return packed.Archive(io.BytesIO(stream.read()))


def _unpacked(path: Path, part: str, stream: BinaryIO, archive: Archive | None = None) -> Source:
    """The table in a stream of bytes, as UTF-8 or in the encoding that it has; `archive` is the same one, opened."""
    from pingan_cli.records import packed

    head = stream.read(4)
    stream.seek(0)
    if head[:2] == _GZIP or head == _ZSTD:
        content = packed.gunzipped(stream) if head != _ZSTD else packed.unpacked_zstd(stream)
        if _is_packed(content[:4]) and content[:2] not in _UTF16:
            raise packed.nested()
    elif head == _ZIP:
        archive = archive or packed.Archive(stream)
        if archive.is_workbook:
            from pingan_cli.records.sheets import read_sheet

            return read_sheet(path, part, archive)
        content = archive.member(path, part)
        part = ""
    elif head == _OLD_EXCEL:
        message = told("this is a workbook of the old kind (.xls), or one with a password")
        raise refused("archive-invalid", message, told("save it as .xlsx without a password, or as CSV"))
    elif head == _PARQUET:
        hint = told("cards are read from a file called .parquet; save other lists as CSV")
        raise refused("file-binary", told("this is Parquet, as only cards may be"), hint)
    else:
        content = packed.read_whole(stream)
    if part:
        message = told("there is no part {part!r} here: this is neither an archive nor a workbook", part=part)
        raise refused("part-unknown", message)
    encoding = _UTF16.get(content[:2])
    return Source(path, _recoded(content[2:], encoding) if encoding else content, recoded=encoding is not None)


def _recoded(content: bytes, encoding: str) -> bytes:
    """UTF-16 text as UTF-8."""
    recoded = io.BytesIO()
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    try:
        for block in _blocks(content):
            text = decoder.decode(block)
            lines += text.count("\n")
            recoded.write(text.encode())
        recoded.write(decoder.decode(b"", final=True).encode())
    except UnicodeDecodeError:
        message = told("there are bytes here that are not UTF-16, though the file begins like it")
        raise refused("file-encoding", message, told("save the file as UTF-8"), lines, 1) from None
    return recoded.getvalue()


def _blocks(content: bytes) -> Iterable[memoryview]:
    view = memoryview(content)
    return (view[at : at + _BLOCK] for at in range(0, len(view), _BLOCK))
