"""Claims held against a history: which it confirms, which it contradicts, and what would decide the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pingan_cli.claims.closure import counted_claim
from pingan_cli.claims.deduction import Claim, demand_of
from pingan_cli.claims.walks import Demand
from pingan_cli.engine.history import History, result_name
from pingan_cli.engine.ladder import MISSED, Ladder
from pingan_cli.engine.streak import START, State, bare, step

CONFIRMED, CONTRADICTED, UNDECIDED = STATUSES = ("confirmed", "contradicted", "undecided")

Years = tuple[tuple[int, str], ...]
"""Assessment years, each with a result: `held`, `uncounted`, `missed` or `revoked`."""


class Bounds(NamedTuple):
    """How many units a count is sure to hold for in an assessment year, and for how many it may."""

    year: int
    least: int
    most: int


class Finding(NamedTuple):
    """What the records say of one claim.

    `shown_by`: for a claim that is decided, years on record that decide it and of which none can be left out. For one
    that is not: `confirmed_if` and `contradicted_if`, years not on record with the results that would decide it,
    again as few as do; one way of several. `bounds`: for a claim on a count, one for each year that may be meant.
    """

    claim: Claim
    status: str
    shown_by: Years = ()
    confirmed_if: Years = ()
    contradicted_if: Years = ()
    bounds: tuple[Bounds, ...] = ()


def audit_unit(ladder: Ladder, claim: Claim, history: History) -> Finding:
    """What a unit's history says of a claim on it. A claim of two years must be true, or false, under both."""
    readings = [_Reading(ladder, demand_of(ladder, claim._replace(years=(year,))), history) for year in claim.years]
    truths = [reading.truths() for reading in readings]
    for status, truth in ((CONFIRMED, True), (CONTRADICTED, False)):
        if all(each == {truth} for each in truths):
            return Finding(claim, status, shown_by=_told(ladder, [each.showing(truth) for each in readings]))
    open_ones = [reading for reading, truth in zip(readings, truths, strict=True) if len(truth) > 1]
    return Finding(
        claim,
        UNDECIDED,
        confirmed_if=_told(ladder, [each.deciding(True) for each in open_ones]),
        contradicted_if=_told(ladder, [each.deciding(False) for each in open_ones]),
    )


def audit_count(ladder: Ladder, claim: Claim, histories: Callable[[int], Sequence[History]]) -> Finding:
    """What the histories of all units that a claim counts among, in an assessment year, say of the count."""
    bounds: list[Bounds] = []
    counted = counted_claim(claim)
    for year in claim.years:
        demand = demand_of(ladder, counted._replace(years=(year,)))
        of_history: dict[History, set[bool]] = {}  # units of which as much is known are weighed once
        truths: list[set[bool]] = []
        for history in histories(year):
            if history not in of_history:
                of_history[history] = _Reading(ladder, demand, history).truths()
            truths.append(of_history[history])
        bounds.append(Bounds(year, sum(each == {True} for each in truths), sum(True in each for each in truths)))
    wanted = int(claim.value)
    if all(each.least == wanted == each.most for each in bounds):
        status = CONFIRMED
    elif all(not each.least <= wanted <= each.most for each in bounds):
        status = CONTRADICTED
    else:
        status = UNDECIDED
    return Finding(claim, status, bounds=tuple(bounds))


class _Reading:
    """One claim in one year, and what is known of the periods up to then."""

    def __init__(self, ladder: Ladder, demand: Demand, history: History) -> None:
        self.ladder = ladder
        self.demand = demand
        self.periods = demand.periods[0] + 1
        self.known = {
            period: result for period in range(self.periods) if (result := history.result(period)) is not None
        }

    def truths(self, known: Mapping[int, int] | None = None) -> set[bool]:
        """Whether the claim can be true and can be false, given the results that are known."""
        known = self.known if known is None else known
        nodes: set[tuple[State, int]] = {(START, 0)}
        found: set[bool] = {False} if self.periods <= 0 else set()
        for period in range(self.periods):
            terms = self.ladder.terms_at(period)
            results = (known[period],) if period in known else (*self.ladder.counting, MISSED)
            following: set[tuple[State, int]] = set()
            for before, cards in nodes:
                for result in results:
                    state = step(terms, before, result, period)
                    so_far = cards + (result in self.ladder.cards and self.demand.totals)
                    if period == self.periods - 1:
                        found.add(self.demand.test(state, so_far, result))
                    following.add((bare(self.ladder, state), so_far))
            nodes = following
        return found

    def showing(self, truth: bool) -> dict[int, int]:
        """Known results that decide the claim, of which none can be left out."""
        return self._fewest(self.known, {}, truth)

    def deciding(self, truth: bool) -> dict[int, int]:
        """Results for unknown periods that would decide the claim so, of which none can be left out."""
        settled = dict(self.known)
        for period in range(self.periods):
            if period not in settled:
                results = (*self.ladder.counting, MISSED)
                wanted = next(result for result in results if truth in self.truths({**settled, period: result}))
                settled[period] = wanted
        unknown = {period: result for period, result in settled.items() if period not in self.known}
        return self._fewest(unknown, self.known, truth)

    def _fewest(self, results: Mapping[int, int], fixed: Mapping[int, int], truth: bool) -> dict[int, int]:
        left = dict(results)
        for period in sorted(results):
            rest = {each: result for each, result in left.items() if each != period}
            if self.truths({**fixed, **rest}) == {truth}:
                left = rest
        return left


def _told(ladder: Ladder, results: Sequence[Mapping[int, int]]) -> Years:
    """The periods of all readings by the years that name them."""
    merged = {period: result for each in results for period, result in each.items()}
    return tuple((ladder.year(period), result_name(merged[period])) for period in sorted(merged))
