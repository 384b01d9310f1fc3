"""A ladder or method file to start from: complete, commented, and right as it is."""

from __future__ import annotations

import re
from pathlib import Path

from pingan_cli.ladder.document import read_document
from pingan_cli.problems import Problem, Refused
from pingan_cli.texts import told, translated

_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NAME = 60

NO_SOURCE = "https://example.org/the-rules-of-the-award"
"""The address that stands in a new file for that of its source."""

_SAID = re.compile(r"@\{([^{}]+)\}")
"""What is said in the language asked for; all else is the same in every file."""


def _template(kind: str) -> str:
    return (Path(__file__).parent / f"new-{kind}.txt").read_text(encoding="utf-8")


def starting_sentences(kind: str = "ladder") -> list[str]:
    """What the file says in its comments, its examples and its source, for the catalogue."""
    return _SAID.findall(_template(kind))


def starting_text(name: str, lang: str = "en", kind: str = "ladder") -> str:
    """The text of a new ladder (or `method`) file `NAME.yaml`, with its comments in a language.

    Raises `Refused` for a name that no such file can have.
    """
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        hint = told("small letters a-z and digits, joined by single hyphens, such as my-county-award")
        raise Refused([Problem("usage", told("{name!r} cannot be the name of a ladder", name=name), hint=hint)])
    title = " ".join(word.capitalize() for word in name.split("-"))
    text = _SAID.sub(lambda found: translated(found[1], lang), _template(kind))
    text = re.sub("(?m)^(ladder|method): @NAME@", lambda found: f"{found[1]}: {_word(name)}", text)
    return text.replace("@NAME@", name).replace("@TITLE@", _word(title))


def _word(text: str) -> str:
    """A text as YAML, in quotes only where it would be something else without them."""
    document, problems = read_document(text.encode(), "")
    return text if document is not None and document.value == text and not problems else f'"{text}"'
