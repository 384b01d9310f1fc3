"""Card files read by an engine: the same histories as row by row, sooner."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pingan_cli.engine.ladder import Ladder
from pingan_cli.large.backend import Backend
from pingan_cli.large.choosing import UNPACK, require
from pingan_cli.large.reduction import Reduction, reduce_rows
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.cards import CardFile, read_cards, read_rows, titles
from pingan_cli.records.table import open_table
from pingan_cli.texts import told


@cache
def open_backend(name: str | None) -> Backend:
    """The engine that a name or a URL means: DuckDB, or another that Ibis reaches. Raises `Refused` for none."""
    if name is None or name == "duckdb" or name.startswith("duckdb://"):
        require("duckdb", "scale")
        from pingan_cli.large.duckdb_backend import DuckdbBackend

        return DuckdbBackend((name or "").removeprefix("duckdb").removeprefix("://"))
    require("ibis", "ibis")
    from pingan_cli.large.ibis_backend import IbisBackend

    return IbisBackend(name)


def read_by_engine(path: Path, ladder: Ladder, backend: str | None = None) -> tuple[CardFile | None, list[Problem]]:
    """What a card file or a table says, or all that keeps it from being read.

    Of a CSV file that is not plain throughout, the plain reader has the last word, and the place of what is wrong.
    """
    engine = open_backend(backend)
    is_csv = path.name.lower().endswith((".csv", ".csv.gz"))
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
        reason = str(error).partition("\n")[0]
        hint = UNPACK if path.name.lower().endswith(".csv.zst") else ""
        problems = [Problem("file-unreadable", told("cannot be read: {reason}", reason=reason), str(path), hint=hint)]
    return read_cards(path, ladder) if is_csv else (None, problems)
