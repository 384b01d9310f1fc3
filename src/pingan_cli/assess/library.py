"""Assessments as library calls: what `pingan assess` does, and what `pingan rules` does with a method."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from pingan_cli.assess.compiling import compiled
from pingan_cli.assess.facts import Facts
from pingan_cli.assess.judging import Assessment, assess
from pingan_cli.assess.method import Method
from pingan_cli.assess.reading import doubts, read_facts, unjudged
from pingan_cli.ladder.document import Document, read_document
from pingan_cli.ladder.examples import Checked
from pingan_cli.ladder.loader import LoadedLadder, in_order, source_of
from pingan_cli.ladder.values import Entry
from pingan_cli.problems import WARNING, Problem, Refused, did_you_mean
from pingan_cli.records.cells import plain
from pingan_cli.records.naming import level_meant
from pingan_cli.records.registry import read_registry
from pingan_cli.records.sources import path_of
from pingan_cli.shipped import METHODS, is_ladder_file
from pingan_cli.texts import told

if TYPE_CHECKING:
    from pingan_cli.views.page import View


class LoadedMethod(NamedTuple):
    """A valid method: what the judge judges by, the plain values of its file, and where that is."""

    method: Method
    document: Document
    path: Path


def load_method(path: Path, source: bytes | None = None) -> tuple[LoadedMethod | None, list[Problem]]:
    """The method in a file, or in its bytes where they have been read; or all that is wrong with it."""
    source, wrong = (source, []) if source is not None else source_of(path)
    if source is None:
        return None, wrong
    file = str(path)
    document, problems = read_document(source, file)
    if document is not None:
        from pingan_cli.assess.method_checks import LANGUAGE
        from pingan_cli.ladder.validating import held_against

        problems = in_order(problems, held_against(LANGUAGE, document, file))
    if document is None or problems:
        return None, in_order(problems)
    return LoadedMethod(compiled(document.value), document, path), []


def open_method(path: str, source: bytes | None = None) -> LoadedMethod:
    """The method with that name or in that file. Raises `Refused` with everything that is wrong with it."""
    found, problems = find_method(path)
    loaded, more = load_method(found, source) if found else (None, [])
    if loaded is None:
        raise Refused([*problems, *more])
    return loaded


def find_method(name: str) -> tuple[Path | None, list[Problem]]:
    """The file of a method named on the command line: a shipped sample by its name, or a path."""
    if is_ladder_file(name):
        return Path(name), []
    shipped = {path.stem: path for path in METHODS.glob("*.yaml")}
    if name in shipped:
        return shipped[name], []
    hint = did_you_mean(name, shipped) or told(
        "shipped are {names}; or name a .yaml file", names=tuple(sorted(shipped))
    )
    return None, [Problem("ladder-unknown", told("there is no method {name!r}", name=name), hint=hint)]


def is_method(source: bytes | None, path: Path) -> bool:
    """Whether the bytes of a file begin as a method does: by its first key."""
    if source is None:
        return False
    document, _ = read_document(source, str(path))
    value: Any = document.value if document is not None else None
    return isinstance(value, dict) and next(iter(cast(Entry, value)), "") == "method"


def check_method(path: Path, source: bytes | None = None) -> Checked:
    """Check one method file; of a file that breaks the language the examples are not run."""
    loaded, problems = load_method(path, source)
    if loaded is None:
        return Checked(path.stem, 0, tuple(problems))
    from pingan_cli.assess.method_checks import example_problems

    failed = example_problems(loaded.method, loaded.document, str(path))
    return Checked(loaded.method.id, len(loaded.document.value.get("examples", [])), tuple(failed))


class Opened(NamedTuple):
    """A method with facts, and what is doubtful in their files."""

    loaded: LoadedMethod
    facts: Facts
    warnings: list[Problem]

    @property
    def judged_years(self) -> list[int]:
        """The years that can be judged, rising."""
        return [year for year in self.facts.years if year >= self.loaded.method.first_year and self.facts.units(year)]

    def years(self, year: int | None, every: bool = False) -> list[int]:
        """The years that are asked for: one, or without it the last of which there are facts, or every one.

        Raises `Refused` for a year before the method's first, and for one of which there are no facts.
        """
        if year is None:
            return self.judged_years[0 if every else -1 :]
        if year < self.loaded.method.first_year:
            raise Refused([_before(self.loaded.method, year)])
        if year not in self.judged_years:
            hint = told("there are facts for {years}", years=tuple(self.judged_years))
            raise Refused([Problem("usage", told("there are no facts of a unit for {year}", year=year), hint=hint)])
        return [year]

    def doubts(self, year: int | None, every: bool = False) -> list[Problem]:
        """What is doubtful in the files, and in the facts of the years that are asked for."""
        return [*self.warnings, *doubts(self.loaded.method, self.facts, self.years(year, every))]

    def year(self, year: int | None) -> Assessment:
        """A year assessed; the last one of which there are facts where none is named. Raises as `years` does."""
        return assess(self.loaded.method, self.facts, self.years(year)[0])

    def view(
        self,
        year: int | None,
        *,
        unit: str | None = None,
        level: str | None = None,
        cards: bool = False,
        hangs: bool = False,
        found: bool = False,
    ) -> View:
        """The answer in every form: the list of a year, or what was asked for instead of it."""
        from pingan_cli.assess import answers
        from pingan_cli.assess.findings import findings, findings_view

        assessments = [self.year(each) for each in self.years(None if found else year, cards or found)]
        level = None if level is None else _level_in(assessments, level)
        if cards:
            return answers.cards_view(assessments, level)
        if found:
            return findings_view(assessments, findings(assessments))
        (assessment,) = assessments
        if hangs:
            return answers.hangs_view(assessment)
        if unit is not None:
            return answers.unit_view(self.loaded, assessment, self.key(assessment, unit))
        return answers.assessment_view(assessment, level)

    def key(self, assessment: Assessment, name: str) -> str:
        """The unit that a name means among those assessed. Raises `Refused` for none."""
        keys = [unit.key for unit in assessment.units]
        meant = plain(name)
        if self.facts.registry is not None:
            line = self.facts.registry.find(name)
            if isinstance(line, Problem):
                raise Refused([line])
            meant = line.key
        if meant not in keys:
            message = told("there is no unit {name!r} in these facts for {year}", name=name, year=assessment.year)
            hint = did_you_mean(name, keys) or told("leave --unit out to see all {count} units", count=len(keys))
            raise Refused([Problem("unit-unknown", message, hint=hint)])
        return meant


def _level_in(assessments: Sequence[Assessment], name: str) -> str:
    """The level that a word means. Raises `Refused` for one that no unit has."""
    level = level_meant(name)
    known = tuple(dict.fromkeys(unit.level for each in assessments for unit in each.units if unit.level))
    if level not in known:
        hint = did_you_mean(name, known) or (told("the levels are {levels}", levels=known) if known else "")
        message = told("no unit here is of the level {level!r}", level=name)
        raise Refused([Problem("level-unknown", message, hint=hint)])
    return level


def open_facts(method: str | LoadedMethod, facts: Sequence[str], units: str | None = None) -> Opened:
    """A method and the facts in files. `units`: the registry's file; without one units are as they are spelt.

    Raises `Refused` with all that is wrong in any of them.
    """
    loaded = open_method(method) if isinstance(method, str) else method
    registry, problems = read_registry(path_of(units)) if units not in (None, "none") else (None, [])
    read, more = read_facts([path_of(path) for path in facts], loaded.method, registry)
    problems = [*problems, *more]
    judged = [year for year in read.years if year >= loaded.method.first_year and read.units(year)]
    problems += unjudged(loaded.method, read, judged)
    if not judged and not problems:
        problems.append(Problem("csv-no-rows", told("there are no facts of a unit here"), str(facts[0])))
    errors = [problem for problem in problems if problem.severity != WARNING]
    if errors:
        raise Refused(errors)
    return Opened(loaded, read, problems)


def method_schema() -> str:
    """The JSON Schema of method files, as `rules/method.schema.json` holds it."""
    from pingan_cli.assess.model import MethodFile
    from pingan_cli.ladder.model import schema_text

    return schema_text(MethodFile, "An assessment method for pingan")


def compare_editions(
    method: str, years: tuple[int, int], facts: Sequence[str] = (), units: str | None = None
) -> tuple[View, list[Problem]]:
    """What differs between the editions that judge two years; with facts, whose result would be another.

    Raises `Refused` for a year before the method's first, and with all that is wrong in the files.
    """
    from pingan_cli.assess.editions import difference_view, differences, different_results

    loaded = open_method(method)
    opened = open_facts(loaded, facts, units) if facts else None
    for year in years:
        if year < loaded.method.first_year:
            raise Refused([_before(loaded.method, year)])
    changed = different_results(loaded, opened.facts, *years) if opened else None
    view = difference_view(loaded, years, differences(loaded, *years), changed)
    judged = [year for year in dict.fromkeys(years) if opened and year in opened.judged_years]
    return view, [*opened.warnings, *doubts(loaded.method, opened.facts, judged)] if opened else []


def _before(method: Method, year: int) -> Problem:
    message = told("{year} lies before {first}, the first year of {method}", year=year, first=method.first_year,
                   method=method.id)  # fmt: skip
    return Problem("year-before-ladder", message)


def cards_by_method(ladder: LoadedLadder, facts: Sequence[str], into: Path, units: str | None = None) -> list[Problem]:
    """Write the cards that a ladder's own method gives for facts into a file; gives what is doubtful in the facts.

    Raises `Refused` where the ladder names no method, and with all that is wrong in the method or the facts.
    """
    method = ladder.file.get("method")
    if method is None:
        hint = told("write method: FILE into the ladder, or make the cards with 'pingan assess --cards'")
        raise Refused(
            [Problem("usage", told("{ladder} names no method for its cards", ladder=ladder.ladder.id), hint=hint)]
        )
    opened = open_facts(str(ladder.path.parent / method), facts, units)
    into.write_text("".join(opened.view(None, cards=True).csv()), encoding="utf-8")
    return opened.doubts(None, every=True)
