"""What may come in words, and as a table: a row for each unit, with a range where the records leave it open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, zip_longest
from math import inf
from typing import Any

from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.engine.units import Unit
from pingan_cli.forecasts.cases import TIERS, Assumed, Case, Coming, Forecasts, Outlook, Recall
from pingan_cli.forecasts.entries import years_in
from pingan_cli.texts import counted, joined, told
from pingan_cli.views.award import MOST_ROWS, first_rows
from pingan_cli.views.page import Column, Page, Table
from pingan_cli.views.wording import spans, streak_title

_MOST_NAMED = 5


class Telling:
    """How forecasts are put into words; `short` names the tiers briefly and leaves out what is in brackets."""

    def __init__(self, ladder: Ladder, short: bool = False) -> None:
        self.ladder, self.short = ladder, short

    def tier(self, tier: Tier, anew: bool = False) -> Any:
        """A tier's name, with a `*` where it is given once more."""
        name = tier.short if self.short else tier.name
        return joined([name, "*"], "") if anew else name

    def coming(self, coming: Coming | None) -> str:
        """A tier to come with its year, and in brackets the year of its ceremony."""
        return self.dated(coming.tier, coming.year, coming.anew) if coming else ""

    def dated(self, tier: Tier, year: int, anew: bool = False) -> str:
        """A tier with its year, and in brackets the year of its ceremony."""
        dated = joined([self.tier(tier, anew), year], " ")
        if self.short or not self.ladder.announced:
            return dated
        return told(
            "{tier} {year} ({announced})", tier=self.tier(tier, anew), year=year, announced=year + self.ladder.announced
        )

    def years(self, years: float) -> str:
        """So many years, or for good."""
        return told("for good") if years == inf else counted("1 year", "{count} years", count=int(years))

    def for_good(self, tier: Tier) -> str:
        """A tier that is lost for good."""
        return told("{tier} for good", tier=self.tier(tier))

    def recalled(self, recall: Recall) -> str:
        """An honour that is taken away, and until when."""
        if recall.back is None:
            return self.for_good(recall.tier)
        return told("{tier} until {year}", tier=self.tier(recall.tier), year=recall.back)

    def cost(self, case: Case) -> Any:
        """What a miss of the coming period costs: years and the first tier that comes later, or an honour lost."""
        costs = [self.recalled(case.recall)] if case.recall else []
        later = next((each for each in case.coming if each.lost != 0), None)
        if later and later.if_missed is None:
            costs.append(self.for_good(later.tier))
        elif later and later.if_missed:
            lost = self.years(max(each.lost or 0 for each in case.coming))
            names = {"years": lost, "tier": self.tier(later.tier), "year": later.if_missed}
            costs.append(lost if self.short else told("{years}: {tier} {year}", **names))
        return tuple(costs) or told("nothing")

    def costs(self, outlook: Outlook) -> Any:
        """How much later the next tiers come after a miss, or with what is assumed, by the lowest and highest case."""
        low, high = sorted(outlook.costs)
        if low == high:
            return told("{years} later", years=self.years(low)) if low else told("nothing")
        if high == inf:
            return told("{years} later, or for good", years=self.years(low))
        return told("{low} to {high} years later", low=int(low), high=int(high))

    def shift(self, before: int | None, after: int | None) -> str:
        """By how much a tier comes later or sooner with what is assumed."""
        if before is None or after is None:
            return told("for good") if before is not None else ""
        if before == after:
            return told("the same")
        years = self.years(abs(after - before))
        return told("{years} later", years=years) if after > before else told("{years} sooner", years=years)


def assumption(ladder: Ladder, assumed: Assumed) -> str:
    """What is assumed, in words: "2024 and 2026 were missed"."""

    def years(mask: int) -> dict[str, Any]:
        return {"count": mask.bit_count(), "years": spans(years_in(ladder, mask), ladder)}

    held = assumed.held and counted("{years} was held", "{years} were held", **years(assumed.held))
    missed = assumed.missed and counted("{years} was missed", "{years} were missed", **years(assumed.missed))
    return told("{held} and {missed}", held=held, missed=missed) if held and missed else held or missed or ""


