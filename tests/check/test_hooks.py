"""The hooks, run by pre-commit itself over a repository of lists; nothing is fetched for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CONFIGURATION = """\
repos:
  - repo: {hooks}
    rev: v0.1.0
    hooks:
      - id: pingan-check
        language: unsupported  # as it is installed here
        files: ^(.*\\.csv|rules/.*\\.yaml)$
      - id: pingan-fix
        language: unsupported
"""

Committed = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def committed(tmp_path: Path) -> Committed:
    """Adds files, given by their names and texts, to a repository, and runs the hooks over what is added."""
    pytest.importorskip("pre_commit")
    scripts = Path(sys.executable).parent
    if not shutil.which("git") or not (scripts / "pingan").exists():
        pytest.skip("it takes git, and the program installed beside Python")
    lists, hooks = tmp_path / "lists", tmp_path / "hooks"
    environment = {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PRE_COMMIT_HOME": str(tmp_path / "kept"),
        "PIP_NO_INDEX": "1",
        "PINGAN_CONFIG": "none",
        "PYTHONUTF8": "1",
    }

    def ran(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    def git(folder: Path, *words: str) -> None:
        found = ran(folder, "git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words)
        assert found.returncode == 0, found

    for folder in (lists, hooks):
        folder.mkdir()
        git(folder, "init", "-q")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    (lists / ".pre-commit-config.yaml").write_text(CONFIGURATION.format(hooks=hooks), encoding="utf-8")
    for folder in (hooks, lists):
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", "first")
    git(hooks, "tag", "v0.1.0")

    def adds(**texts: str) -> subprocess.CompletedProcess[str]:
        for name, text in texts.items():
            (lists / name).parent.mkdir(exist_ok=True)
            (lists / name).write_text(text, encoding="utf-8")
        git(lists, "add", ".")
        return ran(lists, sys.executable, "-m", "pre_commit", "run", "--color=never")

    return adds


def test_lists_that_are_right_pass(committed: Committed) -> None:
    ladder = (ROOT / "rules" / "zhejiang-peace.yaml").read_text(encoding="utf-8")
    found = committed(**{"2005.csv": "unit\n洞头县\n", "rules/zhejiang-peace.yaml": ladder, "read me.txt": "no list"})
    assert found.returncode == 0, found
    assert (found.stdout.count("Passed"), found.stdout.count("Skipped")) == (2, 0)


def test_lists_that_are_wrong_fail_and_untidy_ones_are_mended(committed: Committed, tmp_path: Path) -> None:
    found = committed(**{"2005.csv": "unit\n洞头县\n", "2006.csv": "unit\nDongtuo\n", "2007.csv": "unit\n 洞头县\n"})
    assert found.returncode == 1, found
    assert "2006.csv:2:1: error[unit-unknown]: there is no unit 'Dongtuo' in the registry" in found.stdout
    assert "3 files checked, 1 error, " in found.stdout
    assert "files were modified by this hook" in found.stdout
    assert (tmp_path / "lists" / "2007.csv").read_text(encoding="utf-8") == "unit\n洞头县\n"


def test_no_name_of_a_file_is_an_option(committed: Committed, tmp_path: Path) -> None:
    found = committed(**{"2005.csv": "unit\n洞头县\n", "-o2006.csv": "unit\nDongtuo\n"})
    assert found.returncode == 1, found
    assert "-o2006.csv:2:1: error[unit-unknown]" in found.stdout
    assert not (tmp_path / "lists" / "2006.csv").exists()
