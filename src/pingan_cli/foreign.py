"""Sentences that are not ours, which a problem hands on: what the system and the readers of Python and YAML say.

Such a sentence is told by its form, so that it can be said in another language; one of a form that is not here stays
as it is.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable

from pingan_cli.problems import Problem
from pingan_cli.texts import told

SYSTEM: dict[str, str] = {
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

BYTES = (
    "'{codec}' codec can't decode byte {byte} in position {place}: {what}",
    "'{codec}' codec can't decode bytes in position {place}: {what}",
    "invalid start byte",
    "invalid continuation byte",
    "unexpected end of data",
    "truncated data",
    "illegal encoding",
)

JSON = (
    "{what}: line {line} column {column} (char {at})",
    "Expecting value",
    "Expecting property name enclosed in double quotes",
    "Expecting ',' delimiter",
    "Expecting ':' delimiter",
    "Illegal trailing comma before end of object",
    "Illegal trailing comma before end of array",
    "Extra data",
    "Unterminated string starting at",
    "Invalid control character at",
    "Invalid \\escape",
    "Invalid \\uXXXX escape",
    "Unexpected UTF-8 BOM (decode using utf-8-sig)",
    "maximum recursion depth exceeded",
    "maximum recursion depth exceeded while decoding a JSON {kind} from a unicode string",
    *BYTES,
)

UNMATCHED = "its quotes do not match"

CSV = (
    UNMATCHED,
    "unexpected end of data",
    "'{separator}' expected after '\"'",
    "field larger than field limit ({limit})",
    "line contains NUL",
    "new-line character seen in unquoted field - do you need to open the file with newline=''?",
    "new-line character seen in unquoted field - do you need to open the file in universal-newline mode?",
)

NESTED = "it is nested too deep"

TOML = (
    NESTED,
    "{what} (at line {line}, column {column})",
    "{what} (at end of document)",
    "Invalid statement",
    "Invalid value",
    "Invalid initial character for a key part",
    "Invalid date or datetime",
    "Invalid hex value",
    "Expected '=' after a key in a key/value pair",
    "Expected ']' at the end of a table declaration",
    "Expected ']]' at the end of an array declaration",
    "Expected newline or end of document after a statement",
    "Expected newline or end of file after a statement",
    "Expected {what}",
    "Unterminated string",
    "Unclosed array",
    "Unclosed inline table",
    "Unescaped '\\' in a string",
    "Escaped character is not a Unicode scalar value",
    "Illegal character {character}",
    "Found invalid character {character}",
    "Cannot overwrite a value",
    "Cannot declare {key} twice",
    "Cannot mutate immutable namespace {key}",
    "Duplicate inline table key {key}",
    "Exceeds the limit ({limit}) for integer string conversion{rest}",
)

YAML = (
    "did not find expected key",
    "did not find expected node content",
    "did not find expected ',' or ']'",
    "did not find expected ',' or '}'",
    "did not find expected '-' indicator",
    "did not find expected <document start>",
    "did not find expected whitespace or line break",
    "did not find expected comment or line break",
    "did not find expected alphabetic or numeric character",
    "did not find expected hexdecimal number",
    "could not find expected ':'",
    "could not find expected directive name",
    "mapping values are not allowed in this context",
    "mapping values are not allowed here",
    "mapping keys are not allowed in this context",
    "block sequence entries are not allowed in this context",
    "sequence entries are not allowed here",
    "block mapping keys are not allowed here",
    "found character that cannot start any token",
    "found character {character} that cannot start any token",
    "found unexpected end of stream",
    "found unexpected document indicator",
    "found unexpected ':'",
    "found unknown escape character",
    "found unknown escape character {character}",
    "found unknown directive name",
    "found undefined tag handle",
    "found undefined tag handle {handle}",
    "found duplicate %YAML directive",
    "found duplicate %TAG directive",
    "found incompatible YAML document",
    "found invalid Unicode character escape code",
    "found a tab character that violates indentation",
    "found a tab character where an indentation space is expected",
    "expected <block end>, but found {token}",
    "expected the node content, but found {token}",
    "expected ',' or ']', but got {token}",
    "expected ',' or '}}', but got {token}",
)

PYDANTIC = (
    "input should be greater than or equal to {limit}",
    "input should be less than or equal to {limit}",
    "input should be a finite number",
    "string should have at least {count} character",
    "string should have at least {count} characters",
    "string should have at most {count} characters",
    "list should have at least {count} item after validation, not {found}",
    "dictionary should have at least {count} item after validation, not {found}",
    "keys should be strings",
)
"""What pydantic says of a value, its first letter made small."""


_LONGEST = 500
"""Characters of a sentence that is looked at; longer ones quote what a file says, and take long to look through."""


def handed_on(sentence: str, forms: Iterable[str]) -> str:
    """A sentence as something told, where it has one of these forms; as it is where it has none.

    >>> from pingan_cli.texts import said
    >>> said(handed_on("Extra data: line 1 column 3 (char 2)", JSON), "zh")
    '有多余内容：第 1 行第 3 列（第 2 个字符）'
    """
    for form in forms if len(sentence) <= _LONGEST else ():
        blanks = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(form)).replace(r"\}\}", r"\}")
        if found := re.fullmatch(blanks, sentence, re.DOTALL):
            values = {
                name: handed_on(text, forms) if name == "what" else text for name, text in found.groupdict().items()
            }
            return told(form, **values)
    return sentence


def reason_of(error: OSError) -> str:
    """Why the system cannot do what was asked of it; in the system's own words where its number is not one of these."""
    return SYSTEM.get(errno.errorcode.get(error.errno or 0, ""), error.strerror or str(error))


def unreadable(error: OSError, file: str) -> Problem:
    """That the system cannot read a file."""
    return Problem("file-unreadable", told("cannot be read: {reason}", reason=reason_of(error)), file)
