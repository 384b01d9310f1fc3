"""What the shape of a method file cannot say: groups that exist, points that add up, editions that change something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, pairwise
from typing import Any, cast

from pydantic import ValidationError

from pingan_cli.assess.bounds import has_ends
from pingan_cli.assess.compiling import SETTINGS, Merged, compiled, merged
from pingan_cli.assess.facts import Facts, Value, value_of
from pingan_cli.assess.judging import UNKNOWN, assess
from pingan_cli.assess.method import LAST_YEAR, OWN_SCALES, Edition, Look, Method
from pingan_cli.assess.model import Indicator, MethodFile
from pingan_cli.assess.model import Need as NeedShape
from pingan_cli.ladder.checks import Fault, Path
from pingan_cli.ladder.document import KEY, Document
from pingan_cli.ladder.validating import Language
from pingan_cli.ladder.values import Entry, part, parts
from pingan_cli.problems import Problem, did_you_mean
from pingan_cli.texts import told

_SHAPES = ("each", "line", "steps", "met")


def faults(model: MethodFile, file: Entry) -> list[Fault]:
    """All that contradicts itself in a method file of the right shape."""
    found = [*_editions(file)]
    seen: set[tuple[Path, str]] = set()
    for each in islice(merged(file), 1 if found else None):
        for fault in (*_ids(each), *_clauses(each), *_settings(each, model)):
            if (fault.path, fault.message) not in seen:
                seen.add((fault.path, fault.message))
                found.append(fault)
    return found or [*_bounds(compiled(file)), *_examples(file)]


def _editions(file: Entry) -> Iterator[Fault]:
    """Editions out of order, that change nothing, or that name what is not there."""
    before = file["first_year"]
    names = {kind: [each["id"] for each in parts(file, kind)] for kind in ("indicators", "needs")}
    last: Merged | None = None
    for number, edition in enumerate(parts(file, "editions")):
        path: Path = ("editions", number)
        if edition["from_year"] <= before:
            message = told("an edition from {year} cannot follow {before}", year=edition["from_year"], before=before)
            hint = told("they stand in the order of their years, after the first year")
            yield Fault((*path, "from_year"), message, hint)
        before = edition["from_year"]
        for kind in ("indicators", "needs"):
            changes = part(edition, kind)
            mergers = list(enumerate(parts(changes, "merge")))
            removed = enumerate(parts(changes, "remove"))
            named: list[tuple[Path, str]] = [
                ((*path, kind, "change", each, KEY), each) for each in part(changes, "change")
            ]
            named += [((*path, kind, "remove", index, "id"), each["id"]) for index, each in removed]
            named += [
                ((*path, kind, "merge", index, "from", place), clause)
                for index, each in mergers
                for place, clause in enumerate(each["from"])
            ]
            for where, clause in named:
                if clause not in names[kind]:
                    message = told("there is no clause {clause!r} that this edition could change", clause=clause)
                    yield Fault(where, message, did_you_mean(clause, names[kind]))
            twice = [clause for _, clause in named]
            for where, clause in named:
                if twice.count(clause) > 1:
                    yield Fault(where, told("this edition changes {clause!r} twice", clause=clause))
            gone = {each["id"] for each in parts(changes, "remove")}
            gone |= {clause for each in parts(changes, "merge") for clause in each["from"]}
            new = [each["id"] for each in parts(changes, "add")] + [
                each["into"]["id"] for each in parts(changes, "merge")
            ]
            names[kind] = [clause for clause in names[kind] if clause not in gone] + new
        stages = list(merged(file))
        last = stages[number]
        if _same(last.file, stages[number + 1].file):
            yield Fault(path, told("this edition changes nothing: all that it says was so before"))
        yield from _changed_shapes(stages[number + 1], edition, path)


def _same(before: Entry, after: Entry) -> bool:
    keys = ("indicators", "needs", *SETTINGS)
    return all((before.get(key) or None) == (after.get(key) or None) for key in keys)


def _changed_shapes(after: Merged, edition: Entry, path: Path) -> Iterator[Fault]:
    """What a changed clause would be that the language does not know."""
    for kind, shape in (("indicators", Indicator), ("needs", NeedShape)):
        changed = part(part(edition, kind), "change")
        for entry in parts(after.file, kind):
            if entry["id"] not in changed:
                continue
            try:
                shape.model_validate(entry)
            except ValidationError as error:
                for each in error.errors(include_url=False):
                    key = str(each["loc"][0]) if each["loc"] else ""
                    hint = did_you_mean(key, [field.alias or name for name, field in shape.model_fields.items()])
                    message = told("{key} cannot be changed to this", key=key)
                    yield Fault((*path, kind, "change", entry["id"], key), message, hint)


def _ids(stage: Merged) -> Iterator[Fault]:
    """Ids that stand twice."""
    given = [(("given", index), entry) for index, entry in enumerate(parts(stage.file, "given"))]
    groups = [(("groups", index), entry) for index, entry in enumerate(parts(stage.file, "groups"))]
    for placed in ([*stage.placed["indicators"], *stage.placed["needs"], *given], groups):
        taken: set[str] = set()
        for at, entry in placed:
            if entry["id"] in taken:
                yield Fault((*at, "id"), told("the id {id!r} stands here a second time", id=entry["id"]))
            taken.add(entry["id"])


def _clauses(stage: Merged) -> Iterator[Fault]:
    """Clauses whose parts do not fit one another, and two that read the same data."""
    file = stage.file
    groups = [group["id"] for group in parts(file, "groups")]
    said: dict[str, Entry] = {}
    readers: dict[str, str] = {}
    for at, entry in stage.placed["indicators"]:
        shapes = [shape for shape in _SHAPES if entry.get(shape) is not None]
        if len(shapes) != 1:
            message = told("a clause has one of each, line, steps and met; this one has {count}", count=len(shapes))
            yield Fault(at, message)
        if entry.get("met") is not None and entry.get("worth") is None:
            yield Fault((*at, "met"), told("what a clause gives where it is met stands under worth"))
        for key in ("beyond", "short_of"):
            if entry.get(key) is not None and entry.get("each") is None:
                yield Fault((*at, key), told("{key} goes with each", key=key))
        if entry.get("beyond") is not None and entry.get("short_of") is not None:
            yield Fault((*at, "short_of"), told("beyond and short_of exclude one another"))
        if entry.get("each") == 0:
            yield Fault((*at, "each"), told("each 0 gives and takes nothing"))
        line = cast(list[list[float]], entry.get("line") or [])
        if any(after[0] <= before[0] for before, after in pairwise(line)):
            yield Fault((*at, "line"), told("the values of a line rise"))
        for index, step in enumerate(parts(entry, "steps")):
            if not _says_something(step):
                yield Fault((*at, "steps", index), told("a step says at_least, at_most, above or below"))
        if _above(entry.get("least"), entry.get("most")):
            yield Fault((*at, "least"), told("least lies above most"))
        group = entry.get("group")
        if group is not None and group not in groups:
            yield Fault((*at, "group"), told("there is no group {group!r}", group=group), did_you_mean(group, groups))
        reads = repr([entry.get("reads") or entry["id"], entry.get("per"), entry.get("against"), entry.get("of")])
        if reads in readers and not entry.get("again"):
            message = told("{one!r} and {other!r} look at the same data", one=readers[reads], other=entry["id"])
            hint = told("make them one, or write again: true if it is meant")
            yield Fault(at, message, hint)
        readers.setdefault(reads, entry["id"])
    given = [(("given", index), entry) for index, entry in enumerate(parts(file, "given"))]
    for at, entry in (*given, *stage.placed["indicators"], *stage.placed["needs"]):
        yield from _look(entry, at, file)
        if entry.get("range") and entry["range"][0] > entry["range"][1]:
            yield Fault((*at, "range"), told("a range begins with its lowest value"))
        fact = entry.get("reads") or entry["id"]
        for key in ("range", "whole", "unlisted"):
            if entry.get(key) is not None and said.setdefault(fact, {}).setdefault(key, entry[key]) != entry[key]:
                yield Fault((*at, key), told("another clause says otherwise of {fact}", fact=fact))
    for at, entry in stage.placed["needs"]:
        if not _says_something(entry):
            yield Fault(at, told("a need says at_least, at_most, above or below"))
    yield from _grouped(file, groups)


def _look(entry: Entry, at: Path, file: Entry) -> Iterator[Fault]:
    """Facts that no clause or given fact brings, and places without an order."""
    known = {each.get("reads") or each["id"] for kind in ("indicators", "needs") for each in parts(file, kind)}
    known |= {each["id"] for each in parts(file, "given")}
    others = {("against",): entry.get("against"), ("per", "field"): part(entry, "per").get("field")}
    if entry.get("within") not in (None, *OWN_SCALES):
        others["within",] = entry["within"]
    for where, fact in others.items():
        if fact is not None and fact not in known and not (fact == LAST_YEAR and where == ("against",)):
            message = told("there is no fact {fact!r}", fact=fact)
            yield Fault((*at, *where), message, did_you_mean(fact, known) or told("add it under given"))
    ranked = entry.get("of") == "rank"
    if ranked and entry.get("better") is None:
        yield Fault((*at, "of"), told("of: rank needs better: higher or lower"))
    for key in ("better", "within"):
        if entry.get(key) is not None and not ranked:
            yield Fault((*at, key), told("{key} goes with of: rank", key=key))


def _grouped(file: Entry, groups: Sequence[str]) -> Iterator[Fault]:
    """Groups that nothing belongs to, that go in a circle, or whose points do not add up."""
    entries = parts(file, "groups")
    parents = {each["id"]: each.get("group") for each in entries}
    for index, group in enumerate(entries):
        at: Path = ("groups", index)
        inner = [each for each in parts(file, "indicators") if each.get("group") == group["id"]]
        if not inner and group["id"] not in parents.values():
            yield Fault(at, told("nothing belongs to the group {group!r}", group=group["id"]))
        parent, steps = group.get("group"), 0
        if parent is not None and parent not in groups:
            yield Fault((*at, "group"), told("there is no group {group!r}", group=parent), did_you_mean(parent, groups))
            continue
        while parent is not None and steps <= len(groups):
            parent, steps = parents.get(parent), steps + 1
        if steps > len(groups):
            yield Fault((*at, "group"), told("these groups belong to one another in a circle"))
            return
        if _above(group.get("least"), group.get("most")):
            yield Fault((*at, "least"), told("least lies above most"))
        if group.get("points") is not None:
            worths = [_decimal(each.get("worth") or 0) for each in inner]
            worths += [_decimal(each.get("points") or 0) for each in entries if each.get("group") == group["id"]]
            if sum(worths) != _decimal(group["points"]):
                message = told(
                    "the clauses of {group} are worth {sum}, not {points}",
                    group=group["id"], sum=f"{sum(worths):f}", points=f"{_decimal(group['points']):f}",
                )  # fmt: skip
                yield Fault((*at, "points"), message)


def _settings(stage: Merged, model: MethodFile) -> Iterator[Fault]:
    """Marks, grades and quotas that do not fit what the method gives."""
    file = stage.file
    grades = parts(file, "grades")
    ids = [grade["id"] for grade in grades]
    if model.gives == "grade" and not grades:
        yield Fault(("gives",), told("gives: grade needs grades"))
    if model.gives != "grade" and grades:
        yield Fault(("grades",), told("grades go with gives: grade"))
    if model.gives == "mark" and file.get("pass") is None and not file.get("needs") and not file.get("quota"):
        yield Fault((), told("nothing says who is given the card: pass, needs or quota"))
    marks = [grade.get("at_least") for grade in grades]
    if len(set(ids)) < len(ids) or len(set(marks)) < len(marks):
        yield Fault(("grades",), told("two grades have one id or one score"))
    for at, need in stage.placed["needs"]:
        limit = need.get("else")
        if limit is not None and limit not in ids:
            message = told("there is no grade {grade!r}", grade=limit)
            yield Fault((*at, "else"), message, did_you_mean(limit, ids))
    quota = part(file, "quota")
    if file.get("quota") is not None and (quota.get("best") is None) == (quota.get("share") is None):
        yield Fault(("quota",), told("a quota is best or share"))
    passes = file.get("pass")
    if isinstance(passes, dict):
        for level in cast(Entry, passes):
            if level not in model.levels:
                message = told("there is no level {level!r}", level=level)
                yield Fault(("pass", level, KEY), message, did_you_mean(level, model.levels))
        if without := [level for level in model.levels if level not in passes]:
            yield Fault(("pass",), told("there is no mark for the level {level}", level=tuple(without)))


def _bounds(method: Method) -> Iterator[Fault]:
    """Clauses that an unknown fact would leave without an end."""
    seen: set[Path] = set()
    for edition in method.editions:
        for clause in edition.clauses:
            if clause.path in seen or not _may_be_unknown(clause.look, edition) or has_ends(clause, edition):
                continue
            seen.add(clause.path)
            hint = told("write range: [lowest, highest], or least and most, or unlisted: 0")
            yield Fault(clause.path, told("where its fact is unknown, the points have no end"), hint)


def _may_be_unknown(look: Look, edition: Edition) -> bool:
    return any(edition.facts[fact].unlisted is None for fact in look.facts)


def _examples(file: Entry) -> Iterator[Fault]:
    """Facts of examples that no clause reads, values that are none, years before the first."""
    method = compiled(file)
    for index, example in enumerate(parts(file, "examples")):
        path: Path = ("examples", index)
        if example["year"] < method.first_year:
            message = told("{year} lies before the first year, {first}", year=example["year"], first=method.first_year)
            yield Fault((*path, "year"), message)
            continue
        edition = method.edition(example["year"])
        for key in ("facts", "last_year"):
            for fact, value in part(example, key).items():
                if fact not in edition.facts:
                    message = told("no clause reads {name!r}", name=fact)
                    yield Fault((*path, key, fact, KEY), message, did_you_mean(fact, edition.facts))
                elif value_of(str(value)) is None:
                    yield Fault((*path, key, fact), told("{text!r} is no value", text=str(value)))
        level = example.get("level")
        if level is not None and level not in edition.levels:
            message = told("there is no level {level!r}", level=level)
            yield Fault((*path, "level"), message, did_you_mean(level, edition.levels))


def example_problems(method: Method, document: Document, file: str) -> list[Problem]:
    """Every example of a valid method that the judge does not confirm, in the order of the file."""
    problems: list[Problem] = []
    for index, example in enumerate(parts(document.value, "examples")):
        for key, said, found in _differences(method, example):
            at = f"examples[{index}].{key}"
            what = told("the example says {said}, the judge finds {found}", said=said, found=found)
            message = told("{at}: {what} ({says})", at=at, what=what, says=example["says"])
            problems.append(Problem("method-example", message, file, *document.place(("examples", index, key))))
    return problems


def _differences(method: Method, example: Entry) -> Iterator[tuple[str, str, str]]:
    year = example["year"]
    levels = {"?": example["level"]} if example.get("level") else {}
    facts = Facts(own_levels=levels)
    for key, its_year in (("facts", year), ("last_year", year - 1)):
        values = {fact: value_of(str(value)) for fact, value in part(example, key).items()}
        facts.values[its_year] = {"?": cast(dict[str, Value], values)}
    unit = assess(method, facts, year).unit("?")
    found = {"score": tuple(unit.score), "result": unit.result}
    for key, (low, high) in found.items():
        if key not in example:
            continue
        said = example[key]
        ends: list[Any] = [said["min"], said["max"]] if isinstance(said, dict) else [said, said]
        if key == "result" and said == UNKNOWN and low != high:
            continue
        if [_comparable(end) for end in ends] != [low, high]:
            yield key, _shown(*ends), _shown(low, high)


def _comparable(value: Any) -> Any:
    return value if isinstance(value, str) else _decimal(value)


def _shown(low: Any, high: Any) -> str:
    ends = [f"{end:f}" if isinstance(end, Decimal) else str(end) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else told("{first} to {last}", first=ends[0], last=ends[1])


def _says_something(entry: Mapping[str, Any]) -> bool:
    return any(entry.get(key) is not None for key in ("at_least", "at_most", "above", "below"))


def _above(least: Any, most: Any) -> bool:
    return least is not None and most is not None and least > most


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


LANGUAGE = Language(MethodFile, "method-invalid", told("the method language"), faults)
"""What a method file may say."""
