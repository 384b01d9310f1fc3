"""Where it all comes from: every published claim with its source, and the ladder's rule."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pingan_cli.claims.audit_page import why_audited
from pingan_cli.claims.audited import Audited
from pingan_cli.ladder.compiling import bilingual
from pingan_cli.report.claims import claim_words, site_of
from pingan_cli.report.content import Report
from pingan_cli.report.markup import anchor, link, listing, safe, scrolled, told, unit_link
from pingan_cli.report.wording import both, in_both
from pingan_cli.views.rules import rule_sentences

QUOTED = ' class="quoted"'
"""Marks what a source says, which stays in its own language."""

OUTCOMES = {"confirmed": "✓", "contradicted": "×", "undecided": "?"}
"""The mark of what the records say of a claim."""


def claims_table(report: Report) -> str:
    """Every claim with what it says, as it was published, and its source."""
    if not report.published.findings:
        return f"<p>{told(both('no_claims'))}</p>"
    heads = "".join(
        f'<th scope="col">{told(both(key))}</th>'
        for key in ("claim_id", "unit", "says", "outcome", "as_published", "source", "confidence")
    )
    rows = "".join(_claim_row(report, each) for each in report.published.findings)
    counts = Counter(each.status for each in report.published.findings)
    numbers = both("outcomes", **{status: counts[status] for status in OUTCOMES})
    return (
        f"<p>{told(numbers)}</p>{scrolled('claims', told(both('claims_caption')))}"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _claim_row(report: Report, audited: Audited) -> str:
    claim = audited.finding.claim
    key, names = report.published.whom(claim)
    why = in_both(why_audited(audited))
    unit = unit_link(key, told(names), report.told_of)
    source = link(claim.source, safe(site_of(claim.source)))
    return (
        f'<tr id="{anchor(f"claim {claim.id}")}"><th scope="row">{safe(claim.id)}</th><td>{unit}</td>'
        f"<td>{told(claim_words(report.ladder, claim))}</td>"
        f"<td>{OUTCOMES[audited.status]} {told(both(f'status.{audited.status}'))} <small>{told(why)}</small></td>"
        f"<td{QUOTED}>{safe(claim.statement)}</td>"
        f"<td>{source} <small>{safe(claim.source_date)}</small></td>"
        f"<td>{told(both(f'confidence.{claim.confidence}'))}</td></tr>"
    )


def rule(report: Report) -> str:
    """The ladder's rule in sentences, its tiers, what its file assumes, and its sources."""
    ladder, file = report.ladder, report.loaded.file
    sentences = [told(in_both(sentence)) for sentence in rule_sentences(report.loaded)]
    assumed = [told(bilingual(each)) for each in file.get("assumptions", [])]
    sources = [_source(each) for each in file["sources"]]
    rows = "".join(
        f'<tr><th scope="row">{told(tier.name)}</th><td>{at}</td></tr>'
        for tier in ladder.named
        if (at := ladder.terms[-1].at(tier.rank)) is not None
    )
    star = told(both("star_example", at=ladder.terms[-1].every)) if ladder.open_end else ""
    heads = "".join(f'<th scope="col">{told(both(key))}</th>' for key in ("tier", "needs"))
    return (
        f'<div class="side-by-side"><div>{listing(sentences)}'
        + (f"<h3>{told(both('assumes'))}</h3>{listing(assumed)}" if assumed else "")
        + f"</div><div><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table><p>{star}</p></div></div>"
        f"<h3>{told(both('sources'))}</h3>{listing(sources, QUOTED)}"
    )


def _source(source: dict[str, Any]) -> str:
    says = f"{told(both('colon'))}{safe(source['says'])}" if source.get("says") else ""
    return f"{link(source['url'], safe(source['title']))}{says}"
