"""Nothing is read but what was named, and nothing is written but where it was named."""

from __future__ import annotations

import gzip
import json
import os
import socket
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from program import Pingan

SECRET = "year,unit\n2005,the secret\n"


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that nobody named."""
    path = tmp_path_factory.mktemp("outside") / "secret.csv"
    path.write_text(SECRET)
    return path


def package(folder: Path, path: object, name: str = "cards") -> None:
    folder.mkdir(exist_ok=True)
    (folder / "cards.csv").write_text("year,unit\n2005,洞头县\n", encoding="utf-8")
    resources = [{"name": "cards", "path": "cards.csv"}, {"name": name, "path": path}]
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")


WAYS_OUT = [
    "../secret.csv", "lists/../../secret.csv", "./../secret.csv", "{outside}", "file://{outside}", "..", "/", "~/x",
    "https://example.org/x.csv", "link.csv", "linked/secret.csv", "a.csv\0",
    "\ud800.csv", "self.csv/x", "cards.csv#../../secret.csv",
]  # fmt: skip


@pytest.mark.parametrize("name", ["cards", "units", "claims", "map"])
@pytest.mark.parametrize("way", WAYS_OUT)
def test_a_package_names_only_what_lies_in_it(
    pingan: Pingan, tmp_path: Path, outside: Path, way: str, name: str
) -> None:
    folder = tmp_path / "package"
    package(folder, way.format(outside=outside), name)
    (tmp_path / "secret.csv").write_text(SECRET)
    (folder / "link.csv").symlink_to(outside)
    (folder / "linked").symlink_to(outside.parent)
    (folder / "self.csv").symlink_to("self.csv")
    for command in (["award", "--data"], ["check"], ["audit", "--data"], ["batch", "-o", "out.csv", "--years", "2005"]):
        ran = pingan(*command, "package")
        assert ran.status in (1, 2), command
        assert "error[package-invalid]: the " in ran.out + ran.err
        assert "secret\n" not in ran.out + ran.err
    assert not (tmp_path / "out.csv").exists()


def test_a_descriptor_that_leads_out(pingan: Pingan, tmp_path: Path) -> None:
    package(tmp_path / "theirs", "cards.csv", "map")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "datapackage.json").symlink_to(tmp_path / "theirs" / "datapackage.json")
    assert "error[link-outside]" in pingan("award", "--data", "mine").err


@pytest.mark.parametrize("name", ["2006.csv", "2006.csv.gz", "2006.xlsx", "2006.zip"])
def test_a_link_in_a_folder_leads_nowhere_else(pingan: Pingan, tmp_path: Path, outside: Path, name: str) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "2005.csv").write_text("unit\n洞头县\n", encoding="utf-8")
    (folder / name).symlink_to(outside)
    ran = pingan("award", "--data", "lists")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"lists/{name}: error[link-outside]")
    assert "secret" not in pingan("check", "lists").out


def test_a_link_within_a_folder_and_one_that_was_named_are_followed(pingan: Pingan, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "original").write_text("unit\n洞头县\n", encoding="utf-8")
    (folder / "2005.csv").symlink_to("original")
    (tmp_path / "2006.csv").symlink_to(folder / "original")
    assert pingan("award", "--data", "lists").status == 0
    assert pingan("award", "--data", "2006.csv").status == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_a_folder_does_not_make_the_program_wait(pingan: Pingan, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    os.mkfifo(tmp_path / "lists" / "2005.csv")
    assert "error[file-unreadable]: this is a pipe or a device, not a file" in pingan("award", "--data", "lists").err
    os.mkfifo(tmp_path / "lists" / "ladder.yaml")
    assert pingan("check", "lists").status == 1


def test_names_in_archives_are_names_and_no_paths(pingan: Pingan, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lists.zip", "w") as archive:
        for name in ("../../2005.csv", "/etc/2006.csv", "C:\\2007.csv"):
            archive.writestr(name, "unit\n洞头县\n")
    before = set(tmp_path.parent.rglob("*"))
    ran = pingan("streak", "Dongtou", "--data", "lists.zip", "--format", "csv")
    assert ran.out.endswith("2007,held,3,3,ding\n")
    assert set(tmp_path.parent.rglob("*")) == before


def test_a_ladder_names_only_shipped_records(pingan: Pingan, tmp_path: Path) -> None:
    from pingan_cli.shipped import RULES

    text = (RULES / "zhejiang-peace.yaml").read_text(encoding="utf-8").replace("ladder: zhejiang-peace", "ladder: mine")
    for way in ("../../x", "/etc", "a/b", "..", "."):
        (tmp_path / "mine.yaml").write_text(text.replace("records: zhejiang", f'records: "{way}"'), encoding="utf-8")
        assert "error[ladder-invalid]: records:" in pingan("award", "--rules", "mine.yaml").err


COMMANDS = [
    ["award"], ["award", "--format", "csv"], ["streak", "Dongtou", "--why"], ["forecast", "Dongtou"], ["changes"],
    ["check"], ["audit"], ["deduce"], ["units"], ["rules", "list"], ["rules", "check"], ["explain", "usage"],
]  # fmt: skip


def test_nothing_is_written_and_nobody_is_called(tmp_path: Path) -> None:
    """Home, configuration, caches, temporary files and the working folder stay as they are; no socket is opened."""
    places = {
        name: tmp_path / name
        for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "work")
    }
    for place in places.values():
        place.mkdir()
    (places["work"] / "cards.csv.gz").write_bytes(gzip.compress("year,unit\n2005,洞头县\n".encode()))
    environment = {**os.environ, **{name: str(place) for name, place in places.items()}, "PYTHONDONTWRITEBYTECODE": "1"}
    before = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}
    program = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise SystemExit('a socket was opened')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from pingan_cli.cli.app import run\n"
        f"for words in {[*COMMANDS, ['award', '--data', 'cards.csv.gz'], ['check', 'cards.csv.gz']]!r}: run(words)\n"
        "import subprocess, os\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=places["work"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0
    assert "error[" not in ran.stderr
    assert "Traceback" not in ran.stderr
    assert {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_an_address_is_a_file_that_is_not_there(pingan: Pingan, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    for address in ("https://example.org/cards.csv", "http://127.0.0.1/cards.csv.gz", "ftp://x/y.zip", "s3://x/y.csv"):
        assert "error[file-missing]" in pingan("award", "--data", address).err
        assert "error[file-missing]" in pingan("units", "--units", address).err


def test_an_engine_fetches_nothing(tmp_path: Path) -> None:
    """DuckDB would fetch extensions, such as for reading an address or a map."""
    from pingan_cli.large.duckdb_backend import DuckdbBackend

    engine = DuckdbBackend()
    assert [*engine.fetch("SELECT current_setting('autoinstall_known_extensions')")] == [(False,)]
    for query in ("FROM read_csv('https://127.0.0.1/x.csv')", "SELECT ST_Point(1, 2)"):
        with pytest.raises(engine.errors, match=r"(?i)extension"):
            list(engine.fetch(query))


WRITERS = [
    ["award", "-o", "{}.txt"],
    ["award", "-o", "{}.csv"],
    ["streak", "Dongtou", "-o", "{}.json"],
    ["report", "-o", "{}.html"],
    ["check", "-o", "{}.xml"],
    ["rules", "new", "mine", "--force", "-o", "{}.yaml"],
]


@pytest.mark.parametrize("command", WRITERS)
def test_a_link_in_the_way_of_an_answer_is_replaced_and_not_followed(
    pingan: Pingan, tmp_path: Path, outside: Path, command: list[str]
) -> None:
    for number, target in enumerate((outside, tmp_path / "not there", Path("/dev/null"), tmp_path / "elsewhere")):
        link = tmp_path / command[-1].format(f"link{number}")
        link.symlink_to(target)
        assert pingan(*command[:-1], link.name).status == 0
        assert not link.is_symlink()
        assert link.stat().st_size > 0
    assert outside.read_text() == SECRET
    assert not (tmp_path / "not there").exists()
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)  # noqa: PTH116


def test_another_name_of_the_same_file_keeps_what_it_had(pingan: Pingan, tmp_path: Path, outside: Path) -> None:
    os.link(outside, tmp_path / "out.csv")
    assert pingan("award", "--format", "csv", "-o", "out.csv").status == 0
    assert outside.read_text() == SECRET


def test_rights_are_kept_but_none_that_act_for_the_owner(pingan: Pingan, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    (tmp_path / "out.csv").chmod(0o4640)
    assert pingan("award", "--format", "csv", "-o", "out.csv").status == 0
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o640


def test_standard_output_by_its_name_is_not_replaced(tmp_path: Path) -> None:
    before = os.lstat("/dev/stdout").st_ino
    with (tmp_path / "out.csv").open("wb") as out:
        words = [sys.executable, "-m", "pingan_cli", "award", "--format", "csv", "-o", "/dev/stdout"]
        assert subprocess.run(words, stdout=out, check=False).returncode == 0
    assert os.lstat("/dev/stdout").st_ino == before
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("code,name")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_link_to_a_pipe_is_no_pipe_that_was_named(pingan: Pingan, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "out.csv").symlink_to("pipe")
    assert pingan("award", "--format", "csv", "-o", "out.csv").status == 0
    assert (tmp_path / "out.csv").is_file()


def test_mending_follows_no_link(pingan: Pingan, tmp_path: Path, outside: Path) -> None:
    untidy = "year,unit\n2005, 洞头县\n"
    outside.write_text(untidy, encoding="utf-8")
    (tmp_path / "2005.csv").symlink_to(outside)
    ran = pingan("check", "2005.csv", "--fix")
    assert "error[file-unwritable]: this is a link; name the file itself" in ran.err
    assert outside.read_text(encoding="utf-8") == untidy


def test_a_batch_follows_no_link_and_leaves_the_folder_only_by_its_inputs(
    pingan: Pingan, tmp_path: Path, outside: Path
) -> None:
    (tmp_path / "2005.csv").write_text("unit\n洞头县\n", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "2005-2005.csv").symlink_to(outside)
    (tmp_path / "out" / "manifest.json").symlink_to(outside)
    ran = pingan("batch", "2005.csv", "--years", "2005", "-o", "out", "--force")
    assert ran.status == 2
    assert "error[file-unwritable]" in ran.err
    assert outside.read_text() == SECRET
