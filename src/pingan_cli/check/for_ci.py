"""Forms of a report for CI: annotations for GitHub Actions, JUnit XML, SARIF 2.1.0.

GitHub: the form is documented under "Workflow commands for GitHub Actions"; that values also escape `:` and `,` is how
its own toolkit writes them. JUnit: a suite for each file, a case for each check; systems that show test results show
these. SARIF: the interchange format of static analysis; code hosts and editors show it.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pingan_cli.check.checks import CHECK_OF, CHECKS, Report
from pingan_cli.problems import CODES, ERROR, Problem, printable
from pingan_cli.texts import said, translated


def github_lines(report: Report, lang: str) -> Iterator[str]:
    """A command for each problem, which GitHub shows at its line."""
    for problem in report.problems:
        where = {"file": problem.file.replace("\\", "/"), "line": problem.line, "col": problem.column}
        properties = {key: value for key, value in where.items() if value} | {"title": problem.code}
        values = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        message = said(problem.message, lang)
        if problem.hint:
            message += "\n" + translated("hint: {hint}", lang).format(hint=said(problem.hint, lang))
        yield f"::{problem.severity} {values}::{_escaped(message)}\n"


def _escaped(text: str) -> str:
    """A message with `%` and line ends escaped, and without characters that a terminal might obey.

    >>> _escaped("100%\\nof it")
    '100%25%0Aof it'
    """
    lines = "\n".join(printable(line) for line in text.split("\n"))
    return lines.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A value, in which `:` and `,` would end it.

    >>> _property("a,b:c")
    'a%2Cb%3Ac'
    """
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


ALWAYS = "readable"
"""The check under which problems stand that belong to none."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_lines(report: Report, strict: bool, lang: str) -> Iterator[str]:
    """The report as one XML document. Warnings let a case pass, and are in its output; `strict` makes them failures."""
    of_case: defaultdict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in report.problems:
        of_case[problem.file, CHECK_OF.get(problem.code, ALWAYS)].append(problem)
    files = sorted({*report.files, *(problem.file for problem in report.problems)})
    checks = [name for name in CHECKS if report.selection.wants(name)]
    root = Element("testsuites", name="pingan check")
    failed = 0
    for file in files:
        suite = SubElement(root, "testsuite", name=_xml(file))
        failures = 0
        for name in checks:
            case = SubElement(suite, "testcase", classname=_xml(file), name=name)
            grave = [problem for problem in of_case[file, name] if strict or problem.severity == ERROR]
            light = [problem for problem in of_case[file, name] if problem not in grave]
            if grave:
                failures += 1
                first, kind = said(grave[0].message, lang), " ".join(dict.fromkeys(problem.code for problem in grave))
                SubElement(case, "failure", message=_xml(first), type=kind).text = _lines(grave, lang)
            if light:
                SubElement(case, "system-out").text = _lines(light, lang)
        suite.attrib |= {"tests": str(len(checks)), "failures": str(failures), "errors": "0"}
        failed += failures
    root.attrib |= {"tests": str(len(files) * len(checks)), "failures": str(failed), "errors": "0"}
    indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield tostring(root, encoding="unicode") + "\n"


def _lines(problems: list[Problem], lang: str) -> str:
    return "\n".join(_NO_XML.sub("?", problem.said(lang)) for problem in problems)


def _xml(text: str) -> str:
    """Text that may stand in XML, which allows fewer characters than a file's name."""
    return _NO_XML.sub("?", printable(text))


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
