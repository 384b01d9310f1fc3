"""Ladders: the list of them, one in full with its rule in sentences, and what came of running their examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pingan_cli.engine.ladder import TO_TIER, ZERO, Ladder, Terms, Tier
from pingan_cli.ladder.compiling import bilingual, gist
from pingan_cli.ladder.examples import Checked
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.problems import ERROR
from pingan_cli.records.naming import level_named
from pingan_cli.texts import counted, joined, told
from pingan_cli.views.lines import paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.wording import in_brackets, run_of, spans, with_colon

LIST_COLUMNS = ("ladder", "name", "name_zh", "first_year", "period", "tiers", "examples", "file")
_STARS_SHOWN = 3


def list_view(ladders: Sequence[LoadedLadder]) -> View:
    """All ladders, a row for each."""
    rows = [_listed(loaded) for loaded in ladders]

    def page() -> Page:
        columns = [Column(told("Ladder"), style="bold"), Column(told("Name"))]
        columns += [Column(title, number=True) for title in (told("From"), told("Tiers"), told("Examples"))]
        cells = [
            [row["ladder"], loaded.ladder.name, row["first_year"], row["tiers"], row["examples"]]
            for row, loaded in zip(rows, ladders, strict=True)
        ]
        return Page(counted("1 ladder", "{count} ladders", count=len(rows)), [Table(columns, lambda _: cells)])

    return View(page, LIST_COLUMNS, lambda: rows, key="ladders")


def _listed(loaded: LoadedLadder) -> dict[str, Any]:
    ladder = loaded.ladder
    return {
        "ladder": ladder.id,
        "name": ladder.name.en,
        "name_zh": ladder.name.zh,
        "first_year": ladder.first_year,
        "period": ladder.period,
        "tiers": len(ladder.named),
        "examples": len(loaded.file.get("examples", [])),
        "file": loaded.path.name,
    }


def ladder_view(loaded: LoadedLadder) -> View:
    """One ladder: its tiers, what counts, what it assumes, what was amended, and its sources."""
    tiers = ({"tier": tier.id, "at": at, "name": tier.name.en, "name_zh": tier.name.zh} for tier, at in _tiers(loaded))
    return View(lambda: _page(loaded), ("tier", "at", "name", "name_zh"), head=loaded.file, rows=lambda: tiers)


def _tiers(loaded: LoadedLadder) -> Iterator[tuple[Tier, int]]:
    """The tiers under the terms now in force, the first stars of an open end included, and what each takes."""
    ladder = loaded.ladder
    stars = _STARS_SHOWN if ladder.open_end else 0
    for rank in range(len(ladder.named) + stars):
        tier, at = ladder.tier(rank), ladder.terms[-1].at(rank)
        if tier is not None and at is not None:
            yield tier, at


def _page(loaded: LoadedLadder) -> Page:
    ladder, file = loaded.ladder, loaded.file
    columns = [Column(told("Tier"), style="bold"), Column(takes(ladder), number=True), Column("id")]
    rows = [[tier.name, at, tier.id] for tier, at in _tiers(loaded)]
    parts: list[Table | Block] = [Block(paragraphs, rule_sentences(loaded)), Table(columns, lambda _: rows)]
    if ladder.open_end:
        parts.append(Block(paragraphs, [and_so_on(ladder)]))
    amendments = [from_year(each) for each in file.get("amendments", [])]
    assumptions = [bilingual(each) for each in file.get("assumptions", [])]
    sources = [part for each in file["sources"] for part in _source(each)]
    for title, lines in (
        (told("Amendments"), amendments),
        (told("Assumptions"), assumptions),
        (told("Sources"), sources),
    ):
        if lines:
            parts.append(Block(paragraphs, [title, *(joined(["  ", line], "") for line in lines)]))
    return Page(in_brackets(ladder.name, ladder.id), parts, [with_colon(told("File"), str(loaded.path))])


def and_so_on(ladder: Ladder) -> str:
    """What every further tier of an open end takes."""
    return told("and so on, one tier for every further {run}", run=run_of(ladder, ladder.terms[-1].every))


def takes(ladder: Ladder) -> str:
    """What stands above the periods that the tiers take."""
    if ladder.rounds:
        return told("Rounds it takes")
    return told("Years it takes") if ladder.period == 1 else told("Terms it takes")


def from_year(amendment: dict[str, Any]) -> str:
    """An amendment of a ladder, with the year from which it holds."""
    return told("from {year}: {says}", year=amendment["from_year"], says=gist(amendment))


def titled(source: dict[str, Any]) -> str:
    """The title of a source, and what it says where the file tells that."""
    return with_colon(source["title"], says) if (says := gist(source)) else source["title"]


def _source(source: dict[str, Any]) -> Iterator[str]:
    yield titled(source)
    yield f"  {source['url']}"


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
        return told("A run has no miss.") if terms.or_totals else told("Only a run without a miss counts.")
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
    if level == "*":
        return told("What counts: {what}, {bounds}.", what=what, bounds=bounds)
    return told("What counts for {level}: {what}, {bounds}.", level=level_named(level), what=what, bounds=bounds)


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
    kept, by_total = not terms.miss_recalls, bool(terms.or_totals)
    if terms.forgiven:
        if kept:
            return told("With one miss too many the run begins behind the first of them; honours already conferred "
                        "are kept.")  # fmt: skip
        if by_total:
            return told("With one miss too many the run begins behind the first of them; honours that neither it nor "
                        "the total holds are recalled.")  # fmt: skip
        return told("With one miss too many the run begins behind the first of them; honours that it no longer holds "
                    "are recalled.")  # fmt: skip
    if terms.back != ZERO:
        if kept:
            return told("Honours already conferred are kept.")
        if by_total:
            return told("Honours that neither the count left nor the total reaches are recalled.")
        return told("Honours that the count left does not reach are recalled.")
    if kept:
        return told("A miss ends the run; honours already conferred are kept.")
    if by_total:
        return told("A miss ends the run and recalls the honours that the total does not reach.")
    return told("A miss ends the run and recalls the honours conferred.")


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


def checked_view(checked: Sequence[Checked]) -> View:
    """What came of checking ladder files: for each how many of its examples hold, and what is wrong."""

    def page() -> Page:
        columns = [Column(told("Ladder"), style="bold"), Column(told("Examples"), number=True)]
        columns.append(Column(told("Outcome")))
        rows = [[each.name, each.examples, _outcome(each)] for each in checked]
        title = counted("1 ladder checked", "{count} ladders checked", count=len(checked))
        return Page(title, [Table(columns, lambda _: rows)])

    def rows() -> Iterator[dict[str, Any]]:
        return (_checked_entry(each) | {"problems": len(each.problems)} for each in checked)

    columns = ("ladder", "examples", "problems")
    return View(page, columns, lambda: map(_checked_entry, checked), key="ladders", rows=rows)


def _outcome(checked: Checked) -> str:
    errors = sum(problem.severity == ERROR for problem in checked.problems)
    if errors:
        return counted("1 problem", "{count} problems", count=errors)
    return told("right") if checked.examples else told("no examples")


def _checked_entry(checked: Checked) -> dict[str, Any]:
    problems = [problem._asdict() for problem in checked.problems]
    return {"ladder": checked.name, "examples": checked.examples, "problems": problems}
