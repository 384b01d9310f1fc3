"""What a claim says, in words."""

from __future__ import annotations

from urllib.parse import urlsplit

from pingan_cli.claims.deduction import Claim
from pingan_cli.engine.ladder import Ladder
from pingan_cli.texts import Told, counted, told
from pingan_cli.views.wording import run_of


def claim_says(ladder: Ladder, claim: Claim) -> Told:
    """What a claim says of its unit, by assessment years."""
    kind, _, level = claim.kind.partition("@")
    kind, _, tier_id = kind.partition(":")
    tier = ladder.tier_named(tier_id or claim.value)
    first, last = claim.years[0], claim.years[-1]
    said = {
        "years": first if first == last else told("{first} or {second}", first=first, second=last),
        "tier": tier.name if tier else "",
    }
    if kind == "card":
        return (
            told("held the card for {years}", **said)
            if claim.value == "held"
            else told("missed the card for {years}", **said)
        )
    if kind == "tier":
        return told("was given the {tier} for {years}", **said)
    if kind == "tier-at-least":
        return told("held at least the {tier} by the end of {years}", **said)
    if kind in ("consecutive", "total"):
        run = (_in_all if kind == "total" else run_of)(ladder, int(claim.value))
        return told("{run} by the end of {years}", run=run, **said)
    said["units"] = _counted(int(claim.value), level)
    if kind == "count-card":
        return told("{units} held the card for {years}", **said)
    if kind == "count-tier-new":
        return counted(
            "{whom} was given the {tier} for {years}",
            "{whom} were given the {tier} for {years}",
            count=int(claim.value),
            whom=said.pop("units"),
            **said,
        )
    return told("{units} held at least the {tier} by the end of {years}", **said)


def _in_all(ladder: Ladder, count: int) -> Told:
    """So many periods, in a row or not."""
    if ladder.period == 1:
        return counted("1 year in all", "{count} years in all", count=count)
    return counted("1 term in all", "{count} terms in all", count=count)


def _counted(count: int, level: str) -> Told:
    """So many units of a level, or of any."""
    if level == "city":
        return counted("1 city", "{count} cities", count=count)
    if level == "county":
        return counted("1 county", "{count} counties", count=count)
    if level:
        return told("{count} of the level {level}", count=count, level=level)
    return counted("1 unit", "{count} units", count=count)


def site_of(address: str) -> str:
    """The site that an address is on, which is what a reader needs to see of it."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
