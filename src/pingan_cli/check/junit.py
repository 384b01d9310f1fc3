"""JUnit XML: a suite for each file, a case for each check; systems that show test results show these."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pingan_cli.check.checks import CHECK_OF, CHECKS, Report
from pingan_cli.problems import ERROR, Problem, printable
from pingan_cli.texts import said

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
        suite = SubElement(root, "testsuite", name=_text(file))
        failures = 0
        for name in checks:
            case = SubElement(suite, "testcase", classname=_text(file), name=name)
            grave = [problem for problem in of_case[file, name] if strict or problem.severity == ERROR]
            light = [problem for problem in of_case[file, name] if problem not in grave]
            if grave:
                failures += 1
                first, kind = said(grave[0].message, lang), " ".join(dict.fromkeys(problem.code for problem in grave))
                SubElement(case, "failure", message=_text(first), type=kind).text = _lines(grave, lang)
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


def _text(text: str) -> str:
    """Text that may stand in XML, which allows fewer characters than a file's name."""
    return _NO_XML.sub("?", printable(text))
