"""Which unit a name means, how histories go through changes of division, and registries that cannot be right."""

import re

import pytest

from pingan_cli.problems import Problem
from pingan_cli.records.registry import read_registry
from pingan_cli.shipped import DATA


@pytest.fixture(scope="module")
def registry():
    found, problems = read_registry(DATA / "zhejiang" / "units.csv")
    assert not problems
    return found


NAMES = [
    ("330305", "330305"),
    ("330322", "330305"),
    ("Dongtou", "330305"),
    ("dongtou", "330305"),
    ("DONGTOU DISTRICT", "330305"),
    ("Dongtou County", "330305"),
    ("洞头", "330305"),
    ("洞头区", "330305"),
    ("洞头县", "330305"),
    (" 洞头 区 ", "330305"),
    ("Keqiao", "330603"),
    ("绍兴县", "330603"),
    ("Shaoxing County", "330603"),
    ("绍兴市", "330600"),
    ("Shaoxing City", "330600"),
    ("Lin'an", "330112"),
    ("Linan", "330112"),
    ("lin’an district", "330112"),
    ("Lin'an City", "330112"),
    ("临安市", "330112"),
    ("Xiucheng", "330402"),
    ("南湖", "330402"),
    ("秀城区", "330402"),
    ("Pan'an", "330727"),
    ("Jingning", "331127"),
    ("景宁", "331127"),
    ("景宁县", "331127"),
    ("景宁畲族自治县", "331127"),
    ("Jingning Autonomous County", "331127"),
    ("Ningbo City", "330200"),
    ("宁波", "330200"),
    ("Yuhuan City", "331083"),
    ("Yuhuan County", "331083"),
    ("下城区", "330103"),
]


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_a_name_means_the_line_that_bears_it_or_bore_it(registry, name, code):
    line = registry.find(name)
    assert not isinstance(line, Problem), line
    assert line.key == code


@pytest.mark.parametrize("name", ["Shaoxing", "绍兴", "SHAOXING"])
def test_a_name_of_two_units_lists_both(registry, name):
    problem = registry.find(name)
    assert problem.code == "unit-ambiguous"
    assert "330600" in problem.message
    assert "330621" in problem.message
    assert "code" in problem.hint


@pytest.mark.parametrize(
    ("name", "near"),
    [("Dongtuo", "Dongtou (洞头区, 330305)"), ("Ningbbo", "Ningbo (宁波市, 330200)"), ("洞头市区", "洞头区"),
     ("330306", "330305"), ("Xiangshang", "Xiangshan (象山县, 330225)")],
)  # fmt: skip
def test_a_near_miss_gets_a_suggestion(registry, name, near):
    problem = registry.find(name)
    assert problem.code == "unit-unknown"
    assert repr(name) in problem.message
    assert near in problem.hint


@pytest.mark.parametrize("name", ["", "zzzzzzzz", "市", "\x1b[31m", "北京市"])
def test_a_name_like_no_other_points_to_the_list(registry, name):
    problem = registry.find(name)
    assert problem.code == "unit-unknown"
    assert problem.hint


def test_all_112_rows_are_units(registry):
    assert len(registry.units) == 112
    assert len(registry.lines) == 112 - 8  # eight units carry on another's history


HISTORIES = [
    # renamed or converted: one history
    ("Dongtou", [("330322", None, 2014), ("330305", 2015, None)]),
    ("Keqiao", [("330621", None, 2012), ("330603", 2013, None)]),
    ("Shangyu", [("330682", None, 2012), ("330604", 2013, None)]),
    ("Fuyang", [("330183", None, 2013), ("330111", 2014, None)]),
    ("Lin'an", [("330185", None, 2016), ("330112", 2017, None)]),
    ("Fenghua", [("330283", None, 2015), ("330213", 2016, None)]),
    ("Yuhuan", [("331021", None, 2016), ("331083", 2017, None)]),
    ("Nanhu", [("330402", None, 2004), ("330402", 2005, None)]),
    # merged or split: each its own
    ("Shangcheng", [("330102", None, None)]),
    ("Gongshu", [("330105", None, None)]),
    ("Yinzhou", [("330212", None, None)]),
    ("Xiacheng", [("330103", None, 2020)]),
    ("Jianggan", [("330104", None, 2020)]),
    ("Jiangdong", [("330204", None, 2015)]),
    ("Yuhang", [("330110", None, None)]),
    ("Linping", [("330113", 2021, None)]),
    ("Qiantang", [("330114", 2021, None)]),
    ("Longgang", [("330383", 2019, None)]),
    ("Haining", [("330481", None, None)]),
]


