"""Who held the card: lists in the long, the wide and the file-a-year shape, as people write them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pingan_cli.engine.ladder import Ladder
from pingan_cli.problems import WARNING, Problem, did_you_mean
from pingan_cli.records.asides import aside, is_heading, may_be_aside, number_in, units_in
from pingan_cli.records.cells import plain
from pingan_cli.records.findings import Findings
from pingan_cli.records.header import Titles, one_text, titles_of
from pingan_cli.records.holders import read_holders
from pingan_cli.records.marks import NOTHING, UNKNOWN, is_word, result_of
from pingan_cli.records.rows import Columns, Rows, warnings_of
from pingan_cli.records.sources import may_be_workbook, names_of, part_of, split, workbook
from pingan_cli.records.table import Table, hidden_sheets, open_table, unread_sheets
from pingan_cli.records.years import (
    SEASON,
    Years,
    mistyped,
    read_year,
    says_more,
    year_of,
    years_in_text,
    years_in_title,
)
from pingan_cli.texts import told

HEADERS: dict[str, tuple[str, ...]] = {
    "year": (
        "year", "年度", "年份", "年", "assessment_year", "assessment year", "考核年度", "考核年份", "评价年度",
        "season", "school year", "academic year", "学年", "赛季", "考核年", "评定年度", "评选年度", "评估年度",
        "测评年度", "认定年度", "获评年度", "获奖年度",
    ),
    "unit": (
        "unit", "单位", "县(市、区)", "县（市、区）", "name", "名称", "name_zh", "中文名", "中文名称", "单位名称",
        "unit name", "县市区", "县(市、区)名称", "县（市、区）名称", "县、市、区", "市、县(市、区)",
        "市、县（市、区）", "市县区", "姓名", "获奖单位", "获评单位", "获牌单位", "单位全称", "县(区)", "县（区）",
        "区(县)", "区（县）", "县区名称", "乡镇（街道）", "乡镇(街道)",
    ),
    "code": ("code", "代码", "行政区划代码", "区划代码"),
    "english": ("name_en", "english", "english name", "英文名", "英文名称"),
    "result": (
        "result", "results", "结果", "mark", "grade", "等级", "等次", "考核结果", "评定结果", "是否获牌", "是否获评",
        "是否达标", "是否合格", "获牌情况", "获评情况", "考核情况", "考核等次", "考核等级", "评定等次", "评定等级",
    ),
}  # fmt: skip
"""The names under which the columns of a card file are known."""

WEAK_HEADERS: dict[str, str] = dict.fromkeys(
    (
        "市", "设区市", "地级市", "设区的市", "城市", "地市", "县", "区县", "县区", "区", "乡镇", "街道", "学校",
        "企业", "企业名称", "学校名称", "town", "county", "district", "municipality", "village", "school", "company",
        "team", "club", "player", "winner", "recipient", "laureate", "holder",
    ),
    "unit",
)  # fmt: skip
"""Names of columns that are the unit's only where nothing else can be: beside another they are what it belongs to."""

REGIONS = ("地区", "地區", "区域")
"""Names of the unit's column, unless there is another: then that is the unit's, and this one says where it lies."""


class Settings(NamedTuple):
    """How lists are to be read: what is said of them that they do not say.

    `encoding`: the one that they have. `announced`: whether their years are those of the ceremony, or None where
    nothing is said. `covers`: the levels and cities of which they are complete, nothing for all that the ladder covers.
    """

    encoding: str | None = None
    announced: bool | None = None
    covers: tuple[str, ...] = ()


USUAL = Settings()


@cache
def titles(result: tuple[str, ...] = HEADERS["result"]) -> Titles:
    """The names under which columns are known, with those of the column of results."""
    headers = HEADERS | {"result": result, "region": REGIONS}
    return titles_of(headers, ("unit", "code", "english", "region"), ("year",), years=True, weak=WEAK_HEADERS)


