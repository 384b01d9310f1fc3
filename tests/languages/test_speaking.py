"""Every command speaks Chinese when it is asked to: helps, answers, problems, and what Typer says of the line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer import Context

from errors.catalogue import CASES, outcome
from pingan_cli.check.checks import CHECKS
from pingan_cli.cli.app import COMMANDS, run
from pingan_cli.cli.defaults import language_of_run
from pingan_cli.ladder.loader import shipped_ladders
from pingan_cli.library import open_units
from pingan_cli.problems import CODES

OWN_WORDS = """
pingan csv excel Excel json jsonl markdown github sarif junit parquet html table toml yaml xlsx schema utf nul data
package plain
help lang version verbose none true false city county latin encoding writer
"""
"""Words that are the same in every language: the program's name, formats, and what one types."""

TYPED = re.compile(
    r"'pingan [^']*'|--?[a-z][a-z-]*|[\w./-]*\.(?:csv|json|yaml|toml|xlsx|zip|html)|\[[a-z-]+\]|https?:\S+"
)
"""Options, commands, files, codes and addresses."""

OF_RULES = [["rules", name] for name in ("list", "show", "check", "schema", "new")]


def left_in_english(text: str, allowed: str) -> set[str]:
    """The English words in a text that should be in Chinese, without those that are allowed."""
    known = {word.lower() for word in re.findall("[A-Za-z]{3,}", allowed + OWN_WORDS)}
    return {word for word in re.findall("[A-Za-z]{3,}", TYPED.sub(" ", text)) if word.lower() not in known}


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS), *OF_RULES], ids=" ".join)
def test_a_help_is_in_chinese(terminal: Callable, pingan: Callable, words: list[str]) -> None:
    ran = terminal(200, "--lang", "zh", *words, "--help")
    assert ran.status == 0
    typed = [line for line in ran.out.splitlines() if re.match(" +pingan ", line)]  # examples
    typed += re.findall(r"[a-z-]+(?:\|[a-z-\s│]+)+", ran.out)  # what an option may be
    typed += [
        *COMMANDS,
        "list",
        "show",
        "check",
        "schema",
        "new",
        "diff",
        "zhejiang-peace",
        "medium",
        "my-county-award",
        "all",
    ]
    assert left_in_english(ran.out, " ".join(typed)) == set()
    assert "用法：" in ran.out
    if words != ["rules", "schema"]:  # it has no answer in a language
        assert terminal(200, *words, "--help", "--lang", "zh").out == ran.out
    assert "Usage: " in pingan(*words, "--help").out, "and the next run is in English again"


ANSWERS = [
    ["award"], ["award", "--all"], ["award", "--chart"], ["award", "--years", "2019-2023"], ["award", "--year", "2030"],
    ["streak", "Dongtou"], ["streak", "Dongtou", "Quzhou"], ["forecast"], ["forecast", "Dongtou", "--lose", "2025"],
    ["forecast", "--rules", "zhejiang-safety"], ["changes", "--year", "2022"], ["check"], ["check", "--list"],
    ["units", "--level", "city"], ["units", "Shangcheng"], ["units", "Longgang"], ["rules"], ["rules", "check"],
    ["explain"], ["batch", "--years", "2020-2022", "-o", "honours.csv"],
]  # fmt: skip


@pytest.mark.parametrize("line", ANSWERS, ids=" ".join)
def test_an_answer_is_in_chinese(pingan: Callable, line: list[str]) -> None:
    """What is left of English: names of units in pinyin, ids of ladders and checks, codes, and names of files."""
    ran = pingan(*line, "--lang", "zh")
    known = [unit.name for unit in open_units().units] + [*CHECKS, *CODES, *shipped_ladders(), "--all", "forecast"]
    assert ran.status == 0
    assert left_in_english(ran.out + ran.err, " ".join([*line, *known])) == set()


