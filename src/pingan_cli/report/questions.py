"""What is wrong or open: claims that contradict each other, and honours that the records do not settle."""

from __future__ import annotations

from pingan_cli.claims.deduction import Claim
from pingan_cli.report.claims import claim_words
from pingan_cli.report.content import Climb, Point, Report
from pingan_cli.report.derivation import years_unknown
from pingan_cli.report.markup import composed, listing, told, unit_link
from pingan_cli.report.state import is_open, state_of
from pingan_cli.report.units import claim_link
from pingan_cli.report.wording import both, listed, names_of, spans


def questions(report: Report) -> str:
    """The contradictions, then the honours left open at the end of the year judged."""
    return (
        f"<h3>{told(both('conflicts'))}</h3>{_conflicts(report)}"
        f"<h3>{told(both('by_year', what=both('open_honours'), year=report.year))}</h3>{_open(report)}"
    )


def _conflicts(report: Report) -> str:
    items: list[str] = []
    for conflict in report.published.conflicts:
        cannot = composed("conflict", claims=listed(claim_link(claim.id) for claim in conflict.claims))
        ways = listed(claim_link(claim.id) for claim in conflict.resolved_by)
        rest = composed("resolved_by", claims=ways) if conflict.resolved_by else ""
        items.append(f"{cannot}{listing([_said_by(report, claim) for claim in conflict.claims])}{rest}")
    if not report.published.findings:
        return f"<p>{told(both('no_claims'))}</p>"
    return listing(items, ' class="conflicts"') if items else f"<p>{told(both('no_conflicts'))}</p>"


def _said_by(report: Report, claim: Claim) -> str:
    """A claim with the unit that it speaks of."""
    key, names = report.published.whom(claim)
    unit = unit_link(key, told(names), report.told_of)
    return f"{claim_link(claim.id)}{told(both('colon'))}<b>{unit}</b> {told(claim_words(report.ladder, claim))}"


def open_units(report: Report) -> list[tuple[Climb, Point]]:
    """The units on record whose honour is not settled by the end of the year judged."""
    return [
        (climb, past)
        for climb in report.shown
        if (past := climb.course[-1]) is not None and climb.recorded and is_open(past.verdict)
    ]


def silent_units(report: Report) -> int:
    """How many honours are open because nothing is on record for the unit."""
    last = len(report.years) - 1
    return sum(not climb.recorded and is_open(past.verdict) for climb, past in report.in_year(last))


def _open(report: Report) -> str:
    items = [
        f"<b>{unit_link(climb.key, told(names_of(climb.unit_in(report.year))), report.told_of)}</b> "
        f"{told(state_of(report, past).honour)} "
        f"<small>{told(both('not_on_record', years=spans(years_unknown(climb))))}</small>"
        for climb, past in open_units(report)
    ]
    silent = silent_units(report)
    rest = f"<p>{told(both('open_too', count=silent))}</p>" if silent else ""
    if not items:
        return rest or f"<p>{told(both('no_open'))}</p>"
    return listing(items, ' class="columns"') + rest
