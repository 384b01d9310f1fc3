"""Where cities lie: the `map` of a Data Package, a coarse grid with a place for each city."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import NamedTuple

from pingan_cli.problems import Problem
from pingan_cli.records.header import titles_named
from pingan_cli.records.registry import Registry
from pingan_cli.records.table import open_table
from pingan_cli.texts import told

COLUMNS = ("code", "column", "row", "width")


_TITLES = titles_named(COLUMNS, ("code",), ("width",))


class Place(NamedTuple):
    """The column and the row in which a city's block begins, from 1, west to east and north to south, and its width."""

    column: int
    row: int
    width: int = 1


def read_places(path: Path, registry: Registry) -> tuple[dict[str, Place], list[Problem]]:
    """The places in a CSV file with the columns of `data/zhejiang/map.csv`, by code, and all that is wrong with it."""
    table, problems = open_table(path, _TITLES)
    if table is None:
        return {}, problems
    file = str(path)
    if not set(COLUMNS) <= set(table.header):
        return {}, [Problem("csv-header", told("a map needs the columns {columns}", columns=COLUMNS), file, 1, 1)]
    places: dict[str, Place] = {}
    try:
        for line, cells in table.numbered():
            if not any(cells):
                continue
            row = dict.fromkeys(COLUMNS, "") | dict(zip(table.header, map(str.strip, cells), strict=False))
            numbers = [row[column] for column in COLUMNS[1:]]
            if row["code"] not in registry.by_code:
                message = told("{code!r} is no code in the registry", code=row["code"])
                problems.append(Problem("unit-unknown", message, file, line, 1))
            elif row["code"] in places or not all(re.fullmatch("[1-9]|1[0-9]", number) for number in numbers):
                what = told("a place is a city's only one and has column, row and width, whole numbers from 1 to 19")
                problems.append(Problem("package-invalid", what, file, line, 1))
            else:
                places[row["code"]] = Place(*map(int, numbers))
    except csv.Error as error:
        return {}, [table.broken(error)]
    return places, problems
