"""A document held against its language, a ladder's or a method's: everything that is wrong, each at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple, cast, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pingan_cli.engine.ladder import chinese, english
from pingan_cli.ladder.checks import OWN_RESULTS, Fault, Path, example_faults, faults
from pingan_cli.ladder.compiling import compiled
from pingan_cli.ladder.document import KEY, Document
from pingan_cli.ladder.model import ID, OF_AN_AMENDMENT, SHAPES, STAR_ID, STAR_TEXT, URL, Amendment, LadderFile
from pingan_cli.ladder.values import LETTERS_FOR_DIGITS, Entry
from pingan_cli.problems import Problem, did_you_mean
from pingan_cli.texts import any_of, in_english, one_by_one, told

_WANTED = {
    "string_type": told("text"),
    "int_type": told("a whole number"),
    "int_from_float": told("a whole number"),
    "float_type": told("a number"),
    "limit_type": told("a number, or numbers by level"),
    "bool_type": told("true or false"),
    "list_type": told("a list"),
    "dict_type": told("a mapping of keys to values"),
    "model_type": told("a mapping of keys to values"),
}
"""What pydantic's kinds of wrong type want, in the words of the language reference."""

_EMPTY = {
    "string_too_short": told("there is no text here"),
    "too_short": told("there is nothing in it"),
}
"""What is told where there is less than must be."""

_BOUNDS: dict[str, tuple[str, Callable[[str, Any], str]]] = {
    "greater_than_equal": ("ge", lambda value, bound: told("{value} is less than {bound}", value=value, bound=bound)),
    "greater_than": ("gt", lambda value, bound: told("{value} is not more than {bound}", value=value, bound=bound)),
    "less_than_equal": ("le", lambda value, bound: told("{value} is more than {bound}", value=value, bound=bound)),
    "less_than": ("lt", lambda value, bound: told("{value} is not less than {bound}", value=value, bound=bound)),
}
"""Which bound an error of pydantic's names, and what is told of it."""

_PLAIN = re.compile(r"[\w-]+")


_NUMBERS = {words(number).lower(): number for words in (english, chinese) for number in range(21)}
"""Numbers that people write as words."""

_AMENDABLE = [key for key in Amendment.model_fields if key not in OF_AN_AMENDMENT]


class Language(NamedTuple):
    """What a file may say: the model of its shape, the code of what is wrong in it, and what the language is called.

    `deeper` gives what the shape cannot say, from the validated model and the plain values.
    """

    model: type[BaseModel]
    code: str
    name: str
    deeper: Callable[[Any, Entry], Iterable[Fault]]


def problems_of(document: Document, file: str, stem: str) -> list[Problem]:
    """Every problem of a ladder document, in the order of the file; none for a ladder that can be used."""

    def deeper(model: LadderFile, value: Entry) -> Iterable[Fault]:
        return faults(model, stem) or list(_deeper_faults(model, value))

    return held_against(Language(LadderFile, "ladder-invalid", told("the ladder language"), deeper), document, file)


def held_against(language: Language, document: Document, file: str) -> list[Problem]:
    """Every problem of a document in a language, in the order of the file."""
    value = document.value
    model, errors = _validated(language.model, value)
    found = [_fault(error, document, language) for error in errors]
    if model is None:
        value = _without_unknown_keys(value, errors)
        model, _ = _validated(language.model, value)
    if model is not None:
        reduced = {error["loc"][:-1] for error in errors if error["type"] == "extra_forbidden"} - {()}
        deeper = (fault for fault in language.deeper(model, value) if fault.path not in reduced)
        found += [(fault, document.place(fault.path)) for fault in deeper]
    problems = {Problem(language.code, _placed(path, message), file, *place, hint)
                for (path, message, hint), place in found}  # fmt: skip
    return sorted(problems, key=lambda problem: (problem.line, problem.column, problem.message))


def _validated(model: type[BaseModel], value: Any) -> tuple[BaseModel | None, list[ErrorDetails]]:
    """The model of a value, or what is wrong with it at which paths of the document."""
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        for each in errors:
            each["loc"] = tuple(step for step in each["loc"] if step not in SHAPES)
        return None, errors


