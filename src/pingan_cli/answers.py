"""What the library gives: the engine's values, which can also be shown, taken apart and looked at in a notebook."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from pingan_cli.engine import award, course
from pingan_cli.engine.award import Judged
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import LAST_YEAR, may_hold
from pingan_cli.texts import told

if TYPE_CHECKING:
    from pingan_cli.engine.course import Changed
    from pingan_cli.records.registry import Family, Registry
    from pingan_cli.source import RecordsOrigin
    from pingan_cli.views.page import View


class Origin(NamedTuple):
    """What the views of an answer must know of the records that it comes from. `sample`: they are invented.

    `city` tells the city that a unit belongs to, if any; `since` is the first year assessed, where that was said.
    """

    ladder: Ladder
    last_year: int
    city: Callable[[Unit], Unit | None]
    sample: bool
    records: RecordsOrigin
    since: int | None = None

    def marked(self, view: View) -> View:
        """A view that says where its records come from, and whether they are invented."""
        view = view.noted(self.records.said())
        if view.key and "ladder" in view.head:
            view = replace(view, head=view.head | {"records": self.records.entry()})
        return view.marked(told("invented sample")) if self.sample else view


class Answer:
    """An answer with its views; what is shown and what is taken out is what the command of its kind gives."""

    @abstractmethod
    def view(self) -> View:
        """The answer in every form."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """The entries as the command's JSON has them: plain dictionaries, texts, numbers and None."""
        from pingan_cli.views.notebook import dicts_of

        return dicts_of(self.view())

    def to_html(self, lang: str = "en") -> str:
        """The answer for people as HTML without any style; everything that comes from files is escaped."""
        from pingan_cli.views.notebook import html_of

        return html_of(self.view().page().said(lang))

    def _repr_html_(self) -> str:
        return self.to_html()


def _by_honour(judged: Judged, lang: str) -> tuple[int, ...]:
    low, high = judged.verdict.honour
    return (-low.rank if low else 1, -high.rank if high else 1, -judged.verdict.streak.min)


_ORDERS: dict[str, Callable[[Judged, str], Any]] = {
    "streak": lambda judged, lang: -judged.verdict.streak.min,
    "honour": _by_honour,
    "since": lambda judged, lang: judged.verdict.since or LAST_YEAR,
    "name": lambda judged, lang: judged.unit.of(lang),
    "code": lambda judged, lang: judged.unit.code,
}
ORDERS = tuple(_ORDERS)
"""The longest streak first, which is how an award comes; or the highest honour, or the first year of the streak; by
name or code. What is alike stays in the order of an award.
"""


class Award(award.Award, Answer):
    """The honours of a year: judged units, by streak (lower bound, falling), then code. Iterate it for them.

    `year` is the judged assessment year, `off_record` how many units there are of which nothing is on record by then,
    and `later` the last year of which anything is, where no year was asked for.
    """

    def __init__(
        self,
        ladder: Ladder,
        year: int,
        codes: Sequence[str],
        unit: Callable[[str], Unit],
        history: Callable[[str], History],
        off_record: int,
        origin: Origin,
        covers: Callable[[str], bool] | None = None,
        later: int | None = None,
    ) -> None:
        super().__init__(ladder, year, codes, unit, history, off_record, covers)
        self._origin, self._asked = origin, year
        self._later = later
        self._tier: Tier | None = None
        self._may_hold = 0
        self._total = 0

    def holding(self, tier: Tier, possible: bool = False) -> Self:
        """Only the units whose honour is a tier, or those that may hold it for all the records tell."""
        if possible:
            chosen = self.only(lambda judged: may_hold(judged.verdict, tier))
        else:
            chosen = self.only(lambda judged: judged.verdict.honour.min == tier)
        chosen._tier, chosen._may_hold = tier, sum(may_hold(judged.verdict, tier) for judged in self)
        return chosen

    def ordered(self, order: str = "streak", most: int | None = None, lang: str = "en") -> Self:
        """The same in one of `ORDERS`, and only so many of the first; names are ordered as a language has them."""
        if order == "streak" and most is None:
            return self
        rows = self if order == "streak" else sorted(self, key=lambda judged: _ORDERS[order](judged, lang))
        chosen = self.listed(list(islice(rows, most)))
        if most is not None:
            chosen._total = sum(1 for _ in self)
            chosen.off_record = 0
        return chosen

    def view(self) -> View:
        """The award in every form."""
        from pingan_cli.views.award import Scope, award_view

        origin = self._origin
        scope = Scope(self._asked, origin.last_year, self._tier, self._may_hold, self._later, self._total)
        return origin.marked(award_view(self, scope, origin.city))


class Standing(course.Standing, Answer):
    """A unit with what it has earned by a year, how it got there, and the units whose history it carries on."""

    origin: Origin

    @property
    def year(self) -> int:
        """The assessment year by whose end it is judged."""
        return self.course[-1].year

    def view(self) -> View:
        """The standing in every form."""
        return Standings(self.year, [self]).view()


class _Standings(NamedTuple):
    year: int
    units: list[Standing]


class Standings(_Standings, Answer):
    """What one or more units have earned by the end of the same assessment year."""

    def view(self) -> View:
        """The standings in every form."""
        from pingan_cli.views.streak import streak_view

        origin = self.units[0].origin
        return origin.marked(streak_view(origin.ladder, self.year, self.units, origin.city, since=origin.since))


class _Changes(NamedTuple):
    year: int
    changed: tuple[Changed, ...]
    origin: Origin


class Changes(_Changes, Answer):
    """What an assessment year changed: by the kind of change, the highest tiers first.

    A change is `conferred`, `broken`, `recalled`, `ended` (where honours last for a time), `first-on-record`, or `open`
    where the records do not tell.
    """

    def only(self, kind: str) -> Changes:
        """The changes of one kind."""
        return self._replace(changed=tuple(each for each in self.changed if each.change.kind == kind))

    def view(self) -> View:
        """The changes in every form; those that are open are counted for people."""
        from pingan_cli.views.changes import changes_view

        return self.origin.marked(changes_view(self.origin.ladder, self.year, self.changed))


class _Found(NamedTuple):
    units: tuple[Unit, ...]
    families: tuple[Family, ...]
    registry: Registry


class Found(_Found, Answer):
    """Units of a registry, by code; where one was asked for that went through changes, its family."""

    def view(self) -> View:
        """The units in every form."""
        from pingan_cli.views.units import units_view

        return units_view(self.units, self.registry.by_code, self.families)
