"""How a unit's honour follows: what is on record, on which claims that rests, and each tier that its runs earned."""

from __future__ import annotations

from pingan_cli.engine.ladder import Ladder, Names
from pingan_cli.report.content import Climb, Point, Report
from pingan_cli.report.wording import both, clauses, spans

_ORDER = ("held", "uncounted", "missed", "revoked", "unknown")


def derivation(ladder: Ladder, climb: Climb) -> list[Names]:
    """The steps from the record to the honour, each a sentence."""
    course = [past for past in climb.course if past is not None]
    return [
        both("on_record", spans=_record(course)),
        *(_reached(ladder, past) for past in course if past.verdict.awarded),
    ]


def _record(course: list[Point]) -> Names:
    """The results on record, each with its years."""
    years: dict[str, list[int]] = {}
    for past in course:
        years.setdefault(past.result, []).append(past.year)
    told = [both("span", result=both(result), years=spans(years[result])) for result in _ORDER if result in years]
    return clauses(told)


def _reached(ladder: Ladder, past: Point) -> Names:
    verdict = past.verdict
    assert verdict.awarded is not None  # only such years are told
    key = "earned_count" if ladder.terms[-1].forgiven is None else "earned"
    if past.conferred is None:
        key += "_least"
    streak = verdict.streak.min
    return both(key, year=past.year, streak=streak, count=streak, since=verdict.since, tier=verdict.awarded.name)


def years_unknown(climb: Climb) -> list[int]:
    """The years in which the unit existed and of which nothing is on record."""
    return [past.year for past in climb.course if past is not None and past.result == "unknown"]


def resting(report: Report, climb: Climb) -> list[tuple[Names, tuple[str, ...]]]:
    """The cards of a unit put together by the claims that they rest on: what they say ("held 2005–2016"), and the ids.

    Only cards whose file names its claims rest on any.
    """
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for point in climb.course:
        if point and (ids := report.published.basis.get((climb.key, point.year))):
            found.setdefault((point.result, ids), []).append(point.year)
    return [(both("span", result=both(result), years=spans(years)), ids) for (result, ids), years in found.items()]
