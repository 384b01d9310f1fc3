"""A table with its title and notes, and how it fits: in full, with short names, or a paragraph for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pingan_cli.diagnostics import printable
from pingan_cli.views.formats import markdown_table, markdown_text

if TYPE_CHECKING:
    from rich.console import Group, RenderableType

NATURAL = 1 << 16
"""The width of a page that nothing limits."""


@dataclass(frozen=True)
class Column:
    """A column's title, the shorter one for narrow pages, whether numbers stand in it, and how it is set off."""

    title: str
    short: str = ""
    number: bool = False
    style: str = ""


@dataclass(frozen=True)
class Page:
    """Rows of cells under columns. `rows` makes them, with full or with short names; `notes` stand below."""

    title: str
    columns: Sequence[Column]
    rows: Callable[[bool], Sequence[Sequence[str]]]
    notes: Sequence[str] = ()

    def markdown(self) -> Iterator[str]:
        """The page as Markdown, line by line."""
        yield f"## {markdown_text(self.title)}\n\n"
        yield from markdown_table([column.title for column in self.columns], self.rows(False))
        for note in self.notes:
            yield f"\n{markdown_text(note)}\n"

    def rendered(self, width: int) -> Group:
        """The page for Rich, in the fullest form that fits the width."""
        from rich.console import Group
        from rich.text import Text

        parts: list[RenderableType] = [Text(printable(self.title), style="bold")]
        parts += [self._table(width), *(Text(printable(note)) for note in self.notes)]
        return Group(*parts)

    def _table(self, width: int) -> RenderableType:
        from rich.box import SIMPLE_HEAD
        from rich.cells import cell_len
        from rich.table import Table
        from rich.text import Text

        for short in (False, True):
            rows = [[printable(cell) for cell in row] for row in self.rows(short)]
            titles = [(short and column.short) or column.title for column in self.columns]
            widths = [max(map(cell_len, cells)) for cells in zip(titles, *rows, strict=True)]
            if sum(widths) + 2 * len(widths) > width:
                continue
            table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
            for column, title, its_width in zip(self.columns, titles, widths, strict=True):
                justify = "right" if column.number else "left"
                table.add_column(Text(title), justify=justify, style=column.style, width=its_width, no_wrap=True)
            for row in rows:
                table.add_row(*map(Text, row))
            return table
        return self._paragraphs(width)

    def _paragraphs(self, width: int) -> RenderableType:
        from rich.console import Group
        from rich.padding import Padding
        from rich.text import Text

        lines: list[RenderableType] = []
        for row in self.rows(True):
            said = [
                f"{column.short or column.title}\u00a0{cell}".replace(" ", "\u00a0")
                for column, cell in zip(self.columns, map(printable, row), strict=True)
                if cell and column is not self.columns[0]
            ]
            lines += [Text(printable(row[0]), style="bold"), Padding(Text(" · ".join(said)), (0, 0, 0, 2))]
        return Group(*lines)
