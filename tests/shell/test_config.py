"""The configuration file: where it is looked for, what it sets, what it must not, and what is wrong with one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan_cli.cli.app import run
from pingan_cli.config import EXAMPLES, Config, find_config, read_config
from pingan_cli.records import patterns

CARDS = "year,unit\n2019,Ulm\n2020,Ulm\n"
IN_A_PROJECT = '[project]\nname = "x"\n\n[tool.pingan]\n'


class Ran(NamedTuple):
    """What came of a run."""

    status: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder `here/below`, in which and above which there is nothing yet."""
    monkeypatch.delenv("PINGAN_CONFIG")
    (tmp_path / "here" / "below").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here" / "below")
    return tmp_path / "here"


def ran(*args: str) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run(list(args))
    return Ran(status, out.getvalue(), err.getvalue())


def first_line(*args: str) -> str:
    it = ran(*args)
    assert (it.status, it.err) == (0, "")
    return it.out.splitlines()[0]


def test_the_nearest_file_is_in_force(folder: Path) -> None:
    assert find_config({}) == (Config(), [])
    (folder / "pyproject.toml").write_text(f'{IN_A_PROJECT}lang = "zh"\n')
    assert find_config({}) == (Config(folder / "pyproject.toml", lang="zh"), [])
    (folder / "pingan.toml").write_text('format = "csv"\n')
    assert find_config({}) == (Config(folder / "pingan.toml", format="csv"), [])
    (folder / "below" / "pyproject.toml").write_text('[project]\ndescription = "[tool.pingan]"\n')
    assert find_config({}) == (Config(folder / "pingan.toml", format="csv"), [])
    (folder / "below" / "pingan.toml").write_text("")
    assert find_config({}) == (Config(Path("pingan.toml")), [])
    assert find_config({"PINGAN_CONFIG": "../pyproject.toml"})[0] == Config(Path("../pyproject.toml"), lang="zh")
    assert find_config({"PINGAN_CONFIG": "none"}) == (Config(), [])


def test_paths_are_relative_to_the_file(folder: Path) -> None:
    settings = f'rules = "my.yaml"\ndata = ["lists", "{folder}/more.csv"]\nunits = "units.csv"\n'
    (folder / "pingan.toml").write_text(settings)
    rules, data, units = (
        str(folder / "my.yaml"),
        (str(folder / "lists"), str(folder / "more.csv")),
        folder / "units.csv",
    )
    assert find_config({})[0] == Config(folder / "pingan.toml", rules, data, str(units))
    (folder / "below" / "pingan.toml").write_text('rules = "changan-cup"\ndata = "lists"\nunits = "none"\n')
    assert find_config({})[0] == Config(Path("pingan.toml"), "changan-cup", ("lists",), "none")


def test_every_command_has_its_defaults_from_it_and_what_is_typed_wins(folder: Path) -> None:
    (folder / "cards.csv").write_text(CARDS)
    settings = 'rules = "zhejiang-peace"\ndata = "cards.csv"\nunits = "none"\nlang = "zh"\nformat = "csv"\n'
    (folder / "pingan.toml").write_text(settings)
    assert ran("streak", "Ulm").out.splitlines()[-1] == "Ulm,Ulm,,2020,held,2,16,"
    assert ran("award", "--format", "json").out.startswith('{"ladder": "zhejiang-peace", "year": 2020')
    assert "荣誉" in first_line("award", "--format", "table")
    assert "honours" in first_line("award", "--format", "table", "--lang", "en")
    assert first_line("rules") == "ladder,name,name_zh,first_year,period,tiers,examples,file"
    assert "nothing wrong" in first_line("check", "--format", "table", "--lang", "en")
    (folder / "below" / "other.csv").write_text("year,unit\n2021,Bonn\n")
    assert ran("award", "--data", "other.csv").out.splitlines()[1].startswith("Bonn,")
    ran("report", "-o", "report.html")
    assert (folder / "below" / "report.html").read_text(encoding="utf-8").startswith("<!")


def test_data_and_registry_are_those_of_its_own_ladder(folder: Path) -> None:
    (folder / "cards.csv").write_text(CARDS)
    (folder / "pingan.toml").write_text('data = "cards.csv"\nunits = "none"\nformat = "csv"\n')
    assert "Ulm" in ran("award").out
    other = ran("award", "--rules", "changan-cup")
    assert other.status == 0
    assert "Ulm" not in other.out
    assert "Ulm" in ran("award", "--rules", "changan-cup", "--data", "../cards.csv", "--units", "none").out


def test_a_batch_reads_the_data_once_and_verifies_what_its_manifest_says(folder: Path) -> None:
    (folder / "cards.csv").write_text(CARDS)
    (folder / "pingan.toml").write_text('data = "cards.csv"\nunits = "none"\n')
    batch = ran("batch", "--years", "2019-2020", "-o", "out.csv")
    assert (batch.status, batch.err) == (0, "")
    (manifest,) = (folder / "below").glob("*.json")
    verified = ran("batch", "--verify", str(manifest))
    assert (verified.status, verified.err) == (0, "")


