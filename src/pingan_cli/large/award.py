"""The award of lists too large for one machine's memory, from the files and tables where they lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pingan_cli.engine.ladder import Ladder
from pingan_cli.engine.verdict import Verdict
from pingan_cli.large.backend import Backend, text
from pingan_cli.large.judging import Honours, told_by
from pingan_cli.large.reading import open_backend
from pingan_cli.large.reduction import Reduction, reduce_rows
from pingan_cli.records.cards import USUAL, Settings
from pingan_cli.records.cells import MOST_CLOSELY, any_alike, plain, with_double
from pingan_cli.records.doubts import this_year
from pingan_cli.records.encodings import UTF8
from pingan_cli.records.histories import union
from pingan_cli.records.marks import UNKNOWN, result_of
from pingan_cli.records.package import Package

_NOT_HELD = ("missed", "revoked", UNKNOWN)
_OTHER_LETTERS = "[^ -~\u3001\u3002\u3007\u3400-\u4dbf\u4e00-\u9fff]"
_MAY_BE_ALIKE = f"""
SELECT max(CASE WHEN unit <> upper(unit) THEN 1 ELSE 0 END) AS small,
    max(CASE WHEN unit <> lower(unit) THEN 1 ELSE 0 END) AS large,
    max(CASE WHEN regexp_matches(unit, {text(f"{_OTHER_LETTERS}|{with_double()}")}) THEN 1 ELSE 0 END) AS double,
    CASE WHEN count(*) <= {MOST_CLOSELY} THEN 1 ELSE 0 END AS few
FROM {{name}} AS t
"""
"""Whether there are letters of both cases, and characters for which there may be others that look alike;
or so few names that each is looked at."""


class Question(NamedTuple):
    """What is asked of a large award: the year (None for the last), --since, which verdicts, and the unknown too."""

    year: int | None = None
    since: int | None = None
    wanted: Callable[[Verdict], bool] | None = None
    off_record: bool = False


def large_award(
    packages: Sequence[Package],
    ladder: Ladder,
    asked: Question,
    backend: str,
    say: Callable[[str], None],
    settings: Settings = USUAL,
) -> Honours | None:
    """The award in the engine; None where the lists must be gone through unit by unit.

    What is wrong with them, or doubtful, is then found, and placed, in reading them so. `say` is told how far it is.
    """
    if settings.covers or settings.encoding not in (None, UTF8):
        return None
    engine = open_backend(backend)
    reductions: list[tuple[Reduction, bool]] = []
    try:
        for package in packages:
            for path in package.cards:
                say(f"reading {path}")
                found, _ = reduce_rows(engine, str(path), ladder, len(reductions), settings)
                if not isinstance(found, Reduction) or found.tells_more:
                    return None
                reductions.append((found, not package.partial))
        if _may_be_doubted([reduction for reduction, _ in reductions], ladder):
            return None
        say("judging")
        honours = _judged(engine, reductions, ladder, asked)
        odd = [reduction.odd_units() for reduction, _ in reductions]  # which were looked for meanwhile
        if honours is None or None in odd:
            return None
        units = [unit for each in odd for unit in each or ()]
        return _judged(engine, reductions, ladder, asked, units) if units else honours
    except engine.errors:
        return None


def _may_be_doubted(reductions: Sequence[Reduction], ladder: Ladder) -> bool:
    """Whether the years of lists may be those of ceremonies, or are yet to come, which is then to be told."""
    marks = [(mark, periods) for reduction in reductions for mark, periods in reduction.marks.items()]
    every = union(periods for _, periods in marks)
    held = union(periods for mark, periods in marks if not mark or result_of(mark, ladder) not in _NOT_HELD)
    late = bool(ladder.announced) and not held & (1 << ladder.announced) - 1
    return late or not every or ladder.year(every.bit_length() - 1) + ladder.announced > this_year()


def _judged(
    engine: Backend,
    reductions: Sequence[tuple[Reduction, bool]],
    ladder: Ladder,
    asked: Question,
    odd: Sequence[str] = (),
) -> Honours | None:
    before = _before(ladder, asked.since)
    told = told_by(engine, reductions, ladder, odd)
    if told is None or told.all_recorded & before:
        return None
    year = asked.year or ladder.year(max(0, told.all_recorded.bit_length() - 1))
    if not ladder.periods(year):
        return None
    may_be_alike = engine.begin(_MAY_BE_ALIKE.format(name=told.name))
    honours = Honours(engine, told, ladder, year, before, asked.wanted, asked.off_record)
    small, large, double, few = (bool(each) for each in may_be_alike()[0])
    return None if (double or few or (small and large)) and _any_alike(engine, told.name) else honours


def _any_alike(engine: Backend, name: str) -> bool:
    """Whether the names of any two units look alike, which is then to be told."""
    return any_alike({plain(unit) for (unit,) in engine.fetch(f"SELECT unit FROM {name} AS t")})


def _before(ladder: Ladder, since: int | None) -> int:
    return (1 << ladder.periods(since - 1)) - 1 if since is not None else 0
