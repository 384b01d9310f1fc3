"""Lists read block by block say what they say when they are read row by row."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingan_cli.records import holders
from pingan_cli.records.table import Table

YEARS = {"2005": 1, "2006": 2, "2007": 4, "": 0, "洞头区": 0}


class Bits(dict[str, int]):
    """Years as `cards.Years` has them: a text that is no year has no bit."""

    def __missing__(self, text: str) -> int:
        return YEARS.get(text, 0)


def row_by_row(table, unit_at, year_at, file_year):
    found, flawed = {}, False
    for row in table.rows():
        if len(row) <= max(unit_at, year_at or 0):
            flawed = True
            continue
        year = file_year if year_at is None else row[year_at]
        found[row[unit_at]] = found.get(row[unit_at], 0) | YEARS.get(year, 0)
    return found, flawed


def answer(read, *args):
    """What reading gives; a row without a cell is as flawed as one in which the unit's is blank."""
    try:
        found, flawed = read(*args)
        return {unit: mask for unit, mask in found.items() if unit.strip()}, flawed or "" in found
    except csv.Error as error:
        return str(error)


units = st.sampled_from(["A", "B", "330305", "洞头区", "宁波市", "a b", "", '"A"', '"A;\n,B"', 'x"y', "A\r"])
years = st.sampled_from(["2005", "2006", "2006", "2007", '"2005"', "", "x"])


@st.composite
def lists(draw):
    """A file's bytes, its encoding and separator, how many columns it has, and where unit and year stand."""
    separator = draw(st.sampled_from([",", ";", "\t"]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    width = draw(st.integers(1, 3))
    unit_at, *other = draw(st.permutations(range(width)))
    year_at = draw(st.sampled_from([None, *other[:1]]))
    rows = [["unit"] * width]
    sorted_by_year = draw(st.booleans())
    asked = draw(st.lists(st.tuples(years, units), max_size=40))
    for year, unit in sorted(asked) if sorted_by_year else asked:
        row = ["note"] * width
        row[unit_at] = unit
        if year_at is not None:
            row[year_at] = year
        rows.append(row)
    text = end.join(map(separator.join, rows)) + draw(st.sampled_from(["", end, end * 2, f'{end}"', f"{end}A"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
    return text.encode(encoding), encoding, separator, rows[0], unit_at, year_at


@given(lists(), st.sampled_from([8, 24, 60, 1 << 14]))
@settings(max_examples=400, deadline=None)
def test_blocks_say_what_rows_say(tmp_path_factory, listed, block):
    content, encoding, separator, header, unit_at, year_at = listed
    path = tmp_path_factory.mktemp("large") / "cards.csv"
    path.write_bytes(content)
    table = Table(path, encoding, separator, header)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holders, "_BLOCK", block)
        found = answer(holders.read_holders, table, Bits(), unit_at, year_at, "2006", len(header))
    assert found == answer(row_by_row, table, unit_at, year_at, "2006")


@pytest.mark.parametrize("columns", [("year", "unit"), ("unit", "year")])
@pytest.mark.parametrize("by_year", [True, False])
def test_plain_lists_are_read_in_blocks_to_their_end(tmp_path, columns, by_year):
    rows = [{"year": year, "unit": f"V{number}"} for year in ("2005", "2006", "2007") for number in range(5000)]
    if not by_year:
        rows.sort(key=lambda row: row["unit"])
    path = tmp_path / "cards.csv"
    lines = [",".join(row[column] for column in columns) for row in rows]
    path.write_text("\n".join([",".join(columns), *lines, ""]))
    table = Table(path, "utf-8", ",", list(columns))
    found, begin = holders._plain_blocks(table, Bits(), columns.index("unit"), columns.index("year"), "")
    assert found == {f"V{number}": 7 for number in range(5000)}
    assert begin == path.stat().st_size
