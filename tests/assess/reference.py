"""A second judge, for complete facts only, written from the language and not from the program: plain fractions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

Entry = Mapping[str, Any]
Facts = Mapping[str, Mapping[str, Any]]


def number(value: Any) -> Fraction:
    return Fraction(str(value))


def fits(condition: Entry, value: Fraction) -> bool:
    return (
        ("at_least" not in condition or value >= number(condition["at_least"]))
        and ("at_most" not in condition or value <= number(condition["at_most"]))
        and ("above" not in condition or value > number(condition["above"]))
        and ("below" not in condition or value < number(condition["below"]))
    )


def fact(facts: Facts, unit: str, name: str, unlisted: Mapping[str, Any]) -> Fraction | None:
    """A fact of a unit, or of all units; None where it does not apply."""
    value = facts[unit].get(name, facts.get("*", {}).get(name, unlisted.get(name)))
    return None if value == "n/a" else number(value)


def raw(look: Entry, unit: str, now: Facts, before: Facts, unlisted: Mapping[str, Any]) -> Fraction | None:
    name = look.get("reads", look["id"])

    def of(facts: Facts) -> Fraction | None:
        value = fact(facts, unit, name, unlisted)
        if value is None or "per" not in look:
            return value
        field = fact(facts, unit, look["per"]["field"], unlisted)
        return None if field is None else value * number(look["per"].get("times", 1)) / field

    value = of(now)
    if value is None or "against" not in look:
        return value
    other = of(before) if look["against"] == "last-year" else fact(now, unit, look["against"], unlisted)
    return None if other is None else value - other


def measured(look: Entry, unit: str, levels: Mapping[str, str], now: Facts, before: Facts, unlisted: Any) -> Any:
    value = raw(look, unit, now, before, unlisted)
    if value is None or look.get("of") != "rank":
        return value
    within = look.get("within", "level")

    def company(key: str) -> Any:
        if within in ("level", "all"):
            return levels[key] if within == "level" else None
        return fact(now, key, within, unlisted)

    together = [other for other in levels if company(other) == company(unit)]
    values = [raw(look, other, now, before, unlisted) for other in together]
    higher = look["better"] == "higher"
    return 1 + sum(other is not None and (other > value if higher else other < value) for other in values)


def points(clause: Entry, value: Fraction | None) -> Fraction:
    worth = number(clause.get("worth", 0))
    if value is None:
        return worth
    made = worth
    if "met" in clause:
        made = worth if fits(clause["met"], value) else Fraction(0)
    elif "each" in clause:
        amount = value
        if "beyond" in clause:
            amount = max(Fraction(0), value - number(clause["beyond"]))
        if "short_of" in clause:
            amount = max(Fraction(0), number(clause["short_of"]) - value)
        made += number(clause["each"]) * amount
    elif "steps" in clause:
        made += next((number(step["points"]) for step in clause["steps"] if fits(step, value)), Fraction(0))
    else:
        line = [(number(x), number(y)) for x, y in clause["line"]]
        if value <= line[0][0]:
            made += line[0][1]
        elif value >= line[-1][0]:
            made += line[-1][1]
        else:
            (x0, y0), (x1, y1) = next(pair for pair in pairwise(line) if value <= pair[1][0])
            made += y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    least = clause.get("least", min(worth, Fraction(0)) if "worth" in clause else None)
    most = clause.get("most", max(worth, Fraction(0)) if "worth" in clause else None)
    made = made if least is None else max(made, number(least))
    return made if most is None else min(made, number(most))


def group_sum(method: Entry, group: str | None, of_clause: Mapping[str, Fraction]) -> Fraction:
    parts = [of_clause[clause["id"]] for clause in method["indicators"] if clause.get("group") == group]
    parts += [
        group_sum(method, inner["id"], of_clause) for inner in method.get("groups", ()) if inner.get("group") == group
    ]
    entry = next((each for each in method.get("groups", ()) if each["id"] == group), {})
    made = max(parts, default=Fraction(0)) if entry.get("only") == "highest" else sum(parts, Fraction(0))
    made = max(made, number(entry["least"])) if "least" in entry else made
    return min(made, number(entry["most"])) if "most" in entry else made


def judge(method: Entry, levels: Mapping[str, str], now: Facts, before: Facts) -> dict[str, tuple[Fraction, Any]]:
    """The score and the result of every unit, for facts that are all known."""
    unlisted = {
        clause.get("reads", clause["id"]): clause["unlisted"] for clause in method["indicators"] if "unlisted" in clause
    }
    scores: dict[str, Fraction] = {}
    results: dict[str, Any] = {}
    fit: dict[str, bool] = {}
    for unit in levels:
        of_clause = {
            clause["id"]: points(clause, measured(clause, unit, levels, now, before, unlisted))
            for clause in method["indicators"]
        }
        scores[unit] = number(method.get("start", 0)) + group_sum(method, None, of_clause)
        values = {need["id"]: measured(need, unit, levels, now, before, unlisted) for need in method.get("needs", ())}
        unmet = [
            need
            for need in method.get("needs", ())
            if values[need["id"]] is not None and not fits(need, values[need["id"]])
        ]
        fit[unit] = not any("else" not in need for need in unmet)
        passes = method.get("pass")
        mark = passes.get(levels[unit]) if isinstance(passes, dict) else passes
        passed = fit[unit] and (mark is None or scores[unit] >= number(mark))
        if not passed:
            results[unit] = "missed"
        elif method["gives"] == "grade":
            grades = sorted(method["grades"], key=lambda grade: grade.get("at_least", -(10**9)))
            earned = [
                index for index, grade in enumerate(grades) if scores[unit] >= number(grade.get("at_least", -(10**9)))
            ]
            names = [grade["id"] for grade in grades]
            limits = [names.index(need["else"]) for need in unmet if "else" in need]
            results[unit] = names[min([earned[-1], *limits])] if earned else "missed"
        else:
            results[unit] = scores[unit] if method["gives"] == "score" else "held"
    quota = method.get("quota")
    if quota:
        for level in set(levels.values()):
            able = [unit for unit in levels if levels[unit] == level and fit[unit]]
            places = quota.get("best", floor(number(quota.get("share", 1)) * len(able)))
            for unit in able:
                if sum(scores[other] > scores[unit] for other in able) >= places:
                    results[unit] = "missed"
    return {unit: (scores[unit], results[unit]) for unit in levels}
