"""Text in which something was lost before the file came here: no reading of the bytes brings it back."""

from __future__ import annotations

import re
from collections.abc import Collection

from pingan_cli.problems import Problem
from pingan_cli.records.cards import CardFile
from pingan_cli.records.table import Table
from pingan_cli.texts import told

_LOST = re.compile("\ufffd+|锟斤拷|烫烫烫")
"""Replacement characters, and what they become when they are saved once more."""


_ALONE = "\ufffd", "锟斤拷", "烫烫烫"
_BLOCK = 1 << 20


def damaged_text(table: Table, cells: Collection[int] = (), cards: CardFile | None = None) -> list[Problem]:
    """The first place in each line where characters were replaced by others that stand for nothing."""
    problems: list[Problem] = []
    if not _may_be_damaged(table):
        return problems
    with table.text() as stream:
        for line, content in enumerate(stream, table.first_line):
            if found := _LOST.search(content):
                message = told("characters were lost here: {lost} stands for nothing", lost=ascii(found[0]))
                hint = told("take the text from an earlier copy; saving this one otherwise does not bring it back")
                problems.append(Problem("text-damaged", message, str(table.path), line, found.start() + 1, hint))
    return problems


def _may_be_damaged(table: Table) -> bool:
    """Whether such characters stand anywhere, or bytes that look like theirs."""
    return has_bytes(table, [sign.encode(table.encoding.removesuffix("-sig"), "ignore") for sign in _ALONE])


def has_bytes(table: Table, signs: Collection[bytes]) -> bool:
    """Whether any of these bytes stand somewhere in a table; one quick look at many lines."""
    longest = max(map(len, signs))
    with table.open() as stream:
        before = b""
        while block := stream.read(_BLOCK):
            if any(sign and sign in before + block for sign in signs):
                return True
            before = block[-longest:]
    return False
