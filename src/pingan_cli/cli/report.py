"""`pingan report`: one page to look at, to print and to send, or the same in Markdown."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.examples import examples
from pingan_cli.cli.options import Data, File, Lang, Rules, Since, Typed, Units, Year
from pingan_cli.cli.plain import Command
from pingan_cli.problems import Problem, Refused
from pingan_cli.texts import told

FORMATS = ("html", "md")

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    epilog=examples(
        ("A page for the years up to 2022", "pingan report --year 2022 -o report.html"),
        ("The same, opening in Chinese", "pingan report --year 2022 --lang zh -o report.html"),
        ("A written report for a repository", "pingan report --format md -o report.md"),
    ),
)
def report(
    year: Year = None,
    rules: Rules = "zhejiang-peace",
    data: Data = None,
    units: Units = None,
    since: Since = None,
    form: Annotated[str, typer.Option("--format", metavar="html|md", help="A page or Markdown.")] = "html",
    lang: Lang = "en",
    output: File = None,
) -> None:
    """Write one page with map, tables, timelines and sources, which opens from disk and needs no network.

    Open the file in any browser. The page holds both languages; --lang is the one that it opens in.
    """
    from pingan_cli import __version__
    from pingan_cli.cli.output import form_of, send
    from pingan_cli.report.library import report as report_on
    from pingan_cli.report.markdown import markdown_lines
    from pingan_cli.report.page import page_lines
    from pingan_cli.source import Source

    typed = Typed()
    its_year, since_year = typed.year("--year", year), typed.year("--since", since)
    typed.one_of("--format", form, FORMATS)
    typed.one_of("--lang", lang, ("en", "zh"))
    typed.finish()
    if output is None:
        hint = told("write it with -o report.{form}, or to standard output with -o -", form=form)
        raise Refused([Problem("usage", told("a report needs a file to be written to"), hint=hint)])
    form = form_of(form, output, FORMATS)
    found = report_on(Source(rules, data or (), units, since_year), its_year)
    lines = page_lines if form == "html" else markdown_lines
    send(lines(found, lang, __version__), output)
