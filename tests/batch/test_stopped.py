"""A run that ends early, in whatever way, leaves whole files or none, says which, and can be run again."""

from __future__ import annotations

import os
import pty
import resource
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from batch.conftest import Started, tree
from program import Pingan

YEARS = ("--years", "2005-2011", "--units", "none")


def until_it_writes(run: subprocess.Popen[str], folder: Path) -> None:
    """Wait for a run to have written some files out of sight."""
    until = time.monotonic() + 30
    while len(list(folder.rglob("*.csv"))) < 20:
        assert run.poll() is None
        assert time.monotonic() < until
        time.sleep(0.01)


def none_is_left(group: int) -> bool:
    """Whether every process of a group ends by itself soon."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_told_to_end_clears_up(
    start: Started, many: list[str], tmp_path: Path, jobs: str, number: int, status: int
) -> None:
    run = start("batch", *many, *YEARS, "-o", "out", "--jobs", jobs)
    until_it_writes(run, tmp_path / "out")
    if number == signal.SIGINT:
        os.killpg(run.pid, number)  # as a terminal does
    else:
        run.send_signal(number)
    out, err = run.communicate(timeout=30)
    assert (run.returncode, out) == (status, "")
    assert err == "Ended before it was finished.\nNothing was written to out.\n"
    assert not (tmp_path / "out").exists()
    assert none_is_left(run.pid)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_run_leaves_nothing_under_a_final_name(
    start: Started, pingan: Pingan, many: list[str], tmp_path: Path, jobs: str
) -> None:
    run = start("batch", *many, *YEARS, "-o", "out", "--jobs", jobs)
    until_it_writes(run, tmp_path / "out")
    run.kill()
    run.communicate(timeout=30)
    assert none_is_left(run.pid)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".pingan-batch.part"]
    assert pingan("batch", *many[:2], *YEARS, "-o", "out").status == 0
    assert set(tree(tmp_path / "out")) == {
        f"{at}-{year}.csv" for at in ("000", "001") for year in range(2005, 2012)
    } | {"manifest.json"}


KILLER = """
import os, signal, sys
count = {count}
def hook(event, args):
    global count
    if event == {event!r} and str(args[0]).startswith("out"):
        count -= 1
        if not count:
            os.kill(os.getpid(), signal.{name})
sys.addaudithook(hook)
"""
"""Code by which a run gets a signal when it is about to do something in its folder for that many times."""


@pytest.mark.parametrize(
    ("event", "count", "there"),
    [
        ("os.mkdir", 1, 0),
        ("os.mkdir", 2, 0),
        ("os.mkdir", 3, 0),
        ("open", 2, 0),
        ("open", 13, 0),
        ("os.remove", 1, 0),
        ("os.rename", 1, 0),
        ("os.rename", 2, 1),
        ("os.rename", 8, 7),
        ("os.rename", 9, 8),
        ("os.rmdir", 1, 9),
    ],
)
def test_a_run_killed_at_any_step_leaves_whole_files_and_the_manifest_last(
    start: Started, pingan: Pingan, lists: Path, tmp_path: Path, event: str, count: int, there: int
) -> None:
    args = ("batch", "lists/north.csv", "lists/south", "--units", "none", "--years", "2005-2008")
    assert pingan(*args, "-o", "whole").status == 0
    whole = tree(tmp_path / "whole")
    run = start(*args, "-o", "out", first=KILLER.format(event=event, count=count, name="SIGKILL"))
    run.communicate(timeout=30)
    assert run.returncode == -signal.SIGKILL
    found = {name: raw for name, raw in tree(tmp_path / "out").items() if not name.startswith(".")}
    assert found.items() <= whole.items()
    assert len(found) == there
    assert ("manifest.json" in found) == (there == 9)
    assert pingan(*args, "-o", "out").status == 0
    assert tree(tmp_path / "out") == whole


def test_a_run_ended_while_files_are_put_in_place_says_which_are_there(
    start: Started, pingan: Pingan, lists: Path, tmp_path: Path
) -> None:
    args = ("batch", "lists/north.csv", *YEARS, "-o", "out")
    run = start(*args, first=KILLER.format(event="os.rename", count=3, name="SIGTERM"))
    out, err = run.communicate(timeout=30)
    there = sorted(tree(tmp_path / "out"))
    assert (run.returncode, out) == (143, "")
    assert len(there) in (2, 3)
    assert err.startswith(
        f"Ended before it was finished.\n{len(there)} files are in place, whole, and the manifest is not"
    )
    assert [line.strip() for line in err.splitlines() if line.startswith("  ")] == there
    assert pingan(*args).status == 0
    assert len(tree(tmp_path / "out")) == 8


@pytest.mark.parametrize(("output", "jobs"), [("out", "2"), ("all.csv", "1"), ("all.parquet", "1")])
def test_a_file_that_cannot_grow_leaves_nothing(
    start: Started, many: list[str], tmp_path: Path, output: str, jobs: str
) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    before = tree(tmp_path)
    run = start("batch", *many[:4], *YEARS, "-o", output, "--jobs", jobs, preexec_fn=limit)
    out, err = run.communicate(timeout=30)
    assert (run.returncode, out) == (2, "")
    assert f"{output}: error[file-unwritable]: cannot be written: File too large" in err
    assert f"Nothing was written to {output}." in err
    (tmp_path / "started.py").unlink()
    assert tree(tmp_path) == before
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("output", ["out", "all.csv", "all.parquet"])
def test_a_full_disk_leaves_nothing(start: Started, many: list[str], tmp_path: Path, output: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40k", "none", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        run = start("batch", *many, *YEARS, "-o", f"disk/{output}")
        out, err = run.communicate(timeout=30)
        assert (run.returncode, out) == (2, "")
        assert "cannot be written: No space left on device" in err
        assert f"Nothing was written to disk/{output}." in err
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_process_that_is_killed_is_told(start: Started, many: list[str], tmp_path: Path) -> None:
    run = start("batch", *many, *YEARS, "-o", "out", "--jobs", "2")
    until_it_writes(run, tmp_path / "out")
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text(encoding="ascii").split()
    workers = [pid for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    os.kill(int(workers[0]), signal.SIGKILL)
    out, err = run.communicate(timeout=30)
    assert (run.returncode, out) == (2, "")
    assert "a process was ended from outside while it computed" in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_no_bar_in_a_pipe(start: Started, lists: Path) -> None:
    run = start("batch", "lists/north.csv", *YEARS, "-o", "out")
    assert run.communicate(timeout=30)[1] == ""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bar_on_a_terminal(start: Started, lists: Path, jobs: str) -> None:
    ours, theirs = pty.openpty()
    run = start("batch", "lists/north.csv", "lists/south", *YEARS, "-o", "out", "--jobs", jobs, stderr=theirs)
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # it was closed at the other end
        while piece := os.read(ours, 1 << 16):
            shown += piece
    os.close(ours)
    out, _ = run.communicate(timeout=30)
    assert run.returncode == 0
    assert b"14/14" in shown
    assert out.startswith("2 inputs computed")
