"""An answer and its forms, and the page that tables and Markdown are made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pingan_cli.problems import printable
from pingan_cli.texts import said, told
from pingan_cli.views.formats import csv_lines, csv_rows, json_lines, json_text, markdown_table, markdown_text

Line = str | Sequence[tuple[str, str]]
"""A line of a page: a text, or several with the style of each."""

Say = Callable[[Any], str]
"""What puts something told, a name, a number or nothing at all into the language of a page."""


def saying(lang: str) -> Say:
    """What says things in a language."""
    return lambda value: "" if value is None else str(said(value, lang))


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
    """Lines that stay as they are, such as a timeline. `set_lines` makes them of the content for a width."""

    set_lines: Callable[[Any, int, Say], Sequence[Line]]
    content: Any
    say: Say = str

    def make(self, width: int) -> Sequence[Line]:
        """The lines, for a page of so many cells."""
        return self.set_lines(self.content, width, self.say)


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns. `rows` makes them, with full or, where it is asked for `True`, with short names.

    A cell is something told, a name, a number or None; in the page as a language has it, a text.
    """

    columns: Sequence[Column]
    rows: Callable[[bool], Sequence[Sequence[Any]]]


@dataclass(frozen=True)
class Page:
    """What stands one below another: a title, tables and blocks, and notes.

    A view makes it of things told; `said` gives the same page in a language, in which everything is a text.
    """

    title: str
    parts: Sequence[Table | Block]
    notes: Sequence[str] = ()

    def said(self, lang: str) -> Page:
        """The page in a language."""
        say = saying(lang)
        return Page(say(self.title), [_part(each, say) for each in self.parts], list(map(say, self.notes)))

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


def _part(part: Table | Block, say: Say) -> Table | Block:
    if isinstance(part, Block):
        return replace(part, say=say)
    columns = [replace(each, title=say(each.title), short=say(each.short)) for each in part.columns]
    return Table(columns, lambda short: [list(map(say, row)) for row in part.rows(short)])


def plain(line: Line) -> str:
    """A line without its styles."""
    return (line if isinstance(line, str) else "".join(text for text, _ in line)).rstrip()


def _no_head() -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class View:
    """An answer: entries for programs and a page for people, each made when it is asked for.

    JSON is `head` with the list of `entries` under `key`; without a key it is the head alone. CSV has `columns`, of
    the same entries: what an entry has inside another value stands under both names, as `streak_min`. Where a row of
    CSV is no entry, `rows` makes those. `csv_text` makes the same text sooner, for lists of millions. `sheet` is the
    page for a spreadsheet, where that for people leaves rows out or draws what a table can say.
    """

    page: Callable[[], Page]
    columns: Sequence[str]
    entries: Callable[[], Iterable[dict[str, Any]]] = tuple
    head: dict[str, Any] = field(default_factory=_no_head)
    key: str = ""
    rows: Callable[[], Iterable[dict[str, Any]]] | None = None
    csv_text: Callable[[], Iterator[str]] | None = None
    sheet: Callable[[], Page] | None = None

    def json(self) -> Iterator[str]:
        """The answer as JSON, an entry on each line."""
        return json_lines(self.head, self.key, self.entries()) if self.key else iter([f"{json_text(self.head)}\n"])

    def csv(self) -> Iterator[str]:
        """The answer as CSV."""
        return self.csv_text() if self.csv_text else csv_rows(self.columns, (self.rows or self.entries)())

    def spreadsheet(self, lang: str) -> Page:
        """The page for a spreadsheet, in a language."""
        return (self.sheet or self.page)().said(lang)

    def for_excel(self, lang: str) -> Iterator[str]:
        """The tables of a spreadsheet as CSV that Excel opens as it is: a mark of UTF-8, and titles in a language."""
        yield "\ufeff"
        for part in self.spreadsheet(lang).parts:
            if isinstance(part, Table):
                yield from csv_lines([column.title for column in part.columns], part.rows(False))

    def marked(self, mark: str) -> View:
        """The same answer with a mark behind the title of its page."""
        return self._with(lambda page: replace(page, title=told("{title} [{mark}]", title=page.title, mark=mark)))

    def noted(self, note: str) -> View:
        """The same answer with one more note below its page."""
        return self._with(lambda page: replace(page, notes=[*page.notes, note]))

    def _with(self, change: Callable[[Page], Page]) -> View:
        sheet = self.sheet
        return replace(self, page=lambda: change(self.page()), sheet=sheet and (lambda: change(sheet())))
