"""Prints the oldest versions that pyproject.toml allows of the program's own dependencies, as constraints for pip.

python scripts/oldest.py > oldest.txt
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

EXTRAS = ("xlsx", "parquet", "scale")
"""Whose dependencies are tried at their oldest; those of other engines need an engine (`.ci/engines`)."""


def oldest(pyproject: Path) -> list[str]:
    """One line for each dependency that names its oldest version."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(each for extra in EXTRAS for each in project["optional-dependencies"][extra])]
    found = (re.match(r"([A-Za-z0-9_.-]+)>=([0-9.]+)", each) for each in asked)
    return [f"{each[1]}=={each[2]}" for each in found if each]


if __name__ == "__main__":
    print("\n".join(oldest(Path(__file__).parents[1] / "pyproject.toml")))
