"""How far what an engine reads may be packed, told before the engine unpacks it.

An engine holds little of a file at a time, so there is no bound to its size. There is one to how tightly it is packed,
the same as for what is unpacked into memory (`records.packed`), because the time that it takes must be in proportion
to the bytes that somebody gave.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pingan_cli.records.packed import check_ratio

_BLOCK = 1 << 20

_ZSTD, _SKIPPED = b"\x28\xb5\x2f\xfd", b"\x2a\x4d\x18"
_MOST_IN_A_BLOCK = 128 << 10
_COMPRESSED = 2


def blocks_of(path: Path) -> Iterator[bytes]:
    """The text of a CSV file, unpacked where it is packed with gzip. Raises `Refused` where it is packed too tightly.

    Raises what `gzip` raises for a file that it cannot unpack.
    """
    with path.open("rb") as stream:
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


def check_zstd(path: Path) -> None:
    """Raise `Refused` where a file packed with Zstandard may unpack to too much, going by the heads of its blocks.

    What is no such file, or is broken, is let be: reading it will tell.
    """
    with path.open("rb") as stream:
        for size in _sizes(stream):
            check_ratio(size, stream.tell())


def _sizes(stream: BinaryIO) -> Iterator[int]:
    """How many bytes there may be up to each block of a file (RFC 8878, 3.1.1)."""
    size = 0
    while magic := stream.read(4):
        if magic[1:] == _SKIPPED and magic[0] & 0xF0 == 0x50:
            stream.seek(int.from_bytes(stream.read(4), "little"), 1)
            continue
        head = stream.read(1)
        if magic != _ZSTD or not head:
            return
        most = min(_MOST_IN_A_BLOCK, _window(head[0], stream))
        last = False
        while not last:
            three = stream.read(3)
            if len(three) < 3:
                return
            block = int.from_bytes(three, "little")
            last, kind, length = bool(block & 1), block >> 1 & 3, block >> 3
            size += most if kind == _COMPRESSED else length
            stream.seek(1 if kind == 1 else length, 1)
            yield size
        stream.seek(4 if head[0] & 4 else 0, 1)


def _window(head: int, stream: BinaryIO) -> int:
    """How many bytes a frame keeps in sight, which no block in it exceeds; the rest of the frame's head is read."""
    single = bool(head & 0x20)
    window = 0
    if not single:
        described = (stream.read(1) or b"\0")[0]
        base = 1 << 10 + (described >> 3)
        window = base + base // 8 * (described & 7)
    stream.read((0, 1, 2, 4)[head & 3])
    length = (1 if single else 0, 2, 4, 8)[head >> 6]
    content = int.from_bytes(stream.read(length), "little") + (256 if length == 2 else 0)
    return content if single else window
