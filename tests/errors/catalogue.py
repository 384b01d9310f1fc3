"""Running the smallest input that raises a code: `CODE/command` in its folder, held against `CODE/expected`."""

from __future__ import annotations

import io
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from pingan_cli.cli.app import run

CASES = Path(__file__).parent


def outcome(code: str) -> str:
    """What the command of a code prints, what it says, and how it ends."""
    program, *words = (CASES / code / "command").read_text(encoding="utf-8").split()
    assert program == "pingan"
    out, err = io.StringIO(), io.StringIO()
    with chdir(CASES / code), redirect_stdout(out), redirect_stderr(err):
        status = run(words)
    return f"{out.getvalue()}{err.getvalue()}exit status {status}\n"


if __name__ == "__main__":  # renews what is expected: python tests/errors/catalogue.py [CODE]...
    for case in sys.argv[1:] or sorted(path.parent.name for path in CASES.glob("*/command")):
        (CASES / case / "expected").write_text(outcome(case), encoding="utf-8", newline="\n")
