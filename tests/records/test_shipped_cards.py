"""The shipped cards: exactly what the shipped claims force, each row with the claims that it rests on."""

import csv
import io

import pytest

from pingan_cli.claims.deduction import UNIT_KINDS
from pingan_cli.claims.evidence import CARD_COLUMNS, card_entries, evidence_of
from pingan_cli.claims.reading import read_claims
from pingan_cli.engine.verdict import judge_of
from pingan_cli.library import open_ladder
from pingan_cli.records.cards import read_cards
from pingan_cli.records.gathering import gather
from pingan_cli.records.registry import read_registry
from pingan_cli.shipped import DATA

PACKAGE = DATA / "zhejiang"

IN_CONFLICT = ("c008", "c009", "c049", "c075")
"""Claims that cannot all be true, so that no card rests on them: Cixi's run, and the Gold Ding of all cities."""


@pytest.fixture(scope="module")
def ladder():
    return open_ladder().ladder


@pytest.fixture(scope="module")
def registry():
    found, problems = read_registry(PACKAGE / "units.csv")
    assert not problems
    return found


@pytest.fixture(scope="module")
def claims(ladder, registry):
    found, problems = read_claims(PACKAGE / "claims.csv", ladder, registry)
    assert not problems
    return {claim.id: claim for claim in found}


@pytest.fixture(scope="module")
def rows():
    with (PACKAGE / "cards.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="module")
def histories(ladder, registry):
    cards, problems = read_cards(PACKAGE / "cards.csv", ladder)
    assert not problems
    found, problems = gather([(cards, False)], ladder, registry)
    assert not problems
    return found


def test_the_file_is_byte_for_byte_what_the_claims_force(ladder, registry, claims):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CARD_COLUMNS)
    evidence = evidence_of(claims.values(), ladder, registry)
    assert evidence.complete, "the claims that ship are weighed to the end"
    for entry in card_entries(evidence.units, ladder):
        writer.writerow([*list(entry.values())[:-1], " ".join(entry["claims"])])
    assert (PACKAGE / "cards.csv").read_bytes().decode("utf-8") == text.getvalue()


def test_every_row_rests_on_claims_of_its_unit_that_exist(rows, claims, registry):
    assert rows
    for row in rows:
        ids = row["claims"].split()
        assert ids, row
        for claim_id in ids:
            claim = claims[claim_id]
            assert registry.line(claim.unit) is registry.line(row["code"]), row
            assert claim.confidence in ("high", "medium")
        assert row["confidence"] == ("medium" if any(claims[each].confidence == "medium" for each in ids) else "high")


def test_no_card_belongs_to_a_unit_that_did_not_exist_or_to_two_rows(rows, registry):
    seen = set()
    for row in rows:
        unit = registry.line(row["code"]).at(int(row["year"]))
        assert (unit.code, unit.name_zh) == (row["code"], row["unit"])
        seen.add((registry.line(row["code"]).key, row["year"]))
    assert len(seen) == len(rows)


def possible(ladder, history, claim, year):
    """Whether a claim on a unit can be true under a history with unknown years, by the engine's bounds."""
    verdict = judge_of(ladder, year)(history)
    bit = 1 << year - ladder.first_year
    if claim.kind == "card":
        return not history.known & bit or bool(history.held & bit) == (claim.value == "held")
    if claim.kind == "total":
        until = 2 * bit - 1
        return (
            (history.held & until).bit_count()
            <= int(claim.value)
            <= ((history.held | ~history.known) & until).bit_count()
        )
    if claim.kind == "tier-at-least":
        return verdict.honour.max.rank >= ladder.tier_named(claim.value).rank
    tier = ladder.tier_named(claim.value)
    return verdict.streak.min <= (ladder.terms[0].at(tier.rank) if tier else int(claim.value)) <= verdict.streak.max


def test_no_claim_that_is_used_contradicts_the_cards(ladder, claims, histories):
    """But for those that cannot all be true."""
    for claim in claims.values():
        if claim.kind in UNIT_KINDS and claim.confidence != "low" and claim.id not in IN_CONFLICT:
            history = histories.history(claim.unit)
            assert any(possible(ladder, history, claim, year) for year in claim.years), claim


