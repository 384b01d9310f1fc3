"""How a method judges: measures, points, needs and results as bounds. Unknown facts have every value they can have."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal, localcontext
from operator import methodcaller
from typing import Any, NamedTuple

from pingan_cli.assess.bounds import PRECISION, WHOLE, ZERO, Grid, Met, met_in, points_in, ratio, total
from pingan_cli.assess.facts import EVERYBODY, Facts, Value, Word
from pingan_cli.assess.method import LAST_YEAR, Edition, Look, Method, Need, Span

MISSED, HELD, UNKNOWN = "missed", "held", "unknown"


class Judged(NamedTuple):
    """What a unit has earned. `points` and `needs` stand in the edition's order.

    `score` is the total; `result` the worst and the best result that the facts allow: for a mark `missed` and `held`,
    for a grade `missed` or its id, for a score `missed` or the number itself.
    """

    key: str
    level: str | None
    score: Span
    result: tuple[str | Decimal, str | Decimal]
    points: tuple[Span, ...]
    needs: tuple[Met, ...]

    @property
    def settled(self) -> bool:
        """Whether the facts leave one result only."""
        return self.result[0] == self.result[1]

    @property
    def card(self) -> str:
        """The result as a list of cards has it; `unknown` where the facts leave more than one."""
        low, high = self.result
        return UNKNOWN if low != high else f"{low:f}" if isinstance(low, Decimal) else low


@dataclass(frozen=True)
class Assessment:
    """A year judged: every unit of which there are facts, in their order."""

    method: Method
    edition: Edition
    year: int
    facts: Facts
    units: tuple[Judged, ...]

    def unit(self, key: str) -> Judged:
        """What one unit has earned."""
        return next(each for each in self.units if each.key == key)


def assess(method: Method, facts: Facts, year: int) -> Assessment:
    """Judge a year by the edition that was in force. `year` must not lie before the method's first."""
    edition = method.edition(year)
    with localcontext(PRECISION):
        return Assessment(method, edition, year, facts, Scale(edition, facts, year).judged())


