"""One unit: its years as a timeline, its streak and honour, what comes next, and the names it bore."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pingan_cli.claims.why import Grounds, why_entry, why_lines
from pingan_cli.engine.award import Judged
from pingan_cli.engine.course import Standing
from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import is_open
from pingan_cli.texts import listed
from pingan_cli.views.award import head, judged_entry, tier_id
from pingan_cli.views.formats import csv_lines, json_lines
from pingan_cli.views.lines import aligned, paragraphs, wrapped
from pingan_cli.views.page import Block, Page, View
from pingan_cli.views.timeline import Row, cells_of, legend, timeline
from pingan_cli.views.wording import Wording, spans, streak_title
from pingan_cli.views.words import word

CSV_COLUMNS = ("code", "name", "name_zh", "year", "result", "streak_min", "streak_max", "awarded")


def streak_view(
    ladder: Ladder,
    year: int,
    standings: Sequence[Standing],
    lang: str,
    city: Callable[[Unit], str],
    grounds: Callable[[Standing], Grounds] | None = None,
) -> View:
    """The standings in every form. `city` names the city that a unit belongs to, or nothing; with `grounds` each
    standing is derived from the ladder and from the claims behind its years.
    """

    def page() -> Page:
        plain = _page(ladder, year, standings, lang, city)
        if grounds is None:
            return plain
        derived = [list(why_lines(each, year, grounds(each), lang)) for each in standings]
        blocks = [Block(lambda width, lines=lines: paragraphs(lines, width)) for lines in derived]
        return replace(plain, parts=[*plain.parts, *blocks])

    def entry(standing: Standing) -> dict[str, Any]:
        why = {"why": why_entry(standing, year, grounds(standing))} if grounds else {}
        return {**_entry(standing), **why}

    return View(
        page=page,
        json=lambda: json_lines(head(ladder, year), "units", map(entry, standings)),
        csv=lambda: csv_lines(CSV_COLUMNS, _cells(standings)),
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


def _cells(standings: Sequence[Standing]) -> Iterator[Sequence[object]]:
    for unit, _, course, _ in standings:
        for past in course:
            streak, awarded = past.verdict.streak, tier_id(past.verdict.awarded)
            yield (unit.code, unit.name, unit.name_zh, past.year, past.result, *streak, awarded)


def _page(ladder: Ladder, year: int, standings: Sequence[Standing], lang: str, city: Callable[[Unit], str]) -> Page:
    several = len(standings) > 1
    rows = [Row(each.unit.named(lang) if several else "", cells_of(each.course)) for each in standings]
    drawn = [row for row in rows if row.cells]
    blocks: list[Block] = []
    if drawn:
        blocks.append(Block(lambda width: [*timeline(drawn, width, lang), "", *legend(drawn, width, lang)]))
    if several:
        told = [(each.unit.named(lang), in_short(ladder, year, each, lang, city(each.unit))) for each in standings]
        blocks.append(Block(lambda width: aligned(told, width)))
    else:
        (one,) = standings
        blocks.insert(0, Block(lambda width: wrapped(full_name(one.unit, lang, city(one.unit)), width)))
        blocks.append(Block(lambda width: aligned(facts(ladder, year, one, lang), width)))
    title = word("streak_title", lang, ladder=ladder.name.of(lang), year=year)
    return Page(title, blocks)


def full_name(unit: Unit, lang: str, city: str) -> str:
    """A unit's name, and in brackets its other name and its code; then the city that it belongs to."""
    other = unit.name if lang == "zh" else unit.name_zh
    known_as = word("comma", lang).join(filter(None, (other if other != unit.named(lang) else "", unit.code)))
    title = unit.named(lang)
    if known_as != title:
        title = word("brackets", lang, text=title, more=known_as)
    return f"{title}{word('comma', lang)}{city}" if city else title


def in_short(ladder: Ladder, year: int, standing: Standing, lang: str, city: str) -> str:
    """A standing in a line: the city, the streak, the honour and the next tier, as far as they can be told."""
    verdict, say = standing.verdict, Wording(ladder, year, lang)
    since = {"streak": say.streak(verdict), "year": verdict.since}
    streak = word("since_year" if verdict.since else "since_none", lang, **since)
    told = [city, f"{streak_title(ladder, lang)} {streak}", say.honour(verdict) or word("without_any", lang)]
    if verdict.next is None:
        told.append(word("no_next", lang))
    elif verdict.recorded:
        told.append(word("line.next", lang, tier=say.tier(verdict.next), year=verdict.next_year))
    else:
        told.append(word("no_year_short", lang, year=year))
    return " · ".join(filter(None, told))


def facts(ladder: Ladder, year: int, standing: Standing, lang: str) -> Iterator[tuple[str, str]]:
    """What there is to say of a standing, each with its title."""
    _, verdict, course, formerly = standing
    say = Wording(ladder, year, lang)
    since = {"streak": say.streak(verdict), "year": verdict.since}
    yield streak_title(ladder, lang), word("since_year" if verdict.since else "since_none", lang, **since)
    honour = say.honour(verdict) or word("none", lang)
    if verdict.conferred and verdict.honour.min == verdict.honour.max:
        certain = any(past.year == verdict.conferred and not is_open(past.verdict) for past in course)
        key = "conferred_for" if certain else "conferred_by"
        announced = verdict.conferred + ladder.announced
        honour = word(key, lang, tier=honour, year=verdict.conferred, announced=announced)
    yield word("honour", lang), honour
    if verdict.next is None:
        yield word("next", lang), word("no_next", lang)
    elif verdict.recorded and verdict.next_year:
        announced = verdict.next_year + ladder.announced
        key = "next_by" if is_open(verdict) else "next_at"
        coming = word(key, lang, tier=say.tier(verdict.next), year=verdict.next_year, announced=announced)
        yield word("next", lang), coming
        if not is_open(verdict):
            years = range(year + ladder.period, verdict.next_year + 1, ladder.period)
            key = "needs_held" if ladder.kind == "mark" else "needs_counting"
            yield word("needs", lang), word(key, lang, years=spans(years, ladder.period, lang))
    if not verdict.recorded:
        yield word("open", lang), word("no_year", lang, year=year)
    conferrals = [
        word("conferral", lang, tier=say.awarded(past.verdict), year=past.year)
        for past in course
        if past.verdict.awarded
    ]
    if conferrals:
        yield word("conferrals", lang), listed(conferrals, lang)
    for former in formerly:
        key = "until" if former.name_zh else "plain_until"
        known = {"name": former.name, "zh": former.name_zh, "code": former.code, "year": former.last_year}
        yield word("known_as", lang), word(key, lang, **known)
