"""The ladder language: the shape of a ladder file, as pydantic models, and the JSON Schema that editors read.

Validation is strict: a number is a number, text is text, and an unknown key is an error. What the shape cannot say
(tiers that rise, grades that exist) is in `checks.py`. The descriptions are those that an editor shows.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from pingan_cli.ladder.values import FIRST, LAST, Entry, years_of

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
URL = r"^https?://\S+$"
STAR_ID = r"^([a-z0-9]+-)+\{n\}$"
STAR_TEXT = r"^([^{}]|\{(n|number)\})*\{(n|number)\}([^{}]|\{(n|number)\})*$"
"""The forms of ids, addresses, and what is made from a star's number."""

Id = Annotated[str, Field(max_length=60, pattern=ID)]
Text = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^\S")]
Url = Annotated[str, Field(pattern=URL)]
Year = Annotated[int, Field(ge=FIRST, le=LAST)]
Periods = Annotated[int, Field(ge=1, le=1000)]
Weight = Annotated[int, Field(ge=1, le=100)]
Effect = Annotated[
    Literal["keep", "recall"],
    Field(description="`keep`: honours already conferred stay; `recall`: they are taken back"),
]


def _per_level(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {"*": value}
    if not isinstance(value, dict):
        raise PydanticCustomError("limit_type", "a limit is a number")
    return cast(Any, value)


def _bounds(value: Any) -> Any:
    return cast(Any, value) if isinstance(value, dict) else {"min": value, "max": value}


def _in_languages(value: Any) -> Any:
    """A name as a mapping of languages; a plain text is one in both."""
    if isinstance(value, str):
        return {"en": value}
    if not isinstance(value, dict | BaseModel):
        raise PydanticCustomError("string_type", "a name is text")
    if value == {}:
        raise PydanticCustomError("name_empty", "a name is said in some language")
    return cast(Any, value)


def _years(value: Any) -> Any:
    years = years_of(value)
    if isinstance(years, str):
        raise PydanticCustomError("years", "{reason}", {"reason": years})
    return value


SHAPES = ("<plain>", "<mapping>")
"""The shapes of a value that may be a word or a number, or a mapping that says more."""


def _shape(value: Any) -> str:
    return SHAPES[isinstance(value, dict | BaseModel)]


_NUMBER = {"type": "number"}
_LEVELS = {"type": "object", "minProperties": 1, "additionalProperties": _NUMBER}
Limit = Annotated[
    dict[str, float],
    Field(min_length=1),
    BeforeValidator(_per_level),
    WithJsonSchema({"anyOf": [_NUMBER, _LEVELS]}),
]
_ONE_YEAR = {"type": "integer", "minimum": FIRST, "maximum": LAST}
_SPAN = r"\s*[0-9]{4}(?: *- *[0-9]{4})?\s*"
_SPANS = {"type": "string", "pattern": f"^{_SPAN}(?:,{_SPAN})*$"}
_LISTED = {"anyOf": [_ONE_YEAR, {"type": "string", "pattern": f"^{_SPAN}$"}]}
Years = Annotated[
    Any,
    BeforeValidator(_years),
    WithJsonSchema({"anyOf": [_ONE_YEAR, _SPANS, {"type": "array", "minItems": 1, "items": _LISTED}]}),
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


_LANGUAGES = ConfigDict(json_schema_extra={"minProperties": 1})


class Names(_Part):
    """A name or a sentence in English, in Chinese or in both; one alone serves both languages."""

    model_config = _LANGUAGES

    en: Annotated[Text, Field(default=None, description="in English")]
    zh: Annotated[Text, Field(default=None, description="in Chinese")]


Name = Annotated[Names, BeforeValidator(_in_languages, json_schema_input_type=Text | Names)]


class Source(_Part):
    """Where a rule is published."""

    title: Text = Field(description="the page's title, or what it is")
    url: Url = Field(description="its address")
    date: Text | None = Field(default=None, description='when it was published, in quotes: "2023-03-31"')
    says: Text | None = Field(default=None, description="what it says that this ladder rests on")
    says_zh: Text | None = Field(default=None, description="the same in Chinese")


class Grade(_Part):
    """A grade that a unit can be given for a period."""

    id: Id = Field(description="the grade as card files and `counts` spell it", examples=["excellent"])
    name: Name = Field(description="the grade's name; card files may use either")
    holds: bool = Field(default=True, description="whether a unit with this grade holds the card at all")
    weight: Weight = Field(default=1, description="how many periods one with this grade counts for", examples=[2])


class Results(_Part):
    """What is on record for a unit and a period."""

    kind: Literal["mark", "grade", "number"] = Field(
        description="`mark`: the card was held or not; `grade`: one of `grades`; `number`: a number"
    )
    grades: list[Grade] = Field(default=[], description="the grades, for kind `grade`, the best first")
    number: Name | None = Field(default=None, description="what the number counts, for kind `number`")
    several: Literal["best"] | None = Field(
        default=None,
        description="`best`: of several results for one year the best one counts; else they are a conflict",
    )


class Counts(_Part):
    """Which results count towards the streak. A held card that does not count ends a run, as a miss does."""

    grades: list[Id] | None = Field(default=None, min_length=1, description="the grades that count")
    at_least: Limit | None = Field(
        default=None, description="the lowest number that counts, for all levels or by level", examples=[10]
    )
    at_most: Limit | None = Field(
        default=None, description="the highest number that counts, for all levels or by level", examples=[{"city": 9}]
    )


class Back(_Part):
    """A miss takes from the count, and the run goes on with what is left."""

    back: Periods = Field(description="how many periods it takes", examples=[2])


class Miss(_Part):
    """What a miss does that is not forgiven."""

    count: Annotated[
        Annotated[Literal["zero", "tier"], Tag(SHAPES[0])] | Annotated[Back, Tag(SHAPES[1])], Discriminator(_shape)
    ] = Field(
        default="zero",
        description="`zero`: the count starts again from nothing; `tier`: it falls to the highest `at` not above "
        "it; `{back: 2}`: it falls by so many",
    )
    honours: Effect


class Revocation(_Part):
    """What the revocation of a card does."""

    count: Literal["zero", "miss"] = Field(
        description="`zero`: the count starts again from nothing; `miss`: it falls as after any miss"
    )
    honours: Effect


class Forgiven(_Part):
    """Misses that a run survives, so many within so many periods."""

    misses: int = Field(ge=0, le=100, description="how many misses are forgiven", examples=[1])
    within: Periods | None = Field(
        default=None, description="within how many periods, that of the miss included; without it in all", examples=[10]
    )


Misses = Annotated[
    Annotated[int, Field(ge=0, le=100), Tag(SHAPES[0])] | Annotated[Forgiven, Tag(SHAPES[1])], Discriminator(_shape)
]


class Tier(_Part):
    """A rung of the ladder."""

    id: Id = Field(description="the tier as output and options spell it", examples=["bronze-ding"])
    at: Periods = Field(description="how many periods reach it", examples=[3])
    name: Name = Field(description="the tier's name")
    short: Name | None = Field(default=None, description="a shorter name for narrow tables; without it the name")
    or_total: Periods | None = Field(
        default=None, description="how many periods in all reach it too, in a row or not", examples=[5]
    )
    and_total: Periods | None = Field(
        default=None, description="how many periods in all it takes beside the run", examples=[10]
    )
    lasts: Periods | None = Field(
        default=None,
        description="for how many periods its honour lasts, the first being the last one that bears it out",
    )


StarText = Annotated[str, Field(max_length=500, pattern=STAR_TEXT)]


class StarNames(_Part):
    """A name made from the star's number: `{number}` is the number in words, `{n}` in digits."""

    model_config = _LANGUAGES

    en: Annotated[StarText, Field(default=None, description="in English", examples=["{number}-Star Gold Ding"])]
    zh: Annotated[StarText, Field(default=None, description="in Chinese", examples=["{number}星平安金鼎"])]


StarName = Annotated[StarNames, BeforeValidator(_in_languages, json_schema_input_type=StarText | StarNames)]


class OpenEnd(_Part):
    """The tiers above the last named one, without end."""

    every: Periods = Field(description="how many further periods earn the next one", examples=[3])
    id: str = Field(
        max_length=60,
        pattern=STAR_ID,
        description="their ids, `{n}` being the star's number",
        examples=["gold-ding-{n}"],
    )
    name: StarName = Field(description="their names")
    short: StarName | None = Field(default=None, description="shorter names for narrow tables; without them the names")


OF_AN_AMENDMENT = {"from_year", "says", "says_zh", "source"}
"""What is said of an amendment itself; all else in it changes the ladder."""


class Amendment(_Part):
    """What changed from an assessment year on; what it does not name stays as it was."""

    from_year: Year = Field(description="the first assessment year for which it holds")
    says: Text = Field(description="what changed, in a sentence")
    says_zh: Text | None = Field(default=None, description="the same in Chinese")
    source: Url | None = Field(default=None, description="where it is published")
    counts: Counts | None = Field(default=None, description="which results count from then on")
    forgiven: Misses | None = Field(default=None, description="misses that a run survives from then on")
    most: Periods | None = Field(default=None, description="what the count does not exceed from then on")
    standing: int | None = Field(default=None, ge=1, le=100, description="`standing` from then on")
    miss: Miss | None = Field(default=None, description="what a miss does from then on")
    revocation: Revocation | None = Field(default=None, description="what a revocation does from then on")
    lasts: Periods | None = Field(default=None, description="for how many periods an honour lasts from then on")
    tiers: list[Tier] | None = Field(
        default=None, min_length=1, description="all tiers that can be reached from then on"
    )
    every: Periods | None = Field(default=None, description="the distance between stars from then on")


class StreakBounds(_Part):
    """The fewest and the most periods that the records allow."""

    min: int = Field(ge=0)
    max: int = Field(ge=0)


class HonourBounds(_Part):
    """The lowest and the highest honour that the records allow."""

    min: Text | None
    max: Text | None


def _or_bounds(one: dict[str, Any]) -> WithJsonSchema:
    both: dict[str, Any] = {"type": "object", "required": ["min", "max"], "properties": {"min": one, "max": one}}
    return WithJsonSchema({"anyOf": [one, both | {"additionalProperties": False}]})


_STREAK = _or_bounds({"type": "integer", "minimum": 0})
_HONOUR = _or_bounds({"type": ["string", "null"], "minLength": 1, "maxLength": 500, "pattern": r"^\S"})


class Example(_Part):
    """A history in, what it has earned out. Periods that `cards` does not name were missed."""

    says: Text = Field(description="what the example shows")
    source: Url | None = Field(default=None, description="where the fact is published")
    level: Id | None = Field(default=None, description="the unit's level, where limits differ by level")
    cards: dict[str, Years] = Field(
        description="years by result: held, missed, revoked, unknown, a grade, or a number in quotes",
        examples=[{"held": "2005-2016, 2018", "revoked": 2017}],
    )
    year: Year = Field(description="the assessment year by whose end the history is judged")
    streak: Annotated[StreakBounds, BeforeValidator(_bounds), _STREAK] = Field(
        description="periods that count in the present run, or `{min: …, max: …}`"
    )
    honour: Annotated[HonourBounds, BeforeValidator(_bounds), _HONOUR] = Field(
        description="the highest tier conferred and not recalled, null for none, or `{min: …, max: …}`"
    )
    conferred: Year | None = Field(default=None, description="the year for which that honour was conferred")
    awarded: Text | None = Field(default=None, description="the tier awarded for the year itself, null for none")
    next: Text | None = Field(default=None, description="the next tier above the streak, null for none")
    next_year: Year | None = Field(default=None, description="the earliest year in which it can be conferred")


class LadderFile(_Part):
    """An award ladder: who can climb it, what counts, and what is earned by how long a streak."""

    ladder: Id = Field(description="the ladder's name, which is also its file's", examples=["zhejiang-peace"])
    name: Name = Field(description="what people call it")
    card: Name = Field(description="what a unit holds for one period")
    records: Id | None = Field(
        default=None, description="the shipped Data Package, a folder in data/, with its cards and registry"
    )
    method: Text | None = Field(
        default=None, description="the method file, beside this one, by which the cards are earned"
    )
    sources: list[Source] = Field(min_length=1, description="where the rules are published")
    levels: list[Id] = Field(default=[], description="the levels of units that it covers; none for any unit")
    first_year: Year = Field(description="the first assessment year of the first period")
    announced: int = Field(ge=0, le=20, description="years from the assessment to the ceremony")
    period: int = Field(default=1, ge=1, le=50, description="years in a period")
    rounds: Years | None = Field(
        default=None,
        description="the years of rounds that are not evenly spaced, `first_year` being the first; after the last "
        "of them there is one every `period` years",
        examples=[[1991, 1993, 1996]],
    )
    not_held: Years | None = Field(
        default=None,
        description="years in which the card was given to nobody: no periods",
        examples=["2020, 2021-2023"],
    )
    results: Results = Field(default=Results(kind="mark"), description="what is on record for a unit and a period")
    counts: Counts | None = Field(default=None, description="which grades or numbers count")
    streak: Literal["consecutive", "cumulative"] = Field(
        description="`consecutive`: periods in a row; `cumulative`: all periods that count, gaps or not"
    )
    forgiven: Misses = Field(
        default=0, description="misses that a run survives; `{misses: 1, within: 10}`: so many within so many periods"
    )
    most: Periods | None = Field(default=None, description="what the count never exceeds")
    standing: int = Field(
        default=1, ge=1, le=100, description="how many periods in a row the card must be held for the last to count"
    )
    miss: Miss = Field(description="what a miss that is not forgiven does")
    revocation: Revocation = Field(description="what the revocation of a card does")
    lasts: Periods | None = Field(
        default=None,
        description="for how many periods an honour lasts, the first being the last one with a card in which the "
        "count stood at or above its `at`; without it for ever",
    )
    tiers: list[Tier] = Field(min_length=1, description="the tiers, rising")
    open_end: OpenEnd | None = Field(default=None, description="the tiers above the last, without end")
    assumptions: list[Name] = Field(default=[], description="what the sources leave open, and how it is read here")
    amendments: list[Amendment] = Field(default=[], description="what changed, by assessment year, the first first")
    examples: list[Example] = Field(default=[], description="the ladder's own tests")


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
