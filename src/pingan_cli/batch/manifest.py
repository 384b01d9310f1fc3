"""The manifest of a batch: what was read, by which rules, and what came of it; no clock, no machine.

Paths are relative to the folder of the manifest, so that it stays true when everything is moved together. What comes
with the program is named as such.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from pingan_cli import __version__
from pingan_cli.batch.inputs import Input, Stamp
from pingan_cli.batch.plan import FORMATS
from pingan_cli.files import open_bytes
from pingan_cli.ladder.values import LAST
from pingan_cli.problems import CODES, Problem, Refused, json_printable, parser_said, unreadable
from pingan_cli.records.cards import Settings
from pingan_cli.records.encodings import known_encoding
from pingan_cli.records.sources import PART
from pingan_cli.shipped import DATA, RULES
from pingan_cli.texts import told

LARGEST = 1 << 26
"""A manifest of more bytes than this is not read."""

LARGEST_FILE = 1 << 36
"""A file of more bytes than this is no part of a batch that can be verified: to read it takes a minute or more."""

_ROOT = RULES.parent


class _Part(BaseModel):
    """A part of the manifest, read from JSON or made of values. Nothing is read for what it is not."""

    model_config = ConfigDict(strict=True, frozen=True)


def _place(value: Any, info: ValidationInfo) -> str:
    """A path that can be opened. In JSON it is one beside the manifest, or that of a file that is shipped."""
    if info.context is None and isinstance(value, str):
        return value
    if info.context is None or not isinstance(value, dict):
        raise _unknown("path", value)
    shipped, path = (cast(dict[str, Any], value).get(key) for key in ("shipped", "path"))
    if "shipped" in value:
        parts = PurePosixPath(_file_name(shipped, "shipped")).parts
        if ".." in parts or parts[:1] not in ((RULES.name,), (DATA.name,)):
            raise _unknown("shipped", shipped)
        return str(_ROOT.joinpath(*parts))
    folder: Path = info.context
    return str(folder / _file_name(path, "path"))


def _name(value: Any) -> str:
    """A name of a file in the folder of the manifest, and no path out of it."""
    name = _file_name(value, "file")
    if name in (".", "..") or re.search(r"[/\\]", name):
        raise _unknown("file", value)
    return name


def _file_name(value: Any, key: str) -> str:
    """A text that the system takes as the name of a file; a pydantic string has no bytes that are not UTF-8."""
    try:
        if isinstance(value, str) and value and "\0" not in value and os.fsencode(value):
            return value
    except UnicodeEncodeError:  # half a character
        pass
    raise _unknown(key, value)


def _code(value: str) -> str:
    if value not in CODES:
        raise _unknown("refused", value)
    return value


def _encoding(value: str) -> str:
    if known_encoding(value) != value:
        raise _unknown("encoding", value)
    return value


def _format(value: str) -> str:
    if value not in FORMATS:
        raise _unknown("format", value)
    return value


def _unknown(key: str, value: object) -> ValueError:
    return ValueError(told("{key} cannot be {value!r}", key=key, value=str(value)[:60]))


_Place = Annotated[str, PlainValidator(_place)]
_Name = Annotated[str, PlainValidator(_name)]
_Year = Annotated[int, Field(ge=1000, le=LAST)]
Count = Annotated[int, Field(ge=0, le=LARGEST_FILE)]
Code = Annotated[str, AfterValidator(_code)]
_Encoding = Annotated[str, AfterValidator(_encoding)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_Years = Annotated[tuple[_Year, ...], Field(strict=False)]


class Recorded(_Part):
    """A file that was read: its path, how many bytes it had, and the SHA-256 of them."""

    path: _Place
    size: Count
    sha256: Digest

    @model_validator(mode="before")
    @classmethod
    def _with_place(cls, value: Any, info: ValidationInfo) -> Any:
        """In JSON the two kinds of a path stand beside the others."""
        stamp: Any = value
        return {**stamp, "path": stamp} if info.context and isinstance(value, dict) else value

    @property
    def stamp(self) -> Stamp:
        """The same for comparing it with what is there."""
        return Stamp(self.path, self.size, self.sha256)


class Entry(_Part):
    """An input, the files that it was read from, and the codes of what kept it from being computed."""

    name: _Name
    paths: Annotated[tuple[_Place, ...], Field(strict=False)]
    files: Annotated[tuple[Recorded, ...], Field(strict=False)]
    refused: Annotated[tuple[Code, ...], Field(strict=False)]

    @property
    def input(self) -> Input:
        """The input."""
        return Input(self.name, self.paths)


class Written(_Part):
    """A file with rows; `input` is the name of the only input in it, if it is one."""

    file: _Name
    input: _Name | None
    years: _Years
    rows: Count
    size: Count
    sha256: Digest


class Manifest(_Part):
    """Everything that a batch depends on, and its files. Paths are such as can be opened.

    `encoding`, `announced` and `covers` are the `Settings` of the lists; `output` is the name of the one file, or
    None; `writer` the library that wrote, where it is not the program
    itself; `version` the program's.
    """

    program: Literal["pingan-cli"] = "pingan-cli"
    version: str = __version__
    writer: str | None
    ladder: Recorded
    years: Annotated[tuple[_Year, _Year], Field(strict=False)]
    since: _Year | None
    units: Literal["none"] | _Place | None
    encoding: _Encoding | None = None
    announced: bool | None = None
    covers: Annotated[tuple[str, ...], Field(strict=False)] = ()
    format: Annotated[str, AfterValidator(_format)]
    output: _Name | None
    inputs: Annotated[tuple[Entry, ...], Field(strict=False)]
    outputs: Annotated[tuple[Written, ...], Field(strict=False)]

    @property
    def settings(self) -> Settings:
        """What was said of the lists."""
        return Settings(self.encoding, self.announced, self.covers)


def writer_of(form: str) -> str | None:
    """The library that writes a form, with its version; None for the program itself."""
    if form != "parquet":
        return None
    from importlib.metadata import version

    return f"pyarrow {version('pyarrow')}"


def manifest_text(manifest: Manifest, folder: Path) -> str:
    """The manifest as JSON for a file in that folder."""
    document = {
        "program": manifest.program,
        "version": manifest.version,
        "writer": manifest.writer,
        "ladder": _stamp_entry(manifest.ladder, folder),
        "years": list(manifest.years),
        "since": manifest.since,
        "units": manifest.units if manifest.units in (None, "none") else _told(manifest.units, folder),
        "encoding": manifest.encoding,
        "announced": manifest.announced,
        "covers": list(manifest.covers),
        "format": manifest.format,
        "output": manifest.output,
        "inputs": [
            {
                "name": entry.name,
                "paths": [_told(path, folder) for path in entry.paths],
                "files": [_stamp_entry(stamp, folder) for stamp in entry.files],
                "refused": list(entry.refused),
            }
            for entry in manifest.inputs
        ],
        "outputs": [output.model_dump() for output in manifest.outputs],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return json_printable(text, "\n") + "\n"


def _stamp_entry(stamp: Recorded, folder: Path) -> dict[str, Any]:
    return {**_told(stamp.path, folder), "size": stamp.size, "sha256": stamp.sha256}


def _told(text: str, folder: Path) -> dict[str, str]:
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
        with open_bytes(path) as stream:
            source = stream.read(LARGEST + 1)
    except FileNotFoundError:
        hint = told("it is written last: a run without one was not finished")
        raise Refused([Problem("file-missing", told("there is no such manifest"), str(path), hint=hint)]) from None
    except OSError as error:
        raise Refused([unreadable(error, str(path))]) from error
    try:
        if len(source) > LARGEST:
            raise ValueError(told("it is too large"))
        return _consistent(Manifest.model_validate(json.loads(source), context=path.parent))
    except ValidationError as error:
        reason = _reason(error)
    except (ValueError, RecursionError) as error:
        reason = parser_said(error)
    message = told("this is no manifest of a batch: {reason}", reason=reason)
    raise Refused([Problem("manifest-invalid", message, str(path), 1, 1)])


def _consistent(manifest: Manifest) -> Manifest:
    """Every input is there once, and every output is one that a run with these inputs writes."""
    if not manifest.inputs or not manifest.outputs:
        raise ValueError(told("it names no inputs, or no outputs"))
    seen: set[frozenset[str]] = set()
    for entry in manifest.inputs:
        parts = any(PART in path for path in entry.paths)
        read = frozenset(map(os.path.realpath, entry.paths if parts else (each.path for each in entry.files)))
        files = {each.path for each in entry.files}
        if (read and read in seen) or len({*entry.paths}) + 1 < len(entry.paths) or len(files) < len(entry.files):
            raise ValueError(told("the input {name} is there twice", name=entry.name))
        seen.add(read)
    names = {entry.name for entry in manifest.inputs}
    if len(names) < len(manifest.inputs) or len({each.file for each in manifest.outputs}) < len(manifest.outputs):
        raise ValueError(told("a name is there twice"))
    for each in manifest.outputs:
        files = (
            {manifest.output} if manifest.output else {f"{each.input}-{year}.{manifest.format}" for year in each.years}
        )
        owner = {None} if manifest.output else names
        if {each.file} != files or each.input not in owner:
            raise ValueError(told("{file} is no output of these inputs", file=each.file))
    return manifest


def _reason(error: ValidationError) -> str:
    """What is wrong first, in words of our own."""
    first = error.errors(include_url=False)[0]
    if ours := first.get("ctx", {}).get("error"):
        return ours.args[0]
    key = ".".join(str(each) for each in first["loc"] if not isinstance(each, int)) or "manifest"
    if first["type"] == "missing":
        return told("{key} is missing", key=key)
    return told("{key} cannot be {value!r}", key=key, value=str(first["input"])[:60])
