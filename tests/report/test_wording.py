"""No word of the report is there for nothing, and each stands in the language around it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pingan_cli import report
from pingan_cli.engine.ladder import Names
from pingan_cli.report.wording import REPORT_WORDS, both, spans

SOURCE = Path(report.__file__).parent


def test_every_word_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py") if path.name != "wording.py")
    made = re.compile(r"claim\.|count\.|confidence\.|status\.|earned")  # put together from their parts
    unused = [
        key
        for key in REPORT_WORDS
        if f'"{key.removesuffix("_one")}"' not in code.replace("'", '"') and not made.match(key)
    ]
    assert unused == []


def test_values_stand_in_the_language_around_them() -> None:
    assert both("ended", unit=Names("Xiacheng", "下城区")) == ("Xiacheng is no more", "撤销下城区")


@pytest.mark.parametrize(
    ("years", "told"),
    [([], ""), ([2005], "2005"), ([2005, 2006], "2005–2006"), ([2005, 2007, 2008], "2005, 2007–2008")],
)
def test_years_are_told_as_spans(years: list[int], told: str) -> None:
    assert spans(years).en == told
    assert spans(years).zh == told.replace(", ", "、")
