"""What a year changed as a library call: what `pingan changes` does.

>>> from pingan_cli import open_records
>>> from pingan_cli.changing import changes
>>> conferred = changes(open_records(), 2022).only("conferred")
>>> [(unit.name, change.tier.id) for unit, change in conferred.changed[:2]]
[('Shangcheng', 'gold-ding-2'), ('Haishu', 'gold-ding-2')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pingan_cli.answers import Answer, Origin
from pingan_cli.engine.changes import Changed, changes_of
from pingan_cli.library import Records

if TYPE_CHECKING:
    from pingan_cli.views.page import View


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


def changes(records: Records, year: int | None = None, *, level: str | None = None, city: str | None = None) -> Changes:
    """What an assessment year, or the last on record, changed for all units on record.

    `level` and `city` leave only units of that level, or that city and what belongs to it. Raises `Refused` for what
    `Records.award` refuses.
    """
    award = records.award(records.last_year if year is None else year, level=level, city=city)
    units = (judged.unit for judged in award)
    found = changes_of(records.ladder, award.year, units, records.histories.history)
    return Changes(award.year, found, records.origin)
