"""The derivation of a standing: the rule with its place and source, the years that count and the claims behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pingan_cli.claims.conflicts import place_in, rule_of_counting, rule_of_tier
from pingan_cli.claims.deduce_page import spans
from pingan_cli.claims.deduction import Claim
from pingan_cli.engine.course import Past, Standing
from pingan_cli.engine.derivation import Stretch, derive
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.texts import listed
from pingan_cli.views.words import word


class Grounds(NamedTuple):
    """What a derivation rests on besides the records: the ladder's file, and the claims behind a unit's years."""

    loaded: LoadedLadder
    claims: Mapping[int, Sequence[Claim]]


def why_entry(standing: Standing, year: int, grounds: Grounds) -> dict[str, Any]:
    """The derivation as JSON has it."""
    loaded = grounds.loaded
    runs = derive(loaded.ladder, standing)
    cited = _cited(runs, grounds)
    return {
        "rules": [{"says": says, "place": place} for says, place in _rules(runs, loaded, year, "en")],
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


def why_lines(standing: Standing, year: int, grounds: Grounds, lang: str) -> Iterator[str]:
    """The derivation in lines."""
    loaded = grounds.loaded
    runs = derive(loaded.ladder, standing)
    yield word("why_title", lang, unit=standing.unit.named(lang))
    for says, place in _rules(runs, loaded, year, lang):
        yield f"  {word('brackets', lang, text=says, more=place)}"
    for source in loaded.file["sources"]:
        yield f"    {source['title']}"
        yield f"    {source['url']}"
    amendments = list(_amendments(loaded, year))
    if not amendments:
        yield f"  {word('no_amendment', lang, year=loaded.ladder.terms_at(loaded.ladder.periods(year) - 1).since)}"
    for each in amendments:
        yield f"  {word('from_year', lang, year=each['from_year'], says=each['says'])}"
    if not runs:
        yield f"  {word('no_run', lang)}"
    for run in runs:
        yield from _run_lines(run, grounds, lang)
    cited = _cited(runs, grounds)
    if cited:
        yield f"  {word('claims_behind', lang)}"
    for claim in cited:
        yield f"    {claim.id}  {claim.statement}"
        yield f"      {claim.source}"


def _run_lines(run: Stretch, grounds: Grounds, lang: str) -> Iterator[str]:
    first, last = run.course[0].year, run.course[-1].year
    earned = {"tier": run.tier.name.of(lang) if run.tier else "", "year": last, "count": run.length}
    yield f"  {word('run_earned' if run.tier else 'run_so_far', lang, **earned)}"
    for group in _alike(run.course, grounds):
        years = next(spans([past.year for past in group]))
        ids = listed(_ids(group[0].year, grounds), lang)
        by = word("by_claims", lang, ids=ids) if ids else word("by_records", lang)
        yield f"    {years} {word(group[0].result, lang)}{by}"
    ids = listed(_ids(run.before_year, grounds), lang)
    by = word("by_claims", lang, ids=ids) if ids and not run.before.endswith("-began") else ""
    yield f"  {word(f'before.{run.before}', lang, first=first, year=run.before_year, unit='')}{by}"


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


def _rules(runs: Sequence[Stretch], loaded: LoadedLadder, year: int, lang: str) -> list[tuple[str, str]]:
    """How the ladder counts, and what the tiers of the runs take, each with its place in the file."""
    found = [rule_of_counting(loaded, lang, year)]
    found += [rule for run in runs if run.tier and (rule := rule_of_tier(loaded, run.tier, lang, run.course[-1].year))]
    return [(says, place_in(loaded, path)) for says, path in found]


def _amendments(loaded: LoadedLadder, year: int) -> Iterator[dict[str, Any]]:
    return (each for each in loaded.file.get("amendments", []) if each["from_year"] <= year)
