"""Card files read by an engine: the same histories as row by row, sooner."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pingan_cli.engine.ladder import Ladder
from pingan_cli.large.backend import Backend
from pingan_cli.large.choosing import EXTRAS, install, kind_of, require
from pingan_cli.large.memory import lacks_memory
from pingan_cli.large.reduction import CSV, Reduction, reduce_rows
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.cards import USUAL, CardFile, Settings, card_file, doubted, read_cards, read_rows, titles
from pingan_cli.records.encodings import UTF8
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
    if module == "duckdb" and lacks_memory():
        raise Refused([Problem("file-too-large", told("the memory that there is does not suffice"))])
    try:
        if module == "duckdb":
            from pingan_cli.large.duckdb_backend import DuckdbBackend

            return DuckdbBackend(name.removeprefix("duckdb").removeprefix("://"))
        from pingan_cli.large.ibis_backend import IbisBackend

        return IbisBackend(name)
    except ImportError as error:  # a part of it is missing, or there is no memory for it
        message = told("{module} cannot be loaded: {reason}", module=module, reason=str(error).partition("\n")[0])
        raise Refused([Problem("usage", message, hint=install(extra))]) from error


def read_by_engine(
    path: Path, ladder: Ladder, backend: str = "duckdb", settings: Settings = USUAL
) -> tuple[CardFile | None, list[Problem]]:
    """What a card file or a table says, or all that keeps it from being read.

    Of a CSV file that is not plain throughout, the plain reader has the last word, and the place of what is wrong.
    """
    is_csv = path.name.lower().endswith(CSV) and not is_address(path)
    if is_csv and settings.encoding not in (None, UTF8):
        return read_cards(path, ladder, settings=settings)
    engine = open_backend(backend)
    try:
        found, problems = reduce_rows(engine, str(path), ladder, settings=settings)
        if isinstance(found, Reduction) and found.odd_units() is not None:
            found.cards.marks = found.masks(engine)
            return in_place(found.cards, path, settings) if is_csv else (found.cards, [])
        if found is not None and not is_csv:
            return read_rows(found.cards if isinstance(found, Reduction) else found, in_blocks=False)
    except Refused:
        raise
    except engine.errors as error:
        message = told("cannot be read: {reason}", reason=engine.reason_of(error))
        problems = [Problem("file-unreadable", message, str(path))]
    return read_cards(path, ladder, settings=settings) if is_csv else (None, problems)


def in_place(cards: CardFile, path: Path, settings: Settings) -> tuple[CardFile | None, list[Problem]]:
    """A file of which an engine has read the rows, with its own header and lines, and what is doubtful in them."""
    table, problems = open_table(path, titles(), settings.encoding)
    if table is None:
        return None, problems
    found, problems = card_file(table, cards.years.ladder, settings=settings)
    if found is None:
        return None, problems
    found.marks, found.years = cards.marks, cards.years
    return doubted(found)
