"""What is offered for a line that has been begun, asked as the shells ask; and how fast."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pingan_cli.cli.app import COMMANDS, run

Ask = Callable[[str], list[str]]


@pytest.fixture
def offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """The words offered for a line, as fish is told them; the working folder is empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PINGAN_CONFIG")
    monkeypatch.setenv("_PINGAN_COMPLETE", "complete_fish")

    def ask(line: str) -> list[str]:
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        with pytest.raises(SystemExit):
            run([])
        out, err = capsys.readouterr()
        assert err == ""
        return [each.partition("\t")[0] for each in out.splitlines() if each]

    return ask


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("pingan streak Dong", ["Dongyang", "Dongtou"]),
        ("pingan streak dongt", ["dongtou"]),
        ("pingan streak 洞", ["洞头区", "洞头县"]),
        ("pingan streak 33030", ["330300", "330302", "330303", "330304", "330305"]),
        ("pingan streak Cixi Xiangs", ["Xiangshan"]),
        ("pingan units Pan", ["Pan'an"]),
        ("pingan forecast Pan", ["Pan'an"]),
        ("pingan audit --unit Pan", ["Pan'an"]),
        ("pingan award --city 温", ["温州市"]),
        ("pingan award --level ", ["city", "county"]),
        ("pingan award --tier ", ["ding", "bronze-ding", "silver-ding", "gold-ding", "gold-ding-1", "gold-ding-2",
                                  "gold-ding-3"]),
        ("pingan award --tier 平安金", ["平安金鼎"]),
        ("pingan award --rules zhej", ["zhejiang-peace", "zhejiang-safety"]),
        ("pingan award --rules=tree", ["--rules=tree-city-usa"]),
        ("pingan rules show gu", ["guangdong-peace"]),
        ("pingan rules check changan-cup gu", ["guangdong-peace"]),
        ("pingan award --year 200", ["2005", "2006", "2007", "2008", "2009"]),
        ("pingan award --year=201", [f"--year={year}" for year in range(2010, 2020)]),
        ("pingan award --format ", ["table", "json", "csv", "markdown", "xlsx"]),
        ("pingan report --format ", ["html", "md"]),
        ("pingan award --lang ", ["en", "zh"]),
        ("pingan award --holders ", ["new", "all"]),
        ("pingan audit --confidence ", ["high", "medium", "low"]),
        ("pingan audit --status u", ["undecided"]),
        ("pingan check --select coverag", ["coverage", "coverage-unsaid"]),
        ("pingan check --ignore text-", ["text-spaces", "text-full-width", "text-damaged"]),
        ("pingan explain claim", ["claim-invalid", "claim-conflict"]),
        ("pingan award --units n", ["none"]),
        ("pingan award --units ", []),
        ("pingan award --data ", []),
        ("pingan check ", []),
        ("pingan rules ", ["list", "show", "check", "schema", "new", "diff"]),
        ("pingan award --qu", ["--quiet"]),
        ("pingan ", list(COMMANDS)),
    ],
)  # fmt: skip
def test_the_words_that_are_offered(offered: Ask, line: str, words: list[str]) -> None:
    found = offered(line)
    assert found if len(words) > 30 else sorted(found) == sorted(words)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("pingan award --rules changan-cup --tier changan-cup-1", ["changan-cup-1"]),
        ("pingan award --rules=changan-cup --year 20", ["2000", "2004", "2008", "2012", "2016", "2020"]),
        ("pingan streak --data cards.csv --units none San", ["San Jose"]),
        ("pingan streak --data cards.csv --units none ''", ["San Jose", "嘉兴"]),
        ("pingan award --data cards.csv --units none --year ", ["2019", "2021"]),
        ("pingan streak --units registry.csv U", ["Ulm"]),
        ("pingan streak --rules nowhere D", []),
        ("pingan streak --data nowhere.csv --units none D", []),
        ("pingan streak --units broken.csv D", []),
    ],
)
def test_what_is_typed_already_counts(offered: Ask, tmp_path: Path, line: str, words: list[str]) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n2019,San Jose\n2021,嘉兴\n2021,\x1b[31mred\n", encoding="utf-8")
    (tmp_path / "registry.csv").write_text("code,name_en\n1,Ulm\n", encoding="utf-8")
    (tmp_path / "broken.csv").write_bytes(b"\x00\xff")
    assert sorted(offered(line.replace("''", ""))) == sorted(words)


def test_large_files_are_not_read_while_somebody_waits(offered: Ask, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("year,unit\n" + "2019,San Jose\n" * 80_000, encoding="utf-8")
    assert offered("pingan streak --data cards.csv --units none San") == []


def test_a_broken_configuration_keeps_nothing_from_being_offered(offered: Ask, tmp_path: Path) -> None:
    (tmp_path / "pingan.toml").write_text("=")
    assert offered("pingan streak dongt") == ["dongtou"]


def test_the_configuration_says_what_there_is(offered: Ask, tmp_path: Path) -> None:
    (tmp_path / "pingan.toml").write_text('rules = "changan-cup"\nlang = "zh"')
    assert offered("pingan award --tier changan-cup-1") == ["changan-cup-1"]
    assert offered("pingan award --city ") == ["云湾市", "松岚市"]


@pytest.mark.parametrize("words", ["pingan streak 洞", "pingan award --year 20", "pingan award --tier g", "pingan aw"])
def test_an_answer_takes_less_than_a_fifth_of_a_second(tmp_path: Path, words: str) -> None:
    """Of the processor's time, as the machine may have other work; the best of a few, as the first one reads files."""
    count = len(words.split()) - 1
    asked = {"_PINGAN_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(count), "PATH": "/usr/bin"}
    taken: list[float] = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "pingan_cli"]
        ran = subprocess.run(command, cwd=tmp_path, env=asked, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert ran.stdout.strip()
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(taken) < 0.2
