"""One unit: its years as a timeline, its streak and honour, what comes next, and the names it bore."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from pingan_cli.engine.award import Judged
from pingan_cli.engine.course import Past, Standing
from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import Verdict, is_open
from pingan_cli.texts import joined, told, told_in
from pingan_cli.views.award import head, judged_entry, tier_id
from pingan_cli.views.lines import aligned, paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.timeline import Row, cells_of, timeline_with_legend
from pingan_cli.views.wording import MEANINGS, Wording, full_name, since_year, spans, streak_title, years_until

CSV_COLUMNS = ("code", "name", "name_zh", "year", "result", "streak_min", "streak_max", "awarded")


class Derivation(NamedTuple):
    """Why a unit stands where it stands: as JSON has it, and in lines."""

    entry: dict[str, Any]
    lines: Sequence[str]


def streak_view(
    ladder: Ladder,
    year: int,
    standings: Sequence[Standing],
    city: Callable[[Unit], Unit | None],
    derived: Callable[[Standing], Derivation] | None = None,
    since: int | None = None,
) -> View:
    """The standings in every form. `city` tells the city that a unit belongs to, if any; with `derived` each standing
    has its derivation below it. In words no year before `since` was assessed; JSON and CSV have it as missed.
    """
    shown = [each._replace(course=_assessed(each.course, since)) for each in standings]

    def page() -> Page:
        plain = _page(ladder, year, shown, city)
        if derived is None:
            return plain
        blocks = [Block(paragraphs, derived(each).lines) for each in standings]
        return replace(plain, parts=[*plain.parts, *blocks])

    def entry(standing: Standing) -> dict[str, Any]:
        return _entry(standing) | ({"why": derived(standing).entry} if derived else {})

    def rows() -> Iterator[dict[str, Any]]:
        return ({**unit, **past} for unit in map(_entry, standings) for past in unit["years"])

    return View(
        page,
        CSV_COLUMNS,
        lambda: map(entry, standings),
        head(ladder, year),
        "units",
        rows,
        sheet=lambda: _sheet(ladder, year, shown),
    )


def _assessed(course: Sequence[Past], since: int | None) -> tuple[Past, ...]:
    """A course in which the years before `since` are not assessed, rather than missed."""
    return tuple(
        past._replace(result="unassessed") if since and past.year < since and past.result == "missed" else past
        for past in course
    )


def _entry(standing: Standing) -> dict[str, Any]:
    return {
        **judged_entry(Judged(standing.unit, standing.verdict)),
        "formerly": [
            {"code": unit.code, "name": unit.name, "name_zh": unit.name_zh, "until": unit.last_year}
            for unit in standing.formerly
        ],
        "years": [
            {
                "year": past.year,
                "result": past.result,
                "streak": {"min": past.verdict.streak.min, "max": past.verdict.streak.max},
                "awarded": tier_id(past.verdict.awarded),
            }
            for past in standing.course
        ],
    }


def _page(ladder: Ladder, year: int, standings: Sequence[Standing], city: Callable[[Unit], Unit | None]) -> Page:
    several = len(standings) > 1
    rows = [Row(each.unit if several else "", cells_of(each.course)) for each in standings]
    drawn = [row for row in rows if row.cells]
    blocks = [Block(timeline_with_legend, drawn)] if drawn else []
    if several:
        blocks.append(
            Block(aligned, [(each.unit, _in_short(ladder, year, each, city(each.unit))) for each in standings])
        )
    else:
        (one,) = standings
        blocks.insert(0, Block(paragraphs, [full_name(one.unit, city(one.unit))]))
        blocks.append(Block(aligned, [(fact.title, fact.text) for fact in facts(ladder, year, one)]))
    return Page(_title(ladder, year), blocks)


def _sheet(ladder: Ladder, year: int, standings: Sequence[Standing]) -> Page:
    """A row for each year of each unit."""
    columns = [
        Column(told("Code")),
        Column(told("Unit")),
        Column(told("Year"), number=True),
        Column(told("Result")),
        Column(streak_title(ladder), number=True),
        Column(told("Honour")),
        Column(told("Awarded")),
    ]

    def rows(short: bool) -> list[list[Any]]:
        cells: list[list[Any]] = []
        for unit, _, past_years, *_ in standings:
            for year, result, verdict in past_years:
                say = Wording(ladder, year)
                awarded = verdict.awarded and say.awarded(verdict)
                earned = (say.streak(verdict), say.honour(verdict), awarded)
                cells.append([unit.code, unit, year, MEANINGS[result], *earned])
        return cells

    return Page(_title(ladder, year), [Table(columns, rows)])


def _title(ladder: Ladder, year: int) -> str:
    return told("{ladder} by the end of {year}", ladder=ladder.name, year=year)


def _in_short(ladder: Ladder, year: int, standing: Standing, city: Unit | None) -> str:
    """A standing in a line: the city, the streak, the honour and the next tier, as far as they can be told."""
    verdict, say = standing.verdict, Wording(ladder, year)
    if verdict.next is None:
        coming = _no_next()
    elif verdict.recorded:
        coming = told("next {tier} {year}", tier=say.tier(verdict.next), year=verdict.next_year)
    else:
        coming = told("not on record for {year}", year=year)
    streak = joined([streak_title(ladder), since_year(say.streak(verdict), verdict.since)], " ")
    return joined([city, streak, say.honour(verdict) or told("no honour"), coming], " · ")


def _no_next() -> str:
    return told("none: the ladder ends here")


def later_records(year: int, last: int) -> str:
    """That the units shown are judged by an earlier year than the last for which anything is on record."""
    return told(
        "Judged by the end of {year}, the last year on record here. Other units have later records: "
        "--year {last} judges by then.",
        year=year,
        last=last,
    )


class Fact(NamedTuple):
    """Something to say of a standing, with its title. `title` and `text` are told; `about` names it in the code."""

    about: str
    title: str
    text: Any


def facts(ladder: Ladder, year: int, standing: Standing) -> Iterator[Fact]:
    """What there is to say of a standing."""
    _, verdict, course, formerly = standing
    say = Wording(ladder, year)
    yield Fact("streak", streak_title(ladder), since_year(say.streak(verdict), verdict.since))
    yield Fact("honour", told("Honour"), _honour(say, verdict, course))
    if verdict.next is None:
        yield Fact("next", told("Next"), _no_next())
    elif verdict.recorded and verdict.next_year:
        names = {"tier": say.tier(verdict.next), "year": verdict.next_year}
        if is_open(verdict):
            yield Fact("next", told("Next"), told("{tier}, for {year} or before", **names))
        else:
            announced = verdict.next_year + ladder.announced
            coming = told("{tier}, for {year} at the earliest, announced {announced}", **names, announced=announced)
            yield Fact("next", told("Next"), coming)
            years = spans(years_until(ladder, year, verdict.next_year), ladder)
            needs = (
                told("{years} held", years=years)
                if ladder.kind == "mark"
                else told("{years}, with a result that counts", years=years)
            )
            yield Fact("needs", told("Needs"), needs)
    if not verdict.recorded:
        text = told(
            "Not on record for {year}: the streak is between nothing and what the years before allow.", year=year
        )
        yield Fact("open", told("Open"), text)
    conferrals = tuple(
        told("{tier} for {year}", tier=say.awarded(past.verdict), year=past.year)
        for past in course
        if past.verdict.awarded
    )
    if conferrals:
        yield Fact("conferrals", told_in("all conferrals", "Awarded"), conferrals)
    for former in formerly:
        known = {"name": former.name, "code": former.code, "year": former.last_year}
        until = (
            told("{name} ({zh}, {code}) until {year}", zh=former.name_zh, **known)
            if former.name_zh
            else told("{name} ({code}) until {year}", **known)
        )
        yield Fact("once", told("Once"), until)


def _honour(say: Wording, verdict: Verdict, course: Sequence[Past]) -> Any:
    """The honour, and where there is but one, the year for which it was conferred."""
    honour = say.honour(verdict) or told("none")
    if not verdict.conferred or verdict.honour.min != verdict.honour.max:
        return honour
    names = {"tier": honour, "year": verdict.conferred}
    if any(past.year == verdict.conferred and not is_open(past.verdict) for past in course):
        announced = verdict.conferred + say.ladder.announced
        return told("{tier}, conferred for {year}, announced {announced}", **names, announced=announced)
    return told("{tier}, conferred for {year} or before", **names)
