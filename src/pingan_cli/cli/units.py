"""`pingan units`: the registry, or what it has for a name."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.examples import examples
from pingan_cli.cli.options import Data, Format, Lang, Level, Output, Rules, Typed, Units
from pingan_cli.cli.plain import Command

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    epilog=examples(
        ("What is the code of Dongtou, and what was it before?", "pingan units Dongtou"),
        ("All cities", "pingan units --level city"),
        ("The registry as CSV", "pingan units --format csv -o units.csv"),
    ),
)
def units(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="A name, a part of one, or a code.")] = None,
    level: Level = None,
    rules: Rules = "zhejiang-peace",
    data: Data = None,
    registry: Units = None,
    form: Format = "table",
    lang: Lang = "en",
    output: Output = None,
) -> None:
    """List the units with their codes, names, years and changes; for one unit, its family."""
    from pingan_cli.cli.output import deliver
    from pingan_cli.finding import find_units
    from pingan_cli.source import Source

    typed = Typed()
    typed.shown_as(form, lang)
    typed.finish()
    found = find_units(query or "", level, Source(rules, data or (), registry))
    deliver(found.view(), form, lang, output)
