"""The page in a real browser: it opens from disk, can be used by hand, by key and by ear, and fits every width."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from report.chromium import Chromium
from report.test_page import HOSTILE

AXE = Path(os.environ.get("AXE_CORE", "node_modules/axe-core/axe.min.js"))
"""The file of axe-core; `npm install --no-save axe-core` puts it there."""

FILL = "(each => {{ each.value = '{1}'; each.dispatchEvent(new Event('input')); }})(document.querySelector('{0}'))"
"""Writes something into a field, by its selector."""

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
    browser.run("document.querySelector('#tools').open = true")
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
    fill = FILL
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
    for chinese in ("考核年度", "二星平安金鼎", "洞头区", "说法不一与未决事项", "各单位详情"):
        assert chinese in shown
    assert browser.run("document.querySelector('#by-city').selectedOptions[0].textContent") == "全部设区市"
    browser.run("document.querySelector('[data-lang=en]').click()")
    assert "Assessment year" in browser.run("document.body.innerText")


def test_a_tile_leads_to_its_unit(browser: Chromium, shipped_page: Path) -> None:
    browser.open(shipped_page)
    browser.run("[...document.querySelectorAll('.tile a')].find(each => each.innerText === 'Dongtou').click()")
    browser.run("new Promise(done => setTimeout(done, 100))")
    assert browser.run("document.querySelector('#u-330305').open") is True
    told = text(browser, "#u-330305")
    assert "18 years in a row since 2005" in told
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


def test_title_heading_and_sections_follow_the_year_in_both_languages(browser: Chromium, shipped_page: Path) -> None:
    browser.open(shipped_page)
    browser.run("document.querySelector('#year').focus()")
    browser.press("Home")
    assert browser.run("document.title") == "Safe Zhejiang: honours for 2005"
    assert text(browser, "h1") == "Safe Zhejiang: honours for 2005"
    assert text(browser, ".subtitle") == "Assessment year 2005, announced 2006"
    assert text(browser, "#h-details") == "Unit by unit, 2005"
    assert text(browser, "#questions h3:last-of-type") == "Honours left open, by the end of 2005"
    assert text(browser, "#of-units") == "All units, by the end of 2005"
    browser.run("document.querySelector('#u-330305').open = true")
    assert "Standing, by the end of 2005" in text(browser, "#u-330305")
    assert "Dongtou" in text(browser, "#u-330305 summary")
    assert seen(browser, "#u-330305 dd.conferred") == 0  # nothing was conferred by then
    browser.run("document.querySelector('[data-lang=zh-Hans]').click()")
    assert browser.run("document.title") == "平安浙江：2005年度荣誉"
    assert text(browser, "#u-330305 summary .name") == "洞头县"


def test_the_address_holds_what_was_chosen(browser: Chromium, shipped_page: Path) -> None:
    wait = "new Promise(done => setTimeout(() => done(location.hash), 400))"
    browser.open(shipped_page, at="year=2015&city=330300&lang=zh")
    assert text(browser, "output") == "2015"
    assert browser.run("document.documentElement.lang") == "zh-Hans"
    assert browser.run("document.querySelector('#by-city').value") == "330300"
    assert seen(browser, ".units tbody tr") == 12  # Wenzhou and its eleven counties of 2015
    browser.run("document.querySelector('#year').focus()")
    browser.press("ArrowLeft")
    assert browser.run(wait) == "#year=2014&city=330300&lang=zh"
    browser.run("document.querySelector('[data-lang=en]').click()")
    assert browser.run(wait) == "#year=2014&city=330300"
    browser.run("document.querySelector('#year').focus()")
    browser.press("End")
    browser.run("document.querySelector('#by-city').value = ''")
    browser.run("document.querySelector('#by-city').dispatchEvent(new Event('input'))")
    assert browser.run(wait) == ""
    browser.run("location.hash = '#u-330305'")
    browser.run("new Promise(done => setTimeout(done, 100))")
    assert browser.run("document.querySelector('#u-330305').open") is True
    browser.open(shipped_page, at="year=1066&city=none&honour=99&lang=xx&compare=1&at=nowhere&%E0%A4%A")
    assert text(browser, "output") == "2022"
    assert browser.said == []


def test_a_unit_is_found_by_an_old_name_by_one_merged_into_it_and_by_its_city(
    browser: Chromium, shipped_page: Path
) -> None:
    browser.open(shipped_page)
    fill = FILL.replace("{0}", "#by-name").replace("{1}", "{0}")
    names = "[...document.querySelectorAll('.units tbody tr:not([hidden]) .name')].map(each => each.innerText)"
    for wanted, found in (("洞头县", ["Dongtou"]), ("330322", ["Dongtou"]), ("Xiacheng", ["Gongshu"])):
        browser.run(fill.format(wanted))
        assert browser.run(names) == found
    browser.run(fill.format("wenzhou"))
    assert seen(browser, ".units tbody tr") == 13
    assert seen(browser, ".matrix tr[data-unit]") == 13
    assert count(browser, ".tile:not(.out):not([hidden])") == 13


def test_two_years_are_compared(browser: Chromium, shipped_page: Path) -> None:
    choose = FILL.replace("{0}", "#compare").replace("{1}", "{0}")
    browser.open(shipped_page)
    assert seen(browser, "#compared") == 0
    browser.run(choose.format(2013))
    assert text(browser, "#h-compared") == "2013 and 2022 compared"
    assert "Higher than in 2013: Silver → Gold 2★" in text(browser, "#differences")
    assert "Silver → Gold 2★" in text(browser, "#differences")
    assert text(browser, "#then") == "By the end of 2013"
    dongtou = "[...document.querySelectorAll('.units tbody tr')].find(row => row.innerText.startsWith('Dongtou'))"
    assert browser.run(f"{dongtou}.cells[7].innerText") == "Silver Ding, 9"
    browser.run("document.querySelector('#then button').click()")
    browser.run(choose.format(""))
    assert seen(browser, "#compared") == 0
    assert browser.run(f"{dongtou}.cells.length") == 7
    assert browser.said == []


def test_the_table_is_saved_as_it_is_shown(browser: Chromium, shipped_page: Path, tmp_path: Path) -> None:
    browser.open(shipped_page, at="city=330300&lang=zh")
    browser.ask("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.run("document.querySelector('#save').click()")
    browser.run("new Promise(done => setTimeout(done, 800))")
    (file,) = tmp_path.glob("*.csv")
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["代码", "单位", "荣誉", "连续年数", "起始年度", "当年授予", "下一级", "所属市", "考核年度"]
    assert [
        "330305",
        "洞头区",
        "二星平安金鼎",
        "18",
        "2005",
        "二星平安金鼎",
        "三星平安金鼎 2025",
        "温州市",
        "2022",
    ] in rows
    assert len(rows) == 14


def test_a_cell_like_a_formula_is_made_text(browser: Chromium, pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text('year,unit\n2005,"=1+1"\n2005,"a ""b"""\n', encoding="utf-8")
    assert pingan("report", "--data", "cards.csv", "--units", "none", "-o", "page.html").status == 0
    browser.open(tmp_path / "page.html")
    browser.ask("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path / "saved"))
    browser.run("document.querySelector('#save').click()")
    browser.run("new Promise(done => setTimeout(done, 800))")
    (file,) = (tmp_path / "saved").glob("*.csv")
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[:2] for row in rows[1:]] == [["'=1+1", "'=1+1"], ['a "b"', 'a "b"']]


