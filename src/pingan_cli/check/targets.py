"""What is to be checked: paths, sorted into ladders, cards, registries, claims and packages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pingan_cli.claims.reading import COLUMNS as CLAIM_COLUMNS
from pingan_cli.files import open_bytes
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.cards import HEADERS, REGIONS
from pingan_cli.records.header import titles_of
from pingan_cli.records.package import DESCRIPTOR, Package, find_package
from pingan_cli.records.patterns import matches
from pingan_cli.records.sources import exists, is_pattern
from pingan_cli.records.table import open_table
from pingan_cli.records.years import year_of, years_in
from pingan_cli.texts import told

YAML = (".yaml", ".yml")
_REGISTRY_TITLES = {"level", "parent", "first_year", "last_year", "predecessors", "successors", "carries_on"}
_ROLES = {each: (each,) for each in (*CLAIM_COLUMNS, *_REGISTRY_TITLES)} | HEADERS | {"region": REGIONS}
_TITLES = titles_of(_ROLES, ("unit", "code", "english", "region"), ("year", "level", "parent", "value"), years=True)
_MOST = 1 << 20


@dataclass
class Targets:
    """The files to check, by what they are, and what keeps others from being found.

    Card files come with whether their lists are complete, and in `covers` with whom they cover, where that is said.
    `others` are descriptors of packages, and paths in which
    nothing was found.
    """

    ladders: list[Path] = field(default_factory=list[Path])
    cards: list[tuple[Path, bool]] = field(default_factory=list[tuple[Path, bool]])
    registries: list[Path] = field(default_factory=list[Path])
    claims: list[Path] = field(default_factory=list[Path])
    covers: dict[Path, tuple[str, ...]] = field(default_factory=dict[Path, tuple[str, ...]])
    packages: list[Package] = field(default_factory=list[Package])
    others: list[Path] = field(default_factory=list[Path])
    problems: list[Problem] = field(default_factory=list[Problem])

    @property
    def files(self) -> tuple[str, ...]:
        """Every path that is checked, in the order of their names."""
        every = [*self.ladders, *(path for path, _ in self.cards), *self.registries, *self.claims, *self.others]
        return tuple(sorted({*map(str, every)}))


def find_targets(paths: Iterable[Path], encoding: str | None = None) -> Targets:
    """The files that paths stand for: ladders by their ending, packages by their descriptor, tables by their header.

    Raises `Refused` with all paths that do not exist.
    """
    targets = Targets()
    absent: list[Problem] = []
    for path in dict.fromkeys(paths):
        if not exists(path) and not (is_pattern(path) and matches(path) != []):
            absent.append(Problem("file-missing", told("there is no such file or folder"), str(path)))
        elif path.suffix.lower() in YAML and path.is_file():
            targets.ladders.append(path)
        else:
            _add(path, targets, encoding)
    if absent:
        raise Refused(absent)
    return targets


def _add(path: Path, targets: Targets, encoding: str | None) -> None:
    """Add a table, a folder or a package."""
    descriptor = path if path.name == DESCRIPTOR else path / DESCRIPTOR
    described = descriptor.is_file()
    ladders = [] if described else _ladders_in(path)
    targets.ladders += ladders
    package, problems = find_package(path)
    targets.problems += package.warnings if package else ()
    if package is None:
        if not ladders or any(problem.code != "folder-without-csv" for problem in problems):
            targets.others.append(descriptor if described else path)
            targets.problems += problems
    elif described:
        targets.others.append(descriptor)
        targets.packages.append(package)
        targets.cards += [(each, not package.partial) for each in package.cards]
        targets.covers |= dict.fromkeys(package.cards, package.covers)
        targets.registries += [package.units] if package.units else []
        targets.claims += [package.claims] if package.claims else []
    else:
        for each in package.cards:
            _add_table(each, targets, encoding)


def _ladders_in(folder: Path) -> list[Path]:
    """The ladder files of a folder: those YAML files that have a key `ladder` or `method`; others are ignored."""
    found: list[Path] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.lower() in YAML and path.is_file():
            with open_bytes(path) as stream:
                if any(line.startswith((b"ladder:", b"method:")) for line in stream.read(_MOST).splitlines()):
                    found.append(path)
    return found


def _add_table(path: Path, targets: Targets, encoding: str | None) -> None:
    table, _ = open_table(path, _TITLES, encoding)
    titles = {title.lower() for title in table.header} if table else set[str]()
    if {"claim", "value"} <= titles:
        targets.claims.append(path)
    elif _is_registry(titles, path):
        targets.registries.append(path)
    else:
        targets.cards.append((path, True))


def _is_registry(titles: set[str], path: Path) -> bool:
    """Whether a table with such titles lists units: a list of holders has a year, in a column or in its name."""
    if "code" not in titles or titles & {*HEADERS["year"]} or any(map(year_of, titles)):
        return False
    return len(titles & _REGISTRY_TITLES) > (1 if years_in(path) else 0)
