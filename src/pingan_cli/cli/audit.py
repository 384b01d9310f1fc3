"""`pingan audit`: every claim confirmed, contradicted or undecided, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.command import Value, option
from pingan_cli.cli.options import CONFIDENCE_WORDS, RECORDS, ClaimsOption
from pingan_cli.problems import WARNING, Problem

app = typer.Typer(add_completion=False)

_STATUSES = ("confirmed", "contradicted", "undecided")


@command(
    app,
    RECORDS,
    ("What do the records say of every published claim?", "pingan audit"),
    ("Only of the claims on Cixi", "pingan audit --unit Cixi"),
    ("Only those that are contradicted, for a script", "pingan audit --status contradicted --format json"),
)
def audit(
    asked: Asked,
    claims: ClaimsOption = None,
    unit: Annotated[Value, option("--unit", "UNIT", "Only the claims on this unit.")] = None,
    status: Annotated[Value, option("--status", "|".join(_STATUSES), "Only claims of which this is said.")] = None,
    confidence: Annotated[
        str, option("--confidence", "|".join(CONFIDENCE_WORDS), "Claims held against one another.")
    ] = "medium",
) -> None:
    """Hold claims against the records; the exit status is 1 when any is contradicted."""
    from pingan_cli.claims.library import GIVEN_UP
    from pingan_cli.claims.library import audit as audited_against

    asked.one_of("--confidence", confidence, CONFIDENCE_WORDS)
    if status is not None:
        asked.one_of("--status", status, _STATUSES)
    found = audited_against(asked.source, claims, confidence)
    found = found if unit is None else found.on(unit)
    found = found if status is None else found.only(status)
    asked.show(found.view())
    if asked.form == "csv" and not found.complete:
        asked.warn([Problem("claim-conflict", GIVEN_UP, severity=WARNING)])
    if any(each.status == "contradicted" for each in found.findings):
        raise typer.Exit(1)
