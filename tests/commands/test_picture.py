"""Answers as pictures: bars and timelines as SVG, in which Chinese and Latin text line up."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from pingan_cli.views.picture import CELL, MARGIN, SIZE

SVG = "{http://www.w3.org/2000/svg}"


def drawn(path: Path, name: str) -> list[ElementTree.Element]:
    """The elements of a name in the picture, those of its definitions and its ground left out."""
    group = ElementTree.parse(path).getroot().find(f"{SVG}g")
    assert group is not None
    return list(group.iter(f"{SVG}{name}"))


def test_a_chart_has_its_bars_as_shapes_and_their_numbers_as_text(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text(
        "year,unit\n" + "".join(f"{year},{unit}\n" for unit in "ABC" for year in range(2010, 2013)), encoding="utf-8"
    )
    asked = ("--data", "cards.csv", "--units", "none", "--since", "2010", "--chart")
    assert pingan("award", *asked, "-o", "chart.svg").status == 0
    (bar,) = drawn(tmp_path / "chart.svg", "rect")
    assert float(bar.get("width", "0")) == 3 * CELL
    texts = {text.text: int(text.get("y", "0")) for text in drawn(tmp_path / "chart.svg", "text")}
    assert texts["Peace Ding"] == texts["3"]
    title = ElementTree.parse(tmp_path / "chart.svg").getroot().findtext(f"{SVG}title")
    assert title == "Safe Zhejiang: units by honour for 2012"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "line", [["award", "--years", "2005-2022"], ["streak", "Dongtou", "Ningbo"], ["award", "--level", "city"]]
)
def test_every_text_fills_its_own_cells_and_no_two_overlap(
    line: list[str], lang: str, pingan: Callable, tmp_path: Path
) -> None:
    assert pingan(*line, "--lang", lang, "-o", "a.svg").status == 0
    taken: dict[int, list[tuple[int, int]]] = {}
    for text in drawn(tmp_path / "a.svg", "text"):
        assert text.text
        if text.get("textLength"):
            start, length = int(text.get("x", "0")), int(text.get("textLength", "0"))
            assert length == cell_len(text.text) * CELL
            assert (start - MARGIN) % CELL == 0
            taken.setdefault(int(text.get("y", "0")), []).append((start, start + length))
    assert len(taken) > 3
    for spans in taken.values():
        ordered = sorted(spans)
        assert all(one[1] <= other[0] for one, other in pairwise(ordered))
    width = float(ElementTree.parse(tmp_path / "a.svg").getroot().get("width", "0"))
    assert max(end for spans in taken.values() for _, end in spans) <= width - MARGIN


def test_names_are_text_and_nothing_is_fetched(pingan: Callable, tmp_path: Path) -> None:
    name = '</text><script>alert(1)</script>&"]]>'
    (tmp_path / "cards.csv").write_text(f'year,unit\n2005,"{name.replace(chr(34), chr(34) * 2)}"\n', encoding="utf-8")
    assert pingan("streak", name, "--data", "cards.csv", "--units", "none", "-o", "a.svg").status == 0
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "script>alert(1)</script>" in "".join(each.text or "" for each in drawn(tmp_path / "a.svg", "text"))


def test_the_picture_is_the_same_wherever_it_is_made(
    pingan: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pingan("award", "--years", "2015-2022", "-o", "one.svg")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "dumb")
    pingan("award", "--years", "2015-2022", "-o", "other.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()


def test_signs_stand_in_the_middle_of_their_cells(pingan: Callable, tmp_path: Path) -> None:
    pingan("streak", "Dongtou", "--year", "2022", "-o", "a.svg")
    signs = [text for text in drawn(tmp_path / "a.svg", "text") if text.text == "◆"]
    assert len(signs) == 7  # six tiers, and the legend
    for sign in signs:
        assert sign.get("text-anchor") == "middle"
        assert int(sign.get("font-size", "0")) < SIZE
        assert (int(sign.get("x", "0")) - MARGIN - CELL // 2) % CELL == 0
