"""Whatever a file holds, it is read or refused with problems that name it; nothing else is raised."""

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.small_ladders import ladder
from pingan_cli.claims.reading import COLUMNS, read_claims
from pingan_cli.library import open_ladder
from pingan_cli.problems import CODES
from pingan_cli.records.cards import read_cards
from pingan_cli.records.gathering import gather
from pingan_cli.records.package import find_package
from pingan_cli.records.registry import Registry, read_registry
from pingan_cli.shipped import DATA

LADDER = ladder()
SHIPPED = open_ladder().ladder
REGISTRY = read_registry(DATA / "zhejiang" / "units.csv")[0]

PIECES = (
    *(",", ";", "\t", "\n", "\r", '"', " ", "\ufeff", "\x00", "\x1b", "\u200b"),
    *("year", "unit", "code", "result", "2005", "2006", "20l5", "年", "２００５"),
    *("洞头", "Shaoxing", "330305", "A", "√", "×", "?", "1", "0", "held"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
contents = st.one_of(
    texts.map(lambda text: text.encode()),
    texts.map(lambda text: f"year,unit,result\n{text}".encode("gb18030")),
    texts.map(lambda text: f"unit,2005,2006\n{text}".encode("utf-8-sig")),
    st.binary(max_size=40),
)
once = settings(max_examples=300, deadline=None)


def all_name(problems, path):
    return all(each.code in CODES and each.file == str(path) and each.message and str(each) for each in problems)


@once
@given(contents, st.booleans())
@example(b"\xef\xbb\xbf\xff", False)
def test_any_card_file(tmp_path_factory, content, registered):
    path = tmp_path_factory.mktemp("any") / "2005.csv"
    path.write_bytes(content)
    cards, problems = read_cards(path, LADDER)
    assert (cards is None) == bool(problems)
    if cards:
        problems = gather([(cards, True)], LADDER, REGISTRY if registered else None)[1]
    assert all_name(problems, path)


@once
@given(texts, st.sampled_from(["", "code,name_en\n", "code,name_zh,first_year,successors,change,carries_on\n"]))
def test_any_registry(tmp_path_factory, text, header):
    path = tmp_path_factory.mktemp("any") / "units.csv"
    path.write_text(header + text, encoding="utf-8", newline="")
    registry, problems = read_registry(path)
    assert (registry is None) == bool(problems)
    assert all_name(problems, path)


@settings(max_examples=100, deadline=None)
@given(texts)
def test_any_claims(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "claims.csv"
    path.write_text(",".join(COLUMNS) + "\n" + text, encoding="utf-8", newline="")
    assert isinstance(REGISTRY, Registry)
    assert all_name(read_claims(path, SHIPPED, REGISTRY)[1], path)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["cards", "units", "a.csv", "..", "/", "\0", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "path", "resources", "partial"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(json_values | st.fixed_dictionaries({"resources": st.lists(json_values, max_size=3), "partial": json_values}))
def test_any_package(tmp_path_factory, document):
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.csv").write_text("year,unit\n2005,A\n")
    (folder / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    package, problems = find_package(folder)
    assert (package is None) == bool(problems)
    assert all_name(problems, folder / "datapackage.json")
