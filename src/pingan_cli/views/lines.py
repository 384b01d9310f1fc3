"""Text in lines that fit a width, counted in cells: a Chinese character takes two."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rich.cells import cell_len, chop_cells, set_cell_size

from pingan_cli.views.page import Say

_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_OPENING, _CLOSING = "（【《「“", "，。；：、？！）】》」”"
_PIECES = re.compile(
    f"[{_OPENING}]*[{_WIDE}][{_CLOSING}]*\\s*|[{_OPENING}]*[^\\s{_WIDE}{_OPENING}]+[{_CLOSING}]*\\s*|[{_OPENING}]+\\s*"
)
"""What a line is made of: words, and Chinese characters each with the marks that must not end or begin a line."""

_MOST = 100
"""Lines of running text are not longer than this, however wide the page is."""


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most that many cells, broken at spaces or between Chinese characters.

    Spaces before it stand before each of its lines. An address stays in one piece, so that it can be followed.
    """
    if "://" in text and " " not in text.strip():
        return [text]
    indent = len(text) - len(text.lstrip())
    fitting = max(10, min(width, _MOST) - indent)
    lines = [""]
    for piece in _PIECES.findall(text.strip()):
        if lines[-1] and cell_len(lines[-1] + piece.rstrip()) > fitting:
            lines.append("")
        for part in chop_cells(piece, fitting) if cell_len(piece.rstrip()) > fitting else [piece]:
            if cell_len(lines[-1] + part.rstrip()) > fitting:
                lines.append("")
            lines[-1] += part
    return [" " * indent + line.rstrip() for line in lines]


def aligned(facts: Iterable[tuple[Any, Any]], width: int, say: Say) -> list[str]:
    """Titles and texts in two columns; a title above its text where the page is narrow."""
    told = [(say(title), say(text)) for title, text in facts]
    margin = max(cell_len(title) for title, _ in told) + 2
    if margin > width // 2:
        return [line for title, text in told for line in (title, *wrapped(f"  {text}", width))]
    lines: list[str] = []
    for title, text in told:
        for index, part in enumerate(wrapped(text, width - margin)):
            lines.append(set_cell_size("" if index else title, margin) + part)
    return lines


def flowed(pieces: Iterable[str], width: int, between: str = "  ") -> list[str]:
    """Pieces one after another in as few lines as they take, broken only between them where they fit a line."""
    lines: list[str] = []
    for piece in pieces:
        if lines and cell_len(lines[-1] + between + piece) <= width:
            lines[-1] += between + piece
        else:
            lines.append(piece)
    return [part for line in lines for part in (wrapped(line, width) if cell_len(line) > width else [line])]


def paragraphs(lines: Iterable[Any], width: int, say: Say) -> list[str]:
    """Each line wrapped."""
    return [part for line in lines for part in wrapped(say(line), width)]
