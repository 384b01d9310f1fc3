"""The report written: the page with its style, its script and what that needs to know, or the same in Markdown."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Any, cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from pingan_cli.claims.audit_page import STATUS_WORDS, why_audited
from pingan_cli.claims.deduction import Claim
from pingan_cli.claims.telling import claim_says, site_of
from pingan_cli.engine.ladder import Names
from pingan_cli.ladder.compiling import bilingual, gist
from pingan_cli.problems import printable
from pingan_cli.records.naming import level_named
from pingan_cli.report import figures, telling
from pingan_cli.report.content import Point, Report
from pingan_cli.report.known import known, lives, slots_of
from pingan_cli.texts import Told, counted, one_by_one, said, told, told_in
from pingan_cli.views.formats import json_text, markdown_text
from pingan_cli.views.rules import and_so_on, rule_sentences, takes
from pingan_cli.views.timeline import MARKS, MEANINGS
from pingan_cli.views.wording import in_brackets, with_colon, with_comma

SECTIONS = {
    "summary": told("In numbers"),
    "changes": told("What changed"),
    "cities": told("City by city"),
    "map": told("Map"),
    "honours": told("Honours"),
    "table": told("All units"),
    "matrix": told("Year by year"),
    "questions": told("Contradictions and open questions"),
    "details": told("Unit by unit"),
    "claims": told("Published claims"),
    "rule": told("The rule"),
}
"""The page's sections in their order."""

OF_ALL_YEARS = ("matrix", "claims", "rule")
"""The sections that do not follow the year chosen."""

_LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}


def page_lines(report: Report, lang: str, version: str) -> Iterator[str]:
    """The page in pieces. `lang` is the language that it opens in, `version` that of the program."""
    state_of = _remembered(report)
    numbers = [figures.figures(report, index) for index in range(len(report.years))]
    yield from (
        environment(html)
        .get_template("page.html")
        .stream(
            report=report,
            tag=_LANGUAGE_TAGS[lang],
            version=version,
            style=Markup(_shipped("page.css") + map_style(report)),
            script=Markup(_shipped("page.js")),
            known=Markup(json_block(known(report, state_of))),
            sections=sections_of(report),
            numbers=numbers,
            state_of=state_of,
            lang=lang,
            linked=partial(_linked, report),
            whom=partial(_whom, report),
            says_of=partial(_says_of, report),
            shade=partial(telling.shade_of, report),
            chosen=lambda year=report.year: Markup('<span class="chosen">{}</span>').format(year),
            ceremony=Markup('<span class="announced">{}</span>').format(report.year + report.ladder.announced),
        )
    )


def markdown_lines(report: Report, lang: str, version: str) -> Iterator[str]:
    """The same in writing, on the year at which the page would open: Markdown for a repository or a letter."""
    text = (
        environment(partial(_markdown, lang=lang))
        .get_template("page.md")
        .render(
            report=report,
            version=version,
            sections=sections_of(report),
            numbers=figures.figures(report, report.opened),
            results=MEANINGS,
            state_of=_remembered(report),
            raw=Markup,
            bold=_bold,
            link=_markdown_link,
            says_of=partial(_markdown_says_of, report),
            notes_of=partial(_notes_of, report),
        )
    )
    yield re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def sections_of(report: Report) -> dict[str, Told]:
    """The sections in which there is something to say."""
    empty = {
        "cities": not report.cities,
        "questions": not report.published.conflicts and not any(map(telling.ever_open, report.climbs)),
        "details": not report.told_of,
        "claims": not report.published.findings,
    }
    return {key: title for key, title in SECTIONS.items() if not empty.get(key)}


def _remembered(report: Report) -> Callable[[Point], telling.State]:
    """How a unit stood in a year; equal histories share their years, and each is put into words once."""
    states: dict[int, telling.State] = {}

    def state_of(past: Point) -> telling.State:
        if id(past) not in states:
            states[id(past)] = telling.state_of(report, past)
        return states[id(past)]

    return state_of


