"""Years as a ladder file writes them in its examples: 2016, 2005-2022, "2005-2008, 2010", or a list of these."""

from __future__ import annotations

import re
from typing import Any, cast

from pingan_cli.texts import told

FIRST, LAST = 1500, 2199
"""The years that a ladder file can name."""

LETTERS_FOR_DIGITS = str.maketrans("lIoO", "1100")
"""Letters that are taken for the digits that they look like."""

_MEANT = LETTERS_FOR_DIGITS | dict.fromkeys(map(ord, "‐‑‒–—−~～至"), "-")

_SPAN = re.compile("([0-9]{4})(?: *- *([0-9]{4}))?")


def years_of(value: Any) -> list[int] | str:
    """The years that are meant, or in words why none can be.

    >>> years_of("2005-2008, 2010")
    [2005, 2006, 2007, 2008, 2010]
    >>> years_of("20l5")
    "'20l5' is no year; did you mean 2015?"
    """
    years: list[int] = []
    for part in cast(list[Any], value) if isinstance(value, list) else str(value).split(","):
        text = str(part).strip()
        found = _SPAN.fullmatch(text)
        if not found or isinstance(part, bool | float):
            meant = text.translate(_MEANT)
            shown = text if len(text) <= 40 else f"{text[:39]}…"
            if _SPAN.fullmatch(meant):
                return told("{text!r} is no year; did you mean {meant}?", text=shown, meant=meant)
            return told("{text!r} is no year", text=shown)
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first:
            return told("{text!r} runs backwards", text=text)
        if first < FIRST or last > LAST:
            return told("{text!r} lies outside {first} to {last}", text=text, first=FIRST, last=LAST)
        if twice := set(range(first, last + 1)).intersection(years):
            return told("{year} stands here a second time", year=min(twice))
        years += range(first, last + 1)
    return years or told("there is no year here")
