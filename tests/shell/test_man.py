"""The manual pages say what the program says, and render without a warning."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len

import write_man
from pingan_cli.cli.app import COMMANDS

NAMES = ("pingan", *(f"pingan-{name}" for name in COMMANDS))
PAGES = [write_man.FOLDERS["en"] / f"{name}.1" for name in NAMES]
CHINESE = [write_man.FOLDERS["zh"] / f"{name}.1" for name in NAMES]
UTF_8 = {**os.environ, "LC_ALL": "C.UTF-8"}
"""Without it groff does not know that a Chinese character takes two cells."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages in both languages, as a build makes them."""
    folder = tmp_path_factory.mktemp("man")
    assert len(write_man.write(folder)) == len(PAGES) + len(CHINESE)
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_renders_without_a_warning(folder: Path, page: Path) -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    ran = subprocess.run(
        ["groff", "-ww", "-man", "-Tutf8", "-rLL=78n", "-P-cbou", str(folder / page)], capture_output=True, check=True
    )
    assert ran.stderr == b""
    text = ran.stdout.decode()
    assert re.search(r"^NAME\n +pingan", text, re.MULTILINE)
    assert re.search(r"^EXAMPLES\n|^COMMANDS\n", text, re.MULTILINE)
    assert "pingan streak 洞头 慈溪 Lishui --year 2022" in text or page.stem != "pingan-streak"


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: page.stem)
def test_a_page_in_chinese_renders_without_a_warning(folder: Path, page: Path) -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    how = ["groff", "-Kutf8", "-ww", "-man", "-mzh", "-Tutf8", "-rLL=78n", "-rLT=78n", "-P-cbou"]
    ran = subprocess.run([*how, str(folder / page)], env=UTF_8, capture_output=True, check=True)
    assert ran.stderr == b""
    text = ran.stdout.decode()
    assert re.search(r"^名称\n +pingan", text, re.MULTILINE)
    assert re.search(r"^示例\n|^命令\n", text, re.MULTILINE)
    assert "--lang" not in text or "语言；不指定则依系统区域设置。" in text
    english = re.compile("User Commands|OPTIONS|The |Default")
    assert not english.search(text)
    assert [line for line in text.splitlines() if cell_len(line) > 78 and " " in line.strip()] == []


@pytest.mark.parametrize("page", [*PAGES, *CHINESE], ids=lambda page: f"{page.parent.parent.name}-{page.stem}")
def test_a_page_is_found_by_its_name(folder: Path, page: Path) -> None:
    """What `whatis` and `apropos` make of the first section."""
    if shutil.which("lexgrog") is None:
        pytest.skip("man-db is not installed")
    ran = subprocess.run(["lexgrog", str(folder / page)], env=UTF_8, capture_output=True, check=True, encoding="utf-8")
    assert re.search(rf': "{page.stem} - .+"', ran.stdout)
