"""The report in numbers: what a year was like, for certain and at most, and what it changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from pingan_cli.claims.deduction import Claim
from pingan_cli.engine.ladder import NONE, Tier
from pingan_cli.engine.verdict import Streak
from pingan_cli.report.content import Climb, Group, Report
from pingan_cli.report.telling import full_name, shade_of
from pingan_cli.texts import Told, counted, joined, told
from pingan_cli.views.wording import run_of, with_colon

KINDS = {
    "awarded": told("Newly awarded"),
    "raised": told("For certain from this year"),
    "broken": told("Run ended"),
    "recalled": told("Honour recalled"),
    "ended": told("Honour ended"),
    "registry": told("Units"),
}
"""The kinds of change in the order in which they are told."""

MOST_NAMED = 120
"""So many units are named for one kind of change in one year; the others are counted, and stand in the table."""


class Figure(NamedTuple):
    """A number and what it counts. `least`: it may be more than the records tell. `notes`: what to know of it.

    `published` are the claims that give a number of their own for it.
    """

    number: int
    least: bool
    title: Told
    notes: tuple[Told, ...] = ()
    published: tuple[Claim, ...] = ()

    @property
    def said(self) -> Told:
        """The number as it is told: "at least 9" where it may be more."""
        return joined([told("at least") if self.least else "", self.number], " ")


class TierCount(NamedTuple):
    """How many units hold a tier as their highest for certain; and it or a higher one, for certain and at most."""

    tier: Tier
    highest: int
    at_least: int
    at_most: int


class Change(NamedTuple):
    """One kind of change and whom it befell, each with the key of its line.

    `tier` is the tier awarded, reached, or lost; `run` how long the runs were that ended.
    """

    kind: str
    tier: Tier | None
    run: Told | None
    units: tuple[tuple[str, Any], ...]

    @property
    def title(self) -> Any:
        """What befell them, without the tier."""
        return with_colon(KINDS[self.kind], self.run) if self.run else KINDS[self.kind]


class CityLine(NamedTuple):
    """A city's units in a year: how many there are, hold an honour for certain, may hold one, and were awarded one."""

    units: int
    honoured: int
    may_be: int
    awarded: int
    broken: int


def figures(report: Report, index: int) -> list[Figure]:
    """The numbers of a year, given by its place in the report's years."""
    results: Counter[str] = Counter()
    units = off_record = honoured = may_be_honoured = awarded = untold = open_honours = 0
    for climb, past in report.in_year(index):
        units += 1
        off_record += not climb.recorded
        results[past.result] += 1
        honoured += past.verdict.honour.min is not None
        may_be_honoured += past.verdict.honour.max is not None
        awarded += past.conferred is not None
        untold += past.untold
        open_honours += past.open
    held, unknown = results["held"] + results["uncounted"], results["unknown"]
    missed = results["missed"] + results["revoked"]
    silent = counted(
        "1 of them without anything on record", "{count} of them without anything on record", count=off_record
    )
    results_note = told("{missed} missed it, {unknown} not on record", missed=missed, unknown=unknown)
    up_to = told("up to {most}, where the records are silent", most=may_be_honoured)
    more = counted("of 1 more the records do not tell", "of {count} more the records do not tell", count=untold)
    may_be_more = may_be_honoured > honoured
    hold = counted("holds an honour", "hold an honour", count=honoured)
    were = counted("was newly awarded a tier", "were newly awarded a tier", count=awarded)
    have = counted("has an honour that is left open", "have an honour that is left open", count=open_honours)
    by_least = told("counted by the lowest that is certain")
    return [
        Figure(units, False, _assessed(report, units), (silent,) if off_record else ()),
        Figure(held, unknown > 0, told("held the card"), (results_note,), published(report, index, "count-card")),
        Figure(honoured, may_be_more, hold, (up_to,) if may_be_more else ()),
        Figure(awarded, untold > 0, were, (more,) if untold else (), published(report, index, "count-tier-new")),
        Figure(open_honours, False, have, (by_least,) if open_honours else ()),
    ]


def _assessed(report: Report, units: int) -> Told:
    levels = {climb.last.level for climb in report.climbs}
    if levels <= {"city", "county"}:
        return counted("city or county assessed", "cities and counties assessed", count=units)
    return counted("unit assessed", "units assessed", count=units)


def published(report: Report, index: int, kind: str, tier: Tier | None = None) -> tuple[Claim, ...]:
    """The claims that count units in a year: how many held the card, were given a tier, or held at least a tier."""
    year = (report.years[index],)
    return tuple(
        claim
        for claim in report.published.claims
        if claim.years == year
        and claim.kind.partition("@")[0].partition(":")[0] == kind
        and (tier is None or claim.kind.partition("@")[0].partition(":")[2] == tier.id)
    )


def said_in_short(report: Report, index: int) -> Told:
    """A year in one sentence, for those who hear the page."""
    _, held, honoured, awarded, _ = [each.said for each in figures(report, index)]
    return told(
        "{year}: {held} held the card, {honoured} with an honour, {awarded} newly awarded a tier.",
        year=report.years[index],
        held=held,
        honoured=honoured,
        awarded=awarded,
    )


