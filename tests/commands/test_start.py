"""How the program starts: from anywhere, without what it does not need, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pingan_cli
from program import process, python


def loaded_by(*args: str, cwd: Path) -> set[str]:
    """The top-level modules that a run of the program has loaded by its end."""
    code = (
        "import sys; from pingan_cli.cli.app import run; "
        f"sys.argv[1:] = {list(args)!r}\n"
        "try: run()\n"
        "except SystemExit: pass\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    return set(python("-c", code, cwd=cwd).err.split())


def test_the_module_is_the_program(tmp_path: Path) -> None:
    ran = process("--version", cwd=tmp_path)
    assert (ran.status, ran.out) == (0, f"pingan {pingan_cli.__version__}\n")


def test_shipped_files_are_found_from_any_folder(tmp_path: Path) -> None:
    ran = process("award", "--year", "2023", cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Safe Zhejiang: honours for 2023, announced 2024\n")


@pytest.mark.parametrize(
    ("args", "unneeded"),
    [
        (["--version"], {"pydantic", "rich", "yaml", "duckdb", "jinja2"}),
        (["award", "--year", "2023"], {"pydantic", "duckdb", "jinja2"}),
        (["award", "--year", "2023", "--format", "json"], {"pydantic", "rich", "duckdb"}),
        (["streak", "Dongtou"], {"pydantic", "duckdb"}),
    ],
)
def test_nothing_is_loaded_that_is_not_needed(tmp_path: Path, args: list[str], unneeded: set[str]) -> None:
    loaded = loaded_by(*args, cwd=tmp_path)
    assert "typer" in loaded
    assert not loaded & unneeded


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_gives_units_in_both_scripts(tmp_path: Path, shell: str) -> None:
    words = {"_PINGAN_COMPLETE": f"complete_{shell}", "COMP_CWORD": "2"}
    for typed, found in (("Dongt", "Dongtou"), ("洞", "洞头区"), ("33030", "330305")):
        asked = {"COMP_WORDS": f"pingan streak {typed}", "_TYPER_COMPLETE_ARGS": f"pingan streak {typed}"}
        ran = process(cwd=tmp_path, env=words | asked | {"_TYPER_COMPLETE_FISH_ACTION": "get-args"})
        assert found in ran.out


def test_completion_of_commands_loads_little(tmp_path: Path) -> None:
    code = "import sys; from pingan_cli.cli.app import main\ntry: main()\nfinally: print('pydantic' in sys.modules)"
    env = {"_PINGAN_COMPLETE": "complete_bash", "COMP_WORDS": "pingan aw", "COMP_CWORD": "1"}
    assert python("-c", code, cwd=tmp_path, env=env).out.split() == ["award", "False"]


def test_help_is_there_for_every_command(tmp_path: Path) -> None:
    from pingan_cli.cli.app import COMMANDS

    out = process("--help", cwd=tmp_path).out
    assert all(f" {command} " in out for command in COMMANDS)
    for command in COMMANDS:
        ran = process(command, "--help", cwd=tmp_path)
        assert ran.status == 0
        assert "Usage: pingan" in ran.out


def test_a_reader_who_leaves_is_no_error(tmp_path: Path) -> None:
    """Neither one who reads a line, nor one who reads nothing."""
    for words in (["award", "--year", "2022", "--format", "csv", "--all"], ["--help"]):
        read, write = os.pipe()
        os.close(read)
        ran = process(*words, cwd=tmp_path, stdout=write)
        os.close(write)
        assert (ran.status, ran.err) == (0, "")
    command = f"{sys.executable} -m pingan_cli award --year 2022 --format csv --all | head -n 1"
    ran = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.stdout.startswith("code,")
    assert ran.stderr == ""


def test_a_narrow_encoding_is_no_error(tmp_path: Path) -> None:
    env = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = process("streak", "Dongtou", "--lang", "zh", cwd=tmp_path, env=env)
    assert (ran.status, ran.err) == (0, "")
    assert "洞头区" in ran.out
