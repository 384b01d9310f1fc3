"""How forecasts are put into words: tiers with their years, costs, and what is assumed."""

from __future__ import annotations

from math import inf

from pingan_cli.engine.ladder import Ladder, Names, Tier
from pingan_cli.forecasts.cases import Assumed, Case, Coming, Forecasts, Outlook, Recall
from pingan_cli.forecasts.entries import years_in
from pingan_cli.texts import listed
from pingan_cli.views.wording import spans
from pingan_cli.views.words import word


class Telling:
    """How forecasts are put into words; `short` names the tiers briefly and leaves out what is in brackets."""

    def __init__(self, ladder: Ladder, lang: str, short: bool = False) -> None:
        self.ladder, self.lang, self.short = ladder, lang, short

    def tier(self, tier: Tier, anew: bool = False) -> str:
        """A tier's name, with a `*` where it is given once more."""
        names: Names = tier.short if self.short else tier.name
        return names.of(self.lang) + ("*" if anew else "")

    def coming(self, coming: Coming | None) -> str:
        """A tier to come with its year, and in brackets the year of its ceremony."""
        return self.dated(coming.tier, coming.year, coming.anew) if coming else ""

    def dated(self, tier: Tier, year: int, anew: bool = False) -> str:
        """A tier with its year, and in brackets the year of its ceremony."""
        key = "forecast.dated" if self.short or not self.ladder.announced else "forecast.dated_announced"
        announced = year + self.ladder.announced
        return word(key, self.lang, tier=self.tier(tier, anew), year=year, announced=announced)

    def years(self, years: float) -> str:
        """So many years, or for good."""
        return word("forecast.never", self.lang) if years == inf else word("forecast.years", self.lang, count=years)

    def recalled(self, recall: Recall) -> str:
        """An honour that is taken away, and until when."""
        if recall.back is None:
            return word("forecast.instead_never", self.lang, tier=self.tier(recall.tier))
        return word("forecast.recalled", self.lang, tier=self.tier(recall.tier), year=recall.back)

    def cost(self, case: Case) -> str:
        """What a miss of the coming period costs: years and the first tier that comes later, or an honour lost."""
        told = [self.recalled(case.recall)] if case.recall else []
        later = next((each for each in case.coming if each.lost != 0), None)
        if later and later.if_missed is None:
            told.append(word("forecast.instead_never", self.lang, tier=self.tier(later.tier)))
        elif later and later.if_missed:
            lost = max(each.lost or 0 for each in case.coming)
            names = {"years": self.years(lost), "tier": self.tier(later.tier), "year": later.if_missed}
            told.append(self.years(lost) if self.short else word("forecast.instead", self.lang, **names))
        return listed(told, self.lang) or word("forecast.nothing", self.lang)

    def shift(self, before: int | None, after: int | None) -> str:
        """By how much a tier comes later or sooner with what is assumed."""
        if before is None or after is None:
            return word("forecast.never", self.lang) if before is not None else ""
        if before == after:
            return word("forecast.same", self.lang)
        key = "forecast.later" if after > before else "forecast.sooner"
        return word(key, self.lang, years=self.years(abs(after - before)))


def assumption(ladder: Ladder, assumed: Assumed, lang: str) -> str:
    """What is assumed, in words: "2024 and 2026 were missed"."""
    told: list[str] = []
    for key, mask in (("forecast.held", assumed.held), ("forecast.lost", assumed.missed)):
        if mask:
            years = spans(years_in(ladder, mask), ladder.period, lang)
            told.append(word(key, lang, years=years, count=mask.bit_count()))
    return word("forecast.and", lang).join(told)


def title_of(ladder: Ladder, forecasts: Forecasts, lang: str) -> str:
    """What the page is about, and that it is a what-if where it is one."""
    key = "forecast.title" if forecasts.year else "forecast.title_own"
    title = word(key, lang, ladder=ladder.name.of(lang), year=forecasts.year)
    if not forecasts.assumed.periods:
        return title
    return word("forecast.what_if", lang, title=title, assumed=assumption(ladder, forecasts.assumed, lang))


def readings(outlook: Outlook, lang: str) -> list[str]:
    """The names of the cases between which the records leave it open; one without a name where they do not."""
    return [word("forecast.least", lang), word("forecast.most", lang)] if outlook.open else [""]
