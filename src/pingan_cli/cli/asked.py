"""What was typed for a command: what is wrong with it, all at once; what is to be read, and where the answer goes.

A command is a function that takes an `Asked` first and its own options after it; `command` puts those it shares behind.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_type_hints

import typer

from pingan_cli.cli.command import Command, examples
from pingan_cli.cli.options import SHARED
from pingan_cli.config import FORMS
from pingan_cli.ladder.loader import DEFAULT
from pingan_cli.ladder.values import LAST, years_of
from pingan_cli.large.choosing import TABLE
from pingan_cli.problems import Problem, Refused, did_you_mean
from pingan_cli.texts import LANGUAGES, all_of, told

if TYPE_CHECKING:
    from pingan_cli.library import Records
    from pingan_cli.records.cards import Settings
    from pingan_cli.source import Source
    from pingan_cli.views.page import View

_LIST_MARKS = str.maketrans("，、–—", ",,--")


def split_words(text: str) -> list[str]:
    """The words of a list that was typed, between commas."""
    return [word for part in text.translate(_LIST_MARKS).split(",") if (word := part.strip())]


class Asked:
    """What is asked for by the shared options of a command, and by others that it lets this read.

    What cannot be meant is kept, so that all of it is said at once: `finish` raises it.
    """

    def __init__(self, rules: str = DEFAULT, lists: Sequence[str] | None = None, data: Sequence[str] | None = None,
                 units: str | None = None, since: str | None = None, backend: str | None = None,
                 form: str = "table", json: bool = False, lang: str = "en", output: str | None = None,
                 quiet: bool = False, covers: Sequence[str] | None = None, years_are: str | None = None,
                 encoding: str | None = None, excel: bool = False) -> None:  # fmt: skip
        self._problems: list[Problem] = []
        self.rules, self.data, self.units, self.backend = rules, [*(data or ()), *(lists or ())], units, backend
        self.lang, self.output, self.quiet = self.one_of("--lang", lang, LANGUAGES), output, quiet
        self.form = "json" if json else self.one_of("--format", form, FORMS)
        if json and form not in ("table", "json"):
            self.wrong(told("--json and --format {form} ask for different forms", form=form), told("choose one"))
        self._excel = excel
        self.since = self.year("--since", since)
        self.settings = self._settings(encoding, years_are, covers or ())
        self.facts: Sequence[str] = ()
        self.forms: Sequence[str] = (*FORMS, "svg")
        given = {"--rules": rules != DEFAULT, "--data": data, "--units": units, "--since": since,
                 "--covers": covers, "--years-are": years_are, "--encoding": encoding}  # fmt: skip
        self.given = [option for option, value in given.items() if value]
        """Which of the options that say what is read were typed."""

    def year(self, option: str, text: str | None) -> int | None:
        """A year of four digits; None where none was typed."""
        if text is None or (re.fullmatch("[0-9]{4}", text.strip()) and int(text) <= LAST):
            return None if text is None else int(text)
        from pingan_cli.records.years import transposed  # only what is wrong needs it

        message = told("{option} {text!r} is no year", option=option, text=text)
        meant = transposed(text)
        hint = told("did you mean {word}?", word=meant) if meant else told("a year has four digits, such as 2023")
        self.wrong(message, hint)
        return None

    def years(self, option: str, texts: Sequence[str] | None) -> list[int]:
        """Years as they are listed: 2024, "2024,2026", 2024-2030, or several of these."""
        years: set[int] = set()
        for text in texts or ():
            found = years_of(text.translate(_LIST_MARKS))
            if isinstance(found, str):
                message = told("{at}: {message}", at=option, message=found)
                self.wrong(message, told("years are written 2024, 2024,2026 or 2024-2030"))
            else:
                years.update(found)
        return sorted(years)

    def count(self, option: str, text: str | None) -> int | None:
        """A count from 1 on; None where none was typed."""
        if text is None or re.fullmatch("0*[1-9][0-9]{0,8}", text.strip(), re.ASCII):
            return None if text is None else int(text)
        self.wrong(told("{option} {text!r} is no count", option=option, text=text), told("such as 10"))
        return None

    def one_of(self, option: str, text: str, allowed: Sequence[str]) -> str:
        """One of the words allowed."""
        if text not in allowed:
            hint = did_you_mean(text, allowed) or told("it is one of {allowed}", allowed=tuple(allowed))
            self.wrong(told("{option} {text!r} is not known", option=option, text=text), hint)
        return text

    def only_one_of(self, typed: Mapping[str, object]) -> None:
        """Options of which each asks for another answer."""
        asked = [option for option, value in typed.items() if value]
        if len(asked) > 1:
            self.wrong(told("{options} ask for different answers", options=all_of(asked)), told("choose one"))

    def _settings(self, encoding: str | None, years_are: str | None, covers: Sequence[str]) -> Settings:
        """What is said of the lists that they do not say."""
        from pingan_cli.records.cards import USUAL, Settings  # not needed by what reads no lists
        from pingan_cli.records.encodings import known_encoding

        if encoding is None and years_are is None and not covers:
            return USUAL
        known = known_encoding(encoding) if encoding is not None else None
        if encoding is not None and known is None:
            hint = told("such as utf-8, gb18030, big5, latin-1 or utf-16")
            self.wrong(told("--encoding {text!r} is no encoding of text", text=encoding), hint)
        if years_are is not None:
            self.one_of("--years-are", years_are, ("assessed", "announced"))
        announced = None if years_are is None else years_are == "announced"
        return Settings(known, announced, tuple(word for each in covers for word in split_words(each)))

    def wrong(self, message: str, hint: str = "") -> None:
        """Something typed that cannot be meant beside the rest."""
        self._problems.append(Problem("usage", message, hint=hint))

    def add(self, problems: Iterable[Problem]) -> None:
        """What was found to be wrong elsewhere with what was typed."""
        self._problems += problems

    def finish(self) -> None:
        """Raise `Refused` when anything that was typed cannot be meant; then the ending of a file tells the form."""
        if self._problems:
            raise Refused(self._problems)
        if self.output and not self.output.startswith(TABLE) and not self.output.lower().endswith(".parquet"):
            from pingan_cli.cli.output import form_of  # only a file has an ending

            self.form = form_of(self.form, self.output, self.forms)
        if self.form == "xlsx":
            from pingan_cli.views.workbook import require_writer  # which no other form needs

            require_writer()
        if self._excel and self.form not in ("csv", "table", "excel"):
            message = told("--excel is about CSV, and {form} is asked for", form=self.form)
            hint = told("leave out either, or write a workbook: -o list.xlsx")
            raise Refused([Problem("usage", message, hint=hint)])
        self.form = "excel" if self._excel else self.form

    @cached_property
    def source(self) -> Source:
        """What is to be read, once all that was typed can be meant."""
        from pingan_cli.cli.defaults import chosen_by
        from pingan_cli.source import Source

        self.finish()
        configuration = chosen_by(self.rules, self.data, self.units)
        data = self._made_of_facts() if self.facts else self.data
        return Source(
            self.rules, data, self.units, self.since, self.backend, self.settings,
            configuration=configuration, made_from=tuple(self.facts), warn=None if self.quiet else self.warn,
        )  # fmt: skip

    def warn(self, problems: Sequence[Problem]) -> None:
        """Say on standard error what was guessed, left out or doubted in reading."""
        from pingan_cli.cli.output import print_problems

        print_problems(problems, self.lang)

    def _made_of_facts(self) -> list[str]:
        """The card list that the ladder's method gives for the facts, in a folder that goes at the end."""
        import atexit
        from pathlib import Path
        from shutil import rmtree
        from tempfile import mkdtemp

        from pingan_cli.assess.library import cards_by_method
        from pingan_cli.cli.output import print_problems
        from pingan_cli.source import Source

        folder = mkdtemp(prefix="pingan-")
        atexit.register(rmtree, folder, ignore_errors=True)
        cards = Path(folder) / "cards.csv"
        print_problems(cards_by_method(Source(self.rules).loaded, self.facts, cards, self.units), self.lang)
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
        kept = [each for each in SHARED if each in shared and each not in own_names]

        def called(**values: Any) -> None:
            run(Asked(**{each: values.pop(each) for each in kept}), **values)

        given = [each.replace(annotation=hints[each.name]) for each in own]
        for each in kept:
            declared, default = SHARED[each]
            given.append(inspect.Parameter(each, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=declared))
        keyword = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in given]
        taken: Any = called
        taken.__signature__ = inspect.Signature(keyword)
        taken.__annotations__ = {each.name: each.annotation for each in keyword}
        taken.__doc__, taken.__name__ = run.__doc__, run.__name__
        app.command(name, cls=Command, epilog=examples(*asked_for))(taken)
        return run

    return made
