"""`pingan assess`: scores, results and a list of cards from a method and a year's facts."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.command import Value, option
from pingan_cli.cli.options import FORM, LevelOption, YearOption
from pingan_cli.texts import told

app = typer.Typer(add_completion=False)

_FACTS = "What is known of each unit: CSV or a sheet. May be repeated."
_CARDS = "A list of cards for award: year, unit, result; of all years."


@command(
    app,
    (*FORM, "units"),
    ("What do the facts of the last year give?", "pingan assess --method method.yaml --facts facts.csv"),
    ("The cards of all years, for award", "pingan assess --method method.yaml --facts facts.csv --cards"),
    ("Why does a unit stand where it stands?", "pingan assess --method method.yaml --facts facts.csv --unit Anhe"),
)
def assess(
    asked: Asked,
    method: Annotated[str, option("--method", "FILE", "The method, a YAML file.")],
    facts: Annotated[list[str], option("--facts", "FILE", _FACTS)],
    year: YearOption = None,
    unit: Annotated[Value, option("--unit", "UNIT", "One unit with every clause and its reasons.")] = None,
    level: LevelOption = None,
    cards: Annotated[bool, option("--cards", None, _CARDS)] = False,
    hangs_on: Annotated[
        bool, option("--hangs-on", None, "How far the marks can move, and what each clause decides.")
    ] = False,
    findings: Annotated[
        bool, option("--findings", None, "What the facts of all years show of the clauses themselves.")
    ] = False,
) -> None:
    """Judge a year's facts by a method: scores, who passes and why, and a list of cards."""
    from pingan_cli.assess.library import open_facts

    its_year = asked.year("--year", year)
    asked.only_one_of({"--unit": unit, "--cards": cards, "--hangs-on": hangs_on, "--findings": findings})
    if level is not None and (unit or hangs_on or findings):
        asked.wrong(told("--level chooses units of the list and of --cards"), told("leave it out"))
    asked.finish()
    if cards and asked.form == "table":
        asked.form = "csv"
    opened = open_facts(method, facts, asked.units)
    asked.show(opened.view(its_year, unit=unit, level=level, cards=cards, hangs=hangs_on, found=findings))
    asked.warn(opened.doubts(None if findings else its_year, every=cards or findings))
