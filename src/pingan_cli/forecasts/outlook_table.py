"""What may come for many units: a row for each, or two where the records leave it open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Unit
from pingan_cli.forecasts.cases import TIERS, Forecasts, Outlook
from pingan_cli.forecasts.telling import Telling, assumption, readings, title_of
from pingan_cli.texts import listed
from pingan_cli.views.award import MOST_ROWS
from pingan_cli.views.page import Column, Page, Table
from pingan_cli.views.wording import streak_title
from pingan_cli.views.words import word

_MOST_NAMED = 5


def forecast_table(ladder: Ladder, forecasts: Forecasts, lang: str, city: Callable[[Unit], str]) -> Page:
    shown = list(islice(forecasts.units, MOST_ROWS))
    with_city = any(city(each.unit) for each in shown)
    with_reading = any(each.outlook.open for each in shown)
    rows_of = _compared if forecasts.assumed.periods else _plain

    def rows(short: bool) -> list[list[str]]:
        say = Telling(ladder, lang, short)
        return [
            [
                each.unit.named(lang),
                *([city(each.unit)] if with_city else []),
                *([reading] if with_reading else []),
                *cells,
            ]
            for each in shown
            for reading, cells in zip(readings(each.outlook, lang), rows_of(say, each.outlook), strict=False)
        ]

    columns = [
        Column(word("unit", lang)),
        *([Column(word("city", lang), spare=True)] if with_city else []),
        *([Column(word("forecast.reading", lang), word("forecast.reading_short", lang))] if with_reading else []),
        *(_compared_columns(ladder, lang) if forecasts.assumed.periods else _plain_columns(ladder, forecasts, lang)),
    ]
    parts = [Table(columns, rows)] if shown else []
    return Page(title_of(ladder, forecasts, lang), parts, list(notes(ladder, forecasts, lang, in_cells=True)))


def _plain_columns(ladder: Ladder, forecasts: Forecasts, lang: str) -> list[Column]:
    years = {each.outlook.today.miss_year for each in forecasts.units if each.outlook.today.miss_year}
    costs = word("forecast.miss", lang, year=years.pop()) if len(years) == 1 else word("forecast.one_miss", lang)
    return [
        Column(streak_title(ladder, lang), word("streak_short", lang), number=True),
        *(Column(word(f"forecast.{place}", lang)) for place in ("first", "second", "third")),
        Column(costs, word("forecast.miss_short", lang), style="bold"),
    ]


def _plain(say: Telling, outlook: Outlook) -> Iterator[list[str]]:
    for case in outlook.today.cases:
        coming = [say.coming(each) for each in case.coming]
        yield [str(case.streak), *coming, *[""] * (TIERS - len(coming)), say.cost(case)]


def _compared_columns(ladder: Ladder, lang: str) -> list[Column]:
    return [
        Column(word("forecast.run_today", lang), number=True, spare=True),
        Column(word("forecast.next_today", lang)),
        Column(word("forecast.run_then", lang), number=True, spare=True),
        Column(word("forecast.next_then", lang)),
        Column(word("forecast.that_then", lang), word("forecast.that_then_short", lang), number=True),
        Column(word("forecast.change", lang), style="bold"),
    ]


def _compared(say: Telling, outlook: Outlook) -> Iterator[list[str]]:
    assert outlook.then
    for case, then, change in zip(outlook.today.cases, outlook.then.cases, outlook.changes, strict=True):
        following = [*(say.dated(*each) for each in change.given), *map(say.coming, then.coming)]
        first = case.coming[0] if case.coming else None
        instead = change.instead[0] if first else None
        told = [say.recalled(change.taken)] if change.taken else []
        told += [say.shift(first.year, instead)] if first else []
        yield [
            str(case.streak),
            say.coming(first),
            str(then.streak),
            following[0] if following else "",
            str(instead or (word("forecast.beyond", say.lang) if first else "")),
            listed(told, say.lang),
        ]


def notes(ladder: Ladder, forecasts: Forecasts, lang: str, in_cells: bool = False) -> Iterator[str]:
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
        yield word("forecast.hypothetical", lang, assumed=assumption(ladder, forecasts.assumed, lang))
    if total > MOST_ROWS:
        yield word("first_rows", lang, shown=f"{MOST_ROWS:,}", total=f"{total:,}")
    if not total:
        yield word("nobody", lang)
    else:
        yield word("forecast.earliest", lang)
        if in_cells and ladder.announced:
            yield word("forecast.ceremony", lang, count=ladder.announced)
        if in_cells and not forecasts.assumed.periods:
            yield word("forecast.costs", lang)
    if anew:
        yield word("forecast.anew", lang)
    if unsure:
        yield word("forecast.open", lang, count=unsure)
    if later:
        yield word("forecast.later_on_record", lang, count=later)
    if forecasts.gainsaid:
        named = [unit.named(lang) for unit in forecasts.gainsaid[:_MOST_NAMED]]
        if more := len(forecasts.gainsaid) - len(named):
            named.append(word("forecast.and_more", lang, count=more))
        yield word("forecast.gainsaid", lang, count=len(forecasts.gainsaid), list=listed(named, lang))
    if forecasts.off_record:
        yield word("forecast.off_record", lang, count=forecasts.off_record)
