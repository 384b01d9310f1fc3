"""The answers of an assessment in every form: the list of a year, one unit with its reasons, what hangs on what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pingan_cli.assess.judging import MISSED, UNKNOWN, Assessment, Judged, Scale
from pingan_cli.assess.library import LoadedMethod
from pingan_cli.assess.method import Clause, Need
from pingan_cli.assess.reasons import Change, Margin, hangs_on, lift
from pingan_cli.assess.settling import Settles, settlers, unknown_facts
from pingan_cli.assess.words import (
    card_text,
    ends,
    grades_and_groups,
    lifted,
    look_text,
    need_text,
    number,
    passing,
    plain_number,
    result_text,
    settled,
    shape_text,
    span_text,
    unit_named,
    why,
)
from pingan_cli.ladder.compiling import bilingual
from pingan_cli.texts import joined, told, told_in
from pingan_cli.views.lines import aligned, paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.rules import from_year, titled
from pingan_cli.views.wording import with_colon

MOST_PROBED = 60
"""Of so many unknown facts the list says what settles a unit; of more it names them, and `--unit` tells the rest."""

_UNIT_COLUMNS = (
    "code", "name", "name_zh", "level", "parent", "score_min", "score_max", "result_min", "result_max", "card",
)  # fmt: skip
_CLAUSE_COLUMNS = (
    "unit", "clause", "name", "name_zh", "group", "value_min", "value_max", "points_min", "points_max",
    "place", "source",
)  # fmt: skip
_CARD_COLUMNS = ("year", "unit", "result")


def _head(assessment: Assessment) -> dict[str, Any]:
    return {"method": assessment.method.id, "year": assessment.year, "edition": assessment.edition.since}


def table_of(rows: Sequence[Sequence[Any]], *columns: Column | str) -> list[Table]:
    """A table, where there are rows."""
    titled = [Column(column) if isinstance(column, str) else column for column in columns]
    return [Table(titled, lambda _: rows)] if rows else []


# The list of a year


def assessment_view(assessment: Assessment, level: str | None) -> View:
    """The list of a year, of one level or of all."""
    units = [unit for unit in assessment.units if level in (None, unit.level)]

    def page() -> Page:
        probed = 0
        rows: list[tuple[Any, ...]] = []
        for unit in sorted(units, key=lambda unit: (-unit.score.low, -unit.score.high)):
            probed += 0 if unit.settled else len(unknown_facts(assessment, unit.key))
            reasons = why(assessment, unit, probe=probed <= MOST_PROBED)
            result = result_text(assessment.edition, unit)
            rows.append((unit_named(assessment, unit.key), span_text(unit.score), result, reasons))
        score, result = Column(told("Score"), number=True), Column(told("Result"), style="bold")
        title = told("{method}: the assessment of {year}", method=assessment.method.name, year=assessment.year)
        return Page(title, table_of(rows, told("Unit"), score, result, told("Why")), list(_notes(assessment, units)))

    return View(
        page=page,
        columns=_UNIT_COLUMNS,
        entries=lambda: (_unit_entry(assessment, unit) for unit in units),
        head=_head(assessment),
        key="units",
    )


def _notes(assessment: Assessment, units: Sequence[Judged]) -> Iterator[str]:
    edition = assessment.edition
    counts = Counter(unit.card for unit in units)
    if edition.gives != "score":
        order = ["held", *(grade.id for grade in reversed(edition.grades)), MISSED, UNKNOWN]
        cards = [card for card in order if counts[card]]
        numbered = (told("{count} {name}", count=counts[card], name=card_text(edition, card)) for card in cards)
        yield told("By result: {list}.", list=tuple(numbered))
    yield from passing(edition)
    if edition.since < assessment.year:
        yield told("Judged by the edition of {year}, the last by then.", year=edition.since)
    if UNKNOWN in counts:
        yield told("Unknown facts have every value that they can have; so scores and results are bounds.")


def _unit_entry(assessment: Assessment, unit: Judged) -> dict[str, Any]:
    bearer = assessment.facts.unit(unit.key, assessment.year)
    return {
        "code": bearer.code,
        "name": bearer.name,
        "name_zh": bearer.name_zh,
        "level": unit.level,
        "parent": bearer.parent,
        "score": ends(unit.score),
        "result": ends(unit.result),
        "card": unit.card,
    }


# One unit with its reasons


def unit_view(loaded: LoadedMethod, assessment: Assessment, key: str) -> View:
    """One unit with every clause and need, what would lift it and what would settle it."""
    edition, unit = assessment.edition, assessment.unit(key)
    scale = Scale(edition, assessment.facts, assessment.year)
    lifting = lift(assessment, key) if unit.card == MISSED else None
    settling = settlers(assessment, key)
    clauses = list(zip(edition.clauses, unit.points, strict=True))
    needs = list(zip(edition.needs, unit.needs, strict=True))

    def entry_of(clause: Clause | Need) -> dict[str, Any]:
        line, column = loaded.document.place(clause.path)
        return {
            "id": clause.id,
            "name": clause.name.en,
            "name_zh": clause.name.zh,
            "value": ends(scale.measured(clause.look, key)),
            "place": f"{loaded.path.name}:{line}:{column}",
            "source": clause.source,
        }

    entry: dict[str, Any] = _unit_entry(assessment, unit) | {
        "needs": [
            entry_of(need) | {"else": need.limit, "met": True if met.must else None if met.may else False}
            for need, met in needs
        ],
        "clauses": [entry_of(clause) | {"group": clause.group, "points": ends(points)} for clause, points in clauses],
        "without": None if lifting is None else list(lifting),
        "settled_by": [_settles_entry(each) for each in settling],
    }

    def page() -> Page:
        mark = edition.mark(unit.level)
        facts = [(told("Score"), span_text(unit.score)), (told("Result"), result_text(edition, unit))]
        facts += [(told("Passes from"), plain_number(mark))] if mark is not None else []
        for need, met in needs:
            state = told("met") if met.must else told("not known") if met.may else told("not met")
            facts.append((told("Need"), told("{name}: {state}", name=need.name, state=state)))
        if unit.card == MISSED:
            facts.append((told("Lifted"), lifted(edition, lifting)))
        facts += [(told("Settled"), settled(edition, each, assessment.year)) for each in settling]
        rows: list[tuple[Any, ...]] = []
        for clause, points in clauses:
            value = scale.measured(clause.look, key)
            shown: Any = span_text(value)
            if clause.measure and value is not None and value.low == value.high:
                shown = told("{value} {measure}", value=shown, measure=clause.measure)
            group = edition.groups[clause.group].name if clause.group else ""
            won = points.low == points.high and points.low > 0
            gained = f"+{plain_number(points.low)}" if won else span_text(points)
            line, column = loaded.document.place(clause.path)
            cells = (clause.name, group, shown, gained)
            rows.append((*cells, f"{line}:{column}", clause.source or ""))
        columns = [
            Column(told("Clause")),
            Column(told("Group"), spare=True),
            Column(told("Value"), number=True),
            Column(told("Points"), number=True, style="bold"),
            Column(told_in("of a file", "Line"), spare=True),
            Column(told("Source"), spare=True),
        ]
        shown = 6 if any(clause.source for clause, _ in clauses) else 5
        title = told(
            "{method}: {unit} in {year}",
            method=assessment.method.name, unit=unit_named(assessment, key), year=assessment.year,
        )  # fmt: skip
        table = table_of([row[:shown] for row in rows], *columns[:shown])
        return Page(
            title, [Block(aligned, facts), *table], [told("The lines are those of {file}.", file=loaded.path.name)]
        )

    return View(
        page=page,
        columns=_CLAUSE_COLUMNS,
        head=_head(assessment) | {"unit": entry},
        rows=lambda: (each | {"unit": entry["code"], "clause": each["id"]} for each in entry["clauses"]),
    )


def _settles_entry(settles: Settles) -> dict[str, Any]:
    stretches = [
        {"from": number(each.low), "to": number(each.high), "with_from": each.low_closed, "with_to": each.high_closed,
         "result": each.result}
        for each in settles.stretches
    ]  # fmt: skip
    return {"fact": settles.fact, "year": settles.year, "alone": settles.alone, "values": stretches}


# What the list hangs on


def hangs_view(assessment: Assessment) -> View:
    """How far each mark can move without another result, and which results differ without a clause."""
    hangs, edition = hangs_on(assessment), assessment.edition

    def page() -> Page:
        lines = list(_mark_lines(assessment, hangs.marks))
        names = {each.id: each.name for each in (*edition.needs, *edition.clauses)}
        rows = [
            (names[clause], tuple(_change_text(assessment, each) for each in changes))
            for clause, changes in hangs.without.items()
        ]
        title = told("{method}: what the list of {year} hangs on", method=assessment.method.name, year=assessment.year)
        note = told("Without a clause: as if it applied to nobody.")
        note = note if rows else told("No clause alone changes a result.")
        marks: list[Block | Table] = [Block(paragraphs, lines)] if lines else []
        return Page(title, [*marks, *table_of(rows, told("Without"), told("Another result"))], [note])

    marks = [
        {"of": name, "mark": number(each.mark), "above": number(each.low), "to": number(each.high)}
        for name, each in hangs.marks.items()
    ]
    without = [
        {"clause": clause, "units": [change_entry(each) for each in changes]}
        for clause, changes in hangs.without.items()
    ]
    return View(
        page=page,
        columns=("clause", "unit", "before", "after"),
        head=_head(assessment) | {"marks": marks, "without": without},
        rows=lambda: (
            change_entry(each) | {"clause": clause} for clause, changes in hangs.without.items() for each in changes
        ),
    )


def change_entry(change: Change) -> dict[str, Any]:
    """A unit whose result would be another."""
    return {"unit": change.key, "before": change.before, "after": change.after}


def _change_text(assessment: Assessment, change: Change) -> str:
    before, after = (card_text(assessment.edition, card) for card in (change.before, change.after))
    return told("{unit}: {before} → {after}", unit=unit_named(assessment, change.key), before=before, after=after)


def _mark_lines(assessment: Assessment, marks: Mapping[str, Margin]) -> Iterator[str]:
    for name, (mark, low, high) in marks.items():
        text = told("The mark is {mark}.", mark=plain_number(mark))
        if name != "*":
            of = card_text(assessment.edition, name)
            text = told("The mark for {of} is {mark}.", of=of, mark=plain_number(mark))
        limits = {"low": "" if low is None else plain_number(low), "high": "" if high is None else plain_number(high)}
        if low is None and high is None:
            yield told("{text} No other mark would change a result.", text=text)
        elif low is None:
            yield told("{text} Up to {high} it could be any, and no result would change.", text=text, **limits)
        elif high is None:
            yield told("{text} Any above {low} would change no result.", text=text, **limits)
        else:
            yield told("{text} Any above {low} and up to {high} would change no result.", text=text, **limits)


# Cards, and what a method says


def cards_view(assessments: Sequence[Assessment], level: str | None) -> View:
    """A list of cards of one or more years, unknown ones too: what `award --data` reads."""
    rows = [
        (each.year, each.facts.unit(unit.key, each.year).code, unit.card)
        for each in assessments
        for unit in each.units
        if level in (None, unit.level)
    ]

    def page() -> Page:
        cells = [[str(cell) for cell in row] for row in rows]
        return Page(assessments[0].method.id, table_of(cells, *_CARD_COLUMNS))

    return View(
        page=page,
        columns=_CARD_COLUMNS,
        entries=lambda: (dict(zip(_CARD_COLUMNS, row, strict=True)) for row in rows),
        head={"method": assessments[0].method.id},
        key="cards",
    )


def method_view(loaded: LoadedMethod) -> View:
    """What a method says, by its last edition."""
    method, file = loaded.method, loaded.document.value
    edition = method.editions[-1]

    def page() -> Page:
        first = [
            told("{card}, assessed for a year; the first year is {year}.", card=method.card, year=method.first_year),
            told("It begins with {points} points.", points=plain_number(edition.start)),
        ]
        rows = [
            (each.name, edition.groups[each.group].name if each.group else "", look_text(edition, each.look),
             shape_text(each), each.id)
            for each in edition.clauses
        ]  # fmt: skip
        columns = [Column(told("Clause")), Column(told("Group"), spare=True), Column(told("Value")),
                   Column(told("Points")), Column("id")]  # fmt: skip
        kept = [index for index in range(len(columns)) if index != 2 or any(row[2] for row in rows)]
        parts: list[Block | Table] = [Block(paragraphs, [*first, *passing(edition), *grades_and_groups(edition)])]
        parts += table_of([[row[index] for index in kept] for row in rows], *(columns[index] for index in kept))
        editions = file.get("editions", [])
        sections: list[tuple[str, list[Any]]] = [
            (told_in("of a method", "Needs"), [need_text(edition, need) for need in edition.needs]),
            (told("Editions"),
             [from_year(each) for each in editions]),
            (told("Assumptions"), [bilingual(each) for each in file.get("assumptions", [])]),
            (told("Sources"), [
                line for each in file["sources"] for line in (titled(each), f"  {each['url']}")
            ]),
        ]  # fmt: skip
        for title, lines in sections:
            if lines:
                parts.append(Block(paragraphs, [title, *(joined(["  ", line], "") for line in lines)]))
        title = told("{name} ({id})", name=method.name, id=method.id)
        return Page(title, parts, [with_colon(told("File"), str(loaded.path))])

    def row(clause: Clause) -> dict[str, Any]:
        numbers: dict[str, Decimal | None] = {"worth": clause.worth, "least": clause.least, "most": clause.most}
        names = {"clause": clause.id, "name": clause.name.en, "name_zh": clause.name.zh, "group": clause.group}
        return names | {key: number(value) for key, value in numbers.items()}

    columns = ("clause", "name", "name_zh", "group", "worth", "least", "most")
    return View(page=page, columns=columns, head=file, rows=lambda: map(row, edition.clauses))
