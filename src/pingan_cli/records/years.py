"""How people write years: 2023, 2023年度, ２０２３, 二〇二三年, X2023, 2022/23, 2023-05, 31 December 2023."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pingan_cli.engine.ladder import Ladder
from pingan_cli.problems import Problem
from pingan_cli.records.cells import plain
from pingan_cli.records.findings import MOST
from pingan_cli.records.sources import names_of
from pingan_cli.texts import told

PLAIN, SEASON, DATE = "year", "season", "date"
"""How a year was written. A season is named by the year in which it ends, and a date by the one in which it lies."""

_Y = "(?:1[5-9]|2[01])[0-9]{2}"
_DASH = "[-–—−/／_]"
_OUR_TIME = (1950, 2100)
_PLAIN = re.compile(rf"X?({_Y})(?:\.0+)? ?(?:年度?)?")
_SEASON = re.compile(
    rf"({_Y})年?{_DASH}({_Y}|[0-9]{{2}}) ?(?:年度?|学年度?|學年度?|赛季|賽季|season|school year)?", re.I
)
_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_DATE = re.compile(rf"({_Y})[-/.年]([0-9]{{1,2}})(?:[-/.月]([0-9]{{1,2}})日?|月)?{_TIME}")
_DATE_BACK = re.compile(rf"([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]({_Y}){_TIME}")
_MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = "([0-9]{1,2})(?:st|nd|rd|th)?"
_DATE_NAMED = re.compile(rf"(?:{_DAY}[ -])?{_MONTH}[ -](?:{_DAY}, ?)?({_Y})", re.I)
_DATE_IN_TEXT = re.compile(
    rf"{_Y}[-/.年] ?[0-9]{{1,2}}[-/.月] ?[0-9]{{1,2}}日?|(?:{_DAY}[ -])?{_MONTH}[ -](?:{_DAY}, ?)?{_Y}", re.I
)
_SEASON_OR_MONTH = re.compile(f"{_Y}[-/](?:0[1-9]|1[0-2])")
_ENDS = {(1, 1), (12, 31), (31, 12)}
_ASSESSED = re.compile(rf"(?<![0-9])({_Y})(?= ?年度)")
_IN_NAME = re.compile(rf"(?<![0-9])({_Y})(?:{_DASH}({_Y}|[0-9]{{2}})(?![-_/.]?[0-9]))?(?![0-9])")
_CHINESE = re.compile("[〇零○一二三四五六七八九]{4}")
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_LETTERS_FOR_DIGITS = str.maketrans("lIoO", "1100")
_BEGINS = re.compile(rf"X?{_Y}(?![0-9])")
_PREFIXED = re.compile(rf"[A-Za-z_.]{{1,6}}[ _.-]?{_Y}")


class Year(NamedTuple):
    """A year, and how it was written."""

    year: int
    form: str

    @property
    def text(self) -> str:
        """The year as a cell would have it, for one that stands in a name."""
        return f"{self.year - 1}/{self.year % 100:02}" if self.form == SEASON else str(self.year)


def read_year(text: str) -> Year | None:
    """The year that a cell or a title says, and how; None where it says none.

    >>> read_year("２０２３ 年度"), read_year("2017/18"), read_year("2021届")
    (Year(year=2023, form='year'), Year(year=2018, form='season'), None)
    """
    text = plain(text)
    if len(text) > 40:
        return None
    if not text.isascii() and (chinese := _CHINESE.match(text)):
        text = chinese[0].translate(_CHINESE_DIGITS) + text[4:]
    if found := _PLAIN.fullmatch(text):
        return Year(int(found[1]), PLAIN)
    if (found := _SEASON.fullmatch(text)) and (end := _season_end(found[1], found[2])):
        return Year(end, SEASON)
    if (found := _DATE.fullmatch(text)) and 1 <= int(found[2]) <= 12 and int(found[3] or 1) in range(1, 32):
        return Year(int(found[1]), PLAIN if found[3] and (int(found[2]), int(found[3])) in _ENDS else DATE)
    if found := _DATE_NAMED.fullmatch(text):
        ends = {("1", "jan"), ("31", "dec")}
        return Year(int(found[4]), PLAIN if (found[1] or found[3], found[2][:3].lower()) in ends else DATE)
    if (found := _DATE_BACK.fullmatch(text)) and 1 <= min(int(found[1]), int(found[2])) <= 12:
        return Year(int(found[3]), PLAIN if (int(found[1]), int(found[2])) in _ENDS else DATE)
    return None


def _season_end(first: str, last: str) -> int | None:
    """The year in which a season of two years ends; None for other spans."""
    end = int(first) + 1
    return end if last in (str(end), f"{end % 100:02}") else None


def year_of(text: str) -> int | None:
    """The year that a cell, a title or a name of a file says; None where it says none.

    >>> year_of("31/12/2023")
    2023
    """
    found = read_year(text)
    return found.year if found else None


def says_more(title: str) -> bool:
    """Whether a title names a year, and more than that: what it says of the year, only a reader can tell.

    >>> says_more("2020*"), says_more("FY2020"), says_more("2020年"), says_more("Joined in 2020")
    (True, True, False, False)
    """
    title = plain(title)
    return read_year(title) is None and bool(_BEGINS.match(title) or _PREFIXED.fullmatch(title))


def mistyped(text: str) -> str:
    """A year with letters in place of digits, as it was meant; nothing for any other text.

    >>> mistyped("2O2l")
    '2021'
    """
    meant = plain(text).translate(_LETTERS_FOR_DIGITS)
    return meant if meant != plain(text) and _PLAIN.fullmatch(meant) else ""


def transposed(text: str) -> str:
    """A year of our time that a number far ahead becomes by changing two neighbouring digits; nothing for any other.

    >>> transposed("2202")
    '2022'
    """
    digits = plain(text)
    if not re.fullmatch("[0-9]{4}", digits) or int(digits) <= _OUR_TIME[1]:
        return ""
    swapped = (digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(3))
    return next((each for each in swapped if _OUR_TIME[0] <= int(each) <= _OUR_TIME[1]), "")


def years_in_text(text: str) -> list[Year]:
    """The years that a title or a name says, in their order; only those of 年度 where there are some.

    >>> [year for year, _ in years_in_text("2022年度平安鼎授予名单（2023年3月）")]
    [2022]
    """
    text = plain(text)
    text = _CHINESE.sub(lambda found: found[0].translate(_CHINESE_DIGITS), text)
    if assessed := _ASSESSED.findall(text):
        return sorted({Year(int(year), PLAIN) for year in assessed})
    years: set[Year] = set()
    for first, last in _IN_NAME.findall(text):
        if last and (end := _season_end(first, last)):
            years.add(Year(end, SEASON))
        else:
            years |= {Year(int(each), PLAIN) for each in (first, last) if len(each) == 4 and 1500 <= int(each) < 2200}
    return sorted(years)


def years_in_title(text: str) -> list[Year]:
    """The years that a title above a list says, without those of the dates in it, on which it was made or approved.

    >>> years_in_title("填报日期：2023年3月1日"), [year for year, _ in years_in_title("Holders of 2022")]
    ([], [2022])
    """
    return years_in_text(_DATE_IN_TEXT.sub("", plain(text)))


def years_in(path: Path, titles: Iterable[str] = ()) -> list[Year]:
    """The years that a table's name says; that of a sheet or a file in an archive goes before that of the file.

    >>> years_in(Path("holders-2006.csv"))
    [Year(year=2006, form='year')]
    """
    for name in (*titles, *names_of(path)):
        if years := years_in_text(name):
            return years
    return []


_MORE = Problem("year-invalid", told("there are more cells from here on that are no year"))


class Years(dict[str, int]):
    """Year texts and their bit (bit 0 is the ladder's first period), 0 for those that cannot be used.

    `wrong` are those that cannot be meant; `empty` those that are years without a period, in which no card can stand.
    `earlier` is by how many years those of the ceremony are later than those assessed, where the list has the former.
    `guessed` has the least text of each form that is not a plain year, and what it was read as; `months` are texts that
    name a month or, where `read_year` takes them for one, a season.
    """

    def __init__(self, ladder: Ladder, earlier: int = 0) -> None:
        super().__init__()
        self.ladder = ladder
        self.earlier = earlier
        self.wrong: dict[str, Problem] = {}
        self.empty: dict[str, Problem] = {}
        self.guessed: dict[str, tuple[str, int]] = {}
        self.months: dict[str, str] = {}

    def year(self, text: str) -> int | None:
        """The assessment year that a text means; None where it means none."""
        found = year_of(text)
        return found - self.earlier if found is not None else None

    def __missing__(self, text: str) -> int:
        bit = 0
        found = read_year(text)
        year = found.year - self.earlier if found else None
        if year is None and len(self.wrong) >= MOST:
            self.wrong[text] = _MORE
        elif found is None or year is None:
            hint = told("a year has four digits, such as 2023")
            if meant := mistyped(text) or transposed(text):
                hint = told("did you mean {word}?", word=meant)
            self.wrong[text] = Problem("year-invalid", told("{text!r} is no year", text=text), hint=hint)
        elif year < self.ladder.first_year:
            what = told(
                "{year} lies before {first}, the first year of {ladder}",
                year=year,
                first=self.ladder.first_year,
                ladder=self.ladder.id,
            )
            hint = told("years are those assessed, not those in which the card was announced")
            self.wrong[text] = Problem("year-before-ladder", what, hint=hint)
        elif (period := self.ladder.period_of(year)) is None:
            self.empty[text] = _no_period(self.ladder, year)
        else:
            bit = 1 << period
            if found.form != PLAIN and _SEASON_OR_MONTH.fullmatch(plain(text)):
                self.months[text] = found.form
            if found.form != PLAIN:
                guessed = plain(text), found.year
                self.guessed[found.form] = min(guessed, self.guessed.get(found.form, guessed))
        self[text] = bit
        return bit

    def settle(self) -> None:
        """Take texts such as 2004-05 for wrong, where others such as 2004-09 show that months are meant."""
        if len({*self.months.values()}) < 2:
            return
        hint = told("write the year alone, or a season as 2004/2005")
        for text in (text for text, form in self.months.items() if form == SEASON):
            message = told("{text!r} may be a season or a month, and there are months beside it", text=text)
            self.wrong[text] = Problem("year-invalid", message, hint=hint)


def _no_period(ladder: Ladder, year: int) -> Problem:
    if not ladder.is_round(year):
        return Problem(
            "year-without-period",
            told("{year} is no year of a round", year=year),
            hint=told("cards stand in the years of rounds, which 'pingan rules show' tells"),
        )
    return Problem(
        "year-without-period",
        told("the card was given to nobody for {year}, by 'not_held'", year=year),
        hint=told("leave the card out, or take the year from 'not_held' in the ladder file"),
    )
