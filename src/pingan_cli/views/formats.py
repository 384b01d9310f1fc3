"""JSON, CSV and Markdown as text: the same bytes for the same input, safe for terminals and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from types import SimpleNamespace
from typing import Any, cast

from pingan_cli.problems import UNSAFE, json_printable, printable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""A spreadsheet runs a cell that begins so, in East Asia also with full-width signs; a `'` before it makes it text."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|])")
_BLOCK = 4096


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    r"""A CSV text in blocks of lines: UTF-8, commas, LF, None as an empty cell.

    Cells like formulas are defused, and control characters are spelt out, as a CSV may be shown on a terminal too.

    >>> "".join(csv_lines(["unit"], [["=1+1"]]))
    "unit\n'=1+1\n"
    """
    each = chain([columns], rows)
    while block := list(islice(each, _BLOCK)):
        text = _csv(block)
        yield _csv([[_plain(cell) for cell in row] for row in block]) if _delicate(text) else text


def csv_rows(columns: Sequence[str], entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    r"""Entries as CSV, a row for each: what an entry has inside another value stands under both names.

    >>> "".join(csv_rows(["unit", "streak_min"], [{"unit": "a", "streak": {"min": 3, "max": 4}}]))
    'unit,streak_min\na,3\n'
    """
    return csv_lines(columns, (list(map(_flat(entry).get, columns)) for entry in entries))


def _flat(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry without others inside it."""
    flat: dict[str, Any] = {}
    for name, value in entry.items():
        if isinstance(value, dict):
            flat |= {f"{name}_{key}": each for key, each in _flat(cast(dict[str, Any], value)).items()}
        else:
            flat[name] = value
    return flat


def csv_lines_ending(columns: Sequence[str], rows: Iterable[tuple[Sequence[object], str]]) -> Iterator[str]:
    r"""The same, from rows whose last cells many have alike: the first cells, and the last ones as `csv_end` has them.

    >>> "".join(csv_lines_ending(["unit", "tier"], [(["=1+1"], csv_end(["ding"]))]))
    "unit,tier\n'=1+1,ding\n"
    """
    yield from csv_lines(columns, [])
    each = iter(rows)
    while block := list(islice(each, _BLOCK)):
        begun = _begun([cells for cells, _ in block])
        together = "\n".join(begun)
        if together.count("\n") >= len(begun) or _delicate(together):  # a line's end inside a cell, or worse
            begun = _begun([[_plain(cell) for cell in cells] for cells, _ in block])
        yield "".join([f"{line},{end}" for line, (_, end) in zip(begun, block, strict=True)])


def csv_end(cells: Iterable[object]) -> str:
    """The last cells of a line of CSV, with the line's end."""
    return _csv([[_plain(cell) for cell in cells]])


def _csv(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _begun(rows: Iterable[Iterable[object]]) -> list[str]:
    """A line of CSV for each row, without its end."""
    lines: list[str] = []
    csv.writer(SimpleNamespace(write=lines.append), lineterminator="").writerows(rows)  # pyright: ignore
    return lines


def _delicate(text: str) -> bool:
    """Whether a CSV text may hold a cell that cannot stay as it is; one quick look for thousands of rows."""
    if '"' in text or UNSAFE.search(text.replace("\n", "")) or text.startswith(FORMULA_STARTS):
        return True
    return any(start in text and (f",{start}" in text or f"\n{start}" in text) for start in FORMULA_STARTS)


def _plain(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    return printable(f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell)


def json_text(value: Any) -> str:
    r"""A value as JSON on one line, with every character that a terminal might obey escaped.

    >>> json_text({"name": "洞头区\x9b"})
    '{"name": "洞头区\\u009b"}'
    """
    return json_printable(json.dumps(value, ensure_ascii=False))


def json_lines(head: dict[str, Any], key: str, entries: Iterable[Any]) -> Iterator[str]:
    """An object whose last key holds a long list, with a line for each of its entries."""
    yield json_text(head)[:-1] + (", " if head else "") + f"{json_text(key)}: ["
    before = "\n"
    for entry in entries:
        yield before + "  " + json_text(entry)
        before = ",\n"
    yield ("\n" if before != "\n" else "") + "]}\n"


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table, line by line."""
    yield f"| {' | '.join(map(markdown_text, columns))} |\n"
    yield "|" + " --- |" * len(columns) + "\n"
    for row in rows:
        yield f"| {' | '.join(map(markdown_text, row))} |\n"


def markdown_text(text: str) -> str:
    r"""Text that Markdown shows as it is.

    >>> markdown_text("a|b")
    'a\\|b'
    """
    return _MARKDOWN.sub(r"\\\1", printable(text))
