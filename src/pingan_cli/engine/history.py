"""A unit's results, year by year, as bits."""

from __future__ import annotations

from typing import NamedTuple


class Reading(NamedTuple):
    """A history without unknowns: one way in which the years may have been. Bit 0 is the ladder's first period."""

    held: int
    weak: int
    revoked: int


class History(NamedTuple):
    """What is on record for one unit; bit 0 of each mask is the ladder's first period.

    `held`: the periods in which the unit held the card; `known`: those with any result on record. `weak` are the
    held periods whose result does not count, `revoked` the known ones in which the card was taken away. A known
    period that is neither held nor revoked was missed.

    >>> History(held=0b1101, known=0b1111).low(4).held == 0b1101
    True
    """

    held: int
    known: int
    weak: int = 0
    revoked: int = 0

    def low(self, periods: int) -> Reading:
        """The first periods, with every unknown one read as missed."""
        mask = (1 << periods) - 1
        return Reading(self.held & mask, self.weak & mask, self.revoked & mask)

    def high(self, periods: int) -> Reading:
        """The first periods, with every unknown one read as held."""
        mask = (1 << periods) - 1
        return Reading((self.held | ~self.known) & mask, self.weak & mask, self.revoked & mask)
