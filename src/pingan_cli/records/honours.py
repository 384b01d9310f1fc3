"""Honours as offices write them: by id, in English or Chinese, in full or short."""

from __future__ import annotations

import re
from os.path import commonprefix

from pingan_cli.engine.ladder import Ladder, Tier, chinese
from pingan_cli.problems import nearest
from pingan_cli.records.cells import plain
from pingan_cli.texts import told

STARS = 60
"""Stars are known by name up to this one, which takes two centuries on any ladder that there is."""

_IGNORED = re.compile(r"[\s\-_·・“”\"'《》()（）]+")
_TWO = str.maketrans("两兩銅銀鼎", "二二铜银鼎")


class Honours:
    """The tiers of a ladder by every way to write them."""

    def __init__(self, ladder: Ladder) -> None:
        self.ladder = ladder
        self._spelt: dict[str, Tier] = {}
        named = [tier.name.zh for tier in ladder.named]
        left_out = commonprefix(named) if len(named) > 1 else ""  # noqa: RUF071  # of letters is what is meant
        for rank in range(len(ladder.named) + (STARS if ladder.open_end else 0)):
            tier = ladder.tier(rank)
            assert tier is not None  # a ladder with an open end has a tier of every rank
            for form in _forms(ladder, tier, left_out):
                self._spelt.setdefault(_folded(form), tier)

    def find(self, text: str) -> Tier | None:
        """The tier that a text means; None for none."""
        return self.ladder.tier_named(plain(text).casefold()) or self._spelt.get(_folded(text))

    def hint(self, text: str) -> str:
        """What could be meant by a text that is no tier."""
        known = [form for tier in self.ladder.named for form in (tier.id, *tier.name)]
        if self.ladder.open_end and (star := self.ladder.tier(len(self.ladder.named))):
            known += [star.id, *star.name]
        near = next(iter(nearest(plain(text), known)), None)
        meant = self.find(near) if near is not None else None
        if meant is not None:
            return told("did you mean {tier} ({id})?", tier=meant.name, id=meant.id)
        tiers = tuple(told("{tier} ({id})", tier=each.name, id=each.id) for each in self.ladder.named)
        if self.ladder.open_end:
            star = self.ladder.open_end.id.replace("{n}", "1")
            return told("its tiers are {tiers} and {star} onwards", tiers=tiers, star=star)
        return told("its tiers are {tiers}", tiers=tiers)


def _forms(ladder: Ladder, tier: Tier, left_out: str) -> list[str]:
    """The id, the names, and the names without the word that all tiers share, such as 平安."""
    forms = [tier.id, *tier.name, *tier.short]
    if ladder.open_end and tier.rank >= len(ladder.named):
        star = tier.rank - len(ladder.named) + 1
        forms += [pattern.replace("{number}", str(star)).replace("{n}", str(star)) for pattern in ladder.open_end.name]
        forms += [form.replace("★", "星") for form in tier.short]
        forms += [f"{tier.short.zh.removeprefix(chinese(star) + '星')}{star}{sign}" for sign in "★星"]
        forms += [f"{tier.name.zh.removeprefix(chinese(star) + '星')}{chinese(star)}星"]
    return [*forms, *(form.replace(left_out, "") for form in forms if left_out and form != left_out)]


def _folded(text: str) -> str:
    return _IGNORED.sub("", plain(text)).translate(_TWO).casefold()
