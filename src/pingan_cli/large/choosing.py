"""Which lists are read by an engine instead of row by row, and what has to be installed for it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from pingan_cli.large.memory import lacks_memory
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.sources import PART, exists, is_address
from pingan_cli.texts import told

LARGE = 4 << 20
"""Bytes of a CSV file from which on DuckDB reads it, where that is installed: its start costs less there."""

PLAIN = "plain"
"""The name of the backend that is none: every file is read row by row."""

TABLE = "table:"
"""`-o table:NAME` is a table of the backend."""

_ONLY_BY_ENGINE = {
    ".parquet": told("it takes DuckDB to read Parquet"),
}
_PACKED = (".csv.gz", ".csv.zst")
_PACKED_TO = 8
"""About so many bytes of a list are packed into one."""

FOR_ENGINES = (".csv", *_PACKED, *_ONLY_BY_ENGINE)
"""How the names of the files end that DuckDB reads."""

_READ_BY = {"duckdb": FOR_ENGINES, "spark": (".parquet", ".csv", ".csv.gz")}
"""How the names of the files end that an engine reads itself."""

EXTRAS = {"postgres": "postgres", "postgresql": "postgres", "spark": "spark"}
"""The extra that brings what an engine needs; what others need is named in their own documentation."""


def kind_of(backend: str) -> str:
    """Which engine a backend's name or URL means.

    >>> kind_of("pyspark://?spark.master=yarn"), kind_of("duckdb://peace.db")
    ('spark', 'duckdb')
    """
    kind = backend.partition("://")[0]
    return "spark" if kind == "pyspark" else kind


def reader_of(path: Path, backend: str | None = None) -> str | None:
    """The backend that reads cards: the one that is named, DuckDB where it does better, or None for row by row.

    A file of a kind that an engine does not read is read without it. Raises `Refused` where it takes DuckDB, and that
    is not installed.
    """
    name = path.name.lower()
    if backend in (None, PLAIN):
        return "duckdb" if only_by_engine(path, backend) or (backend is None and _is_large(path)) else None
    if name.endswith(_READ_BY.get(kind_of(backend), ())) and PART not in name:
        return backend
    if not is_address(path) and exists(path):
        return "duckdb" if only_by_engine(path) else None
    return backend


def only_by_engine(path: Path, backend: str | None = None) -> bool:
    """Whether nothing but DuckDB reads a card file. Raises `Refused` where it is not installed, or not to be used."""
    for suffix, missing in _ONLY_BY_ENGINE.items():
        if path.name.lower().endswith(suffix):
            if backend == PLAIN or not _installed("duckdb"):
                raise Refused([Problem("file-unreadable", missing, str(path), hint=install("scale"))])
            return True
    return False


def _is_large(path: Path) -> bool:
    """Whether a CSV file is so large that DuckDB reads it sooner, and DuckDB is there."""
    name = path.name.lower()
    try:
        large = LARGE // _PACKED_TO if name.endswith(_PACKED) else LARGE
        large_enough = name.endswith((".csv", *_PACKED)) and path.is_file() and path.stat().st_size >= large
    except OSError:  # told in reading
        return False
    return large_enough and _installed("duckdb") and not lacks_memory()


def keeps_tables(backend: str | None) -> bool:
    """Whether a backend has tables that outlast the program. DuckDB has them only in the file of a database."""
    return backend not in (None, PLAIN, "duckdb", "duckdb://")


def require(module: str, extra: str) -> None:
    """Raise `Refused` with the command that installs an extra when its module is not there."""
    if not _installed(module):
        raise Refused([Problem("usage", told("{module} is not installed", module=module), hint=install(extra))])


def _installed(module: str) -> bool:
    return find_spec(module) is not None


def install(extra: str) -> str:
    """The command that installs an extra."""
    return f"pip install 'pingan-cli[{extra}]'"
