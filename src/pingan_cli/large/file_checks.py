"""What is looked for in a file because an engine would not find it: that it is packed too far, or read otherwise.

An engine holds little of a file at a time, so there is no bound to its size. There is one to how tightly it is packed,
the same as for what is unpacked into memory (`records.packed`), because the time that it takes must be in proportion
to the bytes that somebody gave.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pingan_cli.files import open_bytes
from pingan_cli.records.packed import check_ratio
from pingan_cli.records.sources import refused
from pingan_cli.texts import told

_BLOCK = 1 << 20

_ZSTD, _SKIPPED = b"\x28\xb5\x2f\xfd", b"\x2a\x4d\x18"
_MOST_IN_A_BLOCK = 128 << 10
_REPEATED, _COMPRESSED = 1, 2


def blocks_of(path: Path) -> Iterator[bytes]:
    """The text of a CSV file, unpacked where it is packed with gzip. Raises `Refused` where it is packed too tightly.

    Raises what `gzip` raises for a file that it cannot unpack.
    """
    with open_bytes(path) as stream:
        if path.suffix.lower() != ".gz":
            while block := stream.read(_BLOCK):
                yield block
            return
        size = 0
        with gzip.GzipFile(fileobj=stream) as unpacked:
            while block := unpacked.read(_BLOCK):
                size += len(block)
                check_ratio(size, stream.tell())
                yield block


def is_misread(path: Path) -> bool:
    """Whether an engine would read a CSV file otherwise than it is meant.

    DuckDB drops spaces beside a quote, and the quotes with them, and knows nothing of bytes that are not text; so may
    others.
    """
    before = b""
    for block in blocks_of(path):
        if b"\0" in block:
            return True
        if (before == b'"' or b'"' in block) and any(sign in before + block for sign in (b' "', b'" ')):
            return True
        before = block[-1:]
    return False


def check_zstd(path: Path) -> None:
    """Raise `Refused` where a file packed with Zstandard may unpack to too much, or is not all there.

    The heads of its blocks tell both. DuckDB reads the rows before the place where a file was cut off, and no word
    of it. What is no such file, or broken otherwise, is let be: reading it will tell.
    """
    end = path.stat().st_size
    with open_bytes(path) as stream:
        for size in _sizes(stream):
            if stream.tell() > end:
                raise refused(
                    "archive-invalid", told("it ends before all of it is there"), told("was it copied whole?")
                )
            check_ratio(size, stream.tell())


def _sizes(stream: BinaryIO) -> Iterator[int]:
    """How many bytes there may be up to each block and each end of a frame (RFC 8878, 3.1.1).

    The stream is then at that place, or behind its end where the file is cut off.
    """
    size = 0
    while magic := stream.read(4):
        if magic[1:] == _SKIPPED and magic[0] & 0xF0 == 0x50:
            stream.seek(_number(stream, 4), 1)
        elif magic == _ZSTD:
            head = _number(stream, 1)
            most = min(_MOST_IN_A_BLOCK, _window(head, stream))
            last = False
            while not last:
                block = _number(stream, 3)
                last, kind, length = bool(block & 1), block >> 1 & 3, block >> 3
                size += most if kind == _COMPRESSED else length
                stream.seek(1 if kind == _REPEATED else length, 1)
                yield size
            stream.seek(4 if head & 4 else 0, 1)
        else:
            return
        yield size


def _number(stream: BinaryIO, length: int) -> int:
    """A number of so many bytes. Behind the end of the file they are as if they were 0, and the stream moves on."""
    read = stream.read(length)
    stream.seek(length - len(read), 1)
    return int.from_bytes(read, "little")


def _window(head: int, stream: BinaryIO) -> int:
    """How many bytes a frame keeps in sight, which no block in it exceeds; the rest of the frame's head is read."""
    single = bool(head & 0x20)
    described = 0 if single else _number(stream, 1)
    _number(stream, (0, 1, 2, 4)[head & 3])
    length = (1 if single else 0, 2, 4, 8)[head >> 6]
    content = _number(stream, length) + (256 if length == 2 else 0)
    base = 1 << 10 + (described >> 3)
    return content if single else base + base // 8 * (described & 7)
