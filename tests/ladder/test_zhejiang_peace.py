"""The Safe Zhejiang ladder: the published rungs, and the names of the stars without end."""

import pytest

from pingan_cli.engine.ladder import Ladder, Names, chinese, english
from pingan_cli.ladder.loader import DEFAULT, find_ladder, load_ladder


@pytest.fixture(scope="module")
def ladder() -> Ladder:
    path, problems = find_ladder(DEFAULT)
    assert path, problems
    loaded, problems = load_ladder(path)
    assert loaded, problems
    return loaded.ladder


def test_who_climbs_it_and_from_when(ladder: Ladder) -> None:
    assert (ladder.id, ladder.name) == ("zhejiang-peace", Names("Safe Zhejiang", "平安浙江"))
    assert (ladder.levels, ladder.first_year, ladder.announced, ladder.period) == (("city", "county"), 2005, 1, 1)
    assert len(ladder.terms) == 1
    terms = ladder.terms[0]
    assert (terms.forgiven, terms.standing, terms.miss_recalls, terms.revocation_recalls) == (0, 1, False, False)


@pytest.mark.parametrize(
    ("years", "tier", "en", "zh"),
    [
        (3, "ding", "Peace Ding", "平安鼎"),
        (6, "bronze-ding", "Bronze Ding", "平安铜鼎"),
        (9, "silver-ding", "Silver Ding", "平安银鼎"),
        (12, "gold-ding", "Gold Ding", "平安金鼎"),
        (15, "gold-ding-1", "One-Star Gold Ding", "一星平安金鼎"),
        (18, "gold-ding-2", "Two-Star Gold Ding", "二星平安金鼎"),
        (21, "gold-ding-3", "Three-Star Gold Ding", "三星平安金鼎"),
        (24, "gold-ding-4", "Four-Star Gold Ding", "四星平安金鼎"),
        (27, "gold-ding-5", "Five-Star Gold Ding", "五星平安金鼎"),
        (30, "gold-ding-6", "Six-Star Gold Ding", "六星平安金鼎"),
        (33, "gold-ding-7", "Seven-Star Gold Ding", "七星平安金鼎"),
        (36, "gold-ding-8", "Eight-Star Gold Ding", "八星平安金鼎"),
        (39, "gold-ding-9", "Nine-Star Gold Ding", "九星平安金鼎"),
        (42, "gold-ding-10", "Ten-Star Gold Ding", "十星平安金鼎"),
        (45, "gold-ding-11", "Eleven-Star Gold Ding", "十一星平安金鼎"),
        (48, "gold-ding-12", "Twelve-Star Gold Ding", "十二星平安金鼎"),
        (51, "gold-ding-13", "Thirteen-Star Gold Ding", "十三星平安金鼎"),
        (54, "gold-ding-14", "Fourteen-Star Gold Ding", "十四星平安金鼎"),
        (57, "gold-ding-15", "Fifteen-Star Gold Ding", "十五星平安金鼎"),
        (60, "gold-ding-16", "Sixteen-Star Gold Ding", "十六星平安金鼎"),
        (72, "gold-ding-20", "Twenty-Star Gold Ding", "二十星平安金鼎"),
        (75, "gold-ding-21", "Twenty-One-Star Gold Ding", "二十一星平安金鼎"),
        (312, "gold-ding-100", "One-Hundred-Star Gold Ding", "一百星平安金鼎"),
        (327, "gold-ding-105", "One-Hundred-Five-Star Gold Ding", "一百零五星平安金鼎"),
        (342, "gold-ding-110", "One-Hundred-Ten-Star Gold Ding", "一百一十星平安金鼎"),
    ],
)
def test_each_rung(ladder: Ladder, years: int, tier: str, en: str, zh: str) -> None:
    reached = ladder.tier(ladder.terms[0].reached(years))
    assert reached is not None
    assert (reached.id, reached.name) == (tier, Names(en, zh))
    before = ladder.tier(ladder.terms[0].reached(years - 1))
    assert before is None or before.rank == reached.rank - 1
    assert ladder.tier_named(tier) == reached


@pytest.mark.parametrize("tier", ["gold-ding-0", "gold-ding-01", "gold-ding-", "gold-ding-n", "gold-ding--1", "Ding"])
def test_tiers_that_there_are_not(ladder: Ladder, tier: str) -> None:
    assert ladder.tier_named(tier) is None


@pytest.mark.parametrize(
    ("number", "en", "zh"),
    [
        (0, "Zero", "零"), (10, "Ten", "十"), (11, "Eleven", "十一"), (16, "Sixteen", "十六"), (20, "Twenty", "二十"),
        (99, "Ninety-Nine", "九十九"), (101, "One-Hundred-One", "一百零一"), (111, "One-Hundred-Eleven", "一百一十一"),
        (120, "One-Hundred-Twenty", "一百二十"), (1000, "One-Thousand", "一千"),
        (1010, "One-Thousand-Ten", "一千零一十"),
        (2024, "Two-Thousand-Twenty-Four", "二千零二十四"), (10000, "Ten-Thousand", "一万"),
        (10500, "Ten-Thousand-Five-Hundred", "一万零五百"), (100000, "One-Hundred-Thousand", "十万"),
    ],
)  # fmt: skip
def test_numbers_in_words(number: int, en: str, zh: str) -> None:
    assert (english(number), chinese(number)) == (en, zh)