def _without_unknown_keys(value: Any, errors: list[ErrorDetails]) -> Any:
    """The document less the keys that are not in the language, so that the rest can be checked all the same."""
    unknown = {error["loc"] for error in errors if error["type"] == "extra_forbidden"}

    def kept(part: Any, path: Path) -> Any:
        if isinstance(part, dict):
            entries = cast(Entry, part)
            return {key: kept(inner, (*path, key)) for key, inner in entries.items() if (*path, key) not in unknown}
        if isinstance(part, list):
            return [kept(inner, (*path, index)) for index, inner in enumerate(cast(list[Any], part))]
        return part

    return kept(value, ())


def _deeper_faults(model: LadderFile, value: Entry) -> list[Fault]:
    """What only shows once the ladder can be compiled."""
    ladder = compiled(value)
    idle = [
        Fault(("amendments", index), told("this amendment changes nothing: all that it says was so before"))
        for index, (before, terms) in enumerate(pairwise(ladder.terms))
        if terms == replace(before, since=terms.since)
    ]
    return [*idle, *example_faults(ladder, model.examples)]


def _fault(error: ErrorDetails, document: Document, language: Language) -> tuple[Fault, tuple[int, int]]:
    """An error of pydantic's in our words, and its place."""
    path, kind, given = error["loc"], error["type"], error["input"]
    if kind == "missing":
        return Fault(path[:-1], told("the key {key!r} is missing", key=path[-1])), document.place(path)
    if kind == "extra_forbidden":
        place = document.place((*path, KEY))
        if path[0] == "amendments" and path[-1] in LadderFile.model_fields:
            hint = told("what can be amended: {keys}", keys=tuple(_AMENDABLE))
            if path[-1] == "period":
                hint = told("write a ladder of its own for the years from then on")
            return Fault(path[:-1], told("{key!r} cannot be amended", key=path[-1]), hint), place
        message = told("the key {key!r} is not in {language}", key=path[-1], language=language.name)
        return Fault(path[:-1], message, _key_hint(str(path[-1]), path[:-1], language.model)), place
    while path not in document.places:  # a step that only the model has, such as the bounds of a single number
        path = path[:-1]
    return Fault(path, *_told(kind, given, path, error, language.model)), document.place(path)


def _key_hint(key: str, path: Path, root: type[BaseModel]) -> str:
    """Which key is probably meant, or where one of this name stands, or which keys stand here."""
    keys = _keys_at(root, path)
    here = told("the keys here are: {keys}", keys=tuple(keys)) if 0 < len(keys) < _MANY else ""
    if "cards" in keys and key in OWN_RESULTS:
        return told("{key!r} stands under {places}", key=key, places="cards")
    if places := list(_places_of(key, root)):
        under = told("{key!r} stands under {places}", key=key, places=any_of(places))
        return one_by_one([under, here] if here else [under])
    if " " in key:
        return told("quote a text that contains a colon and a space: it ends a key to YAML")
    return did_you_mean(key, keys) or here


_LONG = 60
"""In a longer text nobody meant a number."""

_MANY = 12
"""Of more keys than that no hint tells all."""


def _places_of(key: str, model: type[BaseModel], path: str = "") -> Iterator[str]:
    """Where a language has a key, apart from amendments, examples and the top."""
    for name, field in model.model_fields.items():
        inner = _model_of(field.annotation)
        at = f"{path}{field.alias or name}"
        if inner is not None and name not in ("amendments", "examples") and "en" not in inner.model_fields:
            if key in _keys_at(inner, ()):
                yield at
            yield from _places_of(key, inner, f"{at}.")


def _told(kind: str, given: Any, path: Path, error: ErrorDetails, root: type[BaseModel]) -> tuple[str, str]:
    """Message and hint for a value that is wrong."""
    context = error.get("ctx", {})
    if kind in _WANTED:
        is_tier = "honour" in _keys_at(root, path[:1]) and path[-1] in ("honour", "awarded", "next", "min", "max")
        wanted = told("the id of a tier") if is_tier and kind == "string_type" else _WANTED[kind]
        if given is None:
            return told("nothing stands here, where {wanted} is wanted", wanted=wanted), ""
        hint = "" if wanted != _WANTED[kind] else _type_hint(kind, given, path, _keys_at(root, path))
        return told("{value} is not {wanted}", value=_shown(given), wanted=wanted), hint
    if kind == "literal_error":
        *words, last = str(context["expected"]).replace(" or ", ", ").split(", ")
        hint = did_you_mean(str(given), [word.strip("'") for word in (*words, last)])
        if path[-2:] == ("miss", "count"):
            words, last = [*words, last], "{back: 2}"
            less = re.findall("[1-9][0-9]{0,2}", str(given)[:_LONG]) or [2]
            hint = hint or told("write {code}", code=f"{{back: {less[0]}}}")
        wanted = any_of([tuple(words), last] if words else [last])
        return told("{value} is not {wanted}", value=_shown(given), wanted=wanted), hint
    if kind in _EMPTY:
        return _EMPTY[kind], ""
    if kind == "string_too_long":
        return told("the text is longer than {most} letters", most=context["max_length"]), ""
    if kind == "string_pattern_mismatch":
        return told("{value} has not the form that is wanted here", value=_shown(given)), _form(
            context["pattern"], given
        )
    if kind in _BOUNDS:
        key, tell = _BOUNDS[kind]
        hint = (
            told("a tier counts periods, not amounts that add up") if error["loc"][-1] == "at" and key == "le" else ""
        )
        return tell(_shown(given), context[key]), hint
    if kind == "years":
        return context["reason"], ""
    if kind == "name_empty":
        return told("a name is said in English, in Chinese or in both"), told(
            "write text, or a mapping with 'en', 'zh' or both"
        )
    what = in_english(error["msg"][0].lower() + error["msg"][1:])
    return told("{at}: {message}", at=_shown(given), message=what), ""


