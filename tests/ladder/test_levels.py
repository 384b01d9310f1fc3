"""A ladder whose limits differ by level cannot judge a unit of a level that it does not have."""

from pathlib import Path

import pytest

from pingan_cli.library import open_records
from pingan_cli.problems import Refused


def write(folder: Path, level: str) -> tuple[str, str]:
    units, cards = folder / "units.csv", folder / "cards.csv"
    units.write_text(f"code,name_en,name_zh,level\n1,Alder,甲,{level}\n2,Birch,乙,city\n", encoding="utf-8")
    cards.write_text("year,code,result\n2019,1,3\n2019,2,3\n2020,1,3\n", encoding="utf-8")
    return str(cards), str(units)


@pytest.mark.parametrize("level", ["", "town"])
def test_it_says_so(tmp_path: Path, level: str) -> None:
    cards, units = write(tmp_path, level)
    with pytest.raises(Refused) as refused:
        open_records(rules="zhejiang-safety", data=[cards], units=units)
    assert [str(problem) for problem in refused.value.problems] == [
        f"{cards}:2:6: error[level-uncovered]: "
        "zhejiang-safety has no limit for the level of Alder (甲, 1) (on 2 lines)\n"
        "  hint: give it one of the levels city, county in the registry"
    ]


def test_with_its_level_it_is_judged_by_the_limit_of_that(tmp_path: Path) -> None:
    cards, units = write(tmp_path, "county")
    award = open_records(rules="zhejiang-safety", data=[cards], units=units).award(2019)
    assert {row.unit.name: row.verdict.streak.min for row in award} == {"Alder": 0, "Birch": 1}
