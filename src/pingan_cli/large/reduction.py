"""Rows to histories: for each unit and mark the mask of periods, made by one query where the rows lie."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pingan_cli.engine.ladder import Ladder
from pingan_cli.large.backend import Backend, Relation, text
from pingan_cli.problems import Problem
from pingan_cli.records.asides import ASIDE
from pingan_cli.records.cards import UNIT_TITLES, USUAL, CardFile, Settings, card_file, is_odd_unit
from pingan_cli.records.marks import is_cancelled
from pingan_cli.records.table import Table

CSV = (".csv", ".csv.gz", ".csv.zst")
"""How the names of files end that the plain reader reads as well."""

WORD = 62
"""So many periods go into one number of an engine; later ones go into further numbers."""

_NO_YEAR = 1 << WORD
_NONE = f"CAST({_NO_YEAR} AS BIGINT)"
_SOME = 8
_SETTLED = (
    " -~\xa1-\xac\xae-\u02ff\u0386-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u201f\u3041-\u3096\u30a1-\u30fa\u30fc"
    "\u3001\u3002\u3007\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff08\uff09\uff0c"
)
"""Characters that stand as they are in the one form of names, whatever stands beside them."""

_TITLES = "|".join(map(re.escape, sorted(UNIT_TITLES)))
_ODD = text(
    f'(?i)^[=+@-]|^ | $|  |[^ -~] | [^ -~]|[",]|[^{_SETTLED}]|^$|[:：)）.!。]$|^[0-9]{{1,5}}$|年'
    f"|[、；;]|^[以上本此][上述下表名]|^[一二三四五六七八九十第(（*#]|^(?:{_TITLES})$|{ASIDE.removeprefix('(?i)')}"
)
"""Units that are blank, or not meant as they are spelt, or cannot stand in CSV as they are; some others too."""


@dataclass(frozen=True, kw_only=True)
class EngineTable(Table):
    """The rows of a table in an engine, read as those of a file are; a line is the row's number, from 1."""

    relation: Relation
    backend: Backend

    @property
    def is_text(self) -> bool:
        """Rows in an engine are no text."""
        return False

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Every row with its number."""
        cells = ", ".join(f"CAST({each} AS VARCHAR) AS c{index}" for index, each in enumerate(self.relation.columns))
        for number, row in enumerate(self.backend.fetch(f"SELECT {cells} FROM {self.relation.sql} AS t"), 1):
            yield number, [cell or "" for cell in row]

    def sample(self, count: int) -> Iterator[list[str]]:
        """The first rows."""
        cells = ", ".join(f"CAST({each} AS VARCHAR) AS c{index}" for index, each in enumerate(self.relation.columns))
        for row in self.backend.fetch(f"SELECT {cells} FROM {self.relation.sql} AS t LIMIT {count}"):
            yield [cell or "" for cell in row]

    def columns(self, cells: object) -> dict[tuple[int, int], int]:
        """Rows of a table have no columns of characters."""
        return {}


@dataclass(frozen=True)
class Reduction:
    """The rows of one source, reduced.

    `name` stands for a table of `unit`, `mark` and a number for each word of periods, with a row for each unit and
    mark. `marks` are the periods for which some row has a mark. `odd` waits for the units that may not be plain.
    """

    cards: CardFile
    name: str
    words: int
    marks: Mapping[str, int]
    odd: Callable[[], list[tuple[str]]]

    def odd_units(self) -> list[str] | None:
        """The units that may not be plain; None where one is blank, or may be no unit's name."""
        units = [unit for (unit,) in self.odd()]
        others = self.cards.columns.width > 2 or self.cards.columns.year is None
        return None if any(is_odd_unit(unit, others) for unit in units) else units

    @property
    def tells_more(self) -> bool:
        """Whether something is to be told of the list beside its honours, which only reading it unit by unit finds."""
        cards = self.cards
        unread = cards.table.path.name.lower().endswith(CSV) and len(cards.table.header) > len(cards.columns.all)
        return bool(cards.warnings or cards.years.guessed or unread or any(map(is_cancelled, self.marks)))

    def masks(self, backend: Backend) -> dict[str, dict[str, int]]:
        """For each mark and unit the mask of its periods, as a card file has them."""
        marks: dict[str, dict[str, int]] = {}
        words = ", ".join(f"word{word}" for word in range(self.words))
        for unit, mark, *masks in backend.fetch(f"SELECT unit, mark, {words} FROM {self.name} AS t"):
            marks.setdefault(mark, {})[unit] = _one(masks)
        return marks


