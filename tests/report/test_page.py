"""The page: what it holds, that it needs nothing from outside, and that nothing in a file can become markup."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from pingan_cli.ladder.loader import DEFAULT
from pingan_cli.library import open_ladder, open_records
from pingan_cli.shipped import DATA, RULES
from report.pages import Parsed

HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    "<b>bold</b>&amp;",
    "\"><svg onload='alert(2)'>",
    "' onmouseover='alert(3)",
    "{{7*7}} ${7*7} {year}",
    "line\u2028separator \u202eright to left\u2069",
    "]]>--><!--",
)
"""Names that would do harm in a page that did not escape them."""

LIMIT = 1_000_000


def parsed(page: Path) -> Parsed:
    return Parsed(page.read_text(encoding="utf-8"))


def known(page: Path) -> dict:
    found = re.search(r'<script type="application/json" id="known">(.*?)</script>', page.read_text(encoding="utf-8"))
    assert found
    return json.loads(found[1])


def name_in(known: dict, unit: dict, year: int) -> str:
    """The Chinese name of a unit in a year; one that never changes stands once."""
    names = unit["names"]
    return known["texts"][names[known["years"].index(year)] if len(names) > 1 else names[0]][1]


def shown(page: Path, tag: str) -> str:
    """The text of the first element of a name, put together from its pieces."""
    found = re.search(f"<{tag}[ >].*?</{tag}>", page.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return re.sub("<[^>]*>", "", found[0])


def test_it_is_smaller_than_a_megabyte(shipped_page: Path) -> None:
    assert shipped_page.stat().st_size < LIMIT


def test_every_element_is_closed_and_every_id_is_one(shipped_page: Path) -> None:
    found = parsed(shipped_page)
    assert found.faults == []
    ids = [element.attributes["id"] for element in found.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    wanted = {
        target
        for element in found.elements
        for name in ("aria-labelledby", "for")
        for target in element.attributes.get(name, "").split()
    }
    wanted |= {
        element.attributes["href"][1:] for element in found.named("a") if element.attributes["href"].startswith("#")
    }
    assert wanted <= set(ids)


def test_nothing_is_fetched_and_the_policy_allows_no_more(shipped_page: Path) -> None:
    html = shipped_page.read_text(encoding="utf-8")
    found = parsed(shipped_page)
    for element in found.elements:
        assert not {"src", "srcset", "style", "action"} & set(element.attributes), element
        assert not [name for name in element.attributes if name.startswith("on")], element
        assert element.name not in ("link", "img", "iframe", "object", "embed")
        if element.name != "a":
            assert "href" not in element.attributes
    policy = next(
        element.attributes["content"]
        for element in found.named("meta")
        if element.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for kind, text in re.findall(r"<(style|script)>(.*?)</\1>", html, re.DOTALL):
        mark = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{mark}'" in policy
        assert "url(" not in text
        assert "@import" not in text


def test_the_same_records_give_the_same_bytes(shipped_page: Path, pingan: Callable, tmp_path: Path) -> None:
    pingan("report", "--year", "2022", "-o", "again.html")
    assert (tmp_path / "again.html").read_bytes() == shipped_page.read_bytes()


LADDERS = sorted(path.stem for path in RULES.glob("*.yaml") if path.stem != DEFAULT)
WITH_RECORDS = [rules for rules in LADDERS if open_ladder(rules).file.get("records")]


@pytest.mark.parametrize("rules", WITH_RECORDS)
def test_every_other_ladder_with_records_has_a_small_page_too(rules: str, pingan: Callable, tmp_path: Path) -> None:
    assert pingan("report", "--rules", rules, "-o", "page.html").status == 0
    assert (tmp_path / "page.html").stat().st_size < LIMIT
    assert parsed(tmp_path / "page.html").faults == []
    title = next(text for path, text in parsed(tmp_path / "page.html").texts if path[-1] == "title")
    assert "invented" in title.casefold()


@pytest.mark.parametrize("rules", sorted({*LADDERS} - {*WITH_RECORDS}))
def test_every_ladder_without_records_has_a_page_of_a_list(rules: str, pingan: Callable, tmp_path: Path) -> None:
    ladder = open_ladder(rules).ladder
    terms = ladder.terms[-1]
    result = "held"
    if ladder.kind == "grade":
        result = sorted(terms.grades)[0]
    elif ladder.kind == "number":
        result = next(f"{low if low is not None else high:g}" for low, high in terms.limits.values())
    rows = [f"{ladder.year(period)},Ann,{result}\n" for period in range(6)]
    (tmp_path / "cards.csv").write_text("year,unit,result\n" + "".join(rows), encoding="utf-8")
    ran = pingan("report", "--rules", rules, "--data", "cards.csv", "--units", "none", "-o", "page.html")
    assert (ran.status, ran.err) == (0, "")
    assert parsed(tmp_path / "page.html").faults == []
    assert pingan("report", "--rules", rules, "--data", "cards.csv", "--units", "none", "-o", "page.md").status == 0


def test_a_province_fully_on_record_stays_under_a_megabyte(pingan: Callable, tmp_path: Path) -> None:
    registry = open_records().registry
    assert registry
    rows = [
        f"{year},{unit.code},{'held' if (index * 7 + year) % 11 else 'missed'}\n"
        for index, line in enumerate(registry.lines.values())
        for year in range(2005, 2025)
        if (unit := line.at(year))
    ]
    (tmp_path / "all.csv").write_text("year,code,result\n" + "".join(rows), encoding="utf-8")
    assert pingan("report", "--data", "all.csv", "-o", "page.html").status == 0
    assert (tmp_path / "page.html").stat().st_size < LIMIT
    assert len(known(tmp_path / "page.html")["units"]) == len(registry.lines)


def test_numbers_count_all_units_where_there_is_no_room_for_all(pingan: Callable, tmp_path: Path) -> None:
    rows = "".join(f"{year},Unit {number:04}\n" for number in range(400) for year in range(2005, 2025))
    (tmp_path / "many.csv").write_text("year,unit\n" + rows, encoding="utf-8")
    assert pingan("report", "--data", "many.csv", "--units", "none", "-o", "page.html").status == 0
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert len(html.encode()) < LIMIT
    assert len(known(tmp_path / "page.html")["units"]) == 400
    assert html.count('class="tile ') == 110
    assert html.count("<tr data-unit=") == 110 + 400  # the matrix, and the table of all
    assert "room only for the first 110 units" in html
    assert "2024: 400 held the card" in html


def test_the_script_is_told_what_award_says(shipped_page: Path) -> None:
    records = open_records()
    told = known(shipped_page)
    assert told["years"] == list(range(2005, 2023))
    for year in (2005, 2013, 2020, 2021, 2022):
        by_name = {}
        for unit in told["units"]:
            state = unit["states"][year - 2005]
            if state >= 0:
                _, _, _, _, *words = told["states"][state]
                honour, streak, since = (told["texts"][number][0] for number in words[:3])
                by_name[name_in(told, unit, year)] = (honour, streak, since)
        expected = {}
        for unit, verdict in records.award(year, off_record=True):
            low, high = (tier.name.en if tier else "none" for tier in verdict.honour)
            honour = (low if low != "none" else "–") if low == high else f"{low} to {high}"
            expected[unit.of("zh")] = (honour, verdict.streak, str(verdict.since or ""))
        assert set(by_name) == set(expected)
        for name, (honour, streak, since) in expected.items():
            assert by_name[name][0] == honour
            assert by_name[name][2] == since
            assert str(streak.min) in by_name[name][1]


def test_the_year_judged_stands_in_the_page_before_any_script(shipped_page: Path) -> None:
    assert shown(shipped_page, "h1") == "Safe Zhejiang: honours for 2022平安浙江：2022年度荣誉"
    table = re.search('<table class="units".*?</table>', shipped_page.read_text(encoding="utf-8"), re.DOTALL)
    assert table
    rows = re.findall(r'<tr data-unit="\d+">(.*?)</tr>', table[0], re.DOTALL)
    assert len(rows) == 101  # 94 and 11 cities less those that were gone or not yet there in 2022
    dongtou = next(row for row in rows if "洞头区" in row)
    assert "Two-Star Gold Ding" in dongtou
    assert "二星平安金鼎" in dongtou


def test_units_stand_in_the_years_in_which_they_exist(shipped_page: Path) -> None:
    told = known(shipped_page)
    units = {
        name_in(told, unit, 2022): [
            year for year, state in zip(told["years"], unit["states"], strict=True) if state >= 0
        ]
        for unit in told["units"]
    }
    assert units["下城区"] == list(range(2005, 2021))  # merged into Gongshu in 2021
    assert units["临平区"] == [2021, 2022]  # split from Yuhang
    assert units["洞头区"] == list(range(2005, 2023))  # once Dongtou county
    assert units["龙港市"] == [2019, 2020, 2021, 2022]
    dongtou = next(unit for unit in told["units"] if name_in(told, unit, 2022) == "洞头区")
    assert name_in(told, dongtou, 2014) == "洞头县"


def test_the_head_says_where_the_records_come_from(shipped_page: Path, pingan: Callable, tmp_path: Path) -> None:
    claims = len((DATA / "zhejiang" / "claims.csv").read_text(encoding="utf-8").splitlines()) - 1
    shipped = f"Records: shipped, partial, deduced from {claims} published claims"
    assert shipped in shipped_page.read_text(encoding="utf-8")
    (tmp_path / "cards.csv").write_text("year,unit\n2005,Ann\n", encoding="utf-8")
    text = (RULES / "zhejiang-peace.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(text.replace("ladder: zhejiang-peace", "ladder: own"), encoding="utf-8")
    asked = ("--rules", "own.yaml", "--data", "cards.csv", "--units", "none", "--format", "md", "-o", "-")
    assert "Records: cards.csv, ladder own.yaml\n" in pingan("report", *asked).out


def test_numbers_that_may_be_greater_say_so_with_what_was_published(shipped_page: Path) -> None:
    html = shipped_page.read_text(encoding="utf-8")
    figures = re.sub("<[^>]*>", "", html[html.index('id="h-summary"') : html.index('id="h-changes"')])
    assert re.search(r"held the card获评\s*at least至少 \d+ missed it, \d+ not on record", figures)
    assert "Published: 38 units were given the Two-Star Gold Ding for 2022 (c047)" in figures


def test_without_a_year_it_opens_at_the_last_that_is_mostly_on_record(pingan: Callable, tmp_path: Path) -> None:
    rows = [(year, unit) for unit in "ABCDEF" for year in range(2005, 2010)] + [(2010, "A"), (2010, "B"), (2011, "A")]
    package = {"name": "p", "partial": True, "resources": [{"name": "cards", "path": "cards.csv"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (tmp_path / "cards.csv").write_text("year,unit\n" + "".join(f"{y},{unit}\n" for y, unit in rows), encoding="utf-8")
    asked = ("report", "--data", ".", "--units", "none")
    assert pingan(*asked, "-o", "page.html").status == 0
    assert shown(tmp_path / "page.html", "h1").startswith("Safe Zhejiang: honours for 2009")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "It opens at the last year that is mostly on record; fewer units are for 2010–2011." in page
    assert known(tmp_path / "page.html")["years"][-1] == 2011
    assert pingan(*asked, "--year", "2011", "-o", "page.html").status == 0
    assert shown(tmp_path / "page.html", "h1").startswith("Safe Zhejiang: honours for 2011")


def test_contradictions_and_sources_are_named(shipped_page: Path) -> None:
    html = shipped_page.read_text(encoding="utf-8")
    questions = html[html.index('<section id="questions"') : html.index('<section id="details"')]
    assert 'href="#u-claim_20_c008">c008</a>' in questions
    assert 'href="#u-claim_20_c009">c009</a>' in questions
    assert "慈溪市" in questions
    assert 'href="http://news.cnnb.com.cn/system/2010/04/02/006473723.shtml" rel="noreferrer"' in html


def test_names_from_files_are_text_and_nothing_else(pingan: Callable, tmp_path: Path) -> None:
    rows = "".join(f'{year},"{name.replace(chr(34), chr(34) * 2)}"\n' for name in HOSTILE for year in range(2005, 2012))
    (tmp_path / "cards.csv").write_text("year,unit\n" + rows, encoding="utf-8")
    assert pingan("report", "--data", "cards.csv", "--units", "none", "-o", "page.html").status == 0
    page = tmp_path / "page.html"
    found = parsed(page)
    assert found.faults == []
    assert {element.name for element in found.elements}.isdisjoint({"img", "object", "iframe"})
    assert not [element for element in found.named("svg") if "onload" in element.attributes]
    texts = {text for _, text in found.texts}
    for name in HOSTILE[:5]:
        assert name in texts
    html = page.read_text(encoding="utf-8")
    assert html.count("<script") == 2
    assert not set(html) & {"\u2028", "\u202e", "\u2069"}
    names = {told[0] for told in known(page)["texts"]}
    assert set(HOSTILE[:5]) <= names


def test_an_address_that_is_none_of_the_web_is_no_link(pingan: Callable, tmp_path: Path) -> None:
    claims = (
        "id,unit,claim,value,year,year_kind,statement,source,source_date,confidence\n"
        '"c<1>",330305,card,held,2010,assessment,"<i>said</i>",javascript:alert(1),2011,high\n'
        '"c2",330305,card,held,2011,assessment,said,"https://example.org/?a=1&b=""2""",2012,high\n'
    )
    (tmp_path / "claims.csv").write_text(claims, encoding="utf-8")
    (tmp_path / "cards.csv").write_text("year,code\n2010,330305\n", encoding="utf-8")
    resources = [{"name": "cards", "path": "cards.csv"}, {"name": "claims", "path": "claims.csv"}]
    package = {"name": "small", "partial": True, "resources": resources}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert pingan("report", "--data", ".", "-o", "page.html").status == 0
    found = parsed(tmp_path / "page.html")
    addresses = {element.attributes["href"] for element in found.named("a")}
    assert 'https://example.org/?a=1&b="2"' in addresses
    assert not [address for address in addresses if address.startswith("javascript")]
    assert "<i>said</i>" in {text for _, text in found.texts}
    markdown = pingan("report", "--data", ".", "--format", "md", "-o", "-").out
    assert "](javascript" not in markdown
    assert "](<javascript" not in markdown


