"""The page of every key of the method language, from its model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from pingan_cli.assess import model

ABOUT = """\
# Keys of the method language

Every key that a method file may have, from the model by which it is checked.
[The method language](../method-language.md) says how they work together.
"""

PARTS = (
    "MethodFile", "Indicator", "Need", "Given", "Group", "Condition", "Step", "Per", "Grade", "Quota", "Edition",
    "IndicatorChanges", "NeedChanges", "Removal", "Merger", "Example",
)  # fmt: skip
TITLES = {"MethodFile": "The file", "IndicatorChanges": "Changes of indicators", "NeedChanges": "Changes of needs"}


def page() -> str:
    """All parts of a method with their keys."""
    return "\n".join([ABOUT, *(line for name in PARTS for line in _part(name))])


def _part(name: str) -> Iterator[str]:
    part: type[BaseModel] = getattr(model, name)
    about = (part.__doc__ or "").split("\n")[0]
    yield f"## {TITLES.get(name, name)}\n\n{about}\n\n| key | form | needed | meaning |\n|---|---|---|---|"
    for field_name, field in part.model_fields.items():
        key = field.alias or field_name
        needed = "yes" if field.is_required() else ""
        yield f"| `{key}` | {_form(field.annotation)} | {needed} | {field.description or ''} |"
    yield ""


def _form(annotation: Any) -> str:
    """What kind of value a key has, in words."""
    arguments = [each for each in get_args(annotation) if each is not type(None)]
    origin = get_origin(annotation)
    if origin is list:
        return f"list of {_form(arguments[0])}" if arguments else "list"
    if origin is dict:
        return "mapping"
    if origin is not None and origin.__name__ == "Literal":
        return ", ".join(f"`{each}`" for each in arguments)
    if origin is not None and origin.__name__ == "Annotated":
        return _form(arguments[0])
    if arguments:
        return " or ".join(dict.fromkeys(map(_form, arguments)))
    names = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false", "Names": "name"}
    return names.get(annotation.__name__, annotation.__name__.lower())
