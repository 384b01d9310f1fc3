"""The options that commands share, and how what was typed is read: all that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from pingan_cli.diagnostics import Problem, Refused, did_you_mean
from pingan_cli.ladder.years import years_of

_LIST_MARKS = str.maketrans("，、–—", ",,--")

FORMATS = ("table", "json", "csv", "markdown")
LANGUAGES = ("en", "zh")


def _ladders(incomplete: str) -> list[str]:
    from pingan_cli.ladder.loader import shipped_ladders

    return [name for name in shipped_ladders() if name.startswith(incomplete)]


def _formats(incomplete: str) -> list[str]:
    return [name for name in FORMATS if name.startswith(incomplete)]


def _languages(incomplete: str) -> list[str]:
    return [name for name in LANGUAGES if name.startswith(incomplete)]


def unit_names(incomplete: str) -> list[tuple[str, str]]:
    """The names and codes of units that begin so, each with what the shell shows beside it."""
    from pingan_cli.library import open_ladder, open_registry

    registry = open_registry(open_ladder())
    wanted = incomplete.casefold()
    units = registry.units if registry else ()
    return sorted(
        (name, f"{unit.name} {unit.name_zh} {unit.code}")
        for unit in units
        for name in (unit.code, unit.name, unit.name_zh)
        if name and name.casefold().startswith(wanted)
    )


Year = Annotated[str | None, typer.Option("--year", metavar="YEAR", help="The assessment year; without it, the last.")]
Level = Annotated[str | None, typer.Option("--level", metavar="LEVEL", help="Only units of this level: city, county.")]
City = Annotated[
    str | None, typer.Option("--city", metavar="CITY", help="Only this city and the units that belong to it.")
]
Rules = Annotated[
    str,
    typer.Option(
        "--rules", metavar="NAME|FILE", help="The ladder: a shipped one, or a YAML file.", autocompletion=_ladders
    ),
]
Data = Annotated[
    list[str] | None,
    typer.Option("--data", metavar="PATH", help="Card files, folders of them, or Data Packages. May be repeated."),
]
Claims = Annotated[
    str | None,
    typer.Option("--claims", metavar="FILE", help="A file of claims, or a list as published: unit, honour, year."),
]
Units = Annotated[
    str | None,
    typer.Option("--units", metavar="FILE|none", help="The registry of units; none takes every unit as it is spelt."),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="YEAR", help="The first year for which anything was awarded.")
]
Format = Annotated[
    str, typer.Option("--format", metavar="|".join(FORMATS), help="The form of the answer.", autocompletion=_formats)
]
Lang = Annotated[
    str, typer.Option("--lang", metavar="en|zh", help="The language of tables.", autocompletion=_languages)
]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Leave out the notes.")]


class Typed:
    """Reads what was typed and keeps what cannot be meant, so that all of it is said at once."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def year(self, option: str, text: str | None) -> int | None:
        """A year of four digits; None where none was typed."""
        if text is None or re.fullmatch("[0-9]{4}", text.strip()):
            return None if text is None else int(text)
        hint = "a year has four digits, such as 2023"
        self._problems.append(Problem("usage", f"{option} {text!r} is no year", hint=hint))
        return None

    def years(self, option: str, texts: Sequence[str] | None) -> list[int]:
        """Years as they are listed: 2024, "2024,2026", 2024-2030, or several of these."""
        years: set[int] = set()
        for text in texts or ():
            found = years_of(text.translate(_LIST_MARKS))
            if isinstance(found, str):
                hint = "years are written 2024, 2024,2026 or 2024-2030"
                self._problems.append(Problem("usage", f"{option}: {found}", hint=hint))
            else:
                years.update(found)
        return sorted(years)

    def one_of(self, option: str, text: str, allowed: Sequence[str]) -> str:
        """One of the words allowed."""
        if text not in allowed:
            hint = did_you_mean(text, allowed) or f"it is one of {', '.join(allowed)}"
            self._problems.append(Problem("usage", f"{option} {text!r} is not known", hint=hint))
        return text

    def shown_as(self, form: str, lang: str) -> None:
        """The form and the language of an answer."""
        self.one_of("--format", form, FORMATS)
        self.one_of("--lang", lang, LANGUAGES)

    def wrong(self, message: str, hint: str = "") -> None:
        """Something typed that cannot be meant beside the rest."""
        self._problems.append(Problem("usage", message, hint=hint))

    def add(self, problems: Iterable[Problem]) -> None:
        """What was found to be wrong elsewhere with what was typed."""
        self._problems += problems

    def finish(self) -> None:
        """Raise `Refused` when anything that was typed cannot be meant."""
        if self._problems:
            raise Refused(self._problems)
