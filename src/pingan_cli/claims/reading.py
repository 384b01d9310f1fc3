"""Published claims, each with its source."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from pingan_cli.claims.deduction import UNIT_KINDS, Claim
from pingan_cli.engine.ladder import Ladder
from pingan_cli.problems import Problem, did_you_mean
from pingan_cli.records.cells import plain
from pingan_cli.records.findings import Findings
from pingan_cli.records.header import titles_named
from pingan_cli.records.honours import Honours
from pingan_cli.records.registry import Registry
from pingan_cli.records.table import open_table
from pingan_cli.texts import told

COLUMNS = (
    "id", "unit", "claim", "value", "year", "year_kind", "statement", "statement_zh", "source", "source_date",
    "confidence",
)  # fmt: skip
TITLES = titles_named(COLUMNS, ("claim",), ("value",))
QUOTED = ("statement", "statement_zh", "source")
"""The columns that say what was published, in its own letters."""

_NEEDED = ("unit", "claim", "value", "year")
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
    table, problems = open_table(path, TITLES)
    if table is None:
        return [], problems
    missing = [column for column in _NEEDED if column not in table.header]
    if missing:
        message = told(
            "a file of claims needs the columns {needed}; missing: {missing}", needed=_NEEDED, missing=tuple(missing)
        )
        hint = did_you_mean(missing[0], set(table.header) - set(COLUMNS))
        return [], [Problem("csv-header", message, str(table.path), table.first_line, 1, hint)]
    found = Findings()
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
                twice = told("the id {id} stands on line {line} already", id=row["id"], line=lines[row["id"]])
                wrong.append(("claim-invalid", "id", twice, ""))
            lines.setdefault(row["id"], line)
            for code, column, message, hint in wrong:
                at = table.header.index(column) if column in table.header else 0
                found.add(line, at, Problem(code, message, hint=hint))
            if not wrong:
                claims.append(reading.claim(row))
    except csv.Error as error:
        return [], [*table.placed(found), table.broken(error)]
    return claims, table.placed(found)


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
            row["statement"], row["statement_zh"], row["source"], row["source_date"],
        )  # fmt: skip

    def faults(self, row: dict[str, str]) -> list[tuple[str, str, str, str]]:
        """What is wrong with a row: code, column, message and hint of each fault."""
        faults: list[tuple[str, str, str, str]] = []
        ladder, registry = self.ladder, self.registry

        def wrong(code: str, column: str, message: str, hint: str = "") -> None:
            faults.append((code, column, message, hint))

        if not row["id"]:
            wrong("claim-invalid", "id", told("a claim needs an id"))
        kind, _, level = row["claim"].partition("@")
        counted = _COUNT_KIND.fullmatch(kind)
        if not counted and (kind not in UNIT_KINDS or level):
            message = told("{text!r} is no kind of claim", text=row["claim"])
            wrong("claim-invalid", "claim", message, did_you_mean(kind, UNIT_KINDS))
        if level and level not in ladder.levels:
            message = told("there is no level {level!r}", level=level)
            wrong("level-unknown", "claim", message, did_you_mean(level, ladder.levels))
        tier = counted[1] if counted else row["value"] if kind in ("tier", "tier-at-least") else None
        if tier is not None and (ladder.tier_named(tier) if counted else self.honours.find(tier)) is None:
            hint = self.honours.hint(tier)
            message = told("{ladder} has no tier {tier!r}", ladder=ladder.id, tier=tier)
            wrong("tier-unknown", "claim" if counted else "value", message, hint)
        if kind == "card" and row["value"] not in ("held", "missed"):
            wrong("result-unknown", "value", told("a card is held or missed, not {text!r}", text=row["value"]))
        if (counted or kind in ("consecutive", "total")) and not re.fullmatch("[0-9]{1,6}", row["value"]):
            wrong("claim-invalid", "value", told("{text!r} is no number", text=row["value"]))
        if row["unit"] not in (self.wholes if counted else registry.by_code):
            found = registry.find(row["unit"])
            if isinstance(found, Problem):
                wrong(found.code, "unit", found.message, found.hint)
        if row["year_kind"] not in ("assessment", "announced", "unclear"):
            message = told("{text!r} is not assessment, announced or unclear", text=row["year_kind"])
            wrong("claim-invalid", "year_kind", message)
        if not re.fullmatch("(19|20|21)[0-9]{2}", row["year"]):
            hint = told("a year has four digits, such as 2023")
            wrong("year-invalid", "year", told("{text!r} is no year", text=row["year"]), hint)
        elif int(row["year"]) - ladder.announced < ladder.first_year and row["year_kind"] != "assessment":
            message = told("{year} lies before the first ceremony of {ladder}", year=row["year"], ladder=ladder.id)
            wrong("year-before-ladder", "year", message)
        elif int(row["year"]) < ladder.first_year:
            message = told("{year} lies before {first}, the first year", year=row["year"], first=ladder.first_year)
            wrong("year-before-ladder", "year", message)
        if row["confidence"] not in CONFIDENCES:
            message = told("{text!r} is not {allowed}", text=row["confidence"], allowed=CONFIDENCES)
            wrong("claim-invalid", "confidence", message)
        return faults
