"""What reading card files forgives, and what it refuses because an honour would be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pingan_cli.library import Records, open_records
from pingan_cli.problems import Problem, Refused


def records(folder: Path, text: str, name: str = "cards.csv", **asked: str) -> Records:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    return open_records(data=[str(folder / name)], **asked)


def problems(folder: Path, text: str, name: str = "cards.csv") -> list[Problem]:
    with pytest.raises(Refused) as refused:
        records(folder, text, name)
    return [problem._replace(file="", hint="") for problem in refused.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        "year,unit\n２０２１,洞头区\n２０２２,洞头区\n",
        "year,unit\n2021 ,　洞头区\n\u200b2022,洞头区\u00a0\n",
        "year,code\n2021,３３０３０５\n2022,330305\n",
        "单位,２０２１,2022年\n洞头区,１,1\n",
        "year,unit,result\n2021,洞头区, √　\n2022,洞头区,１\n",
        "\u200byear,unit\n2021,洞 头 区\n2022,洞头区\n",
    ],
)
def test_stray_spaces_and_full_width_digits_are_read_all_the_same(tmp_path: Path, text: str) -> None:
    assert records(tmp_path, text).histories.held == {"330305": 0b11 << 2021 - 2005}


def test_spellings_without_a_registry_are_one_unit(tmp_path: Path) -> None:
    told = records(tmp_path, "year,code\n2021,３３０３０５\n2022, 330305\n", units="none")
    assert told.histories.held == {"330305": 0b11 << 2021 - 2005}


def test_a_card_of_a_year_before_the_unit_is_refused(tmp_path: Path) -> None:
    """Longgang was split from Cangnan and is assessed from 2019; years before would lengthen its streak."""
    assert problems(tmp_path, "year,unit\n2017,龙港市\n2019,龙港市\n") == [
        Problem("unit-absent", "龙港市 is on record for 2017, yet Longgang (330383) existed only from 2019", "", 2, 6)
    ]


def test_a_card_of_a_year_after_the_unit_is_refused(tmp_path: Path) -> None:
    """Jiangdong went into Yinzhou at the end of 2015; whose card of 2018 this is cannot be told."""
    told = problems(tmp_path, "year,unit,result\n2015,江东区,1\n2018,江东区,1\n")
    assert [(problem.code, problem.line) for problem in told] == [("unit-absent", 3)]


def test_a_miss_of_a_year_without_the_unit_is_no_contradiction(tmp_path: Path) -> None:
    text = "unit,2017,2018,2019\n龙港市,0,,1\n瑞安市,1,1,1\n"
    assert records(tmp_path, text).histories.held["330383"] == 1 << 2019 - 2005


def test_a_renamed_unit_may_be_listed_by_either_name_in_any_year(tmp_path: Path) -> None:
    text = "year,code\n2010,330305\n2011,330322\n2020,330322\n"
    assert records(tmp_path, text).histories.held == {"330305": (0b11 << 5) | 1 << 15}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("year,code,unit\n2020,330305,永嘉县\n2021,330305,洞头区\n", 2),
        ("year,code,unit\n2020,330305,洞头区\n2021,330305,永嘉县\n", 3),
        ("year,unit,name_en\n2020,洞头区,Yongjia\n2021,洞头区,Dongtou\n", 2),
        ("year,name_zh,name_en\n2020,洞头区,Dongtou\n2021,洞头区,Yongjia\n", 3),
        ("unit,english,2020,2021\n瑞安市,Rui'an,1,1\n洞头区,Yongjia,1,1\n", 3),
    ],
)
def test_names_of_one_row_that_mean_different_units_are_refused_on_whichever_row(
    tmp_path: Path, text: str, line: int
) -> None:
    told = problems(tmp_path, text)
    assert [(problem.code, problem.line) for problem in told] == [("names-differ", line)]


def test_an_english_name_alone_tells_the_unit(tmp_path: Path) -> None:
    assert records(tmp_path, "year,name_en\n2020,Dongtou\n").histories.held == {"330305": 1 << 15}


def test_a_short_row_is_told_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("unit,year,result\n洞头区,2020\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        open_records(data=[str(tmp_path / "cards.csv")])
    assert refused.value.problems[0].hint == "every row needs a year, a unit, a result"


def test_many_problems_are_placed_in_one_reading_and_those_of_a_kind_counted(tmp_path: Path) -> None:
    """Twenty thousand flaws in twenty thousand lines: reading the file anew for each would take minutes."""
    rows = "".join(f"2017,龙港市,{number % 2}\n" for number in range(20_000))
    told = [each for each in problems(tmp_path, "year,unit,result\n" + rows) if each.code == "result-conflict"]
    assert len(told) == 1001
    assert [each.line for each in told] == [2 * number + 3 for number in range(1001)]
    assert told[-1].message == "there are 9000 more like these from here on"
