"""How time grows with the work: four times the work should take at most six times as long.

    python benchmarks/growth.py [NAME ...]

Each command runs on an input of a size and on one four times as large; processor seconds of whole processes count, less
those of a run that does next to nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

MOST = 6.0
TIMES = 4


def registry(folder: Path, size: int) -> list[list[str]]:
    """Units, of which every tenth carries on another's history, and three years of cards."""
    rows = (f"{n},Unit {n},county,{n - 1 if n % 10 == 1 else ''}" for n in range(size))
    (folder / "units.csv").write_text("\n".join(["code,name_en,level,carries_on", *rows, ""]))
    held = (f"{year},{n}" for year in (2010, 2011, 2012) for n in range(size))
    (folder / "cards.csv").write_text("\n".join(["year,unit", *held, ""]))
    units = ["--units", "units.csv"]
    return [
        ["award", "--data", "cards.csv", *units, "--format", "csv"],
        ["check", "cards.csv", *units],
        ["changes", "--data", "cards.csv", *units, "--year", "2012", "--format", "csv"],
        ["units", *units, "--format", "csv"],
    ]


def rows(folder: Path, size: int) -> list[list[str]]:
    """A list of so many rows, as it should be, and one in which every row stands twice."""
    held = "".join(f"{2005 + n % 20},V{n // 20}\n" for n in range(size))
    (folder / "cards.csv").write_text(f"year,unit\n{held}")
    (folder / "twice.csv").write_text(f"year,unit\n{held}{held}")
    return [["check", name, "--units", "none"] for name in ("cards.csv", "twice.csv")]


def blank(folder: Path, size: int) -> list[list[str]]:
    """A list with blank lines below it."""
    (folder / "cards.csv").write_text("year,unit\n2010,A\n" + "\n" * (size * 10))
    return [[*words, "cards.csv", "--units", "none"] for words in (["check"], ["award", "--data"])]


def members(folder: Path, size: int) -> list[list[str]]:
    """An archive of many lists."""
    with zipfile.ZipFile(folder / "lists.zip", "w") as archive:
        for n in range(size // 50):
            archive.writestr(f"{n}.csv", f"year,unit\n2010,U{n}\n")
    return [[*words, "lists.zip", "--units", "none"] for words in (["check"], ["award", "--data"])]


def claims(folder: Path, size: int) -> list[list[str]]:
    """Claims on units, which are audited and deduced from."""
    units = "".join(f"{n},Unit {n},county\n" for n in range(size // 40))
    (folder / "units.csv").write_text(f"code,name_en,level\n{units}")
    told = "".join(f"c{n},{n % (size // 40)},card,held,{2005 + n // (size // 40)}\n" for n in range(size // 10))
    (folder / "claims.csv").write_text(f"id,unit,claim,value,year\n{told}")
    (folder / "cards.csv").write_text("year,unit\n2005,0\n")
    words = ["--data", "cards.csv", "--claims", "claims.csv", "--units", "units.csv", "--format", "csv"]
    return [["audit", *words], ["deduce", *words]]


WORK: dict[str, tuple[int, Callable[[Path, int], list[list[str]]]]] = {
    "registry": (25_000, registry),
    "rows": (200_000, rows),
    "blank": (100_000, blank),
    "members": (50_000, members),
    "claims": (40_000, claims),
}


def seconds(folder: Path, words: list[str]) -> float:
    """The processor seconds of a run, which must not be refused."""
    before = os.times()
    done = subprocess.run([sys.executable, "-m", "pingan_cli", *words], cwd=folder, capture_output=True, check=False)
    after = os.times()
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)}: {done.stderr.decode()[:500]}")
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    """Measure what is named, or everything; the exit status tells whether anything grows too fast."""
    worst = 0.0
    for name in sys.argv[1:] or WORK:
        size, made = WORK[name]
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as four:
            start = min(seconds(Path(one), ["rules"]) for _ in range(3))
            small, large = made(Path(one), size), made(Path(four), size * TIMES)
            for words, more in zip(small, large, strict=True):
                few, many = (max(seconds(Path(at), each) - start, 0.05) for at, each in ((one, words), (four, more)))
                worst = max(worst, many / few)
                print(f"{name:10}{' '.join(words)[:44]:46}{few:7.2f} s{many:8.2f} s{many / few:7.1f} times")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
