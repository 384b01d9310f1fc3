"""Pages as Rich shows them: in colour on a terminal, plain in a pipe, and never with a cell cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from pingan_cli.diagnostics import printable
from pingan_cli.views.page import Column, Page, Table

NATURAL = 1 << 16
"""The width of a page that nothing limits."""


def table_text(page: Page, quiet: bool = False, to_screen: bool = True) -> str:
    """The page as the terminal is to get it, or as plain text of its natural width where there is none."""
    console = Console(highlight=False, markup=False, emoji=False, no_color=None if to_screen else True)
    on_terminal = to_screen and console.is_terminal
    if not on_terminal:
        console = Console(width=NATURAL, color_system=None, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        for part in _rendered(page, console.width, quiet):
            console.print(part)
    text = captured.get()
    return text if on_terminal else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def markdown_page(text: str) -> str:
    """Markdown as the terminal is to get it; as it is where there is none."""
    console = Console(emoji=False)
    if not console.is_terminal:
        return text
    from rich.markdown import Markdown  # loads a parser that nothing else needs

    with console.capture() as captured:
        console.print(Markdown(text))
    return captured.get()


def _rendered(page: Page, width: int, quiet: bool) -> Iterator[RenderableType]:
    yield Text(printable(page.title), style="bold")
    for part in page.parts:
        yield Text()
        if isinstance(part, Table):
            yield from _table(part, width)
        else:
            for line in part.make(width):
                yield Text(printable(line))
    if page.notes and not quiet:
        yield Text()
        for note in page.notes:
            yield Text(printable(note))


def _table(table: Table, width: int) -> Iterator[RenderableType]:
    """The table in the fullest form that fits the width."""
    for short in (False, True):
        rows = [[printable(cell) for cell in row] for row in table.rows(short)]
        titles = [(short and column.short) or column.title for column in table.columns]
        widths = [max(map(cell_len, cells)) for cells in zip(titles, *rows, strict=True)]
        if sum(widths) + 2 * (len(widths) - 1) <= width:
            yield _grid(table.columns, titles, widths, rows)
            return
    yield from _paragraphs(table)


def _grid(
    columns: Sequence[Column], titles: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]
) -> RichTable:
    grid = RichTable(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, header_style="bold")
    for column, title, its_width in zip(columns, titles, widths, strict=True):
        justify = "right" if column.number else "left"
        grid.add_column(Text(title), justify=justify, style=column.style, width=its_width, no_wrap=True)
    for row in rows:
        grid.add_row(*map(Text, row))
    return grid


def _paragraphs(table: Table) -> Iterator[RenderableType]:
    """A paragraph for each row: its first cell, and below it the others with the titles of their columns."""
    for row in table.rows(True):
        said = [
            f"{column.short or column.title}\u00a0{cell}".replace(" ", "\u00a0")
            for column, cell in zip(table.columns[1:], map(printable, row[1:]), strict=True)
            if cell
        ]
        yield Text(printable(row[0]), style="bold")
        yield Padding(Text(" · ".join(said)), (0, 0, 0, 2))
