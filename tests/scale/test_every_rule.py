"""Rules of further ladders: large lists give the same bytes, or are gone through unit by unit."""

from __future__ import annotations

import csv

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingan_cli.cli.app import run
from pingan_cli.large import folding

HEAD = """
ladder: {name}
name: Rowing
card: Title
sources: [{{title: Made up, url: "https://example.org"}}]
first_year: 2010
announced: 0
streak: consecutive
"""
KEPT = "miss: {honours: keep}\n"
LOST = "revocation: {count: zero, honours: keep}\n"
TIERS = "tiers: [{id: two, at: 2, name: Two}, {id: three, at: 3, name: Three}, {id: six, at: 6, name: Six%s}]\n"
MARK = "results: {kind: mark}\n" + TIERS % ""
PLAIN = KEPT + LOST + MARK
GRADES = (
    "results: {kind: grade, %s grades: [{id: a, name: A, weight: 2}, {id: b, name: B}, "
    "{id: c, name: C}, {id: d, name: D, holds: false}]}\ncounts: {grades: [a, b]}\n" + KEPT + LOST + TIERS % ""
)
NUMBERS = "results: {kind: number, %s number: Hours}\ncounts: {at_least: 5}\n" + KEPT + LOST + TIERS % ""

LADDERS = {
    "not-held": "not_held: [2012, 2015-2016]\n" + PLAIN,
    "rounds": "rounds: [2010, 2011, 2014, 2015]\nperiod: 2\n" + PLAIN,
    "terms": "period: 2\n" + PLAIN,
    "back": "miss: {count: {back: 2}, honours: recall}\nmost: 6\n" + LOST + MARK,
    "to-a-tier": "miss: {count: tier, honours: recall}\n" + LOST + MARK,
    "weights": GRADES % "",
    "best-grade": GRADES % "several: best,",
    "numbers": NUMBERS % "",
    "best-number": NUMBERS % "several: best,",
    "best-mark": PLAIN.replace("{kind: mark}", "{kind: mark, several: best}"),
    "totals": KEPT + LOST + "results: {kind: mark}\n" + TIERS % ", and_total: 7, or_total: 8",
    "window": "forgiven: {misses: 1, within: 4}\n" + PLAIN,
    "lasting": "lasts: 2\n" + PLAIN,
    "recalled": "miss: {honours: recall}\nrevocation: {count: zero, honours: recall}\nforgiven: 1\n" + MARK,
}
MARKS = {
    "grade": ["a", "B", "C", "d", "revoked"],
    "number": ["3", "5", "7.5"],
    "mark": ["held", "missed", "revoked", "unknown", "√"],
}

CARDS = st.tuples(st.integers(2010, 2021), st.sampled_from("uvwxyz"), st.integers(0, 4))


@pytest.fixture(scope="module")
def ladders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ladders")
    for name, text in LADDERS.items():
        (folder / f"{name}.yaml").write_text(HEAD.format(name=name) + text, encoding="utf-8")
    return folder


def test_the_ladders_are_ladders(ladders):
    assert run(["rules", "check", *map(str, sorted(ladders.iterdir()))]) == 0


@pytest.mark.parametrize("ladder", LADDERS)
@given(st.lists(CARDS, min_size=1, max_size=60), st.booleans(), st.booleans())
@settings(max_examples=12, deadline=None)
def test_large_lists_are_judged_alike_under_every_rule(ladders, tmp_path_factory, ladder, cards, marked, in_steps):
    folder = tmp_path_factory.mktemp("same")
    rules = ladders / f"{ladder}.yaml"
    kind = next((kind for kind in ("grade", "number") if f"kind: {kind}" in LADDERS[ladder]), "mark")
    marks = MARKS[kind]
    marked = marked or kind != "mark"
    told = [(year, unit, *([marks[mark % len(marks)]] if marked else [])) for year, unit, mark in cards]
    columns = ["year", "unit", "result"][: len(told[0])]
    with (folder / "cards.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([columns, *told])
    types = "{'year': 'INTEGER', 'unit': 'VARCHAR'%s}" % (", 'result': 'VARCHAR'" if marked else "")
    read = f"SELECT * FROM read_csv('{folder}/cards.csv', header = true, columns = {types})"
    duckdb.execute(f"COPY ({read}) TO '{folder}/cards.parquet' (FORMAT parquet)")
    answers = []
    with pytest.MonkeyPatch.context() as patch:
        if in_steps:
            patch.setattr(folding, "_FEW", 0)
        for name, backend in (("cards.csv", "plain"), ("cards.csv", "duckdb"), ("cards.parquet", "duckdb")):
            target = folder / f"{len(answers)}.csv"
            asked = ["award", "--rules", str(rules), "--units", "none", "--data", str(folder / name)]
            status = run([*asked, "--backend", backend, "-o", str(target)])
            answers.append((status, target.read_bytes() if status == 0 else b""))
    assert answers[1:] == [answers[0]] * 2
