"""`pingan units`: the registry, or what it has for a name."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.command import Value, argument
from pingan_cli.cli.options import REGISTRY, LevelOption

app = typer.Typer(add_completion=False)


@command(
    app,
    REGISTRY,
    ("What is the code of Dongtou, and what was it before?", "pingan units Dongtou"),
    ("All cities", "pingan units --level city"),
    ("The registry as CSV", "pingan units --format csv -o units.csv"),
)
def units(
    asked: Asked,
    query: Annotated[Value, argument("QUERY", "A name, a part of one, or a code.")] = None,
    level: LevelOption = None,
) -> None:
    """List the units with their codes, names, years and changes; for one unit, its family."""
    from pingan_cli.library import find_units

    asked.show(find_units(query or "", level, asked.source).view())
