"""A ladder file to start from: complete, commented, and right as it is."""

from __future__ import annotations

import re

from pingan_cli.ladder.document import read_document
from pingan_cli.problems import Problem, Refused
from pingan_cli.texts import told, translated

_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NAME = 60

NO_SOURCE = "https://example.org/the-rules-of-the-award"
"""The address that stands in a new file for that of its source."""

_SAID = re.compile(r"@\{([^{}]+)\}")
"""What is said in the language asked for; all else is the same in every file."""

_TEXT = """\
# @{The ladder @NAME@. Check this file and run its examples with: pingan rules check @NAME@.yaml}
# @{Every key is explained in docs/ladder-language.md. For help in an editor, write the schema beside this file with}
# @{`pingan rules schema -o ladder.schema.json` and take the next line's first "# " away.}
# # yaml-language-server: $schema=ladder.schema.json

ladder: @NAME@                # @{the same as the file's name}
name: {en: @TITLE@, zh: 示例阶梯}
card: {en: Yearly Card, zh: 年度牌}  # @{what a unit holds for one year}

sources:                      # @{where the rules are published}
  - title: @{The rules of the award}
    url: https://example.org/the-rules-of-the-award
    says: @{a ding for 3 years in a row, the next for 6, then a star for every 3 more}

# levels: [city, county]      # @{the levels of units it covers; without this line any unit can climb it}
first_year: 2015              # @{the first year that was assessed}
announced: 1                  # @{years from the assessment to the ceremony: 0 for the same year}
period: 1                     # @{years in a period: 4 for a term of four years}

results: {kind: mark}         # @{mark: held or not; grade: a grade, with `grades`; number: a number}
# counts: {at_least: 10}      # @{which grades or numbers count, for those two kinds}
streak: consecutive           # @{cumulative: all years that count, gaps or not}
forgiven: 0                   # @{how many misses a run survives}
miss: {honours: keep}         # @{recall: a miss that is not forgiven takes the honours back}
revocation: {count: zero, honours: keep}

tiers:                        # @{from the lowest to the highest}
  - {id: bronze, at: 3, name: {en: Bronze, zh: 铜奖}}
  - {id: silver, at: 6, name: {en: Silver, zh: 银奖}}
open_end:                     # @{and so on, without end; leave it out for a ladder that ends}
  every: 3
  id: silver-{n}
  name: {en: "{number}-Star Silver", zh: "{number}星银奖"}
  short: {en: "Silver {n}★", zh: "银奖{n}★"}

assumptions:                  # @{what the sources leave open, and how it is read here}
  - en: A unit keeps its honours when it misses a year.
    zh: 某年未获牌的单位，已获荣誉予以保留。

# amendments:                 # @{what changed, by the first year for which it holds}
#   - {from_year: 2024, says: @{one miss is forgiven}, forgiven: 1}

examples:                     # @{the ladder's own tests: a history in, what it has earned out}
  - says: @{three years in a row earn the Bronze}
    cards: {held: 2015-2017}
    year: 2017
    streak: 3
    honour: bronze
    awarded: bronze
    next: silver
    next_year: 2020
  - says: @{nine years in a row earn the first star}
    cards: {held: 2015-2023}
    year: 2023
    streak: 9
    honour: silver-1
  - says: @{a miss starts the count again and leaves the honour}
    cards: {held: "2015-2017, 2019"}
    year: 2019
    streak: 1
    honour: bronze
    conferred: 2017
"""


def starting_sentences() -> list[str]:
    """What the file says in its comments, its examples and its source, for the catalogue."""
    return sentences_in(_TEXT)


def sentences_in(text: str) -> list[str]:
    """What a file to start from says in a language, for the catalogue."""
    return _SAID.findall(text)


def starting_text(name: str, lang: str = "en") -> str:
    """The text of a new ladder file `NAME.yaml`, with its comments in a language.

    Raises `Refused` for a name that no ladder can have.
    """
    return filled(_TEXT, name, lang)


def filled(template: str, name: str, lang: str) -> str:
    """A file to start from, for a name and in a language. Raises `Refused` for a name that no such file can have."""
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        hint = told("small letters a-z and digits, joined by single hyphens, such as my-county-award")
        raise Refused([Problem("usage", told("{name!r} cannot be the name of a ladder", name=name), hint=hint)])
    title = " ".join(word.capitalize() for word in name.split("-"))
    text = _SAID.sub(lambda found: translated(found[1], lang), template)
    text = re.sub("(?m)^(ladder|method): @NAME@", lambda found: f"{found[1]}: {_word(name)}", text)
    return text.replace("@NAME@", name).replace("@TITLE@", _word(title))


def _word(text: str) -> str:
    """A text as YAML, in quotes only where it would be something else without them."""
    document, problems = read_document(text.encode(), "")
    return text if document is not None and document.value == text and not problems else f'"{text}"'
