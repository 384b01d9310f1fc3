"""Published claims, each with its source."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from pingan_cli.diagnostics import Problem, did_you_mean
from pingan_cli.engine.deduction import UNIT_KINDS, Claim
from pingan_cli.engine.ladder import Ladder
from pingan_cli.records.registry import Registry
from pingan_cli.records.table import open_table, plain

COLUMNS = ("id", "unit", "claim", "value", "year", "year_kind", "statement", "source", "source_date", "confidence")
QUOTED = ("statement", "source")
"""The columns that say what was published, in its own letters."""

CONFIDENCES = ("high", "medium", "low")
_COUNT_KIND = re.compile("count-card|count-tier-(?:new|at-least):([a-z0-9-]+)")


def read_claims(path: Path, ladder: Ladder, registry: Registry) -> tuple[list[Claim], list[Problem]]:
    """The claims of a CSV file with the columns of `data/zhejiang/claims.csv`, and all that is wrong with it.

    A year that is `announced` is made the assessment year by the ladder; one that is `unclear` stands for both. A
    claim of the kind `count-…` speaks of a parent unit, `@LEVEL` behind it of one level only.
    """
    table, problems = open_table(path, COLUMNS)
    if table is None:
        return [], problems
    file = str(path)
    missing = [column for column in COLUMNS if column not in table.header]
    if missing:
        message = f"a file of claims needs the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}"
        hint = did_you_mean(missing[0], set(table.header) - set(COLUMNS))
        return [], [Problem("csv-header", message, file, 1, 1, hint)]
    claims: list[Claim] = []
    lines: dict[str, int] = {}
    try:
        for line, cells in table.numbered():
            if not any(cells):
                continue
            row = dict.fromkeys(COLUMNS, "") | {
                column: cell.strip() if column in QUOTED else plain(cell)
                for column, cell in zip(table.header, cells, strict=False)
            }
            wrong = list(_wrong(row, ladder, registry))
            if row["id"] in lines:
                wrong.append(
                    ("claim-invalid", "id", f"the id {row['id']} stands on line {lines[row['id']]} already", "")
                )
            lines.setdefault(row["id"], line)
            for code, column, message, hint in wrong:
                column = table.column(line, table.header.index(column))
                problems.append(Problem(code, message, file, line, column, hint))
            if not wrong:
                claims.append(_claim(row, ladder))
    except csv.Error as error:
        return [], [*problems, table.broken(error)]
    return claims, problems


def _claim(row: dict[str, str], ladder: Ladder) -> Claim:
    year = int(row["year"])
    announced = year - ladder.announced
    years = {"assessment": (year,), "announced": (announced,), "unclear": (announced, year)}[row["year_kind"]]
    return Claim(
        row["id"], row["unit"], row["claim"], row["value"], tuple(dict.fromkeys(years)), row["confidence"],
        row["statement"], row["source"], row["source_date"],
    )  # fmt: skip


def _wrong(row: dict[str, str], ladder: Ladder, registry: Registry) -> list[tuple[str, str, str, str]]:
    """What is wrong with a row: code, column, message and hint of each fault."""
    faults: list[tuple[str, str, str, str]] = []

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
    if tier is not None and ladder.tier_named(tier) is None:
        hint = did_you_mean(tier, [each.id for each in ladder.named])
        wrong("tier-unknown", "claim" if counted else "value", f"{ladder.id} has no tier {tier!r}", hint)
    if kind == "card" and row["value"] not in ("held", "missed"):
        wrong("result-unknown", "value", f"a card is held or missed, not {row['value']!r}")
    if (counted or kind in ("consecutive", "total")) and not re.fullmatch("[0-9]{1,6}", row["value"]):
        wrong("claim-invalid", "value", f"{row['value']!r} is no number")
    if not counted and row["unit"] not in registry.by_code:
        found = registry.find(row["unit"])
        hint = found.hint if isinstance(found, Problem) else f"write its code, {found.key}"
        wrong("unit-unknown", "unit", f"{row['unit']!r} is no code in the registry", hint)
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
