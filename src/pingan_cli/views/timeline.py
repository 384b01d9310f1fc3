"""A unit's years as a line of marks, told apart by their shapes: held, awarded, missed, revoked, not on record."""

from __future__ import annotations

from collections.abc import Sequence

from pingan_cli.engine.course import Past
from pingan_cli.views.words import word

MARKS = {"held": "●", "reached": "◆", "uncounted": "○", "missed": "×", "revoked": "⊘", "unknown": "?"}
"""The mark of each result; `reached` is a held year in which a tier was awarded."""

_CELL = 2
_LABEL_EVERY = 5


def mark_of(past: Past) -> str:
    """Which of `MARKS` a period has."""
    return "reached" if past.result == "held" and past.verdict.awarded else past.result


def timeline(course: Sequence[Past], width: int) -> list[str]:
    """The marks of a course under an axis of years, in as many lines as the width asks for."""
    fitting = max(_LABEL_EVERY, (width - 2) // _CELL)
    if len(course) > fitting:
        fitting -= fitting % _LABEL_EVERY
    lines: list[str] = []
    for start in range(0, len(course), fitting):
        row = course[start : start + fitting]
        lines += [_axis(row), "".join(f"{MARKS[mark_of(past)]:<{_CELL}}" for past in row).rstrip()]
    return lines


def legend(courses: Sequence[Past], lang: str) -> str:
    """What the marks that occur mean."""
    seen = {mark_of(past) for past in courses}
    return "  ".join(f"{MARKS[mark]} {word(mark, lang)}" for mark in MARKS if mark in seen)


def _axis(row: Sequence[Past]) -> str:
    """The years above a line of marks: the first, and each that ends in 0 or 5 where there is room for it."""
    text = ""
    for index, past in enumerate(row):
        at = index * _CELL
        if (not index or past.year % _LABEL_EVERY == 0) and len(text) + (1 if text else 0) <= at:
            text = f"{text:<{at}}{past.year}"
    return text