_ROLES = {
    "year": told("year"),
    "unit": told("unit"),
    "region": told("unit"),
    "code": told("code"),
    "english": told("English name"),
    "result": told("result"),
}


@dataclass
class CardFile:
    """What one file says, in its own spelling: for each mark and unit a mask of periods.

    The mark `""` is that of a list of holders, which has none. `names` gives, for each unit and each column beside it,
    the names that stand there, each with the line of the first. `warnings` tell what was guessed, left out or doubted.
    `covers` are the levels and cities whose units it says something of even where they are not on it.
    """

    table: Table
    columns: Columns
    years: Years
    rows: Rows
    marks: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    names: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict[tuple[str, str], dict[str, int]])
    warnings: list[Problem] = field(default_factory=list[Problem])
    covers: tuple[str, ...] = ()

    @property
    def short_rows(self) -> list[int]:
        """The lines of rows in which a needed cell is missing."""
        return self.rows.reading.short

    def cells(self) -> Iterator[tuple[int, str, int, str, int, str, int]]:
        """Each statement of the file again: line, unit and its column, year and its column, mark and its column.

        For finding the place of what a faster reading found to be wrong; columns are indices of cells.
        """
        for line, row, at, unit, unit_at in self.rows:
            if at.years:
                for index, year in at.years:
                    if index < len(row) and row[index].strip() not in NOTHING:
                        yield line, unit, unit_at, year, index, row[index], index
            else:
                year = row[at.year] if at.year is not None else at.file_year
                mark = row[at.result] if at.result is not None else ""
                yield line, unit, unit_at, year, at.year or 0, mark, at.result or 0


def read_cards(
    path: Path,
    ladder: Ladder,
    result: tuple[str, ...] = HEADERS["result"],
    year: int | None = None,
    settings: Settings = USUAL,
) -> tuple[CardFile | None, list[Problem]]:
    """What a card file says, or all that keeps it from being read.

    Its shape is told by its header: `year,unit[,result]` (long), a column for each year (wide), or units alone with
    the year in a title, or in the name of the sheet or the file; `year` is that of a file that tells none. `result`
    are the names of the column of results.
    """
    table, problems = open_table(path, titles(result), settings.encoding)
    if table is None:
        return None, problems
    cards, problems = card_file(table, ladder, result, year, settings)
    return read_rows(cards) if cards else (None, problems)


def card_file(
    table: Table,
    ladder: Ladder,
    result: tuple[str, ...] = HEADERS["result"],
    year: int | None = None,
    settings: Settings = USUAL,
) -> tuple[CardFile | None, list[Problem]]:
    """A card file of which nothing but the header has been read."""
    known = titles(result)
    columns, found = columns_of(table, known, table.header, table.first_line, year=year, ladder=ladder)
    if columns is None:
        return None, table.placed(found)

    def of_section(header: Sequence[str], line: int, title: str) -> Columns | list[Problem]:
        section, wrong = columns_of(table, known, header, line, title, year, ladder)
        return section or [problem for _, _, problem in wrong.all()]

    years = Years(ladder, ladder.announced if settings.announced else 0)
    rows = Rows(table, columns, known, of_section)
    return CardFile(table, columns, years, rows, warnings=list(table.warnings)), []


def read_rows(cards: CardFile, in_blocks: bool = True) -> tuple[CardFile | None, list[Problem]]:
    """A card file of which nothing but the header has been read, with what its rows say.

    `in_blocks`: whether it is a file whose bytes may be read in blocks where it is a mere list of holders.
    """
    table = cards.table
    try:
        if not (in_blocks and _read_in_blocks(cards)):
            _read_row_by_row(cards)
            if cards.rows.find_titles():
                _read_row_by_row(cards)
        reading = cards.rows.reading
        if not cards.marks and not cards.short_rows and not reading.wrong:
            place = (str(table.path), table.first_line, 1)
            return None, [Problem("csv-no-rows", told("there is a header but no row below it"), *place)]
        if reading.wrong:
            return None, table.placed(reading.wrong)
        cards.warnings += warnings_of(table, reading)
        _check_totals(cards)
        return doubted(cards)
    except csv.Error as error:
        return None, [table.broken(error)]


