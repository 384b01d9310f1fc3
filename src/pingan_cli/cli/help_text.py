"""Helps and usages in a language, and what is said of a line that Typer cannot make anything of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pingan_cli.problems import Problem
from pingan_cli.texts import in_english, told, translated

LOOK, CHECK, MAKE, KNOW = PARTS = ("Look", "Check", "Make", "Know")
"""The parts of the help in which the commands stand."""

HELP_PART = "part of a help"
"""The context of these."""

RARE = "Seldom needed"
"""The part of a help for options that few need."""

FRAME = ("Arguments", "Options", RARE, "Commands", "Usage: ", "[default: {}]", "[required]")
"""What Typer puts around a help."""

PLACES = "metavar"
"""The context of the words that stand for what one puts in their place, such as YEAR."""

_WORD = re.compile("[A-Z]{2,}")


def usage_problem(error: Any, params: Sequence[Any], command: str) -> Problem:
    """What Typer could not make of what was typed for a command with these parameters, told by what the error names."""
    option, missing = getattr(error, "option_name", ""), getattr(error, "param", None)
    known = next((param for param in params if option in (*param.opts, *param.secondary_opts)), None)
    if known is not None and known.is_flag:
        message = told("Option {option!r} does not take a value.", option=option)
    elif known is not None:
        message = told("Option {option!r} requires an argument.", option=option)
    elif option and (near := getattr(error, "possibilities", None)):
        options = tuple(sorted(near))
        message = told("No such option: {option} (Possible options: {options})", option=option, options=options)
    elif option:
        message = told("No such option: {option}", option=option)
    elif missing is not None and missing.param_type_name == "argument":
        message = told("Missing argument {argument!r}.", argument=_Place(missing.get_error_hint().strip("'")))
    elif missing is not None:
        message = told("Missing option {option}.", option=missing.get_error_hint())
    else:
        message = in_english(error.format_message())
    return usage_error(message, command)


def usage_error(message: str, command: str) -> Problem:
    """That something typed cannot be meant, with the way to the help of its command."""
    return Problem("usage", message, hint=told("'{command} --help' shows how it is used", command=command))


class _Place(str):
    """A place on the line, such as UNIT, that each language has its own word for."""

    def of(self, lang: str) -> str | None:
        return _places(self, lang)


def usage(pieces: Iterable[str]) -> str:
    """What follows the name of a command in a usage, in which what must be given stands without braces."""
    return re.sub(r"\{([^{}]+)\}", r"\1", " ".join(pieces))


def help_texts(command: Any, context: Any) -> Iterator[tuple[str, str]]:
    """Every text that is needed to say a command's help in another language, with its context in the catalogue."""
    for place in (command.options_metavar or "", getattr(command, "subcommand_metavar", None) or ""):
        yield from ((word, PLACES) for word in _WORD.findall(place))
    for param in command.get_params(context):
        yield from ((word, PLACES) for word in _WORD.findall(param.metavar or ""))
        yield from ((text, "") for text in help_paragraphs(param.help or ""))
    for text in (command.help, command.epilog):
        yield from ((text, "") for text in help_paragraphs(text or ""))


def translate_help(command: Any, context: Any, lang: str) -> None:
    """Make a command's help, with those of its subcommands, ready to be shown in a language.

    Nothing is said of the types of options: their places (`YEAR`) say what they take.
    """
    from typer import rich_utils

    from pingan_cli.cli.help_layout import BreakingHighlighter

    rich_utils.highlighter = rich_utils.OptionHighlighter() if lang == "en" else BreakingHighlighter()
    rich_utils.DEFAULT_STRING = translated("[default: {}]", lang)
    rich_utils.REQUIRED_LONG_STRING = translated("[required]", lang)
    command.options_metavar = _places(command.options_metavar, lang)
    command.help, command.epilog = in_language(command.help, lang), in_language(command.epilog, lang)
    for param in command.get_params(context):
        is_argument = param.param_type_name == "argument"
        param.rich_help_panel = translated(panel_of(param), lang)
        param.help = in_language(param.help, lang)
        param.metavar = _places(param.metavar, lang)
        if is_argument or param.is_flag:
            param.display_type_rich = _no_type
    if hasattr(command, "list_commands"):
        command.subcommand_metavar = _places(command.subcommand_metavar, lang)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            part = inner.rich_help_panel or "Commands"
            inner.rich_help_panel = translated(part, lang, HELP_PART if part in PARTS else "")
            inner.help = in_language(inner.help, lang)


def panel_of(param: Any) -> str:
    """The part of a help in which a parameter stands."""
    return param.rich_help_panel or ("Arguments" if param.param_type_name == "argument" else "Options")


def _no_type(ctx: Any) -> None:
    return None


def _places(metavar: str | None, lang: str) -> str | None:
    return _WORD.sub(lambda found: translated(found[0], lang, PLACES), metavar) if metavar else metavar


def in_language(text: str | None, lang: str) -> str | None:
    """A text of several paragraphs in a language. Lines that are indented are to be typed, and stay."""
    if not text or lang == "en":
        return text
    return "\n\n".join(
        "\n".join([translated(said, lang), *lines]) for said, lines in map(_split, text.strip().split("\n\n"))
    )


def help_paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text, as they stand in the catalogue."""
    yield from (said for said, _ in map(_split, text.strip().split("\n\n")) if said)


def _split(paragraph: str) -> tuple[str, list[str]]:
    """What a paragraph says, in one line, and the lines below it that are to be typed."""
    lines = paragraph.split("\n")
    said = [line.strip() for line in lines if not line.startswith("  ")]
    return " ".join(said).strip(), [line for line in lines if line.startswith("  ")]
