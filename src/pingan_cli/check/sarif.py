"""SARIF 2.1.0, the interchange format of static analysis: code hosts and editors show it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pingan_cli.check.checks import CHECK_OF, Report
from pingan_cli.problems import CODES, Problem, printable
from pingan_cli.texts import said, translated

_LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_lines(report: Report, version: str, lang: str) -> Iterator[str]:
    """The report as one SARIF log, with a rule for each code that was found; `version` is the program's."""
    codes = sorted({problem.code for problem in report.problems})
    driver = {
        "name": "pingan",
        "version": version,
        "semanticVersion": version,
        "rules": [_rule(code, lang) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "language": _LANGUAGES[lang],
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "artifacts": [{"location": {"uri": _uri(file)}} for file in report.files],
        "results": [_result(problem, codes.index(problem.code), lang) for problem in report.problems],
    }
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str, lang: str) -> dict[str, Any]:
    about = translated(CODES[code], lang)
    more = translated("{about} 'pingan explain {code}' says why, and how to mend it.", lang)
    return {
        "id": code,
        "shortDescription": {"text": about},
        "help": {"text": more.format(about=about, code=code)},
        "properties": {"tags": [CHECK_OF.get(code, "pingan")]},
    }


def _result(problem: Problem, rule: int, lang: str) -> dict[str, Any]:
    text = said(problem.message, lang)
    if problem.hint:
        text = translated("{message} ({hint})", lang).format(message=text, hint=said(problem.hint, lang))
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(problem.file)}}
    if problem.line:
        column = {"startColumn": problem.column} if problem.column else {}
        place["region"] = {"startLine": problem.line} | column
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": printable(text)},
    }
    return result | ({"locations": [{"physicalLocation": place}]} if problem.file else {})


def _uri(file: str) -> str:
    """A path as a URI: relative where the path is, so that a host finds the file in its checkout.

    >>> _uri("lists/2020 年.csv")
    'lists/2020%20%E5%B9%B4.csv'
    """
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
