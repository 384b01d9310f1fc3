"""HTML as text in which nothing from a file can become markup, in both languages at once."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Iterable
from hashlib import sha256
from html import escape
from typing import Any

from pingan_cli.engine.ladder import Names
from pingan_cli.problems import printable
from pingan_cli.report.wording import both
from pingan_cli.views.formats import json_text


def safe(text: object) -> str:
    """Text that HTML shows as it is, in an element or in a quoted attribute.

    >>> safe("</script><b title='x'>")
    '&lt;/script&gt;&lt;b title=&#x27;x&#x27;&gt;'
    """
    return escape(printable(str(text)))


def told(names: Names) -> str:
    """Words in both languages, of which the page's style shows one; words that are the same in both only once.

    >>> told(Names("Map", "地图"))
    '<span class="e">Map</span><span class="z">地图</span>'
    """
    if names.en == names.zh:
        return safe(names.en)
    return f'<span class="e">{safe(names.en)}</span><span class="z">{safe(names.zh)}</span>'


def composed(key: str, **pieces: str | Names) -> str:
    """A sentence of the report in both languages whose blanks are filled with pieces of HTML."""
    names = both(key, **pieces)
    return f'<span class="e">{names.en}</span><span class="z">{names.zh}</span>'


def together(pieces: Iterable[str]) -> str:
    """Pieces of HTML one after another, as each language lists them."""
    return told(both("list_separator")).join(pieces)


def link(address: str, content: str) -> str:
    """A link to a place of the page or to an address of the web; only the content where an address is neither."""
    if not address.startswith(("#", "http://", "https://")):
        return content
    outside = "" if address.startswith("#") else ' rel="noreferrer"'
    return f'<a href="{safe(address)}"{outside}>{content}</a>'


def unit_link(key: str, content: str, told_of: Collection[str]) -> str:
    """A link to a unit's own section where there is one."""
    return link(f"#{anchor(key)}", content) if key in told_of else content


def listing(items: Iterable[str], attributes: str = "") -> str:
    """A list of pieces of HTML."""
    return f"<ul{attributes}>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def scrolled(name: str, caption: str) -> str:
    """The beginning of a table that scrolls within the page, below its caption, which does not."""
    return (
        f'<p class="caption" id="of-{name}">{caption}</p>'
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="of-{name}">'
        f'<table class="{name}" aria-labelledby="of-{name}">'
    )


def json_block(value: Any) -> str:
    r"""A value as JSON that can stand in a `script` element, whatever its texts are.

    >>> json_block("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json_text(value)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def fingerprint(text: str) -> str:
    """How a Content-Security-Policy names a style or a script that it allows."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def anchor(key: str) -> str:
    """An id made from a code or a name, whatever characters are in it; equal keys give equal ids.

    >>> anchor("330305"), anchor("Ada Quill")
    ('u-330305', 'u-Ada_20_Quill')
    """
    return "u-" + "".join(each if each.isascii() and each.isalnum() else f"_{ord(each):x}_" for each in key)
