"""`pingan deduce`: from claims to cards, each with the claims that it rests on."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.examples import examples
from pingan_cli.cli.options import Claims, Data, Format, Lang, Output, Quiet, Rules, Typed, Units
from pingan_cli.cli.plain import Command
from pingan_cli.problems import Problem
from pingan_cli.texts import told

app = typer.Typer(add_completion=False)

CONFIDENCES = ("high", "medium", "low")


@app.command(
    cls=Command,
    epilog=examples(
        ("Which cards do the claims force, and on what do they rest?", "pingan deduce"),
        ("From the surest sources only, for a script", "pingan deduce --confidence high --format json"),
    ),
)
def deduce(
    claims: Claims = None,
    confidence: Annotated[
        str, typer.Option("--confidence", metavar="|".join(CONFIDENCES), help="The least sure source that is used.")
    ] = "medium",
    rules: Rules = "zhejiang-peace",
    data: Data = None,
    units: Units = None,
    form: Format = "table",
    lang: Lang = "en",
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Deduce cards from claims; the exit status is 1 when claims contradict one another."""
    from pingan_cli.claims.deduce_page import deduce_view
    from pingan_cli.claims.library import deduce as deduced_from
    from pingan_cli.cli.output import deliver, form_of, report
    from pingan_cli.source import Source

    typed = Typed()
    typed.one_of("--confidence", confidence, CONFIDENCES)
    typed.shown_as(form, lang)
    typed.finish()
    form = form_of(form, output)
    deduced = deduced_from(Source(rules, data or (), units), claims, confidence)
    conflicts = deduced.conflicts
    deliver(deduce_view(deduced.loaded, deduced.registry, deduced.evidence, conflicts), form, lang, output, quiet)
    if form == "csv":
        problems = [
            Problem(
                "claim-conflict",
                told("these claims cannot all be true: {claims}", claims=tuple(claim.id for claim in conflict.claims)),
                hint=told("'pingan deduce' shows them side by side"),
            )
            for conflict in conflicts
        ]
        report(problems, lang)
    if conflicts:
        raise typer.Exit(1)
