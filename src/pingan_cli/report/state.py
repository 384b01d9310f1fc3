"""How a unit stands in a year, put into words once, for the map, the table and the matrix alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Generic, NamedTuple, TypeVar

from pingan_cli.engine.ladder import NONE, Names, Tier
from pingan_cli.engine.verdict import Verdict
from pingan_cli.problems import printable
from pingan_cli.report.content import Climb, Point, Report
from pingan_cli.report.wording import both, in_both, names_of
from pingan_cli.views.timeline import MARKS
from pingan_cli.views.wording import Wording

SHADES = 8
"""How many shades of honour the style has, besides that of none."""

_Item = TypeVar("_Item", bound=Hashable)


class State(NamedTuple):
    """A unit in a year: classes of its tile, its mark, and the words for it. Sort keys rise with what they rank."""

    shade: str
    mark: str
    result: Names
    label: Names
    honour: Names
    streak: Names
    since: str
    awarded: Names
    next: Names
    honour_key: int
    streak_key: int
    next_key: int


class Numbered(Generic[_Item]):
    """Things that occur again and again, each kept once and named by its number."""

    def __init__(self) -> None:
        self._numbers: dict[_Item, int] = {}

    def number(self, item: _Item) -> int:
        """The number of a thing, a new one where it is new."""
        return self._numbers.setdefault(item, len(self._numbers))

    def __iter__(self) -> Iterator[_Item]:
        return iter(self._numbers)


def shade_of(report: Report, tier: Tier | None) -> int:
    """Which shade a tier has: 0 for none, then from pale to deep over all tiers of the report."""
    if tier is None:
        return 0
    return max(1, round((tier.rank + 1) * SHADES / len(report.tiers)))


def is_open(verdict: Verdict) -> bool:
    """Whether the records leave open what the honour is."""
    return verdict.honour.min != verdict.honour.max


def state_of(report: Report, past: Point) -> State:
    """How a unit stood in a year."""
    verdict, mark = past.verdict, past.mark
    low, high = verdict.honour
    rank = low.rank if low else NONE
    classes = [f"s{shade_of(report, low)}", mark, *(["open"] if low != high else [])]
    say = Wording(report.ladder, past.year)
    return State(
        " ".join(classes),
        MARKS[mark],
        both(mark),
        label_of(verdict),
        in_both(say.honour(verdict) or "–"),
        in_both(say.streak(verdict)),
        str(verdict.since or ""),
        past.conferred.name if past.conferred else Names(*["?" if past.untold else ""] * 2),
        in_both(say.next(verdict)),
        honour_key=rank * 2 + (low != high),
        streak_key=verdict.streak.min * 1000 + verdict.streak.max,
        next_key=verdict.next_year or 9999,
    )


def label_of(verdict: Verdict) -> Names:
    """The honour as it stands on a tile: a tier, "≥" a tier, "?" where nothing is certain, "–" for none."""
    low, high = verdict.honour
    if low is None:
        return Names("–", "–") if high is None else Names("?", "?")
    return low.short if low == high else both("or_higher", tier=low.short)


def page_states(report: Report, texts: Numbered[Names]) -> tuple[list[list[int | str]], list[dict[str, object]]]:
    """The states of all units in all years for the page's script: each state once, and for each unit its numbers.

    Words are numbers in `texts`; a year in which a unit did not exist has -1.
    """
    states: Numbered[State] = Numbered()
    units: list[dict[str, object]] = []
    for climb in report.shown:
        numbers = [-1 if past is None else states.number(state_of(report, past)) for past in climb.course]
        units.append({"names": [texts.number(_shown(climb, year)) for year in report.years], "states": numbers})
    rows = [[texts.number(_clean(part)) if isinstance(part, Names) else part for part in state] for state in states]
    return rows, units


def _shown(climb: Climb, year: int) -> Names:
    return _clean(names_of(climb.unit_in(year)))


def _clean(names: Names) -> Names:
    return Names(printable(names.en), printable(names.zh))
