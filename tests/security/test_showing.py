"""Whatever files and arguments hold, nothing that is shown is obeyed: by a terminal, a spreadsheet or a browser."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from pingan_cli.shipped import RULES
from program import Pingan
from security.unseen import RAW, SAMPLES

ESCAPES = "\x1b[31m\x1b]0;title\x07\x9b2J\u202e\u200b\x08\r"
MARKUP = "```\n</pre><script>alert(1)</script><img src=x onerror=alert(1)>\"'`[link](javascript:alert(1))&amp;{{7*7}}"
FORMULAS = [
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
]
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula; in East Asia, full-width signs too."""

EVIL = f"{MARKUP}{ESCAPES}{''.join(SAMPLES)}"


def quoted(*cells: str) -> str:
    row = io.StringIO(newline="")
    csv.writer(row, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(cells)
    return row.getvalue()


@pytest.fixture
def records(tmp_path: Path) -> list[str]:
    """A package in which every text that a file may hold is hostile; the options that name it."""
    folder = tmp_path / "evil"
    folder.mkdir()
    units = [
        ("1", f"Alpha {EVIL}", f"甲{EVIL}", "city", ""),
        *((str(number), name, f"{name}乙", "county", "1") for number, name in enumerate(FORMULAS, 2)),
    ]
    rows = [quoted("code", "name_en", "name_zh", "level", "parent", "reason", "basis")]
    rows += [quoted(*unit, EVIL, EVIL) for unit in units]
    (folder / "units.csv").write_text("".join(rows), encoding="utf-8", newline="")
    cards = "".join(quoted(str(year), code) for year in range(2005, 2020) for code, *_ in units)
    (folder / "cards.csv").write_text("year,unit\n" + cards, encoding="utf-8", newline="")
    claim = ("c1", "1", "card", "held", "2010", "assessment", EVIL, "javascript:alert(1)", EVIL, "high")
    claims = quoted(
        "id", "unit", "claim", "value", "year", "year_kind", "statement", "source", "source_date", "confidence"
    )
    (folder / "claims.csv").write_text(claims + quoted(*claim), encoding="utf-8", newline="")
    (folder / "map.csv").write_text("code,column,row,width\n1,1,1,1\n")
    resources = [{"name": name, "path": f"{name}.csv"} for name in ("units", "cards", "claims", "map")]
    (folder / "datapackage.json").write_text(json.dumps({"title": EVIL, "resources": resources}), encoding="utf-8")
    return ["--data", "evil"]


SHOWN = [
    ["award"], ["award", "--all", "--lang", "zh"], ["streak", "1", "2"], ["streak", "1", "--why"], ["forecast", "1"],
    ["changes"], ["audit"], ["deduce"],
]  # fmt: skip
FORMATS = ("table", "json", "csv", "markdown")


@pytest.mark.parametrize("command", SHOWN, ids=" ".join)
@pytest.mark.parametrize("form", FORMATS)
def test_no_character_that_a_terminal_obeys(pingan: Pingan, records: list[str], command: list[str], form: str) -> None:
    ran = pingan(*command, *records, "--format", form)
    assert ran.status in (0, 1), ran.err
    assert "Alpha" in ran.out or "甲" in ran.out or "c1" in ran.out
    assert not RAW.search((ran.out + ran.err).replace("\n", ""))


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "markdown", "github", "sarif", "junit"])
def test_no_problem_hands_on_what_a_terminal_obeys(
    pingan: Pingan, records: list[str], tmp_path: Path, form: str
) -> None:
    name = "evil\x1b[31m\u202e::error,\n.csv"
    (tmp_path / name).write_text(
        quoted("year", "unit", "result") + quoted("2010", EVIL, EVIL) + quoted(EVIL, "x", "1"), "utf-8"
    )
    ran = pingan("check", name, "evil", "--format", form)
    assert ran.status == 1
    assert "unit-unknown" in ran.out
    shown = ran.out + ran.err
    assert not RAW.search(shown.replace("\n", "") if form != "junit" else re.sub("[\n\t\r]", "", shown))
    if form == "github":
        lines = ran.out.splitlines()
        assert all(line.startswith(("::error file=", "::warning file=")) for line in lines[:-1])


