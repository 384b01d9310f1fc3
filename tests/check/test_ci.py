"""The hook definition and the workflow of the documentation: well formed, and their commands run."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
CI = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
WORKFLOW, SARIF_STEP, HOOK_USE = re.findall(r"```yaml\n(.*?)```", CI, re.DOTALL)


@pytest.fixture
def checkout(pingan: Callable, tmp_path: Path) -> Callable:
    """A repository with lists that are right, and a published list."""
    (tmp_path / "lists").mkdir()
    (tmp_path / "published").mkdir()
    rows = "".join(f"{year},洞头区\n" for year in range(2005, 2023))
    (tmp_path / "lists" / "cards.csv").write_text("year,unit\n" + rows, encoding="utf-8")
    (tmp_path / "published" / "2022.csv").write_text("单位,荣誉\n洞头区,二星平安金鼎\n", encoding="utf-8")
    return lambda command, *more: pingan(*shlex.split(command)[1:], *more)


def test_the_workflow_keeps_to_the_schema_of_workflows() -> None:
    schema = files("check_jsonschema") / "builtin_schemas" / "vendor" / "github-workflows.json"
    workflow = {str(key).replace("True", "on"): value for key, value in yaml.safe_load(WORKFLOW).items()}
    jsonschema.validate(workflow, json.loads(schema.read_text(encoding="utf-8")), cls=jsonschema.Draft7Validator)


def test_every_step_runs_and_what_it_found_is_kept() -> None:
    install, *checks, upload = yaml.safe_load(WORKFLOW)["jobs"]["check"]["steps"][2:]
    assert "if" not in install
    assert {step["if"] for step in [*checks, upload, *yaml.safe_load(SARIF_STEP)]} == {"always()"}
    written = [line.split(" -o ")[1] for step in checks if " -o " in (line := step["run"])]
    assert upload["with"]["path"].split() == written
    (installed,) = re.findall(r'pip install "(\S+)"', "\n".join(line for line in CI.splitlines() if "in CI" in line))
    assert yaml.safe_load(WORKFLOW)["env"]["PINGAN"] == installed


def commands() -> list[str]:
    steps = yaml.safe_load(WORKFLOW)["jobs"]["check"]["steps"] + yaml.safe_load(SARIF_STEP)
    return [step["run"] for step in steps if step.get("run", "").startswith("pingan ")]


def test_the_commands_of_the_workflow_pass_on_right_lists_and_fail_on_wrong_ones(
    checkout: Callable, tmp_path: Path
) -> None:
    assert len(commands()) == 4
    for command in commands():
        assert checkout(command).status == 0, command
    assert (tmp_path / "check.xml").is_file()
    assert "1 confirmed, 0 missing" in (tmp_path / "expected.md").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "check.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    with (tmp_path / "lists" / "cards.csv").open("a", encoding="utf-8") as cards:
        cards.write("2022,Dongtuo\n")
    assert [checkout(command).status for command in commands()] == [1, 1, 2, 1]


def test_the_hooks_run_as_pre_commit_runs_them(checkout: Callable, tmp_path: Path) -> None:
    check, fix = HOOKS
    for hook in HOOKS:
        assert {"id", "name", "entry", "language", "files"} <= set(hook)
        assert hook["language"] == "python"
        assert re.search(hook["files"], "lists/cards.csv")
        assert not re.search(hook["files"], ".github/workflows/lists.yml")
    assert checkout(check["entry"], "lists/cards.csv").status == 0
    (tmp_path / "lists" / "2023.csv").write_text("unit\n 洞头区\n", encoding="utf-8")
    assert checkout(check["entry"], "lists/cards.csv", "lists/2023.csv").status == 0
    assert checkout(fix["entry"], "lists/cards.csv", "lists/2023.csv").status == 0
    assert (tmp_path / "lists" / "2023.csv").read_text(encoding="utf-8") == "unit\n洞头区\n"
    (tmp_path / "lists" / "2023.csv").write_text("unit\nDongtuo\n", encoding="utf-8")
    assert checkout(check["entry"], "lists/cards.csv", "lists/2023.csv").status == 1


def test_the_hook_that_the_documentation_uses_is_defined() -> None:
    (repository,) = yaml.safe_load(HOOK_USE)["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == [HOOKS[0]["id"]]
    assert re.search(repository["hooks"][0]["files"], "lists/cards.csv")
    assert f"`{HOOKS[1]['id']}`" in CI
