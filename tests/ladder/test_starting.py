"""The file that a new ladder starts from is right as it is, whatever the ladder is called."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan_cli.diagnostics import Refused
from pingan_cli.ladder.checking import check_ladder
from pingan_cli.ladder.loader import load_ladder
from pingan_cli.ladder.model import LadderFile
from pingan_cli.ladder.starting import starting_text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ladders")


def problems(folder: Path, name: str, text: str) -> list[str]:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in check_ladder(path).problems]


@pytest.mark.parametrize(
    "name", ["my-county-award", "a", "7", "2024", "2024-01-01", "no", "on", "1e3", "null", "y-1", "0x1f"]
)
def test_it_passes_the_checks_and_its_examples(folder: Path, name: str) -> None:
    assert problems(folder, name, starting_text(name)) == []


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


def test_its_commented_lines_are_right_too(folder: Path) -> None:
    text = starting_text("new")
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
    assert [key for key in LadderFile.model_fields if f"{key}:" not in text] == ["records", "standing"]
