"""`pingan check`: what is wrong in files, for people and for CI; and a published list against the records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pingan_cli import __version__
from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.command import Value, Values, argument, option
from pingan_cli.cli.options import LISTS, OutputOption, YearOption
from pingan_cli.problems import Problem, Refused
from pingan_cli.texts import told

app = typer.Typer(add_completion=False)

FORMATS = ("table", "json", "jsonl", "csv", "markdown", "xlsx", "github", "sarif", "junit")

_FORM = f"The form: {', '.join(FORMATS[:6])}; for CI {', '.join(FORMATS[6:])}."
_PATHS = "Files, folders, Data Packages; without any, what is shipped."
_EXPECT = "A published list to compare with what the records say."
_HOLDERS = "Whom that list names: those newly awarded, or all who hold."


@command(
    app,
    ("rules", "units", *LISTS, "lang", "quiet"),
    ("Is anything wrong in these lists?", "pingan check lists"),
    ("Warnings count too, and some checks are enough", "pingan check lists --strict --select duplicates,gaps"),
    ("Is a published list what the records say?", "pingan check lists --expect published.csv --year 2022"),
)
def check(
    asked: Asked,
    paths: Annotated[Values, argument("PATH", _PATHS)] = None,
    select: Annotated[Values, option("--select", "CHECK", "Only these checks or codes.")] = None,
    ignore: Annotated[Values, option("--ignore", "CHECK", "Not these checks or codes.")] = None,
    listed: Annotated[bool, option("--list", None, "List the checks and end.")] = False,
    strict: Annotated[bool, option("--strict", None, "Warnings count as errors.")] = False,
    fix: Annotated[bool, option("--fix", None, "Mend stray spaces and full-width digits in text files.")] = False,
    expect: Annotated[Value, option("--expect", "FILE", _EXPECT)] = None,
    holders: Annotated[str, option("--holders", "new|all", _HOLDERS)] = "new",
    year: YearOption = None,
    level: Annotated[Value, option("--level", "LEVEL", "Compare only units of this level: city, county.")] = None,
    city: Annotated[Value, option("--city", "CITY", "Compare only this city and its units.")] = None,
    form: Annotated[str, option("--format", "FORMAT", _FORM)] = "table",
    output: OutputOption = None,
) -> None:
    """Check cards, units, claims, ladders and packages; the exit status is 1 when anything is wrong."""
    from pingan_cli.check.checks import select as select_checks
    from pingan_cli.check.comparison import HOLDERS, compare_both_ways, fits_better, in_words, problems_of
    from pingan_cli.check.comparison_page import comparison_view
    from pingan_cli.check.library import check_paths
    from pingan_cli.check.page import FORMATS as SHOWN_AS
    from pingan_cli.check.page import Shown, checks_view, report_page
    from pingan_cli.cli.output import deliver, form_of, send, send_workbook
    from pingan_cli.files import rewrite
    from pingan_cli.library import Records
    from pingan_cli.records.sources import exists
    from pingan_cli.views.page import View

    its_year = asked.year("--year", year)
    asked.one_of("--format", form, FORMATS[:6] if listed else FORMATS)
    asked.one_of("--holders", holders, HOLDERS)
    selection, problems = select_checks(select or (), ignore or ())
    asked.add(problems)
    if fix and not paths:
        asked.wrong(told("--fix mends files that are named"), told("name files or folders after it"))
    if expect is None:
        for name, given in {"--year": year, "--level": level, "--city": city}.items():
            if given is not None:
                message = told("{option} says which honours to compare", option=name)
                asked.wrong(message, told("name the list with --expect FILE"))
    elif not exists(Path(expect)):
        asked.add([Problem("file-missing", told("there is no such file"), expect)])
    asked.finish()
    if listed:
        deliver(checks_view(asked.lang), "json" if form == "jsonl" else form, asked.lang, output, asked.quiet)
        return

    compared: list[str] = []
    sheets: list[View] = []

    def compare(records: Records) -> list[Problem]:
        try:
            these, others = compare_both_ways(records, Path(str(expect)), its_year, holders, level, city)
            sheets.append(comparison_view(these, records.ladder, others))
            compared.extend((fits_better(these, others), in_words(these)))
            return problems_of(these)
        except Refused as refused:
            if any(not problem.file for problem in refused.problems):  # what was asked for cannot be meant
                raise
            return list(refused.problems)

    report = check_paths(
        paths or (),
        asked.rules,
        asked.units,
        asked.since,
        selection,
        rewrite if fix else None,
        compare if expect else None,
        asked.settings,
    )
    if expect:
        report = report._replace(files=tuple(sorted({*report.files, expect})), compared=tuple(compared))
    form = form_of(form, output, FORMATS)
    if form == "xlsx":
        send_workbook([*sheets, View(lambda: report_page(report), ())], asked.lang, output)
    else:
        send(SHOWN_AS[form](report, Shown(asked.lang, __version__, strict, asked.quiet)), output)
    if report.errors or (strict and report.warnings):
        raise typer.Exit(1)
