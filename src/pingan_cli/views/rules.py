"""Ladders: the list of them, one in full, and what came of running their examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pingan_cli.ladder.checking import Checked
from pingan_cli.ladder.compiling import bilingual
from pingan_cli.ladder.loader import LoadedLadder
from pingan_cli.texts import listed
from pingan_cli.views.formats import csv_lines, json_lines, json_text
from pingan_cli.views.page import Block, Column, Page, Table, View
from pingan_cli.views.words import level_word, word

LIST_COLUMNS = ("ladder", "name", "name_zh", "first_year", "period", "tiers", "examples", "file")
_STARS_SHOWN = 3


def list_view(ladders: Sequence[LoadedLadder], lang: str) -> View:
    """All ladders, a row for each."""
    rows = [_listed(loaded) for loaded in ladders]

    def page() -> Page:
        names = [loaded.ladder.name.of(lang) for loaded in ladders]
        columns = [Column(word("ladder", lang), style="bold"), Column(word("name", lang))]
        columns += [Column(word(key, lang), number=True) for key in ("first_year_title", "tiers", "examples")]
        told = [
            [str(row["ladder"]), name, str(row["first_year"]), str(row["tiers"]), str(row["examples"])]
            for row, name in zip(rows, names, strict=True)
        ]
        return Page(word("ladders_title", lang, count=len(rows)), [Table(columns, lambda _: told)])

    return View(
        page=page,
        json=lambda: json_lines({}, "ladders", rows),
        csv=lambda: csv_lines(LIST_COLUMNS, ([row[column] for column in LIST_COLUMNS] for row in rows)),
    )


def _listed(loaded: LoadedLadder) -> dict[str, Any]:
    ladder = loaded.ladder
    return {
        "ladder": ladder.id,
        "name": ladder.name.en,
        "name_zh": ladder.name.zh,
        "first_year": ladder.first_year,
        "period": ladder.period,
        "tiers": len(ladder.named),
        "examples": len(loaded.file.get("examples", [])),
        "file": loaded.path.name,
    }


def ladder_view(loaded: LoadedLadder, lang: str) -> View:
    """One ladder: its tiers, what counts, what it assumes, what was amended, and its sources."""
    return View(
        page=lambda: _page(loaded, lang),
        json=lambda: iter([json_text(loaded.file), "\n"]),
        csv=lambda: csv_lines(("tier", "at", "name", "name_zh"), _tiers(loaded)),
    )


def _tiers(loaded: LoadedLadder) -> Iterator[tuple[str, int, str, str]]:
    """The tiers under the terms now in force, the first stars of an open end included."""
    ladder = loaded.ladder
    stars = _STARS_SHOWN if ladder.open_end else 0
    for rank in range(len(ladder.named) + stars):
        tier, at = ladder.tier(rank), ladder.terms[-1].at(rank)
        if tier is not None and at is not None:
            yield tier.id, at, tier.name.en, tier.name.zh


def _page(loaded: LoadedLadder, lang: str) -> Page:
    ladder, file = loaded.ladder, loaded.file
    columns = [Column(word("tier", lang), style="bold"), Column(word("at", lang), number=True), Column("id")]
    rows = [[zh if lang == "zh" else en, str(at), tier] for tier, at, en, zh in _tiers(loaded)]
    parts: list[Table | Block] = [_listing(rule_sentences(loaded, lang)), Table(columns, lambda _: rows)]
    if ladder.open_end:
        every = word("star_example", lang, at=ladder.terms[-1].every)
        parts.append(_listing([every]))
    sections = {
        "amendments": [
            word("from_year", lang, year=each["from_year"], says=each["says"]) for each in file.get("amendments", [])
        ],
        "assumptions": [bilingual(each).of(lang) for each in file.get("assumptions", [])],
        "sources": [
            part
            for each in file["sources"]
            for part in (word("colon", lang).join(filter(None, (each["title"], each.get("says")))), f"  {each['url']}")
        ],
    }  # fmt: skip
    for key, told in sections.items():
        if told:
            parts.append(_listing([word(key, lang), *(f"  {line}" for line in told)]))
    title = word("brackets", lang, text=ladder.name.of(lang), more=ladder.id)
    return Page(title, parts, [f"{word('file', lang)}{word('colon', lang)}{loaded.path}"])


def rule_sentences(loaded: LoadedLadder, lang: str) -> list[str]:
    """What counts and what ends a run, in sentences."""
    ladder, terms = loaded.ladder, loaded.ladder.terms[-1]
    card = bilingual(loaded.file["card"]).of(lang)
    levels = listed((level_word(level, lang) for level in ladder.levels), lang)
    run = "rule.cumulative" if terms.forgiven is None else "rule.forgiving" if terms.forgiven else "rule.consecutive"
    lines = [
        word("rule.card", lang, card=card, year=ladder.first_year, period=ladder.period)
        if ladder.period == 1
        else word("rule.term", lang, card=card, year=ladder.first_year, period=ladder.period),
        word(run, lang, forgiven=terms.forgiven),
        word("rule.announced" if ladder.announced else "rule.announced_same", lang, count=ladder.announced),
    ]
    if levels:
        lines.insert(1, word("rule.levels", lang, levels=levels))
    if terms.standing > 1:
        lines.append(word("rule.standing", lang, standing=terms.standing))
    grades = [names.of(lang) for grade, names, _ in ladder.grades if grade in terms.grades]
    if grades:
        lines.append(word("rule.grades", lang, grades=listed(grades, lang)))
    for level, (low, high) in terms.limits.items() if ladder.kind == "number" else ():
        number = loaded.file["results"].get("number")
        what = bilingual(number).of(lang) if number else word("rule.number", lang)
        named = "" if level == "*" else f"{level_word(level, lang)}: "
        bounds = [word("rule.at_least", lang, n=f"{low:g}")] if low is not None else []
        bounds += [word("rule.at_most", lang, n=f"{high:g}")] if high is not None else []
        lines.append(named + word("rule.limit", lang, what=what, bounds=listed(bounds, lang)))
    miss = "recall" if terms.miss_recalls else "keep"
    lines.append(word(f"rule.miss_{miss}" if terms.forgiven is not None else "rule.miss_cumulative", lang))
    revoked = "recall" if terms.revocation_recalls else "keep"
    lines.append(word(f"rule.revoked_{revoked}", lang))
    return lines


def _listing(lines: Sequence[str]) -> Block:
    from pingan_cli.views.lines import paragraphs

    return Block(lambda width: paragraphs(lines, width))


def checked_view(checked: Sequence[Checked], lang: str) -> View:
    """What came of checking ladder files: for each how many of its examples hold, and what is wrong."""

    def page() -> Page:
        columns = [Column(word("ladder", lang), style="bold"), Column(word("examples", lang), number=True)]
        columns.append(Column(word("outcome", lang)))
        rows = [[each.name, str(each.examples), _outcome(each, lang)] for each in checked]
        return Page(word("checked_title", lang, count=len(checked)), [Table(columns, lambda _: rows)])

    return View(
        page=page,
        json=lambda: json_lines({}, "ladders", map(_checked_entry, checked)),
        csv=lambda: csv_lines(
            ("ladder", "examples", "problems"), ((e.name, e.examples, len(e.problems)) for e in checked)
        ),
    )


def _outcome(checked: Checked, lang: str) -> str:
    return word("wrong", lang, count=len(checked.problems)) if checked.problems else word("right", lang)


def _checked_entry(checked: Checked) -> dict[str, Any]:
    problems = [problem._asdict() for problem in checked.problems]
    return {"ladder": checked.name, "examples": checked.examples, "problems": problems}
