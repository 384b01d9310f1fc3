"""Which lists are read by an engine instead of row by row, and what has to be installed for it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from pingan_cli.problems import Problem, Refused
from pingan_cli.records.sources import exists
from pingan_cli.texts import told

LARGE = 64 << 20
"""Bytes of a CSV file from which on DuckDB reads it, where that is installed: there it saves more than it costs."""

PLAIN = "plain"
"""The name of the backend that is none: every file is read row by row."""

UNPACK = told("unpack it, and every problem in it is told with its place: zstd -d FILE")

_ONLY_BY_ENGINE = {
    ".parquet": told("it takes DuckDB to read Parquet"),
    ".csv.zst": told("it takes DuckDB to read a compressed file"),
}
_PACKED = ".csv.gz"
FOR_ENGINES = (".csv", _PACKED, *_ONLY_BY_ENGINE)
"""How the names of the files end that an engine may read; whatever else lies there is no table of an engine."""

_PACKED_TO = 8
"""About so many bytes of a list are packed into one."""


def by_engine(path: Path, backend: str | None = None) -> bool:
    """Whether an engine reads a card file. Raises `Refused` where it takes one that is not installed."""
    if only_by_engine(path, backend):
        return True
    name = path.name.lower()
    if backend is not None:
        return backend != PLAIN and (not exists(path) or (name.endswith(FOR_ENGINES) and path.is_file()))
    try:
        large = LARGE // _PACKED_TO if name.endswith(_PACKED) else LARGE
        large_enough = name.endswith((".csv", _PACKED)) and path.is_file() and path.stat().st_size >= large
    except OSError:  # told in reading
        return False
    return large_enough and _installed("duckdb")


def only_by_engine(path: Path, backend: str | None = None) -> bool:
    """Whether nothing but an engine reads a card file. Raises `Refused` where it takes one that is not installed."""
    for suffix, missing in _ONLY_BY_ENGINE.items():
        if path.name.lower().endswith(suffix):
            if backend == PLAIN or not _installed("duckdb"):
                raise Refused([Problem("file-unreadable", missing, str(path), hint=_install("scale"))])
            return True
    return False


def keeps_tables(backend: str | None) -> bool:
    """Whether a backend has tables that outlast the program. DuckDB has them only in the file of a database."""
    return backend not in (None, PLAIN, "duckdb", "duckdb://")


def require(module: str, extra: str) -> None:
    """Raise `Refused` with the command that installs an extra when its module is not there."""
    if not _installed(module):
        raise Refused([Problem("usage", told("{module} is not installed", module=module), hint=_install(extra))])


def _installed(module: str) -> bool:
    return find_spec(module) is not None


def _install(extra: str) -> str:
    return f"pip install 'pingan-cli[{extra}]'"
