"""A method file to start from: complete, commented, and right as it is."""

from __future__ import annotations

from pingan_cli.ladder.starting import filled

_TEXT = """\
# @{The method @NAME@. Check this file and run its examples with: pingan rules check @NAME@.yaml}
# @{Every key is explained in docs/method-language.md. For help in an editor, write the schema beside this file with}
# @{`pingan rules schema --method -o method.schema.json` and take the next line's first "# " away.}
# # yaml-language-server: $schema=method.schema.json

method: @NAME@                # @{the method's name}
name: {en: @TITLE@, zh: 示例考核办法}
card: {en: Prize, zh: 奖项}   # @{what a unit is given that passes}
gives: mark                   # @{mark: held or missed; grade: one of `grades`; score: the number itself}

sources:                      # @{where the method is published}
  - title: @{The rules of the assessment}
    url: https://example.org/method

# levels: [city, county]      # @{the levels of units it covers; without this line any unit is judged}
first_year: 2020              # @{the first year that was assessed}
start: 100                    # @{the points before anything is given or taken}
pass: 90                      # @{the lowest score that passes; by level: {city: 95, county: 90}}
# quota: {best: 10}           # @{how many of a level can pass at most; or {share: 0.25}}

groups:                       # @{clauses that are added up together; least and most cap the sum}
  - {id: safety, name: {en: Safety, zh: 安全}, least: -20}
  - {id: learning, name: {en: Learning, zh: 学业}}

needs:                        # @{what must be met whatever the score is}
  - {id: no-grave-event, reads: grave-events, name: {en: No grave event, zh: 无重大事件}, at_most: 0}

indicators:                   # @{what gives or takes points: each, line, steps or met}
  - {id: grave-events, group: safety, name: {en: Grave events, zh: 重大事件}, whole: true, unlisted: 0,
     each: -10, least: -20, rare: true}
  - {id: absence, group: learning, name: {en: Days absent for each pupil, zh: 人均缺勤天数},
     range: [0, 200], each: -2, beyond: 3, least: -10}
  - {id: reading, group: learning, name: {en: Reading test, zh: 阅读测验},
     range: [0, 100], line: [[0, -10], [60, 0], [100, 5]]}

# editions:                   # @{what changed, by the first year for which it holds}
#   - from_year: 2023
#     says: @{the mark was raised}
#     pass: 92
#     indicators: {remove: [{id: absence, why: obsolete}]}

examples:                     # @{the method's own tests: facts in, score and result out}
  - says: @{two days too many and a good test}
    year: 2020
    facts: {absence: 5, reading: 80}
    score: 98.5
    result: held
  - says: @{a test that is not known yet leaves the score between two values}
    year: 2020
    facts: {absence: 3, reading: unknown}
    score: {min: 90, max: 105}
    result: held
  - says: @{a grave event costs the card}
    year: 2020
    facts: {grave-events: 1, absence: 0, reading: 100}
    score: 95
    result: missed
"""


def starting_text(name: str, lang: str = "en") -> str:
    """The text of a new method file `NAME.yaml`, with its comments in a language.

    Raises `Refused` for a name that no method can have.
    """
    return filled(_TEXT, name, lang)


def starting_sentences() -> list[str]:
    """What the file says in its comments and its examples, for the catalogue."""
    from pingan_cli.ladder.starting import sentences_in

    return sentences_in(_TEXT)
