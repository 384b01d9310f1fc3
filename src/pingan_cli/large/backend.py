"""What an engine must be able to do for rows to become histories in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol


class Relation(NamedTuple):
    """A table of cards: what stands after FROM in a query, and the names and types of its columns.

    `titles` are the columns as people called them, `columns` as queries call them.
    """

    sql: str
    titles: tuple[str, ...]
    columns: tuple[str, ...]
    integers: tuple[bool, ...]


class Backend(Protocol):
    """An engine. Queries are DuckDB's SQL, of the kind that other engines have too; a backend translates them.

    What goes wrong in the engine is raised as one of the backend's `errors`.
    """

    errors: tuple[type[Exception], ...]

    def relation(self, name: str) -> Relation:
        """The table that a file's or a table's name means. Raises `Refused` for none."""
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

    def write_table(self, query: str, name: str) -> None:
        """Make a table of an answer that outlasts the program, in the engine that the rows came from."""
        ...


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL has it."""
    return "'" + value.replace("'", "''") + "'"
