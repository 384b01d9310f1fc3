"""Several card files put together into histories, and all that is wrong in them."""

from __future__ import annotations

from collections.abc import Sequence

from pingan_cli.engine.ladder import HELD, MISSED, REVOKED, WEAK, Ladder
from pingan_cli.problems import Problem
from pingan_cli.records.cards import CardFile
from pingan_cli.records.doubts import coverage_of
from pingan_cli.records.histories import Coverage, Histories, Masks, union
from pingan_cli.records.marks import UNKNOWN, is_cancelled
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
    covered: dict[Coverage, int] = {}
    problems: list[Problem] = []
    for cards, is_complete in files:
        coverage, wrong = coverage_of(cards.covers, registry)
        problems += [each for each in wrong if each not in problems]
        for mark, masks in cards.marks.items():
            result = spelling.result(mark, used=any(masks.values()))
            if result is not None:
                by_result[result] = spelling.merged(by_result.get(result, {}), masks)
            if is_complete and result != UNKNOWN:
                if coverage is None:
                    complete = union(masks.values(), complete)
                else:
                    covered[coverage] = union(masks.values(), covered.get(coverage, 0))
        spelling.compare_names(cards)
    spelling.find_alike([cards for cards, _ in files], {unit for masks in by_result.values() for unit in masks})
    before = (1 << ladder.periods(since - 1)) - 1 if since is not None else 0
    histories = Histories(ladder, registry, complete & ~before, before, names=spelling.names)
    histories.covered = {coverage: mask & ~before for coverage, mask in covered.items()}
    histories.lighter = tuple({} for _ in ladder.counting[1:])
    clashes = clashes_in(by_result)
    if clashes and (ladder.best_of_several or ladder.period > 1):
        twice = {} if ladder.best_of_several else _told_twice(files, spelling, clashes)
        clashes = _settled(histories, by_result, clashes, twice)
    for result, masks in by_result.items():
        _file_away(histories, result, masks)
    flaws = Flaws(clashes, _absences(by_result, ladder, registry), before, since, _cancelled(files))
    return histories, [
        *problems,
        *(each for cards, _ in files for each in cards.warnings),
        *placed(files, spelling, flaws),
    ]


def _cancelled(files: Sequence[tuple[CardFile, bool]]) -> int:
    """The periods in which every mark of every unit, and more than one, says that something was cancelled."""
    cancelled = others = once = 0
    for cards, _ in files:
        for mark, masks in cards.marks.items():
            for mask in masks.values() if is_cancelled(mark) else ():
                cancelled |= once & mask
                once |= mask
            if not is_cancelled(mark):
                others = union(masks.values(), others)
    return cancelled & ~others


def _told_twice(files: Sequence[tuple[CardFile, bool]], spelling: Spelling, clashes: Masks) -> Masks:
    """Of the periods with two results, by unit, those that have two for one of their years."""
    twice: Masks = {}
    of_year: dict[tuple[str, int], str | float] = {}
    for cards, _ in files:
        for _, unit, _, year, _, mark, _ in cards.cells():
            bit, key, result = cards.years[year], spelling.key(unit), spelling.result(mark)
            if key is None or result is None or not clashes.get(key, 0) & bit:
                continue
            if of_year.setdefault((key, cards.years.year(year) or 0), result) != result:
                twice[key] = twice.get(key, 0) | bit
    return twice


def _settled(histories: Histories, by_result: dict[str | float, Masks], clashes: Masks, twice: Masks) -> Masks:
    """Leave of several results for a period the best; gives the periods in which they remain a conflict.

    These are those told `twice` for one year, and those with a revocation beside another result.
    """
    left = dict(twice)
    for result in by_result:
        by_result[result] = dict(by_result[result])
    for key, mask in clashes.items():
        for period in range(mask.bit_length()):
            bit = mask & 1 << period & ~twice.get(key, 0)
            results = [result for result, masks in by_result.items() if masks.get(key, 0) & bit]
            best = _best(histories, results, key, period) if bit else None
            if bit and best is None:
                left[key] = left.get(key, 0) | bit
            for result in results if best is not None else ():
                by_result[result][key] &= ~bit if result != best else -1
    return left


def _best(histories: Histories, results: Sequence[str | float], key: str, period: int) -> str | float | None:
    """The best of several results; None where they are a conflict.

    What is unknown of one year of a term may have been better than what is known of another, unless that is the best.
    """
    best = None
    worth = MISSED
    for result in results:
        if result != UNKNOWN:
            its_worth = _worth(histories, result, key, period)
            better = its_worth if best is None else histories.ladder.best(worth, its_worth)
            if better is None:
                return None
            if best is None or better != worth:
                best, worth = result, better
    if UNKNOWN in results and worth != HELD:
        return UNKNOWN if histories.ladder.period > 1 else None
    return best


def _worth(histories: Histories, result: str | float, key: str, period: int) -> int:
    """What a result is worth on this ladder, for the unit's level and the period."""
    registry, ladder = histories.registry, histories.ladder
    unit = registry.line(key).at(ladder.year(period)) if registry else None
    return ladder.judged(result, unit.level if unit else None, period)


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
                years = range(ladder.first_year_of(period), last + 1)
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
    ladder = histories.ladder
    homes = {
        HELD: (histories.held,),
        WEAK: (histories.held, histories.weak),
        MISSED: (histories.missed,),
        REVOKED: (histories.revoked,),
        **{code: (histories.held, masks) for code, masks in zip(ladder.counting[1:], histories.lighter, strict=True)},
    }
    for key, mask in masks.items():
        histories.held.setdefault(key, 0)
        for period in range(mask.bit_length() if result != UNKNOWN else 0):
            bit = mask & 1 << period
            for home in homes[_worth(histories, result, key, period)] if bit else ():
                home[key] = home.get(key, 0) | bit