def doubted(cards: CardFile) -> tuple[CardFile | None, list[Problem]]:
    """A card file that was read, with what is doubtful in its years and in the columns that are not read."""
    cards.years.settle()
    _note_guesses(cards)
    wrong = list(marks_left_alone(cards))
    cards.warnings += [each for each in wrong if each.severity == WARNING]
    errors = [each for each in wrong if each.severity != WARNING]
    return (None, errors) if errors else (cards, [])


def columns_of(
    table: Table, known: Titles, header: Sequence[str], line: int, title: str = "", year: int | None = None,
    ladder: Ladder | None = None,
) -> tuple[Columns | None, Findings]:  # fmt: skip
    """Where the cells stand below a header, told by its names, the titles above it and the names of sheet and file."""
    at: dict[str, int] = {}
    years: list[tuple[int, str]] = []
    wrongs = Findings()
    roles = known.roles(header)
    has_unit = any(role in ("unit", "code", "english") for role in roles.values())

    def wrong(message: str, index: int = 0, hint: str = "", code: str = "csv-header") -> None:
        wrongs.add(line, index, Problem(code, message, hint=hint))

    for index, name in enumerate(header):
        role = roles.get(index)
        if role == "region":
            if has_unit:
                continue
            role = "unit"
        if role and role in at:
            wrong(told("{title!r} is a second column for the {role}", title=name, role=_ROLES[role]), index)
        elif role:
            at[role] = index
        elif (found := read_year(name)) is not None:
            if any(found.year == year_of(other) for _, other in years):
                wrong(told("there are two columns for {year}", year=found.year), index)
            years.append((index, name))
    if "year" not in at:
        for index, name in enumerate(header):
            if index not in roles and (says_more(name) or mistyped(name)):
                hint = told("name the column by its year alone, or by no year if it is not needed")
                if mistyped(name):
                    hint = told("did you mean {word}?", word=mistyped(name))
                wrong(told("the title {text!r} is no year", text=name), index, hint, "year-invalid")
    if not {"unit", "code", "english"} & set(at):
        _no_unit(table, known, header, line, wrong)
    if years and ("year" in at or "result" in at):
        role = "year" if "year" in at else "result"
        wrong(told("there is a column for each year and a column {title!r} too", title=header[at[role]]), at[role])
    file_year = ""
    if not years and "year" not in at and (at or not wrongs):
        file_year, message, hint = _year_beside(table, known, header, title, year, ladder)
        if message:
            wrong(message, hint=hint)
    if wrongs:
        return None, wrongs
    width = max((index for index, name in enumerate(header) if name), default=0) + 1
    of_unit = at.get("unit"), at.get("code")
    columns = Columns(*of_unit, at.get("year"), at.get("result"), tuple(years), file_year, at.get("english"), width)
    return columns, wrongs


_Wrong = Callable[..., None]


def _no_unit(table: Table, known: Titles, header: Sequence[str], line: int, wrong: _Wrong) -> None:
    """Say that no column names the unit, and which line looks most like a header."""
    roles = known.roles(header)
    hint = told("call it one of {names}", names=(*HEADERS["unit"][:4], *HEADERS["code"][:2]))
    absent = [name for name, role in known.role_of.items() if role in known.needed]
    near = next(filter(None, (did_you_mean(name, absent) for name in header if name and not known.roles([name]))), "")
    if len(header) == 1 and "\uff0c" in header[0]:
        hint = told("the commas are full-width (，); separate the cells with , instead")
    elif near:
        hint = near
    elif not roles:
        hint = told("a line must name the columns, such as year,unit")
    message = told("no column names the unit")
    if table.above or not known.likeness(header):
        message = told("no line names the columns; this one looks most like it, and names no unit")
    wrong(message, hint=hint)


