"""Any other engine that Ibis reaches: Spark, PostgreSQL and the rest, by their names or URLs.

Ibis connects, and its SQL translator puts the same queries into the engine's own dialect.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import chain, count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus, urlsplit

from pingan_cli.files import note
from pingan_cli.large.backend import FoundTable, Relation, no_table, parts_of_name, quoted
from pingan_cli.large.choosing import EXTRAS, install, kind_of
from pingan_cli.large.file_checks import is_misread
from pingan_cli.large.spark import KEEP_TABLES, cause_of, keeps_no_tables, open_session
from pingan_cli.problems import SECRET, Problem, Refused, without_passwords
from pingan_cli.records.cards import titles
from pingan_cli.records.cells import plain
from pingan_cli.records.sources import exists, is_address, path_of
from pingan_cli.records.table import open_table
from pingan_cli.texts import told

_ARROW = {"VARCHAR": "string", "ENUM": "string", "INTEGER": "int32", "BIGINT": "int64"}
_SPARK_CSV = {
    "header": True, "inferSchema": False, "escape": '"', "multiLine": True, "mode": "FAILFAST",
    "ignoreLeadingWhiteSpace": False, "ignoreTrailingWhiteSpace": False,
}  # fmt: skip
"""How Spark reads CSV as it is meant: every cell as text, and an error where a row is ragged."""

_SHORTEST = 3
"""A shorter password is hidden only where it stands in a URL: it may be part of any word."""

_OF_PATTERNS = r"[\\{}\[\]*?^]"


class NotPlain(Exception):
    """A file that is for the plain reader: Spark would misread it."""


class IbisBackend:
    """A connection of Ibis. What it keeps lies in temporary tables or views of the engine."""

    errors: tuple[type[Exception], ...] = (Exception,)  # each engine has its own, and Ibis hands them on

    def __init__(self, name: str) -> None:
        warnings.simplefilter("ignore")  # of Ibis and Spark, which warn of their own ways
        self._name = without_passwords(name)
        self._secrets = secrets_in(name)
        self._ibis: Any = import_module("ibis")  # untyped, and loaded by no one else
        self._arrow: Any = import_module("pyarrow")
        self._spark: Any = None
        if kind_of(name) != "spark":
            _require_whole_password(name)
        try:
            if kind_of(name) == "spark":
                self._spark = open_session(name)
                self._base: Any = self._ibis.pyspark.connect(self._spark)
            else:
                self._base = self._ibis.connect(name if "://" in name else f"{name}://")
        except Refused:
            raise
        except Exception as error:
            raise self._unreached(kind_of(name), error) from error
        self._kept: dict[str, Any] = {}
        self._numbers = count()

    def _unreached(self, kind: str, error: Exception) -> Refused:
        """Why there is no connection: Ibis hides a module that is missing behind a sentence of its own."""
        missing = _missing_module(error)
        if missing is None:
            reason, hint = self.reason_of(error), ""
        else:
            reason = told("{module} is not installed", module=missing)
            hint = install(EXTRAS[kind]) if kind in EXTRAS else f"pip install 'ibis-framework[{kind}]'"
        message = told("the backend {name!r} cannot be reached: {reason}", name=self._name, reason=reason)
        return Refused([Problem("usage", message, hint=hint)])

    def reason_of(self, error: Exception) -> str:
        """What went wrong, in a line, and without a password."""
        return self._without_secrets(cause_of(error))

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, SECRET)
        return text

    def relation(self, name: str) -> Relation:
        """The rows of a file or a table. Raises `Refused` for none."""
        note(name)
        try:
            table = self._file(name) if self._spark else None
            sql = None if table is None else quoted(table.get_name())
            if table is None:
                found = self.found_table(name)
                if found is None:
                    raise no_table(name, self._base.list_tables(), self._name)
                *schema, last = found.name
                table = self._base.table(last, database=tuple(schema))
                sql = ".".join(map(quoted, found.name))
        except (Refused, NotPlain):
            raise
        except Exception as error:
            message = told("cannot be read: {reason}", reason=self.reason_of(error))
            raise Refused([Problem("file-unreadable", message, name)]) from error
        columns = list(table.schema().items())
        return Relation(
            sql or "",
            tuple(plain(column) for column, _ in columns),
            tuple(quoted(column) for column, _ in columns),
            tuple(kind.is_integer() for _, kind in columns),
        )

    def _file(self, name: str) -> Any:
        """The table in a file, or in a folder that lies elsewhere; None where it is neither."""
        lower, path = name.lower(), path_of(name)
        place = name
        if not is_address(path) and exists(path):
            place = f"file://{path.absolute()}"
        if lower.endswith(".parquet"):
            return self._base.read_parquet(place if place == name else re.sub(_OF_PATTERNS, r"\\\g<0>", place))
        if lower.endswith((".csv", ".csv.gz")):
            if place != name and re.search(_OF_PATTERNS, place):  # Spark looks for a pattern again where it reads
                raise NotPlain
            return self._base.read_csv(place, **_SPARK_CSV, sep="," if place == name else _separator(path))
        if not is_address(path):
            return None
        try:
            return self._base.read_parquet(place)
        except Exception:  # a folder of CSV files then, if it is anything
            return self._base.read_csv(place, **_SPARK_CSV)

    def found_table(self, name: str) -> FoundTable | None:
        """The table of the engine's database that a name means; None where there is none. `Refused` for no name."""
        *schema, table = parts_of_name(name)
        if self._spark and len(schema) < 2 and keeps_no_tables(self._spark):
            message = told("{name!r} would be a table, and this Spark keeps none beyond a run", name=name)
            hint = told("name a file that is there, or tell Spark to keep tables: {setting}", setting=KEEP_TABLES)
            raise Refused([Problem("usage", message, hint=hint)])
        schema = schema or [self._base.current_database]
        try:
            columns = self._base.table(table, database=tuple(schema)).schema().names
        except self._ibis.common.exceptions.TableNotFound:
            return None
        return FoundTable((*schema, table), tuple(columns))

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
        *schema, table = parts_of_name(name)
        if self._base.name != "postgres":
            self._base.create_table(table, self._asked(query), database=tuple(schema) or None, overwrite=True)
            return
        full, answer = ".".join(map(quoted, (*schema, table))), self._base.compile(self._asked(query))
        with self._base.begin() as cursor:  # Ibis replaces no table in a schema that is named
            cursor.execute(f"DROP TABLE IF EXISTS {full}")
            cursor.execute(f"CREATE TABLE {full} AS {answer}")

    def _asked(self, query: str) -> Any:
        return self._base.sql(query, dialect="duckdb")


