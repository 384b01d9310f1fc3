"""`pingan explain`: the page of a problem's code, or all codes."""

from __future__ import annotations

from typing import Annotated

import typer

from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.command import Value, argument
from pingan_cli.cli.options import FORM
from pingan_cli.config import ANSWER_FORMS
from pingan_cli.problems import CODES, Problem, Refused, did_you_mean
from pingan_cli.texts import told

app = typer.Typer(add_completion=False)


@command(
    app,
    FORM,
    ("What does a problem mean, and how is it mended?", "pingan explain csv-header"),
    ("All codes", "pingan explain"),
)
def explain(
    asked: Asked,
    code: Annotated[Value, argument("CODE", "A code such as csv-header.")] = None,
) -> None:
    """Explain a problem: what its code means, why it is one, and how to mend it; without a code, list all."""
    from pingan_cli.cli.output import send
    from pingan_cli.views.explain import page_text, pages_view

    asked.forms = ANSWER_FORMS if code else asked.forms
    asked.finish()
    if code is None:
        asked.show(pages_view(asked.lang))
        return
    wanted = code.strip().strip("[]").casefold()
    if wanted not in CODES:
        hint = did_you_mean(wanted, CODES) or told("'pingan explain' lists the codes")
        raise Refused([Problem("usage", told("there is no code {code!r}", code=code), hint=hint)])
    send([page_text(wanted, asked.lang, asked.form, asked.output in (None, "-"))], asked.output)
