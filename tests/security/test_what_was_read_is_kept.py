"""No answer is written over what was read for it, whatever the command, the form and the name of the file."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from batch.conftest import tree
from pingan_cli.cli.app import COMMANDS
from pingan_cli.shipped import METHODS, RULES
from program import Pingan

ALL = ["cards.csv", "units.csv", "datapackage.json", "ladder.yaml", "pingan.toml"]
DATA_OF = ["--rules", "ladder.yaml", "--data", "package"]
BATCH = ["package/cards.csv", "--units", "package/units.csv", "--rules", "ladder.yaml"]
READ = {
    ("award", *DATA_OF): ALL,
    ("award", *DATA_OF, "--expect", "published.csv"): [*ALL, "published.csv"],
    ("award", *DATA_OF, "--chart"): ALL,
    ("streak", "Dongtou", *DATA_OF): ALL,
    ("changes", *DATA_OF): ALL,
    ("forecast", "Dongtou", *DATA_OF): ALL,
    ("report", *DATA_OF): [*ALL, "map.csv", "claims.csv"],
    ("check", "package", "ladder.yaml", "--rules", "ladder.yaml"): [*ALL, "claims.csv"],
    ("check", "package", "--rules", "ladder.yaml", "--expect", "published.csv"): [*ALL, "published.csv"],
    ("audit", *DATA_OF): [*ALL, "claims.csv"],
    ("deduce", *DATA_OF): ["units.csv", "ladder.yaml", "claims.csv", "pingan.toml"],
    ("units", "--rules", "ladder.yaml", "--units", "package/units.csv"): ["units.csv", "ladder.yaml", "pingan.toml"],
    ("rules", "show", "ladder.yaml"): ["ladder.yaml", "pingan.toml"],
    ("rules", "check", "ladder.yaml"): ["ladder.yaml", "pingan.toml"],
    ("rules", "list"): ["pingan.toml"],
    ("rules", "schema"): ["pingan.toml"],
    ("rules", "new", "mine", "--force"): ["pingan.toml"],
    ("explain",): ["pingan.toml"],
    ("assess", "--method", "method.yaml", "--facts", "facts.csv"): ["method.yaml", "facts.csv", "pingan.toml"],
    ("batch", *BATCH, "--years", "2005", "--force"): ["cards.csv", "units.csv", "ladder.yaml", "pingan.toml"],
}
"""For each command the files that it reads, in the folder that `office` makes."""

ENDING = {"report": ".html", "schema": ".json", "new": ".yaml"}
WAYS = ["itself", "hard link", "symbolic link", "/proc/self/cwd", "/dev/shm", "spelt otherwise"]


UNITS = """code,name_zh,name_en,level,parent
330300,温州市,Wenzhou,city,
330305,洞头区,Dongtou,county,330300
"""
CLAIM = """id,unit,claim,value,year,year_kind,source,confidence
c1,330305,tier,ding,2008,announced,here,high
"""
PACKAGE = {
    "cards.csv": "year,unit\n2005,Dongtou\n",
    "units.csv": UNITS,
    "claims.csv": CLAIM,
    "map.csv": "code,column,row,width\n330300,1,1,1\n",
    "datapackage.json": json.dumps(
        {"resources": [{"name": each, "path": f"{each}.csv"} for each in ("cards", "units", "claims", "map")]}
    ),
}


@pytest.fixture
def office(pingan: Pingan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "package").mkdir()
    for name, content in PACKAGE.items():
        (tmp_path / "package" / name).write_text(content, encoding="utf-8")
    text = (RULES / "zhejiang-peace.yaml").read_text(encoding="utf-8")
    (tmp_path / "ladder.yaml").write_text(text.replace("ladder: zhejiang-peace", "ladder: ladder"), encoding="utf-8")
    shutil.copy(METHODS / "tree-city-growth-award.yaml", tmp_path / "method.yaml")
    shutil.copy(METHODS / "tree-city-growth-award-facts.csv", tmp_path / "facts.csv")
    (tmp_path / "pingan.toml").write_text('lang = "en"\n', encoding="utf-8")
    (tmp_path / "published.csv").write_text("unit,honour\nDongtou,Gold Ding\n", encoding="utf-8")
    monkeypatch.setenv("PINGAN_CONFIG", "pingan.toml")
    return tmp_path


def named(way: str, file: Path, ending: str) -> str:
    """A name of a file that leads to it in a certain way, with an ending that the command takes."""
    alias = file.with_name(f"alias{ending}")
    if way == "symbolic link":
        alias.symlink_to(file)
        return str(alias)
    if way == "itself" and file.suffix == ending:
        return str(file)
    os.link(file, alias)
    if way == "/proc/self/cwd":
        return f"/proc/self/cwd/{alias.relative_to(Path.cwd())}"
    if way == "/dev/shm":
        return f"/dev/shm/../..{alias}"
    return f"{alias.parent}/.//../{alias.parent.name}/{alias.name}"


def test_every_command_is_tried() -> None:
    assert {words[0] for words in READ} == {*COMMANDS}


@pytest.mark.parametrize("words", READ, ids=lambda words: " ".join(words[:2]))
def test_nothing_is_written_over_what_was_read(pingan: Pingan, office: Path, words: tuple[str, ...]) -> None:
    ending = next((ENDING[word] for word in words if word in ENDING), ".csv")
    ways = WAYS if words[0] == "award" else WAYS[:1]
    for name, way in [(name, way) for name in READ[words] for way in ways]:
        file = next(office.rglob(name))
        output = named(way, file, ending)
        before = tree(office)
        ran = pingan(*words, "-o", output)
        assert ran.status == 2, (name, way, ran.err)
        assert f"{Path(output)}: error[file-unwritable]: this " in ran.err
        assert tree(office) == before
        file.with_name(f"alias{ending}").unlink(missing_ok=True)


@pytest.mark.parametrize("output", ["cards.csv", "out.csv", "/dev/stdin"])
def test_standard_input_may_be_a_file_that_is_read(office: Path, output: str) -> None:
    cards = office / "cards.csv"
    cards.write_text("year,unit\n2005,A\n", encoding="utf-8")
    before = cards.read_bytes()
    words = [sys.executable, "-m", "pingan_cli", "award", "--data", "-", "--units", "none", "-o", output]
    with cards.open("rb") as stream:
        ran = subprocess.run(words, stdin=stream, cwd=office, capture_output=True, check=False)
    assert ran.returncode == (0 if output == "out.csv" else 2)
    assert cards.read_bytes() == before


def test_a_ladder_that_was_begun_is_replaced_only_by_force(pingan: Pingan, tmp_path: Path) -> None:
    assert pingan("rules", "new", "mine").status == 0
    (tmp_path / "mine.yaml").write_text("my work\n", encoding="utf-8")
    ran = pingan("rules", "new", "mine")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "mine.yaml: error[file-unwritable]: there is another file of this name\n  hint: --force replaces it\n"
    )
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "my work\n"
    assert pingan("rules", "new", "mine", "--force").status == 0
    assert pingan("rules", "check", "mine.yaml").status == 0


@pytest.mark.parametrize(
    ("words", "output", "said"),
    [
        (["award"], "out.xls", "a file ends in .txt, .json, .csv, .md"),
        (["award"], "out.csv.gz", "a file ends in"),
        (["award"], "list.2022", "a file ends in"),
        (["award", "--format", "csv"], "out.json", "leave out --format"),
        (["award", "--chart"], "out.parquet", "a file ends in"),
        (["streak", "Dongtou"], "out.parquet", "a file ends in"),
        (["report"], "out.csv", "a file ends in .html, .md"),
        (["report", "--format", "md"], "out.html", "leave out --format"),
        (["check"], "out.html", "a file ends in .txt, .json, .jsonl, .csv, .md, .xlsx, .sarif, .xml"),
        (["rules", "schema"], "schema.yaml", "a file ends in .json"),
        (["rules", "new", "mine"], "mine.json", "a file ends in .yaml"),
        (["explain", "usage"], "usage.html", "a file ends in"),
        (["units"], "units.xml", "a file ends in"),
    ],
)
def test_an_ending_that_no_form_has_is_refused(
    pingan: Pingan, tmp_path: Path, words: list[str], output: str, said: str
) -> None:
    ran = pingan(*words, "-o", output)
    assert (ran.status, ran.out) == (2, "")
    assert f"  hint: {said}" in ran.err
    assert not (tmp_path / output).exists()


@pytest.mark.parametrize(
    ("words", "output", "begins"),
    [
        (["check"], "out.sarif", "{"),
        (["check"], "out.xml", "<?xml"),
        (["check"], "out.jsonl", ""),
        (["check", "--format", "sarif"], "out.json", "{"),
        (["report"], "out.md", "#"),
        (["award", "--format", "csv"], "out.txt", "code,"),
        (["award", "--format", "csv"], "out", "code,"),
        (["award"], "out.CSV", "code,"),
    ],
)
def test_the_ending_tells_the_form(pingan: Pingan, tmp_path: Path, words: list[str], output: str, begins: str) -> None:
    assert pingan(*words, "-o", output).status in (0, 1)
    assert (tmp_path / output).read_text(encoding="utf-8").lower().startswith(begins)


def test_the_ending_tells_the_form_whatever_the_configuration_says(
    pingan: Pingan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pingan.toml").write_text('format = "json"\n', encoding="utf-8")
    monkeypatch.setenv("PINGAN_CONFIG", "pingan.toml")
    assert pingan("award", "-o", "out.csv").status == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("code,")
    assert pingan("award", "-o", "out").status == 0
    assert (tmp_path / "out").read_text(encoding="utf-8").startswith("{")


def test_what_is_open_already_is_written_to_from_where_it_stands(tmp_path: Path) -> None:
    words = f"{sys.executable} -m pingan_cli units Dongtou --format csv -o"
    script = f"echo before; {words} /dev/stdout; {words} /dev/fd/1; {words} /proc/self/fd/1; echo after"
    with (tmp_path / "out").open("wb") as out:
        subprocess.run(["/bin/sh", "-c", script], stdout=out, cwd=tmp_path, check=True)
    text = (tmp_path / "out").read_text(encoding="utf-8")
    assert (text.split("\n", 1)[0], text.splitlines()[-1], text.count("code,")) == ("before", "after", 3)


KILLER = """
import os, signal, sys
def hook(event, args):
    if event in ({event!r},) and ".part" in str(args[0]):
        os.kill(os.getpid(), signal.{name})
