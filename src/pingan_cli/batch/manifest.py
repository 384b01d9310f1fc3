"""The manifest of a batch: what was read, by which rules, and what came of it; no clock, no machine.

Paths are relative to the folder of the manifest, so that it stays true when everything is moved together. What comes
with the program is named as such.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeVar, cast

from pingan_cli import __version__
from pingan_cli.batch.computing import Output
from pingan_cli.batch.inputs import Input, Stamp
from pingan_cli.batch.planning import FORMATS
from pingan_cli.foreign import JSON, handed_on, unreadable
from pingan_cli.problems import CODES, Problem, Refused, json_printable
from pingan_cli.shipped import DATA, RULES
from pingan_cli.texts import told

LARGEST = 1 << 28
"""A manifest of more bytes than this is not read."""

_ROOT = RULES.parent
_Value = TypeVar("_Value")


class Entry(NamedTuple):
    """An input, the files that it was read from, and the codes of what kept it from being computed."""

    input: Input
    files: tuple[Stamp, ...]
    refused: tuple[str, ...]


class Manifest(NamedTuple):
    """Everything that a batch depends on, and its files. Paths are such as can be opened.

    `output` is the name of the one file, or None; `writer` the library that wrote, where it is not the program
    itself; `version` the program's.
    """

    ladder: Stamp
    years: tuple[int, int]
    since: int | None
    units: str | None
    form: str
    output: str | None
    writer: str | None
    inputs: tuple[Entry, ...]
    outputs: tuple[Output, ...]
    version: str = __version__


def writer_of(form: str) -> str | None:
    """The library that writes a form, with its version; None for the program itself."""
    if form != "parquet":
        return None
    from importlib.metadata import version

    return f"pyarrow {version('pyarrow')}"


def manifest_text(manifest: Manifest, folder: Path) -> str:
    """The manifest as JSON for a file in that folder."""
    document = {
        "program": "pingan-cli",
        "version": manifest.version,
        "writer": manifest.writer,
        "ladder": _stamp_entry(manifest.ladder, folder),
        "years": list(manifest.years),
        "since": manifest.since,
        "units": manifest.units if manifest.units in (None, "none") else _place(manifest.units, folder),
        "format": manifest.form,
        "output": manifest.output,
        "inputs": [
            {
                "name": entry.input.name,
                "paths": [_place(path, folder) for path in entry.input.paths],
                "files": [_stamp_entry(stamp, folder) for stamp in entry.files],
                "refused": list(entry.refused),
            }
            for entry in manifest.inputs
        ],
        "outputs": [output._asdict() for output in manifest.outputs],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return json_printable(text, "\n") + "\n"


def _stamp_entry(stamp: Stamp, folder: Path) -> dict[str, Any]:
    return {**_place(stamp.path, folder), "size": stamp.size, "sha256": stamp.sha256}


def _place(text: str, folder: Path) -> dict[str, str]:
    path = Path(text)
    if path.is_relative_to(RULES) or path.is_relative_to(DATA):
        return {"shipped": path.relative_to(_ROOT).as_posix()}
    if path.name in ("", ".."):
        place = os.path.realpath(path)
    else:
        place = os.path.join(os.path.realpath(path.parent), path.name)  # noqa: PTH118  # a link keeps its own name
    with suppress(ValueError):  # on another drive
        place = os.path.relpath(place, os.path.realpath(folder))
    return {"path": Path(place).as_posix()}


def read_manifest(path: Path) -> Manifest:
    """The manifest in a file. Raises `Refused` where there is none, or it is not one that the program has written."""
    try:
        with path.open("rb") as stream:
            source = stream.read(LARGEST + 1)
    except FileNotFoundError:
        hint = told("it is written last: a run without one was not finished")
        raise Refused([Problem("file-missing", told("there is no such manifest"), str(path), hint=hint)]) from None
    except OSError as error:
        raise Refused([unreadable(error, str(path))]) from error
    try:
        if len(source) > LARGEST:
            raise _Invalid(told("it is too large"))
        return _Reading(path.parent).manifest(json.loads(source))
    except (ValueError, RecursionError) as error:
        why = error.args[0] if isinstance(error, _Invalid) else handed_on(str(error), JSON)
        message = told("this is no manifest of a batch: {reason}", reason=why)
        raise Refused([Problem("manifest-invalid", message, str(path), 1, 1)]) from error


class _Invalid(ValueError):
    """Raised for what a manifest cannot be; its argument says what that is."""


class _Reading:
    """Reads a manifest that lies in a folder. Raises `_Invalid` for what it cannot be."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def manifest(self, value: Any) -> Manifest:
        if _of(value, "program", str) != "pingan-cli":
            raise _Invalid(told("its program is another"))
        first, last = self._years(value, 2)
        units = value.get("units")
        return Manifest(
            ladder=self._stamp(_of(value, "ladder", dict)),
            years=(first, last),
            since=_optional(value, "since", int),
            units=units if units in (None, "none") else self._place(units),
            form=_allowed(_of(value, "format", str), FORMATS),
            output=_name(value["output"]) if value.get("output") is not None else None,
            writer=_optional(value, "writer", str),
            inputs=_each(value, "inputs", self._entry),
            outputs=_each(value, "outputs", self._output),
            version=_of(value, "version", str),
        )

    def _entry(self, value: Any) -> Entry:
        one = Input(_name(_of(value, "name", str)), _each(value, "paths", self._place))
        refused = _each(value, "refused", lambda code: _allowed(code, CODES))
        return Entry(one, _each(value, "files", self._stamp), refused)

    def _output(self, value: Any) -> Output:
        numbers = _of(value, "rows", int), _of(value, "size", int), _digest(value)
        return Output(_name(_of(value, "file", str)), _optional(value, "input", str), self._years(value), *numbers)

    def _stamp(self, value: Any) -> Stamp:
        return Stamp(self._place(value), _of(value, "size", int), _digest(value))

    def _years(self, value: Any, count: int | None = None) -> tuple[int, ...]:
        years = _each(value, "years", lambda year: _typed(year, int, "years"))
        if count not in (None, len(years)) or any(not 1000 <= year <= 9999 for year in years):
            raise _Invalid(told("{key} cannot be {value!r}", key="years", value=list(years)))
        return years

    def _place(self, value: Any) -> str:
        """A path that can be opened: beside the manifest, or of what comes with the program and nowhere else."""
        if isinstance(value, dict) and "shipped" in value:
            shipped = PurePosixPath(_of(value, "shipped", str))
            if ".." in shipped.parts or shipped.parts[:1] not in ((RULES.name,), (DATA.name,)):
                raise _Invalid(told("nothing that is shipped is called {name!r}", name=str(shipped)))
            return str(_ROOT / shipped)
        path = _of(value, "path", str)
        if not path or "\0" in path:
            raise _Invalid(told("{key} cannot be {value!r}", key="path", value=path))
        return str(self._folder / path)