def tier_counts(report: Report, index: int) -> list[TierCount]:
    """How many units hold each tier in a year, the highest tier first.

    A star that no unit holds for certain is left out where the records say the same of the one above it: an open end
    may be a hundred stars high.
    """
    lowest: Counter[int] = Counter()
    highest: Counter[int] = Counter()
    for _, past in report.in_year(index):
        low, high = past.verdict.honour
        lowest[low.rank if low else NONE] += 1
        highest[high.rank if high else NONE] += 1
    found: list[TierCount] = []
    for tier in reversed(report.tiers):
        at_least = sum(count for rank, count in lowest.items() if rank >= tier.rank)
        at_most = sum(count for rank, count in highest.items() if rank >= tier.rank)
        is_star = tier.rank >= len(report.ladder.named)
        if lowest[tier.rank] or not is_star or not found or (at_least, at_most) != found[-1][2:]:
            found.append(TierCount(tier, lowest[tier.rank], at_least, at_most))
    return found


def filling(report: Report) -> list[list[tuple[str, int, Told]]]:
    """For each year how many units held each tier for certain, the highest first: a shade, a number, and its words."""
    return [list(_column(report, index)) for index in range(len(report.years))]


def _column(report: Report, index: int) -> Iterator[tuple[str, int, Told]]:
    for count in tier_counts(report, index):
        said = told("{count} {name}", count=count.highest, name=count.tier.name)
        yield f"s{shade_of(report, count.tier)}", count.highest, said
    certainly_none, none_certain = without_honour(report, index)
    yield "s0 open", none_certain, told("{count} {name}", count=none_certain, name=told("None for certain"))
    yield "s0", certainly_none, told("{count} {name}", count=certainly_none, name=told("No honour"))


def at_least(number: int, most: int) -> str:
    """A number of which more are possible: "≥ 2", or "?" where none is certain."""
    return str(number) if number == most else f"≥ {number}" if number else "?"


def between(low: int, high: int) -> Any:
    """A number that the records leave open."""
    return told("{low} to {high}", low=low, high=high) if low < high else low


def without_honour(report: Report, index: int) -> tuple[int, int]:
    """How many units certainly hold no honour in a year, and of how many none is certain."""
    none = [past.verdict.honour.max is None for _, past in report.in_year(index) if past.verdict.honour.min is None]
    return sum(none), len(none) - sum(none)


def city_line(group: Group, index: int) -> CityLine:
    """The units that belong to a city, in a year."""
    found = [point for climb in group.members if (point := climb.course[index])]
    return CityLine(
        len(found),
        sum(point.verdict.honour.min is not None for point in found),
        sum(point.verdict.honour.max is not None for point in found),
        sum(point.conferred is not None for point in found),
        sum(point.broken is not None for point in found),
    )


def awards_untold(report: Report, index: int) -> int:
    """Of how many units the records do not tell whether they were awarded a tier in a year."""
    return sum(past.untold for _, past in report.in_year(index))


def silent_open(report: Report, index: int) -> int:
    """How many honours are open in a year because nothing at all is on record for the unit."""
    return sum(not climb.recorded and past.open for climb, past in report.in_year(index))


def changes_in(report: Report, index: int) -> list[Change]:
    """The changes of a year, given by its place in the report's years; the highest tiers come first."""
    year = report.years[index]
    found: dict[tuple[str, Tier | None, Streak | None], list[tuple[str, Any]]] = {}

    def add(kind: str, climb: Climb, text: Any, tier: Tier | None = None, run: Streak | None = None) -> None:
        found.setdefault((kind, tier, run), []).append((climb.key, text))

    for climb, past in report.in_year(index):
        before, unit = climb.course[index - 1] if index else None, climb.unit_in(year)
        low, low_before = past.verdict.honour.min, before.verdict.honour.min if before else None
        if past.conferred:
            add("awarded", climb, unit, past.conferred)
        elif low is not None and low.rank > (low_before.rank if low_before else NONE):
            add("raised", climb, unit, low)
        if past.recalled:
            add("recalled", climb, unit, past.recalled)
        if past.ended:
            add("ended", climb, unit, past.ended)
        if past.broken:
            add("broken", climb, unit, run=past.broken)
    for climb in report.climbs if index else ():
        if text := _registry_change(climb, year, report.years[index - 1]):
            add("registry", climb, text)

    def order(key: tuple[str, Tier | None, Streak | None]) -> tuple[int, int, int]:
        kind, tier, run = key
        return list(KINDS).index(kind), -(tier.rank if tier else NONE), -(run.min if run else 0)

    return [
        Change(kind, tier, _ended(report, run), tuple(found[kind, tier, run]))
        for kind, tier, run in sorted(found, key=order)
    ]


def _ended(report: Report, run: Streak | None) -> Told | None:
    """How long the runs were that ended."""
    if run is None:
        return None
    count = run_of(report.ladder, run.min)
    return told("after {run}", run=count if run.min == run.max else told("at least {run}", run=count))


def _registry_change(climb: Climb, year: int, last: int) -> Told | None:
    """What became of a line's units in a year: renamed, new or no more."""
    now, then = climb.line.at(year), climb.line.at(last)
    if now == then:
        return None
    if now and then:
        return told("{before} became {after}", before=full_name(then), after=full_name(now))
    if now:
        return told("{unit} is new", unit=now)
    return told("{unit} is no more", unit=then) if then else None
