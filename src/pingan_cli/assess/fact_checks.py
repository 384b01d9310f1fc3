"""What facts say that a method cannot judge, and facts that nobody has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pingan_cli.assess.facts import Facts, Value, Word
from pingan_cli.assess.judging import has_ends
from pingan_cli.assess.method import Edition, Method
from pingan_cli.problems import WARNING, Problem
from pingan_cli.texts import told


def fact_problems(method: Method, facts: Facts, years: Iterable[int]) -> Iterator[Problem]:
    """What the facts of years say that the method cannot judge, and the facts that nobody has: the first as errors."""
    file = facts.files[0] if facts.files else ""
    for year in years:
        edition = method.edition(year)
        of_year = facts.values.get(year, {})
        allowed = _Allowed(edition)
        for fact in edition.facts.values():
            named = [unit for unit, values in of_year.items() if fact.id in values]
            if not named and fact.unlisted is None:
                message = told("{year}: no row has {fact}, so it is unknown", year=year, fact=fact.id)
                yield Problem("fact-missing", message, file, severity=WARNING)
            for unit in named:
                if problem := allowed.why_not(fact.id, of_year[unit][fact.id]):
                    message = told("{year}, {unit}: {problem}", year=year, unit=unit, problem=problem)
                    yield Problem("fact-invalid", message, file)
        if edition.levels and facts.registry is None and any(mark != "*" for mark in edition.passes):
            for unit in facts.units(year):
                if unit not in facts.own_levels and len(edition.levels) > 1:
                    message = told("{unit}: the marks differ by level, so its level must be known", unit=unit)
                    yield Problem("fact-invalid", message, file, hint=told("add a column level, or name --units FILE"))


class _Allowed:
    """Which values an edition's facts can have; each is looked at once."""

    def __init__(self, edition: Edition) -> None:
        self.facts = edition.facts
        self._divisors = {each.look.per[0] for each in (*edition.clauses, *edition.needs) if each.look.per}
        self._endless = {
            fact
            for clause in edition.clauses
            if clause.look.plain and not has_ends(clause, edition)
            for fact in clause.look.facts
        }
        self._known: dict[tuple[str, Value], str] = {}

    def why_not(self, fact_id: str, value: Value) -> str:
        """Why a value cannot be, or nothing."""
        if (fact_id, value) not in self._known:
            self._known[fact_id, value] = self._why_not(fact_id, value)
        return self._known[fact_id, value]

    def _why_not(self, fact_id: str, value: Value) -> str:
        fact = self.facts[fact_id]
        if isinstance(value, Word):
            if value is Word.UNKNOWN and fact_id in self._endless:
                return told("{fact} is unknown, and neither it has a range nor its clause a cap", fact=fact.id)
            return ""
        shown = f"{value:f}"
        if fact.range and not fact.range.low <= value <= fact.range.high:
            first, last = f"{fact.range.low:f}", f"{fact.range.high:f}"
            return told(
                "{fact} {value} lies outside {first} to {last}", fact=fact.id, value=shown, first=first, last=last
            )
        if fact.whole and value != value.to_integral_value():
            return told("{fact} {value} is no whole number", fact=fact.id, value=shown)
        if fact_id in self._divisors and value <= 0:
            return told("{fact} {value} must be above 0", fact=fact.id, value=shown)
        return ""
