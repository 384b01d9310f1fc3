"""Where files go: whole, all together, over nothing that is not meant, and never through a link."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from batch.conftest import NORTH, tree
from program import Pingan

RUN = ("batch", "lists/north.csv", "--units", "none", "--years", "2005-2008")


def test_the_same_run_again_changes_nothing(pingan: Pingan, lists: Path) -> None:
    assert pingan(*RUN, "-o", "out").status == 0
    before = {path.name: path.stat().st_ino for path in Path("out").iterdir()}
    assert pingan(*RUN, "-o", "out").status == 0
    assert {path.name: path.stat().st_ino for path in Path("out").iterdir()} == before


def test_another_file_is_replaced_only_by_force(pingan: Pingan, lists: Path) -> None:
    Path("out").mkdir()
    Path("out/north-2006.csv").write_text("mine\n", encoding="utf-8")
    Path("out/other.csv").write_text("mine\n", encoding="utf-8")
    before = tree(Path("out"))
    ran = pingan(*RUN, "-o", "out")
    assert (ran.status, ran.out) == (2, "")
    assert "out/north-2006.csv: error[file-unwritable]: there is another file of this name\n  hint: --force" in ran.err
    assert "Nothing was written to out." in ran.err
    assert tree(Path("out")) == before
    assert pingan(*RUN, "-o", "out", "--force").status == 0
    assert tree(Path("out"))["other.csv"] == b"mine\n"
    assert tree(Path("out"))["north-2006.csv"].startswith(b"input,year,")


def test_a_changed_input_is_written_over_an_old_run_only_by_force(pingan: Pingan, lists: Path) -> None:
    assert pingan(*RUN, "-o", "all.csv").status == 0
    before = tree(lists.parent)
    (lists / "north.csv").write_text(f"{NORTH}2008,Z\n", encoding="utf-8")
    assert pingan(*RUN, "-o", "all.csv").status == 2
    assert {**tree(lists.parent), "lists/north.csv": b""} == {**before, "lists/north.csv": b""}
    assert pingan(*RUN, "-o", "all.csv", "--force").status == 0
    assert pingan("batch", "--verify", "all.csv.manifest.json").status == 0


@pytest.mark.parametrize("name", ["north-2006.csv", "manifest.json"])
@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize("target", ["elsewhere.txt", "none.txt", "lists"])
def test_no_link_is_followed_or_replaced(
    pingan: Pingan, lists: Path, name: str, force: tuple[str, ...], target: str
) -> None:
    Path("elsewhere.txt").write_text("mine\n", encoding="utf-8")
    Path("out").mkdir()
    Path("out", name).symlink_to(Path(target).absolute())
    before = tree(lists.parent)
    ran = pingan(*RUN, "-o", "out", *force)
    assert ran.status == 2
    assert f"out/{name}: error[file-unwritable]: this is a link" in ran.err
    assert tree(lists.parent) == before
    assert Path("out", name).is_symlink()


@pytest.mark.parametrize("name", ["north-2006.csv", "manifest.json"])
def test_a_folder_or_a_pipe_is_not_replaced(pingan: Pingan, lists: Path, name: str) -> None:
    for make in (os.mkdir, os.mkfifo):
        Path("out").mkdir(exist_ok=True)
        make(Path("out", name))
        ran = pingan(*RUN, "-o", "out", "--force")
        assert ran.status == 2
        assert "this is no file, and is not replaced" in ran.err
        assert tree(Path("out")) == {}
        path = Path("out", name)
        path.rmdir() if path.is_dir() else path.unlink()


def test_a_link_in_the_place_of_the_unfinished_is_not_followed(pingan: Pingan, lists: Path) -> None:
    Path("mine").mkdir()
    Path("mine/kept.txt").write_text("kept\n", encoding="utf-8")
    Path("out").mkdir()
    Path("out/.pingan-batch.part").symlink_to(Path("mine").absolute())
    before = tree(lists.parent)
    ran = pingan(*RUN, "-o", "out")
    assert (ran.status, ran.out) == (2, "")
    assert "out/.pingan-batch.part: error[file-unwritable]" in ran.err
    assert tree(lists.parent) == before


def test_what_a_killed_run_has_left_is_removed(pingan: Pingan, lists: Path) -> None:
    Path("out/.pingan-batch.part/x/y").mkdir(parents=True)
    Path("out/.pingan-batch.part/x/north-2005.csv").write_text("half", encoding="utf-8")
    assert pingan(*RUN, "-o", "out").status == 0
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "manifest.json", "north-2005.csv", "north-2006.csv", "north-2007.csv", "north-2008.csv",
    ]  # fmt: skip


@pytest.mark.parametrize(("output", "part"), [("out", "out/.pingan-batch.part"), ("all.csv", ".all.csv.part")])
def test_two_runs_do_not_write_to_one_place(pingan: Pingan, lists: Path, output: str, part: str) -> None:
    Path(part, "another").mkdir(parents=True)
    handle = os.open(part, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        ran = pingan(*RUN, "-o", output)
        assert ran.status == 2
        assert "another run is writing here" in ran.err
        assert Path(part, "another").is_dir()
    finally:
        os.close(handle)
    assert pingan(*RUN, "-o", output).status == 0
    assert not Path(part).exists()


def test_a_folder_named_by_a_link_is_meant(pingan: Pingan, lists: Path) -> None:
    Path("real/deep").mkdir(parents=True)
    Path("out").symlink_to("real/deep")
    assert pingan(*RUN, "-o", "out").status == 0
    assert pingan("batch", "--verify", "out/manifest.json").status == 0
    assert pingan("batch", "--verify", "real/deep/manifest.json").status == 0


def test_a_file_that_changes_while_it_is_read_is_refused(
    pingan: Pingan, lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pingan_cli.batch import compute as computing

    def opened(*args: object) -> object:
        records = computing_open(*args)
        (lists / "north.csv").write_text(f"{NORTH}2008,Z\n", encoding="utf-8")
        return records

    computing_open = computing.records_of
    monkeypatch.setattr(computing, "records_of", opened)
    ran = pingan(*RUN, "-o", "out")
    assert ran.status == 2
    assert "lists/north.csv: error[file-unreadable]: this file changed while it was read" in ran.err
    assert not Path("out").exists()


def test_a_pipe_is_no_input(pingan: Pingan, lists: Path) -> None:
    os.mkfifo("pipe.csv")
    ran = pingan("batch", "pipe.csv", "--units", "none", "--years", "2005", "-o", "out")
    assert ran.status == 2
    assert "this is no file that can be read again" in ran.err


def test_a_manifest_that_is_there_already_stays_when_another_file_is_written_anew(pingan: Pingan, lists: Path) -> None:
    for output in ("out", "all.csv"):
        assert pingan(*RUN, "-o", output).status == 0
    before = tree(lists.parent)
    for damage in (Path.unlink, lambda path: path.write_text("damaged\n", encoding="utf-8")):
        for output, file in (("out", "out/north-2006.csv"), ("all.csv", "all.csv")):
            damage(Path(file))
            ran = pingan(*RUN, "-o", output, "--force")
            assert ran.status == 0
            assert tree(lists.parent) == before
            assert (
                pingan("batch", "--verify", str(Path(output)) if output == "out" else f"{output}.manifest.json").status
                == 0
            )
