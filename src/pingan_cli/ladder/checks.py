"""What the shape of a ladder file cannot say: tiers that rise, grades and levels that exist, amendments in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pingan_cli.diagnostics import did_you_mean
from pingan_cli.ladder.compiling import compiled, ranked
from pingan_cli.ladder.document import Step
from pingan_cli.ladder.years import years_of

Entry = dict[str, Any]


class Fault(NamedTuple):
    """What is wrong at a path of the document."""

    path: tuple[Step, ...]
    message: str
    hint: str = ""


def faults(file: Entry, stem: str) -> list[Fault]:
    """All that contradicts itself in a ladder file of the right shape; `stem` is its name without `.yaml`."""
    found = [*_identity(file, stem), *_tiers(file), *_counting(file), *_amendments(file)]
    return found or list(_examples(file))


def _identity(file: Entry, stem: str) -> Iterator[Fault]:
    if file["ladder"] != stem:
        yield Fault(("ladder",), f"the ladder is called {file['ladder']!r} and its file {stem!r}", "use one name")
    yield from _twice(file.get("levels", []), ("levels",), "level")


def _twice(words: list[str], path: tuple[Step, ...], what: str, last: tuple[Step, ...] = ()) -> Iterator[Fault]:
    for index, word in enumerate(words):
        if word in words[:index]:
            yield Fault((*path, index, *last), f"the {what} {word!r} stands here a second time")


def _tiers(file: Entry) -> Iterator[Fault]:
    rungs = [(("tiers",), file["tiers"])]
    for index, amendment in enumerate(file.get("amendments", [])):
        rungs.append((("amendments", index, "tiers"), amendment.get("tiers") or []))
    for path, tiers in rungs:
        yield from _twice([tier["id"] for tier in tiers], path, "tier", ("id",))
        for index in range(1, len(tiers)):
            at, before = tiers[index]["at"], tiers[index - 1]["at"]
            if at <= before:
                what = f"tiers rise: {tiers[index]['id']} at {at} cannot follow {tiers[index - 1]['id']} at {before}"
                yield Fault((*path, index, "at"), what)
    end = file.get("open_end")
    if end:
        head = end["id"].removesuffix("{n}")
        for path, tiers in rungs:
            for index, tier in enumerate(tiers):
                if tier["id"].removeprefix(head).isdigit() and tier["id"].startswith(head):
                    yield Fault((*path, index, "id"), f"{tier['id']!r} is also the id of a star")


def _counting(file: Entry) -> Iterator[Fault]:
    results = file.get("results") or {"kind": "mark"}
    kind, grades = results["kind"], results.get("grades", [])
    ids = [grade["id"] for grade in grades]
    yield from _twice(ids, ("results", "grades"), "grade", ("id",))
    if (kind == "grade") != bool(grades):
        what = "results of kind grade need grades" if kind == "grade" else f"results of kind {kind} have no grades"
        yield Fault(("results",), what)
    if kind != "mark" and not file.get("counts"):
        yield Fault((), f"results of kind {kind} need 'counts' to say which of them count")
    for index, grade in enumerate(grades):
        if grade["id"] in ("held", "missed", "revoked", "unknown"):
            yield Fault(
                ("results", "grades", index, "id"), f"{grade['id']!r} has a meaning of its own", "choose another id"
            )
    if file["streak"] == "cumulative" and file.get("forgiven", 0):
        yield Fault(("forgiven",), "a cumulative ladder forgives every miss", "leave 'forgiven' out")
    places: list[tuple[tuple[Step, ...], Entry]] = [(("counts",), file.get("counts") or {})]
    for index, amendment in enumerate(file.get("amendments", [])):
        places.append((("amendments", index, "counts"), amendment.get("counts") or {}))
        if file["streak"] == "cumulative" and amendment.get("forgiven"):
            yield Fault(("amendments", index, "forgiven"), "a cumulative ladder forgives every miss")
    for path, counts in places:
        used = {key for key, value in counts.items() if value is not None}
        fitting = {"mark": set[str](), "grade": {"grades"}, "number": {"at_least", "at_most"}}[kind]
        for key in sorted(used - fitting):
            yield Fault((*path, key), f"{key!r} does not fit results of kind {kind}")
        if counts and not used and kind != "mark":
            yield Fault(path, f"say which results count, by {' or '.join(sorted(fitting))}")
        for index, grade in enumerate(counts.get("grades") or []):
            if kind == "grade" and grade not in ids:
                yield Fault((*path, "grades", index), f"there is no grade {grade!r}", did_you_mean(grade, ids))
        for key in sorted(used & {"at_least", "at_most"}):
            yield from _limits(file, counts[key], (*path, key))


def _limits(file: Entry, limit: Any, path: tuple[Step, ...]) -> Iterator[Fault]:
    levels: list[str] = file.get("levels", [])
    for level in limit if isinstance(limit, dict) else ():
        if level not in levels:
            yield Fault((*path, level), f"there is no level {level!r}", did_you_mean(level, levels))
    if isinstance(limit, dict) and (without := [level for level in levels if level not in limit]):
        yield Fault(path, f"there is no limit for the level {' and '.join(without)}")


def _amendments(file: Entry) -> Iterator[Fault]:
    before = file["first_year"]
    for index, amendment in enumerate(file.get("amendments", [])):
        path = ("amendments", index)
        if amendment["from_year"] <= before:
            yield Fault((*path, "from_year"), f"an amendment from {amendment['from_year']} cannot follow {before}")
        before = amendment["from_year"]
        if not {key for key, value in amendment.items() if value is not None} - {"from_year", "says", "source"}:
            yield Fault(path, "this amendment changes nothing")
        if amendment.get("every") and not file.get("open_end"):
            yield Fault((*path, "every"), "there is no open end whose 'every' could change")
        ranks = ranked({**file, "amendments": file["amendments"][: index + 1]})
        order = [ranks.index(tier["id"]) for tier in amendment.get("tiers") or []]
        if order != sorted(order):
            yield Fault((*path, "tiers"), "these tiers stand in another order than before; an order never changes")


def _examples(file: Entry) -> Iterator[Fault]:
    ladder = compiled(file)
    results = ["held", "missed", "revoked", "unknown"]
    if ladder.kind == "grade":
        results = [grade for grade, _, _ in ladder.grades] + results[1:]
    for index, example in enumerate(file.get("examples", [])):
        path: tuple[Step, ...] = ("examples", index)
        if not ladder.periods(example["year"]):
            yield Fault((*path, "year"), f"no period had ended by {example['year']}")
        level = example.get("level")
        if level and level not in ladder.levels:
            yield Fault((*path, "level"), f"there is no level {level!r}", did_you_mean(level, ladder.levels))
        if ladder.by_level and not level:
            yield Fault(path, "the limits differ by level, so this example needs a level")
        seen: dict[int, str] = {}
        for result, value in example["cards"].items():
            fits = result.replace(".", "", 1).isdecimal() if ladder.kind == "number" else False
            if not fits and result not in (results[1:] if ladder.kind == "number" else results):
                yield Fault((*path, "cards", result), f"there is no result {result!r}", did_you_mean(result, results))
            for year in years_of(value):
                assert isinstance(year, int)
                if year < ladder.first_year:
                    yield Fault((*path, "cards", result), f"{year} lies before the first year, {ladder.first_year}")
                    break
                period = (year - ladder.first_year) // ladder.period
                if seen.setdefault(period, result) != result:
                    yield Fault((*path, "cards", result), f"{year} is {seen[period]} already")
                    break
        honour = example["honour"]
        bounds = honour if isinstance(honour, dict) else {"": honour}
        named = {("honour", key) if key else ("honour",): tier for key, tier in bounds.items()}
        named |= {(key,): example.get(key) for key in ("awarded", "next")}
        for where, tier in named.items():
            if tier is not None and ladder.tier_named(tier) is None:
                hint = did_you_mean(tier, [each.id for each in ladder.named])
                yield Fault((*path, *where), f"there is no tier {tier!r}", hint)
