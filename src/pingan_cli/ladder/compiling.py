"""From a valid ladder file to the ladder that the engine judges by."""

from __future__ import annotations

from collections.abc import Sequence

from pingan_cli.engine.ladder import Ladder, Limits, Names, OpenEnd, Terms, Tier
from pingan_cli.ladder.entries import Entry, part, parts


def compiled(file: Entry) -> Ladder:
    """The engine's ladder. `file` holds the plain values of a ladder file that `model.LadderFile` accepts."""
    amendments = parts(file, "amendments")
    ranks = ranked([[tier["id"] for tier in parts(terms, "tiers")] for terms in (file, *amendments)])
    tiers = {tier["id"]: tier for terms in (*amendments, file) for tier in parts(terms, "tiers")}
    results = part(file, "results")
    end = part(file, "open_end")
    terms = [_terms(file, file["first_year"], ranks)]
    so_far = file
    for amendment in amendments:
        so_far = so_far | {key: value for key, value in amendment.items() if value is not None}
        terms.append(_terms(so_far, amendment["from_year"], ranks))
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
    )


def bilingual(name: str | Entry) -> Names:
    """A name in both languages; what is said in one alone serves both.

    >>> bilingual("Bronze"), bilingual({"zh": "铜"})
    (Names(en='Bronze', zh='Bronze'), Names(en='铜', zh='铜'))
    """
    said = {"en": name} if isinstance(name, str) else name
    en, zh = said.get("en"), said.get("zh")
    return Names(en or zh or "", zh or en or "")


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


def _terms(file: Entry, since: int, ranks: list[str]) -> Terms:
    end = part(file, "open_end")
    counts = part(file, "counts")
    return Terms(
        since=since,
        steps=tuple((tier["at"], ranks.index(tier["id"])) for tier in file["tiers"]),
        every=file.get("every", end["every"]) if end else 0,
        star_rank=len(ranks),
        forgiven=None if file["streak"] == "cumulative" else file.get("forgiven", 0),
        standing=file.get("standing", 1),
        miss_recalls=file["miss"]["honours"] == "recall",
        revocation_resets=file["revocation"]["count"] == "zero",
        revocation_recalls=file["revocation"]["honours"] == "recall",
        grades=frozenset[str](counts.get("grades") or ()),
        limits=_limits(_by_level(counts.get("at_least")), _by_level(counts.get("at_most"))),
    )


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
