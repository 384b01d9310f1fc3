"""`pingan units`: the registry, or what it has for a name."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.commands.examples import examples
from pingan_cli.commands.options import Data, Format, Lang, Level, Output, Rules, Typed, Units
from pingan_cli.commands.plain import Command
from pingan_cli.diagnostics import Problem, Refused

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
    from pingan_cli.commands.output import deliver
    from pingan_cli.library import open_units
    from pingan_cli.views.units import units_view

    typed = Typed()
    typed.shown_as(form, lang)
    typed.finish()
    in_force = open_units(rules, data or (), registry)
    found = in_force.search(query or "", level)
    if isinstance(found, Problem):
        raise Refused([found])
    lines = in_force.named(query) if query else []
    families = [in_force.family(lines[0].key)] if len(lines) == 1 else []
    kindred = [family for family in families if family.predecessors or family.successors]
    deliver(units_view(found, lang, in_force.by_code, kindred), form, output)