def test_it_names_no_file_that_is_written_to(folder: Path) -> None:
    cards = folder / "cards.csv"
    cards.write_text("year,unit\n2019, Ulm\n")
    (folder / "pingan.toml").write_text('data = "cards.csv"\nunits = "none"\n')
    refused = ran("check", "--fix")
    assert refused.status == 2
    assert "--fix mends files that are named" in refused.err
    assert cards.read_text() == "year,unit\n2019, Ulm\n"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("rule = 1\n", ["pingan.toml:1:1: error[config-invalid]: there is no setting 'rule'", "did you mean rules?"]),
        (
            'format = "csv"\n# since\n  since = 2005\n',
            [":3:3: ", "no setting 'since'", "the settings are rules, data, "],
        ),
        ("[output]\nlang = 1\n", ["pingan.toml:1:1: ", "no setting 'output'"]),
        ("data = [1]\n", ["data must be a text or a list of texts, not a list", 'such as data = ["lists"]']),
        ("data = []\n", ["data must be"]),
        ('rules = ["a"]\n', ["rules must be a text, not a list"]),
        ("rules = 2020-01-01\n", ["rules must be a text, not a date or a time"]),
        ("units = true\n", ["units must be a text, not true or false"]),
        ('units = ""\n', ["units must be a text, not ''"]),
        ('units = "a\\u0000b"\n', ["units must be a text, not 'a\\x00b'"]),
        ('"lang" = "cn"\n', ["pingan.toml:1:1: ", "lang 'cn' is not known", "it is one of en, zh"]),
        ('\nformat = "jsn"\n', ["pingan.toml:2:1: ", "format 'jsn' is not known", "did you mean json?"]),
        ('lang = "zh"\nlang = "en"\n', ["pingan.toml:2:12: ", "this is not TOML"]),
        ("lang = \n", ["pingan.toml:1:8: ", "this is not TOML"]),
        ("x = " + "[" * 5000, ["this is not TOML: it is nested too deep"]),
        ("x = " + "1" * 5000, ["this is not TOML"]),
        (b"lang = '\xff'", ["this is not UTF-8"]),
        ("rules = 1\ndata = 2\n", [":1:1: ", ":2:1: "]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(folder: Path, text: str | bytes, problems: list[str]) -> None:
    path = folder / "below" / "pingan.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    it = ran("award")
    assert (it.status, it.out) == (2, "")
    assert [each for each in problems if each not in it.err] == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{IN_A_PROJECT}rule = 1\n", "pyproject.toml:5:1: "),
        ("[tool.pingan.rule]\n", "pyproject.toml:1:1: "),
        ("[[ tool . 'pingan' ]]\nrule = 1\n", "pyproject.toml:1:1: "),
        ('[tool.pingan]\ndata = """\n"""\n[tool.other]\ndata = 1\n', "pyproject.toml:2:1: "),
        ("[tool]\n'pingan' = 1\n[tool.'pingan'.x]\n", "pyproject.toml:"),
    ],
)
def test_the_place_in_a_project_file(folder: Path, text: str, place: str) -> None:
    (folder / "below" / "pyproject.toml").write_text(text)
    it = ran("award", "--year", "2022")
    assert (it.status, it.out) == (2, "")
    assert place in it.err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "\n" * 1_000_000 + '# pingan\n[project]\nname = "x"\n'),
        ("pingan.toml", "\n" * 1_000_000 + "x = 1\n"),
        ("pingan.toml", "[" * 100_000 + " " * 100_000 + "x\n"),
        ("pingan.toml", f"{'a.' * 200_000}a = 1\n"),
        ("pingan.toml", f"x = {{ {'a.' * 200_000}a = 1 }}\n"),
        ("pingan.toml", f"{' ' * 500_000}x = 1\n"),
        ("pingan.toml", f"{'x' * 500_000} = 1\n{'x' * 500_000} = 2\n"),
        ("pingan.toml", "x" + " (at line 1, column " * 50_000),
    ],
    ids=[
        "blank lines in a project",
        "blank lines",
        "brackets",
        "parts",
        "parts in a value",
        "spaces",
        "a long key",
        "x",
    ],
)
def test_no_text_keeps_a_command_from_its_answer(folder: Path, name: str, text: str) -> None:
    """The time is in proportion to the text, whatever it holds: none of these ended within ten seconds, or a minute."""
    (folder / name).write_text(text)
    begun = time.monotonic()
    config, problems = find_config({})
    assert bool(problems) == (name == "pingan.toml")
    assert config.path == (folder / name if problems else None)
    assert len("".join(map(str, problems))) < 5000
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    "setting", ['data = "-"', 'data = ["./-"]', 'data = "pipe"', 'units = "pipe"', 'rules = "pipe.yaml"']
)
def test_no_setting_makes_a_command_wait(folder: Path, setting: str) -> None:
    for name in ("pipe", "pipe.yaml"):
        os.mkfifo(folder / "below" / name)
    (folder / "below" / "pingan.toml").write_text(f"\n{setting}\n")
    it = waited_for("award")
    assert it.returncode == 2
    assert it.stderr.startswith(b"pingan.toml:2:1: error[config-invalid]: ")


