"""The map: a tile for each unit, in a block for each city, the blocks placed roughly as the cities lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pingan_cli.engine.ladder import NONE
from pingan_cli.report.content import Climb, Group, Report
from pingan_cli.report.markup import safe, told, unit_link
from pingan_cli.report.places import Place
from pingan_cli.report.state import is_open, shade_of, state_of
from pingan_cli.report.wording import both, names_of
from pingan_cli.views.timeline import MARKS

_LEGEND = {"reached": "legend_awarded", "missed": "missed", "revoked": "revoked", "uncounted": "uncounted"}
"""The marks that a tile bears, and the word for each."""


def tile_map(report: Report) -> str:
    """The legend, and the blocks in the order in which they are placed, so that it is that of reading too."""
    placed = report.published.places
    known = any(group.code in placed for group in report.groups)
    blocks = "".join(
        f'<section class="city{_place_class(report, group)}" aria-label="{safe(_title(group))}">'
        f"{_block(report, group)}</section>"
        for group in ordered(report)
    )
    caption = both("map_caption" if known else "map_caption_plain")
    return f'<p>{told(caption)}</p>{legend(report)}<div class="map{" placed" if known else ""}">{blocks}</div>'


def ordered(report: Report) -> list[Group]:
    """The groups as they lie, from north to south and west to east; those without a place come after them."""
    end = Place(99, 99)
    places = report.published.places
    return sorted(
        report.groups, key=lambda group: (places.get(group.code, end).row, places.get(group.code, end).column)
    )


def map_style(report: Report) -> str:
    """The style rules that put the blocks in their places on a wide page."""
    placed = {number: place for number, _, place in _placed(report)}
    columns = max((place.column + place.width - 1 for place in placed.values()), default=1)
    rules = [f".map.placed{{grid-template-columns:repeat({columns},minmax(0,1fr))}}"]
    rules += [
        f".place-{number}{{grid-area:{place.row}/{place.column}/auto/span {place.width}}}"
        for number, place in placed.items()
    ]
    return f"@media (min-width:60rem),print{{{''.join(rules)}}}\n" if placed else ""


def _placed(report: Report) -> Iterator[tuple[int, Group, Place]]:
    for number, group in enumerate(report.groups):
        if (place := report.published.places.get(group.code)) is not None:
            yield number, group, place


def _place_class(report: Report, group: Group) -> str:
    return next((f" place-{number}" for number, other, _ in _placed(report) if other is group), "")


def _title(group: Group) -> str:
    """A block's name for those who do not see it, in both languages."""
    if group.city is None:
        return "Units 单位"
    names = names_of(group.city)
    return names.en if names.en == names.zh else f"{names.en} {names.zh}"


def _block(report: Report, group: Group) -> str:
    if group.head is not None:
        head = f'<div class="head">{_tile(report, group.head)}</div>'
    else:
        head = f'<h3 class="head">{told(names_of(group.city))}</h3>' if group.city else ""
    slots = "".join(
        f"<li{'' if any(_exists(report, climb) for climb in slot) else ' hidden'}>"
        + "".join(_tile(report, climb) for climb in slot)
        + "</li>"
        for slot in slots_of(report, group.members)
    )
    return head + (f'<ul class="tiles">{slots}</ul>' if slots else "")


def slots_of(report: Report, climbs: Sequence[Climb]) -> list[list[Climb]]:
    """The climbs of a block by the place of their tile: a unit that comes later takes the place of one that is gone.

    So no tile moves when the year does. The places of units that are gone for good come last.
    """
    slots: list[list[Climb]] = []
    for climb in sorted(climbs, key=lambda climb: _lived(climb)[0]):
        first = _lived(climb)[0]
        free = next((slot for slot in slots if _lived(slot[-1])[1] < first), None)
        if free is None:
            slots.append([climb])
        else:
            free.append(climb)
    return sorted(slots, key=lambda slot: not _exists(report, slot[-1]))


def _lived(climb: Climb) -> tuple[int, int]:
    """The first and the last place in the report's years in which a climb has a unit."""
    lived = [index for index, past in enumerate(climb.course) if past is not None]
    return lived[0], lived[-1]


def _exists(report: Report, climb: Climb) -> bool:
    return climb.course[-1] is not None


def _tile(report: Report, climb: Climb) -> str:
    """A unit's tile as it is in the year judged; the page's script changes it with the year."""
    past = climb.course[-1]
    name = told(names_of(climb.unit_in(report.year)))
    number = report.shown.index(climb)
    if past is None:
        return f'<div class="tile" data-unit="{number}" hidden>{_face(climb, report.told_of, name, "", "", "")}</div>'
    state = state_of(report, past)
    face = _face(climb, report.told_of, name, told(state.label), state.mark, told(state.result))
    return f'<div class="tile {state.shade}" data-unit="{number}">{face}</div>'


def _face(climb: Climb, told_of: frozenset[str], name: str, label: str, mark: str, result: str) -> str:
    name = f'<b class="name">{name}</b>'
    return (
        unit_link(climb.key, name, told_of)
        + f'<span class="label">{label}</span><i class="mark" aria-hidden="true">{mark}</i>'
        + f'<span class="sr result">{result}</span>'
    )


def legend(report: Report) -> str:
    """What the shades and marks of the map and the matrix mean."""
    shades = "".join(
        f'<li><i class="swatch s{shade_of(report, tier)}"></i>{told(tier.name)}</li>' for tier in report.tiers
    )
    points = [past for climb in report.shown for past in climb.course if past]
    marks = {past.mark for past in points}
    signs = [("s0 open", "?", "legend_open")] if any(is_open(past.verdict) for past in points) else []
    signs += [("s0 unknown", "", "legend_unknown")] if "unknown" in marks else []
    signs += [("s0", MARKS[mark], key) for mark, key in _LEGEND.items() if mark in marks]
    signed = "".join(
        f'<li><i class="swatch {name}" aria-hidden="true">{mark}</i>{told(both(key))}</li>' for name, mark, key in signs
    )
    none = f'<li><i class="swatch s{NONE + 1}"></i>{told(both("none"))}</li>'
    return f'<div class="legend"><span>{told(both("legend_fill"))}</span><ul>{none}{shades}</ul><ul>{signed}</ul></div>'
