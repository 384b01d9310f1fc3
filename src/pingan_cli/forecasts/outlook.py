"""What may come for a few units, each with its years on one axis, its tiers to come, and what if beside today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pingan_cli.engine.course import Past
from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.units import Unit
from pingan_cli.forecasts.cases import Assumed, Case, Change, Forecasts, Foreseen, Recall
from pingan_cli.forecasts.outlook_table import notes
from pingan_cli.forecasts.telling import Telling, readings, title_of
from pingan_cli.views.lines import wrapped
from pingan_cli.views.page import Block, Column, Page, Table
from pingan_cli.views.streak import full_name
from pingan_cli.views.timeline import Cell, Row, cells_of, legend, timeline
from pingan_cli.views.wording import streak_title
from pingan_cli.views.words import word

_FARTHEST = 12
"""How many periods to come a timeline shows, or as many as are assumed."""


def outlook_page(
    ladder: Ladder, forecasts: Forecasts, pasts: Sequence[Sequence[Past]], lang: str, city: Callable[[Unit], str]
) -> Page:
    """The page of a few units; `pasts` are their years up to the one looked ahead from."""
    parts: list[Table | Block] = []
    drawn: list[Row] = []
    for foreseen, past in zip(forecasts.units, pasts, strict=True):
        rows = list(_rows(ladder, forecasts.assumed, foreseen, past, lang))
        drawn += rows
        name = full_name(foreseen.unit, lang, city(foreseen.unit))
        parts += [_lines(name), Block(lambda width, rows=rows: timeline(rows, width, lang))]
        parts += _told(ladder, foreseen, lang)
    parts.append(Block(lambda width: legend(drawn, width, lang)))
    return Page(title_of(ladder, forecasts, lang), parts, list(notes(ladder, forecasts, lang)))


def _lines(*lines: str) -> Block:
    return Block(lambda width: [part for line in lines for part in wrapped(line, width)])


def _rows(ladder: Ladder, assumed: Assumed, foreseen: Foreseen, past: Sequence[Past], lang: str) -> Iterator[Row]:
    """The lines of the timeline: today and what if, each by both readings where they differ."""
    today, then, changes = foreseen.outlook
    names = readings(foreseen.outlook, lang)
    farthest = max(ladder.periods(today.year) + _FARTHEST, assumed.periods)
    ends = [each.year for case in today.cases for each in case.coming]
    end = min(max([ladder.periods(year) for year in ends], default=0), farthest)
    end = max(end, assumed.periods) if today.miss_year else 0
    for scenario, forecast in (("forecast.today", today), ("forecast.then", then)):
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
            told = word(scenario, lang) if then else ""
            yield Row(word("comma", lang).join(filter(None, (told, name))), cells)


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


def _told(ladder: Ladder, foreseen: Foreseen, lang: str) -> Iterator[Table | Block]:
    """For each case: where it starts from, its tiers to come, and what honours are at stake."""
    outlook = foreseen.outlook
    today, then, changes = outlook
    keys = ["forecast.least_start", "forecast.most_start"] if outlook.open else [""]
    for index, key in enumerate(keys):
        case = today.cases[index]
        start = _start(ladder, today.year, case, lang)
        lines = [word(key, lang, start=start) if key else start]
        if then:
            after = _start(ladder, then.year, then.cases[index], lang)
            lines.append(word("forecast.then_start", lang, start=after))
        yield _lines(*lines)
        if then:
            rows = _compared(case, then.cases[index], changes[index])
            if rows:
                titles = [word(f"forecast.{each}", lang) for each in ("today", "then", "change")]
                yield _table(ladder, rows, titles, lang)
            at_stake = changes[index].taken, "forecast.taken"
        else:
            rows = [(each.tier, each.anew, each.year, each.if_missed) for each in case.coming]
            if rows:
                missed = word("forecast.if_missed", lang, year=today.miss_year)
                yield _table(ladder, rows, [word("forecast.year", lang), missed, word("forecast.cost", lang)], lang)
            at_stake = case.recall, "forecast.miss_takes"
        if today.miss_year is None:
            yield _lines(word("forecast.ended", lang, year=today.year))
        elif not rows:
            yield _lines(word("forecast.top", lang))
        if at_stake[0]:
            yield _lines(_taken(*at_stake, lang))


def _start(ladder: Ladder, year: int, case: Case, lang: str) -> str:
    streak = word("since_year" if case.since else "since_none", lang, streak=case.streak, year=case.since)
    honour = case.honour.name.of(lang) if case.honour else word("none", lang)
    return word("forecast.start", lang, title=streak_title(ladder, lang), year=year, streak=streak, honour=honour)


def _taken(recall: Recall | None, key: str, lang: str) -> str:
    assert recall is not None
    names = {"tier": recall.tier.name.of(lang), "year": recall.year, "back": recall.back}
    return word(key if recall.back else f"{key}_for_good", lang, **names)


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


def _table(ladder: Ladder, rows: Sequence[_Dated], titles: Sequence[str], lang: str) -> Table:
    announced = word("forecast.announced", lang)
    first, second, shift = titles

    def cells(short: bool) -> list[list[str]]:
        say = Telling(ladder, lang, short)
        return [
            [
                say.tier(tier, anew),
                *_dates(ladder, before, word("forecast.reached", lang)),
                *_dates(ladder, after, word("forecast.beyond", lang)),
                say.shift(before, after),
            ]
            for tier, anew, before, after in rows
        ]

    columns = [
        Column(word("tier", lang), style="bold"),
        Column(first, number=True),
        Column(announced, number=True, spare=True),
        Column(second, number=True),
        Column(announced, number=True, spare=True),
        Column(shift, style="bold"),
    ]
    return Table(columns, cells)


def _dates(ladder: Ladder, year: int | None, without: str) -> list[str]:
    return [without, ""] if year is None else [str(year), str(year + ladder.announced)]
