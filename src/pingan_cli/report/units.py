"""Unit by unit: the timeline, where it stands, how that follows, and the claims on it."""

from __future__ import annotations

from pingan_cli.engine.course import Past, Standing
from pingan_cli.report.claims import claim_words, site_of
from pingan_cli.report.content import Climb, Point, Report
from pingan_cli.report.derivation import derivation, resting
from pingan_cli.report.markup import anchor, composed, link, listing, safe, told
from pingan_cli.report.state import shade_of, state_of
from pingan_cli.report.tiles import ordered
from pingan_cli.report.wording import both, in_both, listed, names_of
from pingan_cli.views.streak import facts
from pingan_cli.views.timeline import MARKS


def unit_sections(report: Report) -> str:
    """A section to open for each unit of which anything is on record, by city; the others by name."""
    blocks: list[str] = []
    for group in ordered(report):
        climbs = [*([group.head] if group.head else []), *group.members]
        told_of = "".join(_section(report, climb) for climb in climbs if climb.key in report.told_of)
        silent = [names_of(climb.unit_in(report.year)) for climb in climbs if climb.key not in report.told_of]
        title = f"<h3>{told(names_of(group.city))}</h3>" if group.city else ""
        off_record = f"{told(both('off_record_units'))}{told(both('colon'))}{told(listed(silent))}"
        quiet = f'<p class="silent">{off_record}</p>' if silent else ""
        blocks.append(f'<div class="of-city">{title}{told_of}{quiet}</div>')
    buttons = "".join(
        f'<button type="button" id="{key}">{told(both(word))}</button>'
        for key, word in (("open-all", "open_all"), ("close-all", "close_all"))
    )
    return f'<p class="needs-script buttons">{buttons}</p>{"".join(blocks)}'


def _section(report: Report, climb: Climb) -> str:
    unit = climb.unit_in(report.year)
    past = next((past for past in reversed(climb.course) if past is not None), None)
    if past is None:
        return ""
    state = state_of(report, past)
    other = unit.code if unit.code != unit.name else ""
    claims = report.published.on(climb.key)
    on_record, *earned = derivation(report.ladder, climb)
    steps = [told(on_record)]
    steps += [
        composed("deduced_from", what=told(what), claims=listed(map(claim_link, ids)))
        for what, ids in resting(report, climb)
    ]
    basis = ""
    if claims:
        items = [
            f"{claim_link(claim.id)}{told(both('colon'))}{told(claim_words(report.ladder, claim))} "
            f"<small>{link(claim.source, safe(site_of(claim.source)))} · {safe(claim.source_date)}</small>"
            for claim in claims
        ]
        basis = f"<h5>{told(both('basis'))}</h5>{listing(items)}"
    return (
        f'<details class="unit" id="{anchor(climb.key)}"><summary><i class="swatch {state.shade}"></i>'
        f"<h4>{told(names_of(unit))}</h4><small>{safe(other)}</small>"
        f'<span class="sum">{told(state.honour)}</span></summary><div class="inside">'
        f"{timeline(report, climb)}"
        f"<h5>{told(both('standing'))}</h5>{_facts(report, climb, past)}"
        f"<h5>{told(both('derivation'))}</h5>{listing([*steps, *map(told, earned)])}{basis}</div></details>"
    )


def claim_link(key: str) -> str:
    """A link to a claim in the list of all claims."""
    return link(f"#{anchor(f'claim {key}')}", safe(key))


def timeline(report: Report, climb: Climb) -> str:
    """A unit's years in a row, each with its mark, and the tier where one was awarded."""
    items = ""
    for past in climb.course:
        if past is None:
            continue
        mark, least = past.mark, past.verdict.awarded
        reached = past.conferred.short if past.conferred else both("or_higher", tier=least.short) if least else None
        tier = f"<small>{told(reached)}</small>" if reached else ""
        shade = shade_of(report, past.verdict.honour.min)
        items += f'<li>{past.year}<i class="s{shade} {mark}">{MARKS[mark]}</i>{tier}</li>'
    return f'<ol class="timeline">{items}</ol>'


def _facts(report: Report, climb: Climb, past: Point) -> str:
    """What `pingan streak` says of the unit, title by title, but for what the derivation tells."""
    unit = climb.unit_in(report.year)
    formerly = tuple(other for other in climb.line.units if (other.last_year or past.year) < past.year)
    course = tuple(Past(each.year, each.result, each.verdict) for each in climb.course if each is not None)
    standing = Standing(unit, past.verdict, course, formerly)
    shown = [each for each in facts(report.ladder, past.year, standing) if each.about != "conferrals"]
    return "<dl>" + "".join(
        f"<div><dt>{told(in_both(each.title))}</dt><dd>{told(in_both(each.text))}</dd></div>" for each in shown
    ) + "</dl>"  # fmt: skip
