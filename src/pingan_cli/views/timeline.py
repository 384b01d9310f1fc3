"""Years as lines of marks on one axis, told apart by their shapes: held, awarded, missed, revoked, not on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len

from pingan_cli.engine.course import Past
from pingan_cli.engine.ladder import Tier
from pingan_cli.views.lines import flowed, wrapped
from pingan_cli.views.page import Line, Say
from pingan_cli.views.wording import MEANINGS, TIER_OPEN

MARKS = {"held": "●", "reached": "◆", "uncounted": "○", "missed": "×", "revoked": "⊘", "unknown": "?"}
"""The mark of each result; `reached` is a held year in which a tier was awarded."""

TO_COME = {"to_hold": "·", "to_come": "◇", "to_miss": "–"}
"""The marks of years that are only supposed: held, held with a tier awarded, missed."""

_ALL_MARKS = {**MARKS, "unassessed": "/", **TO_COME}
_LABEL_EVERY = 5
_MOST = 100
"""Marks are not set further apart than fills so many cells."""


class Cell(NamedTuple):
    """One period: the year that names it, the kind of its mark, and the tier awarded in it.

    `open`: whether years not on record may have made it a higher tier.
    """

    year: int
    mark: str
    tier: Tier | None = None
    open: bool = False


class Row(NamedTuple):
    """A line of marks and the name that stands before it, if any."""

    name: Any
    cells: Sequence[Cell]


def mark_of(past: Past) -> str:
    """Which of `MARKS` a period has."""
    return "reached" if past.result == "held" and past.verdict.awarded else past.result


def cells_of(course: Iterable[Past]) -> list[Cell]:
    """The periods of a course as cells."""
    cells: list[Cell] = []
    for past in course:
        mark, (low, high) = mark_of(past), past.verdict.streak
        cells.append(Cell(past.year, mark, past.verdict.awarded if mark == "reached" else None, low != high))
    return cells


def timeline(rows: Sequence[Row], width: int, say: Say) -> list[Line]:
    """Lines of marks below an axis of years, one below another where the years do not fit the width.

    Under a single line stand the names of the tiers; in several lines their numbers stand beside the marks.
    """
    years = sorted({cell.year for row in rows for cell in row.cells})
    names = [say(row.name) for row in rows]
    margin = max(map(cell_len, names))
    above = margin > width // 3
    margin = 0 if above or not margin else margin + 2
    size = _size(years, min(width, _MOST) - margin)
    fitting = max(_LABEL_EVERY, (width - margin + size - 1) // size)
    if len(years) > fitting:
        fitting -= fitting % _LABEL_EVERY
    lines: list[Line] = []
    for start in range(0, len(years), fitting):
        span = years[start : start + fitting]
        if start:
            lines.append("")
        lines.append(" " * margin + _axis(span, size))
        for row, name in zip(rows, names, strict=True):
            cells = {cell.year: cell for cell in row.cells}
            if above:
                lines.append(name)
            before = "" if above else name + " " * (margin - cell_len(name))
            lines.append(((before, ""), *_marks([cells.get(year) for year in span], size, len(rows) > 1)))
        if len(rows) == 1:
            shown = [(span.index(cell.year) * size, cell) for cell in rows[0].cells if cell.tier and cell.year in span]
            lines += [((" " * margin, ""), (text, "mark.reached")) for text in _labels(shown, width - margin, say)]
    return lines


def timeline_with_legend(rows: Sequence[Row], width: int, say: Say) -> list[Line]:
    """The same with its legend below it."""
    return [*timeline(rows, width, say), "", *legend(rows, width, say)]


def legend(rows: Sequence[Row], width: int, say: Say) -> list[str]:
    """What the marks that occur mean, and where there are several lines, the tiers' numbers."""
    cells = [cell for row in rows for cell in row.cells]
    seen = {cell.mark for cell in cells}
    lines = flowed((f"{sign} {say(MEANINGS[mark])}" for mark, sign in _ALL_MARKS.items() if mark in seen), width)
    tiers = {cell.tier.rank: cell.tier for cell in cells if cell.tier}
    if len(rows) > 1:
        lines += flowed((f"{rank + 1} {say(tiers[rank].name)}" for rank in sorted(tiers)), width)
    if any(cell.tier and cell.open for cell in cells):
        lines += wrapped(say(TIER_OPEN), width)
    return lines


def _size(years: Sequence[int], room: int) -> int:
    """How many cells a mark and the space after it take."""
    terms = len(years) > 1 and years[1] - years[0] > 1
    wide = (6, 4, 3) if terms else (4, 3)
    return next((size for size in wide if len(years) * size <= room), 2)


def _axis(years: Sequence[int], size: int) -> str:
    """The years above the marks: the first, and each that ends in 0 or 5, or all, where there is room for it."""
    text = ""
    for index, year in enumerate(years):
        at = index * size
        if (not index or year % _LABEL_EVERY == 0 or size > len(str(year))) and len(text) + (1 if text else 0) <= at:
            text = f"{text:<{at}}{year}"
    return text


def _marks(cells: Sequence[Cell | None], size: int, numbered: bool) -> Iterator[tuple[str, str]]:
    for cell in cells:
        if cell is None:
            yield " " * size, ""
            continue
        number = f"{cell.tier.rank + 1}{'?' if cell.open else ''}" if cell.tier and numbered else ""
        if len(number) > size - 1:
            number = ""
        yield f"{_ALL_MARKS[cell.mark]}{number}", f"mark.{cell.mark}"
        yield " " * (size - 1 - len(number)), ""


def _labels(tiers: Sequence[tuple[int, Cell]], room: int, say: Say) -> list[str]:
    """The short names of tiers under their marks, each in the first line that has room for it."""
    lines: list[str] = []
    for at, cell in tiers:
        assert cell.tier is not None
        name = say(cell.tier.short) + ("?" if cell.open else "")
        at = max(0, min(at, room - cell_len(name)))
        for index, line in enumerate(lines):
            if not line or cell_len(line) < at:
                lines[index] += " " * (at - cell_len(line)) + name
                break
        else:
            lines.append(" " * at + name)
    return lines
