"""The page of the library: its public names, and the values that they give, with signatures and docstrings."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pingan_cli

ABOUT = """\
# Library

What a command does, a few calls do. The names of the first part come with `from pingan_cli import …`; the second part
describes the values that they give. Everything is made from the docstrings.
"""

INSIDE = (
    "pingan_cli.views",
    "pingan_cli.ladder.document",
    "pingan_cli.records.cards",
    "pingan_cli.records.sources",
    "pingan_cli.records.table",
)
"""How files are read and how answers are laid out is nobody's business outside."""


def page() -> str:
    """The public names first, then every class that can be reached from them."""
    offered = [getattr(pingan_cli, name) for name in sorted(pingan_cli.__all__) if not name.startswith("_")]
    public = [each for each in offered if inspect.isclass(each) or inspect.isfunction(each)]
    reached = [each for each in _reached(public) if each not in public]
    parts = [ABOUT, "## Public names\n", *(part for each in public for part in _entry(each))]
    parts += ["## Values\n", *(part for each in reached for part in _entry(each))]
    return "\n".join(parts)


def _reached(starts: list[Any]) -> list[Any]:
    """All of our classes that fields and answers of these lead to, in the order in which they are come upon."""
    reached: dict[Any, None] = {}
    waiting = list(starts)
    while waiting:
        each = waiting.pop(0)
        if each not in reached:
            reached[each] = None
            for text in _mentioned(each):
                waiting += filter(_is_ours, (_meant(word, each.__module__) for word in re.findall(r"\w+", text)))
    return [each for each in reached if inspect.isclass(each)]


def _meant(word: str, module: str) -> Any:
    """What a name means in a module, also one that it imports for its types only; None for nothing there."""
    if hasattr(sys.modules[module], word):
        return getattr(sys.modules[module], word)
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    for line in ast.walk(tree):
        if isinstance(line, ast.ImportFrom) and line.module and word in [each.name for each in line.names]:
            return getattr(importlib.import_module(line.module), word)
    return None


def _is_ours(value: Any) -> bool:
    if not inspect.isclass(value) or value.__name__.startswith("_"):
        return False
    return value.__module__.startswith("pingan_cli") and not value.__module__.startswith(INSIDE)


def _mentioned(each: Any) -> Iterator[str]:
    """The types of the fields and of the answers of a class, or of the answer of a function, as they are written."""
    if inspect.isclass(each):
        yield from (kind for _, kind in _fields(each))
        for _, member in _members(each):
            yield _answer(member)
    else:
        yield _answer(each)


def _entry(each: Any) -> Iterator[str]:
    yield f"### {each.__name__}\n"
    if not inspect.isclass(each):
        yield _code(f"{each.__name__}{_signature(each)}")
        yield _docstring(each)
        return
    yield _docstring(each)
    yield _code("\n".join([f"# {each.__module__}", *(f"{name}: {kind}" for name, kind in _fields(each))]))
    for name, member in _members(each):
        is_value = isinstance(member, property | cached_property)
        yield _code(f"{name}: {_answer(member)}" if is_value else f"{name}{_signature(member)}")
        yield _docstring(_function(member))


def _code(text: str) -> str:
    return f"```python\n{text}\n```\n"


def _fields(each: Any) -> list[tuple[str, str]]:
    """The annotated fields of a class, its own and those that it has from our other classes."""
    fields: dict[str, str] = {}
    for kind in reversed(each.__mro__):
        if kind.__module__.startswith("pingan_cli"):
            fields |= {name: _written(said) for name, said in inspect.get_annotations(kind).items()}
    return [(name, kind) for name, kind in fields.items() if not name.startswith("_")]


def _members(each: Any) -> list[tuple[str, Any]]:
    """The public methods and properties of a class that have a docstring."""
    return [
        (name, member)
        for kind in each.__mro__
        if kind.__module__.startswith("pingan_cli")
        for name, member in vars(kind).items()
        if not name.startswith("_") and isinstance(member, property | cached_property | type(_members) | staticmethod)
        if _function(member).__doc__
    ]


def _function(member: Any) -> Any:
    if isinstance(member, property):
        return member.fget
    return getattr(member, "func", None) or getattr(member, "__func__", None) or member


def _signature(function: Any) -> str:
    """A signature as it is written, without `self`."""
    told: list[str] = []
    keyword_only = False
    for each in inspect.signature(_function(function)).parameters.values():
        if each.name == "self":
            continue
        if each.kind is each.KEYWORD_ONLY and not keyword_only:
            keyword_only = True
            told.append("*")
        stars = {each.VAR_POSITIONAL: "*", each.VAR_KEYWORD: "**"}.get(each.kind, "")
        default = "" if each.default is each.empty else f" = {_default(each, function)}"
        told.append(f"{stars}{each.name}: {_written(each.annotation)}{default}")
    line = f"({', '.join(told)}) -> {_answer(function)}"
    if len(line) > 100:
        line = "(\n" + "".join(f"    {each},\n" for each in told) + f") -> {_answer(function)}"
    return line


def _default(parameter: inspect.Parameter, function: Any) -> str:
    """A default by its value where that is plain, and otherwise as it is written in the source."""
    if parameter.default is None or type(parameter.default) in (str, int, bool, tuple):
        return repr(parameter.default)
    (written,) = ast.parse(textwrap.dedent(inspect.getsource(_function(function)))).body
    assert isinstance(written, ast.FunctionDef)
    named = [*written.args.posonlyargs, *written.args.args]
    given = [*zip(reversed(named), reversed(written.args.defaults), strict=False)]
    given += zip(written.args.kwonlyargs, written.args.kw_defaults, strict=True)
    return next(ast.unparse(value) for each, value in given if value and each.arg == parameter.name)


def _answer(member: Any) -> str:
    return _written(inspect.signature(_function(member)).return_annotation)


def _written(annotation: Any) -> str:
    """A type as it is written in the source."""
    return str(getattr(annotation, "__forward_arg__", annotation))


def _docstring(each: Any) -> str:
    """A docstring as Markdown, its examples as code."""
    text = inspect.getdoc(each) or ""
    if text.startswith(f"{getattr(each, '__name__', '')}("):  # what Python says of a class without a docstring
        return ""
    told: list[str] = []
    for part in re.split(r"\n\n+", text):
        told.append(f"```pycon\n{textwrap.dedent(part)}\n```" if part.lstrip().startswith(">>>") else part)
    return "\n\n".join(told) + "\n"
