"""Further lists of the kinds that the cases stand for: small ones, each with what a careful person reads in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pingan_cli.records.asides import WORDS
from program import Pingan
from reading.test_cases import codes_in, run

KINDS: dict[str, tuple[Any, ...]] = {
    "seasons in a column": (
        "season,team name,unit\n2017-18,x,Elm\n2018-19,x,Elm\n2019-20,x,Elm\n2019-20,y,Ash\n",
        {"Elm": 3, "Ash": 1},
        {"year-guessed"},
        2018,
    ),
    "seasons as columns, with a long dash": (
        "unit,2017\u201318,2018\u201319,2019\u201320\nElm,1,1,1\nAsh,,,1\n",
        {"Elm": 3, "Ash": 1},
        {"year-guessed"},
        2018,
    ),
    "a season that stops": (
        "Season;Unit\n2017/2018;Elm\n2018/2019;Elm\n2019/2020;Ash\n",
        {"Elm": 0, "Ash": 1},
        {"year-guessed"},
        2018,
    ),
    "the word season behind it": (
        "year,unit\n2017/18 season,Elm\n2018/19 season,Elm\n",
        {"Elm": 2},
        {"year-guessed"},
        2018,
    ),
    "school years": (
        "学年,学校名称,单位\n2017-2018学年,a,榆校\n2018\u20142019学年度,a,榆校\n",
        {"榆校": 2},
        {"year-guessed"},
        2018,
    ),
    "a span of years": ("year,unit\n2016-2018,Elm\n", {"year-invalid"}, set()),
    "fiscal years": ("year,unit\nFY2018,Elm\nSY 2018-19,Elm\n", {"year-invalid"}, set()),
    "a season and a year": ("year,unit\n2017-18,Elm\n2019,Elm\n", {"Elm": 2}, {"year-guessed"}, 2018),
    "a starred season": ("unit,2017/18*,2018/19\nElm,1,1\n", {"year-invalid"}, set(), 2018),
    "a term of a school year": ("年度,单位\n2017-2018学年第一学期,榆校\n", {"year-invalid"}, set(), 2018),
    "years over results and notes": (
        "unit,2017,,2018,\n,result,note,result,note\nElm,1,ok,1,\nAsh,,,1,new\n",
        {"Elm": 2, "Ash": 1},
        set(),
    ),
    "the word year over years": ("单位,年度,,\n,2017,2018,2019\n榆县,√,√,√\n槐县,,√,\n", {"榆县": 3, "槐县": 0}, set()),
    "the word result over years, below a title": (
        "考核情况一览表,,,,\n序号,县（市、区）,考核结果,,\n,,2017年,2018年,2019年\n1,榆县,√,√,√\n2,槐县,×,√,√\n合计,,1,2,2\n",
        {"榆县": 3, "槐县": 2},
        {"rows-left-out"},
    ),
    "years repeated over scores and results": (
        "Unit,2017,2017,2018,2018\n,score,result,score,result\nElm,90,1,95,1\nAsh,50,0,80,1\n",
        {"Elm": 2, "Ash": 1},
        set(),
    ),
    "words over years": ("Unit,Holders of the card,Holders of the card\n,2017,2018\nElm,1,1\n", {"Elm": 2}, set()),
    "the word year repeated over years": (
        "序号,单位,年度,年度\n,,2017,2018\n1,榆县,是,是\n2,槐县,否,是\n",
        {"榆县": 2, "槐县": 1},
        set(),
    ),
    "a header in two languages": ("年度,单位\nyear,unit\n2017,榆县\n2018,榆县\n", {"榆县": 2}, set()),
    "sections under titles": (
        "North\nyear,unit\n2017,Elm\n2018,Elm\n\nSouth\nyear,unit\n2017,Ash\n2018,Ash\n",
        {"Elm": 2, "Ash": 2},
        {"rows-left-out"},
    ),
    "sections whose columns change places": (
        "year,unit\n2017,Elm\n2018,Elm\nunit,year\nAsh,2017\nAsh,2018\n",
        {"Elm": 2, "Ash": 2},
        set(),
    ),
    "sections of years": ("2017年\n单位\n榆县\n槐县\n2018年\n单位\n榆县\n", {"榆县": 2, "槐县": 0}, {"rows-left-out"}),
    "headings of years with a count": (
        "单位\n2017年度（2个）\n榆县\n槐县\n2018年度（1个）\n榆县\n",
        {"榆县": 2, "槐县": 0},
        {"rows-left-out"},
    ),
    "headings that are years": ("unit\n2017\nElm\nAsh\n2018\nElm\n", {"Elm": 2, "Ash": 0}, {"rows-left-out"}),
    "columns of units": ("2017,2018\nElm,Elm\nAsh,\n", {"csv-header"}, set()),
    "a title above a section of a wide list": (
        "Group A\nunit,2017,2018\nElm,1,1\n\nGroup B\nunit,2018,2017\nAsh,1,0\n",
        {"Elm": 2, "Ash": 1},
        {"rows-left-out"},
    ),
    "headings without a mark in a wide list": (
        "unit,2017,2018\nNorth,,\nElm,1,1\nSouth,,\nAsh,,1\n",
        {"Elm": 2, "Ash": 1, "North": 0, "South": 0},
        {"row-doubtful"},
    ),
    "headings with a number in a wide list": (
        "单位,2017,2018\n一、北部,,\n榆县,√,√\n二、南部,,\n槐县,,√\n",
        {"榆县": 2, "槐县": 1},
        {"rows-left-out"},
    ),
    "years of groups": ("year,unit\n2017,Elm\n,Ash\n2018,Elm\n\n,Ash\n", {"Elm": 2, "Ash": 2}, {"year-guessed"}),
    "a note with a star": (
        "unit,2017,2018\nElm,1,1\nAsh,0,1\n* provisional,,\n",
        {"Elm": 2, "Ash": 1},
        {"rows-left-out"},
    ),
    "a sentence below the list": (
        "unit,year\nElm,2017\nElm,2018\nThe list was approved on 3 May.,\n",
        {"Elm": 2},
        {"rows-left-out"},
    ),
    "sources and numbered notes": (
        "年度,单位\n2017,榆县\n2018,榆县\n数据来源：统计局,\n注：1.以上按行政区划排序。,\n2.不含开发区。,\n",
        {"榆县": 2},
        {"rows-left-out"},
    ),
    "a source in two cells": (
        "year,unit\n2017,Elm\n2018,Elm\nSource,https://example.org/\n",
        {"Elm": 2},
        {"rows-left-out"},
    ),
    "a note in the first column": (
        "序号,年度,单位\n1,2017,榆县\n2,2018,榆县\n以上名单按行政区划排序,,\n",
        {"榆县": 2},
        {"rows-left-out"},
    ),
    "comments": ("# made by us\nyear,unit\n# 2017\n2017,Elm\n2018,Elm\n", {"Elm": 2}, {"rows-left-out"}),
    "a line of dashes": ("year,unit\n2017,Elm\n2018,Elm\n---,---\n", {"Elm": 2}, set()),
    "a table in Markdown": ("year|unit\n----|----\n2017|Elm\n2018|Elm\n", {"Elm": 2}, set()),
    "a table in Markdown between bars": (
        "| year | unit |\n|------|------|\n| 2017 | Elm |\n| 2018 | Elm |\n",
        {"Elm": 2},
        set(),
    ),
    "a column of notes": (
        "unit,2017,2018,Notes\nElm,1,1,see page 3\nAsh,0,1,\nNotes: checked,,,\n",
        {"Elm": 2, "Ash": 1},
        {"rows-left-out"},
    ),
    "when it was updated": ("year,unit\n2017,Elm\n2018,Elm\nLast updated 3 May 2019,\n", {"Elm": 2}, {"rows-left-out"}),
    "a year forgotten": ("year,unit\n2017,Elm\n2017,Ash\n2018,Elm\n,Oak\n", {"csv-row"}, set()),
    "totals of years": ("单位,2017,2018\n榆县,1,1\n槐县,1,0\n合计,2,1\n", {"榆县": 2, "槐县": 0}, {"rows-left-out"}),
    "a total that differs": (
        "单位,2017,2018\n榆县,1,1\n槐县,1,0\n合计,2,2\n",
        {"榆县": 2, "槐县": 0},
        {"rows-left-out", "total-differs"},
    ),
    "subtotals of cities": (
        "地市,单位,2017,2018\n甲市,榆县,√,√\n,槐县,√,\n小计,2,2,1\n乙市,柳县,√,√\n小计,1,1,1\n总计,3,3,2\n",
        {"榆县": 2, "槐县": 0, "柳县": 2},
        {"rows-left-out"},
    ),
    "a total of rows": ("year,unit\n2017,Elm\n2018,Elm\nTotal,2\n", {"Elm": 2}, {"rows-left-out"}),
    "a total of rows that differs": (
        "year,unit\n2017,Elm\n2018,Elm\nTotal,3\n",
        {"Elm": 2},
        {"rows-left-out", "total-differs"},
    ),
    "names that begin like totals and notes": (
        "year,unit\n2017,Total Valley\n2018,Total Valley\n2018,Sourceton\n2018,Notes Creek\n",
        {"Total Valley": 2, "Sourceton": 1, "Notes Creek": 1},
        set(),
    ),
    "a column of totals": (
        "unit,2017,2018,Total\nElm,1,1,2\nAsh,0,1,1\nTotal,1,2,3\n",
        {"Elm": 2, "Ash": 1},
        {"rows-left-out"},
    ),
    "a total with a count": ("年度,单位\n2017,榆县\n2018,榆县\n共计2个县（市、区）,\n", {"榆县": 2}, {"rows-left-out"}),
    "a total with a colon": ("unit,year\nElm,2017\nElm,2018\nTotal units: 1,\n", {"Elm": 2}, {"rows-left-out"}),
    "a number of holders": ("unit,2017,2018\nElm,1,1\nNumber of holders,1,1\n", {"Elm": 2}, {"rows-left-out"}),
    "获牌数": ("单位,2017,2018\n榆县,√,√\n获牌数,1,1\n", {"榆县": 2}, {"rows-left-out"}),
    "a sum": ("unit,2017,2018\nElm,yes,yes\nAsh,no,yes\nSum,1,2\n", {"Elm": 2, "Ash": 1}, {"rows-left-out"}),
    "names in capitals": ("year,unit\n2017,Elm\n2018,ELM\n", {"Elm": 0, "ELM": 1}, {"names-alike"}),
    "quotes and dashes": (
        "year,unit\n2017,O'Fallon\n2018,O\u2019Fallon\n2017,Winston-Salem\n2018,Winston\u2013Salem\n",
        {"O\u2019Fallon": 1, "Winston\u2013Salem": 1, "O'Fallon": 0, "Winston-Salem": 0},
        {"names-alike"},
    ),
    "traditional characters": ("year,unit\n2017,榆縣\n2018,榆县\n", {"榆县": 1, "榆縣": 0}, {"names-alike"}),
    "a ligature": ("year,unit\n2017,\ufb01eld\n2018,field\n", {"field": 1, "\ufb01eld": 0}, {"names-alike"}),
    "a letter of another script": ("year,unit\n2017,\u0410sh\n2018,Ash\n", {"Ash": 1, "\u0410sh": 0}, {"names-alike"}),
    "kinds of spaces": (
        "year,unit\n2017,St.\u202fPaul\n2018,St.　Paul\n2019,St. \u200ePaul\ufe0f\n",
        {"St. Paul": 3},
        set(),
    ),
    "characters without a width": ("year,unit\n2017,Elm\u00ad\n2018,\u2060Elm\n2019,Elm\u200b\n", {"Elm": 3}, set()),
    "full-width brackets": (
        "year,unit\n2017,榆县（新）\n2018,榆县(新)\n",
        {"\u6986\u53bf(\u65b0)": 1, "\u6986\u53bf\uff08\u65b0\uff09": 0},
        {"names-alike"},
    ),
    "kinds of dots": (
        "year,unit\n2017,阿\u00b7图什\n2018,阿・图什\n2019,阿\u2022图什\n",
        {"\u963f\u2022\u56fe\u4ec0": 1, "\u963f\u00b7\u56fe\u4ec0": 0, "\u963f\u30fb\u56fe\u4ec0": 0},
        {"names-alike"},
    ),
    "a full stop": ("year,unit\n2017,St. Paul\n2018,St Paul\n", {"St Paul": 1, "St. Paul": 0}, {"names-alike"}),
    "an accent": (
        "year,unit\n2017,S\u00e3o Paulo\n2018,Sao Paulo\n",
        {"Sao Paulo": 1, "S\u00e3o Paulo": 0},
        {"names-alike"},
    ),
    "a dash for a space": (
        "year,unit\n2017,Winston-Salem\n2018,Winston Salem\n",
        {"Winston Salem": 1, "Winston-Salem": 0},
        {"names-alike"},
    ),
    "a code with two names": ("year,code,name\n2017,A1,Elm\n2018,A1,Ash\n", {"names-differ"}, set()),
    "a code with names that look alike": ("year,code,name\n2017,A1,Elm\n2018,A1,ELM\n", {"A1": 2}, {"names-differ"}),
    "a name without its code": ("year,code,name\n2017,A1,Elm\n2018,,Elm\n", {"names-differ"}, set()),
    "a second English name": (
        "year,code,name,name_en\n2017,A1,榆县,Elm\n2018,A1,榆县,Elms\n",
        {"A1": 2},
        {"names-differ"},
    ),
    "ways to write a year": ("year,unit\n2017.0,Elm\n2018年度,Elm\n二〇一九,Elm\n２０２０,Elm\n", {"Elm": 4}, set()),
    "two digits": ("year,unit\n'17,Elm\n", {"year-invalid"}, set()),
    "dates with names of months": (
        'year,unit\n31 Dec 2017,Elm\n"December 31, 2018",Elm\n1 May 2019,Elm\n',
        {"Elm": 3},
        {"year-guessed"},
    ),
    "months": (
        "year,unit\n2017-05,Elm\n2018/5,Elm\n2019年5月,Elm\n2020.05,Elm\nMay 2021,Elm\n",
        {"Elm": 5},
        {"year-guessed"},
    ),
    "a quarter": ("year,unit\n2017Q4,Elm\n", {"year-invalid"}, set()),
    "a number of days": ("year,unit\n43100,Elm\n", {"year-invalid"}, set()),
    "a starred year": ("year,unit\n2017*,Elm\n2018,Elm\n", {"year-invalid"}, set()),
    "ends of years with their time": (
        "year,unit\n2017-12-31T00:00:00,Elm\n2018-12-31 00:00:00,Elm\n2019-12-31T00:00:00Z,Elm\n",
        {"Elm": 3},
        set(),
    ),
    "months as columns": ("unit,2017年5月,2018年5月\nElm,1,1\n", {"Elm": 2}, {"year-guessed"}),
    "two dates of one year": (
        "year,unit\n2017-05-03,Elm\n2017-06-03,Elm\n2018-05-03,Elm\n",
        {"Elm": 2},
        {"year-guessed"},
    ),
    "two months of one year as columns": ("unit,2017-01,2017-02,2018-01\nElm,1,1,1\n", {"csv-header"}, set()),
    "dashes in a wide list": (
        "unit,2017,2018,2019\nElm,\u2714\ufe0f,\u2714\ufe0f,\u2714\ufe0f\nAsh,\u2013,\u2714\ufe0f,-\nOak,/,\u2014,√\n",
        {"Elm": 3, "Ash": 0, "Oak": 1},
        set(),
    ),
    "dots that may mean anything": (
        "unit,2017,2018\nElm,\u25cf,\u25cf\nAsh,\u25cb,\u25cf\n",
        {"result-unknown"},
        set(),
    ),
    "TRUE and FALSE": ("unit,2017,2018\nElm,TRUE,TRUE\nAsh,FALSE,TRUE\n", {"Elm": 2, "Ash": 1}, set()),
    "a number that is no mark": ("unit,2017,2018\nElm,1,1\nAsh,0,2\n", {"result-unknown"}, set()),
    "blank rows and columns before it": (",,,\n,unit,2017,2018\n,Elm,1,1\n,Ash,,1\n", {"Elm": 2, "Ash": 1}, set()),
    "blank columns behind it": ("unit,2017,2018,,\nElm,1,1,,\nAsh,,1,,\n", {"Elm": 2, "Ash": 1}, set()),
    "teams and seasons": ("Team,Season\nElm,2018\nElm,2019\n", {"Elm": 2}, set(), 2018),
    "获奖单位": ("获奖单位,年度\n榆县,2017\n榆县,2018\n", {"榆县": 2}, set()),
    "县（区）": ("县（区）,年份\n榆县,2017\n榆县,2018\n", {"榆县": 2}, set()),
    "winners": ("Winner,Year\nElm,2017\nElm,2018\n", {"Elm": 2}, set()),
    "two columns of units": ("year,unit,unit\n2017,Elm,Ash\n", {"csv-header"}, set()),
    "two units in one cell": ("年度,单位\n2017,榆县、槐县\n2018,榆县\n", {"榆县": 2, "槐县": 0}, {"row-doubtful"}),
    "no column of units": ("year,2017,2018\nElm,1,1\n", {"csv-header"}, set()),
    "a level that is also a title of units, beside a year": (
        "序号,单位,级别,评定年度\n1,榆县,县（市、区）,2017\n2,榆县,县（市、区）,2018\n3,槐市,设区市,2018\n",
        {"榆县": 2, "槐市": 1},
        set(),
    ),
    "a row that is like a header, below one without a year": (
        "代码,单位,级别,通报时间\n1,榆县,县（市、区）,2017\n2,槐市,设区市,2018\n",
        {"csv-header"},
        set(),
    ),
    "a blank result": ("unit,year,result\nElm,2017,\nElm,2018,held\n", {"csv-row"}, set()),
}
"""What each kind is: its text, the streaks by unit or the codes that refuse it, the warnings, and `since`
where it is not 2017."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_is_read_as_a_careful_person_would(pingan: Pingan, tmp_path: Path, kind: str) -> None:
    text, right, warnings, *since = KINDS[kind]
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    options = f"--since {since[0]}" if since else ""
    found, codes, out = run(pingan, path, options)
    refused = {code for _, code in found} if isinstance(found, list) else None
    streaks = {unit: streak for unit, (streak, _) in found.items()} if isinstance(found, dict) else refused
    assert (streaks, codes) == (right, set() if refused else warnings) or (refused == right and codes >= warnings)
    assert run(pingan, path, options, "--backend", "duckdb") == (found, codes, out)


