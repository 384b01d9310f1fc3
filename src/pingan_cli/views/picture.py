"""Pages as pictures to keep: SVG for a paper, with every character in its cell, Chinese ones too, and bars as shapes.

Rich's own pictures give a Chinese character the room of a Latin one, so that nothing lines up behind it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from rich.cells import cell_len, get_character_cell_size
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from pingan_cli.problems import printable
from pingan_cli.views.page import Page
from pingan_cli.views.terminal import HELD, THEME, rendered
from pingan_cli.views.timeline import MARKS, TO_COME

WIDEST = 100
"""Cells of a line, at the most."""

CELL, LINE, SIZE, SIGN, MARGIN = 8, 21, 15, 11, 16
"""Pixels: the width of a cell, the height of a line, of a letter and of a sign, and the margin around the picture."""

_BARS = {character: eighths for eighths, character in enumerate("▁▂▃▄▅▆▇█", 1)} | {"▒": 8}
"""How many eighths of a line a bar fills."""

_SIGNS = {*MARKS.values(), *TO_COME.values(), "★"} - {"?", "·", "–"}
_PIECES = re.compile(rf"[{''.join(_BARS)}]+|[^\s{''.join(_BARS)}]+(?: [^\s{''.join(_BARS)}]+)*")
_FONTS = "'Sarasa Mono SC','Noto Sans Mono CJK SC',Menlo,Consolas,'DejaVu Sans Mono',NSimSun,monospace"


def svg_lines(page: Page, quiet: bool = False) -> Iterator[str]:
    """The page, which is said in a language already, on white, as wide as its widest line."""
    console = Console(file=io.StringIO(), width=WIDEST, theme=THEME, color_system="truecolor", no_color=False)
    lines = [line for part in rendered(page, WIDEST, quiet) for line in console.render_lines(part, pad=False)]
    cells = max(sum(cell_len(segment.text.rstrip()) for segment in line) for line in lines)
    width, height = cells * CELL + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    title = escape(printable(page.title))
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
    yield f'height="{height:g}" role="img" aria-label="{title}">\n<title>{title}</title>\n'
    yield '<defs><pattern id="open" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    yield '<rect width="2" height="5" fill="' + HELD + '"/></pattern></defs>\n'
    yield f'<rect width="100%" height="100%" fill="#fff"/>\n<g font-family="{_FONTS}" font-size="{SIZE}" fill="#111">\n'
    for number, line in enumerate(lines):
        yield from _drawn(line, MARGIN + number * LINE)
    yield "</g>\n</svg>\n"


def _drawn(line: list[Segment], top: int) -> Iterator[str]:
    """A line: bars as rectangles, everything else as texts that are held to their cells."""
    left = 0
    for segment in line:
        for piece in _PIECES.finditer(segment.text):
            at = left + cell_len(segment.text[: piece.start()])
            if piece[0][0] in _BARS:
                yield _bar(piece[0], MARGIN + at * CELL, top, segment.style)
                continue
            for size, characters in groupby(piece[0], _room):
                text = "".join(characters)
                if text.strip():
                    x = MARGIN + (at + len(text) - len(text.lstrip())) * CELL
                    yield f'<text{_placed(text.strip(), size, x)} y="{top + SIZE}"{_styled(segment.style)}>'
                    yield f"{escape(text.strip(), quote=False)}</text>\n"
                at += cell_len(text)
        left += cell_len(segment.text)


def _room(character: str) -> int:
    """How many cells a character takes; 0 for a sign that takes one, and more than that in fonts for Chinese."""
    return 0 if character in _SIGNS else get_character_cell_size(character)


def _placed(text: str, size: int, x: int) -> str:
    """Where a text begins and how long it is, as attributes; signs stand in the middle of their cells."""
    if not size:
        middles = " ".join(str(x + CELL // 2 + number * CELL) for number in range(len(text)))
        return f' x="{middles}" font-size="{SIGN}" text-anchor="middle"'
    return f' x="{x}" textLength="{len(text) * size * CELL}" lengthAdjust="spacingAndGlyphs"'


def _bar(bars: str, x: int, top: int, style: Style | None) -> str:
    """Bars of one height each, beside each other."""
    drawn = ""
    for character, several in groupby(bars):
        length = len(list(several)) * CELL
        height = (LINE - 4) * _BARS[character] / 8
        fill = f' fill="url(#open)" stroke="{HELD}"' if character == "▒" else _styled(style) or f' fill="{HELD}"'
        drawn += f'<rect x="{x:g}" y="{top + 2 + LINE - 4 - height:g}" width="{length:g}" height="{height:g}"{fill}/>\n'
        x += length
    return drawn


def _styled(style: Style | None) -> str:
    """The colour and the weight of a style, as attributes."""
    if style is None:
        return ""
    colour = f' fill="{style.color.get_truecolor(DEFAULT_TERMINAL_THEME).hex}"' if style.color else ""
    return colour + (' font-weight="bold"' if style.bold else "") + (' fill-opacity="0.6"' if style.dim else "")
