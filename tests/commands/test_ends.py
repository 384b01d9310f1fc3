"""How the program ends where its answer cannot be given: with 2 and a problem, never with a traceback."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

COMMANDS = [
    ["award"], ["award", "--format", "csv"], ["check"], ["units", "--lang", "zh"], ["explain", "usage"], ["--help"],
    ["award", "--help"], ["--version"], ["batch", "--years", "2022", "-o", "years.csv"],
]  # fmt: skip


def ended(folder: Path, *words: str, before: Callable[[], object] | None = None, **streams: object) -> tuple[int, str]:
    """The exit status of a run, and what it said."""
    settings: dict[str, object] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    ran = subprocess.run(
        [sys.executable, "-m", "pingan_cli", *words], cwd=folder, preexec_fn=before, timeout=60, check=False, **settings
    )  # fmt: skip
    return ran.returncode, (ran.stderr or b"").decode()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")  # noqa: PTH110
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_full_disk_under_standard_output(tmp_path: Path, words: list[str]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        status, said = ended(tmp_path, *words, stdout=full)
    if "zh" in words:
        assert said == "错误[file-unwritable]：无法写入标准输出：设备空间不足\n"
    else:
        assert said == "error[file-unwritable]: standard output cannot be written: No space left on device\n"
    assert status == 2


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_standard_output_that_is_closed(tmp_path: Path, words: list[str]) -> None:
    status, said = ended(tmp_path, *words, before=lambda: os.close(1), stdout=None)
    assert (status, "error[file-unwritable]" in said or "错误[file-unwritable]" in said) == (2, True), said
    assert said.count("\n") == 1


def test_standard_error_that_is_closed_says_nothing_elsewhere(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pingan_cli", "award", "--year", "x"],
        stdout=subprocess.PIPE, preexec_fn=lambda: os.close(2), check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (2, b"")


@pytest.mark.parametrize("megabytes", [110, 130, 150])
def test_memory_that_does_not_suffice(tmp_path: Path, megabytes: int) -> None:
    rows = "".join(f"{year},V{number:06}\n" for year in range(2005, 2023) for number in range(40_000))
    (tmp_path / "cards.csv").write_text("year,unit\n" + rows, encoding="utf-8")

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    status, said = ended(tmp_path, "check", "cards.csv", "--units", "none", before=limited)
    assert (status, said) == (2, "error[file-too-large]: the memory that there is does not suffice\n")


VANISHING = """
from pathlib import Path
from pingan_cli.cli.app import main
from pingan_cli.records.table import Table

numbered = Table.numbered

def vanished(table):
    Path("cards.csv").unlink(missing_ok=True)
    return numbered(table)

Table.numbered = vanished
raise SystemExit(main())
"""


def test_a_file_that_vanishes_while_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("year,unit,result\n2005,A,held\n", encoding="utf-8")
    words = [sys.executable, "-c", VANISHING, "award", "--data", "cards.csv", "--units", "none"]
    ran = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "cards.csv: error[file-unreadable]: cannot be read: No such file or directory\n"
