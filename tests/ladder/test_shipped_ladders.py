"""The shipped ladders on their sample records, by values worked out by hand from the rules and the sample files."""

import json

import pytest

from pingan_cli.engine.verdict import Verdict
from pingan_cli.ladder.loader import DEFAULT, shipped_ladders
from pingan_cli.library import open_ladder, open_records
from pingan_cli.shipped import DATA

Told = tuple[int, str | None, int | None, int | None, str | None, str | None, int | None]
"""Streak, honour, since, conferred, awarded, next tier and its year."""

EXPECTED: dict[tuple[str, int], dict[str, Told]] = {
    ("guangdong-peace", 2016): {
        "Yunwan": (3, "ding", 2014, 2016, "ding", "ding-1", 2019),
        "Meiting": (3, "ding", 2014, 2016, "ding", "ding-1", 2019),
        "Songlan": (0, None, None, None, None, "ding", 2019),  # four good years
        "Luoshan": (0, None, None, None, None, "ding", 2019),  # two excellent years, then one failed
        "Tanyue": (0, None, None, None, None, "ding", 2019),
    },
    ("guangdong-peace", 2022): {
        "Yunwan": (9, "ding-2", 2014, 2022, "ding-2", "ding-3", 2025),
        "Songlan": (5, "ding", 2018, 2020, None, "ding-1", 2023),
        "Luoshan": (3, "ding", 2020, 2022, "ding", "ding-1", 2025),  # revoked in 2019
        "Meiting": (1, "ding", 2022, 2016, None, "ding", 2024),  # not on the list of 2021
        "Tanyue": (0, None, None, None, None, "ding", 2025),
    },
    ("guangdong-peace", 2024): {
        "Yunwan": (11, "ding-2", 2014, 2022, None, "ding-3", 2025),
        "Meiting": (3, "ding", 2022, 2016, "ding", "ding-1", 2027),  # the ding anew, after a gap
        "Luoshan": (1, "ding", 2024, 2022, None, "ding", 2026),
        "Songlan": (0, "ding-1", None, 2023, None, "ding", 2027),  # a good year breaks the run
        "Tanyue": (0, None, None, None, None, "ding", 2027),
    },
    ("zhejiang-safety", 2023): {
        "Yunwan": (5, "bronze-ding", 2019, 2023, "bronze-ding", "silver-ding", 2025),  # nine deaths in 2021
        "Meiting": (5, "bronze-ding", 2019, 2023, "bronze-ding", "silver-ding", 2025),  # two in 2021
        "Hexiang": (5, "bronze-ding", 2019, 2023, "bronze-ding", "silver-ding", 2025),
        "Luoshan": (5, "bronze-ding", 2019, 2023, "bronze-ding", "silver-ding", 2025),
        "Songlan": (2, None, 2022, None, None, "bronze-ding", 2026),  # twelve in 2021
    },
    ("zhejiang-safety", 2024): {
        "Yunwan": (6, "bronze-ding", 2019, 2023, None, "silver-ding", 2025),
        "Hexiang": (6, "bronze-ding", 2019, 2023, None, "silver-ding", 2025),
        "Luoshan": (6, "bronze-ding", 2019, 2023, None, "silver-ding", 2025),
        "Songlan": (3, None, 2022, None, None, "bronze-ding", 2026),
        "Meiting": (0, None, None, None, None, "bronze-ding", 2029),  # three in 2024: the ding is recalled
    },
    ("zhejiang-safety", 2027): {
        "Yunwan": (9, "gold-ding", 2019, 2027, "gold-ding", None, None),
        "Luoshan": (9, "gold-ding", 2019, 2027, "gold-ding", None, None),
        "Songlan": (6, "bronze-ding", 2022, 2026, None, "silver-ding", 2028),
        "Meiting": (3, None, 2025, None, None, "bronze-ding", 2029),
        "Hexiang": (0, None, None, None, None, "bronze-ding", 2032),  # the silver ding, revoked in 2027
    },
    ("tree-city-usa", 1999): {
        "Maple Hollow": (9, "growth-award", 1991, 1991, None, "sterling", 2000),
        "Elm Crossing": (6, "growth-award", 1991, 1991, None, "sterling", 2004),  # away from 1997 to 1999
        "Birch Landing": (4, "growth-award", 1996, 1996, None, "sterling", 2005),  # new in 1995
        "Cedar Flats": (3, "growth-award", 1994, 1994, None, "sterling", 2006),  # 1994, 1996, 1999
        "Oakmoor": (0, None, None, None, None, "growth-award", 2000),  # nine points a year
    },
    ("tree-city-usa", 2004): {
        "Maple Hollow": (14, "sterling", 1991, 2000, None, None, None),
        "Elm Crossing": (10, "sterling", 1991, 2004, "sterling", None, None),
        "Birch Landing": (9, "growth-award", 1996, 1996, None, "sterling", 2005),
        "Cedar Flats": (8, "growth-award", 1994, 1994, None, "sterling", 2006),
        "Oakmoor": (0, None, None, None, None, "growth-award", 2005),
    },
    ("changan-cup", 2004): {
        "Yunwan": (3, "changan-cup", 1993, 2004, "changan-cup", "changan-cup-1", 2008),
        "Songlan": (2, None, 1997, None, None, "changan-cup", 2008),
        "Luoshan": (1, None, 2001, None, None, "changan-cup", 2012),
        "Meiting": (0, None, None, None, None, "changan-cup", 2016),
    },
    ("changan-cup", 2020): {
        "Yunwan": (7, "changan-cup-4", 1993, 2020, "changan-cup-4", "changan-cup-5", 2024),
        "Songlan": (3, "changan-cup", 2009, 2020, "changan-cup", "changan-cup-1", 2024),
        "Luoshan": (0, None, None, None, None, "changan-cup", 2032),  # revoked in the middle of four
        "Meiting": (0, "changan-cup", None, 2016, None, "changan-cup", 2032),  # a miss keeps the Cup
    },
    ("rlss-service", 1999): {
        "Ada Quill": (50, "long-service-medal", 1950, 1999, "long-service-medal", None, None),
        "Ben Marlow": (20, "service-cross", 1980, 1999, "service-cross", "service-cross-bar-1", 2004),
        "Cora Finch": (10, "thanks-8", 1990, 1997, None, "service-medal", 2001),
        "Hal Brook": (10, "thanks-8", 1990, 1997, None, "service-medal", 2001),
        "Ida Penn": (5, "thanks-4", 1995, 1998, None, "thanks-8", 2002),
        **dict.fromkeys(
            ("Dov Larch", "Esme Thorn", "Finn Weir", "Jon Reed", "Kit Moss"),
            (0, None, None, None, None, "thanks-4", 2003),
        ),
    },
    ("rlss-service", 2024): {
        "Ben Marlow": (45, "recognition", 1980, 2019, None, "long-service-medal", 2029),
        "Hal Brook": (35, "life-member", 1990, 2024, "life-member", "recognition", 2029),
        "Ida Penn": (30, "service-cross-bar-2", 1995, 2024, "service-cross-bar-2", "life-member", 2029),
        "Jon Reed": (25, "service-cross-bar-1", 2000, 2024, "service-cross-bar-1", "service-cross-bar-2", 2029),
        "Cora Finch": (22, "service-cross", 2003, 2022, None, "service-cross-bar-1", 2027),  # no service in 2002
        "Esme Thorn": (13, "service-medal", 2012, 2023, None, "service-medal-bar", 2027),
        "Kit Moss": (8, "thanks-8", 2017, 2024, "thanks-8", "service-medal", 2028),
        "Dov Larch": (4, "thanks-4", 2021, 2024, "thanks-4", "thanks-8", 2028),
        "Ada Quill": (0, "long-service-medal", None, 1999, None, "thanks-4", 2028),
        "Finn Weir": (0, "service-medal-bar", None, 2020, None, "thanks-4", 2028),
    },
}


