"""Streaks and honours: one step a period, and the steps of a whole history."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, Protocol

from pingan_cli.engine.history import History
from pingan_cli.engine.ladder import HELD, MISSED, NONE, REVOKED, WEAK, ZERO, Ladder, Terms


class Run(NamedTuple):
    """A run of counting periods, judged as if nothing had been before it.

    `first`: its first period; `length`: what it counts; `reached`: the rank of the highest tier that it has been given,
    under the terms of the time; `conferred`: the period of that. `behind`: the period of the miss behind which it
    begins, where the ladder asks for it.
    """

    first: int = NONE
    length: int = 0
    reached: int = NONE
    conferred: int = NONE
    behind: int = NONE

    def longer(self, terms: Terms, weight: int, total: int, period: int) -> Run:
        """The run with one more period that counts, for as much as `weight`; `total` is what counts in all."""
        first, length, reached, conferred, behind = self
        longer = min(length + weight, terms.most) if terms.most else length + weight
        rank = terms.reached(longer, total)
        if rank > reached:
            reached, conferred = rank, period
        return Run(first if length else period, longer, reached, conferred, behind)

    def fallen(self, terms: Terms, total: int, period: int) -> Run:
        """The run after a miss that takes from its count; it holds no more than the rest of the count reaches."""
        length = terms.left_of(self.length)
        rank = terms.reached(length, total)
        if rank >= self.reached:
            return self._replace(length=length)
        return self._replace(length=length, reached=rank, conferred=period)


class Given(NamedTuple):
    """A tier that was conferred on a unit and is still its own.

    `conferred`: the period of that; `borne_out`: the last period with a card in which the count stood so high, where
    honours end by themselves. `safe`: no miss recalls it, since a revocation has left it.
    """

    rank: int
    conferred: int
    borne_out: int = NONE
    safe: bool = False


class State(NamedTuple):
    """Where a unit stands after some periods.

    `runs`: the present run first, behind it what would be left of it after one more miss than is forgiven, after two
    more, and so on: the runs that begin after each forgiven miss. `total`: all periods that count, in a row or not,
    with the tiers that they have reached in all. `stood`: for how many periods in a row the card was held.
    `given`: the tiers that the unit has been given, the lowest first, without those that cannot matter any more: the
    highest is its honour. `awarded`: the rank that the run or the total reached in the last period.
    """

    runs: tuple[Run, ...] = ()
    total: Run = Run()
    stood: int = 0
    given: tuple[Given, ...] = ()
    awarded: int = NONE

    @property
    def run(self) -> Run:
        """The present run, empty where there is none."""
        return self.runs[0] if self.runs else _NO_RUN

    @property
    def best(self) -> Run:
        """Whichever has been given more: the present run, or all periods that count."""
        run, total = self.run, self.total
        return total if (total.reached, run.conferred) > (run.reached, total.conferred) else run

    @property
    def honour(self) -> int:
        """The rank of the highest tier that was conferred, has not been recalled and has not ended."""
        return self.given[-1].rank if self.given else NONE

    @property
    def conferred(self) -> int:
        """The period in which that tier was conferred."""
        return self.given[-1].conferred if self.given else NONE


_NO_RUN = Run()
START = State()


def step(terms: Terms, state: State, result: int, period: int) -> State:
    """The state after one more period with that result, under the terms in force in it.

    More is never worse: where the runs and the total are no shorter and have reached no less, and no honour is lower,
    ended sooner or less safe, they are so after the same result too, and after a better one (held for more, held,
    weak, missed). Bounds rest on this. It holds because a miss that recalls leaves what is safe and what the present
    run and the total have been given, and these depend on the runs, the total and the revocations alone.
    """
    card = result not in (MISSED, REVOKED)
    counts = card and result != WEAK and state.stood >= terms.standing - 1
    runs, total = state.runs, state.total
    if counts:
        weight = terms.weight(result)
        total = _longer_total(terms, total, weight, period)
        runs = tuple([run.longer(terms, weight, total.length, period) for run in runs or (_NO_RUN,)])
    elif result == REVOKED and terms.revocation_resets:
        runs, total = (), _NO_RUN
    else:
        runs = _after_miss(terms, runs, total.length, period)
    after = State(runs, total, state.stood + 1 if card else 0, state.given)
    if result == REVOKED:
        after = _revoked(terms, after)
    elif not counts and terms.miss_recalls:
        after = after._replace(given=_recalled(terms, after.given, after.best))
    if card:
        after = after._replace(given=_conferred(terms, after, period))
    if terms.memory.ends:
        lasting = [each for each in after.given if not terms.ended(each.rank, period - each.borne_out)]
        after = after._replace(given=tuple(lasting))
    anew = counts and after.best.reached > state.best.reached
    higher = card and after.honour > state.honour
    return after._replace(awarded=after.best.reached if anew else after.honour if higher else NONE)


def _longer_total(terms: Terms, total: Run, weight: int, period: int) -> Run:
    """All periods that count, with one more; no more of them than any tier asks for."""
    if not terms.memory.total:
        return total
    length = min(total.length + weight, terms.memory.total)
    rank = terms.reached_in_all(length)
    if rank > total.reached:
        return Run(NONE, length, rank, period)
    return total._replace(length=length)


def _after_miss(terms: Terms, runs: tuple[Run, ...], total: int, period: int) -> tuple[Run, ...]:
    """The runs after a miss: as many as misses are forgiven, and the one that may begin now, from one that counts."""
    if terms.most:
        runs = tuple([run._replace(length=min(run.length, terms.most)) for run in runs])
    if terms.forgiven is None or not runs:
        return runs
    if terms.back != ZERO:
        left = (runs[0].fallen(terms, total, period),)
        return left if left[0].length else ()
    memory = terms.memory.misses
    left = (*runs, Run(behind=period if memory else NONE))
    misses = sum(run.behind > period - terms.within for run in left[1:]) if terms.within else len(left) - 1
    if misses > terms.forgiven:
        left = left[-(terms.forgiven + 1) :]
    elif memory:
        left = (left[0], *[run for run in left[1:] if run.behind > period - memory])
    return left if left[0].length else ()  # no run is longer than the one before it


def _revoked(terms: Terms, state: State) -> State:
    """What a revocation does to honours: keeps them, from then on safe from recalls by a miss, or recalls them."""
    given = state.given
    if not terms.revocation_recalls:
        if terms.memory.safe:
            given = tuple([each._replace(safe=True) for each in (given if terms.memory.ends else given[-1:])])
        return state._replace(given=given)
    if terms.or_totals or terms.and_totals:
        unsafe = tuple([each._replace(safe=False) for each in given])
        return state._replace(given=_recalled(terms, unsafe, state.best))
    # What the rest of the run still reaches is given anew when it next grows.
    runs = tuple([run._replace(reached=NONE, conferred=NONE) for run in state.runs])
    return state._replace(runs=runs, given=())


def _recalled(terms: Terms, given: tuple[Given, ...], held: Run) -> tuple[Given, ...]:
    """What a recall leaves: the honours that are safe, and those that the present run or the total still holds.

    Where that is the same tier, it was conferred when it was.
    """
    if not given or given[-1].rank <= held.reached:
        return given
    left = tuple([each for each in given if each.safe or each.rank <= held.reached])
    if held.reached > (left[-1].rank if left else NONE) and not terms.memory.ends:
        return (*left, Given(held.reached, held.conferred))
    if left and left[-1].rank == held.reached and not left[-1].safe:
        return (*left[:-1], left[-1]._replace(conferred=held.conferred))
    return left


def _conferred(terms: Terms, state: State, period: int) -> tuple[Given, ...]:
    """The honours after a period with a card: those that are given now beside those there are.

    Where honours end by themselves, all are noted that the count still bears out, so that what is left is known when
    the highest has ended.
    """
    given, reached = state.given, state.best.reached
    if not terms.memory.ends:
        if reached <= state.honour:
            return given
        return (*[each for each in given if each.safe], Given(reached, period))
    count, total = state.run.length, state.total.length
    borne_out = min(reached, max(terms.reached(count, total), terms.reached_in_all(total)))
    of_rank = {each.rank: each for each in given}
    for rank in (*(rank for _, rank in terms.steps), *range(terms.star_rank, borne_out + 1)):
        if rank <= borne_out:
            of_rank[rank] = of_rank.get(rank, Given(rank, period))._replace(borne_out=period)
    return tuple([of_rank[rank] for rank in sorted(of_rank)])


def bare(ladder: Ladder, state: State) -> State:
    """What of a state bears on the periods to come: all but when things were, which makes for fewer states."""
    runs = tuple([Run(0, run.length, run.reached, 0, run.behind) for run in state.runs])
    total = state.total._replace(conferred=0)
    given = tuple([each._replace(conferred=0) for each in state.given])
    return State(runs, total, min(state.stood, ladder.standing - 1), given, NONE)


class Node:
    """A state that some histories come to after as many periods.

    `after` leads on from it, by the next result; `far` by several results at once, where each is held or missed.
    """

    __slots__ = ("after", "far", "period", "state")

    def __init__(self, state: State, period: int) -> None:
        self.state = state
        self.period = period
        self.after: dict[int, Node] = {}
        self.far: dict[int, Node] = {}


_FAR = 8
"""So many periods at once: a sixth of the look-ups, and few enough ways for each to be kept."""

_END = 1 << _FAR


class Walk(Protocol):
    """The way of histories without unknowns along a ladder."""

    def __call__(self, history: History, periods: int, node: Node = ..., /) -> Node:
        """The node that so many periods lead to from a node, or from where every history begins.

        Bit 0 of the history's masks is the first of the periods; a period that is not in `held` is missed or revoked.
        """
        ...


@lru_cache(maxsize=16)
def walk_of(ladder: Ladder) -> Walk:
    """The walk along a ladder.

    Histories that come to the same state after as many periods come to the same node, and each step from a node is
    taken once for all of them. So a history costs a look-up for a few periods, however many histories there are.
    """
    start = Node(START, 0)
    nodes: dict[tuple[State, int], Node] = {}

    def grow(node: Node, result: int) -> Node:
        state = step(ladder.terms_at(node.period), node.state, result, node.period)
        reached = nodes.setdefault((state, node.period + 1), Node(state, node.period + 1))
        node.after[result] = reached
        return reached

    def go_far(node: Node, results: int) -> Node:
        reached = node
        for place in range(results.bit_length() - 1):
            result = results >> place & 1
            reached = reached.after.get(result) or grow(reached, result)
        node.far[results] = reached
        return reached

    def walk(history: History, periods: int, node: Node = start, /) -> Node:
        held, _, weak, revoked, lighter = history
        if not (weak or revoked or any(lighter)):
            while periods > 0:
                end = 1 << periods if periods < _FAR else _END  # tells the results of few periods from those of many
                results = held & end - 1 | end
                node = node.far.get(results) or go_far(node, results)
                held >>= _FAR
                periods -= _FAR
            return node
        for period in range(periods):
            if revoked >> period & 1:
                result = REVOKED
            elif not held >> period & 1:
                result = MISSED
            elif weak >> period & 1:
                result = WEAK
            else:
                result = next((REVOKED + at for at, mask in enumerate(lighter, 1) if mask >> period & 1), HELD)
            node = node.after.get(result) or grow(node, result)
        return node

    return walk
