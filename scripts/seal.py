"""Renews the seals of the shipped ladder files: `python scripts/seal.py`.

A seal says that a file was validated and that its examples hold, so that the program need not do it again at every
start. A file that is wrong gets none; its problems are printed, and the exit status is 1.
"""

from __future__ import annotations

import sys
from hashlib import sha256

from pingan_cli.ladder.document import read_document
from pingan_cli.ladder.examples import check_ladder
from pingan_cli.ladder.loader import SEALS
from pingan_cli.ladder.validating import problems_of
from pingan_cli.problems import Problem
from pingan_cli.shipped import RULES


def sealed_files() -> tuple[dict[str, str], list[Problem]]:
    """The seal of every shipped ladder file that is right, and what is wrong with the others."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(RULES.glob("*.yaml")):
        source = path.read_bytes()
        document, wrong = read_document(source, str(path))
        if document is not None and not wrong:  # not by the loader, which trusts the seals that are to be renewed
            wrong = problems_of(document, str(path), path.stem) or list(check_ladder(path).problems)
        problems += wrong
        if not wrong:
            found[path.stem] = sha256(source).hexdigest()
    return found, problems


def written(found: dict[str, str]) -> str:
    """The text of the file of seals."""
    return "".join(f"{seal}  {name}.yaml\n" for name, seal in found.items())


def main() -> int:
    """Renew the seals; 1 when a ladder file is wrong."""
    found, problems = sealed_files()
    SEALS.write_text(written(found), encoding="utf-8", newline="\n")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
