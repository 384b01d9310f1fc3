"""What a report finds: changes of a year, places of tiles and cities, and numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pingan_cli.library import open_records
from pingan_cli.records.registry import Registry
from pingan_cli.report.content import Place, Report
from pingan_cli.report.figures import changes_in, figures, tier_counts, without_honour
from pingan_cli.report.known import slots_of
from pingan_cli.report.library import read_places, report
from pingan_cli.source import Source
from pingan_cli.texts import said


@cache
def report_on(year: int, data: tuple[str, ...] = (), units: str | None = None) -> Report:
    return report(Source(data=data, units=units), year)


def told_in(report: Report, year: int) -> dict[str, list[str]]:
    """The changes of a year by kind and tier."""
    index = report.years.index(year)
    return {
        " ".join(filter(None, (change.kind, change.tier and change.tier.id, change.run))): [
            said(text, "en") for _, text in change.units
        ]
        for change in changes_in(report, index)
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Three units from 2005 to 2012: one that misses 2009, one never, one whose list ends early."""
    folder = tmp_path_factory.mktemp("small")
    rows = [(year, "Broken") for year in range(2005, 2013) if year != 2009]
    rows += [(year, "Steady") for year in range(2005, 2013)]
    rows += [(year, "Late") for year in range(2010, 2013)]
    text = "year,unit\n" + "".join(f"{year},{unit}\n" for year, unit in rows)
    (folder / "cards.csv").write_text(text, encoding="utf-8")
    return report_on(2012, (str(folder / "cards.csv"),), "none")


@pytest.mark.parametrize(
    ("year", "changes"),
    [
        (2006, {}),
        (2007, {"awarded ding": ["Broken", "Steady"]}),
        (2009, {"broken after 4 years in a row": ["Broken"]}),
        (2010, {"awarded bronze-ding": ["Steady"]}),
        (2012, {"awarded ding": ["Broken", "Late"]}),
    ],
)
def test_what_a_year_changed(small: Report, year: int, changes: dict[str, list[str]]) -> None:
    assert told_in(small, year) == changes


def test_numbers_of_a_year(small: Report) -> None:
    def numbers(year: int) -> list[int]:
        return [figure.number for figure in figures(small, small.years.index(year))]

    assert numbers(2005) == [3, 2, 0, 0, 0]  # units, held, honoured, awarded, open
    assert numbers(2009) == [3, 1, 2, 0, 0]
    assert numbers(2012) == [3, 3, 3, 2, 0]
    assert [(count.tier.id, *count[1:]) for count in tier_counts(small, 7)] == [
        ("bronze-ding", 1, 1, 1),
        ("ding", 2, 3, 3),
    ]
    assert without_honour(small, 0) == (3, 0)


def test_tiers_counted_agree_with_the_award() -> None:
    report = report_on(2022)
    verdicts = [judged.verdict for judged in open_records().award(2022, off_record=True)]
    for tier, highest, at_least, at_most in tier_counts(report, len(report.years) - 1):
        assert highest == sum(verdict.honour.min == tier for verdict in verdicts)
        assert at_least == sum(bool(v.honour.min and v.honour.min.rank >= tier.rank) for v in verdicts)
        assert at_most == sum(bool(v.honour.max and v.honour.max.rank >= tier.rank) for v in verdicts)


def test_only_certain_awards_are_told_as_such() -> None:
    of_2009 = told_in(report_on(2022), 2009)  # what came before 2007 is not on record for Yuhang
    assert "Yuhang" in of_2009["raised ding"]
    assert "Yuhang" not in of_2009.get("awarded ding", [])


def test_mergers_and_renamings_are_told_in_their_year() -> None:
    report = report_on(2022)
    assert "Dongtou (洞头县) became Dongtou (洞头区)" in told_in(report, 2015)["registry"]
    of_2021 = told_in(report, 2021)["registry"]
    assert {"Xiacheng is no more", "Jianggan is no more", "Linping is new", "Qiantang is new"} == set(of_2021)


def test_a_new_unit_takes_the_tile_of_one_that_is_gone() -> None:
    report = report_on(2022)
    hangzhou = next(group for group in report.groups if group.code == "330100")
    slots = [[climb.line.units[-1].name for climb in slot] for slot in slots_of(hangzhou, len(report.years) - 1)]
    assert ["Xiacheng", "Linping"] in slots
    assert ["Jianggan", "Qiantang"] in slots
    assert len(slots) == 13


def test_cities_stand_in_their_official_order_and_on_the_map_where_they_lie() -> None:
    report = report_on(2022)
    names = [group.city.name for group in report.groups if group.city]
    assert names == [group.city.name for group in report.cities if group.city]
    assert names[:4] == ["Hangzhou", "Ningbo", "Wenzhou", "Jiaxing"]
    assert names[-2:] == ["Taizhou", "Lishui"]
    places = report.published.places
    hangzhou, quzhou, taizhou = places["330100"], places["330800"], places["331000"]
    assert hangzhou.row < quzhou.row
    assert quzhou.column < taizhou.column
    cells = [(place.row, place.column + across) for place in places.values() for across in range(place.width)]
    assert len(cells) == len(set(cells))  # no city lies on another


def test_without_a_map_units_are_grouped_by_city_all_the_same(small: Report, pingan: Callable, tmp_path: Path) -> None:
    assert [group.code for group in small.groups] == [""]
    (tmp_path / "units.csv").write_text(
        "code,name_en,level,parent\n1,Northtown,city,\n11,Hill,county,1\n12,Dale,county,1\n2,Lonely,city,\n",
        encoding="utf-8",
    )
    (tmp_path / "cards.csv").write_text("year,code\n2005,11\n", encoding="utf-8")
    report = report_on(2005, (str(tmp_path / "cards.csv"),), str(tmp_path / "units.csv"))
    grouped = {group.code: [climb.key for climb in group.members] for group in report.groups}
    assert grouped == {"1": ["11", "12"], "": ["2"]}
    assert report.published.places == {}


def test_faults_of_a_map_are_told_with_their_lines(tmp_path: Path) -> None:
    registry = open_records().registry
    assert isinstance(registry, Registry)
    path = tmp_path / "map.csv"
    path.write_text("code,column,row,width\n330100,1,2,2\n999999,1,1,1\n330200,0,1,1\n330100,3,3,1\n", encoding="utf-8")
    places, problems = read_places(path, registry)
    assert places == {"330100": Place(1, 2, 2)}
    assert [(problem.code, problem.line) for problem in problems] == [
        ("unit-unknown", 3),
        ("package-invalid", 4),
        ("package-invalid", 5),
    ]
    path.write_text("code,column\n330100,1\n", encoding="utf-8")
    assert [problem.code for problem in read_places(path, registry)[1]] == ["csv-header"]
