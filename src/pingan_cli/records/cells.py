"""What a cell means: its text without what nobody sees, and the forms in which names look alike.

Names are compared in one form: composed (NFC), without characters that have no width, with one space where there is
white space, and none between Chinese characters. Names that then differ only in case, in kinds of dashes and quotes,
in full-width letters or in traditional characters stay different, and are `alike`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path

from pingan_cli.problems import UNSEEN, UNSEEN_BEYOND

_UNSEEN = re.compile(f"[{UNSEEN}{UNSEEN_BEYOND}]")
"""Characters without a width, which web pages and spreadsheets leave in a cell."""

FULL_WIDTH: dict[int, str | None] = {ord("０") + digit: str(digit) for digit in range(10)}

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, as a part of a pattern."""

_BESIDE_HAN = f"{HAN}（）、，。·"
BETWEEN_HAN = re.compile(rf"(?<=[{_BESIDE_HAN}])\s+(?=[{_BESIDE_HAN}])")
_NOT_PLAIN = re.compile(f"[{UNSEEN}{UNSEEN_BEYOND}０-９]")
_ONE_FOR_ALL = (
    str.maketrans(dict.fromkeys("\u2018\u2019\u201a\u201b\u0060\u00b4\u02bc\u2032\u2035", "'"))
    | str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'))
    | str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b", "-"))
    | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
)


def plain(cell: str) -> str:
    """A cell as it is meant: composed, without unseen characters and stray spaces, full-width digits as plain ones.

    >>> plain(" ２０２３　"), plain("洞 头　区"), plain(" St.\\xa0 Paul ")
    ('2023', '洞头区', 'St. Paul')
    """
    if cell.isascii():
        cell = cell.strip()
        return " ".join(cell.split()) if "  " in cell or not cell.isprintable() else cell
    return unicodedata.normalize("NFC", close(cell)).translate(FULL_WIDTH)


def close(text: str) -> str:
    """A text without unseen characters and stray spaces: one between words, none between Chinese characters."""
    if text.isascii():
        return " ".join(text.split())
    return BETWEEN_HAN.sub("", " ".join(_UNSEEN.sub("", text).split()))


def all_plain(names: Collection[str]) -> bool:
    """Whether every name stands in its one form already; quick where there are millions."""
    text = "\n".join(["", *names, ""])
    stray = any(each in text for each in ("  ", " \n", "\n "))
    if stray or text.count("\n") != len(names) + 1 or not text.replace("\n", "").isprintable():
        return not names
    if text.isascii():
        return True
    spaced = " " in text and re.search(f"(?<=[{_BESIDE_HAN}]) (?=[{_BESIDE_HAN}])", text)
    return unicodedata.is_normalized("NFC", text) and not spaced and not _NOT_PLAIN.search(text)


def alike(name: str) -> str:
    """One form for all names that differ only in ways that few readers see; of a name that is `plain`.

    >>> alike("King’s Park—Ｎorth") == alike("king's park-north"), alike("洞頭區")
    (True, '洞头区')
    """
    return simplified(name.translate(_ONE_FOR_ALL)).casefold()


MOST_CLOSELY = 50_000
"""Among so many names those are looked for that differ in accents, dots or letters of other scripts too."""

_LOOKALIKES = str.maketrans("АВЕЅЗІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABES3IJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo")
_DROPPED: dict[int, str | None] = dict.fromkeys(map(ord, " .'\"-`·・•‧"))


def closely(name: str) -> str:
    """One form for names that are alike, or differ in accents, dots, spaces and dashes, or letters that look the same.

    >>> closely("St. Paul") == closely("st paul"), closely("São-Tomé"), closely("阿·图什")
    (True, 'saotome', '阿图什')
    """
    if name.isascii():
        return name.translate(_DROPPED).lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", name)).translate(_close_forms()).casefold()


_ACCENTS = re.compile("[\u0300-\u036f]+")


@cache
def _close_forms() -> dict[int, str | int | None]:
    forms = {code: None if ord(each) in _DROPPED else each for code, each in _ONE_FOR_ALL.items()}
    return {**_traditional(), **_LOOKALIKES, **forms, **_DROPPED}


def any_alike(names: Collection[str]) -> bool:
    """Whether any two names may be alike; quick where there are millions, and none has a letter that has a double."""
    if len(names) <= MOST_CLOSELY:
        return len({*closely("\n".join(names)).split("\n")}) < len(names)
    if len({*map(str.casefold, names)}) < len(names):
        return True
    return re.search(with_double(), "\n".join(names)) is not None and len({*map(alike, names)}) < len(names)


def simplified(name: str) -> str:
    """A name in simplified characters.

    >>> simplified("洞頭區")
    '洞头区'
    """
    return name if name.isascii() else name.translate(_traditional())


@cache
def with_double() -> str:
    """The pattern of a character for which there is another that looks like it, beside the case of letters."""
    return f"[{''.join(map(re.escape, map(chr, (*_ONE_FOR_ALL, *_traditional()))))}]"


@cache
def _traditional() -> dict[int, str]:
    """The simplified character of each traditional one that has one; `scripts/write_traditional.py` writes the list."""
    pairs = (Path(__file__).parent / "traditional.txt").read_text(encoding="utf-8")
    return {ord(pair[0]): pair[1] for pair in pairs.split()}