def title_of(ladder: Ladder, forecasts: Forecasts) -> str:
    """What the page is about, and that it is a what-if where it is one."""
    if forecasts.year:
        title = told("{ladder}: what may come after {year}", ladder=ladder.name, year=forecasts.year)
    else:
        title = told("{ladder}: what may come after the last year on record of each unit", ladder=ladder.name)
    if not forecasts.assumed.periods:
        return title
    return told("{title}; and what if {assumed}", title=title, assumed=assumption(ladder, forecasts.assumed))


def readings(outlook: Outlook) -> list[str]:
    """The names of the cases between which the records leave it open; one without a name where they do not."""
    return [told("at least"), told("at most")] if outlook.open else [""]


def _between(low: Any, high: Any) -> Any:
    """From the lowest to the highest case, or both at once where they are the same."""
    if low == high or not high:
        return low
    return told("{low} to {high}", low=low, high=high) if low else told("none to {high}", high=high)


def certain_first(forecasts: Forecasts) -> Forecasts:
    """The same with the units first of which the records leave nothing open."""
    return forecasts._replace(units=tuple(sorted(forecasts.units, key=lambda each: each.outlook.open)))


def forecast_table(
    ladder: Ladder, forecasts: Forecasts, city: Callable[[Unit], Unit | None], most: int = MOST_ROWS
) -> Page:
    """A row for each unit; `city` tells the city that a unit belongs to, if any."""
    shown = list(islice(forecasts.units, most))
    with_city = any(city(each.unit) for each in shown)
    left_open = sum(each.outlook.open for each in shown)
    tiers = 1 if left_open * 2 > len(shown) else TIERS  # those left open have one, and it takes room
    supposed = bool(forecasts.assumed.periods)

    def rows(short: bool) -> list[list[Any]]:
        say = Telling(ladder, short)
        return [
            [
                each.unit,
                *([city(each.unit)] if with_city else []),
                *(_compared(say, each.outlook) if supposed else _plain(say, each.outlook, tiers)),
            ]
            for each in shown
        ]

    columns = [
        Column(told("Unit")),
        *([Column(told("City"), spare=True)] if with_city else []),
        *(_compared_columns() if supposed else _plain_columns(ladder, forecasts, tiers, spare=left_open > 0)),
    ]
    parts = [Table(columns, rows)] if shown else []
    return Page(title_of(ladder, forecasts), parts, list(notes(ladder, forecasts, most)))


def _plain_columns(ladder: Ladder, forecasts: Forecasts, tiers: int, spare: bool) -> list[Column]:
    years = {each.outlook.today.miss_year for each in forecasts.units if each.outlook.today.miss_year}
    costs = told("Missing {year} costs", year=years.pop()) if len(years) == 1 else told("One miss costs")
    return [
        Column(streak_title(ladder), told("Run"), number=True),
        Column(told("Next")),
        *(Column(title, spare=spare) for title in (told("Then"), told("And then"))[: tiers - 1]),
        Column(costs, told("A miss"), style="bold"),
    ]


def _plain(say: Telling, outlook: Outlook, tiers: int) -> list[Any]:
    low, high = outlook.today.cases
    nexts = [_between(*map(say.coming, each)) for each in zip_longest(low.coming, high.coming)]
    following = nexts[: 1 if outlook.open else tiers]
    costs = say.cost(low) if low.cost == high.cost else say.costs(outlook)
    return [_span(low.streak, high.streak), *following, *[""] * (tiers - len(following)), costs]


def _span(low: int, high: int) -> Any:
    return low if low == high else told("{low}-{high}", low=low, high=high)


def _compared_columns() -> list[Column]:
    return [
        Column(told("Run today"), number=True, spare=True),
        Column(told("Next today")),
        Column(told("Run then"), number=True, spare=True),
        Column(told("Next then")),
        Column(told("Today's next then"), told("Comes"), number=True),
        Column(told("Change"), style="bold"),
    ]


