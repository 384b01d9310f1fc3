"""How a unit and its years are put into words, once for the map, the tables, the details and the Markdown."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from pingan_cli.claims.deduction import Claim
from pingan_cli.claims.telling import claim_says
from pingan_cli.engine.ladder import NONE, Ladder, Names, Tier
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import is_open
from pingan_cli.problems import printable
from pingan_cli.report.content import Climb, Point, Report
from pingan_cli.texts import LONGEST, Told, counted, joined, said, told
from pingan_cli.views.timeline import MARKS, MEANINGS
from pingan_cli.views.wording import Wording, run_of, spans, streak_title, years_until

SHADES = 8
"""How many shades of honour the style has, besides that of none."""

SIGNS = {"confirmed": "✓", "contradicted": "≠", "undecided": "?"}
"""The sign of what the records say of a claim."""

SURENESS = {"high": told("high"), "medium": told("medium"), "low": told("low")}
"""The word for how sure a claim is."""

_LEGEND = {
    "reached": told("a tier was awarded in the year"),
    "missed": MEANINGS["missed"],
    "revoked": MEANINGS["revoked"],
    "uncounted": MEANINGS["uncounted"],
}
"""The marks that a tile bears, and the words for each."""


KEYS = 3
"""So many parts of a state are keys to sort by, the last ones."""


class State(NamedTuple):
    """A unit in a year: classes of its tile, its mark, and the words for it. Sort keys rise with what they rank."""

    shade: str
    mark: str
    result: Any
    label: Any
    honour: Any
    streak: Any
    since: str
    awarded: Any
    next: Any
    conferred: Any
    needs: Any
    honour_key: int
    streak_key: int
    next_key: int


def state_of(report: Report, past: Point) -> State:
    """How a unit stood in a year."""
    verdict, mark = past.verdict, past.mark
    low, high = verdict.honour
    rank = low.rank if low else NONE
    say, ladder = Wording(report.ladder, past.year), report.ladder
    conferred = needs = ""
    if verdict.conferred and low == high:
        conferred = told("for {year} or before", year=verdict.conferred)
        if past.dated:
            year = verdict.conferred
            conferred = told("for {year}, announced {announced}", year=year, announced=year + ladder.announced)
    if verdict.next_year and verdict.recorded and not is_open(verdict):
        years = years_until(ladder, past.year, verdict.next_year)
        needs = (
            told("{years} held", years=spans(years, ladder))
            if ladder.kind == "mark"
            else told("{years}, with a result that counts", years=spans(years, ladder))
        )
    return State(
        " ".join([f"s{shade_of(report, low)}", mark, *(["open"] if low != high else [])]),
        MARKS[mark],
        MEANINGS[mark],
        label_of(past),
        say.honour(verdict) or "–",
        say.streak(verdict),
        str(verdict.since or ""),
        past.conferred.name if past.conferred else "?" if past.untold else "",
        say.next(verdict),
        conferred,
        needs,
        honour_key=rank * 2 + (low != high),
        streak_key=verdict.streak.min * 1000 + verdict.streak.max,
        next_key=verdict.next_year or 9999,
    )


def title(report: Report, year: Any) -> Any:
    """What the page is called; that its records are invented, where they are."""
    text = told("{ladder}: honours for {year}", ladder=report.ladder.name, year=year)
    return told("{title} [invented sample]", title=text) if report.sample else text


def notes(report: Report) -> list[Told]:
    """What to know of the whole page: what it has no room for, and what is not on record."""
    found: list[Told] = []
    if report.opened < len(report.years) - 1:
        found.append(told("It opens at the last year that is mostly on record; fewer units are for {years}.",
                          years=spans(report.years[report.opened + 1 :], report.ladder)))  # fmt: skip
    if not report.recorded:
        found.append(told("Nothing is on record for {year} itself; what stands here follows from the years before.",
                          year=report.year))  # fmt: skip
    if len(report.shown) < len(report.listed):
        found.append(told("Map, matrix and details have room only for the first {shown} units; "
                          "the numbers and the table are of all.", shown=len(report.shown)))  # fmt: skip
    if more := len(report.climbs) - len(report.listed):
        found.append(counted("The table has no room for 1 more unit; 'pingan award' lists them all.",
                             "The table has no room for {count} more units; 'pingan award' lists them all.",
                             count=more))  # fmt: skip
    return found


def columns(report: Report) -> list[tuple[str, Any]]:
    """The columns of the table of all units, each with its title."""
    return [
        ("name", told("Unit")),
        ("honour", told("Honour")),
        ("streak", streak_title(report.ladder)),
        ("since", told("Since")),
        ("awarded", told("Awarded")),
        ("next", told("Next")),
        ("city", told("City")),
    ]


def facts(report: Report) -> list[tuple[str, Any]]:
    """What is told of a unit by the end of a year: parts of a `State` and their titles."""
    return [
        ("streak", streak_title(report.ladder)),
        ("since", told("Since")),
        ("honour", told("Honour")),
        ("conferred", told("Conferred")),
        ("next", told("Next")),
        ("needs", told("Needs")),
    ]


def by_streak(report: Report) -> list[Climb]:
    """The units of the table by streak in the year at which the page opens; those that did not exist come last."""

    def key(climb: Climb) -> tuple[bool, int, str | int]:
        past = climb.course[report.opened]
        named = climb.unit_in(report.year).code if climb.last.level else climb.number
        return (past is None, -past.verdict.streak.min if past else 0, named)

    return sorted(report.listed, key=key)


def standing(report: Report, climb: Climb) -> Point:
    """Where a unit stood in the year at which the page opens, or else in its nearest year."""
    last = [past for past in climb.course[: report.opened + 1] if past]
    return last[-1] if last else climb.points[0]


def ever_open(climb: Climb) -> bool:
    """Whether the records leave a unit's honour open in any year."""
    return any(past.open for past in climb.points)


