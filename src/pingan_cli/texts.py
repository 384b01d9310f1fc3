"""What the program says in English, said in another language: texts that remember how they were put together.

Every text is written in English where it is made, and is its own key to the catalogue of another language
(`locale/zh/LC_MESSAGES/pingan.mo`, made from the `.po` beside it). English needs no catalogue, and none is opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gettext import GNUTranslations

LANGUAGES = ("en", "zh")
DOMAIN = "pingan"
LOCALE = Path(__file__).parent / "locale"


LONGEST = 1000
"""Characters that are repeated of what a user has written."""


class Told(str):
    """An English text that can be said in another language, with all that was put into it.

    It equals the same text as a plain string. `template` has a blank in braces for each of the `values`.
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, values: dict[str, Any]) -> Told:
        text = super().__new__(cls, _filled(template, values, "en"))
        text.template, text.values = template, values
        return text

    def __reduce__(self) -> tuple[type[Told], tuple[str, dict[str, Any]]]:
        return Told, (self.template, self.values)


def told(template: str, /, **values: Any) -> Told:
    """A text with its blanks filled in. A value that is `Told` itself, or has names in each language, is said with it.

    Several values in a tuple are listed one after another.

    >>> told("{text!r} is no year", text="20x3")
    "'20x3' is no year"
    >>> said(told("{text!r} is no year", text="20x3"), "zh")
    '“20x3”不是年份'
    """
    return Told(template, values)


def said(text: Any, lang: str) -> Any:
    """Something told in a language, and anything else as it is: a number, or what a user has written.

    Of a cell that goes on for megabytes the beginning is enough.
    """
    if isinstance(text, Told):
        return _filled(translated(text.template, lang), text.values, lang)
    if hasattr(text, "of"):  # names in both languages
        return text.of(lang)
    if isinstance(text, str) and len(text) > LONGEST:
        return f"{text[:LONGEST]}…"
    if isinstance(text, tuple):
        return listed((said(each, lang) for each in text), lang)  # pyright: ignore[reportUnknownVariableType]
    return text


def listed(texts: Iterable[object], lang: str) -> str:
    """Several things one after another."""
    return translated(", ", lang, "list_separator").join(map(str, texts))


def all_of(texts: Iterable[Any]) -> Any:
    """Several things as one text: "a and b"."""
    return reduce(lambda one, other: told("{one} and {other}", one=one, other=other), texts)


def any_of(texts: Iterable[Any]) -> Any:
    """Several things of which one is meant, as one text: "a or b"."""
    return reduce(lambda one, other: told("{one} or {other}", one=one, other=other), texts)


def one_by_one(texts: Iterable[Any]) -> Any:
    """Several things that are long as one text: "a; b"."""
    return reduce(lambda one, other: told("{one}; {other}", one=one, other=other), texts)


def translated(text: str, lang: str, context: str = "") -> str:
    """An English text in a language, its blanks still open; `context` tells apart what is the same in English only."""
    if lang == "en" or not text:
        return text
    return _catalogue(lang).pgettext(context, text) if context else _catalogue(lang).gettext(text)


@cache
def _catalogue(lang: str) -> GNUTranslations:
    from gettext import GNUTranslations  # English needs none

    with (LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as stream:
        return GNUTranslations(stream)


def _filled(template: str, values: dict[str, Any], lang: str) -> str:
    return template.format(**{name: said(value, lang) for name, value in values.items()}) if values else template
