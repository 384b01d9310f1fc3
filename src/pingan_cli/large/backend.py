"""What an engine must be able to do for rows to become histories in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from pingan_cli.problems import Problem, Refused, did_you_mean
from pingan_cli.texts import told

_PART = r'(?:"(?:[^"\0]|"")+"|[^".\0]+)'


class Relation(NamedTuple):
    """A table of cards: what stands after FROM in a query, and the names and types of its columns.

    `titles` are the columns as people called them, `columns` as queries call them.
    """

    sql: str
    titles: tuple[str, ...]
    columns: tuple[str, ...]
    integers: tuple[bool, ...]


class FoundTable(NamedTuple):
    """A table that is there: its full name, by which it is told from others, and its columns."""

    name: tuple[str, ...]
    columns: tuple[str, ...]


class Backend(Protocol):
    """An engine. Queries are DuckDB's SQL, of the kind that other engines have too; a backend translates them.

    What goes wrong in the engine is raised as one of the backend's `errors`.
    """

    errors: tuple[type[Exception], ...]

    def relation(self, name: str) -> Relation:
        """The table that a file's or a table's name means. Raises `Refused` for none."""
        ...

    def reason_of(self, error: Exception) -> str:
        """What one of these errors says, in a line, and without a password."""
        ...

    def fetch(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of an answer."""
        ...

    def begin(self, query: str) -> Callable[[], list[tuple[Any, ...]]]:
        """Begin to look for the rows of an answer, and go on; what is given waits for them."""
        ...

    def keep(self, name: str, query: str) -> str:
        """Make a table of an answer, for as long as the program runs; gives what stands for it in queries."""
        ...

    def store(self, name: str, types: Mapping[str, str], chunks: Iterable[Sequence[Sequence[Any]]]) -> str:
        """Make a table of rows given as columns, chunk by chunk; gives what stands for it in queries.

        The types are BIGINT, INTEGER, VARCHAR, and `ENUM` for texts that many rows of an answer will repeat.
        """
        ...

    def by_character(self, column: str) -> str:
        """The column as one by which rows are put into the order of the numbers of their characters."""
        ...

    def write_lines(self, query: str, heading: Sequence[str], path: Path) -> None:
        """Write a heading for each column of an answer into a file, and its rows in their order.

        Texts are written as they are, with commas between them.
        """
        ...

    def write_parquet(self, query: str, path: Path) -> None:
        """Write an answer as a Parquet file, in its order."""
        ...

    def found_table(self, name: str) -> FoundTable | None:
        """The table of the engine's database that a name means; None where there is none. `Refused` for no name."""
        ...

    def write_table(self, query: str, name: str) -> None:
        """Make a table of an answer that outlasts the program, in the engine that the rows came from."""
        ...


def parts_of_name(name: str) -> list[str]:
    """The parts of a table's name: a schema, and before it a catalog, where they are named.

    A part may stand in double quotes, and must where it has a dot in it. Raises `Refused` for what is no such name.

    >>> parts_of_name('other."cards of 2020"')
    ['other', 'cards of 2020']
    """
    found = re.fullmatch(f"{_PART}(?:\\.{_PART}){{0,2}}", name)
    if found is None:
        message = told("{name!r} is no name of a table", name=name)
        hint = told('such as cards, other.cards or "cards.2020"')
        raise Refused([Problem("usage", message, hint=hint)])
    parts = [part.group() for part in re.finditer(_PART, name)]
    return [part[1:-1].replace('""', '"') if part.startswith('"') else part for part in parts]


def no_table(name: str, tables: Iterable[str], database: str) -> Refused:
    """That there is no table of that name among those of a database."""
    message = told("there is no such table in {file}", file=database)
    return Refused([Problem("file-missing", message, name, hint=did_you_mean(name, tables))])


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL has it."""
    return "'" + value.replace("'", "''") + "'"
