"""What `pingan --version --verbose` tells: which program this is, what it runs on, and where its files are."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, version

from pingan_cli import __version__
from pingan_cli.config import Config
from pingan_cli.shipped import DATA, RULES

LIBRARIES = ("typer", "pydantic", "rich", "pyyaml")


def about_lines(config: Config) -> Iterator[str]:
    """One line for each fact, name and value side by side."""
    facts = {
        "pingan": __version__,
        "Python": f"{platform.python_version()} ({sys.executable})",
        **{name: _version_of(name) for name in LIBRARIES},
        "extras": ", ".join(_extras()) or "none",
        "rules": str(RULES),
        "data": str(DATA),
        "configuration": str(config.path.absolute()) if config.path else "none",
    }
    width = max(map(len, facts))
    for name, value in facts.items():
        yield f"{name:<{width}}  {value}\n"


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _extras() -> Iterator[str]:
    """The extras of the distribution of which everything is installed."""
    try:
        ours = distribution("pingan-cli")
    except PackageNotFoundError:  # run from its source
        return
    for extra in ours.metadata.get_all("Provides-Extra") or ():
        needed = [each for each in ours.requires or () if re.search(rf"extra == ['\"]{re.escape(extra)}['\"]", each)]
        names = [found[0] for each in needed if (found := re.match(r"[\w.-]+", each))]
        if all(_version_of(name) != "not installed" for name in names):
            yield extra
