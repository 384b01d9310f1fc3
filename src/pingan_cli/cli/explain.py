"""`pingan explain`: the page of a problem's code, or all codes."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.examples import examples
from pingan_cli.cli.options import Format, Lang, Output, Typed
from pingan_cli.cli.plain import Command
from pingan_cli.problems import CODES, Problem, Refused, did_you_mean
from pingan_cli.texts import told

app = typer.Typer(add_completion=False)


@app.command(
    cls=Command,
    epilog=examples(
        ("What does a problem mean, and how is it mended?", "pingan explain csv-header"),
        ("All codes", "pingan explain"),
    ),
)
def explain(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="A code such as csv-header.")] = None,
    form: Format = "table",
    lang: Lang = "en",
    output: Output = None,
) -> None:
    """Explain a problem: what its code means, why it is one, and how to mend it; without a code, list all."""
    from pingan_cli.cli.output import deliver, form_of, send
    from pingan_cli.views.explain import page_text, pages_view

    typed = Typed()
    typed.shown_as(form, lang)
    typed.finish()
    if code is None:
        deliver(pages_view(lang), form, lang, output)
        return
    wanted = code.strip().strip("[]").casefold()
    if wanted not in CODES:
        hint = did_you_mean(wanted, CODES) or told("'pingan explain' lists the codes")
        raise Refused([Problem("usage", told("there is no code {code!r}", code=code), hint=hint)])
    send([page_text(wanted, lang, form_of(form, output), output in (None, "-"))], output)
