"""What is not seen is known by the classes of Unicode, and reaches no terminal, file or page as it is."""

from __future__ import annotations

import json
import unicodedata

from pingan_cli.problems import UNSAFE, json_printable, printable
from security.unseen import BLANK, EVERY, RAW

CLASSES = {"Cc", "Cf", "Cs", "Zl", "Zp"}
MOVING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Bidirectional classes of what changes the direction of what follows."""


def test_all_that_is_not_seen_is_known() -> None:
    assert [each for each in EVERY if not UNSAFE.fullmatch(each)] == []


def test_nothing_that_is_seen_is_taken_for_it() -> None:
    found = [chr(code) for code in range(0x110000) if UNSAFE.match(chr(code))]
    assert [each for each in found if not RAW.match(each)] == []


def test_the_database_of_the_language_agrees() -> None:
    """Of whichever version it is; a later one has more characters, and none of another class."""
    for character in map(chr, range(0x110000)):
        moving = unicodedata.bidirectional(character) in MOVING
        if moving or unicodedata.category(character) in CLASSES:
            assert UNSAFE.match(character), ascii(character)
        elif UNSAFE.match(character) and unicodedata.category(character) != "Cn":
            assert character in BLANK or RAW.match(character), ascii(character)


def test_names_that_people_have_are_left_as_they_are() -> None:
    names = [
        "洞头区",
        "Dongtou District",
        "Ürümqi",
        "القاهرة",
        "नई दिल्ली",
        "東京都",
        "서울",
        "ẤÖß",
        "a\u00a0b",
        "洞\u3000头",
        "\U00020000",
    ]
    assert [printable(name) for name in names] == names


def test_each_is_spelt_out_and_stays_itself_in_json() -> None:
    for character in EVERY:
        assert printable(f"a{character}b").isascii()
        text = json.dumps(f"a{character}b", ensure_ascii=False)
        assert json_printable(text).isascii()
        assert json.loads(json_printable(text)) == f"a{character}b"
