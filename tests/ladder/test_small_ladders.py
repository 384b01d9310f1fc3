"""Each key of the language and pairs of keys, in ladders of two tiers whose examples were worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pingan_cli.ladder.examples import check_ladder

BASE = yaml.safe_load("""
name: Small
card: Card
sources: [{title: The meaning of the keys, url: "https://example.org"}]
first_year: 2001
announced: 0
streak: consecutive
miss: {honours: keep}
revocation: {count: zero, honours: keep}
tiers: [{id: low, at: 2, name: Low}, {id: high, at: 4, name: High}]
""")
LADDERS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "small_ladders.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", LADDERS)
def test_what_histories_earn(tmp_path: Path, name: str) -> None:
    its = LADDERS[name]
    examples = [{"says": str(each["cards"]), **each} for each in its["earns"]]
    file = {"ladder": name, **BASE, **its["changes"], "examples": examples}
    path = tmp_path / f"{name}.yaml"
    path.write_text(yaml.safe_dump(file, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert [str(problem) for problem in check_ladder(path).problems] == []
