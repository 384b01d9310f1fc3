"""How the text of a file is encoded: what its bytes prove, what they make likely, and what is only doubted.

UTF-8 proves itself. Every other encoding is a guess, which is told as a warning; `--encoding` settles it. A guess
needs evidence in the bytes: common Chinese characters for GB18030 and Big5, single letters amid Latin ones for
Windows-1252. Without it, or where lines are encoded in different ways, the file is refused.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from pingan_cli.problems import WARNING, Problem
from pingan_cli.records.sources import Source
from pingan_cli.texts import told

UTF8 = "utf-8-sig"
LONGEST_LINE = 16 << 20
"""Bytes of a line, which is held in memory. 5,000 columns are a hundredth of it."""

_NAMES = {"gb18030": "GB18030", "cp1252": "Windows-1252", "big5": "Big5"}
_BLOCK = 1 << 20
_MOST_EVIDENCE = 1 << 20
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_LETTERS = frozenset("ªº°’‘“”–—…·ßŠŒŽšœžŸ") | {chr(code) for code in range(0xC0, 0x100)} - set("×÷")
_CAPITAL_WITHIN = re.compile("(?<=[A-Za-z])[ŠŽŸŒÀ-ÖØ-Þ](?=[a-z])")
"""What letters of another encoding, such as that of old Macs, become in Windows-1252."""


class Encoding(NamedTuple):
    """How a file is encoded. `guessed` is the warning that nothing proves it."""

    name: str
    guessed: Problem | None = None


def known_encoding(name: str) -> str | None:
    """The name by which Python knows an encoding of text; None for none.

    >>> known_encoding("Latin-1"), known_encoding("base64")
    ('iso8859-1', None)
    """
    try:
        found = codecs.lookup(name)
        bytes(4).decode(found.name)  # of no bytes at all even what is no encoding of text makes a text
    except (LookupError, UnicodeError, ValueError):
        return None
    return UTF8 if found.name == "utf-8" else found.name


def encoding_of(source: Source, named: str | None = None) -> Encoding | Problem:
    """The encoding under which all bytes can be read, or what keeps them from being read.

    `named` is the one that the user names; only a byte order mark overrules it.
    """
    file = str(source.path)
    with source.open() as stream:
        marked = stream.read(3) == codecs.BOM_UTF8
    wanted = UTF8 if marked or named is None else named
    wrong = _first_wrong(source, wanted)
    if wrong is None:
        return Encoding(wanted)
    at, problem = wrong
    if problem is not None:
        return problem
    if marked or named is not None:
        message = told("there are bytes here that are not {encoding}", encoding=_NAMES.get(wanted, wanted))
        hint = told("save the file as UTF-8, or name its encoding with --encoding")
        return Problem("file-encoding", message, file, _line(source, at), 1, hint)
    return _guessed(source, at)


def _guessed(source: Source, not_utf8_at: int) -> Encoding | Problem:
    """The encoding that a file which is not UTF-8 throughout is likely to have."""
    file = str(source.path)
    strange, utf8_line, other_line = _evidence(source)
    guess = next((name for name, likely in _LIKELY.items() if likely(strange)), None)
    if utf8_line:
        first, other = sorted([(utf8_line, "UTF-8"), (other_line, _NAMES.get(guess or "", told("another encoding")))])
        message = told("here begins {one}, and line {line} is {other}", one=other[1], line=first[0], other=first[1])
        hint = told("save the file in one encoding, best as UTF-8")
        return Problem("file-encoding", message, file, other[0], 1, hint)
    if guess is not None and _first_wrong(source, guess) is None:
        message = told("this is not UTF-8, and is read as {encoding}, which was guessed", encoding=_NAMES[guess])
        hint = told("--encoding {encoding} says so; save the file as UTF-8, and nothing is guessed", encoding=guess)
        return Encoding(guess, Problem("encoding-guessed", message, file, other_line, 1, hint, WARNING))
    message = told("there are bytes here that are not UTF-8, and no other encoding is likely")
    hint = told("save the file as UTF-8, or name its encoding with --encoding")
    return Problem("file-encoding", message, file, _line(source, not_utf8_at), 1, hint)


def _evidence(source: Source) -> tuple[bytes, int, int]:
    """The lines beyond ASCII, and the numbers of the first that is UTF-8 for sure and of the first that is not UTF-8.

    Two bytes of GB18030 may look like a letter of UTF-8; three that make a Chinese character are no chance.
    """
    kept: list[bytes] = []
    size = utf8 = other = 0
    letters = 0
    with source.open() as stream:
        for number, line in enumerate(stream, 1):
            if line.isascii():
                continue
            try:
                text = line.decode()
            except UnicodeDecodeError:
                other = other or number
                if size < _MOST_EVIDENCE:
                    kept.append(line)
                    size += len(line)
                continue
            letters = letters or number
            if not utf8 and _HAN.search(text):
                utf8 = number
    strange = b"".join(kept)
    if not utf8 and letters and not _is_gb18030(strange):
        utf8 = letters
    return strange, utf8, other


def _is_gb18030(strange: bytes) -> bool:
    """Whether the bytes make Chinese characters, nearly all of them common ones (GB 2312)."""
    text = strange.decode("gb18030", errors="ignore")
    beyond = [each for each in text if not each.isascii()]
    common = [each.encode("gb2312", errors="ignore") for each in beyond]
    first_level = sum(0xB0 <= code[0] <= 0xD7 for code in common if code)
    signs = sum(0xA1 <= code[0] <= 0xA9 for code in common if code)
    rare = len(beyond) - first_level - signs
    unknown = sum(not code for code in common)
    return bool(beyond) and unknown * 4 <= len(beyond) and (rare * 2 <= len(beyond) or len(beyond) < 12)


def _is_big5(strange: bytes) -> bool:
    """Whether the bytes make Chinese characters of Big5, nearly all of its common ones."""
    try:
        text = strange.decode("big5")
    except UnicodeDecodeError:
        return False
    codes = [each.encode("big5") for each in text if not each.isascii()]
    common = sum(0xA4 <= code[0] <= 0xC6 for code in codes)
    signs = sum(0xA1 <= code[0] <= 0xA3 for code in codes)
    return common * 4 >= (len(codes) - signs) * 3 and common > 0


def _is_latin(strange: bytes) -> bool:
    """Whether the bytes are letters that stand singly amid Latin ones."""
    try:
        text = strange.decode("cp1252")
    except UnicodeDecodeError:
        return False
    beyond = [each for each in text if not each.isascii()]
    letters = sum(each in _LETTERS for each in beyond) - len(_CAPITAL_WITHIN.findall(text))
    runs = re.findall(rb"[\x80-\xff]+", strange)
    single = sum(len(run) <= 2 for run in runs)
    amid = len(re.findall(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]", strange))
    return letters * 10 >= len(beyond) * 9 and single * 2 >= len(runs) and amid * 2 >= len(runs)


def _is_simplified(strange: bytes) -> bool:
    """Whether the bytes are Chinese as GB18030 has it, more likely than as Big5, and no letters amid Latin ones."""
    runs = re.findall(rb"[\x80-\xff]+", strange)
    if not _is_gb18030(strange) or all(len(run) == 1 for run in runs):
        return False
    return not _is_big5(strange) or _common(strange, "gb18030", 0xB0, 0xD7) >= _common(strange, "big5", 0xA4, 0xC6)


def _common(strange: bytes, encoding: str, first: int, last: int) -> float:
    """Which part of the Chinese characters are common ones, whose codes begin with bytes from `first` to `last`."""
    codes = [each.encode(encoding) for each in _HAN.findall(strange.decode(encoding, errors="ignore"))]
    return sum(first <= code[0] <= last for code in codes) / max(len(codes), 1)


_LIKELY = {"gb18030": _is_simplified, "big5": _is_big5, "cp1252": _is_latin}
"""What makes each encoding likely, the first that is so being taken."""


def _first_wrong(source: Source, encoding: str) -> tuple[int, Problem | None] | None:
    """The offset of the first byte that an encoding does not have, or what no text has; None where all is well."""
    file = str(source.path)
    decoder = codecs.getincrementaldecoder(encoding)()
    wide = encoding.startswith(("utf-16", "utf-32"))
    offset = begun = 0
    with source.open() as stream:
        try:
            while block := stream.read(_BLOCK):
                if not wide and b"\0" in block:
                    at = offset + block.index(b"\0")
                    message = told("this is not text: there are NUL bytes in it")
                    hint = told("if it is UTF-16, name it: --encoding utf-16")
                    return at, Problem("file-binary", message, file, _line(source, at), 1, hint)
                decoder.decode(block)
                end = max(block.rfind(b"\n"), block.rfind(b"\r"))
                begun = offset + end + 1 if end >= 0 else begun
                offset += len(block)
                if offset - begun > LONGEST_LINE:
                    message = told("this line is longer than {most} MB", most=LONGEST_LINE >> 20)
                    return begun, Problem("file-too-large", message, file, _line(source, begun), 1)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            return offset + error.start, None
    return None


def _line(source: Source, offset: int) -> int:
    """The number of the line that holds a byte."""
    line = 1
    with source.open() as stream:
        while offset > 0 and (block := stream.read(min(offset, _BLOCK))):
            line += block.count(b"\n")
            offset -= len(block)
    return line
