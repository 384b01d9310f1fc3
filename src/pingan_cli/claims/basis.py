"""On which claims the rows of a card file rest, for files that say so in a column `claims`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from pingan_cli.problems import Problem
from pingan_cli.records.registry import Registry
from pingan_cli.records.table import open_table, plain

Basis = dict[tuple[str, int], tuple[str, ...]]
"""By the code of a unit's line and the assessment year, the ids of the claims that the card rests on."""

_COLUMNS = ("year", "code", "claims")


def read_basis(paths: Iterable[Path], registry: Registry) -> Basis:
    """The claims behind the cards of files that have been read as cards already; nothing of other files."""
    basis: Basis = {}
    for path in paths:
        table, _ = open_table(path, _COLUMNS)
        if table is None or not set(_COLUMNS) <= set(table.header):
            continue
        year_at, code_at, claims_at = map(table.header.index, _COLUMNS)
        try:
            for _, row in table.numbered():
                if len(row) <= max(year_at, code_at, claims_at):
                    continue
                line, year = registry.find(plain(row[code_at])), plain(row[year_at])
                if not isinstance(line, Problem) and year.isdecimal():
                    basis[line.key, int(year)] = tuple(row[claims_at].split())
        except csv.Error:
            continue
    return basis
