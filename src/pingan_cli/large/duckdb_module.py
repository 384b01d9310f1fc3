"""DuckDB's module, loaded in a fifth of the time where that can be done.

The package `duckdb` brings 50 ms of modules that are not needed here. What is needed stands in its compiled module
too, whose name is DuckDB's own affair: where it is another, or lacks anything, the package is loaded.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

_NEEDED = ("connect", "DuckDBPyConnection", "Error", "IOException", "NotSupportedError", "OutOfMemoryException")
"""The names that are used of it."""


def load_duckdb(compiled: str = "_duckdb") -> ModuleType:
    """The module, or the package where the compiled module is not as it is known. Raises `ImportError` for none."""
    try:
        module = import_module(compiled)
        if all(hasattr(module, name) for name in _NEEDED):
            return module
    except ImportError:  # before DuckDB 1.4
        pass
    return import_module("duckdb")
