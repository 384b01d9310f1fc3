"""What is found to be wrong in one table: the first of each kind one by one, the others counted.

A file with a million rows may be wrong in each of them, in the same way. Nobody reads a million problems, and no
memory is to be filled with them.
"""

from __future__ import annotations

from collections.abc import Iterable

from pingan_cli.problems import Problem
from pingan_cli.texts import told

MOST = 1000
"""So many problems of a kind are told one by one."""

Found = tuple[int, int, Problem]
"""A line, the index of a cell in it, and what is wrong there."""


class Findings:
    """Problems of one table by line and cell; those of a kind have one code and are all as grave."""

    def __init__(self, found: Iterable[Found] = ()) -> None:
        self._kept: list[Found] = []
        self._times: dict[tuple[str, str], int] = {}
        self._next: dict[tuple[str, str], tuple[int, int]] = {}
        for each in found:
            self.add(*each)

    def add(self, line: int, cell: int, problem: Problem, times: int = 1) -> None:
        """Keep a problem, or count it where there are many of its kind already; `times`: with those after it."""
        kind = problem.code, problem.severity
        before = self._times.get(kind, 0)
        self._times[kind] = before + times
        if before < MOST:
            self._kept.append((line, cell, problem))
        elif before == MOST:
            self._next[kind] = line, cell

    def __bool__(self) -> bool:
        return bool(self._kept)

    def all(self) -> list[Found]:
        """Those kept, and for each kind of which there are more a last one that counts them, where they begin."""
        return [*self._kept, *(self._more(*kind, *place) for kind, place in self._next.items())]

    def _more(self, code: str, severity: str, line: int, cell: int) -> Found:
        count = self._times[code, severity] - MOST
        more = (
            told("there is 1 more like these from here on")
            if count == 1
            else told("there are {count} more like these from here on", count=count)
        )
        return line, cell, Problem(code, more, severity=severity)
