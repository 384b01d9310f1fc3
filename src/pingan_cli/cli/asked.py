"""The options that commands share, declared once, and what they ask for: from which files, in which form, and where to.

A command takes an `Asked` first and its own options after it; `command` puts the shared options behind them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from pingan_cli.cli.examples import examples
from pingan_cli.cli.options import Backend as BackendOption
from pingan_cli.cli.options import (
    Covers,
    Data,
    Encoding,
    Format,
    Json,
    Lang,
    Output,
    Quiet,
    Rules,
    Since,
    Typed,
    Units,
    YearsAre,
)
from pingan_cli.cli.plain import Command
from pingan_cli.ladder.loader import DEFAULT
from pingan_cli.large.choosing import TABLE
from pingan_cli.texts import told

if TYPE_CHECKING:
    from pingan_cli.library import Records
    from pingan_cli.problems import Problem
    from pingan_cli.source import Source
    from pingan_cli.views.page import View

Lists = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", help="Card files, folders of them, or Data Packages."),
]

_SHARED: dict[str, tuple[Any, Any]] = {
    "lists": (Lists, None),
    "rules": (Rules, DEFAULT),
    "data": (Data, None),
    "form": (Format, "table"),
    "json": (Json, False),
    "lang": (Lang, "en"),
    "output": (Output, None),
    "quiet": (Quiet, False),
    "units": (Units, None),
    "since": (Since, None),
    "covers": (Covers, None),
    "years_are": (YearsAre, None),
    "encoding": (Encoding, None),
    "backend": (BackendOption, None),
}
"""Each shared option with its declaration and its default, in the order of a help."""

ANSWER = ("form", "json", "lang", "output")
FORM = (*ANSWER, "quiet")
REGISTRY = ("rules", "data", "units", *FORM)
RECORDS = (*REGISTRY, "since", "covers", "years_are", "encoding")
CARDS = (*RECORDS, "backend")
"""What commands share: the form of their answer, the registry in force, the records, and how large lists are read."""


class Asked(Typed):
    """What the shared options of a command ask for. What cannot be meant is kept, and raised by `finish`."""

    def __init__(self, rules: str = DEFAULT, lists: Sequence[str] | None = None, data: Sequence[str] | None = None,
                 units: str | None = None, since: str | None = None, backend: str | None = None,
                 form: str = "table", json: bool = False, lang: str = "en", output: str | None = None,
                 quiet: bool = False, covers: Sequence[str] | None = None, years_are: str | None = None,
                 encoding: str | None = None) -> None:  # fmt: skip
        super().__init__()
        self.form, self.lang, self.output, self.quiet = form, lang, output, quiet
        self._form = form  # as it was typed; a file's ending may tell of others
        self._rules, self._data, self._units = rules, [*(data or ()), *(lists or ())], units
        self._since, self.backend, self._json = since, backend, json
        self.facts: Sequence[str] = ()
        self._covers, self._years_are, self._encoding = covers or (), years_are, encoding

    def finish(self) -> None:
        """Raise `Refused` when anything that was typed cannot be meant."""
        self._since_year = self.year("--since", self._since)
        self.shown_as(self._form, self.lang)
        if self._json and self._form not in ("table", "json"):
            self.wrong(told("--json and --format {form} ask for different forms", form=self._form), told("choose one"))
        self.form = "json" if self._json else self._form
        self.settings = self.reading(self._encoding, self._years_are, self._covers)
        super().finish()
        if self.output and not self.output.startswith(TABLE) and not self.output.lower().endswith(".parquet"):
            from pingan_cli.cli.output import form_of  # only a file has an ending

            self.form = form_of(self.form, self.output)

    @cached_property
    def source(self) -> Source:
        """What is to be read, once all that was typed can be meant."""
        from pingan_cli.cli.defaults import chosen_by
        from pingan_cli.source import Source

        self.finish()
        configuration = chosen_by(self._rules, self._data, self._units)
        data = self._made_of_facts() if self.facts else self._data
        return Source(
            self._rules, data, self._units, self._since_year, self.backend, self.settings,
            configuration=configuration, made_from=tuple(self.facts), warn=None if self.quiet else self.warn,
        )  # fmt: skip

    def warn(self, problems: Sequence[Problem]) -> None:
        """Say on standard error what was guessed, left out or doubted in reading."""
        from pingan_cli.cli.output import report

        report(problems, self.lang)

    def _made_of_facts(self) -> list[str]:
        """The card list that the ladder's method gives for the facts, in a folder that goes at the end."""
        import atexit
        from pathlib import Path
        from shutil import rmtree
        from tempfile import mkdtemp

        from pingan_cli.assess.library import cards_by_method
        from pingan_cli.cli.output import report
        from pingan_cli.source import Source

        folder = mkdtemp(prefix="pingan-")
        atexit.register(rmtree, folder, ignore_errors=True)
        cards = Path(folder) / "cards.csv"
        report(cards_by_method(Source(self._rules).loaded, self.facts, cards, self._units), self.lang)
        return [str(cards)]

    @property
    def records(self) -> Records:
        """The records of the source."""
        from pingan_cli.library import records_of

        return records_of(self.source)

    def show(self, view: View) -> None:
        """Show an answer as it is asked for, or write it to the file that is named."""
        from pingan_cli.cli.output import deliver

        deliver(view, self.form, self.lang, self.output, self.quiet)


def command(
    app: typer.Typer, shared: Sequence[str], *asked_for: tuple[str, str], name: str | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function the command of an `app`, with the `shared` options and with examples of what is asked for.

    A name of a shared option that the function has itself is its own.
    """

    def made(run: Callable[..., None]) -> Callable[..., None]:
        hints = get_type_hints(run, include_extras=True)
        _, *own = inspect.signature(run).parameters.values()
        own_names = {each.name for each in own}
        kept = [each for each in _SHARED if each in shared and each not in own_names]

        def called(**values: Any) -> None:
            run(Asked(**{each: values.pop(each) for each in kept}), **values)

        given = [each.replace(annotation=hints[each.name]) for each in own]
        for each in kept:
            declared, default = _SHARED[each]
            given.append(inspect.Parameter(each, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=declared))
        keyword = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in given]
        taken: Any = called
        taken.__signature__ = inspect.Signature(keyword)
        taken.__annotations__ = {each.name: each.annotation for each in keyword}
        taken.__doc__, taken.__name__ = run.__doc__, run.__name__
        app.command(name, cls=Command, epilog=examples(*asked_for))(taken)
        return run

    return made
