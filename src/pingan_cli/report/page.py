"""The page: its sections put together with their style, their script and what the script needs to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from pingan_cli.engine.ladder import Names
from pingan_cli.report.changed import changed
from pingan_cli.report.content import Report
from pingan_cli.report.figures import figures
from pingan_cli.report.markup import composed, fingerprint, json_block, safe, told
from pingan_cli.report.questions import questions
from pingan_cli.report.sources import claims_table, rule
from pingan_cli.report.state import Numbered, page_states
from pingan_cli.report.summary import summary
from pingan_cli.report.tables import matrix, unit_table
from pingan_cli.report.tiles import map_style, tile_map
from pingan_cli.report.units import unit_sections
from pingan_cli.report.wording import both

SECTIONS: tuple[tuple[str, Callable[[Report], str]], ...] = (
    ("summary", summary),
    ("map", tile_map),
    ("changes", changed),
    ("table", unit_table),
    ("matrix", matrix),
    ("questions", questions),
    ("details", unit_sections),
    ("claims", claims_table),
    ("rule", rule),
)
"""The page's sections in their order, each with the word for it."""

OF_THE_YEAR = ("summary", "map", "changes", "table")
"""The sections that follow the year chosen; the others are those of the year judged."""

_LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}


@cache
def _shipped(name: str) -> str:
    """A file of this package: the style or the script."""
    return files("pingan_cli.report").joinpath(name).read_text(encoding="utf-8")


def page_lines(report: Report, lang: str, version: str) -> Iterator[str]:
    """The page in pieces. `lang` is the language that it opens in, `version` that of the program."""
    style, script = _shipped("report.css") + map_style(report), _shipped("report.js")
    policy = (
        f"default-src 'none'; style-src {fingerprint(style)}; script-src {fingerprint(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    title = page_title(report)
    yield (
        f'<!DOCTYPE html>\n<html lang="{_LANGUAGE_TAGS[lang]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<meta name="generator" content="pingan {safe(version)}">\n'
        f"<title>{safe(title.of(lang))}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )
    yield f'<a class="skip" href="#content">{told(both("skip"))}</a>\n{_header(report, title)}{_contents()}'
    yield f'<main id="content">\n{_year_bar(report)}'
    for key, make in SECTIONS:
        yield _section(report, key, make(report))
    made = told(both("made_by", version=version))
    yield f"</main>\n<footer><p>{made}</p></footer>\n"
    yield f'<script type="application/json" id="known">{json_block(_known(report, title))}</script>\n'
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def page_title(report: Report) -> Names:
    """What the page is called; that its records are invented, where they are."""
    title = both("title", ladder=report.ladder.name, year=report.year)
    return both("sample_title", title=title, sample=both("sample")) if report.sample else title


def subtitle(report: Report) -> Names:
    """The year judged, and that of the ceremony."""
    announced = report.year + report.ladder.announced
    return both("subtitle" if report.ladder.announced else "subtitle_same", year=report.year, announced=announced)


def _header(report: Report, title: Names) -> str:
    shown, left_out = len(report.shown), len(report.climbs) - len(report.shown)
    notes = [both("left_out", shown=shown, count=left_out)] if left_out else []
    notes += [] if report.recorded else [both("year_unknown_all", year=report.year)]
    noted = "".join(f'<p class="notice">{told(note)}</p>' for note in notes)
    languages = "".join(
        f'<button type="button" lang="{tag}" data-lang="{tag}">{name}</button>'
        for tag, name in (("en", "English"), ("zh-Hans", "中文"))
    )
    return (
        f'<header><div><h1>{told(title)}</h1><p class="subtitle">{told(subtitle(report))}</p></div>'
        f'<div class="languages needs-script" role="group" aria-labelledby="h-language">'
        f'<span class="sr" id="h-language">{told(both("language"))}</span>{languages}</div>'
        f'<p class="lead">{told(both("how_to_read"))}</p>{noted}'
        f'<noscript><p class="notice">{told(both("no_script", year=report.year))}</p></noscript></header>\n'
    )


def _contents() -> str:
    links = "".join(f'<li><a href="#{key}">{told(both(key))}</a></li>' for key, _ in SECTIONS)
    return (
        f'<nav aria-labelledby="h-contents"><b class="sr" id="h-contents">{told(both("contents"))}</b>'
        f"<ul>{links}</ul></nav>\n"
    )


def _year_bar(report: Report) -> str:
    last = len(report.years) - 1
    buttons = "".join(
        f'<span class="{name}"{hidden}>{told(both(name))}</span>'
        for name, hidden in (("play", ""), ("pause", " hidden"))
    )
    return (
        '<div class="year-bar needs-script" role="group" aria-labelledby="l-year">'
        f'<label for="year" id="l-year">{told(both("year"))}</label>'
        f'<output for="year" class="chosen">{report.year}</output>'
        f'<button type="button" id="play">{buttons}</button>'
        f'<input type="range" id="year" min="0" max="{last}" step="1" value="{last}" aria-valuetext="{report.year}">'
        '<p class="sr" id="said" role="status"></p></div>\n'
    )


def _section(report: Report, key: str, content: str) -> str:
    year = f'<span class="chosen">{report.year}</span>' if key in OF_THE_YEAR else ""
    title = composed("in_year", what=told(both(key)), year=year) if year else told(both(key))
    head = f'<h2 id="h-{key}">{title}</h2>'
    return f'<section id="{key}" class="part" aria-labelledby="h-{key}">{head}\n{content}</section>\n'


def _known(report: Report, title: Names) -> dict[str, Any]:
    """What the page's script is given: it shows what the program has found, and finds nothing of its own."""
    texts: Numbered[Names] = Numbered()
    states, units = page_states(report, texts)
    said = [
        both("said", year=year, held=held.number, honoured=honoured.number, awarded=awarded.number)
        for index, year in enumerate(report.years)
        for _, held, honoured, awarded, _ in [figures(report, index)]
    ]
    return {
        "years": report.years,
        "title": title,
        "said": said,
        "found": both("found", n="{n}", all="{all}"),
        "states": states,
        "units": units,
        "texts": list(texts),
    }
