"""Help fits the terminal: nothing is cut off, and in a narrow one each option has a line to itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.main import get_command

from pingan_cli.cli.app import COMMANDS, app
from pingan_cli.cli.help_text import help_paragraphs, in_language

OF_RULES = [["rules", name] for name in ("list", "show", "check", "schema", "new", "diff")]
EVERY = [[], *([name] for name in COMMANDS), *OF_RULES]


def made(words: list[str]) -> tuple[Any, Any]:
    """The command of these words, and a context for it."""
    command: Any = get_command(app)
    context = command.make_context("pingan", [], resilient_parsing=True)
    for word in words:
        command = command.get_command(context, word)
        context = type(context)(command, info_name=word, parent=context, resilient_parsing=True)
    return command, context


def flowing(text: str) -> str:
    return re.sub(r"[\s│]", "", text)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_nothing_is_cut_at_forty_columns(terminal: Callable, words: list[str], lang: str) -> None:
    command, context = made(words)
    out = terminal(40, "--lang", lang, *words, "--help").out
    assert "…" not in out
    too_long = [line for line in out.splitlines() if cell_len(line) > 40 and " " in line.strip()]
    assert too_long == []
    for param in command.get_params(context):
        if param.param_type_name == "option":
            assert all(re.search(rf"(?<!\S){each}(?=,|\s)", out) for each in param.opts), param.opts
        assert flowing(in_language(param.help, lang)) in flowing(out)
    for text in help_paragraphs(command.help):
        assert flowing(in_language(text, lang)) in flowing(out)
    for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
        assert f"  {name}\n" in out


@pytest.mark.parametrize("width", [30, 60, 71, 72, 80, 120])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("words", [[], ["award"], ["check"], ["deduce"], ["rules", "show"]], ids=" ".join)
def test_nothing_is_cut_at_any_width(terminal: Callable, words: list[str], lang: str, width: int) -> None:
    out = terminal(width, "--lang", lang, *words, "--help").out
    assert "…" not in out
    assert max(map(cell_len, out.splitlines())) <= width


def test_an_option_stands_above_what_it_does(terminal: Callable) -> None:
    out = terminal(40, "forecast", "--help").out
    assert out.startswith("Usage: pingan forecast [OPTIONS]\n")
    assert (
        "  --sort streak|cost|name|code\n"
        "      The order; cost puts those first\n"
        "      that lose most by the miss, those\n"
        "      certain to before those that may.\n"
        "      [default: streak]\n"
    ) in out
    assert "  -q, --quiet\n      Leave out the notes.\n" in out


def test_an_example_that_is_too_long_goes_on_below_it(terminal: Callable) -> None:
    out = terminal(40, "forecast", "--help").out
    assert "\n  pingan forecast Dongtou\n      --lose 2024 --hold 2025-2030\n" in out


def test_what_is_typed_in_a_place_goes_on_below_it(terminal: Callable) -> None:
    assert "  --format table|json|csv|\n      markdown" in terminal(30, "award", "--help").out


def test_a_narrow_help_in_a_pipe_is_plain(pingan: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    pingan("--version")
    monkeypatch.setenv("COLUMNS", "40")
    out = pingan("award", "--help").out
    assert "  --tier TIER\n" in out
    assert "\x1b" not in out
    assert [line for line in out.splitlines() if line != line.rstrip()] == []


def test_a_default_of_the_configuration_file_is_shown(
    terminal: Callable, pingan: Callable, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pingan.toml").write_text('rules = "guangdong-peace"\ndata = ["cards.csv"]\n')
    monkeypatch.delenv("PINGAN_CONFIG", raising=False)
    out = flowing(terminal(40, "award", "--help").out)
    assert "[default:guangdong-peace]" in out
    assert "[default:cards.csv]" in out


@pytest.mark.parametrize(
    ("words", "usage"),
    [
        (["streak"], "pingan streak [OPTIONS] UNIT..."),
        (["forecast"], "pingan forecast [OPTIONS] [UNIT]..."),
        (["check"], "pingan check [OPTIONS] [PATH]..."),
        (["explain"], "pingan explain [OPTIONS] [CODE]"),
        (["rules", "check"], "pingan rules check [OPTIONS] [NAME|FILE]..."),
        (["rules", "new"], "pingan rules new [OPTIONS] NAME"),
    ],
    ids=str,
)
def test_a_usage_says_once_what_may_be_left_out_or_repeated(terminal: Callable, words: list[str], usage: str) -> None:
    assert f"Usage: {usage}\n" in re.sub(" +\n", "\n", terminal(80, *words, "--help").out)


def test_help_is_a_word_as_well_as_an_option(pingan: Callable) -> None:
    assert pingan("help").out == pingan("--help").out
    assert pingan("help", "rules", "show").out == pingan("rules", "show", "--help").out
    assert pingan("--lang", "zh", "help", "award").out == pingan("award", "--help", "--lang", "zh").out


@pytest.mark.parametrize("width", [50, 100])
def test_the_commands_stand_in_groups(terminal: Callable, width: int) -> None:
    out = terminal(width, "--help").out
    assert re.findall(r"^\W*(Options|Look|Check|Make|Know)(?: ─|$)", out, re.MULTILINE) == [
        *("Options", "Look", "Check", "Make", "Know")
    ]
    assert "Seldom needed" in terminal(width, "award", "--help").out


def test_short_forms(pingan: Callable) -> None:
    assert pingan("-V").out == pingan("--version").out
    assert pingan("award", "--json").out == pingan("award", "--format", "json").out
    assert "--json and --format csv ask for different forms" in pingan("award", "--json", "--format", "csv").err


def test_lists_are_named_with_or_without_an_option(pingan: Callable, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "cards.csv").write_text("year,unit\n2019,洞头区\n", encoding="utf-8")
    for name in ("award", "changes"):
        assert pingan(name, "lists").out == pingan(name, "--data", "lists").out != pingan(name).out
    (tmp_path / "pingan.toml").write_text('data = ["nowhere"]\n')
    assert pingan("award", "lists").status == pingan("award", "--data", "lists").status == 0
