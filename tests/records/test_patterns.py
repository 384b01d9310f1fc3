"""What a pattern of files stands for: the same as the standard library says, without an end for none."""

from __future__ import annotations

import glob
from pathlib import Path

import pytest

from pingan_cli.records import patterns
from pingan_cli.records.patterns import matches

PATTERNS = [
    "*", "*.csv", "a*/*.csv", "**/*.csv", "**", "a/**", "a/*/x.csv", "?.csv", "[xy].csv", "[!x].csv", ".h*", "*/.h*",
    "./*.csv", "a/../*.csv", "**/b/**/*.csv", "no/*.csv", "x.csv/*", "a[", "link/*.csv",
]  # fmt: skip

NAMES = ["a/b/c/x.csv", "a/b/y.csv", "a/x.csv", "ab/z.csv", "x.csv", "y.csv", "t.txt", ".hidden/h.csv", ".h.csv"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_matches_what_the_standard_library_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    Path("other").symlink_to("ab")
    for each in (Path(pattern), tmp_path / pattern):
        found = {Path(path) for path in glob.glob(str(each), recursive=True)}  # noqa: PTH207
        if "**" in pattern:
            found -= {Path("other/z.csv"), tmp_path / "other/z.csv"}  # folders that are links are not gone into
        if pattern.endswith("**"):
            found = {path for path in found if path.is_file()}
        assert matches(each) == sorted(found)


def test_a_link_to_a_folder_above_is_no_way_without_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.csv").touch()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    assert matches(tmp_path / "**" / "*.csv") == [tmp_path / "a" / "x.csv"]


def test_a_pattern_looks_at_so_much_and_no_deeper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path
    for _ in range(100):
        folder /= "d"
    folder.mkdir(parents=True)
    (folder / "x.csv").touch()
    assert matches(tmp_path / "**") == [folder / "x.csv"]
    monkeypatch.setattr(patterns, "MOST_LOOKED_AT", 99)
    assert matches(tmp_path / "**") is None
    monkeypatch.undo()
    monkeypatch.setattr(patterns, "_DEEPEST", 50)
    assert matches(tmp_path / "**") is None
