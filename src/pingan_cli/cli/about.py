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
from pingan_cli.texts import listed, translated

LIBRARIES = ("typer", "pydantic", "rich", "pyyaml", "jinja2")


def about_lines(config: Config, lang: str) -> Iterator[str]:
    """One line for each fact, name and value side by side."""
    from rich.cells import cell_len, set_cell_size  # only this command's version needs it

    none = translated("none", lang)
    facts = {
        "pingan": __version__,
        "Python": f"{platform.python_version()} ({sys.executable})",
        **{name: _version_of(name) or translated("not installed", lang) for name in LIBRARIES},
        translated("extras", lang): listed(_extras(), lang) or none,
        translated("rules", lang): str(RULES),
        translated("data", lang): str(DATA),
        translated("configuration", lang): str(config.path.absolute()) if config.path else none,
    }
    width = max(map(cell_len, facts))
    yield from (f"{set_cell_size(name, width)}  {value}\n" for name, value in facts.items())


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _extras() -> Iterator[str]:
    """The extras of the distribution of which everything is installed."""
    try:
        ours = distribution("pingan-cli")
    except PackageNotFoundError:  # run from its source
        return
    for extra in ours.metadata.get_all("Provides-Extra") or ():
        needed = [each for each in ours.requires or () if re.search(rf"extra == ['\"]{re.escape(extra)}['\"]", each)]
        names = [found[0] for each in needed if (found := re.match(r"[\w.-]+", each))]
        if all(map(_version_of, names)):
            yield extra
