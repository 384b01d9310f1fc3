"""How a unit's honour follows from its record: what is on record, and each tier that its runs earned."""

from __future__ import annotations

from pingan_cli.engine.course import Past
from pingan_cli.engine.ladder import Ladder, Names
from pingan_cli.views.report.content import Climb
from pingan_cli.views.report.wording import both, listed, spans

_ORDER = ("held", "uncounted", "missed", "revoked", "unknown")


def derivation(ladder: Ladder, climb: Climb) -> list[Names]:
    """The steps from the record to the honour, each a sentence."""
    course = [past for past in climb.course if past is not None]
    return [
        both("on_record", spans=_record(course)),
        *(_reached(ladder, past) for past in course if past.verdict.awarded),
    ]


def _record(course: list[Past]) -> Names:
    """The results on record, each with its years."""
    years: dict[str, list[int]] = {}
    for past in course:
        years.setdefault(past.result, []).append(past.year)
    told = [both("span", result=both(result), years=spans(years[result])) for result in _ORDER if result in years]
    return listed(told, "span_separator")


def _reached(ladder: Ladder, past: Past) -> Names:
    verdict = past.verdict
    assert verdict.awarded is not None  # only such years are told
    key = "earned_count" if ladder.terms[-1].forgiven is None else "earned"
    if verdict.streak.min != verdict.streak.max:
        key += "_least"
    return both(key, year=past.year, streak=verdict.streak.min, since=verdict.since, tier=verdict.awarded.name)


def years_unknown(climb: Climb) -> list[int]:
    """The years in which the unit existed and of which nothing is on record."""
    return [past.year for past in climb.course if past is not None and past.result == "unknown"]
