"""What the records say of claims, claim by claim: what shows them, what rules them out, or what would decide them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pingan_cli.claims.audit import CONFIRMED, CONTRADICTED, STATUSES, UNDECIDED, Audited, Years
from pingan_cli.claims.conflicts import claim_entry, claim_line, conflict_entry, conflict_lines
from pingan_cli.claims.deduction import Conflict
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.records.registry import Registry
from pingan_cli.texts import counted, joined, one_by_one, told
from pingan_cli.views.lines import paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.wording import MEANINGS, spans, with_colon

CSV_COLUMNS = (
    "id", "unit", "claim", "value", "years", "status", "shown_by", "confirmed_if", "contradicted_if",
    "least", "most", "against", "rests_on", "source",
)  # fmt: skip


STATUS_WORDS = {
    CONFIRMED: told("confirmed"),
    CONTRADICTED: told("contradicted"),
    UNDECIDED: told("undecided"),
}


def audit_view(
    loaded: LoadedLadder,
    registry: Registry,
    findings: Sequence[Audited],
    conflicts: Sequence[Conflict],
    complete: bool,
) -> View:
    """The audit in every form. `complete`: whether these are all the conflicts."""
    counts = Counter(each.status for each in findings)
    head: dict[str, Any] = {
        "ladder": loaded.ladder.id,
        "complete": complete,
        "total": {status: counts[status] for status in STATUSES},
        "conflicts": [conflict_entry(conflict, loaded) for conflict in conflicts],
    }
    return View(
        page=lambda: _page(loaded, registry, findings, conflicts),
        columns=CSV_COLUMNS,
        entries=lambda: map(_entry, findings),
        head=head,
        key="claims",
        rows=lambda: map(_row, findings),
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


def _row(audited: Audited) -> dict[str, Any]:
    """A row of `CSV_COLUMNS`: several things of a kind in one text, and of several bounds the outermost."""
    finding = audited.finding
    bounds = finding.bounds
    return _entry(audited) | {
        "claim": finding.claim.kind,
        "years": " ".join(map(str, finding.claim.years)),
        "shown_by": _years(finding.shown_by),
        "confirmed_if": _years(finding.confirmed_if),
        "contradicted_if": _years(finding.contradicted_if),
        "least": min((each.least for each in bounds), default=None),
        "most": max((each.most for each in bounds), default=None),
        "against": " ".join(each.id for each in audited.against),
        "rests_on": " ".join(audited.rests_on),
    }


def _years(years: Years) -> str:
    """Years and their results, the years of each result in a row put together: "held 2005-2016"."""
    of_result: dict[str, list[int]] = {}
    for year, result in years:
        of_result.setdefault(result, []).append(year)
    texts = [joined([MEANINGS[result], spans(each, dash="-")], " ") for result, each in of_result.items()]
    return one_by_one(texts) if texts else ""


def _page(loaded: LoadedLadder, registry: Registry, findings: Sequence[Audited], conflicts: Sequence[Conflict]) -> Page:
    columns = [
        Column(told("Claim"), style="bold"),
        Column(told("What it says")),
        Column(told("Outcome")),
        Column(told("Why")),
    ]
    rows = [
        [
            each.finding.claim.id,
            claim_line(each.finding.claim, loaded, registry),
            STATUS_WORDS[each.status],
            why_audited(each),
        ]
        for each in findings
    ]
    parts: list[Table | Block] = [Table(columns, lambda _: rows)] if findings else []
    parts += [Block(paragraphs, list(conflict_lines(conflict, loaded, registry))) for conflict in conflicts]
    title = told("{ladder}: what the records say of the claims", ladder=loaded.ladder.name)
    return Page(title, parts, list(_notes(findings)))


def why_audited(audited: Audited) -> str:
    """What shows a claim, what rules it out, or what would decide it."""
    finding = audited.finding
    texts: list[str] = []
    if audited.against:
        texts.append(told("cannot be true beside {ids}", ids=tuple(each.id for each in audited.against)))
    if finding.shown_by:
        alone = audited.rests_on == (finding.claim.id,)
        texts.append(joined([_years(finding.shown_by), told(", on its own word") if alone else ""], ""))
    if audited.status == UNDECIDED and finding.confirmed_if:
        texts.append(told("confirmed if {years}", years=_years(finding.confirmed_if)))
    if audited.status == UNDECIDED and finding.contradicted_if:
        texts.append(told("contradicted if {years}", years=_years(finding.contradicted_if)))
    for bounds in finding.bounds:
        names = {"least": bounds.least, "claimed": finding.claim.value}
        if bounds.least == bounds.most:
            text = told("{least}, where {claimed} are claimed", **names)
        else:
            text = told("at least {least}, at most {most} of the {claimed} claimed", most=bounds.most, **names)
        texts.append(with_colon(bounds.year, text) if len(finding.bounds) > 1 else text)
    return one_by_one(texts) if texts else ""


def _notes(findings: Sequence[Audited]) -> Iterator[str]:
    counts = Counter(audited.status for audited in findings)
    totals = tuple(told("{count} {name}", count=counts[status], name=STATUS_WORDS[status]) for status in STATUSES)
    yield counted("1 claim: {list}.", "{count} claims: {list}.", count=len(findings), list=totals)
    alone = sum(audited.status == CONFIRMED and audited.rests_on == (audited.finding.claim.id,) for audited in findings)
    if alone:
        yield counted(
            "1 of those confirmed rests on its own word: the cards that show it were deduced from nothing else.",
            "{count} of those confirmed rest on their own word: the cards that show them were deduced from nothing "
            "else.",
            count=alone,
        )