def _title(sheet: Any, row: int, text: str, width: int) -> None:
    sheet.cell(row, 1, text)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


CITIES = {"杭州市": ["上 城 区", "拱　墅　区", "西湖区"], "宁波市": ["海曙区", "慈溪市"], "温州市": ["洞头区"]}
HELD = ("上城区", "拱墅区", "西湖区", "海曙区", "慈溪市", "洞头区")


def _units(sheet: Any, row: int, column: int = 2) -> int:
    """The cities, their cells merged, and beside each its units; gives the row below them."""
    for city, units in CITIES.items():
        sheet.cell(row, column, city)
        if len(units) > 1:
            sheet.merge_cells(start_row=row, start_column=column, end_row=row + len(units) - 1, end_column=column)
        for unit in units:
            sheet.cell(row, column + 1, unit)
            row += 1
    return row


def one_year(book: Any) -> None:
    """A title with the year, who filled it in and when, numbers, merged cities, a total, notes, a hidden column."""
    sheet = book.create_sheet("名单")
    _title(sheet, 1, "2022年度平安县（市、区）名单", 4)
    _title(sheet, 2, "填报单位（盖章）：　　　填报日期：2023年3月1日", 4)
    for column, name in enumerate(["序号", "设区市", "县（市、区）", "备注"], 1):
        sheet.cell(3, column, name)
    end = _units(sheet, 4)
    for number in range(6):
        sheet.cell(4 + number, 1, number + 1)
    sheet.cell(end, 1, "合计")
    sheet.merge_cells(start_row=end, start_column=1, end_row=end, end_column=2)
    sheet.cell(end, 3, "6个")
    _title(sheet, end + 1, "注：1.名单按行政区划排序；2.洞头区为2015年由洞头县改设。", 4)
    _title(sheet, end + 2, "审核人：张三　　　制表人：李四", 4)
    sheet.column_dimensions["D"].hidden = True


