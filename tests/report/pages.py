"""A page taken apart by a parser that is not ours: its elements, its texts, its ids and its tables."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"meta", "input", "br", "link", "img", "rect"}


class Element(NamedTuple):
    """An element: its name, its attributes, and the places of its first and last text in the page's texts."""

    name: str
    attributes: dict[str, str]
    path: tuple[str, ...]


class Parsed(HTMLParser):
    """A parsed page. `unclosed` are elements that were opened and not closed, or closed out of order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.faults += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> in {self._open[-3:]}")
        else:
            self._open.pop()

    def handle_data(self, text: str) -> None:
        if text.strip():
            self.texts.append((tuple(self._open), text.strip()))

    def named(self, name: str) -> Iterator[Element]:
        """The elements of a name."""
        return (element for element in self.elements if element.name == name)
