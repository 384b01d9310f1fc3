"""A unit's results, year by year, as bits."""

from __future__ import annotations

from typing import NamedTuple

from pingan_cli.engine.ladder import HELD, MISSED, REVOKED, WEAK

NAMES = {HELD: "held", WEAK: "uncounted", MISSED: "missed", REVOKED: "revoked", None: "unknown"}
"""What a result on record is called; None is that of a period of which nothing is known."""


def result_name(result: int | None) -> str:
    """What a result is called; one that counts for less than others is held as they are."""
    return NAMES.get(result, NAMES[HELD])


class History(NamedTuple):
    """What is on record for one unit; bit 0 of each mask is the ladder's first period.

    `held`: the periods in which the unit held the card; `known`: those with any result on record. `weak` are the
    held periods whose result does not count, `revoked` the known ones in which the card was taken away. A known
    period that is neither held nor revoked was missed. `lighter`: where results count for more or for less, a mask of
    the held periods for each result that counts for less than the most, in the order of `Ladder.counting`.
    """

    held: int
    known: int
    weak: int = 0
    revoked: int = 0
    lighter: tuple[int, ...] = ()

    def result(self, period: int) -> int | None:
        """The result on record for a period, None for none.

        >>> NAMES[History(held=0b01, known=0b11).result(1)], NAMES[History(held=0b01, known=0b11).result(2)]
        ('missed', 'unknown')
        """
        if not self.known >> period & 1:
            return None
        if self.revoked >> period & 1:
            return REVOKED
        if not self.held >> period & 1:
            return MISSED
        if self.weak >> period & 1:
            return WEAK
        return next((REVOKED + at for at, mask in enumerate(self.lighter, 1) if mask >> period & 1), HELD)

    def as_held(self, periods: int) -> History:
        """The history with each unknown one of its first periods read as held."""
        past = (1 << periods) - 1
        return self._replace(held=self.held | past & ~self.known, known=self.known | past)

    def since(self, period: int) -> History:
        """The history from a period on, which becomes the first."""
        held, known, weak, revoked, lighter = self
        left = tuple([mask >> period for mask in lighter])
        return History(held >> period, known >> period, weak >> period, revoked >> period, left)
