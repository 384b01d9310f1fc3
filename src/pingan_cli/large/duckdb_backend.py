"""DuckDB as the engine: files of every kind, and the tables of a DuckDB database."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
import weakref
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from pingan_cli.files import note
from pingan_cli.large.backend import FoundTable, Relation, no_table, parts_of_name, quoted, text
from pingan_cli.large.background import in_background
from pingan_cli.large.choosing import FOR_ENGINES
from pingan_cli.large.duckdb_module import load_duckdb
from pingan_cli.large.file_checks import blocks_of, check_ratio, check_zstd, is_misread
from pingan_cli.large.memory import allowed_memory
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.cards import titles
from pingan_cli.records.cells import plain
from pingan_cli.records.encodings import UTF8
from pingan_cli.records.table import Table, open_table
from pingan_cli.texts import told

if TYPE_CHECKING:
    import duckdb
else:
    duckdb = load_duckdb()

MEMORY = 1 << 30
"""Bytes that DuckDB may use, at the most; what does not fit lies in a temporary folder meanwhile."""

_ELSEWHERE = re.compile(r":memory:|[a-z_]{2,}:", re.IGNORECASE)
"""How the address of a database begins that is no file."""

_PATTERN = "*?[" if os.sep == "\\" else "*?[\\"
"""Characters by which DuckDB takes a file's name for a pattern, or for another name."""

_THEIRS = "theirs"
"""The name by which a database that somebody named is attached."""

_FOR_THE_PLAIN_READER = "a file for the plain reader"
_AT_A_TIME = 1 << 14
_HEAD = 1 << 16
_BEGUN = 16
_CSV = f"header = true, strict_mode = true, buffer_size = {8 << 20}"
"""How CSV is read: in pieces of a fourth of what DuckDB takes, which is as fast, and fits under smaller limits."""


