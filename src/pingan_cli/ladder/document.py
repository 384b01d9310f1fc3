"""YAML that can be trusted: a small, unambiguous part of it, with the place of every value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from pingan_cli.problems import UNSAFE, Problem
from pingan_cli.texts import in_english, told

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_VALUES = 20_000

KEY = "<key>"
"""The last step of a path that means the key itself, not its value."""

Step = str | int
_Place = tuple[int, int]

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?")
_UNSEEN = re.compile(f"(?![\t\r\n\ufe0e\ufe0f]){UNSAFE.pattern}")
"""Control and invisible characters, which could make a file read otherwise than it looks.

Those that make a sign into a picture and back stand in many comments, and change nothing else.
"""

_YEARS = re.compile(r"[0-9]{4}(?: *- *[0-9]{4})?(?:, *[0-9]{4}(?: *- *[0-9]{4})?)+")
_GLUED = re.compile(r"\w[\w-]*:[^\s/,\]}].*")
_HASH = re.compile(r" +(#[^\s#]\S*)")

_SLIPS = (
    (r"^\s*(?:- )?[\w-]+：", told("a key ends with ':' and a space, not with '：'")),
    (r"[{,][^\"{}]*，\s*[\w-]+\s*[:：]", told("keys are parted by ',', not by '，'")),
    (r"^\s*(?:- )?[\w-]+:[^\s/]|[{,] *[\w-]+:[^\s/,}\"]", told("put a space behind the colon that ends a key")),
    (r"""[:-] +"[^"]*"[ ]*[^\s,}\]#:]""", told("""a text that holds " is written between ' and ' as a whole""")),
    (r"""[:-] +'[^']*'[^\s,}\]#:']""", told("""a text that holds ' is written between " and " as a whole""")),
    (r"[:-] +(?:[@`%*&!|>]|\{[^{}:,]*\} *[^\s,}\]#]|\[[^][]*\] *[^\s,}\]#])",
     told("quote a text that begins with a mark that means something to YAML, such as { [ * & ! % @")),
    (r": +- ", told("a list begins on a line of its own; quote a text that begins with '- '")),
    (r""": +[^"'#\s][^"']* #""", told("quote a text that contains ' #': what follows is a comment to YAML")),
    (r""": +[^"'\[{,\s][^"',]*: """, told("quote a text that contains a colon and a space: it ends a key to YAML")),
)  # fmt: skip
"""What makes a line no YAML that a person meant as text or as a key, the clearest first, and what to write instead.

The patterns are compiled where one is looked for, which few runs do.
"""

_LOOKED_AT, _LINES, _PIECES = 400, 40, 40
"""So many letters of a line, lines, and pieces of a text are looked at for what was meant."""

_LONGEST_SURPRISE = 64
_SURPRISES = tuple(
    (re.compile(form, re.IGNORECASE), reading)
    for form, reading in (
        (r"y|yes|n|no|on|off|true|false", told("a truth value to some readers of YAML and a word to others")),
        (r"~|null", told("nothing at all to YAML")),
        (r"[-+]?[0-9][0-9_,]*(?::[0-9]+)*|[-+]?0[xob][0-9a-f_]+", told("read as another number by YAML")),
        (
            r"[-+]?(?:[0-9][0-9_]*\.?|\.[0-9])[0-9]*(?:e[-+]?[0-9]+)?|[-+]?\.(?:inf|nan)",
            told("a number of unclear form"),
        ),
        (r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*", told("a date to YAML")),
    )
)
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "": None}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_events_of: Any = yaml.parse  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # has no types


