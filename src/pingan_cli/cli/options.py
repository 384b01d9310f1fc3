"""The options that commands share, each declared once. What is typed is read by the command (`asked.py`)."""

from __future__ import annotations

from typing import Annotated, Any

from pingan_cli.cli.command import Value, Values, argument, option
from pingan_cli.config import FORMS
from pingan_cli.ladder.loader import DEFAULT

YearOption = Annotated[Value, option("--year", "YEAR", "The assessment year; without it, the last.")]
LevelOption = Annotated[Value, option("--level", "LEVEL", "Only units of this level: city, county.")]
CityOption = Annotated[Value, option("--city", "CITY", "Only this city and the units that belong to it.")]
_Lists = Annotated[Values, argument("PATH", "Card files, folders of them, or Data Packages.")]
_Rules = Annotated[str, option("--rules", "NAME|FILE", "The ladder: a shipped one, or a YAML file.")]
_Data = Annotated[Values, option("--data", "PATH", "Card files, folders of them, or Data Packages. May be repeated.")]
ClaimsOption = Annotated[
    Value, option("--claims", "FILE", "A file of claims, or a list as published: unit, honour, year.")
]
_Json = Annotated[bool, option("--json", None, "Short for --format json.")]
_Format = Annotated[str, option("--format", "|".join(FORMS), "The form of the answer.")]
EXCEL = "CSV for Excel: a mark of UTF-8; titles and honours in the language."
Excel = Annotated[bool, option("--excel", None, EXCEL)]
LangOption = Annotated[str, option("--lang", "en|zh", "The language; without it, that of the locale.")]
FileOption = Annotated[Value, option("--output -o", "FILE", "Write to a file, whole or not at all.")]
OUTPUT = "Write to a file, whole or not at all; .csv, .json, .md and .xlsx tell the form."
OutputOption = Annotated[Value, option("--output -o", "FILE", OUTPUT)]
_Quiet = Annotated[bool, option("--quiet -q", None, "Leave out the notes.")]
_Units = Annotated[
    Value, option("--units", "FILE|none", "The registry of units; none takes every unit as it is spelt.", rare=True)
]
_Since = Annotated[Value, option("--since", "YEAR", "The first year for which anything was awarded.", rare=True)]
_Backend = Annotated[
    Value, option("--backend", "NAME|URL", "The engine that reads large lists; plain for none.", rare=True)
]
_ENCODING = "The encoding of the lists, such as gb18030 or latin-1; without it, told by their bytes."
_Encoding = Annotated[Value, option("--encoding", "NAME", _ENCODING, rare=True)]
_YEARS_ARE = "Which years the lists have: those assessed, or those of the ceremony."
_YearsAre = Annotated[Value, option("--years-are", "assessed|announced", _YEARS_ARE, rare=True)]
_COVERS = "Whom the lists cover: a level or a city. They say nothing of others. May be repeated."
_Covers = Annotated[Values, option("--covers", "LEVEL|CITY", _COVERS, rare=True)]

CONFIDENCE_WORDS = ("high", "medium", "low")
"""How sure the sources of claims are, for `--confidence`."""

SHARED: dict[str, tuple[Any, Any]] = {
    "lists": (_Lists, None),
    "rules": (_Rules, DEFAULT),
    "data": (_Data, None),
    "form": (_Format, "table"),
    "json": (_Json, False),
    "excel": (Excel, False),
    "lang": (LangOption, "en"),
    "output": (OutputOption, None),
    "quiet": (_Quiet, False),
    "units": (_Units, None),
    "since": (_Since, None),
    "covers": (_Covers, None),
    "years_are": (_YearsAre, None),
    "encoding": (_Encoding, None),
    "backend": (_Backend, None),
}
"""Each shared option with its declaration and its default, in the order of a help."""

ANSWER = ("form", "json", "excel", "lang", "output")
FORM = (*ANSWER, "quiet")
REGISTRY = ("rules", "data", "units", *FORM)
LISTS = ("since", "covers", "years_are", "encoding")
RECORDS = (*REGISTRY, *LISTS)
CARDS = (*RECORDS, "backend")
"""What commands share: the form of their answer, the registry, what lists leave unsaid, records, large lists."""
