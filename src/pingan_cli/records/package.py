"""Data Packages and folders: which files are cards, which is the registry, and whether the lists are complete.

A package is a folder with a `datapackage.json` as the Frictionless standard has it; its resources are told apart by
their names: `cards`, `units`, `claims`, `map`. A package marked `"partial": true` says nothing of whom it does not
list.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple, cast

from pingan_cli.diagnostics import Problem

DESCRIPTOR = "datapackage.json"


class Package(NamedTuple):
    """The files that a path stands for. `partial`: a unit not on a year's list may have held the card all the same.
    `sample`: nothing in it is true; it was invented to show a ladder.

    `map` says where cities lie, for those who draw them.
    """

    cards: tuple[Path, ...]
    units: Path | None = None
    claims: Path | None = None
    partial: bool = False
    sample: bool = False
    map: Path | None = None


def find_package(path: Path) -> tuple[Package | None, list[Problem]]:
    """The files of a package, of a folder with CSV files in it, or of a path to one CSV file."""
    try:
        if path.name == DESCRIPTOR:
            return _described(path)
        if (path / DESCRIPTOR).is_file():
            return _described(path / DESCRIPTOR)
        if not path.is_dir():
            return Package((path,)), []
        cards = tuple(sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv"))
    except OSError as error:
        return None, [Problem("file-unreadable", f"cannot be read: {error.strerror}", str(path))]
    if cards:
        return Package(cards), []
    hint = f"name a CSV file, a folder that holds some, or one with a {DESCRIPTOR}"
    return None, [Problem("folder-without-csv", "there is no CSV file in this folder", str(path), hint=hint)]


def _described(descriptor: Path) -> tuple[Package | None, list[Problem]]:
    file = str(descriptor)
    try:
        document = json.loads(descriptor.read_bytes())
    except OSError as error:
        return None, [Problem("file-unreadable", f"cannot be read: {error.strerror}", file)]
    except (ValueError, RecursionError) as error:
        place = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        return None, [Problem("package-invalid", f"this is no JSON: {error}", file, *place)]
    problems: list[Problem] = []

    def wrong(message: str) -> None:
        problems.append(Problem("package-invalid", message, file, 1, 1))

    top = cast(dict[str, Any], document if isinstance(document, dict) else {})
    if not isinstance(top.get("resources"), list):
        wrong("a Data Package is an object with a list of resources")
        return None, problems
    flags = {name: top.get(name, False) for name in ("partial", "sample")}
    for name, flag in flags.items():
        if not isinstance(flag, bool):
            wrong(f"{name} must be true or false, not {flag!r}")
    files: dict[str, list[Path]] = {"cards": [], "units": [], "claims": [], "map": []}
    for entry in cast(list[Any], top["resources"]):
        resource = cast(dict[str, Any], entry if isinstance(entry, dict) else {})
        name, paths = resource.get("name"), resource.get("path")
        if not isinstance(name, str) or name not in files:
            continue
        for path in cast(list[Any], paths if isinstance(paths, list) else [paths]):
            if not isinstance(path, str) or not _inside(descriptor.parent, path):
                wrong(f"the path of {name}, {path!r}, must be of a file inside the package's folder")
            elif not _exists(descriptor.parent / path):
                wrong(f"the file of {name}, {path!r}, does not exist")
            else:
                files[name].append(descriptor.parent / path)
    for name in ("units", "claims", "map"):
        if len(files[name]) > 1:
            wrong(f"there is more than one file of {name}")
    if not problems and not any(files.values()):
        wrong("no resource is named cards, units, claims or map")
    if problems:
        return None, problems
    units, claims, its_map = (files[name][0] if files[name] else None for name in ("units", "claims", "map"))
    return Package(tuple(files["cards"]), units, claims, **flags, map=its_map), []


def _inside(folder: Path, path: str) -> bool:
    """Whether a resource's path stays in the package's folder, links followed."""
    if Path(path).is_absolute() or "://" in path or "\0" in path:
        return False
    return (folder / path).resolve().is_relative_to(folder.resolve())


def _exists(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than the system allows
        return False
