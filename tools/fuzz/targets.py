"""What is fuzzed: for each kind of input a function that takes any bytes, and raises only where a promise is broken.

The promises: whatever the bytes are, they are read or refused with problems that have a known code and a message;
nothing else is raised; and nothing that goes out holds a character that a terminal might obey. Time is watched by the
one who runs them.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from fuzz.books import workbook
from pingan_cli.check.body import Body, look_at
from pingan_cli.check.checks import CHECKS, Report
from pingan_cli.check.comparison import compare_list
from pingan_cli.check.library import check_paths
from pingan_cli.check.page import FORMATS, Shown
from pingan_cli.check.text_checks import damaged_text, mended, untidy_problems
from pingan_cli.claims.reading import COLUMNS, read_claims
from pingan_cli.config import read_config
from pingan_cli.engine.history import History
from pingan_cli.engine.units import Line
from pingan_cli.engine.verdict import judge_of
from pingan_cli.ladder.examples import check_ladder
from pingan_cli.ladder.loader import load_ladder
from pingan_cli.ladder.validating import problems_of  # noqa: F401 - it is loaded late, and is to be watched too
from pingan_cli.library import Records, open_records, open_units
from pingan_cli.problems import CODES, Problem, Refused
from pingan_cli.records import packed, sheets  # noqa: F401 - they too are loaded late
from pingan_cli.records.cards import read_cards
from pingan_cli.records.gathering import gather
from pingan_cli.records.package import find_package
from pingan_cli.records.registry import read_registry
from pingan_cli.views.award import Scope, award_view
from pingan_cli.views.page import View
from pingan_cli.views.terminal import table_text
from security.unseen import RAW

REGISTRY = open_units()
RECORDS = open_records()
_FOLDER = tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)  # noqa: PTH112


def cards(raw: bytes) -> None:
    """A list of holders: read, put beside the shipped registry and beside none, looked at by every check, mended."""
    path = _file("2006.csv", raw)
    read, problems = read_cards(path, RECORDS.ladder)
    assert (read is None) == bool(problems)
    _lawful(problems)
    if read is None:
        return
    _lawful(untidy_problems(read.table, read.columns.all))
    _lawful(damaged_text(read.table))
    fresh, count = mended(raw, read.table, read.columns.all, ("text-spaces", "text-full-width"))
    assert (fresh == raw) == (count == 0)
    assert mended(fresh, read.table, read.columns.all, ("text-spaces", "text-full-width")) == (fresh, 0)
    for units in (REGISTRY, None):
        histories, problems = gather([(read, True)], RECORDS.ladder, units)
        _lawful(problems)
        body = Body([(read, True)], RECORDS.ladder, units)
        looks = [check.cards(body) for check in CHECKS.values() if check.cards]
        _lawful(look_at(body, [look for look in looks if look]))
        if not problems:
            records = Records(RECORDS.source, histories)
            year = records.last_year
            _shown(award_view(records.award(year), Scope(year, year), lambda unit: None))


def checked(raw: bytes) -> None:
    """A list as `pingan check --fix` takes it, and its report in every form."""
    path = _file("2006.csv", raw)
    _reported(check_paths([str(path)], write=lambda _, content: None))


def forms(raw: bytes) -> None:
    """The same under names whose endings promise something else."""
    for name in ("2006.csv.gz", "lists.zip", "2006.xlsx"):
        check_any(_file(name, raw))


def sheet(raw: bytes) -> None:
    """The rows of a sheet, in a workbook that is whole otherwise."""
    check_any(_file("2006.xlsx", workbook(b"<sheetData>" + raw + b"</sheetData>")))


def ladder(raw: bytes) -> None:
    """A ladder file, whose examples are run too; one that can be used judges any history."""
    path = _file("any.yaml", raw)
    loaded, problems = load_ladder(path)
    assert (loaded is None) == bool(problems)
    _lawful(problems)
    _lawful(check_ladder(path).problems)
    if loaded is not None:
        year = loaded.ladder.first_year + 30
        judge_of(loaded.ladder, year)(History(raw[0] << 8, (1 << 30) - 1))


def names(raw: bytes) -> None:
    """A name of a unit."""
    name = raw.decode("utf-8", errors="surrogateescape")
    found = REGISTRY.find(name)
    if isinstance(found, Line):
        assert found in REGISTRY.named(name)
    else:
        _lawful([found])
    several = REGISTRY.search(name)
    if isinstance(several, Problem):
        _lawful([several])
    with _refusing():
        RECORDS.standing(name, 2020)
    with _refusing():
        RECORDS.tier(name)


def registry(raw: bytes) -> None:
    """A registry of units; a name of its own is found in one that can be used."""
    path = _file("units.csv", raw)
    found, problems = read_registry(path)
    assert (found is None) == bool(problems)
    _lawful(problems)
    for unit in found.units[:3] if found else ():
        assert found is not None
        assert found.line(unit.code) in found.named(unit.code)
        found.family(unit.code)
    _reported(check_paths([str(path)]))


def claims(raw: bytes) -> None:
    """Claims, below the header of a file of them."""
    path = _file("claims.csv", ",".join(COLUMNS).encode() + b"\n" + raw)
    _lawful(read_claims(path, RECORDS.ladder, REGISTRY)[1])


def published(raw: bytes) -> None:
    """A list of honours as published, compared with the shipped records."""
    path = _file("2016.csv", raw)
    with _refusing():
        compare_list(RECORDS, path)


def package(raw: bytes) -> None:
    """The descriptor of a package. Nothing outside of its folder is named in what it gives."""
    path = _file("datapackage.json", raw)
    found, problems = find_package(path)
    assert (found is None) == bool(problems)
    _lawful(problems)
    for each in (*found.cards, found.units, found.claims, found.map) if found else ():
        assert each is None or each.resolve().is_relative_to(path.parent.resolve())


def config(raw: bytes) -> None:
    """A configuration file."""
    _lawful(read_config(_file("pingan.toml", raw))[1])


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (cards, ladder, forms, sheet, checked, claims, registry, published, names, package, config)
}
"""Every function to be fuzzed, by its name."""


def _file(name: str, raw: bytes) -> Path:
    path = Path(_FOLDER.name) / name
    path.write_bytes(raw)
    return path


def check_any(path: Path) -> None:
    """Whatever a path stands for, read as lists of holders."""
    found, problems = find_package(path)
    assert (found is None) == bool(problems)
    _lawful(problems)
    for each in found.cards if found else ():
        read, problems = read_cards(each, RECORDS.ladder)
        assert (read is None) == bool(problems)
        _lawful(problems)
        if read is not None:
            _lawful(untidy_problems(read.table, read.columns.all))
            _lawful(gather([(read, True)], RECORDS.ladder, REGISTRY)[1])


@contextlib.contextmanager
def _refusing():
    """Anything may be refused, with problems as they should be."""
    try:
        yield
    except Refused as refused:
        _lawful(refused.problems)


def _lawful(problems: Iterable[Problem]) -> None:
    for problem in problems:
        assert problem.code in CODES, problem
        assert problem.message, problem
        assert problem.line >= 0, problem
        assert problem.column >= 0, problem
        _lawful_text(str(problem))


def _lawful_text(text: str) -> None:
    found = RAW.search(text.replace("\n", ""))
    assert not found, (found, text)
    text.encode()


def _reported(report: Report) -> None:
    _lawful(report.problems)
    for form in FORMATS.values():
        _lawful_text("".join(form(report, Shown("en", "0"))))


def _shown(view: View) -> None:
    for lines in (view.json(), view.csv(), view.page().said("zh").markdown(), [table_text(view.page().said("en"))]):
        _lawful_text("".join(lines))