HOSTILE = ["\x1b[31m", "a\u202eb", "a\nb", "\x9b", "\x07", "a\u061c\xadb\u3164\U000e0041"]
ARGUMENTS = [
    ["award", "--year"], ["award", "--data"], ["award", "--rules"], ["award", "--units"], ["award", "--tier"],
    ["award", "--city"], ["award", "--level"], ["award", "--format"], ["award", "--lang"], ["award", "--since"],
    ["award", "--expect"], ["award"], ["streak"], ["units"], ["check"], ["check", "--select"], ["check", "--ignore"],
    ["explain"], ["rules", "show"], ["forecast", "X", "--lose"], ["audit", "--claims"], ["batch", "--years"],
    ["batch", "--verify"], [],
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.parametrize("words", ARGUMENTS, ids=" ".join)
def test_no_argument_comes_back_raw(pingan: Pingan, words: list[str], text: str) -> None:
    ran = pingan(*words, text)
    assert ran.status in ((1, 2) if words == ["check"] else (2,))  # a pattern that nothing fits is a finding
    assert not RAW.search((ran.out + ran.err).replace("\n", ""))
    assert "Traceback" not in ran.err


def test_no_cell_of_our_csv_is_a_formula(pingan: Pingan, records: list[str], tmp_path: Path) -> None:
    (tmp_path / "=x.csv").write_text("year,unit\n=1+1,=2+2\n")
    for words in (["award", "--all"], ["streak", "1", "2"], ["changes"], ["audit"], ["deduce"], ["forecast", "2"]):
        ran = pingan(*words, *records, "--format", "csv")
        cells = [cell for row in csv.reader(io.StringIO(ran.out)) for cell in row]
        assert cells
        assert not [cell for cell in cells if cell.startswith(STARTS)]
    ran = pingan("check", "=x.csv", "--format", "csv")
    assert ran.out.count("'=x.csv") == 2
    assert pingan("batch", "--years", "2010", "-o", "all.csv", *records).status == 0
    cells = [cell for row in csv.reader(io.StringIO((tmp_path / "all.csv").read_text("utf-8"))) for cell in row]
    assert "'+1+1" in cells
    assert not [cell for cell in cells if cell.startswith(STARTS)]


class _Page(HTMLParser):
    """The tags of a page with their attributes, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_no_markup_of_a_file_is_markup_of_our_page(pingan: Pingan, records: list[str], tmp_path: Path) -> None:
    assert pingan("report", "-o", "evil.html", *records).status == 0
    assert pingan("report", "-o", "plain.html").status == 0
    evil, plain = (_Page((tmp_path / name).read_text("utf-8")) for name in ("evil.html", "plain.html"))
    text = (tmp_path / "evil.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in text
    assert {tag for tag, _ in evil.tags} <= {tag for tag, _ in plain.tags}
    assert [tag for tag, _ in evil.tags].count("script") == [tag for tag, _ in plain.tags].count("script")
    attributes = {name for _, attributes in evil.tags for name in attributes}
    assert not {name for name in attributes if name.startswith("on")}
    links = [attributes.get(name) or "" for _, attributes in evil.tags for name in ("href", "src", "action")]
    assert not [link for link in links if link and not re.match("#|https?://|data:image/", link)]
    assert not RAW.search(text.replace("\n", ""))


def test_no_markup_of_a_file_is_markup_of_our_markdown(pingan: Pingan, records: list[str]) -> None:
    for words in (["award", "--all"], ["streak", "1"], ["forecast", "1"], ["changes"], ["audit"], ["deduce"]):
        ran = pingan(*words, *records, "--format", "markdown")
        shown = _Page(MarkdownIt("commonmark").enable("table").render(ran.out))
        assert "script" in ran.out
        assert {tag for tag, _ in shown.tags} <= {"h2", "p", "pre", "code", "table", "thead", "tbody", "tr", "th", "td"}


TAGS = [
    "!!python/object/apply:os.system [touch ran]",
    "!!python/name:os.system",
    "&a [*a]",
    "!include /etc/passwd",
    "!!binary aGk=",
]


@pytest.mark.parametrize("tag", TAGS)
def test_no_ladder_runs_or_expands_anything(pingan: Pingan, tmp_path: Path, tag: str) -> None:
    text = (RULES / "zhejiang-peace.yaml").read_text(encoding="utf-8")
    (tmp_path / "evil.yaml").write_text(text.replace("first_year: 2005", f"first_year: {tag}"), encoding="utf-8")
    ran = pingan("award", "--rules", "evil.yaml")
    assert ran.status == 2
    assert "error[ladder-yaml]" in ran.err
    assert not (tmp_path / "ran").exists()


def test_names_in_a_ladder_are_no_templates(pingan: Pingan, tmp_path: Path) -> None:
    text = (RULES / "zhejiang-peace.yaml").read_text(encoding="utf-8").replace("ladder: zhejiang-peace", "ladder: evil")
    for name in ("{n.__class__}", "{0}", "{n!r:>1000000000}", "{number:>999999999}", "%s%n"):
        (tmp_path / "evil.yaml").write_text(text.replace("{number}-Star Gold Ding", f"x {name}"), encoding="utf-8")
        ran = pingan("award", "--rules", "evil.yaml")
        assert "class" not in ran.out.replace("{n.__class__}", "")
        assert len(ran.out) < 1_000_000


def test_a_configuration_without_end_is_refused_or_is_none_of_ours(
    pingan: Pingan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PINGAN_CONFIG", raising=False)
    monkeypatch.setattr(Path, "read_bytes", None)
    for name, begun, status in (
        ("pingan.toml", b"", 2), ("pyproject.toml", b"[tool.pingan]\n", 2), ("pyproject.toml", b"[tool.other]\n", 0)
    ):  # fmt: skip
        with (tmp_path / name).open("wb") as stream:
            stream.write(begun)
            stream.truncate(8 << 30)
        ran = pingan("award", "--year", "2022")
        assert (ran.status, "error[file-too-large]: there are more than 1 MB in it" in ran.err) == (status, status == 2)
        (tmp_path / name).unlink()


SETTINGS = [
    'output = "x"',
    "jobs = 99",
    "fix = true",
    'backend = "duckdb:///x"',
    "since = 1",
    "[tool]\nx = 1",
    "strict = false",
    'rules = ["a"]',
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_configuration_sets_nothing_but_what_is_read_and_how_it_is_shown(
    pingan: Pingan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.delenv("PINGAN_CONFIG", raising=False)
    (tmp_path / "pingan.toml").write_text(setting + "\n", encoding="utf-8")
    ran = pingan("award")
    assert (ran.status, ran.out) == (2, "")
    assert "error[config-invalid]" in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pingan.toml"]
