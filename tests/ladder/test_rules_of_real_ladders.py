"""The keys for the rules of real ladders: each as the reference spells it, and what cannot stand together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pingan_cli.ladder.examples import check_ladder
from pingan_cli.problems import ERROR

BASE = """
ladder: real
name: Real
card: {zh: 牌}
sources: [{title: The rules, url: "https://example.org/rules"}]
first_year: 2001
announced: 0
streak: consecutive
miss: {honours: recall}
revocation: {count: zero, honours: keep}
tiers:
  - {id: low, at: 2, name: Low}
  - {id: high, at: 4, name: High}
"""
GRADED = """
results:
  kind: grade
  grades:
    - {id: gold, name: Gold, weight: 2}
    - {id: silver, name: Silver}
    - {id: bronze, name: Bronze}
    - {id: none, name: None, holds: false}
counts: {grades: [gold, silver]}
"""


def problems(folder: Path, *changes: str) -> list[str]:
    """What is wrong with the ladder with some keys of its own: `LINE message | hint` without the lines."""
    file: dict[str, Any] = {}
    for text in (BASE, *changes):
        file |= yaml.safe_load(text)
    path = folder / "real.yaml"
    path.write_text(yaml.safe_dump(file, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return [
        f"{problem.message}{f' | {problem.hint}' if problem.hint else ''}"
        for problem in check_ladder(path).problems
        if problem.severity == ERROR
    ]


def example(cards: str, year: int, streak: int | str, honour: str | None, more: str = "") -> str:
    honour = "null" if honour is None else honour
    return f"examples: [{{says: so it is, cards: {cards}, year: {year}, streak: {streak}, honour: {honour}{more}}}]"


@pytest.mark.parametrize(
    "changes",
    [
        ("miss: {count: zero, honours: recall}", example("{held: 2001-2003}", 2004, 0, None)),
        ("miss: {count: tier, honours: recall}", example("{held: 2001-2003}", 2004, 2, "low", ", conferred: 2002")),
        (
            "miss: {count: {back: 2}, honours: recall}",
            example("{held: 2001-2004}", 2005, 2, "low", ", conferred: 2005"),
        ),
        ("miss: {count: {back: 2}, honours: recall}\nmost: 5", example("{held: 2001-2008}", 2009, 3, "low")),
        ("not_held: [2003, 2005-2006]", example('{held: "2001-2002, 2004, 2007"}', 2007, 4, "high")),
        ("not_held: 2003", example('{held: "2001-2002"}', 2003, 2, "low", ", awarded: low")),
        ('not_held: "2003, 2005-2006"', example('{held: "2001-2002, 2004", missed: 2005}', 2006, 3, "low")),
        ("rounds: [2001, 2003, 2006]", example('{held: "2001, 2003, 2006-2007"}', 2007, 4, "high")),
        ("rounds: [2001, 2003, 2006]\nperiod: 4", example('{held: "2003, 2006, 2010"}', 2013, 3, "low")),
        ("rounds: [2001, 2003, 2006]\nperiod: 4", example('{held: "2003, 2006, 2010"}', 2014, 0, None)),
        (GRADED, example("{gold: 2001, silver: 2002}", 2002, 3, "low")),
        (GRADED, example("{unknown: 2001, silver: 2002}", 2002, "{min: 1, max: 3}", "{min: null, max: low}")),
        (
            "tiers: [{id: low, at: 2, or_total: 3, name: Low}, {id: high, at: 4, and_total: 6, name: High}]",
            example('{held: "2001, 2003, 2005"}', 2006, 0, "low", ", conferred: 2005"),
        ),
        ("forgiven: {misses: 1, within: 3}", example('{held: "2001-2002, 2004-2005, 2007"}', 2007, 5, "high")),
        ("forgiven: {misses: 1}", example('{held: "2001-2002, 2004-2005, 2007"}', 2007, 3, "low")),
        ("lasts: 2\nmiss: {honours: keep}", example("{held: 2001-2002}", 2004, 0, None)),
        (
            "tiers: [{id: low, at: 2, name: Low}, {id: high, at: 4, lasts: 1, name: High}]\nmiss: {honours: keep}",
            example("{held: 2001-2004}", 2005, 0, "low", ", conferred: 2002"),
        ),
        ("results: {kind: mark, several: best}", example("{held: 2001-2002, missed: 2001}", 2002, 2, "low")),
        (GRADED.replace("kind: grade", "kind: grade\n  several: best"),
         example("{silver: 2001, gold: 2001, bronze: 2001}", 2001, 2, "low")),
        (
            'results: {kind: number, several: best}\ncounts: {at_least: 5}',
            example('{"9": 2001-2002, "4": 2001}', 2002, 2, "low"),
        ),
        ("period: 2", example('{held: "2001, 2004", missed: "2002-2003"}', 2004, 2, "low")),
        (
            "amendments: [{from_year: 2003, says: new, miss: {count: {back: 1}, honours: keep}, most: 4, lasts: 9}]",
            example("{held: 2001-2006}", 2007, 3, "high"),
        ),
        (
            "miss: {count: tier, honours: keep}\namendments: [{from_year: 2004, says: new, miss: {honours: recall}}]",
            example("{held: 2001-2003}", 2004, 2, "low"),
        ),
    ],
)  # fmt: skip
def test_a_rule_as_the_reference_spells_it(tmp_path: Path, changes: tuple[str, ...]) -> None:
    assert problems(tmp_path, *changes) == []
    wrong = changes[-1].replace("streak: ", "streak: 7").replace("7{min: 1", "{min: 77")
    assert problems(tmp_path, *changes[:-1], wrong) != []


CHOOSE = "choose between 'forgiven' and a 'count' of 'tier' or 'back'"
STARS = "open_end: {every: 2, id: 'star-{n}', name: 'Star {n}'}\n"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            "miss: {count: tier, honours: keep}\nforgiven: 1",
            [f"miss.count: a miss that leaves some of the count cannot be forgiven as well | {CHOOSE}"],
        ),
        (
            "miss: {count: {back: 1}, honours: keep}\nforgiven: {misses: 2, within: 5}",
            [f"miss.count: a miss that leaves some of the count cannot be forgiven as well | {CHOOSE}"],
        ),
        (
            "miss: {count: tier, honours: keep}\namendments: [{from_year: 2005, says: new, forgiven: 1}]",
            [f"amendments[0].forgiven: a miss that leaves some of the count cannot be forgiven as well | {CHOOSE}"],
        ),
        (
            "streak: cumulative\nmiss: {count: tier, honours: keep}",
            ["miss.count: on a cumulative ladder a miss takes nothing from the count"],
        ),
        ("most: 3", ["most: high at 4 is never reached: the count does not exceed 3"]),
        (
            f"most: 9\n{STARS}",
            ["most: a ladder with an open end cannot bound its count | leave 'most' out"],
        ),
        (
            "most: 5\namendments: [{from_year: 2005, says: new, tiers: [{id: high, at: 6, name: High}]}]",
            ["amendments[0].tiers: high at 6 is never reached: the count does not exceed 5"],
        ),
        (
            "tiers: [{id: low, at: 2, or_total: 2, name: Low}]",
            ["tiers[0].or_total: 2 in all is not more than 2 in a row"],
        ),
        (
            "tiers: [{id: low, at: 2, and_total: 1, name: Low}]",
            ["tiers[0].and_total: 1 in all is not more than 2 in a row"],
        ),
        (
            "tiers: [{id: low, at: 2, and_total: 5, or_total: 4, name: Low}]",
            ["tiers[0].and_total: 4 in all reach it without a run, so that it never takes more"],
        ),
        (
            "streak: cumulative\nmiss: {honours: keep}\ntiers: [{id: low, at: 2, or_total: 4, name: Low}]",
            ["tiers[0].or_total: a cumulative ladder counts in all anyway | leave 'or_total' out"],
        ),
        (
            GRADED.replace("name: Silver}", "name: Silver, weight: 3}"),
            ["results.grades[1].weight: 'silver' counts for 3, and the better 'gold' only for 2"
             " | grades stand from the best to the worst"],
        ),
        (
            GRADED.replace("holds: false}", "holds: false, weight: 2}"),
            ["results.grades[3].weight: 'none' cannot count: a unit with it holds no card"],
        ),
        ("forgiven: {within: 3}", ["forgiven: the key 'misses' is missing"]),
        ("forgiven: {misses: 1, wihtin: 3}",
         ["forgiven: the key 'wihtin' is not in the ladder language | did you mean within?"]),
        ("miss: {count: half, honours: keep}",
        ["miss.count: 'half' is not 'zero', 'tier' or {back: 2}"
         " | write {back: 2}"]),
        ("miss: {count: {bakc: 1}, honours: keep}",
         ["miss.count: the key 'back' is missing",
          "miss.count: the key 'bakc' is not in the ladder language | did you mean back?"]),
        ("rounds: [2002, 2004]", ["rounds: the first round is that of the first year, 2001, not 2002"]),
        ("rounds: [2001, 2006, 2004]", ["rounds: rounds stand in the order of their years"]),
        ("not_held: 2000", ["not_held: 2000 lies before the first year, 2001"]),
        (
            f"not_held: 2002\n{example('{held: 2001-2003}', 2003, 2, 'low')}",
            ["examples[0].cards.held: the card was given to nobody for 2002, by 'not_held'"],
        ),
        (
            f"rounds: [2001, 2003]\n{example('{held: 2001-2002}', 2003, 1, 'low')}",
            ["examples[0].cards.held: 2002 is no year of a round"],
        ),
        (
            example("{held: 2001-2002, missed: 2001}", 2002, 2, "low"),
            ["examples[0].cards.missed: 2001 is held already"],
        ),
        (
            f"results: {{kind: mark, several: best}}\n{example('{held: 2001-2002, revoked: 2001}', 2002, 2, 'low')}",
            ["examples[0].cards.revoked: 2001 is held already"],
        ),
    ],
)  # fmt: skip
def test_what_cannot_stand_together(tmp_path: Path, changes: str, expected: list[str]) -> None:
    assert problems(tmp_path, changes) == expected
