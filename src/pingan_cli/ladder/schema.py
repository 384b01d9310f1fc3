"""The JSON Schema of ladder files, by which an editor completes and checks them."""

from __future__ import annotations

import json
from typing import Any, cast

from pydantic import BaseModel

from pingan_cli.ladder.entries import Entry
from pingan_cli.ladder.model import LadderFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(model: type[BaseModel] = LadderFile, title: str = "An award ladder for pingan") -> Entry:
    """The schema, with the descriptions of the model. What `checks.py` looks for is beyond it."""
    made = cast(Entry, _plain(model.model_json_schema()))
    return {"$schema": DIALECT, "title": title, **made}


def schema_text(model: type[BaseModel] = LadderFile, title: str = "An award ladder for pingan") -> str:
    """The schema as `rules/ladder.schema.json` holds it."""
    return json.dumps(schema(model, title), ensure_ascii=False, indent=2) + "\n"


def _plain(part: Any) -> Any:
    """A schema without the titles that pydantic makes from the names of keys and classes."""
    if isinstance(part, list):
        return [_plain(inner) for inner in cast(list[Any], part)]
    if isinstance(part, dict):
        entries = cast(Entry, part)
        return {key: _plain(value) for key, value in entries.items() if key != "title" or not isinstance(value, str)}
    return part
