"""The ladder language: the shape of a ladder file, as pydantic models.

Validation is strict: a number is a number, text is text, and an unknown key is an error. What the shape cannot say
(tiers that rise, grades that exist) is in `checks.py`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from pingan_cli.ladder.years import years_of

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", examples=["zhejiang-peace"])]
Text = Annotated[str, Field(min_length=1, pattern=r"^\S")]
Year = Annotated[int, Field(ge=1900, le=2199, description="an assessment year")]
Effect = Literal["keep", "recall"]


def _per_level(value: Any) -> Any:
    return {"*": value} if isinstance(value, int | float) and not isinstance(value, bool) else value


def _bounds(value: Any) -> Any:
    return value if isinstance(value, dict) else {"min": value, "max": value}


def _years(value: Any) -> Any:
    years = years_of(value)
    if isinstance(years, str):
        raise PydanticCustomError("years", "{reason}", {"reason": years})
    return value


_NUMBER = {"type": "number"}
Limit = Annotated[
    dict[str, float],
    BeforeValidator(_per_level),
    WithJsonSchema({"anyOf": [_NUMBER, {"type": "object", "additionalProperties": _NUMBER}]}),
]
_RANGE = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d{4}(-\d{4})?( *, *\d{4}(-\d{4})?)*$"}]}
Years = Annotated[
    Any,
    BeforeValidator(_years),
    WithJsonSchema({"anyOf": [*_RANGE["anyOf"], {"type": "array", "items": _RANGE}]}),
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Names(_Part):
    """A name in English and in Chinese."""

    en: Text
    zh: Text


class Source(_Part):
    """Where a rule is published."""

    title: Text
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    date: Text | None = None
    says: Text | None = None


class Grade(_Part):
    """A grade that a unit can be given for a period; `holds: false` for one with which it holds no card at all."""

    id: Id
    name: Names
    holds: bool = True


class Results(_Part):
    """What is on record for a unit and a period: a mark (held or not), a grade, or a number."""

    kind: Literal["mark", "grade", "number"]
    grades: list[Grade] = []
    number: Names | None = None


class Counts(_Part):
    """Which grades or numbers count towards the streak; limits for all levels, or by level."""

    grades: list[Id] | None = None
    at_least: Limit | None = None
    at_most: Limit | None = None


class Miss(_Part):
    """What a miss that is not forgiven does to honours already conferred; the count falls as `streak` says."""

    honours: Effect


class Revocation(_Part):
    """What the revocation of a card does: the count goes to `zero`, or falls as after any `miss`."""

    count: Literal["zero", "miss"]
    honours: Effect


class Tier(_Part):
    """A rung of the ladder, reached by a streak of `at` periods."""

    id: Id
    at: Annotated[int, Field(ge=1, le=1000)]
    name: Names
    short: Names | None = None


class OpenEndNames(_Part):
    """Names made from the star's number: `{number}` in words, `{n}` in digits."""

    en: Annotated[str, Field(pattern=r"\{(n|number)\}")]
    zh: Annotated[str, Field(pattern=r"\{(n|number)\}")]


class OpenEnd(_Part):
    """The tiers above the last, one for every so many further periods, without end."""

    every: Annotated[int, Field(ge=1, le=1000)]
    id: Annotated[str, Field(pattern=r"^[a-z0-9-]*\{n\}$", examples=["gold-ding-{n}"])]
    name: OpenEndNames
    short: OpenEndNames | None = None


class Amendment(_Part):
    """What changed from an assessment year on; what it does not name stays as it was."""

    from_year: Year
    says: Text
    source: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    counts: Counts | None = None
    forgiven: Annotated[int, Field(ge=0, le=100)] | None = None
    standing: Annotated[int, Field(ge=1, le=100)] | None = None
    miss: Miss | None = None
    revocation: Revocation | None = None
    tiers: Annotated[list[Tier], Field(min_length=1)] | None = None
    every: Annotated[int, Field(ge=1, le=1000)] | None = None


class StreakBounds(_Part):
    min: Annotated[int, Field(ge=0)]
    max: Annotated[int, Field(ge=0)]


class HonourBounds(_Part):
    min: Text | None
    max: Text | None


_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_TIER: dict[str, Any] = {"type": ["string", "null"]}


def _or_bounds(one: dict[str, Any]) -> WithJsonSchema:
    both: dict[str, Any] = {"type": "object", "required": ["min", "max"], "properties": {"min": one, "max": one}}
    return WithJsonSchema({"anyOf": [one, both | {"additionalProperties": False}]})


class Example(_Part):
    """A history in, what it has earned out. Periods that `cards` does not name were missed."""

    says: Text
    source: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    level: Id | None = None
    cards: dict[str, Years]
    year: Year
    streak: Annotated[StreakBounds, BeforeValidator(_bounds), _or_bounds(_COUNT)]
    honour: Annotated[HonourBounds, BeforeValidator(_bounds), _or_bounds(_TIER)]
    conferred: Year | None = None
    awarded: Text | None = None
    next: Text | None = None
    next_year: Year | None = None


class LadderFile(_Part):
    """An award ladder: who can climb it, what counts, and what is earned by how long a streak."""

    ladder: Annotated[Id, Field(description="the ladder's name, which is also its file's")]
    name: Names
    card: Annotated[Names, Field(description="what a unit holds for one period")]
    records: Annotated[Id | None, Field(description="the shipped Data Package with its cards and registry")] = None
    sources: Annotated[list[Source], Field(min_length=1)]
    levels: Annotated[list[Id], Field(description="the levels of units it covers; none for any unit")] = []
    first_year: Annotated[Year, Field(description="the first assessment year of the first period")]
    announced: Annotated[int, Field(ge=0, le=20, description="years from the assessment to the ceremony")]
    period: Annotated[int, Field(ge=1, le=50, description="years in a period")] = 1
    results: Results = Results(kind="mark")
    counts: Counts | None = None
    streak: Literal["consecutive", "cumulative"]
    forgiven: Annotated[int, Field(ge=0, le=100, description="misses that a run survives")] = 0
    standing: Annotated[
        int, Field(ge=1, le=100, description="a period counts from the so-manieth in a row with the card")
    ] = 1
    miss: Miss
    revocation: Revocation
    tiers: Annotated[list[Tier], Field(min_length=1)]
    open_end: OpenEnd | None = None
    assumptions: Annotated[list[Names], Field(description="what the sources leave open, and how it is read here")] = []
    amendments: list[Amendment] = []
    examples: list[Example] = []
