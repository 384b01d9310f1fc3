"""The award of a year: a row for each unit with its honour, its streak, and what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from pingan_cli.engine.award import Award, Judged
from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import Verdict, is_open
from pingan_cli.texts import listed
from pingan_cli.views.formats import csv_end, csv_lines_ending, json_lines
from pingan_cli.views.page import Column, Page, Table, View
from pingan_cli.views.wording import Wording, streak_title
from pingan_cli.views.words import word

MOST_ROWS = 5000
"""A table for people ends here; CSV and JSON have every row."""

CSV_COLUMNS = (
    "code", "name", "name_zh", "level", "parent", "streak_min", "streak_max", "since",
    "honour_min", "honour_max", "conferred", "awarded", "next_tier", "next_year",
)  # fmt: skip

UNIT_CELLS = 5
"""So many of the columns say which unit it is; the others, what it has earned."""


class Asked(NamedTuple):
    """What was asked for: the year, the last one on record, the tier if one was, and how many more may hold it."""

    year: int
    last_year: int
    tier: Tier | None = None
    may_hold: int = 0


def award_view(award: Award, asked: Asked, lang: str, city: Callable[[Unit], str]) -> View:
    """The award in every form. `city` names the city that a unit belongs to, or nothing."""
    return View(
        page=lambda: _page(award, asked, lang, city),
        json=lambda: json_lines(head(award.ladder, award.year), "units", map(judged_entry, award)),
        csv=lambda: csv_lines_ending(CSV_COLUMNS, _lines(award)),
    )


def head(ladder: Ladder, year: int) -> dict[str, Any]:
    """What every JSON answer about a year begins with."""
    return {"ladder": ladder.id, "year": year, "announced": year + ladder.announced}


def judged_entry(judged: Judged) -> dict[str, Any]:
    """A judged unit as the JSON contract has it."""
    unit, verdict = judged
    return {
        "code": unit.code,
        "name": unit.name,
        "name_zh": unit.name_zh,
        "level": unit.level,
        "parent": unit.parent,
        "streak": {"min": verdict.streak.min, "max": verdict.streak.max},
        "since": verdict.since,
        "honour": {"min": tier_id(verdict.honour.min), "max": tier_id(verdict.honour.max)},
        "conferred": verdict.conferred,
        "awarded": tier_id(verdict.awarded),
        "next": {"tier": verdict.next.id, "year": verdict.next_year} if verdict.next else None,
    }


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


def _page(award: Award, asked: Asked, lang: str, city: Callable[[Unit], str]) -> Page:
    ladder = award.ladder
    shown = list(islice(award, MOST_ROWS))
    with_city = any(city(unit) for unit, _ in shown)

    def rows(short: bool) -> list[list[str]]:
        say = Wording(ladder, award.year, lang, short)
        return [
            [
                unit.named(lang),
                *([city(unit)] if with_city else []),
                say.honour(verdict),
                say.streak(verdict),
                str(verdict.since or ""),
                say.awarded(verdict),
                say.next(verdict),
            ]
            for unit, verdict in shown
        ]

    columns = [
        Column(word("unit", lang)),
        *([Column(word("city", lang))] if with_city else []),
        Column(word("honour", lang), style="bold"),
        Column(streak_title(ladder, lang), word("streak_short", lang), number=True),
        Column(word("since", lang), number=True),
        Column(word("awarded", lang), style="green"),
        Column(word("next", lang)),
    ]
    parts = [Table(columns, rows)] if shown else []
    return Page(_title(award, asked, lang), parts, list(_notes(award, asked, lang)))


def _title(award: Award, asked: Asked, lang: str) -> str:
    ladder, year = award.ladder, award.year
    announced = "award_announced" if ladder.announced else "award_same_year"
    future = "_future" if year > asked.last_year else ""
    title = word(f"award_title{future}", lang, ladder=ladder.name.of(lang), year=year)
    return f"{title}{word('comma', lang)}{word(announced + future, lang, announced=year + ladder.announced)}"


def _notes(award: Award, asked: Asked, lang: str) -> Iterator[str]:
    ladder, year = award.ladder, award.year
    counts: Counter[int] = Counter()
    total = open_honour = open_streak = unknown = 0
    for _, verdict in award:
        low, high = verdict.honour
        total += 1
        counts[low.rank if low else -1] += 1
        open_honour += low != high
        open_streak += verdict.recorded and is_open(verdict)
        unknown += not verdict.recorded
    if asked.year != year:
        yield word("award_earlier", lang, asked=asked.year, year=year)
    if total > MOST_ROWS:
        yield word("first_rows", lang, shown=f"{MOST_ROWS:,}", total=f"{total:,}")
    if not total:
        yield word("nobody", lang)
    else:
        yield by_honour(ladder, counts, lang)
    if open_honour:
        yield word("may_be_more", lang, count=open_honour)
    if open_streak:
        yield word("tier_open", lang)
    if year > asked.last_year:
        yield word("award_future", lang, year=year, last=asked.last_year)
    elif unknown and unknown == total:
        yield word("year_unknown_all", lang, year=year)
    elif unknown:
        yield word("year_unknown", lang, year=year, count=unknown)
    if asked.tier and asked.may_hold:
        yield word("may_hold", lang, count=asked.may_hold, tier=asked.tier.name.of(lang))
    if award.off_record:
        yield word("off_record", lang, count=award.off_record)


def by_honour(ladder: Ladder, counts: Counter[int], lang: str) -> str:
    """How many units hold which honour, the highest first; `counts` are by the ranks of tiers."""
    told = [
        word("counted", lang, count=count, name=found.name.of(lang)) if (found := ladder.tier(rank))
        else word("without", lang, count=count)
        for rank, count in sorted(counts.items(), reverse=True)
    ]  # fmt: skip
    return word("by_honour", lang, list=listed(told, lang))
