"""The report in writing: Markdown for a repository or a letter, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pingan_cli.engine.ladder import Names
from pingan_cli.ladder.compiling import bilingual
from pingan_cli.report.changes import changes_in
from pingan_cli.report.claims import claim_words, site_of
from pingan_cli.report.content import Climb, Report
from pingan_cli.report.derivation import derivation, resting, years_unknown
from pingan_cli.report.figures import figures, tier_counts, without_honour
from pingan_cli.report.page import page_title, subtitle
from pingan_cli.report.questions import open_units, silent_units
from pingan_cli.report.state import state_of
from pingan_cli.report.tables import by_streak
from pingan_cli.report.tiles import ordered
from pingan_cli.report.wording import both, listed, names_of, spans
from pingan_cli.texts import said
from pingan_cli.views.formats import markdown_table, markdown_text
from pingan_cli.views.rules import rule_sentences
from pingan_cli.views.timeline import MARKS
from pingan_cli.views.wording import streak_title


def markdown_lines(report: Report, lang: str, version: str) -> Iterator[str]:
    """The written report on the year judged, line by line."""
    index = len(report.years) - 1
    yield f"# {_said(page_title(report), lang)}\n\n{_said(subtitle(report), lang)}\n\n"
    yield f"{_said(both('how_to_read'), lang)}\n"
    if left_out := len(report.climbs) - len(report.shown):
        yield f"\n{_said(both('left_out', shown=len(report.shown), count=left_out), lang)}\n"
    if not report.recorded:
        yield f"\n{_said(both('year_unknown_all', year=report.year), lang)}\n"
    yield _heading("summary", lang)
    yield from _bullets(
        _with_note(f"{number} {_said(title, lang)}", _said(note, lang), lang)
        for number, title, note in figures(report, index)
    )
    yield "\n"
    yield from _tiers(report, index, lang)
    yield _heading("changes", lang)
    yield from _changes(report, index, lang)
    yield _heading("table", lang)
    yield from _table(report, lang)
    yield _heading("matrix", lang)
    yield from _matrix(report, lang)
    yield _heading("questions", lang)
    yield from _questions(report, lang)
    yield _heading("details", lang).removesuffix("\n")
    for group in ordered(report):
        for climb in [*([group.head] if group.head else []), *group.members]:
            if climb.key in report.told_of:
                yield from _unit(report, climb, lang)
    yield _heading("claims", lang)
    yield from _claims(report, lang)
    yield _heading("rule", lang)
    yield from _bullets(markdown_text(said(sentence, lang)) for sentence in rule_sentences(report.loaded))
    for key in ("assumptions", "sources"):
        yield f"\n### {_said(both(key), lang)}\n\n"
        yield from _bullets(
            markdown_text(bilingual(each).of(lang)) if key == "assumptions" else _linked(each["title"], each["url"])
            for each in report.loaded.file.get(key, [])
        )
    yield f"\n{_said(both('made_by', version=version), lang)}\n"


def _said(names: Names, lang: str) -> str:
    return markdown_text(names.of(lang))


def _colon(lang: str) -> str:
    return both("colon").of(lang)


def _with_note(text: str, note: str, lang: str) -> str:
    """Markdown with more of it in brackets, where there is more."""
    return both("brackets", text=text, more=note).of(lang) if note else text


def _heading(key: str, lang: str) -> str:
    return f"\n## {_said(both(key), lang)}\n\n"


def _bullets(items: Iterable[str]) -> Iterator[str]:
    return (f"- {item}\n" for item in items)


def _linked(text: str, address: str) -> str:
    """A link where the address is one of the web and holds nothing that would end it."""
    if not address.startswith(("http://", "https://")) or any(each in address for each in "<> \n"):
        return markdown_text(text)
    return f"[{markdown_text(text)}](<{address}>)"


def _tiers(report: Report, index: int, lang: str) -> Iterator[str]:
    certainly_none, none_certain = without_honour(report, index)
    rows = [
        [
            count.tier.name.of(lang),
            str(count.highest),
            both("range", low=count.at_least, high=count.at_most).of(lang)
            if count.at_most > count.at_least
            else str(count.at_least),
        ]
        for count in tier_counts(report, index)
    ]
    rows += [[both("none_certain").of(lang), str(none_certain), ""]] if none_certain else []
    rows += [[both("no_honour").of(lang), str(certainly_none), ""]] if certainly_none else []
    return markdown_table([both(key).of(lang) for key in ("honour", "certain", "at_least")], rows)


def _changes(report: Report, index: int, lang: str) -> Iterator[str]:
    found = changes_in(report, index)
    if not found:
        yield f"{_said(both('nothing'), lang)}\n"
    for kind, tier, befallen in found:
        title = _with_note(_said(both(kind), lang), _said(tier.name, lang) if tier else "", lang)
        yield f"- **{title}**{_colon(lang)}{_said(listed(names for _, names in befallen), lang)}\n"


def _table(report: Report, lang: str) -> Iterator[str]:
    cities = {climb.key: group.city for group in report.groups for climb in group.members}
    rows: list[list[str]] = []
    for _, climb in by_streak(report):
        past = climb.course[-1]
        if past is None or not climb.recorded:
            continue
        state, city = state_of(report, past), cities.get(climb.key)
        told = [state.honour, state.streak, Names(state.since, state.since), state.awarded, state.next]
        unit = names_of(climb.unit_in(report.year)).of(lang)
        rows.append([unit, names_of(city).of(lang) if city else "", *(each.of(lang) for each in told)])
    titles = [both(key).of(lang) for key in ("unit", "city", "honour", "since", "awarded", "next")]
    titles.insert(3, said(streak_title(report.ladder), lang))
    yield from markdown_table(titles, rows)
    silent = [
        names_of(climb.unit_in(report.year))
        for climb in report.shown
        if not climb.recorded and climb.course[-1] is not None
    ]
    if silent:
        yield f"\n{_said(both('off_record_units'), lang)}{_colon(lang)}{_said(listed(silent), lang)}\n"


def _matrix(report: Report, lang: str) -> Iterator[str]:
    """The marks of all units on record; a year in which a unit did not exist is empty."""
    rows = [
        [
            names_of(climb.unit_in(report.year)).of(lang),
            *("" if past is None else MARKS[past.mark] for past in climb.course),
        ]
        for climb in report.shown
        if climb.recorded
    ]
    yield from markdown_table([both("unit").of(lang), *map(str, report.years)], rows)
    yield "\n" + "  ".join(f"{mark} {_said(both(key), lang)}" for key, mark in MARKS.items()) + "\n"


def _questions(report: Report, lang: str) -> Iterator[str]:
    yield f"### {_said(both('conflicts'), lang)}\n\n"
    if not report.published.conflicts:
        yield f"{_said(both('no_conflicts' if report.published.findings else 'no_claims'), lang)}\n"
    for conflict in report.published.conflicts:
        yield f"- {_said(both('conflict', claims=listed(claim.id for claim in conflict.claims)), lang)}\n"
        for claim in conflict.claims:
            unit, says = report.published.whom(claim)[1], claim_words(report.ladder, claim)
            yield f"  - {markdown_text(claim.id)}{_colon(lang)}**{_said(unit, lang)}** {_said(says, lang)}\n"
    yield f"\n### {_said(both('by_year', what=both('open_honours'), year=report.year), lang)}\n\n"
    found, silent = open_units(report), silent_units(report)
    if not found and not silent:
        yield f"{_said(both('no_open'), lang)}\n"
    for climb, past in found:
        unknown = both("not_on_record", years=spans(years_unknown(climb)))
        unit = _said(names_of(climb.unit_in(report.year)), lang)
        honour = _with_note(_said(state_of(report, past).honour, lang), _said(unknown, lang), lang)
        yield f"- **{unit}**{_colon(lang)}{honour}\n"
    if silent:
        yield f"\n{_said(both('open_too', count=silent), lang)}\n"


def _unit(report: Report, climb: Climb, lang: str) -> Iterator[str]:
    unit = climb.unit_in(report.year)
    code = markdown_text(unit.code) if unit.code != unit.name else ""
    yield f"\n### {_with_note(_said(names_of(unit), lang), code, lang)}\n\n"
    on_record, *earned = derivation(report.ladder, climb)
    yield f"- {_said(on_record, lang)}\n"
    for what, ids in resting(report, climb):
        yield f"- {_said(both('deduced_from', what=what, claims=listed(ids)), lang)}\n"
    yield from _bullets(_said(step, lang) for step in earned)


def _claims(report: Report, lang: str) -> Iterator[str]:
    if not report.published.findings:
        yield f"{_said(both('no_claims'), lang)}\n"
    for finding in report.published.findings:
        claim, outcome = finding.finding.claim, both(f"status.{finding.status}")
        unit, says = report.published.whom(claim)[1], claim_words(report.ladder, claim)
        source = (
            f"{_linked(site_of(claim.source), claim.source)}{both('comma').of(lang)}{markdown_text(claim.source_date)}"
        )
        sure = both("confidence_of", sure=both(f"confidence.{claim.confidence}"))
        what = f"{_said(unit, lang)} {_said(says, lang)}"
        where = f"{source}{both('semicolon').of(lang)}{_said(sure, lang)}"
        yield f"- {markdown_text(claim.id)}{_colon(lang)}{_with_note(what, where, lang)}"
        yield f"{_colon(lang)}{_said(outcome, lang)}\n"