@pytest.mark.parametrize("code", CODES)
def test_a_problem_is_in_chinese(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The smallest input for each code, said in Chinese: what is left of English stands in the input itself."""
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.delenv("PINGAN_CONFIG", raising=False)
    folder = CASES / code
    said = outcome(code).removesuffix("\n").rpartition("\n")[0]
    allowed = " ".join(
        [
            path.name + path.read_bytes().decode("utf-8", errors="replace")
            for path in folder.rglob("*")
            if path.is_file()
        ]
    )
    problems = "\n".join(line for line in said.splitlines() if f"[{code}]" in line or line.startswith("  提示"))
    assert f"[{code}]: " in problems
    assert re.search(rf"(错误|警告)\[{code}\]: ", problems)
    assert left_in_english(problems, allowed + KNOWN_TO_PROBLEMS) == set()


KNOWN_TO_PROBLEMS = """
year unit code result honour held missed revoked unknown name level parent first last tier award honor english
assessment zhejiang peace safety guangdong tree usa changan cup rlss service ding bronze silver gold medium
"""
"""Column titles, ids of ladders and tiers, and marks: what one has to write in a file, whatever one's language."""


@pytest.mark.parametrize(
    "line",
    [["awrd"], ["award", "--yaer", "2023"], ["deduce", "x"], ["streak"], ["award", "--year"], ["award", "--new=1"],
     ["rules", "shwo"], ["award", "--format", "jsno"], ["award", "--year", "20x3"], ["report"], ["award", "-z"],
     ["forecast", "--lose", "20x4"], ["explain", "nothing"], ["check", "--select", "nothing"], ["units", "nowhere"]],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_be_meant_is_said_in_chinese(pingan: Callable, line: list[str]) -> None:
    ran = pingan(*line, "--lang", "zh") if line[-1] != "--year" else pingan("--lang", "zh", *line)
    assert ran.status == 2
    assert ran.err.startswith("错误[")
    assert left_in_english(ran.err, " ".join([*line, "tier years year award show json"])) == set()


def test_what_typer_says_that_we_do_not_know_is_quoted(pingan: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it names is looked at, never its sentence; what names nothing is handed on."""

    def fail(self: object, context: Context, args: list[str]) -> None:
        context.fail("Something new.")

    monkeypatch.setattr("typer.core.TyperCommand.parse_args", fail)
    assert pingan("--lang", "zh", "award").err.startswith("错误[usage]: “Something new.”\n")


@pytest.mark.parametrize(
    ("typed", "setting", "locale", "language"),
    [
        ([], "", "", "en"),
        ([], "", "zh_CN.UTF-8", "zh"),
        ([], "en", "zh_CN.UTF-8", "en"),
        ([], "zh", "en_GB.UTF-8", "zh"),
        (["award", "--lang", "en"], "zh", "zh_CN.UTF-8", "en"),
        (["--lang=zh", "award"], "", "", "zh"),
        (["award", "--lang", "de"], "", "zh_CN.UTF-8", "zh"),
        (["streak", "--", "--lang", "zh"], "", "", "en"),
    ],
)
def test_the_language_of_a_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: list[str], setting: str, locale: str, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pingan.toml").write_text(f'lang = "{setting}"\n' if setting else "")
    monkeypatch.delenv("PINGAN_CONFIG", raising=False)
    monkeypatch.setenv("LANG", locale)
    assert language_of_run(typed) == language


def test_a_language_before_the_command_is_that_of_its_answer(pingan: Callable) -> None:
    assert pingan("--lang", "zh", "streak", "Dongtou").out == pingan("streak", "Dongtou", "--lang", "zh").out
    assert pingan("--lang", "zh", "rules").out == pingan("rules", "list", "--lang", "zh").out


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(
    "line",
    [["award"], ["award", "--chart"], ["streak", "Dongtou", "Quzhou"], ["streak", "Dongtou", "--why"], ["changes"],
     ["units", "Dongtou"], ["rules", "show"], ["rules"], ["forecast"], ["audit"]],
    ids=" ".join,
)  # fmt: skip
def test_chinese_fits_the_terminal(terminal: Callable, line: list[str], width: int) -> None:
    lines = terminal(width, *line, "--lang", "zh").out.splitlines()
    assert [each for each in lines if cell_len(each.rstrip()) > width and "://" not in each] == []


def test_chinese_columns_line_up(terminal: Callable) -> None:
    """In a table, every cell of a column begins, or ends where it is a number, in the same cell of the terminal."""
    lines = [
        line for line in terminal(120, "units", "--level", "city", "--lang", "zh").out.splitlines() if line[:1] == "3"
    ]
    assert len(lines) > 10
    begins = {tuple(cell_len(line[: found.start()]) for found in re.finditer(r"(?<=  )\S", line))[:3] for line in lines}
    assert len(begins) == 1


def test_the_help_of_eighty_columns_loses_no_character(terminal: Callable) -> None:
    """Chinese has no spaces to break at; it is broken between characters, and nothing is cut off."""
    out = terminal(80, "award", "--help", "--lang", "zh").out
    assert "…" not in out
    flowing = re.sub(r"[\s│]", "", out)
    assert "考核年度；不指定则为最近有记录的年度。" in flowing
    assert "写入文件（出错时不留残缺文件）；格式由后缀.csv、.json、.md、.xlsx决定。" in flowing
    assert max(map(cell_len, out.splitlines())) == 80
    assert not re.search("│ *[，。；：、）]", out), "no mark begins a line"


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("pingan expl", "说明某个问题"),
        ("pingan award --qui", "不显示附注。"),
        ("pingan explain csv-row", "数据行缺少必需的单元格。"),
    ],
)
def test_a_shell_is_told_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, about: str
) -> None:
    for name, value in {"LANG": "zh_CN", "_PINGAN_COMPLETE": "complete_fish", "_TYPER_COMPLETE_ARGS": line}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        run([])
    assert f"\t{about}" in capsys.readouterr().out
