"""How many units hold each honour: bars for a year, and for several years how the ladder filled up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len, set_cell_size

from pingan_cli.engine.award import Award
from pingan_cli.engine.ladder import NONE, Ladder
from pingan_cli.texts import counted, told
from pingan_cli.views.award import tier_id
from pingan_cli.views.lines import flowed
from pingan_cli.views.page import Block, Line, Page, Say, View

_CSV_COLUMNS = ("year", "announced", "tier", "units", "open")

SURE, _OPEN = "█", "▒"
_HEIGHTS = "▁▂▃▄▅▆▇█"
_LONGEST_BAR = 60


class Filling(NamedTuple):
    """How many units hold each honour by the end of a year, by the rank of the lowest that is certain.

    `sure` counts those of which no other is possible, `open` those that may hold a higher one.
    """

    year: int
    sure: Counter[int]
    open: Counter[int]

    def at(self, rank: int) -> int:
        """How many units certainly hold that tier, and perhaps a higher one."""
        return self.sure[rank] + self.open[rank]


def filling(award: Award) -> Filling:
    """The units of an award counted by honour."""
    found = Filling(award.year, Counter(), Counter())
    for _, verdict in award:
        low, high = verdict.honour
        (found.sure if low == high else found.open)[low.rank if low else NONE] += 1
    return found


def chart_view(ladder: Ladder, years: Sequence[Filling]) -> View:
    """The counts in every form: bars for one year, and for several a line of heights and counts for each honour."""
    ranks = _ranks(ladder, years)

    def entries() -> Iterator[dict[str, Any]]:
        return (_entry(ladder, each, ranks) for each in years)

    def rows() -> Iterator[dict[str, Any]]:
        return ({**year, **honour} for year in entries() for honour in year["honours"])

    page = Chart(ladder, years, ranks)
    return View(lambda: _page(page), _CSV_COLUMNS, entries, {"ladder": ladder.id}, "years", rows)


class Chart(NamedTuple):
    """What a chart shows: for each of the years how many units hold each tier, by its rank."""

    ladder: Ladder
    years: Sequence[Filling]
    ranks: Sequence[int]


def _ranks(ladder: Ladder, years: Sequence[Filling]) -> list[int]:
    """The ranks of all named tiers and of the stars that anybody holds, the highest first, and last that of none."""
    highest = max((rank for each in years for rank in (*each.sure, *each.open)), default=NONE)
    return list(range(max(highest, len(ladder.named) - 1), NONE - 1, -1))


def _entry(ladder: Ladder, filled: Filling, ranks: Sequence[int]) -> dict[str, Any]:
    honours = [
        {"tier": tier_id(ladder.tier(rank)), "units": filled.at(rank), "open": filled.open[rank]} for rank in ranks
    ]
    return {"year": filled.year, "announced": filled.year + ladder.announced, "honours": honours}


def _page(chart: Chart) -> Page:
    ladder, years, _ = chart
    opened = sum(years[-1].open.values())
    note = counted(
        "Counted by the lowest honour that is certain; by {year} the records leave a higher one open for 1 unit.",
        "Counted by the lowest honour that is certain; by {year} the records leave a higher one open for {count} "
        "units.",
        count=opened,
        year=years[-1].year,
    )
    notes = [note] if opened else []
    if len(years) == 1:
        title = told("{ladder}: units by honour for {year}", ladder=ladder.name, year=years[0].year)
        return Page(title, [Block(_bars, chart)], notes)
    span = {"first": years[0].year, "last": years[-1].year}
    title = told("{ladder}: units by honour, {first} to {last}", ladder=ladder.name, **span)
    return Page(title, [Block(_grid, chart)], notes)


def _names(chart: Chart, short: bool, say: Say) -> list[str]:
    tiers = map(chart.ladder.tier, chart.ranks)
    none = told("none?") if any(each.open[NONE] for each in chart.years) else told("none")
    return [say((tier.short if short else tier.name) if tier else none) for tier in tiers]


def _bars(chart: Chart, width: int, say: Say) -> list[Line]:
    (filled,), ranks = chart.years, chart.ranks
    names = _names(chart, width < 60, say)
    margin = max(map(cell_len, names)) + 2
    most = max(map(filled.at, ranks)) or 1
    room = max(5, min(_LONGEST_BAR, width - margin - len(str(most)) - 1))
    lines: list[Line] = []
    for rank, name in zip(ranks, names, strict=True):
        total = filled.at(rank)
        length = total if most <= room else -(-total * room // most)
        sure = min(length, -(-filled.sure[rank] * length // total)) if total else 0
        if filled.open[rank] > 0 and sure == length and length > 1:
            sure -= 1
        spans = [(set_cell_size(name, margin), ""), (SURE * sure, "bar.sure"), (_OPEN * (length - sure), "bar.open")]
        lines.append([*spans, (f"{' ' if total else ''}{total}", "" if total else "bar.empty")])
    if filled.open:
        certain = told("units that hold it")
        at_least = told("units that hold it or, for all the records tell, a higher one")
        lines += ["", *flowed([f"{SURE} {say(certain)}", f"{_OPEN} {say(at_least)}"], width)]
    return lines


def _grid(chart: Chart, width: int, say: Say) -> list[Line]:
    """For each honour a line of heights and below it one of counts, a column for each year."""
    _, years, ranks = chart
    most = max(each.at(rank) for each in years for rank in ranks) or 1
    size = max(3, len(str(most)) + 1)
    names = _names(chart, width < 80, say)
    margin = max(map(cell_len, names)) + 1
    fitting = max(1, (width - margin) // size)
    if fitting < len(years) and fitting > 5:
        fitting -= fitting % 5
    lines: list[Line] = []
    for start in range(0, len(years), fitting):
        shown = years[start : start + fitting]
        lines += ["", " " * (margin + 1) + _axis([each.year for each in shown], size)]
        for rank, name in zip(ranks, names, strict=True):
            counts = [each.at(rank) for each in shown]
            heights = "".join(f" {_height(count, most) * (size - 1)}" for count in counts).rstrip()
            if heights:
                lines.append([(" " * margin, ""), (heights, "bar.sure")])
            lines.append([(set_cell_size(name, margin), ""), *_counted(counts, size)])
    return lines[1:]


def _height(count: int, most: int) -> str:
    return _HEIGHTS[-(-count * len(_HEIGHTS) // most) - 1] if count else " "


def _counted(counts: Sequence[int], size: int) -> Iterator[tuple[str, str]]:
    for count in counts:
        yield f"{count or '·':>{size}}", "" if count else "bar.empty"


def _axis(years: Sequence[int], size: int) -> str:
    """The years above their columns, as many as there is room for."""
    text = ""
    for index, year in enumerate(years):
        at = index * size
        if (not index or size > len(str(year)) or not year % 5) and len(text) < at + (not index):
            text = f"{text:<{at}}{year}"
    return text
