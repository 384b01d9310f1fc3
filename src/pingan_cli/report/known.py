"""What the page's script is given: it shows what the program has found, and finds nothing of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pingan_cli.report.content import Climb, Group, Point, Report
from pingan_cli.report.figures import city_line, said_in_short
from pingan_cli.report.telling import KEYS, State, pair, title
from pingan_cli.texts import joined, told, told_in
from pingan_cli.views.formats import FORMULA_STARTS
from pingan_cli.views.wording import streak_title


def known(report: Report, state_of: Callable[[Point], State]) -> dict[str, Any]:
    """The years, the states of all units in all of them, and the words for them.

    A state, like a word, is kept once and named by its number; -1 is that of a year in which a unit did not exist.
    """
    texts: dict[tuple[str, str], int] = {}
    states: dict[tuple[Any, ...], int] = {}
    numbers: dict[int, int] = {}

    def number(point: Point | None) -> int:
        if point is None:
            return -1
        if id(point) not in numbers:
            state = state_of(point)
            words = (_number(texts, pair(part)) for part in state[1:-KEYS])
            numbers[id(point)] = _number(states, (state.shade, *words, *state[-KEYS:]))
        return numbers[id(point)]

    units = [_unit(report, climb, [*map(number, climb.course)], texts) for climb in report.listed]
    indexes = range(len(report.years))
    return {
        "years": report.years,
        "opened": report.opened,
        "announced": report.ladder.announced,
        "title": pair(title(report, "{year}")),
        "said": [pair(said_in_short(report, index)) for index in indexes],
        "words": {name: pair(text) for name, text in _words(report).items()},
        "states": list(states),
        "units": units,
        "cities": [
            {
                "code": group.code,
                "head": group.head.number if group.head else -1,
                "names": pair(group.city),
                "lines": [city_line(group, index) for index in indexes],
            }
            for group in report.cities
        ],
        "formulas": "".join(FORMULA_STARTS),
        "texts": list(texts),
    }


def _number(numbers: dict[Any, int], item: Any) -> int:
    """The number of a thing that occurs again and again, a new one where it is new."""
    return numbers.setdefault(item, len(numbers))


def _unit(report: Report, climb: Climb, states: Sequence[int], texts: dict[tuple[str, str], int]) -> dict[str, Any]:
    names = [_number(texts, pair(climb.unit_in(year))) for year in report.years]
    bearers = (*climb.line.units, *climb.absorbed)
    found = {each for unit in bearers for each in (*pair(unit), unit.code)} - set(pair(climb.last))
    unit: dict[str, Any] = {"code": climb.key, "names": names[:1] if len(set(names)) == 1 else names, "states": states}
    unit["city"] = climb.city.code if climb.city else climb.key
    if found - {climb.key}:
        unit["also"] = " ".join(sorted(found)).lower()
    return unit


def _words(report: Report) -> dict[str, Any]:
    """The sentences that the script puts together; it fills in what stands in braces."""
    left = {name: f"{{{name}}}" for name in ("n", "all", "year", "other", "unit", "honour", "streak", "next", "more")}
    return {
        "found": told("Shown: {n} of {all}.", **left),
        "at": told("{unit}, {year}: {more}", **left),
        "streak": told("{title} {streak}", title=streak_title(report.ladder), **left),
        "next": told("next: {next}", **left),
        "none": told("none"),
        "of": told("{n} of {all}", **left),
        "compared": told("{other} and {year} compared", **left),
        "then": told("By the end of {other}", **left),
        "higher": told("Higher than in {other}: {more}", **left),
        "lower": told("Lower than in {other}: {more}", **left),
        "same": told("No other honour: {n}", **left),
        "by_least": told("An honour that the records leave open is compared by the lowest that is certain."),
        "changed": joined(["{honour}", "→", "{next}"], " "),
        "comma": told_in("a list", ", "),
        "copy": told("Copy as one line"),
        "copied": told("Copied."),
        "code": told("Code"),
        "year": told("Assessment year"),
    }


def slots_of(group: Group, index: int) -> list[list[Climb]]:
    """A city's units by the place of their tile: a unit that comes later takes the place of one that is gone.

    So no tile moves when the year does. The places of units that are gone for good come last.
    """
    slots: list[list[Climb]] = []
    for climb in sorted(group.members, key=lambda climb: _lived(climb)[0]):
        first = _lived(climb)[0]
        free = next((slot for slot in slots if _lived(slot[-1])[1] < first), None)
        if free is None:
            slots.append([climb])
        else:
            free.append(climb)
    return sorted(slots, key=lambda slot: not lives(slot, index))


def lives(slot: Sequence[Climb], index: int) -> bool:
    """Whether any of the units that share a tile exists in a year."""
    return any(climb.course[index] is not None for climb in slot)


def _lived(climb: Climb) -> tuple[int, int]:
    """The first and the last place in the report's years in which a climb has a unit."""
    lived = [index for index, past in enumerate(climb.course) if past is not None]
    return lived[0], lived[-1]
