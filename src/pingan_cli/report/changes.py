"""What a year changed: tiers awarded, runs that ended, honours recalled, and units that came, went or were renamed."""

from __future__ import annotations

from typing import NamedTuple

from pingan_cli.engine.ladder import NONE, Names, Tier
from pingan_cli.report.content import Climb, Report
from pingan_cli.report.wording import both, names_of


class Change(NamedTuple):
    """One kind of change and those whom it befell: `tier` is the tier awarded or reached, None for other kinds."""

    kind: str
    tier: Tier | None
    told: tuple[tuple[str, Names], ...]
    """For each the key of its line and the words for it."""


def changes_in(report: Report, index: int) -> list[Change]:
    """The changes of a year, given by its place in the report's years; the highest tiers come first."""
    year = report.years[index]
    found: dict[tuple[str, Tier | None], list[tuple[str, Names]]] = {}

    def add(kind: str, tier: Tier | None, climb: Climb, names: Names | None = None) -> None:
        found.setdefault((kind, tier), []).append((climb.key, names or names_of(climb.unit_in(year))))

    for climb in report.shown:
        past = climb.course[index]
        if past is None:
            continue
        before, names = climb.course[index - 1] if index else None, names_of(climb.unit_in(year))
        low, low_before = past.verdict.honour.min, before.verdict.honour.min if before else None
        if past.conferred:
            add("awarded_now", past.conferred, climb)
        elif low is not None and low.rank > (low_before.rank if low_before else NONE):
            add("raised", low, climb)
        if past.recalled:
            add("recalled", None, climb, both("recalled_from", unit=names, tier=past.recalled.name))
        if past.ended:
            add("lapsed", None, climb, both("recalled_from", unit=names, tier=past.ended.name))
        if past.broken:
            key = "after" if past.broken.min == past.broken.max else "after_least"
            add("broken", None, climb, both(key, unit=names, count=past.broken.min))
    for climb in report.shown:
        if (told := _registry_change(climb, report, index)) is not None:
            add("registry", None, climb, told)
    kinds = ("awarded_now", "raised", "broken", "recalled", "lapsed", "registry")
    order = sorted(found, key=lambda each: (kinds.index(each[0]), -(each[1].rank if each[1] else NONE)))
    return [Change(kind, tier, tuple(found[kind, tier])) for kind, tier in order]


def _registry_change(climb: Climb, report: Report, index: int) -> Names | None:
    """What became of a line's units in a year: renamed, new or no more."""
    if not index:
        return None
    year, last = report.years[index], report.years[index - 1]
    now, then = climb.line.at(year), climb.line.at(last)
    if now == then:
        return None
    if now and then:
        return both("became", before=_full(then.name, then.name_zh), after=_full(now.name, now.name_zh))
    unit = now or then
    assert unit is not None  # one of two different units is one
    return both("began" if now else "ended", unit=names_of(unit))


def _full(name: str, name_zh: str | None) -> Names:
    """A name that tells a county from the district that it became, which English names leave out."""
    return Names(f"{name} ({name_zh})" if name_zh else name, name_zh or name)