def _year_beside(
    table: Table, known: Titles, header: Sequence[str], title: str, year: int | None, ladder: Ladder | None
) -> tuple[str, str, str]:
    """The year that a list without years has from its title, its sheet or its file; or a message and a hint."""
    above = [title] if title else [text for _, text in reversed(table.above)]
    says = [(text, years) for text in above if (years := years_in_title(text))]
    says = [each for each in says if "年度" in each[0]] or says
    names = [(name, years_in_text(name)) for name in names_of(table.path)]
    called = next((each for each in names if each[1]), None)
    if says and len(says[0][1]) == 1:
        its_year = says[0][1][0]
        others = [each for each in (*says[1:], *([called] if called and not title else ())) if len(each[1]) == 1]
        assessed = "年度" in says[0][0] and ladder is not None and its_year.year + ladder.announced
        other = next((each for each in others if each[1][0].year not in (its_year.year, assessed)), None)
        if other:
            message = told(
                "no column holds the year, and {one!r} says {year}, but {other!r} says {other_year}",
                one=says[0][0], year=its_year.year, other=other[0], other_year=other[1][0].year,
            )  # fmt: skip
            return "", message, told("give the list a column 'year'")
        return its_year.text, "", ""
    if called and len(called[1]) == 1:
        return called[1][0].text, "", ""
    below = next((one_text(row) for _, row in table.numbered() if any(map(str.strip, row))), "")
    if (is_heading(below) or year_of(below)) and len(headed := years_in_text(below)) == 1:
        return headed[0].text, "", ""
    if year is not None:
        return str(year), "", ""
    several = next((each[1] for each in (called, *says) if each and len(each[1]) > 1), ())
    hint = told("call it one of {names}, or put the year into the file's name", names=HEADERS["year"][:7])
    absent = [name for name, role in known.role_of.items() if role == "year"]
    hint = next(filter(None, (did_you_mean(name, absent) for name in header if name and not known.roles([name]))), hint)
    if several:
        message = told(
            "no column holds the year, and the file's name holds several years: {years}",
            years=tuple(each.year for each in several),
        )
        return "", message, hint
    return "", told("no column holds the year, and the file's name holds none"), hint


def _read_in_blocks(cards: CardFile) -> bool:
    """Whether it could be read as one of the commonest and largest files: a unit and its year in each row, no more.

    A file in which anything is to be looked at more closely is left to the reader of rows.
    """
    at, table = cards.columns, cards.table
    plainly = (
        table.skipped == table.first_line == 1
        and at.width == len(table.header)
        and at.code is None is at.english is at.result
    )
    if at.years or at.unit is None or not plainly or not table.encoding.startswith(("utf-8", "gb18030", "cp1252")):
        return False
    holders, flawed = read_holders(table, cards.years, at.unit, at.year, at.file_year, at.width)
    others = at.width > 2 or at.year is None
    if flawed or cards.years.wrong or not holders or any(is_odd_unit(unit, others) for unit in holders):
        cards.years = Years(cards.years.ladder, cards.years.earlier)
        return False
    cards.marks[""] = holders
    return True


UNIT_TITLES = {name for role in ("unit", "code", "english") for name in HEADERS[role]} | {*REGIONS, *WEAK_HEADERS}
"""The names of columns that a row which is a header may have where others have the unit."""


def is_odd_unit(unit: str, others: bool) -> bool:
    """Whether a unit may be no unit: blank, a note, a total, a heading or a header.

    `others`: its list has columns beside those of unit and year, or none of the year; then a total or a heading may
    stand elsewhere in its row.
    """
    if may_be_aside(unit):
        meant = plain(unit)
        return (
            not any(map(str.isalnum, meant))
            or bool(units_in(meant))
            or aside(meant, alone=True) is not None
            or is_heading(meant)
        )
    if others and (unit[:1].isdecimal() or "年" in unit):
        return len(unit) < 6 or year_of(unit) is not None or "年度" in unit
    return unit.lower() in UNIT_TITLES