def two_rows_and_subtotals(book: Any) -> None:
    """A header in two rows, years under the word result, a subtotal for each city and a total."""
    sheet = book.create_sheet("汇总表")
    _title(sheet, 1, "平安县（市、区）考核结果汇总表", 6)
    for column, name in enumerate(["序号", "设区市", "县（市、区）", "考核结果"], 1):
        sheet.cell(2, column, name)
    for cells in ("D2:F2", "A2:A3", "B2:B3", "C2:C3"):
        sheet.merge_cells(cells)
    for column, year in enumerate((2020, 2021, 2022), 4):
        sheet.cell(3, column, f"{year}年")
    row = 4
    for city, units in CITIES.items():
        for unit in units:
            for column, value in enumerate([row, city if unit == units[0] else None, unit, "√", "√", "√"], 1):
                sheet.cell(row, column, value)
            row += 1
        for column, value in enumerate([None, "小计", *[len(units)] * 4], 1):
            sheet.cell(row, column, value)
        row += 1
    sheet.append(["总　计", None, 6, 6, 6, 6])
    sheet.append(["说明：√表示获牌。"])


def a_sheet_for_each_year(book: Any) -> None:
    """Sheets called after years, each with its title, and one that says how to fill them in."""
    for year in (2020, 2021, 2022):
        sheet = book.create_sheet(f"{year}年度")
        _title(sheet, 1, f"{year}年度平安县（市、区）名单", 3)
        for column, name in enumerate(["序号", "设区市", "单 位"], 1):
            sheet.cell(3, column, name)
        sheet.cell(_units(sheet, 4), 1, "合　计")
    book.create_sheet("填表说明").append(["一、本表由各市填报。"])


