"""The award of a year: a row for each unit with its honour, its streak, and what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from pingan_cli.engine.award import Award, Judged
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import Verdict, is_open, judge_of
from pingan_cli.texts import counted, joined, told
from pingan_cli.views.formats import csv_end, csv_lines_ending
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.wording import Wording, spans, streak_title, with_comma

MOST_ROWS = 5000
"""A table for people ends here; CSV and JSON have every row."""

CSV_COLUMNS = (
    "code", "name", "name_zh", "level", "parent", "streak_min", "streak_max", "since",
    "honour_min", "honour_max", "conferred", "awarded", "next_tier", "next_year",
)  # fmt: skip

UNIT_CELLS = 5
"""So many of the columns say which unit it is; the others, what it has earned."""


class Scope(NamedTuple):
    """What was asked for: the year, the last one on record, the tier if one was, and how many more may hold it.

    `later`: the last year of which anything is on record, where no year was asked for. `first_of`: how many units there
    are of which only the first were asked for.
    """

    year: int
    last_year: int
    tier: Tier | None = None
    may_hold: int = 0
    later: int | None = None
    first_of: int = 0


def award_view(award: Award, scope: Scope, city: Callable[[Unit], Unit | None]) -> View:
    """The award in every form. `city` tells the city that a unit belongs to, if any."""
    return View(
        page=lambda: _page(award, scope, city),
        columns=CSV_COLUMNS,
        entries=lambda: (judged_entry(judged) | uncovered_entry(award, judged) for judged in award),
        head=head(award.ladder, award.year),
        key="units",
        csv_text=lambda: csv_lines_ending(CSV_COLUMNS, _lines(award)),
        sheet=lambda: _sheet(award, scope, city),
    )


def head(ladder: Ladder, year: int) -> dict[str, Any]:
    """What every JSON answer about a year begins with."""
    return {"ladder": ladder.id, "year": year, "announced": year + ladder.announced}


def unit_entry(unit: Unit) -> dict[str, Any]:
    """Which unit a row of a JSON answer is about."""
    return {"code": unit.code, "name": unit.name, "name_zh": unit.name_zh, "level": unit.level, "parent": unit.parent}


def judged_entry(judged: Judged) -> dict[str, Any]:
    """A judged unit as the JSON contract has it."""
    unit, verdict = judged
    return {
        **unit_entry(unit),
        "streak": {"min": verdict.streak.min, "max": verdict.streak.max},
        "since": verdict.since,
        "honour": {"min": tier_id(verdict.honour.min), "max": tier_id(verdict.honour.max)},
        "conferred": verdict.conferred,
        "awarded": tier_id(verdict.awarded),
        "next": {"tier": verdict.next.id, "year": verdict.next_year} if verdict.next else None,
    }


def uncovered_entry(award: Award, judged: Judged) -> dict[str, Any]:
    """What an entry says more of a unit of which the records say nothing, because their lists do not cover it."""
    return {"covered": False} if award.covers and not award.covers(judged.unit.code) else {}


def _lines(award: Iterable[Judged]) -> Iterator[tuple[Sequence[object], str]]:
    """Judged units as lines of `CSV_COLUMNS`. What many units have earned alike is put into text once."""
    ends: dict[int, str] = {}
    for unit, verdict in award:
        end = ends.get(id(verdict))
        if end is None:
            end = ends[id(verdict)] = csv_end(verdict_cells(verdict))
        yield unit[:UNIT_CELLS], end


def verdict_cells(verdict: Verdict) -> tuple[int | str | None, ...]:
    """What a unit has earned, as cells of the columns from `streak_min` on."""
    return (
        *(*verdict.streak, verdict.since, *map(tier_id, verdict.honour), verdict.conferred),
        *(tier_id(verdict.awarded), tier_id(verdict.next), verdict.next_year),
    )


def tier_id(tier: Tier | None) -> str | None:
    """The id of a tier, or None for none."""
    return tier.id if tier else None


def _page(award: Award, scope: Scope, city: Callable[[Unit], Unit | None]) -> Page:
    ladder = award.ladder
    from pingan_cli.views.lines import paragraphs  # loads Rich, which only a page needs

    shown = list(islice(award, MOST_ROWS))
    certain = [judged for judged in shown if is_certain(judged.verdict)]
    left_open = [judged for judged in shown if not is_certain(judged.verdict)]
    with_city = any(city(unit) for unit, _ in certain)

    def rows(short: bool) -> list[list[Any]]:
        say = Wording(ladder, award.year, short)
        return [
            [
                unit,
                *([city(unit)] if with_city else []),
                say.honour(verdict) if not award.covers or award.covers(unit.code) else told("not covered"),
                say.streak(verdict),
                verdict.since,
                say.awarded(verdict),
                say.next(verdict),
            ]
            for unit, verdict in certain
        ]

    columns = [
        Column(told("Unit")),
        *([Column(told("City"))] if with_city else []),
        Column(told("Honour"), style="bold"),
        Column(streak_title(ladder), told("Run"), number=True),
        Column(told("Since"), number=True),
        Column(told("Awarded"), style="green"),
        Column(told("Next")),
    ]
    parts: list[Table | Block] = [Table(columns, rows)] if certain else []
    if left_open:
        parts.append(Block(paragraphs, [told("Open, for the records do not tell all:")]))
        parts.append(open_part(award, left_open, city))
    return Page(_title(award, scope), parts, list(_notes(award, scope)))


def _sheet(award: Award, scope: Scope, city: Callable[[Unit], Unit | None]) -> Page:
    """A row for each unit, whatever the records tell of it: what is certain, and in words what is not."""
    ladder, say = award.ladder, Wording(award.ladder, award.year)

    def row(judged: Judged) -> list[Any]:
        unit, verdict = judged
        honour, remark = say.honour(verdict) or told("none"), ""
        if award.covers and not award.covers(unit.code):
            honour = told("not covered")
        elif not is_certain(verdict):
            found = said_of(ladder, award.year, award.history_of(unit.code), verdict)
            honour = found.honour
            remark = told("known last: {known}; decided by {years}", known=found.known, years=found.years)
        awarded = verdict.awarded and say.awarded(verdict)
        coming = (say.tier(verdict.next), verdict.next_year) if verdict.next and is_certain(verdict) else ("", None)
        facts = (honour, verdict.conferred, say.streak(verdict), verdict.since, awarded, *coming, remark)
        return [unit.code if unit.code != unit.name else "", unit, city(unit), *facts]

    columns = [
        Column(told("Code")),
        Column(told("Unit")),
        Column(told("City")),
        Column(told("Honour")),
        Column(told("Conferred for"), number=True),
        Column(streak_title(ladder), number=True),
        Column(told("Since"), number=True),
        Column(told("Awarded this year")),
        Column(told("Next")),
        Column(told("Next for"), number=True),
        Column(told("Remark")),
    ]
    return Page(_title(award, scope), [Table(columns, lambda _: list(map(row, award)))], list(_notes(award, scope)))


def _title(award: Award, scope: Scope) -> str:
    names = {"ladder": award.ladder.name, "year": award.year}
    announced = award.year + award.ladder.announced
    same_year = announced == award.year
    if award.year > scope.last_year:
        title = told("{ladder}: honours for {year}, still to come", **names)
        when = (
            told("to be announced in that year")
            if same_year
            else told("to be announced {announced}", announced=announced)
        )
    else:
        title = told("{ladder}: honours for {year}", **names)
        when = told("announced in the same year") if same_year else told("announced {announced}", announced=announced)
    return with_comma(title, when)


def _notes(award: Award, scope: Scope) -> Iterator[str]:
    ladder, year = award.ladder, award.year
    counts: Counter[int] = Counter()
    at_least: Counter[int] = Counter()
    total = unknown = 0
    for _, verdict in award:
        low, high = verdict.honour
        total += 1
        (counts if low == high else at_least)[low.rank if low else -1] += 1
        unknown += not verdict.recorded
    if scope.year != year:
        yield told("{asked} is no last year of a period; judged by the end of {year}", asked=scope.year, year=year)
    if total > MOST_ROWS:
        yield first_rows(MOST_ROWS, total)
    if scope.first_of > total:
        yield only_first(total, scope.first_of)
    yield by_honour(ladder, counts, at_least)
    if year > scope.last_year:
        yield told(
            "Nothing is on record for {year} itself, nor after {last}: for these records it is still to come. What "
            "stands here is what is certain by {last} and lasts; pingan forecast tells what may come.",
            year=year,
            last=scope.last_year,
        )
    elif unknown and unknown == total:
        yield told("Nothing is on record for {year} itself; what stands here follows from the years before.", year=year)
    elif unknown:
        yield counted(
            "Of 1 of these units the records do not tell whether it held the card for {year}.",
            "Of {count} of these units the records do not tell whether they held the card for {year}.",
            year=year,
            count=unknown,
        )
    if scope.later is not None and scope.later > year:
        yield told(
            "{year} is the last year that is mostly on record; {last} is the last of which anything is.",
            year=year,
            last=scope.later,
        )
    if scope.tier and scope.may_hold:
        yield counted(
            "1 more unit may hold {tier}: these files cannot tell; --possible lists it.",
            "{count} more units may hold {tier}: these files cannot tell; --possible lists them.",
            count=scope.may_hold,
            tier=scope.tier.name,
        )
    if award.off_record:
        yield off_record(award.off_record)


def first_rows(shown: int, total: int) -> str:
    """That a table ends before its last row."""
    return told(
        "The first {shown} of {total} units; --format csv gives them all.", shown=f"{shown:,}", total=f"{total:,}"
    )


def only_first(shown: int, total: int) -> str:
    """That only the first of the units were asked for."""
    return told("These are the first {shown} of {total} units.", shown=f"{shown:,}", total=f"{total:,}")


def off_record(count: int) -> str:
    """How many units are left out because nothing is on record of them."""
    return counted(
        "1 more unit is not on record; --all lists it too.",
        "{count} more units are not on record; --all lists them too.",
        count=count,
    )


def by_honour(ladder: Ladder, certain: Counter[int], at_least: Counter[int] | None = None) -> str:
    """How many units hold which honour, the highest first: those of which it is certain, and those that hold at least
    so much. Both are by the ranks of tiers; a unit that may hold any or none is not known.
    """
    at_least = at_least or Counter()
    if not certain and not at_least:
        return told("No unit fits.")
    parts: list[Any] = [_counted(ladder, count, rank) for rank, count in sorted(certain.items(), reverse=True)]
    for rank, count in sorted(at_least.items(), reverse=True):
        if rank >= 0:
            parts.append(told("at least {honour}", honour=_counted(ladder, count, rank)))
        else:
            parts.append(told("{count} not known", count=count))
    return told("By honour: {list}.", list=tuple(parts))


def _counted(ladder: Ladder, count: int, rank: int) -> Any:
    found = ladder.tier(rank)
    return told("{count} {name}", count=count, name=found.name) if found else told("{count} without", count=count)


MOST_APART = 12
"""So many open units have a row each; more are grouped by what is known of them."""


class Open(NamedTuple):
    """What can be said of a unit that the records leave open, as texts."""

    honour: Any
    known: Any
    years: Any


def is_certain(verdict: Verdict) -> bool:
    """Whether the records leave one streak and one honour."""
    return not is_open(verdict) and verdict.honour.min == verdict.honour.max


def said_of(ladder: Ladder, year: int, history: History, verdict: Verdict, short: bool = False) -> Open:
    """What is certain of a history by a year, what is known last, and the years that decide the rest."""
    say = Wording(ladder, year, short)
    low, high = verdict.honour
    if low == high:
        honour = say.tier(low)
    else:
        honour = told("at least {tier}", tier=say.tier(low)) if low else told("not known")
    return Open(honour, _known_last(ladder, year, history), spans(_deciding(ladder, year, history, verdict), ladder))


def _known_last(ladder: Ladder, year: int, history: History) -> Any:
    """The streak by the last year on record: "18 by 2022"."""
    periods = history.known & (1 << ladder.periods(year)) - 1
    if not periods:
        return told("nothing")
    last = ladder.year(periods.bit_length() - 1)
    streak = Wording(ladder, last).streak(judge_of(ladder, last)(history))
    return told("{streak} by {year}", streak=streak, year=last)


def _deciding(ladder: Ladder, year: int, history: History, verdict: Verdict) -> list[int]:
    """The years that are not on record and that decide: where the honour is certain, those behind the last break."""
    every = (1 << ladder.periods(year)) - 1
    unknown = every & ~history.known
    terms = ladder.terms[-1]
    if verdict.honour.min == verdict.honour.max and terms.forgiven == 0:
        breaks = every & history.known & ~history.held
        unknown &= ~((1 << breaks.bit_length()) - 1)
    return [ladder.year(period) for period in range(unknown.bit_length()) if unknown >> period & 1]


def open_part(award: Award, judged: Sequence[Judged], city: Any) -> Table | Block:
    """The open units as rows of a table or, where there are many, grouped by what is known of them."""
    if len(judged) > MOST_APART:
        return _grouped(award, judged)
    with_city = any(city(unit) for unit, _ in judged)

    def rows(short: bool) -> list[list[Any]]:
        return [
            [unit, *([city(unit)] if with_city else []), *said_of(award.ladder, award.year, award.history_of(unit.code),
                                                                  verdict, short)]
            for unit, verdict in judged
        ]  # fmt: skip

    columns = [
        Column(told("Unit")),
        *([Column(told("City"))] if with_city else []),
        Column(told("Certain"), style="bold"),
        Column(told("Known last")),
        Column(told("Decided by")),
    ]
    return Table(columns, rows)


def _grouped(award: Award, judged: Iterable[Judged]) -> Block:
    from pingan_cli.views.lines import paragraphs  # loads Rich, which only a page needs

    groups: dict[Open, list[Unit]] = {}
    for unit, verdict in judged:
        found = said_of(award.ladder, award.year, award.history_of(unit.code), verdict)
        groups.setdefault(found, []).append(unit)
    lines = [
        told(
            "{honour}; {known}; decided by {years}: {units}",
            honour=found.honour, known=found.known, years=found.years, units=tuple(units),
        )
        for found, units in groups.items()
    ]  # fmt: skip
    return Block(paragraphs, [joined(["  ", line], "") for line in lines])
