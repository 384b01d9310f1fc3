"""The configuration file: what `pingan` takes for granted in a folder and below, where nothing else is typed.

It is `pingan.toml`, or the table `[tool.pingan]` of `pyproject.toml`, in the working folder or the nearest one above
that has either; or else the file that the environment variable PINGAN_CONFIG names (`none` for no file at all). As a
file that came with a folder may be anybody's, it sets nothing but defaults of what is read and how it is shown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

from pingan_cli.files import open_bytes
from pingan_cli.problems import UNSAFE, Problem, did_you_mean, parser_said, unreadable
from pingan_cli.records.sources import STANDARD_INPUT
from pingan_cli.shipped import is_ladder_file
from pingan_cli.texts import LANGUAGES, in_english, told

ANSWER_FORMS = ("table", "json", "csv", "markdown")
FORMS = (*ANSWER_FORMS, "xlsx")
"""The forms of an answer; a workbook is no setting, as it must have a file."""
ALLOWED = {"lang": LANGUAGES, "format": ANSWER_FORMS}
EXAMPLES = {
    "rules": '"zhejiang-peace"', "data": '["lists"]', "units": '"units.csv"', "lang": '"zh"', "format": '"json"',
    "covers": '"county"', "encoding": '"gb18030"',
}  # fmt: skip
"""Every setting with a value that it may have."""

VARIABLE = "PINGAN_CONFIG"
_MOST_BYTES = 1 << 20
MOST_PARTS = 32
"""Parts of a dotted key, such as `tool.pingan.lang`; the parser takes quadratic time for them."""

_LONG_KEY = rf"""(?:(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}"""


class Config(NamedTuple):
    """What a configuration file sets; None or nothing for what it leaves. `path` is None where there is no file.

    Paths are relative to the working folder here, however the file writes them.
    """

    path: Path | None = None
    rules: str | None = None
    data: tuple[str, ...] = ()
    units: str | None = None
    lang: str | None = None
    format: str | None = None
    covers: tuple[str, ...] = ()
    encoding: str | None = None


def find_config(environment: Mapping[str, str]) -> tuple[Config, list[Problem]]:
    """The configuration in force in the working folder, and all that is wrong with it."""
    named = environment.get(VARIABLE, "")
    if named == "none":
        return Config(), []
    if named:
        path = Path(named)
        if _is_special(path):
            return Config(path), [_no_file(path)]
        if not os.path.isfile(path):  # noqa: PTH113 - gives False where a folder may not be looked into
            hint = told("the environment variable {variable} names it", variable=VARIABLE)
            return Config(path), [Problem("file-missing", told("there is no such file"), named, hint=hint)]
        return read_config(path)
    try:
        here = Path.cwd()
    except OSError:  # the working folder is gone
        return Config(), []
    for folder in (here, *here.parents):
        for name in ("pingan.toml", "pyproject.toml"):
            path = Path(name) if folder == here else folder / name
            if found := _found(path):
                return found
    return Config(), []


def _found(path: Path) -> tuple[Config, list[Problem]] | None:
    """What a file sets that may be a configuration; None where there is none, or a project's that is not ours."""
    is_ours = path.name == "pingan.toml"
    if not os.path.isfile(path):  # noqa: PTH113 - gives False where a folder may not be looked into
        return (Config(path), [_no_file(path)]) if is_ours and _is_special(path) else None
    if is_ours:
        return read_config(path)
    try:
        content = _beginning(path)
    except OSError:
        return None
    if b"pingan" not in content:
        return None  # most have not, and need not be parsed
    table, problem = _parsed(content)
    is_ours = _begins_our_table(content) if problem else "pingan" in _tool_of(table)
    return _settings(path, content, table, problem) if is_ours else None


def _begins_our_table(content: bytes) -> bool:
    """Whether some line looks like the header of our table, in a `pyproject.toml` that cannot be read."""
    headers = (line.translate(None, b" \t\"'").lstrip(b"[") for line in content.split(b"\n"))
    return any(header.startswith((b"tool.pingan]", b"tool.pingan.")) for header in headers)


def _tool_of(table: Mapping[str, Any]) -> Mapping[str, Any]:
    tool = table.get("tool")
    return tool if isinstance(tool, dict) else {}  # pyright: ignore[reportUnknownVariableType]


def _is_special(path: Path) -> bool:
    """Whether a path leads to a pipe or a device, reading which might not end."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)  # noqa: PTH110, PTH112, PTH113


def _no_file(path: Path) -> Problem:
    return Problem("file-unreadable", told("this is a pipe or a device, not a file"), str(path))


def _beginning(path: Path) -> bytes:
    """A file, or as much of it as shows that it is too large."""
    with open_bytes(path) as stream:
        return stream.read(_MOST_BYTES + 1)


def _parsed(content: bytes) -> tuple[dict[str, Any], Problem | None]:
    """The table that a text in TOML is, or why it is none."""
    import tomllib  # most runs find no file

    if len(content) > _MOST_BYTES:
        message = told("there are more than {most} MB in it", most=_MOST_BYTES >> 20)
        return {}, Problem("file-too-large", message)
    try:
        text = content.decode()
        if long := re.search(_LONG_KEY, text):
            line = text.count("\n", 0, long.start()) + 1
            message = told("this key has more than {most} parts", most=MOST_PARTS)
            return {}, Problem("config-invalid", message, "", line, 1)
        return tomllib.loads(text), None
    except UnicodeDecodeError:
        return {}, Problem("config-invalid", told("this is not UTF-8, as TOML must be"))
    except (ValueError, RecursionError) as error:  # broken TOML, a number beyond all bounds, a bottomless nest
        return {}, _no_toml(error)


def _no_toml(error: Exception) -> Problem:
    """Why a text is no TOML, and where. Python before 3.14 tells the place only at the end of its sentence."""
    sentence, line, column = (getattr(error, name, None) for name in ("msg", "lineno", "colno"))
    if sentence is None and (found := re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", str(error), re.DOTALL)):
        sentence, line, column = found[1], int(found[2]), int(found[3])
    reason = parser_said(error) if sentence is None else in_english(sentence)
    return Problem("config-invalid", told("this is not TOML: {reason}", reason=reason), "", line or 0, column or 0)


def read_config(path: Path) -> tuple[Config, list[Problem]]:
    """The configuration in a file, and all that is wrong with it: broken TOML, unknown settings, wrong values."""
    try:
        content = _beginning(path)
    except OSError as error:
        return Config(path), [unreadable(error, str(path))]
    return _settings(path, content, *_parsed(content))


def _settings(
    path: Path, content: bytes, table: Mapping[str, Any], problem: Problem | None
) -> tuple[Config, list[Problem]]:
    """What the table sets that a file was parsed to, and all that is wrong with it."""
    ours = Config(path)
    if problem:
        return ours, [problem._replace(file=str(path))]
    text = content.decode()
    within = ""
    if path.name == "pyproject.toml":
        within = "tool.pingan"
        table = _tool_of(table).get("pingan", {})
        if not isinstance(table, dict):
            return ours, [
                Problem("config-invalid", told("tool.pingan is no table"), str(path), *_place(text, "pingan", "tool"))
            ]
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for key, value in table.items():
        message, hint = _wrong(key, value)
        if message:
            problems.append(Problem("config-invalid", message, str(path), *_place(text, key, within), hint))
            continue
        values[key] = _resolved(key, value, path.parent)
        if key in _PATHS and (unread := _unread(values[key])):
            line, column = _place(text, key, within)
            problems.append(unread._replace(file=str(path), line=line, column=column))
    return ours._replace(**values), problems


_PATHS = ("rules", "data", "units")
_LISTS = ("data", "covers")


def _unread(paths: str | tuple[str, ...]) -> Problem | None:
    """Why one of the paths that a configuration names is not read: it is no file, and reading it might not end."""
    for path in (paths,) if isinstance(paths, str) else paths:
        if path == STANDARD_INPUT:
            return Problem("config-invalid", told("a configuration cannot name standard input"))
        if _is_special(Path(path)):
            return Problem("config-invalid", told("{path} is a pipe or a device, not a file", path=path))
    return None


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _wrong(key: str, value: object) -> tuple[str, str]:
    """What is wrong with a setting, and a hint; two empty texts for nothing."""
    if key not in EXAMPLES:
        hint = did_you_mean(key, EXAMPLES) or told("the settings are {settings}", settings=tuple(EXAMPLES))
        return told("there is no setting {key!r}", key=key), hint
    texts = cast("list[object]", value) if _is_list(value) and key in _LISTS else [value]
    if not texts or not all(isinstance(text, str) and text and not UNSAFE.search(text) for text in texts):
        wanted = told("a text or a list of texts") if key in _LISTS else told("a text")
        message = told("{key} must be {wanted}, not {value}", key=key, wanted=wanted, value=_kind(value))
        return message, told("such as {example}", example=f"{key} = {EXAMPLES[key]}")
    allowed = ALLOWED.get(key)
    if allowed and value not in allowed:
        hint = did_you_mean(str(value), allowed) or told("it is one of {allowed}", allowed=allowed)
        return told("{option} {text!r} is not known", option=key, text=value), hint
    return "", ""


def _kind(value: object) -> str:
    """What stands there instead of a text."""
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, bool):
        return told("true or false")
    if isinstance(value, int | float):
        return told("a number")
    if isinstance(value, list):
        return told("a list of other things")
    return told("a table") if isinstance(value, dict) else told("a date or a time")


def _resolved(key: str, value: Any, folder: Path) -> Any:
    """A value with its paths made relative to the working folder."""
    if key == "covers":
        return (value,) if isinstance(value, str) else tuple(value)
    if key == "data":
        return tuple(str(folder / each) for each in ([value] if isinstance(value, str) else value))
    is_path = (key == "units" and value != "none") or (key == "rules" and is_ladder_file(value))
    return str(folder / value) if is_path else value


def _place(text: str, key: str, within: str) -> tuple[int, int]:
    """Line and column of a setting, as well as they can be found in the text; the parser does not tell them."""
    header = ""
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            header = stripped.lstrip("[").partition("]")[0].translate(_UNSPELT)
            if header.startswith(f"{within}.{key}".removeprefix(".")):
                return number, 1
        elif header == within and _begins_with(stripped, key):
            return number, len(line) - len(line.lstrip()) + 1
    return 1, 0


_UNSPELT = dict.fromkeys(map(ord, " \t\"'"))


def _begins_with(line: str, key: str) -> bool:
    """Whether a line sets a key, or a part of it, however the key is quoted."""
    spelt = next((each for each in (key, f'"{key}"', f"'{key}'") if line.startswith(each)), None)
    return spelt is not None and line[len(spelt) :].lstrip().startswith(("=", "."))
