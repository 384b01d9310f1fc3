"""From a valid ladder file to the ladder that the engine judges by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from pingan_cli.engine.ladder import TO_TIER, ZERO, Ladder, Limits, Names, OpenEnd, Terms, Tier
from pingan_cli.ladder.values import Entry, part, parts, years_of


def compiled(file: Entry) -> Ladder:
    """The engine's ladder. `file` holds the plain values of a ladder file that `model.LadderFile` accepts."""
    amendments = parts(file, "amendments")
    ranks = ranked([[tier["id"] for tier in parts(terms, "tiers")] for terms in (file, *amendments)])
    tiers = {tier["id"]: tier for terms in (*amendments, file) for tier in parts(terms, "tiers")}
    results = part(file, "results")
    end = part(file, "open_end")
    weights = _weights(file)
    terms = [_terms(file, file["first_year"], ranks, weights)]
    so_far = file
    for amendment in amendments:
        new = {key: value for key, value in amendment.items() if value is not None}
        so_far = so_far | new | {"miss": so_far["miss"] | part(new, "miss")}
        terms.append(_terms(so_far, amendment["from_year"], ranks, weights))
    return Ladder(
        id=file["ladder"],
        name=bilingual(file["name"]),
        first_year=file["first_year"],
        announced=file["announced"],
        period=file.get("period", 1),
        levels=tuple(file.get("levels", ())),
        kind=results.get("kind", "mark"),
        grades=tuple(
            (grade["id"], bilingual(grade["name"]), grade.get("holds", True)) for grade in parts(results, "grades")
        ),
        named=tuple(
            Tier(tier_id, bilingual(tiers[tier_id]["name"]), _short(tiers[tier_id]), rank)
            for rank, tier_id in enumerate(ranks)
        ),
        open_end=OpenEnd(end["id"], _starred(end["name"]), _starred(end.get("short") or end["name"])) if end else None,
        terms=tuple(terms),
        rounds=_years(file.get("rounds")),
        not_held=_years(file.get("not_held")),
        weights=tuple(weights.items()),
        best_of_several=results.get("several") == "best",
    )


def bilingual(name: str | Entry) -> Names:
    """A name in both languages; what is said in one alone serves both.

    >>> bilingual("Bronze"), bilingual({"zh": "铜"})
    (Names(en='Bronze', zh='Bronze'), Names(en='铜', zh='铜'))
    """
    said = {"en": name} if isinstance(name, str) else name
    en, zh = said.get("en"), said.get("zh")
    return Names(en or zh or "", zh or en or "")


def gist(part: Entry) -> Names | None:
    """What a source or an amendment says, in both languages; None where the file does not tell."""
    said = {"en": part.get("says"), "zh": part.get("says_zh")}
    return bilingual(said) if any(said.values()) else None


def _starred(name: str | Entry) -> Names:
    """The name of a star. Where one language serves both, its words for numbers do too."""
    en, zh = bilingual(name)
    if en != zh:
        return Names(en, zh)
    words = "{chinese}" if any("\u4e00" <= letter <= "\u9fff" for letter in en) else "{english}"
    return Names(*[en.replace("{number}", words)] * 2)


def ranked(lists: Sequence[Sequence[str]]) -> list[str]:
    """The ids of all named tiers in the order of their rank, from the file's own list and those of its amendments.

    A tier that an amendment adds ranks right above the one before it in the amendment's list.

    >>> ranked([["ding", "gold"], ["ding", "silver", "gold"]])
    ['ding', 'silver', 'gold']
    """
    ranks: list[str] = []
    for tier_ids in lists:
        position = 0
        for tier_id in tier_ids:
            if tier_id in ranks:
                position = ranks.index(tier_id) + 1
            else:
                ranks.insert(position, tier_id)
                position += 1
    return ranks


def _terms(file: Entry, since: int, ranks: list[str], weights: dict[str, int]) -> Terms:
    end = part(file, "open_end")
    counts = part(file, "counts")
    tiers = [(ranks.index(tier["id"]), tier) for tier in parts(file, "tiers")]
    misses, within = forgiven_of(file)
    return Terms(
        since=since,
        steps=tuple((tier["at"], rank) for rank, tier in tiers),
        every=file.get("every", end["every"]) if end else 0,
        star_rank=len(ranks),
        or_totals=tuple((tier["or_total"], rank) for rank, tier in tiers if tier.get("or_total")),
        and_totals=tuple((tier["and_total"], rank) for rank, tier in tiers if tier.get("and_total")),
        forgiven=None if file["streak"] == "cumulative" else misses,
        within=within,
        back=_back(file["miss"].get("count", "zero")),
        most=file.get("most") or 0,
        standing=file.get("standing", 1),
        weights=tuple(sorted(set(weights.values()), reverse=True)) or (1,),
        miss_recalls=file["miss"]["honours"] == "recall",
        revocation_resets=file["revocation"]["count"] == "zero",
        revocation_recalls=file["revocation"]["honours"] == "recall",
        lasting=file.get("lasts") or 0,
        lasts=tuple((rank, tier["lasts"]) for rank, tier in tiers if tier.get("lasts")),
        grades=frozenset[str](counts.get("grades") or ()),
        limits=_limits(_by_level(counts.get("at_least")), _by_level(counts.get("at_most"))),
    )


def forgiven_of(file: Entry) -> tuple[int, int]:
    """How many misses a run survives, and within how many periods, 0 for however many."""
    forgiven = file.get("forgiven") or 0
    if isinstance(forgiven, dict):
        said = cast(Entry, forgiven)
        return said["misses"], (said.get("within") or 0) if said["misses"] else 0
    return forgiven, 0


def _back(count: str | Entry) -> int:
    """What a miss takes from the count, as `Terms.back` has it."""
    if isinstance(count, dict):
        return count["back"]
    return TO_TIER if count == "tier" else ZERO


def _weights(file: Entry) -> dict[str, int]:
    """How many periods one with each of the grades counts for that count under any terms; none where all are alike."""
    counting = {
        grade for terms in (file, *parts(file, "amendments")) for grade in part(terms, "counts").get("grades", ())
    }
    grades = parts(part(file, "results"), "grades")
    weights = {grade["id"]: grade.get("weight", 1) for grade in grades if grade["id"] in counting}
    return weights if any(weight != 1 for weight in weights.values()) else {}


def _years(value: Any) -> tuple[int, ...]:
    """The years that a ladder file lists, in their order; none where it lists none."""
    return tuple(sorted(cast(list[int], years_of(value)))) if value is not None else ()


def _limits(lows: dict[str, float], highs: dict[str, float]) -> dict[str, Limits]:
    """The limits by level, `*` being those for every level."""
    return {
        level: Limits(lows.get(level, lows.get("*")), highs.get(level, highs.get("*")))
        for level in {**lows, **highs} or ("*",)
    }


def _by_level(limit: float | dict[str, float] | None) -> dict[str, float]:
    if limit is None:
        return {}
    return limit if isinstance(limit, dict) else {"*": limit}


def _short(entry: Entry) -> Names:
    return bilingual(entry.get("short") or entry["name"])
