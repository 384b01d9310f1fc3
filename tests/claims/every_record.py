"""What claims say, by trying every record of a few units in a few periods: nothing of the deduction is used here."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, product

from pingan_cli.engine.ladder import HELD, MISSED, WEAK, Ladder
from pingan_cli.engine.streak import START, step

UNITS = ("a", "b", "c")
LEVELS = {"a": "city", "b": "county", "c": "county"}


def counted_units(units, claim, year, exists):
    """The units that a count is of: those of its level that exist in the year and lie in the whole that it names."""
    level = claim.kind.partition("@")[2]
    within = units if claim.unit == "all" else [unit for unit in units if unit != "c"]
    return [unit for unit in within if level in ("", LEVELS[unit]) and exists[unit](year)]


@lru_cache(maxsize=1 << 16)
def course(ladder: Ladder, results: tuple[int, ...]):
    """The engine's states after each of the periods."""
    states, state = [], START
    for period, result in enumerate(results):
        state = step(ladder.terms_at(period), state, result, period)
        states.append(state)
    return states


def fits(ladder: Ladder, kind: str, value: str, results: tuple[int, ...], year: int) -> bool:
    """Whether what a claim says of a unit holds for its results by a year."""
    if kind == "card":
        result = results[(year - ladder.first_year) // ladder.period]
        return (result in (HELD, WEAK)) == (value == "held")
    ended = max(0, (year - ladder.first_year + 1) // ladder.period)
    if not ended:
        return False
    if kind == "total":
        return sum(result in (HELD, WEAK) for result in results[:ended]) == int(value)
    state = course(ladder, results)[ended - 1]
    if kind == "consecutive":
        return state.run.length == int(value)
    rank = ladder.tier_named(value).rank
    return state.awarded == rank if kind == "tier" else state.honour >= rank


def counted_fits(ladder: Ladder, claim, results, year: int) -> bool:
    kind, _, tier = claim.kind.partition("@")[0].partition(":")
    if kind == "count-card":
        return fits(ladder, "card", "held", results, year)
    return fits(ladder, "tier" if kind == "count-tier-new" else "tier-at-least", tier, results, year)


class EveryRecord:
    """All records of all units together. A set of them is an integer with a bit for each."""

    def __init__(self, ladder: Ladder, periods: int, exists, units=UNITS, known=None):
        """`known`: by unit and period a result that is on record, for records that leave some open."""
        self.ladder, self.units, self.exists = ladder, units, exists
        free = (HELD, MISSED) if ladder.kind == "mark" else (HELD, WEAK, MISSED)
        of_unit = []
        for unit in units:
            choices = []
            for period in range(periods):
                if known is not None and (unit, period) in known:
                    choices.append((known[unit, period],))
                else:
                    choices.append(free if exists[unit](ladder.year(period)) else (MISSED,))
            of_unit.append(list(product(*choices)))
        self.worlds = list(product(*of_unit))
        self.every = (1 << len(self.worlds)) - 1

    def true(self, claim) -> int:
        """The records under which one of the claim's readings is true."""
        found = 0
        for number, world in enumerate(self.worlds):
            found |= any(self.true_in(claim, world, year) for year in claim.years) << number
        return found

    def true_in(self, claim, world, year: int) -> bool:
        if not claim.kind.startswith("count"):
            return fits(self.ladder, claim.kind, claim.value, world[self.units.index(claim.unit)], year)
        units = counted_units(self.units, claim, year, self.exists)
        number = sum(counted_fits(self.ladder, claim, world[self.units.index(unit)], year) for unit in units)
        return number == int(claim.value)

    def forced(self, records: int) -> dict[tuple[str, int], set[int]]:
        """What all of these records have in common: by unit and period, the results, all of them held or missed."""
        worlds = [world for number, world in enumerate(self.worlds) if records >> number & 1]
        found: dict[tuple[str, int], set[int]] = {}
        for at, unit in enumerate(self.units):
            for period in range(len(worlds[0][at])):
                results = {world[at][period] for world in worlds}
                if MISSED not in results or len(results) == 1:
                    found[unit, period] = results
        return found


def all_of(every: int, sets) -> int:
    for each in sets:
        every &= each
    return every


def smallest_conflicts(true: list[int], every: int) -> list[tuple[int, ...]]:
    """The sets of claims, by their numbers, that cannot all be true and contain no other such set."""
    found: list[tuple[int, ...]] = []
    for size in range(1, len(true) + 1):
        for chosen in combinations(range(len(true)), size):
            if not all_of(every, (true[each] for each in chosen)) and not any({*each} <= {*chosen} for each in found):
                found.append(chosen)
    return found


def linked(conflict, conflicts) -> list[tuple[int, ...]]:
    """The conflicts that are linked with one by claims that they share, itself among them."""
    reached, before = {*conflict}, set()
    while reached != before:
        before = set(reached)
        for each in conflicts:
            if reached & {*each}:
                reached |= {*each}
    return [each for each in conflicts if {*each} <= reached]
