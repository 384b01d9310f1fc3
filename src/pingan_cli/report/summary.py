"""The summary: numbers of each year, how many units hold each tier, and how the ladder filled."""

from __future__ import annotations

from collections.abc import Iterator

from pingan_cli.engine.ladder import Names
from pingan_cli.report.content import Report
from pingan_cli.report.figures import figures, tier_counts, without_honour
from pingan_cli.report.markup import told
from pingan_cli.report.state import shade_of
from pingan_cli.report.wording import both

MOST_LABELS = 30
"""With more years than these only every fifth is written below its column."""


def each_year(report: Report, make: str, blocks: list[str]) -> str:
    """One block for each year, of which the page shows that of the year chosen."""
    last = len(blocks) - 1
    return "".join(
        f'<div class="{make}" data-at="{index}"{"" if index == last else " hidden"}>{block}</div>'
        for index, block in enumerate(blocks)
    )


def summary(report: Report) -> str:
    """The numbers of every year, and the ladder's filling through all of them."""
    years = range(len(report.years))
    return (
        each_year(report, "figures", [_figures(report, index) for index in years])
        + '<div class="side-by-side"><div>'
        + each_year(report, "tiers", [_tiers(report, index) for index in years])
        + f"</div>{_filling(report)}</div>"
    )


def _figures(report: Report, index: int) -> str:
    return "<dl>" + "".join(
        f'<div><dt>{told(title)}</dt><dd><b>{number}</b><small>{told(note)}</small></dd></div>'
        for number, title, note in figures(report, index)
    ) + "</dl>"  # fmt: skip


def _tiers(report: Report, index: int) -> str:
    """The tiers with how many hold them; a stretch of numbers where the records leave it open."""
    certainly_none, none_certain = without_honour(report, index)
    rows = [
        f'<tr><th scope="row">{swatch(report, count.tier.rank)}{told(count.tier.name)}</th><td>{count.highest}</td><td>'
        + (
            told(both("range", low=count.at_least, high=count.at_most))
            if count.at_most > count.at_least
            else str(count.at_least)
        )
        + "</td></tr>"
        for count in tier_counts(report, index)
    ]
    for number, key, name in ((none_certain, "none_certain", "s0 open"), (certainly_none, "no_honour", "s0")):
        row = f'<tr><th scope="row"><i class="swatch {name}"></i>{told(both(key))}</th><td>{number}</td><td></td></tr>'
        rows += [row] if number else []
    heads = "".join(f'<th scope="col">{told(both(key))}</th>' for key in ("honour", "certain", "at_least"))
    caption = told(both("by_year", what=both("by_tier"), year=report.years[index]))
    return f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def swatch(report: Report, rank: int) -> str:
    """A patch of the shade of a tier."""
    return f'<i class="swatch s{shade_of(report, report.ladder.tier(rank))}"></i>'


def _filling(report: Report) -> str:
    """A column for each year: how many units held each tier for certain, the highest tier lowest."""
    counts = [list(_column(report, index)) for index in range(len(report.years))]
    most = max((sum(number for _, number, _ in column) for column in counts), default=0) or 1
    columns: list[str] = []
    for index, (year, column) in enumerate(zip(report.years, counts, strict=True)):
        base, bars = most, ""
        for shade, number, _ in column:
            base -= number
            bars += f'<rect class="{shade}" y="{base}" width="1" height="{number}"/>' if number else ""
        labelled = len(report.years) <= MOST_LABELS or year % 5 == 0
        alone = "<br>".join(told(line) for _, number, line in column if number)
        now = ' class="now"' if index == len(counts) - 1 else ""
        columns.append(
            f'<li{now} data-column="{index}"><svg viewBox="0 0 1 {most}" preserveAspectRatio="none" aria-hidden="true">'
            f'{bars}</svg><span class="{"when" if labelled else "sr"}">{year}</span>'
            f'<span class="sr">{told(both("colon"))}{alone}</span></li>'
        )
    return (
        f'<figure class="filling" aria-labelledby="filling"><figcaption><b id="filling">{told(both("filling"))}</b> '
        f"{told(both('filling_caption'))}</figcaption>"
        f"<ol>{''.join(columns)}</ol></figure>"
    )


def _column(report: Report, index: int) -> Iterator[tuple[str, int, Names]]:
    for count in tier_counts(report, index):
        name = count.tier.name
        shade = f"s{shade_of(report, count.tier)}"
        yield shade, count.highest, both("counted", count=count.highest, name=name)
    certainly_none, none_certain = without_honour(report, index)
    yield "s0 open", none_certain, both("counted", count=none_certain, name=both("none_certain"))
    yield "s0", certainly_none, both("counted", count=certainly_none, name=both("no_honour"))