class Scale:
    """Judges the units of a year by an edition. What is `without` a clause or need is judged as if it did not apply."""

    def __init__(self, edition: Edition, facts: Facts, year: int, without: Collection[str] = ()) -> None:
        self.edition, self.facts, self.year = edition, facts, year
        self.without = frozenset(without)
        self.keys = facts.units(year)
        self._values = facts.values.get(year, {})
        self._before = facts.values.get(year - 1, {})
        self._places: dict[Look, dict[str, Span]] = {}
        self._levels = {key: facts.unit(key, year).level for key in self.keys}
        if len(edition.levels) == 1:
            self._levels = {key: level or edition.levels[0] for key, level in self._levels.items()}
        self.covered = [key for key in self.keys if not edition.levels or self._levels[key] in (None, *edition.levels)]

    def judged(self, keys: Iterable[str] | None = None) -> tuple[Judged, ...]:
        """Every unit that the method covers, judged; or only these, among all of them."""
        edition, covered = self.edition, self.covered
        wanted = covered if keys is None else list(keys)
        scored = self.scored(covered if edition.limited else wanted)
        if not edition.limited:
            return tuple(scored)
        placed = dict(zip(covered, within_quota(edition, scored), strict=True))
        return tuple(placed[key] for key in wanted)

    def fact(self, key: str, fact_id: str, last_year: bool = False) -> Span | None:
        """Between which values a fact of a unit lies; None where it does not apply."""
        fact = self.edition.facts[fact_id]
        of_year = self._before if last_year else self._values
        value: Value | None = of_year.get(key, {}).get(fact_id)
        if value is None and fact.given:
            value = of_year.get(EVERYBODY, {}).get(fact_id)
        if isinstance(value, Decimal):
            return Span(value, value)
        if value is Word.NOT_APPLICABLE:
            return None
        if value is None and fact.unlisted is not None:
            return Span(fact.unlisted, fact.unlisted)
        return fact.unknown

    def measured(self, look: Look, key: str) -> Span | None:
        """Between which values what a clause looks at lies; None where it does not apply."""
        return self._ranks(look).get(key) if look.rank else self.raw(look, key)

    def raw(self, look: Look, key: str, last_year: bool = False) -> Span | None:
        """The same before it is made a place among the units."""
        value = self.fact(key, look.reads, last_year)
        if value is None or look.plain:
            return value
        if look.per:
            field = self.fact(key, look.per[0], last_year)
            if field is None:
                return None
            value = ratio(value, field, look.per[1])
        if look.against is None or last_year:
            return value
        other = self.raw(look, key, last_year=True) if look.against == LAST_YEAR else self.fact(key, look.against)
        return None if other is None else Span(value.low - other.high, value.high - other.low)

    def grid(self, look: Look, key: str) -> Grid | None:
        """The values that a measure can have, where these are apart from one another; None for any number."""
        if look.rank:
            return WHOLE
        facts = self.edition.facts
        if not facts[look.reads].whole:
            return None
        grid = WHOLE
        if look.per:
            field = self.fact(key, look.per[0])
            if field is None or field.low != field.high:
                return None
            grid = Grid(look.per[1], field.low)
        if look.against is None:
            return grid
        is_last = look.against == LAST_YEAR
        other = self.raw(look, key, last_year=True) if is_last else self.fact(key, look.against)
        if other is not None and other.low == other.high:
            return grid._replace(offset=other.low)
        is_whole = grid == WHOLE and (is_last or facts[look.against].whole)
        return grid if is_whole else None

    def points(self, index: int, key: str) -> Span:
        """The fewest and the most points that a clause gives a unit."""
        clause = self.edition.clauses[index]
        value = None if clause.id in self.without else self.measured(clause.look, key)
        if value is None:
            return Span(clause.untouched, clause.untouched)
        if value.low != value.high:
            return points_in(clause, value, self.grid(clause.look, key))
        return clause.known.get(value.low) or clause.known.setdefault(value.low, points_in(clause, value))

    def _all_points(self, keys: Sequence[str]) -> Iterator[tuple[Span, ...]]:
        """The points of every clause for each unit, a clause after another: most are those of a value met before."""
        columns: list[list[Span]] = []
        of_units = [self._values.get(key, {}) for key in keys]
        for index, clause in enumerate(self.edition.clauses):
            known = clause.known.get
            if not clause.look.plain or clause.id in self.without:
                columns.append([self.points(index, key) for key in keys])
                continue
            values = map(methodcaller("get", clause.look.reads), of_units)
            columns.append(
                [
                    (isinstance(value, Decimal) and known(value)) or self.points(index, key)
                    for key, value in zip(keys, values, strict=True)
                ]
            )
        return zip(*columns, strict=True) if columns else iter(() for _ in keys)

    def need(self, need: Need, key: str) -> Met:
        """Whether a unit may meet a need, and whether it surely does."""
        if need.id in self.without:
            return Met(True, True)
        value = self.measured(need.look, key)
        return met_in(need.condition, value, self.grid(need.look, key) if value and value.low != value.high else None)

    def knowing(self, holder: str, year: int, fact: str, value: Value) -> Scale:
        """The same scale where one more fact is known, of a unit or of everybody, for this year or the last."""
        scale = copy(self)
        before = self._values if year == self.year else self._before
        after = before | {holder: before.get(holder, {}) | {fact: value}}
        scale._values, scale._before = (after, self._before) if year == self.year else (self._values, after)
        scale._places = {}
        return scale

    def scored(self, keys: Sequence[str]) -> list[Judged]:
        """Units judged without a look at how many can pass."""
        judged = zip(keys, self._all_points(keys), strict=True)
        return [self._with_needs(key, self._score(points), points) for key, points in judged]

    def again(self, unit: Judged, changed: Collection[int]) -> Judged:
        """A unit with only these of its clauses, and its needs, judged once more."""
        points = list(unit.points)
        for index in changed:
            points[index] = self.points(index, unit.key)
        score = unit.score if tuple(points) == unit.points else self._score(points)
        return self._with_needs(unit.key, score, tuple(points))

    def _score(self, points: Sequence[Span]) -> Span:
        low = total(self.edition, [each.low for each in points])
        is_known = all(each.low == each.high for each in points)
        return Span(low, low if is_known else total(self.edition, [each.high for each in points]))

    def _with_needs(self, key: str, score: Span, points: tuple[Span, ...]) -> Judged:
        needs = tuple(self.need(need, key) for need in self.edition.needs)
        return with_result(self.edition, Judged(key, self._levels[key], score, (MISSED, MISSED), points, needs))

    def company(self, look: Look, key: str) -> Any:
        """What a unit has in common with those it is ranked with."""
        if look.within == "level":
            return self._levels[key]
        if look.within == "parent":
            return self.facts.unit(key, self.year).parent
        return None if look.within == "all" else self.fact(key, look.within)

    def _ranks(self, look: Look) -> dict[str, Span]:
        """The best and the worst place of every unit for which the clause applies."""
        if look not in self._places:
            self._places[look] = self._ranked(look)
        return self._places[look]

    def _ranked(self, look: Look) -> dict[str, Span]:
        values: dict[str, Span] = {}
        together: dict[Any, list[str]] = {}
        for key in self.covered:
            value = self.raw(look, key)
            if value is not None:
                values[key] = value if look.higher_is_better else Span(-value.high, -value.low)
                together.setdefault(self.company(look, key), []).append(key)
        anywhere = [company for company in together if isinstance(company, Span) and company.low != company.high]
        places: dict[str, Span] = {}
        for company, keys in together.items():
            if company in anywhere:
                continue
            perhaps = [key for other in anywhere if _may_be(company, other) for key in together[other]]
            places |= _places_in(values, keys, perhaps)
        for company in anywhere:  # perhaps alone, perhaps with any others that it may be with
            perhaps = [key for other, keys in together.items() if _may_be(other, company) for key in keys]
            for key in together[company]:
                worst = _places_in(values, [key], [each for each in perhaps if each != key])[key].high
                places[key] = Span(Decimal(1), worst)
        return places