def merged_years(book: Any) -> None:
    """Years and cities merged beside each other, and a count at the foot."""
    sheet = book.create_sheet("Sheet1")
    _title(sheet, 1, "历年平安县（市、区）名单（2020—2022年）", 4)
    for column, name in enumerate(["年度", "设区市", "县（市、区）", "文号"], 1):
        sheet.cell(2, column, name)
    row = 3
    for year in (2020, 2021, 2022):
        sheet.cell(row, 1, f"{year}年度")
        sheet.merge_cells(start_row=row, start_column=1, end_row=row + 5, end_column=1)
        row = _units(sheet, row)
    sheet.cell(row, 1, "共计18个")


def units_of_a_city_in_a_cell(book: Any) -> None:
    """All units of a city in one cell, with 、 between them."""
    sheet = book.create_sheet("Sheet1")
    _title(sheet, 1, "2022年度平安县（市、区）名单", 2)
    sheet.append(["设区市", "县（市、区）"])
    for city, units in CITIES.items():
        sheet.append([city, "、".join(units)])


OFFICES: dict[Callable[[Any], None], tuple[int, set[str]]] = {
    one_year: (1, {"rows-left-out"}),
    two_rows_and_subtotals: (3, {"rows-left-out"}),
    a_sheet_for_each_year: (3, {"rows-left-out", "sheet-unread"}),
    merged_years: (3, {"rows-left-out"}),
    units_of_a_city_in_a_cell: (1, {"rows-left-out", "row-doubtful"}),
}


