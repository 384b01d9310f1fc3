"""Claims that cannot all be true, side by side with their sources, the rule between them, and what would resolve it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pingan_cli.claims.deduction import Claim, Conflict
from pingan_cli.claims.telling import claim_says
from pingan_cli.engine.ladder import Terms, Tier
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.records.registry import Registry
from pingan_cli.texts import any_of, joined, told
from pingan_cli.views.rules import rule_of_counting
from pingan_cli.views.wording import in_brackets, run_of, with_colon


def claim_entry(claim: Claim) -> dict[str, Any]:
    """A claim as JSON has it. `years` are the assessment years that it may mean."""
    return claim._asdict() | {"years": list(claim.years)}


def conflict_entry(conflict: Conflict, loaded: LoadedLadder) -> dict[str, Any]:
    """A conflict as JSON has it: a smallest set of claims, the rules, and the claims without which it is resolved."""
    return {
        "claims": [claim_entry(claim) for claim in conflict.claims],
        "rules": [{"says": says, "place": place} for says, place in rules_between(conflict.claims, loaded)],
        "resolved_by": [claim.id for claim in conflict.resolved_by],
    }


def conflict_lines(conflict: Conflict, loaded: LoadedLadder, registry: Registry) -> Iterator[str]:
    """A conflict in lines: each claim with its source, the rules that make them clash, and what would resolve it."""
    yield told("These claims cannot all be true:")
    for claim in conflict.claims:
        yield joined([f"  {claim.id}", claim_line(claim, loaded, registry)], "  ")
        yield from (joined(["      ", part], "") for part in (claim.said, claim.source) if part)
    for says, place in rules_between(conflict.claims, loaded):
        yield joined(["  ", with_colon(told("rule"), in_brackets(says, place))], "")
    if conflict.resolved_by:
        resolved = told("Without {ids} the others agree.", ids=any_of(claim.id for claim in conflict.resolved_by))
    else:
        resolved = told("No single one of them resolves it: other claims contradict them too.")
    yield joined(["  ", resolved], "")


def claim_line(claim: Claim, loaded: LoadedLadder, registry: Registry) -> Any:
    """A claim in words: of whom, what, and for which assessment year. A count of all units names no whole."""
    words = claim_says(loaded.ladder, claim)
    unit = registry.by_code.get(claim.unit)
    return with_colon(unit, words) if unit else words


def rules_between(claims: Sequence[Claim], loaded: LoadedLadder) -> list[tuple[str, str]]:
    """What the ladder says that bears on claims, and where in its file: how the count runs, and what tiers take."""
    found = [counting_in(loaded)] if {claim.kind for claim in claims} - {"card"} else []
    for claim in claims:
        tier = loaded.ladder.tier_named(claim.kind.partition("@")[0].partition(":")[2] or claim.value)
        if tier and (rule := tier_in(loaded, tier)):
            found.append(rule)
    return [(says, place_in(loaded, path)) for says, path in dict.fromkeys(found)]


_Path = tuple[str | int, ...]


def counting_in(loaded: LoadedLadder, year: int = 9999) -> tuple[str, _Path]:
    """How the ladder counts, under the terms in force in a year, and the path of that in its file."""
    terms = _terms(loaded, year)
    return rule_of_counting(loaded.ladder, terms), _latest(loaded, year, "forgiven") if terms.forgiven else ("streak",)


def tier_in(loaded: LoadedLadder, tier: Tier, year: int = 9999) -> tuple[str, _Path] | None:
    """What a tier takes under the terms in force in a year, and the path of that; None where they do not have it."""
    at = _terms(loaded, year).at(tier.rank)
    if at is None:
        return None
    path = _latest(loaded, year, "tiers")
    tiers: Any = loaded.file
    for step in path:
        tiers = tiers[step]
    ids = [entry["id"] for entry in tiers]
    where = (*path, ids.index(tier.id), "at") if tier.id in ids else ("open_end", "every")
    return told("{tier} takes {run}", tier=tier.name, run=run_of(loaded.ladder, at)), where


def _terms(loaded: LoadedLadder, year: int) -> Terms:
    return loaded.ladder.terms_at(max(0, loaded.ladder.periods(year) - 1))


def _latest(loaded: LoadedLadder, year: int, key: str) -> _Path:
    """Where a key stands that is in force in a year: in the last amendment that changed it by then, or at the top."""
    amended = [
        index
        for index, each in enumerate(loaded.file.get("amendments", []))
        if each["from_year"] <= year and each.get(key) is not None
    ]
    return ("amendments", amended[-1], key) if amended else (key,)


def place_in(loaded: LoadedLadder, path: _Path) -> str:
    """A path of a ladder file as `FILE:LINE:COLUMN`."""
    line, column = loaded.document.place(path)
    return f"{loaded.path.name}:{line}:{column}"
