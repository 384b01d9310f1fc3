"""Every problem that the program can report: a stable code, a message, a place and a hint.

A problem is a value. Rooms return problems, or raise `Refused` with all of them where nothing can be given back;
only `cli/` prints them.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from pingan_cli.texts import Told, in_english, said, told, translated

CODES: dict[str, str] = {
    "usage": "An option or argument that cannot be meant.",
    "file-missing": "A file or folder that does not exist.",
    "file-unreadable": "A file that cannot be opened or read.",
    "file-unwritable": "An output file that cannot be written.",
    "file-binary": "A file that is not text.",
    "file-encoding": "Bytes that are not in the encoding of the file, or in none that is likely.",
    "encoding-guessed": "Text that is not UTF-8, in an encoding that was guessed.",
    "file-empty": "A file without anything in it.",
    "file-too-large": "A file, or a line of it, that is larger than can be held in memory.",
    "archive-invalid": "An archive or a workbook that cannot be read.",
    "part-unknown": "A sheet of a workbook or a file in an archive that is not there, or was not named.",
    "sheet-unread": "Sheets of a workbook that were not read, because no list was found on them.",
    "formula-uncomputed": "A formula in a workbook that has no value.",
    "link-outside": "A link that leads out of the folder or the package.",
    "text-damaged": "Text in which characters were lost before it came here.",
    "text-spaces": "Stray spaces in a cell.",
    "text-full-width": "Full-width digits in a cell.",
    "folder-without-csv": "A folder in which there is no CSV file.",
    "csv-broken": "A CSV file whose quotes or fields cannot be read.",
    "csv-header": "A header line that does not say where unit, year and result stand.",
    "csv-no-rows": "A CSV file with a header and no row.",
    "csv-row": "A row in which a needed cell is missing or empty.",
    "rows-left-out": "Rows that are no entries and were left out: totals, notes, sources, headings.",
    "row-doubtful": "A row without any mark, which is counted as a unit and may be a heading.",
    "total-differs": "A total that differs from the rows above it.",
    "column-unread": "A column that holds marks and is not read.",
    "row-repeated": "The same unit, year and result a second time.",
    "year-invalid": "A year that is no year.",
    "year-without-period": "A card in a year in which, by the ladder, none could be given.",
    "year-before-ladder": "A year before the ladder began, or a card in a year ruled out by --since.",
    "year-guessed": "Years that were read from a season, a date, or the row above.",
    "year-future": "A year that cannot have been assessed yet.",
    "year-announced": "Years that look like those of the ceremony.",
    "year-gap": "Years in between of which nothing is on record.",
    "result-unknown": "A result mark that the ladder does not know.",
    "result-conflict": "The same unit and year with two different results.",
    "result-ambiguous": "A mark that stands for every unit of a year, and has two readings.",
    "unit-unknown": "A unit that is not in the registry in force.",
    "unit-ambiguous": "A name that several units bear.",
    "unit-absent": "A unit on record for a year in which it did not exist.",
    "unit-level": "A city listed as a county, or another level than the registry has.",
    "names-differ": "A code and a name, or two names, that mean different units.",
    "names-alike": "Names that differ only in what few readers see, counted as several units.",
    "coverage-unsaid": "A list on which a whole level or city never appears.",
    "code-ended": "A code or name that had ended by that year, and whose history another unit carries on.",
    "holders-unusual": "A year with far fewer or far more holders than its neighbours.",
    "registry-invalid": "A registry of units that contradicts itself.",
    "package-invalid": "A Data Package that cannot be read or names what it does not have.",
    "config-invalid": "A configuration file that cannot be read or says what it cannot.",
    "ladder-unknown": "A ladder that is neither shipped nor a file.",
    "ladder-yaml": "A ladder file that is not safe, unambiguous YAML.",
    "ladder-invalid": "A ladder file that breaks the ladder language.",
    "ladder-example": "An example in a ladder file that the engine does not confirm.",
    "method-invalid": "A method file that breaks the method language.",
    "method-example": "An example in a method file that the judge does not confirm.",
    "fact-invalid": "A fact that cannot be: no value, out of its range, or with two values.",
    "fact-unread": "A fact that no clause of the method reads.",
    "fact-missing": "A fact that a clause reads and that no row has.",
    "claim-invalid": "A claim that cannot be read.",
    "claim-conflict": "Claims that cannot all be true.",
    "tier-unknown": "A tier that the ladder does not have.",
    "level-unknown": "A level that the ladder does not cover.",
    "level-uncovered": "A holder of a level that the ladder does not cover.",
    "list-missing": "A unit that was awarded a tier and is not on the published list.",
    "list-surplus": "A unit on the published list that was awarded nothing.",
    "list-different": "A unit on the published list with another honour than it was awarded.",
    "list-undecided": "A published honour that the records can neither confirm nor rule out.",
    "manifest-invalid": "A manifest of a batch that cannot be read.",
    "batch-different": "Something that is not as the manifest of a batch records it.",
}
"""Each code with what it stands for; each has a page in `docs/errors`, which `pingan explain` shows."""

ERROR, WARNING = "error", "warning"
"""How grave a problem is. A warning is said of what can be read all the same, and may be meant."""

UNSEEN = (
    "\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
)
UNSEEN_BEYOND = (
    "\U000110bd\U000110cd\U00013430-\U0001343f\U00013441\U00013442\U0001bca0-\U0001bca3\U0001d159"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
) + "".join(f"{chr(plane + 0xFFFE)}-{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
"""What is not seen where it stands, or moves what is, as ranges of a pattern: up to U+FFFF, and beyond.