def environment(finalize: Callable[[Any], Markup]) -> Environment:
    """Templates in which everything is said and escaped by `finalize`, but for what is marked up already."""
    made = Environment(
        loader=PackageLoader("pingan_cli.report"),
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    cast(dict[str, Any], made.globals).update(_spoken_of())
    return made


def _spoken_of() -> dict[str, Any]:
    """What every template may use, by its name."""
    ours = (
        *(anchor, and_so_on, bilingual, claim_link, claim_links, claim_says, counted, fingerprint, gist, in_brackets),
        *(level_named, link, lives, one_by_one, rule_sentences, site_of, slots_of, takes, told, told_in),
        *(tuple, why_audited, with_colon, with_comma),
    )
    return {
        **{function.__name__: function for function in ours},
        "comma": told_in("a list", ", "),
        "figures": figures,
        "marks": MARKS,
        "of_all_years": OF_ALL_YEARS,
        "statuses": STATUS_WORDS,
        "telling": telling,
    }


@cache
def _shipped(name: str) -> str:
    """A file of this package: the style or the script."""
    return files("pingan_cli.report").joinpath("templates", name).read_text(encoding="utf-8")


def html(value: Any) -> Markup:
    """Something told, escaped and in both languages, of which the page's style shows one; HTML as it is.

    >>> html("<b>")
    Markup('&lt;b&gt;')
    >>> html(Names("Map", "地图"))
    Markup('<span class=e>Map</span><span class=z>地图</span>')
    """
    if isinstance(value, Markup):
        return value
    en, zh = (spoken(value, lang, escape) for lang in ("en", "zh"))
    return Markup(en if en == zh else f"<span class=e>{en}</span><span class=z>{zh}</span>")


def spoken(value: Any, lang: str, write: Callable[[str], str]) -> str:
    """Something told in one language, everything that was put into it being written so that it is text."""
    return str(said(_written(value, write), lang))


def _written(value: Any, write: Callable[[str], str]) -> Any:
    if isinstance(value, Told):
        inner = {name: _written(each, write) for name, each in value.values.items()}
        return Told(value.template, inner, value.many, value.context)
    if isinstance(value, int):
        return value
    if isinstance(value, Markup):
        return Names(value, value)  # said whole, however long it is
    if isinstance(value, tuple) and not hasattr(cast(object, value), "of"):
        return tuple(_written(each, write) for each in cast(tuple[Any, ...], value))
    return Names(*(write(telling.plain(value, lang)) for lang in ("en", "zh")))


def link(address: str, content: Any) -> Markup:
    """A link to an address of the web; only the content where it is none."""
    if not address.startswith(("http://", "https://")):
        return html(content)
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(printable(address), html(content))


def _markdown(value: Any, lang: str) -> Markup:
    """Something told in a language, as Markdown that shows it as it is; Markdown as it is."""
    return value if isinstance(value, Markup) else Markup(spoken(value, lang, markdown_text))


def _bold(text: Any) -> Told | None:
    return Told("**{text}**", {"text": text}) if text else None


def _markdown_link(address: str, content: str) -> Markup:
    """A link where the address is one of the web and holds nothing that would end it."""
    text = markdown_text(content)
    if not address.startswith(("http://", "https://")) or any(each in address for each in "<> \n"):
        return Markup(text)
    return Markup(f"[{text}](<{printable(address)}>)")


def _markdown_says_of(report: Report, claim: Claim) -> Told:
    return telling.whole_claim(report, claim, _bold(report.published.whom(claim)))


def _notes_of(report: Report, figure: figures.Figure) -> list[Told]:
    """What to know of a number, and what was published of it."""
    claims = figure.published
    return [
        *figure.notes,
        *(told("Published: {says} ({id})", says=claim_says(report.ladder, each), id=each.id) for each in claims),
    ]


def _linked(report: Report, key: str, content: Any) -> Markup:
    """A link to a unit's own section where there is one."""
    if key not in report.told_of:
        return html(content)
    return Markup('<a href="#{}">{}</a>').format(anchor(key), html(content))


def _whom(report: Report, claim: Claim) -> Markup:
    """The unit that a claim speaks of, with a link to it, or all of them together."""
    unit = report.published.whom(claim)
    return _linked(report, report.published.keys[unit.code], unit) if unit else html(told("All units together"))


def _says_of(report: Report, claim: Claim) -> Told:
    """What a claim says, with a link to the unit that it speaks of."""
    return telling.whole_claim(report, claim, _whom(report, claim) if report.published.whom(claim) else None)


def claim_links(claims: Iterable[Claim | str]) -> tuple[Markup, ...]:
    """Links to claims, or to those with these ids."""
    return tuple(claim_link(each if isinstance(each, str) else each.id) for each in claims)


def claim_link(key: str) -> Markup:
    """A link to a claim in the list of all claims."""
    return Markup('<a href="#{}">{}</a>').format(anchor(f"claim {key}"), html(key))


def anchor(key: str) -> str:
    """An id made from a code or a name, whatever characters are in it; equal keys give equal ids.

    >>> anchor("330305"), anchor("Ada Quill")
    ('u-330305', 'u-Ada_20_Quill')
    """
    return "u-" + "".join(each if each.isascii() and each.isalnum() else f"_{ord(each):x}_" for each in key)


def fingerprint(text: str) -> Markup:
    """How a Content-Security-Policy names a style or a script that it allows."""
    return Markup("'sha256-{}'").format(b64encode(sha256(text.encode()).digest()).decode())


def json_block(value: Any) -> str:
    r"""A value as JSON that can stand in a `script` element, whatever its texts are.

    >>> json_block("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json_text(value)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def map_style(report: Report) -> str:
    """The style rules that put the cities' blocks in their places."""
    places = report.published.places
    placed = {number: places[group.code] for number, group in enumerate(report.groups) if group.code in places}
    if not placed:
        return ""
    columns = max(place.column + place.width - 1 for place in placed.values())
    rules = [f".map.placed{{grid-template-columns:repeat({columns},minmax(0,1fr))}}"]
    rules += [
        f".place-{number}{{grid-area:{at.row}/{at.column}/auto/span {at.width}}}" for number, at in placed.items()
    ]
    return "".join(rules) if columns <= 5 else f"@media (min-width:60rem),print{{{''.join(rules)}}}"
