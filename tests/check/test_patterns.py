"""A pattern that no file matches is a missing file, as one that is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def test_a_pattern_that_no_file_matches_is_a_missing_file(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "ok.csv").write_text("year,unit\n2010,A\n")
    for named in ("x[1].csv", "*.nope", "ladders/?.yaml"):
        ran = pingan("check", "ok.csv", named, "--units", "none")
        assert (ran.status, ran.out) == (2, "")
        assert f"{named}: error[file-missing]" in ran.err
    assert pingan("check", "o[k].csv", "--units", "none").status == 0
