"""Text in which something was lost before the file came here: no reading of the bytes brings it back."""

from __future__ import annotations

import re

from pingan_cli.problems import Problem
from pingan_cli.records.table import Table
from pingan_cli.texts import told

_LOST = re.compile("\ufffd+|锟斤拷|烫烫烫")
"""Replacement characters, and what they become when they are saved once more."""


def damaged_text(table: Table) -> list[Problem]:
    """The first place in each line where characters were replaced by others that stand for nothing."""
    problems: list[Problem] = []
    with table.text() as stream:
        for line, content in enumerate(stream, table.first_line):
            if found := _LOST.search(content):
                message = told("characters were lost here: {lost} stands for nothing", lost=ascii(found[0]))
                hint = told("take the text from an earlier copy; saving this one otherwise does not bring it back")
                problems.append(Problem("text-damaged", message, str(table.path), line, found.start() + 1, hint))
    return problems
