"""The marks by which a cell says what is on record: √, ×, 是, 否, 1, 0, a grade or a number."""

from __future__ import annotations

import math
import re

from pingan_cli.engine.ladder import Ladder
from pingan_cli.problems import did_you_mean
from pingan_cli.records.cells import plain
from pingan_cli.texts import told

UNKNOWN = "unknown"

_WORDS = {
    "held": ("held", "√", "✓", "✔", "☑", "yes", "y", "true", "是", "有", "获", "获评", "获牌", "持牌", "持有"),
    "missed": ("missed", "×", "✗", "✘", "☒", "no", "n", "false", "否", "无", "未获", "未获评", "未获牌"),
    "revoked": ("revoked", "撤销", "撤銷", "取消", "摘牌"),
    UNKNOWN: (UNKNOWN, "?", "？", "not on record", "未知", "不详", "无记录"),
}
_NOT_HELD = ("cancelled", "canceled", "not held", "停办", "停评", "未举办", "未举行", "未开展", "未评选")
_DIGITS = {"1": "held", "1.0": "held", "0": "missed", "0.0": "missed"}
NOTHING = ("", "-", "--", "–", "—", "——", "－", "/", "／")
"""What stands in a cell of a wide table that has no mark."""

_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)(%?)")
_SPELT = {word: result for result, words in _WORDS.items() for word in words}


def result_of(mark: str, ladder: Ladder) -> str | float | None:
    """What a mark says: held, missed, revoked, unknown, a grade's id, or a number; None for a mark not known.

    1 and 0 are marks on a ladder of cards, and numbers on a ladder of numbers.
    """
    word = plain(mark).casefold()
    for grade, name, _ in ladder.grades:
        if word in (grade, name.en.casefold(), name.zh):
            return grade
    if ladder.kind == "number" and (found := _NUMBER.fullmatch(word)):
        number = float(found[1]) / (100 if found[2] else 1)
        return number if math.isfinite(number) else None
    if ladder.kind == "mark" and word in _DIGITS:
        return _DIGITS[word]
    result = _SPELT.get(word)
    return None if result == "held" and ladder.kind != "mark" else result


CANCELLED = ("取消", "cancelled", "canceled")
"""Marks of a unit whose card was taken away, or of a year in which there was none for anybody."""


def is_cancelled(mark: str) -> bool:
    """Whether a mark may say of a whole year that nothing was awarded in it."""
    return plain(mark).casefold() in CANCELLED


def is_word(mark: str) -> bool:
    """Whether a mark is a word or a sign for a result, and no digit, which may stand for many things."""
    return plain(mark).casefold() in _SPELT


def hint_for(mark: str, ladder: Ladder) -> str:
    """What could be meant by a mark that is not known."""
    if plain(mark).casefold() in _NOT_HELD:
        return told("write revoked if the unit lost its card; a year without cards is not_held in the ladder")
    if mark.strip().casefold() in ("x", "o"):
        return told("the letter may mean yes or no; write √ or ×")
    grades = [word for grade, name, _ in ladder.grades for word in (grade, name.zh)]
    if ladder.kind == "number":
        known = [told("a number")]
    else:
        known = grades or ["held", "missed", "1", "0", "√", "×", "是", "否", "获评", "未获评"]
    near = did_you_mean(mark.strip(), [*grades, *_SPELT])
    return near or told("known marks are {marks}", marks=(*known, "revoked", UNKNOWN))
