"""Renews the reference pages of the documentation, `docs/reference/`, from the program itself.

python scripts/write_reference.py
"""

from __future__ import annotations

from pathlib import Path

from reference import commands, ladders, library, methods, problems
from write_examples import plain_environment

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
NOTE = "<!-- Made from the program by scripts/write_reference.py. Change the program, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """The text of every page by the name of its file."""
    with plain_environment():
        made = {
            "commands.md": commands.page(),
            "problems.md": problems.page(),
            "ladders.md": ladders.page(),
            "ladder-schema.md": ladders.schema_page(),
            "method-keys.md": methods.page(),
            "library.md": library.page(),
        }
    return {name: NOTE + text.rstrip() + "\n" for name, text in made.items()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
