"""`pingan audit`: every claim confirmed, contradicted or undecided, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.examples import examples
from pingan_cli.cli.options import Claims, Data, Format, Lang, Output, Quiet, Rules, Since, Typed, Units
from pingan_cli.cli.plain import Command

app = typer.Typer(add_completion=False)

CONFIDENCES = ("high", "medium", "low")
STATUSES = ("confirmed", "contradicted", "undecided")


@app.command(
    cls=Command,
    epilog=examples(
        ("What do the records say of every published claim?", "pingan audit"),
        ("Only of the claims on Cixi", "pingan audit --unit Cixi"),
        ("Only those that are contradicted, for a script", "pingan audit --status contradicted --format json"),
    ),
)
def audit(
    claims: Claims = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Only the claims on this unit.")] = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="|".join(STATUSES), help="Only claims of which this is said.")
    ] = None,
    confidence: Annotated[
        str, typer.Option("--confidence", metavar="|".join(CONFIDENCES), help="Claims held against one another.")
    ] = "medium",
    rules: Rules = "zhejiang-peace",
    data: Data = None,
    units: Units = None,
    since: Since = None,
    form: Format = "table",
    lang: Lang = "en",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Hold claims against the records; the exit status is 1 when any is contradicted."""
    from pingan_cli.claims.audit_page import audit_view
    from pingan_cli.claims.library import audit as audited_against
    from pingan_cli.cli.output import deliver
    from pingan_cli.source import Source

    typed = Typed()
    since_year = typed.year("--since", since)
    typed.one_of("--confidence", confidence, CONFIDENCES)
    if status is not None:
        typed.one_of("--status", status, STATUSES)
    typed.shown_as(form, lang)
    typed.finish()
    audit = audited_against(Source(rules, data or (), units, since_year), claims, confidence)
    if unit is not None:
        audit = audit.on(unit)
    if status is not None:
        audit = audit.only(status)
    view = audit_view(audit.records.loaded, audit.registry, audit.findings, audit.conflicts)
    deliver(view, form, lang, output, quiet)
    if any(each.status == "contradicted" for each in audit.findings):
        raise typer.Exit(1)
