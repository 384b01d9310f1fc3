"""What came of checking, for people and for other programs: lines, JSON, JSON Lines, CSV, Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from pingan_cli.check.checks import CHECKS, Report
from pingan_cli.check.for_ci import github_lines, junit_lines, sarif_lines
from pingan_cli.problems import ERROR, WARNING, Problem, printable
from pingan_cli.texts import counted, said, told, told_in, translated
from pingan_cli.views.formats import csv_lines, json_lines, json_text, markdown_table
from pingan_cli.views.page import Column, Page, Table, View

SEVERITIES = {ERROR: told("error"), WARNING: told("warning")}

_CSV_COLUMNS = ("file", "line", "column", "severity", "code", "message", "hint")


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
        _CSV_COLUMNS, (list(entry.values()) for entry in _entries(report, shown.lang))
    ),
    "markdown": lambda report, shown: _markdown(report, shown.lang),
    "github": lambda report, shown: iter([*github_lines(report, shown.lang), f"{_summary(report, shown.lang)}\n"]),
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


def _summary(report: Report, lang: str) -> str:
    """The counts in one line."""
    return said(_counts(report), lang)


def _counts(report: Report) -> Any:
    return (
        counted("1 file checked", "{count} files checked", count=len(report.files)),
        counted("1 error", "{count} errors", count=report.errors),
        counted("1 warning", "{count} warnings", count=report.warnings),
        *([counted("1 cell mended", "{count} cells mended", count=report.mended)] if report.mended else []),
    )


def _table(report: Report, shown: Shown) -> Iterator[str]:
    yield from _lines(report.compared if not shown.quiet else (), shown.lang)
    yield from (f"{problem.said(shown.lang)}\n" for problem in report.problems)
    if not shown.quiet:
        yield from _lines((report.read,), shown.lang)
        yield f"{_summary(report, shown.lang)}\n"


def _lines(texts: Iterable[str], lang: str) -> Iterator[str]:
    return (f"{printable(said(each, lang))}\n" for each in texts if each)


def _markdown(report: Report, lang: str) -> Iterator[str]:
    yield f"## {said(told('Check'), lang)}\n\n"
    yield from (f"{line}\n" for line in _lines((*report.compared, report.read), lang))
    yield f"{_summary(report, lang)}\n"
    if report.problems:
        (table,) = report_page(report).said(lang).parts
        assert isinstance(table, Table)
        yield "\n"
        yield from markdown_table([column.title for column in table.columns], table.rows(False))


def report_page(report: Report) -> Page:
    """The problems as a table, and what was read and compared below it."""
    titles = (
        *(told("File"), told("Line"), told("Severity"), told_in("a problem", "Code")),
        *(told("What is wrong"), told("Hint")),
    )
    rows = [
        [
            problem.file,
            ":".join(str(part) for part in (problem.line, problem.column) if part),
            SEVERITIES[problem.severity],
            problem.code,
            problem.message,
            problem.hint,
        ]
        for problem in report.problems
    ]
    notes = [each for each in (*report.compared, report.read, _counts(report)) if each]
    return Page(told("Check"), [Table(list(map(Column, titles)), lambda _: rows)] if rows else [], notes)


def checks_view(lang: str) -> View:
    """The checks that there are."""
    entries: list[dict[str, Any]] = [
        {"check": name, "about": translated(check.about, lang), "codes": list(check.codes), "always": check.always}
        for name, check in CHECKS.items()
    ]

    def page() -> Page:
        columns = [Column(told_in("a kind of check", "Check"), style="bold"), Column(told("What must be so"))]
        rows = [[entry["check"], entry["about"]] for entry in entries]
        always = told("Always made: {list}.", list=tuple(name for name, check in CHECKS.items() if check.always))
        return Page(told("Checks"), [Table(columns, lambda _: rows)], [always])

    def rows() -> Iterator[dict[str, Any]]:
        return (entry | {"codes": " ".join(entry["codes"])} for entry in entries)

    return View(page, ("check", "about", "codes"), lambda: entries, key="checks", rows=rows)
