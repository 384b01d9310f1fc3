"""The page of promises names tests that there are, and all that are here."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_promise_names_its_tests() -> None:
    lines = (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    promises = [line for line in lines if line.startswith("| **")]
    named = [re.findall(r"`(tests/[^`]+)`", line) for line in promises]
    assert all(named)
    files = {file for each in named for file in each}
    assert all((ROOT / file).exists() for file in files)
    here = {f"tests/security/{path.name}" for path in Path(__file__).parent.glob("test_*.py")} - {
        "tests/security/test_document.py"
    }
    assert here <= files
