"""Makes the reference pages of the documentation, `docs/reference/`, from the program itself.

`build_docs.py` does so before it builds the site, and the build of a source distribution; they are not kept.
"""

from __future__ import annotations

from pathlib import Path

from reference import commands, ladders, library, methods, problems
from write_examples import plain_environment

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


def write(folder: Path) -> list[Path]:
    """Write every page into a folder; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {folder / name: text for name, text in pages().items()}
    for path, text in made.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(made)
