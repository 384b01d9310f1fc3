"""What once broke a promise, and what fuzzing begins with: each goes through its target with every test run."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.run import seeds
from fuzz.targets import TARGETS

INPUTS = [(name, path) for name in TARGETS for path in seeds(name) if path.stat().st_size < 100_000]


@pytest.mark.parametrize(
    ("name", "path"), INPUTS, ids=[f"{name}-{path.parent.name}-{path.name}" for name, path in INPUTS]
)
def test_no_promise_is_broken(name: str, path: Path) -> None:
    TARGETS[name](path.read_bytes())


PIECES = [
    b"",
    b"\0",
    b"\xff\xfe",
    b"\xff\xfe\0\xd8",
    b"\x1f\x8b",
    b"PK\3\4",
    b"PK\5\6" + bytes(18),
    b"\xef\xbb\xbf",
    b"#",
    b"{}",
    b"- " * 50,
]


@pytest.mark.parametrize("name", TARGETS)
def test_odd_beginnings(name: str) -> None:
    for piece in PIECES:
        for raw in (piece, piece + b"year,unit\n2006,x\n", b"year,unit\n" + piece):
            TARGETS[name](raw)
