"""What reaches into Typer behind its public names, each beside the public way that does the same more slowly.

Where a release of Typer has no such name, and where `PINGAN_PUBLIC_WAYS` is set, as tests set it, the public way is
taken:

- Options are handed on as the text that was typed. Typer 0.29 builds a pydantic adapter for every option of a command
  before it runs. Every option of this program is text, a list of texts or a flag, and is read by the command that
  knows what it means (`options.py`), so nothing is lost, and a start takes half the time. The public way: the
  adapters give the same texts.
- Words are completed as `completing.py` offers them, and quoted for each shell as `shells.py` says. The public way:
  Typer's own completion of commands and options.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

PUBLIC_ONLY = bool(os.environ.get("PINGAN_PUBLIC_WAYS"))


def take_as_typed(params: Iterable[Any]) -> None:
    """Let the options of a command be taken as the text that was typed."""
    if _HandedOn is None:
        return
    for param in params:
        param._runtime_param = _HandedOn(param.type_descriptor.parameter_info, param.type_descriptor.annotation)


def completion() -> Any:
    """The classes and functions by which shells are answered; None where there are none."""
    if PUBLIC_ONLY:
        return None
    try:
        from typer._click import shell_completion
    except ImportError:
        return None
    return shell_completion


def complete_by(param: Any, complete: Any) -> None:
    """Let a parameter be completed by a function of context, parameter and the word that was begun."""
    if completion():
        param._custom_shell_complete = complete


def hand_out(name: str, script: str) -> None:
    """Let `--show-completion` and `--install-completion` hand out a script of ours for a shell."""
    try:
        from typer import _completion_shared
    except ImportError:
        return
    scripts: Any = getattr(_completion_shared, "_completion_scripts", {})
    scripts[name] = script


if TYPE_CHECKING:
    _HandedOn: Any = None
else:
    try:
        from typer._coercion import RuntimeParam

        class _HandedOn(RuntimeParam):
            """A value that stays as it was typed."""

            def _coerce_value(self, value, param, ctx):
                return value

        if PUBLIC_ONLY:
            _HandedOn = None
    except ImportError:
        _HandedOn = None
