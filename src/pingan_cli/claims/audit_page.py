"""What the records say of claims, claim by claim: what shows them, what rules them out, or what would decide them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pingan_cli.claims.audit import CONFIRMED, STATUSES, UNDECIDED, Years
from pingan_cli.claims.audited import Audited
from pingan_cli.claims.conflicts import claim_entry, claim_line, conflict_entry, conflict_lines
from pingan_cli.claims.deduce_page import spans
from pingan_cli.claims.deduction import Conflict
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.records.registry import Registry
from pingan_cli.texts import listed
from pingan_cli.views.formats import csv_lines, json_lines
from pingan_cli.views.lines import paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.words import word

CSV_COLUMNS = (
    "id", "unit", "claim", "value", "years", "status", "shown_by", "confirmed_if", "contradicted_if",
    "least", "most", "against", "rests_on", "source",
)  # fmt: skip


def audit_view(
    loaded: LoadedLadder, registry: Registry, findings: Sequence[Audited], conflicts: Sequence[Conflict], lang: str
) -> View:
    """The audit in every form."""
    counts = Counter(each.status for each in findings)
    head: dict[str, Any] = {
        "ladder": loaded.ladder.id,
        "total": {status: counts[status] for status in STATUSES},
        "conflicts": [conflict_entry(conflict, loaded) for conflict in conflicts],
    }
    return View(
        page=lambda: _page(loaded, registry, findings, conflicts, lang),
        json=lambda: json_lines(head, "claims", map(_entry, findings)),
        csv=lambda: csv_lines(CSV_COLUMNS, map(_cells, findings)),
    )


def _entry(audited: Audited) -> dict[str, Any]:
    finding = audited.finding
    return {
        **claim_entry(finding.claim),
        "status": audited.status,
        "shown_by": _results(finding.shown_by),
        "confirmed_if": _results(finding.confirmed_if),
        "contradicted_if": _results(finding.contradicted_if),
        "bounds": [bounds._asdict() for bounds in finding.bounds],
        "against": [claim.id for claim in audited.against],
        "rests_on": list(audited.rests_on),
    }


def _results(years: Years) -> list[dict[str, Any]]:
    return [{"year": year, "result": result} for year, result in years]


def _cells(audited: Audited) -> tuple[object, ...]:
    finding = audited.finding
    claim = finding.claim
    least, most = (min(each.least for each in finding.bounds), max(each.most for each in finding.bounds)) \
        if finding.bounds else (None, None)  # fmt: skip
    return (
        *(claim.id, claim.unit, claim.kind, claim.value, " ".join(map(str, claim.years)), audited.status),
        *(_told(years, "en") for years in (finding.shown_by, finding.confirmed_if, finding.contradicted_if)),
        *(least, most, " ".join(each.id for each in audited.against), " ".join(audited.rests_on), claim.source),
    )


def _told(years: Years, lang: str) -> str:
    """Years and their results, the years of each result in a row put together: "held 2005-2016"."""
    of_result: dict[str, list[int]] = {}
    for year, result in years:
        of_result.setdefault(result, []).append(year)
    told = [f"{word(result, lang)} {listed(spans(each), lang)}" for result, each in of_result.items()]
    return word("semicolon", lang).join(told)


def _page(
    loaded: LoadedLadder, registry: Registry, findings: Sequence[Audited], conflicts: Sequence[Conflict], lang: str
) -> Page:
    columns = [
        Column(word("claim", lang), style="bold"),
        Column(word("what", lang)),
        Column(word("outcome", lang)),
        Column(word("why", lang)),
    ]

    def rows(short: bool) -> list[list[str]]:
        return [
            [
                each.finding.claim.id,
                claim_line(each.finding.claim, loaded, registry, lang),
                word(f"status.{each.status}", lang),
                why_audited(each, lang),
            ]
            for each in findings
        ]

    parts: list[Table | Block] = [Table(columns, rows)] if findings else []
    for conflict in conflicts:
        lines = list(conflict_lines(conflict, loaded, registry, lang))
        parts.append(Block(lambda width, lines=lines: paragraphs(lines, width)))
    title = word("audit_title", lang, ladder=loaded.ladder.name.of(lang))
    return Page(title, parts, list(_notes(findings, lang)))


def why_audited(audited: Audited, lang: str) -> str:
    """What shows a claim, what rules it out, or what would decide it."""
    finding = audited.finding
    told: list[str] = []
    if audited.against:
        told.append(word("against", lang, ids=listed((each.id for each in audited.against), lang)))
    if finding.shown_by:
        shown = _told(finding.shown_by, lang)
        alone = audited.rests_on == (finding.claim.id,)
        told.append(f"{shown}{word('own_word', lang) if alone else ''}")
    if audited.status == UNDECIDED and finding.confirmed_if:
        told.append(word("confirmed_if", lang, years=_told(finding.confirmed_if, lang)))
    if audited.status == UNDECIDED and finding.contradicted_if:
        told.append(word("contradicted_if", lang, years=_told(finding.contradicted_if, lang)))
    for bounds in finding.bounds:
        key = "exactly" if bounds.least == bounds.most else "count_bounds"
        several = len(finding.bounds) > 1
        text = word(key, lang, least=bounds.least, most=bounds.most, claimed=finding.claim.value)
        told.append(f"{bounds.year}{word('colon', lang)}{text}" if several else text)
    return word("semicolon", lang).join(told)


def _notes(findings: Iterable[Audited], lang: str) -> list[str]:
    each = list(findings)
    counts = Counter(audited.status for audited in each)
    told = [f"{counts[status]} {word(f'status.{status}', lang)}" for status in STATUSES]
    notes = [word("audit_total", lang, count=len(each), list=listed(told, lang))]
    alone = sum(audited.status == CONFIRMED and audited.rests_on == (audited.finding.claim.id,) for audited in each)
    if alone:
        notes.append(word("own_word_note", lang, count=alone))
    return notes
