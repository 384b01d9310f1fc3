"""Lists as an office publishes them: which unit was given which honour, in the shapes that card files have."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.problems import ERROR, Problem
from pingan_cli.records.cards import USUAL, CardFile, Settings, read_cards
from pingan_cli.records.gathering import clashes_in
from pingan_cli.records.histories import Masks
from pingan_cli.records.honours import Honours
from pingan_cli.records.placing import Flaws, placed
from pingan_cli.records.registry import Registry
from pingan_cli.records.spelling import Spelling, Statement, statements_of
from pingan_cli.texts import told

HONOUR_TITLES = (
    "honour", "honor", "tier", "award", "荣誉", "荣誉称号", "奖项", "称号", "等级", "鼎", "鼎级", "授予荣誉",
    "授予称号", "获得荣誉",
)  # fmt: skip
"""The names under which the column of honours is known."""

NO_HONOUR = ("", "无", "-", "—", "/", "none")


class Listed(NamedTuple):
    """One entry of a published list; its unit by the code of its line, or as it is spelt without a registry."""

    statement: Statement
    tier: Tier


class PublishedList(NamedTuple):
    """A list that can be compared: its file, and its entries in the order of the file."""

    cards: CardFile
    entries: tuple[Listed, ...]


class _Written(Spelling):
    """Marks that are honours, not results."""

    def __init__(self, ladder: Ladder, registry: Registry | None) -> None:
        super().__init__(ladder, registry)
        self.honours = Honours(ladder)

    def result(self, mark: str, used: bool = True) -> str | float | None:
        """The id of the tier that a cell names; None for none."""
        tier = self.honours.find(mark)
        if tier is None and mark not in NO_HONOUR:
            what = told("{ladder} has no tier {tier!r}", ladder=self.ladder.id, tier=mark)
            self.wrong_marks[mark] = Problem("tier-unknown", what, hint=self.honours.hint(mark))
        return tier.id if tier else None


def read_published(
    path: Path, ladder: Ladder, registry: Registry | None, year: int | None = None, settings: Settings = USUAL
) -> tuple[PublishedList | None, list[Problem]]:
    """The list in a file, or all that is wrong with it. `year` is that of a list which names none."""
    cards, problems = read_cards(path, ladder, HONOUR_TITLES, year, settings)
    if cards is None:
        return None, problems
    if cards.columns.result is None and not cards.columns.years:
        hint = told("call it one of {names}", names=HONOUR_TITLES)
        return None, [
            Problem(
                "csv-header", told("no column holds the honour"), str(cards.table.path), cards.table.first_line, 1, hint
            )
        ]
    written = _Written(ladder, registry)
    by_tier: dict[str | float, Masks] = {}
    for mark, masks in cards.marks.items():
        tier = written.result(mark, used=any(masks.values()))
        merged = by_tier.setdefault(tier, {}) if tier is not None else {}
        for unit, mask in masks.items():
            if (key := written.key(unit)) is not None:
                merged[key] = merged.get(key, 0) | mask
    written.compare_names(cards)
    problems = placed([(cards, True)], written, Flaws(clashes_in(by_tier), {}, 0, None))
    if any(problem.severity == ERROR for problem in problems):
        return None, problems
    cards.warnings += problems
    entries: dict[tuple[str, int], Listed] = {}
    for statement in statements_of(cards, written):
        tier = ladder.tier_named(str(statement.result))
        if tier is not None:
            entries.setdefault((statement.key, statement.year), Listed(statement, tier))
    return PublishedList(cards, tuple(entries.values())), []
