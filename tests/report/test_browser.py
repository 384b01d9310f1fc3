"""The page in a real browser: it opens from disk, can be used by hand, by key and by ear, and fits every width."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from report.chromium import Chromium
from report.test_page import HOSTILE

AXE = Path(os.environ.get("AXE_CORE", "node_modules/axe-core/axe.min.js"))
"""The file of axe-core; `npm install --no-save axe-core` puts it there."""

WIDTHS = (360, 480, 768, 1024, 1280, 1920)


def count(browser: Chromium, selector: str) -> int:
    return browser.run(f"document.querySelectorAll({json.dumps(selector)}).length")


def text(browser: Chromium, selector: str) -> str:
    return browser.run(f"document.querySelector({json.dumps(selector)}).innerText")


def seen(browser: Chromium, selector: str) -> int:
    """How many elements are not hidden."""
    every = f"[...document.querySelectorAll({json.dumps(selector)})]"
    return browser.run(f"{every}.filter(each => each.offsetParent !== null).length")


@pytest.mark.parametrize(("width", "tag"), [*((width, "en") for width in WIDTHS), (360, "zh-Hans"), (768, "zh-Hans")])
def test_nothing_sticks_out(browser: Chromium, shipped_page: Path, width: int, tag: str) -> None:
    browser.open(shipped_page, width=width)
    browser.run(f"document.querySelector('[data-lang={tag}]').click()")
    browser.run("document.querySelector('#open-all').click()")
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.said == []


def test_the_slider_moves_the_whole_page_by_key(browser: Chromium, shipped_page: Path) -> None:
    browser.open(shipped_page)
    browser.run("document.querySelector('#year').focus()")
    browser.press("ArrowLeft")
    browser.press("ArrowLeft")
    assert text(browser, "output") == "2020"
    assert text(browser, "#h-map") == "Map, 2020"
    assert browser.run("document.querySelector('#year').getAttribute('aria-valuetext')") == "2020"
    assert text(browser, "#said").startswith("2020: ")
    assert "Xiacheng" in text(browser, "#map")
    assert "Linping" not in text(browser, "#map")
    browser.press("Home")
    assert text(browser, "output") == "2005"
    assert count(browser, "#matrix th.now") == 1
    assert text(browser, "#changes").count("Ding") == 0
    browser.press("End")
    assert "Linping" in text(browser, "#map")
    assert "Xiacheng" not in text(browser, "#map")
    assert browser.said == []


def test_play_begins_at_the_first_year_and_can_be_paused(browser: Chromium, shipped_page: Path) -> None:
    browser.open(shipped_page)
    browser.run("document.querySelector('#play').click()")
    assert text(browser, "output") == "2005"
    assert text(browser, "#play") == "Pause"
    browser.run("document.querySelector('#play').click()")
    assert text(browser, "#play") == "Play"


def test_a_page_of_one_year_and_one_unit_can_be_used(browser: Chromium, pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2005,Alone\n", encoding="utf-8")
    assert pingan("report", "--data", "cards.csv", "--units", "none", "-o", "page.html").status == 0
    browser.open(tmp_path / "page.html", width=360)
    browser.run("document.querySelector('#play').click()")
    browser.run("new Promise(done => setTimeout(done, 1000))")
    assert text(browser, "output") == "2005"
    assert text(browser, "#found") == "Shown: 1 of 1."
    assert seen(browser, "[data-sort=city]") == 0
    assert browser.said == []


def test_a_year_chosen_and_left_is_shown_as_it_was(browser: Chromium, shipped_page: Path) -> None:
    browser.open(shipped_page)
    before = browser.run("document.querySelector('main').innerText")
    browser.run("document.querySelector('#year').focus()")
    browser.press("Home")
    browser.press("End")
    after = browser.run("document.querySelector('main').innerText")
    said = browser.run("document.querySelector('#said').innerText")
    assert after.replace(said, "", 1).split() == before.split()


def test_the_table_is_filtered(browser: Chromium, shipped_page: Path) -> None:
    browser.open(shipped_page)
    fill = "(each => {{ each.value = '{1}'; each.dispatchEvent(new Event('input')); }})(document.querySelector('{0}'))"
    assert text(browser, "#found") == "Shown: 101 of 101."
    browser.run(fill.format("#by-name", "dongtou"))
    assert seen(browser, ".units tbody tr") == 1
    assert text(browser, "#found") == "Shown: 1 of 101."
    browser.run(fill.format("#by-name", "慈溪"))
    assert text(browser, ".units tbody tr:not([hidden])").startswith("Cixi")
    browser.run(fill.format("#by-name", ""))
    browser.run(fill.format("#by-city", "330200"))
    assert seen(browser, ".units tbody tr") == 11  # Ningbo and its ten counties
    browser.run(fill.format("#by-honour", "5"))
    assert text(browser, ".units tbody tr:not([hidden])").startswith("Haishu")


def test_the_table_is_sorted(browser: Chromium, shipped_page: Path) -> None:
    browser.open(shipped_page)
    press = "document.querySelector('[data-sort={}] button').click()"
    names = "[...document.querySelectorAll('.units tbody tr:not([hidden]) .name')].map(each => each.innerText)"
    browser.run(press.format("name"))
    rising = browser.run(names)
    assert rising == sorted(rising, key=str.casefold)
    assert browser.run("document.querySelector('[data-sort=name]').getAttribute('aria-sort')") == "ascending"
    browser.run(press.format("name"))
    assert browser.run(names) == sorted(rising, key=str.casefold, reverse=True)
    browser.run(press.format("streak"))
    assert count(browser, "[aria-sort]") == 1
    browser.run(press.format("streak"))
    assert browser.run("document.querySelector('[data-sort=streak]').getAttribute('aria-sort')") == "ascending"


def test_the_language_is_switched_everywhere(browser: Chromium, shipped_page: Path) -> None:
    browser.open(shipped_page)
    browser.run("document.querySelector('[data-lang=zh-Hans]').click()")
    assert browser.run("document.documentElement.lang") == "zh-Hans"
    assert browser.run("document.title") == "平安浙江：2022年度荣誉"
    browser.run("document.querySelectorAll('.quoted').forEach(each => each.remove())")  # sources speak their own
    shown = browser.run("document.body.innerText")
    for english in ("Assessment year", "Peace Ding", "held the card", "All cities", "Wenzhou", "not on record"):
        assert english not in shown
    for chinese in ("考核年度", "二星平安金鼎", "洞头区", "矛盾与未决事项", "逐个单位"):
        assert chinese in shown
    assert browser.run("document.querySelector('#by-city').selectedOptions[0].textContent") == "全部"
    browser.run("document.querySelector('[data-lang=en]').click()")
    assert "Assessment year" in browser.run("document.body.innerText")


def test_a_tile_leads_to_its_unit(browser: Chromium, shipped_page: Path) -> None:
    browser.open(shipped_page)
    browser.run("[...document.querySelectorAll('.tile a')].find(each => each.innerText === 'Dongtou').click()")
    browser.run("new Promise(done => setTimeout(done, 100))")
    assert browser.run("document.querySelector('#u-330305').open") is True
    told = text(browser, "#u-330305")
    assert "18 in a row since 2005" in told
    assert "c034" in told


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1280, False)])
def test_axe_finds_nothing(browser: Chromium, shipped_page: Path, width: int, dark: bool) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not here (npm install --no-save axe-core, or name its file in AXE_CORE)")
    browser.open(shipped_page, width=width, dark=dark)
    browser.run("[...document.querySelectorAll('details')].slice(0, 9).forEach(each => { each.open = true; })")
    browser.run(AXE.read_text(encoding="utf-8"))
    found = browser.run("axe.run(document).then(found => found.violations.map(each => [each.id, each.nodes[0].html]))")
    assert found == []


def test_without_scripts_the_year_judged_can_be_read(browser: Chromium, shipped_page: Path) -> None:
    browser.open(shipped_page, scripts=False)
    try:
        # With scripts off the page is asked through the accessibility tree, which is what a reader gets.
        tree = browser.ask("Accessibility.getFullAXTree")["nodes"]
    finally:
        browser.ask("Emulation.setScriptExecutionDisabled", value=False)
    names = {node.get("name", {}).get("value") for node in tree if not node.get("ignored")}
    roles = {node.get("role", {}).get("value") for node in tree if not node.get("ignored")}
    assert "Scripts are off, so the page stands still at 2022: the slider, sorting and filtering need them." in names
    assert "Safe Zhejiang: honours for 2022" in names
    assert "slider" not in roles
    assert {"main", "navigation", "table", "rowheader", "columnheader"} <= roles


def test_hostile_names_do_nothing(browser: Chromium, pingan: Callable, tmp_path: Path) -> None:
    rows = "".join(f'{year},"{name.replace(chr(34), chr(34) * 2)}"\n' for name in HOSTILE for year in range(2005, 2012))
    (tmp_path / "cards.csv").write_text("year,unit\n" + rows, encoding="utf-8")
    assert pingan("report", "--data", "cards.csv", "--units", "none", "-o", "page.html").status == 0
    browser.open(tmp_path / "page.html", width=360)
    browser.run("document.querySelector('#year').focus()")
    browser.press("Home")
    assert count(browser, "img, svg[onload], [onmouseover], [onerror]") == 0
    assert HOSTILE[0] in text(browser, "#map")
    assert browser.run("document.documentElement.scrollWidth") <= 360
    assert browser.said == []


def test_it_prints_on_a4(browser: Chromium, shipped_page: Path, tmp_path: Path) -> None:
    browser.open(shipped_page)
    browser.print(tmp_path / "page.pdf")
    pdf = (tmp_path / "page.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"/MediaBox [0 0 595" in pdf or b"/MediaBox [0 0 594" in pdf
