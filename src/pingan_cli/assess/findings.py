"""What the facts of several years show of the clauses themselves: never an error, but worth a look.

Whether a clause that never told units apart is a "zombie" is for people to say: it may be kept to warn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pingan_cli.assess.answers import table_of
from pingan_cli.assess.judging import Assessment
from pingan_cli.assess.method import Clause
from pingan_cli.texts import all_of, counted, told
from pingan_cli.views.page import Page, View

FEWEST_CASES = 5
"""With fewer cases than these nothing is said: chance would do the same."""


class Finding(NamedTuple):
    """What was found of one clause, or of two that move together.

    `kind`: `idle` (it took or gave nothing in any case), `same` (it cost or gave everybody the same), `together`.
    """

    kind: str
    clauses: tuple[Clause, ...]
    cases: int
    years: int


def findings(assessments: Sequence[Assessment]) -> list[Finding]:
    """What the cases of some years show: a case is a unit in a year whose points are known."""
    cases: defaultdict[str, dict[tuple[int, str], Decimal]] = defaultdict(dict)
    clauses: dict[str, Clause] = {}
    for assessment in assessments:
        for index, clause in enumerate(assessment.edition.clauses):
            clauses[clause.id] = clause
            for unit in assessment.units:
                low, high = unit.points[index]
                if low == high:
                    cases[clause.id][assessment.year, unit.key] = low
    found: list[Finding] = []
    lively: dict[str, dict[tuple[int, str], Decimal]] = {}
    for name, clause in clauses.items():
        points = cases[name]
        if len(points) < FEWEST_CASES:
            continue
        years = len({year for year, _ in points})
        values = set(points.values())
        if values == {clause.untouched}:
            if not clause.rare:
                found.append(Finding("idle", (clause,), len(points), years))
        elif len(values) == 1:
            found.append(Finding("same", (clause,), len(points), years))
        else:
            lively[name] = points
    return [*found, *_together(lively, clauses)]


def _together(lively: dict[str, dict[tuple[int, str], Decimal]], clauses: dict[str, Clause]) -> list[Finding]:
    """Clauses whose points, beside what they give untouched, are in the same proportion in every case."""
    alike: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
    for name, points in lively.items():
        moved = {case: value - clauses[name].untouched for case, value in points.items()}
        first = next(value for value in moved.values() if value)
        alike[tuple((case, value / first) for case, value in sorted(moved.items()))].append(name)
    return [
        Finding("together", tuple(clauses[name] for name in names), len(lively[names[0]]),
                len({year for year, _ in lively[names[0]]}))
        for names in alike.values() if len(names) > 1
    ]  # fmt: skip


def findings_view(assessments: Sequence[Assessment], found: Sequence[Finding]) -> View:
    """What the facts show of the clauses, in every form."""
    method = assessments[0].method
    first, last = assessments[0].year, assessments[-1].year

    def page() -> Page:
        rows = [(all_of(clause.name for clause in each.clauses), _finding(each)) for each in found]
        title = told("{method}: what the facts of {first} to {last} show of its clauses",
                     method=method.name, first=first, last=last)  # fmt: skip
        note = told("These are no errors. Whether a clause has outlived its use is for people to say.")
        note = note if rows else told("Nothing stands out.")
        return Page(title, table_of(rows, told("Clause"), told("What the facts show")), [note])

    entries: list[dict[str, Any]] = [
        {"finding": each.kind, "clauses": [clause.id for clause in each.clauses], "cases": each.cases,
         "years": each.years}
        for each in found
    ]  # fmt: skip
    return View(
        page=page,
        columns=("finding", "clauses", "cases", "years"),
        entries=lambda: entries,
        head={"method": method.id, "from": first, "to": last},
        key="findings",
        rows=lambda: (entry | {"clauses": " ".join(entry["clauses"])} for entry in entries),
    )


def _finding(finding: Finding) -> str:
    counts: dict[str, Any] = {"cases": finding.cases, "count": finding.years}
    if finding.kind == "idle":
        return counted(
            "took and gave nothing in {cases} cases of one year",
            "took and gave nothing in {cases} cases of {count} years",
            **counts,
        )
    if finding.kind == "same":
        return counted(
            "cost or gave everybody the same in {cases} cases of one year",
            "cost or gave everybody the same in {cases} cases of {count} years",
            **counts,
        )
    return counted(
        "move together in {cases} cases of one year", "move together in {cases} cases of {count} years", **counts
    )