def told(verdict: Verdict) -> Told:
    assert verdict.streak.min == verdict.streak.max
    assert verdict.honour.min == verdict.honour.max
    return (
        verdict.streak.min,
        verdict.honour.min and verdict.honour.min.id,
        verdict.since,
        verdict.conferred,
        verdict.awarded and verdict.awarded.id,
        verdict.next and verdict.next.id,
        verdict.next_year,
    )


@pytest.mark.parametrize(("name", "year"), EXPECTED)
def test_the_award_of_a_year(name: str, year: int) -> None:
    award = open_records(rules=name).award(year)
    expected = EXPECTED[name, year]
    assert {row.unit.name: told(row.verdict) for row in award} == expected
    assert [row.verdict.streak.min for row in award] == sorted((each[0] for each in expected.values()), reverse=True)


@pytest.mark.parametrize(("name", "year"), EXPECTED)
def test_the_standing_of_each_unit(name: str, year: int) -> None:
    records = open_records(rules=name)
    for unit, expected in EXPECTED[name, year].items():
        assert told(records.standing(unit, year).verdict) == expected


def test_a_year_inside_a_term_is_judged_by_the_last_term_that_ended() -> None:
    records = open_records(rules="changan-cup")
    assert records.award(2019).year == 2016
    assert told(records.standing("Yunwan", 2019).verdict) == (
        6, "changan-cup-3", 1993, 2016, "changan-cup-3", "changan-cup-4", 2020,
    )  # fmt: skip


WITH_RECORDS = [name for name in shipped_ladders() if open_ladder(name).file.get("records")]


def test_every_ladder_with_records_is_judged_here() -> None:
    assert sorted({DEFAULT, *(name for name, _ in EXPECTED)}) == WITH_RECORDS


@pytest.mark.parametrize(
    "key", ["rounds", "most", "lasts", "within", "weight", "or_total", "and_total", "back", "count"]
)
def test_the_gallery_shows_every_kind_of_rule(key: str) -> None:
    assert any(key in str(open_ladder(name).file) for name in shipped_ladders())


@pytest.mark.parametrize("name", shipped_ladders())
def test_a_ladder_says_where_it_is_from_and_what_it_assumes(name: str) -> None:
    file = open_ladder(name).file
    assert all(source["url"].startswith("http") and source["says"] for source in file["sources"])
    assert len(file["assumptions"]) >= 3
    assert len(file["examples"]) >= 3
    known = {source["url"] for source in file["sources"]}
    assert name == DEFAULT or {example["source"] for example in file["examples"] if "source" in example} <= known


@pytest.mark.parametrize("name", [name for name in WITH_RECORDS if name != DEFAULT])
def test_a_sample_says_that_it_is_invented(name: str) -> None:
    descriptor = json.loads((DATA / name / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["sample"] is True
    assert "Invented" in descriptor["title"]
    assert descriptor["description"].startswith("INVENTED.")
