"""A published list against the records: planted errors are found, and nothing is called wrong that may be right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pingan_cli.ladder.loader import shipped_ladders
from pingan_cli.library import open_ladder
from pingan_cli.records.honours import Honours

UNITS = "洞头区 瑞安市 乐清市 永嘉县 平阳县 苍南县".split()
"""Held from 2005 on; 平阳县 missed 2010 and 苍南县 2022."""
TWO_STARS = UNITS[:4]
LIST = "单位,荣誉\n" + "".join(f"{unit},二星平安金鼎\n" for unit in TWO_STARS) + "平阳县,平安金鼎\n"


def cards(first: int = 2005, last: int = 2022) -> str:
    missed = {("平阳县", 2010), ("苍南县", 2022)}
    years = range(first, last + 1)
    return "year,unit\n" + "".join(f"{y},{unit}\n" for y in years for unit in UNITS if (unit, y) not in missed)


@pytest.fixture
def listed(pingan: Callable, tmp_path: Path) -> Callable:
    """Compares a list with the cards: the exit status, and the outcomes other than confirmed by Chinese name."""
    (tmp_path / "cards.csv").write_text(cards(), encoding="utf-8")

    def compare(text: str | bytes, *args: str, name: str = "list.csv", data: str = "cards.csv") -> tuple:
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        ran = pingan("award", "--data", data, "--expect", name, "--format", "json", *args)
        told = json.loads(ran.out)["units"] if ran.out else []
        outcomes = {each["name_zh"]: each["outcome"] for each in told if each["outcome"] != "confirmed"}
        checked = pingan("check", data, "--expect", name, *args)
        assert (checked.status > 0) == (ran.status > 0)
        return ran.status, outcomes

    return compare


def test_a_right_list_is_confirmed(listed: Callable) -> None:
    assert listed(LIST, "--year", "2022") == (0, {})


PLANTED = {
    "one left out": (LIST.replace("瑞安市,二星平安金鼎\n", ""), {"瑞安市": "missing"}),
    "one too many": (LIST + "苍南县,二星平安金鼎\n", {"苍南县": "surplus"}),
    "one that is in no list at all": (LIST + "鹿城区,平安鼎\n", {"鹿城区": "surplus"}),
    "one star too few": (LIST.replace("永嘉县,二星", "永嘉县,一星"), {"永嘉县": "different"}),
    "one that did not exist any more": (LIST + "江东区,平安金鼎\n", {"江东区": "surplus"}),
    "everything": (
        "单位,荣誉\n洞头区,平安铜鼎\n苍南县,平安鼎\n",
        {"洞头区": "different", "苍南县": "surplus"} | dict.fromkeys([*TWO_STARS[1:], "平阳县"], "missing"),
    ),
}


@pytest.mark.parametrize(("text", "outcomes"), PLANTED.values(), ids=PLANTED)
def test_planted_errors_are_found(listed: Callable, text: str, outcomes: dict[str, str]) -> None:
    assert listed(text, "--year", "2022") == (1, outcomes)


SHAPES = {
    "GB18030 and semicolons": LIST.replace(",", ";").encode("gb18030"),
    "a BOM, CRLF and tabs": LIST.replace(",", "\t").replace("\n", "\r\n").encode("utf-8-sig"),
    "a year in each row": "year,unit,honour\n" + "".join(f"2022,{row}\n" for row in LIST.splitlines()[1:]),
    "other years too": "year,unit,tier\n2019,瑞安市,一星平安金鼎\n"
    + "".join(f"2022,{row}\n" for row in LIST.splitlines()[1:]),
    "a column for each year": "unit,2019,2022\n"
    + "".join(f"{unit},gold-ding-1,gold-ding-2\n" for unit in TWO_STARS)
    + "平阳县,,Gold Ding\n",
    "codes": "code,honour\n330305,gold-ding-2\n330381,gold-ding-2\n330382,gold-ding-2\n"
    "330324,gold-ding-2\n330326,gold-ding\n",
    "other spellings": "unit,称号\n洞头,Two-Star Gold Ding\nRui'an,two star gold ding\n乐清,二星金鼎\n"
    "Yongjia, 金鼎2★ \n平阳,金鼎\n",
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_lists_come_in_the_shapes_and_encodings_of_cards(listed: Callable, text: str | bytes) -> None:
    assert listed(text, "--year", "2022") == (0, {})


def test_the_year_of_a_list_that_names_none(listed: Callable) -> None:
    assert listed(LIST) == (0, {})  # the last year on record
    assert listed(LIST, name="2022.csv") == (0, {})
    assert listed(LIST, "--year", "2022", name="announced-2023.csv") == (0, {})
    status, outcomes = listed(LIST, name="2021.csv")
    assert status == 1
    assert set(outcomes.values()) == {"surplus"}


def test_a_list_of_all_holders(listed: Callable) -> None:
    everybody = LIST + "苍南县,一星平安金鼎\n"
    assert listed(everybody, "--year", "2022", "--holders", "all") == (0, {})
    assert listed(everybody, "--year", "2022") == (1, {"苍南县": "surplus"})
    assert listed(LIST, "--year", "2022", "--holders", "all") == (1, {"苍南县": "missing"})


def test_a_holder_on_a_list_of_new_awards_is_told_of_the_other_comparison(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text(cards(), encoding="utf-8")
    (tmp_path / "list.csv").write_text(LIST + "苍南县,一星平安金鼎\n", encoding="utf-8")
    out = pingan("check", "cards.csv", "--expect", "list.csv", "--year", "2022").out
    assert "list.csv:7:1: error[list-surplus]" in out
    assert "it has held it since 2019; --holders all compares with all who hold an honour" in out


def test_what_unknown_years_leave_open_is_undecided(listed: Callable, tmp_path: Path) -> None:
    """Cards from 2014 on: nine years are certain, and the years before decide between four tiers and none."""
    (tmp_path / "late.csv").write_text(cards(2014), encoding="utf-8")
    status, outcomes = listed(LIST, "--year", "2022", data="late.csv")
    assert status == 1
    assert outcomes == dict.fromkeys([*TWO_STARS, "平阳县"], "undecided")
    assert listed(LIST, "--year", "2022", "--since", "2014", data="late.csv") == (
        1, dict.fromkeys([*TWO_STARS, "平阳县"], "different"),
    )  # fmt: skip


def test_what_unknown_years_cannot_make_right_is_wrong_all_the_same(listed: Callable, tmp_path: Path) -> None:
    """Ten years on record: no reading of those before gives the first tier, and none gives a miss of 2022 anything."""
    (tmp_path / "late.csv").write_text(cards(2014), encoding="utf-8")
    text = "单位,荣誉\n洞头区,平安鼎\n苍南县,平安金鼎\n"
    _, outcomes = listed(text, "--year", "2022", data="late.csv")
    assert (outcomes["洞头区"], outcomes["苍南县"]) == ("different", "surplus")


def test_a_unit_off_the_list_that_may_belong_on_it_is_a_warning(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2022,洞头区\n", encoding="utf-8")
    (tmp_path / "list.csv").write_text("unit,2022\n瑞安市,\n", encoding="utf-8")
    asked = ("cards.csv", "--expect", "list.csv", "--year", "2022")
    ran = pingan("check", *asked)
    assert ran.status == 0
    assert "list.csv: warning[list-undecided]: Dongtou (330305) is not on the list" in ran.out
    assert pingan("check", *asked, "--strict").status == 1
    assert pingan("award", "--data", *asked).status == 0


def test_a_table_has_what_is_wrong_first_and_names_the_units_that_may_be_missing_below(
    pingan: Callable, tmp_path: Path
) -> None:
    sure = [f"{year},sure{n},{'held' if year > 2006 else 'missed'}" for n in range(3) for year in range(2005, 2010)]
    years = {2009: "held"} | dict.fromkeys(range(2005, 2009), "unknown")
    left_open = [f"{year},open{n:02},{result}" for n in range(60) for year, result in years.items()]
    (tmp_path / "cards.csv").write_text("\n".join(["year,unit,result", *sure, *left_open, ""]), encoding="utf-8")
    listed = "unit,honour\nopen00,ding\nsure0,ding\nopen01,ding\nsure1,bronze-ding\n"
    (tmp_path / "list.csv").write_text(listed, encoding="utf-8")
    words = ["award", "--data", "cards.csv", "--units", "none", "--expect", "list.csv", "--year", "2009"]
    lines = pingan(*words).out.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("2009  ")] == ["sure1", "sure2", "open00", "open01"]
    below = " ".join(lines[lines.index("", 6) :])
    assert "belong on the list of 2009 too: open02, open03, " in below
    assert "open51 and 8 more; --format csv names them all." in below
    assert pingan(*words, "--format", "csv").out.count("undecided") == 60
    listed += "".join(f"open{n:02},ding\n" for n in range(2, 59))
    (tmp_path / "list.csv").write_text(listed, encoding="utf-8")
    assert "whether this belongs on the list of 2009 too: open59.\n" in pingan(*words).out


def test_level_and_city_leave_out_the_others_on_both_sides(listed: Callable) -> None:
    assert listed(LIST + "湖州市,平安鼎\n", "--year", "2022", "--level", "county") == (0, {})
    assert listed("unit,honour\n", "--year", "2022", "--city", "湖州市")[0] == 2  # a list with no row is none


WRONG = {
    "an honour that there is not": ("unit,honour\n洞头区,平安铁鼎\n", "error[tier-unknown]"),
    "a unit that there is not": ("unit,honour\nDongtuo,平安鼎\n", "error[unit-unknown]"),
    "two honours": ("unit,honour\n洞头区,平安鼎\n洞头区,平安铜鼎\n", "error[result-conflict]"),
    "no honour": ("unit\n洞头区\n", "error[csv-header]"),
    "an empty cell": ("unit,honour\n洞头区,\n", "error[csv-row]"),
    "no text": (b"\x00", "error[file-binary]"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_a_list_that_cannot_be_used_is_told(pingan: Callable, tmp_path: Path, text: str | bytes, said: str) -> None:
    (tmp_path / "cards.csv").write_text(cards(), encoding="utf-8")
    (tmp_path / "list.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    checked = pingan("check", "cards.csv", "--expect", "list.csv", "--year", "2022")
    assert (checked.status, checked.err) == (1, "")
    assert (
        f"list.csv:{'1' if 'header' in said or 'binary' in said else '2' if 'conflict' not in said else '3'}:"
        in checked.out
    )
    assert said in checked.out
    awarded = pingan("award", "--data", "cards.csv", "--expect", "list.csv", "--year", "2022")
    assert (awarded.status, awarded.out) == (2, "")
    assert said in awarded.err


def test_options_that_cannot_be_meant_together(pingan: Callable) -> None:
    for args in (
        ("award", "--holders", "all"),
        ("award", "--expect", "list.csv", "--new"),
        ("award", "--expect", "list.csv", "--holders", "some"),
        ("check", "--year", "2022"),
        ("check", "--expect", "absent.csv"),
    ):
        assert pingan(*args).status == 2, args


def test_a_comparison_in_every_form(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text(cards(), encoding="utf-8")
    (tmp_path / "list.csv").write_text(PLANTED["one star too few"][0], encoding="utf-8")
    asked = ("award", "--data", "cards.csv", "--expect", "list.csv", "--year", "2022")
    rows = pingan(*asked, "--format", "csv").out.splitlines()
    assert rows[0] == "year,code,name,name_zh,published,computed,outcome,line"
    assert "2022,330324,Yongjia,永嘉县,gold-ding-1,gold-ding-2,different,5" in rows
    assert "二星平安金鼎" in pingan(*asked, "--lang", "zh").out
    assert "another honour" in pingan(*asked, "--format", "markdown").out


@pytest.mark.parametrize("name", shipped_ladders())
def test_every_name_of_every_tier_means_that_tier(name: str) -> None:
    ladder = open_ladder(name).ladder
    honours = Honours(ladder)
    for rank in range(len(ladder.named) + (12 if ladder.open_end else 0)):
        tier = ladder.tier(rank)
        assert tier is not None
        for text in (tier.id, *tier.name, *tier.short, tier.name.en.lower(), tier.name.en.replace("-", " ")):
            assert honours.find(text) == tier, text


def test_numbers_of_stars_are_not_mixed_up() -> None:
    honours = Honours(open_ladder().ladder)
    written = {
        "一星平安金鼎": 1,
        "两星金鼎": 2,
        "三星金鼎": 3,
        "十二星平安金鼎": 12,
        "2-Star Gold Ding": 2,
        "金鼎（二星）": 2,
    }
    assert {text: honours.find(text).id for text in written} == {
        text: f"gold-ding-{star}" for text, star in written.items()
    }
    assert [honours.find(text) for text in ("", "金", "星", "golden", "零星平安金鼎")] == [None] * 5


def test_what_is_confirmed_is_said_first_and_that_the_other_reading_fits_better(
    pingan: Callable, tmp_path: Path
) -> None:
    cards = "".join(f"{year},{unit}\n" for year in range(2005, 2012) for unit in ("A", "B", "C"))
    (tmp_path / "cards.csv").write_text(f"year,unit\n{cards}")
    (tmp_path / "all.csv").write_text("unit,tier\nA,bronze-ding\nB,bronze-ding\nC,bronze-ding\n")
    words = ("check", "cards.csv", "--units", "none", "--since", "2005", "--expect", "all.csv")
    ran = pingan(*words, "--year", "2010", "--holders", "all")
    assert ran.out.splitlines() == [
        "2010, all who hold: 3 of 3 confirmed, none missing",
        "21 rows, 3 units, 2005-2011; nothing wrong",
        "2 files checked, 0 errors, 0 warnings",
    ]
    better = "the list fits --holders all better: 3 of its entries are confirmed by that, 0 by new"
    assert pingan(*words, "--year", "2011").out.splitlines()[:2] == [
        better,
        "2011, newly awarded: 0 of 3 confirmed, none missing",
    ]
