"""The report as a library call: what `pingan report` does.

>>> from pingan_cli.report.library import report
>>> report(year=2022).years[0]
2005
"""

from __future__ import annotations

from collections.abc import Sequence

from pingan_cli.claims.basis import read_basis
from pingan_cli.claims.library import audit
from pingan_cli.ladder.loader import DEFAULT
from pingan_cli.library import open_records, packages_of
from pingan_cli.problems import Refused
from pingan_cli.records.package import Package, find_package
from pingan_cli.records.registry import Registry
from pingan_cli.report.content import Report, report_of
from pingan_cli.report.places import Place, read_places
from pingan_cli.report.published import NOTHING, Published
from pingan_cli.shipped import DATA


def report(
    rules: str = DEFAULT,
    data: Sequence[str] = (),
    units: str | None = None,
    since: int | None = None,
    year: int | None = None,
) -> Report:
    """What a page tells of a ladder by the end of an assessment year, or else of the last year on record.

    `page_lines` and `markdown_lines` of `pingan_cli.report` write it. Raises `Refused` with all that is wrong.
    """
    records = open_records(rules, data, units, since)
    judged_year = records.award(year or records.last_year).year
    published = NOTHING
    if records.registry is not None:
        packages = packages_of(records.loaded, data)
        if any(package.claims for package in packages):
            audited = audit(rules, data, units, since)
            keys = {unit.code: line.key for line in records.registry.lines.values() for unit in line.units}
            basis = read_basis([path for package in packages for path in package.cards], records.registry)
            published = Published(audited.findings, audited.conflicts, keys, basis, {})
        if units is None:
            own = records.loaded.file.get("records")
            home = [package for package in [find_package(DATA / own)[0]] if package] if own else []
            published = published._replace(places=_places([*packages, *home], records.registry))
    return report_of(records.loaded, records.registry, records.histories, published, judged_year, records.sample)


def _places(packages: Sequence[Package], registry: Registry) -> dict[str, Place]:
    """The places of cities in the first of the packages that has a map."""
    for package in packages:
        if package.map:
            places, problems = read_places(package.map, registry)
            if problems:
                raise Refused(problems)
            return places
    return {}
