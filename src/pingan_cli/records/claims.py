"""Published claims, each with its source."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from pingan_cli.diagnostics import Problem, did_you_mean
from pingan_cli.engine.deduction import UNIT_KINDS, Claim
from pingan_cli.engine.ladder import Ladder
from pingan_cli.records.honours import Honours
from pingan_cli.records.registry import Registry
from pingan_cli.records.table import open_table, plain

COLUMNS = ("id", "unit", "claim", "value", "year", "year_kind", "statement", "source", "source_date", "confidence")
QUOTED = ("statement", "source")
"""The columns that say what was published, in its own letters."""

NEEDED = ("unit", "claim", "value", "year")
"""The columns without which a claim says nothing; the others may be left out."""

CONFIDENCES = ("high", "medium", "low")
_COUNT_KIND = re.compile("count-card|count-tier-(?:new|at-least):([a-z0-9-]+)")


def read_claims(path: Path, ladder: Ladder, registry: Registry) -> tuple[list[Claim], list[Problem]]:
    """The claims of a CSV file with the columns of `data/zhejiang/claims.csv`, and all that is wrong with it.

    A year that is `announced` is made the assessment year by the ladder; one that is `unclear` stands for both. A
    claim of the kind `count-…` speaks of a parent unit, `@LEVEL` behind it of one level only. Units and tiers may be
    named in any way that is known. Where a column is left out, a claim is named by its line, its year is that of the
    assessment, and its source is sure.
    """
    table, problems = open_table(path, COLUMNS)
    if table is None:
        return [], problems
    file = str(path)
    missing = [column for column in NEEDED if column not in table.header]
    if missing:
        message = f"a file of claims needs the columns {', '.join(NEEDED)}; missing: {', '.join(missing)}"
        hint = did_you_mean(missing[0], set(table.header) - set(COLUMNS))
        return [], [Problem("csv-header", message, file, 1, 1, hint)]
    claims: list[Claim] = []
    lines: dict[str, int] = {}
    reading = _Claims(ladder, registry)
    try:
        for line, cells in table.numbered():
            if not any(cells):
                continue
            row = dict.fromkeys(COLUMNS, "") | {
                column: cell.strip() if column in QUOTED else plain(cell)
                for column, cell in zip(table.header, cells, strict=False)
            }
            row |= {column: text for column, text in _left_out(line).items() if column not in table.header}
            wrong = list(reading.faults(row))
            if row["id"] in lines:
                wrong.append(
                    ("claim-invalid", "id", f"the id {row['id']} stands on line {lines[row['id']]} already", "")
                )
            lines.setdefault(row["id"], line)
            for code, column, message, hint in wrong:
                at = table.header.index(column) if column in table.header else 0
                problems.append(Problem(code, message, file, line, table.column(line, at), hint))
            if not wrong:
                claims.append(reading.claim(row))
    except csv.Error as error:
        return [], [*problems, table.broken(error)]
    return claims, problems


def _left_out(line: int) -> dict[str, str]:
    return {"id": f"line {line}", "year_kind": "assessment", "confidence": "high"}


class _Claims:
    """Reads rows as claims on a ladder and the units of a registry."""

    def __init__(self, ladder: Ladder, registry: Registry) -> None:
        self.ladder = ladder
        self.registry = registry
        self.honours = Honours(ladder)
        self.wholes = {unit.parent for unit in registry.units} | set(registry.by_code)

    def claim(self, row: dict[str, str]) -> Claim:
        """The claim of a row in which nothing is wrong."""
        year = int(row["year"])
        announced = year - self.ladder.announced
        years = {"assessment": (year,), "announced": (announced,), "unclear": (announced, year)}[row["year_kind"]]
        value = row["value"]
        if row["claim"] in ("tier", "tier-at-least") and (tier := self.honours.find(value)):
            value = tier.id
        found = self.registry.find(row["unit"])
        unit = row["unit"] if row["unit"] in self.wholes or isinstance(found, Problem) else found.key
        return Claim(
            row["id"], unit, row["claim"], value, tuple(dict.fromkeys(years)), row["confidence"],
            row["statement"], row["source"], row["source_date"],
        )  # fmt: skip

    def faults(self, row: dict[str, str]) -> list[tuple[str, str, str, str]]:
        """What is wrong with a row: code, column, message and hint of each fault."""
        faults: list[tuple[str, str, str, str]] = []
        ladder, registry = self.ladder, self.registry

        def wrong(code: str, column: str, message: str, hint: str = "") -> None:
            faults.append((code, column, message, hint))

        if not row["id"]:
            wrong("claim-invalid", "id", "a claim needs an id")
        kind, _, level = row["claim"].partition("@")
        counted = _COUNT_KIND.fullmatch(kind)
        if not counted and (kind not in UNIT_KINDS or level):
            wrong("claim-invalid", "claim", f"{row['claim']!r} is no kind of claim", did_you_mean(kind, UNIT_KINDS))
        if level and level not in ladder.levels:
            wrong("level-unknown", "claim", f"there is no level {level!r}", did_you_mean(level, ladder.levels))
        tier = counted[1] if counted else row["value"] if kind in ("tier", "tier-at-least") else None
        if tier is not None and (ladder.tier_named(tier) if counted else self.honours.find(tier)) is None:
            hint = self.honours.hint(tier)
            wrong("tier-unknown", "claim" if counted else "value", f"{ladder.id} has no tier {tier!r}", hint)
        if kind == "card" and row["value"] not in ("held", "missed"):
            wrong("result-unknown", "value", f"a card is held or missed, not {row['value']!r}")
        if (counted or kind in ("consecutive", "total")) and not re.fullmatch("[0-9]{1,6}", row["value"]):
            wrong("claim-invalid", "value", f"{row['value']!r} is no number")
        if row["unit"] not in (self.wholes if counted else registry.by_code):
            found = registry.find(row["unit"])
            if isinstance(found, Problem):
                wrong(found.code, "unit", found.message, found.hint)
        if row["year_kind"] not in ("assessment", "announced", "unclear"):
            wrong("claim-invalid", "year_kind", f"{row['year_kind']!r} is not assessment, announced or unclear")
        if not re.fullmatch("(19|20|21)[0-9]{2}", row["year"]):
            wrong("year-invalid", "year", f"{row['year']!r} is no year", "a year has four digits, such as 2023")
        elif int(row["year"]) - ladder.announced < ladder.first_year and row["year_kind"] != "assessment":
            wrong("year-before-ladder", "year", f"{row['year']} lies before the first ceremony of {ladder.id}")
        elif int(row["year"]) < ladder.first_year:
            wrong("year-before-ladder", "year", f"{row['year']} lies before {ladder.first_year}, the first year")
        if row["confidence"] not in CONFIDENCES:
            wrong("claim-invalid", "confidence", f"{row['confidence']!r} is not {', '.join(CONFIDENCES)}")
        return faults
