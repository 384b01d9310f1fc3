"""What a manual page says besides the helps of commands: the titles of its parts, and what holds for all of them."""

from __future__ import annotations

TITLES = ("User Commands", "NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "EXAMPLES", "EXIT STATUS",
          "ENVIRONMENT", "FILES", "SEE ALSO")  # fmt: skip

DEFAULT = "{told} Default: {default}."

STATUS = (
    ("0", "All is well."),
    ("1", "The program ran and found something wrong in what it checked."),
    ("2", "It could not run: something typed cannot be meant, or an input cannot be read."),
)
ENVIRONMENT = (
    ("PINGAN_CONFIG", "The configuration file to use, wherever it is; none for no file at all."),
    ("LC_ALL, LC_MESSAGES, LANG", "The language, where neither --lang nor a configuration file says it: Chinese where "
     "the first of these that is set begins with zh, and English otherwise."),
    ("NO_COLOR", "Where it is set and not empty, nothing is coloured."),
)  # fmt: skip
FILES = (
    ("pingan.toml", "The configuration file: defaults for rules, data, units, lang and format. It is looked for in the "
     "working folder and then in each folder above it; paths in it are relative to its own folder."),
    ("pyproject.toml", "The same in its table [tool.pingan], where there is no pingan.toml beside it."),
)  # fmt: skip
"""Names as they stand in both languages, each with what is said of it."""


def manual_texts() -> tuple[str, ...]:
    """Every text of these, for the catalogue."""
    return (*TITLES, DEFAULT, *(told for facts in (STATUS, ENVIRONMENT, FILES) for _, told in facts))
