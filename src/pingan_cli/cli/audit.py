"""`pingan audit`: every claim confirmed, contradicted or undecided, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.asked import RECORDS, Asked, command
from pingan_cli.cli.options import Claims

app = typer.Typer(add_completion=False)

CONFIDENCES = ("high", "medium", "low")
STATUSES = ("confirmed", "contradicted", "undecided")


@command(
    app,
    RECORDS,
    ("What do the records say of every published claim?", "pingan audit"),
    ("Only of the claims on Cixi", "pingan audit --unit Cixi"),
    ("Only those that are contradicted, for a script", "pingan audit --status contradicted --format json"),
)
def audit(
    asked: Asked,
    claims: Claims = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Only the claims on this unit.")] = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="|".join(STATUSES), help="Only claims of which this is said.")
    ] = None,
    confidence: Annotated[
        str, typer.Option("--confidence", metavar="|".join(CONFIDENCES), help="Claims held against one another.")
    ] = "medium",
) -> None:
    """Hold claims against the records; the exit status is 1 when any is contradicted."""
    from pingan_cli.claims.library import audit as audited_against

    asked.one_of("--confidence", confidence, CONFIDENCES)
    if status is not None:
        asked.one_of("--status", status, STATUSES)
    found = audited_against(asked.source, claims, confidence)
    found = found if unit is None else found.on(unit)
    found = found if status is None else found.only(status)
    asked.show(found.view())
    if any(each.status == "contradicted" for each in found.findings):
        raise typer.Exit(1)
