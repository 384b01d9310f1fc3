"""The method language: the shape of a file that says how the card is earned, as pydantic models.

Validation is strict, as a ladder's is. What the shape cannot say (groups that exist, points that add up) is in
`checks.py`. The descriptions are those that an editor shows.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from pingan_cli.ladder.model import Id, Limit, Name, Source, Text, Url, Year

Number = Annotated[float, Field(allow_inf_nan=False)]


def _bounds(value: Any) -> Any:
    return cast(Any, value) if isinstance(value, dict) else {"min": value, "max": value}


def _condition(value: Any) -> Any:
    """What `met: true` and `met: 90` stand for: a yes, and a least value."""
    return {"at_least": 1 if value is True else value} if isinstance(value, bool | int | float) else value


class Part(BaseModel):
    """A part of a method: strict, frozen, without unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Condition(Part):
    """Between which numbers a value lies; one or two of the four."""

    at_least: Annotated[Number | None, Field(description="this or more")] = None
    at_most: Annotated[Number | None, Field(description="this or less")] = None
    above: Annotated[Number | None, Field(description="more than this")] = None
    below: Annotated[Number | None, Field(description="less than this")] = None


class Step(Condition):
    """Points for a value that fits; of several steps the first that fits."""

    points: Annotated[Number, Field(description="the points that it gives or, below zero, takes")]


class Per(Part):
    """A value for each so many of something: accidents per 10,000 residents."""

    field: Annotated[Id, Field(description="the fact by which the value is divided; it must be above zero")]
    times: Annotated[Number, Field(gt=0, description="for each so many of it", examples=[10000])] = 1


class Fact(Part):
    """What is known of a fact before it is looked up."""

    range: Annotated[
        list[Number] | None,
        Field(min_length=2, max_length=2, description="the lowest and the highest value that it can have"),
    ] = None
    whole: Annotated[bool, Field(description="whether it is a whole number")] = False
    unlisted: Annotated[
        Number | None, Field(description="its value where no row of the facts names it; without this it is unknown")
    ] = None


class Look(Fact):
    """How a clause looks at a fact."""

    reads: Annotated[Id | None, Field(description="the fact that it reads; without it the one of its own id")] = None
    per: Annotated[Per | None, Field(description="the value for each so many of another fact")] = None
    against: Annotated[
        Id | None,
        Field(description="the fact that is subtracted, or `last-year` for the unit's own value of the year before"),
    ] = None
    of: Annotated[Literal["rank"] | None, Field(description="`rank`: the place among the units, the best being 1")] = (
        None
    )
    better: Annotated[
        Literal["higher", "lower"] | None, Field(description="which values have the better places, for `of: rank`")
    ] = None
    within: Annotated[
        Text | None,
        Field(
            description="who is ranked together: `level` (so without it), `parent`, `all`, or a fact whose values set "
            "the units apart"
        ),
    ] = None
    measure: Annotated[Name | None, Field(description="the unit of the value, such as % or cases")] = None
    source: Annotated[Url | None, Field(description="where the clause is published")] = None
    says: Annotated[Text | None, Field(description="what the source says of it")] = None


class Indicator(Look):
    """A clause that gives or takes points: `worth` plus one of `each`, `line`, `steps` and `met`."""

    id: Annotated[Id, Field(description="the clause, and the fact that it reads where `reads` names no other")]
    name: Annotated[Name, Field(description="what people call it")]
    group: Annotated[Id | None, Field(description="the group in which its points are added up")] = None
    worth: Annotated[Number | None, Field(description="the points where nothing is lost")] = None
    each: Annotated[Number | None, Field(description="the points for each one of the value")] = None
    beyond: Annotated[Number | None, Field(description="with `each`: only what is more than this counts")] = None
    short_of: Annotated[Number | None, Field(description="with `each`: only what lacks from this counts")] = None
    line: Annotated[
        list[Annotated[list[Number], Field(min_length=2, max_length=2)]] | None,
        Field(min_length=2, description="values and their points, rising, with straight lines between them"),
    ] = None
    steps: Annotated[list[Step] | None, Field(min_length=1, description="the first step that fits gives points")] = None
    met: Annotated[
        Condition | None,
        BeforeValidator(_condition, json_schema_input_type=bool | Number | Condition),
        Field(description="`worth` where this is met, else nothing; `true` for a fact that is yes or no"),
    ] = None
    least: Annotated[Number | None, Field(description="the points never fall below this")] = None
    most: Annotated[Number | None, Field(description="the points never rise above this")] = None
    rare: Annotated[bool, Field(description="whether it is for grave events, and idle in most years")] = False
    again: Annotated[bool, Field(description="whether it may read what another clause reads")] = False