def test_a_unit_is_copied_as_one_line(browser: Chromium, shipped_page: Path) -> None:
    browser.open(shipped_page, at="u-330305")
    browser.run(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: (words) => { window.copied = words; } } })"
    )
    browser.run("document.querySelector('#u-330305 .copy').click()")
    assert browser.run("window.copied") == (
        "Dongtou (洞头区, 330305), 2022: Two-Star Gold Ding, Years in a row 18, next: Three-Star Gold Ding 2025"
    )
    assert text(browser, "#u-330305 .copy") == "Copied."


def test_escape_ends_playing_and_what_is_pointed_at_is_told(browser: Chromium, shipped_page: Path) -> None:
    browser.open(shipped_page)
    browser.run("document.querySelector('#play').click()")
    browser.press("Escape")
    assert text(browser, "#play") == "Play"
    browser.run("document.querySelector('#play').click()")
    browser.run(
        "(each => { each.value = '4'; each.dispatchEvent(new Event('input')); })(document.querySelector('#speed'))"
    )
    browser.run("new Promise(done => setTimeout(done, 1200))")
    assert int(text(browser, "output")) >= 2008
    browser.press("Escape")
    point = "document.querySelector('{}').dispatchEvent(new PointerEvent('pointerover', {{ bubbles: true }}))"
    browser.run("document.querySelector('#year').focus()")
    browser.press("End")
    browser.run(point.format(".matrix tr[data-unit] td:nth-child(9)"))
    assert text(browser, "#tip") == "Hangzhou, 2012: not on record, none to Bronze Ding, Years in a row 0-8"
    browser.run(point.format(".filling li:nth-child(18)"))
    assert text(browser, "#tip").startswith("2022: ")
    browser.run(point.format(".tile"))
    assert text(browser, "#tip").startswith("Hangzhou, 2022: ")
    browser.press("Escape")
    assert seen(browser, "#tip") == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_what_a_cell_of_the_matrix_says_is_seen_whole(browser: Chromium, shipped_page: Path, width: int) -> None:
    browser.open(shipped_page, width=width)
    cell = "document.querySelector('.matrix tr[data-unit] td:last-child')"
    browser.run(f"{cell}.scrollIntoView({{ block: 'center', inline: 'end' }})")
    browser.run("new Promise(done => setTimeout(done, 100))")
    browser.run(f"{cell}.dispatchEvent(new PointerEvent('pointerover', {{ bubbles: true }}))")
    left, right, top, bottom = browser.run(
        "(box => [box.left, box.right, box.top, box.bottom])(document.querySelector('#tip').getBoundingClientRect())"
    )
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= 900