class Document(NamedTuple):
    """A YAML file as plain values. `places` gives line and column (from 1) of the value at each path."""

    value: Any
    places: dict[tuple[Step, ...], _Place]

    def place(self, path: tuple[Step, ...]) -> _Place:
        """The place of the value at a path, or of the nearest thing around it."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read_document(source: bytes, file: str) -> tuple[Document | None, list[Problem]]:
    """The values of a YAML text and their places, and what makes it unsafe or unclear.

    Refused are: more than a megabyte, other encodings than UTF-8, characters that cannot be seen, several documents,
    tags, anchors, keys that stand twice or are no text, and plain words that YAML's versions read differently (`no`,
    `012`, `1:30`). Only `true`, `false`, `null` and decimal numbers are anything but text. Beside problems that
    leave the values clear enough to be checked too, there is a document.
    """
    if len(source) > MAX_BYTES:
        message = told("the file is larger than {most:,} bytes", most=MAX_BYTES)
        return None, [Problem("ladder-yaml", message, file, 1, 1)]
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_after(source[: error.start].decode("utf-8-sig", errors="replace"))
        return None, [Problem("file-encoding", told("there are bytes here that are not UTF-8"), file, *place)]
    if unseen := _UNSEEN.search(text):
        code = "file-binary" if unseen[0] == "\0" else "ladder-yaml"
        place = _place_after(text[: unseen.start()])
        message = told("there is a character here that cannot be seen: {character}", character=unseen[0])
        return None, [Problem(code, message, file, *place)]
    reader = _Reader(file)
    try:
        return Document(reader.read(text), reader.places), reader.problems
    except _Unsafe as unsafe:
        return None, [*reader.problems, unsafe.problem]
    except yaml.MarkedYAMLError as error:
        broken = _no_yaml(error, text, file)
        return None, [*(each for each in reader.problems if each.line != broken.line), broken]


def _is_rest(key: Any, value: Any) -> bool:
    """Whether a key without a colon is what a comma has cut off from the text before it."""
    scalars = isinstance(key, yaml.ScalarEvent) and isinstance(value, yaml.ScalarEvent)
    return scalars and not value.value and value.start_mark.index == key.end_mark.index


def _place_after(text: str) -> _Place:
    lines = re.split("\r\n?|\n", text)
    return len(lines), len(lines[-1]) + 1


def _no_yaml(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    mark: Any = error.problem_mark or error.context_mark
    message = told("this is no YAML: {reason}", reason=in_english(str(error.problem)))
    return Problem("ladder-yaml", message, file, *_place_after(text[: mark.index]), _slip(error, text, mark))


def _slip(error: yaml.MarkedYAMLError, text: str, mark: Any) -> str:
    """What was probably meant before the place of an error, and how it is written."""
    if text[mark.index : mark.index + 1] == "\t":
        return told("indent by spaces, never by tabs")
    if "escape" in str(error.problem):
        return told("in double quotes a backslash begins an escape: write it twice, or use single quotes")
    lines = [line[:_LOOKED_AT] for line in text.splitlines()]
    begin: int = error.context_mark.line if error.context_mark is not None else mark.line
    if "block" in str(error.context):
        begin = max(begin, mark.line - 1)  # all that stands further above was read well
    begin = max(begin, mark.line - _LINES)
    for form, hint in _SLIPS:
        if any(re.search(form, line) for line in lines[begin : mark.line + 1]):
            return hint
    for number in range(min(mark.line, len(lines) - 1), -1, -1):
        if re.search(r"""[:-] +(?:"[^"]*|'[^']*)$""", lines[number]):
            return told("the quotes that open in line {line} do not close there", line=number + 1)
    if "flow" in str(error.context) and begin < mark.line:
        return told("the bracket that opens in line {line} does not close there", line=begin + 1)
    return ""


class _Unsafe(Exception):
    """Ends the reading of a file at something that must not even be looked into."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Reader:
    """Builds plain values from YAML's events, so that nothing is made that was not asked for."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[tuple[Step, ...], _Place] = {}
        self.problems: list[Problem] = []
        self._events: Iterator[Any] = iter(())
        self._values = 0
        self._text = ""
        self._end: _Place = (1, 1)

    def read(self, text: str) -> Any:
        self._text = text
        self._end = _place_after(text)
        self._events = iter(_events_of(text, _Loader))
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            raise _Unsafe(Problem("file-empty", told("there is nothing in this file"), self.file, 1, 1))
        value = self._value(next(self._events), ())
        next(self._events)
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._unsafe(event, told("a second document begins here; one file holds one ladder"))
        return value

    def _place(self, event: Any) -> _Place:
        """Where an event begins. After a last line without an end the parser names one more line than there is."""
        return min((event.start_mark.line + 1, event.start_mark.column + 1), self._end)

    def _unsafe(self, event: Any, message: str, hint: str = "") -> _Unsafe:
        return _Unsafe(self._problem(event, message, hint))

    def _problem(self, event: Any, message: str, hint: str = "") -> Problem:
        return Problem("ladder-yaml", message, self.file, *self._place(event), hint)

    def _value(self, event: Any, path: tuple[Step, ...]) -> Any:
        self._values += 1
        if self._values > MAX_VALUES:
            raise self._unsafe(event, told("there are more than {most:,} values in this file", most=MAX_VALUES))
        if len(path) > MAX_DEPTH:
            raise self._unsafe(event, told("this is nested more than {most} deep", most=MAX_DEPTH))
        self.places[path] = self._place(event)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise self._unsafe(event, told("anchors and aliases are not allowed"),
                               told("write the value out, or quote a text that begins with & or *"))  # fmt: skip
        if event.tag is not None:
            message = told("the tag {tag!r} is not allowed", tag=event.tag)
            raise self._unsafe(
                event, message, told("a ladder is plain text and numbers; quote a text that begins with '!'")
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
                items.append(self._value(inner, (*path, len(items))))
            return items
        return self._scalar(event)

    def _mapping(self, path: tuple[Step, ...]) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        cut: list[Any] = []
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._value(event, (*path, ""))
            following = next(self._events)
            if _is_rest(event, following) and (cut or _GLUED.fullmatch(event.value)):
                if len(cut) > 1:
                    self.problems.remove(self._cut(cut))  # one problem tells the whole text
                cut = [*(cut or [following]), event][:_PIECES]
                self.problems.append(self._cut(cut))
                continue
            cut = [following]
            if not isinstance(key, str):
                shown = event.value if isinstance(event, yaml.ScalarEvent) else told("a list or mapping")
                message = told("this key is no text: {key}", key=shown or told("nothing"))
                raise self._unsafe(event, message, told("put quotes around it"))
            if key in mapping:
                self.problems.append(self._problem(event, told("the key {key!r} stands here a second time", key=key)))
            value = self._value(following, (*path, key))
            self.places.setdefault((*path, key, KEY), self._place(event))
            mapping[key] = value
        return mapping

    def _cut(self, events: list[Any]) -> Problem:
        """That a text was cut off at commas: YAML takes what follows for keys of their own."""
        whole = ", ".join(event.value for event in events if isinstance(event, yaml.ScalarEvent))
        hint = told('quote a text that contains a comma: "{text}"', text=whole)
        if _YEARS.fullmatch(whole):
            hint = told('put quotes around several years: "{text}"', text=whole)
        elif _GLUED.fullmatch(events[1].value):
            hint = told("put a space behind the colon that ends a key")
        message = told("{text!r} stands here without a key", text=events[1].value)
        return self._problem(events[1], message, hint)

    def _scalar(self, event: Any) -> Any:
        word: str = event.value
        if event.style:
            return word
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        if _NUMBER.fullmatch(word):
            return float(word) if "." in word else int(word)
        for form, reading in _SURPRISES:
            if len(word) <= _LONGEST_SURPRISE and form.fullmatch(word):
                hint = told('write "{text}" if it is text', text=word)
                if _YEARS.fullmatch(word):
                    hint = told('put quotes around several years: "{text}"', text=word)
                message = told("{text} without quotes is {reading}", text=word, reading=reading)
                self.problems.append(self._problem(event, message, hint))
                return word
        if rest := _HASH.match(self._text, event.end_mark.index):
            message = told("the text ends here, for {comment} is a comment to YAML", comment=rest[1])
            hint = told("quote a text that contains ' #'; a comment begins with '# '")
            self.problems.append(self._problem(event, message, hint))
        return word
