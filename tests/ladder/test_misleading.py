"""Mistakes that people make in ladder files, with the message that says what was meant: NAME.yaml, NAME.expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from pingan_cli.ladder.checking import check_ladder

FOLDER = Path(__file__).parent / "misleading"


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_a_mistake_is_told_as_what_it_is(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    told = "".join(f"{problem}\n" for problem in check_ladder(Path(f"{name}.yaml")).problems)
    assert told == (FOLDER / f"{name}.expected").read_text(encoding="utf-8")