sys.addaudithook(hook)
from pingan_cli.cli.app import main
raise SystemExit(main())
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize("event", ["open", "os.rename"])
@pytest.mark.parametrize(
    "words",
    [
        ["award", "-o", "out.csv"],
        ["rules", "new", "out", "-o", "out.yaml"],
        ["check", "untidy.csv", "--fix"],
        ["award", "--data", "cards.csv", "--units", "none", "--backend", "duckdb", "-o", "out.parquet"],
    ],
    ids=lambda words: words[0] + words[-1],
)
def test_a_writer_that_is_told_to_end_leaves_nothing(tmp_path: Path, words: list[str], event: str, name: str) -> None:
    (tmp_path / "untidy.csv").write_text("year,unit\n2005, Dongtou\n", encoding="utf-8")
    (tmp_path / "cards.csv").write_text("year,unit\n2005,A\n", encoding="utf-8")
    before = tree(tmp_path)
    command = [sys.executable, "-c", KILLER.format(event=event, name=name), *words]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (128 + getattr(signal, name), "", "")
    after = tree(tmp_path)
    assert not [file for file in after if ".part" in file]
    if event == "open":
        assert after == before


def test_a_signal_that_is_ignored_stays_so(tmp_path: Path) -> None:
    """As `nohup` has it."""
    command = [sys.executable, "-c", KILLER.format(event="open", name="SIGHUP"), "award", "-o", "out.csv"]
    ignoring = lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)  # noqa: E731
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, preexec_fn=ignoring, check=False)
    assert ran.returncode == 0
    assert (tmp_path / "out.csv").exists()