@pytest.mark.parametrize(("name", "units"), HISTORIES)
def test_whose_history_a_unit_carries_on(registry, name, units):
    line = registry.find(name)
    assert [(unit.code, unit.first_year, unit.last_year) for unit in line.units] == units


FAMILIES = [
    ("330102", [("330104", 2021, False)], []),
    ("330105", [("330103", 2021, False)], []),
    ("330104", [], [("330102", 2021, False), ("330114", 2021, False)]),
    ("330114", [("330104", 2021, False), ("330109", 2021, False)], []),
    ("330110", [], [("330113", 2021, False)]),
    ("330383", [("330327", 2019, False)], []),
    ("330212", [("330204", 2016, False)], []),
    ("330305", [("330322", 2015, True)], []),
    ("330322", [], [("330305", 2015, True)]),
    ("330402", [("330402", 2005, True)], []),
    ("330481", [], []),
]


@pytest.mark.parametrize(("code", "predecessors", "successors"), FAMILIES)
def test_the_family_of_a_unit(registry, code, predecessors, successors):
    family = registry.family(code)
    assert family.unit.code == code
    assert [(kin.unit.code, kin.year, kin.carries) for kin in family.predecessors] == predecessors
    assert [(kin.unit.code, kin.year, kin.carries) for kin in family.successors] == successors


def test_every_unit_that_went_through_a_change_says_why_its_history_goes_as_it_does(registry):
    for unit in registry.units:
        family = registry.family(unit.code)
        changed = bool(family.predecessors) or any(not kin.carries for kin in family.successors)
        if unit is family.unit:
            assert bool(unit.reason) == changed, unit.name
    assert "c033" in registry.by_code["330102"].reason


def test_the_reasons_are_the_same_in_both_languages(registry):
    for unit in registry.units:
        assert bool(unit.reason_zh) == bool(unit.reason), unit.name
        claims = re.findall("c[0-9]{3}", unit.reason)
        assert re.findall("c[0-9]{3}", unit.reason_zh) == claims, unit.name
        assert not re.search("[A-Za-z]{2,}", unit.reason_zh), unit.name
    assert registry.by_code["330305"].why.zh.startswith("撤县设区：洞头县改设为温州市洞头区")
    assert registry.by_code["330213"].why.zh.startswith("撤市设区")


@pytest.mark.parametrize(
    ("header", "row", "reasons"),
    [
        ("reason,reason_zh", "merged,合并", ("merged", "合并")),
        ("reason", "merged", ("merged", "merged")),
        ("reason_zh", "合并", ("合并", "合并")),
        ("basis", "a list", ("", "")),
    ],
)
def test_a_reason_in_one_language_serves_for_both(tmp_path, header, row, reasons):
    path = tmp_path / "units.csv"
    path.write_text(f"code,name_en,{header}\n1,A,{row}\n", encoding="utf-8")
    registry, _ = read_registry(path)
    (unit,) = registry.units
    assert (unit.why.en, unit.why.zh) == reasons


