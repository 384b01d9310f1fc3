"""The options that commands share, and how what was typed is read: all that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pingan_cli.config import FORMATS, LANGUAGES
from pingan_cli.ladder.years import years_of
from pingan_cli.problems import Problem, Refused, did_you_mean
from pingan_cli.texts import all_of, told

if TYPE_CHECKING:
    from pingan_cli.records.cards import Settings

_LIST_MARKS = str.maketrans("，、–—", ",,--")

Year = Annotated[str | None, typer.Option("--year", metavar="YEAR", help="The assessment year; without it, the last.")]
Level = Annotated[str | None, typer.Option("--level", metavar="LEVEL", help="Only units of this level: city, county.")]
City = Annotated[
    str | None, typer.Option("--city", metavar="CITY", help="Only this city and the units that belong to it.")
]
Rules = Annotated[
    str,
    typer.Option("--rules", metavar="NAME|FILE", help="The ladder: a shipped one, or a YAML file."),
]
Data = Annotated[
    list[str] | None,
    typer.Option("--data", metavar="PATH", help="Card files, folders of them, or Data Packages. May be repeated."),
]
Claims = Annotated[
    str | None,
    typer.Option("--claims", metavar="FILE", help="A file of claims, or a list as published: unit, honour, year."),
]
RARE = "Seldom needed"
"""The part of a help for options that few need."""

Units = Annotated[
    str | None,
    typer.Option(
        "--units",
        metavar="FILE|none",
        help="The registry of units; none takes every unit as it is spelt.",
        rich_help_panel=RARE,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="YEAR", help="The first year for which anything was awarded.", rich_help_panel=RARE
    ),
]
Backend = Annotated[
    str | None,
    typer.Option(
        "--backend",
        metavar="NAME|URL",
        help="The engine that reads large lists; plain for none.",
        rich_help_panel=RARE,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="The encoding of the lists, such as gb18030 or latin-1; without it, told by their bytes.",
        rich_help_panel=RARE,
    ),
]
YearsAre = Annotated[
    str | None,
    typer.Option(
        "--years-are",
        metavar="assessed|announced",
        help="Which years the lists have: those assessed, or those of the ceremony.",
        rich_help_panel=RARE,
    ),
]
Covers = Annotated[
    list[str] | None,
    typer.Option(
        "--covers",
        metavar="LEVEL|CITY",
        help="Whom the lists cover: a level or a city. They say nothing of others. May be repeated.",
        rich_help_panel=RARE,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Format = Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help="The form of the answer.")]
Lang = Annotated[str, typer.Option("--lang", metavar="en|zh", help="The language; without it, that of the locale.")]
File = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to a file, whole or not at all; .csv, .json and .md tell the form.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Leave out the notes.")]


def split_words(text: str) -> list[str]:
    """The words of a list that was typed, between commas."""
    return [word for part in text.translate(_LIST_MARKS).split(",") if (word := part.strip())]


class Typed:
    """Reads what was typed and keeps what cannot be meant, so that all of it is said at once."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def year(self, option: str, text: str | None) -> int | None:
        """A year of four digits; None where none was typed."""
        if text is None or re.fullmatch("[0-9]{4}", text.strip()):
            return None if text is None else int(text)
        message = told("{option} {text!r} is no year", option=option, text=text)
        self.wrong(message, told("a year has four digits, such as 2023"))
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

    def one_of(self, option: str, text: str, allowed: Sequence[str]) -> str:
        """One of the words allowed."""
        if text not in allowed:
            hint = did_you_mean(text, allowed) or told("it is one of {allowed}", allowed=tuple(allowed))
            self.wrong(told("{option} {text!r} is not known", option=option, text=text), hint)
        return text

    def shown_as(self, form: str, lang: str) -> None:
        """The form and the language of an answer."""
        self.one_of("--format", form, FORMATS)
        self.one_of("--lang", lang, LANGUAGES)

    def only_one_of(self, typed: Mapping[str, object]) -> None:
        """Options of which each asks for another answer."""
        asked = [option for option, value in typed.items() if value]
        if len(asked) > 1:
            self.wrong(told("{options} ask for different answers", options=all_of(asked)), told("choose one"))

    def reading(self, encoding: str | None, years_are: str | None, covers: Sequence[str]) -> Settings:
        """What is said of the lists that they do not say."""
        from pingan_cli.records.cards import Settings
        from pingan_cli.records.encodings import known_encoding

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
        """Raise `Refused` when anything that was typed cannot be meant."""
        if self._problems:
            raise Refused(self._problems)
