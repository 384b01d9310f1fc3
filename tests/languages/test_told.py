"""A text that was told can be said in either language, with all that was put into it."""

from __future__ import annotations

import json
import os
import pickle
import tomllib

import pytest
import yaml

from pingan_cli.engine.ladder import Names
from pingan_cli.foreign import JSON, SYSTEM, TOML, YAML, handed_on, reason_of
from pingan_cli.problems import WARNING, Problem, did_you_mean
from pingan_cli.texts import Told, all_of, any_of, said, told

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
    assert problem.said("zh") == "名单.csv:2:3: 警告[year-invalid]：“20x3”不是年份\n  提示：是否指 gold-ding？"
    assert str(problem) == problem.said("en") == (
        "名单.csv:2:3: warning[year-invalid]: '20x3' is no year\n  hint: did you mean gold-ding?"
    )  # fmt: skip


def test_what_a_terminal_might_obey_is_spelt_out_in_every_language() -> None:
    problem = Problem("unit-unknown", told("there is no city {city!r}", city="\x1b[31m"))
    assert "\x1b" not in problem.said("zh")
    assert "\x1b" not in problem.said("en")


@pytest.mark.parametrize("name", ["ENOENT", "EACCES", "EISDIR", "ENOTDIR", "ENAMETOOLONG", "ELOOP", "ENOSPC", "EROFS"])
def test_what_the_system_says_is_known(name: str) -> None:
    import errno

    number = getattr(errno, name)
    reason = reason_of(OSError(number, os.strerror(number)))
    assert os.strerror(number) in SYSTEM.values()
    assert said(reason, "zh") != reason


@pytest.mark.parametrize(
    "text", ["", "{", "[1", '{"a"', '{"a":1 "b":2}', '{"a":1} x', '"a', '"\t"', '"\\x"', "[" * 99999]
)
def test_what_is_said_of_json_is_known(text: str) -> None:
    with pytest.raises((ValueError, RecursionError)) as error:
        json.loads(text)
    assert isinstance(handed_on(str(error.value), JSON), Told)


@pytest.mark.parametrize(
    "text",
    ["=", "a", "a =", "a = [1", "a = {b = 1", 'a = "x', "[a", "[[a]", "a = 1 b = 2", "a = 1\na = 2", "[a]\n[a]",
     'a = "\\x"', "a = 2024-99-99", 'a = "\\uD800"', "a = '\x01'", "a = {b=1,b=2}"],
)  # fmt: skip
def test_what_is_said_of_toml_is_known(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as error:
        tomllib.loads(text)
    assert isinstance(handed_on(str(error.value), TOML), Told)


@pytest.mark.parametrize(
    "text",
    ["a: b: c", "a: [1", "a: {b", "- a\nb", "a\nb: c", "\ta: b", "a: 'x", '"\\q"', "a: !x!y z", "a: @b"],
)
@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def test_what_is_said_of_yaml_is_known(text: str, loader: type) -> None:
    with pytest.raises(yaml.MarkedYAMLError) as error:
        yaml.load(text, loader)
    assert isinstance(handed_on(str(error.value.problem), YAML), Told), error.value.problem
