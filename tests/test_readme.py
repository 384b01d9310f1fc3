"""The README shows what the program says, and its picture is the program's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import write_examples
import write_picture
import write_reference

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_example_has_its_true_output() -> None:
    assert README.count("$ pingan ") >= 3
    assert write_examples.shown(README) == README, "run scripts/write_examples.py"


def test_the_picture_is_what_the_program_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "COLUMNS", "COLORTERM", "TERM"):
        monkeypatch.setenv(name, "")
    picture = (ROOT / "docs" / "award.svg").read_text(encoding="utf-8")
    assert write_picture.picture() == picture, "run scripts/write_picture.py"


def test_both_commands_are_one_line_and_make_their_own_environment() -> None:
    for marker in ("start command", "test command"):
        block = re.search(rf"<!-- {marker} -->\n```sh\n(.*?)```\n<!-- end -->", README, re.DOTALL)
        assert block is not None
        (line,) = block[1].splitlines()
        assert line.startswith("python3 -m venv .venv && ")


def test_no_page_links_to_a_file_that_is_not_there() -> None:
    made = {ROOT / "docs" / "reference" / name for name in write_reference.pages()}
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                path = (page.parent / target).resolve()
                assert path.exists() or path in made, f"{page.name} links to {target}"
