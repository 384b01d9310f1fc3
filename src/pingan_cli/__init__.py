"""pingan tells who has earned which honour on an award ladder, and proves it.

The package is a library too: what a command does, a few calls do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pingan_cli.diagnostics import Problem, Refused
    from pingan_cli.library import Records, open_ladder, open_records

__version__ = "0.1.0"
__all__ = ["Problem", "Records", "Refused", "__version__", "open_ladder", "open_records"]


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for, so that `pingan --version` need not wait for the engine."""
    if name in ("Problem", "Refused"):
        from pingan_cli import diagnostics

        return getattr(diagnostics, name)
    if name in __all__:
        from pingan_cli import library

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
