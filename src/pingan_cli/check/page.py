"""What came of checking, for people and for other programs: lines, JSON, JSON Lines, CSV, Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pingan_cli.check.checks import CHECKS, Report
from pingan_cli.check.github import github_lines
from pingan_cli.check.junit import junit_lines
from pingan_cli.check.sarif import sarif_lines
from pingan_cli.problems import Problem
from pingan_cli.texts import listed, said, translated
from pingan_cli.views.formats import csv_lines, json_lines, json_text, markdown_table
from pingan_cli.views.page import Column, Page, Table, View
from pingan_cli.views.words import word

CSV_COLUMNS = ("file", "line", "column", "severity", "code", "message", "hint")


class Shown(NamedTuple):
    """How a report is to be shown. `strict`: warnings count as errors; `version` is the program's."""

    lang: str
    version: str
    strict: bool = False
    quiet: bool = False


FORMATS: dict[str, Callable[[Report, Shown], Iterator[str]]] = {
    "table": lambda report, shown: _table(report, shown),
    "json": lambda report, shown: json_lines(
        {"summary": summary_entry(report)}, "problems", _entries(report, shown.lang)
    ),
    "jsonl": lambda report, shown: (json_text(entry) + "\n" for entry in _entries(report, shown.lang)),
    "csv": lambda report, shown: csv_lines(
        CSV_COLUMNS, (list(entry.values()) for entry in _entries(report, shown.lang))
    ),
    "markdown": lambda report, shown: _markdown(report, shown.lang),
    "github": lambda report, shown: iter([*github_lines(report, shown.lang), f"{summary(report, shown.lang)}\n"]),
    "sarif": lambda report, shown: sarif_lines(report, shown.version, shown.lang),
    "junit": lambda report, shown: junit_lines(report, shown.strict, shown.lang),
}
"""What makes each form of a report, line by line."""


def _entries(report: Report, lang: str) -> Iterator[dict[str, Any]]:
    return (problem_entry(problem, lang) for problem in report.problems)


def problem_entry(problem: Problem, lang: str = "en") -> dict[str, Any]:
    """A problem as JSON has it; a line or column that is not known is null."""
    return {
        "file": problem.file or None,
        "line": problem.line or None,
        "column": problem.column or None,
        "severity": problem.severity,
        "code": problem.code,
        "message": said(problem.message, lang),
        "hint": said(problem.hint, lang) or None,
    }


def summary_entry(report: Report) -> dict[str, int]:
    """The counts of a report."""
    counts = {"files": len(report.files), "errors": report.errors, "warnings": report.warnings}
    return counts | {"mended": report.mended}


def summary(report: Report, lang: str) -> str:
    """The counts in one line."""
    parts = [
        word("check.files", lang, count=len(report.files)),
        word("check.errors", lang, count=report.errors),
        word("check.warnings", lang, count=report.warnings),
        *([word("check.mended", lang, count=report.mended)] if report.mended else []),
    ]
    return listed(parts, lang)


def _table(report: Report, shown: Shown) -> Iterator[str]:
    yield from (f"{problem.said(shown.lang)}\n" for problem in report.problems)
    if not shown.quiet:
        yield f"{summary(report, shown.lang)}\n"


def _markdown(report: Report, lang: str) -> Iterator[str]:
    yield f"## {word('check.title', lang)}\n\n{summary(report, lang)}\n"
    if report.problems:
        titles = [word(f"check.{key}", lang) for key in ("file", "place", "severity", "code", "message", "hint")]
        rows = (
            [
                problem.file,
                ":".join(str(part) for part in (problem.line, problem.column) if part),
                word(f"check.{problem.severity}", lang),
                problem.code,
                said(problem.message, lang),
                said(problem.hint, lang),
            ]
            for problem in report.problems
        )
        yield "\n"
        yield from markdown_table(titles, rows)


def checks_view(lang: str) -> View:
    """The checks that there are."""
    entries: list[dict[str, Any]] = [
        {"check": name, "about": translated(check.about, lang), "codes": list(check.codes), "always": check.always}
        for name, check in CHECKS.items()
    ]

    def page() -> Page:
        columns = [Column(word("check.check", lang), style="bold"), Column(word("check.about", lang))]
        rows = [[entry["check"], entry["about"]] for entry in entries]
        always = listed((name for name, check in CHECKS.items() if check.always), lang)
        return Page(
            word("check.checks", lang), [Table(columns, lambda _: rows)], [word("check.always", lang, list=always)]
        )

    return View(
        page=page,
        json=lambda: json_lines({}, "checks", entries),
        csv=lambda: csv_lines(
            ("check", "about", "codes"), ((each["check"], each["about"], " ".join(each["codes"])) for each in entries)
        ),
    )
