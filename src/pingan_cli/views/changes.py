"""What a year changed, unit by unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pingan_cli.engine.course import BROKEN, CONFERRED, ENDED, FIRST, OPEN, RECALLED, Change, Changed
from pingan_cli.engine.ladder import Ladder
from pingan_cli.texts import counted, told
from pingan_cli.views.award import MOST_ROWS, head, tier_id, unit_entry
from pingan_cli.views.page import Column, Page, Table, View
from pingan_cli.views.wording import Wording, run_of, since_year

CSV_COLUMNS = (
    "change", "code", "name", "name_zh", "level", "parent", "tier", "streak_min", "streak_max",
    "lost_min", "lost_max", "lost_since", "honour_min", "honour_max",
)  # fmt: skip


KINDS = {
    CONFERRED: told("conferred"),
    BROKEN: told("broken"),
    RECALLED: told("recalled"),
    ENDED: told("ended"),
    FIRST: told("first card on record"),
    OPEN: told("not known"),
}


def changes_view(ladder: Ladder, year: int, changed: Sequence[Changed]) -> View:
    """The changes in every form; those that are open are counted, and listed in JSON and CSV."""
    return View(
        page=lambda: _page(ladder, year, changed),
        columns=CSV_COLUMNS,
        entries=lambda: map(_entry, changed),
        head=head(ladder, year),
        key="changes",
        sheet=lambda: _sheet(ladder, year, changed),
    )


def _entry(changed: Changed) -> dict[str, Any]:
    unit, change = changed
    return {
        "change": change.kind,
        **unit_entry(unit),
        "tier": tier_id(change.tier),
        "streak": change.verdict.streak._asdict(),
        "lost": change.lost._asdict() if change.lost else None,
        "lost_since": change.lost_since,
        "honour": {"min": tier_id(change.verdict.honour.min), "max": tier_id(change.verdict.honour.max)},
    }


def _page(ladder: Ladder, year: int, changed: Sequence[Changed]) -> Page:
    certain = [each for each in changed if each.change.kind != OPEN]
    shown = certain[:MOST_ROWS]
    notes = [] if certain else [told("Nothing changed that the records tell.")]
    if len(certain) > len(shown):
        counts = {"shown": f"{len(shown):,}", "total": f"{len(certain):,}"}
        notes.append(told("The first {shown} of {total} changes; --format csv gives them all.", **counts))
    if left_open := len(changed) - len(certain):
        notes.append(
            counted(
                "For 1 more unit the records leave open what {year} brought.",
                "For {count} more units the records leave open what {year} brought.",
                count=left_open,
                year=year,
            )
        )
    return Page(_title(ladder, year), [_table(ladder, year, shown)] if certain else [], notes)


def _sheet(ladder: Ladder, year: int, changed: Sequence[Changed]) -> Page:
    """A row for each change, those that are open too."""
    return Page(_title(ladder, year), [_table(ladder, year, changed)])


def _title(ladder: Ladder, year: int) -> str:
    return told("{ladder}: what {year} changed", ladder=ladder.name, year=year)


def _table(ladder: Ladder, year: int, changed: Sequence[Changed]) -> Table:
    columns = [
        Column(told("Change")),
        Column(told("Unit"), style="bold"),
        Column(told("What")),
        Column(told("Honour")),
    ]

    def rows(short: bool) -> list[list[Any]]:
        say = Wording(ladder, year, short)
        return [
            [KINDS[change.kind], unit, _what(ladder, change), say.honour(change.verdict)] for unit, change in changed
        ]

    return Table(columns, rows)


def _what(ladder: Ladder, change: Change) -> Any:
    if change.kind == BROKEN and change.lost:
        low, high = change.lost
        if low == high:
            return since_year(run_of(ladder, low), change.lost_since)
        return told("at least {run}", run=run_of(ladder, low))
    return change.tier and change.tier.name