HEAD = "code,name_en,name_zh,level,parent,first_year,last_year,predecessors,successors,change,carries_on,reason\n"
WRONG = [
    ("code\n1\n", [("csv-header", 1, 1)]),
    ("name_en\nA\n", [("csv-header", 1, 1)]),
    ("code,name_en,code\n1,A,2\n", [("csv-header", 1, 14)]),
    ("code,name_en,succesors\n1,A,\n", [("csv-header", 1, 14)]),
    ("code,name_en\n", [("csv-no-rows", 1, 1)]),
    ("code,name_en\n\n , \n", [("csv-no-rows", 1, 1)]),
    ("", [("file-empty", 1, 1)]),
    ("code,name_en\n1\n,A\n2,\n3,C,x\n", [("csv-row", 2, 1), ("csv-row", 3, 1), ("csv-row", 4, 1), ("csv-row", 5, 1)]),
    ('code,name_en\n1,"A\n', [("csv-broken", 2, 1)]),
    (HEAD + "1,A,,,,20l5,,,,,,\n", [("year-invalid", 2, 8)]),
    (HEAD + "1,A,,,,2015,2014,,,,,\n", [("registry-invalid", 2, 13)]),
    (HEAD + "1,A,,,,,,,,,,\n1,B,,,,,,,,,,\n", [("registry-invalid", 3, 1)]),
    (HEAD + "1,A,,,,,2014,,,,,\n1,B,,,,2014,,,,,,\n", [("registry-invalid", 3, 1)]),
    (HEAD + "1,A,,,,,2014,,9,converted,,\n", [("registry-invalid", 2, 15)]),
    (HEAD + "1,A,,,,,2014,,2;9,merged,,\n2,B,,,,,,,,,,\n", [("registry-invalid", 2, 15)]),
    (HEAD + "1,A,,,,,,9,,,,\n", [("registry-invalid", 2, 10)]),
    (HEAD + "1,A,,,,,,,,,9,\n", [("registry-invalid", 2, 13)]),
    (HEAD + "1,A,,,,,,,,,2,\n2,B,,,,,,,,,1,\n", [("registry-invalid", 2, 1), ("registry-invalid", 3, 1)]),
    (HEAD + "1,A,,,,,,,,,,\n2,B,,,,,,,,,1,\n3,C,,,,,,,,,1,\n", [("registry-invalid", 4, 1)]),
    (HEAD + "1,A,,,,,2014,,3,renamed,,\n2,B,,,,,2014,,3,renamed,,\n3,C,,,,2015,,,,,,\n", [("registry-invalid", 4, 1)]),
]


@pytest.mark.parametrize(("text", "places"), WRONG)
def test_a_registry_that_cannot_be_right_is_told_where_it_is_wrong(tmp_path, text, places):
    path = tmp_path / "units.csv"
    path.write_text(text, encoding="utf-8")
    registry, problems = read_registry(path)
    assert registry is None
    assert [(each.code, each.line, each.column) for each in problems] == places
    assert all(each.file == str(path) and each.message for each in problems)


@pytest.mark.parametrize(
    "text",
    ["code,name_en\n1,A\n", "\ufeffcode;name_zh\r\n1;甲县\r\n", "Code\tName_EN\tpopulation\n1\tA\t5\n",
     "code,name_en,,\n1,A,,\n", "code,name_en\n1,A,,\n", 'code,name_en,reason\n1,A,"two\nlines"\n'],
)  # fmt: skip
def test_a_registry_needs_no_more_than_codes_and_names(tmp_path, text):
    path = tmp_path / "units.csv"
    path.write_text(text, encoding="utf-8", newline="")
    registry, problems = read_registry(path)
    assert not problems
    assert [unit.code for unit in registry.units] == ["1"]


def test_the_column_carries_on_decides_over_what_a_conversion_implies(tmp_path):
    path = tmp_path / "units.csv"
    rows = "1,A,,,,,2014,,2,converted,,\n2,B,,,,2015,,,,,none,new\n"
    path.write_text(HEAD + rows, encoding="utf-8")
    registry, problems = read_registry(path)
    assert not problems
    assert sorted(registry.lines) == ["1", "2"]
    assert [(kin.unit.code, kin.carries) for kin in registry.family("2").predecessors] == [("1", False)]
