"""The words that only the report has, in English by their keys, and how they are put together in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pingan_cli.engine.ladder import Names
from pingan_cli.engine.units import Unit
from pingan_cli.texts import listed as listed_in
from pingan_cli.texts import one_by_one, translated
from pingan_cli.views.page import saying
from pingan_cli.views.wording import level_word

REPORT_WORDS: dict[str, str] = {
    "title": "{ladder}: honours for {year}",
    "sample_title": "{title} [{sample}]",
    "subtitle": "Assessment year {year}, announced {announced}",
    "subtitle_same": "Assessment year {year}, announced in the same year",
    "how_to_read": (
        "What stands here follows from the records alone. Where they do not tell, the page says so: "
        "an honour is then given by the lowest that is certain."
    ),
    "left_out": (
        "The numbers count all units, but there is room only for the first {shown} by code; {count} more are left out. "
        "'pingan award' lists them all."
    ),
    "left_out_one": (
        "The numbers count all units, but there is room only for the first {shown} by code; 1 more is left out. "
        "'pingan award' lists them all."
    ),
    "language": "Language",
    "skip": "Skip to the content",
    "contents": "Contents",
    "year": "Assessment year",
    "play": "Play",
    "pause": "Pause",
    "no_script": "Scripts are off, so the page stands still at {year}: the slider, sorting and filtering need them.",
    "summary": "In numbers",
    "said": "{year}: {held} held the card, {honoured} certain to hold an honour, {awarded} awarded a tier.",
    "map": "Map",
    "changes": "What changed",
    "table": "All units",
    "matrix": "Year by year",
    "questions": "Contradictions and open questions",
    "details": "Unit by unit",
    "claims": "Published claims",
    "rule": "The rule",
    "in_year": "{what}, {year}",
    "by_year": "{what}, by the end of {year}",
    "by_tier": "Units by honour",
    "units": "units assessed",
    "units_one": "unit assessed",
    "units_note": "{off} without anything on record",
    "held_count": "held the card",
    "held_note": "{missed} missed it, {unknown} not on record",
    "honoured": "certain to hold an honour",
    "honoured_note": "up to {most} where the records are silent",
    "awarded_count": "awarded a tier",
    "awarded_note": "of {more} more the records do not tell",
    "open_count": "with the honour left open",
    "open_note": "counted here by the lowest that is certain",
    "filling": "How the ladder filled",
    "filling_caption": "Units by the highest honour that is certain, at the end of each year",
    "certain": "Highest, for certain",
    "at_least": "This or higher",
    "range": "{low} to {high}",
    "no_honour": "No honour",
    "none_certain": "None for certain",
    "map_caption": "A tile for each unit, by city, the cities placed roughly as they lie.",
    "map_caption_plain": "A tile for each unit.",
    "legend": "How to read it",
    "legend_fill": "The shade is the highest honour that is certain:",
    "legend_open": "the records leave a higher honour open",
    "legend_unknown": "the year is not on record",
    "legend_awarded": "a tier was awarded in the year",
    "or_higher": "≥ {tier}",
    "awarded_now": "Awarded",
    "raised": "For certain from this year",
    "broken": "Run ended",
    "recalled": "Honour recalled",
    "lapsed": "Honour ended",
    "registry": "Units",
    "nothing": "Nothing on record changed.",
    "after": "{unit} (after {count} in a row)",
    "after_least": "{unit} (after at least {count} in a row)",
    "recalled_from": "{unit} (had {tier})",
    "became": "{before} became {after}",
    "began": "{unit} is new",
    "ended": "{unit} is no more",
    "filter": "Filter by name or code",
    "all_cities": "All cities",
    "all_honours": "All honours",
    "no_honour_certain": "No honour for certain",
    "found": "Shown: {n} of {all}.",
    "sort_hint": "Choose a column's title to sort by it.",
    "matrix_caption": "A row for each unit, a column for each year. The shades are those of the map.",
    "conflicts": "Claims that cannot all be true",
    "no_conflicts": "No two of the claims contradict each other.",
    "conflict": "{claims} cannot all be true.",
    "resolved_by": "Without one of these nothing contradicts: {claims}.",
    "open_honours": "Honours left open",
    "no_open": "No honour is left open.",
    "not_on_record": "not on record: {years}",
    "open_too": "{count} more are open because nothing at all is on record for the unit.",
    "open_too_one": "1 more is open because nothing at all is on record for the unit.",
    "off_record_units": "Nothing on record",
    "open_all": "Open all",
    "close_all": "Close all",
    "timeline": "Timeline",
    "standing": "Standing",
    "derivation": "Derivation",
    "basis": "Claims on this unit",
    "on_record": "On record: {spans}.",
    "span": "{result} {years}",
    "earned": "{year}: {streak} in a row since {since}, which earns the {tier}.",
    "earned_least": "{year}: at least {streak} in a row since {since}, which earns at least the {tier}.",
    "earned_count": "{year}: {count} that count, which earns the {tier}.",
    "earned_count_one": "{year}: 1 that counts, which earns the {tier}.",
    "earned_count_least": "{year}: at least {count} that count, which earns at least the {tier}.",
    "earned_count_least_one": "{year}: at least 1 that counts, which earns at least the {tier}.",
    "deduced_from": "{what}: follows from {claims}.",
    "no_claims": "No claims were published with these records.",
    "claims_caption": "Each claim as the program reads it, with its source",
    "claim_id": "Claim",
    "says": "What it says",
    "outcome": "What the records say",
    "outcomes": (
        "The records confirm {confirmed} of them and contradict {contradicted}; {undecided} they do not decide."
    ),
    "as_published": "As published",
    "source": "Source",
    "confidence": "Confidence",
    "confidence.high": "high",
    "confidence.medium": "medium",
    "confidence.low": "low",
    "confidence_of": "{sure} confidence",
    "claim.card.held": "held the card for {years}",
    "claim.card.missed": "missed the card for {years}",
    "claim.tier": "was given the {tier} for {years}",
    "claim.tier-at-least": "held at least the {tier} by the end of {years}",
    "claim.consecutive": "{value} in a row by the end of {years}",
    "claim.total": "{value} in all by the end of {years}",
    "claim.count-card": "{count} {level} held the card for {years}",
    "claim.count-tier-new": "{count} {level} were given the {tier} for {years}",
    "claim.count-tier-new_one": "1 {level} was given the {tier} for {years}",
    "claim.count-tier-at-least": "{count} {level} held at least the {tier} by the end of {years}",
    "or_year": "{first} or {second}",
    "count.any": "units",
    "count.any_one": "unit",
    "count.city": "cities",
    "count.city_one": "city",
    "count.county": "counties",
    "count.county_one": "county",
    "whole": "All units together",
    "assumes": "What the ladder's file assumes",
    "needs": "Needs",
    "made_by": "Made by pingan {version} from the records alone.",
    "sample": "invented sample",
    "year_unknown_all": "Nothing is on record for {year} itself; what stands here follows from the years before.",
    "colon": ": ",
    "comma": ", ",
    "semicolon": "; ",
    "brackets": "{text} ({more})",
    "unknown": "not on record",
    "held": "held",
    "missed": "missed",
    "revoked": "revoked",
    "uncounted": "held, but does not count",
    "reached": "held, and a tier awarded",
    "name": "Name",
    "city": "City",
    "honour": "Honour",
    "streak": "Years in a row",
    "since": "Since",
    "awarded": "Awarded",
    "next": "Next",
    "unit": "Unit",
    "assumptions": "Assumptions",
    "sources": "Sources",
    "star_example": "and so on, at {at} more for each",
    "none": "none",
    "tier": "Tier",
    "counted": "{count} {name}",
    "list_separator": ", ",
    "status.confirmed": "confirmed",
    "status.contradicted": "contradicted",
    "status.undecided": "undecided",
}
"""The catalogue has each in Chinese under its key with `report.` before it."""


def both(key: str, **values: object) -> Names:
    """A word or sentence of the report in both languages with its blanks filled in.

    Where `count` is 1 it is the singular. A value that is `Names` stands in the language around it.

    >>> both("became", before="A", after=Names("B", "乙"))
    Names(en='A became B', zh='A改为乙')
    """
    if values.get("count") in (1, "1") and f"{key}_one" in REPORT_WORDS:
        key += "_one"

    def said(lang: str) -> str:
        own = {name: value.of(lang) if isinstance(value, Names) else value for name, value in values.items()}
        return translated(REPORT_WORDS[key], lang, f"report.{key}").format(**own)

    return Names(said("en"), said("zh"))


def in_both(text: Any) -> Names:
    """Something told, a name or a number in both languages."""
    return Names(*(saying(lang)(text) for lang in ("en", "zh")))


def names_of(unit: Unit) -> Names:
    """A unit's name in both languages."""
    return in_both(unit)


def level_of(level: str | None) -> Names:
    """The word for a level in both languages."""
    return in_both(level_word(level))


def listed(several: Iterable[Names | str]) -> Names:
    """Several things one after another, as each language lists them."""
    named = [Names(each, each) if isinstance(each, str) else each for each in several]
    return Names(*(listed_in((each.of(lang) for each in named), lang) for lang in ("en", "zh")))


def clauses(several: Iterable[Names]) -> Names:
    """Several things that are lists themselves, one after another."""
    told = list(several)
    return in_both(one_by_one(told) if told else "")


def spans(years: list[int]) -> Names:
    """Years as spans: 2005–2007, 2009.

    >>> spans([2005, 2006, 2007, 2009])
    Names(en='2005–2007, 2009', zh='2005–2007、2009')
    """
    told = [f"{first}–{last}" if first != last else str(first) for first, last in _runs(years)]
    return listed(told)


def _runs(years: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for year in years:
        if found and year == found[-1][1] + 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found
