"""`pingan deduce`: from claims to cards, each with the claims that it rests on."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.command import option
from pingan_cli.cli.options import CONFIDENCE_WORDS, REGISTRY, ClaimsOption
from pingan_cli.problems import WARNING, Problem
from pingan_cli.texts import told

app = typer.Typer(add_completion=False)


@command(
    app,
    REGISTRY,
    ("Which cards do the claims force, and on what do they rest?", "pingan deduce"),
    ("From the surest sources only, for a script", "pingan deduce --confidence high --format json"),
)
def deduce(
    asked: Asked,
    claims: ClaimsOption = None,
    confidence: Annotated[
        str, option("--confidence", "|".join(CONFIDENCE_WORDS), "The least sure source that is used.")
    ] = "medium",
) -> None:
    """Deduce cards from claims; the exit status is 1 when claims contradict one another."""
    from pingan_cli.claims.library import GIVEN_UP
    from pingan_cli.claims.library import deduce as deduced_from

    asked.one_of("--confidence", confidence, CONFIDENCE_WORDS)
    deduced = deduced_from(asked.source, claims, confidence)
    conflicts = deduced.conflicts
    asked.show(deduced.view())
    if asked.form in ("csv", "excel"):
        problems = [
            Problem(
                "claim-conflict",
                told("these claims cannot all be true: {claims}", claims=tuple(claim.id for claim in conflict.claims)),
                hint=told("'pingan deduce' shows them side by side"),
            )
            for conflict in conflicts
        ]
        if not deduced.evidence.complete:
            problems.append(Problem("claim-conflict", GIVEN_UP, severity=WARNING))
        asked.warn(problems)
    if conflicts:
        raise typer.Exit(1)
