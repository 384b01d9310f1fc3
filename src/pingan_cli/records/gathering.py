"""Several card files put together into histories, and all that is wrong in them."""

from __future__ import annotations

from collections.abc import Sequence

from pingan_cli.engine.ladder import HELD, MISSED, REVOKED, WEAK, Ladder
from pingan_cli.problems import Problem
from pingan_cli.records.cards import CardFile
from pingan_cli.records.histories import Histories, Masks, union
from pingan_cli.records.marks import UNKNOWN
from pingan_cli.records.placing import Flaws, placed
from pingan_cli.records.registry import Registry
from pingan_cli.records.spelling import Spelling


def gather(
    files: Sequence[tuple[CardFile, bool]], ladder: Ladder, registry: Registry | None, since: int | None = None
) -> tuple[Histories, list[Problem]]:
    """The histories that card files tell, each with whether its lists are complete, and all that is wrong in them.

    Lists that are complete for a period leave nothing unknown in it, whichever file names the holders; rows that say
    that nothing is known do not make a list. With `since`, nothing was awarded before that year.
    """
    spelling = Spelling(ladder, registry)
    by_result: dict[str | float, Masks] = {}
    complete = 0
    for cards, is_complete in files:
        for mark, masks in cards.marks.items():
            result = spelling.result(mark, used=any(masks.values()))
            if result is not None:
                by_result[result] = spelling.merged(by_result.get(result, {}), masks)
            if is_complete and result != UNKNOWN:
                complete = union(masks.values(), complete)
        spelling.compare_names(cards)
    before = (1 << ladder.periods(since - 1)) - 1 if since is not None else 0
    histories = Histories(ladder, registry, complete & ~before, before, names=spelling.names)
    for result, masks in by_result.items():
        _file_away(histories, result, masks)
    flaws = Flaws(clashes_in(by_result), _absences(by_result, ladder, registry), before, since)
    return histories, placed(files, spelling, flaws)


def clashes_in(by_result: dict[str | float, Masks]) -> Masks:
    """For each unit the periods for which two different results are on record."""
    clashes: Masks = {}
    if len(by_result) > 1:
        seen: Masks = {}
        for masks in by_result.values():
            for key, mask in masks.items():
                if twice := seen.get(key, 0) & mask:
                    clashes[key] = clashes.get(key, 0) | twice
                seen[key] = seen.get(key, 0) | mask
    return clashes


def _absences(by_result: dict[str | float, Masks], ladder: Ladder, registry: Registry | None) -> Masks:
    """For each unit the periods for which it is on record though no unit of its line existed in any of their years.

    That a unit missed a year in which it did not exist is no contradiction: a table with a row for each unit and a
    column for each year says so too.
    """
    absences: Masks = {}
    for result, masks in by_result.items() if registry else ():
        for key, mask in masks.items() if result not in ("missed", UNKNOWN) else ():
            line = registry.line(key) if registry else None
            for period in range(mask.bit_length()):
                last = ladder.year(period)
                years = range(last - ladder.period + 1, last + 1)
                if line and mask >> period & 1 and not any(map(line.at, years)):
                    absences[key] = absences.get(key, 0) | 1 << period
    return absences


def _file_away(histories: Histories, result: str | float, masks: Masks) -> None:
    """Put what a result is worth, on this ladder and for this level and period, into the histories' masks."""
    if result == "held" and not histories.held:
        histories.held = masks
        return
    if result == UNKNOWN:
        histories.unknown = masks
    ladder, registry = histories.ladder, histories.registry
    homes = {
        HELD: (histories.held,),
        WEAK: (histories.held, histories.weak),
        MISSED: (histories.missed,),
        REVOKED: (histories.revoked,),
    }
    for key, mask in masks.items():
        histories.held.setdefault(key, 0)
        for period in range(mask.bit_length() if result != UNKNOWN else 0):
            bit = mask & 1 << period
            unit = registry.line(key).at(ladder.year(period)) if registry and bit else None
            for home in homes[ladder.judged(result, unit.level if unit else None, period)] if bit else ():
                home[key] = home.get(key, 0) | bit
