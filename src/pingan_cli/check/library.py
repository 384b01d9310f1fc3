"""Checking files as a library call: what `pingan check` does.

>>> from pingan_cli.check.library import check_paths
>>> check_paths().errors
0
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from pingan_cli.assess.library import check_method, is_method
from pingan_cli.check.body import Body, look_at
from pingan_cli.check.checks import CHECKS, EVERYTHING, Check, Report, Selection, reported
from pingan_cli.check.targets import Targets, find_targets
from pingan_cli.check.text_checks import mended
from pingan_cli.claims.reading import QUOTED, read_claims
from pingan_cli.claims.reading import TITLES as CLAIM_TITLES
from pingan_cli.engine.ladder import Ladder
from pingan_cli.ladder.examples import check_ladder, check_loaded
from pingan_cli.ladder.loader import DEFAULT, find_ladder, source_of
from pingan_cli.large.choosing import only_by_engine
from pingan_cli.library import Records, doubts_of
from pingan_cli.problems import ERROR, Problem, Refused
from pingan_cli.records.cards import USUAL, CardFile, Settings, read_cards
from pingan_cli.records.gathering import gather
from pingan_cli.records.header import Titles
from pingan_cli.records.registry import TITLES as UNIT_TITLES
from pingan_cli.records.registry import Registry
from pingan_cli.records.sources import path_of
from pingan_cli.records.table import Table, open_table
from pingan_cli.shipped import DATA
from pingan_cli.source import Source
from pingan_cli.texts import counted, told

_Text = tuple[Table, Collection[int], CardFile | None]
"""A table, the indices of the cells in it that are read, and what was read where it is a card file."""

Write = Callable[[Path, bytes], None]
Compare = Callable[[Records], list[Problem]]


def check_paths(
    paths: Sequence[str] = (),
    rules: str = DEFAULT,
    units: str | None = None,
    since: int | None = None,
    selection: Selection = EVERYTHING,
    write: Write | None = None,
    compare: Compare | None = None,
    settings: Settings = USUAL,
) -> Report:
    """All that is wrong in files, which are taken together as `pingan award --data` takes them.

    Without paths the ladder and the records that come with it are checked. With `write`, files are mended first: it
    is given each file that has stray characters, and its bytes without them. `compare` holds the records against
    something else; it is called where honours can be computed from them. Raises `Refused` when nothing can be
    checked: for paths that do not exist, and for a ladder or a registry in force that is broken and not among them.
    """
    path, problems = find_ladder(rules)
    if path is None:
        raise Refused(problems)
    targets = find_targets(map(path_of, paths) if paths else [path], settings.encoding)
    source = Source(rules, units=units, since=since, settings=settings)
    try:
        loaded = source.loaded
    except Refused as refused:
        if path not in targets.ladders:
            raise
        return Report(targets.files, reported(refused.problems, selection), selection)
    if not paths and (records := loaded.file.get("records")):
        targets = find_targets([path, DATA / records])
    return _Checking(source, targets, selection).report(write, compare)


class _Checking:
    """One run: what is checked, and what has been found so far."""

    def __init__(self, source: Source, targets: Targets, selection: Selection) -> None:
        self.source, self.targets, self.selection = source, targets, selection
        self.problems = list(targets.problems)
        self._cards: list[tuple[CardFile, bool]] = []

    def report(self, write: Write | None, compare: Compare | None) -> Report:
        """Check everything, one kind of file after another."""
        unread = self._read()
        count = sum(self._mend(table, cells, write) for table, cells, _ in self._tables()) if write else 0
        unread = self._read() if count else unread
        self.problems += unread
        for path in self.targets.ladders:
            if path == self.source.loaded.path:
                checked = check_loaded(self.source.loaded)
            else:
                content, _ = source_of(path)
                checked = (check_method if is_method(content, path) else check_ladder)(path, content)
            self.problems += checked.problems
        for path in self.targets.registries:
            self._check_registry(path)
        for text in self._tables():
            self._check_text(*text)
        registry, in_force = self._registry_in_force()
        if in_force:
            self._check_claims(registry)
        records = self._check_cards(registry) if in_force else None
        if compare and records and not unread:
            self.problems += compare(records)
        problems = reported(self.problems, self.selection)
        read = self._held(records) if records and not problems else ""
        return Report(self.targets.files, problems, self.selection, count, read)

    def _held(self, records: Records) -> str:
        """What the lists hold, in words: rows, units and years."""
        histories, ladder = records.histories, self.source.loaded.ladder
        periods = histories.recorded_periods()
        if not periods:
            return ""
        first, last = ladder.year((periods & -periods).bit_length() - 1), ladder.year(periods.bit_length() - 1)
        body = Body(self._cards, ladder, records.registry)
        return told(
            "{rows}, {units}, {years}; nothing wrong",
            rows=counted("1 row", "{count} rows", count=body.rows),
            units=counted("1 unit", "{count} units", count=len(histories.held)),
            years=first if first == last else f"{first}-{last}",
        )

    def _read(self) -> list[Problem]:
        """Read the card files, and give what keeps others from being read."""
        self._cards = []
        unread: list[Problem] = []
        for path, complete in self.targets.cards:
            cards, problems = _read_cards(path, self.source.loaded.ladder, self.source.settings)
            unread += problems
            if cards:
                cards.covers = self.source.settings.covers or self.targets.covers.get(path, ())
                self._cards.append((cards, complete))
        return unread

    def _registry_in_force(self) -> tuple[Registry | None, bool]:
        """The registry, and whether there is one or none is wanted; a broken one among the files is told already."""
        try:
            registry = self.source.registry_beside(self.targets.packages)
        except Refused as refused:
            if {problem.file for problem in refused.problems} <= {*map(str, self.targets.registries)}:
                return None, False
            raise
        if registry is None and (self.targets.claims or (self.targets.cards and self.source.loaded.ladder.by_level)):
            message = told("claims, and limits that differ by level, cannot be checked without a registry of units")
            raise Refused([Problem("usage", message, hint=told("name one with --units FILE"))])
        return registry, True

    def _tables(self) -> Iterable[_Text]:
        """Every table that can be opened as text, with the cells of it that are read."""
        for cards, _ in self._cards:
            if cards.table.is_text:
                yield cards.table, cards.columns.all, cards
        for paths, known in ((self.targets.registries, UNIT_TITLES), (self.targets.claims, CLAIM_TITLES)):
            for path in paths:
                table, _ = open_table(path, known)
                if table is not None:
                    titles = map(str.lower, table.header)
                    yield (
                        table,
                        {at for at, title in enumerate(titles) if title in known.role_of and title not in QUOTED},
                        None,
                    )

    def _mend(self, table: Table, cells: Collection[int], write: Write) -> int:
        """Mend the stray characters that are wanted, in a plain text file; how many cells had some."""
        if not table.is_plain:
            return 0
        codes = self.selection.codes & {"text-spaces", "text-full-width"}
        with table.open() as stream:
            raw = stream.read()
        fresh, count = mended(raw, table, cells, codes)
        if count:
            write(table.path, fresh)
        return count

    def _check_text(self, table: Table, cells: Collection[int], cards: CardFile | None) -> None:
        for check in self._wanted():
            self.problems += check.text(table, cells, cards) if check.text else ()

    def _wanted(self) -> Iterable[Check]:
        return (check for name, check in CHECKS.items() if self.selection.wants(name))

    def _check_registry(self, path: Path) -> None:
        registry, problems = self.source.registry_at(path)
        self.problems += problems
        if registry is None:
            return
        found = [each for check in self._wanted() if check.units for each in check.units(registry)]
        lines = _lines_of(path, UNIT_TITLES, "code") if found else {}
        self.problems += [each._replace(file=str(path), line=lines.get(unit.code, 1), column=1) for unit, each in found]

    def _check_claims(self, registry: Registry | None) -> None:
        for path in self.targets.claims if registry else ():
            assert registry is not None
            claims, problems = read_claims(path, self.source.loaded.ladder, registry)
            self.problems += problems
            found = [each for check in self._wanted() if check.claims for each in check.claims(claims, registry)]
            lines = _lines_of(path, CLAIM_TITLES, "id") if found else {}
            self.problems += [each._replace(file=str(path), line=lines[claim.id], column=1) for claim, each in found]

    def _check_cards(self, registry: Registry | None) -> Records | None:
        """Check the card files, each alone and all together; the records, where honours can be computed from them."""
        if not self._cards:
            return None
        histories, problems = gather(self._cards, self.source.loaded.ladder, registry, self.source.since)
        self.problems += problems
        if not all(path.is_relative_to(DATA) for path, _ in self.targets.cards):
            self.problems += doubts_of(self.source, self._cards, histories)
        body = Body(self._cards, self.source.loaded.ladder, registry)
        looks = [check.cards(body) for check in self._wanted() if check.cards]
        self.problems += look_at(body, [look for look in looks if look])
        wrong = any(problem.severity == ERROR for problem in problems)
        return None if wrong else Records(self.source, histories)


def _read_cards(path: Path, ladder: Ladder, settings: Settings) -> tuple[CardFile | None, list[Problem]]:
    """What a card file says, row by row: only so does every problem have its place."""
    try:
        if not only_by_engine(path):
            return read_cards(path, ladder, settings=settings)
        from pingan_cli.large.reading import read_by_engine  # only such files need it

        return read_by_engine(path, ladder, settings=settings)
    except Refused as refused:
        return None, list(refused.problems)


def _lines_of(path: Path, known: Titles, title: str) -> dict[str, int]:
    """The line on which each value of a column stands last."""
    table, _ = open_table(path, known)
    if table is None:
        return {}
    at = [each.lower() for each in table.header].index(title)
    return {row[at].strip(): line for line, row in table.numbered() if at < len(row)}
