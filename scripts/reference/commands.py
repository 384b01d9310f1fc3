"""The page of all commands with their arguments and options, from what `--help` is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from pingan_cli.cli.app import app

ABOUT = """\
# Commands

Each command's help says the same: `pingan COMMAND --help`. Results go to standard output, everything else to standard
error. The exit status is 0 when all is well, 1 when the program ran and found something wrong in what it checked, and 2
when it could not run. Where an option stands more than once on this page, it means the same each time.
"""


def page() -> str:
    """Every command, in the order of `pingan --help`."""
    program: Any = get_command(app)
    context = program.make_context("pingan", [], resilient_parsing=True)
    return "\n".join([ABOUT, *_options(program, context), *_commands(program, context)])


def _commands(group: Any, context: Any) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        inner = type(context)(command, info_name=name, parent=context, resilient_parsing=True)
        path = inner.command_path.removeprefix("pingan ")
        yield f"{'#' * len(inner.command_path.split())} {path}\n"
        yield f"{_told(command.help)}\n"
        yield f"```text\npingan {path} {_usage(command, inner)}\n```\n"
        yield from _options(command, inner)
        if hasattr(command, "list_commands"):
            yield from _commands(command, inner)


def _usage(command: Any, context: Any) -> str:
    parts = ["[OPTIONS]"] if command.get_params(context) else []
    for parameter in command.get_params(context):
        if parameter.param_type_name == "argument":
            word = _spelt(parameter)
            parts.append((word if parameter.required else f"[{word}]") + ("..." if parameter.nargs == -1 else ""))
    return " ".join(parts + (["COMMAND"] if hasattr(command, "list_commands") else []))


def _options(command: Any, context: Any) -> Iterator[str]:
    for parameter in command.get_params(context):
        if "--help" not in parameter.opts:
            yield f"`{_spelt(parameter)}`\n:   {_told(_with_default(parameter))}\n"


def _spelt(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return re.sub(r"[][{}.]", "", parameter.metavar or parameter.name.upper())
    value = "" if parameter.is_flag else f" {parameter.metavar}"
    return ", ".join(sorted(parameter.opts, key=len)) + value


def _with_default(parameter: Any) -> str:
    told = parameter.help or ""
    if parameter.default in (None, False, ()) or parameter.default is getattr(parameter, "UNSET", None):
        return told
    return f"{told} Default: `{parameter.default}`."


def _told(text: str | None) -> str:
    """A help text as Markdown: what looks like an option or a command is set as code, and brackets stay brackets."""
    told = re.sub(r"(?<![\w`-])(--[a-z][a-z-]+)", r"`\1`", (text or "").strip())
    return told.replace("<", "&lt;").replace("\b\n", "")
