"""The package as a library: what a command does, as a few calls.

>>> from pingan_cli import open_records
>>> records = open_records()
>>> records.standing("Dongtou", 2022).verdict.honour.min.name.en
'Two-Star Gold Ding'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pingan_cli.answers import Award, Changes, Found, Origin, Standing, Standings
from pingan_cli.engine.course import course
from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.units import Line, Unit
from pingan_cli.engine.verdict import judge_of
from pingan_cli.ladder.loader import DEFAULT, LoadedLadder
from pingan_cli.problems import ERROR, Problem, Refused, did_you_mean
from pingan_cli.records.cards import USUAL, CardFile, Settings, read_cards
from pingan_cli.records.cells import plain
from pingan_cli.records.doubts import ceremony_years, future_years, uncovered
from pingan_cli.records.gathering import gather
from pingan_cli.records.histories import Histories
from pingan_cli.records.honours import Honours
from pingan_cli.records.naming import level_meant, named
from pingan_cli.records.registry import Registry
from pingan_cli.source import Source
from pingan_cli.texts import told


def open_ladder(rules: str = DEFAULT) -> LoadedLadder:
    """The ladder with that name or in that file. Raises `Refused` with everything that is wrong with it."""
    return Source(rules).loaded


def open_units(rules: str = DEFAULT, data: Sequence[str] = (), units: str | None = None) -> Registry:
    """The registry in force for a ladder and for files. Raises `Refused` where there is none, or all that is wrong."""
    return units_of(Source(rules, data, units))


def units_of(source: Source) -> Registry:
    """The registry in force. Raises `Refused` where there is none, or with all that is wrong with it."""
    if source.registry is None:
        hint = told("name one with --units FILE")
        raise Refused([Problem("usage", told("there is no registry of units here"), hint=hint)])
    return source.registry


def open_records(
    rules: str = DEFAULT,
    data: str | Path | Sequence[str | Path] = (),
    units: str | None = None,
    since: int | None = None,
    backend: str | None = None,
    settings: Settings = USUAL,
) -> Records:
    """The ladder, the registry and the histories that files tell; what is named how, `Source` says.

    Raises `Refused` with all problems of all files, and `TypeError` where `data` is no name of a file, nor several.
    """
    return records_of(Source(rules, _named(data), units, since, backend, settings))


def _named(data: object) -> list[str]:
    """The paths that `data` names, be it one or several."""
    named = [data] if isinstance(data, (str, Path)) else data
    if isinstance(named, (list, tuple, set, frozenset)):
        paths: list[object] = list(named)  # pyright: ignore[reportUnknownArgumentType]
        if all(isinstance(each, (str, Path)) for each in paths):
            return list(map(str, paths))
    kind = type(data).__name__
    raise TypeError(f"data is the path of a file, or several in a list, not {kind}; write a table to a file first")


def records_of(source: Source) -> Records:
    """The ladder, the registry and the histories of a source. Raises `Refused` with all problems of all its files."""
    return source.once(_gathered)


def _gathered(source: Source) -> Records:
    ladder = source.ladder
    registry = source.registry if source.packages else None
    if registry is None and ladder.by_level:
        message = told("the limits of {ladder} differ by level, so its units must be known", ladder=ladder.id)
        raise Refused([Problem("usage", message, hint=told("name one with --units FILE"))])
    files, problems = source.cards
    histories, more = gather(files, ladder, registry, source.since)
    problems = [*problems, *more]
    if any(problem.severity == ERROR for problem in problems):
        raise Refused(problems)
    warnings = (*(each for package in source.packages for each in package.warnings), *problems)
    shipped = source.shipped
    own = not source.data or (shipped is not None and shipped in source.packages)
    warnings += tuple(doubts_of(source, files, histories) if not own else ())
    if source.warn and warnings:
        source.warn(warnings)
    return Records(source, histories, warnings)


def doubts_of(source: Source, files: Sequence[tuple[CardFile, bool]], histories: Histories) -> list[Problem]:
    """What may be meant otherwise than lists say it: whom they cover, years of the ceremony, years yet to come."""
    whole = [cards for cards, complete in files if complete]
    ladder = source.loaded.ladder
    found = future_years([cards for cards, _ in files], ladder)
    if whole:
        place = (str(whole[0].table.path), whole[0].table.first_line)
        found += uncovered(histories, ladder, histories.held, *place)
    shipped = source.shipped
    if whole and source.settings.announced is None:
        certain = source.once(_shipped_records) if histories.registry and shipped and shipped.partial else None
        found += ceremony_years(whole, histories, certain, ladder)
    return found


def _shipped_records(source: Source) -> Histories | None:
    """What the package shipped with the ladder says of the units of the registry in force, where that is its own."""
    shipped, registry = source.shipped, source.registry
    if shipped is None or registry is None or source.registry_file != shipped.units:
        return None
    read = [read_cards(path, source.loaded.ladder)[0] for path in shipped.cards]
    histories, problems = gather([(cards, False) for cards in read if cards], source.loaded.ladder, registry)
    return None if any(problem.severity == ERROR for problem in problems) else histories


@dataclass(frozen=True)
class Records:
    """A ladder, the units that can climb it, and what is on record for them; `source` is where it was read from.

    `warnings` tell what was guessed, left out or doubted in reading it.
    """

    source: Source
    histories: Histories
    warnings: tuple[Problem, ...] = ()

    @property
    def loaded(self) -> LoadedLadder:
        """The ladder, with the file that it is read from."""
        return self.source.loaded

    @property
    def registry(self) -> Registry | None:
        """The registry in force, if any."""
        return self.histories.registry

    @property
    def sample(self) -> bool:
        """Whether the records are invented."""
        return any(package.sample for package in self.source.packages)

    @property
    def ladder(self) -> Ladder:
        return self.loaded.ladder

    @property
    def last_year(self) -> int:
        """The last assessment year of which anything is on record."""
        return self.ladder.year(self.histories.last_period() or 0)

    @property
    def usual_year(self) -> int:
        """The year that is judged where none is named: the last on record.

        Of partial records it is the last with at least half as many units on record as the year that has most.
        """
        if not any(package.partial for package in self.source.packages):
            return self.last_year
        counts = self.histories.on_record_by_period()
        most = max(counts, default=0)
        return self.ladder.year(max((period for period, n in enumerate(counts) if 2 * n >= most), default=0))

    @property
    def origin(self) -> Origin:
        """What the views of an answer must know of these records."""
        return Origin(self.ladder, self.last_year, self.city_of, self.sample, self.source.origin, self.source.since)

    def award(
        self, year: int | None = None, *, level: str | None = None, city: str | None = None, off_record: bool = False
    ) -> Award:
        """What every unit on record has earned by the end of an assessment year; without one, of the usual year.

        `level` and `city` leave only units of that level, or that city and what belongs to it; `off_record` adds the
        units of which nothing is on record. Raises `Refused` for a year in which no period of the ladder had ended,
        and for a level or a city that there is none of.
        """
        level = self.level(level)
        problems = [*self._level_problems(level), *self._city_problems(city)]
        if problems:
            raise Refused(problems)
        later = self.last_year if year is None else None
        year = self.usual_year if year is None else year
        periods = self._periods(year)
        judged_year = self.ladder.year(periods - 1)
        codes = list(self.histories.codes(judged_year))
        if level or city:
            of_city = self._cities(city)[0].code if city else None
            codes = [
                code
                for code in codes
                if (unit := self.histories.unit(code, judged_year)).level == (level or unit.level)
                and of_city in (None, unit.code, unit.parent)
            ]
        on_record = self.histories.on_record(codes, (1 << periods) - 1)
        return Award(
            self.ladder,
            year,
            codes if off_record else on_record,
            lambda code: self.histories.unit(code, judged_year),
            self.histories.history,
            0 if off_record else len(codes) - len(on_record),
            self.origin,
            self.histories.covers,
            later,
        )

    def city_of(self, unit: Unit) -> Unit | None:
        """The city that a unit belongs to; None where the registry has none for it."""
        return self.registry.by_code.get(unit.parent or "") if self.registry else None

    def tier(self, name: str) -> Tier:
        """The tier that an id or a name means, in full or short, in either language. Raises `Refused` for none."""
        tier = self.ladder.tier_named(name.strip().casefold())
        if tier is None:
            honours = Honours(self.ladder)
            tier = honours.find(name)
            if tier is None:
                message = told("{ladder} has no tier {tier!r}", ladder=self.ladder.id, tier=name)
                raise Refused([Problem("tier-unknown", message, hint=honours.hint(name))])
        return tier

    def level(self, name: str | None) -> str | None:
        """The level that an id or a word for it means; the text itself where it means none."""
        return level_meant(name) if name is not None else None

    def _level_problems(self, level: str | None) -> Iterator[Problem]:
        known = self.ladder.levels or tuple(sorted({unit.level or "" for unit in self._units()}))
        if level is not None and level not in known:
            levels = tuple(filter(None, known)) or told("not known")
            hint = did_you_mean(level, known) or told("the levels are {levels}", levels=levels)
            message = told("{ladder} covers no level {level!r}", ladder=self.ladder.id, level=level)
            yield Problem("level-unknown", message, hint=hint)

    def _city_problems(self, city: str | None) -> Iterator[Problem]:
        if city is not None and not self._cities(city):
            cities = {unit.code: unit for unit in self._units()}
            names = [cities[code].name for code in {unit.parent for unit in self._units()} if code in cities]
            message = told("there is no city {city!r}", city=city)
            yield Problem("unit-unknown", message, hint=did_you_mean(city, sorted(names)))

    def _cities(self, name: str) -> list[Unit]:
        """The units that a name may mean and to which other units belong."""
        parents = {unit.parent for unit in self._units()}
        lines = self.registry.named(name) if self.registry else []
        return [line.units[-1] for line in lines if line.key in parents]

    def _units(self) -> Sequence[Unit]:
        return self.registry.units if self.registry else ()

    def line(self, name: str) -> Line:
        """The unit that a name means, with those whose history it carries on. Raises `Refused` for none or several."""
        if self.registry is not None:
            found = self.registry.find(name)
            if isinstance(found, Problem):
                raise Refused([found])
            return found
        name = plain(name)
        if name not in self.histories.held:
            hint = did_you_mean(name, self.histories.held)
            raise Refused(
                [Problem("unit-unknown", told("there is no unit {name!r} in these files", name=name), hint=hint)]
            )
        return Line((self.histories.unit(name, 0),))

    def standing(self, name: str, year: int | None = None) -> Standing:
        """What one unit has earned by the end of an assessment year, or of its last one on record, year by year.

        Raises `Refused` for a name that no unit or several bear, and for a year in which the unit did not exist.
        """
        return self.standings([name], year).units[0]

    def standings(self, names: Sequence[str], year: int | None = None) -> Standings:
        """The year judged, and what each of one or more units has earned by its end.

        Without a year it is the last one on record for any of them. Raises `Refused` for all names that no unit or
        several bear, and for all units that did not exist in the year.
        """
        lines = self.lines(names)
        year = self.judged_year(max(map(self.last_year_of, lines)) if year is None else year)
        standings: list[Standing] = []
        problems: list[Problem] = []
        for line in lines:
            unit = line.at(year)
            if unit is None:
                problems.append(absent(line, year))
                continue
            history = self.histories.history(unit.code)
            first = self.ladder.periods((line.units[0].first_year or self.ladder.first_year) - 1)
            past = tuple(course(self.ladder, history, year, first))
            formerly = tuple(other for other in line.units if (other.last_year or year) < year)
            standing = Standing(unit, judge_of(self.ladder, year)(history), past, formerly)
            standing.origin = self.origin
            standings.append(standing)
        if problems:
            raise Refused(problems)
        return Standings(year, standings)

    def lines(self, names: Sequence[str]) -> list[Line]:
        """The units that several names mean. Raises `Refused` for all names that no unit or several bear."""
        lines: list[Line] = []
        problems: list[Problem] = []
        for name in names:
            try:
                lines.append(self.line(name))
            except Refused as refused:
                problems += refused.problems
        if problems:
            raise Refused(problems)
        return lines

    def line_of(self, unit: Unit) -> Line:
        """The line of a unit of these records."""
        return self.registry.line(unit.code) if self.registry else Line((unit,))

    def last_year_of(self, line: Line) -> int:
        """The last assessment year of which anything is on record for a unit, or for any where nothing is for it."""
        recorded = self.histories.recorded(line.key).bit_length()
        return self.ladder.year(recorded - 1) if recorded else min(self.last_year, line.units[-1].last_year or 9999)

    def judged_year(self, year: int) -> int:
        """The year by whose end one judges: the last of a period. Raises `Refused` before the end of the first."""
        return self.ladder.year(self._periods(year) - 1)

    def _periods(self, year: int) -> int:
        periods = self.ladder.periods(year)
        if not periods:
            message = told(
                "{year} lies before {first}, the first assessment year of {ladder}",
                year=year,
                first=self.ladder.year(0),
                ladder=self.ladder.id,
            )
            raise Refused([Problem("year-before-ladder", message)])
        return periods


def absent(line: Line, year: int) -> Problem:
    """That a unit does not exist in a year."""
    message = told(
        "{unit} is assessed from {first} to {last}, not in {year}",
        unit=named(line.units[-1]),
        first=line.units[0].first_year or "…",
        last=line.units[-1].last_year or "…",
        year=year,
    )
    return Problem("usage", message)


def changes(records: Records, year: int | None = None, *, level: str | None = None, city: str | None = None) -> Changes:
    """What an assessment year, or the last on record, changed for all units on record.

    `level` and `city` leave only units of that level, or that city and what belongs to it. Raises `Refused` for what
    `Records.award` refuses.

    >>> conferred = changes(open_records(), 2022).only("conferred")
    >>> [(unit.name, change.tier.id) for unit, change in conferred.changed[:2]]
    [('Shangcheng', 'gold-ding-2'), ('Haishu', 'gold-ding-2')]
    """
    from pingan_cli.engine.course import changes_of  # few answers need it

    award = records.award(records.last_year if year is None else year, level=level, city=city)
    units = (judged.unit for judged in award)
    found = changes_of(records.ladder, award.year, units, records.histories.history)
    return Changes(award.year, found, records.origin)


def find_units(query: str = "", level: str | None = None, source: Source | None = None) -> Found:
    """The units that a name, a part of one or a code means, all for an empty one; of that level where one is given.

    `source` says which registry is in force. Raises `Refused` where there is no such unit, and where there is no
    registry.

    >>> [(unit.code, unit.name_zh) for unit in find_units("Dongtou").units]
    [('330305', '洞头区'), ('330322', '洞头县')]
    """
    registry = units_of(source or Source())
    found = registry.search(query, level)
    if isinstance(found, Problem):
        raise Refused([found])
    lines = registry.named(query) if query else []
    families = [registry.family(lines[0].key)] if len(lines) == 1 else []
    kindred = tuple(family for family in families if family.predecessors or family.successors)
    return Found(tuple(found), kindred, registry)
