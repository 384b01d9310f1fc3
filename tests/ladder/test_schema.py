"""The JSON Schema, held against right and wrong ladder files by a library that is not ours."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from pingan_cli.ladder.document import read_document
from pingan_cli.ladder.loader import shipped_ladders
from pingan_cli.ladder.model import DIALECT, LadderFile, schema, schema_text
from pingan_cli.shipped import RULES

CHECKER = Draft202012Validator(schema())
MODELINE = "# yaml-language-server: $schema=ladder.schema.json"


def values(name: str) -> Any:
    document, problems = read_document((RULES / f"{name}.yaml").read_bytes(), name)
    assert document is not None
    assert not problems
    return document.value


SHIPPED = {name: values(name) for name in shipped_ladders()}


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == DIALECT == Draft202012Validator.META_SCHEMA["$id"]


def test_the_shipped_schema_is_the_present_one() -> None:
    written = (RULES / "ladder.schema.json").read_bytes().decode()
    assert written == schema_text(), "run: python scripts/write_schema.py"


@pytest.mark.parametrize("name", shipped_ladders())
def test_a_shipped_ladder_follows_it_and_names_it(name: str) -> None:
    assert list(CHECKER.iter_errors(SHIPPED[name])) == []
    assert (RULES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0] == MODELINE


def objects(part: Any) -> list[dict[str, Any]]:
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    found = [each for value in inner for each in objects(value)]
    return [part, *found] if isinstance(part, dict) and "properties" in part and "type" in part else found


def test_an_editor_can_explain_and_refuse_every_key() -> None:
    for part in objects(schema()):
        assert part["additionalProperties"] is False
        assert "required" in part or "minProperties" in part or part["description"].startswith("Which results count")
        for key, value in part["properties"].items():
            assert "description" in value or "$ref" in value or key in ("min", "max"), key


WRONG: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "an unknown key": (("forgivn",), 1),
    "an unknown key in a tier": (("tiers", 0, "att"), 3),
    "text for a number": (("tiers", 0, "at"), "three"),
    "a number for text": (("name", "en"), 2024),
    "nothing for a name": (("name", "zh"), None),
    "an empty name": (("card", "en"), ""),
    "another word": (("streak",), "consecutiv"),
    "another effect": (("miss", "honours"), "take"),
    "an id with a capital": (("tiers", 0, "id"), "Ding"),
    "an address without http": (("sources", 0, "url"), "example.org"),
    "no source": (("sources",), []),
    "no tier": (("tiers",), []),
    "a year out of reach": (("first_year",), 20005),
    "a year with a letter": (("examples", 0, "cards"), {"held": "20l5"}),
    "a period of no year": (("period",), 0),
    "half of the bounds": (("examples", 0, "streak"), {"min": 3}),
    "stars without a number": (("open_end", "name", "en"), "Star"),
    "stars with another blank": (("open_end", "name", "en"), "{number}-Star {colour}"),
    "an open id without a number": (("open_end", "id"), "gold-ding"),
}


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    copy: Any = value.copy()
    copy[path[0]] = replaced(copy.get(path[0]) if isinstance(copy, dict) else copy[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize(("path", "new"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_wrong_to_an_editor_too(path: tuple[str | int, ...], new: Any) -> None:
    spoilt = replaced(SHIPPED["zhejiang-peace"], path, new)
    assert not CHECKER.is_valid(spoilt)
    with pytest.raises(ValidationError):
        LadderFile.model_validate(spoilt)


@pytest.mark.parametrize("key", [key for key, field in LadderFile.model_fields.items() if field.is_required()])
def test_a_missing_key_is_missed(key: str) -> None:
    assert not CHECKER.is_valid({name: value for name, value in SHIPPED["zhejiang-peace"].items() if name != key})


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, part in inner for deeper in paths(part, (*path, key)))]


OTHERS = st.sampled_from(
    [None, True, False, 0, 1, 3, 101, 1001, 2005, 9.5, "", " x", "x", "x-1", "X", "{n}", "a-{n}", "keep", "zero",
     "mark", "2005", "2005-2007", "2005, 2007", "http://x", [], ["x"], [2005], ["2005-2006"], {},
     {"en": "x", "zh": "x"},
     {"min": 1, "max": 2}, {"min": None, "max": "x"}, {"honours": "keep"}, {"kind": "number"}, {"grades": ["x"]},
     {"at_most": {"city": 3}}, {"at_least": 4}, {"held": 2005}]
)  # fmt: skip


@given(st.sampled_from(shipped_ladders()), st.data())
def test_an_editor_and_the_program_agree_on_the_shape(name: str, data: st.DataObject) -> None:
    spoilt = replaced(SHIPPED[name], data.draw(st.sampled_from(paths(SHIPPED[name]))), data.draw(OTHERS))
    try:
        LadderFile.model_validate(spoilt)
    except ValidationError as error:
        if any(detail["type"] != "years" for detail in error.errors()):  # that years are in order is beyond a schema
            assert not CHECKER.is_valid(spoilt)
    else:
        assert [error.message for error in CHECKER.iter_errors(spoilt)] == []
