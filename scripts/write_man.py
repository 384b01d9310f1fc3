"""Renews the manual pages in `man/` from the program itself: `pingan.1`, and `pingan-COMMAND.1` for each command.

python scripts/write_man.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from pingan_cli import __version__
from pingan_cli.commands.app import app

FOLDER = Path(__file__).parents[1] / "man"

STATUS = (
    ("0", "All is well."),
    ("1", "The program ran and found something wrong in what it checked."),
    ("2", "It could not run: something typed cannot be meant, or an input cannot be read."),
)
ENVIRONMENT = (
    ("PINGAN_CONFIG", "The configuration file to use, wherever it is; none for no file at all."),
    ("LC_ALL, LC_MESSAGES, LANG", "The language, where neither --lang nor a configuration file says it: Chinese where "
     "the first of these that is set begins with zh, and English otherwise."),
    ("NO_COLOR", "Where it is set and not empty, nothing is coloured."),
)  # fmt: skip
FILES = (
    ("pingan.toml", "The configuration file: defaults for rules, data, units, lang and format. It is looked for in the "
     "working folder and then in each folder above it; paths in it are relative to its own folder."),
    ("pyproject.toml", "The same in its table [tool.pingan], where there is no pingan.toml beside it."),
)  # fmt: skip

_SPECIAL = {"\\": r"\e", "-": r"\-", "'": r"\(aq", '"': r"\(dq", "^": r"\(ha", "~": r"\(ti", "`": r"\(ga"}


def pages() -> dict[str, str]:
    """The text of every page by the name of its file."""
    program: Any = get_command(app)
    context = program.make_context("pingan", [], resilient_parsing=True)
    found = {"pingan.1": _page("pingan", program, context)}
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        found[f"pingan-{name}.1"] = _page(f"pingan-{name}", command, _inner(command, name, context))
    return found


def _inner(command: Any, name: str, context: Any) -> Any:
    return type(context)(command, info_name=name, parent=context, resilient_parsing=True)


def _page(name: str, command: Any, context: Any) -> str:
    summary, *rest = (command.help or "").split("\n\n")
    head = summary.strip().rstrip(".")
    lines = [
        f'.TH {_text(name).upper()} 1 "" "pingan {__version__}" "User Commands"',
        '.\\" Made from the program by scripts/write_man.py. Change the program, not this page.',
        ".nh\n.ad l",  # names keep no hyphens of their own, and lines no holes
        ".SH NAME",
        rf"{_text(name)} \- {_text(head[0].lower() + ' '.join(head[1:].split()))}",
        ".SH SYNOPSIS",
        *_synopsis(command, context),
        ".SH DESCRIPTION",
        *_paragraphs([summary, *rest]),
        *_listed("OPTIONS", _options(command, context)),
        *_commands(name, command, context),
        *_examples(".SH EXAMPLES", command),
        *_listed("EXIT STATUS", STATUS),
        *(_listed("ENVIRONMENT", ENVIRONMENT) if name == "pingan" else ()),
        *(_listed("FILES", FILES) if name == "pingan" else ()),
        ".SH SEE ALSO",
        *_see_also(name, command, context),
    ]
    return "\n".join(lines) + "\n"


def _synopsis(command: Any, context: Any) -> Iterator[str]:
    parts = [rf"\fB{_text(context.command_path)}\fR", "[OPTIONS]"]
    for param in command.get_params(context):
        if param.param_type_name == "argument":
            word = re.sub(r"[][.]", "", param.metavar or param.name.upper()) + ("..." if param.nargs == -1 else "")
            parts.append(rf"\fI{_text(word if param.required else f'[{word}]')}\fR")
    if hasattr(command, "list_commands"):
        parts.append("COMMAND [ARGS]...")
    yield " ".join(parts)


def _options(command: Any, context: Any) -> Iterator[tuple[str, str]]:
    for param in command.get_params(context):
        told = param.help or ""
        if param.param_type_name == "argument":
            yield re.sub(r"[][.]", "", param.metavar or param.name.upper()), told
            continue
        value = "" if param.is_flag else f" {param.metavar}"
        if isinstance(param.default, str) and "--lang" not in param.opts:
            told += f" Default: {param.default}."
        yield ", ".join(sorted(param.opts, key=len)) + value, told


def _commands(name: str, command: Any, context: Any) -> Iterator[str]:
    if not hasattr(command, "list_commands"):
        return
    yield ".SH COMMANDS"
    for each in command.list_commands(context):
        inner_command = command.get_command(context, each)
        inner = _inner(inner_command, each, context)
        if name == "pingan":
            yield from _item(f"pingan-{each}(1)", (inner_command.help or "").split("\n\n")[0])
            continue
        yield f".SS {_text(each)}"
        yield from _synopsis(inner_command, inner)
        yield from _paragraphs((inner_command.help or "").split("\n\n"), before=True)
        for option in _options(inner_command, inner):
            if "--help" not in option[0]:
                yield from _item(*option)
        yield from _examples("", inner_command)


def _see_also(name: str, command: Any, context: Any) -> Iterator[str]:
    if name == "pingan":
        pages = [f"pingan-{each}" for each in command.list_commands(context)]
    else:
        pages = ["pingan"]
    yield ",\n".join(rf"\fB{_text(page)}\fR(1)" for page in pages)


def _listed(title: str, items: Any) -> Iterator[str]:
    yield f".SH {title}"
    for item in items:
        yield from _item(*item)


def _item(term: str, told: str) -> Iterator[str]:
    yield from (".TP", rf"\fB{_place(term)}\fR", _line(told))


def _examples(title: str, command: Any) -> Iterator[str]:
    """The pairs at the end of a help text: what is wanted, and the line for it."""
    if title and command.epilog:
        yield title
    for pair in (command.epilog or "").split("\n\n")[1:]:
        wanted, line = pair.split("\n", 1)
        yield from (".PP", _line(wanted), ".PP\n.RS 4\n.nf", _line(line.strip()), ".fi\n.RE")


def _paragraphs(texts: list[str], before: bool = False) -> Iterator[str]:
    for index, text in enumerate(texts):
        if index or before:
            yield ".PP"
        yield _line(text)


def _line(text: str) -> str:
    """A text as one line of roff that begins with no command."""
    line = _text(" ".join(text.split()))
    return rf"\&{line}" if line.startswith((".", r"\(aq")) else line


def _place(text: str) -> str:
    """A term in which the words that stand for others, in capitals, are set apart."""
    return re.sub(r"\b[A-Z]{2,}\b", r"\\fI\g<0>\\fB", _text(text))


def _text(text: str) -> str:
    return "".join(_SPECIAL.get(each) or (each if each.isascii() else f"\\[u{ord(each):04X}]") for each in text)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for old in FOLDER.glob("*.1"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="ascii", newline="\n")
