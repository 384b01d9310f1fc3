"""The file that a new ladder starts from is right as it is, whatever the ladder is called."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan_cli.cli.app import run
from pingan_cli.ladder.examples import check_ladder
from pingan_cli.ladder.loader import load_ladder
from pingan_cli.ladder.model import LadderFile
from pingan_cli.ladder.starting import NO_SOURCE, starting_text
from pingan_cli.problems import ERROR, Refused

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ladders")


def problems(folder: Path, name: str, text: str) -> list[str]:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in check_ladder(path).problems if problem.severity == ERROR]


@pytest.mark.parametrize(
    "name", ["my-county-award", "a", "7", "2024", "2024-01-01", "no", "on", "1e3", "null", "y-1", "0x1f"]
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_passes_the_checks_and_its_examples(folder: Path, name: str, lang: str) -> None:
    assert problems(folder, name, starting_text(name, lang)) == []


@given(st.from_regex("[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True))
def test_any_name_will_do(folder: Path, name: str) -> None:
    assert problems(folder, name, starting_text(name)) == []


@pytest.mark.parametrize(
    "name", ["", "My-Award", "a b", "../x", "a/b", "奖", "a--b", "-a", "a_b", "a.yaml", "a\n", "a" * 61]
)
def test_a_name_that_no_ladder_can_have(name: str) -> None:
    with pytest.raises(Refused) as refused:
        starting_text(name)
    assert [problem.code for problem in refused.value.problems] == ["usage"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_its_commented_lines_are_right_too(folder: Path, lang: str) -> None:
    text = starting_text("new", lang)
    for line in ("levels: [city, county]", "amendments:"):
        assert f"# {line}" in text
        text = text.replace(f"# {line}", line)
    text = text.replace("#   - {from_year", "  - {from_year")
    assert problems(folder, "new", text) == []
    loaded, _ = load_ladder(folder / "new.yaml")
    assert loaded is not None
    assert [terms.forgiven for terms in loaded.ladder.terms] == [0, 1]


def test_it_shows_every_key_but_those_of_shipped_ladders() -> None:
    text = starting_text("new")
    assert [key for key in LadderFile.model_fields if f"{key}:" not in text] == [
        "records",
        "method",
        "rounds",
        "not_held",
        "most",
        "standing",
        "lasts",
    ]


def test_in_chinese_it_is_the_same_ladder(folder: Path) -> None:
    made: dict[str, dict[str, Any]] = {}
    for lang in ("en", "zh"):
        (folder / "new.yaml").write_text(starting_text("new", lang), encoding="utf-8")
        loaded, _ = load_ladder(folder / "new.yaml")
        assert loaded is not None
        made[lang] = {**loaded.file}
    for part, keys in (("sources", ("title", "says")), ("examples", ("says",))):
        english, chinese = made["en"].pop(part), made["zh"].pop(part)
        assert [{**each, **dict.fromkeys(keys)} for each in english] == [
            {**each, **dict.fromkeys(keys)} for each in chinese
        ]
        assert all(HAN.search(each[key]) for each in chinese for key in keys)
    assert made["en"] == made["zh"]


def test_its_comments_are_in_the_language_asked_for() -> None:
    for lang in ("en", "zh"):
        text = starting_text("new", lang)
        comments = [re.split("(?:^| )# ", line)[-1] for line in text.splitlines() if re.search("(?:^| )# ", line)]
        told = [each for each in comments if not re.match(r"# yaml-language-server|#? +- \{from_year", each)]
        assert len(told) > 15
        assert [each for each in told if bool(HAN.search(each)) != (lang == "zh")] == []
        assert "@" not in text


def test_the_command_writes_it_in_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["rules", "new", "my-award", "--lang", "zh"]) == 0
    assert (tmp_path / "my-award.yaml").read_text(encoding="utf-8") == starting_text("my-award", "zh")
    assert run(["rules", "new", "my-award", "--lang", "de"]) == 2


def test_a_source_that_was_left_as_it_was_made_is_doubted(folder: Path) -> None:
    path = folder / "new.yaml"
    path.write_text(starting_text("new"))
    (doubt,) = check_ladder(path).problems
    assert (doubt.severity, doubt.message) == ("warning", "this source is still the one that 'rules new' has made")


def test_stars_that_are_called_after_another_tier_than_the_last_are_doubted(folder: Path) -> None:
    path = folder / "new.yaml"
    gold = "  - {id: gold, at: 9, name: Gold}\nopen_end:"
    path.write_text(starting_text("new").replace("open_end:", gold, 1).replace(NO_SOURCE, "https://example.org"))
    doubts = [problem for problem in check_ladder(path).problems if problem.severity != ERROR]
    assert [(doubt.message, doubt.hint) for doubt in doubts] == [
        ("the stars are called after 'silver', but follow 'gold'", "write id: gold-{n}")
    ]


def test_the_command_says_what_it_wrote_and_what_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["rules", "new", "my-award"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "my-award.yaml is written; change it to the rules of your award, then: pingan rules check my-award.yaml\n"
    )
    assert run(["rules", "new", "my-award", "-o", "-"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == (starting_text("my-award"), "")
