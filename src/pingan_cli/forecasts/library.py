"""Looking ahead as a library call: what `pingan forecast` does.

>>> from pingan_cli import open_records
>>> from pingan_cli.forecasts.library import forecast
>>> dongtou = forecast(open_records(), ["Dongtou"]).units[0].outlook.today.cases[0]
>>> [(each.tier.id, each.year, each.if_missed) for each in dongtou.coming]
[('gold-ding-3', 2025, 2044), ('gold-ding-4', 2028, 2047), ('gold-ding-5', 2031, 2050)]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pingan_cli.answers import Answer, Origin
from pingan_cli.engine.course import Past, course
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import NONE
from pingan_cli.engine.units import Line, Unit
from pingan_cli.engine.verdict import LAST_YEAR
from pingan_cli.forecasts import cases as engine_forecast
from pingan_cli.forecasts.cases import NOTHING, Assumed, Foreseen, Outlook, outlook_of
from pingan_cli.library import Records, absent
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.naming import named
from pingan_cli.texts import told

if TYPE_CHECKING:
    from pingan_cli.views.page import Page, View


class Forecasts(engine_forecast.Forecasts, Answer):
    """The units looked at, what was assumed of them, and what was not looked at."""

    origin: Origin

    def view(self) -> View:
        """The forecasts in every form: a row for each unit, those first of which it is certain."""
        from pingan_cli.forecasts.entries import forecast_view
        from pingan_cli.forecasts.table import certain_first, forecast_table

        origin = self.origin

        def page() -> Page:
            return forecast_table(origin.ladder, certain_first(self), origin.city)

        return origin.marked(forecast_view(origin.ladder, self, page))


def forecast(
    records: Records,
    names: Sequence[str] = (),
    year: int | None = None,
    *,
    hold: Iterable[int] = (),
    lose: Iterable[int] = (),
    level: str | None = None,
    city: str | None = None,
    to: str | None = None,
) -> Forecasts:
    """What is to come for the units named, or for all on record, of that level and in that city where these are given.

    `year` is the assessment year from whose end one looks ahead. Without it, that is the last on record: of each unit
    named its own; of all units the last of any, but not one of the years to `hold` or to `lose`, nor one after them.
    These years are what if. `to`, a tier's id or name, is looked on to where it lies beyond the next three. Nothing on
    record after that year is used. Raises `Refused` for what cannot be meant, and where the records of a unit named,
    or of all units, say otherwise than what is assumed.
    """
    ladder = records.ladder
    assumed = _assumed(records, hold, lose)
    first = (assumed.held | assumed.missed) & -(assumed.held | assumed.missed)
    before = ladder.year(max(first.bit_length() - 2, 0)) if first else LAST_YEAR

    @cache
    def look(its_year: int) -> Callable[[History, int], Outlook]:
        return outlook_of(ladder, its_year, assumed, NONE if to is None else records.tier(to).rank)

    def foreseen(unit: Unit, line: Line, its_year: int) -> Foreseen:
        history = records.histories.history(unit.code)
        later = records.histories.recorded(unit.code) >> ladder.periods(its_year) > 0
        return Foreseen(unit, look(its_year)(history, line.units[-1].last_year or LAST_YEAR), later)

    if names:
        found: list[Foreseen] = []
        problems: list[Problem] = []
        for line in records.lines(names):
            its_year = records.judged_year(year or records.last_year_of(line))
            unit = line.at(its_year)
            if unit is None:
                problems.append(absent(line, its_year))
                continue
            problems += (more := list(_gainsaid(records, line, assumed)))
            if not more:
                found.append(foreseen(unit, line, its_year))
        if problems:
            raise Refused(problems)
        years = {each.outlook.today.year for each in found}
        return _answered(records, Forecasts(tuple(found), assumed, years.pop() if len(years) == 1 else None))
    award = records.award(year or min(records.last_year, before), level=level, city=city)
    lines = [(judged.unit, records.line_of(judged.unit)) for judged in award]
    against = {unit: list(_gainsaid(records, line, assumed)) for unit, line in lines} if assumed.periods else {}
    left = [(unit, line) for unit, line in lines if not against.get(unit)]
    if lines and not left:
        raise Refused(against[lines[0][0]])
    gainsaid = tuple(unit for unit, more in against.items() if more)
    units = tuple(foreseen(unit, line, award.year) for unit, line in left)
    return _answered(records, Forecasts(units, assumed, award.year, gainsaid, award.off_record))


def _answered(records: Records, forecasts: Forecasts) -> Forecasts:
    forecasts.origin = records.origin
    return forecasts


def past_of(records: Records, each: Foreseen) -> list[Past]:
    """The years of a unit up to the one looked ahead from."""
    first = records.line_of(each.unit).units[0].first_year or records.ladder.first_year
    history = records.histories.history(each.unit.code)
    return course(records.ladder, history, each.outlook.today.year, records.ladder.periods(first - 1))


def _assumed(records: Records, hold: Iterable[int], lose: Iterable[int]) -> Assumed:
    ladder = records.ladder
    held, missed = list(hold), list(lose)
    problems = [
        Problem(
            "year-before-ladder",
            told(
                "{option} {year} lies before {first}, the first year of {ladder}",
                option=option,
                year=year,
                first=ladder.first_year,
                ladder=ladder.id,
            ),
        )
        for option, years in (("--hold", held), ("--lose", missed))
        for year in years
        if year < ladder.first_year
    ]
    problems += [
        Problem("usage", told("{option} {year} is no year in which a card can be given", option=option, year=year))
        for option, years in (("--hold", held), ("--lose", missed))
        for year in years
        if year >= ladder.first_year and ladder.period_of(year) is None
    ]
    if problems:
        raise Refused(problems)
    masks = [sum({1 << (ladder.period_of(year) or 0) for year in years}) for years in (held, missed)]
    assumed = Assumed(*masks) if any(masks) else NOTHING
    if both := assumed.held & assumed.missed:
        year = ladder.year(both.bit_length() - 1)
        message = told("{year} cannot be held and lost at once", year=year)
        raise Refused([Problem("usage", message, hint=told("leave it out of --hold or of --lose"))])
    return assumed


def _gainsaid(records: Records, line: Line, assumed: Assumed) -> Iterator[Problem]:
    """What the records, and the years in which the unit exists, say against what is assumed of it."""
    ladder, code = records.ladder, line.key
    history = records.histories.history(code)
    unit = line.units[-1]
    name = told("{name} ({code})", name=named(unit), code=code) if unit.name != code else code
    for period in range(assumed.periods):
        holds, loses = assumed.held >> period & 1, assumed.missed >> period & 1
        year = ladder.year(period)
        if not holds and not loses:
            continue
        option = "--hold" if holds else "--lose"
        if line.at(year) is None:
            yield absent(line, year)
            return
        held = history.held >> period & 1
        if history.known >> period & 1 and held != holds:
            names = {"option": option, "year": year, "unit": name}
            if held:
                message = told("{option} {year} is not what is on record: {unit} held the card for it", **names)
            else:
                message = told("{option} {year} is not what is on record: {unit} did not hold the card for it", **names)
            free = ladder.year(history.known.bit_length())
            hint = told("ask of a year that is not on record, such as {year}", year=free)
            yield Problem("result-conflict", message, hint=hint)
