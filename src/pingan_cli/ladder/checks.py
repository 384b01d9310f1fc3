"""What the shape of a ladder file cannot say: tiers that rise, grades and levels that exist, amendments in order.

And of its examples: results, years, levels and tiers that the ladder has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, cast

from pingan_cli.engine.ladder import Ladder
from pingan_cli.ladder.compiling import ranked
from pingan_cli.ladder.document import KEY, Step
from pingan_cli.ladder.model import OF_AN_AMENDMENT, Amendment, Counts, Example, LadderFile, Tier
from pingan_cli.ladder.values import NUMBER, years_of
from pingan_cli.problems import did_you_mean
from pingan_cli.texts import all_of, any_of, told

Path = tuple[Step, ...]

OWN_RESULTS = ("held", "missed", "revoked", "unknown")
"""The results that mean the same on every ladder."""


class Fault(NamedTuple):
    """What is wrong at a path of the document."""

    path: Path
    message: str
    hint: str = ""


def faults(file: LadderFile, stem: str) -> list[Fault]:
    """All that contradicts itself in a ladder file of the right shape; `stem` is its name without `.yaml`."""
    found: list[Fault] = []
    if file.ladder != stem:
        message = told("the ladder is called {name!r} and its file {file!r}", name=file.ladder, file=stem)
        found.append(Fault(("ladder",), message, told("use one name")))
    found += _twice(file.levels, ("levels",), told("level"))
    found += _tiers(file)
    found += _results(file)
    found += _years(file)
    for path, said, terms in _in_force(file):
        found += _refused_together(path, said, terms)
        found += _totals(path, said, terms)
        found += _weights(path, said, terms)
    for path, terms in _all_terms(file):
        if terms.counts is not None:
            found += _counts(file, terms.counts, (*path, "counts"))
    if file.streak == "cumulative":
        found += _cumulative(file)
    return [*found, *_amendments(file)]


def _all_terms(file: LadderFile) -> list[tuple[Path, LadderFile | Amendment]]:
    """The file and its amendments, each with its path."""
    amendments = enumerate(file.amendments)
    return [((), file), *((("amendments", index), amendment) for index, amendment in amendments)]


def _in_force(file: LadderFile) -> Iterator[tuple[Path, set[str], LadderFile]]:
    """The terms of the file and those after each amendment: its path, the keys it says, and all that is in force."""
    yield (), set(LadderFile.model_fields), file
    for index, amendment in enumerate(file.amendments):
        said = {key for key, value in amendment if value is not None} & set(LadderFile.model_fields)
        new = {key: getattr(amendment, key) for key in said}
        if amendment.miss and "count" not in amendment.miss.model_fields_set:
            new["miss"] = amendment.miss.model_copy(update={"count": file.miss.count})
        file = file.model_copy(update=new)
        yield ("amendments", index), said, file


def _refused_together(path: Path, said: set[str], terms: LadderFile) -> Iterator[Fault]:
    """Pairs of keys of which one would make more into worse, or mean nothing."""
    misses = terms.forgiven if isinstance(terms.forgiven, int) else terms.forgiven.misses
    if terms.miss.count != "zero" and said & {"miss", "forgiven"}:
        at = (*path, "miss", "count") if "miss" in said else (*path, "forgiven")
        if terms.streak == "cumulative":
            yield Fault(at, told("on a cumulative ladder a miss takes nothing from the count"))
        elif misses:
            message = told("a miss that leaves some of the count cannot be forgiven as well")
            hint = told("choose between 'forgiven' and a 'count' of 'tier' or 'back'")
            yield Fault(at, message, hint)
    if terms.most is None or not said & {"most", "tiers", "open_end"}:
        return
    at = (*path, "most") if "most" in said else (*path, "tiers")
    last = terms.tiers[-1]
    if terms.open_end:
        message = told("a ladder with an open end cannot bound its count")
        yield Fault(at, message, told("leave {key!r} out", key="most"))
    elif terms.most < last.at:
        message = told("{tier} at {at} is never reached: the count does not exceed {most}", tier=last.id, at=last.at,
                       most=terms.most)  # fmt: skip
        yield Fault(at, message)


def _totals(path: Path, said: set[str], terms: LadderFile) -> Iterator[Fault]:
    """Counts in all that say nothing beside the count in a row."""
    for index, tier in enumerate(terms.tiers if "tiers" in said else ()):
        for key, total in (("or_total", tier.or_total), ("and_total", tier.and_total)):
            at = (*path, "tiers", index, key)
            if total is not None and terms.streak == "cumulative":
                message = told("a cumulative ladder counts in all anyway")
                yield Fault((*at, KEY), message, told("leave {key!r} out", key=key))
            elif total is not None and total <= tier.at:
                yield Fault(at, told("{total} in all is not more than {at} in a row", total=total, at=tier.at))
        if tier.or_total and tier.and_total and tier.or_total <= tier.and_total:
            message = told("{total} in all reach it without a run, so that it never takes more", total=tier.or_total)
            yield Fault((*path, "tiers", index, "and_total"), message)


def _weights(path: Path, said: set[str], terms: LadderFile) -> Iterator[Fault]:
    """Grades that count for less than a grade below them, and weights of grades that can never count."""
    grades = terms.results.grades
    for index, grade in enumerate(grades if not path else ()):
        if grade.weight != 1 and not grade.holds:
            message = told("{grade!r} cannot count: a unit with it holds no card", grade=grade.id)
            yield Fault(("results", "grades", index, "weight"), message)
    counting = [(index, grade) for index, grade in enumerate(grades)
                if terms.counts and grade.id in (terms.counts.grades or ())]  # fmt: skip
    for (_, better), (index, grade) in pairwise(counting if "counts" in said else ()):
        if grade.weight > better.weight:
            message = told("{grade!r} counts for {weight}, and the better {better!r} only for {less}", grade=grade.id,
                           weight=grade.weight, better=better.id, less=better.weight)  # fmt: skip
            hint = told("grades stand from the best to the worst")
            yield Fault(("results", "grades", index, *(["weight"] if grade.weight != 1 else [])), message, hint)


def _years(file: LadderFile) -> Iterator[Fault]:
    """Rounds that do not begin with the first year, and years not held that lie before it."""
    names = {"first": file.first_year}
    rounds, not_held = (cast(list[int], years_of(years)) if years is not None else []
                        for years in (file.rounds, file.not_held))  # fmt: skip
    if rounds != sorted(rounds):
        yield Fault(("rounds",), told("rounds stand in the order of their years"))
    elif rounds and rounds[0] != file.first_year:
        message = told("the first round is that of the first year, {first}, not {year}", year=rounds[0], **names)
        yield Fault(("rounds",), message)
    if not_held and min(not_held) < file.first_year:
        yield Fault(("not_held",), told("{year} lies before the first year, {first}", year=min(not_held), **names))


def _twice(words: Sequence[str], path: Path, what: str, last: Path = ()) -> Iterator[Fault]:
    for index, word in enumerate(words):
        if word in words[:index]:
            message = told("the {what} {word!r} stands here a second time", what=what, word=word)
            yield Fault((*path, index, *last), message)


def _tiers(file: LadderFile) -> Iterator[Fault]:
    """Tiers that do not rise, whose ids are taken, or that change their name."""
    star = file.open_end.id.removesuffix("{n}") if file.open_end else None
    first: dict[str, Tier] = {}
    for path, terms in _all_terms(file):
        tiers = terms.tiers or []
        at_tiers = (*path, "tiers")
        yield from _twice([tier.id for tier in tiers], at_tiers, told("tier"), ("id",))
        for index, (before, tier) in enumerate(pairwise(tiers), 1):
            if tier.at <= before.at:
                message = told("tiers rise: {tier} at {at} cannot follow {before} at {before_at}", tier=tier.id,
                               at=tier.at, before=before.id, before_at=before.at)  # fmt: skip
                yield Fault((*at_tiers, index, "at"), message)
        for index, tier in enumerate(tiers):
            if star is not None and tier.id.startswith(star) and tier.id.removeprefix(star).isdigit():
                yield Fault((*at_tiers, index, "id"), told("{id!r} is also the id of a star", id=tier.id))
            known = first.setdefault(tier.id, tier)
            if (tier.name, tier.short) != (known.name, known.short):
                hint = told("give a tier of another name another id")
                yield Fault((*at_tiers, index, "name"), told("{id!r} had another name before", id=tier.id), hint)


def _results(file: LadderFile) -> Iterator[Fault]:
    """Grades and numbers where the kind of results has none, or the other way round."""
    kind, grades = file.results.kind, file.results.grades
    at_grades: Path = ("results", "grades")
    yield from _twice([grade.id for grade in grades], at_grades, told("grade"), ("id",))
    if kind == "grade" and not grades:
        yield Fault(("results",), told("results of kind grade need grades"))
    if kind != "grade" and grades:
        yield Fault(at_grades, told("results of kind {kind} have no grades", kind=kind))
    if kind != "number" and file.results.number:
        yield Fault(("results", "number"), told("results of kind {kind} have no number", kind=kind))
    if kind != "mark" and file.counts is None:
        yield Fault((), told("results of kind {kind} need 'counts' to say which of them count", kind=kind))
    for index, grade in enumerate(grades):
        if grade.id in OWN_RESULTS:
            message = told("{id!r} has a meaning of its own", id=grade.id)
            yield Fault((*at_grades, index, "id"), message, told("choose another id"))


def _counts(file: LadderFile, counts: Counts, path: Path) -> Iterator[Fault]:
    """Grades, limits and levels that do not fit what is on record."""
    kind = file.results.kind
    fitting = {"mark": (), "grade": ("grades",), "number": ("at_least", "at_most")}[kind]
    given = [key for key, value in counts if value is not None]
    for key in given:
        if key not in fitting:
            yield Fault((*path, key, KEY), told("{key!r} does not fit results of kind {kind}", key=key, kind=kind))
    if not given:
        if fitting:
            yield Fault(path, told("say which results count, by {keys}", keys=any_of(fitting)))
        else:
            yield Fault(path, told("every card counts here"), told("leave {key!r} out", key="counts"))
    ids = {grade.id: grade for grade in file.results.grades}
    for index, grade in enumerate(counts.grades or ()):
        at_grade = (*path, "grades", index)
        if kind == "grade" and grade not in ids:
            yield Fault(at_grade, told("there is no grade {grade!r}", grade=grade), did_you_mean(grade, ids))
        elif kind == "grade" and not ids[grade].holds:
            yield Fault(at_grade, told("{grade!r} cannot count: a unit with it holds no card", grade=grade))
    yield from _twice(counts.grades or (), (*path, "grades"), told("grade"))
    for key, limits in (("at_least", counts.at_least), ("at_most", counts.at_most)):
        if limits is None or "*" in limits:
            continue
        for level in limits:
            if level not in file.levels:
                message = told("there is no level {level!r}", level=level)
                yield Fault((*path, key, level, KEY), message, did_you_mean(level, file.levels))
        if without := [level for level in file.levels if level not in limits]:
            yield Fault((*path, key), told("there is no limit for the level {level}", level=all_of(without)))
    lows, highs = counts.at_least or {}, counts.at_most or {}
    for level in {**lows, **highs}:
        low, high = lows.get(level, lows.get("*")), highs.get(level, highs.get("*"))
        if low is not None and high is not None and low > high:
            yield Fault(path, told("no number is at least {low:g} and at most {high:g}", low=low, high=high))
            break


def _cumulative(file: LadderFile) -> Iterator[Fault]:
    """What means nothing on a ladder without runs."""
    for path, terms in _all_terms(file):
        if terms.forgiven and (isinstance(terms.forgiven, int) or terms.forgiven.misses):
            message = told("a cumulative ladder forgives every miss")
            yield Fault((*path, "forgiven"), message, told("leave {key!r} out", key="forgiven"))
        if terms.miss and terms.miss.honours == "recall":
            message = told("on a cumulative ladder a miss recalls nothing")
            yield Fault((*path, "miss", "honours"), message, told("write {code}", code="keep"))


def _amendments(file: LadderFile) -> Iterator[Fault]:
    """Amendments out of order, or that name nothing to change."""
    before = file.first_year
    for index, amendment in enumerate(file.amendments):
        path: Path = ("amendments", index)
        if amendment.from_year <= before:
            what = told("an amendment from {year} cannot follow {before}", year=amendment.from_year, before=before)
            hint = told("they stand in the order of their years, after the first year")
            yield Fault((*path, "from_year"), what, hint)
        before = amendment.from_year
        if not {key for key, value in amendment if value is not None} - OF_AN_AMENDMENT:
            yield Fault(path, told("this amendment changes nothing"))
        if amendment.every and not file.open_end:
            yield Fault((*path, "every", KEY), told("there is no open end whose 'every' could change"))
        lists = [[tier.id for tier in terms.tiers or ()] for terms in (file, *file.amendments[: index + 1])]
        order = [ranked(lists).index(tier_id) for tier_id in lists[-1]]
        if order != sorted(order):
            message = told("these tiers stand in another order than before; an order never changes")
            yield Fault((*path, "tiers"), message)


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
        named = {("awarded",): example.awarded, ("next",): example.next}
        if example.honour.max == example.honour.min:
            named[("honour",)] = example.honour.min
        else:
            named |= {("honour", "min"): example.honour.min, ("honour", "max"): example.honour.max}
        for where, tier in named.items():
            if tier is not None and ladder.tier_named(tier) is None:
                called = {
                    name.casefold(): each.id for each in ladder.named for name in (*each.name, *each.short, each.id)
                }
                meant = called.get(tier.casefold())
                hint = told("did you mean {word}?", word=meant) if meant else did_you_mean(tier, called.values())
                if tier.lower() in ("none", "nothing", "no", "false", "无", "没有"):
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
            message = told("there is no result {result!r}", result=result)
            yield Fault((*path, result, KEY), message, _result_hint(ladder, result, words))
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
