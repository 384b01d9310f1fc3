"""How forecasts are put into words: tiers with their years, costs, and what is assumed."""

from __future__ import annotations

from math import inf
from typing import Any

from pingan_cli.engine.ladder import Ladder, Tier
from pingan_cli.forecasts.cases import Assumed, Case, Coming, Forecasts, Outlook, Recall
from pingan_cli.forecasts.entries import years_in
from pingan_cli.texts import counted, joined, told
from pingan_cli.views.wording import spans


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
