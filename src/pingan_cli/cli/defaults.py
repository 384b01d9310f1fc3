"""What options mean where they are not typed: what the configuration file sets, and the language of a run."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pingan_cli.config import Config, find_config
from pingan_cli.problems import Refused
from pingan_cli.texts import LANGUAGES

SETTING_OF = {
    "--rules": "rules", "rules": "rules", "--data": "data", "paths": "data",
    "--units": "units", "--covers": "covers", "--encoding": "encoding", "--lang": "lang", "--format": "format",
}  # fmt: skip
"""The setting that each option, or argument by its name, has its default from."""


_in_force: list[Config] = []
"""The configuration from which the defaults of the call that is running were taken."""


def chosen_by(rules: str, data: Sequence[str], units: str | None) -> str | None:
    """The configuration file that chose the ladder, the records or the registry of this call; None for none."""
    config = _in_force[-1] if _in_force else Config()
    chosen = (
        config.rules == rules,
        bool(data) and config.data == tuple(data),
        units is not None and config.units == units,
    )
    return str(config.path) if config.path is not None and any(chosen) else None


def defaults_of(params: Sequence[Any], environment: Mapping[str, str], forgiving: bool = False) -> dict[str, Any]:
    """For parameters of a command, by their names, the defaults that are not the program's own.

    Raises `Refused` with all that is wrong with the configuration file, or if `forgiving` leaves that be.
    """
    config, problems = find_config(environment)
    _in_force[:] = [config]
    if problems and not forgiving:
        raise Refused(problems)
    found: dict[str, Any] = {}
    has_paths = any("paths" in param.opts for param in params)
    for param in params:
        if has_paths and "--data" in param.opts:
            continue  # what is read are the paths; --data only adds to them
        for setting in (SETTING_OF[each] for each in param.opts if each in SETTING_OF):
            value: Any = getattr(config, setting) or (language_of(environment) if setting == "lang" else None)
            if value and (setting != "format" or param.default == "table"):  # the forms of a report are others
                found[param.name] = list(value) if setting in ("data", "covers") else value
    return found


_RULED_OUT = {
    "--rules": ("--data", "--units", "--covers", "--encoding", "paths"),
    "--verify": ("--rules", "--data", "--units", "--covers", "--encoding", "paths"),
    "--fix": ("paths",),
    "lists": ("--data",),
    "--json": ("--format",),
}
"""The options and arguments whose defaults each option rules out when it is typed."""


def drop_ruled_out(context: Any, params: Sequence[Any]) -> None:
    """Take back defaults of the configuration that what is typed rules out.

    Data and registry are those of its own ladder, and not of another one that is typed. What a batch verifies is in
    its manifest. And a file that may be anybody's does not say which files `--fix` writes to.
    """
    sources = {opt: _source(context, param) for param in params for opt in param.opts}
    typed = {opt for opt, source in sources.items() if source == "COMMANDLINE"}
    ruled_out = {opt for option, opts in _RULED_OUT.items() if option in typed for opt in opts}
    if "--output" in typed and Path(context.params["output"]).suffix:  # which tells the form
        ruled_out.add("--format")
    for param in params:
        if ruled_out & {*param.opts} and _source(context, param) == "DEFAULT_MAP":
            context.params[param.name] = param.default


def _source(context: Any, param: Any) -> str:
    source = context.get_parameter_source(param.name)
    return source.name if source else ""


def language_of(environment: Mapping[str, str]) -> str:
    """The language of the locale: `zh` where it is Chinese, or else `en`."""
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def language_of_run(typed: Sequence[str]) -> str:
    """The language of a run: the one that was typed, or set by the configuration file, or else that of the locale."""
    if language := language_typed(typed):
        return language
    config, _ = find_config(os.environ)
    return config.lang or language_of(os.environ)


def language_typed(typed: Sequence[str]) -> str | None:
    """The language that `--lang` names, wherever it stands on the line; None without one.

    >>> language_typed(["award", "--help", "--lang", "zh"])
    'zh'
    """
    options = typed[: typed.index("--")] if "--" in typed else typed
    named = [value for option, value in pairwise(options) if option == "--lang"]
    named += [option.removeprefix("--lang=") for option in options if option.startswith("--lang=")]
    return next((language for language in named if language in LANGUAGES), None)
