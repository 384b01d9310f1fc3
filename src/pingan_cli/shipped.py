"""Where the shipped ladders and data are: in the package, or beside `src/` in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_ROOT = _PACKAGE if (_PACKAGE / "rules").is_dir() else _PACKAGE.parents[1]

RULES = _ROOT / "rules"
DATA = _ROOT / "data"
