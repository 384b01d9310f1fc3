"""How the program ends where its answer cannot be given: with 2 and a problem, never with a traceback."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from program import process, python

COMMANDS = [
    ["award"], ["award", "--format", "csv"], ["check"], ["units", "--lang", "zh"], ["explain", "usage"], ["--help"],
    ["award", "--help"], ["--version"], ["batch", "--years", "2022", "-o", "years.csv"],
]  # fmt: skip


def ended(folder: Path, *words: str, before: Callable[[], object] | None = None, **streams: object) -> tuple[int, str]:
    """The exit status of a run, and what it said."""
    ran = process(*words, cwd=folder, preexec_fn=before, timeout=60, **streams)
    return ran.status, ran.err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")  # noqa: PTH110
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_full_disk_under_standard_output(tmp_path: Path, words: list[str]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        status, said = ended(tmp_path, *words, stdout=full)
    if "zh" in words:
        assert said == "错误[file-unwritable]: 无法写入标准输出：设备空间不足\n"
    else:
        assert said == "error[file-unwritable]: standard output cannot be written: No space left on device\n"
    assert status == 2


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_standard_output_that_is_closed(tmp_path: Path, words: list[str]) -> None:
    status, said = ended(tmp_path, *words, before=lambda: os.close(1), stdout=None)
    assert (status, "error[file-unwritable]" in said or "错误[file-unwritable]" in said) == (2, True), said
    assert said.count("\n") == 1


def test_standard_error_that_is_closed_says_nothing_elsewhere(tmp_path: Path) -> None:
    ran = process("award", "--year", "x", cwd=tmp_path, stderr=None, preexec_fn=lambda: os.close(2))
    assert (ran.status, ran.out) == (2, "")


@pytest.mark.parametrize("megabytes", [50, 60, 70])
def test_memory_that_does_not_suffice(tmp_path: Path, megabytes: int) -> None:
    rows = "".join(f"{year},V{number:06}\n" for year in range(2005, 2008) for number in range(300_000))
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
    ran = python("-c", VANISHING, "award", "--data", "cards.csv", "--units", "none", cwd=tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "cards.csv: error[file-unreadable]: cannot be read: No such file or directory\n"


CHANGING = """
from pathlib import Path
from pingan_cli.cli.app import main
from pingan_cli.records import sources

def changed(path, *rest):
    if str(path).endswith("cards.csv"):
        Path("cards.csv").write_bytes({content!r})
    return opened(path, *rest)

opened = sources.open_file
sources.open_file = changed
raise SystemExit(main())
"""


@pytest.mark.parametrize(
    "content", [b"", b"\0", b'x;y\n"', b"year,unit\n2005,A\n", "年,单位\n2005,甲\n".encode("gb18030")]
)
@pytest.mark.parametrize(
    "words", [["check", "cards.csv"], ["award", "--data", "cards.csv"], ["streak", "A", "--data", "cards.csv"]]
)
def test_a_file_that_changes_while_it_is_read(tmp_path: Path, words: list[str], content: bytes) -> None:
    """After each opening of a list there is another one in its place."""
    rows = "".join(f"{year}, A,held\n" for year in range(2005, 2015))
    (tmp_path / "cards.csv").write_text("year,unit,result\n" + rows * 9000, encoding="utf-8")  # too large to be kept
    ran = python("-c", CHANGING.format(content=content), *words, "--units", "none", cwd=tmp_path)
    assert (ran.status, "Traceback" in ran.err) in ((2, False), (1, False))
    assert "error[" in ran.err + ran.out


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")  # noqa: PTH110
@pytest.mark.parametrize("words", [["award", "--year", "x"], ["award", "--data", "none.csv"], ["nothing"], ["batch"]])
def test_a_full_disk_under_standard_error(tmp_path: Path, words: list[str]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        assert ended(tmp_path, *words, stderr=full)[0] == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")  # noqa: PTH110
def test_an_answer_whose_warnings_cannot_be_told_is_there_and_is_not_all_well(tmp_path: Path) -> None:
    for name in ("2005.csv", "2006.csv"):
        (tmp_path / name).write_text("unit\nA\n", encoding="utf-8")
    words = ["batch", "2005.csv", "2006.csv", "--years", "2006", "--units", "none", "-o", "all.csv"]
    assert ended(tmp_path, *words)[0] == 0
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        assert ended(tmp_path, *words, stderr=full)[0] == 2
    assert (tmp_path / "all.csv").exists()


def test_work_is_done_where_there_is_no_memory_for_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Thread

    from pingan_cli.large.background import in_background

    def refuse(thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", refuse)
    assert in_background(lambda: 1 + 1)() == 2
