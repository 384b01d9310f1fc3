"""CSV, JSON and Markdown as text, and what must not come through them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan_cli.problems import printable
from pingan_cli.views.formats import FORMULA_STARTS, csv_end, csv_lines, csv_lines_ending, json_text, markdown_text
from security.unseen import EVERY, RAW

CELLS = st.one_of(
    st.text(max_size=6),
    st.text(st.sampled_from(EVERY), max_size=4),
    st.sampled_from(["=1+1", "+1", "-1", "@x", "\tx", "\rx", "a\nb", "a,=b", "", "洞头　区"]),
)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), max_size=5))
def test_every_cell_comes_out_plain(rows: list[list[str]]) -> None:
    text = "".join(csv_lines(["a", "b"], rows))
    wanted = [[printable(f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell) for cell in row] for row in rows]
    assert read(text)[1:] == wanted
    assert not RAW.search(text.replace("\n", ""))
    ended = csv_lines_ending(["a", "b"], [(row, csv_end(["=z", None])) for row in rows])
    assert "".join(ended) == "".join(csv_lines(["a", "b"], [[*row, "=z", None] for row in rows]))


@pytest.mark.parametrize("first", FORMULA_STARTS)
def test_a_formula_is_defused_wherever_it_stands(first: str) -> None:
    for row in ([f"{first}x", "y"], ["y", f"{first}x"]):
        assert not any(cell.startswith(FORMULA_STARTS) for cell in read("".join(csv_lines(["a", "b"], [row])))[1])


@pytest.mark.parametrize("first", FORMULA_STARTS)
def test_a_formula_is_defused_on_every_line_of_a_long_list(first: str) -> None:
    rows = [[f"{first}x", "y"]] * 10_000
    ending = "".join(csv_lines_ending(["a", "b"], [(row[:1], csv_end(row[1:])) for row in rows]))
    for text in ("".join(csv_lines(["a", "b"], rows)), ending):
        assert not any(cell.startswith(FORMULA_STARTS) for row in read(text) for cell in row)


def test_numbers_stay_numbers() -> None:
    assert "".join(csv_lines(["n", "m"], [[-1, None], [2.5, 0]])) == "n,m\n-1,\n2.5,0\n"


@given(CELLS.filter(lambda text: not any("\ud800" <= each <= "\udfff" for each in text)))
def test_json_is_the_same_value_without_raw_control_characters(text: str) -> None:
    assert json.loads(json_text(text), strict=True) == text
    assert not RAW.search(json_text(text))


@given(st.text())
def test_markdown_shows_what_it_is_given(text: str) -> None:
    shown = markdown_text(text)
    assert "\n" not in shown
    assert shown.replace("\\", "") == printable(text).replace("\\", "")


def flat(entry: dict, before: str = "") -> dict:
    found: dict = {}
    for name, value in entry.items():
        found |= flat(value, f"{before}{name}_") if isinstance(value, dict) else {f"{before}{name}": value}
    return found


@pytest.mark.parametrize(
    "line",
    [["award"], ["award", "--all"], ["changes"], ["units"], ["rules", "list"], ["explain"]],
    ids=" ".join,
)
def test_csv_is_json_with_what_stands_inside_under_both_names(pingan: Callable, line: list[str]) -> None:
    answer = json.loads(pingan(*line, "--format", "json").out)
    rows = list(csv.DictReader(pingan(*line, "--format", "csv").out.splitlines()))
    entries = answer[list(answer)[-1]]
    assert len(rows) == len(entries) > 0
    for row, entry in zip(rows, map(flat, entries), strict=True):
        assert row == {name: "" if entry.get(name) is None else str(entry[name]) for name in row}
