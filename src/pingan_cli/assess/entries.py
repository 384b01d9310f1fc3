"""Assessments as JSON and CSV have them: plain dictionaries, texts, numbers and None."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from pingan_cli.assess.editions import Difference
from pingan_cli.assess.findings import Finding
from pingan_cli.assess.judging import Assessment, Judged, Scale
from pingan_cli.assess.library import LoadedMethod
from pingan_cli.assess.method import Clause, Need, Span
from pingan_cli.assess.reasons import Change, Hangs, Settles, lift, settlers

UNIT_COLUMNS = (
    "code", "name", "name_zh", "level", "parent", "score_min", "score_max", "result_min", "result_max", "card",
)  # fmt: skip
CLAUSE_COLUMNS = (
    "unit", "clause", "name", "name_zh", "group", "value_min", "value_max", "points_min", "points_max",
    "place", "source",
)  # fmt: skip
CARD_COLUMNS = ("year", "unit", "result")

Number = int | float | str | None


def number(value: Decimal | str | None) -> Number:
    """A decimal as JSON has numbers; an end that there is not as None.

    >>> number(Decimal("86.600")), number(Decimal("95.0")), number(Decimal("Infinity"))
    (86.6, 95, None)
    """
    if value is None or isinstance(value, str):
        return value
    if not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def plain_number(value: Decimal) -> str:
    """A decimal as people read it, with at most six digits after the point.

    >>> plain_number(Decimal("86.600")), plain_number(Decimal(2) / 3)
    ('86.6', '0.666667')
    """
    text = f"{value:.6f}"
    return text.rstrip("0").rstrip(".") if value.is_finite() else str(value)


def ends(span: tuple[Decimal | str, Decimal | str] | None) -> dict[str, Number] | None:
    """Bounds as JSON has them; None for what does not apply."""
    return None if span is None else {"min": number(span[0]), "max": number(span[1])}


def head(assessment: Assessment) -> dict[str, Any]:
    """What every answer about a year begins with."""
    return {"method": assessment.method.id, "year": assessment.year, "edition": assessment.edition.since}


def unit_entry(assessment: Assessment, unit: Judged) -> dict[str, Any]:
    """A unit with its score and its result."""
    bearer = assessment.facts.unit(unit.key, assessment.year)
    return {
        "code": bearer.code,
        "name": bearer.name,
        "name_zh": bearer.name_zh,
        "level": unit.level,
        "parent": bearer.parent,
        "score": ends(unit.score),
        "result": ends(unit.result),
        "card": unit.card,
    }


def reasons_entry(loaded: LoadedMethod, assessment: Assessment, unit: Judged) -> dict[str, Any]:
    """A unit with every clause and need, what would lift it and what would settle it."""
    scale = Scale(assessment.edition, assessment.facts, assessment.year)
    clauses = [
        _clause_entry(loaded, scale, clause, unit.key) | {"group": clause.group, "points": ends(points)}
        for clause, points in zip(assessment.edition.clauses, unit.points, strict=True)
    ]
    needs = [
        _clause_entry(loaded, scale, need, unit.key)
        | {"else": need.limit, "met": True if met.must else None if met.may else False}
        for need, met in zip(assessment.edition.needs, unit.needs, strict=True)
    ]
    lifted = lift(assessment, unit.key) if unit.card == "missed" else None
    return unit_entry(assessment, unit) | {
        "needs": needs,
        "clauses": clauses,
        "without": None if lifted is None else list(lifted),
        "settled_by": [settles_entry(each) for each in settlers(assessment, unit.key)],
    }


def _clause_entry(loaded: LoadedMethod, scale: Scale, clause: Clause | Need, key: str) -> dict[str, Any]:
    line, column = loaded.document.place(clause.path)
    value: Span | None = scale.measured(clause.look, key)
    return {
        "id": clause.id,
        "name": clause.name.en,
        "name_zh": clause.name.zh,
        "value": ends(value),
        "place": f"{loaded.path.name}:{line}:{column}",
        "source": clause.source,
    }


def settles_entry(settles: Settles) -> dict[str, Any]:
    """An unknown fact with the results for its values."""
    stretches = [
        {"from": number(each.low), "to": number(each.high), "with_from": each.low_closed, "with_to": each.high_closed,
         "result": each.result}
        for each in settles.stretches
    ]  # fmt: skip
    return {"fact": settles.fact, "year": settles.year, "alone": settles.alone, "values": stretches}


def hangs_entries(hangs: Hangs) -> dict[str, Any]:
    """How far marks can move, and what changes without a clause."""
    marks = [
        {"of": name, "mark": number(each.mark), "above": number(each.low), "to": number(each.high)}
        for name, each in hangs.marks.items()
    ]
    without = [
        {"clause": clause, "units": [change_entry(each) for each in changes]}
        for clause, changes in hangs.without.items()
    ]
    return {"marks": marks, "without": without}


def change_entry(change: Change) -> dict[str, Any]:
    """A unit whose result would be another."""
    return {"unit": change.key, "before": change.before, "after": change.after}


def finding_entry(finding: Finding) -> dict[str, Any]:
    """What was found of a clause."""
    clauses = [clause.id for clause in finding.clauses]
    return {"finding": finding.kind, "clauses": clauses, "cases": finding.cases, "years": finding.years}


def difference_entry(difference: Difference) -> dict[str, Any]:
    """One thing that differs between two editions."""
    keys = [{"key": key, "before": before, "after": after} for key, before, after in difference.keys]
    return {
        "kind": difference.kind,
        "what": difference.what,
        "name": difference.name.en,
        "name_zh": difference.name.zh,
        "year": difference.year,
        "why": difference.why or None,
        "keys": keys,
    }


def card_rows(assessments: Sequence[Assessment]) -> Iterator[tuple[object, ...]]:
    """A row for each unit and year, unknown ones too: what `award --data` reads."""
    for assessment in assessments:
        for unit in assessment.units:
            bearer = assessment.facts.unit(unit.key, assessment.year)
            yield assessment.year, bearer.code, unit.card