def _read_row_by_row(cards: CardFile) -> None:
    (_read_wide if cards.columns.years else _read_long)(cards)


def _read_long(cards: CardFile) -> None:
    """Rows of `year,code,unit,result`, in whichever of these columns there are."""
    marks: defaultdict[str, dict[str, int]] = defaultdict(dict)
    years = cards.years
    noted: set[tuple[str, str]] = set()
    for line, row, at, unit, unit_at in cards.rows:
        of_mark = marks[row[at.result] if at.result is not None else ""]
        of_mark[unit] = of_mark.get(unit, 0) | years[row[at.year] if at.year is not None else at.file_year]
        if at.unit is not unit_at or at.english is not None:
            name = row[at.unit] if at.unit is not None and at.unit < len(row) else ""
            if at.english is not None or (unit, name) not in noted:
                noted.add((unit, name))
                _note_names(cards, line, row, at, unit, unit_at)
    cards.marks = dict(marks)


def _read_wide(cards: CardFile) -> None:
    """Rows of a unit with a mark under each year; an empty cell, or a dash, says that the unit is not on that list."""
    bits_of: dict[int, list[tuple[int, int]]] = {}
    marks: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line, row, at, unit, unit_at in cards.rows:
        bits = bits_of.get(id(at))
        if bits is None:
            bits = bits_of[id(at)] = [(index, cards.years[year]) for index, year in at.years]
        if not bits:  # a section in the long shape
            of_mark = marks[row[at.result] if at.result is not None else ""]
            of_mark[unit] = of_mark.get(unit, 0) | cards.years[row[at.year] if at.year is not None else at.file_year]
            continue
        marks[""].setdefault(unit, 0)  # on the list, though perhaps for no year
        masks: dict[str, int] = {}
        for index, bit in bits if len(row) > bits[-1][0] else [each for each in bits if each[0] < len(row)]:
            if mark := row[index]:
                masks[mark] = masks.get(mark, 0) | bit
        for mark in [mark for mark in masks if mark not in marks and mark.strip() in NOTHING]:
            del masks[mark]
        for mark, mask in masks.items():
            of_mark = marks[mark]
            of_mark[unit] = of_mark.get(unit, 0) | mask
        if not masks:
            cards.rows.reading.doubtful.append((line, unit_at, plain(unit)))
        if at.unit is not unit_at or at.english is not None:
            _note_names(cards, line, row, at, unit, unit_at)
    cards.marks = dict(marks)


def _note_names(cards: CardFile, line: int, row: list[str], at: Columns, unit: str, unit_at: int) -> None:
    """Keep the other names of a row's unit, each with the line on which it first stands beside that cell."""
    for column, index in (("unit", at.unit), ("english", at.english)):
        if index is not None and index != unit_at and index < len(row) and (name := plain(row[index])):
            cards.names.setdefault((unit, column), {}).setdefault(name, line)


def _check_totals(cards: CardFile) -> None:
    """Hold the totals of a list against the rows above each, and warn of those that differ."""
    totals = cards.rows.reading.totals
    if not totals:
        return
    lines: list[tuple[int, str]] = []
    held: defaultdict[int, list[int]] = defaultdict(list)
    for line, unit, _, _, _, mark, mark_at in cards.cells():
        if not lines or lines[-1][0] != line:
            lines.append((line, plain(unit)))
        result = result_of(mark, cards.years.ladder) if mark else "held"
        if result not in ("missed", "revoked", UNKNOWN):
            held[mark_at].append(line)
    for total in totals:
        if total.at.years:
            for index, year in total.at.years:
                said = number_in(total.cells[index]) if index < len(total.cells) else None
                counts = [sum(start < line < total.line for line in held[index]) for start in (total.since, 0)]
                if said is not None and said not in counts:
                    message = told(
                        "the total for {year} is {said}, and {count} above it", year=year, said=said, count=counts[0]
                    )
                    _warn_of_total(cards, total.line, message)
            continue
        above = [[unit for line, unit in lines if start < line < total.line] for start in (total.since, 0)]
        counts = [count for units in above for count in (len(units), len(set(units)))]
        said = [number for cell in total.cells if (number := number_in(cell)) is not None]
        if said and not set(said) & set(counts):
            message = told("total {said}, {count} rows", said=said[0], count=counts[0])
            _warn_of_total(cards, total.line, message)


