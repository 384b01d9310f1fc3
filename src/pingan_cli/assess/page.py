"""Assessments as people read them: the list of a year, one unit with its reasons, what hangs on what, editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pingan_cli.assess import entries
from pingan_cli.assess.editions import Difference
from pingan_cli.assess.entries import plain_number
from pingan_cli.assess.findings import Finding
from pingan_cli.assess.judging import MISSED, UNKNOWN, Assessment, Judged, Scale
from pingan_cli.assess.library import LoadedMethod
from pingan_cli.assess.method import LAST_YEAR, Clause, Condition, Edition, Look, Need, Span
from pingan_cli.assess.reasons import Change, Settles, Stretch, hangs_on, lift, settlers, unknown_facts
from pingan_cli.engine.ladder import Names
from pingan_cli.ladder.compiling import bilingual
from pingan_cli.texts import all_of, counted, joined, one_by_one, told, told_in
from pingan_cli.views.formats import json_text
from pingan_cli.views.lines import aligned, paragraphs
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.rules import from_year, titled
from pingan_cli.views.wording import with_colon

MOST_PROBED = 60
"""Of so many unknown facts the list says what settles a unit; of more it names them, and `--unit` tells the rest."""

_MOST_NAMED = 2
"""So many clauses, needs or facts of a kind stand in the list; `--unit` has all."""

_WHY = {
    "obsolete": told("obsolete"),
    "zombie": told("zombie clause"),
    "repeated": told("repeated"),
    "moved": told("moved"),
}
_CARDS = {"held": told("held"), MISSED: told("missed"), UNKNOWN: told("cannot be told")}


def assessment_view(assessment: Assessment, level: str | None) -> View:
    """The list of a year in every form, of one level or of all."""
    units = [unit for unit in assessment.units if level in (None, unit.level)]
    return View(
        page=lambda: _list_page(assessment, units),
        columns=entries.UNIT_COLUMNS,
        entries=lambda: (entries.unit_entry(assessment, unit) for unit in units),
        head=entries.head(assessment),
        key="units",
    )


def _list_page(assessment: Assessment, units: Sequence[Judged]) -> Page:
    probed = 0
    rows: list[tuple[Any, ...]] = []
    for unit in sorted(units, key=lambda unit: (-unit.score.low, -unit.score.high)):
        probed += 0 if unit.settled else len(unknown_facts(assessment, unit.key))
        why = _why(assessment, unit, probe=probed <= MOST_PROBED)
        cells = (_named(assessment, unit.key), _span(unit.score), _result(assessment.edition, unit), why)
        rows.append(cells)
    titles = (told("Unit"), told("Score"), told("Result"), told("Why"))
    columns = [Column(titles[0]), Column(titles[1], number=True)]
    columns += [Column(titles[2], style="bold"), Column(titles[3])]
    notes = list(_notes(assessment, units))
    return Page(_title(assessment), [Table(columns, lambda _: rows)] if rows else [], notes)


def _title(assessment: Assessment) -> str:
    return told("{method}: the assessment of {year}", method=assessment.method.name, year=assessment.year)


def _notes(assessment: Assessment, units: Sequence[Judged]) -> Iterator[str]:
    edition = assessment.edition
    counts = Counter(unit.card for unit in units)
    if edition.gives != "score":
        order = ["held", *(grade.id for grade in reversed(edition.grades)), MISSED, UNKNOWN]
        told_counts = tuple(
            told("{count} {name}", count=counts[card], name=_card(edition, card)) for card in order if counts[card]
        )
        yield told("By result: {list}.", list=told_counts)
    for level, mark in edition.passes.items():
        if level == "*":
            yield told("A unit passes from {mark} points on.", mark=plain_number(mark))
        else:
            yield told("{level}: a unit passes from {mark} points on.", level=level, mark=plain_number(mark))
    if edition.best is not None:
        yield told("Of each level the best {count} pass.", count=edition.best)
    if edition.share is not None:
        yield told("Of each level the best {share}% pass.", share=plain_number(edition.share * 100))
    if edition.since < assessment.year:
        yield told("Judged by the edition of {year}, the last by then.", year=edition.since)
    if UNKNOWN in counts:
        yield told("Unknown facts have every value that they can have; so scores and results are bounds.")


def _named(assessment: Assessment, key: str) -> Names:
    unit = assessment.facts.unit(key, assessment.year)
    return Names(unit.name, unit.name_zh or unit.name)


def _span(span: tuple[Decimal, Decimal] | None) -> str:
    """Bounds as people read them; nothing for what does not apply."""
    if span is None:
        return told("n/a")
    low, high = span
    if low == high:
        return plain_number(low)
    if not low.is_finite() or not high.is_finite():
        return told("unknown")
    return told("{low} to {high}", low=plain_number(low), high=plain_number(high))


def _card(edition: Edition, card: str) -> Any:
    grades = {grade.id: grade.name for grade in edition.grades}
    return grades.get(card) or _CARDS.get(card) or card


def _result(edition: Edition, unit: Judged) -> Any:
    low, high = unit.result
    if low == high or edition.gives == "mark":
        return _card(edition, unit.card)
    shown = [plain_number(each) if isinstance(each, Decimal) else _card(edition, each) for each in (low, high)]
    return told("{low} to {high}", low=shown[0], high=shown[1])


def _why(assessment: Assessment, unit: Judged, probe: bool = True) -> str:
    """The reasons for a result in a line: what a unit lost and won by, what would lift it, what would settle it."""
    edition = assessment.edition
    if not unit.settled:
        open_facts = unknown_facts(assessment, unit.key)
        found = settlers(assessment, unit.key) if probe else []
        if found:
            return one_by_one(settled(edition, each, assessment.year) for each in found[:_MOST_NAMED])
        names = [edition.names[fact] for fact, _ in open_facts]
        return told("not known: {facts}", facts=_few(names)) if names else told("hangs on what others' facts are")
    if unit.card == MISSED:
        unmet = [
            need.name
            for need, met in zip(edition.needs, unit.needs, strict=True)
            if not met.must and need.limit is None
        ]
        parts = [told("not met: {needs}", needs=_few(unmet))] if unmet else []
        return one_by_one([*parts, lifted(assessment, unit, _MOST_NAMED + len(unmet))])
    return _lost_and_won(edition, unit)


def _few(names: Sequence[Any]) -> Any:
    """Some of many names, and how many more there are."""
    few = tuple(names[:_MOST_NAMED])
    more = len(names) - len(few)
    return told("{text} and {count} more", text=few, count=more) if more else few


def lifted(assessment: Assessment, unit: Judged, most: int | None = None) -> str:
    """What would lift a unit that missed; of more than `most` clauses only how many."""
    found = lift(assessment, unit.key)
    if not found:
        return told("no clauses left out would lift it")
    if most is not None and len(found) > most:
        return told("would pass without {count} clauses", count=len(found))
    names = {each.id: each.name for each in (*assessment.edition.needs, *assessment.edition.clauses)}
    return told("would pass without {clauses}", clauses=all_of(names[each] for each in found))


def _lost_and_won(edition: Edition, unit: Judged) -> str:
    moved = [
        (points.low - clause.untouched, clause)
        for clause, points in zip(edition.clauses, unit.points, strict=True)
        if points.low == points.high != clause.untouched
    ]
    lost = sorted((each for each in moved if each[0] < 0), key=lambda each: each[0])
    won = sorted((each for each in moved if each[0] > 0), key=lambda each: -each[0])
    parts: list[str] = []
    for kind, changes in ((told("loses"), lost), (told("gains"), won)):
        named = [
            told("{clause} {points}", clause=clause.name, points=plain_number(abs(points)))
            for points, clause in changes
        ]
        if named:
            parts.append(told("{kind} {clauses}", kind=kind, clauses=_few(named)))
    return one_by_one(parts) if parts else told("nothing lost or won")


def settled(edition: Edition, settles: Settles, year: int) -> str:
    """What an unknown fact settles, and from where on."""
    results = tuple(
        told("{result} {stretch}", result=_card(edition, each.result), stretch=_stretch(each, index, settles))
        for index, each in enumerate(settles.stretches)
    )
    name: Any = edition.names[settles.fact]
    if settles.year != year:
        name = told("{fact} of {year}", fact=name, year=settles.year)
    if settles.alone:
        return told("settled by {fact}: {results}", fact=name, results=results)
    return told("in part settled by {fact}: {results}", fact=name, results=results)


def _stretch(stretch: Stretch, index: int, settles: Settles) -> str:
    low, high = plain_number(stretch.low), plain_number(stretch.high)
    first, last = index == 0, index == len(settles.stretches) - 1
    if first and last:
        return told("throughout")
    if stretch.low == stretch.high:
        return told("at {value}", value=low)
    if first:
        return told("to {value}", value=high) if stretch.high_closed else told("below {value}", value=high)
    if last:
        return told("from {value}", value=low) if stretch.low_closed else told("above {value}", value=low)
    return told("from {low} to {high}", low=low, high=high)


def unit_view(loaded: LoadedMethod, assessment: Assessment, key: str) -> View:
    """One unit with every clause, in every form."""
    unit = assessment.unit(key)

    entry = entries.reasons_entry(loaded, assessment, unit)
    return View(
        page=lambda: _unit_page(loaded, assessment, unit),
        columns=entries.CLAUSE_COLUMNS,
        head=entries.head(assessment) | {"unit": entry},
        rows=lambda: (each | {"unit": entry["code"], "clause": each["id"]} for each in entry["clauses"]),
    )


def _unit_page(loaded: LoadedMethod, assessment: Assessment, unit: Judged) -> Page:
    edition = assessment.edition
    scale = Scale(edition, assessment.facts, assessment.year)

    mark = edition.mark(unit.level)
    facts = [(told("Score"), _span(unit.score)), (told("Result"), _result(edition, unit))]
    facts += [(told("Passes from"), plain_number(mark))] if mark is not None else []
    for need, met in zip(edition.needs, unit.needs, strict=True):
        state = told("met") if met.must else told("not known") if met.may else told("not met")
        facts.append((told("Need"), told("{name}: {state}", name=need.name, state=state)))
    if unit.card == MISSED:
        facts.append((told("Lifted"), lifted(assessment, unit)))
    facts += [(told("Settled"), settled(edition, each, assessment.year)) for each in settlers(assessment, unit.key)]
    groups = {group.id: group.name for group in edition.groups.values()}
    rows: list[tuple[Any, ...]] = []
    for clause, points in zip(edition.clauses, unit.points, strict=True):
        value: Span | None = scale.measured(clause.look, unit.key)
        shown: Any = _span(value)
        if clause.measure and value is not None and value.low == value.high:
            shown = told("{value} {measure}", value=shown, measure=clause.measure)
        line, column = loaded.document.place(clause.path)
        group = groups.get(clause.group or "", "")
        cells = (clause.name, group, shown, _points(points), f"{line}:{column}", clause.source or "")
        rows.append(cells)
    columns = [
        Column(told("Clause")),
        Column(told("Group"), spare=True),
        Column(told("Value"), number=True),
        Column(told("Points"), number=True, style="bold"),
        Column(told_in("of a file", "Line"), spare=True),
        Column(told("Source"), spare=True),
    ]
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    title = told("{method}: {unit} in {year}", method=assessment.method.name, unit=_named(assessment, unit.key),
                 year=assessment.year)  # fmt: skip
    parts: list[Block | Table] = [Block(aligned, facts), Table(columns, lambda _: rows)]
    notes = [told("The lines are those of {file}.", file=loaded.path.name)]
    return Page(title, parts, notes)


def _points(points: Span) -> str:
    if points.low == points.high and points.low > 0:
        return f"+{plain_number(points.low)}"
    return _span(points)


def hangs_view(assessment: Assessment) -> View:
    """What the list hangs on, in every form."""
    hangs = hangs_on(assessment)
    edition = assessment.edition

    def page() -> Page:
        lines = list(_mark_lines(edition, hangs.marks.items()))
        names = {each.id: each.name for each in (*edition.needs, *edition.clauses)}
        rows = [(names[clause], _changes(assessment, changes)) for clause, changes in hangs.without.items()]
        columns = [Column(told("Without")), Column(told("Another result"))]
        parts: list[Block | Table] = [Block(paragraphs, lines)] if lines else []
        parts += [Table(columns, lambda _: rows)] if rows else []
        notes = (
            [told("Without a clause: as if it applied to nobody.")]
            if rows
            else [told("No clause alone changes a result.")]
        )
        title = told("{method}: what the list of {year} hangs on", method=assessment.method.name, year=assessment.year)
        return Page(title, parts, notes)

    entry = entries.hangs_entries(hangs)
    return View(
        page=page,
        columns=("clause", "unit", "before", "after"),
        head=entries.head(assessment) | entry,
        rows=lambda: (change | {"clause": each["clause"]} for each in entry["without"] for change in each["units"]),
    )


def _mark_lines(edition: Edition, marks: Any) -> Iterator[str]:
    for name, (mark, low, high) in marks:
        of = _card(edition, name)
        at = plain_number(mark)
        text = (
            told("The mark is {mark}.", mark=at)
            if name == "*"
            else told("The mark for {of} is {mark}.", of=of, mark=at)
        )
        if low is None and high is None:
            yield told("{text} No other mark would change a result.", text=text)
        elif low is None:
            yield told(
                "{text} Up to {high} it could be any, and no result would change.", text=text, high=plain_number(high)
            )
        elif high is None:
            yield told("{text} Any above {low} would change no result.", text=text, low=plain_number(low))
        else:
            yield told(
                "{text} Any above {low} and up to {high} would change no result.",
                text=text, low=plain_number(low), high=plain_number(high),
            )  # fmt: skip


def _changes(assessment: Assessment, changes: Sequence[Change]) -> Any:
    edition = assessment.edition
    return tuple(
        told(
            "{unit}: {before} → {after}",
            unit=_named(assessment, each.key), before=_card(edition, each.before), after=_card(edition, each.after),
        )
        for each in changes
    )  # fmt: skip


def cards_view(assessments: Sequence[Assessment], level: str | None) -> View:
    """A list of cards of one or more years, in every form."""
    kept = [
        replace(each, units=tuple(unit for unit in each.units if level in (None, unit.level))) for each in assessments
    ]
    columns = entries.CARD_COLUMNS
    rows = list(entries.card_rows(kept))

    def page() -> Page:
        cells = [[str(cell) for cell in row] for row in rows]
        return Page(assessments[0].method.id, [Table([Column(column) for column in columns], lambda _: cells)])

    return View(
        page=page,
        columns=columns,
        entries=lambda: (dict(zip(columns, row, strict=True)) for row in rows),
        head={"method": assessments[0].method.id},
        key="cards",
    )


def findings_view(assessments: Sequence[Assessment], found: Sequence[Finding]) -> View:
    """What the facts show of the clauses, in every form."""
    method = assessments[0].method
    first, last = assessments[0].year, assessments[-1].year

    def page() -> Page:
        rows = [(all_of(clause.name for clause in each.clauses), _finding(each)) for each in found]
        columns = [Column(told("Clause")), Column(told("What the facts show"))]
        title = told("{method}: what the facts of {first} to {last} show of its clauses",
                     method=method.name, first=first, last=last)  # fmt: skip
        notes = [
            told("These are no errors. Whether a clause has outlived its use is for people to say."),
        ] if rows else [told("Nothing stands out.")]  # fmt: skip
        return Page(title, [Table(columns, lambda _: rows)] if rows else [], notes)

    return View(
        page=page,
        columns=("finding", "clauses", "cases", "years"),
        entries=lambda: map(entries.finding_entry, found),
        head={"method": method.id, "from": first, "to": last},
        key="findings",
        rows=lambda: (
            {
                "finding": each.kind,
                "clauses": " ".join(clause.id for clause in each.clauses),
                "cases": each.cases,
                "years": each.years,
            }
            for each in found
        ),
    )


def _finding(finding: Finding) -> str:
    counts: dict[str, Any] = {"cases": finding.cases, "count": finding.years}
    if finding.kind == "idle":
        return counted(
            "took and gave nothing in {cases} cases of one year",
            "took and gave nothing in {cases} cases of {count} years",
            **counts,
        )
    if finding.kind == "same":
        return counted(
            "cost or gave everybody the same in {cases} cases of one year",
            "cost or gave everybody the same in {cases} cases of {count} years",
            **counts,
        )
    return counted(
        "move together in {cases} cases of one year", "move together in {cases} cases of {count} years", **counts
    )


def difference_view(
    loaded: LoadedMethod, years: tuple[int, int], found: Sequence[Difference],
    changed: Sequence[tuple[int, Change]] | None,
) -> View:  # fmt: skip
    """Two editions compared, in every form; `changed` are the results that differ, None where no facts were given."""

    def page() -> Page:
        rows = [(_kind(each), each.name, _detail(each)) for each in found]
        columns = [Column(told("Change")), Column(told("Clause"), style="bold")]
        columns.append(Column(told("What")))
        parts: list[Table | Block] = [Table(columns, lambda _: rows)] if rows else []
        notes: list[str] = [] if rows else [told("Both years are judged alike.")]
        if changed:
            results = [
                (year, each.key, _CARDS.get(each.before, each.before),
                                                    _CARDS.get(each.after, each.after))
                for year, each in changed
            ]  # fmt: skip
            titles = (told("Year"), told("Unit"), told("By {year}", year=years[0]), told("By {year}", year=years[1]))
            parts.append(Table([Column(title) for title in titles], lambda _: results))
        elif changed is not None:
            notes.append(told("No unit would have another result under the other edition."))
        title = told("{method}: {first} and {last} compared", method=loaded.method.name, first=years[0], last=years[1])
        return Page(title, parts, notes)

    entry: dict[str, Any] = {"method": loaded.method.id, "from": years[0], "to": years[1]}
    entry["differences"] = [entries.difference_entry(each) for each in found]
    if changed is not None:
        entry["results"] = [{"year": year} | entries.change_entry(each) for year, each in changed]
    columns = ("kind", "what", "year", "why", "key", "before", "after")
    return View(
        page=page,
        columns=columns,
        head=entry,
        rows=lambda: (
            dict(zip(columns, (each.kind, each.what, each.year, each.why, *(key or (None, None, None))), strict=True))
            for each in found
            for key in each.keys or (None,)
        ),
    )


def method_view(loaded: LoadedMethod) -> View:
    """What a method says, by its last edition, in every form."""
    method, file = loaded.method, loaded.document.value
    edition = method.editions[-1]

    def page() -> Page:
        groups = {group.id: group.name for group in edition.groups.values()}
        rows = [
            (each.name, groups.get(each.group or "", ""), _look(edition, each.look), shape_of(each), each.id)
            for each in edition.clauses
        ]
        titles = (told("Clause"), told("Group"), told("Value"), told("Points"), "id")
        parts: list[Block | Table] = [Block(paragraphs, list(_sentences(loaded)))]
        kept = [index for index in range(len(titles)) if index != 2 or any(row[2] for row in rows)]
        columns = [Column(titles[index], spare=index == 1) for index in kept]
        parts.append(Table(columns, lambda _: [[row[index] for index in kept] for row in rows]))
        needs = [_need(edition, need) for need in edition.needs]
        editions = [from_year(each) for each in file.get("editions", [])]
        sources = [line for each in file["sources"] for line in (titled(each), f"  {each['url']}")]
        assumed = [bilingual(each) for each in file.get("assumptions", [])]
        sections = ((told_in("of a method", "Needs"), needs), (told("Editions"), editions),
                    (told("Assumptions"), assumed), (told("Sources"), sources))  # fmt: skip
        for title, lines in sections:
            if lines:
                parts.append(Block(paragraphs, [title, *(joined(["  ", line], "") for line in lines)]))
        title = told("{name} ({id})", name=method.name, id=method.id)
        return Page(title, parts, [with_colon(told("File"), str(loaded.path))])

    return View(
        page=page,
        columns=("clause", "name", "name_zh", "group", "worth", "least", "most"),
        head=file,
        rows=lambda: (
            {
                "clause": each.id,
                "name": each.name.en,
                "name_zh": each.name.zh,
                "group": each.group,
                **{key: entries.number(getattr(each, key)) for key in ("worth", "least", "most")},
            }
            for each in edition.clauses
        ),
    )


def _sentences(loaded: LoadedMethod) -> Iterator[Any]:
    """What is given, and for what."""
    method = loaded.method
    edition = method.editions[-1]
    yield told("{card}, assessed for a year; the first year is {year}.", card=method.card, year=method.first_year)
    yield told("It begins with {points} points.", points=plain_number(edition.start))
    for level, mark in edition.passes.items():
        if level == "*":
            yield told("A unit passes from {mark} points on.", mark=plain_number(mark))
        else:
            yield told("{level}: a unit passes from {mark} points on.", level=level, mark=plain_number(mark))
    for grade in reversed(edition.grades):
        if grade.at_least is None:
            yield told("{grade}: any lower score.", grade=grade.name)
        else:
            yield told("{grade}: from {mark} points on.", grade=grade.name, mark=plain_number(grade.at_least))
    if edition.best is not None:
        yield told("Of each level the best {count} pass.", count=edition.best)
    if edition.share is not None:
        yield told("Of each level the best {share}% pass.", share=plain_number(edition.share * 100))
    for group in edition.groups.values():
        if group.highest:
            yield told("{group}: only the highest of its points counts.", group=group.name)
        if group.least.is_finite():
            yield told("{group}: never less than {points}.", group=group.name, points=plain_number(group.least))
        if group.most.is_finite():
            yield told("{group}: never more than {points}.", group=group.name, points=plain_number(group.most))


def _need(edition: Edition, need: Need) -> str:
    """What must be met, of what, and what follows where it is not."""
    text = told("{name}: {condition}", name=need.name, condition=condition_text(need.condition, need.measure))
    if look := _look(edition, need.look):
        text = told("{text}; {more}", text=text, more=look)
    if need.limit is not None:
        text = told("{text}; where not met, {grade} at most", text=text, grade=_card(edition, need.limit))
    return text


def _look(edition: Edition, look: Look) -> str:
    """What is made of the fact that a clause reads, before it gives points."""
    parts: list[str] = []
    if look.per:
        times = plain_number(look.per[1])
        parts.append(told("for each {times} of {fact}", times=times, fact=edition.names[look.per[0]]))
    if look.against == LAST_YEAR:
        parts.append(told("less that of last year"))
    elif look.against:
        parts.append(told("less {fact}", fact=edition.names[look.against]))
    if look.rank:
        whole: dict[str, str] = {
            "level": told("the place in its level"), "parent": told("the place in its city"), "all": told("the place"),
        }  # fmt: skip
        place = whole.get(look.within) or told("the place among those alike in {fact}", fact=edition.names[look.within])
        better = told("the highest first") if look.higher_is_better else told("the lowest first")
        parts.append(told("{place}, {better}", place=place, better=better))
    return one_by_one(parts) if parts else ""


def condition_text(condition: Condition, measure: Names | None) -> str:
    """Between which numbers a value must lie, in words."""
    parts: list[str] = []
    if condition.low.is_finite():
        low = plain_number(condition.low)
        parts.append(told("above {n}", n=low) if condition.above else told("at least {n}", n=low))
    if condition.high.is_finite():
        high = plain_number(condition.high)
        parts.append(told("below {n}", n=high) if condition.below else told("at most {n}", n=high))
    text = tuple(parts)
    return told("{condition} ({measure})", condition=text, measure=measure) if measure else told("{text}", text=text)


def shape_of(clause: Clause) -> str:
    """How a clause gives or takes points, in short."""
    parts: list[Any] = []
    if clause.worth is not None:
        parts.append(told("worth {points}", points=plain_number(clause.worth)))
    if clause.each is not None:
        each = plain_number(clause.each)
        if clause.beyond is not None:
            parts.append(told("{points} for each beyond {n}", points=each, n=plain_number(clause.beyond)))
        elif clause.short_of is not None:
            parts.append(told("{points} for each short of {n}", points=each, n=plain_number(clause.short_of)))
        else:
            parts.append(told("{points} for each", points=each))
    if clause.line:
        ends = (f"{plain_number(x)} → {plain_number(y)}" for x, y in clause.line)
        parts.append(told("on a line: {ends}", ends=tuple(ends)))
    for condition, points in clause.steps:
        text = condition_text(condition, None)
        parts.append(told("{points} where {condition}", points=plain_number(points), condition=text))
    if clause.met is not None:
        parts.append(told("where {condition}", condition=condition_text(clause.met, None)))
    if clause.least.is_finite() and clause.worth is None:
        parts.append(told("never less than {points}", points=plain_number(clause.least)))
    if clause.most.is_finite() and clause.worth is None:
        parts.append(told("never more than {points}", points=plain_number(clause.most)))
    return one_by_one(parts)


def _kind(difference: Difference) -> str:
    kinds = {"added": told("added"), "removed": told("removed"), "merged": told("merged"), "changed": told("changed")}
    return kinds[difference.kind]


def _detail(difference: Difference) -> Any:
    if difference.kind == "removed":
        return _WHY.get(difference.why, "")
    if difference.kind == "merged":
        return told("from {clauses}", clauses=difference.why)
    return tuple(
        told("{key}: {before} → {after}", key=key, before=_value(before), after=_value(after))
        for key, before, after in difference.keys
    )  # fmt: skip


def _value(value: Any) -> Any:
    if value is None:
        return told("none")
    return value if isinstance(value, str | int | float) else json_text(value)