@pytest.mark.parametrize("office", OFFICES)
def test_a_workbook_as_an_office_writes_it(pingan: Pingan, tmp_path: Path, office: Callable[[Any], None]) -> None:
    streak, warnings = OFFICES[office]
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    office(book)
    path = str(tmp_path / "office.xlsx")
    book.save(path)
    usual = ["--since", "2020", "--covers", "county"]
    ran = pingan("award", path, *usual, "--year", "2022", "--json")
    units = json.loads(ran.out)["units"]
    assert {each["name_zh"]: each["streak"]["min"] for each in units if each["streak"]["min"]} == dict.fromkeys(
        HELD, streak
    )
    assert codes_in(ran.err) == warnings
    checked = pingan("check", path, *usual)
    assert (checked.status, codes_in(checked.out) - {"text-spaces"}) == (0, warnings)
    changed = json.loads(pingan("changes", path, *usual, "--year", "2022", "--json").out)["changes"]
    assert len([each for each in changed if each["change"] == "conferred"]) == (6 if streak == 3 else 0), changed[:1]
    standing = json.loads(pingan("streak", "洞头区", "--data", path, *usual, "--year", "2022", "--json").out)
    assert standing["units"][0]["streak"]["min"] == streak
    assert pingan("batch", path, *usual, "--years", "2022", "-o", str(tmp_path / "all.jsonl")).status == 0
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert sum(each["streak"]["min"] == streak for each in rows) == len(HELD)
    assert pingan("report", path, *usual, "--year", "2022", "-o", str(tmp_path / "report.html")).status == 0


