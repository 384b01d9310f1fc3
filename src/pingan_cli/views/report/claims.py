"""Published claims in words, and what they force, claim by claim."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from pingan_cli.engine.deduction import Card, Claim
from pingan_cli.engine.ladder import Ladder, Names
from pingan_cli.views.report.wording import REPORT_WORDS, both, spans
from pingan_cli.views.words import word


def claim_words(ladder: Ladder, claim: Claim) -> Names:
    """What a claim says, by assessment years."""
    kind, _, level = claim.kind.partition("@")
    kind, _, tier_id = kind.partition(":")
    tier = ladder.tier_named(tier_id or claim.value)
    first, second = claim.years[0], claim.years[-1]
    years = str(first) if first == second else both("or_year", first=first, second=second)
    key = f"claim.card.{claim.value}" if kind == "card" else f"claim.{kind}"
    counted = f"count.{level or 'any'}"
    of_level = both(counted) if counted in REPORT_WORDS else Names(level, level)
    return both(key, years=years, tier=tier.name if tier else "", value=claim.value, level=of_level)


def site_of(address: str) -> str:
    """The site that an address is on, which is what a reader needs to see of it."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def forced(cards: Sequence[Card], until: int) -> list[tuple[Names, tuple[Claim, ...]]]:
    """The cards deduced for the years to `until`, put together by the claims that they rest on.

    For each of these sets of claims what they force ("held 2005–2016"), and the claims.
    """
    found: dict[tuple[bool, tuple[Claim, ...]], list[int]] = {}
    for card in cards:
        if card.year > until:
            continue
        found.setdefault((card.held, card.claims), []).append(card.year)
    return [
        (both("span", result=result_word(held), years=spans(years)), claims) for (held, claims), years in found.items()
    ]


def result_word(held: bool) -> Names:
    """The word for a card held or missed."""
    return Names(*(word("held" if held else "missed", lang) for lang in ("en", "zh")))
