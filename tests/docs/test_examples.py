"""What the pages show is what the program says. (tests/test_readme.py holds the README to it.)"""

from __future__ import annotations

from pathlib import Path

import pytest

import write_examples

ROOT = Path(__file__).parents[2]
PAGES = [page.relative_to(ROOT).as_posix() for page in write_examples.pages() if page.name != "README.md"]


@pytest.mark.parametrize("page", PAGES)
def test_every_example_has_its_true_output(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert write_examples.shown(text) == text, f"run scripts/write_examples.py {page}"


def test_output_stands_below_its_command_and_old_output_goes() -> None:
    page = "<!-- file: a.csv -->\n```csv\nyear,unit\n2023,Thule\n```\n\n```console\n{}```\n"
    typed = "$ cat a.csv | head -n 1\n$ pingan explain nothing\n$ echo $?\n"
    told = (
        "$ cat a.csv | head -n 1\nyear,unit\n"
        "$ pingan explain nothing\nerror[usage]: there is no code 'nothing'\n  hint: 'pingan explain' lists the codes\n"
        "$ echo $?\n2\n"
    )
    assert write_examples.shown(page.format(typed)) == page.format(told)
    assert write_examples.shown(page.format(told.replace("nothing'", "else'"))) == page.format(told)


def test_a_file_changes_where_the_page_changes_it() -> None:
    block = "<!-- file: a.csv -->\n```csv\n{}\n```\n```console\n$ cat a.csv\n```\n"
    shown = write_examples.shown(block.format("one") + block.format("two"))
    assert [line for line in shown.splitlines() if line in ("one", "two")] == ["one", "one", "two", "two"]


def test_a_line_that_cannot_be_run_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be run: rm"):
        write_examples.shown("```console\n$ rm -r .\n```\n")
