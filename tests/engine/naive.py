"""The whole ladder language a second time, as the reference says it and as slowly as it may be.

It reads the plain values of a ladder file and the results of all periods, and goes through the whole history again for
each period. It shares no line with the engine, which is held against it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

File = dict[str, Any]


class Earned(NamedTuple):
    """What a history has earned by the end of its last period; periods count from 0, tiers are named by their rank."""

    streak: int
    since: int | None
    honour: int | None
    conferred: int | None
    awarded: int | None


class Kept(NamedTuple):
    """An honour that a unit has."""

    conferred: int
    borne_out: int
    safe: bool


def rules_in(file: File, year: int) -> File:
    """The values of a ladder file with those of the amendments that hold in a year."""
    rules = dict(file)
    for amendment in file.get("amendments", []):
        if amendment["from_year"] <= year:
            rules |= amendment | {"miss": {**rules["miss"], **amendment.get("miss", {})}}
    return rules


def reached(rules: File, ranks: list[str], count: int, total: int) -> int | None:
    """The highest tier that a run of so many periods reaches, given how many count in all."""
    found = None
    for tier in rules["tiers"]:
        if count >= tier["at"] and total >= tier.get("and_total", 0):
            found = ranks.index(tier["id"])
    last, end = rules["tiers"][-1], rules.get("open_end")
    if end and found == ranks.index(last["id"]):
        every = rules.get("every", end["every"])
        stars = (count - last["at"]) // every
        found = len(ranks) + stars - 1 if stars else found
    return found


def reached_in_all(rules: File, ranks: list[str], total: int) -> int | None:
    """The highest tier that so many periods reach that need not be in a row."""
    enough = [ranks.index(tier["id"]) for tier in rules["tiers"] if tier.get("or_total", total + 1) <= total]
    return max(enough, default=None)


def over(one: int | None, other: int | None) -> bool:
    """Whether a tier is higher than another, or than none."""
    return (-1 if one is None else one) > (-1 if other is None else other)


def earned(file: File, ranks: list[str], results: str, years: list[int]) -> Earned:
    """What a history has earned. Results: H and L count for their weights (`file["weigh"]`), W is held, M, R."""
    begin = 0  # the run begins at the first period from here on that counts
    misses: list[int] = []
    honours: dict[int, Kept] = {}
    before = after = None
    awarded = None
    length, since = 0, None
    cumulative = file["streak"] == "cumulative"
    ends = any(
        "lasts" in each for rules in (file, *file.get("amendments", [])) for each in (rules, *rules.get("tiers", []))
    )
    cleared = 0
    for now in range(len(results)):
        rules = rules_in(file, years[now])
        result = results[now]
        zero = result == "R" and rules["revocation"]["count"] == "zero"
        counts = counting(file, results, years, now)
        stepping = rules["miss"].get("count", "zero") != "zero"
        forgiven = rules.get("forgiven", 0)
        most_misses, within = (
            (forgiven["misses"], forgiven.get("within")) if isinstance(forgiven, dict) else (forgiven, None)
        )
        if zero:
            begin = cleared = now + 1
            misses = []
        elif (
            not counts
            and not cumulative
            and not stepping
            and run_of(file, ranks, results, years, begin, cleared, now)[0] > 0
        ):
            misses.append(now)
            inside = [miss for miss in misses if miss >= begin and (within is None or miss > now - within)]
            if len(inside) > most_misses:
                begin = inside[len(inside) - most_misses - 1] + 1
        elif not counts and stepping:
            misses = []
        before = after
        length, since, held, held_since = run_of(file, ranks, results, years, begin, cleared, now + 1)
        total, in_all, in_all_since = total_of(file, ranks, results, years, cleared, now + 1)
        best, best_since = (held, held_since)
        if over(in_all, held) or (in_all is not None and in_all == held and in_all_since < held_since):
            best, best_since = in_all, in_all_since
        after = best
        had = max(honours, default=None)
        totals = any("or_total" in tier or "and_total" in tier for tier in rules["tiers"])
        if result == "R" and rules["revocation"]["honours"] == "keep":
            honours = {rank: kept._replace(safe=True) for rank, kept in honours.items()}
        elif result == "R" and not totals:
            honours = {}
        elif result == "R":
            honours = {rank: kept._replace(safe=False) for rank, kept in honours.items() if not over(rank, best)}
        elif not counts and rules["miss"]["honours"] == "recall" and not cumulative:
            honours = {rank: kept for rank, kept in honours.items() if kept.safe or not over(rank, best)}
        left = max(honours, default=None)
        if over(had, left) and left is not None and left == best and not honours[left].safe:
            honours[left] = honours[left]._replace(conferred=best_since)
        if result in "HLW":
            stands = reached(rules, ranks, length, total)
            in_all_now = reached_in_all(rules, ranks, total)
            stands = in_all_now if over(in_all_now, stands) else stands
            given = best if not ends or over(stands, best) else stands
            of_now = {ranks.index(tier["id"]) for tier in rules["tiers"]} | set(range(len(ranks), 1000))
            for rank in sorted(of_now) if given is not None else []:
                if rank <= given:
                    honours[rank] = honours.get(rank, Kept(now, now, False))._replace(borne_out=now)
        for rank, kept in list(honours.items()):
            lasts = next(
                (tier["lasts"] for tier in rules["tiers"] if ranks.index(tier["id"]) == rank and "lasts" in tier),
                rules.get("lasts"),
            )
            if lasts is not None and now - kept.borne_out >= lasts:
                del honours[rank]
        awarded = None
        if counts and over(after, before):
            awarded = after
        elif result in "HLW" and over(max(honours, default=None), had):
            awarded = max(honours)
    honour = max(honours, default=None)
    return Earned(length, since, honour, None if honour is None else honours[honour].conferred, awarded)


def counting(file: File, results: str, years: list[int], now: int) -> bool:
    """Whether a period counts: with a result that does, and the card held for long enough."""
    standing = rules_in(file, years[now]).get("standing", 1)
    held = results[max(0, now - standing + 1) : now + 1]
    return results[now] in "HL" and len(held) == standing and all(result in "HLW" for result in held)


def run_of(
    file: File, ranks: list[str], results: str, years: list[int], begin: int, cleared: int, end: int
) -> tuple[int, int | None, int | None, int | None]:
    """What the periods from `begin` to before `end` count in a row, and since when; what that has reached, and when."""
    count, first, held, held_since = 0, None, None, None
    for now in range(begin, end):
        rules = rules_in(file, years[now])
        most = rules.get("most", 1000)
        total = total_of(file, ranks, results, years, cleared, now + 1)[0]
        if counting(file, results, years, now):
            first = first if count else now
            count = min(count + file["weigh"][results[now]], most)
            if over(tier := reached(rules, ranks, count, total), held):
                held, held_since = tier, now
            continue
        count = min(count, most)
        leaves = rules["miss"].get("count", "zero")
        if count and leaves != "zero":
            count = left_of(rules, leaves, count)
            if over(held, tier := reached(rules, ranks, count, total)):
                held, held_since = tier, now
            if not count:
                first = held = held_since = None
        totals = any("or_total" in tier or "and_total" in tier for tier in rules["tiers"])
        if results[now] == "R" and rules["revocation"]["honours"] == "recall" and not totals:
            held = held_since = None
    return count, first if count else None, held, held_since


def left_of(rules: File, leaves: Any, count: int) -> int:
    """What a miss leaves of a count."""
    if leaves != "tier":
        return max(0, count - leaves["back"])
    ats = [tier["at"] for tier in rules["tiers"]]
    if end := rules.get("open_end"):
        ats += range(ats[-1], count + 1, rules.get("every", end["every"]))
    return max((at for at in ats if at <= count), default=0)


def total_of(
    file: File, ranks: list[str], results: str, years: list[int], cleared: int, end: int
) -> tuple[int, int | None, int | None]:
    """How many periods count in all, and what these have reached in all, and when."""
    total, held, held_since = 0, None, None
    for now in range(cleared, end):
        if counting(file, results, years, now):
            total += file["weigh"][results[now]]
            if over(tier := reached_in_all(rules_in(file, years[now]), ranks, total), held):
                held, held_since = tier, now
    return total, held, held_since