The classes Cf, Zl and Zp, noncharacters and Default_Ignorable_Code_Point of Unicode 17, and letters that are blank.
"""

CONTROLS = "\x00-\x1f\x7f-\x9f"

_SUSPECT = f"{CONTROLS}{UNSEEN}\ud800-\udfff"
UNSAFE = re.compile(f"[{_SUSPECT}\U00010000-\U0010ffff](?<=[{_SUSPECT}{UNSEEN_BEYOND}])")
"""Control, bidirectional, invisible and broken characters, which no terminal and no page may be sent raw.

The first class is looked up in one step for most characters; only what is in it is held against the second.
"""


def printable(text: str) -> str:
    r"""Text with every control, bidirectional and invisible character spelt out, so a terminal cannot obey it.

    >>> printable("Dong\x1b[31mtou")
    'Dong\\x1b[31mtou'
    """
    return UNSAFE.sub(lambda found: ascii(found[0])[1:-1], text)


def json_printable(text: str, kept: str = "") -> str:
    r"""The same for a text in JSON, where a character that is spelt out stays what it is; those `kept` stay raw.

    >>> json_printable('"Dong\x9b31mtou\U000e0041"')
    '"Dong\\u009b31mtou\\udb40\\udc41"'
    """
    return UNSAFE.sub(lambda found: found[0] if found[0] in kept else _in_json(found[0]), text)


def _in_json(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


SECRET = "***"
"""What is shown in place of a password."""

_PASSWORD = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*:/+[^\s/:@]*):.+@")
_KEY = re.compile(r"([?&][^\s=&]*(?:pass|pwd|secret|token|key|credential)[^\s=&]*=)[^\s&'\"]+", re.IGNORECASE)


def without_passwords(text: str) -> str:
    """Text in which no URL has a password any more.

    >>> without_passwords("postgres://reader:s3cret@server/peace?sslpassword=other")
    'postgres://reader:***@server/peace?sslpassword=***'
    """
    return _KEY.sub(rf"\1{SECRET}", _PASSWORD.sub(rf"\1:{SECRET}@", text))


class Problem(NamedTuple):
    """One thing that is wrong: `code` is a key of `CODES`; `line` and `column` count from 1, 0 means unknown.

    `severity` is `error` or `warning`.
    """

    code: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    hint: str = ""
    severity: str = ERROR

    def __str__(self) -> str:
        return self.said("en")

    def said(self, lang: str) -> str:
        """The problem in a language: its place, how grave it is, its code, what is wrong, and a hint below."""
        place = "".join(f"{part}:" for part in (self.file, self.line, self.column) if part)
        grave, message = translated(self.severity, lang), said(self.message, lang)
        text = translated("{severity}[{code}]: {message}", lang).format(severity=grave, code=self.code, message=message)
        hint = translated("hint: {hint}", lang).format(hint=said(self.hint, lang)) if self.hint else ""
        shown = printable(f"{place} {text}" if place else text) + (f"\n  {printable(hint)}" if hint else "")
        return without_passwords(shown)


_OF_SYSTEM: dict[str, str] = {
    "ENOENT": told("No such file or directory"),
    "EACCES": told("Permission denied"),
    "EPERM": told("Operation not permitted"),
    "EISDIR": told("Is a directory"),
    "ENOTDIR": told("Not a directory"),
    "EEXIST": told("File exists"),
    "ENAMETOOLONG": told("File name too long"),
    "EFBIG": told("File too large"),
    "ELOOP": told("Too many levels of symbolic links"),
    "EMFILE": told("Too many open files"),
    "ENOSPC": told("No space left on device"),
    "EDQUOT": told("Disk quota exceeded"),
    "EROFS": told("Read-only file system"),
    "EIO": told("Input/output error"),
    "EBUSY": told("Device or resource busy"),
    "ETXTBSY": told("Text file busy"),
    "EAGAIN": told("Resource temporarily unavailable"),
    "ENXIO": told("No such device or address"),
    "EINVAL": told("Invalid argument"),
    "EXDEV": told("Invalid cross-device link"),
    "ENOTEMPTY": told("Directory not empty"),
}
"""What the system says of a file, by the name of its number."""


def reason_of(error: OSError) -> str:
    """Why the system cannot do what was asked of it; in the system's own words where its number is not one of these."""
    return _OF_SYSTEM.get(errno.errorcode.get(error.errno or 0, ""), error.strerror or str(error))


def unreadable(error: OSError, file: str) -> Problem:
    """That the system cannot read a file."""
    return Problem("file-unreadable", told("cannot be read: {reason}", reason=reason_of(error)), file)


def parser_said(error: Exception) -> str:
    """What a parser of JSON, TOML, CSV or YAML finds wrong with a text, in its words, or in ours where we raised it."""
    if isinstance(error, RecursionError):
        return told("it is nested too deep")
    return error.args[0] if error.args and isinstance(error.args[0], Told) else in_english(str(error))


class Refused(Exception):
    """Raised at the edge of the library when an input cannot be used; `problems` holds everything that is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


_LONGEST_WORD = 200
"""Characters of a word that somebody may have mistyped; to compare longer ones takes long and finds nothing."""


def nearest(word: str, words: Iterable[str], count: int = 1) -> list[str]:
    """The words most like `word`, for a hint; none when nothing is near."""
    return list(_nearest(word, tuple(words), count)) if len(word) <= _LONGEST_WORD else []


@lru_cache(maxsize=4096)
def _nearest(word: str, words: tuple[str, ...], count: int) -> tuple[str, ...]:
    from difflib import get_close_matches  # only a mistake needs it

    spelt = {each.casefold(): each for each in words}
    return tuple(spelt[near] for near in get_close_matches(word.casefold(), spelt, n=count, cutoff=0.6))


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """A hint that names the nearest of the words, or an empty one."""
    return next((told("did you mean {word}?", word=near) for near in nearest(word, words)), "")