class DuckdbBackend:
    """A DuckDB of its own in memory, and beside it, where a database file is named, that one's tables."""

    errors: tuple[type[Exception], ...] = (duckdb.Error, MemoryError)

    def __init__(self, database: str = "") -> None:
        self._spill = Path(tempfile.mkdtemp(prefix="pingan-"))
        self._links = count()
        weakref.finalize(self, shutil.rmtree, self._spill, ignore_errors=True)
        self._base = duckdb.connect(
            config={
                "memory_limit": f"{allowed_memory(MEMORY) >> 20}MiB",
                "temp_directory": str(self._spill),
                "preserve_insertion_order": True,
                "python_enable_replacements": False,  # no variable of ours is a table
                "autoinstall_known_extensions": bool(database),  # which are fetched, and only a database may need
            }
        )
        self._doubts: list[Callable[[], bool]] = []
        self._database = _located(database)
        self._theirs = False
        if database:
            weakref.finalize(self, self._base.close)  # so that all is in its file; one in memory needs no closing
            if _ELSEWHERE.match(database) or Path(self._database).exists():
                self._attach("READ_ONLY")

    def _attach(self, how: str) -> None:
        try:
            self._asked(f"ATTACH {text(self._database)} AS {_THEIRS} ({how})")
        except self.errors as error:
            message = told("cannot be read: {reason}", reason=self.reason_of(error))
            raise Refused([Problem("file-unreadable", message, self._database)]) from error
        self._theirs = True

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
        if not self._theirs:
            raise Refused([Problem("file-missing", told("there is no such file"), self._database or name)])
        table = self.found_table(name)
        if table is None:
            raise no_table(name, self._tables(), self._database)
        return self._described(name, _full(table.name))

    def found_table(self, name: str) -> FoundTable | None:
        """The table of the database that a name means; None where there is none. `Refused` for no name.

        DuckDB itself would look for a file of that name, or a variable.
        """
        *outer, table = parts_of_name(name)
        schema = outer[-1] if outer else "main"
        catalog = outer[-2] if len(outer) > 1 else _THEIRS
        if not self._theirs or catalog.lower() not in (_THEIRS, Path(self._database).stem.lower()):
            return None
        columns = self._asked(
            f"SELECT table_schema, table_name, column_name FROM information_schema.columns "
            f"WHERE table_catalog = '{_THEIRS}' AND lower(table_schema) = lower($1) AND lower(table_name) = lower($2) "
            f"ORDER BY ordinal_position",
            [schema, table],
        ).fetchall()
        return FoundTable(columns[0][:2], tuple(column for *_, column in columns)) if columns else None

    def _tables(self) -> list[str]:
        asked = f"SELECT table_schema, table_name FROM information_schema.tables WHERE table_catalog = '{_THEIRS}'"
        return [table if schema == "main" else f"{schema}.{table}" for schema, table in self._asked(asked).fetchall()]

    def reason_of(self, error: Exception) -> str:
        """What went wrong, in a line."""
        if isinstance(error, (MemoryError, duckdb.OutOfMemoryException)):
            return told("the memory that there is does not suffice")
        return str(error).partition("\n")[0]

    def fetch(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of an answer."""
        with _interruptible():
            answer = self._cursor().execute(query)
            while rows := answer.fetchmany(_AT_A_TIME):
                yield from rows

    def begin(self, query: str) -> Callable[[], list[tuple[Any, ...]]]:
        """Begin to look for the rows of an answer, and go on; what is given waits for them."""
        cursor = self._cursor()

        def rows() -> list[tuple[Any, ...]]:
            with _interruptible():
                return cursor.execute(query).fetchall()

        return in_background(rows)

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
            self._asked(f"COPY ({query}) TO {text(str(path.absolute()))} ({form}, USE_TMP_FILE false)")
        except duckdb.IOException as error:
            number = _told_by_system(str(error))
            if number is None:
                raise
            raise OSError(number, os.strerror(number)) from error

    def write_table(self, query: str, name: str) -> None:
        """Make a table of the database of an answer. Until then nothing is written to its file, or made of it."""
        *outer, table = parts_of_name(name)
        if self._theirs:
            self._asked(f"DETACH {_THEIRS}")
        self._attach("READ_WRITE")
        self._asked(f"CREATE OR REPLACE TABLE {_full([*(outer[-1:] or ['main']), table])} AS {query}")

    def _asked(self, query: str, values: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
        with _interruptible():
            return self._base.execute(query, values)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """A further connection, which knows the same tables."""
        return self._base.cursor()

    def _literal(self, name: str) -> str:
        """A file's name as SQL has it, in a form in which DuckDB finds no pattern, no home folder and no address."""
        note(name)
        path = Path(name).absolute()
        if any(sign in str(path) for sign in _PATTERN):
            ending = next((each for each in FOR_ENGINES if path.name.lower().endswith(each)), "")
            link = self._spill / f"{next(self._links)}{ending}"
            link.symlink_to(path)
            path = link
        return text(str(path))

    def _parquet(self, name: str) -> Relation:
        """A Parquet file. A row counts as a byte at least, since many rows may be packed into none."""
        file = self._literal(name)
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
        """A CSV file packed with Zstandard, of which DuckDB gives the lines to look at."""
        if Path(name).is_file():
            check_zstd(Path(name))
        lines = (
            f"read_csv({self._literal(name)}, columns = {{line: 'VARCHAR'}}, delim = '\x01', header = false, "
            "auto_detect = false, strict_mode = true, quote = '', escape = '')"
        )
        self._described(name, lines)
        begun = self._asked(f"SELECT coalesce(line, '') FROM {lines} LIMIT {_BEGUN}").fetchall()
        table, _ = self._opened("".join(f"{line}\n" for (line,) in begun).encode())
        odd = " OR ".join(f"contains(line, {sign})" for sign in ("chr(0)", "' \"'", "'\" '"))
        if not _is_plain(table) or self._asked(f"SELECT line FROM {lines} WHERE {odd} LIMIT 1").fetchone():
            raise duckdb.NotSupportedError(_FOR_THE_PLAIN_READER)
        return _read_as(self._literal(name), table)

    def _csv(self, name: str) -> Relation:
        """A CSV file, its separator and its header being those that the plain reader finds."""
        path = Path(name)
        try:
            head = next(blocks_of(path), b"")[:_HEAD]
            table, _ = self._opened(head[: head.rfind(b"\n") + 1])
            if not _is_plain(table):
                raise duckdb.NotSupportedError(_FOR_THE_PLAIN_READER)
            if path.suffix.lower() == ".gz":  # before DuckDB unpacks it, and finds that it is packed too tightly
                if is_misread(path):
                    raise duckdb.NotSupportedError(_FOR_THE_PLAIN_READER)
            else:
                self._doubts.append(in_background(lambda: is_misread(path)))
        except (OSError, EOFError, zlib.error) as error:  # which tells what is wrong with it
            raise duckdb.NotSupportedError(_FOR_THE_PLAIN_READER) from error
        return _read_as(self._literal(name), table)

    def _opened(self, beginning: bytes) -> tuple[Table | None, list[Problem]]:
        """What the plain reader makes of the beginning of a CSV file."""
        path = self._spill / f"{next(self._links)}.csv"
        path.write_bytes(beginning)
        return open_table(path, titles())

    def _described(self, name: str, sql: str) -> Relation:
        try:
            found = self._asked(f"DESCRIBE SELECT * FROM {sql}").fetchall()
        except self.errors as error:
            if isinstance(error, duckdb.IOException) and not Path(name).exists():
                raise Refused([Problem("file-missing", told("there is no such file"), name)]) from error
            message = told("cannot be read: {reason}", reason=self.reason_of(error))
            raise Refused([Problem("file-unreadable", message, name)]) from error
        return Relation(
            sql,
            tuple(plain(column) for column, *_ in found),
            tuple(quoted(column) for column, *_ in found),
            tuple(kind.endswith(("INT", "INTEGER")) for _, kind, *_ in found),
        )


@contextmanager
def _interruptible() -> Generator[None]:
    """Ctrl-C ends a query with an error of no kind of its own, and lacking memory is told as Python tells it."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise MemoryError from error
    except RuntimeError as error:
        if "interrupted" in str(error):
            raise KeyboardInterrupt from error
        raise


def _told_by_system(sentence: str) -> int | None:
    """The number of the system's error that DuckDB hands on: as such, or before 1.4 by the system's own words."""
    if found := re.search(r'"errno":"(\d+)"', sentence):
        return int(found[1])
    return next((number for number in errno.errorcode if sentence.rstrip().endswith(os.strerror(number))), None)


def _listed(numbers: Sequence[int]) -> str:
    """Numbers in a text, which DuckDB reads twice as fast as it takes them one by one."""
    return f"[{','.join(map(str, numbers))}]"


def _read_as(file: str, table: Table) -> Relation:
    """A CSV file, named as SQL has it, read with the separator and columns found in it; nothing is left to guess."""
    columns = [f"c{index}" for index in range(len(table.header))]
    types = ", ".join(f"{column}: 'VARCHAR'" for column in columns)
    read = (
        f"read_csv({file}, columns = {{{types}}}, delim = {text(table.separator)}, "
        f"{_CSV}, auto_detect = false, quote = '\"', escape = '\"', nullstr = '')"
    )
    return Relation(read, tuple(table.header), tuple(columns), (False,) * len(columns))


def _full(parts: Sequence[str]) -> str:
    """A schema and a table of the database as SQL has them."""
    return ".".join(map(quoted, (_THEIRS, *parts)))


def _is_plain(table: Table | None) -> TypeGuard[Table]:
    """Whether a table begins with its header, in UTF-8, so that an engine finds its columns where they are."""
    if table is None or not table.skipped == table.first_line == 1:
        return False
    return table.encoding == UTF8 and all(table.header[-1:])


def _located(database: str) -> str:
    """Where a database is: its file in full, or its address as it is."""
    return database if not database or _ELSEWHERE.match(database) else str(Path(database).expanduser().absolute())
