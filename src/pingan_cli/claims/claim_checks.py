"""What may be wrong in claims that can be read: units that did not exist, or had another code by then."""

from __future__ import annotations

from collections.abc import Iterator

from pingan_cli.claims.deduction import UNIT_KINDS, Claim
from pingan_cli.problems import WARNING, Problem
from pingan_cli.records.naming import described
from pingan_cli.records.registry import Registry
from pingan_cli.texts import any_of, told


def claimed_years(claims: list[Claim], registry: Registry) -> Iterator[tuple[Claim, Problem]]:
    """Claims on a unit for years in which neither it nor one whose history it carries on existed."""
    for claim in claims:
        if claim.kind in UNIT_KINDS and not any(map(registry.line(claim.unit).at, claim.years)):
            message = told(
                "{unit} did not exist in {years}, of which {claim} speaks",
                unit=claim.unit,
                years=any_of(claim.years),
                claim=claim.id,
            )
            yield claim, Problem("unit-absent", message)


def claimed_codes(claims: list[Claim], registry: Registry) -> Iterator[tuple[Claim, Problem]]:
    """Claims under a code that had ended by then."""
    for claim in claims:
        if claim.kind not in UNIT_KINDS:
            continue
        unit, now = registry.by_code[claim.unit], registry.line(claim.unit).at(max(claim.years))
        if now and unit.last_year and unit.last_year < min(claim.years) and now.code != claim.unit:
            message = told(
                "by {year} this is {now}; {unit} had ended",
                unit=described(unit),
                year=min(claim.years),
                now=described(now),
            )
            yield claim, Problem("code-ended", message, hint=told("write {code}", code=now.code), severity=WARNING)
