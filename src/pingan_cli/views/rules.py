"""Ladders: the list of them, one in full, and what came of running their examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pingan_cli.engine.ladder import Terms, Tier
from pingan_cli.ladder.checking import Checked
from pingan_cli.ladder.compiling import bilingual
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.texts import counted, joined, told
from pingan_cli.views.formats import csv_lines, json_lines, json_text
from pingan_cli.views.lines import paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.wording import in_brackets, level_word, with_colon

LIST_COLUMNS = ("ladder", "name", "name_zh", "first_year", "period", "tiers", "examples", "file")
_STARS_SHOWN = 3


def list_view(ladders: Sequence[LoadedLadder]) -> View:
    """All ladders, a row for each."""
    rows = [_listed(loaded) for loaded in ladders]

    def page() -> Page:
        columns = [Column(told("Ladder"), style="bold"), Column(told("Name"))]
        columns += [Column(title, number=True) for title in (told("From"), told("Tiers"), told("Examples"))]
        cells = [
            [row["ladder"], loaded.ladder.name, row["first_year"], row["tiers"], row["examples"]]
            for row, loaded in zip(rows, ladders, strict=True)
        ]
        return Page(counted("1 ladder", "{count} ladders", count=len(rows)), [Table(columns, lambda _: cells)])

    return View(
        page=page,
        json=lambda: json_lines({}, "ladders", rows),
        csv=lambda: csv_lines(LIST_COLUMNS, ([row[column] for column in LIST_COLUMNS] for row in rows)),
    )


def _listed(loaded: LoadedLadder) -> dict[str, Any]:
    ladder = loaded.ladder
    return {
        "ladder": ladder.id,
        "name": ladder.name.en,
        "name_zh": ladder.name.zh,
        "first_year": ladder.first_year,
        "period": ladder.period,
        "tiers": len(ladder.named),
        "examples": len(loaded.file.get("examples", [])),
        "file": loaded.path.name,
    }


def ladder_view(loaded: LoadedLadder) -> View:
    """One ladder: its tiers, what counts, what it assumes, what was amended, and its sources."""
    return View(
        page=lambda: _page(loaded),
        json=lambda: iter([json_text(loaded.file), "\n"]),
        csv=lambda: csv_lines(
            ("tier", "at", "name", "name_zh"), ((tier.id, at, *tier.name) for tier, at in _tiers(loaded))
        ),
    )


def _tiers(loaded: LoadedLadder) -> Iterator[tuple[Tier, int]]:
    """The tiers under the terms now in force, the first stars of an open end included, and what each takes."""
    ladder = loaded.ladder
    stars = _STARS_SHOWN if ladder.open_end else 0
    for rank in range(len(ladder.named) + stars):
        tier, at = ladder.tier(rank), ladder.terms[-1].at(rank)
        if tier is not None and at is not None:
            yield tier, at


def _page(loaded: LoadedLadder) -> Page:
    ladder, file = loaded.ladder, loaded.file
    columns = [Column(told("Tier"), style="bold"), Column(told("At"), number=True), Column("id")]
    rows = [[tier.name, at, tier.id] for tier, at in _tiers(loaded)]
    parts: list[Table | Block] = [Block(paragraphs, rule_sentences(loaded)), Table(columns, lambda _: rows)]
    if ladder.open_end:
        parts.append(Block(paragraphs, [told("and so on, at {at} more for each", at=ladder.terms[-1].every)]))
    amendments = [from_year(each) for each in file.get("amendments", [])]
    assumptions = [bilingual(each) for each in file.get("assumptions", [])]
    sources = [part for each in file["sources"] for part in _source(each)]
    for title, lines in (
        (told("Amendments"), amendments),
        (told("Assumptions"), assumptions),
        (told("Sources"), sources),
    ):
        if lines:
            parts.append(Block(paragraphs, [title, *(joined(["  ", line], "") for line in lines)]))
    return Page(in_brackets(ladder.name, ladder.id), parts, [with_colon(told("File"), str(loaded.path))])


def from_year(amendment: dict[str, Any]) -> str:
    """An amendment of a ladder, with the year from which it holds."""
    return told("from {year}: {says}", year=amendment["from_year"], says=amendment["says"])


def _source(source: dict[str, Any]) -> Iterator[str]:
    yield with_colon(source["title"], source["says"]) if source.get("says") else source["title"]
    yield f"  {source['url']}"


def rule_sentences(loaded: LoadedLadder) -> list[str]:
    """What counts and what ends a run, in sentences."""
    ladder, terms = loaded.ladder, loaded.ladder.terms[-1]
    lines = [_card(loaded)]
    if ladder.levels:
        lines.append(told("It covers these levels: {levels}.", levels=tuple(map(level_word, ladder.levels))))
    lines += [rule_of_counting(terms), _announced(ladder.announced)]
    if terms.standing > 1:
        lines.append(
            told(
                "A period counts when the card has been held for {standing} or more in a row by its end.",
                standing=terms.standing,
            )
        )
    grades = tuple(names for grade, names, _ in ladder.grades if grade in terms.grades)
    if grades:
        lines.append(told("These grades count: {grades}.", grades=grades))
    if ladder.kind == "number":
        lines += [_limit(loaded, level, *bounds) for level, bounds in terms.limits.items()]
    if terms.forgiven is None:
        lines.append(told("A miss does not lower the count."))
    elif terms.miss_recalls:
        lines.append(told("A miss ends the run and recalls the honours conferred."))
    else:
        lines.append(told("A miss ends the run; honours already conferred are kept."))
    if terms.revocation_recalls:
        lines.append(told("A revoked card counts as none and recalls the honours conferred."))
    else:
        lines.append(told("A revoked card counts as none; honours already conferred are kept."))
    return lines


def _card(loaded: LoadedLadder) -> str:
    ladder = loaded.ladder
    names = {"card": bilingual(loaded.file["card"]), "year": ladder.first_year}
    if ladder.period == 1:
        return told("{card}, held for a year; the first assessment year is {year}.", **names)
    return told(
        "{card}, held for a term of {period} years; the first assessment year is {year}.", period=ladder.period, **names
    )


def rule_of_counting(terms: Terms) -> str:
    """How a run or a sum is counted."""
    if terms.forgiven is None:
        return told("All of them count, in a row or not.")
    if terms.forgiven:
        return told("A run survives misses, but not more than {forgiven}.", forgiven=terms.forgiven)
    return told("Only a run without a miss counts.")


def _announced(years: int) -> str:
    if not years:
        return told("Announced in the year assessed.")
    if years == 1:
        return told("Announced in the year after the year assessed.")
    return told("Announced {count} years after the year assessed.", count=years)


def _limit(loaded: LoadedLadder, level: str, low: float | None, high: float | None) -> str:
    """Within which bounds a number counts, for one level or, where that is `*`, for all."""
    number = loaded.file["results"].get("number")
    what = bilingual(number) if number else told("the number on record")
    bounds = (
        *([told("at least {n}", n=f"{low:g}")] if low is not None else []),
        *([told("at most {n}", n=f"{high:g}")] if high is not None else []),
    )
    counts = told("counts when {what} is {bounds}.", what=what, bounds=bounds)
    return counts if level == "*" else joined([level_word(level), counts], ": ")


def checked_view(checked: Sequence[Checked]) -> View:
    """What came of checking ladder files: for each how many of its examples hold, and what is wrong."""

    def page() -> Page:
        columns = [Column(told("Ladder"), style="bold"), Column(told("Examples"), number=True)]
        columns.append(Column(told("Outcome")))
        rows = [[each.name, each.examples, _outcome(each)] for each in checked]
        title = counted("1 ladder checked", "{count} ladders checked", count=len(checked))
        return Page(title, [Table(columns, lambda _: rows)])

    return View(
        page=page,
        json=lambda: json_lines({}, "ladders", map(_checked_entry, checked)),
        csv=lambda: csv_lines(
            ("ladder", "examples", "problems"), ((e.name, e.examples, len(e.problems)) for e in checked)
        ),
    )


def _outcome(checked: Checked) -> str:
    if checked.problems:
        return counted("1 problem", "{count} problems", count=len(checked.problems))
    return told("right")


def _checked_entry(checked: Checked) -> dict[str, Any]:
    problems = [problem._asdict() for problem in checked.problems]
    return {"ladder": checked.name, "examples": checked.examples, "problems": problems}
