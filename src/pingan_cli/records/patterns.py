"""Files that a pattern such as `lists/*.csv` stands for, found within bounds.

A pattern may come with a folder's configuration, and `/**` stands for every file that there is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

MOST_LOOKED_AT = 200_000
"""Files and folders that are looked at for one pattern, which takes about a second."""

_DEEPEST = 200


class _TooManyError(Exception):
    pass


def matches(pattern: Path) -> list[Path] | None:
    """What a pattern matches, sorted; None where it would look at too much.

    `*`, `?` and `[…]` stand for parts of a name, `**` for folders in folders, or at the end for all files in
    them. Hidden names match only what is hidden itself, and folders that are links are not gone into for `**`.
    """
    try:
        return sorted({*_Search().found(Path(), pattern.parts)})
    except _TooManyError:
        return None


class _Search:
    """A search through folders that counts what it looks at."""

    def __init__(self) -> None:
        self._looked_at = 0

    def found(self, folder: Path, parts: tuple[str, ...]) -> Iterator[Path]:
        """What the parts of a pattern match below a folder."""
        if len(folder.parts) > _DEEPEST:
            raise _TooManyError
        if not parts:
            yield folder
            return
        part, rest = parts[0], parts[1:]
        if part == "**":
            yield from self.found(folder, rest) if rest else ()
            for entry in self._entries(folder):
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from self.found(folder / entry.name, parts)
                elif not rest and not entry.is_dir():
                    yield folder / entry.name
        elif any(sign in part for sign in "*?["):
            for entry in self._entries(folder):
                shown = part.startswith(".") or not entry.name.startswith(".")
                if shown and fnmatchcase(entry.name, part) and (not rest or entry.is_dir()):
                    yield from self.found(folder / entry.name, rest)
        elif os.path.lexists(folder / part):
            yield from self.found(folder / part, rest)

    def _entries(self, folder: Path) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    self._looked_at += 1
                    if self._looked_at > MOST_LOOKED_AT:
                        raise _TooManyError
                    yield entry
        except OSError:  # no folder, or one that may not be looked into
            return
