"""The derivation of a standing: the rule with its place and source, the years that count and the claims behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pingan_cli.claims.conflicts import counting_in, place_in, tier_in
from pingan_cli.claims.deduction import Claim
from pingan_cli.engine.course import Past, Standing, Stretch, derive
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.texts import joined, told
from pingan_cli.views.rules import from_year
from pingan_cli.views.streak import Derivation
from pingan_cli.views.wording import MEANINGS, in_brackets, run_of, spans


class Grounds(NamedTuple):
    """What a derivation rests on besides the records: the ladder's file, and the claims behind a unit's years."""

    loaded: LoadedLadder
    claims: Mapping[int, Sequence[Claim]]


def derivation(standing: Standing, year: int, grounds: Grounds) -> Derivation:
    """Why a unit stands where it stands by the end of a year."""
    return Derivation(_entry(standing, year, grounds), list(_lines(standing, year, grounds)))


def _entry(standing: Standing, year: int, grounds: Grounds) -> dict[str, Any]:
    """The derivation as JSON has it."""
    loaded = grounds.loaded
    runs = derive(loaded.ladder, standing)
    cited = _cited(runs, grounds)
    return {
        "rules": [{"says": says, "place": place} for says, place in _rules(runs, loaded, year)],
        "sources": [{"title": source["title"], "url": source["url"]} for source in loaded.file["sources"]],
        "terms_since": loaded.ladder.terms_at(loaded.ladder.periods(year) - 1).since,
        "amendments": [
            {"from_year": each["from_year"], "says": each["says"], "source": each.get("source")}
            for each in _amendments(loaded, year)
        ],
        "runs": [_run_entry(run, grounds) for run in runs],
        "claims": [
            {"id": claim.id, "statement": claim.statement, "source": claim.source, "confidence": claim.confidence}
            for claim in cited
        ],
    }


def _run_entry(run: Stretch, grounds: Grounds) -> dict[str, Any]:
    return {
        "tier": run.tier.id if run.tier else None,
        "count": run.length,
        "first": run.course[0].year,
        "last": run.course[-1].year,
        "before": {"year": run.before_year, "reason": run.before, "claims": _ids(run.before_year, grounds)},
        "years": [
            {"year": past.year, "result": past.result, "claims": _ids(past.year, grounds)} for past in run.course
        ],
    }


def _ids(year: int | None, grounds: Grounds) -> list[str]:
    return [claim.id for claim in grounds.claims.get(year or 0, ())]


def _lines(standing: Standing, year: int, grounds: Grounds) -> Iterator[str]:
    """The derivation in lines."""
    loaded = grounds.loaded
    runs = derive(loaded.ladder, standing)
    yield told("Why {unit} stands there:", unit=standing.unit)
    for says, place in _rules(runs, loaded, year):
        yield _indented(in_brackets(says, place))
    for source in loaded.file["sources"]:
        yield f"    {source['title']}"
        yield f"    {source['url']}"
    amendments = list(_amendments(loaded, year))
    if not amendments:
        since = loaded.ladder.terms_at(loaded.ladder.periods(year) - 1).since
        yield _indented(told("No amendment: the terms of {year} were in force.", year=since))
    yield from map(_indented, map(from_year, amendments))
    if not runs:
        yield _indented(told("No run of years up to then is certain, so no honour follows."))
    for run in runs:
        yield from map(_indented, _run_lines(run, grounds))
    cited = _cited(runs, grounds)
    if cited:
        yield _indented(told("The claims behind these years:"))
    for claim in cited:
        yield joined([f"    {claim.id}", claim.said], "  ")
        yield f"      {claim.source}"


def _indented(line: str) -> str:
    return joined(["  ", line], "")


def _run_lines(run: Stretch, grounds: Grounds) -> Iterator[str]:
    names = {"run": run_of(grounds.loaded.ladder, run.length), "year": run.course[-1].year}
    if run.tier:
        yield told("{tier} for {year}, by {run}:", tier=run.tier.name, **names)
    else:
        yield told("{run} by the end of {year}:", **names)
    for group in _alike(run.course, grounds):
        years = spans([past.year for past in group], grounds.loaded.ladder, "-")
        ids = tuple(_ids(group[0].year, grounds))
        by = told(", by {ids}", ids=ids) if ids else told(", by the card files")
        yield joined(["  ", years, " ", MEANINGS[group[0].result], by], "")
    ids = tuple(_ids(run.before_year, grounds))
    by = told(", by {ids}", ids=ids) if ids and not run.before.endswith("-began") else ""
    yield joined([_before(run), by], "")


def _before(run: Stretch) -> str:
    """Why a run did not begin sooner."""
    years = {"first": run.course[0].year, "year": run.before_year}
    match run.before:
        case "ladder-began":
            return told("It began in {first}, the ladder's first year.", **years)
        case "unit-began":
            return told("It began in {first}, the unit's first year.", **years)
        case "missed":
            return told("It did not begin before {first}: the card was missed for {year}", **years)
        case "revoked":
            return told("It did not begin before {first}: the card for {year} was revoked", **years)
        case "uncounted":
            return told("It did not begin before {first}: the result for {year} does not count", **years)
        case "unknown":
            return told("It may have begun before {first}: {year} is not on record", **years)
        case _:
            return told("The years before {first} do not count towards it", **years)


def _alike(course: Sequence[Past], grounds: Grounds) -> Iterator[list[Past]]:
    """Years in a row with the same result by the same claims."""
    group: list[Past] = []
    for past in course:
        same = group and (past.result, _ids(past.year, grounds)) == (group[0].result, _ids(group[0].year, grounds))
        if group and not same:
            yield group
            group = []
        group.append(past)
    if group:
        yield group


def _cited(runs: Sequence[Stretch], grounds: Grounds) -> list[Claim]:
    """The claims behind the years of the runs and behind their beginnings, in the order of their ids."""
    years = {past.year for run in runs for past in run.course} | {run.before_year or 0 for run in runs}
    cited = {claim.id: claim for year in years for claim in grounds.claims.get(year, ())}
    return [cited[id_] for id_ in sorted(cited)]


def _rules(runs: Sequence[Stretch], loaded: LoadedLadder, year: int) -> list[tuple[str, str]]:
    """How the ladder counts, and what the tiers of the runs take, each with its place in the file."""
    found = [counting_in(loaded, year)]
    found += [rule for run in runs if run.tier and (rule := tier_in(loaded, run.tier, run.course[-1].year))]
    return [(says, place_in(loaded, path)) for says, path in found]


def _amendments(loaded: LoadedLadder, year: int) -> Iterator[dict[str, Any]]:
    return (each for each in loaded.file.get("amendments", []) if each["from_year"] <= year)
