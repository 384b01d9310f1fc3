"""How a help is laid out where Typer's own layout loses text: in a narrow terminal, and in Chinese.

Typer lays its helps out in columns, and cuts names off where these do not fit; there each name has a line of its own,
and below it what it does. Rich breaks text at spaces only; Chinese is broken between its characters too.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text
from typer import rich_utils

from pingan_cli.texts import listed, translated
from pingan_cli.views.lines import flowed, wrapped

LEAST_FOR_COLUMNS = 72
"""A terminal with fewer cells than this is narrow: names and places take half a line of the columns."""

_LEAST = 20
"""The cells in which text may be squeezed, beside others that cannot be broken."""

_NAME, _HELP = 2, 6
"""The cells before a name, and before what it does."""

_WITH_VALUE = re.compile(r"-\S+ [^-\s]\S*|\S+")
"""What an example is made of: words, and options with their values."""

_TITLE, _PLACE = "bold", rich_utils.STYLE_TYPES


def is_narrow() -> bool:
    """Whether the columns of a help do not fit where it is shown."""
    return _console().width < LEAST_FOR_COLUMNS


def show_narrow_help(command: Any, context: Any, lang: str) -> None:
    """Show the help of a command whose texts are in that language by now."""
    console = _console()
    for line in _lines(command, context, lang, console.width):
        console.print(line, no_wrap=True, overflow="ignore", crop=False)


def _console() -> Console:
    return Console(width=rich_utils.MAX_WIDTH, highlight=False, markup=False, emoji=False)


def _lines(command: Any, context: Any, lang: str, width: int) -> Iterator[Text]:
    for line in _hanging(command.get_usage(context).split(), width, 0):
        yield Text(line, style=_TITLE)
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        yield Text()
        yield from map(Text, wrapped(" ".join(paragraph.split()), width))
    shown = [param for param in command.get_params(context) if not param.hidden]
    for title in dict.fromkeys(param.rich_help_panel for param in shown):
        entries = [_entry(param, context, lang, width) for param in shown if param.rich_help_panel == title]
        yield from _section(title, entries)
    if hasattr(command, "list_commands"):
        inner = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
        for title in dict.fromkeys(each.rich_help_panel for _, each in inner):
            yield from _section(
                title,
                [
                    _with_help(Text(f"  {name}", style=_TITLE), [_first(each.help)], width)
                    for name, each in inner
                    if each.rich_help_panel == title
                ],
            )
    yield from _examples(command.epilog or "", width)


def _section(title: str, entries: Iterable[Iterable[Text]]) -> Iterator[Text]:
    for index, entry in enumerate(entries):
        if not index:
            yield Text()
            yield Text(title, style=_TITLE)
        yield from entry


def _entry(param: Any, context: Any, lang: str, width: int) -> Iterator[Text]:
    is_argument = param.param_type_name == "argument"
    names = param.metavar if is_argument else ", ".join(sorted(param.opts, key=len))
    place = "" if is_argument or param.is_flag else param.metavar
    told = [param.help or ""]
    if default := _default(param, context, lang):
        told.append(translated("[default: {}]", lang).format(default))
    if param.required:
        told.append(translated("[required]", lang))
    first, *rest = _hanging([f"{names} ", *re.findall(r"[^|]+\|?", place)] if place else [names], width, _NAME, "")
    head = Text(first)
    head.stylize(_TITLE, 0, _NAME + len(names))
    head.stylize(_PLACE, _NAME + len(names))
    yield head
    yield from (Text(line, style=_PLACE) for line in rest)
    yield from _with_help(None, told, width)


def _default(param: Any, context: Any, lang: str) -> str:
    value: Any = param.get_default(context, call=False)
    if isinstance(value, str):
        return value
    return "" if isinstance(value, bool) or not value else listed(value, lang)


def _with_help(head: Text | None, told: Iterable[str], width: int) -> Iterator[Text]:
    if head:
        yield head
    for text in told:
        yield from map(Text, wrapped(" " * _HELP + " ".join(text.split()), width))


def _first(text: str | None) -> str:
    return (text or "").strip().split("\n\n")[0]


def _examples(epilog: str, width: int) -> Iterator[Text]:
    """The end of a help: lines that are indented are to be typed."""
    for paragraph in filter(None, epilog.split("\n\n")):
        yield Text()
        for line in paragraph.split("\n"):
            if line.startswith("  "):
                yield from map(Text, _hanging(_WITH_VALUE.findall(line), width, _NAME))
            else:
                yield from map(Text, wrapped(line, width))


def _hanging(pieces: Iterable[str], width: int, indent: int, between: str = " ") -> list[str]:
    """Pieces in lines broken only between them, those after the first deeper."""
    lines = flowed(pieces, width - (_HELP if indent else _NAME), between)
    return [
        " " * (_HELP if index and indent else _NAME if index else indent) + line for index, line in enumerate(lines)
    ]


class BreakingText(Text):
    """Text whose lines are broken as those of the program's own pages."""

    def wrap(self, console: Any, width: int, *args: Any, **settings: Any) -> Lines:
        """The text in lines of at most that many cells."""
        if width < _LEAST // 2:
            return super().wrap(console, width, *args, **{**settings, "overflow": "fold"})
        lines = Lines()
        for line in self.split(allow_blank=True):
            lines.extend(line.divide(_breaks(line.plain, width)))
        for line in lines:
            line.rstrip_end(width)
        return lines

    def __rich_measure__(self, console: Any, options: Any) -> Measurement:
        most = super().__rich_measure__(console, options).maximum
        return Measurement(min(_LEAST, most), most)


def _breaks(text: str, width: int) -> list[int]:
    """Where the lines of a text begin after its first.

    >>> _breaks("写入文件；要么完整写入，要么不写。", 20)
    [10]
    """
    begins: list[int] = []
    at = 0
    for line in wrapped(text, width):
        at = text.index(line.strip(), at)
        begins.append(at)
        at += len(line.strip())
    return begins[1:]


class BreakingHighlighter(rich_utils.OptionHighlighter):
    """Typer's colours, on such text."""

    def __call__(self, text: str | Text) -> BreakingText:
        """The text with the options in it in their colour."""
        coloured = super().__call__(text)
        return BreakingText(coloured.plain, coloured.style, spans=coloured.spans)
