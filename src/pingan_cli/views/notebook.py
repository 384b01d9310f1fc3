"""Answers as values of plain Python and as HTML, for notebooks and whoever goes on computing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from pingan_cli.problems import printable
from pingan_cli.views.page import Page, Table, View, plain

MOST_ROWS = 500
"""A table in a notebook ends here."""

_WIDTH = 100


def dicts_of(view: View) -> list[dict[str, Any]]:
    """The entries of an answer, as its JSON has them."""
    return json.loads("".join(view.json()))[view.key]


def html_of(page: Page) -> str:
    """A page as HTML without any style: its title, tables, lines as they are, and notes."""
    return "".join(_pieces(page))


def _pieces(page: Page) -> Iterator[str]:
    yield f"<p><strong>{_text(page.title)}</strong></p>\n"
    for part in page.parts:
        if isinstance(part, Table):
            yield from _table(part)
        else:
            lines = "\n".join(_text(plain(line)) for line in part.make(_WIDTH))
            yield f"<pre>{lines}</pre>\n"
    for note in page.notes:
        yield f"<p>{_text(note)}</p>\n"


def _table(table: Table) -> Iterator[str]:
    sides = [' style="text-align: right"' if column.number else "" for column in table.columns]
    titles = zip(sides, (column.title for column in table.columns), strict=True)
    yield "<table>\n<thead><tr>"
    yield from (f'<th scope="col"{side}>{_text(title)}</th>' for side, title in titles)
    yield "</tr></thead>\n<tbody>\n"
    rows = table.rows(False)
    for row in rows[:MOST_ROWS]:
        yield f"<tr>{''.join(f'<td{side}>{_text(cell)}</td>' for side, cell in zip(sides, row, strict=True))}</tr>\n"
    if left := len(rows) - MOST_ROWS:
        yield f'<tr><td colspan="{len(sides)}">… +{left:,}</td></tr>\n' if left > 0 else ""
    yield "</tbody>\n</table>\n"


def _text(text: str) -> str:
    return escape(printable(text))
