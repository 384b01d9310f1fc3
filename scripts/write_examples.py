"""Renews what README and docs show: runs the examples with the program and writes their output below them.

python scripts/write_examples.py [PAGE]...

In a block marked ```console a line `$ pingan …` is run, and what it prints is written below it, as a terminal shows it.
`| head -n 9` after it shows so many lines, `$ echo $?` the exit status, `$ cat FILE` a file. The files that examples
read stand in the page, each below a comment `<!-- file: NAME -->`; one that stands there twice is changed on the way.
Every page has a folder of its own.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from pingan_cli.cli.app import run

ROOT = Path(__file__).parents[1]
CONSOLE = "```console\n"
BLOCK = re.compile(
    r"^<!-- file: (?P<name>\S+) -->\n```\w*\n(?P<content>.*?)^```$|^```console\n(?P<typed>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
HEAD = re.compile(r" \| head -n (\d+)$")


def pages() -> list[Path]:
    """README and the pages of the documentation that show examples."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in found if CONSOLE in page.read_text(encoding="utf-8")]


def shown(text: str) -> str:
    """A page with the true output below each command of its examples."""
    status = 0

    def answered(block: re.Match[str]) -> str:
        nonlocal status
        if block["name"]:
            _put(block["name"], block["content"])
            return block[0]
        lines: list[str] = []
        for line in block["typed"].splitlines():
            if line.startswith("$ "):
                said, status = _ran(line.removeprefix("$ "), status)
                lines += [line, *said]
        return CONSOLE + "".join(f"{line}\n" for line in lines) + "```"

    with tempfile.TemporaryDirectory() as folder, chdir(folder), plain_environment():
        for block in reversed([*BLOCK.finditer(text)]):
            if block["name"]:
                _put(block["name"], block["content"])
        return BLOCK.sub(answered, text)


def _put(name: str, content: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", newline="\n")


def _ran(typed: str, last_status: int) -> tuple[list[str], int]:
    """What a line that was typed prints, and its exit status."""
    head = HEAD.search(typed)
    program, *args = shlex.split(typed[: head.start()] if head else typed)
    status = 0
    if program == "pingan":
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out):
            try:
                status = run(args)
            except SystemExit as end:
                status = int(end.code or 0)
        text = out.getvalue()
    elif program == "cat":
        text = "".join(Path(name).read_text(encoding="utf-8") for name in args)
    elif [program, *args] == ["echo", "$?"]:
        text = f"{last_status}\n"
    else:
        raise ValueError(f"an example cannot be run: {typed}")
    lines = text.splitlines()
    return lines[: int(head[1])] if head else lines, status


@contextmanager
def plain_environment() -> Iterator[None]:
    """Nothing in the environment that changes what the program prints."""
    before = dict(os.environ)
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "LC_ALL", "LC_MESSAGES", "PINGAN_CONFIG"):
        os.environ.pop(name, None)
    os.environ["LANG"] = "C.UTF-8"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def write(paths: Iterable[Path]) -> None:
    """Write the output below the examples of these pages."""
    for path in paths:
        path.write_text(shown(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(map(Path, sys.argv[1:]) if sys.argv[1:] else pages())
