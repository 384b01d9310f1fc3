"""Every example in a help text is run in a folder that has the files it names."""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from pingan_cli.cli.app import app, run
from pingan_cli.shipped import METHODS

FINDINGS = {"pingan audit --unit Cixi", "pingan audit --status contradicted --format json", "pingan audit",
            "pingan deduce", "pingan deduce --confidence high --format json",
            "pingan check lists --expect published.csv --year 2022"}  # fmt: skip
"""The examples that find something wrong, and so end with 1."""


def commands(group: Any = None, path: str = "pingan") -> Iterator[tuple[str, Any]]:
    """Every command and group of commands by what is typed for it."""
    command: Any = group or get_command(app)
    yield path, command
    if hasattr(command, "list_commands"):
        context = command.make_context(path, [], resilient_parsing=True)
        for name in command.list_commands(context):
            yield from commands(command.get_command(context, name), f"{path} {name}")


def lines_of(command: Any) -> list[str]:
    return [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]


ALL = {path: lines_of(command) for path, command in commands()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with card lists, a published list and a ladder; examples leave their files in it for later ones."""
    folder = tmp_path_factory.mktemp("examples")
    (folder / "lists").mkdir()
    years = "".join(f"{year},洞头区\n{year},嘉兴市\n" for year in range(2015, 2023))
    (folder / "lists" / "cards.csv").write_text(f"year,unit\n{years}", encoding="utf-8")
    (folder / "published.csv").write_text("unit,honour\n嘉兴市,平安铜鼎\n", encoding="utf-8")
    (folder / "my-ladder.yaml").write_text("", encoding="utf-8")
    for name, shipped in (("method.yaml", "wenzhou-safety-2017.yaml"), ("facts.csv", "wenzhou-safety-2017-facts.csv")):
        (folder / name).write_bytes((METHODS / shipped).read_bytes())
    return folder


@pytest.mark.parametrize("path", ALL)
def test_a_help_text_has_examples_that_are_true(path: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    if path == "pingan rules check":
        assert run(["rules", "new", "my-ladder", "-o", "my-ladder.yaml", "--force"]) == 0
    lines = ALL[path]
    assert lines
    for line in lines:
        for made in folder.glob("my-*-award.yaml"):
            made.unlink()
        assert line.startswith(path)
        assert len(line) <= 76, "a narrow terminal shows it on one line"
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = run(shlex.split(line)[1:])
        told = err.getvalue().splitlines()
        said = [each for each in told if "warning[" not in each and not each.startswith("  ")]
        said = [
            each for each in said if path != "pingan rules new" or "pingan rules check" not in each
        ]  # what comes next
        assert (status, said) == (int(line in FINDINGS), [])
        assert out.getvalue() or "-o " in line or "new" in line
