"""The manual pages say what the program says, and render without a warning."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from pingan_cli.commands.app import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "man").glob("*.1"))


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_man", ROOT / "scripts" / "write_man.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_those_of_the_program() -> None:
    """Where they differ, run scripts/write_man.py."""
    assert {path.name: path.read_text(encoding="ascii") for path in PAGES} == script().pages()
    assert {path.stem for path in PAGES} == {"pingan", *(f"pingan-{name}" for name in COMMANDS)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_renders_without_a_warning(page: Path) -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    ran = subprocess.run(
        ["groff", "-ww", "-man", "-Tutf8", "-rLL=78n", "-P-cbou", str(page)], capture_output=True, check=True
    )
    assert ran.stderr == b""
    text = ran.stdout.decode()
    assert re.search(r"^NAME\n +pingan", text, re.MULTILINE)
    assert re.search(r"^EXAMPLES\n|^COMMANDS\n", text, re.MULTILINE)
    assert "pingan streak 洞头 慈溪 Lishui --year 2022" in text or page.stem != "pingan-streak"
