"""What may come for many units: a row for each, or two where the records leave it open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Unit
from pingan_cli.forecasts.cases import TIERS, Forecasts, Outlook
from pingan_cli.forecasts.telling import Telling, assumption, readings, title_of
from pingan_cli.texts import counted, told
from pingan_cli.views.award import MOST_ROWS, first_rows
from pingan_cli.views.page import Column, Page, Table
from pingan_cli.views.wording import streak_title

_MOST_NAMED = 5


def forecast_table(ladder: Ladder, forecasts: Forecasts, city: Callable[[Unit], Unit | None]) -> Page:
    """A row or two for each unit; `city` tells the city that a unit belongs to, if any."""
    shown = list(islice(forecasts.units, MOST_ROWS))
    with_city = any(city(each.unit) for each in shown)
    with_reading = any(each.outlook.open for each in shown)
    rows_of = _compared if forecasts.assumed.periods else _plain

    def rows(short: bool) -> list[list[Any]]:
        say = Telling(ladder, short)
        return [
            [
                each.unit,
                *([city(each.unit)] if with_city else []),
                *([reading] if with_reading else []),
                *cells,
            ]
            for each in shown
            for reading, cells in zip(readings(each.outlook), rows_of(say, each.outlook), strict=False)
        ]

    columns = [
        Column(told("Unit")),
        *([Column(told("City"), spare=True)] if with_city else []),
        *([Column(told("The records allow"), told("Records"))] if with_reading else []),
        *(_compared_columns() if forecasts.assumed.periods else _plain_columns(ladder, forecasts)),
    ]
    parts = [Table(columns, rows)] if shown else []
    return Page(title_of(ladder, forecasts), parts, list(notes(ladder, forecasts, in_cells=True)))


def _plain_columns(ladder: Ladder, forecasts: Forecasts) -> list[Column]:
    years = {each.outlook.today.miss_year for each in forecasts.units if each.outlook.today.miss_year}
    costs = told("Missing {year} costs", year=years.pop()) if len(years) == 1 else told("One miss costs")
    return [
        Column(streak_title(ladder), told("Run"), number=True),
        *(Column(title) for title in (told("Next"), told("Then"), told("And then"))),
        Column(costs, told("A miss"), style="bold"),
    ]


def _plain(say: Telling, outlook: Outlook) -> Iterator[list[Any]]:
    for case in outlook.today.cases:
        coming = [say.coming(each) for each in case.coming]
        yield [case.streak, *coming, *[""] * (TIERS - len(coming)), say.cost(case)]


def _compared_columns() -> list[Column]:
    return [
        Column(told("Run today"), number=True, spare=True),
        Column(told("Next today")),
        Column(told("Run then"), number=True, spare=True),
        Column(told("Next then")),
        Column(told("Today's next then"), told("Comes"), number=True),
        Column(told("Change"), style="bold"),
    ]


def _compared(say: Telling, outlook: Outlook) -> Iterator[list[Any]]:
    assert outlook.then
    for case, then, change in zip(outlook.today.cases, outlook.then.cases, outlook.changes, strict=True):
        following = [*(say.dated(*each) for each in change.given), *map(say.coming, then.coming)]
        first = case.coming[0] if case.coming else None
        instead = change.instead[0] if first else None
        changes = [say.recalled(change.taken)] if change.taken else []
        changes += [say.shift(first.year, instead)] if first else []
        yield [
            case.streak,
            say.coming(first),
            then.streak,
            following[0] if following else "",
            instead or (told("never") if first else ""),
            tuple(changes),
        ]


def notes(ladder: Ladder, forecasts: Forecasts, in_cells: bool = False) -> Iterator[str]:
    """How to read the forecasts, what they leave open, and what they leave out.

    `in_cells`: whether ceremonies and costs stand in the cells of a row, so that they need to be explained.
    """
    total = unsure = later = 0
    anew = False
    for each in forecasts.units:
        total += 1
        unsure += each.outlook.open
        later += each.later
        today, then, _ = each.outlook
        cases = (*today.cases, *(then.cases if then else ()))
        anew = anew or any(coming.anew for case in cases for coming in case.coming)
    if forecasts.assumed.periods:
        assumed = assumption(ladder, forecasts.assumed)
        yield told("What if is only supposed, and on no record: that {assumed}.", assumed=assumed)
    if total > MOST_ROWS:
        yield first_rows(MOST_ROWS, total)
    if not total:
        yield told("No unit fits.")
    else:
        yield told("Every year is the earliest there can be: every further year is held.")
        if in_cells and ladder.announced:
            yield _ceremony(ladder.announced)
        if in_cells and not forecasts.assumed.periods:
            yield told("What a miss costs: how much later the next tiers come, and the year of the first of them.")
    if anew:
        yield told("* once more: the unit has held that tier or a higher one before and starts again.")
    if unsure:
        yield counted(
            "For 1 unit the records leave the run open; 'at least' reads every year not on record as missed, "
            "'at most' as held.",
            "For {count} units the records leave the run open; 'at least' reads every year not on record as missed, "
            "'at most' as held.",
            count=unsure,
        )
    if later:
        yield counted(
            "Of 1 unit later years are on record, which are not used here.",
            "Of {count} units later years are on record, which are not used here.",
            count=later,
        )
    if forecasts.gainsaid:
        named: list[Any] = list(forecasts.gainsaid[:_MOST_NAMED])
        if more := len(forecasts.gainsaid) - len(named):
            named.append(told("and {count} more", count=more))
        yield counted(
            "1 unit is left out, as its records say otherwise than what is assumed: {list}.",
            "{count} units are left out, as their records say otherwise than what is assumed: {list}.",
            count=len(forecasts.gainsaid),
            list=tuple(named),
        )
    if forecasts.off_record:
        yield counted(
            "1 more unit is not on record.", "{count} more units are not on record.", count=forecasts.off_record
        )


def _ceremony(years: int) -> str:
    if years == 1:
        return told("A tier is announced in the year after its own; that year is in brackets where there is room.")
    return told(
        "A tier is announced {count} years after its year; that year is in brackets where there is room.", count=years
    )