def reduce_rows(
    backend: Backend, name: str, ladder: Ladder, number: int = 0, settings: Settings = USUAL
) -> tuple[Reduction | CardFile | None, list[Problem]]:
    """The rows of a file or table reduced in the engine, or all that keeps them from being read.

    A card file of which only the header has been read where some rows are not plain: one that lacks a cell, a unit's
    second name, or a column for each year. `number` tells the sources of a run apart.
    """
    relation = backend.relation(name)
    table = EngineTable(
        path=Path(name),
        encoding="utf-8",
        separator=",",
        header=list(relation.titles),
        relation=relation,
        backend=backend,
        skipped=0,
    )
    cards, problems = card_file(table, ladder, settings=settings)
    if cards is None:
        return None, problems
    at = cards.columns
    named = [index for index in (at.unit, at.code, at.english) if index is not None]
    if len(named) > 1 or at.years:
        return cards, []
    years = _usual_years(cards) if at.year is not None else [at.file_year]
    kept, marks = _kept(backend, f"reduced{number}", cards, relation, named[0], years)
    if at.year is not None and any(mask & _NO_YEAR for mask in marks.values()):
        asked = f"SELECT DISTINCT {_as_text(relation.columns[at.year])} AS year FROM {relation.sql} AS t"
        years = sorted(year for (year,) in backend.fetch(asked))
        kept, marks = _kept(backend, f"reduced{number}", cards, relation, named[0], years)
    if (
        cards.years.wrong
        or cards.years.empty
        or not marks
        or (at.result is not None and not all(map(str.strip, marks)))
    ):
        return cards, []
    odd = backend.begin(f"SELECT DISTINCT unit FROM {kept} AS t WHERE regexp_matches(unit, {_ODD})")
    return Reduction(cards, kept, _words(cards, years), marks, odd), []


def _kept(
    backend: Backend, name: str, cards: CardFile, relation: Relation, unit_at: int, years: list[str]
) -> tuple[str, dict[str, int]]:
    """The table of reduced rows, and the periods of each mark in it."""
    kept = backend.keep(name, _query(cards, relation, unit_at, years))
    if cards.columns.result is None:
        kept = f"(SELECT *, '' AS mark FROM {kept} AS t)"
    words = ", ".join(f"bit_or(word{word}) AS word{word}" for word in range(_words(cards, years)))
    told = backend.fetch(f"SELECT mark, {words} FROM {kept} AS t GROUP BY mark")
    return kept, {mark: _one(masks) for mark, *masks in told}


def _one(words: Sequence[int | None]) -> int:
    """The mask that several numbers of an engine make."""
    return sum((mask or 0) << WORD * word for word, mask in enumerate(words))


def _usual_years(cards: CardFile) -> list[str]:
    """The years that are looked for first: as many as fit into one number."""
    ladder, earlier = cards.years.ladder, cards.years.earlier
    years = range(ladder.first_year, 2200 - earlier)
    usual = [year for year in years if (period := ladder.period_of(year)) is not None and period < WORD]
    return [str(year + earlier) for year in usual]


def _query(cards: CardFile, relation: Relation, unit_at: int, years: list[str]) -> str:
    """The one query that reduces. Rows with a year that is none of these set the bit `_NO_YEAR`."""
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
    by = "told.unit" if at.result is None else "told.unit, told.mark"
    told = f"SELECT {unit} AS unit, {mark} AS mark, {year} AS year FROM {relation.sql} AS t"
    return f"SELECT {by}, {masks} FROM ({told}) AS told GROUP BY {by}"


def _bits(cards: CardFile, year: str, years: list[str], whole: bool, word: int) -> str:
    """The bit of a row's year in a word.

    Whole numbers are shifted to it where each year has its bit as far behind the first year's as it comes after it, and
    one word holds them all. For texts one comparison
    after another is sooner done than a join, and knows no other way to spell a year; some tell only which eight years
    are left.
    """
    places = [cards.years[each].bit_length() - 1 for each in years]
    first = int(years[0]) if whole else 0
    if whole and places == [int(year) - first for year in years] and max(places) < WORD:
        bit = f"CAST(1 AS BIGINT) << CAST(told.year - {first} AS INTEGER)"
        return f"CASE WHEN told.year BETWEEN {first} AND {years[-1]} THEN {bit} ELSE {_NONE} END"
    bits = [1 << place % WORD if place >= 0 and place // WORD == word else 0 for place in places]
    spelt = dict(zip(years if whole else map(text, years), bits, strict=True))
    if not all(re.fullmatch("[0-9]{4}", each) for each in years):  # nor in the same order for every engine
        return _which(spelt.items())
    some = [sorted(spelt.items())[at : at + _SOME] for at in range(0, len(spelt), _SOME)]
    return f"CASE {' '.join(f'WHEN told.year <= {each[-1][0]} THEN {_which(each)}' for each in some)} ELSE {_NONE} END"


def _which(years: Iterable[tuple[str, int]]) -> str:
    """The bit of the one year that a row has."""
    return (
        f"CASE told.year {' '.join(f'WHEN {year} THEN CAST({bit} AS BIGINT)' for year, bit in years)} ELSE {_NONE} END"
    )


def _words(cards: CardFile, years: list[str]) -> int:
    return max(0, *(cards.years[year].bit_length() - 1 for year in years)) // WORD + 1


def _as_text(column: str) -> str:
    return f"coalesce(CAST({column} AS VARCHAR), '')"
