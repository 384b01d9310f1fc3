"""The page of all problems by code, with the check that looks for each, and of all checks."""

from __future__ import annotations

from collections.abc import Iterator

from pingan_cli.check.checks import CHECK_OF, CHECKS
from pingan_cli.problems import CODES

ABOUT = """\
# Problems and checks

A problem reads `FILE:LINE:COLUMN: error[CODE]: what is wrong`, with a hint where one can be given. Each code has a page
that says why it is a problem and how to mend it; `pingan explain CODE` prints the same page.
"""


def page() -> str:
    """All codes, then all checks."""
    return "\n".join([ABOUT, *_codes(), "", *_checks()]) + "\n"


def _codes() -> Iterator[str]:
    yield "## Codes\n"
    yield "| code | what it is | check |\n|---|---|---|"
    for code, about in CODES.items():
        check = f"[{CHECK_OF[code]}](../checks.md#{CHECK_OF[code]})" if code in CHECK_OF else ""
        yield f"| [`{code}`](../errors/{code}.md) | {about} | {check} |"


def _checks() -> Iterator[str]:
    yield "## Checks\n"
    yield "The names that `pingan check --select` and `--ignore` take. [Checks](../checks.md) tells more of each.\n"
    yield "| check | what holds where it finds nothing | always |\n|---|---|---|"
    for name, check in CHECKS.items():
        yield f"| [`{name}`](../checks.md#{name}) | {check.about} | {'yes' if check.always else ''} |"