def _separator(path: Path) -> str:
    """What stands between the cells of a CSV file. Raises `NotPlain` where Spark would misread the file."""
    table, problems = open_table(path, titles())
    if table is None or problems or not table.encoding.startswith("utf-8") or is_misread(path):
        raise NotPlain
    return table.separator


def _require_whole_password(name: str) -> None:
    """Raise `Refused` where a password ends early in a URL: its rest would be taken for a host, and be told."""
    place = re.split("[/?#]", name.partition("://")[2], maxsplit=1)
    if len(place) == 2 and "@" in place[1] and (":" in place[0] or "@" in place[0]):
        message = told("the URL of the backend has a sign in its password that ends it")
        hint = told("write % and its number in place of a sign: %40 for @, %2F for /, %3F for ?, %23 for #")
        raise Refused([Problem("usage", message, hint=hint)])


def secrets_in(name: str) -> list[str]:
    """The passwords and keys that stand in a URL, as they are typed and as they are meant.

    >>> secrets_in("postgres://reader:s%40y@server/peace?sslpassword=other&connect_timeout=3")
    ['s%40y', 's@y', 'other']
    """
    try:
        url = urlsplit(name)
        password = url.password or ""
    except ValueError:  # it is no URL
        return []
    secrets = [password, unquote(password), unquote_plus(password)]
    for key, value in parse_qsl(url.query):
        if without_passwords(f"?{key}=any") != f"?{key}=any":
            secrets += [value, quote(value), quote_plus(value)]
    return [secret for secret in dict.fromkeys(secrets) if len(secret) >= _SHORTEST]


def _missing_module(error: BaseException | None) -> str | None:
    """The module that could not be imported, which is behind an error or the errors before it; None for another."""
    while error is not None:
        if isinstance(error, ModuleNotFoundError):
            return error.name
        error = error.__cause__ or error.__context__
    return None
