"""Claims as a library call: what they force (`pingan deduce`), and what the records say of them (`pingan audit`).

>>> from pingan_cli.claims.library import audit
>>> audited = audit()
>>> next(each for each in audited.findings if each.finding.claim.id == "c034").finding.status
'confirmed'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pingan_cli.answers import Answer
from pingan_cli.claims.audit import CONFIRMED, Audited, audit_count, audit_unit
from pingan_cli.claims.basis import basis_of
from pingan_cli.claims.deduction import UNIT_KINDS, Claim, Conflict
from pingan_cli.claims.evidence import Evidence, evidence_of, scope_of
from pingan_cli.claims.reading import TITLES, read_claims
from pingan_cli.claims.why import Grounds, derivation
from pingan_cli.engine.course import Standing
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import Ladder
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.library import Records, records_of
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.published import read_published
from pingan_cli.records.registry import Registry
from pingan_cli.records.sources import path_of
from pingan_cli.records.table import open_table
from pingan_cli.source import Source
from pingan_cli.texts import told

if TYPE_CHECKING:
    from pingan_cli.views.page import View
    from pingan_cli.views.streak import Derivation


GIVEN_UP = told("There may be more contradictions, and more that follows: to weigh all claims takes too long.")
"""Said where the search for conflicts was given up."""


@dataclass(frozen=True)
class Deduced(Answer):
    """What claims force on a ladder: for each unit its cards, and the conflicts among the claims."""

    loaded: LoadedLadder
    registry: Registry
    claims: tuple[Claim, ...]
    evidence: Evidence

    @property
    def conflicts(self) -> list[Conflict]:
        """All conflicts: those on one unit by its code, then those over several."""
        on_units = [conflict for each in self.evidence.units for conflict in each.deduction.conflicts]
        return [*on_units, *self.evidence.conflicts]

    def view(self) -> View:
        """The cards and the conflicts in every form."""
        from pingan_cli.claims.deduce_page import deduce_view

        view = deduce_view(self.loaded, self.registry, self.evidence, self.conflicts)
        return view if self.evidence.complete else view.noted(GIVEN_UP)


@dataclass(frozen=True)
class Audit(Answer):
    """All claims with what the records say of each, in their order, and the conflicts among them.

    `complete`: whether these are all the conflicts.
    """

    records: Records
    registry: Registry
    findings: tuple[Audited, ...]
    conflicts: tuple[Conflict, ...]
    complete: bool = True

    def on(self, name: str) -> Audit:
        """The claims on one unit, through its renamings. Raises `Refused` for a name that no unit or several bear."""
        codes = {unit.code for unit in self.records.line(name).units}
        return self._of([each for each in self.findings if each.finding.claim.unit in codes])

    def only(self, status: str) -> Audit:
        """The claims of which that is said: `confirmed`, `contradicted` or `undecided`."""
        return self._of([each for each in self.findings if each.status == status])

    def _of(self, findings: Sequence[Audited]) -> Audit:
        claims = {each.finding.claim for each in findings}
        conflicts = (conflict for conflict in self.conflicts if claims & set(conflict.claims))
        return replace(self, findings=tuple(findings), conflicts=tuple(conflicts))

    def view(self) -> View:
        """The findings and the conflicts in every form."""
        from pingan_cli.claims.audit_page import audit_view

        view = audit_view(self.records.loaded, self.registry, self.findings, self.conflicts, self.complete)
        return view if self.complete else view.noted(GIVEN_UP)


def deduce(source: Source | None = None, claims: str | None = None, confidence: str = "medium") -> Deduced:
    """What claims force: those of the file `claims`, or else of the packages in force.

    `confidence` is the least that is used: `high`, `medium` or `low`. Raises `Refused` with all that is wrong.
    """
    source = source or Source()
    registry = _registry(source)
    read = open_claims(source, registry, claims)
    return Deduced(source.loaded, registry, tuple(read), evidence_of(read, source.ladder, registry, confidence))


def audit(source: Source | None = None, claims: str | None = None, confidence: str = "medium") -> Audit:
    """What the records say of claims: those of the file `claims`, or else of the packages in force.

    The file has the columns of a file of claims, or is a list as published: unit, honour and year. Raises `Refused`
    with all that is wrong.
    """
    source = source or Source()
    records = records_of(source)
    registry = _registry(source)
    read = open_claims(source, registry, claims)
    evidence = evidence_of(read, records.ladder, registry, confidence, forcing=False)
    conflicts = [*(conflict for each in evidence.units for conflict in each.deduction.conflicts), *evidence.conflicts]
    auditor = _Auditor(records, registry, conflicts)
    return Audit(records, registry, tuple(map(auditor.audited, read)), auditor.conflicts, evidence.complete)


def open_claims(source: Source, registry: Registry, claims: str | None) -> list[Claim]:
    """The claims of a file, or of the packages. Raises `Refused` where there are none, or with all that is wrong."""
    ladder = source.ladder
    paths = [path_of(claims)] if claims else claim_files(source)
    if not paths:
        hint = told("name a file of claims with --claims")
        raise Refused([Problem("usage", told("there are no claims here"), hint=hint)])
    found: list[Claim] = []
    problems: list[Problem] = []
    for path in paths:
        table, _ = open_table(path, TITLES)
        reads = _listed if table is not None and "claim" not in table.header else read_claims
        read, more = reads(path, ladder, registry)
        found += read
        problems += more
    if problems:
        raise Refused(problems)
    return found


def claim_files(source: Source) -> list[Path]:
    """The files of claims in the packages."""
    packages = source.packages if source.data or source.shipped else []
    return [package.claims for package in packages if package.claims]


def derivations(records: Records, year: int) -> Callable[[Standing], Derivation]:
    """For standings by the end of a year, why each is so: by the ladder's file, and by the claims that cards name."""
    source, registry = records.source, records.registry
    if registry is None:
        return lambda standing: derivation(standing, year, Grounds(records.loaded, {}))
    read = open_claims(source, registry, None) if claim_files(source) else []
    claims = {claim.id: claim for claim in read}
    basis = source.once(basis_of)

    def derived(standing: Standing) -> Derivation:
        key = registry.line(standing.unit.code).key
        years = {
            of_year: [claims[id_] for id_ in ids if id_ in claims] for (of, of_year), ids in basis.items() if of == key
        }
        return derivation(standing, year, Grounds(records.loaded, years))

    return derived