class Need(Look, Condition):
    """What must be met for the card whatever the score is; with `else`, for more than a grade."""

    id: Annotated[Id, Field(description="the need")]
    name: Annotated[Name, Field(description="what people call it")]
    otherwise: Annotated[
        Id | None, Field(alias="else", description="the grade that is given at most where it is not met")
    ] = None


class Given(Fact):
    """A fact that no clause scores but others are held against; for all units its unit is `*`."""

    id: Annotated[Id, Field(description="the fact")]
    name: Annotated[Name, Field(description="what people call it")]
    measure: Annotated[Name | None, Field(description="the unit of the value")] = None


class Group(Part):
    """Clauses whose points are added up, and how far."""

    id: Annotated[Id, Field(description="the group")]
    name: Annotated[Name, Field(description="what people call it")]
    group: Annotated[Id | None, Field(description="the group to which its sum is added")] = None
    points: Annotated[Number | None, Field(description="what the `worth` of its clauses must add up to")] = None
    least: Annotated[Number | None, Field(description="the sum never falls below this")] = None
    most: Annotated[Number | None, Field(description="the sum never rises above this")] = None
    only: Annotated[Literal["highest"] | None, Field(description="`highest`: only the largest of its points count")] = (
        None
    )


class Grade(Part):
    """A grade and the score from which on it is given; the lowest may have none."""

    id: Annotated[Id, Field(description="the grade as card files spell it")]
    name: Annotated[Name, Field(description="what people call it")]
    at_least: Annotated[Number | None, Field(description="the lowest score that earns it")] = None


class Quota(Part):
    """How many units of a level get the card at most: the best so many, or a share of those that meet all needs."""

    best: Annotated[int | None, Field(ge=0, description="so many units; those who tie with the last are in")] = None
    share: Annotated[Number | None, Field(gt=0, le=1, description="such a share of the units, rounded down")] = None


class Removal(Part):
    """A clause that an edition drops, and why."""

    id: Annotated[Id, Field(description="the clause")]
    why: Annotated[
        Literal["obsolete", "zombie", "repeated", "moved"],
        Field(description="`zombie`: a clause that has long not told units apart"),
    ]


class Merger(Part):
    """Clauses that an edition makes into one."""

    origin: Annotated[list[Id], Field(alias="from", min_length=1, description="the clauses that there were")]
    into: Annotated[Indicator, Field(description="the clause that takes their place")]


class NeedMerger(Part):
    """Needs that an edition makes into one."""

    origin: Annotated[list[Id], Field(alias="from", min_length=1, description="the needs that there were")]
    into: Annotated[Need, Field(description="the need that takes their place")]


_PARTIAL = Annotated[dict[Id, dict[str, Any]], Field(description="new values of keys, by clause; null takes one away")]


class IndicatorChanges(Part):
    """What an edition does to the indicators."""

    add: Annotated[list[Indicator], Field(description="new clauses")] = []
    change: _PARTIAL = {}
    remove: Annotated[list[Removal], Field(description="clauses that are dropped")] = []
    merge: Annotated[list[Merger], Field(description="clauses that become one")] = []


class NeedChanges(Part):
    """What an edition does to the needs."""

    add: Annotated[list[Need], Field(description="new needs")] = []
    change: _PARTIAL = {}
    remove: Annotated[list[Removal], Field(description="needs that are dropped")] = []
    merge: Annotated[list[NeedMerger], Field(description="needs that become one")] = []


