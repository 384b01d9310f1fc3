"""Every code has a page, the smallest input that raises it, and what the program then says; and every code is used."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import pingan_cli
from errors.catalogue import CASES, outcome
from pingan_cli.check.checks import CHECK_OF
from pingan_cli.problems import CODES
from pingan_cli.shipped import ERRORS
from pingan_cli.texts import translated
from pingan_cli.views.explain import CHINESE, page_of

SOURCE = Path(pingan_cli.__file__).parent
NEVER_IN_A_REPORT = {
    "claim-conflict",
    "config-invalid",
    "usage",
    "file-unwritable",
    "ladder-unknown",
    "manifest-invalid",
    "batch-different",
    "fact-invalid",
    "fact-unread",
    "fact-missing",
}
"""What keeps a check from running is no finding of one, and what a batch is held against and the facts of an
assessment are no matter of checks."""


@pytest.mark.parametrize("code", CODES)
def test_the_smallest_input_says_what_is_expected(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PINGAN_CONFIG")  # a case may have a configuration file
    expected = (CASES / code / "expected").read_text(encoding="utf-8")
    assert f"[{code}]" in expected
    assert outcome(code) == expected


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_what_why_and_how_to_mend_it_in_both_languages(code: str) -> None:
    text = (ERRORS / f"{code}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {code}\n\n{CODES[code]}\n\n**Why.** ")
    assert text.count(CHINESE) == 1
    assert "\n**How to mend it.** " in page_of(code, "en")
    chinese = page_of(code, "zh")
    assert "\n**原因。** " in chinese
    assert "\n**改法。** " in chinese
    assert chinese.split("\n\n")[1] == translated(CODES[code], "zh"), "the catalogue and the page say the same"


def test_no_page_and_no_case_is_left_of_a_code_that_is_gone() -> None:
    assert {path.stem for path in ERRORS.glob("*.md")} == set(CODES)
    assert {path.parent.name for path in CASES.glob("*/command")} == set(CODES)


def test_every_finding_belongs_to_one_check() -> None:
    assert set(CODES) - set(CHECK_OF) == NEVER_IN_A_REPORT
    assert set(CHECK_OF) <= set(CODES)


def strings_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def codes_of_problems(path: Path) -> set[str]:
    """The first argument of every `Problem(…)` in a file, where it is a text."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    named = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Problem" and call.args)
    return {call.args[0].value for call in named if isinstance(call.args[0], ast.Constant)}


def test_every_code_is_used_and_every_used_code_is_known() -> None:
    files = [path for path in SOURCE.rglob("*.py") if path.name not in ("problems.py", "checks.py")]
    assert set(CODES) <= set().union(*map(strings_in, files))
    assert set().union(*map(codes_of_problems, files)) <= set(CODES)