def test_of_two_thousand_units_every_one_is_found(browser: Chromium, pingan: Callable, tmp_path: Path) -> None:
    rows = "".join(f"{year},Unit {number:04}\n" for number in range(2000) for year in (2005, 2006, 2007))
    (tmp_path / "many.csv").write_text("year,unit\n" + rows, encoding="utf-8")
    assert pingan("report", "--data", "many.csv", "--units", "none", "-o", "page.html").status == 0
    browser.open(tmp_path / "page.html", at="find=unit+1999")
    assert text(browser, "#found") == "Shown: 1 of 2000."
    assert text(browser, ".units tbody tr:not([hidden])").startswith("Unit 1999")
    browser.open(tmp_path / "page.html")
    streaks = "[...document.querySelectorAll('.units tbody tr')].map(row => row.cells[2].innerText)"
    browser.run("document.querySelector('#year').focus()")
    browser.press("ArrowLeft")
    assert browser.run(streaks)[:150] == ["2"] * 150
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert browser.run(streaks) == ["2"] * 2000  # the others follow when the year stands still, or are printed
    assert browser.said == []


def test_headings_go_down_step_by_step(browser: Chromium, shipped_page: Path, pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2005,Zoe\n2006,Zoe\n2005,Ann\n", encoding="utf-8")
    assert pingan("report", "--data", "cards.csv", "--units", "none", "-o", "page.html").status == 0
    for page in (shipped_page, tmp_path / "page.html"):
        browser.open(page)
        levels = browser.run(
            "[...document.querySelectorAll('h1, h2, h3, h4, h5')].filter(each => !each.closest('[hidden]'))"
            ".map(each => Number(each.tagName[1]))"
        )
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
    assert count(browser, "#claims, #cities, .conflicts") == 0
    names = "[...document.querySelectorAll('.matrix tbody th')].map(each => each.innerText)"
    assert browser.run(names) == ["Zoe", "Ann"]  # as the file has them
