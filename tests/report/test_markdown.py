"""The written report: its headings, its tables and what stands under a unit, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("lang", "title", "dongtou", "step"),
    [
        (
            "en",
            "# Safe Zhejiang: honours for 2022",
            "| Dongtou | Wenzhou | Two-Star Gold Ding | 18 | 2005 | Two-Star Gold Ding | Three-Star Gold Ding 2025 |",
            "- 2022: 18 years in a row since 2005, which earns the Two-Star Gold Ding.",
        ),
        (
            "zh",
            "# 平安浙江：2022年度荣誉",
            "| 洞头区 | 温州市 | 二星平安金鼎 | 18 | 2005 | 二星平安金鼎 | 三星平安金鼎 2025 |",
            "- 2022年度：自2005年度起连续 18 年，符合授予二星平安金鼎的条件。",
        ),
    ],
)
def test_it_is_written_in_one_language_and_its_tables_are_even(
    lang: str, title: str, dongtou: str, step: str, pingan: Callable
) -> None:
    text = pingan("report", "--year", "2022", "--format", "md", "--lang", lang, "-o", "-").out
    lines = text.splitlines()
    assert lines[0] == title
    assert dongtou in lines
    assert step in lines
    assert len([line for line in lines if line.startswith("## ")]) == 9
    assert "\n\n\n" not in text

    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(widths) == 1


def test_names_from_files_are_text(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text('year,unit\n2005,"<b>x</b>|[y](z)"\n', encoding="utf-8")
    text = pingan("report", "--data", "cards.csv", "--units", "none", "--format", "md", "-o", "-").out
    assert "<b>" not in text.replace("\\<b\\>", "")
    assert "\\<b\\>x\\</b\\>\\|\\[y\\](z)" in text
