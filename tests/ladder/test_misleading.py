"""Mistakes that people make in ladder files, with the message that says what was meant.

Whole files are NAME.yaml with NAME.expected. `slips.txt` has slips in right.yaml: `-` what is replaced, `+` by what
(⏎ ends a line, ⇥ is a tab), and what is told of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pingan_cli.ladder.examples import check_ladder

FOLDER = Path(__file__).parent / "misleading"
SLIPS = (FOLDER / "slips.txt").read_text(encoding="utf-8").rstrip("\n").split("\n\n")


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_a_mistake_is_told_as_what_it_is(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    told = "".join(f"{problem}\n" for problem in check_ladder(Path(f"{name}.yaml")).problems)
    assert told == (FOLDER / f"{name}.expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("slip", SLIPS, ids=range(len(SLIPS)))
def test_a_slip_is_told_with_what_was_meant(tmp_path: Path, slip: str) -> None:
    lines = slip.replace("⇥", "\t").split("\n")
    changes = [line[2:].replace("⏎", "\n") for line in lines if line[:2] in ("- ", "+ ")]
    text = (FOLDER / "right.yaml").read_text(encoding="utf-8")
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "right.yaml"
    path.write_text(text, encoding="utf-8")
    told = [
        f"{problem.line}:{problem.column} {problem.message}{f' | {problem.hint}' if problem.hint else ''}"
        for problem in check_ladder(path).problems
    ]
    assert told == lines[len(changes) :]
    assert not any(word in text for text in told for word in ("[a-z0-9]", "should", "Input"))
