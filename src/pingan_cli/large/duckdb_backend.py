"""DuckDB as the engine: files of every kind, and the tables of a DuckDB database."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import weakref
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

try:
    import _duckdb as duckdb  # the same names as `duckdb` has, without 50 ms of modules that are not needed here
except ImportError:  # before DuckDB 1.4
    import duckdb

from pingan_cli.large.backend import Relation, quoted, text
from pingan_cli.large.background import in_background
from pingan_cli.large.bounds import blocks_of, check_ratio, check_zstd
from pingan_cli.large.choosing import UNPACK
from pingan_cli.large.memory import allowed_memory
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.cards import titles
from pingan_cli.records.table import Table, open_table, plain
from pingan_cli.texts import told

MEMORY = 1 << 30
"""Bytes that DuckDB may use, at the most; what does not fit lies in a temporary folder meanwhile."""

_FOR_THE_PLAIN_READER = "a file for the plain reader"
_AT_A_TIME = 1 << 14
_HEAD = 1 << 16
_BEGUN = 16
_CSV = f"header = true, strict_mode = true, buffer_size = {8 << 20}"
"""How CSV is read: in pieces of a fourth of what DuckDB takes, which is as fast, and fits under smaller limits."""


class DuckdbBackend:
    """A DuckDB of its own in memory, and beside it, where a database file is named, that one's tables."""

    errors: tuple[type[Exception], ...] = (duckdb.Error,)

    def __init__(self, database: str = "") -> None:
        self._spill = Path(tempfile.mkdtemp(prefix="pingan-"))
        weakref.finalize(self, shutil.rmtree, self._spill, ignore_errors=True)
        self._base = duckdb.connect(
            config={
                "memory_limit": f"{allowed_memory(MEMORY) >> 20}MiB",
                "temp_directory": str(self._spill),
                "preserve_insertion_order": True,
                "autoinstall_known_extensions": bool(database),  # which are fetched, and only a database may need
            }
        )
        self._doubts: list[Callable[[], bool]] = []
        self._theirs = bool(database)
        if database:
            weakref.finalize(self, self._base.close)  # so that all is in its file; one in memory needs no closing
            try:
                self._base.execute(f"ATTACH {text(database)} AS theirs; USE theirs")
            except duckdb.Error as error:
                message = told("cannot be read: {reason}", reason=str(error).partition("\n")[0])
                raise Refused([Problem("file-unreadable", message, database)]) from error

    def relation(self, name: str) -> Relation:
        """The table that a file's or a table's name means. Raises `Refused` for none, and for one packed too far."""
        lower = name.lower()
        try:
            if lower.endswith(".parquet"):
                return self._parquet(name)
            if lower.endswith(".csv.zst"):
                return self._zstd(name)
            if lower.endswith((".csv", ".csv.gz")):
                return self._csv(name)
        except Refused as refused:
            raise Refused(each if each.file else each._replace(file=name) for each in refused.problems) from None
        return self._described(name, quoted(name))

    def fetch(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of an answer."""
        with _interruptible():
            answer = self._cursor().execute(query)
            while rows := answer.fetchmany(_AT_A_TIME):
                yield from rows

    def begin(self, query: str) -> Callable[[], list[tuple[Any, ...]]]:
        """Begin to look for the rows of an answer, and go on; what is given waits for them."""
        cursor = self._cursor()
        return in_background(lambda: cursor.execute(query).fetchall())

    def keep(self, name: str, query: str) -> str:
        """Make a table of an answer, for as long as the program runs; gives what stands for it in queries."""
        doubts, self._doubts = self._doubts, []
        self._asked(f"CREATE OR REPLACE TABLE memory.main.{name} AS {query}")
        try:
            odd = any(doubt() for doubt in doubts)
        except OSError as error:  # the plain reader tells what is wrong with it
            raise duckdb.NotSupportedError(_FOR_THE_PLAIN_READER) from error
        if odd:
            raise duckdb.NotSupportedError(_FOR_THE_PLAIN_READER)
        return f"memory.main.{name}"

    def store(self, name: str, types: Mapping[str, str], chunks: Iterable[Sequence[Sequence[Any]]]) -> str:
        """Make a table of rows given as columns, chunk by chunk; gives what stands for it in queries."""
        kept, texts = f"memory.main.{name}", [column for column, kind in types.items() if kind == "ENUM"]
        kinds = ["VARCHAR" if kind == "ENUM" else kind for kind in types.values()]
        columns = ", ".join(f"{column} {kind}" for column, kind in zip(types, kinds, strict=True))
        self._asked(f"CREATE OR REPLACE TABLE {kept} ({columns})")
        rows = ", ".join(f"unnest(CAST(${number} AS {kind}[]))" for number, kind in enumerate(kinds, 1))
        for chunk in chunks:
            cells = [
                _listed(column) if kind == "BIGINT" else list(column) for column, kind in zip(chunk, kinds, strict=True)
            ]
            self._asked(f"INSERT INTO {kept} SELECT {rows}", cells)
        for column in texts:
            distinct = f"SELECT {column} FROM {kept} UNION SELECT ''"  # a kind of no texts would be refused
            self._asked(f"CREATE OR REPLACE TYPE {kept}_{column} AS ENUM ({distinct})")
            self._asked(f"ALTER TABLE {kept} ALTER {column} TYPE {kept}_{column}")
        return kept

    def by_character(self, column: str) -> str:
        """The column itself: DuckDB compares texts by their characters."""
        return column

    def write_lines(self, query: str, heading: Sequence[str], path: Path) -> None:
        """Write a heading for each column of an answer into a file, and its rows in their order, as they are."""
        named = f"SELECT * FROM ({query}) AS t({', '.join(map(quoted, heading))})"
        self._copy(named, path, "FORMAT csv, HEADER, QUOTE '', ESCAPE ''")

    def write_parquet(self, query: str, path: Path) -> None:
        """Write an answer as a Parquet file, in its order."""
        self._copy(query, path, "FORMAT parquet, COMPRESSION zstd")

    def _copy(self, query: str, path: Path, form: str) -> None:
        try:
            self._asked(f"COPY ({query}) TO {text(str(path))} ({form}, USE_TMP_FILE false)")
        except duckdb.IOException as error:
            told_by_system = re.search(r'"errno":"(\d+)"', str(error))
            if told_by_system is None:
                raise
            number = int(told_by_system[1])
            raise OSError(number, os.strerror(number)) from error

    def write_table(self, query: str, name: str) -> None:
        """Make a table of the database of an answer."""
        self._asked(f"CREATE OR REPLACE TABLE {quoted(name)} AS {query}")

    def _asked(self, query: str, values: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
        with _interruptible():
            return self._base.execute(query, values)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """A further connection, which knows the same tables."""
        cursor = self._base.cursor()
        return cursor.execute("USE theirs") if self._theirs else cursor

    def _parquet(self, name: str) -> Relation:
        """A Parquet file. A row counts as a byte at least, since many rows may be packed into none."""
        file = text(_no_pattern(name))
        relation = self._described(name, f"read_parquet({file}, hive_partitioning = false)")
        if Path(name).is_file():
            asked = (
                f"SELECT (SELECT sum(total_uncompressed_size) FROM parquet_metadata({file})), "
                f"(SELECT sum(num_rows) FROM parquet_file_metadata({file}))"
            )
            sizes = self._asked(asked).fetchone() or ()
            check_ratio(max(size or 0 for size in sizes), Path(name).stat().st_size)
        return relation

    def _zstd(self, name: str) -> Relation:
        """A CSV file packed with Zstandard, which nothing but DuckDB unpacks. What it would misread is refused."""
        if Path(name).is_file():
            check_zstd(Path(name))
        lines = (
            f"read_csv({text(_no_pattern(name))}, columns = {{line: 'VARCHAR'}}, delim = '\x01', header = false, "
            "auto_detect = false, strict_mode = true, quote = '', escape = '')"
        )
        self._described(name, lines)
        begun = self._asked(f"SELECT coalesce(line, '') FROM {lines} LIMIT {_BEGUN}").fetchall()
        table, problems = self._opened("".join(f"{line}\n" for (line,) in begun).encode())
        if table is None:
            raise Refused([problem._replace(file=name) for problem in problems])
        odd = " OR ".join(f"contains(line, {sign})" for sign in ("chr(0)", "' \"'", "'\" '"))
        if self._asked(f"SELECT line FROM {lines} WHERE {odd} LIMIT 1").fetchone():
            message = told("there are NUL bytes in it, or spaces beside quotes, which DuckDB misreads")
            raise Refused([Problem("file-unreadable", message, name, hint=UNPACK)])
        return _read_as(name, table)

    def _csv(self, name: str) -> Relation:
        """A CSV file, its separator and its header being those that the plain reader finds."""
        path = Path(name)
        try:
            head = next(blocks_of(path), b"")[:_HEAD]
            table, problems = self._opened(head[: head.rfind(b"\n") + 1])
            if problems or table is None or not table.encoding.startswith("utf-8"):
                raise duckdb.NotSupportedError(_FOR_THE_PLAIN_READER)
            if path.suffix.lower() == ".gz":  # before DuckDB unpacks it, and finds that it is packed too tightly
                if _for_the_plain_reader(path):
                    raise duckdb.NotSupportedError(_FOR_THE_PLAIN_READER)
            else:
                self._doubts.append(in_background(lambda: _for_the_plain_reader(path)))
        except (OSError, EOFError, zlib.error) as error:  # which tells what is wrong with it
            raise duckdb.NotSupportedError(_FOR_THE_PLAIN_READER) from error
        return _read_as(name, table)

    def _opened(self, beginning: bytes) -> tuple[Table | None, list[Problem]]:
        """What the plain reader makes of the beginning of a CSV file."""
        path = self._spill / "head.csv"
        path.write_bytes(beginning)
        return open_table(path, titles())

    def _described(self, name: str, sql: str) -> Relation:
        try:
            found = self._asked(f"DESCRIBE SELECT * FROM {sql}").fetchall()
        except duckdb.Error as error:
            if isinstance(error, duckdb.IOException) and not Path(name).exists():
                raise Refused([Problem("file-missing", told("there is no such file"), name)]) from error
            reason = str(error).partition("\n")[0]
            raise Refused(
                [Problem("file-unreadable", told("cannot be read: {reason}", reason=reason), name)]
            ) from error
        return Relation(
            sql,
            tuple(plain(column) for column, *_ in found),
            tuple(quoted(column) for column, *_ in found),
            tuple(kind.endswith(("INT", "INTEGER")) for _, kind, *_ in found),
        )


@contextmanager
def _interruptible() -> Generator[None]:
    """Ctrl-C ends a query with an error of no kind of its own."""
    try:
        yield
    except RuntimeError as error:
        if "interrupted" in str(error):
            raise KeyboardInterrupt from error
        raise


def _listed(numbers: Sequence[int]) -> str:
    """Numbers in a text, which DuckDB reads twice as fast as it takes them one by one."""
    return f"[{','.join(map(str, numbers))}]"


def _read_as(name: str, table: Table) -> Relation:
    """A CSV file read with the separator and the columns that were found in it, with nothing left to guess."""
    columns = [f"c{index}" for index in range(len(table.header))]
    types = ", ".join(f"{column}: 'VARCHAR'" for column in columns)
    read = (
        f"read_csv({text(_no_pattern(name))}, columns = {{{types}}}, delim = {text(table.separator)}, "
        f"{_CSV}, auto_detect = false, quote = '\"', escape = '\"', nullstr = '')"
    )
    return Relation(read, tuple(table.header), tuple(columns), (False,) * len(columns))


def _for_the_plain_reader(path: Path) -> bool:
    """Whether DuckDB would read a CSV file otherwise than it is meant.

    It drops spaces beside a quote, and the quotes with them, and knows nothing of bytes that are not text.
    """
    before = b""
    for block in blocks_of(path):
        if b"\0" in block:
            return True
        if (before == b'"' or b'"' in block) and any(sign in before + block for sign in (b' "', b'" ')):
            return True
        before = block[-1:]
    return False


def _no_pattern(name: str) -> str:
    """A file's name in which DuckDB finds no pattern."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