def _listed(path: Path, ladder: Ladder, registry: Registry) -> tuple[list[Claim], list[Problem]]:
    """A list as published, as claims that its units were conferred these tiers in its years."""
    listed, problems = read_published(path, ladder, registry)
    if listed is None:
        return [], problems
    return [
        Claim(f"line {entry.statement.line}", entry.statement.key, "tier", entry.tier.id, (entry.statement.year,))
        for entry in listed.entries
    ], []


def _registry(source: Source) -> Registry:
    if source.registry is None:
        hint = told("name one with --units FILE")
        raise Refused([Problem("usage", told("claims need a registry of units"), hint=hint)])
    return source.registry


class _Auditor:
    """Holds claims against the records of a source, one after another."""

    def __init__(self, records: Records, registry: Registry, conflicts: Sequence[Conflict]) -> None:
        self._records = records
        self._registry = registry
        self._basis = records.source.once(basis_of)
        self._counted = scope_of(records.ladder, registry).counted
        self._against: dict[Claim, dict[Claim, None]] = {}
        self.conflicts = tuple(conflict for conflict in conflicts if not self._settled(conflict))
        for conflict in self.conflicts:
            for claim in conflict.claims:
                self._against.setdefault(claim, {}).update(dict.fromkeys(conflict.claims))

    def _settled(self, conflict: Conflict) -> bool:
        """Whether the records confirm all its claims, as they can where they hold a revocation: no claim tells it."""
        return all(self.audited(claim).status == CONFIRMED for claim in conflict.claims)

    def audited(self, claim: Claim) -> Audited:
        """What the records say of a claim."""
        records, registry = self._records, self._registry
        against = tuple(each for each in self._against.get(claim, ()) if each != claim)
        if claim.kind not in UNIT_KINDS:

            def histories(year: int) -> list[tuple[str, History]]:
                return [(key, records.histories.history(key)) for key in self._counted(claim, year)]

            return Audited(audit_count(records.ladder, claim, histories), registry.by_code.get(claim.unit), against)
        line = registry.line(claim.unit)
        finding = audit_unit(records.ladder, claim, records.histories.history(line.key))
        rests_on = {each for year, _ in finding.shown_by for each in self._basis.get((line.key, year), ())}
        unit = line.at(max(claim.years)) or line.units[-1]
        return Audited(finding, unit, against, tuple(sorted(rests_on)))
