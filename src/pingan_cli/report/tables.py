"""The table of all units in the year chosen, and the matrix of all units and years."""

from __future__ import annotations

from pingan_cli.engine.ladder import Names
from pingan_cli.report.content import Climb, Group, Report
from pingan_cli.report.markup import composed, safe, scrolled, told, unit_link
from pingan_cli.report.state import shade_of, state_of
from pingan_cli.report.tiles import ordered
from pingan_cli.report.wording import both, in_both, level_of, names_of
from pingan_cli.views.timeline import MARKS
from pingan_cli.views.wording import streak_title


def unit_table(report: Report) -> str:
    """The units with city, honour, streak and what comes next, by streak; sorted and filtered by the page's script."""
    streak = in_both(streak_title(report.ladder))
    columns = (
        ("name", both("unit")),
        ("city", both("city")),
        ("honour", both("honour")),
        ("streak", streak),
        ("since", both("since")),
        ("awarded", both("awarded")),
        ("next", both("next")),
    )
    no_city = "" if any(group.city for group in report.groups) else " hidden"
    heads = "".join(
        f'<th scope="col" data-sort="{key}"{_sorted(key)}{no_city if key == "city" else ""}>'
        f'<button type="button">{told(title)}</button></th>'
        for key, title in columns
    )
    cities = {climb.key: group for group in report.groups for climb in group.members}
    rows = "".join(_row(report, number, cities.get(climb.key), no_city) for number, climb in by_streak(report))
    year = f'<span class="chosen">{report.year}</span>'
    caption = composed("by_year", what=told(both("table")), year=year)
    return (
        f"{_filters(report)}"
        f"{scrolled('units', caption)}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _sorted(key: str) -> str:
    return ' aria-sort="descending"' if key == "streak" else ""


def _filters(report: Report) -> str:
    """The form above the table; without scripts it is not shown."""
    every = both("all_cities")
    cities = "".join(_option(group.code, names_of(group.city)) for group in ordered(report) if group.city is not None)
    honours = "".join(_option(str(tier.rank), tier.name) for tier in reversed(report.tiers))
    choices = _choice("by-city", both("city"), _option("", every) + cities) if cities else ""
    choices += _choice(
        "by-honour",
        both("honour"),
        _option("", both("all_honours")) + honours + _option("-1", both("no_honour_certain")),
    )
    return (
        '<form class="filters needs-script" role="search" aria-labelledby="h-table">'
        f'<label for="by-name">{told(both("filter"))}<input type="search" id="by-name" autocomplete="off"></label>'
        f'{choices}</form><p class="needs-script hint"><span id="found" role="status"></span> '
        f"{told(both('sort_hint'))}</p>"
    )


def _choice(key: str, title: Names, options: str) -> str:
    return f'<label for="{key}">{told(title)}<select id="{key}">{options}</select></label>'


def _option(value: str, names: Names) -> str:
    """An option, whose text the page's script changes with the language, since an option holds text alone."""
    return (
        f'<option value="{safe(value)}" data-en="{safe(names.en)}" data-zh="{safe(names.zh)}">{safe(names.en)}</option>'
    )


def by_streak(report: Report) -> list[tuple[int, Climb]]:
    """The climbs and their numbers, by streak in the year judged; those that do not exist then come last."""

    def key(numbered: tuple[int, Climb]) -> tuple[int, int, str]:
        past = numbered[1].course[-1]
        return (past is None, -past.verdict.streak.min if past else 0, numbered[1].unit_in(report.year).code)

    return sorted(enumerate(report.shown), key=key)


def _row(report: Report, number: int, group: Group | None, no_city: str) -> str:
    climb = report.shown[number]
    past = climb.course[-1]
    unit = climb.unit_in(report.year)
    names = told(names_of(unit))
    named = unit_link(climb.key, names, report.told_of)
    level = told(level_of(unit.level)) if unit.level else ""
    small = f"<small>{safe(unit.code)}{' · ' if level else ''}{level}</small>" if unit.code != unit.name else ""
    city = told(names_of(group.city)) if group and group.city else ""
    of_city = group.code if group else climb.key
    head = (
        f'<tr data-unit="{number}" data-city="{safe(of_city)}"{"" if past else " hidden"}>'
        f'<th scope="row"><span class="name">{named}</span>{small}</th><td{no_city}>{city}</td>'
    )
    if past is None:
        return f"{head}<td></td><td></td><td></td><td></td><td></td></tr>"
    state = state_of(report, past)
    return (
        f'{head}<td><i class="swatch {state.shade}"></i>{told(state.honour)}</td><td>{told(state.streak)}</td>'
        f"<td>{state.since}</td><td>{told(state.awarded)}</td><td>{told(state.next)}</td></tr>"
    )


def matrix(report: Report) -> str:
    """A row for each unit and a cell for each year, shaded by the honour that is certain by then."""
    heads = "".join(f'<th scope="col" data-column="{index}">{year}</th>' for index, year in enumerate(report.years))
    bodies = "".join(_body(report, group) for group in ordered(report))
    return (
        f"{scrolled('matrix', told(both('matrix_caption')))}"
        f'<thead><tr><th scope="col">{told(both("unit"))}</th>{heads}</tr></thead>{bodies}</table></div>'
        f'<p class="hint needs-script" id="cell" aria-hidden="true"></p>'
    )


def _body(report: Report, group: Group) -> str:
    climbs = [*([group.head] if group.head else []), *group.members]
    title = ""
    if group.city is not None and group.head is None:
        across = len(report.years) + 1
        title = f'<tr><th scope="rowgroup" colspan="{across}">{told(names_of(group.city))}</th></tr>'
    return f"<tbody>{title}{''.join(_cells(report, climb, climb is group.head) for climb in climbs)}</tbody>"


def _cells(report: Report, climb: Climb, head: bool) -> str:
    name = told(names_of(climb.unit_in(report.year)))
    cells = ""
    for past in climb.course:
        if past is None:
            cells += "<td></td>"
        else:
            mark = past.mark
            cells += f'<td class="s{shade_of(report, past.verdict.honour.min)} {mark}">{MARKS[mark]}</td>'
    number = report.shown.index(climb)
    return f'<tr data-unit="{number}"{" class=head" if head else ""}><th scope="row">{name}</th>{cells}</tr>'
