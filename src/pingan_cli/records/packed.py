"""What is packed with gzip or zip, unpacked into memory within bounds.

A few bytes can be packed so that they unpack to more than any machine holds. So a file may unpack to a bounded size,
and beyond a size that no harm comes from to no more than so many times its own.
"""

from __future__ import annotations

import gzip
import io
import os
import struct
import sys
import zipfile
import zlib
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from pingan_cli.problems import Refused
from pingan_cli.records.sources import PART, part_of, refused
from pingan_cli.texts import told

MOST = 256 << 20
"""Bytes that may be held in memory of one file, once it is unpacked."""

HARMLESS = 4 << 20
RATIO = 200
"""Lists of holders pack to a tenth, monotonous ones to a fiftieth. What is packed tighter and is not small is none."""

MOST_MEMBERS = 10_000
_BYTES_FOR_A_MEMBER = 46 + 1024
_END = struct.Struct("<12xI6x"), b"PK\x05\x06"
_END_64 = struct.Struct("<40xQ8x"), b"PK\x06\x06"
"""The ends of an archive (APPNOTE.TXT 4.3.16, 4.3.14), of which the size of the list of members is read."""

_LONGEST_END = 1 << 17
_BLOCK = 1 << 20
_BROKEN = (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, struct.error, ValueError, OverflowError)
"""What reading a broken archive raises; that of a broken name is a `ValueError` too."""


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