def test_a_configuration_is_a_file(folder: Path) -> None:
    os.mkfifo(folder / "pyproject.toml")
    assert waited_for("rules").returncode == 0
    os.mkfifo(folder / "pingan.toml")
    for environment in ({}, {"PINGAN_CONFIG": "../pyproject.toml"}):
        it = waited_for("rules", **environment)
        assert it.returncode == 2
        assert b"error[file-unreadable]: this is a pipe or a device, not a file" in it.stderr


def test_a_pattern_without_end_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        (folder / f"{number}.csv").write_text(CARDS)
    monkeypatch.setattr(patterns, "MOST_LOOKED_AT", 5)
    (folder / "pingan.toml").write_text('data = "**"\n')
    for command, status in (("award", 2), ("check", 1)):
        it = ran(command)
        assert it.status == status
        assert "error[usage]: this pattern looks at more than 5 files and folders" in it.out + it.err


def waited_for(*args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A run in a process of its own, which may wait in vain."""
    words = [sys.executable, "-m", "pingan_cli", *args]
    every = {**os.environ, **environment}
    return subprocess.run(words, capture_output=True, env=every, stdin=subprocess.DEVNULL, timeout=30, check=False)


def test_help_and_completion_do_without_a_broken_file(folder: Path) -> None:
    (folder / "pingan.toml").write_text("=")
    assert ran("award", "--help").status == 0
    assert ran("award").status == 2
    assert ran("--version").out.startswith("pingan ")


def test_verbose_version_tells_where_everything_is(folder: Path) -> None:
    told = dict(line.split(None, 1) for line in ran("--version", "--verbose").out.splitlines())
    assert {"pingan", "Python", "typer", "pydantic", "rich", "pyyaml", "extras"} < set(told)
    assert (Path(told["rules"]) / "zhejiang-peace.yaml").is_file()
    assert (Path(told["data"]) / "zhejiang").is_dir()
    assert told["configuration"] == "none"
    (folder / "pingan.toml").write_text("lang = 1\n")
    it = ran("--version", "--verbose")
    assert it.out.splitlines()[-1].split() == ["configuration", str(folder / "pingan.toml")]
    assert it.status == 2
    assert "lang must be a text" in it.err


@pytest.mark.parametrize(
    ("variables", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, False),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_SG"}, True),
        ({"LANG": "zh_CN", "LC_ALL": ""}, True),
        ({"LANG": "C.UTF-8"}, False),
        ({}, False),
    ],
)
def test_the_language_is_that_of_the_locale(
    folder: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], chinese: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("荣誉" in first_line("award", "--year", "2022")) is chinese
    assert "honours" in first_line("award", "--year", "2022", "--lang", "en")
    (folder / "pingan.toml").write_text('lang = "en"\n')
    assert "honours" in first_line("award", "--year", "2022")


@pytest.fixture(scope="module")
def any_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bytes], Path]:
    folder = tmp_path_factory.mktemp("any")  # of its own: above other tests' folders it would be their configuration

    def write(name: str, content: bytes) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return write


VALUES = st.sampled_from(['"zh"', "1", "[]", '["x", 1]', "{}", "true", "1979-05-27", '"\\u0007"', '"no/where.yaml"'])
LINES = st.lists(st.tuples(st.sampled_from(["rules", "data", "units", "lang", "format", "x", "a.b", '""']), VALUES))


@given(
    st.sampled_from(["pingan.toml", "pyproject.toml"]),
    st.one_of(
        st.binary(max_size=60),
        LINES.map(lambda lines: "\n".join(f"{key} = {value}" for key, value in lines).encode()),
        LINES.map(lambda lines: ("[tool.pingan]\n" + "\n".join(f"{key} = {value}" for key, value in lines)).encode()),
        st.sampled_from([b"tool = 1", b"tool = []", b"[tool]\npingan = []", b"[[tool.pingan]]"]),
    ),
)
def test_any_file_is_read_or_refused(any_file: Callable[[str, bytes], Path], name: str, content: bytes) -> None:
    path = any_file(name, content)
    config, problems = read_config(path)
    assert config.path == path
    for problem in problems:
        assert (problem.code, problem.file) == ("config-invalid", str(path))
        assert 0 <= problem.line <= content.count(b"\n") + 1


def test_the_file_in_the_guide_is_one(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "shell.md").read_text(encoding="utf-8")
    text = guide.partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "pingan.toml").write_text(text, encoding="utf-8")
    config, problems = read_config(tmp_path / "pingan.toml")
    assert problems == []
    assert all(getattr(config, setting) for setting in EXAMPLES)
    assert all(f"\n{setting} = " in f"\n{text}" for setting in EXAMPLES)
