"""What is read to answer a question: the ladder, the registry, the packages and the cards, each opened once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pingan_cli.engine.ladder import Ladder
from pingan_cli.ladder.loader import DEFAULT, LoadedLadder, find_ladder, load_ladder
from pingan_cli.large.choosing import PLAIN, reader_of
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.cards import USUAL, CardFile, Settings, read_cards
from pingan_cli.records.package import Package, find_package
from pingan_cli.records.registry import Registry, read_registry
from pingan_cli.records.sources import path_of
from pingan_cli.shipped import DATA, is_ladder_file
from pingan_cli.texts import Told, all_of, counted, told

_T = TypeVar("_T")


class RecordsOrigin(NamedTuple):
    """Where an answer comes from. `claims`: from how many published claims partial records were deduced.

    `files` are those named, none for what ships; `ladder` is the ladder's file where it is not a shipped one, and
    `configuration` the file that chose any of these.
    """

    shipped: bool
    partial: bool
    claims: int
    files: tuple[str, ...]
    ladder: str | None
    configuration: str | None

    def entry(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return {
            "shipped": self.shipped,
            "partial": self.partial,
            "claims": self.claims,
            "files": list(self.files),
            "configuration": self.configuration,
        }

    def said(self) -> Told:
        """The same in a sentence."""
        parts: list[Any] = [told("shipped")] if self.shipped else list(self.files)
        parts += [told("partial")] if self.partial else []
        if self.claims:
            parts.append(
                counted("deduced from 1 published claim", "deduced from {count} published claims", count=self.claims)
            )
        text = told("Records: {list}", list=tuple(parts))
        if self.ladder is not None:
            text = told("{text}; ladder: {file}", text=text, file=self.ladder)
        if self.configuration is not None:
            text = told("{text}; chosen by {file}", text=text, file=self.configuration)
        return told("{sentence}.", sentence=text)


def _made() -> dict[Any, Any]:
    return {}


@dataclass(frozen=True)
class Source:
    """Which files an answer rests on, as the options of a command name them. Each is opened when it is first needed.

    `rules`: a ladder's name or file. `data`: CSV files, folders of them, or Data Packages; without any, the package
    shipped with the ladder. `units`: the registry's file, or `none` to take every unit as it is spelt. `since`: the
    first year for which anything was awarded. `backend`: the engine that reads, by its name or URL, `plain` for none;
    without it, DuckDB reads Parquet and large files. `settings`: what is said of the lists that
    they do not say; `configuration`: the file that chose any of these; `made_from`: the facts from which `data` was
    made. `warn` is told once of what was guessed, left out or doubted in reading them. What is opened raises `Refused`
    with all that is wrong with it.

    >>> Source("changan-cup").ladder.period
    4
    """

    rules: str = DEFAULT
    data: Sequence[str] = ()
    units: str | None = None
    since: int | None = None
    backend: str | None = None
    settings: Settings = USUAL
    configuration: str | None = None
    made_from: Sequence[str] = ()
    warn: Callable[[Sequence[Problem]], None] | None = None
    _made: dict[Any, Any] = field(default_factory=_made, repr=False, compare=False)

    def once(self, make: Callable[[Source], _T]) -> _T:
        """What a function makes of this source; it is called when that is first asked for, and not again."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]

    @cached_property
    def loaded(self) -> LoadedLadder:
        """The ladder, with the file that it is read from."""
        path, problems = find_ladder(self.rules)
        loaded, more = load_ladder(path) if path else (None, [])
        if loaded is None:
            raise Refused([*problems, *more])
        return loaded

    @property
    def ladder(self) -> Ladder:
        """The ladder. `since` is held against it."""
        ladder = self.loaded.ladder
        if self.since is not None and self.since < ladder.first_year:
            message = told(
                "{option} {year} lies before {first}, the first year of {ladder}",
                option="--since",
                year=self.since,
                first=ladder.first_year,
                ladder=ladder.id,
            )
            raise Refused([Problem("year-before-ladder", message)])
        return ladder

    @cached_property
    def packages(self) -> list[Package]:
        """The packages named or, without any, the one shipped with the ladder."""
        if self.data:
            return [self.package(path_of(path)) for path in self.data]
        if self.shipped is None:
            message = told("the ladder {ladder} names no records of its own", ladder=self.loaded.ladder.id)
            hint = told("name a CSV file, a folder or a Data Package with --data")
            raise Refused([Problem("usage", message, hint=hint)])
        return [self.shipped]

    @cached_property
    def shipped(self) -> Package | None:
        """The package shipped with the ladder, if any."""
        records = self.loaded.file.get("records")
        return self.package(DATA / records) if records else None

    @property
    def origin(self) -> RecordsOrigin:
        """Where what is read comes from."""
        packages = self.packages
        own_ladder = str(self.loaded.path) if is_ladder_file(self.rules) else None
        return RecordsOrigin(
            not self.data,
            any(package.partial for package in packages),
            sum(package.told_by for package in packages),
            tuple(self.made_from or self.data),
            own_ladder,
            self.configuration,
        )

    def package(self, path: Path) -> Package:
        """The package, folder or table at a path."""
        package, problems = self._once("package", path, find_package)
        if package is None:
            raise Refused(problems)
        return package

    @property
    def registry_file(self) -> Path | None:
        """Where the registry in force is read from; None where none is wanted, or there is none."""
        return self._registry_file(self._own_packages)

    @cached_property
    def registry(self) -> Registry | None:
        """The registry in force; None where none is wanted, or there is none."""
        return self.registry_beside(self._own_packages)

    @property
    def _own_packages(self) -> Sequence[Package]:
        return self.packages if self.data or self.shipped else ()

    def registry_beside(self, packages: Sequence[Package]) -> Registry | None:
        """The registry in force beside other packages than those of this source."""
        path = self._registry_file(packages)
        if path is None:
            return None
        registry, problems = self.registry_at(path)
        if registry is None:
            raise Refused(problems)
        return registry

    def _registry_file(self, packages: Sequence[Package]) -> Path | None:
        """The file named with `units`, or that of the packages, or that of the ladder."""
        if self.units is not None:
            return None if self.units == "none" else path_of(self.units)
        paths = list(dict.fromkeys(package.units for package in packages if package.units))
        if len(paths) > 1:
            message = told("there are two registries, {files}", files=all_of(map(str, paths)))
            raise Refused([Problem("usage", message, hint=told("choose one with --units"))])
        return paths[0] if paths else self.shipped.units if self.shipped else None

    def registry_at(self, path: Path) -> tuple[Registry | None, list[Problem]]:
        """The registry in a file, or all that is wrong with it."""
        return self._once("registry", path, read_registry)

    @cached_property
    def cards(self) -> tuple[list[tuple[CardFile, bool]], list[Problem]]:
        """The card files, each with whether its lists are complete, and all that keeps others from being read."""
        files: list[tuple[CardFile, bool]] = []
        problems: list[Problem] = []
        for package in self.packages:
            for path in package.cards:
                cards, more = self._read(path)
                problems += more
                if cards is not None:
                    cards.covers = self.settings.covers or package.covers
                    files.append((cards, not package.partial))
        return files, problems

    def _read(self, path: Path) -> tuple[CardFile | None, list[Problem]]:
        reader = reader_of(path, self.backend)
        if self.backend not in (None, PLAIN, reader):
            from pingan_cli.large.reading import open_backend  # a name that was mistyped is told, though none is needed

            open_backend(self.backend)
        if reader is None:
            return read_cards(path, self.loaded.ladder, settings=self.settings)
        from pingan_cli.large.reading import read_by_engine  # only large lists need it

        return read_by_engine(path, self.loaded.ladder, reader, self.settings)

    def _once(self, what: str, path: Path, read: Callable[[Path], _T]) -> _T:
        key = what, path
        if key not in self._made:
            self._made[key] = read(path)
        return self._made[key]
