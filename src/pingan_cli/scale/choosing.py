"""Which lists are read by an engine instead of row by row, and what has to be installed for it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from pingan_cli.diagnostics import Problem, Refused
from pingan_cli.languages import told

LARGE = 64 << 20
"""Bytes of a CSV file from which on DuckDB reads it, where that is installed: there it saves more than it costs."""

PLAIN = "plain"
"""The name of the backend that is none: every file is read row by row."""

_PARQUET = (".parquet",)
_COMPRESSED = (".csv.zst",)
SUFFIXES = (".csv", *_COMPRESSED, *_PARQUET)
"""How the names of card files end."""


def by_engine(path: Path, backend: str | None = None) -> bool:
    """Whether an engine reads a card file. Raises `Refused` where it takes one that is not installed."""
    name = path.name.lower()
    if name.endswith((*_PARQUET, *_COMPRESSED)) and (backend == PLAIN or not _installed("duckdb")):
        message = told("it takes DuckDB to read a compressed file")
        if name.endswith(_PARQUET):
            message = told("it takes DuckDB to read Parquet")
        raise Refused([Problem("file-unreadable", message, str(path), hint=_install("scale"))])
    if backend is not None or name.endswith((*_PARQUET, *_COMPRESSED)):
        return backend != PLAIN
    try:
        return path.stat().st_size >= LARGE and path.is_file() and _installed("duckdb")
    except OSError:  # told in reading
        return False


def require(module: str, extra: str) -> None:
    """Raise `Refused` with the command that installs an extra when its module is not there."""
    if not _installed(module):
        raise Refused([Problem("usage", told("{module} is not installed", module=module), hint=_install(extra))])


def _installed(module: str) -> bool:
    return find_spec(module) is not None


def _install(extra: str) -> str:
    return f"pip install 'pingan-cli[{extra}]'"