def _may_be(company: Any, other: Span) -> bool:
    """Whether those who are known to be together, or perhaps so, may be with others of whom that is not known."""
    return isinstance(company, Span) and company.low <= other.high and other.low <= company.high


def _places_in(values: Mapping[str, Span], keys: Sequence[str], perhaps: Sequence[str]) -> dict[str, Span]:
    """The best and the worst place of units that are ranked together, and perhaps with some others."""
    lows = sorted(values[key].low for key in keys)
    highs = sorted(values[key].high for key in (*keys, *perhaps))
    places: dict[str, Span] = {}
    for key in keys:
        low, high = values[key]
        surely = len(lows) - bisect_right(lows, high)
        maybe = len(highs) - bisect_right(highs, low) - (high > low)
        places[key] = Span(Decimal(1 + surely), Decimal(1 + maybe))
    return places


def with_result(edition: Edition, unit: Judged) -> Judged:
    """The same unit with the result of its score and its needs, as if there were places for all."""
    low, high = unit.score
    worst = _result(edition, low, unit.level, [met.must for met in unit.needs])
    return unit._replace(result=(worst, _result(edition, high, unit.level, [met.may for met in unit.needs])))


def _result(edition: Edition, score: Decimal, level: str | None, met: Sequence[bool]) -> str | Decimal:
    needs = list(zip(edition.needs, met, strict=True))
    mark = edition.mark(level)
    if any(need.limit is None and not is_met for need, is_met in needs) or (mark is not None and score < mark):
        return MISSED
    if edition.gives == "mark":
        return HELD
    if edition.gives == "score":
        return score
    ranks = {grade.id: rank for rank, grade in enumerate(edition.grades)}
    earned = [rank for rank, grade in enumerate(edition.grades) if grade.at_least is None or grade.at_least <= score]
    limits = [ranks[need.limit] for need, is_met in needs if need.limit is not None and not is_met]
    return edition.grades[min([earned[-1], *limits])].id if earned else MISSED


def within_quota(edition: Edition, units: Sequence[Judged]) -> Iterator[Judged]:
    """The same units, with the places that there are: a unit is in while fewer than these score more."""
    places = {level: Places(edition, units, level) for level in {unit.level for unit in units}}
    return (places[unit.level].given(unit) for unit in units)


def meets(edition: Edition, unit: Judged) -> Met:
    """Whether a unit may meet all the needs without which there is no card, and whether it surely does."""
    hard = [met for need, met in zip(edition.needs, unit.needs, strict=True) if need.limit is None]
    return Met(all(met.may for met in hard), all(met.must for met in hard))


class Places:
    """The places of a quota on one level, taken by the best scores of those that meet all needs; ties are in."""

    def __init__(self, edition: Edition, units: Sequence[Judged], level: str | None) -> None:
        self.edition = edition
        of_level = [unit for unit in units if unit.level == level]
        self._may = sorted(unit.score.high for unit in of_level if meets(edition, unit).may)
        self._must = sorted(unit.score.low for unit in of_level if meets(edition, unit).must)

    def given(self, unit: Judged) -> Judged:
        """A unit with the places that there are: whether it surely finds one, and whether it surely finds none."""
        (low, high), (worst, best) = unit.score, unit.result
        met = meets(self.edition, unit)
        perhaps_ahead = len(self._may) - bisect_right(self._may, low) - (met.may and high > low)
        surely_ahead = len(self._must) - bisect_right(self._must, high)
        fewest = self._count(len(self._must) + (not met.must))
        most = self._count(len(self._may) + (not met.may))
        return unit._replace(
            result=(worst if perhaps_ahead < fewest else MISSED, MISSED if surely_ahead >= most else best)
        )

    def _count(self, units: int) -> int:
        if self.edition.best is not None:
            return self.edition.best
        return math.floor((self.edition.share or ZERO) * units)
