"""Claims that cannot all be true, side by side with their sources, the rule between them, and what would resolve it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pingan_cli.engine.deduction import Claim, Conflict
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.records.registry import Registry
from pingan_cli.views.report.claims import claim_words
from pingan_cli.views.words import word


def claim_entry(claim: Claim) -> dict[str, Any]:
    """A claim as JSON has it. `years` are the assessment years that it may mean."""
    return claim._asdict() | {"years": list(claim.years)}


def conflict_entry(conflict: Conflict, loaded: LoadedLadder) -> dict[str, Any]:
    """A conflict as JSON has it: a smallest set of claims, the rules, and the claims without which it is resolved."""
    return {
        "claims": [claim_entry(claim) for claim in conflict.claims],
        "rules": [{"says": says, "place": place} for says, place in rules_between(conflict.claims, loaded, "en")],
        "resolved_by": [claim.id for claim in conflict.resolved_by],
    }


def conflict_lines(conflict: Conflict, loaded: LoadedLadder, registry: Registry, lang: str) -> Iterator[str]:
    """A conflict in lines: each claim with its source, the rules that make them clash, and what would resolve it."""
    yield word("conflict", lang)
    for claim in conflict.claims:
        yield f"  {claim.id}  {claim_line(claim, loaded, registry, lang)}"
        for part in (claim.statement, claim.source):
            if part:
                yield f"      {part}"
    for says, place in rules_between(conflict.claims, loaded, lang):
        yield f"  {word('rule', lang)}: {says} ({place})"
    if conflict.resolved_by:
        ids = word("or", lang).join(claim.id for claim in conflict.resolved_by)
        yield f"  {word('resolved', lang, ids=ids)}"
    else:
        yield f"  {word('not_resolved', lang)}"


def claim_line(claim: Claim, loaded: LoadedLadder, registry: Registry, lang: str) -> str:
    """A claim in words: of whom, what, and for which assessment year. A count of all units names no whole."""
    said = claim_words(loaded.ladder, claim).of(lang)
    unit = registry.by_code.get(claim.unit)
    return f"{unit.named(lang)}{word('colon', lang)}{said}" if unit else said


def rules_between(claims: tuple[Claim, ...], loaded: LoadedLadder, lang: str) -> list[tuple[str, str]]:
    """What the ladder says that bears on claims, and where in its file: how the count runs, and the tiers' counts."""
    ladder, document = loaded.ladder, loaded.document

    def place(*path: str | int) -> str:
        line, column = document.place(path)
        return f"{loaded.path.name}:{line}:{column}"

    kinds = {claim.kind for claim in claims}
    terms = ladder.terms[-1]
    run = "rule.cumulative" if terms.forgiven is None else "rule.forgiving" if terms.forgiven else "rule.consecutive"
    found = [(word(run, lang, forgiven=terms.forgiven), place("streak"))] if kinds - {"card"} else []
    told: set[str] = set()
    for claim in claims:
        tier_id = claim.kind.partition("@")[0].partition(":")[2] or claim.value
        tier = ladder.tier_named(tier_id)
        at = terms.at(tier.rank) if tier else None
        if tier is None or at is None or tier.id in told:
            continue
        told.add(tier.id)
        path = ("tiers", tier.rank, "at") if tier.rank < len(ladder.named) else ("open_end", "every")
        found.append((word("rule.tier", lang, tier=tier.name.of(lang), at=at), place(*path)))
    return found
