"""What may come for a few units, each with its years on one axis, its tiers to come, and what if beside today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pingan_cli.engine.course import Past
from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.units import Unit
from pingan_cli.forecasts.cases import Assumed, Case, Change, Forecasts, Foreseen, Recall
from pingan_cli.forecasts.table import Telling, notes, readings, title_of
from pingan_cli.texts import told
from pingan_cli.views.lines import paragraphs
from pingan_cli.views.page import Block, Column, Page, Table
from pingan_cli.views.timeline import Cell, Row, cells_of, legend, timeline
from pingan_cli.views.wording import full_name, since_year, streak_title, with_comma

_FARTHEST = 12
"""How many periods to come a timeline shows, or as many as are assumed."""


def outlook_page(
    ladder: Ladder, forecasts: Forecasts, pasts: Sequence[Sequence[Past]], city: Callable[[Unit], Unit | None]
) -> Page:
    """The page of a few units; `pasts` are their years up to the one looked ahead from."""
    parts: list[Table | Block] = []
    drawn: list[Row] = []
    for foreseen, past in zip(forecasts.units, pasts, strict=True):
        rows = list(_rows(ladder, forecasts.assumed, foreseen, past))
        drawn += rows
        parts += [_lines(full_name(foreseen.unit, city(foreseen.unit))), Block(timeline, rows)]
        parts += _parts(ladder, foreseen)
    parts.append(Block(legend, drawn))
    return Page(title_of(ladder, forecasts), parts, list(notes(ladder, forecasts)))


def _lines(*lines: str) -> Block:
    return Block(paragraphs, lines)


def _rows(ladder: Ladder, assumed: Assumed, foreseen: Foreseen, past: Sequence[Past]) -> Iterator[Row]:
    """The lines of the timeline: today and what if, each by both readings where they differ."""
    today, then, changes = foreseen.outlook
    names = readings(foreseen.outlook)
    farthest = max(ladder.periods(today.year) + _FARTHEST, assumed.periods)
    ends = [each.year for case in today.cases for each in case.coming]
    end = min(max([ladder.periods(year) for year in ends], default=0), farthest)
    end = max(end, assumed.periods) if today.miss_year else 0
    for scenario, forecast in ((told("Today"), today), (told("What if"), then)):
        if forecast is None:
            continue
        for index, name in enumerate(names if forecast.open else [""]):
            given = changes[index].given if changes and forecast is then else ()
            tiers = {each.year: each.tier for each in (*given, *forecast.cases[index].coming)}
            supposed = assumed if forecast is then else Assumed()
            cells = [
                *(_supposed(ladder, cell, supposed) for cell in cells_of(past)),
                *_to_come(ladder, ladder.periods(today.year), end, supposed, tiers),
            ]
            yield Row(with_comma(scenario, name) if then else name, cells)


def _supposed(ladder: Ladder, cell: Cell, assumed: Assumed) -> Cell:
    """A year gone by, as it is assumed where it is not on record."""
    period = ladder.periods(cell.year) - 1
    if cell.mark == "unknown" and (assumed.held | assumed.missed) >> period & 1:
        return cell._replace(mark="to_hold" if assumed.held >> period & 1 else "to_miss")
    return cell


def _to_come(ladder: Ladder, start: int, end: int, assumed: Assumed, tiers: dict[int, Tier]) -> Iterator[Cell]:
    for period in range(start, end):
        year = ladder.year(period)
        if assumed.missed >> period & 1:
            yield Cell(year, "to_miss")
        else:
            yield Cell(year, "to_come" if year in tiers else "to_hold", tiers.get(year))


def _parts(ladder: Ladder, foreseen: Foreseen) -> Iterator[Table | Block]:
    """For each case: where it starts from, its tiers to come, and what honours are at stake."""
    outlook = foreseen.outlook
    today, then, changes = outlook
    for index, case in enumerate(today.cases if outlook.open else today.cases[:1]):
        start = _start(ladder, today.year, case)
        if outlook.open and index == 0:
            start = told("At least, if every year not on record was missed. {start}", start=start)
        elif outlook.open:
            start = told("At most, if every year not on record was held. {start}", start=start)
        if then:
            yield _lines(start, told("What if: {start}", start=_start(ladder, then.year, then.cases[index])))
            rows = _compared(case, then.cases[index], changes[index])
            titles = (told("Today"), told("What if"), told("Change"))
            taken = changes[index].taken
            at_stake = taken and _taken(taken)
        else:
            yield _lines(start)
            rows = [(each.tier, each.anew, each.year, each.if_missed) for each in case.coming]
            titles = (told("For"), told("If {year} is missed", year=today.miss_year), told("Cost"))
            at_stake = case.recall and _taken_by_miss(case.recall)
        if rows:
            yield _table(ladder, rows, titles)
        if today.miss_year is None:
            yield _lines(told("The unit ended with {year}: nothing is to come for it.", year=today.year))
        elif not rows:
            yield _lines(told("The ladder ends here: no further tier is to come."))
        if at_stake:
            yield _lines(at_stake)


def _start(ladder: Ladder, year: int, case: Case) -> str:
    return told(
        "{title} by the end of {year}: {streak}; honour: {honour}",
        title=streak_title(ladder),
        year=year,
        streak=since_year(case.streak, case.since),
        honour=case.honour.name if case.honour else told("none"),
    )


def _taken_by_miss(recall: Recall) -> str:
    names = {"tier": recall.tier.name, "year": recall.year}
    if recall.back:
        return told("Missing {year} takes the {tier} away until {back}.", back=recall.back, **names)
    return told("Missing {year} takes the {tier} away for good.", **names)


def _taken(recall: Recall) -> str:
    names = {"tier": recall.tier.name, "year": recall.year}
    if recall.back:
        return told("What is assumed takes the {tier} away for {year}, until {back}.", back=recall.back, **names)
    return told("What is assumed takes the {tier} away for {year}, for good.", **names)


_Dated = tuple[Tier, bool, int | None, int | None]
"""A tier, whether it is given once more, and its year in each of two columns."""


def _compared(case: Case, then: Case, change: Change) -> list[_Dated]:
    """The tiers of today's forecast and of the other, the lowest first."""
    rows: dict[int, _Dated] = {
        coming.tier.rank: (coming.tier, coming.anew, coming.year, instead)
        for coming, instead in zip(case.coming, change.instead, strict=True)
    }
    honour = case.honour.rank if case.honour else -1
    later = [*change.given, *((each.tier, each.year) for each in then.coming)]
    for (tier, year), before in zip(later, change.before, strict=True):
        rows.setdefault(tier.rank, (tier, tier.rank <= honour, before, year))
    return [rows[rank] for rank in sorted(rows)]


def _table(ladder: Ladder, rows: Sequence[_Dated], titles: tuple[str, str, str]) -> Table:
    first, second, shift = titles

    def cells(short: bool) -> list[list[Any]]:
        say = Telling(ladder, short)
        return [
            [
                say.tier(tier, anew),
                *_dates(ladder, before, told("has it")),
                *_dates(ladder, after, told("never")),
                say.shift(before, after),
            ]
            for tier, anew, before, after in rows
        ]

    columns = [
        Column(told("Tier"), style="bold"),
        Column(first, number=True),
        Column(told("Announced"), number=True, spare=True),
        Column(second, number=True),
        Column(told("Announced"), number=True, spare=True),
        Column(shift, style="bold"),
    ]
    return Table(columns, cells)


def _dates(ladder: Ladder, year: int | None, without: str) -> list[Any]:
    return [without, ""] if year is None else [year, year + ladder.announced]
