"""A published list beside what the records say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pingan_cli.check.comparison import Comparison, Entry, fits_better, in_words, one_of
from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.outcomes import CONFIRMED, DIFFERENT, MISSING, SURPLUS, UNDECIDED
from pingan_cli.texts import counted, told, told_in
from pingan_cli.views.lines import paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View

_CSV_COLUMNS = ("year", "code", "name", "name_zh", "published", "computed", "outcome", "line")
_NAMED = 50
_COUNTED = (CONFIRMED, MISSING, SURPLUS, DIFFERENT, UNDECIDED)


OUTCOMES = {
    CONFIRMED: told_in("a published list", "confirmed"),
    MISSING: told("missing from the list"),
    SURPLUS: told("not earned"),
    DIFFERENT: told("another honour"),
    UNDECIDED: told("cannot be decided"),
}


def comparison_view(comparison: Comparison, ladder: Ladder, other: Comparison | None = None) -> View:
    """A comparison in every form; at its top stands what was confirmed, and that the `other` fits better, if it does.

    Tables leave out what is confirmed, and have what is wrong before what is open. Units that may be missing are only
    named below them. JSON and CSV have all.
    """
    head = {"ladder": ladder.id, "holders": comparison.holders, "years": list(comparison.years)}
    counts = {outcome: comparison.count(outcome) for outcome in _COUNTED}
    return View(
        page=lambda: _page(comparison, ladder, other),
        columns=_CSV_COLUMNS,
        entries=lambda: map(_entry, comparison.entries),
        head=head | counts,
        key="units",
        rows=lambda: map(_row, comparison.entries),
        sheet=lambda: _sheet(comparison, ladder),
    )


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "year": entry.year,
        "code": entry.unit.code,
        "name": entry.unit.name,
        "name_zh": entry.unit.name_zh,
        "published": entry.published.id if entry.published else None,
        "computed": [tier.id if tier else None for tier in entry.possible],
        "outcome": entry.outcome,
        "line": entry.listed.statement.line if entry.listed else None,
    }


def _row(entry: Entry) -> dict[str, Any]:
    """A row of `CSV_COLUMNS`; what the records allow stands between `|`, `none` for nothing."""
    computed = "|".join(tier.id if tier else "none" for tier in entry.possible)
    return _entry(entry) | {"computed": computed}


def _page(comparison: Comparison, ladder: Ladder, other: Comparison | None) -> Page:
    shown = [
        entry
        for entry in sorted(comparison.entries, key=lambda entry: (entry.year, entry.outcome == UNDECIDED))
        if entry.outcome != CONFIRMED and not entry.may_be_missing
    ]
    first = [fits_better(comparison, other)] if other else []
    parts: list[Table | Block] = [Block(paragraphs, [each for each in (*first, in_words(comparison)) if each])]
    parts += [_table(shown)] if shown else []
    return Page(_title(comparison, ladder), parts, [*_open(comparison), *_notes(comparison)])


def _sheet(comparison: Comparison, ladder: Ladder) -> Page:
    """A row for each entry: those that are confirmed, and those that may be missing too."""
    return Page(_title(comparison, ladder), [_table(comparison.entries)], list(_notes(comparison)))


def _title(comparison: Comparison, ladder: Ladder) -> str:
    return told("{ladder}: {file} against the records", ladder=ladder.name, file=comparison.cards.table.path.name)


def _table(entries: Sequence[Entry]) -> Table:
    def named(tier: Tier | None) -> Any:
        return tier.name if tier else told("nothing")

    columns = [
        Column(told("Year"), number=True),
        Column(told("Unit")),
        Column(told("Published")),
        Column(told("By the records")),
        Column(told_in("a comparison", "Outcome")),
    ]
    rows = [
        [
            entry.year,
            entry.unit,
            named(entry.published),
            one_of([*map(named, reversed(entry.possible))]),
            OUTCOMES[entry.outcome],
        ]
        for entry in entries
    ]
    return Table(columns, lambda _: rows)


def _notes(comparison: Comparison) -> Iterator[str]:
    yield told(
        "{confirmed} confirmed, {missing} missing, {surplus} not earned, {different} with another honour, "
        "{undecided} that the records cannot decide.",
        **{outcome: comparison.count(outcome) for outcome in _COUNTED},
    )
    if comparison.holders == "all":
        yield told("Compared with all honours held by the end of the year.")
    else:
        yield told(
            "Compared with the honours newly awarded in the year; --holders all compares with all that are held."
        )


def _open(comparison: Comparison) -> Iterator[str]:
    """For each year the units that may be missing from its list."""
    for year in comparison.years:
        units = [entry.unit for entry in comparison.entries if entry.year == year and entry.may_be_missing]
        if len(units) > _NAMED:
            yield told(
                "The records leave open whether these belong on the list of {year} too: {units} and {more} more; "
                "--format csv names them all.",
                year=year,
                units=tuple(units[:_NAMED]),
                more=f"{len(units) - _NAMED:,}",
            )
        elif units:
            yield counted(
                "The records leave open whether this belongs on the list of {year} too: {units}.",
                "The records leave open whether these belong on the list of {year} too: {units}.",
                count=len(units),
                year=year,
                units=tuple(units),
            )
