"""`pingan report`: one page to look at, to print and to send, or the same in Markdown."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.command import option
from pingan_cli.cli.options import ANSWER, CARDS, FileOption, YearOption
from pingan_cli.problems import Problem, Refused
from pingan_cli.texts import told

_FORMATS = ("html", "md")

app = typer.Typer(add_completion=False)


@command(
    app,
    tuple(name for name in ("lists", *CARDS) if name not in ANSWER or name == "lang"),
    ("A page for the years up to 2022", "pingan report --year 2022 -o report.html"),
    ("The same, opening in Chinese", "pingan report --year 2022 --lang zh -o report.html"),
    ("A written report for a repository", "pingan report --format md -o report.md"),
)
def report(
    asked: Asked,
    year: YearOption = None,
    form: Annotated[str, option("--format", "html|md", "A page or Markdown.")] = "html",
    output: FileOption = None,
) -> None:
    """Write one page with map, tables, timelines and sources, which opens from disk and needs no network.

    Open the file in any browser. The page holds both languages; --lang is the one that it opens in.
    """
    from pingan_cli import __version__
    from pingan_cli.cli.output import form_of, send
    from pingan_cli.report.library import report as report_on
    from pingan_cli.report.page import markdown_lines, page_lines

    its_year = asked.year("--year", year)
    asked.one_of("--format", form, _FORMATS)
    asked.finish()
    if output is None:
        hint = told("write it with -o report.{form}, or to standard output with -o -", form=form)
        raise Refused([Problem("usage", told("a report needs a file to be written to"), hint=hint)])
    form = form_of(form, output, _FORMATS)
    found = report_on(asked.source, its_year)
    lines = page_lines if form == "html" else markdown_lines
    send(lines(found, asked.lang, __version__), output)
