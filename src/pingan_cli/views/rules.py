"""Ladders: the list of them, one in full, and what came of running their examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.ladder.compiling import bilingual, gist
from pingan_cli.ladder.examples import Checked
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.problems import ERROR
from pingan_cli.texts import counted, joined, told
from pingan_cli.views.lines import paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.rule_sentences import rule_sentences
from pingan_cli.views.wording import in_brackets, run_of, with_colon

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

    return View(page, LIST_COLUMNS, lambda: rows, key="ladders")


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
    tiers = ({"tier": tier.id, "at": at, "name": tier.name.en, "name_zh": tier.name.zh} for tier, at in _tiers(loaded))
    return View(lambda: _page(loaded), ("tier", "at", "name", "name_zh"), head=loaded.file, rows=lambda: tiers)


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
    columns = [Column(told("Tier"), style="bold"), Column(takes(ladder), number=True), Column("id")]
    rows = [[tier.name, at, tier.id] for tier, at in _tiers(loaded)]
    parts: list[Table | Block] = [Block(paragraphs, rule_sentences(loaded)), Table(columns, lambda _: rows)]
    if ladder.open_end:
        parts.append(Block(paragraphs, [and_so_on(ladder)]))
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


def and_so_on(ladder: Ladder) -> str:
    """What every further tier of an open end takes."""
    return told("and so on, one tier for every further {run}", run=run_of(ladder, ladder.terms[-1].every))


def takes(ladder: Ladder) -> str:
    """What stands above the periods that the tiers take."""
    if ladder.rounds:
        return told("Rounds it takes")
    return told("Years it takes") if ladder.period == 1 else told("Terms it takes")


def from_year(amendment: dict[str, Any]) -> str:
    """An amendment of a ladder, with the year from which it holds."""
    return told("from {year}: {says}", year=amendment["from_year"], says=gist(amendment))


def titled(source: dict[str, Any]) -> str:
    """The title of a source, and what it says where the file tells that."""
    return with_colon(source["title"], says) if (says := gist(source)) else source["title"]


def _source(source: dict[str, Any]) -> Iterator[str]:
    yield titled(source)
    yield f"  {source['url']}"


def checked_view(checked: Sequence[Checked]) -> View:
    """What came of checking ladder files: for each how many of its examples hold, and what is wrong."""

    def page() -> Page:
        columns = [Column(told("Ladder"), style="bold"), Column(told("Examples"), number=True)]
        columns.append(Column(told("Outcome")))
        rows = [[each.name, each.examples, _outcome(each)] for each in checked]
        title = counted("1 ladder checked", "{count} ladders checked", count=len(checked))
        return Page(title, [Table(columns, lambda _: rows)])

    def rows() -> Iterator[dict[str, Any]]:
        return (_checked_entry(each) | {"problems": len(each.problems)} for each in checked)

    columns = ("ladder", "examples", "problems")
    return View(page, columns, lambda: map(_checked_entry, checked), key="ladders", rows=rows)


def _outcome(checked: Checked) -> str:
    errors = sum(problem.severity == ERROR for problem in checked.problems)
    if errors:
        return counted("1 problem", "{count} problems", count=errors)
    return told("right") if checked.examples else told("no examples")


def _checked_entry(checked: Checked) -> dict[str, Any]:
    problems = [problem._asdict() for problem in checked.problems]
    return {"ladder": checked.name, "examples": checked.examples, "problems": problems}
