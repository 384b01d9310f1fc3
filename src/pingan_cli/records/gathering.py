"""Several card files put together into histories, and all that is wrong in them."""

from __future__ import annotations

from collections.abc import Sequence

from pingan_cli.diagnostics import Problem
from pingan_cli.engine.ladder import HELD, MISSED, REVOKED, WEAK, Ladder
from pingan_cli.records.cards import CardFile
from pingan_cli.records.histories import Histories, Masks, union
from pingan_cli.records.marks import UNKNOWN, hint_for, result_of
from pingan_cli.records.registry import Registry

_Told = tuple[str | float, str, int]


def gather(
    files: Sequence[tuple[CardFile, bool]], ladder: Ladder, registry: Registry | None, since: int | None = None
) -> tuple[Histories, list[Problem]]:
    """The histories that card files tell, each with whether its lists are complete, and all that is wrong in them.

    Lists that are complete for a period leave nothing unknown in it, whichever file names the holders. With `since`,
    nothing was awarded before that year.
    """
    spelling = _Spelling(ladder, registry)
    by_result: dict[str | float, Masks] = {}
    complete = 0
    for cards, is_complete in files:
        for mark, masks in cards.marks.items():
            result = spelling.result(mark, used=any(masks.values()))
            if result is not None:
                by_result[result] = spelling.merged(by_result.get(result, {}), masks)
            if is_complete:
                complete = union(masks.values(), complete)
        spelling.compare_names(cards)
    before = (1 << ladder.periods(since - 1)) - 1 if since is not None else 0
    histories = Histories(ladder, registry, complete & ~before, before, names=spelling.names)
    for result, masks in by_result.items():
        _file_away(histories, result, masks)
    return histories, _placed(files, spelling, _clashes(by_result), before, since)


class _Spelling:
    """What the files' own spellings of units and marks mean, each looked up once, and those that mean nothing."""

    def __init__(self, ladder: Ladder, registry: Registry | None) -> None:
        self.ladder = ladder
        self.registry = registry
        self.names: dict[str, str] = {}
        self.wrong_units: dict[str, Problem] = {}
        self.wrong_marks: dict[str, Problem] = {}
        self._results: dict[str, str | float | None] = {}
        self._keys: dict[str, str | None] = {}

    def result(self, mark: str, used: bool = True) -> str | float | None:
        """What a mark says; a list of holders has none and says `held`, on a ladder where that is a result."""
        if mark not in self._results:
            result = result_of(mark, self.ladder) if mark else "held"
            if mark == "" and self.ladder.kind != "mark" and used:
                what = f"{self.ladder.id} needs a result, its {self.ladder.kind}, for each unit and year"
                self.wrong_marks[mark] = Problem("csv-header", what, hint="add a column 'result'")
            elif result is None:
                what = f"{mark!r} is no result that {self.ladder.id} knows"
                self.wrong_marks[mark] = Problem("result-unknown", what, hint=hint_for(mark, self.ladder))
            self._results[mark] = result
        return self._results[mark]

    def key(self, unit: str) -> str | None:
        """The key of the line that a spelling means; None for one that means nothing or too much."""
        if self.registry is None:
            return unit.strip()
        if unit not in self._keys:
            found = self.registry.find(unit.strip())
            if isinstance(found, Problem):
                self.wrong_units[unit] = found
            elif self.ladder.by_level and any(each.level not in self.ladder.levels for each in found.units):
                what = f"{self.ladder.id} has no limit for the level of {self.registry.described(found.units[-1])}"
                hint = f"give it one of the levels {', '.join(self.ladder.levels)} in the registry"
                self.wrong_units[unit] = Problem("level-uncovered", what, hint=hint)
                found = self.wrong_units[unit]
            self._keys[unit] = None if isinstance(found, Problem) else found.key
        return self._keys[unit]

    def merged(self, target: Masks, source: Masks) -> Masks:
        """The masks of both, by line. A large list without a registry is taken as it is, not copied."""
        if self.registry is None and not target and not any(unit != unit.strip() for unit in source):
            return source
        for unit, mask in source.items():
            key = self.key(unit)
            if key is not None:
                target[key] = target.get(key, 0) | mask
        return target

    def compare_names(self, cards: CardFile) -> None:
        """Hold the name beside each code against the registry, or keep it where there is none."""
        if self.registry is None:
            self.names |= {code.strip(): name for code, name in cards.names.items()}
            return
        for code, name in cards.names.items():
            if (key := self.key(code)) is not None and self.key(name) not in (key, None):
                unit = self.registry.by_code[key]
                what = f"the code {code.strip()} is {self.registry.described(unit)}, not {name}"
                self.wrong_units[code] = Problem("unit-unknown", what, hint="mend the code or the name")


def _clashes(by_result: dict[str | float, Masks]) -> Masks:
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


def _placed(
    files: Sequence[tuple[CardFile, bool]], spelling: _Spelling, clashes: Masks, before: int, since: int | None
) -> list[Problem]:
    """Every problem of the files with its place, found by reading again those files in which there is one."""
    problems: list[Problem] = []
    told: dict[tuple[str, int], _Told] = {}
    for cards, _ in files:
        file, at = str(cards.table.path), cards.columns
        units, marks, years = spelling.wrong_units, spelling.wrong_marks, cards.years.wrong
        for line in cards.short_rows:
            hint = "every row needs " + ", ".join(
                name for name, index in (("a year", at.year), ("a unit", at.unit or at.code), ("a result", at.result))
                if index is not None
            )  # fmt: skip
            problems.append(Problem("csv-row", "a needed cell is missing or empty", file, line, 1, hint))
        if at.years or at.file_year:
            for index, year in at.years or ((0, at.file_year),):
                if year in years:
                    column = cards.table.column(1, index)
                    problems.append(years[year]._replace(file=file, line=1, column=column))
            years = {}
        if not (units or marks or years or clashes or before):
            continue
        first: dict[tuple[str, str], tuple[int, int, Problem]] = {}
        often: dict[tuple[str, str], int] = {}
        for line, unit, unit_at, year, year_at, mark, mark_at in cards.cells():
            for text, index, wrong in ((unit, unit_at, units), (year, year_at, years), (mark, mark_at, marks)):
                if text in wrong:
                    what = (wrong[text].code, text)
                    first.setdefault(what, (line, index, wrong[text]))
                    often[what] = often.get(what, 0) + 1
            bit, key, result = cards.years[year], spelling.key(unit), spelling.result(mark)
            if key is None or result is None:
                continue
            if clashes.get(key, 0) & bit:
                earlier = told.setdefault((key, bit), (result, file, line))
                if earlier[0] != result:
                    what = f"{unit.strip()} is {result} for {year.strip()} here, and {earlier[0]} at {earlier[1]}:{earlier[2]}"
                    column = cards.table.column(line, mark_at)
                    problems.append(Problem("result-conflict", what, file, line, column))
            if bit & before and result not in ("missed", UNKNOWN):
                what = f"{unit.strip()} is on record for {year.strip()}, yet nothing was awarded before {since}"
                column = cards.table.column(line, year_at)
                problems.append(Problem("year-before-ladder", what, file, line, column, "choose an earlier --since"))
        for what, (line, index, problem) in first.items():
            times = f" (on {often[what]} lines)" if often[what] > 1 else ""
            column = cards.table.column(line, index)
            problems.append(problem._replace(file=file, line=line, column=column, message=problem.message + times))
    return sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column))
