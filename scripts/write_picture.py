"""Renews the README's picture from the program itself.

python scripts/write_picture.py
"""

from __future__ import annotations

import io
import os
import re
from contextlib import redirect_stdout
from pathlib import Path

from rich.console import Console
from rich.text import Text

from pingan_cli.cli.app import run

PICTURE = Path(__file__).parents[1] / "docs" / "award.svg"
COMMAND = "award --year 2022 --level city"
COLUMNS = 100


def picture() -> str:
    """What a terminal of 100 columns shows, as SVG."""
    os.environ |= {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "COLORTERM": "truecolor", "TERM": "xterm-256color"}
    os.environ.pop("NO_COLOR", None)
    out = io.StringIO()
    with redirect_stdout(out):
        run(COMMAND.split())
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(f"$ pingan {COMMAND}", style="dim"))
    console.print(Text.from_ansi(out.getvalue()))
    svg = console.export_svg(title="pingan", unique_id="pingan")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # a picture that asks no other site for fonts


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8", newline="\n")
