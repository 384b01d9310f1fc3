"""What a report tells: every unit in every year by its end, the published claims, and how the cities lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import NamedTuple

from pingan_cli.engine.changes import BROKEN, CONFERRED, ENDED, OPEN, RECALLED, changes_in
from pingan_cli.engine.course import course
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.units import Line, Unit
from pingan_cli.engine.verdict import Streak, Verdict
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.records.histories import Histories
from pingan_cli.records.registry import Registry
from pingan_cli.report.published import Published

MOST_RESULTS = 3000
"""A page shows no more units than have so many years together, so that it stays under a megabyte."""


class Point(NamedTuple):
    """One period of a climb: the year that names it, its result, what had been earned by its end, what it changed.

    `result` is `held`, `uncounted`, `missed`, `revoked` or `unknown`. `conferred` and `recalled` are certain, under
    every reading of the unknown years, and so is the end of the run `broken`; `untold`: a tier may have been conferred.
    """

    year: int
    result: str
    verdict: Verdict
    conferred: Tier | None
    untold: bool
    broken: Streak | None
    recalled: Tier | None
    ended: Tier | None

    @property
    def mark(self) -> str:
        """Its mark: the result, and `reached` for a held year in which a tier was conferred."""
        return "reached" if self.result == "held" and self.conferred else self.result


class Climb(NamedTuple):
    """How one history climbed: the units that bore it, and for each year of the report what had been earned.

    A year in which no unit bore it is None. `recorded` tells whether anything at all is on record for it.
    """

    line: Line
    course: tuple[Point | None, ...]
    recorded: bool

    @property
    def key(self) -> str:
        """The code of the last unit."""
        return self.line.key

    def unit_in(self, year: int) -> Unit:
        """The unit that bore the history in that year, or else the last one."""
        return self.line.at(year) or self.line.units[-1]


class Group(NamedTuple):
    """A city and the units that belong to it; `head` is None where the city itself climbs no ladder."""

    code: str
    city: Unit | None
    head: Climb | None
    members: tuple[Climb, ...]


@dataclass(frozen=True)
class Report:
    """All that a page shows. `years` are the last years of the ladder's periods, the year judged being the last.

    `climbs` are all units, by code; `shown` those for which a page has room, and `groups` these by city. `sample`: the
    records are invented.
    """

    loaded: LoadedLadder
    years: tuple[int, ...]
    climbs: tuple[Climb, ...]
    shown: tuple[Climb, ...]
    groups: tuple[Group, ...]
    published: Published
    sample: bool

    @property
    def ladder(self) -> Ladder:
        return self.loaded.ladder

    @property
    def year(self) -> int:
        """The assessment year judged."""
        return self.years[-1]

    @property
    def recorded(self) -> bool:
        """Whether anything is on record for the year judged itself."""
        return any(point.result != "unknown" for _, point in self.in_year(-1))

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """Every tier that any unit holds or may hold in any of the years, the lowest first."""
        found = {tier for climb in self.climbs for past in climb.course if past for tier in past.verdict.honour if tier}
        highest = max((tier.rank for tier in found), default=-1)
        return tuple(tier for rank in range(highest + 1) if (tier := self.ladder.tier(rank)))

    @cached_property
    def told_of(self) -> frozenset[str]:
        """The keys of the units shown that have a section of their own: something is on record or claimed of them."""
        return frozenset(climb.key for climb in self.shown if climb.recorded or self.published.on(climb.key))

    def in_year(self, index: int) -> Iterator[tuple[Climb, Point]]:
        """All units of a year, given by its place in `years`, and what they had earned by its end."""
        for climb in self.climbs:
            past = climb.course[index]
            if past is not None:
                yield climb, past


def report_of(
    loaded: LoadedLadder,
    registry: Registry | None,
    histories: Histories,
    published: Published,
    year: int,
    sample: bool = False,
) -> Report:
    """The report on all units by the end of an assessment year, which must not lie before the first period's end."""
    ladder = loaded.ladder
    years = tuple(ladder.year(period) for period in range(ladder.periods(year)))
    lines = sorted(_lines(registry, histories, years), key=lambda line: line.key)
    points = cache(partial(_points, ladder, year))  # equal histories go the same way
    climbs: list[Climb] = []
    for line in lines:
        went = points(histories.history(line.key))
        its_course = tuple(each if registry is None or _climbs(ladder, line, each.year) else None for each in went)
        climbs.append(Climb(line, its_course, bool(histories.recorded(line.key) & (1 << len(years)) - 1)))
    shown = climbs[: max(1, MOST_RESULTS // len(years))]
    return Report(loaded, years, tuple(climbs), tuple(shown), _groups(shown, registry), published, sample)


def _points(ladder: Ladder, year: int, history: History) -> tuple[Point, ...]:
    """Every period of a history that had ended by an assessment year."""
    found: list[Point] = []
    for named, result, verdict in course(ladder, history, year):
        changes = {change.kind: change for change in changes_in(ladder, history, named)}
        conferred, broken, recalled, ended = (changes.get(kind) for kind in (CONFERRED, BROKEN, RECALLED, ENDED))
        found.append(
            Point(
                named,
                result,
                verdict,
                conferred=conferred.tier if conferred else None,
                untold=OPEN in changes,
                broken=broken.lost if broken else None,
                recalled=recalled.tier if recalled else None,
                ended=ended.tier if ended else None,
            )
        )
    return tuple(found)


def _lines(registry: Registry | None, histories: Histories, years: Sequence[int]) -> Iterator[Line]:
    """The lines that climb the ladder in any of the years."""
    if registry is None:
        yield from (Line((histories.unit(code, 0),)) for code in histories.held)
        return
    yield from (
        line for line in registry.lines.values() if any(_climbs(histories.ladder, line, year) for year in years)
    )


def _climbs(ladder: Ladder, line: Line, year: int) -> bool:
    unit = line.at(year)
    return unit is not None and (not ladder.levels or unit.level in ladder.levels)


def _groups(climbs: Sequence[Climb], registry: Registry | None) -> tuple[Group, ...]:
    """The climbs by city, in the order of the cities' codes; those of no city last."""
    by_code = registry.by_code if registry else {}
    heads = {climb.key: climb for climb in climbs}
    members: dict[str, list[Climb]] = {}
    for climb in climbs:
        parent = climb.line.units[-1].parent or ""
        members.setdefault(parent if parent in by_code else "", []).append(climb)
    roots = [climb for climb in members.pop("", []) if climb.key not in members]
    groups = [Group(code, by_code[code], heads.get(code), tuple(of_city)) for code, of_city in sorted(members.items())]
    return (*groups, Group("", None, None, tuple(roots))) if roots else tuple(groups)
