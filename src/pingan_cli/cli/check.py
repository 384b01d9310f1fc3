"""`pingan check`: what is wrong in files, for people and for CI; and a published list against the records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pingan_cli import __version__
from pingan_cli.cli.examples import examples
from pingan_cli.cli.options import Covers, Encoding, Lang, Output, Quiet, Rules, Since, Typed, Units, Year, YearsAre
from pingan_cli.cli.plain import Command
from pingan_cli.problems import Problem, Refused
from pingan_cli.texts import told

app = typer.Typer(add_completion=False)

FORMATS = ("table", "json", "jsonl", "csv", "markdown", "github", "sarif", "junit")

Expect = Annotated[
    str | None, typer.Option("--expect", metavar="FILE", help="A published list to compare with what the records say.")
]
Holders = Annotated[
    str,
    typer.Option("--holders", metavar="new|all", help="Whom that list names: those newly awarded, or all who hold."),
]


@app.command(
    cls=Command,
    epilog=examples(
        ("Is anything wrong in these lists?", "pingan check lists"),
        ("Warnings count too, and some checks are enough", "pingan check lists --strict --select duplicates,gaps"),
        ("Is a published list what the records say?", "pingan check lists --expect published.csv --year 2022"),
    ),
)
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Files, folders, Data Packages; without any, what is shipped."),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="CHECK", help="Only these checks or codes."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="CHECK", help="Not these checks or codes."),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the checks and end.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Mend stray spaces and full-width digits in text files.")] = False,
    expect: Expect = None,
    holders: Holders = "new",
    year: Year = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="LEVEL", help="Compare only units of this level: city, county.")
    ] = None,
    city: Annotated[
        str | None, typer.Option("--city", metavar="CITY", help="Compare only this city and its units.")
    ] = None,
    rules: Rules = "zhejiang-peace",
    units: Units = None,
    since: Since = None,
    covers: Covers = None,
    years_are: YearsAre = None,
    encoding: Encoding = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help=f"The form of the report: {', '.join(FORMATS)}.")
    ] = "table",
    lang: Lang = "en",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Check cards, units, claims, ladders and packages; the exit status is 1 when anything is wrong."""
    from pingan_cli.check.checks import select as select_checks
    from pingan_cli.check.comparing import compare_list
    from pingan_cli.check.comparison import HOLDERS, fits_better, in_words, problems_of
    from pingan_cli.check.library import check_paths
    from pingan_cli.check.page import FORMATS as SHOWN_AS
    from pingan_cli.check.page import Shown, checks_view
    from pingan_cli.cli.output import deliver, form_of, send
    from pingan_cli.files import rewrite
    from pingan_cli.library import Records
    from pingan_cli.records.sources import exists

    typed = Typed()
    its_year, since_year = typed.year("--year", year), typed.year("--since", since)
    typed.one_of("--format", form, FORMATS[:5] if listed else FORMATS)
    typed.one_of("--lang", lang, ("en", "zh"))
    typed.one_of("--holders", holders, HOLDERS)
    selection, problems = select_checks(select or (), ignore or ())
    typed.add(problems)
    settings = typed.reading(encoding, years_are, covers or ())
    if fix and not paths:
        typed.wrong(told("--fix mends files that are named"), told("name files or folders after it"))
    if expect is None:
        for option, given in {"--year": year, "--level": level, "--city": city}.items():
            if given is not None:
                message = told("{option} says which honours to compare", option=option)
                typed.wrong(message, told("name the list with --expect FILE"))
    elif not exists(Path(expect)):
        typed.add([Problem("file-missing", told("there is no such file"), expect)])
    typed.finish()
    if listed:
        deliver(checks_view(lang), "json" if form == "jsonl" else form, lang, output, quiet)
        return

    compared: list[str] = []

    def compare(records: Records) -> list[Problem]:
        try:
            these, others = (
                compare_list(records, Path(str(expect)), its_year, whom, level, city)
                for whom in sorted(HOLDERS, key=holders.__ne__)
            )
            compared.extend((fits_better(these, others), in_words(these)))
            return problems_of(these)
        except Refused as refused:
            if any(not problem.file for problem in refused.problems):  # what was asked for cannot be meant
                raise
            return list(refused.problems)

    report = check_paths(
        paths or (),
        rules,
        units,
        since_year,
        selection,
        rewrite if fix else None,
        compare if expect else None,
        settings,
    )
    if expect:
        report = report._replace(files=tuple(sorted({*report.files, expect})), compared=tuple(compared))
    send(SHOWN_AS[form_of(form, output, FORMATS)](report, Shown(lang, __version__, strict, quiet)), output)
    if report.errors or (strict and report.warnings):
        raise typer.Exit(1)
