"""The documentation site: every link leads somewhere, every page is found, and nothing is asked of another site."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import write_reference

ROOT = Path(__file__).parents[2]
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href", "object": "data"}
"""What a browser fetches by itself when it opens a page."""


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the site in a copy of what it is made of."""
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the site is made of, in a folder of its own."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(ROOT / "zensical.toml", folder)
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("reference"))
    write_reference.write(folder / "docs" / "reference")
    return folder


@pytest.fixture(scope="module")
def site(sources: Path) -> Path:
    """The site as it is built."""
    built = build(sources)
    assert built.returncode == 0, re.sub("\x1b\\[[0-9;]*m", "", built.stdout + built.stderr)
    return sources / "site"


class Fetched(HTMLParser):
    """Collects the addresses that a page fetches, and those that it links to."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.linked.append(given.get("href") or "")
        elif tag in LOADED:
            self.fetched.append(given.get(LOADED[tag]) or "")


def read(page: Path) -> Fetched:
    """What a page fetches and links to."""
    found = Fetched()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def test_no_page_and_no_style_fetches_from_another_site(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 50
    fetched = {address for page in pages for address in read(page).fetched}
    fetched |= {
        address
        for style in site.rglob("*.css")
        for address in re.findall(r"(?:url\(|@import )[\"']?([^\"')]+)", style.read_text())
    }
    assert any(address.endswith(".js") for address in fetched)
    assert [address for address in fetched if re.match(r"(https?:)?//", address)] == []


def test_every_page_stands_in_the_navigation(sources: Path, site: Path) -> None:
    linked = {address.removeprefix("./") for address in read(site / "index.html").linked}
    pages = [
        page.relative_to(sources / "docs").with_suffix(".html").as_posix() for page in (sources / "docs").rglob("*.md")
    ]
    assert [page for page in pages if page not in linked] == []


@pytest.mark.parametrize("link", ["nowhere.md", "words.md#nowhere", "reference/nowhere.md"])
def test_a_broken_link_stops_the_build(sources: Path, site: Path, link: str) -> None:
    page = sources / "docs" / "index.md"
    whole = page.read_text(encoding="utf-8")
    page.write_text(f"{whole}\n[broken]({link})\n", encoding="utf-8")
    built = build(sources)
    page.write_text(whole, encoding="utf-8")
    assert built.returncode != 0
