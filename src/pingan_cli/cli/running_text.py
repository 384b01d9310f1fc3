"""Running text in a help as Rich lays it out, broken between Chinese characters too: Rich breaks at spaces only."""

from __future__ import annotations

from typing import Any

from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text
from typer.rich_utils import OptionHighlighter

from pingan_cli.views.lines import wrapped

LEAST = 20
"""The cells in which running text may be squeezed, beside others that cannot be broken."""


class RunningText(Text):
    """Text whose lines are broken as those of the program's own pages."""

    def wrap(self, console: Any, width: int, *args: Any, **settings: Any) -> Lines:
        """The text in lines of at most that many cells."""
        if width < LEAST // 2:
            return super().wrap(console, width, *args, **{**settings, "overflow": "fold"})
        lines = Lines()
        for line in self.split(allow_blank=True):
            lines.extend(line.divide(_breaks(line.plain, width)))
        for line in lines:
            line.rstrip_end(width)
        return lines

    def __rich_measure__(self, console: Any, options: Any) -> Measurement:
        most = super().__rich_measure__(console, options).maximum
        return Measurement(min(LEAST, most), most)


def _breaks(text: str, width: int) -> list[int]:
    """Where the lines of a text begin after its first.

    >>> _breaks("写入文件；要么完整写入，要么不写。", 20)
    [10]
    """
    begins: list[int] = []
    at = 0
    for line in wrapped(text, width):
        at = text.index(line.strip(), at)
        begins.append(at)
        at += len(line.strip())
    return begins[1:]


class RunningHighlighter(OptionHighlighter):
    """Typer's colours, on running text."""

    def __call__(self, text: str | Text) -> RunningText:
        """The text with the options in it in their colour."""
        coloured = super().__call__(text)
        return RunningText(coloured.plain, coloured.style, spans=coloured.spans)