def _warn_of_total(cards: CardFile, line: int, message: str) -> None:
    hint = told("is a row missing, or one too many?")
    cards.warnings.append(Problem("total-differs", message, str(cards.table.path), line, 1, hint, WARNING))


def _note_guesses(cards: CardFile) -> None:
    """Warn of years that were read from what is no plain year, once for each form."""
    for form, (text, year) in cards.years.guessed.items():
        if form == SEASON:
            message = told(
                "years such as {text!r} are read as seasons, named by the year in which they end: {year}",
                text=text,
                year=year,
            )
        else:
            message = told(
                "dates such as {text!r} are read as the year in which they lie: {year}", text=text, year=year
            )
        place = (str(cards.table.path), cards.table.first_line, 1)
        cards.warnings.append(Problem("year-guessed", message, *place, severity=WARNING))


_SAMPLE = 200


def marks_left_alone(cards: CardFile) -> Iterator[Problem]:
    """Columns that are not read, and hold what looks like results: an error where one is nearly called so."""
    at = cards.columns
    if at.years or at.result is not None:
        return
    near = cards.rows.titles.role_of
    for index, name in enumerate(cards.table.header):
        if not name or index in at.all or near.get(name.lower()):
            continue
        called_so = bool(did_you_mean(name, [title for title, role in near.items() if role == "result"]))
        texts = {plain(row[index]) for row in cards.table.sample(_SAMPLE) if index < len(row)} - {""}
        if not texts or not all(result_of(text, cards.years.ladder) is not None for text in texts):
            continue
        place = (str(cards.table.path), cards.table.first_line, index + 1)
        if called_so:
            hint = did_you_mean(name, [title for title, role in near.items() if role == "result"])
            yield Problem(
                "csv-header", told("the column {title!r} is not known, and holds results", title=name), *place, hint
            )
        elif any(is_word(text) for text in texts):
            message = told("the column {title!r} holds marks, and is not read", title=name)
            hint = told("call it 'result' if they are the results")
            yield Problem("column-unread", message, *place, hint, WARNING)


def lists_in(path: Path, settings: Settings = USUAL) -> tuple[list[Path], list[Problem]]:
    """The tables that make one list: the sheets of a workbook that are called after years, or all for `#*`.

    Any other path is one table. What has no list on it is told in a warning.
    """
    file, part = split(path)
    if (part and part != "*") or not may_be_workbook(file):
        return [path], []
    book = workbook(file)
    sheets = [split(book.path)[1], *book.others] if book else []
    if book is None or (len(sheets) < 2 and part != "*"):
        return [path], []
    lists: list[Path] = []
    others: list[str] = []
    for sheet in sheets:
        table, _ = open_table(part_of(file, sheet), titles(), settings.encoding)
        ours = table is not None and columns_of(table, titles(), table.header, table.first_line)[0] is not None
        lists += [part_of(file, sheet)] if ours else []
        others += [] if ours else [sheet]
    by_year = len(lists) > 1 and all(len(years_in_text(split(each)[1])) == 1 for each in lists)
    if not lists or not (by_year or part == "*"):
        return [path if part != "*" else file], []
    return lists, [*hidden_sheets(book), *([unread_sheets(lists[0], others)] if others else [])]
