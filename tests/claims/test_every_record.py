"""Deduction and audit held against trying every record of all units: claims of every kind, small ladders."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.every_record import UNITS, EveryRecord, all_of, counted_units, linked, smallest_conflicts
from engine.small_ladders import ladders
from pingan_cli.claims.audit import CONFIRMED, CONTRADICTED, UNDECIDED, audit_count, audit_unit
from pingan_cli.claims.closure import Scope, close
from pingan_cli.claims.deduction import UNIT_KINDS, Claim
from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import HELD, MISSED, Ladder

ALWAYS = dict.fromkeys(UNITS, lambda year: True)


@st.composite
def claims_on(draw, ladder: Ladder, periods: int, units, most: int = 5, counts: bool = True) -> list[Claim]:
    """Claims of every kind on units and on how many of them, some of them of an unclear year."""
    last = ladder.year(periods - 1)
    tiers = ["low", "middle", "high"]
    claims = []
    for number in range(draw(st.integers(1, most))):
        kinds = [*UNIT_KINDS, *(["count-card", "count-tier-new", "count-tier-at-least"] * 2 if counts else [])]
        kind = draw(st.sampled_from(kinds))
        unit = draw(st.sampled_from(units))
        if kind.startswith("count"):
            unit = draw(st.sampled_from(["all", "all", "part"]))
            value = str(draw(st.integers(0, len(units))))
            tier = "" if kind == "count-card" else f":{draw(st.sampled_from(tiers))}"
            kind += tier + draw(st.sampled_from(["", "", "@city", "@county"]))
        elif kind == "card":
            value = draw(st.sampled_from(["held", "missed"]))
        elif kind in ("consecutive", "total"):
            value = str(draw(st.integers(0, periods)))
        else:
            value = draw(st.sampled_from(tiers))
        year = draw(st.integers(ladder.first_year, last))
        unclear = year < last and draw(st.integers(0, 3)) == 0
        claims.append(Claim(f"c{number}", unit, kind, value, (year, year + 1) if unclear else (year,)))
    return claims


@st.composite
def problems(draw):
    """A ladder, when units existed, how many periods there are, and claims."""
    ladder = draw(ladders())
    units = UNITS[: draw(st.sampled_from([2, 2, 3]))]
    periods = 3 if len(units) == 3 else draw(st.sampled_from([3, 4]))
    if draw(st.integers(0, 3)) == 0:
        ladder = replace(ladder, kind="grade")
        periods, units = 3, units[:2]
    exists = dict(ALWAYS)
    if draw(st.booleans()):
        absent = draw(st.sampled_from(units))
        years = draw(st.sets(st.integers(0, periods - 1), max_size=2))
        exists[absent] = lambda year: ladder.periods(year) - 1 not in years
    return ladder, units, periods, exists, draw(claims_on(ladder, periods, units))


def check_deduction(problem) -> None:
    ladder, units, periods, exists, claims = problem
    every = EveryRecord(ladder, periods, exists, units)
    true = [every.true(claim) for claim in claims]
    scope = Scope(exists, lambda claim: claim.unit, lambda claim, year: counted_units(units, claim, year, exists))
    closure = close(ladder, claims, scope)
    assert closure.complete

    number = {claim: place for place, claim in enumerate(claims)}
    conflicts = smallest_conflicts(true, every.every)
    told = [*(each for deduction in closure.deductions.values() for each in deduction.conflicts), *closure.conflicts]
    assert sorted(tuple(number[claim] for claim in each.claims) for each in told) == sorted(conflicts)
    for each in told:
        others = linked(tuple(number[claim] for claim in each.claims), conflicts)
        resolving = [claim for claim in each.claims if all(number[claim] in other for other in others)]
        assert list(each.resolved_by) == resolving
    for key, deduction in closure.deductions.items():
        assert all({claim.unit for claim in each.claims} == {key} for each in deduction.conflicts)

    sound = [place for place in range(len(claims)) if not any(place in each for each in conflicts)]
    forced = every.forced(all_of(every.every, (true[place] for place in sound)))
    expected = {of: results for of, results in forced.items() if exists[of[0]](ladder.year(of[1]))}
    found = {
        (key, ladder.periods(card.year) - 1): card for key, each in closure.deductions.items() for card in each.cards
    }
    assert {of: card.results for of, card in found.items()} == expected
    for of, card in found.items():
        basis = [number[claim] for claim in card.claims]
        assert set(basis) <= set(sound)
        own = [place for place in sound if claims[place].unit == of[0]]
        for allowed in (own, sound):  # those on the unit, if they force it alone
            smallest = next(
                (
                    list(chosen)
                    for size in range(len(allowed) + 1)
                    for chosen in combinations(allowed, size)
                    if every.forced(all_of(every.every, (true[place] for place in chosen))).get(of) == expected[of]
                ),
                None,
            )
            if smallest is not None:
                assert basis == smallest
                break


@settings(max_examples=120, deadline=None)
@given(problems())
def test_conflicts_and_cards_are_those_of_every_record(problem) -> None:
    """All conflicts and no others, what really resolves them, and of the other claims all that they force."""
    check_deduction(problem)


@st.composite
def audits(draw):
    """A ladder, what is on record of a few units, and a claim."""
    ladder = draw(ladders())
    units = UNITS[: draw(st.sampled_from([1, 2, 2]))]
    periods = draw(st.integers(3, 5)) if len(units) == 1 else 3
    if draw(st.integers(0, 3)) == 0:
        ladder, periods = replace(ladder, kind="grade"), 3
    open_result = None
    results = st.sampled_from([HELD, MISSED, open_result, open_result])
    known = {unit: tuple(draw(st.lists(results, min_size=periods, max_size=periods))) for unit in units}
    if draw(st.integers(0, 2)) == 0:
        known = {unit: tuple(HELD if result is None else result for result in each) for unit, each in known.items()}
    (claim,) = draw(claims_on(ladder, periods, units, most=1))
    return ladder, units, periods, known, claim


def status_of(ladder, units, periods, known, claim) -> str:
    on_record = {(unit, at): result for unit in units for at, result in enumerate(known[unit]) if result is not None}
    every = EveryRecord(ladder, periods, ALWAYS, units, on_record)
    true = every.true(claim)
    return CONFIRMED if true == every.every else UNDECIDED if true else CONTRADICTED


def history_of(results) -> History:
    held = sum(1 << at for at, result in enumerate(results) if result == HELD)
    return History(held, sum(1 << at for at, result in enumerate(results) if result is not None))


def check_audit(audit) -> None:
    ladder, units, periods, known, claim = audit
    expected = status_of(ladder, units, periods, known, claim)
    if claim.kind.startswith("count"):
        finding = audit_count(
            ladder,
            claim,
            lambda year: [(unit, history_of(known[unit])) for unit in counted_units(units, claim, year, ALWAYS)],
        )
        assert finding.status == expected
        return
    finding = audit_unit(ladder, claim, history_of(known[claim.unit]))
    assert finding.status == expected
    on_record = known[claim.unit]

    def status(results) -> str:
        return status_of(ladder, (claim.unit,), periods, {claim.unit: tuple(results)}, claim)

    def decides(sets, wanted) -> bool:
        return any(status(results) == wanted for results in sets)

    def periods_of(years) -> dict[int, int]:
        return {ladder.periods(year) - 1: {"held": HELD, "missed": MISSED}[result] for year, result in years}

    if expected != UNDECIDED:
        shown = periods_of(finding.shown_by)
        assert all(on_record[period] == result for period, result in shown.items())
        assert status(shown.get(period) for period in range(periods)) == expected
        places = [period for period in range(periods) if on_record[period] is not None]
        for fewer in combinations(places, len(shown) - 1) if shown else ():
            assert status(on_record[period] if period in fewer else None for period in range(periods)) == UNDECIDED
        assert (finding.confirmed_if, finding.contradicted_if) == ((), ())
        return
    places = [period for period in range(periods) if on_record[period] is None]
    for years, wanted in ((finding.confirmed_if, CONFIRMED), (finding.contradicted_if, CONTRADICTED)):
        named = periods_of(years)
        assert named
        assert {*named} <= {*places}
        assert status(named.get(period, on_record[period]) for period in range(periods)) == wanted
        for fewer in combinations(places, len(named) - 1):
            for results in product((HELD, MISSED), repeat=len(fewer)):
                entered = dict(zip(fewer, results, strict=True))
                assert status(entered.get(period, on_record[period]) for period in range(periods)) != wanted


@settings(max_examples=200, deadline=None)
@given(audits())
def test_the_audit_is_that_of_every_completion(audit) -> None:
    """Its status, and the fewest years that show it or would decide it."""
    check_audit(audit)
