"""The catalogue of problems: one page for each code, in English and below that in Chinese."""

from __future__ import annotations

from pingan_cli.engine.ladder import Names
from pingan_cli.files import open_bytes
from pingan_cli.problems import CODES
from pingan_cli.shipped import ERRORS
from pingan_cli.texts import told, told_in
from pingan_cli.views.formats import csv_lines, json_text
from pingan_cli.views.page import Column, Page, Table, View

CHINESE = "## 中文"
"""The line below which a page is in Chinese."""


def page_of(code: str, lang: str) -> str:
    """The page of a code in a language, as Markdown with its title.

    >>> page_of("csv-header", "en").splitlines()[0]
    '# csv-header'
    """
    with open_bytes(ERRORS / f"{code}.md") as stream:
        text = stream.read().decode()
    english, _, chinese = text.partition(f"\n{CHINESE}\n")
    return f"# {code}\n\n{chinese.strip()}\n" if lang == "zh" else f"{english.strip()}\n"


def about(code: str) -> Names:
    """The first sentence of a page: what the code stands for."""
    return Names(*(page_of(code, lang).split("\n\n")[1].strip() for lang in ("en", "zh")))


def page_text(code: str, lang: str, form: str, to_screen: bool) -> str:
    """The page as it is to be shown: set by Rich on a terminal, as Markdown elsewhere."""
    text = page_of(code, lang)
    if form == "json":
        return json_text({"code": code, "about": about(code).of(lang), "page": text}) + "\n"
    if form == "csv":
        return "".join(csv_lines(("code", "about"), [(code, about(code).of(lang))]))
    if form == "table" and to_screen:
        from pingan_cli.views.terminal import markdown_page  # loads Rich

        return markdown_page(text)
    return text


def pages_view(lang: str) -> View:
    """All codes with what they stand for; that is in a language in JSON and CSV too."""

    def page() -> Page:
        columns = [Column(told_in("a problem", "Code"), style="bold"), Column(told("What it is"))]
        rows = [[code, about(code)] for code in CODES]
        return Page(told("Problems that pingan reports"), [Table(columns, lambda _: rows)])

    def entries() -> list[dict[str, str]]:
        return [{"code": code, "about": about(code).of(lang)} for code in CODES]

    return View(page, ("code", "about"), entries, key="codes")
