"""What the files' own spellings of units and results mean, and their statements one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from pingan_cli.engine.ladder import Ladder
from pingan_cli.problems import ERROR, WARNING, Problem
from pingan_cli.records.cards import CardFile
from pingan_cli.records.cells import MOST_CLOSELY, alike, all_plain, any_alike, closely, plain
from pingan_cli.records.findings import MOST
from pingan_cli.records.histories import Masks
from pingan_cli.records.marks import UNKNOWN, hint_for, result_of
from pingan_cli.records.naming import described
from pingan_cli.records.registry import Registry
from pingan_cli.texts import told

_MORE_UNITS = Problem("unit-unknown", told("there are more units from here on that are not in the registry"))
_MORE_MARKS = Problem("result-unknown", told("there are more results from here on that are not known"))


class Spelling:
    """What the files' own spellings of units and marks mean, each looked up once, and those that mean nothing."""

    def __init__(self, ladder: Ladder, registry: Registry | None) -> None:
        self.ladder = ladder
        self.registry = registry
        self.names: dict[str, str] = {}
        self.wrong_units: dict[str, Problem] = {}
        self.wrong_marks: dict[str, Problem] = {}
        self.wrong_names: dict[tuple[str, str], Problem] = {}
        self._beside: dict[tuple[str, str], dict[str, str]] = {}
        self._codes_of: dict[str, dict[str, str]] = {}
        self._results: dict[str, str | float | None] = {}
        self._keys: dict[str, str | None] = {}

    def result(self, mark: str, used: bool = True) -> str | float | None:
        """What a mark says; a list of holders has none and says `held`, on a ladder where that is a result."""
        if mark not in self._results:
            result = result_of(mark, self.ladder) if mark else "held"
            if mark == "" and self.ladder.kind != "mark" and used:
                kind = told("number") if self.ladder.kind == "number" else told("grade")
                what = told(
                    "{ladder} needs a result, its {kind}, for each unit and year", ladder=self.ladder.id, kind=kind
                )
                self.wrong_marks[mark] = Problem("csv-header", what, hint=told("add a column 'result'"))
            elif result is None and len(self.wrong_marks) >= MOST:
                self.wrong_marks[mark] = _MORE_MARKS
            elif result is None:
                what = told("{text!r} is no result that {ladder} knows", text=mark, ladder=self.ladder.id)
                self.wrong_marks[mark] = Problem("result-unknown", what, hint=hint_for(mark, self.ladder))
            self._results[mark] = result
        return self._results[mark]

    def key(self, unit: str) -> str | None:
        """The key of the line that a spelling means; None for one that means nothing or too much."""
        if self.registry is None:
            return plain(unit)
        if unit not in self._keys:
            found = self.registry.find(plain(unit))
            if isinstance(found, Problem):
                self.wrong_units[unit] = found if len(self.wrong_units) < MOST else _MORE_UNITS
            elif self.ladder.by_level and any(each.level not in self.ladder.levels for each in found.units):
                last = described(found.units[-1])
                what = told("{ladder} has no limit for the level of {unit}", ladder=self.ladder.id, unit=last)
                hint = told("give it one of the levels {levels} in the registry", levels=self.ladder.levels)
                self.wrong_units[unit] = Problem("level-uncovered", what, hint=hint)
                found = self.wrong_units[unit]
            self._keys[unit] = None if isinstance(found, Problem) else found.key
        return self._keys[unit]

    def merged(self, target: Masks, source: Masks) -> Masks:
        """The masks of both, by line. A large list without a registry is taken as it is, not copied."""
        if self.registry is None and not target and all_plain(source):
            return source
        for unit, mask in source.items():
            key = self.key(unit)
            if key is not None:
                target[key] = target.get(key, 0) | mask
        return target

    def compare_names(self, cards: CardFile) -> None:
        """Hold the names beside each unit against the registry, or against each other where there is none."""
        if self.registry is None:
            for (unit, column), names in cards.names.items():
                self._compare_with_others(unit, column, names)
            return
        for (unit, _), names in cards.names.items():
            key = self.key(unit)
            for name in names if key is not None else ():
                meant = {line.key for line in self.registry.named(name)}
                if key is not None and meant and key not in meant:
                    known = described(self.registry.by_code[key])
                    what = told("{spelt} is {unit}, not {name}", spelt=plain(unit), unit=known, name=name)
                    hint = told("mend whichever of the two is wrong")
                    self.wrong_names[unit, name] = Problem("names-differ", what, hint=hint)

    def _compare_with_others(self, unit: str, column: str, names: dict[str, int]) -> None:
        """Without a registry a code has one name, and a name one code."""
        key = plain(unit)
        if column == "unit":
            self.names[key] = list(names)[-1]
        else:
            self.names.setdefault(key, list(names)[-1])
        known = self._beside.setdefault((key, column), {})
        for name in names:
            first = next(iter(known.values()), None)
            if first is not None and name not in known:
                known_alike = alike(first) == alike(name)
                message = told("{code} is {name} here, and {other} elsewhere", code=key, name=name, other=first)
                hint = told("mend whichever is wrong; where a unit was renamed, name its registry with --units")
                severity = WARNING if known_alike or column == "english" else ERROR
                self.wrong_names[unit, name] = Problem("names-differ", message, hint=hint, severity=severity)
            known[name] = name
            if column == "unit":
                codes = self._codes_of.setdefault(name, {})
                codes[key] = unit
                if len(codes) > 1:
                    second = list(codes.values())[1]
                    message = told("{name} stands under several codes, each counted as a unit: {codes}", name=name,
                                   codes=tuple(codes)[:8])  # fmt: skip
                    hint = told("if these are no codes of units, give their column another name")
                    self.wrong_names[second, name] = Problem("names-differ", message, hint=hint, severity=WARNING)

    def _find_without_code(self, files: Iterable[CardFile], units: Collection[str]) -> None:
        """Names that stand without a code in one place, and beside one in another: they would be counted apart."""
        codes = {name: min(codes) for name, codes in self._codes_of.items() if name in units and name not in codes}
        for raw in {raw for cards in files for masks in cards.marks.values() for raw in masks} if codes else ():
            if code := codes.get(plain(raw)):
                message = told("{name} stands without its code here, and under {code} elsewhere", name=plain(raw),
                               code=code)  # fmt: skip
                hint = told("write the code into every row, or name the registry with --units")
                self.wrong_units[raw] = Problem("names-differ", message, hint=hint)

    def find_alike(self, files: Iterable[CardFile], units: Collection[str]) -> None:
        """Warn of units whose names differ only in what few readers see; without a registry each is counted alone."""
        if self.registry is None:
            self._find_without_code(files, units)
        if self.registry is not None or not any_alike(units):
            return
        groups: defaultdict[str, list[str]] = defaultdict(list)
        form = closely if len(units) <= MOST_CLOSELY else alike
        for unit in sorted(units):
            groups[form(unit)].append(unit)
        others = {each: group[0] for group in groups.values() for each in group[1:]}
        for raw in {raw for cards in files for masks in cards.marks.values() for raw in masks}:
            if (name := plain(raw)) in others:
                message = told("{name!r} is counted as another unit than {other!r}, though they look alike", name=name,
                               other=others[name])  # fmt: skip
                hint = told("they differ in case, accents, dots, dashes, quotes or forms of characters: write one way")
                self.wrong_units[raw] = Problem("names-alike", message, hint=hint, severity=WARNING)


