"""How problems name units, levels and results, whichever language they are said in."""

from __future__ import annotations

from pingan_cli.engine.ladder import Names
from pingan_cli.engine.units import Unit
from pingan_cli.texts import told

_LEVEL_WORDS = {
    "city": ("city", "cities", "市", "设区市", "设区的市", "地级市"),
    "county": ("county", "counties", "县", "县级", "县市区", "县（市、区）", "县(市、区)"),
    "town": ("town", "towns", "镇", "镇街", "镇（街道）", "镇(街道)"),
}
_LEVELS = {"city": told("city"), "county": told("county"), "town": told("town")}
_RESULTS = {"held": told("held"), "missed": told("missed"), "revoked": told("revoked"), "unknown": told("unknown")}


def named(unit: Unit) -> Names:
    """A unit's name in both languages."""
    return Names(unit.of("en"), unit.of("zh"))


def described(unit: Unit) -> str:
    """A unit with both its names and its code, and the last year of one that ended.

    >>> described(Unit("330322", "Dongtou County", "洞头县", last_year=2014))
    'Dongtou County (洞头县, 330322, until 2014)'
    """
    code = told("{code}, until {year}", code=unit.code, year=unit.last_year) if unit.last_year else unit.code
    if not unit.name_zh:
        return told("{name} ({code})", name=unit.name, code=code)
    return told("{name} ({zh}, {code})", name=unit.name, zh=unit.name_zh, code=code)


def level_meant(name: str) -> str:
    """The level that a word means, in either language; the word itself where it means none.

    >>> level_meant("设区市"), level_meant("Counties"), level_meant("town")
    ('city', 'county', 'town')
    """
    word = name.strip().casefold()
    return next((level for level, words in _LEVEL_WORDS.items() if word in words), name)


def level_named(level: str | None) -> str | None:
    """A level by its word; one that is not ours as its registry has it."""
    return _LEVELS.get(level, level) if level else level


def result_named(result: str | float) -> str | float:
    """A result by its word; a grade or a number as it is."""
    return _RESULTS.get(str(result), result)


def often(message: str, times: int) -> str:
    """A message with on how many lines it holds, where it is more than one."""
    return told("{message} (on {count} lines)", message=message, count=times) if times > 1 else message
