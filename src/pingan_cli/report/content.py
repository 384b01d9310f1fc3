"""What a report tells, as plain values: every unit in every year by its end, by city, and the published claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import NamedTuple

from pingan_cli.claims.audit import Audited
from pingan_cli.claims.basis import Basis
from pingan_cli.claims.deduction import Claim, Conflict
from pingan_cli.engine.course import BROKEN, CONFERRED, ENDED, OPEN, RECALLED, changes_in, course
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.units import Line, Unit
from pingan_cli.engine.verdict import Streak, Verdict, is_open
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.records.histories import Histories
from pingan_cli.records.registry import Registry

MOST_RESULTS = 2200
"""Map, matrix and details show no more units than have so many years together, so that the page stays small."""

MOST_ROWS = 10_000
"""The table ends here."""


class Point(NamedTuple):
    """One period of a climb: the year that names it, its result, what had been earned by its end, what it changed.

    `result` is `held`, `uncounted`, `missed`, `revoked` or `unknown`. `conferred` and `recalled` are certain, under
    every reading of the unknown years, and so is the end of the run `broken`; `untold`: a tier may have been conferred.
    `ended`: an honour that lasted no longer. `dated`: whether it is certain for which year the honour was conferred.
    """

    year: int
    result: str
    verdict: Verdict
    conferred: Tier | None
    untold: bool
    broken: Streak | None
    recalled: Tier | None
    ended: Tier | None
    dated: bool

    @property
    def mark(self) -> str:
        """Its mark: the result, and `reached` for a held year in which a tier was conferred."""
        return "reached" if self.result == "held" and self.conferred else self.result

    @property
    def open(self) -> bool:
        """Whether the records leave open what the honour is."""
        return self.verdict.honour.min != self.verdict.honour.max


class Climb(NamedTuple):
    """How one history climbed: the units that bore it, and for each year of the report what had been earned.

    A year in which no unit bore it is None. `number` is its place in the report, `city` the unit that it belongs to,
    and `recorded` tells whether anything at all is on record for it. `absorbed`: units that were merged into it.
    """

    number: int
    line: Line
    course: tuple[Point | None, ...]
    recorded: bool
    city: Unit | None = None
    absorbed: tuple[Unit, ...] = ()

    @property
    def key(self) -> str:
        """The code of the last unit."""
        return self.line.key

    @property
    def last(self) -> Unit:
        """The last unit that bore the history."""
        return self.line.units[-1]

    @property
    def points(self) -> list[Point]:
        """The years in which it has a unit."""
        return [point for point in self.course if point is not None]

    def unit_in(self, year: int) -> Unit:
        """The unit that bore the history in that year, or else the last one."""
        return self.line.at(year) or self.line.units[-1]


class Group(NamedTuple):
    """A city and the units that belong to it; `head` is None where the city itself climbs no ladder."""

    code: str
    city: Unit | None
    head: Climb | None
    members: tuple[Climb, ...]

    @property
    def climbs(self) -> list[Climb]:
        """The city's own climb, where it has one, and those of its units."""
        return [*([self.head] if self.head else []), *self.members]


class Place(NamedTuple):
    """The column and the row in which a city's block begins, from 1, west to east and north to south, and its width."""

    column: int
    row: int
    width: int = 1


