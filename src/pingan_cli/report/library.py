"""The report as a library call: what `pingan report` does.

>>> from pingan_cli.report.library import report
>>> report(year=2022).years[0]
2005
"""

from __future__ import annotations

from collections.abc import Sequence

from pingan_cli.claims.basis import basis_of
from pingan_cli.claims.library import audit, claim_files
from pingan_cli.library import records_of
from pingan_cli.problems import Refused
from pingan_cli.records.package import Package
from pingan_cli.records.registry import Registry
from pingan_cli.report.content import Published, Report, report_of
from pingan_cli.report.places import Place, read_places
from pingan_cli.shipped import RULES
from pingan_cli.source import Source
from pingan_cli.texts import Told, counted, told


def report(source: Source | None = None, year: int | None = None) -> Report:
    """What a page tells of a ladder by the end of an assessment year, or else of all years on record.

    `page_lines` and `markdown_lines` of `pingan_cli.report` write it. Raises `Refused` with all that is wrong.
    """
    source = source or Source()
    records = records_of(source)
    judged_year = records.award(year or records.last_year).year
    published = Published()
    if records.registry is not None:
        if claim_files(source):
            audited = audit(source)
            keys = {unit.code: line.key for line in records.registry.lines.values() for unit in line.units}
            published = Published(audited.findings, audited.conflicts, keys, source.once(basis_of))
        if source.units is None:
            home = [source.shipped] if source.shipped else []
            published = published._replace(places=_places([*source.packages, *home], records.registry))
    return report_of(
        records.loaded,
        records.registry,
        records.histories,
        published,
        judged_year,
        judged_year if year else None,
        origin_of(source, len(published.findings)),
        records.sample,
    )


def origin_of(source: Source, claims: int) -> Told:
    """Where the records come from, in words."""
    deduced = counted("deduced from 1 published claim", "deduced from {count} published claims", count=claims)
    said = [
        tuple(map(str, source.data)) or told("shipped"),
        *([told("partial")] if any(package.partial for package in source.packages) else []),
        *([deduced] if claims else []),
        *([told("ladder {file}", file=str(source.loaded.path))] if source.loaded.path.parent != RULES else []),
    ]
    return told("Records: {list}", list=tuple(said))


def _places(packages: Sequence[Package], registry: Registry) -> dict[str, Place]:
    """The places of cities in the first of the packages that has a map."""
    for package in packages:
        if package.map:
            places, problems = read_places(package.map, registry)
            if problems:
                raise Refused(problems)
            return places
    return {}
