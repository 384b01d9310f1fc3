"""A published list held against the records: what is confirmed, missing, surplus, different, or not to be decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pingan_cli.check.body import Found, placed
from pingan_cli.engine.ladder import NONE, Tier
from pingan_cli.engine.outcomes import CONFIRMED, DIFFERENT, MISSING, SURPLUS, UNDECIDED, outcomes, verdict_on
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import Verdict, judge_of
from pingan_cli.library import Records
from pingan_cli.problems import WARNING, Problem, Refused
from pingan_cli.records.cards import CardFile
from pingan_cli.records.naming import named
from pingan_cli.records.published import Listed, read_published
from pingan_cli.texts import any_of, counted, joined, told

HOLDERS = ("new", "all")
"""Whom a list names: those newly awarded a tier in its year, or all who hold an honour by its end."""


class Entry(NamedTuple):
    """One unit in one year: what the list gives it, what the records allow, and what follows.

    `published`: None for a unit that is not on the list. `possible`: the tiers that may be, None among them for
    nothing. `verdict` is what the records make of the unit by the end of the year.
    """

    year: int
    unit: Unit
    published: Tier | None
    possible: tuple[Tier | None, ...]
    outcome: str
    verdict: Verdict
    listed: Listed | None = None

    @property
    def may_be_missing(self) -> bool:
        """Whether the unit is not on the list, and the records leave it open whether it belongs there."""
        return self.outcome == UNDECIDED and self.published is None


class Comparison(NamedTuple):
    """A list and the records, unit by unit: those on the list in its order, then those missing from it, by code."""

    cards: CardFile
    holders: str
    years: tuple[int, ...]
    entries: tuple[Entry, ...]

    def count(self, outcome: str) -> int:
        """How many entries have that outcome."""
        return sum(entry.outcome == outcome for entry in self.entries)

    @property
    def confirmed(self) -> int:
        """How many entries of the list are confirmed."""
        return sum(entry.outcome == CONFIRMED for entry in self.entries if entry.listed)

    @property
    def agrees(self) -> bool:
        """Whether every entry of the list is confirmed and nobody is certain to be missing from it."""
        return all(entry.outcome == CONFIRMED or entry.may_be_missing for entry in self.entries)


def in_words(comparison: Comparison) -> str:
    """How many entries of the list are confirmed, and how many units are missing from it."""
    listed = [entry for entry in comparison.entries if entry.listed]
    missing = comparison.count(MISSING)
    return told(
        "{years}, {whom}: {confirmed} of {listed} confirmed, {missing}",
        years=joined(comparison.years, ", "),
        whom=told("newly awarded") if comparison.holders == "new" else told("all who hold"),
        confirmed=comparison.confirmed,
        listed=len(listed),
        missing=counted("1 missing", "{count} missing", count=missing) if missing else told("none missing"),
    )


def fits_better(comparison: Comparison, other: Comparison) -> str:
    """That the other of `HOLDERS` fits a list better, if it does; an empty text if it does not."""
    here, there = ((each.confirmed, -each.count(MISSING)) for each in (comparison, other))
    if comparison.agrees or there <= here:
        return ""
    names = {"other": other.holders, "holders": comparison.holders}
    if there[0] > here[0]:
        return told(
            "the list fits --holders {other} better: {there} of its entries are confirmed by that, {here} by {holders}",
            there=there[0],
            here=here[0],
            **names,
        )
    return told(
        "the list fits --holders {other} better: {there} units are missing from it by that, {here} by {holders}",
        there=-there[1],
        here=-here[1],
        **names,
    )


def problems_of(comparison: Comparison) -> list[Problem]:
    """What a comparison has found, as problems of the list's file; what is confirmed is none."""
    found: list[Found] = []
    missing: list[Problem] = []
    file = str(comparison.cards.table.path)
    for entry in comparison.entries:
        if entry.outcome == CONFIRMED:
            continue
        problem = _problem(entry, comparison.holders)
        if entry.listed:
            at = entry.listed.statement
            found.append(Found(comparison.cards, at.line, at.unit_at, problem))
        else:
            missing.append(problem._replace(file=file))
    return [*comparison.cards.warnings, *placed(found), *missing]


def one_of(possible: Sequence[Any]) -> Any:
    """What may be, the highest first: one of two, or of more the lowest and the highest."""
    if len(possible) < 3:
        return any_of(possible)
    return told("{low} at the least, {high} at the most", low=possible[-1], high=possible[0])


