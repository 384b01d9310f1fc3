"""A unit's results, year by year, as bits."""

from __future__ import annotations

from typing import NamedTuple

from pingan_cli.engine.ladder import HELD, MISSED, REVOKED, WEAK

NAMES = {HELD: "held", WEAK: "uncounted", MISSED: "missed", REVOKED: "revoked", None: "unknown"}
"""What a result on record is called; None is that of a period of which nothing is known."""


class History(NamedTuple):
    """What is on record for one unit; bit 0 of each mask is the ladder's first period.

    `held`: the periods in which the unit held the card; `known`: those with any result on record. `weak` are the
    held periods whose result does not count, `revoked` the known ones in which the card was taken away. A known
    period that is neither held nor revoked was missed.
    """

    held: int
    known: int
    weak: int = 0
    revoked: int = 0

    def result(self, period: int) -> int | None:
        """The result on record for a period, None for none.

        >>> NAMES[History(held=0b01, known=0b11).result(1)], NAMES[History(held=0b01, known=0b11).result(2)]
        ('missed', 'unknown')
        """
        held, known, weak, revoked = (mask >> period & 1 for mask in self)
        if not known:
            return None
        if revoked:
            return REVOKED
        return (WEAK if weak else HELD) if held else MISSED
