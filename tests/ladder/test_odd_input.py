"""Whatever a file holds, it makes a ladder or problems with a place; never an exception."""

from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from pingan_cli.ladder.document import MAX_DEPTH, Document, read_document
from pingan_cli.ladder.examples import example_problems
from pingan_cli.ladder.loader import load_ladder
from pingan_cli.ladder.validating import problems_of
from pingan_cli.problems import CODES
from pingan_cli.shipped import RULES

SHIPPED = {path.stem: path.read_text(encoding="utf-8") for path in sorted(RULES.glob("*.yaml"))}
PIECES = [
    *"\n\t -:[]{},#&*!|>'\"%@`?~\0é汉0123456789", "\n  ", "- ", ": ", "{n}", "...", "---\n", "!!str ", "&a ", "*a",
    "<<", "null", "yes", "2005-2022", "1e9", "0x1F", "held", "tiers:", "  - {id: ding, at: 3}\n", "\u2028",
    "\ud7ff", "\U0001f600",
]  # fmt: skip
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
NESTED = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


def check(source: bytes, name: str, folder: Path) -> None:
    path = folder / f"{name}.yaml"
    path.write_bytes(source)
    loaded, problems = load_ladder(path)
    assert (loaded is None) == bool(problems)
    lines = source.decode("utf-8", errors="replace").replace("\r", "\n").count("\n") + 1
    for problem in problems:
        assert problem.code in CODES
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert "\n" not in str(problem).split("\n  hint: ")[0]
    assert problems == sorted(problems, key=lambda problem: (problem.line, problem.column))
    if loaded:
        example_problems(loaded.ladder, loaded.document, "x")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ladders")


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example("---")
def test_text_that_looks_like_yaml(folder: Path, text: str) -> None:
    check(text.encode(), "odd", folder)


@given(st.binary(max_size=200))
def test_bytes(folder: Path, source: bytes) -> None:
    check(source, "odd", folder)


@given(st.sampled_from(sorted(SHIPPED)), st.data())
def test_shipped_files_with_small_edits(folder: Path, name: str, data: st.DataObject) -> None:
    text = SHIPPED[name]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 12))
        text = text[:start] + data.draw(st.sampled_from([*PIECES, ""])) + text[end:]
    check(text.encode("utf-8", errors="replace"), name, folder)


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, part in inner for deeper in _paths(part, (*path, key)))]


def _replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    copy: Any = value.copy()
    copy[path[0]] = _replaced(value[path[0]], path[1:], new)
    return copy


VALUES = {
    name: document.value
    for name, text in SHIPPED.items()
    if (document := read_document(text.encode(), name)[0]) is not None
}


@given(st.sampled_from(sorted(VALUES)), st.data())
def test_shipped_ladders_with_one_value_replaced(name: str, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(_paths(VALUES[name])))
    other = data.draw(
        NESTED | st.sampled_from(["keep", "recall", "zero", "ding", "city", 1, 3, 2005, "2005-2010", [], {}])
    )
    document = Document(_replaced(VALUES[name], path, other), {(): (1, 1)})
    assert all(problem.code == "ladder-invalid" for problem in problems_of(document, "x", name))


@given(NESTED)
def test_nested_values(value: Any) -> None:
    assert problems_of(Document(value, {(): (1, 1)}), "x", "x")


@given(NESTED)
def test_what_is_read_is_what_another_reader_reads(value: Any) -> None:
    """Where our reader sees no problem, it and PyYAML agree on the values."""
    text = yaml.safe_dump(value, allow_unicode=True)
    document, problems = read_document(text.encode(), "x")
    if document is not None and not problems:
        assert document.value == yaml.safe_load(text)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_depth_has_a_bound(opening: str) -> None:
    document, problems = read_document((opening * 5000).encode(), "x")
    assert document is None
    assert [problem.message for problem in problems] == [f"this is nested more than {MAX_DEPTH} deep"]


@pytest.mark.parametrize(
    "text",
    [
        "{" + ",a" * 100_000,
        "a: {" + "b, " * 5_000 + "}",
        "x: " + ",，" * 100_000 + " : :",
        '- "a\n' * 50_000 + '"',
        "a: " + ': "x' * 50_000 + "}",
        "k: " + "'a'b \"" * 25_000 + "\n x: : :",
        "a: {\n" + (",x，y-" * 80 + "\n") * 500 + ": : \n",
        'first_year: "' + "1" * 5_000 + '"',
    ],
    ids=range(8),
)
def test_what_was_meant_is_not_looked_for_long(text: str) -> None:
    began = process_time()
    document, problems = read_document(text.encode(), "odd.yaml")
    if document is not None:
        problems = [*problems, *problems_of(document, "odd.yaml", "odd")]
    assert problems != []
    assert all(len(problem.hint) < 1_000 for problem in problems)
    assert process_time() - began < 5
