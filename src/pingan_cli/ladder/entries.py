"""The plain values of a ladder file, read without pydantic once the file is known to be valid."""

from __future__ import annotations

from typing import Any

Entry = dict[str, Any]
"""A mapping of a ladder file, as YAML gives it."""


def part(entry: Entry, key: str) -> Entry:
    """The mapping under a key, an empty one where there is none."""
    return entry.get(key) or {}


def parts(entry: Entry, key: str) -> list[Entry]:
    """The list of mappings under a key, an empty one where there is none."""
    return entry.get(key) or []