def test_what_a_claim_states_exactly_the_cards_show_exactly(ladder, claims, histories):
    for claim in claims.values():
        used = claim.confidence != "low" and claim.id not in IN_CONFLICT
        if used and claim.kind in ("consecutive", "tier") and len(claim.years) == 1:
            verdict = judge_of(ladder, claim.years[0])(histories.history(claim.unit))
            tier = ladder.tier_named(claim.value)
            length = ladder.terms[0].at(tier.rank) if tier else int(claim.value)
            assert (verdict.streak.min, verdict.streak.max) == (length, length), claim


FACTS = [
    ("Dongtou", 2022, "gold-ding-2", "https://www.tellerreport.com/news/2024-04-07-first-point-of-view%E4%B8%A8the-rhythm-of-peace.Bkz0-qyleR.html"),
    ("Jiaxing", 2022, "gold-ding-2", "http://www.jxxznews.com.cn/xwzx/jxxw/202303/t20230331_9111736.html"),
    ("Zhoushan", 2022, "gold-ding-2", "http://www.jxxznews.com.cn/xwzx/jxxw/202303/t20230331_9111736.html"),
    ("Lishui", 2022, "gold-ding-2", "http://www.jxxznews.com.cn/xwzx/jxxw/202303/t20230331_9111736.html"),
    ("Shangcheng", 2022, "gold-ding-2", "http://www.jxxznews.com.cn/xwzx/jxxw/202303/t20230331_9111736.html"),
    ("Ningbo", 2008, "ding", "http://zj.people.com.cn/BIG5/n2/2021/0331/c186950-34650386.html"),
    ("Ningbo", 2011, "bronze-ding", "http://zj.people.com.cn/BIG5/n2/2021/0331/c186950-34650386.html"),
    ("Ningbo", 2017, "gold-ding", "http://zj.people.com.cn/BIG5/n2/2021/0331/c186950-34650386.html"),
    ("Ningbo", 2020, "gold-ding-1", "http://zj.people.com.cn/BIG5/n2/2021/0331/c186950-34650386.html"),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "year", "tier", "source"), FACTS)
def test_published_honours_are_conferred_in_their_year(ladder, registry, histories, unit, year, tier, source):
    verdict = judge_of(ladder, year)(histories.history(registry.find(unit).key))
    assert verdict.awarded == verdict.honour.min == verdict.honour.max == ladder.tier_named(tier), source
    assert verdict.conferred == year


def test_kaihua_was_named_safe_14_years_in_a_row_by_2018(ladder, registry, histories):
    """http://khnews.zjol.com.cn/khnews/system/2019/04/02/031563144.shtml"""
    verdict = judge_of(ladder, 2018)(histories.history(registry.find("Kaihua").key))
    assert (verdict.streak.min, verdict.streak.max, verdict.since) == (14, 14, 2005)


def test_the_text_of_the_ladder(ladder):
    """3, 6, 9 and 12 in a row, then a star at 15, 18, 21 … 60; https://www.tellerreport.com, 2024-04-07"""
    tiers = [ladder.tier(rank).id for rank in range(20)]
    assert tiers == ["ding", "bronze-ding", "silver-ding", "gold-ding", *(f"gold-ding-{star}" for star in range(1, 17))]
    assert [ladder.terms[0].at(rank) for rank in range(20)] == list(range(3, 61, 3))


def test_a_unit_has_no_unknown_years_before_it_began_nor_is_it_asked_for_years_after_its_end(registry, histories):
    assert "330383" not in set(histories.codes(2018))
    assert "330383" in set(histories.codes(2019))
    assert histories.history("330383").known == (1 << 2019 - 2005) - 1
    assert {"330103", "330104"} <= set(histories.codes(2020))
    assert not {"330103", "330104"} & set(histories.codes(2021))
    assert histories.history("330113").held == 0
    assert histories.history("330305").held == histories.history("330322").held == (1 << 18) - 1
