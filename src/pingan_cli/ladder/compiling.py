"""From a valid ladder file to the ladder that the engine judges by."""

from __future__ import annotations

from typing import Any

from pingan_cli.engine.ladder import Ladder, Limits, Names, OpenEnd, Terms, Tier

Entry = dict[str, Any]


def compiled(file: Entry) -> Ladder:
    """The engine's ladder. `file` holds the plain values of a ladder file that `model.LadderFile` accepts."""
    ranks = ranked(file)
    entries = {
        entry["id"]: entry for terms in [*file.get("amendments", ()), file] for entry in terms.get("tiers") or ()
    }
    results = file.get("results") or {"kind": "mark"}
    end = file.get("open_end")
    terms = [_terms(file, file["first_year"], ranks)]
    so_far = {**file, "every": end["every"] if end else 0}
    for amendment in file.get("amendments", ()):
        so_far |= {key: value for key, value in amendment.items() if value is not None}
        terms.append(_terms(so_far, amendment["from_year"], ranks))
    return Ladder(
        id=file["ladder"],
        name=_names(file["name"]),
        first_year=file["first_year"],
        announced=file["announced"],
        period=file.get("period", 1),
        levels=tuple(file.get("levels", ())),
        kind=results["kind"],
        grades=tuple(
            (grade["id"], _names(grade["name"]), grade.get("holds", True)) for grade in results.get("grades", ())
        ),
        named=tuple(
            Tier(tier_id, _names(entries[tier_id]["name"]), _short(entries[tier_id]), rank)
            for rank, tier_id in enumerate(ranks)
        ),
        open_end=OpenEnd(end["id"], _names(end["name"]), _short(end)) if end else None,
        terms=tuple(terms),
    )


def ranked(file: Entry) -> list[str]:
    """The ids of all named tiers in the order of their rank: the file's own, with those of amendments put between."""
    ranks = [entry["id"] for entry in file["tiers"]]
    for amendment in file.get("amendments", ()):
        position = 0
        for entry in amendment.get("tiers") or ():
            if entry["id"] in ranks:
                position = ranks.index(entry["id"]) + 1
            else:
                ranks.insert(position, entry["id"])
                position += 1
    return ranks


def _terms(file: Entry, since: int, ranks: list[str]) -> Terms:
    end = file.get("open_end")
    counts = file.get("counts") or {}
    return Terms(
        since=since,
        steps=tuple((entry["at"], ranks.index(entry["id"])) for entry in file["tiers"]),
        every=file.get("every", end["every"]) if end else 0,
        star_rank=len(ranks),
        forgiven=None if file["streak"] == "cumulative" else file.get("forgiven", 0),
        standing=file.get("standing", 1),
        miss_recalls=file["miss"]["honours"] == "recall",
        revocation_resets=file["revocation"]["count"] == "zero",
        revocation_recalls=file["revocation"]["honours"] == "recall",
        grades=frozenset(counts.get("grades") or ()),
        limits=_limits(counts.get("at_least"), counts.get("at_most")),
    )


def _limits(low: Any, high: Any) -> dict[str, Limits]:
    """The limits by level, `*` being those for every level."""
    lows, highs = _by_level(low), _by_level(high)
    return {
        level: Limits(lows.get(level, lows.get("*")), highs.get(level, highs.get("*")))
        for level in {**lows, **highs} or ("*",)
    }


def _by_level(limit: Any) -> dict[str, float]:
    if limit is None:
        return {}
    return limit if isinstance(limit, dict) else {"*": limit}


def _names(entry: Entry) -> Names:
    return Names(entry["en"], entry["zh"])


def _short(entry: Entry) -> Names:
    return _names(entry.get("short") or entry["name"])
