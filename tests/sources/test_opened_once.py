"""Every command opens each file that it reads once: what was read is handed on.

A batch does not: it also reads the bytes of its inputs before and after, to vouch in its manifest for what it computed.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pingan_cli.records.sources import kept
from pingan_cli.shipped import DATA, RULES

FACTS = str(RULES / "methods" / "wenzhou-safety-2017-facts.csv")

_opened: Counter[str] = Counter()
_watched: list[str] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _watched and event == "open" and isinstance(path := arguments[0], str) and path.startswith(tuple(_watched)):
        _opened[path] += 1


sys.addaudithook(_watch)  # stays for as long as Python runs, and is told of nothing but within these tests


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A folder of lists with a file for each year, and a list as published."""
    folder = tmp_path / "lists"
    folder.mkdir()
    for year in range(2005, 2009):
        (folder / f"{year}.csv").write_text("unit\n洞头县\n慈溪市\n", encoding="utf-8")
    (tmp_path / "published.csv").write_text("unit,honour\n慈溪市,ding\n", encoding="utf-8")
    (tmp_path / "own.yaml").write_bytes((RULES / "xian-peace.yaml").read_bytes().replace(b"xian-peace", b"own"))
    return folder


@pytest.mark.parametrize(
    "line",
    [["award"], ["award", "--format", "csv"], ["streak", "Dongtou"], ["streak", "Dongtou", "--why"], ["changes"],
     ["forecast"], ["forecast", "Dongtou", "--lose", "2025"], ["check"], ["audit"], ["deduce"],
     ["report", "-o", "report.html"], ["units"], ["units", "Dongtou"], ["rules"], ["rules", "show"], ["rules", "check"],
     ["rules", "show", "wenzhou-safety-2017"], ["rules", "diff", "wenzhou-safety-2017", "2017", "2018"],
     ["explain", "csv-row"], ["award", "--data", "lists"], ["award", "--years", "2005-2008"], ["check", "lists"],
     ["report", "--data", "lists", "-o", "report.md"], ["award", "--expect", "published.csv", "--year", "2008"],
     ["check", "lists", "--expect", "published.csv"], ["check", "own.yaml"], ["rules", "check", "own.yaml"],
     ["rules", "show", "own.yaml"],
     ["assess", "--method", "wenzhou-safety-2017", "--facts", FACTS],
     ["assess", "--method", "wenzhou-safety-2017", "--facts", FACTS, "--cards"],
     ["rules", "diff", "wenzhou-safety-2017", "2017", "2018", "--facts", FACTS]],
    ids=lambda line: " ".join(line).replace(str(RULES), "rules"),
)  # fmt: skip
def test_each_file_is_opened_once(
    line: list[str], pingan: Callable, lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = [str(DATA), str(RULES), "lists", "published.csv", "own.yaml", str(lists)]
    monkeypatch.setattr(sys.modules[__name__], "_watched", read)
    _opened.clear()
    kept.cache_clear()
    assert pingan(*line).status in (0, 1)
    _watched.clear()
    assert {path: count for path, count in _opened.items() if count > 1} == {}
    assert _opened or line[0] == "explain"
