"""Pages of `pingan report`, and the browser that opens them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pingan_cli.cli.app import run
from report.chromium import Chromium, chromium_path


@pytest.fixture(scope="session")
def shipped_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page on the shipped records by the end of 2022."""
    page = tmp_path_factory.mktemp("report") / "page.html"
    assert run(["report", "--year", "2022", "-o", str(page)]) == 0
    return page


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    """A headless Chromium; without one on the machine the test is skipped."""
    if chromium_path() is None:
        pytest.skip("there is no Chromium on this machine (Debian: apt-get install chromium)")
    chromium = Chromium()
    yield chromium
    chromium.close()