def test_a_hidden_sheet_is_told(pingan: Pingan, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for year in (2017, 2018, 2019):
        sheet = book.create_sheet(f"{year}年")
        sheet.append(["单位"])
        sheet.append(["榆县"])
    book["2018年"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    honours, codes, _ = run(pingan, tmp_path / "a.xlsx", "")
    assert (honours, codes) == ({"榆县": (1, None)}, {"sheet-unread"})


ENCODINGS = {
    "gb18030": "榆树县",
    "big5": "中和區與臺東縣",
    "cp1252": "Müller’s Park",
    "mac-roman": None,
    "cp1250": None,
    "cp1251": None,
    "utf-16": "榆樹縣",
}
"""Encodings, and a name in each that is read; None where it is refused until the encoding is named."""


@pytest.mark.parametrize(("encoding", "right"), ENCODINGS.items())
def test_encodings(pingan: Pingan, tmp_path: Path, encoding: str, right: str | None) -> None:
    unit = right or {"mac-roman": "Müller Park", "cp1250": "Łódź", "cp1251": "Тверь"}[encoding]
    (tmp_path / "a.csv").write_bytes(f"year,unit\n2017,{unit}\n2018,{unit}\n".encode(encoding))
    honours, codes, _ = run(pingan, tmp_path / "a.csv", "")
    guessed = {"encoding-guessed"} if encoding != "utf-16" else set[str]()
    assert (honours, codes) == (({right: (2, "two")}, guessed) if right else ([(2, "file-encoding")], set()))
    named = run(pingan, tmp_path / "a.csv", f"--encoding {encoding}")
    assert (named[0], named[1]) == ({unit: (2, "two")}, set())


def test_the_page_shows_every_word_of_totals_and_notes() -> None:
    page = (Path(__file__).parents[2] / "docs" / "what-is-read.md").read_text("utf-8")
    shown = page.partition("- Totals: ")[2].partition("- Headings")[0]
    assert [word for words in WORDS.values() for word in words if word not in shown] == []
