"""Where the shipped ladders, methods, data and pages on errors are: in the package, or beside `src/` in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_ROOT = _PACKAGE if (_PACKAGE / "rules").is_dir() else _PACKAGE.parents[1]

RULES = _ROOT / "rules"
METHODS = RULES / "methods"
DATA = _ROOT / "data"
ERRORS = _PACKAGE / "errors" if (_PACKAGE / "errors").is_dir() else _ROOT / "docs" / "errors"


def is_ladder_file(rules: str) -> bool:
    """Whether the name of a ladder is the path of a file, and not that of a shipped one."""
    return rules.endswith((".yaml", ".yml")) or "/" in rules or "\\" in rules
