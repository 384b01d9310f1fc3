"""What a shell is offered when a word is begun: for each kind of word, told by its place in the help (`YEAR`, `UNIT`).

So an option is completed as soon as its place is named like others of its kind, or spells out its words (`en|zh`).
What is typed already on the line counts: `--rules`, `--data` and `--units` say which units, years and tiers there
are. Nothing here reports a problem; where one comes up there is nothing to offer, and running the command will say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from pingan_cli.cli.typer_ways import complete_by, completion
from pingan_cli.problems import CODES, UNSAFE, Refused
from pingan_cli.texts import translated

if TYPE_CHECKING:
    from pingan_cli.engine.ladder import Ladder
    from pingan_cli.engine.units import Unit
    from pingan_cli.library import Records
    from pingan_cli.records.registry import Registry
    from pingan_cli.source import Source

MOST_BYTES = 1 << 20
"""Card files that are larger together are not read while somebody waits for a completion."""

_STARS = 3
"""How many tiers of an open end are offered."""


class Offer(NamedTuple):
    """A word to complete to, and what the shell may show beside it."""

    word: str
    about: str = ""


class Line(NamedTuple):
    """What is typed already, as far as it says what there is to choose from."""

    rules: str
    data: tuple[str, ...]
    units: str | None
    lang: str
    begun: str


def attach(params: Iterable[Any]) -> None:
    """Give every parameter of a command what completes it: words of its kind, or those that its place spells out."""
    for param in params:
        kind = re.sub(r"[\[\].]", "", param.metavar or "")
        named = next(filter(None, map(KINDS.get, param.opts)), None)
        offers = named or KINDS.get(kind) or (_spelt(kind) if re.fullmatch("[a-z-]+([|][a-z-]+)+", kind) else None)
        if offers:
            complete_by(param, _completer(offers))


def _spelt(kind: str) -> Callable[[Line], Iterator[Offer]]:
    return lambda line: map(Offer, kind.split("|"))


def _completer(offers: Callable[[Line], Iterator[Offer]]) -> Callable[[Any, Any, str], list[Any]]:
    def complete(context: Any, param: Any, incomplete: str) -> list[Any]:
        try:
            found = begun(offers(_line(context, incomplete)), incomplete)
        except (Refused, OSError):
            return []
        return [completion().CompletionItem(word, help=about or None) for word, about in found]

    return complete


def _line(context: Any, incomplete: str) -> Line:
    typed = {opt: context.params.get(param.name) for param in context.command.params for opt in param.opts}
    rules, data = typed.get("--rules") or "zhejiang-peace", (*(typed.get("--data") or ()), *(typed.get("lists") or ()))
    return Line(rules, data, typed.get("--units"), typed.get("--lang") or "en", incomplete)


def begun(offers: Iterable[Offer], incomplete: str) -> list[Offer]:
    """Those of the words that are begun so, each once, and spelt as it was begun: case does not matter anywhere.

    >>> begun([Offer("Dongtou"), Offer("Cixi")], "dong")
    [Offer(word='dongtou', about='')]
    """
    wanted = incomplete.casefold()
    found: dict[str, str] = {}
    for word, about in offers:
        start = word[: len(incomplete)]
        if start.casefold() == wanted and not UNSAFE.search(word + about):
            spelt = incomplete + word[len(incomplete) :]
            found.setdefault(spelt, about)
    return [Offer(word, about) for word, about in found.items()]


def _ladders(line: Line) -> Iterator[Offer]:
    from pingan_cli.ladder.loader import shipped_ladders

    yield from map(Offer, shipped_ladders())


def _units(line: Line) -> Iterator[Offer]:
    registry = _registry(line)
    if registry is not None:
        yield from _named(registry.units, line)
    elif _is_small(line):
        yield from map(Offer, _records(line).histories.held)


def _cities(line: Line) -> Iterator[Offer]:
    registry = _registry(line)
    units = registry.units if registry else ()
    parents = {unit.parent for unit in units}
    yield from _named([unit for unit in units if unit.code in parents], line)


def _named(units: Iterable[Unit], line: Line) -> Iterator[Offer]:
    """Names in both scripts and codes; before anything is begun, names in the language in force."""
    for unit in units:
        about = " ".join(filter(None, (unit.name, unit.name_zh, unit.code)))
        words = (unit.name, unit.name_zh or "", unit.code) if line.begun else (unit.of(line.lang),)
        yield from (Offer(word, about) for word in words if word)


def _levels(line: Line) -> Iterator[Offer]:
    if levels := _ladder(line).levels:
        yield from map(Offer, levels)
    elif registry := _registry(line):
        yield from map(Offer, sorted({unit.level for unit in registry.units if unit.level}))


def _tiers(line: Line) -> Iterator[Offer]:
    ladder = _ladder(line)
    stars = _STARS if ladder.open_end else 0
    for tier in filter(None, map(ladder.tier, range(len(ladder.named) + stars))):
        words = (tier.id, tier.name.zh) if line.begun else (tier.id,)
        yield from (Offer(word, tier.name.of(line.lang)) for word in words)


def _years(line: Line) -> Iterator[Offer]:
    """The years on record."""
    if _is_small(line):
        records = _records(line)
        recorded = records.histories.recorded_periods()
        years = (records.ladder.year(period) for period in range(recorded.bit_length()) if recorded >> period & 1)
        yield from (Offer(str(year)) for year in years)


def _coming_years(line: Line) -> Iterator[Offer]:
    """The next years after those on record: what if is mostly asked of them."""
    if _is_small(line):
        records = _records(line)
        first = records.last_year + 1
        yield from (Offer(str(year)) for year in range(first, first + 6 * records.ladder.period))


def _checks(line: Line) -> Iterator[Offer]:
    from pingan_cli.check.checks import CHECK_OF, CHECKS

    yield from (Offer(name, translated(check.about, line.lang)) for name, check in CHECKS.items())
    yield from (Offer(code, translated(CODES[code], line.lang)) for code in CHECK_OF if line.begun)


def _codes(line: Line) -> Iterator[Offer]:
    yield from (Offer(code, translated(about, line.lang)) for code, about in CODES.items())


def _none_or_file(line: Line) -> Iterator[Offer]:
    if line.begun:  # before anything is begun, the files
        yield Offer("none")


KINDS: dict[str, Callable[[Line], Iterator[Offer]]] = {
    "NAME|FILE": _ladders,
    "UNIT": _units,
    "QUERY": _units,
    "CITY": _cities,
    "LEVEL": _levels,
    "TIER": _tiers,
    "YEAR": _years,
    "YEARS": _years,
    "--hold": _coming_years,
    "--lose": _coming_years,
    "CHECK": _checks,
    "CODE": _codes,
    "FILE|none": _none_or_file,
}
"""What is offered for each kind of word, or for an option; for all others it is files, which shells know best."""


def _source(line: Line) -> Source:
    from pingan_cli.source import Source

    return Source(line.rules, line.data, line.units)


def _ladder(line: Line) -> Ladder:
    return _source(line).loaded.ladder


def _registry(line: Line) -> Registry | None:
    return _source(line).registry


def _records(line: Line) -> Records:
    from pingan_cli.library import records_of

    return records_of(_source(line))


def _is_small(line: Line) -> bool:
    """Whether the cards can be read while somebody waits."""
    packages = _source(line).packages
    return sum(path.stat().st_size for package in packages for path in package.cards) <= MOST_BYTES
