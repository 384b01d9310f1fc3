"""The checks of `pingan check` by name: what each looks for, the codes of its problems, and what finds them.

A problem that keeps a file from being read is found in reading; the checks that report only such have no function.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from pingan_cli.check import card_checks, text_checks, unit_checks
from pingan_cli.check.body import Body, Look
from pingan_cli.claims import claim_checks
from pingan_cli.claims.deduction import Claim
from pingan_cli.engine.units import Unit
from pingan_cli.problems import ERROR, Problem, did_you_mean
from pingan_cli.records.cards import CardFile
from pingan_cli.records.registry import Registry
from pingan_cli.records.table import Table
from pingan_cli.texts import told

OfUnits = Callable[[Registry], Iterator[tuple[Unit, Problem]]]
OfClaims = Callable[[list[Claim], Registry], Iterator[tuple[Claim, Problem]]]
OfTables = Callable[[Table, Collection[int], CardFile | None], list[Problem]]
"""A check of a table with the indices of the cells that are read, and what was read where it is a card file."""


class Check(NamedTuple):
    """A named check. `always`: it cannot be left out, because without it nothing else is known.

    What finds its problems in the card files together, in a registry, in claims and in a table as text.
    """

    about: str
    codes: tuple[str, ...]
    always: bool = False
    cards: Callable[[Body], Look | None] | None = None
    units: OfUnits | None = None
    claims: OfClaims | None = None
    text: OfTables | None = None


CHECKS: dict[str, Check] = {
    "readable": Check(
        "Every file can be opened, decoded and read as what it is.",
        (
            "file-missing",
            "file-unreadable",
            "file-binary",
            "file-encoding",
            "file-empty",
            "file-too-large",
            "archive-invalid",
            "part-unknown",
            "formula-uncomputed",
            "link-outside",
            "folder-without-csv",
            "csv-broken",
            "csv-no-rows",
            "package-invalid",
        ),
        always=True,
    ),
    "sheets": Check("Every sheet of a workbook with something on it is a list.", ("sheet-unread",)),
    "encoding": Check("Every file is UTF-8, or its encoding is named.", ("encoding-guessed",)),
    "header": Check(
        "Every table says in its first line where unit, year and result stand.", ("csv-header",), always=True
    ),
    "rows": Check("Every row has the cells that it needs, and none that has no column.", ("csv-row",)),
    "asides": Check(
        "Every row is an entry, and every column with marks is read.",
        ("rows-left-out", "row-doubtful", "column-unread"),
    ),
    "totals": Check("Totals are those of the rows above them.", ("total-differs",)),
    "years": Check(
        "Every year is one, and none lies before the ladder's first.",
        ("year-invalid", "year-before-ladder", "year-without-period"),
    ),
    "guesses": Check("Every row has a plain year of its own.", ("year-guessed",)),
    "ceremony": Check("Years are those assessed, and none is yet to come.", ("year-announced", "year-future")),
    "units": Check(
        "Every unit is in the registry, under a name that is its alone.", ("unit-unknown", "unit-ambiguous")
    ),
    "results": Check(
        "Every result is one that the ladder knows, with one meaning.", ("result-unknown", "result-ambiguous")
    ),
    "conflicts": Check("No unit has two different results for one year.", ("result-conflict",)),
    "existence": Check(
        "Every unit existed in the years for which it is on record.",
        ("unit-absent",),
        claims=claim_checks.claimed_years,
    ),
    "names": Check(
        "Codes, Chinese and English names in one row mean the same unit.",
        ("names-differ",),
        cards=card_checks.unknown_names,
        units=unit_checks.unit_names,
    ),
    "alike": Check("No two names differ only in case, dashes, quotes, width or tradition.", ("names-alike",)),
    "covered": Check("Every level and city appears on the lists, or they say whom they cover.", ("coverage-unsaid",)),
    "levels": Check(
        "No city is listed as a county, and no county as a city.",
        ("unit-level",),
        cards=card_checks.listed_levels,
        units=unit_checks.unit_levels,
    ),
    "coverage": Check(
        "Every holder is of a level that the ladder covers.", ("level-uncovered",), cards=card_checks.uncovered_levels
    ),
    "duplicates": Check("No row is there twice.", ("row-repeated",), cards=card_checks.repeated_rows),
    "gaps": Check(
        "No year is missing between years on record.",
        ("year-gap",),
        cards=card_checks.missing_years,
        units=unit_checks.unit_years,
    ),
    "codes": Check(
        "No code or name is used after its unit ended.",
        ("code-ended",),
        cards=card_checks.ended_codes,
        claims=claim_checks.claimed_codes,
    ),
    "counts": Check(
        "No year has far fewer or far more holders than those beside it.",
        ("holders-unusual",),
        cards=card_checks.unusual_years,
    ),
    "spelling": Check(
        "No stray spaces and no full-width digits; --fix mends both.",
        ("text-spaces", "text-full-width"),
        text=text_checks.untidy_problems,
    ),
    "damage": Check(
        "No characters were lost before the file came here.", ("text-damaged",), text=text_checks.damaged_text
    ),
    "registry": Check("The registry of units does not contradict itself.", ("registry-invalid",)),
    "claims": Check("Every claim can be read.", ("claim-invalid", "tier-unknown", "level-unknown")),
    "ladder": Check(
        "Every ladder file and every method keeps to its language.",
        ("ladder-yaml", "ladder-invalid", "method-invalid"),
        always=True,
    ),
    "examples": Check("Every example in a ladder file or a method is confirmed.", ("ladder-example", "method-example")),
    "list": Check(
        "A published list names the same units with the same honours (--expect).",
        ("list-missing", "list-surplus", "list-different", "list-undecided"),
    ),
}
"""Every check in the order in which it is listed."""

CHECK_OF = {code: name for name, check in CHECKS.items() for code in check.codes}


class Selection(NamedTuple):
    """Which problems are wanted: the codes of the checks selected without those ignored."""

    codes: frozenset[str]

    def wants(self, *checks: str) -> bool:
        """Whether any problem of these checks is wanted."""
        return any(code in self.codes for name in checks for code in CHECKS[name].codes)


EVERYTHING = Selection(frozenset(CHECK_OF))
"""Every problem that a check can report."""


def select(selected: Sequence[str], ignored: Sequence[str]) -> tuple[Selection, list[Problem]]:
    """The problems wanted, told by names of checks or codes of problems; and what was named that is neither."""
    problems: list[Problem] = []

    def codes_of(option: str, names: Sequence[str]) -> set[str]:
        codes: set[str] = set()
        for name in (part.strip() for each in names for part in each.split(",") if part.strip()):
            check = name if name in CHECKS else CHECK_OF.get(name)
            if check is None:
                hint = did_you_mean(name, [*CHECKS, *CHECK_OF]) or told("'pingan check --list' lists the checks")
                message = told("{option}: there is no check {name!r}", option=option, name=name)
                problems.append(Problem("usage", message, hint=hint))
            elif option == "--ignore" and CHECKS[check].always:
                hint = told("without it a file that cannot be read would pass")
                problems.append(Problem("usage", told("--ignore: {name} cannot be left out", name=name), hint=hint))
            else:
                codes |= {*CHECKS[name].codes} if name in CHECKS else {name}
        return codes

    chosen = codes_of("--select", selected) if selected else set(CHECK_OF)
    chosen -= codes_of("--ignore", ignored)
    always = {code for check in CHECKS.values() if check.always for code in check.codes}
    return Selection(frozenset(chosen | always)), problems


class Report(NamedTuple):
    """What came of checking: the files looked at, all that is wrong by file, line and column, and cells mended.

    `read` says what the lists hold, where nothing is wrong; `compared` what was confirmed of a published list.
    """

    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    selection: Selection
    mended: int = 0
    read: str = ""
    compared: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """How many of the problems are errors."""
        return sum(problem.severity == ERROR for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many of the problems are warnings."""
        return len(self.problems) - self.errors


def reported(problems: Sequence[Problem], selection: Selection) -> tuple[Problem, ...]:
    """The problems that are wanted, each once, in the order in which they are reported."""
    wanted = (each for each in dict.fromkeys(problems) if each.code in selection.codes or each.code not in CHECK_OF)
    return tuple(sorted(wanted, key=lambda each: (each.file, each.line, each.column, each.code, each.message)))