def _problem(entry: Entry, holders: str) -> Problem:
    """One finding in words."""
    names = {"unit": named(entry.unit), "code": entry.unit.code}
    if entry.published:
        listed = told("{unit} ({code}) is listed with the {tier}", **names, tier=entry.published.name)
    else:
        listed = told("{unit} ({code}) is not on the list", **names)
    tiers = one_of(
        [told("the {tier}", tier=tier.name) if tier else told("nothing") for tier in reversed(entry.possible)]
    )
    if entry.outcome == UNDECIDED:
        message = told("{listed}; the records allow {tiers} for {year}", listed=listed, tiers=tiers, year=entry.year)
        hint = told("unknown years leave it open; 'pingan streak' shows which")
        severity = "error" if entry.published else WARNING
        return Problem("list-undecided", message, hint=hint, severity=severity)
    if holders == "all":
        message = told("{listed}; it holds {tiers} by {year}", listed=listed, tiers=tiers, year=entry.year)
    else:
        message = told("{listed}; it was awarded {tiers} for {year}", listed=listed, tiers=tiers, year=entry.year)
    if entry.outcome == MISSING:
        return Problem("list-missing", message)
    held, conferred = entry.verdict.honour.min, entry.verdict.conferred
    hint = ""
    if holders == "new" and entry.published == held and conferred and conferred < entry.year:
        hint = told("it has held it since {year}; --holders all compares with all who hold an honour", year=conferred)
    code = {SURPLUS: "list-surplus", DIFFERENT: "list-different"}[entry.outcome]
    return Problem(code, message, hint=hint)


def compare_list(
    records: Records,
    path: Path,
    year: int | None = None,
    holders: str = "new",
    level: str | None = None,
    city: str | None = None,
) -> Comparison:
    """The list in a file against the records, for one assessment year, or for each that the list has.

    A list that names no year, in a column or in its file's name, is of the year asked for, or else of the last on
    record; that of a file's name gives way to the one asked for.

    `holders`: whether the list names those newly awarded in its year (`new`) or all who hold an honour (`all`).
    `level` and `city` leave out all other units, on the list and in the records. Raises `Refused` with all that is
    wrong with the list.
    """
    ladder = records.ladder
    published, problems = read_published(path, ladder, records.registry, year or records.last_year)
    if published is None:
        raise Refused(problems)
    asked = ladder.year(ladder.periods(year) - 1) if year is not None and ladder.periods(year) else year
    columns = published.cards.columns
    dated = columns.year is not None or columns.years
    by_year: dict[int, dict[str, Listed]] = {asked: {}} if asked is not None else {}
    for listed in published.entries:
        period = ladder.period_of(listed.statement.year)
        its_year = ladder.year(period) if period is not None else listed.statement.year
        if asked is None or not dated:
            by_year.setdefault(asked or its_year, {})[listed.statement.key] = listed
        elif asked == its_year:
            by_year[asked][listed.statement.key] = listed
    entries = [
        entry for each in sorted(by_year) for entry in _entries(records, each, by_year[each], holders, level, city)
    ]
    return Comparison(published.cards, holders, tuple(sorted(by_year)), tuple(entries))


def compare_both_ways(
    records: Records, path: Path, year: int | None, holders: str, level: str | None, city: str | None
) -> tuple[Comparison, Comparison]:
    """The same for those whom the list is said to name, and for the others of `HOLDERS`."""
    both = sorted(HOLDERS, key=holders.__ne__)
    these, others = (compare_list(records, path, year, whom, level, city) for whom in both)
    return these, others


def _entries(
    records: Records, year: int, listed: dict[str, Listed], holders: str, level: str | None, city: str | None
) -> Iterator[Entry]:
    ladder, registry, histories = records.ladder, records.registry, records.histories
    periods, judge = ladder.periods(year), judge_of(ladder, year)
    in_scope: dict[str, Unit] = {}
    off_list: list[str] = []
    for unit, _ in records.award(year, level=level, city=city, off_record=True):
        key = registry.line(unit.code).key if registry else unit.code
        in_scope[key] = unit
        if key not in listed and histories.recorded(key) & (1 << periods) - 1:
            off_list.append(key)
    for key in (*listed, *sorted(off_list)):
        unit = in_scope.get(key)
        if unit is None and (level or city) and (registry is None or registry.line(key).at(year)):
            continue
        history = histories.history(key)
        found = outcomes(ladder, history, periods)
        ranks = found.held if holders == "all" else found.awarded
        if unit is None and registry:  # it did not exist in that year, or is of a level that the ladder does not cover
            ranks = frozenset({NONE})
        entry = listed.get(key)
        tier = entry.tier if entry else None
        outcome = verdict_on(tier.rank if tier else NONE, ranks)
        if entry or outcome != CONFIRMED:
            possible = tuple(ladder.tier(rank) for rank in sorted(ranks))
            yield Entry(year, unit or histories.unit(key, year), tier, possible, outcome, judge(history), entry)
