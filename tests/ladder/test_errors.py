"""Every way in which a ladder file can be wrong: its code, its place, what is said of it, and the hint."""

from pathlib import Path

import pytest

from pingan_cli.ladder.document import MAX_BYTES
from pingan_cli.ladder.loader import find_ladder, load_ladder

RIGHT = """\
ladder: rowing
name: {en: Rowing Badge, zh: 划船奖章}
card: {en: Season Card, zh: 赛季证}
sources:
  - {title: The club's rules, url: "https://example.org/rules"}
levels: [city, county]
first_year: 2005
announced: 1
results: {kind: mark}
streak: consecutive
forgiven: 1
miss: {honours: keep}
revocation: {count: zero, honours: recall}
tiers:
  - {id: oar, at: 3, name: {en: Oar, zh: 桨}}
  - {id: boat, at: 6, name: {en: Boat, zh: 船}}
open_end:
  every: 3
  id: boat-{n}
  name: {en: "{number}-Star Boat", zh: "{number}星船"}
amendments:
  - {from_year: 2010, says: one miss more is forgiven, forgiven: 2}
examples:
  - says: three seasons
    cards: {held: 2005-2007}
    year: 2007
    streak: 3
    honour: oar
"""
GRADED = RIGHT.replace(
    "results: {kind: mark}\n",
    "results:\n  kind: grade\n  grades:\n    - {id: good, name: {en: Good, zh: 优}}\n"
    "    - {id: poor, name: {en: Poor, zh: 差}, holds: false}\ncounts: {grades: [good]}\n",
).replace("held: 2005-2007", "good: 2005-2007")
NUMBERED = RIGHT.replace(
    "results: {kind: mark}", "results: {kind: number}\ncounts: {at_most: {city: 9, county: 2}}"
).replace("cards: {held: 2005-2007}", 'level: city\n    cards: {"9": 2005-2007}')


def told(folder: Path, source: str | bytes, name: str = "rowing.yaml") -> list[str]:
    """The problems of a ladder file as lines `LINE:COLUMN CODE message | hint`."""
    path = folder / name
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    loaded, problems = load_ladder(path)
    assert (loaded is None) == bool(problems)
    assert {problem.file for problem in problems} <= {str(path)}
    return [
        f"{problem.line}:{problem.column} {problem.code} {problem.message}"
        + (f" | {problem.hint}" if problem.hint else "")
        for problem in problems
    ]


