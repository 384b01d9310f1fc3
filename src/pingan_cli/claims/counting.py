"""How many units take which pattern, so that several counts come out right: whole numbers under linear equations.

Units of which as much is known are of one kind. A kind has patterns, of which each of its units takes one; a pattern
says for each count whether the unit is counted by it. The search solves the equations in fractions by the simplex
method, in whole numbers throughout (Edmonds's integer pivoting), and fixes a unit at a time where the solution is not
whole. So it does not matter how many units there are, but how many kinds and patterns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pingan_cli.claims.smallest import TooLong

Pattern = tuple[int, ...]
"""For each count 1 if a unit with this pattern is counted by it, else 0."""


class Kind(NamedTuple):
    """So many units, each of which takes one of the patterns."""

    units: int
    patterns: tuple[Pattern, ...]


STEP = 20
"""How many cells of a table are changed in the time that one step through a graph takes."""


class Budget:
    """How much work may still be done, in cells of tables changed. Shared by the searches of one question."""

    def __init__(self, cells: int) -> None:
        self.left = cells

    def spend(self, cells: int) -> None:
        """Raises `TooLong` once the budget is used up."""
        self.left -= cells
        if self.left < 0:
            raise TooLong

    def walk(self, steps: int) -> None:
        """Spends for steps through a graph."""
        self.spend(STEP * steps)


def taken(kinds: Sequence[Kind], counts: Sequence[int], budget: Budget) -> list[dict[Pattern, int]] | None:
    """For each kind how many of its units take which pattern, so that each count comes out; None where none do.

    >>> taken([Kind(3, ((0, 0), (1, 0), (1, 1)))], (2, 1), Budget(1000))
    [{(0, 0): 1, (1, 0): 1, (1, 1): 1}]
    >>> taken([Kind(3, ((0, 0), (1, 0), (1, 1)))], (1, 2), Budget(1000))
    """
    left = list(counts)
    for kind in kinds:
        if not kind.patterns:
            return None
        if len(kind.patterns) == 1:  # there is nothing to choose
            left = [count - kind.units * counted for count, counted in zip(left, kind.patterns[0], strict=True)]
    open_ones = [kind for kind in kinds if len(kind.patterns) > 1 and kind.units]
    found = _taken(open_ones, left, budget)
    if found is None:
        return None
    chosen = iter(found)
    return [next(chosen) if kind in open_ones else {kind.patterns[0]: kind.units} for kind in kinds]


def _taken(kinds: list[Kind], counts: list[int], budget: Budget) -> list[dict[Pattern, int]] | None:
    for number, count in enumerate(counts):
        least = sum(kind.units * min(pattern[number] for pattern in kind.patterns) for kind in kinds)
        most = sum(kind.units * max(pattern[number] for pattern in kind.patterns) for kind in kinds)
        if not least <= count <= most:
            return None
    if not kinds:
        return []
    columns = [(number, pattern) for number, kind in enumerate(kinds) for pattern in kind.patterns]
    solved = _vertex(kinds, columns, counts, budget)
    if solved is None:
        return None
    values, whole = solved
    found: list[dict[Pattern, int]] = [{} for _ in kinds]
    for (number, pattern), value in zip(columns, values, strict=True):
        if value // whole:
            found[number][pattern] = value // whole
    broken_up = [at for at, value in enumerate(values) if value % whole]
    if not broken_up:
        return found
    rest = [kind._replace(units=kind.units - sum(of.values())) for kind, of in zip(kinds, found, strict=True)]
    if any(of for of in found):  # keep the whole parts, and try what is left alone
        missing = list(counts)
        for of in found:
            for pattern, units in of.items():
                missing = [count - units * counted for count, counted in zip(missing, pattern, strict=True)]
        more = _taken_of(rest, missing, budget)
        if more is not None:
            return [_added(of, also) for of, also in zip(found, more, strict=True)]
    number = columns[broken_up[0]][0]
    order = sorted(kinds[number].patterns, key=lambda pattern: -values[columns.index((number, pattern))])
    for tried, pattern in enumerate(order):  # a pattern that no unit can take is left out of the later trials
        others = Kind(kinds[number].units - 1, tuple(order[tried:]))
        missing = [count - counted for count, counted in zip(counts, pattern, strict=True)]
        more = _taken_of([*kinds[:number], others, *kinds[number + 1 :]], missing, budget)
        if more is not None:
            more[number] = _added(more[number], {pattern: 1})
            return more
    return None


def _taken_of(kinds: list[Kind], counts: list[int], budget: Budget) -> list[dict[Pattern, int]] | None:
    """As `_taken`, for kinds of which some may have no unit left."""
    if any(count < 0 for count in counts):
        return None
    found = _taken([kind for kind in kinds if kind.units], counts, budget)
    if found is None:
        return None
    chosen = iter(found)
    return [next(chosen) if kind.units else {} for kind in kinds]


def _added(some: dict[Pattern, int], more: dict[Pattern, int]) -> dict[Pattern, int]:
    return {pattern: some.get(pattern, 0) + more.get(pattern, 0) for pattern in {**some, **more}}


def _vertex(
    kinds: list[Kind], columns: list[tuple[int, Pattern]], counts: list[int], budget: Budget
) -> tuple[list[int], int] | None:
    """A corner of all solutions in fractions: numerators for the columns and their denominator; None for none.

    First phase of the simplex method: every equation starts with a variable of its own, and these are driven to 0.
    """
    rows = [[pattern[number] for _, pattern in columns] + [count] for number, count in enumerate(counts)]
    rows += [[int(of == number) for of, _ in columns] + [kind.units] for number, kind in enumerate(kinds)]
    basis = [-1] * len(rows)  # -1: the equation's own variable
    goal = [sum(column) for column in zip(*rows, strict=True)]
    whole = 1
    pivots = 0
    while goal[-1]:
        rising = [at for at in range(len(columns)) if goal[at] > 0]
        if not rising:
            return None
        # the steepest column, and the first one (Bland's rule, which cannot go in circles) if that takes long
        entering = max(rising, key=goal.__getitem__) if pivots < 4 * len(rows) else rising[0]
        leaving = -1
        for at, row in enumerate(rows):
            if row[entering] > 0:
                best = rows[leaving]
                less = row[-1] * best[entering] - best[-1] * row[entering] if leaving >= 0 else -1
                if less < 0 or (less == 0 and basis[at] < basis[leaving]):
                    leaving = at
        turning = rows[leaving]
        pivot = turning[entering]
        for at, row in enumerate([*rows, goal]):
            factor = row[entering]
            if at == leaving or (not factor and pivot == whole):
                continue
            budget.spend(len(columns))
            changed = [(pivot * cell - factor * by) // whole for cell, by in zip(row, turning, strict=True)]
            if at < len(rows):
                rows[at] = changed
            else:
                goal = changed
        # the variable that leaves may be an equation's own; it never comes back, for it has no column
        whole, basis[leaving] = pivot, entering
        pivots += 1
    values = [0] * len(columns)
    for at, row in zip(basis, rows, strict=True):
        if at >= 0:
            values[at] = row[-1]
    return values, whole
