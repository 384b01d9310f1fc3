"""A name is plain text, or text in English, in Chinese or in both; one alone serves both languages."""

from pathlib import Path

import pytest

from pingan_cli.ladder.loader import load_ladder

LADDER = """\
ladder: named
name: NAME
card: NAME
sources: [{title: The rules, url: "https://example.org/rules"}]
first_year: 2005
announced: 1
results:
  kind: grade
  grades: [{id: good, name: NAME}]
counts: {grades: [good]}
streak: consecutive
miss: {honours: keep}
revocation: {count: zero, honours: keep}
tiers:
  - {id: low, at: 1, name: NAME, short: NAME}
open_end: {every: 1, id: "star-{n}", name: STAR}
assumptions: [NAME]
"""


@pytest.mark.parametrize(
    ("name", "star", "en", "zh", "second"),
    [
        ("{en: Good, zh: 优}", '{en: "{number}-Star", zh: "{number}星"}', "Good", "优", ("Two-Star", "二星")),
        ("Good", '"{number}-Star"', "Good", "Good", ("Two-Star", "Two-Star")),
        ("{en: Good}", '{en: "Star {n}"}', "Good", "Good", ("Star 2", "Star 2")),
        ("{zh: 优}", '{zh: "{number}星"}', "优", "优", ("二星", "二星")),
        ("优", '"{number}星"', "优", "优", ("二星", "二星")),
    ],
)
def test_a_name_is_said_in_one_language_or_in_both(
    tmp_path: Path, name: str, star: str, en: str, zh: str, second: tuple[str, str]
) -> None:
    path = tmp_path / "named.yaml"
    path.write_text(LADDER.replace("NAME", name).replace("STAR", star), encoding="utf-8")
    loaded, problems = load_ladder(path)
    assert problems == []
    assert loaded is not None
    ladder = loaded.ladder
    assert {ladder.name, ladder.named[0].name, ladder.named[0].short, ladder.grades[0][1]} == {(en, zh)}
    tier = ladder.tier(2)
    assert tier is not None
    assert tier.name == second
