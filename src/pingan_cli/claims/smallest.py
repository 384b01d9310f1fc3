"""The smallest sets of claims that cannot all hold: a search by hitting sets.

Claims are numbered, and a set of them is an integer with a bit for each. A set that cannot all hold shares a claim
with every set whose breaking lets the others hold. So a candidate that shares one with each such set found so far is
tried, and either it is an answer or the trial gives one more such set. The smallest candidate is tried first,
therefore the first answer is a smallest one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

Breaking = Callable[[int], int | None]
"""For claims that are to hold, those that some record breaks which keeps them all; None where there is no record."""

SEARCH_LIMIT = 100_000
"""How many steps one search may take before it is given up."""


class TooLong(Exception):
    """Raised where a search takes more steps than `SEARCH_LIMIT`."""


def impossible_sets(breaking: Breaking, known: Iterable[int] = ()) -> Iterator[int]:
    """The sets of claims that cannot all hold and have no other such set inside them, but for those that are `known`.

    They come by size, the smallest first, and among equals by the order of their claims. Raises `TooLong`.
    """
    search = _Search(known)
    while (candidate := search.candidate()) is not None:
        broken = breaking(candidate)
        if broken is None:
            search.avoid(candidate)
            yield candidate
        else:
            search.to_hit.append(broken)


def impossible_set(within: int, breaking: Breaking) -> int:
    """A set of claims, from `within` that cannot all hold, which can all hold once any of them is left out."""

    def needed(beside: int, claims: list[int], alone: bool) -> int:
        """Of these claims, some that cannot hold beside others; `alone`: that the others cannot either is ruled out."""
        if not alone and breaking(beside) is None:
            return 0
        if len(claims) == 1:
            return 1 << claims[0]
        half = len(claims) // 2
        first = sum(1 << claim for claim in claims[:half])
        later = needed(beside | first, claims[half:], alone=False)
        return later | needed(beside | later, claims[:half], alone=not later)

    return needed(0, members(within), alone=False) if within else 0


def members(claims: int) -> list[int]:
    """The numbers of the claims in a set.

    >>> members(0b1101)
    [0, 2, 3]
    """
    found: list[int] = []
    while claims:
        lowest = claims & -claims
        found.append(lowest.bit_length() - 1)
        claims ^= lowest
    return found


class _Search:
    """The sets to share a claim with (`to_hit`), and by claim the answers not to contain again, so far."""

    def __init__(self, known: Iterable[int]) -> None:
        self.to_hit: list[int] = []
        self._answers: dict[int, list[int]] = {}
        self.steps = 0
        self.size = 0
        for each in known:
            self.avoid(each)

    def avoid(self, answer: int) -> None:
        """Give no candidate from now on that contains an answer."""
        for bit in [1 << claim for claim in members(answer)] or [0]:
            self._answers.setdefault(bit, []).append(answer)

    def candidate(self) -> int | None:
        """The smallest set, and of the smallest the first in the order of claims; None where there is no more."""
        worth = 0
        for each in self.to_hit:
            worth |= each
        while not self._can(0, 0, -1, self.size):
            self.size += 1  # it never falls again: there is more to hit and to avoid with every trial
            if self.size > worth.bit_count():
                return None
        chosen, size = 0, self.size
        for claim in members(worth):
            if size and self._can(chosen, 1 << claim, -(2 << claim), size - 1):
                chosen, size = chosen | 1 << claim, size - 1
        return chosen

    def _can(self, chosen: int, new: int, free: int, size: int) -> bool:
        """Whether at most `size` of the free claims (-1 for every one), put to the chosen ones and a new one, make a
        candidate.
        """
        self.steps += 1
        if self.steps > SEARCH_LIMIT:
            raise TooLong
        chosen |= new
        for each in self._answers.get(new, ()):
            if chosen & each == each:
                return False
        unhit = sorted((each & free for each in self.to_hit if not each & chosen), key=int.bit_count)
        if not unhit:
            return True
        apart, seen = 0, 0
        for each in unhit:
            if not each & seen:
                apart, seen = apart + 1, seen | each
        if not unhit[0] or apart > size:
            return False
        for claim in members(unhit[0]):
            free &= ~(1 << claim)
            if self._can(chosen, 1 << claim, free, size - 1):
                return True
        return False
