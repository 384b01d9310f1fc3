"""pingan tells who has earned which honour on an award ladder, and proves it.

The package is a library too: what a command does, a few calls do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pingan_cli.answers import Award, Changes, Found, Standing, Standings
    from pingan_cli.check.comparison import compare_list
    from pingan_cli.check.library import check_paths
    from pingan_cli.claims.library import Audit, Deduced, audit, deduce
    from pingan_cli.forecasts.library import Forecasts, forecast
    from pingan_cli.library import Records, changes, find_units, open_ladder, open_records, open_units
    from pingan_cli.problems import Problem, Refused
    from pingan_cli.source import Source

__version__ = "0.1.0"
__all__ = [
    "Audit",
    "Award",
    "Changes",
    "Deduced",
    "Forecasts",
    "Found",
    "Problem",
    "Records",
    "Refused",
    "Source",
    "Standing",
    "Standings",
    "__version__",
    "audit",
    "changes",
    "check_paths",
    "compare_list",
    "deduce",
    "find_units",
    "forecast",
    "open_ladder",
    "open_records",
    "open_units",
]

_MODULES = {
    "answers": ("Award", "Changes", "Found", "Standing", "Standings"),
    "claims.library": ("Audit", "Deduced", "audit", "deduce"),
    "check.library": ("check_paths",),
    "check.comparison": ("compare_list",),
    "problems": ("Problem", "Refused"),
    "forecasts.library": ("Forecasts", "forecast"),
    "library": ("Records", "changes", "find_units", "open_ladder", "open_records", "open_units"),
    "source": ("Source",),
}
"""Where each public name is."""


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for, so that `pingan --version` need not wait for the engine."""
    for module, names in _MODULES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"pingan_cli.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