class Published(NamedTuple):
    """What was published beside the cards: audited claims in the order of their files, and conflicts among them.

    `keys`: by the code of every unit that of its line's last one. `basis`: on which claims the cards rest. `places`:
    those of cities on a map, by code.
    """

    findings: tuple[Audited, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    keys: dict[str, str] = {}  # noqa: RUF012  nobody writes into it
    basis: Basis = {}  # noqa: RUF012
    places: dict[str, Place] = {}  # noqa: RUF012

    @property
    def claims(self) -> list[Claim]:
        """All claims."""
        return [each.finding.claim for each in self.findings]

    def on(self, key: str) -> list[Claim]:
        """The claims on the line of that key."""
        return [claim for claim in self.claims if self.keys.get(claim.unit) == key]

    def whom(self, claim: Claim) -> Unit | None:
        """The unit that a claim speaks of; None where it is a whole in no registry."""
        return next(each.unit for each in self.findings if each.finding.claim == claim)


@dataclass(frozen=True)
class Report:
    """All that a page shows. `years` are the last years of the ladder's periods; `opened` is the place of the year at
    which the page opens.

    `climbs` are all units in their order. `records` says where the records come from; `sample`: they are invented.
    """

    loaded: LoadedLadder
    years: tuple[int, ...]
    opened: int
    climbs: tuple[Climb, ...]
    published: Published
    records: str
    sample: bool = False

    @property
    def ladder(self) -> Ladder:
        """The ladder that they climb."""
        return self.loaded.ladder

    @property
    def year(self) -> int:
        """The assessment year at which the page opens."""
        return self.years[self.opened]

    @property
    def shown(self) -> tuple[Climb, ...]:
        """The units for which map, matrix and details have room."""
        return self.climbs[: max(1, MOST_RESULTS // len(self.years))]

    @property
    def listed(self) -> tuple[Climb, ...]:
        """The units for which the table has room."""
        return self.climbs[:MOST_ROWS]

    @property
    def recorded(self) -> bool:
        """Whether anything is on record for the year at which the page opens."""
        return any(point.result != "unknown" for _, point in self.in_year(self.opened))

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """Every tier that any unit holds or may hold in any of the years, the lowest first."""
        found = {tier for climb in self.climbs for past in climb.points for tier in past.verdict.honour if tier}
        highest = max((tier.rank for tier in found), default=-1)
        return tuple(tier for rank in range(highest + 1) if (tier := self.ladder.tier(rank)))

    @cached_property
    def told_of(self) -> frozenset[str]:
        """The keys of the units that have a section of their own: something is on record or claimed of them."""
        return frozenset(climb.key for climb in self.shown if climb.recorded or self.published.on(climb.key))

    @cached_property
    def cities(self) -> tuple[Group, ...]:
        """All cities in the order of their codes, with all their units."""
        return tuple(group for group in _groups(self.climbs) if group.city)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The units for which map, matrix and details have room, by city."""
        return _groups(self.shown)

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
    last_year: int,
    year: int | None,
    records: str,
    sample: bool = False,
) -> Report:
    """The report on all units by the end of an assessment year, which must not lie before the first period's end.

    Without a year it tells of all years up to `last_year`, and opens at the last of them that is mostly on record.
    """
    ladder = loaded.ladder
    last = year or last_year
    years = tuple(ladder.year(period) for period in range(ladder.periods(last)))
    points = cache(partial(_points, ladder, last))  # equal histories go the same way
    by_code = registry.by_code if registry else {}
    absorbed = _absorbed(registry)
    climbs: list[Climb] = []
    for number, line in enumerate(_lines(registry, histories, years)):
        went = points(histories.history(line.key))
        its_course = tuple(each if registry is None or _climbs(ladder, line, each.year) else None for each in went)
        recorded = bool(histories.recorded(line.key) & (1 << len(years)) - 1)
        merged = tuple(other for unit in line.units for other in absorbed.get(unit.code, ()) if other not in line.units)
        climbs.append(Climb(number, line, its_course, recorded, by_code.get(line.units[-1].parent or ""), merged))
    opened = len(years) - 1 if year else _mostly_on_record(climbs, len(years))
    return Report(loaded, years, opened, tuple(climbs), published, records, sample)


def _mostly_on_record(climbs: Sequence[Climb], years: int) -> int:
    """The place of the last year with at least half as many units on record as its best year has."""
    known = [0] * years
    for climb in climbs:
        for index, point in enumerate(climb.course):
            known[index] += point is not None and point.result != "unknown"
    return max(index for index, count in enumerate(known) if 2 * count >= max(known))


def _points(ladder: Ladder, year: int, history: History) -> tuple[Point, ...]:
    """Every period of a history that had ended by an assessment year."""
    found: list[Point] = []
    went = course(ladder, history, year)
    settled = {past.year for past in went if not is_open(past.verdict)}
    for named, result, verdict in went:
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
                dated=verdict.conferred in settled,
            )
        )
    return tuple(found)


def _lines(registry: Registry | None, histories: Histories, years: Sequence[int]) -> Iterator[Line]:
    """The lines that climb the ladder in any of the years: by code, or without a registry as the files name them."""
    if registry is None:
        yield from (Line((histories.unit(code, 0),)) for code in histories.held)
        return
    yield from (
        line for line in registry.lines.values() if any(_climbs(histories.ladder, line, year) for year in years)
    )


def _absorbed(registry: Registry | None) -> dict[str, list[Unit]]:
    """By the code of a unit those that ended when they were merged into it or made into it."""
    found: dict[str, list[Unit]] = {}
    for unit in registry.units if registry else ():
        for code in unit.successors if unit.last_year else ():
            found.setdefault(code, []).append(unit)
    return found


def _climbs(ladder: Ladder, line: Line, year: int) -> bool:
    unit = line.at(year)
    return unit is not None and (not ladder.levels or unit.level in ladder.levels)


def _groups(climbs: Sequence[Climb]) -> tuple[Group, ...]:
    """The climbs by city, in the order of the cities' codes; those of no city last."""
    cities = {climb.city.code: climb.city for climb in climbs if climb.city}
    heads = {climb.key: climb for climb in climbs if climb.key in cities}
    members: dict[str, list[Climb]] = {code: [] for code in sorted(cities)}
    roots: list[Climb] = []
    for climb in climbs:
        if climb.key not in heads:
            (members[climb.city.code] if climb.city else roots).append(climb)
    groups = [Group(code, cities[code], heads.get(code), tuple(of_city)) for code, of_city in members.items()]
    return (*groups, Group("", None, None, tuple(roots))) if roots else tuple(groups)
