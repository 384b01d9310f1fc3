"""Card files read by an engine: the same histories as row by row, sooner."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pingan_cli.engine.ladder import Ladder
from pingan_cli.large.backend import Backend
from pingan_cli.large.choosing import EXTRAS, UNPACK, install, kind_of, require
from pingan_cli.large.reduction import Reduction, reduce_rows
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.cards import CardFile, read_cards, read_rows, titles
from pingan_cli.records.sources import is_address
from pingan_cli.records.table import open_table
from pingan_cli.texts import told


@cache
def open_backend(name: str = "duckdb") -> Backend:
    """The engine that a name or a URL means: DuckDB, or another that Ibis reaches. Raises `Refused` for none."""
    if kind_of(name) == "duckdb":
        module, extra = "duckdb", "scale"
    else:
        module, extra = "ibis", EXTRAS.get(kind_of(name), "ibis")
    require(module, extra)
    try:
        if module == "duckdb":
            from pingan_cli.large.duckdb_backend import DuckdbBackend

            return DuckdbBackend(name.removeprefix("duckdb").removeprefix("://"))
        from pingan_cli.large.ibis_backend import IbisBackend

        return IbisBackend(name)
    except ImportError as error:  # a part of it is missing, or there is no memory for it
        message = told("{module} cannot be loaded: {reason}", module=module, reason=str(error).partition("\n")[0])
        raise Refused([Problem("usage", message, hint=install(extra))]) from error


def read_by_engine(path: Path, ladder: Ladder, backend: str = "duckdb") -> tuple[CardFile | None, list[Problem]]:
    """What a card file or a table says, or all that keeps it from being read.

    Of a CSV file that is not plain throughout, the plain reader has the last word, and the place of what is wrong.
    """
    engine = open_backend(backend)
    lower = path.name.lower()
    is_csv = lower.endswith((".csv", ".csv.gz")) and not is_address(path)
    try:
        found, problems = reduce_rows(engine, str(path), ladder)
        if isinstance(found, Reduction) and found.odd_units() is not None:
            found.cards.marks = found.masks(engine)
            if is_csv:
                table, _ = open_table(path, titles())
                found.cards.table = table or found.cards.table
            return found.cards, []
        if found is not None and not is_csv:
            return read_rows(found.cards if isinstance(found, Reduction) else found, in_blocks=False)
    except Refused:
        raise
    except engine.errors as error:
        message = told("cannot be read: {reason}", reason=engine.reason_of(error))
        problems = [Problem("file-unreadable", message, str(path), hint=UNPACK if lower.endswith(".csv.zst") else "")]
    return read_cards(path, ladder) if is_csv else (None, problems)