def _compared(say: Telling, outlook: Outlook) -> list[Any]:
    """What is to come today and with what is assumed, from the lowest to the highest case."""
    assert outlook.then
    cells: list[list[Any]] = []
    for case, then, change in zip(outlook.today.cases, outlook.then.cases, outlook.changes, strict=True):
        following = [*(say.dated(*each) for each in change.given), *map(say.coming, then.coming)]
        first = case.coming[0] if case.coming else None
        instead = change.instead[0] if first else None
        changes = [say.recalled(change.taken)] if change.taken else []
        changes += [say.shift(first.year, instead)] if first else []
        cells.append(
            [
                say.coming(first),
                following[0] if following else "",
                instead or (told("never") if first else ""),
                tuple(changes),
            ]
        )
    (low, high), (then_low, then_high) = outlook.today.cases, outlook.then.cases
    following, then_following, comes, changed = (_between(*each) for each in zip(*cells, strict=True))
    if cells[0][3] != cells[1][3] and not any(change.taken for change in outlook.changes):
        changed = say.costs(outlook)
    runs = _span(low.streak, high.streak), _span(then_low.streak, then_high.streak)
    return [runs[0], following, runs[1], then_following, comes, changed]


def notes(ladder: Ladder, forecasts: Forecasts, most: int = 0) -> Iterator[str]:
    """How to read the forecasts, what they leave open, and what they leave out.

    `most`: the most rows of a table, in whose cells ceremonies and costs stand, so that they need to be explained;
    0 for a page of single units.
    """
    in_cells = bool(most)
    total = unsure = later = 0
    anew = False
    for each in forecasts.units:
        total += 1
        unsure += each.outlook.open
        later += each.later
        today, then, _ = each.outlook
        cases = (*today.cases, *(then.cases if then else ()))
        anew = anew or any(coming.anew for case in cases for coming in case.coming)
    if forecasts.assumed.periods:
        assumed = assumption(ladder, forecasts.assumed)
        yield told("What if is only supposed, and on no record: that {assumed}.", assumed=assumed)
    if in_cells and total > most:
        yield first_rows(most, total)
    if not total:
        yield told("No unit fits.")
    else:
        yield told("Every year is the earliest there can be: every further year is held.")
        if in_cells and ladder.announced:
            yield _ceremony(ladder.announced)
        if in_cells and not forecasts.assumed.periods:
            yield told("What a miss costs: how much later the next tiers come, and the year of the first of them.")
    if anew:
        yield told("* once more: the unit has held that tier or a higher one before and starts again.")
    if unsure and in_cells:
        yield counted(
            "For 1 unit the records leave the run open: its row goes from every year not on record missed to every one "
            "held; 'pingan forecast UNIT' shows both.",
            "For {count} units the records leave the run open: their rows go from every year not on record missed to "
            "every one held; 'pingan forecast UNIT' shows both.",
            count=unsure,
        )
    elif unsure:
        yield counted(
            "For 1 unit the records leave the run open; 'at least' reads every year not on record as missed, "
            "'at most' as held.",
            "For {count} units the records leave the run open; 'at least' reads every year not on record as missed, "
            "'at most' as held.",
            count=unsure,
        )
    if later:
        yield counted(
            "Of 1 unit later years are on record, which are not used here.",
            "Of {count} units later years are on record, which are not used here.",
            count=later,
        )
    if forecasts.gainsaid:
        named: list[Any] = list(forecasts.gainsaid[:_MOST_NAMED])
        if more := len(forecasts.gainsaid) - len(named):
            named.append(told("and {count} more", count=more))
        yield counted(
            "1 unit is left out, as its records say otherwise than what is assumed: {list}.",
            "{count} units are left out, as their records say otherwise than what is assumed: {list}.",
            count=len(forecasts.gainsaid),
            list=tuple(named),
        )
    if forecasts.off_record:
        yield counted(
            "1 more unit is not on record.", "{count} more units are not on record.", count=forecasts.off_record
        )


def _ceremony(years: int) -> str:
    if years == 1:
        return told("A tier is announced in the year after its own; that year is in brackets where there is room.")
    return told(
        "A tier is announced {count} years after its year; that year is in brackets where there is room.", count=years
    )
