"""Under the limit of a control group: large lists get by with it. Left out where no group can be made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pingan_cli.cli.app import run

LIMIT = 160 << 20
V1, V2 = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup")
ASKED = ["award", "--year", "2023", "--units", "none", "--format", "csv", "--quiet", "--backend", "duckdb"]


@pytest.fixture
def limited():
    """The file by which a process joins a group that allows 160 MB."""
    root, limit = (V1, "memory.limit_in_bytes") if V1.is_dir() else (V2, "memory.max")
    group = root / f"pingan-{os.getpid()}"
    try:
        group.mkdir()
        (group / limit).write_text(str(LIMIT))
        yield group / "cgroup.procs"
    except OSError as error:
        pytest.skip(f"no control group can be made: {error}")
    finally:
        if group.is_dir():
            group.rmdir()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_millions_of_rows_get_by_with_160_mb(tmp_path, limited, form):
    cards = tmp_path / f"cards.{form}"
    rows = """SELECT year, 'V' || lpad(unit::VARCHAR, 8, '0') AS unit
        FROM range(2005, 2025) AS years(year), range(300_000) AS units(unit)
        WHERE hash(unit * 31 + year) % 100 < 81 ORDER BY year, unit"""
    duckdb.execute(f"COPY ({rows}) TO '{cards}' (FORMAT {form})")
    asked = [*ASKED, "--data", str(cards), "-o"]
    joined = f"import os\nopen({str(limited)!r}, 'w').write(str(os.getpid()))\n"
    program = (
        f"{joined}from pingan_cli.cli.app import run\nraise SystemExit(run({[*asked, str(tmp_path / 'limited')]}))"
    )
    done = subprocess.run([sys.executable, "-c", program, *asked], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert run([*asked, str(tmp_path / "free")]) == 0
    assert (tmp_path / "limited").read_bytes() == (tmp_path / "free").read_bytes()


@pytest.mark.parametrize("backend", [[], ["--backend", "duckdb"]])
def test_a_limit_of_addresses_is_told_or_needs_no_engine(tmp_path, backend):
    """Under `ulimit -v` DuckDB is ended by the system in starting, so it is not started."""
    (tmp_path / "cards.csv").write_text("year,unit\n" + "2005,a unit\n" * 400_000, encoding="utf-8")
    limited = "import resource; resource.setrlimit(resource.RLIMIT_AS, (600_000_000, 600_000_000))"
    asked = [
        "award",
        "--units",
        "none",
        "--data",
        str(tmp_path / "cards.csv"),
        *backend,
        "-o",
        str(tmp_path / "out.csv"),
    ]
    program = f"{limited}\nfrom pingan_cli.cli.app import run\nraise SystemExit(run({asked}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == (2 if backend else 0), done.stderr
    assert "Traceback" not in done.stderr
    if backend:
        assert done.stderr == "error[file-too-large]: the memory that there is does not suffice\n"
