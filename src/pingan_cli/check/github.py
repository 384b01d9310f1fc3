"""Annotations for GitHub Actions: workflow commands, in which some characters must be escaped.

The form is documented under "Workflow commands for GitHub Actions"; that values also escape `:` and `,` is how its
own toolkit writes them.
"""

from __future__ import annotations

from collections.abc import Iterator

from pingan_cli.check.checks import Report
from pingan_cli.problems import printable
from pingan_cli.texts import said, translated


def github_lines(report: Report, lang: str) -> Iterator[str]:
    """A command for each problem, which GitHub shows at its line."""
    for problem in report.problems:
        where = {"file": problem.file.replace("\\", "/"), "line": problem.line, "col": problem.column}
        properties = {key: value for key, value in where.items() if value} | {"title": problem.code}
        values = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        message = said(problem.message, lang)
        if problem.hint:
            message += "\n" + translated("hint: {hint}", lang).format(hint=said(problem.hint, lang))
        yield f"::{problem.severity} {values}::{_text(message)}\n"


def _text(text: str) -> str:
    """A message with `%` and line ends escaped, and without characters that a terminal might obey.

    >>> _text("100%\\nof it")
    '100%25%0Aof it'
    """
    lines = "\n".join(printable(line) for line in text.split("\n"))
    return lines.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A value, in which `:` and `,` would end it.

    >>> _property("a,b:c")
    'a%2Cb%3Ac'
    """
    return _text(text).replace(":", "%3A").replace(",", "%2C")
