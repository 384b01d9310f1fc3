"""Data Packages and folders: which files are cards, which is the registry, and whether the lists are complete.

A package is a folder with a `datapackage.json` as the Frictionless standard has it; its resources are told apart by
their names: `cards`, `units`, `claims`, `map`. A package marked `"partial": true` says nothing of whom it does not
list.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple, cast

from pingan_cli.files import open_bytes
from pingan_cli.problems import Problem, parser_said, unreadable
from pingan_cli.records.cards import lists_in
from pingan_cli.records.sources import STANDARD_INPUT, leads_into, tables_of
from pingan_cli.texts import told

DESCRIPTOR = "datapackage.json"
MOST_BYTES = 16 << 20


class Package(NamedTuple):
    """The files that a path stands for. `partial`: a unit not on a year's list may have held the card all the same.
    `sample`: nothing in it is true; it was invented to show a ladder.

    `covers`: the levels and the cities of which its lists are complete, nothing for all that the ladder covers.
    `map` says where cities lie, for those who draw them; `told_by` is from how many claims its cards were deduced.
    """

    cards: tuple[Path, ...]
    units: Path | None = None
    claims: Path | None = None
    partial: bool = False
    sample: bool = False
    map: Path | None = None
    covers: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()
    told_by: int = 0


def find_package(path: Path) -> tuple[Package | None, list[Problem]]:
    """The files of a package, of a folder or an archive with tables in it, or of a path to one table."""
    try:
        if path.name == DESCRIPTOR:
            return _described(path)
        if (path / DESCRIPTOR).is_file():
            return _described(path / DESCRIPTOR)
        cards, problems = tables_of(path)
    except OSError as error:
        return None, [unreadable(error, str(path))]
    if problems:
        return None, problems
    if cards:
        return _with_sheets(Package(tuple(cards))), []
    hint = told("name a CSV file, a folder that holds some, or one with a {file}", file=DESCRIPTOR)
    return None, [Problem("folder-without-csv", told("there is no CSV file in this folder"), str(path), hint=hint)]


def _with_sheets(package: Package) -> Package:
    """A package in which workbooks with a sheet for each year stand as their sheets."""
    found = [lists_in(path) for path in package.cards]
    cards = tuple(each for paths, _ in found for each in paths)
    return package._replace(cards=cards, warnings=tuple(each for _, warnings in found for each in warnings))


def _described(descriptor: Path) -> tuple[Package | None, list[Problem]]:
    file = str(descriptor)
    try:
        if not leads_into(descriptor.parent.resolve(), descriptor):
            return None, [Problem("link-outside", told("this link leads out of the folder"), file)]
        with open_bytes(descriptor) as stream:
            text = stream.read(MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            message = told("there are more than {most} MB in it", most=MOST_BYTES >> 20)
            return None, [Problem("file-too-large", message, file)]
        document = json.loads(text)
    except OSError as error:
        return None, [unreadable(error, file)]
    except (ValueError, RecursionError) as error:
        place = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        message = told("this is no JSON: {reason}", reason=parser_said(error))
        return None, [Problem("package-invalid", message, file, *place)]
    problems: list[Problem] = []

    def wrong(message: str) -> None:
        problems.append(Problem("package-invalid", message, file, 1, 1))

    top = cast(dict[str, Any], document if isinstance(document, dict) else {})
    if not isinstance(top.get("resources"), list):
        wrong(told("a Data Package is an object with a list of resources"))
        return None, problems
    flags = {name: top.get(name, False) for name in ("partial", "sample")}
    for name, flag in flags.items():
        if not isinstance(flag, bool):
            wrong(told("{key} must be true or false, not {value!r}", key=name, value=flag))
    told_by: Any = top.get("deduced_from", 0)
    if type(told_by) is not int or told_by < 0:
        wrong(told("deduced_from must be a number of claims, not {value!r}", value=told_by))
    covers: Any = top.get("covers", [])
    if not isinstance(covers, str) and not (
        isinstance(covers, list) and all(isinstance(each, str) for each in cast(list[Any], covers))
    ):
        wrong(told("covers must be a level or a city, or a list of these, not {value!r}", value=covers))
    files: dict[str, list[Path]] = {"cards": [], "units": [], "claims": [], "map": []}
    for entry in cast(list[Any], top["resources"]):
        resource = cast(dict[str, Any], entry if isinstance(entry, dict) else {})
        name, paths = resource.get("name"), resource.get("path")
        if not isinstance(name, str) or name not in files:
            continue
        for path in cast(list[Any], paths if isinstance(paths, list) else [paths]):
            if not isinstance(path, str) or not _inside(descriptor.parent, path):
                wrong(
                    told(
                        "the path of {name}, {path!r}, must be of a file inside the package's folder",
                        name=name,
                        path=path,
                    )
                )
            elif not _exists(descriptor.parent / path):
                wrong(told("the file of {name}, {path!r}, does not exist", name=name, path=path))
            else:
                files[name].append(_named(descriptor.parent / path))
    for name in ("units", "claims", "map"):
        if len(files[name]) > 1:
            wrong(told("there is more than one file of {name}", name=name))
    if not problems and not any(files.values()):
        wrong(told("no resource is named cards, units, claims or map"))
    if problems:
        return None, problems
    units, claims, its_map = (files[name][0] if files[name] else None for name in ("units", "claims", "map"))
    package = Package(
        tuple(files["cards"]), units, claims, **flags, map=its_map, covers=_texts(covers), told_by=told_by
    )
    return _with_sheets(package), []


def _texts(value: Any) -> tuple[str, ...]:
    """One text, or several."""
    return (value,) if isinstance(value, str) else tuple(value)


def _inside(folder: Path, path: str) -> bool:
    """Whether a resource's path stays in the package's folder, links followed."""
    try:
        if Path(path).is_absolute() or "://" in path:
            return False
        return (folder / path).resolve().is_relative_to(folder.resolve())
    except (ValueError, RuntimeError, OSError):  # NUL, half a character, a link to itself
        return False


def _named(path: Path) -> Path:
    """A file's path, never the one that means standard input."""
    return path.absolute() if str(path) == STANDARD_INPUT else path


def _exists(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than the system allows
        return False
