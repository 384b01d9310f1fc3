"""Published claims in words."""

from __future__ import annotations

from urllib.parse import urlsplit

from pingan_cli.claims.deduction import Claim
from pingan_cli.engine.ladder import Ladder, Names
from pingan_cli.report.wording import REPORT_WORDS, both


def claim_words(ladder: Ladder, claim: Claim) -> Names:
    """What a claim says, by assessment years."""
    kind, _, level = claim.kind.partition("@")
    kind, _, tier_id = kind.partition(":")
    tier = ladder.tier_named(tier_id or claim.value)
    first, second = claim.years[0], claim.years[-1]
    years = str(first) if first == second else both("or_year", first=first, second=second)
    key = f"claim.card.{claim.value}" if kind == "card" else f"claim.{kind}"
    counted = f"count.{level or 'any'}"
    of_level = both(counted, count=claim.value) if counted in REPORT_WORDS else Names(level, level)
    said = {"years": years, "tier": tier.name if tier else "", "level": of_level}
    return both(key, value=claim.value, count=claim.value, **said)


def site_of(address: str) -> str:
    """The site that an address is on, which is what a reader needs to see of it."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
