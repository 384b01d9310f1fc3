"""The report in writing: Markdown for a repository or a letter, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from markupsafe import Markup

from pingan_cli.claims.deduction import Claim
from pingan_cli.claims.telling import claim_says, site_of
from pingan_cli.problems import printable
from pingan_cli.report.content import Climb, Report
from pingan_cli.report.figures import Figure, figures
from pingan_cli.report.page import environment, sections_of, spoken
from pingan_cli.report.telling import state_of, whole_claim
from pingan_cli.texts import Told, told
from pingan_cli.views.formats import markdown_text
from pingan_cli.views.timeline import MARKS, MEANINGS


def markdown_lines(report: Report, lang: str, version: str) -> Iterator[str]:
    """The written report on the year at which the page would open."""
    text = (
        environment(partial(_markdown, lang=lang))
        .get_template("page.md")
        .render(
            report=report,
            version=version,
            sections=sections_of(report),
            numbers=figures(report, report.opened),
            results=MEANINGS,
            state_of=partial(state_of, report),
            raw=Markup,
            bold=_bold,
            link=_link,
            site_link=_site_link,
            says_of=partial(_says_of, report),
            marks_of=_marks,
            notes_of=partial(_notes, report),
        )
    )
    yield re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _markdown(value: Any, lang: str) -> Markup:
    """Something told in a language, as Markdown that shows it as it is; Markdown as it is."""
    return value if isinstance(value, Markup) else Markup(spoken(value, lang, markdown_text))


def _bold(text: Any) -> Told | None:
    return Told("**{text}**", {"text": text}) if text else None


def _link(address: str, content: str) -> Markup:
    """A link where the address is one of the web and holds nothing that would end it."""
    text = markdown_text(content)
    if not address.startswith(("http://", "https://")) or any(each in address for each in "<> \n"):
        return Markup(text)
    return Markup(f"[{text}](<{printable(address)}>)")


def _site_link(claim: Claim) -> Markup:
    return _link(claim.source, site_of(claim.source))


def _says_of(report: Report, claim: Claim) -> Told:
    return whole_claim(report, claim, _bold(report.published.whom(claim)))


def _marks(climb: Climb) -> list[str]:
    """The mark of each year; a year in which a unit did not exist is empty."""
    return ["" if past is None else MARKS[past.mark] for past in climb.course]


def _notes(report: Report, figure: Figure) -> list[Told]:
    """What to know of a number, and what was published of it."""
    said = (
        told("Published: {says} ({id})", says=claim_says(report.ladder, each), id=each.id) for each in figure.published
    )
    return [*figure.notes, *said]
