"""Any other engine that Ibis reaches: Spark, PostgreSQL and the rest, by their names or URLs.

Ibis connects, and its SQL translator puts the same queries into the engine's own dialect.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import chain, count
from pathlib import Path
from typing import Any

from pingan_cli.large.backend import Relation, quoted
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.table import plain
from pingan_cli.texts import told

_ARROW = {"VARCHAR": "string", "ENUM": "string", "INTEGER": "int32", "BIGINT": "int64"}
_SPARK_CSV = {
    "header": True, "inferSchema": False, "escape": '"', "multiLine": True, "mode": "FAILFAST",
    "ignoreLeadingWhiteSpace": False, "ignoreTrailingWhiteSpace": False,
}  # fmt: skip
"""How Spark reads CSV as it is meant: every cell as text, and an error where a row is ragged."""

_PATTERN = "*?[]{}\\"
"""Characters by which Spark takes a file's name for a pattern."""


class IbisBackend:
    """A connection of Ibis. What it keeps lies in temporary tables or views of the engine."""

    errors: tuple[type[Exception], ...] = (Exception,)  # each engine has its own, and Ibis hands them on

    def __init__(self, name: str) -> None:
        self._ibis: Any = import_module("ibis")  # untyped, and loaded by no one else
        self._arrow: Any = import_module("pyarrow")
        try:
            self._base: Any = self._ibis.connect(name if "://" in name else f"{name}://")
        except Exception as error:
            reason = str(error).strip().partition("\n")[0]
            message = told("the backend {name!r} cannot be reached: {reason}", name=name, reason=reason)
            raise Refused([Problem("usage", message)]) from error
        self._kept: dict[str, Any] = {}
        self._numbers = count()

    def relation(self, name: str) -> Relation:
        """The table that a file's or a table's name means. Raises `Refused` for none."""
        lower = name.lower()
        if os.path.isfile(name) and any(sign in name for sign in _PATTERN):  # noqa: PTH113
            message = told("an engine would take this name for a pattern")
            raise Refused([Problem("file-unreadable", message, name, hint=told("rename the file"))])
        try:
            if lower.endswith(".parquet"):
                table: Any = self._base.read_parquet(_address(name))
            elif lower.endswith((".csv", ".csv.gz")) and self._base.name == "pyspark":
                table = self._base.read_csv(_address(name), **_SPARK_CSV)
            else:
                table = self._base.table(name)
            sql = quoted(table.get_name())
        except Exception as error:
            reason = str(error).strip().partition("\n")[0]
            raise Refused(
                [Problem("file-unreadable", told("cannot be read: {reason}", reason=reason), name)]
            ) from error
        columns = list(table.schema().items())
        return Relation(
            sql,
            tuple(plain(column) for column, _ in columns),
            tuple(quoted(column) for column, _ in columns),
            tuple(kind.is_integer() for _, kind in columns),
        )

    def fetch(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of an answer."""
        for batch in self._asked(query).to_pyarrow_batches():
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def begin(self, query: str) -> Callable[[], list[tuple[Any, ...]]]:
        """Look for the rows of an answer when they are asked for: not every engine does two things at a time."""
        return lambda: list(self.fetch(query))

    def keep(self, name: str, query: str) -> str:
        """Make a table of an answer, for as long as the program runs; gives what stands for it in queries."""
        self._kept[name] = self._asked(query).cache()
        return quoted(self._kept[name].get_name())

    def store(self, name: str, types: Mapping[str, str], chunks: Iterable[Sequence[Sequence[Any]]]) -> str:
        """Make a table of rows given as columns, chunk by chunk; gives what stands for it in queries."""
        pa = self._arrow
        schema = pa.schema([(column, pa.type_for_alias(_ARROW[kind])) for column, kind in types.items()])
        batches: list[Any] = [
            pa.record_batch([pa.array(cells, kind) for cells, kind in zip(chunk, schema.types, strict=True)], schema)
            for chunk in chunks
        ]
        stored = f"pingan_{name}_{next(self._numbers)}"  # a view with other columns cannot be replaced everywhere
        self._kept[stored] = self._ibis.memtable(pa.Table.from_batches(batches, schema))
        self._base.create_view(stored, self._kept[stored], overwrite=True)
        return quoted(stored)

    def by_character(self, column: str) -> str:
        """The column as one by which rows are put into the order of the numbers of their characters."""
        return f'{column} COLLATE "C"' if self._base.name == "postgres" else column

    def write_lines(self, query: str, heading: Sequence[str], path: Path) -> None:
        """Write a heading for each column of an answer into a file, and its rows in their order, as they are."""
        with path.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(f"{','.join(row)}\n" for row in chain([heading], self.fetch(query)))

    def write_parquet(self, query: str, path: Path) -> None:
        """Write an answer as a Parquet file, in its order."""
        batches: Any = self._asked(query).to_pyarrow_batches()
        with import_module("pyarrow.parquet").ParquetWriter(path, batches.schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)

    def write_table(self, query: str, name: str) -> None:
        """Make a table of an answer that outlasts the program, in the engine that the rows came from."""
        self._base.create_table(name, self._asked(query), overwrite=True)

    def _asked(self, query: str) -> Any:
        return self._base.sql(query, dialect="duckdb")


def _address(name: str) -> str:
    """A file's name as an engine takes it; that of a file elsewhere, such as `s3://…`, is left as it is."""
    elsewhere = re.match("([a-z0-9]{2,}):/+", name)  # a path has lost one of the two strokes
    return f"{elsewhere[1]}://{name[elsewhere.end() :]}" if elsewhere else str(Path(name).absolute())
