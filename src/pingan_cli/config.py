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

from pingan_cli.foreign import NESTED, TOML, handed_on, unreadable
from pingan_cli.problems import UNSAFE, Problem, did_you_mean
from pingan_cli.shipped import is_ladder_file
from pingan_cli.texts import LANGUAGES, told

FORMATS = ("table", "json", "csv", "markdown")
ALLOWED = {"lang": LANGUAGES, "format": FORMATS}
EXAMPLES = {
    "rules": '"zhejiang-peace"', "data": '["lists"]', "units": '"units.csv"', "lang": '"zh"', "format": '"json"',
}  # fmt: skip
"""Every setting with a value that it may have."""

VARIABLE = "PINGAN_CONFIG"
MOST_BYTES = 1 << 20
_OUR_HEADER = rb"(?m)^\s*\[+\s*tool\s*\.\s*[\"']?pingan[\"']?\s*[].]"


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


def find_config(environment: Mapping[str, str]) -> tuple[Config, list[Problem]]:
    """The configuration in force in the working folder, and all that is wrong with it."""
    named = environment.get(VARIABLE, "")
    if named == "none":
        return Config(), []
    if named:
        path = Path(named)
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
            if os.path.isfile(path) and (name == "pingan.toml" or _speaks_of_us(path)):  # noqa: PTH113
                return read_config(path)
    return Config(), []


def _speaks_of_us(path: Path) -> bool:
    """Whether a `pyproject.toml` has our table; a look at its bytes, for most have not and need not be parsed."""
    try:
        return re.search(_OUR_HEADER, _beginning(path)) is not None
    except OSError:
        return False


def _beginning(path: Path) -> bytes:
    """A file, or as much of it as shows that it is too large."""
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def read_config(path: Path) -> tuple[Config, list[Problem]]:
    """The configuration in a file, and all that is wrong with it: broken TOML, unknown settings, wrong values."""
    import tomllib  # most runs find no file

    ours = Config(path)
    table: Any
    try:
        content = _beginning(path)
        if len(content) > MOST_BYTES:
            message = told("there are more than {most} MB in it", most=MOST_BYTES >> 20)
            return ours, [Problem("file-too-large", message, str(path))]
        text = content.decode()
        table = tomllib.loads(text)
    except OSError as error:
        return ours, [unreadable(error, str(path))]
    except UnicodeDecodeError:
        return ours, [Problem("config-invalid", told("this is not UTF-8, as TOML must be"), str(path))]
    except (ValueError, RecursionError) as error:  # broken TOML, a number beyond all bounds, a bottomless nest
        said = NESTED if isinstance(error, RecursionError) else str(error)
        at = re.search(r" \(at line (\d+), column (\d+)\)$", said)
        place = (int(at[1]), int(at[2])) if at else (0, 0)
        said = said.removesuffix(at[0] if at else "")
        message = told("this is not TOML: {reason}", reason=handed_on(said, TOML))
        return ours, [Problem("config-invalid", message, str(path), *place)]
    within = ""
    if path.name == "pyproject.toml":
        within = "tool.pingan"
        tool: Any = table.get("tool")
        table = tool.get("pingan", {}) if _is_table(tool) else {}
        if not _is_table(table):
            return ours, [
                Problem("config-invalid", told("tool.pingan is no table"), str(path), *_place(text, "pingan", "tool"))
            ]
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for key, value in table.items():
        message, hint = _wrong(key, value)
        if message:
            problems.append(Problem("config-invalid", message, str(path), *_place(text, key, within), hint))
        else:
            values[key] = _resolved(key, value, path.parent)
    return ours._replace(**values), problems


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _wrong(key: str, value: object) -> tuple[str, str]:
    """What is wrong with a setting, and a hint; two empty texts for nothing."""
    if key not in EXAMPLES:
        hint = did_you_mean(key, EXAMPLES) or told("the settings are {settings}", settings=tuple(EXAMPLES))
        return told("there is no setting {key!r}", key=key), hint
    texts = cast("list[object]", value) if _is_list(value) and key == "data" else [value]
    if not texts or not all(isinstance(text, str) and text and not UNSAFE.search(text) for text in texts):
        wanted = told("a text or a list of texts") if key == "data" else told("a text")
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
    if key == "data":
        return tuple(str(folder / each) for each in ([value] if isinstance(value, str) else value))
    is_path = (key == "units" and value != "none") or (key == "rules" and is_ladder_file(value))
    return str(folder / value) if is_path else value


def _place(text: str, key: str, within: str) -> tuple[int, int]:
    """Line and column of a setting, as well as they can be found in the text; the parser does not tell them."""
    spelt = rf"[\"']?{re.escape(key)}[\"']?\s*[.=]"
    header = ""
    for number, line in enumerate(text.splitlines(), 1):
        if opened := re.match(r"\s*\[+\s*([^]]*?)\s*\]", line):
            header = re.sub(r"[\"'\s]", "", opened[1])
            if header.startswith(f"{within}.{key}".removeprefix(".")):
                return number, 1
        elif header == within and (found := re.match(rf"(\s*){spelt}", line)):
            return number, len(found[1]) + 1
    return 1, 0
