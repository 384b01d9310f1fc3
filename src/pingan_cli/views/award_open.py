"""The units of an award that the records leave open: what is certain, what is known last, and which years decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pingan_cli.engine.award import Award, Judged
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import Verdict, is_open, judge_of
from pingan_cli.texts import joined, told
from pingan_cli.views.lines import paragraphs
from pingan_cli.views.page import Block, Column, Table
from pingan_cli.views.wording import Wording, spans

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
