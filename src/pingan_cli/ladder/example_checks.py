"""What the shape of an example cannot say: results, years, levels and tiers that the ladder has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from pingan_cli.engine.ladder import Ladder
from pingan_cli.ladder.checks import OWN_RESULTS, Fault, Path
from pingan_cli.ladder.document import KEY
from pingan_cli.ladder.examples import NUMBER
from pingan_cli.ladder.model import Example
from pingan_cli.ladder.years import years_of
from pingan_cli.problems import did_you_mean
from pingan_cli.texts import told


def example_faults(ladder: Ladder, examples: list[Example]) -> Iterator[Fault]:
    """All that cannot be meant in the examples of a ladder file."""
    for index, example in enumerate(examples):
        path: Path = ("examples", index)
        if not ladder.periods(example.year):
            yield Fault((*path, "year"), told("no period had ended by {year}", year=example.year))
        if example.level and example.level not in ladder.levels:
            hint = did_you_mean(example.level, ladder.levels)
            yield Fault((*path, "level"), told("there is no level {level!r}", level=example.level), hint)
        if ladder.by_level and not example.level:
            yield Fault(path, told("the limits differ by level, so this example needs a level"))
        if example.streak.min > example.streak.max:
            yield Fault((*path, "streak"), told("the lowest value stands under min, the highest under max"))
        low, high = (ladder.tier_named(tier) if tier else None for tier in (example.honour.min, example.honour.max))
        if low is not None and (example.honour.max is None or (high is not None and high.rank < low.rank)):
            yield Fault((*path, "honour"), told("the lowest value stands under min, the highest under max"))
        yield from _cards(ladder, example, (*path, "cards"))
        named = {("honour",): example.honour.min, ("awarded",): example.awarded, ("next",): example.next}
        if example.honour.max != example.honour.min:
            named = {("honour", "min"): example.honour.min, ("honour", "max"): example.honour.max} | named
        for where, tier in named.items():
            if tier is not None and ladder.tier_named(tier) is None:
                hint = did_you_mean(tier, [each.id for each in ladder.named])
                if tier.lower() in ("none", "nothing", "无"):
                    hint = told("write null for none")
                yield Fault((*path, *where), told("there is no tier {tier!r}", tier=tier), hint)


def _cards(ladder: Ladder, example: Example, path: Path) -> Iterator[Fault]:
    """Results that the ladder does not know, and years that have two or lie in no period."""
    words = [word for word in OWN_RESULTS if word != "held" or ladder.kind == "mark"]
    words = [*(grade for grade, _, _ in ladder.grades), *words]
    of_year: dict[int, str] = {}
    of_period: dict[int, list[str]] = {}
    for result, value in example.cards.items():
        if result not in words and not (ladder.kind == "number" and NUMBER.fullmatch(result)):
            yield Fault(
                (*path, result, KEY),
                told("there is no result {result!r}", result=result),
                _result_hint(ladder, result, words),
            )
        for year in cast(list[int], years_of(value)):
            if year < ladder.first_year:
                message = told("{year} lies before the first year, {first}", year=year, first=ladder.first_year)
                yield Fault((*path, result), message)
                break
            if year > example.year:
                message = told("{year} lies after {judged}, the year that is judged", year=year, judged=example.year)
                yield Fault((*path, result), message)
                break
            period = ladder.period_of(year)
            if period is None:
                if result not in ("missed", "unknown"):
                    yield Fault((*path, result), _no_period(ladder, year))
                    break
                continue
            twice = of_year.setdefault(year, result) != result
            others = of_period.setdefault(period, [result])
            settled = ladder.best_of_several and not {"revoked", "unknown"} & {of_year[year], result}
            if (twice and not settled) or any((other == "revoked") != (result == "revoked") for other in others):
                before = of_year[year] if twice else others[0]
                yield Fault((*path, result), told("{year} is {result} already", year=year, result=before))
                break
            others.append(result)


def _result_hint(ladder: Ladder, result: str, words: list[str]) -> str:
    """What could be meant by a result that the ladder does not know."""
    for grade, name, _ in ladder.grades:
        if result.casefold() in (each.casefold() for each in name):
            return told("did you mean {word}?", word=grade)
    if ladder.kind == "number":
        return told('results are numbers in quotes, such as "12", or {words}', words=tuple(words))
    return did_you_mean(result, words) or told("results are {words}", words=tuple(words))


def _no_period(ladder: Ladder, year: int) -> str:
    """Why a year of which a card is told is no year of the ladder."""
    if not ladder.is_round(year):
        return told("{year} is no year of a round", year=year)
    return told("the card was given to nobody for {year}, by 'not_held'", year=year)
