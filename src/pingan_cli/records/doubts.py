"""What may be meant otherwise than lists say it: years yet to come, years of the ceremony. Warnings, no more."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from pingan_cli.engine.ladder import Ladder
from pingan_cli.problems import WARNING, Problem
from pingan_cli.records.cards import CardFile
from pingan_cli.records.histories import Histories, Masks, union
from pingan_cli.records.marks import UNKNOWN
from pingan_cli.texts import told


def this_year() -> int:
    """The year by the clock. Nothing but warnings rests on it."""
    return datetime.datetime.now(tz=datetime.UTC).year


def future_years(files: Iterable[CardFile], ladder: Ladder) -> list[Problem]:
    """Years that cannot have been assessed yet: the ceremony that announces them lies in a year to come."""
    now = this_year()
    found: list[Problem] = []
    for cards in files:
        late = [
            text for text, bit in cards.years.items() if bit and (cards.years.year(text) or 0) + ladder.announced > now
        ]
        if late and (place := _first(cards, set(late))):
            line, year = place
            message = told(
                "{year} cannot have been assessed yet: it is announced in {announced}", year=year,
                announced=year + ladder.announced,
            )  # fmt: skip
            hint = told("is it a plan, or the year of a ceremony? for that there is --years-are announced")
            found.append(Problem("year-future", message, str(cards.table.path), line, 1, hint, WARNING))
    return found


def _first(cards: CardFile, years: set[str]) -> tuple[int, int] | None:
    """The first line with one of these years and a card, and the year."""
    for line, _, _, year, _, mark, _ in cards.cells():
        if year in years and mark.strip().casefold() not in ("missed", UNKNOWN, "0", "×", "否", "?"):
            return line, cards.years.year(year) or 0
    return None


def ceremony_years(
    files: Sequence[CardFile], histories: Histories, certain: Histories | None, ladder: Ladder
) -> list[Problem]:
    """That years look like those of the ceremony: the first comes too late, or certain records are contradicted.

    `certain` are the shipped records. They are held against the lists as they stand, and against the same lists a year
    earlier for each year between assessment and ceremony.
    """
    shift = ladder.announced
    if not shift or ladder.period != 1 or not files:
        return []
    listed = {key: mask for key, mask in histories.held.items() if mask}
    recorded = union(listed.values())
    if not recorded:
        return []
    first = (recorded & -recorded).bit_length() - 1
    late = first == shift and not histories.before
    as_they_are = _contradicted(listed, recorded, certain, 0)
    earlier = _contradicted(listed, recorded, certain, shift)
    if not (late and earlier <= as_they_are) and not earlier < as_they_are:
        return []
    evidence = told("the first is {year}, and cards are given since {first}", year=ladder.year(first),
                    first=ladder.first_year)  # fmt: skip
    if earlier < as_they_are:
        evidence = told(
            "{count} shipped records are contradicted, and {fewer} if each card is for the year before",
            count=as_they_are, fewer=earlier,
        )  # fmt: skip
    message = told("these look like years of the ceremony: {evidence}", evidence=evidence)
    hint = told("--years-are announced reads them so; --years-are assessed says that they are not")
    cards = files[0]
    return [Problem("year-announced", message, str(cards.table.path), cards.table.first_line, 1, hint, WARNING)]


def _contradicted(listed: Masks, recorded: int, certain: Histories | None, shift: int) -> int:
    """How many certain results of units on the lists are other ones there, the lists being so many years earlier."""
    count = 0
    for key, mask in listed.items():
        held, missed = (certain.held.get(key, 0), certain.missed.get(key, 0)) if certain else (0, 0)
        count += ((held & (recorded >> shift) & ~(mask >> shift)) | (missed & (mask >> shift))).bit_count()
    return count
