"""The package as a library: what a command does, as a few calls.

>>> from pingan_cli import open_records
>>> records = open_records()
>>> records.standing("Dongtou", 2022).verdict.honour.min.name.en
'Two-Star Gold Ding'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pingan_cli.diagnostics import Problem, Refused
from pingan_cli.engine.award import Award, Judged
from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.units import Line
from pingan_cli.engine.verdict import judge_of
from pingan_cli.ladder.loader import DEFAULT, LoadedLadder, find_ladder, load_ladder
from pingan_cli.records.cards import CardFile, read_cards
from pingan_cli.records.gathering import gather
from pingan_cli.records.histories import Histories
from pingan_cli.records.package import Package, find_package
from pingan_cli.records.registry import Registry, read_registry
from pingan_cli.shipped import DATA


def open_ladder(rules: str = DEFAULT) -> LoadedLadder:
    """The ladder with that name or in that file. Raises `Refused` with everything that is wrong with it."""
    path, problems = find_ladder(rules)
    loaded, more = load_ladder(path) if path else (None, [])
    if loaded is None:
        raise Refused([*problems, *more])
    return loaded


def open_registry(loaded: LoadedLadder, units: str | None = None, packages: Sequence[Package] = ()) -> Registry | None:
    """The registry in force: the file `units` names, or that of the packages, or that of the ladder; None for `none`.

    Raises `Refused` with everything that is wrong with it.
    """
    if units == "none":
        return None
    paths = [Path(units)] if units else list(dict.fromkeys(package.units for package in packages if package.units))
    if len(paths) > 1:
        told = " and ".join(map(str, paths))
        raise Refused([Problem("usage", f"there are two registries, {told}", hint="choose one with --units")])
    if not paths and (records := loaded.file.get("records")) and (package := _package(DATA / records)).units:
        paths = [package.units]
    if not paths:
        return None
    registry, problems = read_registry(paths[0])
    if registry is None:
        raise Refused(problems)
    return registry


def open_records(
    rules: str = DEFAULT, data: Sequence[str] = (), units: str | None = None, since: int | None = None
) -> Records:
    """The ladder, the registry and the histories that files tell.

    `rules`: a ladder's name or file. `data`: CSV files, folders of them, or Data Packages; without any, the package
    shipped with the ladder. `units`: the registry's file, or `none` to take every unit as it is spelt. `since`: the
    first year for which anything was awarded. Raises `Refused` with all problems of all files.
    """
    loaded = open_ladder(rules)
    ladder = loaded.ladder
    if since is not None and since < ladder.first_year:
        message = f"--since {since} lies before {ladder.first_year}, the first year of {ladder.id}"
        raise Refused([Problem("year-before-ladder", message)])
    if not data and not loaded.file.get("records"):
        message = f"the ladder {ladder.id} names no records of its own"
        raise Refused([Problem("usage", message, hint="name a CSV file, a folder or a Data Package with --data")])
    packages = [_package(Path(path)) for path in data] or [_package(DATA / loaded.file["records"])]
    registry = open_registry(loaded, units, packages)
    if registry is None and ladder.by_level:
        message = f"the limits of {ladder.id} differ by level, so its units must be known"
        raise Refused([Problem("usage", message, hint="name a registry with --units")])
    files: list[tuple[CardFile, bool]] = []
    problems: list[Problem] = []
    for package in packages:
        for path in package.cards:
            cards, more = read_cards(path, ladder)
            problems += more
            if cards is not None:
                files.append((cards, not package.partial))
    histories, more = gather(files, ladder, registry, since)
    if problems or more:
        raise Refused([*problems, *more])
    return Records(loaded, registry, histories)


def _package(path: Path) -> Package:
    package, problems = find_package(path)
    if package is None:
        raise Refused(problems)
    return package


@dataclass(frozen=True)
class Records:
    """A ladder, the units that can climb it, and what is on record for them."""

    loaded: LoadedLadder
    registry: Registry | None
    histories: Histories

    @property
    def ladder(self) -> Ladder:
        return self.loaded.ladder

    @property
    def last_year(self) -> int:
        """The last assessment year of which anything is on record."""
        return self.ladder.year(self.histories.last_period() or 0)

    def award(self, year: int, off_record: bool = False) -> Award:
        """What every unit on record has earned by the end of an assessment year; `off_record` adds the others.

        Raises `Refused` for a year in which no period of the ladder had ended.
        """
        periods = self._periods(year)
        judged_year = self.ladder.year(periods - 1)
        codes = list(self.histories.codes(judged_year))
        on_record = [code for code in codes if self.histories.recorded(code) & (1 << periods) - 1]
        return Award(
            self.ladder,
            year,
            codes if off_record else on_record,
            lambda code: self.histories.unit(code, judged_year),
            self.histories.history,
            len(codes) - len(on_record),
        )

    def line(self, name: str) -> Line:
        """The unit that a name means, with those whose history it carries on. Raises `Refused` for none or several."""
        if self.registry is not None:
            found = self.registry.find(name)
            if isinstance(found, Problem):
                raise Refused([found])
            return found
        if name not in self.histories.held:
            from pingan_cli.diagnostics import did_you_mean

            hint = did_you_mean(name, self.histories.held)
            raise Refused([Problem("unit-unknown", f"there is no unit {name!r} in these files", hint=hint)])
        return Line((self.histories.unit(name, 0),))

    def standing(self, name: str, year: int | None = None) -> Judged:
        """What one unit has earned by the end of an assessment year, or of its last one on record.

        Raises `Refused` for a name that no unit or several bear, and for a year in which the unit did not exist.
        """
        line = self.line(name)
        if year is None:
            recorded = self.histories.recorded(line.key).bit_length()
            year = self.ladder.year(recorded - 1) if recorded else min(self.last_year, line.units[-1].last_year or 9999)
        periods = self._periods(year)
        unit = line.at(self.ladder.year(periods - 1))
        if unit is None:
            lived = f"from {line.units[0].first_year or '…'} to {line.units[-1].last_year or '…'}"
            message = f"{line.units[-1].name} is assessed {lived}, not in {year}"
            raise Refused([Problem("usage", message)])
        return Judged(unit, judge_of(self.ladder, year)(self.histories.history(unit.code)))

    def _periods(self, year: int) -> int:
        periods = self.ladder.periods(year)
        if not periods:
            message = f"{year} lies before {self.ladder.year(0)}, the first assessment year of {self.ladder.id}"
            raise Refused([Problem("year-before-ladder", message)])
        return periods