_PLAIN = (".csv", ".tsv")
_PACKED = (".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".tar", ".xlsx", ".xlsm", ".xls", ".ods")


def read_whole(stream: _Readable, packed: int | None = None) -> bytes:
    """All of a stream; `packed` is how many bytes it takes up where it is packed. Raises `Refused` for too much."""
    held = io.BytesIO()
    while block := stream.read(_BLOCK):
        held.write(block)
        check_size(held.tell(), packed)
    return held.getvalue()


def check_size(size: int, packed: int | None = None) -> None:
    """Raise `Refused` where so many bytes are too many, or too many for the bytes that they were packed into."""
    if size > MOST:
        message = told("there are more than {most} MB in it", most=MOST >> 20)
        raise refused("file-too-large", message, told("name plain CSV files, which may be of any size"))
    if packed is not None:
        check_ratio(size, packed)


def is_out_of_proportion(size: int, packed: int) -> bool:
    """Whether so many bytes are too many for the bytes that they were packed into."""
    return size > HARMLESS and size > RATIO * packed


def check_ratio(size: int, packed: int) -> None:
    """Raise `Refused` where so many bytes are too many for the bytes that they were packed into."""
    if is_out_of_proportion(size, packed):
        message = told("it unpacks to more than {ratio} times its size, as no list does", ratio=RATIO)
        raise refused("file-too-large", message, told("name plain CSV files, which may be of any size"))


def nested() -> Refused:
    """That something packed holds something packed."""
    hint = told("unpack the outer one")
    return refused("archive-invalid", told("there is an archive or a workbook in this archive"), hint)


def gunzipped(stream: BinaryIO) -> bytes:
    """What is packed with gzip."""
    try:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            return read_whole(unpacked, size_of(stream))
    except (gzip.BadGzipFile, EOFError, zlib.error, struct.error) as error:
        raise _broken(error) from None


def unpacks_zstd() -> bool:
    """Whether what is packed with Zstandard can be unpacked: by Python from 3.14 on, or by the extra `zst`."""
    return sys.version_info >= (3, 14) or (
        find_spec("backports") is not None and find_spec("backports.zstd") is not None
    )


def unpacked_zstd(stream: BinaryIO) -> bytes:
    """What is packed with Zstandard."""
    if not unpacks_zstd():
        install = "pip install 'pingan-cli[zst]'"
        raise refused("file-unreadable", told("it takes the extra zst to unpack Zstandard"), install)
    zstd: Any = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    try:
        with zstd.ZstdFile(stream) as unpacked:
            return read_whole(unpacked, size_of(stream))
    except EOFError:
        raise refused(
            "archive-invalid", told("it ends before all of it is there"), told("was it copied whole?")
        ) from None
    except (zstd.ZstdError, MemoryError) as error:
        raise _broken(error) from None


def size_of(stream: BinaryIO) -> int:
    """How many bytes there are in a stream, which stays where it is."""
    at = stream.tell()
    size = stream.seek(0, os.SEEK_END)
    stream.seek(at)
    return size


def opened_zip(stream: BinaryIO) -> zipfile.ZipFile:
    """A zip archive that can be looked into. Names without a mark of their encoding are read as GB18030."""
    try:
        if _size_of_the_list(stream) > MOST_MEMBERS * _BYTES_FOR_A_MEMBER:
            raise _too_many()
        stream.seek(0)
        try:
            archive = zipfile.ZipFile(stream, metadata_encoding="gb18030")
        except UnicodeDecodeError:
            archive = zipfile.ZipFile(stream)
    except _BROKEN as error:
        raise _broken(error) from None
    names = archive.namelist()
    if len(names) > MOST_MEMBERS:
        raise _too_many()
    if len({*names}) < len(names):
        raise refused("archive-invalid", told("two files in it have the same name"))
    check_size(sum(info.file_size for info in archive.infolist()), size_of(stream))
    return archive


def _size_of_the_list(stream: BinaryIO) -> int:
    """The bytes of an archive's list of members, told before any of it is read; 0 where no end of it is found."""
    stream.seek(max(size_of(stream) - _LONGEST_END, 0))
    tail = stream.read()
    sizes = [0]
    for form, mark in (_END, _END_64):
        at = tail.rfind(mark)
        if 0 <= at <= len(tail) - form.size:
            sizes.append(form.unpack_from(tail, at)[0])
    return sizes[-1]


def _too_many() -> Refused:
    return refused("file-too-large", told("there are more than {most} files in it", most=MOST_MEMBERS))


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether an archive is a workbook. Raises `Refused` for documents of another kind, which are archives too."""
    names = archive.namelist()
    if "[Content_Types].xml" not in names and "mimetype" not in names:
        return False
    if "[Content_Types].xml" not in names or not any(name.lower().startswith("xl/") for name in names):
        message = told("this is a document, but no workbook of the kind .xlsx")
        raise refused("archive-invalid", message, told("save the table as .xlsx or as CSV"))
    return True


def tables_in(archive: zipfile.ZipFile) -> list[str]:
    """The names of the tables in an archive, of whichever folders; hidden files are let be.

    Raises `Refused` where there are none, something that is packed itself and could hold some, or a Data Package,
    whose descriptor may say that its lists are not whole.
    """
    names = [name for name in archive.namelist() if not name.endswith("/") and not _is_hidden(name)]
    if any(name.lower().endswith(_PACKED) for name in names):
        raise nested()
    if any(Path(name).name == "datapackage.json" for name in names):
        raise refused("archive-invalid", told("there is a Data Package in this archive"), told("unpack it first"))
    found = [name for name in names if name.lower().endswith(_PLAIN)]
    if not found:
        raise refused("archive-invalid", told("there is no CSV file in this archive"))
    return found


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/") if part not in (".", ".."))


class Archive:
    """A zip archive with tables, opened once for all of them.

    `zipped` is the archive itself, `stream` its bytes, and `is_workbook` whether it is a workbook instead.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.zipped = opened_zip(stream)
        self.is_workbook = is_workbook(self.zipped)

    @cached_property
    def tables(self) -> list[str]:
        """The names of its tables, as `tables_in` finds them."""
        return tables_in(self.zipped)

    @cached_property
    def _by_part(self) -> dict[str, list[str]]:
        """The tables by what stands for them in a path, which settles strokes that say nothing."""
        found: dict[str, list[str]] = {}
        for name in self.tables:
            found.setdefault(_settled(name), []).append(name)
        return found

    def member(self, path: Path, part: str) -> bytes:
        """The table that is called `part`, or the only one where nothing is. Raises `Refused` for none."""
        chosen = self._by_part.get(_settled(part), []) if part else self.tables
        if len(chosen) != 1:
            first = chosen[0] if chosen else self.tables[0]
            message = told("there are {count} tables in this archive", count=len(self.tables))
            if part:
                message = told("there is no file {part!r} in this archive", part=part)
            file = Path(str(path).removesuffix(f"{PART}{part}")) if part else path
            raise refused("part-unknown", message, told("name one of them, such as {path}", path=part_of(file, first)))
        return read_member(self.zipped, chosen[0])


def _settled(name: str) -> str:
    return str(part_of(Path("a"), name))


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a file in an archive, proven whole by their checksum."""
    if archive.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused("archive-invalid", told("it is packed in a rare way"), told("unpack it first"))
    try:
        with archive.open(name) as stream:
            return read_whole(stream)
    except RuntimeError:  # what the library raises for a password
        raise refused("archive-invalid", told("it is locked with a password"), told("unpack it first")) from None
    except _BROKEN as error:
        raise _broken(error) from None


def _broken(error: Exception) -> Refused:
    message = told("it cannot be unpacked: {reason}", reason=str(error))
    return refused("archive-invalid", message, told("was it copied whole?"))