class Edition(Part):
    """What changed from an assessment year on; what it does not name stays as it was."""

    from_year: Annotated[Year, Field(description="the first assessment year for which it holds")]
    says: Annotated[Text, Field(description="what changed, in a sentence")]
    says_zh: Annotated[Text | None, Field(description="the same in Chinese")] = None
    source: Annotated[Url | None, Field(description="where it is published")] = None
    start: Annotated[Number | None, Field(description="`start` from then on")] = None
    passes: Annotated[Limit | None, Field(alias="pass", description="`pass` from then on")] = None
    grades: Annotated[list[Grade] | None, Field(min_length=1, description="`grades` from then on")] = None
    quota: Annotated[Quota | None, Field(description="`quota` from then on")] = None
    groups: Annotated[list[Group] | None, Field(description="all groups from then on")] = None
    given: Annotated[list[Given] | None, Field(description="all given facts from then on")] = None
    indicators: Annotated[IndicatorChanges, Field(description="what happens to the indicators")] = IndicatorChanges()
    needs: Annotated[NeedChanges, Field(description="what happens to the needs")] = NeedChanges()


class Span(Part):
    """The lowest and the highest value that the facts allow."""

    min: Annotated[Number, Field(description="the lowest")]
    max: Annotated[Number, Field(description="the highest")]


class ResultSpan(Part):
    """The worst and the best result that the facts allow."""

    min: Annotated[Text | Number, Field(description="the worst")]
    max: Annotated[Text | Number, Field(description="the best")]


class Example(Part):
    """Facts in, score and result out: the method's own test."""

    says: Annotated[Text, Field(description="what the example shows")]
    source: Annotated[Url | None, Field(description="where the case is published")] = None
    year: Annotated[Year, Field(description="the assessment year by whose edition it is judged")]
    level: Annotated[Id | None, Field(description="the unit's level, where marks differ by level")] = None
    facts: Annotated[
        dict[Id, Text | Number], Field(description="the facts of the unit and the year; `unknown` and `n/a` are words")
    ] = {}
    last_year: Annotated[dict[Id, Text | Number], Field(description="the facts of the year before")] = {}
    score: Annotated[
        Span | None,
        BeforeValidator(_bounds, json_schema_input_type=Number | Span),
        Field(description="the score, or `{min: …, max: …}`"),
    ] = None
    result: Annotated[
        ResultSpan | None,
        BeforeValidator(_bounds, json_schema_input_type=Text | Number | ResultSpan),
        Field(description="held, missed, unknown, or a grade; or `{min: …, max: …}`"),
    ] = None


class MethodFile(Part):
    """An assessment method: which facts earn or cost how much, what must be met, and what is given for it."""

    method: Annotated[Id, Field(description="the method's name", examples=["school-prize"])]
    name: Annotated[Name, Field(description="what people call it")]
    card: Annotated[Name, Field(description="what a unit is given that passes")]
    gives: Annotated[
        Literal["mark", "grade", "score"],
        Field(description="`mark`: held or missed; `grade`: one of `grades`; `score`: the number itself"),
    ] = "mark"
    sources: Annotated[list[Source], Field(min_length=1, description="where the method is published")]
    levels: Annotated[list[Id], Field(description="the levels of units that it covers; none for any unit")] = []
    first_year: Annotated[Year, Field(description="the first assessment year")]
    start: Annotated[Number, Field(description="the points before anything is given or taken")] = 0
    passes: Annotated[
        Limit | None, Field(alias="pass", description="the lowest score that passes, for all levels or by level")
    ] = None
    grades: Annotated[list[Grade], Field(description="the grades, for `gives: grade`")] = []
    quota: Annotated[Quota | None, Field(description="how many units can be given the card")] = None
    groups: Annotated[list[Group], Field(description="clauses that are added up together")] = []
    given: Annotated[list[Given], Field(description="facts that others are held against")] = []
    needs: Annotated[list[Need], Field(description="what must be met whatever the score is")] = []
    indicators: Annotated[list[Indicator], Field(min_length=1, description="the clauses that give or take points")]
    assumptions: Annotated[list[Name], Field(description="what the sources leave open, and how it is read here")] = []
    editions: Annotated[list[Edition], Field(description="what changed, by assessment year, the first first")] = []
    examples: Annotated[list[Example], Field(description="the method's own tests")] = []
