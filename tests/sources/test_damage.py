"""Files cut off, or in which bytes changed: each is read or refused with problems, and nothing else is said."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from fuzz.targets import check_any
from sources.test_forms import CARDS, FORMS

NAMES = [name for name in FORMS if "#" not in name]


def damaged(whole: bytes, dice: random.Random) -> bytes:
    """The same bytes cut off, with a few changed, with some gone, or with a piece of them twice."""
    at = dice.randrange(len(whole))
    kind = dice.randrange(4)
    if kind == 0:
        return whole[:at]
    if kind == 1:
        changed = bytearray(whole)
        for _ in range(dice.randrange(1, 4)):
            changed[dice.randrange(len(whole))] = dice.randrange(256)
        return bytes(changed)
    end = min(len(whole), at + dice.randrange(1, 40))
    return whole[:at] + (b"" if kind == 2 else whole[at:end] * 2) + whole[end:]


@pytest.mark.parametrize("name", NAMES)
def test_damaged_files(tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    dice = random.Random(name)
    whole = FORMS[name](CARDS)
    path = tmp_path / name
    for _ in range(60):
        path.write_bytes(damaged(whole, dice))
        check_any(path)
    assert capfd.readouterr() == ("", "")


def test_damaged_parts_of_a_workbook(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The archive is whole, its checksums are right, and one of the parts in it is damaged."""
    dice = random.Random("parts")
    with zipfile.ZipFile(io.BytesIO(FORMS["list.xlsx"](CARDS))) as book:
        parts = {name: book.read(name) for name in book.namelist() if not name.startswith(("docProps", "xl/theme"))}
    path = tmp_path / "2006.xlsx"
    for name, whole in parts.items():
        for _ in range(60):
            with zipfile.ZipFile(path, "w") as book:
                for each, content in parts.items():
                    book.writestr(each, damaged(whole, dice) if each == name else content)
            check_any(path)
    assert capfd.readouterr() == ("", "")
