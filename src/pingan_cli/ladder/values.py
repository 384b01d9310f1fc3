"""The plain values of a ladder file, as they are read without pydantic once the file is known to be valid."""

from __future__ import annotations

import re
from typing import Any, cast

from pingan_cli.texts import told

Entry = dict[str, Any]
"""A mapping of a ladder file, as YAML gives it."""


def part(entry: Entry, key: str) -> Entry:
    """The mapping under a key, an empty one where there is none."""
    return entry.get(key) or {}


def parts(entry: Entry, key: str) -> list[Entry]:
    """The list of mappings under a key, an empty one where there is none."""
    return entry.get(key) or []


NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
"""A number as a result: `0`, `12`, `9.5`."""

FIRST, LAST = 1500, 2199
"""The years that a ladder file can name."""

LETTERS_FOR_DIGITS = str.maketrans("lIoO", "1100")
"""Letters that are taken for the digits that they look like."""

_MEANT = LETTERS_FOR_DIGITS | str.maketrans("‐‑‒–—−~～至到，、；;", "----------,,,,", "年")
"""What stands for a hyphen, for a comma, or for nothing at all where years are meant."""

_SPAN = re.compile("([0-9]{4})(?: *- *([0-9]{4}))?")


def years_of(value: Any) -> list[int] | str:
    """The years that are meant by `2016`, `2005-2022`, `"2005-2008, 2010"` or a list of these, or why none can be.

    >>> years_of("2005-2008, 2010")
    [2005, 2006, 2007, 2008, 2010]
    >>> years_of("20l5")
    "'20l5' is no year; did you mean 2015?"
    """
    years: list[int] = []
    for part in cast(list[Any], value) if isinstance(value, list) else str(value or "").split(","):
        text = str(part).strip()
        found = _SPAN.fullmatch(text)
        if not text:
            return told("there is no year here")
        if not found or isinstance(part, bool | float):
            shown = text if len(text) <= 40 else f"{text[:39]}…"
            if meant := _meant(text):
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


def _meant(text: str) -> str:
    """The years that are meant by a text that is none to the language; an empty text where that is not clear."""
    plain = re.sub(" +to +", "-", text[:100]).translate(_MEANT)
    plain = re.sub(r"\b([0-9]{2})([0-9]{2}) *- *([0-9]{2})\b", r"\1\2-\1\3", plain)
    spans = [span.strip() for span in re.sub("(?<=[0-9]{4}) +(?=[0-9]{4})", ",", plain).split(",")]
    return ", ".join(spans) if all(map(_SPAN.fullmatch, spans)) else ""
