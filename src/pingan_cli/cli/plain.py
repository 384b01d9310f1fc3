"""What every command shares: how its options are read, where their defaults come from, and how they are completed.

Options are taken as the text that was typed, so that no start of the program waits for pydantic: Typer 0.29 builds a
pydantic adapter for every option of a command before it runs. Every option of this program is text, a list of texts
or a flag, and each is read by the command that knows what it means (`options.py`), so nothing is lost by handing the
text on, and a start takes half the time.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from typer._coercion import RuntimeParam
from typer.core import TyperCommand, TyperGroup

from pingan_cli.cli.defaults import defaults_of, set_aside
from pingan_cli.cli.speaking import in_language, language_typed, say_help, spoken, usage

if TYPE_CHECKING:
    _Base = TyperCommand
else:
    _Base = object


class _HandedOn(RuntimeParam):
    def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any:
        return value


class _AsTyped(_Base):
    def get_params(self, ctx: Any) -> Any:
        params = super().get_params(ctx)
        for param in params:
            given: Any = param
            given._runtime_param = _HandedOn(given.type_descriptor.parameter_info, given.type_descriptor.annotation)
        if ctx.resilient_parsing:  # a shell asks what may come next
            from pingan_cli.cli.completing import attach

            attach(params)
        return params

    def get_usage(self, ctx: Any) -> str:
        return usage(super().get_usage(ctx), spoken(ctx.find_root().obj or ()))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from pingan_cli.cli.stacked import is_narrow, show_stacked

        lang = spoken(ctx.find_root().obj or ())
        say_help(self, ctx, lang)
        if is_narrow():
            show_stacked(self, ctx, lang)
        else:
            super().format_help(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        found = super().shell_complete(ctx, incomplete)
        lang = spoken(ctx.find_root().obj or ())
        for item in found:
            item.help = in_language(item.help, lang)
        return found

    def get_short_help_str(self, limit: int = 45) -> str:
        lang = spoken(())
        return (
            super().get_short_help_str(limit) if lang == "en" else (in_language(self.help, lang) or "").split("\n")[0]
        )


class Command(_AsTyped, TyperCommand):
    """A command whose options are taken as typed, or else as the configuration file and the locale have them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments of a call."""
        params = self.get_params(ctx)
        forgiving = ctx.resilient_parsing or any(arg in ctx.help_option_names for arg in args)
        ctx.default_map = defaults_of(params, os.environ, forgiving)
        if language := language_typed(ctx.find_root().obj or ()):  # before the command, it is the whole run's
            ctx.default_map["lang"] = language
        rest = super().parse_args(ctx, args)
        set_aside(ctx, params)
        return rest


class Group(_AsTyped, TyperGroup):  # pyright: ignore[reportIncompatibleMethodOverride]
    """A group of commands whose options are taken as typed."""
