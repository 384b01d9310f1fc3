"""Rows of awards in files: CSV, JSON Lines and Parquet, each row with its input and its year."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from pingan_cli.engine.award import Award
from pingan_cli.files import write_new
from pingan_cli.views.award import CSV_COLUMNS, UNIT_CELLS, judged_entry, verdict_cells
from pingan_cli.views.formats import csv_lines, json_text

COLUMNS = ("input", "year", *CSV_COLUMNS)
"""The columns of CSV and Parquet: those of `pingan award` after the input and the assessment year."""

NUMBERS = {"year", "streak_min", "streak_max", "since", "conferred", "next_year"}
"""The columns of Parquet that are numbers; the others are text."""

_BLOCK = 1 << 16
_HEADER = "".join(csv_lines(COLUMNS, ())).encode()

Row = TypeVar("Row")


class _Counted(Iterator[Row], Generic[Row]):
    """Rows, and how many of them there have been."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.count = 0
        self._rows = iter(rows)

    def __next__(self) -> Row:
        row = next(self._rows)
        self.count += 1
        return row


def write_rows(path: Path, form: str, name: str, awards: Iterable[Award], most: int | None = None) -> int:
    """Write awards of one input to a new file, and give the number of its rows. Raises `OSError`.

    Of more rows than `most` only the first after them is written: who has that many expected wants no more.
    """
    stop = None if most is None else most + 1
    if form == "jsonl":
        entries = _Counted(islice(_entries(name, awards), stop))
        _write_text(path, (f"{json_text(entry)}\n" for entry in entries))
        return entries.count
    cells = _Counted(islice(_cells(name, awards), stop))
    if form == "parquet":
        _write_parquet(path, cells)
    else:
        _write_text(path, csv_lines(COLUMNS, cells))
    return cells.count


def join_rows(path: Path, form: str, pieces: Sequence[Path]) -> None:
    """Put files with rows into a new one, one after another, and remove them. Raises `OSError`."""
    if form == "parquet":
        _join_parquet(path, pieces)
        return

    def fill(unfinished: Path) -> None:
        with unfinished.open("wb") as whole:
            whole.write(_HEADER if form == "csv" else b"")
            for piece in pieces:
                with piece.open("rb") as stream:
                    stream.seek(len(_HEADER) if form == "csv" else 0)
                    shutil.copyfileobj(stream, whole, _BLOCK)
                piece.unlink()

    write_new(path, fill)


def _cells(name: str, awards: Iterable[Award]) -> Iterator[tuple[object, ...]]:
    for award in awards:
        told: dict[int, tuple[object, ...]] = {}  # what many units have earned alike is put into cells once
        for unit, verdict in award:
            if id(verdict) not in told:
                told[id(verdict)] = verdict_cells(verdict)
            yield (name, award.year, *unit[:UNIT_CELLS], *told[id(verdict)])


def _entries(name: str, awards: Iterable[Award]) -> Iterator[dict[str, Any]]:
    for award in awards:
        for judged in award:
            yield {"input": name, "year": award.year, **judged_entry(judged)}


def _write_text(path: Path, lines: Iterable[str]) -> None:
    def fill(unfinished: Path) -> None:
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(lines)

    write_new(path, fill)


def _write_parquet(path: Path, rows: Iterator[tuple[object, ...]]) -> None:
    arrow: Any = import_module("pyarrow")
    schema = _schema(arrow)

    def fill(unfinished: Path) -> None:
        with unfinished.open("wb") as stream, import_module("pyarrow.parquet").ParquetWriter(stream, schema) as writer:
            while block := list(islice(rows, _BLOCK)):
                columns = zip(*block, strict=True)
                arrays = [arrow.array(cells, column.type) for cells, column in zip(columns, schema, strict=True)]
                writer.write_table(arrow.table(arrays, schema=schema))

    write_new(path, fill)


def _join_parquet(path: Path, pieces: Sequence[Path]) -> None:
    parquet: Any = import_module("pyarrow.parquet")

    def fill(unfinished: Path) -> None:
        with (
            unfinished.open("wb") as stream,
            parquet.ParquetWriter(stream, _schema(import_module("pyarrow"))) as writer,
        ):
            for piece in pieces:
                with parquet.ParquetFile(piece) as rows:
                    for group in range(rows.num_row_groups):
                        writer.write_table(rows.read_row_group(group, use_threads=False))
                piece.unlink()

    write_new(path, fill)


def _schema(arrow: Any) -> Any:
    return arrow.schema([(title, arrow.int32() if title in NUMBERS else arrow.string()) for title in COLUMNS])