class Statement(NamedTuple):
    """One unit's result for one year, and where its file says so: a line, and the indices of the cells.

    `unit` is as the file spells it, `key` the code of its line, or the spelling where no registry is in force.
    """

    line: int
    unit: str
    unit_at: int
    year: int
    year_at: int
    key: str
    result: str | float

    @property
    def holds(self) -> bool:
        """Whether it says that something was earned: a card, a grade, a number."""
        return holds(self.result)


def holds(result: str | float) -> bool:
    """Whether a result says that something was earned: a card, a grade, a number."""
    return result not in ("missed", "revoked", UNKNOWN)


def statements_of(cards: CardFile, spelling: Spelling) -> Iterator[Statement]:
    """Every statement of a file whose unit, year and result mean something."""
    years: dict[str, int] = {}
    keys: dict[str, tuple[str, str | None]] = {}  # one object for each spelling, however often it stands in the file
    results: dict[str, str | float | None] = {}
    for line, unit, unit_at, year, year_at, mark, _ in cards.cells():
        if year not in years:
            years[year] = (cards.years.year(year) or 0) if cards.years[year] else 0
        if unit not in keys:
            keys[unit] = unit, spelling.key(unit)
        if mark not in results:
            results[mark] = spelling.result(mark)
        (spelt, key), its_year, result = keys[unit], years[year], results[mark]
        if its_year and key is not None and result is not None:
            yield Statement(line, spelt, unit_at, its_year, year_at, key, result)