@pytest.mark.parametrize("text", [RIGHT, GRADED, NUMBERED], ids=["mark", "grade", "number"])
def test_the_ladders_that_the_cases_spoil_are_right(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == []


SHAPE = {
    "a misspelt key": (
        "forgiven: 1\n", "forgivn: 1\n",
        ["11:1 ladder-invalid the key 'forgivn' is not in the ladder language | did you mean forgiven?"],
    ),
    "a misspelt key inside a list": (
        "{id: boat, at: 6, name:", "{id: boat, at: 6, nmae:",
        ["16:5 ladder-invalid tiers[1]: the key 'name' is missing",
         "16:23 ladder-invalid tiers[1]: the key 'nmae' is not in the ladder language | did you mean name?"],
    ),
    "a key that is like none": (
        "forgiven: 1\n", "zzz: 1\n", ["11:1 ladder-invalid the key 'zzz' is not in the ladder language"],
    ),
    "a missing key": ("announced: 1\n", "", ["1:1 ladder-invalid the key 'announced' is missing"]),
    "a number for a name": (
        "card: {en: Season Card, zh: 赛季证}", "card: 5",
        ['3:7 ladder-invalid card: 5 is not text | write "5" if it is text'],
    ),
    "a name in a third language": (
        "card: {en: Season Card, zh: 赛季证}", "card: {fr: Carte}",
        ["3:8 ladder-invalid card: the key 'fr' is not in the ladder language | the keys here are: en, zh"],
    ),
    "a missing name": (
        "card: {en: Season Card, zh: 赛季证}", "card: {}",
        ["3:7 ladder-invalid card: a name is said in English, in Chinese or in both"
         " | write text, or a mapping with 'en', 'zh' or both"],
    ),
    "text for a number": (
        "at: 6", "at: six", ["16:20 ladder-invalid tiers[1].at: 'six' is not a whole number | did you mean 6?"],
    ),
    "a number in quotes": (
        "at: 6", 'at: "6"',
        ["16:20 ladder-invalid tiers[1].at: '6' is not a whole number | write 6 without quotes"],
    ),
    "a broken number": ("at: 6", "at: 6.5", ["16:20 ladder-invalid tiers[1].at: 6.5 is not a whole number"]),
    "a truth value for a number": (
        "announced: 1", "announced: true", ["8:12 ladder-invalid announced: true is not a whole number"],
    ),
    "a number for text": (
        "name: {en: Rowing Badge, zh: 划船奖章}", "name: {en: 2024, zh: 划船奖章}",
        ['2:12 ladder-invalid name.en: 2024 is not text | write "2024" if it is text'],
    ),
    "nothing for text": (
        "en: Oar", "en: ", ["15:33 ladder-invalid tiers[0].name.en: nothing stands here, where text is wanted"],
    ),
    "text for a list": ("[city, county]", "city",
    ["6:9 ladder-invalid levels: 'city' is not a list"
     " | a list stands in [ and ], or has \"- \" before each entry"]),
    "a list for a mapping": (
        "{kind: mark}", "[mark]",
        ["9:10 ladder-invalid results: a list is not a mapping of keys to values"
         " | the keys here are: kind, grades, number, several"],
    ),
    "text for the whole": (
        RIGHT, "rowing\n", ["1:1 ladder-invalid 'rowing' is not a mapping of keys to values"],
    ),
    "a list for the whole": (
        RIGHT, "- rowing\n", ["1:1 ladder-invalid a list is not a mapping of keys to values"],
    ),
    "a year with a letter in it": (
        "first_year: 2005", "first_year: 2oo5",
        ["7:13 ladder-invalid first_year: '2oo5' is not a whole number | did you mean 2005?"],
    ),
    "a year with an l for a 1": (
        "from_year: 2010", "from_year: 20l0",
        ["22:17 ladder-invalid amendments[0].from_year: '20l0' is not a whole number | did you mean 2010?"],
    ),
    "a year with a letter in an example": (
        "2005-2007", "20l5",
        ["25:19 ladder-invalid examples[0].cards.held: '20l5' is no year; did you mean 2015?"],
    ),
    "a year out of reach": (
        "first_year: 2005", "first_year: 20005",
        ["7:13 ladder-invalid first_year: 20005 is more than 2199"],
    ),
    "years that run backwards": (
        "2005-2007", "2007-2005",
        ["25:19 ladder-invalid examples[0].cards.held: '2007-2005' runs backwards"],
    ),
    "a year twice": (
        "2005-2007", '"2005-2007, 2006"',
        ["25:19 ladder-invalid examples[0].cards.held: 2006 stands here a second time"],
    ),
    "no year": ("2005-2007", "[]", ["25:19 ladder-invalid examples[0].cards.held: there is no year here"]),
    "a word that is not one of the few": (
        "streak: consecutive", "streak: consecutiv",
        ["10:9 ladder-invalid streak: 'consecutiv' is not 'consecutive' or 'cumulative'"
         " | did you mean consecutive?"],
    ),
    "an id with a capital": (
        "id: oar", "id: Oar",
        ["15:10 ladder-invalid tiers[0].id: 'Oar' has not the form that is wanted here"
         " | did you mean oar?"],
    ),
    "an address that is none": (
        '"https://example.org/rules"', "example.org",
        ["5:36 ladder-invalid sources[0].url: 'example.org' has not the form that is wanted here"
         " | an address begins with http:// or https:// and has no spaces"],
    ),
    "a name of stars without their number": (
        '"{number}-Star Boat"', "Star Boat",
        ["20:14 ladder-invalid open_end.name.en: 'Star Boat' has not the form that is wanted here"
         " | a name that holds {n} or {number} for the number, in quotes"],
    ),
    "no tiers": (
        "tiers:\n  - {id: oar, at: 3, name: {en: Oar, zh: 桨}}\n  - {id: boat, at: 6, name: {en: Boat, zh: 船}}\n",
        "tiers: []\n",
        ["14:8 ladder-invalid tiers: there is nothing in it"],
    ),
    "a streak that is no number": (
        "streak: 3", "streak: three",
        ["27:13 ladder-invalid examples[0].streak: 'three' is not a whole number"
         " | did you mean 3?"],
    ),
    "bounds of which one is missing": (
        "honour: oar", "honour: {min: oar}",
        ["28:13 ladder-invalid examples[0].honour: the key 'max' is missing"],
    ),
    "after Chinese on the same line the column counts characters": (
        "zh: 划船奖章}", "zh: 划船奖章, ja: 船}",
        ["2:36 ladder-invalid name: the key 'ja' is not in the ladder language | the keys here are: en, zh"],
    ),
}  # fmt: skip

YAML = {
    "a key twice": (
        "announced: 1\n", "announced: 1\nannounced: 2\n",
        ["9:1 ladder-yaml the key 'announced' stands here a second time"],
    ),
    "yes": (
        "zh: 桨", "zh: yes",
        ['15:42 ladder-yaml yes without quotes is a truth value to some readers of YAML and a word to others'
         ' | write "yes" if it is text'],
    ),
    "no": (
        "zh: 桨", "zh: No",
        ['15:42 ladder-yaml No without quotes is a truth value to some readers of YAML and a word to others'
         ' | write "No" if it is text'],
    ),
    "on as a key": (
        "forgiven: 1\n", "on: 1\n",
        ['11:1 ladder-yaml on without quotes is a truth value to some readers of YAML and a word to others'
         " | the key 'on' is not in the ladder language"],
    ),
    "an octal": (
        "at: 6", "at: 012",
        ['16:20 ladder-yaml 012 without quotes is read as another number by YAML | did you mean 12?'],
    ),
    "a sexagesimal": (
        "zh: 桨", "zh: 1:30",
        ['15:42 ladder-yaml 1:30 without quotes is read as another number by YAML | write "1:30" if it is text'],
    ),
    "an exponent": (
        "at: 6", "at: 1e3",
        ["16:20 ladder-yaml 1e3 without quotes is a number of unclear form | tiers[1].at: '1e3' is not a whole number"],
    ),
    "no number": (
        "at: 6", "at: .nan",
        ["16:20 ladder-yaml .nan without quotes is a number of unclear form"
         " | tiers[1].at: '.nan' is not a whole number"],
    ),
    "a date": (
        '"https://example.org/rules"}', '"https://example.org/rules", date: 2023-03-31}',
        ['5:71 ladder-yaml 2023-03-31 without quotes is a date to YAML | write "2023-03-31" if it is text'],
    ),
    "nothing in another spelling": (
        "zh: 桨", "zh: ~", ['15:42 ladder-yaml ~ without quotes is nothing at all to YAML | write "~" if it is text'],
    ),
    "an anchor": (
        "[city, county]", "&all [city, county]",
        ["6:9 ladder-yaml anchors and aliases are not allowed"
         " | write the value out, or quote a text that begins with & or *"],
    ),
    "an alias": (
        "[city, county]", "*all",
        ["6:9 ladder-yaml anchors and aliases are not allowed"
         " | write the value out, or quote a text that begins with & or *"],
    ),
    "an object to make": (
        "zh: 桨", "zh: !!python/object/apply:os.system [echo]",
        ["15:42 ladder-yaml the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not allowed"
         " | a ladder is plain text and numbers; quote a text that begins with '!'"],
    ),
    "a tag": (
        "at: 6", "at: !!int 6",
        ["16:20 ladder-yaml the tag 'tag:yaml.org,2002:int' is not allowed"
         " | a ladder is plain text and numbers; quote a text that begins with '!'"],
    ),
    "a key that is a number": (
        "forgiven: 1\n", "12: 1\n", ["11:1 ladder-yaml this key is no text: 12 | put quotes around it"],
    ),
    "a key that is a list": (
        "forgiven: 1\n", "? [a]\n: 1\n",
        ["11:3 ladder-yaml this key is no text: a list or mapping | put quotes around it"],
    ),
    "a key that is nothing": (
        "forgiven: 1\n", "null: 1\n", ["11:1 ladder-yaml this key is no text: null | put quotes around it"],
    ),
    "a second document": (
        "examples:\n", "---\nladder: other\nexamples:\n",
        ["23:1 ladder-yaml a second document begins here; one file holds one ladder"],
    ),
    "a tab for an indent": (
        "  every: 3", "\tevery: 3",
        ["18:1 ladder-yaml this is no YAML: found character that cannot start any token"
         " | indent by spaces, never by tabs"],
    ),
    "an open bracket": (
        "[city, county]", "[city, county",
        ["7:11 ladder-yaml this is no YAML: did not find expected ',' or ']'"
         " | the bracket that opens in line 6 does not close there"],
    ),
    "a colon too many": (
        "streak: consecutive", "streak: more: consecutive",
        ["10:13 ladder-yaml this is no YAML: mapping values are not allowed in this context"
         " | quote a text that contains a colon and a space: it ends a key to YAML"],
    ),
    "a control character": (
        "zh: 桨", "zh: 桨\x1b[2J", [r"15:43 ladder-yaml there is a character here that cannot be seen: " + "\x1b"],
    ),
    "an invisible character": (
        "en: Oar", "en: O\u202ear", ["15:34 ladder-yaml there is a character here that cannot be seen: \u202e"],
    ),
    "deep nesting": (
        "[city, county]", "[" * 40 + "]" * 40, ["6:41 ladder-yaml this is nested more than 32 deep"],
    ),
    "very deep nesting": (
        "[city, county]", "[" * 100_000, ["6:41 ladder-yaml this is nested more than 32 deep"],
    ),
    "very many values": (
        "[city, county]", f"[{'a,' * 25_000}]", ["6:39962 ladder-yaml there are more than 20,000 values in this file"],
    ),
}  # fmt: skip

SENSE = {
    "another name than the file's": (
        RIGHT, "ladder: rowing", "ladder: sailing",
        ["1:9 ladder-invalid ladder: the ladder is called 'sailing' and its file 'rowing' | use one name"],
    ),
    "a level twice": (
        RIGHT, "[city, county]", "[city, city]",
        ["6:16 ladder-invalid levels[1]: the level 'city' stands here a second time"],
    ),
    "tiers that fall": (
        RIGHT, "at: 6", "at: 2",
        ["16:20 ladder-invalid tiers[1].at: tiers rise: boat at 2 cannot follow oar at 3"],
    ),
    "tiers that stand still": (
        RIGHT, "at: 6", "at: 3",
        ["16:20 ladder-invalid tiers[1].at: tiers rise: boat at 3 cannot follow oar at 3"],
    ),
    "a tier twice": (
        RIGHT, "id: boat, at: 6, name: {en: Boat, zh: 船}", "id: oar, at: 6, name: {en: Oar, zh: 桨}",
        ["16:10 ladder-invalid tiers[1].id: the tier 'oar' stands here a second time"],
    ),
    "a tier that is also a star": (
        RIGHT, "id: oar,", "id: boat-1,", ["15:10 ladder-invalid tiers[0].id: 'boat-1' is also the id of a star"],
    ),
    "grades on a ladder of marks": (
        GRADED, "kind: grade", "kind: mark",
        ["12:5 ladder-invalid results.grades: results of kind mark have no grades",
         "14:10 ladder-invalid counts.grades: 'grades' does not fit results of kind mark"],
    ),
    "a ladder of grades without any": (
        RIGHT, "kind: mark", "kind: grade",
        ["1:1 ladder-invalid results of kind grade need 'counts' to say which of them count",
         "9:10 ladder-invalid results: results of kind grade need grades"],
    ),
    "a grade that there is not": (
        GRADED, "[good]", "[god]",
        ["14:19 ladder-invalid counts.grades[0]: there is no grade 'god' | did you mean good?"],
    ),
    "a grade that holds no card": (
        GRADED, "[good]", "[good, poor]",
        ["14:25 ladder-invalid counts.grades[1]: 'poor' cannot count: a unit with it holds no card"],
    ),
    "a grade twice": (
        GRADED, "id: poor", "id: good",
        ["13:12 ladder-invalid results.grades[1].id: the grade 'good' stands here a second time",
         "14:19 ladder-invalid counts.grades[0]: 'good' cannot count: a unit with it holds no card"],
    ),
    "a grade with a meaning of its own": (
        GRADED, "id: poor", "id: missed",
        ["13:12 ladder-invalid results.grades[1].id: 'missed' has a meaning of its own | choose another id"],
    ),
    "limits on a ladder of grades": (
        GRADED, "{grades: [good]}", "{grades: [good], at_least: 3}",
        ["14:26 ladder-invalid counts.at_least: 'at_least' does not fit results of kind grade"],
    ),
    "nothing that counts": (
        GRADED, "{grades: [good]}", "{}", ["14:9 ladder-invalid counts: say which results count, by grades"],
    ),
    "a level that there is not": (
        NUMBERED, "county: 2", "contry: 2",
        ["10:19 ladder-invalid counts.at_most: there is no limit for the level county",
         "10:29 ladder-invalid counts.at_most.contry: there is no level 'contry' | did you mean county?"],
    ),
    "a level without a limit": (
        NUMBERED, "{city: 9, county: 2}", "{city: 9}",
        ["10:19 ladder-invalid counts.at_most: there is no limit for the level county"],
    ),
    "limits between which there is nothing": (
        NUMBERED, "{city: 9, county: 2}", "{city: 9, county: 2}, at_least: 3",
        ["10:9 ladder-invalid counts: no number is at least 3 and at most 2"],
    ),
    "misses forgiven where all are": (
        RIGHT, "streak: consecutive", "streak: cumulative",
        ["11:11 ladder-invalid forgiven: a cumulative ladder forgives every miss | leave 'forgiven' out",
         "22:66 ladder-invalid amendments[0].forgiven: a cumulative ladder forgives every miss"
         " | leave 'forgiven' out"],
    ),
    "a miss that recalls where none can": (
        RIGHT.replace("forgiven: 1\n", "").replace("forgiven: 2", "standing: 2"),
        "streak: consecutive\nmiss: {honours: keep}",
        "streak: cumulative\nmiss: {honours: recall}",
        ["11:17 ladder-invalid miss.honours: on a cumulative ladder a miss recalls nothing | write keep"],
    ),
    "an amendment before the ladder": (
        RIGHT, "from_year: 2010", "from_year: 2005",
        ["22:17 ladder-invalid amendments[0].from_year: an amendment from 2005 cannot follow 2005"
         " | they stand in the order of their years, after the first year"],
    ),
    "amendments out of order": (
        RIGHT, "forgiven: 2}\n", "forgiven: 2}\n  - {from_year: 2009, says: none is forgiven, forgiven: 0}\n",
        ["23:17 ladder-invalid amendments[1].from_year: an amendment from 2009 cannot follow 2010"
         " | they stand in the order of their years, after the first year"],
    ),
    "an amendment of nothing": (
        RIGHT, ", forgiven: 2}", "}", ["22:5 ladder-invalid amendments[0]: this amendment changes nothing"],
    ),
    "an amendment to what is so already": (
        RIGHT, "forgiven: 2}", "forgiven: 1}",
        ["22:5 ladder-invalid amendments[0]: this amendment changes nothing: all that it says was so before"],
    ),
    "an amendment that names its tiers anew": (
        RIGHT, "forgiven: 2}", "tiers: [{id: oar, at: 2, name: {en: Paddle, zh: 桨}}]}",
        ["22:87 ladder-invalid amendments[0].tiers[0].name: 'oar' had another name before"
         " | give a tier of another name another id"],
    ),
    "an amendment that turns tiers about": (
        RIGHT, "forgiven: 2}",
        "tiers: [{id: boat, at: 2, name: {en: Boat, zh: 船}}, {id: oar, at: 6, name: {en: Oar, zh: 桨}}]}",
        ["22:63 ladder-invalid amendments[0].tiers: these tiers stand in another order than before;"
         " an order never changes"],
    ),
    "an amendment of an open end that is none": (
        RIGHT[: RIGHT.index("open_end")] + RIGHT[RIGHT.index("amendments") :], "forgiven: 2}", "every: 2}",
        ["18:56 ladder-invalid amendments[0].every: there is no open end whose 'every' could change"],
    ),
    "an example before the first period": (
        RIGHT, "year: 2007", "year: 2004",
        ["25:19 ladder-invalid examples[0].cards.held: 2005 lies after 2004, the year that is judged",
         "26:11 ladder-invalid examples[0].year: no period had ended by 2004"],
    ),
    "an example of cards before the ladder": (
        RIGHT, "held: 2005-2007", "held: 2004-2007",
        ["25:19 ladder-invalid examples[0].cards.held: 2004 lies before the first year, 2005"],
    ),
    "an example with a year of two results": (
        RIGHT, "{held: 2005-2007}", "{held: 2005-2007, revoked: 2006}",
        ["25:39 ladder-invalid examples[0].cards.revoked: 2006 is held already"],
    ),
    "an example with a result that there is not": (
        RIGHT, "{held: 2005-2007}", "{hold: 2005-2007}",
        ["25:13 ladder-invalid examples[0].cards.hold: there is no result 'hold' | did you mean held?"],
    ),
    "an example of grades that says held": (
        GRADED, "{good: 2005-2007}", "{held: 2005-2007}",
        ["30:13 ladder-invalid examples[0].cards.held: there is no result 'held'"
         " | results are good, poor, missed, revoked, unknown"],
    ),
    "an example with a level that there is not": (
        NUMBERED, "level: city", "level: town",
        ["26:12 ladder-invalid examples[0].level: there is no level 'town'"],
    ),
    "an example that needs a level": (
        NUMBERED, "    level: city\n", "",
        ["25:5 ladder-invalid examples[0]: the limits differ by level, so this example needs a level"],
    ),
    "an example with a number that is none": (
        NUMBERED, '"9": 2005', '".9": 2005',
        ["27:13 ladder-invalid examples[0].cards['.9']: there is no result '.9'"
         ' | results are numbers in quotes, such as "12", or missed, revoked, unknown'],
    ),
    "an example with a tier that there is not": (
        RIGHT, "honour: oar", "honour: {min: oar, max: bot}",
        ["28:29 ladder-invalid examples[0].honour.max: there is no tier 'bot' | did you mean boat?"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), SHAPE.values(), ids=SHAPE)
def test_what_the_language_does_not_have(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    assert old in RIGHT
    assert told(tmp_path, RIGHT.replace(old, new, 1)) == expected


@pytest.mark.parametrize(("old", "new", "expected"), YAML.values(), ids=YAML)
def test_what_yaml_cannot_be_trusted_with(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    assert old in RIGHT
    assert told(tmp_path, RIGHT.replace(old, new, 1)) == expected


@pytest.mark.parametrize(("text", "old", "new", "expected"), SENSE.values(), ids=SENSE)
def test_what_contradicts_itself(tmp_path: Path, text: str, old: str, new: str, expected: list[str]) -> None:
    assert old in text
    assert told(tmp_path, text.replace(old, new, 1)) == expected


FILES = {
    "an empty file": (b"", ["1:1 file-empty there is nothing in this file"]),
    "blanks and comments": (b"\n  \n# a ladder\n", ["1:1 file-empty there is nothing in this file"]),
    "a file over the size": (
        b"a" * (MAX_BYTES + 1), ["1:1 ladder-yaml the file is larger than 1,048,576 bytes"],
    ),
    "GB18030": (
        "ladder: rowing\nname: {en: Rowing, zh: 划船}\n".encode("gb18030"),
        ["2:24 file-encoding there are bytes here that are not UTF-8"],
    ),
    "UTF-16": ("ladder: rowing".encode("utf-16"), ["1:1 file-encoding there are bytes here that are not UTF-8"]),
    "a NUL byte": (b"ladder: ro\0wing\n", ["1:11 file-binary there is a character here that cannot be seen: \0"]),
    "a laugh, a billion times": (
        b"a: &a [ha, ha]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        ["1:4 ladder-yaml anchors and aliases are not allowed"
         " | write the value out, or quote a text that begins with & or *"],
    ),
    "a number without end": (
        b"ladder: " + b"1" * 500_000 + b"x\n", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), FILES.values(), ids=FILES)
def test_files_that_are_no_text_of_a_sane_size(tmp_path: Path, source: bytes, expected: list[str] | None) -> None:
    found = told(tmp_path, source)
    assert found == expected if expected is not None else found


def test_a_byte_order_mark_and_crlf_do_no_harm(tmp_path: Path) -> None:
    assert told(tmp_path, b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode()) == []


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    loaded, problems = load_ladder(tmp_path / "none.yaml")
    assert (loaded, [problem.code for problem in problems]) == (None, ["file-missing"])
    loaded, problems = load_ladder(tmp_path)
    assert (loaded, [problem.code for problem in problems]) == (None, ["file-unreadable"])


def test_all_that_is_wrong_is_told_at_once_and_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = RIGHT
    for old, new in (
        ("zh: 划船奖章", "zh: no"),
        ("first_year: 2005", "first_year: 2oo5"),
        ("announced: 1\n", "announced: 1\nannounced: 1\n"),
        ("forgiven: 1\n", "forgivn: 1\n"),
        ("at: 6", "at: six"),
        ("honour: oar", "honor: oar"),
    ):
        text = text.replace(old, new, 1)
    assert told(tmp_path, text) == [
        "2:30 ladder-yaml no without quotes is a truth value to some readers of YAML and a word to others"
        ' | write "no" if it is text',
        "7:13 ladder-invalid first_year: '2oo5' is not a whole number | did you mean 2005?",
        "9:1 ladder-yaml the key 'announced' stands here a second time",
        "12:1 ladder-invalid the key 'forgivn' is not in the ladder language | did you mean forgiven?",
        "17:20 ladder-invalid tiers[1].at: 'six' is not a whole number | did you mean 6?",
        "25:5 ladder-invalid examples[0]: the key 'honour' is missing",
        "29:5 ladder-invalid examples[0]: the key 'honor' is not in the ladder language | did you mean honour?",
    ]


def test_an_unknown_key_does_not_hide_what_contradicts_itself(tmp_path: Path) -> None:
    text = RIGHT.replace("forgiven: 1\n", "forgivn: 1\n", 1).replace("at: 6", "at: 2")
    assert told(tmp_path, text) == [
        "11:1 ladder-invalid the key 'forgivn' is not in the ladder language | did you mean forgiven?",
        "16:20 ladder-invalid tiers[1].at: tiers rise: boat at 2 cannot follow oar at 3",
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("zhejiang-peac", "did you mean zhejiang-peace?"),
        ("qqq", "'pingan rules' lists the ladders that ship; or name a .yaml file"),
        ("", "'pingan rules' lists the ladders that ship; or name a .yaml file"),
    ],
)  # fmt: skip
def test_a_ladder_that_there_is_not(name: str, hint: str) -> None:
    path, problems = find_ladder(name)
    assert path is None
    assert [(problem.code, problem.hint) for problem in problems] == [("ladder-unknown", hint)]
