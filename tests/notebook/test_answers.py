"""Answers taken apart and looked at: the dictionaries are those of the commands' JSON, and the HTML is safe."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import pingan_cli
from pingan_cli import Refused, Source, audit, changes, deduce, find_units, forecast, open_records
from pingan_cli.answers import Answer
from pingan_cli.cli.app import run
from pingan_cli.views.notebook import MOST_ROWS

RECORDS = open_records()
ANSWERS: dict[str, tuple[Callable[[], Any], str]] = {
    "award --year 2022": (lambda: RECORDS.award(2022), "units"),
    "award --year 2022 --level city": (lambda: RECORDS.award(2022, level="city"), "units"),
    "award --year 2022 --new": (
        lambda: RECORDS.award(2022).only(lambda judged: judged.verdict.awarded is not None),
        "units",
    ),
    "streak Dongtou --year 2022": (lambda: RECORDS.standing("Dongtou", 2022), "units"),
    "streak Dongtou Cixi --year 2022": (lambda: RECORDS.standings(["Dongtou", "Cixi"], 2022), "units"),
    "forecast Dongtou --lose 2024": (lambda: forecast(RECORDS, ["Dongtou"], lose=[2024]), "units"),
    "forecast --city Wenzhou": (lambda: forecast(RECORDS, city="Wenzhou"), "units"),
    "changes --year 2022": (lambda: changes(RECORDS, 2022), "changes"),
    "changes --year 2021 --city Hangzhou": (lambda: changes(RECORDS, 2021, city="Hangzhou"), "changes"),
    "changes": (lambda: changes(RECORDS), "changes"),
    "units": (find_units, "units"),
    "units Dongtou": (lambda: find_units("Dongtou"), "units"),
    "units ping --level county": (lambda: find_units("ping", level="county"), "units"),
    "deduce": (deduce, "cards"),
    "audit --unit Cixi": (lambda: audit().on("Cixi"), "claims"),
    "audit --status undecided": (lambda: audit().only("undecided"), "claims"),
}


class Tags(HTMLParser):
    """The tags of a text, which must be well nested."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return tags


@pytest.mark.parametrize("command", ANSWERS)
def test_the_dictionaries_are_those_of_the_json(command: str) -> None:
    make, key = ANSWERS[command]
    out = io.StringIO()
    with redirect_stdout(out):
        run([*command.split(), "--format", "json"])
    found = make().to_dicts()
    assert found == json.loads(out.getvalue())[key]
    assert found


@pytest.mark.parametrize("command", ANSWERS)
def test_a_notebook_shows_what_the_command_shows(command: str) -> None:
    answer = ANSWERS[command][0]()
    assert isinstance(answer, Answer)
    tags = read(answer._repr_html_())
    page = answer.view().page().said("en")
    assert page.title in tags.text
    assert all(note in tags.text for note in page.notes)
    assert bool(tags.seen & {"table", "pre"}) == bool(page.parts)
    assert tags.seen <= {"p", "strong", "table", "thead", "tbody", "tr", "th", "td", "pre"}
    assert answer.view().page().said("zh").title in read(answer.to_html("zh")).text


def test_text_from_files_is_escaped(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>&amp;\x1b[31m\u202e"
    (tmp_path / "cards.csv").write_text(f'year,unit\n2020,"{evil}"\n', encoding="utf-8")
    records = open_records(data=[str(tmp_path / "cards.csv")], units="none")
    for answer in (records.award(2020), records.standing(evil), records.standings([evil, evil])):
        html = answer.to_html()
        assert "script" not in read(html).seen
        assert "\x1b" not in html
        assert "\u202e" not in html
        assert answer.to_dicts()[0]["name"] == evil.removesuffix("\u202e"), "what nobody sees is no part of a name"


def test_a_long_table_ends(tmp_path: Path) -> None:
    rows = "".join(f"2020,unit {number}\n" for number in range(MOST_ROWS + 7))
    (tmp_path / "cards.csv").write_text(f"year,unit\n{rows}", encoding="utf-8")
    award = open_records(data=[str(tmp_path / "cards.csv")], units="none", since=2020).award(2020)
    html = award.to_html()
    assert html.count("<tr>") == MOST_ROWS + 2
    assert "… +7</td>" in html
    assert len(award.to_dicts()) == MOST_ROWS + 7


def test_invented_records_say_so() -> None:
    records = open_records("changan-cup")
    assert "[invented sample]" in records.award(records.last_year).to_html()


def test_every_public_name_is_there_and_typed() -> None:
    assert (Path(pingan_cli.__file__).parent / "py.typed").is_file()
    for name in pingan_cli.__all__:
        assert getattr(pingan_cli, name) is not None
    named = {name for names in pingan_cli._MODULES.values() for name in names}
    assert named == set(pingan_cli.__all__) - {"__version__"}
    with pytest.raises(AttributeError, match="no attribute 'awards'"):
        _ = pingan_cli.awards


def test_changes_of_one_kind() -> None:
    conferred = changes(RECORDS, 2022).only("conferred")
    assert {each.change.kind for each in conferred.changed} == {"conferred"}
    assert conferred.changed[0].change.tier is not None
    assert [each["change"] for each in conferred.to_dicts()] == ["conferred"] * len(conferred.changed)
    assert "[invented sample]" in changes(open_records("changan-cup")).to_html()


def test_units_found_come_with_their_families() -> None:
    found = find_units("上城")
    assert [unit.code for unit in found.units] == ["330102"]
    assert [kin.unit.name for kin in found.families[0].predecessors] == ["Jianggan"]
    assert "江干区" in found.to_html("zh")
    assert find_units().families == ()
    for query, level in (("Cixy", None), ("", "village")):
        with pytest.raises(Refused) as refused:
            find_units(query, level=level)
        assert refused.value.problems


def test_units_of_a_registry_of_ones_own_are_escaped(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("code,name_en\n1,<b>x</b>\n", encoding="utf-8")
    html = find_units(source=Source(units=str(tmp_path / "units.csv"))).to_html()
    assert "b" not in read(html).seen


def test_one_path_is_enough_and_what_is_no_path_is_refused(tmp_path: Path) -> None:
    cards = tmp_path / "cards.csv"
    cards.write_text("year,unit\n2020,a\n", encoding="utf-8")
    for named in (cards, str(cards), [cards], (str(cards),)):
        assert [each.unit.code for each in open_records(data=named, units="none").award(2020)] == ["a"]
    for wrong in ({"year": [2020]}, [{"year": 2020}], 7):
        with pytest.raises(TypeError, match="data is the path of a file, or several in a list, not "):
            open_records(data=wrong)  # pyright: ignore[reportArgumentType]
