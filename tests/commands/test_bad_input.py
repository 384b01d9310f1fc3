"""Every bad input ends with status 2 and a message with place and hint, and never with a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

FILES: dict[str, bytes] = {
    "good.csv": b"year,unit\n2022,Dongtou\n2023,Dongtou\n",
    "empty.csv": b"",
    "header.csv": b"year,unit\n",
    "no-year.csv": b"unit,result\nDongtou,held\n",
    "bad-year.csv": b"year,unit\n20l5,Dongtou\n",
    "twice.csv": b"year,unit,result\n2020,Dongtou,held\n2020,330305,missed\n",
    "who.csv": b"year,unit\n2020,Dongtuo\n",
    "mark.csv": b"year,unit,result\n2020,Dongtou,perhaps\n",
    "binary.csv": bytes(range(256)),
    "latin.csv": "year,unit\n2020,Dongtou\n2021,Málaga ÿ\n".encode("latin-1") + b"\xff\xff\n",
    "before.csv": b"year,unit\n1999,Dongtou\n",
    "folder/notes.txt": b"nothing",
    "bad.yaml": b"ladder: bad\nnaem: x\n",
}

CASES = [
    (["--data", "missing.csv"], "file-missing", "missing.csv"),
    (["--data", "folder"], "folder-without-csv", "folder"),
    (["--data", "empty.csv"], "file-empty", "empty.csv:1:1"),
    (["--data", "header.csv"], "csv-no-rows", "header.csv:1:1"),
    (["--data", "no-year.csv"], "csv-header", "no-year.csv:1"),
    (["--data", "bad-year.csv"], "year-invalid", "bad-year.csv:2:1"),
    (["--data", "twice.csv"], "result-conflict", "twice.csv:3:13"),
    (["--data", "who.csv"], "unit-unknown", "who.csv:2:6"),
    (["--data", "mark.csv"], "result-unknown", "mark.csv:2:14"),
    (["--data", "binary.csv"], "file-binary", "binary.csv:1:1"),
    (["--data", "latin.csv"], "file-encoding", "latin.csv:3"),
    (["--data", "before.csv"], "year-before-ladder", "before.csv:2:1"),
    (["--tier", "gold-dng"], "tier-unknown", ""),
    (["--level", "cty"], "level-unknown", ""),
    (["--city", "Hangzou"], "unit-unknown", ""),
    (["--rules", "zhejiang-peice"], "ladder-unknown", ""),
    (["--rules", "missing.yaml"], "file-missing", "missing.yaml"),
    (["--rules", "bad.yaml"], "ladder-invalid", "bad.yaml:2:1"),
    (["--year", "1999"], "year-before-ladder", ""),
    (["--year", "twenty"], "usage", ""),
    (["--since", "1999"], "year-before-ladder", ""),
    (["--format", "yaml"], "usage", ""),
    (["--lang", "fr"], "usage", ""),
    (["--units", "missing.csv"], "file-missing", "missing.csv"),
    (["-o", "nowhere/out.csv"], "file-unwritable", "nowhere/out.csv"),
    (["-o", "folder"], "file-unwritable", "folder"),
    (["--nonsense"], "usage", ""),
]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize(("args", "code", "place"), CASES, ids=[" ".join(case[0]) for case in CASES])
def test_bad_input(pingan: Callable, files: Path, args: list[str], code: str, place: str) -> None:
    year = [] if "--year" in args else ["--year", "2023"]
    ran = pingan("award", *year, *args)
    assert ran.status == 2
    assert ran.out == ""
    assert f"error[{code}]: " in ran.err
    assert place in ran.err if place else ran.err.startswith("error[")


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["--data", "who.csv"], "did you mean Dongtou (洞头"),
        (["--data", "bad-year.csv"], "did you mean 2015?"),
        (["--tier", "gold-dng"], "did you mean Gold Ding (gold-ding)?"),
        (["--city", "Hangzou"], "did you mean Hangzhou?"),
        (["--rules", "zhejiang-peice"], "did you mean zhejiang-peace?"),
        (["--rules", "bad.yaml"], "did you mean name?"),
        (["--nonsense"], "'pingan award --help' shows how it is used"),
    ],
)
def test_hints(pingan: Callable, files: Path, args: list[str], hint: str) -> None:
    assert f"hint: {hint}" in pingan("award", "--year", "2023", *args).err


def test_everything_wrong_is_said_at_once(pingan: Callable, files: Path) -> None:
    err = pingan("award", "--year", "2023", "--data", "who.csv", "--data", "mark.csv", "--data", "bad-year.csv").err
    assert [line.split(":")[0] for line in err.splitlines() if "error[" in line] == [
        *("bad-year.csv", "mark.csv", "who.csv"),
    ]
    assert pingan("award", "--year", "x", "--since", "y", "--format", "z").err.count("error[usage]") == 3


def test_an_option_is_no_value_of_the_one_before_it(pingan: Callable, files: Path) -> None:
    assert "错误[usage]: 缺少 --year 的值" in pingan("award", "--year", "--lang", "zh").err
    assert "Option '--tier' requires an argument." in pingan("award", "--tier", "--new").err
    assert "--new: error[file-missing]" in pingan("award", "--", "--new").err


def test_a_message_cannot_drive_the_terminal(pingan: Callable, files: Path) -> None:
    (files / "evil.csv").write_bytes(b"year,unit\n2020,\x1b]0;owned\x07\n")
    err = pingan("award", "--year", "2023", "--data", "evil.csv").err
    assert "\x1b" not in err
    assert "\x07" not in err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may write everywhere is refused nowhere")
def test_a_folder_that_cannot_be_written(pingan: Callable, files: Path) -> None:
    (files / "closed").mkdir(mode=0o500)
    ran = pingan("award", "--year", "2023", "-o", "closed/out.txt")
    assert ran.status == 2
    assert "error[file-unwritable]" in ran.err


def test_what_was_there_stays_when_the_answer_fails(pingan: Callable, files: Path) -> None:
    (files / "out.csv").write_text("before")
    assert pingan("award", "--year", "2023", "--data", "who.csv", "-o", "out.csv").status == 2
    assert (files / "out.csv").read_text() == "before"
    assert not [path for path in files.iterdir() if path.name.endswith(".part")]
