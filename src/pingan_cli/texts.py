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

    It equals the same text as a plain string. `template` has a blank in braces for each of the `values`; `many` is the
    template for other counts than one, and `context` tells apart what is the same in English only.
    """

    template: str
    values: dict[str, Any]
    many: str
    context: str

    def __new__(cls, template: str, values: dict[str, Any], many: str = "", context: str = "") -> Told:
        english = many if many and values["count"] != 1 else template
        text = super().__new__(cls, _filled(english, values, "en"))
        text.template, text.values, text.many, text.context = template, values, many, context
        return text

    def __reduce__(self) -> tuple[type[Told], tuple[str, dict[str, Any], str, str]]:
        return Told, (self.template, self.values, self.many, self.context)


def told(template: str, /, **values: Any) -> Told:
    """A text with its blanks filled in. A value that is `Told` itself, or has names in each language, is said with it.

    Several values in a tuple are listed one after another.

    >>> told("{text!r} is no year", text="20x3")
    "'20x3' is no year"
    >>> said(told("{text!r} is no year", text="20x3"), "zh")
    '“20x3”不是年份'
    """
    return Told(template, values)


def told_in(context: str, text: str) -> Told:
    """A text that other languages have several words for; `context` tells which of them is meant.

    >>> said(told_in("all conferrals", "Awarded"), "zh"), said(told("Awarded"), "zh")
    ('历次授予', '当年授予')
    """
    return Told(text, {}, context=context)


def counted(one: str, many: str, /, *, count: int, **values: Any) -> Told:
    """A text of things that are counted: `one` of them, or `many`, as each language has it.

    >>> counted("1 unit", "{count} units", count=3)
    '3 units'
    >>> said(counted("1 unit", "{count} units", count=1), "zh")
    '1 个单位'
    """
    return Told(one, {"count": count, **values}, many)


def joined(pieces: Iterable[Any], between: str) -> Told:
    """Pieces with the same between them in every language; those that are empty are left out.

    >>> joined(["Wenzhou", "", told("none")], " · ")
    'Wenzhou · none'
    """
    values = {f"piece_{index}": piece for index, piece in enumerate(pieces) if piece not in ("", None)}
    return Told(between.join(f"{{{name}}}" for name in values), values)


def said(text: Any, lang: str) -> Any:
    """Something told in a language, and anything else as it is: a number, or what a user has written.

    Of a cell that goes on for megabytes the beginning is enough.
    """
    if isinstance(text, Told):
        return _filled(_template(text, lang), text.values, lang)
    if hasattr(text, "of"):  # names in both languages
        return text.of(lang)
    if isinstance(text, str) and len(text) > LONGEST:
        return f"{text[:LONGEST]}…"
    if isinstance(text, tuple):
        return listed((said(each, lang) for each in text), lang)  # pyright: ignore[reportUnknownVariableType]
    return text


def listed(texts: Iterable[object], lang: str) -> str:
    """Several things one after another."""
    return said(told_in("a list", ", "), lang).join(map(str, texts))


def in_english(sentence: str) -> Told:
    """A sentence of a library or an engine, which stays as it is; other languages put it in quotes.

    >>> said(told("this is no JSON: {reason}", reason=in_english("Extra data")), "zh")
    '这不是 JSON：“Extra data”'
    """
    return told("{sentence}", sentence=sentence)


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


def _template(text: Told, lang: str) -> str:
    if not text.many:
        return translated(text.template, lang, text.context)
    count = text.values["count"]
    if lang == "en":
        return text.template if count == 1 else text.many
    return _catalogue(lang).ngettext(text.template, text.many, count)


@cache
def _catalogue(lang: str) -> GNUTranslations:
    from gettext import GNUTranslations  # English needs none

    with (LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as stream:
        return GNUTranslations(stream)


def _filled(template: str, values: dict[str, Any], lang: str) -> str:
    return template.format(**{name: said(value, lang) for name, value in values.items()}) if values else template
