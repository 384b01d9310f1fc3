"""A published list held against what the records say: missing, surplus, different, or not to be decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pingan_cli.check.comparison import HOLDERS, Comparison, Entry
from pingan_cli.engine.ladder import NONE
from pingan_cli.engine.outcomes import CONFIRMED, outcomes, verdict_on
from pingan_cli.engine.units import Unit
from pingan_cli.engine.verdict import judge_of
from pingan_cli.library import Records
from pingan_cli.problems import Refused
from pingan_cli.records.published import Listed, read_published


def compare_list(
    records: Records,
    path: Path,
    year: int | None = None,
    holders: str = "new",
    level: str | None = None,
    city: str | None = None,
) -> Comparison:
    """The list in a file against the records, for one assessment year, or for each that the list has.

    A list that names no year, in a column or in its file's name, is of the year asked for, or else of the last on
    record; that of a file's name gives way to the one asked for.

    `holders`: whether the list names those newly awarded in its year (`new`) or all who hold an honour (`all`).
    `level` and `city` leave out all other units, on the list and in the records. Raises `Refused` with all that is
    wrong with the list.
    """
    ladder = records.ladder
    published, problems = read_published(path, ladder, records.registry, year or records.last_year)
    if published is None:
        raise Refused(problems)
    asked = ladder.year(ladder.periods(year) - 1) if year is not None and ladder.periods(year) else year
    columns = published.cards.columns
    dated = columns.year is not None or columns.years
    by_year: dict[int, dict[str, Listed]] = {asked: {}} if asked is not None else {}
    for listed in published.entries:
        period = ladder.period_of(listed.statement.year)
        its_year = ladder.year(period) if period is not None else listed.statement.year
        if asked is None or not dated:
            by_year.setdefault(asked or its_year, {})[listed.statement.key] = listed
        elif asked == its_year:
            by_year[asked][listed.statement.key] = listed
    entries = [
        entry for each in sorted(by_year) for entry in _entries(records, each, by_year[each], holders, level, city)
    ]
    return Comparison(published.cards, holders, tuple(sorted(by_year)), tuple(entries))


def compare_both_ways(
    records: Records, path: Path, year: int | None, holders: str, level: str | None, city: str | None
) -> tuple[Comparison, Comparison]:
    """The same for those whom the list is said to name, and for the others of `HOLDERS`."""
    both = sorted(HOLDERS, key=holders.__ne__)
    these, others = (compare_list(records, path, year, whom, level, city) for whom in both)
    return these, others


def _entries(
    records: Records, year: int, listed: dict[str, Listed], holders: str, level: str | None, city: str | None
) -> Iterator[Entry]:
    ladder, registry, histories = records.ladder, records.registry, records.histories
    periods, judge = ladder.periods(year), judge_of(ladder, year)
    in_scope: dict[str, Unit] = {}
    off_list: list[str] = []
    for unit, _ in records.award(year, level=level, city=city, off_record=True):
        key = registry.line(unit.code).key if registry else unit.code
        in_scope[key] = unit
        if key not in listed and histories.recorded(key) & (1 << periods) - 1:
            off_list.append(key)
    for key in (*listed, *sorted(off_list)):
        unit = in_scope.get(key)
        if unit is None and (level or city) and (registry is None or registry.line(key).at(year)):
            continue
        history = histories.history(key)
        found = outcomes(ladder, history, periods)
        ranks = found.held if holders == "all" else found.awarded
        if unit is None and registry:  # it did not exist in that year, or is of a level that the ladder does not cover
            ranks = frozenset({NONE})
        entry = listed.get(key)
        tier = entry.tier if entry else None
        outcome = verdict_on(tier.rank if tier else NONE, ranks)
        if entry or outcome != CONFIRMED:
            possible = tuple(ladder.tier(rank) for rank in sorted(ranks))
            yield Entry(year, unit or histories.unit(key, year), tier, possible, outcome, judge(history), entry)
