"""Whatever the unknown facts turn out to be, scores and results lie between the bounds: against a second judge."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.reference import judge
from pingan_cli.assess.compiling import compiled
from pingan_cli.assess.facts import Facts, Word
from pingan_cli.assess.judging import Assessment, Scale, assess, within_quota
from pingan_cli.assess.method_checks import faults
from pingan_cli.assess.model import MethodFile
from pingan_cli.assess.reasons import hangs_on, lift
from pingan_cli.assess.settling import settlers

HIGHEST = 3
"""Facts are whole numbers from 0 to this, so that all completions can be tried."""

LITTLE = Fraction(1, 10**30)
"""How far a division that does not end may be from a fraction."""

SMALL = st.integers(-4, 4)
HALVES = st.integers(-6, 6).map(lambda number: number / 2)
CONDITIONS = st.one_of(
    st.fixed_dictionaries({"at_least": st.integers(0, HIGHEST)}),
    st.fixed_dictionaries({"at_most": st.integers(0, HIGHEST)}),
    st.fixed_dictionaries({"above": st.integers(0, HIGHEST)}),
    st.fixed_dictionaries({"below": st.integers(0, HIGHEST)}),
    st.integers(0, HIGHEST).map(lambda at: {"at_least": at, "at_most": at}),
)
SHAPES = st.one_of(
    st.fixed_dictionaries({"each": HALVES.filter(bool)}, optional={"beyond": st.integers(0, 2)}),
    st.fixed_dictionaries({"each": HALVES.filter(bool), "short_of": st.integers(0, 3)}),
    st.tuples(SMALL, SMALL, SMALL).map(lambda ys: {"line": [[x, y] for x, y in zip((0, 1, 3), ys, strict=True)]}),
    st.lists(st.tuples(CONDITIONS, SMALL), min_size=1, max_size=2).map(
        lambda steps: {"steps": [condition | {"points": points} for condition, points in steps]}
    ),
    st.tuples(CONDITIONS, st.integers(1, 5)).map(lambda pair: {"met": pair[0], "worth": pair[1]}),
)
NAMES = {"en": "x", "zh": "x"}


@st.composite
def methods(draw: st.DrawFn, again: bool = False) -> dict[str, Any]:
    """A small method; `again`: clauses may read one fact twice."""
    count = draw(st.integers(1, 3))
    indicators: list[dict[str, Any]] = []
    for index in range(count):
        clause: dict[str, Any] = {"id": f"c{index}", "name": NAMES, "range": [0, HIGHEST], "whole": True}
        clause |= draw(SHAPES)
        if "met" not in clause and draw(st.booleans()):
            clause["worth"] = draw(st.integers(0, 4))
        if draw(st.booleans()):
            clause["least"] = draw(st.integers(-4, 0))
            clause["most"] = draw(st.integers(0, 4))
        how = draw(st.sampled_from(("plain", "plain", "rank", "per", "against", "last-year")))
        if how == "rank":
            clause |= {"of": "rank", "better": draw(st.sampled_from(("higher", "lower")))}
            clause["within"] = draw(st.sampled_from(("level", "all", "kind")))
        elif how == "per":
            clause["per"] = {"field": "field", "times": 2}
        elif how == "against":
            clause["against"] = "given"
        elif how == "last-year":
            clause["against"] = "last-year"
        if draw(st.booleans()):
            clause["group"] = draw(st.sampled_from(("g", "h")))
        indicators.append(clause)
    if again and count > 1:
        indicators[1] |= {"reads": "c0", "again": True}
    groups = [{"id": "g", "name": NAMES}, {"id": "h", "name": NAMES, "group": "g"}]
    for group in groups:
        if draw(st.booleans()):
            group |= {"least": draw(st.integers(-3, 0)), "most": draw(st.integers(0, 3))}
        if draw(st.integers(0, 4)) == 0:
            group["only"] = "highest"
    indicators += [
        {"id": f"in-{name}", "name": NAMES, "group": name, "each": 1, "unlisted": 0, "range": [0, 3]} for name in "gh"
    ]
    gives = draw(st.sampled_from(("mark", "mark", "grade", "score")))
    needs: list[dict[str, Any]] = []
    if draw(st.booleans()):
        needs.append({"id": "n0", "name": NAMES, "range": [0, HIGHEST], "whole": True} | draw(CONDITIONS))
    if gives == "grade" and draw(st.booleans()):
        needs.append(
            {"id": "n1", "name": NAMES, "range": [0, HIGHEST], "whole": True, "else": "low"} | draw(CONDITIONS)
        )
    method: dict[str, Any] = {
        "method": "m", "name": NAMES, "card": NAMES, "gives": gives, "first_year": 2020,
        "sources": [{"title": "t", "url": "https://example.org"}], "levels": ["city", "county"],
        "start": draw(SMALL), "groups": groups, "needs": needs, "indicators": indicators,
        "given": [{"id": "given", "name": NAMES, "range": [0, HIGHEST], "whole": True},
                  {"id": "field", "name": NAMES, "range": [1, 2], "whole": True},
                  {"id": "kind", "name": NAMES, "range": [0, 1], "whole": True}],
        "pass": draw(st.one_of(SMALL, st.fixed_dictionaries({"city": SMALL, "county": SMALL}))),
    }  # fmt: skip
    if gives == "grade":
        method["grades"] = [{"id": "low", "name": NAMES}, {"id": "good", "name": NAMES, "at_least": 0},
                            {"id": "best", "name": NAMES, "at_least": 3}]  # fmt: skip
        if draw(st.booleans()):
            del method["grades"][0]["id"]
            method["grades"][0] = {"id": "low", "name": NAMES, "at_least": -3}
    elif draw(st.integers(0, 2)) == 0:
        method["quota"] = draw(st.sampled_from(({"best": 1}, {"share": 0.5}, {"best": 0})))
    return method


@st.composite
def cases(draw: st.DrawFn, again: bool = False) -> tuple[dict[str, Any], dict[str, str], list[dict[str, Any]]]:
    """A method, the levels of two or three units, and the facts of last year and this one; at most four unknown."""
    method = draw(methods(again))
    levels = {unit: draw(st.sampled_from(("city", "county"))) for unit in "ABC"[: draw(st.integers(1, 3))]}
    names = [each["id"] for key in ("indicators", "needs") for each in method[key] if not each["id"].startswith("in-")]
    years: list[dict[str, Any]] = []
    left = 4
    for _ in range(2):
        facts: dict[str, Any] = {"*": {"given": draw(st.integers(0, HIGHEST))}}
        for unit in levels:
            facts[unit] = {"field": draw(st.integers(1, 2))}
            for name in ("kind", *names):
                numbers = st.integers(0, 1 if name == "kind" else HIGHEST)
                value = draw(st.one_of(numbers, st.sampled_from(("unknown", "n/a"))))
                if value == "unknown":
                    left -= 1
                facts[unit][name] = 1 if value == "unknown" and left < 0 else value
        years.append(facts)
    return method, levels, years


def assessed(method: dict[str, Any], levels: dict[str, str], years: list[dict[str, Any]]) -> Assessment:
    words = {"unknown": Word.UNKNOWN, "n/a": Word.NOT_APPLICABLE}
    values = {
        2019 + index: {
            unit: {name: words[value] if isinstance(value, str) else Decimal(value) for name, value in of_unit.items()}
            for unit, of_unit in facts.items()
        }
        for index, facts in enumerate(years)
    }
    assert faults(MethodFile.model_validate(method), method) == []
    return assess(compiled(method), Facts(values=values, own_levels=levels), 2020)


def completions(years: list[dict[str, Any]]) -> Any:
    """Every way in which the unknown facts may turn out."""
    holes = [
        (index, unit, name)
        for index, facts in enumerate(years)
        for unit, of_unit in facts.items()
        for name, value in of_unit.items()
        if value == "unknown"
    ]
    for values in product(*(range(2 if name == "kind" else HIGHEST + 1) for _, _, name in holes)):
        filled = [{unit: dict(of_unit) for unit, of_unit in facts.items()} for facts in years]
        for (index, unit, name), value in zip(holes, values, strict=True):
            filled[index][unit][name] = value
        yield holes, values, filled


ORDER = ["missed", "held", "low", "good", "best"]


@settings(max_examples=120, deadline=None)
@given(cases(again=True))
def test_bounds_are_never_too_narrow(case: Any) -> None:
    method, levels, years = case
    judged = {unit.key: unit for unit in assessed(*case).units}
    for _, _, (before, now) in completions(years):
        for unit, (score, result) in judge(method, levels, now, before).items():
            found = judged[unit]
            assert Fraction(found.score.low) - LITTLE <= score <= Fraction(found.score.high) + LITTLE
            low, high = (Fraction(end) if isinstance(end, Decimal) else end for end in found.result)
            if isinstance(result, Fraction):
                assert isinstance(low, str) or low - LITTLE <= result
                assert isinstance(high, Fraction)
                assert result <= high + LITTLE
            elif isinstance(high, Fraction):
                assert (result, low) == ("missed", "missed")
            else:
                assert ORDER.index(low) <= ORDER.index(result) <= ORDER.index(high)


def reads_once(method: dict[str, Any]) -> bool:
    """Whether no unknown fact is seen by two measures: no places, which see the facts of others, and no quota."""
    return not any(clause.get("of") == "rank" for clause in method["indicators"]) and "quota" not in method


@settings(max_examples=120, deadline=None)
@given(cases().filter(lambda case: reads_once(case[0])))
def test_bounds_are_exact_where_each_fact_is_read_by_one_measure(case: Any) -> None:
    method, levels, years = case
    scores: dict[str, set[Fraction]] = {unit: set() for unit in levels}
    results: dict[str, set[Any]] = {unit: set() for unit in levels}
    for _, _, (before, now) in completions(years):
        for unit, (score, result) in judge(method, levels, now, before).items():
            scores[unit].add(score)
            results[unit].add(result)
    for unit in assessed(*case).units:
        assert float(unit.score.low) == pytest.approx(float(min(scores[unit.key])))
        assert float(unit.score.high) == pytest.approx(float(max(scores[unit.key])))
        if method["gives"] != "score":
            reached = sorted(results[unit.key], key=ORDER.index)
            assert unit.result == (reached[0], reached[-1])


@settings(max_examples=60, deadline=None)
@given(cases())
def test_what_settles_a_unit_settles_it(case: Any) -> None:
    method, levels, years = case
    assessment = assessed(*case)
    for unit in assessment.units:
        for settles in settlers(assessment, unit.key):
            for value in range(2 if settles.fact == "kind" else HIGHEST + 1):
                told = [each.result for each in settles.stretches if each.low <= value <= each.high]
                assert len(told) == 1
                filled = [{key: dict(facts) for key, facts in of_year.items()} for of_year in years]
                filled[settles.year - 2019][unit.key][settles.fact] = value
                found = assessed(method, levels, filled).unit(unit.key)
                passes = all(isinstance(end, Decimal) for end in found.result)
                assert told[0] == ("held" if passes else found.card)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_what_would_lift_a_unit_lifts_it_and_nothing_smaller_does(case: Any) -> None:
    from itertools import combinations

    method, _, _ = case
    if method["gives"] == "score":
        return
    assessment = assessed(*case)
    edition = assessment.edition
    names = [each.id for each in (*edition.needs, *edition.clauses)]

    def without(key: str, left_out: Iterable[str]) -> Any:
        """What a unit would get if these did not apply to it, and all others as they are."""
        (alone,) = Scale(edition, assessment.facts, 2020, left_out).scored([key])
        units = [alone if unit.key == key else unit for unit in Scale(edition, assessment.facts, 2020).judged()]
        units = list(within_quota(edition, units)) if edition.limited else units
        return next(unit for unit in units if unit.key == key)

    for unit in assessment.units:
        if unit.card != "missed":
            continue
        found = lift(assessment, unit.key)
        smallest = None
        for size in range(1, len(names) + 1):
            for chosen in combinations(names, size):
                if without(unit.key, chosen).result[0] != "missed":
                    smallest = size
                    break
            if smallest:
                break
        assert (None if found is None else len(found)) == smallest


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_marks_between_which_nothing_changes_are_exact(case: Any) -> None:
    method, levels, years = case
    if not isinstance(method["pass"], int):
        return
    assessment = assessed(*case)
    before = [unit.result for unit in assessment.units]
    margin = hangs_on(assessment).marks["*"]

    def results(mark: Decimal) -> list[Any]:
        changed = method | {"pass": float(mark)}
        return [unit.result for unit in assessed(changed, levels, years).units]

    if method["gives"] == "mark":
        if margin.high is not None and margin.high == margin.high.quantize(Decimal("1e-9")):
            assert results(margin.high) == before
            assert results(margin.high + Decimal("0.0001")) != before
        if margin.low is not None and margin.low == margin.low.quantize(Decimal("1e-9")):
            assert results(margin.low + Decimal("0.0001")) == before
            assert results(margin.low) != before
