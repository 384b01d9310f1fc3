"""Where the header of a table is: the line that names its columns, in one row or in two, wherever it stands.

Above it may stand titles, notes, blank lines, comments, and the line `sep=;` that Excel knows. Below it further
headers may begin sections. Which rows are headers is told by the names under which columns are known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pingan_cli.records.cells import plain, simplified
from pingan_cli.records.years import says_more, year_of

LOOKED_AT = 100
"""Rows among which the header is looked for."""

IGNORED_BESIDE = (
    "序号",
    "编号",
    "no",
    "no.",
    "#",
    "id",
    "备注",
    "说明",
    "note",
    "notes",
    "remarks",
    "省",
    "省份",
    "province",
)
"""Columns beside which one that may be no unit's can only be the unit's."""


@dataclass(frozen=True)
class Titles:
    """The names under which the columns of one kind of table are known, each with the role of its column.

    `needed` are the roles of which a header has one at least, `enough` those of which it has one more where nothing
    but its rows says so much; with `years` a column may be called after a year, which is enough as well. `weak` are
    names that only stand for their role where no other column does.
    """

    role_of: Mapping[str, str]
    needed: Collection[str]
    enough: Collection[str] = ()
    years: bool = False
    weak: Mapping[str, str] = field(default_factory=dict[str, str])

    @cached_property
    def names(self) -> frozenset[str]:
        """All names, weak ones among them."""
        return frozenset({*self.role_of, *self.weak})

    def roles(self, titles: Sequence[str]) -> dict[int, str]:
        """The role of each column that has one, by its index."""
        lower = [simplified(title.lower()) for title in titles]
        found = {index: self.role_of[title] for index, title in enumerate(lower) if title in self.role_of}
        if self.weak and not any(role in self.needed for role in found.values()):
            weak = {index: self.weak[title] for index, title in enumerate(lower) if title in self.weak}
            others = [
                title
                for index, title in enumerate(lower)
                if title and index not in found and index not in weak and title not in IGNORED_BESIDE
            ]
            if len(weak) == 1 and all(self.years and (year_of(title) or says_more(title)) for title in others):
                found |= weak
        return found

    def weight(self, titles: Sequence[str]) -> int:
        """How much a row is like a header: 0 for not at all, and what is enough counts more than anything else."""
        roles = set(self.roles(titles).values())
        years = self.years and any(map(year_of, titles))
        if not roles & set(self.needed):
            return 0
        enough = not self.enough or bool(roles & set(self.enough)) or years
        return len(roles) + years + 100 * enough

    def is_like_a_row(self, titles: Sequence[str], above: Sequence[str]) -> bool:
        """Whether what is like a header may as well be a row below one: it is no more like it, and only has a year."""
        enough = set(self.roles(titles).values()) & set(self.enough)
        return self.years and not enough and self.likeness(titles) <= self.likeness(above)

    def likeness(self, titles: Sequence[str]) -> int:
        """How many cells of a row are known names of columns, or years of a wide table."""
        return len(self.roles(titles)) + (sum(map(bool, map(year_of, titles))) if self.years else 0)


def titles_of(headers: Mapping[str, Sequence[str]], needed: Collection[str], enough: Collection[str] = (),
              years: bool = False, weak: Mapping[str, str] | None = None) -> Titles:  # fmt: skip
    """The names under which columns are known, by role."""
    role_of = {name.lower(): role for role, names in headers.items() for name in names}
    return Titles(role_of, needed, enough, years, weak or {})


def titles_named(columns: Sequence[str], needed: Collection[str], enough: Collection[str] = ()) -> Titles:
    """The names of columns that are called by one name each."""
    return titles_of({column: (column,) for column in columns}, needed, enough)


@dataclass(frozen=True)
class Header:
    """The names of a table's columns, and the indices of the rows in which they stand."""

    titles: list[str]
    first: int
    last: int


def find_header(rows: Sequence[Sequence[str]], titles: Titles) -> Header | None:
    """The header among the first rows of a table: the first that says enough, or else the first that says anything."""
    best: tuple[int, Header] | None = None
    for index in range(len(rows)):
        header = header_at(rows[index : index + 2], titles, index)
        if header is None:
            continue
        weight = titles.weight(header.titles)
        if best and titles.is_like_a_row(header.titles, best[1].titles):
            continue
        if weight >= 100:
            return header
        if best is None or weight > best[0]:
            best = weight, header
    return best[1] if best else None


def header_at(rows: Sequence[Sequence[str]], titles: Titles, index: int = 0) -> Header | None:
    """The header that begins with the first of these rows, in which two may be one; None where none does."""
    upper = [plain(cell) for cell in rows[0]]
    if not titles.weight(upper):
        return None
    lower = [plain(cell) for cell in rows[1]] if len(rows) > 1 else []
    both = _in_two_rows(upper, lower, titles)
    return Header(both or upper, index, index + bool(both))


def _in_two_rows(upper: list[str], lower: list[str], titles: Titles) -> list[str] | None:
    """The names of columns whose header has two rows; None where the second is none of it.

    The lower one says more of what the upper one names, and nothing else: names of columns, or years.
    """
    width = max(len(upper), len(lower))
    upper, lower = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    years = {index for index, cell in enumerate(lower) if titles.years and year_of(cell)}
    roles = {
        index: role
        for index, role in titles.roles(upper).items()
        if role in titles.needed or not _is_over_years(index, upper, years)
    }
    if not roles or any(lower[index] not in ("", upper[index]) for index in roles):
        return None
    below = titles.roles(lower)
    added = {index for index in (*below, *years) if index not in roles}
    if not added or any(cell and not upper[index] and index not in added and cell.isdecimal()
                        for index, cell in enumerate(lower)):  # fmt: skip
        return None
    groups = _filled(upper, set(roles))
    found: list[str] = []
    for index, cell in enumerate(lower):
        group = groups[index]
        if index in roles:
            found.append(upper[index])
        elif titles.years and year_of(group) and cell:
            found.append(group if below.get(index) == "result" else cell)
        else:
            found.append(cell or upper[index])
    return found


def _is_over_years(index: int, upper: list[str], years: Collection[int]) -> bool:
    """Whether a title stands over several columns of years, as merged cells do."""
    beside = [at for at in (index - 1, index + 1) if at in years and upper[at] in ("", upper[index])]
    return index in years and bool(beside)


def _filled(upper: list[str], alone: Collection[int]) -> list[str]:
    """The names of groups of columns, each over all of its columns, as merged cells have them."""
    filled: list[str] = []
    for index, cell in enumerate(upper):
        open_group = not cell and filled and index - 1 not in alone
        filled.append(filled[-1] if open_group else cell)
    return filled


def one_text(row: Sequence[str]) -> str:
    """What a row says that has one text only, in one cell or in several merged ones; nothing for any other row."""
    texts = list(dict.fromkeys(text for cell in row if (text := plain(cell))))
    return texts[0] if len(texts) == 1 else ""
