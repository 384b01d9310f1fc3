"""Ladders and histories for the engine's tests, made without a file."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import Ladder, Limits, Names, OpenEnd, Terms, Tier
from pingan_cli.engine.verdict import Verdict, judge_of

LETTERS = "HMWR?"
"""Held, missed, held but not counted (weak), revoked, unknown: one letter for each period of a history."""

ANY_NUMBER = {"*": Limits(None, None)}


def terms(at: str = "3 6 9 12", since: int = 2005, every: int = 0, star_rank: int = 0, **rule) -> Terms:
    """Terms with a tier at each of these counts; the tier's rank is its place among them."""
    counts = [int(count) for count in at.split()]
    steps = tuple((count, rank) for rank, count in enumerate(counts))
    return Terms(since=since, steps=steps, every=every, star_rank=star_rank or len(counts), limits=ANY_NUMBER, **rule)


def ladder(*rules: Terms, names: str = "ding bronze silver gold", first_year: int = 2005, period: int = 1) -> Ladder:
    """A ladder under these terms, one after another; without any, one like Safe Zhejiang."""
    tiers = [Tier(name, Names(name, name), Names(name, name), rank) for rank, name in enumerate(names.split())]
    return Ladder(
        id="small",
        name=Names("Small", "小"),
        first_year=first_year,
        announced=1,
        period=period,
        levels=(),
        kind="mark",
        grades=(),
        named=tuple(tiers),
        open_end=OpenEnd("star-{n}", Names("{number}-Star Ding", "{number}星鼎"), Names("{n}★", "{n}★")),
        terms=rules or (terms(every=3),),
    )


def history(letters: str) -> History:
    """A history as it is written: `HHM?` has held twice, missed once and one period that is unknown."""
    letters = letters.replace(" ", "")

    def mask(which: str) -> int:
        return sum(1 << period for period, letter in enumerate(letters) if letter in which)

    return History(held=mask("HW"), known=mask("HWMR"), weak=mask("W"), revoked=mask("R"))


def judged(of: Ladder, letters: str) -> Verdict:
    """What a history has earned by the end of its last period."""
    return judge_of(of, of.year(len(letters.replace(" ", "")) - 1))(history(letters))


def rank(tier: Tier | None) -> int:
    """The rank of a tier or of none, to compare honours by."""
    return -1 if tier is None else tier.rank


def completions(letters: str) -> list[str]:
    """Every history that the unknown periods may stand for."""
    return ["".join(each) for each in product(*("HM" if letter == "?" else letter for letter in letters))]


@st.composite
def rules(draw: st.DrawFn, since: int = 2005, keep: bool = False) -> Terms:
    """Any terms that a ladder file can set, over three named tiers; `keep` for those that never recall."""
    counts = sorted(draw(st.sets(st.integers(1, 7), min_size=1, max_size=3)))
    ranks = sorted(draw(st.permutations(range(3)))[: len(counts)])
    return Terms(
        since=since,
        steps=tuple(zip(counts, ranks, strict=True)),
        every=draw(st.integers(0, 3)),
        star_rank=3,
        limits=ANY_NUMBER,
        forgiven=draw(st.sampled_from([0, 0, 1, 2])),
        standing=draw(st.sampled_from([1, 1, 2, 3])),
        miss_recalls=not keep and draw(st.booleans()),
        revocation_resets=draw(st.booleans()),
        revocation_recalls=not keep and draw(st.booleans()),
    )


@st.composite
def ladders(draw: st.DrawFn, keep: bool = False) -> Ladder:
    """Any ladder: consecutive or cumulative, of any period, amended up to twice."""
    period = draw(st.sampled_from([1, 1, 2, 4]))
    years = sorted(draw(st.sets(st.integers(2006, 2005 + 8 * period), max_size=2)))
    all_terms = [draw(rules(since, keep)) for since in (2005, *years)]
    if draw(st.integers(0, 3)) == 0:
        all_terms = [Terms(**{**each.__dict__, "forgiven": None}) for each in all_terms]
    return ladder(*all_terms, names="low middle high", period=period)


def written(letters: str, longest: int = 9) -> st.SearchStrategy[str]:
    """Histories written in some of the letters."""
    return st.text(letters, min_size=1, max_size=longest)
