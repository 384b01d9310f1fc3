"""The options that commands share, each declared once. What is typed is read by the command (`asked.py`)."""

from __future__ import annotations

from typing import Annotated, Any

from pingan_cli.cli.command import Text, Texts, argument, option
from pingan_cli.config import FORMS
from pingan_cli.ladder.loader import DEFAULT

Year = Annotated[Text, option("--year", "YEAR", "The assessment year; without it, the last.")]
Level = Annotated[Text, option("--level", "LEVEL", "Only units of this level: city, county.")]
City = Annotated[Text, option("--city", "CITY", "Only this city and the units that belong to it.")]
Lists = Annotated[Texts, argument("PATH", "Card files, folders of them, or Data Packages.")]
Rules = Annotated[str, option("--rules", "NAME|FILE", "The ladder: a shipped one, or a YAML file.")]
Data = Annotated[Texts, option("--data", "PATH", "Card files, folders of them, or Data Packages. May be repeated.")]
Claims = Annotated[Text, option("--claims", "FILE", "A file of claims, or a list as published: unit, honour, year.")]
Json = Annotated[bool, option("--json", None, "Short for --format json.")]
Format = Annotated[str, option("--format", "|".join(FORMS), "The form of the answer.")]
EXCEL = "CSV for Excel: a mark of UTF-8; titles and honours in the language."
Excel = Annotated[bool, option("--excel", None, EXCEL)]
Lang = Annotated[str, option("--lang", "en|zh", "The language; without it, that of the locale.")]
File = Annotated[Text, option("--output -o", "FILE", "Write to a file, whole or not at all.")]
OUTPUT = "Write to a file, whole or not at all; .csv, .json, .md and .xlsx tell the form."
Output = Annotated[Text, option("--output -o", "FILE", OUTPUT)]
Quiet = Annotated[bool, option("--quiet -q", None, "Leave out the notes.")]
Units = Annotated[
    Text, option("--units", "FILE|none", "The registry of units; none takes every unit as it is spelt.", rare=True)
]
Since = Annotated[Text, option("--since", "YEAR", "The first year for which anything was awarded.", rare=True)]
Backend = Annotated[
    Text, option("--backend", "NAME|URL", "The engine that reads large lists; plain for none.", rare=True)
]
ENCODING = "The encoding of the lists, such as gb18030 or latin-1; without it, told by their bytes."
Encoding = Annotated[Text, option("--encoding", "NAME", ENCODING, rare=True)]
YEARS_ARE = "Which years the lists have: those assessed, or those of the ceremony."
YearsAre = Annotated[Text, option("--years-are", "assessed|announced", YEARS_ARE, rare=True)]
COVERS = "Whom the lists cover: a level or a city. They say nothing of others. May be repeated."
Covers = Annotated[Texts, option("--covers", "LEVEL|CITY", COVERS, rare=True)]

CONFIDENCES = ("high", "medium", "low")
"""How sure the sources of claims are, for `--confidence`."""

SHARED: dict[str, tuple[Any, Any]] = {
    "lists": (Lists, None),
    "rules": (Rules, DEFAULT),
    "data": (Data, None),
    "form": (Format, "table"),
    "json": (Json, False),
    "excel": (Excel, False),
    "lang": (Lang, "en"),
    "output": (Output, None),
    "quiet": (Quiet, False),
    "units": (Units, None),
    "since": (Since, None),
    "covers": (Covers, None),
    "years_are": (YearsAre, None),
    "encoding": (Encoding, None),
    "backend": (Backend, None),
}
"""Each shared option with its declaration and its default, in the order of a help."""

ANSWER = ("form", "json", "excel", "lang", "output")
FORM = (*ANSWER, "quiet")
REGISTRY = ("rules", "data", "units", *FORM)
LISTS = ("since", "covers", "years_are", "encoding")
RECORDS = (*REGISTRY, *LISTS)
CARDS = (*RECORDS, "backend")
"""What commands share: the form of their answer, the registry, what lists leave unsaid, records, large lists."""
