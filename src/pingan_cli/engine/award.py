"""The award of a year: every unit with its verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import lru_cache
from typing import NamedTuple, Self

from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import Verdict, judge_of


class Judged(NamedTuple):
    """A unit, under the name that it bears in the year, and what it has earned by then."""

    unit: Unit
    verdict: Verdict


class Award:
    """Judged units in an assessment year, by streak (lower bound, falling), then code.

    Iterate it for `Judged` rows, as often as needed; they are made on the way, so that a list of a million units
    costs little more than its codes. `year` is the judged assessment year, `off_record` how many units there are
    of which nothing is on record by then, `history_of` the history of the unit with a code, and `covers` whether the
    records say anything of it.
    """

    def __init__(
        self,
        ladder: Ladder,
        year: int,
        codes: Sequence[str],
        unit: Callable[[str], Unit],
        history: Callable[[str], History],
        off_record: int = 0,
        covers: Callable[[str], bool] | None = None,
    ) -> None:
        self.ladder = ladder
        self.year = ladder.year(ladder.periods(year) - 1)
        self.off_record = off_record
        self.covers = covers
        self._unit = unit
        self.history_of = history
        self._condition: Callable[[Judged], bool] | None = None
        self._listed: Sequence[Judged] | None = None
        judge = lru_cache(maxsize=1 << 14)(judge_of(ladder, year))  # histories are fewer than units
        by_streak: defaultdict[int, tuple[list[str], list[Verdict]]] = defaultdict(lambda: ([], []))
        for code in sorted(codes):
            verdict = judge(history(code))
            of_streak = by_streak[verdict.streak.min]
            of_streak[0].append(code)
            of_streak[1].append(verdict)
        self._by_streak = [by_streak[streak] for streak in sorted(by_streak, reverse=True)]

    def only(self, condition: Callable[[Judged], bool]) -> Self:
        """The same award with only those of its rows that meet the condition; no unit is off record in it."""
        chosen, before = copy(self), self._condition
        chosen.off_record = 0
        chosen._condition = condition if before is None else lambda judged: before(judged) and condition(judged)
        return chosen

    def listed(self, rows: Sequence[Judged]) -> Self:
        """The same award with these of its rows, in their order."""
        chosen = copy(self)
        chosen._listed, chosen._condition = rows, None
        return chosen

    def __iter__(self) -> Iterator[Judged]:
        if self._listed is not None:
            yield from filter(self._condition, self._listed)
            return
        for codes, verdicts in self._by_streak:
            rows = map(Judged, map(self._unit, codes), verdicts)
            yield from filter(self._condition, rows) if self._condition else rows
