"""A text that was told can be said in either language, with all that was put into it."""

from __future__ import annotations

import errno
import json
import os
import pickle

import pytest

from pingan_cli.engine.ladder import Names
from pingan_cli.problems import WARNING, Problem, did_you_mean, parser_said, reason_of
from pingan_cli.texts import all_of, any_of, said, told

TEXT = told("{text!r} is no year", text="20x3")


def test_it_is_its_english_text() -> None:
    assert TEXT == "'20x3' is no year"
    assert {TEXT, "'20x3' is no year"} == {"'20x3' is no year"}
    assert json.dumps(TEXT) == "\"'20x3' is no year\""
    assert said(TEXT, "en") == TEXT


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        (TEXT, "'20x3' is no year", "“20x3”不是年份"),
        (told("its levels are {levels}", levels=("a", told("city"))), "its levels are a, city", "适用级别为 a、设区市"),
        (told("write {code}", code=any_of([2024, 2025])), "write 2024 or 2025", "请写 2024或2025"),
        (all_of(["a"]), "a", "a"),
        (told("the {tier}", tier=Names("Ding", "平安鼎")), "the Ding", "平安鼎"),
        (told("not in any catalogue {n}", n=1), "not in any catalogue 1", "not in any catalogue 1"),
        ("what a user has written", "what a user has written", "what a user has written"),
        (told("there are full-width digits in {text!r}", text="{n}"), "there are full-width digits in '{n}'",
         "“{n}”中有全角数字"),
    ],
)  # fmt: skip
def test_it_is_said_with_what_was_put_into_it(text: str, english: str, chinese: str) -> None:
    assert (str(text), said(text, "zh")) == (english, chinese)


def test_it_comes_through_another_process() -> None:
    again = pickle.loads(pickle.dumps(told("the {tier}", tier=TEXT)))
    assert said(again, "zh") == "“20x3”不是年份"


def test_a_problem_is_said_with_its_place_and_its_code() -> None:
    problem = Problem("year-invalid", TEXT, "名单.csv", 2, 3, did_you_mean("gold", ["gold-ding"]), WARNING)
    assert problem.said("zh") == "名单.csv:2:3: 警告[year-invalid]: “20x3”不是年份\n  提示：是否指 gold-ding？"
    assert str(problem) == problem.said("en") == (
        "名单.csv:2:3: warning[year-invalid]: '20x3' is no year\n  hint: did you mean gold-ding?"
    )  # fmt: skip


def test_what_a_terminal_might_obey_is_spelt_out_in_every_language() -> None:
    problem = Problem("unit-unknown", told("there is no city {city!r}", city="\x1b[31m"))
    assert "\x1b" not in problem.said("zh")
    assert "\x1b" not in problem.said("en")


@pytest.mark.parametrize("name", ["ENOENT", "EACCES", "EISDIR", "ENOTDIR", "ENAMETOOLONG", "ELOOP", "ENOSPC", "EROFS"])
def test_what_the_system_says_is_known_by_its_number(name: str) -> None:
    number = getattr(errno, name)
    assert reason_of(OSError(number, "in whatever words")) == os.strerror(number)
    assert said(reason_of(OSError(number, "")), "zh") != os.strerror(number)


def test_what_a_parser_says_is_quoted_as_it_is() -> None:
    with pytest.raises(json.JSONDecodeError) as error:
        json.loads('{"a":1} x')
    reason = told("this is no JSON: {reason}", reason=parser_said(error.value))
    assert reason == "this is no JSON: Extra data: line 1 column 9 (char 8)"
    assert said(reason, "zh") == "这不是 JSON：“Extra data: line 1 column 9 (char 8)”"


def test_what_we_say_ourselves_of_a_text_is_translated() -> None:
    assert said(parser_said(RecursionError("maximum recursion depth exceeded")), "zh") == "嵌套过深"
    assert said(parser_said(ValueError(told("its quotes do not match"))), "zh") == "引号不成对"
