"""What was published beside the cards: the claims, what they force, and how the cities lie on a map."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pingan_cli.diagnostics import Problem, Refused
from pingan_cli.engine.deduction import Claim, Conflict
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.records.claims import read_claims
from pingan_cli.records.evidence import UnitEvidence, evidence_of
from pingan_cli.records.package import Package, find_package
from pingan_cli.records.registry import Registry
from pingan_cli.shipped import DATA
from pingan_cli.views.report.places import Place, read_places


class Published(NamedTuple):
    """Claims in the order of their file, what they force for each line by its key, and the conflicts among them.

    `places` are the places of cities on a map, by code.
    """

    claims: tuple[Claim, ...]
    evidence: dict[str, UnitEvidence]
    conflicts: tuple[Conflict, ...]
    places: dict[str, Place]


def published_with(
    loaded: LoadedLadder, registry: Registry | None, data: Sequence[str], units: str | None
) -> Published:
    """The claims of the packages in `data`, or of the ladder's own where there are none, and the registry's map.

    Raises `Refused` with everything that is wrong in their files.
    """
    own = loaded.file.get("records")
    home = _package(DATA / own) if own else None
    packages = [_package(Path(path)) for path in data] or ([home] if home else [])
    if registry is None:
        return Published((), {}, (), {})
    problems: list[Problem] = []
    claims: list[Claim] = []
    for package in packages:
        if package.claims:
            read, more = read_claims(package.claims, loaded.ladder, registry)
            claims += read
            problems += more
    places: dict[str, Place] = {}
    for package in () if units else [*packages, *([home] if home else [])]:
        if package.map and not places:
            places, more = read_places(package.map, registry)
            problems += more
    if problems:
        raise Refused(problems)
    evidence = evidence_of(claims, loaded.ladder, registry)
    conflicts = [conflict for each in evidence.units for conflict in each.deduction.conflicts]
    by_key = {each.line.key: each for each in evidence.units}
    return Published(tuple(claims), by_key, (*conflicts, *evidence.conflicts), places)


def _package(path: Path) -> Package:
    package, problems = find_package(path)
    if package is None:
        raise Refused(problems)
    return package
