"""On which claims the rows of a card file rest, for files that say so in a column `claims`."""

from __future__ import annotations

import csv
import re

from pingan_cli.problems import Problem
from pingan_cli.records.cells import plain
from pingan_cli.source import Source

Basis = dict[tuple[str, int], tuple[str, ...]]
"""By the code of a unit's line and the assessment year, the ids of the claims that the card rests on."""

_COLUMNS = ("year", "code", "claims")
_ID = re.compile("line [0-9]+|[^ ]+")  # a claim without an id is named by its line


def basis_of(source: Source) -> Basis:
    """The claims behind the cards of a source; nothing of files that do not name any."""
    basis: Basis = {}
    registry = source.registry
    for cards, _ in source.cards[0] if registry else ():
        table = cards.table
        if registry is None or not table.is_text or not set(_COLUMNS) <= set(table.header):
            continue
        year_at, code_at, claims_at = map(table.header.index, _COLUMNS)
        try:
            for _, row in table.numbered():
                if len(row) <= max(year_at, code_at, claims_at):
                    continue
                line, year = registry.find(plain(row[code_at])), plain(row[year_at])
                if not isinstance(line, Problem) and year.isdecimal():
                    basis[line.key, int(year)] = tuple(_ID.findall(row[claims_at]))
        except csv.Error:
            continue
    return basis
