"""Distinct histories judged where they lie, some periods at a time.

After five periods all histories stand at a few dozen places, however many they are. So it is not the histories that
come out of the engine, but each place with each way that the next five periods go on from it: 4,000 pairs, where random
cards of 20 years make 67,000 histories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter

from pingan_cli.engine.history import History
from pingan_cli.engine.verdict import Judge, Place, Verdict
from pingan_cli.large.backend import Backend

_AT_ONCE = 5
"""So many periods at a time: more make for fewer questions, and for many more pairs."""

_FEW = 1 << 10
"""So few histories are judged in one go; to ask for them several times would take longer."""

_CHUNK = 1 << 15


def judged_in(
    backend: Backend, histories: str, masks: Mapping[str, int | None], judge: Judge, number_of: Callable[[Verdict], int]
) -> str:
    """A table of the histories in a table, with their units and, as `place`, the number of the verdict on each.

    `masks` are those of a `History` in their order, the lighter ones last: None for one that is a column of that name,
    else the number that all histories have.
    """
    columns = [name for name, mask in masks.items() if mask is None]
    kept = ", ".join(f"t.{name}" for name in (*columns, "units"))
    few = next(backend.fetch(f"SELECT count(*) AS n FROM {histories} AS t"))[0] <= _FEW
    at_once = judge.periods if few else _AT_ONCE
    standing, places = f"(SELECT *, 0 AS place FROM {histories} AS t)", [judge.start]
    for first in range(0, judge.periods, at_once):
        length = min(at_once, judge.periods - first)
        parts = {name: f"t.{name} & {(1 << length) - 1 << first}" for name in columns}
        asked = ", ".join(f"{part} AS {name}" for name, part in parts.items())
        rows = backend.fetch(f"SELECT DISTINCT t.place, {asked} FROM {standing} AS t")
        ways = _ways(rows, masks, places, judge, first, length)
        reached: dict[Place, int] = {}
        if first + length < judge.periods:
            numbered = ((*row, reached.setdefault(place, len(reached))) for row, place in ways)
        else:
            numbered = ((*row, number_of(judge.verdict(*place))) for row, place in ways)
        types = dict.fromkeys(("place", *columns, "leads_to"), "BIGINT")
        step = backend.store(f"step{first}", types, _by_column(numbered))
        same = "".join(f" AND {part} = s.{name}" for name, part in parts.items())
        joined = f"{standing} AS t JOIN {step} AS s ON t.place = s.place{same}"
        standing = backend.keep(f"standing{first}", f"SELECT {kept}, s.leads_to AS place FROM {joined}")
        places = list(reached)
    return standing


def _ways(
    rows: Iterable[tuple[int, ...]],
    masks: Mapping[str, int | None],
    places: Sequence[Place],
    judge: Judge,
    first: int,
    length: int,
) -> Iterator[tuple[tuple[int, ...], Place]]:
    """Every place with a part of a history that goes on from it, and the place that this leads to."""
    of_all = [mask for mask in masks.values() if mask is not None]
    columns = [name for name, mask in masks.items() if mask is None]
    order = [*columns, *(name for name in masks if name not in columns)]
    in_order = itemgetter(*(order.index(name) + 1 for name in masks))
    for row in rows:
        held, known, weak, revoked, *lighter = in_order((*row, *of_all))
        results = History(held, known, weak, revoked, tuple(lighter)).since(first)
        yield row, judge.after(places[row[0]], results, length)


def _by_column(rows: Iterator[Sequence[int]]) -> Iterator[list[tuple[int, ...]]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield list(zip(*chunk, strict=True))
