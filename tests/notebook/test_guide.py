"""The guide to the library: every block of it runs, in the order in which it is read."""

from __future__ import annotations

import doctest
import importlib.util
import re
from pathlib import Path

import pytest

GUIDE = (Path(__file__).parents[2] / "docs" / "library.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL))
FIRST = next(iter(SECTIONS))


def blocks(section: str) -> str:
    return "".join(re.findall(r"^```python\n(.*?)^```$", SECTIONS[section], re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("section", SECTIONS)
def test_what_the_guide_shows_is_what_comes(section: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = blocks(section)
    for library in re.findall(r">>> import (pandas|polars)", code):
        if importlib.util.find_spec(library) is None:
            pytest.skip(f"{library} is not installed")
    monkeypatch.chdir(tmp_path)
    opening = "" if section == FIRST else "".join(blocks(FIRST).splitlines(keepends=True)[:2])  # the records
    test = doctest.DocTestParser().get_doctest(opening + code, {}, section, "docs/library.md", 0)
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert "".join(told) == ""
    assert test.examples
