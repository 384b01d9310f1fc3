"""Pages as Rich shows them: in colour on a terminal, plain in a pipe, and never with a cell cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text
from rich.theme import Theme

from pingan_cli.problems import printable
from pingan_cli.views.lines import flowed, wrapped
from pingan_cli.views.page import Column, Page, Table

HELD, AWARDED, MISSED, UNKNOWN = "#0087d7", "#af8700", "#d75f00", "#808080"
"""Colours that read on black and on white and that colour-blind eyes tell apart, each one of the usual 256.

A shape always says the same as a colour does.
"""

THEME = Theme(
    {
        "mark.held": HELD,
        "mark.reached": f"bold {AWARDED}",
        "mark.uncounted": HELD,
        "mark.missed": f"bold {MISSED}",
        "mark.revoked": f"bold {MISSED}",
        "mark.unknown": UNKNOWN,
        "mark.unassessed": UNKNOWN,
        "mark.to_hold": UNKNOWN,
        "mark.to_come": AWARDED,
        "mark.to_miss": MISSED,
        "bar.sure": HELD,
        "bar.open": HELD,
        "bar.empty": UNKNOWN,
    }
)

FEW_COLOURS = Theme(
    {
        "mark.held": "none",
        "mark.reached": "bold magenta",
        "mark.uncounted": "none",
        "mark.missed": "bold red",
        "mark.revoked": "bold red",
        "mark.unknown": "dim",
        "mark.unassessed": "dim",
        "mark.to_hold": "dim",
        "mark.to_come": "magenta",
        "mark.to_miss": "red",
        "bar.sure": "none",
        "bar.open": "none",
        "bar.empty": "dim",
    }
)
"""The same for 16 colours, of which only some read on both grounds, whatever the terminal makes of them."""

NATURAL = 1 << 16
"""The width of a page that nothing limits."""


def table_text(page: Page, quiet: bool = False, to_screen: bool = True) -> str:
    """The page as the terminal is to get it, or as plain text of its natural width where there is none."""
    console = Console(theme=THEME, highlight=False, markup=False, emoji=False, no_color=None if to_screen else True)
    if console.color_system in ("standard", "windows"):
        console.push_theme(FEW_COLOURS)
    on_terminal = to_screen and console.is_terminal
    if not on_terminal:
        console = Console(width=NATURAL, color_system=None, theme=THEME, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        for part in rendered(page, console.width, quiet):
            console.print(part, soft_wrap=isinstance(part, Text))  # lines fit already, or are addresses
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


def rendered(page: Page, width: int, quiet: bool) -> Iterator[RenderableType]:
    """The page one line or table after another, in the fullest form that a width has room for."""
    for line in _running(page.title, width):
        yield Text(line, style="bold")
    for part in page.parts:
        yield Text()
        if isinstance(part, Table):
            yield from _table(part, width)
        else:
            for line in part.make(width):
                spans = [(line, "")] if isinstance(line, str) else line
                yield Text.assemble(*((printable(text), style) for text, style in spans))
    if page.notes and not quiet:
        yield Text()
        for note in page.notes:
            yield from map(Text, _running(note, width))


def _running(text: str, width: int) -> list[str]:
    """Running text in lines; in one where nothing limits it, so that it can be searched for."""
    return [printable(text)] if width == NATURAL else wrapped(printable(text), width)


def _table(table: Table, width: int) -> Iterator[RenderableType]:
    """The table in the fullest form that fits the width."""
    for short, spare in ((False, True), (True, True), (True, False)):
        kept = [index for index, column in enumerate(table.columns) if spare or not column.spare]
        columns = [table.columns[index] for index in kept]
        rows = [[printable(row[index]) for index in kept] for row in table.rows(short)]
        titles = [(short and column.short) or column.title for column in columns]
        widths = [max(map(cell_len, cells)) for cells in zip(titles, *rows, strict=True)]
        if sum(widths) + 2 * (len(widths) - 1) <= width:
            yield _grid(columns, titles, widths, rows)
            return
    yield from _paragraphs(table, width)


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


def _paragraphs(table: Table, width: int) -> Iterator[RenderableType]:
    """A paragraph for each row: its first cell, and below it the others with the titles of their columns."""
    for row in table.rows(True):
        said = [
            f"{column.short or column.title} {cell}"
            for column, cell in zip(table.columns[1:], map(printable, row[1:]), strict=True)
            if cell
        ]
        yield Text(printable(row[0]), style="bold")
        for line in flowed(said, width - 2, " · "):
            yield Padding(Text(line), (0, 0, 0, 2))
