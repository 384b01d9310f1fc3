"""Renews what the README shows: runs its examples with the program and writes their output below them.

python scripts/write_readme.py
"""

from __future__ import annotations

import io
import re
import tempfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from pingan_cli.commands.app import run

README = Path(__file__).parents[1] / "README.md"
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
FILE = re.compile(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)


def shown(text: str) -> str:
    """The README with the true output below each command of its examples."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for name, content in FILE.findall(text):
            Path(name).write_text(content, encoding="utf-8")
        return CONSOLE.sub(lambda block: f"```console\n{_answered(block[1])}```", text)


def _answered(block: str) -> str:
    answered = ""
    for line in block.splitlines():
        if line.startswith("$ pingan "):
            out = io.StringIO()
            with redirect_stdout(out), redirect_stderr(out):
                run(line.removeprefix("$ pingan ").split())
            answered += f"{line}\n{out.getvalue()}"
    return answered


if __name__ == "__main__":
    README.write_text(shown(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
