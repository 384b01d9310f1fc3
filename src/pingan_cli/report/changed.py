"""What each year changed, as lists."""

from __future__ import annotations

from pingan_cli.report.changes import changes_in
from pingan_cli.report.content import Report
from pingan_cli.report.markup import together, told, unit_link
from pingan_cli.report.summary import each_year, swatch
from pingan_cli.report.wording import both


def changed(report: Report) -> str:
    """The changes of every year, of which the page shows those of the year chosen."""
    blocks = [_changes(report, index) for index in range(len(report.years))]
    return each_year(report, "changes", blocks)


def _changes(report: Report, index: int) -> str:
    found = changes_in(report, index)
    if not found:
        return f"<p>{told(both('nothing'))}</p>"
    items = ""
    for kind, tier, befallen in found:
        title = told(both(kind))
        if tier:
            title += f"{told(both('colon'))}{swatch(report, tier.rank)}{told(tier.name)}"
        names = together(unit_link(key, told(names), report.told_of) for key, names in befallen)
        items += f"<div><dt>{title} <small>{len(befallen)}</small></dt><dd>{names}</dd></div>"
    return f"<dl>{items}</dl>"
