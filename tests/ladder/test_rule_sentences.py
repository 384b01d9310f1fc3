"""What `rules show` says of a ladder: every rule in a sentence, in years, terms or rounds, and no two at odds."""

from __future__ import annotations

from pathlib import Path

import pytest

from pingan_cli.ladder.loader import load_ladder
from pingan_cli.texts import said
from pingan_cli.views.rules import rule_sentences

BASE = """
ladder: said
name: Said
card: {en: Title, zh: 称号}
sources: [{title: The rules, url: "https://example.org/rules"}]
first_year: 2001
announced: 0
streak: consecutive
"""
TIERS = "tiers: [{id: low, at: 2, name: Low}]\n"
KEPT = "miss: {honours: keep}\nrevocation: {count: zero, honours: keep}\n"
RECALLED = "miss: {honours: recall}\nrevocation: {count: miss, honours: keep}\n"
GRADES = (
    "counts: {grades: [gold]}\nresults: {kind: grade, several: best, grades: [{id: gold, name: Gold, weight: 2}]}\n"
)
TOTALS = "tiers: [{id: low, at: 2, or_total: 4, and_total: 3, lasts: 1, name: Low}]\n"


@pytest.mark.parametrize(
    ("rule", "english", "chinese"),
    [
        (
            TIERS + KEPT,
            ["Only a run without a miss counts.", "A miss ends the run; honours already conferred are kept.",
             "A revoked card sets the count to zero; honours already conferred are kept."],
            ["须连续，不得中断。", "未获评则连续中断，已授予的荣誉予以保留。"],
        ),
        (
            TIERS + RECALLED + "forgiven: 2\nperiod: 4\nstanding: 2\nlasts: 1\n",
            ["A run survives 2 misses.", "The card counts when it has been held for 2 terms in a row.",
             "With one miss too many the run begins behind the first of them; honours that it no longer holds are "
             "recalled.",
             "A revoked card counts as a miss; honours already conferred are kept, whatever misses follow.",
             "An honour lasts for 1 term, the first being the last one with a card that bears it out."],
            ["连续期间可容许 2 次未获评而不中断。", "须已连续持有满 2 届，当期方计入。"],
        ),
        (
            TIERS + KEPT + "forgiven: {misses: 1, within: 5}\nrounds: [2001, 2002, 2004]\nperiod: 3\n",
            ["Title, given in rounds for 2001–2002, 2004, and after that every 3 years.",
             "A run survives 1 miss within any 5 rounds."],
            ["任意连续 5 届内可容许 1 次未获评而不中断。"],
        ),
        (
            TIERS + "miss: {count: tier, honours: keep}\nrevocation: {count: zero, honours: recall}\nnot_held: 2003\n",
            ["It was given to nobody for 2003.", "A miss takes the count back to the highest tier that it had reached.",
             "Honours already conferred are kept.",
             "A revoked card sets the count to zero and recalls the honours conferred."],
            ["2003年度未开展评选。"],
        ),
        (
            TIERS + "miss: {count: {back: 2}, honours: recall}\nrevocation: {count: zero, honours: keep}\nmost: 5\n",
            ["A miss takes 2 years from the count.", "The count does not exceed 5 years.",
             "Honours that the count left does not reach are recalled."],
            ["每次未获评减去 2 年。"],
        ),
        (
            TOTALS + GRADES + "miss: {honours: recall}\nrevocation: {count: miss, honours: recall}\n",
            ["Gold counts for 2 years.", "Of several results for one year the best one counts.",
             "Low is reached by 4 years in all too, in a row or not.", "Low takes 3 years in all beside the run.",
             "A miss ends the run and recalls the honours that the total does not reach.",
             "A revoked card counts as a miss and recalls the honours that run and total no longer reach.",
             "Low lasts for 1 year, the first being the last one with a card that bears it out."],
            ["Low另须累计满 3 年。"],
        ),
        (
            TOTALS + KEPT,
            ["A run has no miss.", "Low is reached by 4 years in all too, in a row or not."],
            ["连续期间不得有未获评。"],
        ),
        (
            TOTALS + "miss: {count: tier, honours: recall}\nrevocation: {count: zero, honours: keep}\n",
            ["Honours that neither the count left nor the total reaches are recalled."],
            ["余下计数和累计数均达不到的荣誉予以收回。"],
        ),
        (
            TOTALS + RECALLED + "forgiven: 1\n",
            ["With one miss too many the run begins behind the first of them; honours that neither it nor the total "
             "holds are recalled."],
            ["超出容许次数时，自其中首次未获评之后重新起算；余下计数和累计数均不足以支持的荣誉予以收回。"],
        ),
        (
            TIERS + KEPT + "levels: [city, county]\nresults: {kind: number, number: {en: deaths, zh: 死亡人数}}\n"
            "counts: {at_most: {city: 9, county: 2}}\n",
            ["What counts for city: deaths, at most 9.", "What counts for county: deaths, at most 2."],
            ["设区市：死亡人数不多于 9 的，计入。"],
        ),
        (
            TIERS + KEPT + "results: {kind: number, number: {en: points, zh: 积分}}\ncounts: {at_least: 5}\n",
            ["What counts: points, at least 5."],
            ["积分不少于 5 的，计入。"],
        ),
    ],
)  # fmt: skip
def test_a_rule_in_sentences(tmp_path: Path, rule: str, english: list[str], chinese: list[str]) -> None:
    path = tmp_path / "said.yaml"
    path.write_text(BASE + rule, encoding="utf-8")
    loaded, problems = load_ladder(path)
    assert problems == []
    assert loaded is not None
    for lang, expected in (("en", english), ("zh", chinese)):
        sentences = [said(sentence, lang) for sentence in rule_sentences(loaded)]
        assert [sentence for sentence in expected if sentence not in sentences] == []
