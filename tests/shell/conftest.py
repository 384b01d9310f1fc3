"""A folder of one's own with the program on the path, and the three shells with its completion loaded."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from shell.terminal import Terminal

BARE = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "--no-rcs", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
"""How each shell is started without any configuration."""


class Home(NamedTuple):
    """A home folder, and variables that have it and the program on the path."""

    folder: Path
    environment: dict[str, str]

    def pingan(self, *args: str) -> str:
        """What the program prints, started without looking which shell it is started from."""
        asked = {**self.environment, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
        ran = subprocess.run(["pingan", *args], cwd=self.folder, env=asked, capture_output=True, text=True, check=True)
        return ran.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which `pingan` is this program."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "bin").mkdir()
    program = folder / "bin" / "pingan"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pingan_cli "$@"\n')
    program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PINGAN", "XDG"))}
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return Home(folder, {**kept, "PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TERM": "xterm"})


@pytest.fixture(scope="module", params=BARE)
def shell(request: pytest.FixtureRequest) -> str:
    """The name of each shell that is there."""
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    return request.param


@pytest.fixture(scope="module")
def opened(home: Home) -> Iterator[Callable[[list[str]], Terminal]]:
    """Opens shells on terminals, which are closed in the end."""
    terminals: list[Terminal] = []

    def open_shell(command: list[str]) -> Terminal:
        terminal = Terminal(command, home.folder, home.environment)
        terminals.append(terminal)
        terminal.run("echo rea''dy", "ready\n")
        return terminal

    yield open_shell
    for terminal in terminals:
        terminal.close()


@pytest.fixture(scope="module")
def terminal(shell: str, home: Home, opened: Callable[[list[str]], Terminal]) -> Terminal:
    """The shell on a terminal, with the completion script read and an empty folder to work in."""
    script = home.folder / f"completion.{shell}"
    script.write_text(home.pingan("--show-completion", shell))
    work = home.folder / f"work-{shell}"
    work.mkdir()
    terminal = opened(BARE[shell])
    if shell == "zsh":
        terminal.run("autoload -Uz compinit; compinit -u; echo loa''ded", "loaded\n")
    terminal.run(f"source {script}; cd {work}; echo rea''d", "read\n")
    return terminal
