"""The report as a library call: what `pingan report` does.

>>> from pingan_cli.report.library import report
>>> report(year=2022).years[0]
2005
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from pingan_cli.claims.basis import basis_of
from pingan_cli.claims.library import audit, claim_files
from pingan_cli.library import records_of
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.header import titles_named
from pingan_cli.records.package import Package
from pingan_cli.records.registry import Registry
from pingan_cli.records.table import open_table
from pingan_cli.report.content import Place, Published, Report, report_of
from pingan_cli.shipped import RULES
from pingan_cli.source import Source
from pingan_cli.texts import Told, counted, told

MAP_COLUMNS = ("code", "column", "row", "width")
_TITLES = titles_named(MAP_COLUMNS, ("code",), ("width",))


def report(source: Source | None = None, year: int | None = None) -> Report:
    """What a page tells of a ladder by the end of an assessment year, or else of all years on record.

    `page_lines` and `markdown_lines` of `pingan_cli.report` write it. Raises `Refused` with all that is wrong.
    """
    source = source or Source()
    records = records_of(source)
    judged_year = records.award(year or records.last_year).year
    published = Published()
    if records.registry is not None:
        if claim_files(source):
            audited = audit(source)
            keys = {unit.code: line.key for line in records.registry.lines.values() for unit in line.units}
            published = Published(audited.findings, audited.conflicts, keys, source.once(basis_of))
        if source.units is None:
            home = [source.shipped] if source.shipped else []
            published = published._replace(places=_places([*source.packages, *home], records.registry))
    return report_of(
        records.loaded,
        records.registry,
        records.histories,
        published,
        judged_year,
        judged_year if year else None,
        origin_of(source, len(published.findings)),
        records.sample,
    )


def origin_of(source: Source, claims: int) -> Told:
    """Where the records come from, in words."""
    deduced = counted("deduced from 1 published claim", "deduced from {count} published claims", count=claims)
    said = [
        tuple(map(str, source.data)) or told("shipped"),
        *([told("partial")] if any(package.partial for package in source.packages) else []),
        *([deduced] if claims else []),
        *([told("ladder {file}", file=str(source.loaded.path))] if source.loaded.path.parent != RULES else []),
    ]
    return told("Records: {list}", list=tuple(said))


def _places(packages: Sequence[Package], registry: Registry) -> dict[str, Place]:
    """The places of cities in the first of the packages that has a map."""
    for package in packages:
        if package.map:
            places, problems = read_places(package.map, registry)
            if problems:
                raise Refused(problems)
            return places
    return {}


def read_places(path: Path, registry: Registry) -> tuple[dict[str, Place], list[Problem]]:
    """The places in a CSV file with the columns of `data/zhejiang/map.csv`, by code, and all that is wrong with it."""
    table, problems = open_table(path, _TITLES)
    if table is None:
        return {}, problems
    file = str(path)
    if not set(MAP_COLUMNS) <= set(table.header):
        return {}, [Problem("csv-header", told("a map needs the columns {columns}", columns=MAP_COLUMNS), file, 1, 1)]
    places: dict[str, Place] = {}
    try:
        for line, cells in table.numbered():
            if not any(cells):
                continue
            row = dict.fromkeys(MAP_COLUMNS, "") | dict(zip(table.header, map(str.strip, cells), strict=False))
            numbers = [row[column] for column in MAP_COLUMNS[1:]]
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