def signs(report: Report) -> list[tuple[str, str, Told]]:
    """The marks that occur on the map or in the matrix: the shade of each, the mark itself, and what it means."""
    points = [past for climb in report.shown for past in climb.points]
    marks = {past.mark for past in points}
    found = (
        [("s0 open", "?", told("the records leave a higher honour open"))] if any(each.open for each in points) else []
    )
    found += [("s0 unknown", "", told("the year is not on record"))] if "unknown" in marks else []
    return found + [("s0", MARKS[mark], text) for mark, text in _LEGEND.items() if mark in marks]


def whole_claim(report: Report, claim: Claim, unit: Any) -> Told:
    """What a claim says, with the unit that it speaks of where it speaks of one."""
    says = claim_says(report.ladder, claim)
    return told("{unit} {says}", unit=unit, says=says) if unit else says


def outcomes(report: Report) -> Told:
    """What the records say of all claims together."""
    counts = Counter(each.status for each in report.published.findings)
    return told(
        "The records confirm {confirmed} of them and contradict {contradicted}; {undecided} they do not decide.",
        **{status: counts[status] for status in SIGNS},
    )


def tier_of(past: Point) -> Any:
    """The tier that a year brought, for certain or at least; nothing where it brought none."""
    if past.conferred:
        return past.conferred.short
    return joined(["≥", past.verdict.awarded.short], " ") if past.verdict.awarded else ""


def shade_of(report: Report, tier: Tier | None) -> int:
    """Which shade a tier has: 0 for none, then from pale to deep over all tiers of the report."""
    return 0 if tier is None else max(1, round((tier.rank + 1) * SHADES / len(report.tiers)))


def label_of(past: Point) -> Any:
    """The honour as it stands on a tile: a tier, "≥" a tier, "?" where nothing is certain, "–" for none."""
    low, high = past.verdict.honour
    if low is None:
        return "–" if high is None else "?"
    return low.short if low == high else joined(["≥", low.short], " ")


def announced(ladder: Ladder, year: Any, ceremony: Any) -> Told:
    """An assessment year, and that of the ceremony."""
    if not ladder.announced:
        return told("Assessment year {year}, announced in the same year", year=year)
    return told("Assessment year {year}, announced {announced}", year=year, announced=ceremony)


def full_name(unit: Unit) -> Any:
    """A name that tells a county from the district that it became, which English names leave out."""
    return Names(f"{unit.name} ({unit.name_zh})", unit.name_zh) if unit.name_zh else unit


def derivation(ladder: Ladder, climb: Climb) -> list[tuple[int, Told]]:
    """Each tier that a run earned, a sentence with its year."""
    found: list[tuple[int, Told]] = []
    for past in climb.points:
        verdict = past.verdict
        if verdict.awarded is None:
            continue
        said = {"year": past.year, "run": run_of(ladder, verdict.streak.min), "tier": verdict.awarded.name}
        if past.conferred is None:
            said["run"] = told("at least {run}", run=said["run"])
            text = told("{year}: {run} since {since}, which earns at least the {tier}.", since=verdict.since, **said)
        else:
            text = told("{year}: {run} since {since}, which earns the {tier}.", since=verdict.since, **said)
        found.append((past.year, text))
    return found


def on_record(climb: Climb) -> tuple[Told, ...]:
    """The results on record, each with its years."""
    years: dict[str, list[int]] = {}
    for past in climb.points:
        years.setdefault(past.result, []).append(past.year)
    return tuple(span(result, years[result]) for result in MEANINGS if result in years)


def span(result: str, years: list[int]) -> Told:
    """A result and its years: "held 2005–2016"."""
    return told("{result} {years}", result=MEANINGS[result], years=spans(years))


def resting(report: Report, climb: Climb) -> list[tuple[Told, tuple[str, ...]]]:
    """The cards of a unit put together by the claims that they rest on: what they say ("held 2005–2016"), and the ids.

    Only cards whose file names its claims rest on any.
    """
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for point in climb.points:
        if ids := report.published.basis.get((climb.key, point.year)):
            found.setdefault((point.result, ids), []).append(point.year)
    return [(span(result, years), ids) for (result, ids), years in found.items()]


def marks_of(climb: Climb) -> list[str]:
    """The mark of each year; a year in which a unit did not exist is empty."""
    return ["" if past is None else MARKS[past.mark] for past in climb.course]


def plain(value: Any, lang: str) -> str:
    """Something told in one language, as text in which nothing is invisible."""
    return "" if value is None else printable(str(said(value, lang))[:LONGEST])


def pair(value: Any) -> tuple[str, str]:
    """Something told as plain text in both languages."""
    return plain(value, "en"), plain(value, "zh")


def years_unknown(climb: Climb) -> tuple[str, ...]:
    """The years in which the unit existed and of which nothing is on record."""
    return spans([past.year for past in climb.points if past.result == "unknown"])
