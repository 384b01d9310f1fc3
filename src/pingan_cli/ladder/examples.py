"""A ladder file held against the language and against the examples that it carries: its own tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import HELD, REVOKED, WEAK, Ladder
from pingan_cli.engine.verdict import Verdict, judge_of
from pingan_cli.ladder.compiling import forgiven_of
from pingan_cli.ladder.document import Document, Step
from pingan_cli.ladder.loader import LoadedLadder, load_ladder
from pingan_cli.ladder.starting import NO_SOURCE
from pingan_cli.ladder.values import NUMBER, Entry, part, parts, years_of
from pingan_cli.problems import WARNING, Problem
from pingan_cli.texts import told

EXPECTED = ("streak", "honour", "conferred", "awarded", "next", "next_year")
"""The keys by which an example says what comes out."""


def history_of(ladder: Ladder, example: Entry) -> History:
    """The history that an example's `cards` tell; periods that they do not name were missed."""
    unknown = 0
    worth: dict[int, int] = {}
    cards: dict[str, Any] = example["cards"]
    for result, value in cards.items():
        for year in cast(list[int], years_of(value)):
            period = ladder.period_of(year)
            if period is None:
                continue
            if result == "unknown":
                unknown |= 1 << period
            else:
                said = float(result) if ladder.kind == "number" and NUMBER.fullmatch(result) else result
                judged = ladder.judged(said, example.get("level"), period)
                better = ladder.best(worth.get(period, judged), judged)
                worth[period] = judged if better is None else better

    def mask(*results: int) -> int:
        return sum(1 << period for period, result in worth.items() if result in results)

    counting = ladder.counting
    known = (1 << ladder.periods(example["year"])) - 1 & ~(unknown & ~mask(HELD))
    lighter = tuple(map(mask, counting[1:]))
    return History(mask(*counting, WEAK) & known, known, mask(WEAK) & known, mask(REVOKED) & known, lighter)


def _differences(ladder: Ladder, example: Entry) -> list[tuple[str, str]]:
    """Where the engine does not confirm an example: the key, and in words what differs."""
    verdict = judge_of(ladder, example["year"])(history_of(ladder, example))
    compared = [(key, _expected(example[key]), _found(verdict, key)) for key in EXPECTED if key in example]
    return [
        (key, told("the example says {said}, the engine finds {found}", said=_words(expected), found=_words(found)))
        for key, expected, found in compared
        if expected != found
    ]


def example_problems(ladder: Ladder, document: Document, file: str) -> list[Problem]:
    """Every example of a valid ladder file that the engine does not confirm, in the order of the file."""
    problems: list[Problem] = []
    for index, example in enumerate(parts(document.value, "examples")):
        for key, what in _differences(ladder, example):
            place = document.place(("examples", index, key))
            at = f"examples[{index}].{key}"
            message = told("{at}: {what} ({says})", at=at, what=what, says=example["says"])
            problems.append(Problem("ladder-example", message, file, *place))
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


_Bounds = tuple[str | int | None, str | int | None]


def _expected(value: Any) -> _Bounds:
    """What an example says, as bounds; a single value is both."""
    if isinstance(value, dict):
        bounds = cast(Entry, value)
        return bounds["min"], bounds["max"]
    return value, value


def _found(verdict: Verdict, key: str) -> _Bounds:
    """What the engine finds, as bounds."""
    if key == "streak":
        return verdict.streak.min, verdict.streak.max
    if key == "honour":
        low, high = verdict.honour
        return low and low.id, high and high.id
    tiers = {"awarded": verdict.awarded, "next": verdict.next}
    if key in tiers:
        tier = tiers[key]
        return tier and tier.id, tier and tier.id
    year = verdict.conferred if key == "conferred" else verdict.next_year
    return year, year


def _words(bounds: _Bounds) -> str:
    low, high = (told("none") if bound is None else str(bound) for bound in bounds)
    return low if low == high else told("{first} to {last}", first=low, last=high)


class Checked(NamedTuple):
    """A ladder's name, how many examples its file has, and everything that is wrong with either."""

    name: str
    examples: int
    problems: tuple[Problem, ...]


def check_ladder(path: Path, source: bytes | None = None) -> Checked:
    """Check a ladder file, or its bytes where they have been read; the examples of a broken one are not run."""
    loaded, problems = load_ladder(path, source)
    if loaded is None:
        return Checked(path.stem, 0, tuple(problems))
    return check_loaded(loaded)


def check_loaded(loaded: LoadedLadder) -> Checked:
    """Check a ladder whose file keeps to the language against its own examples."""
    examples = loaded.file.get("examples", [])
    found = example_problems(loaded.ladder, loaded.document, str(loaded.path)) + list(_doubts(loaded))
    return Checked(loaded.ladder.id, len(examples), tuple(sorted(found, key=lambda each: (each.line, each.column))))


def _doubts(loaded: LoadedLadder) -> Iterator[Problem]:
    """What keeps to the language and is yet hardly meant."""

    def doubt(message: str, *path: Step, hint: str = "") -> Problem:
        return Problem("ladder-example", message, str(loaded.path), *loaded.document.place(path), hint, WARNING)

    file = loaded.file
    if not file.get("examples"):
        hint = told("write what a history earns under examples; 'pingan rules check' runs them")
        yield doubt(told("this ladder has no examples, so nothing shows that it says what was meant"), hint=hint)
    for index, source in enumerate(file["sources"]):
        if source["url"] == NO_SOURCE:
            yield doubt(told("this source is still the one that 'rules new' has made"), "sources", index, "url")
    star = part(file, "open_end").get("id", "").removesuffix("-{n}")
    last = file["tiers"][-1]["id"]
    if star != last and star in [tier["id"] for tier in file["tiers"]]:
        hint = told("write id: {code}", code=f"{last}-{{n}}")
        yield doubt(told("the stars are called after {tier!r}, but follow {last!r}", tier=star, last=last), "open_end",
                    "id", hint=hint)  # fmt: skip
    amendments: list[tuple[Step, ...]] = [("amendments", index) for index in range(len(file.get("amendments", [])))]
    for path, said in zip([(), *amendments], [file, *file.get("amendments", [])], strict=True):
        misses, within = forgiven_of(said)
        if within and misses >= within:
            message = told("{misses} misses within {within} periods are never too many: all are forgiven",
                           misses=misses, within=within)  # fmt: skip
            yield doubt(message, *path, "forgiven")
