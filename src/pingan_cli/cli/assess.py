"""`pingan assess`: scores, results and a list of cards from a method and a year's facts."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.examples import examples
from pingan_cli.cli.options import Format, Lang, Level, Output, Quiet, Typed, Units, Year
from pingan_cli.cli.plain import Command

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    epilog=examples(
        ("What do the facts of the last year give?", "pingan assess --method method.yaml --facts facts.csv"),
        (
            "The cards of all years, for award",
            "pingan assess --method method.yaml --facts facts.csv --cards",
        ),
        ("Why does a unit stand where it stands?", "pingan assess --method method.yaml --facts facts.csv --unit Anhe"),
    ),
)
def assess(
    method: Annotated[str, typer.Option("--method", metavar="FILE", help="The method, a YAML file.")],
    facts: Annotated[
        list[str],
        typer.Option("--facts", metavar="FILE", help="What is known of each unit: CSV or a sheet. May be repeated."),
    ],
    year: Year = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="UNIT", help="One unit with every clause and its reasons.")
    ] = None,
    level: Level = None,
    cards: Annotated[
        bool, typer.Option("--cards", help="A list of cards for award: year, unit, result; of all years.")
    ] = False,
    hangs_on: Annotated[
        bool, typer.Option("--hangs-on", help="How far the marks can move, and what each clause decides.")
    ] = False,
    findings: Annotated[
        bool, typer.Option("--findings", help="What the facts of all years show of the clauses themselves.")
    ] = False,
    units: Units = None,
    form: Format = "table",
    lang: Lang = "en",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Judge a year's facts by a method: scores, who passes and why, and a list of cards."""
    from pingan_cli.assess.library import open_facts
    from pingan_cli.cli.output import deliver, report

    typed = Typed()
    its_year = typed.year("--year", year)
    typed.shown_as(form, lang)
    typed.only_one_of({"--unit": unit, "--cards": cards, "--hangs-on": hangs_on, "--findings": findings})
    typed.finish()
    opened = open_facts(method, facts, units)
    view = opened.view(its_year, unit=unit, level=level, cards=cards, hangs=hangs_on, found=findings)
    deliver(view, "csv" if cards and form == "table" else form, lang, output, quiet)
    report(opened.warnings, lang)