def _form(pattern: str, given: Any) -> str:
    """What a text must look like, in words."""
    text = str(given)
    if pattern == ID:
        meant = re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")
        form = told("an id has small letters a-z and digits, joined by single hyphens, such as gold-medal")
        return _did_mean(meant) if re.fullmatch(ID, meant) and text.isascii() else form
    if pattern == STAR_ID:
        return told("an id that ends with {{n}} for the number, such as gold-ding-{{n}}", _="")
    if pattern == STAR_TEXT:
        return told("a name that holds {{n}} or {{number}} for the number, in quotes", _="")
    if pattern == URL:
        return told("an address begins with http:// or https:// and has no spaces")
    return told("a text does not begin with a space")


def _type_hint(kind: str, given: Any, path: Path, keys: Sequence[str]) -> str:
    """What is probably meant by a value of another type, or how one of the right type is written."""
    if kind == "string_type" and isinstance(given, int | float):
        return told('write "{text}" if it is text', text=str(given).lower())
    if kind == "list_type":
        return told('a list stands in [ and ], or has "- " before each entry')
    if path[-1:] == ("cards",):
        return told("write the years of each result, such as {code}", code="{held: 2005-2022}")
    if kind in ("dict_type", "model_type"):
        return told("the keys here are: {keys}", keys=tuple(keys)) if 0 < len(keys) < _MANY else ""
    if kind == "int_from_float" and given == int(given):
        return told("write {number}", number=int(given))
    if path[-1:] == ("streak",) and not isinstance(given, dict):
        bounds = re.findall("[0-9]+", str(given)[:_LONG])
        if len(bounds) == 2:
            return told("write {code}", code=f"{{min: {bounds[0]}, max: {bounds[1]}}}")
    if not isinstance(given, str) or len(given) > _LONG or not kind.startswith(("int", "float", "limit")):
        return ""
    meant = given.translate(LETTERS_FOR_DIGITS)
    if meant.isascii() and meant.isdecimal():
        number = str(int(meant))
        return told("write {number} without quotes", number=number) if number == given else _did_mean(number)
    if (number := _NUMBERS.get(given.strip().lower())) is not None:
        return _did_mean(str(number))
    numbers = re.findall("[0-9]+", given)
    return _did_mean(numbers[0]) if len(numbers) == 1 else ""


def _did_mean(word: str) -> str:
    return told("did you mean {word}?", word=word)


def _placed(path: Path, message: str) -> str:
    """A message with the path at which something is wrong: `tiers[2].at: …`."""
    text = ""
    for step in path:
        if isinstance(step, int) or not _PLAIN.fullmatch(step):
            text += f"[{step!r}]" if step != KEY else ""
        else:
            text += f".{step}" if text else step
    return told("{at}: {message}", at=text, message=message) if text else message


def _shown(value: Any) -> str:
    if value is None:
        return told("nothing")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return told("a mapping") if isinstance(value, dict) else told("a list")
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:58]}…'"


def _keys_at(root: type[BaseModel], path: Path) -> list[str]:
    """The keys that a language has at a path."""
    model: type[BaseModel] | None = root
    for step in path:
        if isinstance(step, str) and model is not None:
            model = _model_of(model.model_fields[step].annotation) if step in model.model_fields else None
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _model_of(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as `list[Tier] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_of, get_args(annotation))), None)