def test_without_a_file_nothing_is_written(pingan: Callable, tmp_path: Path) -> None:
    ran = pingan("report", "--year", "2022")
    assert ran.status == 2
    assert ran.out == ""
    assert "hint: write it with -o report.html, or to standard output with -o -" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--format", "pdf"), "--format 'pdf' is not known"),
        (("--lang", "fr"), "--lang 'fr' is not known"),
        (("--year", "20x2"), "--year '20x2' is no year"),
        (("--year", "1999"), "1999 lies before 2005"),
    ],
)
def test_what_cannot_be_meant_is_refused(asked: tuple[str, ...], said: str, pingan: Callable) -> None:
    ran = pingan("report", *asked, "-o", "-")
    assert ran.status == 2
    assert said in ran.err
    assert ran.out == ""


def test_a_year_of_which_nothing_is_on_record_says_so(pingan: Callable, shipped_page: Path) -> None:
    said = "Nothing is on record for 2027 itself"
    assert said in pingan("report", "--year", "2027", "-o", "-").out
    assert said in pingan("report", "--year", "2027", "--format", "md", "-o", "-").out
    assert "Nothing is on record for" not in shipped_page.read_text(encoding="utf-8")


def test_lang_is_the_language_in_which_the_page_opens(pingan: Callable) -> None:
    page = pingan("report", "--year", "2022", "--lang", "zh", "-o", "-").out
    assert '<html lang="zh-Hans">' in page
    assert "<title>平安浙江：2022年度荣誉</title>" in page
