"""What every command is to Typer: how its options are declared and read, its help, and how it is completed.

Options are taken as the text that was typed, and each is read by the command that knows what it means (`options.py`),
which says all that is wrong at once.
"""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from pingan_cli.cli.defaults import defaults_of, drop_ruled_out, language_of_run, language_typed
from pingan_cli.cli.help_text import RARE, in_language, translate_help, usage, usage_error, usage_problem
from pingan_cli.cli.output import at_work
from pingan_cli.cli.typer_ways import take_as_typed
from pingan_cli.problems import Refused, nearest
from pingan_cli.texts import told, translated

if TYPE_CHECKING:
    _Base = TyperCommand
else:
    _Base = object


class _AsTyped(_Base):
    def get_params(self, ctx: Any) -> Any:
        params = super().get_params(ctx)
        take_as_typed(params)
        if ctx.resilient_parsing:  # a shell asks what may come next
            from pingan_cli.cli.completion import offer_words

            offer_words(params)
        return params

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            raise Refused([usage_problem(error, self.get_params(ctx), ctx.command_path)]) from error

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        prefix = translated("Usage: ", _language(ctx))
        formatter.write_usage(ctx.command_path, usage(self.collect_usage_pieces(ctx)), prefix)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from pingan_cli.cli.help_layout import is_narrow, show_narrow_help

        lang = _language(ctx)
        translate_help(self, ctx, lang)
        if is_narrow():
            show_narrow_help(self, ctx, lang)
        else:
            super().format_help(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        found = super().shell_complete(ctx, incomplete)
        lang = _language(ctx)
        for item in found:
            item.help = in_language(item.help, lang)
        return found

    def get_short_help_str(self, limit: int = 45) -> str:
        lang = language_of_run(())
        return (
            super().get_short_help_str(limit) if lang == "en" else (in_language(self.help, lang) or "").split("\n")[0]
        )


def _language(context: Any) -> str:
    return language_of_run(context.find_root().obj or ())


class Command(_AsTyped, TyperCommand):
    """A command whose options are taken as typed, or else as the configuration file and the locale have them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments of a call."""
        params = self.get_params(ctx)
        forgiving = ctx.resilient_parsing or any(arg in ctx.help_option_names for arg in args)
        ctx.default_map = defaults_of(params, os.environ, forgiving)
        if language := language_typed(ctx.find_root().obj or ()):  # before the command, it is the whole run's
            ctx.default_map["lang"] = language
        if not ctx.resilient_parsing:
            _refuse_options_for_values(params, args, ctx.command_path)
        ctx.allow_extra_args = True  # so that we say ourselves what is wrong with them
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            message = told("Got unexpected extra argument(s) ({arguments})", arguments=" ".join(rest))
            raise Refused([usage_error(message, ctx.command_path)])
        drop_ruled_out(ctx, params)
        return rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a terminal shows when that takes long. A batch shows how far it has come itself."""
        if ctx.info_name == "batch" or ctx.params.get("quiet"):
            return super().invoke(ctx)
        with at_work(ctx.params.get("lang", "en")):
            return super().invoke(ctx)


def _refuse_options_for_values(params: list[Any], args: list[str], command: str) -> None:
    """Say of `--year --lang zh` that a value is missing, in place of reading `--lang` as the year."""
    names = {name: param for param in params for name in (*param.opts, *param.secondary_opts) if name[:1] == "-"}
    end = args.index("--") if "--" in args else len(args)
    missing = [
        usage_error(told("Option {option!r} requires an argument.", option=option), command)
        for option, value in pairwise(args[:end])
        if option in names and not names[option].is_flag and value in names
    ]
    if missing:
        raise Refused(missing)


class CommandGroup(_AsTyped, TyperGroup):  # pyright: ignore[reportIncompatibleMethodOverride]
    """A group of commands whose options are taken as typed."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first word names, with its name and the other words."""
        word = args[0]
        if ctx.resilient_parsing or word.startswith("-") or self.get_command(ctx, word) is not None:
            return super().resolve_command(ctx, args)
        message = told("No such command {command!r}.", command=word)
        if near := nearest(word, self.list_commands(ctx), 3):
            commands = tuple(map(repr, near))
            message = told("No such command {command!r}. Did you mean {commands}?", command=word, commands=commands)
        raise Refused([usage_error(message, ctx.command_path)])


def examples(*pairs: tuple[str, str]) -> str:
    """The end of a help text, from pairs of what is wanted and the line to type.

    >>> print(examples(("Where does Dongtou stand?", "pingan streak Dongtou")))
    Examples
    <BLANKLINE>
    Where does Dongtou stand?
      pingan streak Dongtou
    """
    return "Examples\n\n" + "\n\n".join(f"{wanted}\n  {line}" for wanted, line in pairs)


def option(names: str, place: str | None, about: str, rare: bool = False) -> Any:
    """An option with the word that stands for its value, None for a flag, and what a help says of it."""
    return typer.Option(*names.split(), metavar=place, help=about, rich_help_panel=RARE if rare else None)


def argument(place: str, about: str) -> Any:
    """An argument with the word that stands for it, and what a help says of it."""
    return typer.Argument(metavar=place, help=about)


Value = str | None
Values = list[str] | None
"""What is typed once at the most, or as often as one likes."""
