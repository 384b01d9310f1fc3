"""The reference pages leave nothing out."""

from __future__ import annotations

import pytest

import pingan_cli
import write_reference
from pingan_cli.check.checks import CHECKS
from pingan_cli.cli.app import COMMANDS
from pingan_cli.ladder.loader import shipped_ladders
from pingan_cli.problems import CODES


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Every page as it is made now."""
    return write_reference.pages()


@pytest.mark.parametrize(
    ("page", "heading", "names"),
    [
        ("commands.md", "\n## {}\n", COMMANDS),
        ("problems.md", "[`{}`](../errors/", CODES),
        ("problems.md", "[`{}`](../checks.md", CHECKS),
        ("ladders.md", "{{ #{} }}", shipped_ladders()),
        ("library.md", "\n### {}\n", [name for name in pingan_cli.__all__ if not name.startswith("_")]),
    ],
)
def test_everything_is_there(pages: dict[str, str], page: str, heading: str, names: list[str]) -> None:
    assert [name for name in names if heading.format(name) not in pages[page]] == []


def test_an_option_is_told_with_its_meaning_and_its_default(pages: dict[str, str]) -> None:
    told = "`--rules NAME|FILE`\n:   The ladder: a shipped one, or a YAML file. Default: `zhejiang-peace`.\n"
    assert told in pages["commands.md"]
