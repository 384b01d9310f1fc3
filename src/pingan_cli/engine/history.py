"""A unit's results, year by year, as bits."""

from __future__ import annotations

from typing import NamedTuple


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
