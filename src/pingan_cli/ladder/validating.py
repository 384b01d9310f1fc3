"""A ladder document held against the language: everything that is wrong, each at its place."""

from __future__ import annotations

from typing import Any, cast

from pydantic import BaseModel, ValidationError

from pingan_cli.diagnostics import Problem, did_you_mean
from pingan_cli.ladder.checks import faults
from pingan_cli.ladder.document import KEY, Document, Step
from pingan_cli.ladder.model import LadderFile

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
}
_LETTERS_FOR_DIGITS = str.maketrans("lIoO", "1100")


def problems_of(document: Document, file: str, stem: str) -> list[Problem]:
    """Every problem of a ladder document, in the order of the file; none for a ladder that can be used."""
    found: list[Problem] = []
    value = document.value
    try:
        LadderFile.model_validate(value)
    except ValidationError as error:
        details = error.errors(include_url=False)
        for detail in details:
            found.append(_problem(cast(dict[str, Any], detail), document, file))
        value = _without_unknown_keys(value, details)
    if _fits(value):
        for path, message, hint in faults(value, stem):
            found.append(Problem("ladder-invalid", _at(path) + message, file, *document.place(path), hint))
    return sorted(set(found), key=lambda problem: (problem.line, problem.column))


def _fits(value: Any) -> bool:
    try:
        LadderFile.model_validate(value)
    except ValidationError:
        return False
    return True


def _without_unknown_keys(value: Any, details: Any) -> Any:
    """The document less the keys that are not in the language, so that the rest can be checked all the same."""
    unknown = {tuple(detail["loc"]) for detail in details if detail["type"] == "extra_forbidden"}

    def kept(part: Any, path: tuple[Step, ...]) -> Any:
        if isinstance(part, dict):
            entries = cast(dict[str, Any], part)
            return {key: kept(inner, (*path, key)) for key, inner in entries.items() if (*path, key) not in unknown}
        if isinstance(part, list):
            return [kept(inner, (*path, index)) for index, inner in enumerate(cast(list[Any], part))]
        return part

    return kept(value, ())


def _problem(detail: dict[str, Any], document: Document, file: str) -> Problem:
    path, kind, given = cast(tuple[Step, ...], detail["loc"]), detail["type"], detail["input"]
    context = cast(dict[str, Any], detail.get("ctx", {}))
    hint = ""
    place = document.place(path)
    if kind == "missing":
        message, path = f"the key {path[-1]!r} is missing", path[:-1]
    elif kind == "extra_forbidden":
        message = f"the key {path[-1]!r} is not in the ladder language"
        hint = did_you_mean(str(path[-1]), _keys_at(path[:-1]))
        place, path = document.place((*path, KEY)), path[:-1]
    elif kind in _WANTED:
        message = f"{_shown(given)} is not {_WANTED[kind]}"
        meant = str(given).translate(_LETTERS_FOR_DIGITS)
        if kind.startswith("int") and isinstance(given, str) and meant.isdecimal():
            hint = f"write {meant} without quotes" if meant == given else f"did you mean {meant}?"
        elif kind == "string_type" and isinstance(given, int | float):
            hint = f'write "{str(given).lower()}" if it is text'
    elif kind == "literal_error":
        message = f"{_shown(given)} is not {context['expected']}"
    elif kind == "string_pattern_mismatch":
        message = f"{_shown(given)} has not the form that is wanted here"
        hint = f"the form is {context['pattern']}"
    else:
        text = str(detail["msg"])
        message = text[0].lower() + text[1:]
        if kind != "years":
            message = f"{_shown(given)}: {message}"
    return Problem("ladder-invalid", _at(path) + message, file, *place, hint)


def _at(path: tuple[Step, ...]) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return f"{text}: " if text else ""


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else {True: "true", False: "false", None: "nothing"}.get(value) \
        if isinstance(value, bool | None) else str(value)  # fmt: skip
    return text if text is not None and len(text) < 60 else f"{str(text)[:57]}…"


def _keys_at(path: tuple[Step, ...]) -> list[str]:
    """The keys that the language has at a path."""
    model: type[BaseModel] | None = LadderFile
    for step in path:
        if isinstance(step, int) or model is None:
            continue
        model = _model_of(model.model_fields[step].annotation) if step in model.model_fields else None
    return list(model.model_fields) if model else []


def _model_of(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as `list[Tier] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_of, getattr(annotation, "__args__", ()))), None)