def _of(value: Any, key: str, kind: type[_Value]) -> _Value:
    if not isinstance(value, dict):
        raise _Invalid(told("an object with {key} is needed", key=key))
    return _typed(cast(dict[str, Any], value).get(key), kind, key)


def _optional(value: Any, key: str, kind: type[_Value]) -> _Value | None:
    return None if value.get(key) is None else _of(value, key, kind)


def _typed(value: Any, kind: type[_Value], key: str) -> _Value:
    if type(value) is not kind:  # true is no number
        raise _Invalid(told("{key} cannot be {value!r}", key=key, value=str(value)[:60]))
    return value


def _each(value: Any, key: str, read: Callable[[Any], _Value]) -> tuple[_Value, ...]:
    return tuple(read(each) for each in cast(list[Any], _of(value, key, list)))


def _allowed(value: Any, known: Any) -> str:
    if not isinstance(value, str) or value not in known:
        raise _Invalid(told("{value!r} is not known", value=str(value)[:60]))
    return value


def _name(value: Any) -> str:
    """A name of a file in the folder of the manifest, and no path out of it."""
    if not isinstance(value, str) or not value or value in (".", "..") or re.search(r"[/\\\0]", value):
        raise _Invalid(told("{value!r} is no name of a file", value=str(value)[:60]))
    return value


def _digest(value: Any) -> str:
    digest = _of(value, "sha256", str)
    if not re.fullmatch("[0-9a-f]{64}", digest):
        raise _Invalid(told("{key} cannot be {value!r}", key="sha256", value=digest[:70]))
    return digest
