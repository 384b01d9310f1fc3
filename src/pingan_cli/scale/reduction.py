"""Rows to histories: for each unit and mark the mask of periods, made by one query where the rows lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pingan_cli.diagnostics import Problem
from pingan_cli.engine.ladder import Ladder
from pingan_cli.records.cards import CardFile, Years, columns_of
from pingan_cli.records.table import Table
from pingan_cli.scale.backend import Backend, Relation, text

WORD = 62
_ODD = 1 << WORD
"""So many periods go into one number of an engine; later ones go into further numbers."""


_SPACES = "".join(character for character in map(chr, range(1, 0x3001)) if character.isspace())
"""Everything of which Python makes nothing at the ends of a text."""


@dataclass(frozen=True, kw_only=True)
class Rows(Table):
    """The rows of a table in an engine, read as those of a file are; a line is the row's number, from 1."""

    relation: Relation
    backend: Backend

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Every row with its number."""
        cells = ", ".join(f"CAST({each} AS VARCHAR) AS c{index}" for index, each in enumerate(self.relation.columns))
        for number, row in enumerate(self.backend.fetch(f"SELECT {cells} FROM {self.relation.sql} AS t"), 1):
            yield number, [cell or "" for cell in row]

    def columns(self, cells: object) -> dict[tuple[int, int], int]:
        """Rows of a table have no columns of characters."""
        return {}


@dataclass(frozen=True)
class Reduction:
    """The rows of one source, reduced.

    `name` stands for a table of `unit`, `mark` and a number for each word of periods, with a row for each unit and
    mark; `blank` says whether units in it may be blank.
    """

    cards: CardFile
    name: str
    words: int

    def masks(self, backend: Backend) -> dict[str, dict[str, int]]:
        """For each mark and unit the mask of its periods, as a card file has them."""
        marks: dict[str, dict[str, int]] = {}
        words = ", ".join(f"word{word}" for word in range(self.words))
        for unit, mark, *masks in backend.fetch(f"SELECT unit, mark, {words} FROM {self.name} AS t"):
            marks.setdefault(mark, {})[unit] = sum((mask or 0) << WORD * word for word, mask in enumerate(masks))
        return marks


def reduce_rows(
    backend: Backend, name: str, ladder: Ladder, number: int = 0
) -> tuple[Reduction | CardFile | None, list[Problem]]:
    """The rows of a file or table reduced in the engine, or all that keeps them from being read.

    A card file of which only the header has been read where some rows are not plain: one that lacks a cell, a unit's
    second name, or a column for each year. `number` tells the sources of a run apart.
    """
    relation = backend.relation(name)
    table = Rows(
        path=Path(name),
        encoding="utf-8",
        separator=",",
        header=list(relation.titles),
        relation=relation,
        backend=backend,
    )
    at, problems = columns_of(table)
    if at is None:
        return None, problems
    cards = CardFile(table, at, Years(ladder))
    named = [index for index in (at.unit, at.code, at.english) if index is not None]
    if len(named) > 1 or at.years:
        return cards, []
    years = _usual_years(ladder) if at.year is not None else [at.file_year]
    needed = ["unit"] if at.result is None else ["unit", "mark"]
    kept = backend.keep(f"reduced{number}", _query(cards, relation, named[0], years))
    count_odd = f"sum(CASE WHEN word0 >= {_ODD} THEN 1 END)"
    count_blank = f"sum(CASE WHEN {' OR '.join(map(_may_be_blank, needed))} THEN 1 END)"
    rows, odd, blank = next(
        backend.fetch(f"SELECT count(*) AS n, {count_odd} AS odd, {count_blank} AS blank FROM {kept} AS t")
    )
    if at.year is not None and odd:
        asked = f"SELECT DISTINCT {_as_text(relation.columns[at.year])} AS year FROM {relation.sql} AS t"
        years = [year for (year,) in backend.fetch(asked)]
        kept = backend.keep(f"reduced{number}", _query(cards, relation, named[0], years))
    told = backend.fetch(f"SELECT {', '.join(needed)} FROM {kept} AS t") if blank else ()
    if not rows or not all(map(str.strip, chain.from_iterable(told))):
        return cards, []
    return Reduction(cards, kept, _words(cards, years)), []


def _usual_years(ladder: Ladder) -> list[str]:
    """The years that are looked for first: as many as fit into one number."""
    first = ladder.first_year
    return [str(year) for year in range(first, min(first + WORD * ladder.period, 2200))]


def _query(cards: CardFile, relation: Relation, unit_at: int, years: list[str]) -> str:
    """The one query that reduces. Rows with a year that is none of these set the bit `_ODD`."""
    at = cards.columns
    unit, mark, year = (
        _as_text(relation.columns[index]) if index is not None else "''" for index in (unit_at, at.result, at.year)
    )
    whole = at.year is not None and relation.integers[at.year] and all(map(str.isdecimal, years))
    if whole:
        year = relation.columns[at.year or 0]
    elif at.year is None:
        year = text(at.file_year)
    masks = ", ".join(
        f"bit_or({_bits(cards, year, years, whole, word)}) AS word{word}" for word in range(_words(cards, years))
    )
    by = "unit" if at.result is None else "unit, mark"
    told = f"SELECT {unit} AS unit, {mark} AS mark, {year} AS year FROM {relation.sql} AS t"
    by_mark = "told.mark" if at.result is not None else "'' AS mark"
    return f"SELECT told.unit, {by_mark}, {masks} FROM ({told}) AS told GROUP BY {by}"


def _bits(cards: CardFile, year: str, years: list[str], whole: bool, word: int) -> str:
    """The bit of a row's year in a word. One comparison after another is sooner done than a join, or arithmetic."""
    cases: list[str] = []
    for each in years:
        place, bit = divmod(max(cards.years[each].bit_length() - 1, 0), WORD)
        number = 1 << bit if cards.years[each] and place == word else 0
        cases.append(f"WHEN {each if whole else text(each)} THEN CAST({number} AS BIGINT)")
    return f"CASE told.year {' '.join(cases)} ELSE CAST({_ODD} AS BIGINT) END"


def _words(cards: CardFile, years: list[str]) -> int:
    return max(0, *(cards.years[year].bit_length() - 1 for year in years)) // WORD + 1


def _as_text(column: str) -> str:
    return f"coalesce(CAST({column} AS VARCHAR), '')"


def _may_be_blank(column: str) -> str:
    return f"{column} = '' OR substr({column}, 1, 1) IN ({', '.join(map(text, _SPACES))})"
