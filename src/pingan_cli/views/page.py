"""An answer and its forms, and the page that tables and Markdown are made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pingan_cli.problems import printable
from pingan_cli.views.formats import markdown_table, markdown_text

Line = str | Sequence[tuple[str, str]]
"""A line of a page: a text, or several with the style of each."""


@dataclass(frozen=True)
class Column:
    """A column's title, the shorter one for narrow pages, whether numbers stand in it, and how it is set off.

    A column that is `spare` is left out where there is no room for it.
    """

    title: str
    short: str = ""
    number: bool = False
    style: str = ""
    spare: bool = False


@dataclass(frozen=True)
class Block:
    """Lines that stay as they are: a timeline, or facts below one another. `make` is given the width there is."""

    make: Callable[[int], Sequence[Line]]


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns. `rows` makes them, with full or, where it is asked for `True`, with short names."""

    columns: Sequence[Column]
    rows: Callable[[bool], Sequence[Sequence[str]]]


@dataclass(frozen=True)
class Page:
    """What stands one below another: a title, tables and blocks, and notes."""

    title: str
    parts: Sequence[Table | Block]
    notes: Sequence[str] = ()

    def markdown(self, quiet: bool = False) -> Iterator[str]:
        """The page as Markdown, line by line; `quiet` leaves out the notes."""
        yield f"## {markdown_text(self.title)}\n"
        for part in self.parts:
            yield "\n"
            if isinstance(part, Table):
                yield from markdown_table([column.title for column in part.columns], part.rows(False))
            else:
                lines = [printable(plain(line)) for line in part.make(100)]
                fence = "`" * max(3, 1 + max((len(run) for line in lines for run in re.findall("`+", line)), default=0))
                yield from (f"{fence}text\n", *(f"{line}\n" for line in lines), f"{fence}\n")
        for note in () if quiet else self.notes:
            yield f"\n{markdown_text(note)}\n"


def plain(line: Line) -> str:
    """A line without its styles."""
    return (line if isinstance(line, str) else "".join(text for text, _ in line)).rstrip()


class View(NamedTuple):
    """One answer in each of its forms; each is made when it is asked for."""

    page: Callable[[], Page]
    json: Callable[[], Iterator[str]]
    csv: Callable[[], Iterator[str]]

    def marked(self, mark: str) -> View:
        """The same answer with a mark behind the title of its page."""

        def page() -> Page:
            plain = self.page()
            return replace(plain, title=f"{plain.title} [{mark}]")

        return self._replace(page=page)

    def noted(self, note: str) -> View:
        """The same answer with one more note below its page."""

        def page() -> Page:
            plain = self.page()
            return replace(plain, notes=[*plain.notes, note])

        return self._replace(page=page)
