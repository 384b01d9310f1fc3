"""Things listed one after another stand between the marks of their language, in answers and on the report page."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

import pingan_cli

SOURCE = Path(pingan_cli.__file__).parent
WESTERN = re.compile(
    r"(?:[\u4e00-\u9fff）]|\bc[0-9]{3}|[0-9]{4})[,;](?:$| (?![A-Za-z]))"
    r"|[,;] (?=[\u4e00-\u9fff])|[\u4e00-\u9fff）] ?[:(]"
)
"""A mark of English after or before a Chinese character, and a comma after an id or a year."""

NAMES_OF_OPTIONS = {"cli/help_layout.py", "cli/check.py"}
"""Where options and formats are named in a help, of which the catalogue has the whole sentence."""

THE_MARK_ITSELF = {"check/for_ci.py"}
"""A format that has its own."""


def joined_by_hand(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
            if isinstance(node.func.value, ast.Constant) and node.func.value.value in (", ", "; ", ","):
                yield node.lineno
        elif isinstance(node, ast.Constant) and node.value == "list_separator":
            yield node.lineno


def test_lists_are_put_together_in_one_place() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}"
        for room in ("views", "cli", "report", "check", "claims", "forecasts", "batch")
        for path in sorted((SOURCE / room).rglob("*.py"))
        if path.relative_to(SOURCE).as_posix() not in {*NAMES_OF_OPTIONS, *THE_MARK_ITSELF}
        for line in joined_by_hand(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [["award"], ["streak", "Dongtou", "--why"], ["streak", "Quzhou", "--why"], ["forecast", "--lose", "2024,2026"],
     ["changes", "--year", "2022"], ["audit"], ["deduce"], ["deduce", "--confidence", "medium"], ["check", "--list"],
     ["units", "Qiantang"], ["rules", "show", "guangdong-peace"], ["report", "--format", "md"]],
    ids=" ".join,
)  # fmt: skip
def test_an_answer_lists_as_chinese_does(pingan: Callable, line: list[str], tmp_path: Path) -> None:
    to_file = ["-o", "out.md"] if line[0] == "report" else []
    ran = pingan(*line, *to_file, "--lang", "zh")
    out = (tmp_path / "out.md").read_text(encoding="utf-8") if to_file else ran.out
    quoted = re.compile(r"http\S+|  c[0-9]{3}  .*|Zhejiang provincial.*")
    assert len(out) > 100
    assert [each for each in quoted.sub("", out).splitlines() if WESTERN.search(each)] == []


class Chinese(HTMLParser):
    """The text of a page without what is there in English only."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "input", "link", "hr", "img", "col"):
            self.open.append(tag in ("script", "style", "title") or ("class", "e") in attrs)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()
        if tag in ("p", "li", "td", "dd", "dt", "h3", "h4", "th"):
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.text += data


def test_the_report_page_lists_as_chinese_does(pingan: Callable, tmp_path: Path) -> None:
    assert pingan("report", "-o", "report.html", "--lang", "zh").status == 0
    page = Chinese()
    page.feed((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "平安金鼎" in page.text
    assert [each for each in page.text.splitlines() if WESTERN.search(each)] == []
