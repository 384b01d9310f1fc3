"""Timelines and charts as they stand on a terminal, in any colours and in none."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from rich.cells import cell_len

ONE_NARROW = """\
2005      2010      2015      2020
/ / / / / / / / / / ● ● ◆ ● ● ◆ ● ● ◆
                        Ding  Bronze
                                  Silver
"""

SEVERAL = """\
     2005           2010           2015           2020
Ash  /  /  /  /  /  /  /  /  /  /  ●  ●  ◆1 ●  ●  ◆2 ●  ●  ◆3
Elm  /  /  /  /  /  /  /  /  /  /  ●  ●  ◆1 ●  ×  ●  ●  ◆1 ●
Oak  /  /  /  /  /  /  /  /  /  /  ●  ●  ◆1 ●  ●  ◆2 ●  ?  ●
"""

BARS = """\
Gold Ding    0
Silver Ding  █ 1
Bronze Ding  ▒ 1
Peace Ding   █ 1
none         0

█ units that hold it
▒ units that hold it or, for all the records tell, a higher one
"""

FILLING = """\
             2015           2020
Gold Ding     ·  ·  ·  ·  ·  ·  ·  ·  ·
                                     ▃▃
Silver Ding   ·  ·  ·  ·  ·  ·  ·  ·  1
                            ▆▆ ▆▆ ▆▆ ▃▃
Bronze Ding   ·  ·  ·  ·  ·  2  2  2  1
                   ██ ██ ██ ▃▃ ▃▃ ▃▃ ▃▃
Peace Ding    ·  ·  3  3  3  1  1  1  1
             ██ ██
none          3  3  ·  ·  ·  ·  ·  ·  ·
"""


def shown(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def test_tiers_are_named_under_their_marks(terminal: Callable, cards: list[str]) -> None:
    assert ONE_NARROW in shown(terminal(40, "streak", "Ash", *cards).out)


def test_several_units_stand_on_one_axis(terminal: Callable, cards: list[str]) -> None:
    out = shown(terminal(64, "streak", "Ash", "Elm", "Oak", *cards).out)
    assert SEVERAL in out
    assert "1 Peace Ding  2 Bronze Ding  3 Silver Ding" in out
    assert "Ash  Years in a row 9, since 2015 · Silver Ding · next Gold Ding" in out


def test_a_tier_that_may_have_been_higher_is_marked(pingan: Callable, cards: list[str]) -> None:
    out = pingan("streak", "Ash", *cards[:-2]).out
    assert "Ding?" in out
    assert "earlier years that are not may have made it a higher one" in " ".join(out.split())


def test_bars_tell_the_certain_from_the_open_by_their_shape(terminal: Callable, cards: list[str]) -> None:
    assert BARS in shown(terminal(80, "award", "--chart", *cards).out)


def test_the_ladder_fills_up(terminal: Callable, cards: list[str]) -> None:
    assert FILLING in shown(terminal(80, "award", "--years", "2015-2023", *cards).out)


def test_the_counts_of_a_chart_are_those_of_the_award(pingan: Callable) -> None:
    rows = list(csv.DictReader(io.StringIO(pingan("award", "--years", "2010-2022", "--format", "csv").out)))
    for year in ("2010", "2016", "2022"):
        units = json.loads(pingan("award", "--year", year, "--format", "json").out)["units"]
        for row in (row for row in rows if row["year"] == year):
            held = [unit["honour"] for unit in units if unit["honour"]["min"] == (row["tier"] or None)]
            assert (int(row["units"]), int(row["open"])) == (
                len(held),
                sum(honour["max"] != honour["min"] for honour in held),
            )
        assert sum(int(row["units"]) for row in rows if row["year"] == year) == len(units)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(
    "args",
    [
        ["streak", "Quzhou", "Cixi", "Ningbo"],
        ["streak", "Quzhou"],
        ["award", "--chart"],
        ["award", "--years", "2005-2023"],
    ],
)
def test_pictures_fit_the_terminal(terminal: Callable, args: list[str], width: int, lang: str) -> None:
    assert max(map(cell_len, terminal(width, *args, "--lang", lang).out.splitlines())) <= width


@pytest.mark.parametrize(
    ("env", "codes"),
    [
        ({"TERM": "xterm"}, {"2", "1;31", "1;35"}),  # neither yellow nor white, black nor blue, nor a bright one
        ({"TERM": "xterm-256color"}, {"38;5;32", "1;38;5;136", "1;38;5;166", "38;5;244"}),
        (
            {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
            {"38;2;0;135;215", "1;38;2;175;135;0", "1;38;2;215;95;0", "38;2;128;128;128"},
        ),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, set()),
    ],
)
def test_no_colour_vanishes_on_black_or_on_white(cards: list[str], env: dict[str, str], codes: set[str]) -> None:
    plain = {name: value for name, value in os.environ.items() if name not in ("COLORTERM", "NO_COLOR", "TERM")}
    ran = subprocess.run(
        [sys.executable, "-m", "pingan_cli", "streak", "Ash", "Elm", "Oak", *cards],
        env={**plain, "FORCE_COLOR": "1", "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", **env},
        capture_output=True,
        check=True,
    )
    found = set(re.findall("\x1b\\[([0-9;]*)m", ran.stdout.decode()))
    assert found - {"0", "1"} == codes


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--year", "2022", "--years", "2020-2022"], "--year and --years cannot both be meant"),
        (["--chart", "--tier", "ding"], "a chart is of all tiers"),
        (["--years", "2022-2020"], "runs backwards"),
        (["--years", "2001"], "2001 lies before 2005"),
    ],
)
def test_what_cannot_be_meant_is_said(pingan: Callable, options: list[str], message: str) -> None:
    ran = pingan("award", *options)
    assert ran.status == 2
    assert message in ran.err
