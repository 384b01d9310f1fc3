"""A ladder's rule in sentences: what counts, what a miss and a revocation do, and how long honours last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pingan_cli.engine.ladder import TO_TIER, ZERO, Ladder, Terms
from pingan_cli.ladder.compiling import bilingual
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.records.naming import level_named
from pingan_cli.texts import counted, told
from pingan_cli.views.wording import spans, with_colon


def rule_sentences(loaded: LoadedLadder) -> list[str]:
    """What counts, what ends a run and what becomes of honours, under the terms now in force."""
    ladder, terms = loaded.ladder, loaded.ladder.terms[-1]
    return [
        *_time(loaded),
        *_counting(loaded, terms),
        _announced(ladder.announced),
        *_results(loaded, terms),
        *_totals(ladder, terms),
        _miss(terms),
        _revocation(terms),
        *_lasting(ladder, terms),
    ]


def periods_word(ladder: Ladder, count: int) -> str:
    """So many years, terms or rounds."""
    if ladder.rounds:
        return counted("1 round", "{count} rounds", count=count)
    if ladder.period == 1:
        return counted("1 year", "{count} years", count=count)
    return counted("1 term", "{count} terms", count=count)


def _time(loaded: LoadedLadder) -> Iterator[str]:
    """When the card is given, and to whom."""
    ladder = loaded.ladder
    names: dict[str, Any] = {"card": bilingual(loaded.file["card"]), "year": ladder.first_year}
    if ladder.rounds:
        every = counted("every year", "every {count} years", count=ladder.period)
        names |= {"years": spans(ladder.rounds), "every": every}
        yield told("{card}, given in rounds for {years}, and after that {every}.", **names)
    elif ladder.period == 1:
        yield told("{card}, held for a year; the first assessment year is {year}.", **names)
    else:
        yield told(
            "{card}, held for a term of {period} years; the first assessment year is {year}.",
            period=ladder.period,
            **names,
        )
    if ladder.not_held:
        yield told("It was given to nobody for {years}.", years=spans(ladder.not_held))
    if ladder.levels:
        yield told("It covers these levels: {levels}.", levels=tuple(map(level_named, ladder.levels)))


def _counting(loaded: LoadedLadder, terms: Terms) -> Iterator[str]:
    yield rule_of_counting(loaded.ladder, terms)
    if terms.most:
        yield told("The count does not exceed {periods}.", periods=periods_word(loaded.ladder, terms.most))
    if terms.standing > 1:
        yield told(
            "The card counts when it has been held for {periods} in a row.",
            periods=periods_word(loaded.ladder, terms.standing),
        )


def rule_of_counting(ladder: Ladder, terms: Terms) -> str:
    """How a run or a sum is counted."""
    if terms.forgiven is None:
        return told("All of them count, in a row or not.")
    if terms.forgiven:
        misses = counted("1 miss", "{count} misses", count=terms.forgiven)
        if not terms.within:
            return told("A run survives {misses}.", misses=misses)
        within = periods_word(ladder, terms.within)
        return told("A run survives {misses} within any {periods}.", misses=misses, periods=within)
    if terms.back == ZERO:
        return told("Only a run without a miss counts.")
    if terms.back == TO_TIER:
        return told("A miss takes the count back to the highest tier that it had reached.")
    return told("A miss takes {periods} from the count.", periods=periods_word(ladder, terms.back))


def _announced(years: int) -> str:
    if not years:
        return told("Announced in the year assessed.")
    if years == 1:
        return told("Announced in the year after the year assessed.")
    return told("Announced {count} years after the year assessed.", count=years)


def _results(loaded: LoadedLadder, terms: Terms) -> Iterator[str]:
    """Which results count, and for how much."""
    ladder = loaded.ladder
    grades = tuple(names for grade, names, _ in ladder.grades if grade in terms.grades)
    if grades:
        yield told("These grades count: {grades}.", grades=grades)
    for grade, names, _ in ladder.grades:
        weight = dict(ladder.weights).get(grade, 1)
        if weight > 1 and grade in terms.grades:
            yield told("{grade} counts for {periods}.", grade=names, periods=periods_word(ladder, weight))
    if ladder.kind == "number":
        for level, bounds in terms.limits.items():
            yield _limit(loaded, level, *bounds)
    if ladder.best_of_several:
        yield told("Of several results for one year the best one counts.")


def _limit(loaded: LoadedLadder, level: str, low: float | None, high: float | None) -> str:
    """Within which bounds a number counts, for one level or, where that is `*`, for all."""
    number = loaded.file["results"].get("number")
    what = bilingual(number) if number else told("the number on record")
    bounds = (
        *([told("at least {n}", n=f"{low:g}")] if low is not None else []),
        *([told("at most {n}", n=f"{high:g}")] if high is not None else []),
    )
    counts = told("counts when {what} is {bounds}.", what=what, bounds=bounds)
    return counts if level == "*" else with_colon(level_named(level), counts)


def _totals(ladder: Ladder, terms: Terms) -> Iterator[str]:
    for total, rank in terms.or_totals:
        names: dict[str, Any] = {"tier": ladder.named[rank].name, "periods": periods_word(ladder, total)}
        yield told("{tier} is reached by {periods} in all too, in a row or not.", **names)
    for total, rank in terms.and_totals:
        names = {"tier": ladder.named[rank].name, "periods": periods_word(ladder, total)}
        yield told("{tier} takes {periods} in all beside the run.", **names)


def _miss(terms: Terms) -> str:
    """What a miss does that is not forgiven, to the run and to honours."""
    if terms.forgiven is None:
        return told("A miss does not lower the count.")
    if terms.forgiven:
        if terms.miss_recalls:
            return told("With one miss too many the run begins behind the first of them; honours that it no longer "
                        "holds are recalled.")  # fmt: skip
        return told(
            "With one miss too many the run begins behind the first of them; honours already conferred are kept."
        )
    if terms.back != ZERO:
        if terms.miss_recalls:
            return told("Honours that the count left does not reach are recalled.")
        return told("Honours already conferred are kept.")
    if terms.miss_recalls and terms.or_totals:
        return told("A miss ends the run and recalls the honours that the total does not reach.")
    if terms.miss_recalls:
        return told("A miss ends the run and recalls the honours conferred.")
    return told("A miss ends the run; honours already conferred are kept.")


def _revocation(terms: Terms) -> str:
    zero, totals = terms.revocation_resets, terms.or_totals or terms.and_totals
    if terms.revocation_recalls and (zero or not totals):
        if zero:
            return told("A revoked card sets the count to zero and recalls the honours conferred.")
        return told("A revoked card counts as a miss and recalls the honours conferred.")
    if terms.revocation_recalls:
        return told("A revoked card counts as a miss and recalls the honours that run and total no longer reach.")
    if terms.miss_recalls:
        if zero:
            return told(
                "A revoked card sets the count to zero; honours already conferred are kept, whatever misses follow."
            )
        return told("A revoked card counts as a miss; honours already conferred are kept, whatever misses follow.")
    if zero:
        return told("A revoked card sets the count to zero; honours already conferred are kept.")
    return told("A revoked card counts as a miss; honours already conferred are kept.")


def _lasting(ladder: Ladder, terms: Terms) -> Iterator[str]:
    """How long honours last."""
    if terms.lasting:
        yield told(
            "An honour lasts for {periods}, the first being the last one with a card that bears it out.",
            periods=periods_word(ladder, terms.lasting),
        )
    for rank, lasting in terms.lasts:
        yield told(
            "{tier} lasts for {periods}, the first being the last one with a card that bears it out.",
            tier=ladder.named[rank].name,
            periods=periods_word(ladder, lasting),
        )
