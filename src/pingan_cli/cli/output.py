"""Answers on their way out: to standard output, or to a file that is written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import TextIO

from pingan_cli.config import FORMS
from pingan_cli.files import changed_files, is_special, write_blocks
from pingan_cli.large.choosing import TABLE
from pingan_cli.problems import Problem, Refused, printable
from pingan_cli.texts import said, told
from pingan_cli.views.page import View

_BLOCK = 1 << 16
"""How many characters are written at a time, at the least."""

WAIT = 2.0
"""Seconds of work after which a terminal is shown that it goes on, by a line on standard error."""

_WIPE = "\r\x1b[K"
_ended: list[Event] = []
_threads: list[Thread] = []
_unsaid: list[str] = []
_TEXT = ".txt"
_ENDINGS = {
    "table": (_TEXT,),
    "json": (".json",),
    "jsonl": (".jsonl",),
    "csv": (".csv",),
    "markdown": (".md", ".markdown"),
    "svg": (".svg",),
    "xlsx": (".xlsx",),
    "excel": (".csv",),
    "github": (_TEXT,),
    "sarif": (".sarif", ".json"),
    "junit": (".xml",),
    "html": (".html", ".htm"),
    "md": (".md", ".markdown"),
    "yaml": (".yaml", ".yml"),
}
"""How the names of files end that hold an answer in each form."""


def deliver(view: View, form: str, lang: str, output: str | None = None, quiet: bool = False) -> None:
    """Show an answer in one of its forms, for people in a language, or write it to the file `output`.

    Raises `Refused` when the file cannot be written; what was there before then stays as it was.
    """
    to_screen = output in (None, "-")
    form = form_of(form, output)
    if form == "table":
        from pingan_cli.views.terminal import table_text  # loads Rich, which no other form needs

        lines: Iterable[str] = [table_text(view.page().said(lang), quiet, to_screen)]
    elif form == "svg":
        from pingan_cli.views.picture import svg_lines

        lines = svg_lines(view.page().said(lang), quiet)
    elif form == "xlsx":
        send_workbook([view], lang, output)
        return
    elif form == "excel":
        lines = view.for_excel(lang)
    elif form == "markdown":
        lines = view.page().said(lang).markdown(quiet)
    else:
        lines = view.json() if form == "json" else view.csv()
    send(lines, output)


def form_of(form: str, output: str | None, forms: Sequence[str] = (*FORMS, "svg")) -> str:
    """The form of an answer: in place of the first of `forms`, which is the default, the one that the ending tells.

    A file without an ending, or one that ends in .txt, may have any form. Raises `Refused` for an ending that none of
    the forms has, and for that of another form than the one asked for.
    """
    if output is not None and output.startswith(TABLE):
        hint = told("--chart, --years and --expect write files, as the other commands do")
        raise Refused([Problem("usage", told("only the list of an award is written into a table"), hint=hint)])
    ending = Path(output or "").suffix.lower()
    if output in (None, "-") or not ending or is_special(Path(output)) or ending in _ENDINGS[form]:
        return form
    meant = next((each for each in forms if ending in _ENDINGS[each]), None)
    if meant is None:
        hint = told("a file ends in {endings}", endings=tuple(dict.fromkeys(_ENDINGS[each][0] for each in forms)))
        message = told("no form of this answer has the ending {ending!r} of {output}", ending=ending, output=output)
        raise Refused([Problem("usage", message, hint=hint)])
    if form == forms[0]:
        return meant
    if ending == _TEXT:
        return form
    message = told("{output} does not end in {ending}", output=output, ending=_ENDINGS[form][0])
    raise Refused([Problem("usage", message, hint=told("leave out --format: the ending tells it"))])


def send(lines: Iterable[str], output: str | None = None) -> None:
    """Write lines to the file `output`, whole or not at all, or to standard output where that is None or `-`.

    Raises `Refused` where that cannot be done, and where a file has changed since it was read for the answer.
    """
    if changed := changed_files():
        raise Refused(changed)
    if output is None or output == "-":
        for block in _blocks(lines):
            end_progress()
            sys.stdout.write(block)
    else:
        write_blocks(Path(output), (block.encode() for block in _blocks(lines)))


def send_workbook(views: Iterable[View], lang: str, output: str | None = None) -> None:
    """Write a workbook with a sheet for each answer to the file `output`, or to standard output as `send` does."""
    from pingan_cli.views.workbook import require_writer, workbook

    require_writer()
    if output in (None, "-") and sys.stdout.isatty():
        hint = told("name the file: -o list.xlsx")
        raise Refused([Problem("usage", told("a workbook is no text for a terminal"), hint=hint)])
    content = workbook(view.spreadsheet(lang) for view in views)
    if changed := changed_files():
        raise Refused(changed)
    if output is None or output == "-":
        end_progress()
        sys.stdout.buffer.write(content)
    else:
        write_blocks(Path(output), [content])


def say(lines: Iterable[str], lang: str, stream: TextIO | None = None) -> None:
    """Print lines in a language, to standard output or to standard error."""
    end_progress()
    for line in lines:
        text = printable(said(line, lang))
        if stream is None:
            print(text)
        else:
            _print_error(text)


def print_problems(problems: Iterable[Problem], lang: str) -> None:
    """Print problems to standard error, in a language; `all_said` tells whether that could be done."""
    end_progress()
    for problem in problems:
        _print_error(problem.said(lang))


def _print_error(text: str) -> None:
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # whose reader has seen enough
            _unsaid.append(text)
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115


def all_said() -> bool:
    """Whether all that was to be printed to standard error could be."""
    return not _unsaid


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    """The same text in larger pieces, for fewer writes."""
    piece: list[str] = []
    size = 0
    for line in lines:
        piece.append(line)
        size += len(line)
        if size >= _BLOCK:
            yield "".join(piece)
            piece, size = [], 0
    yield "".join(piece)


@contextmanager
def at_work(lang: str) -> Generator[None]:
    """Show on a terminal that work goes on, as long as the block lasts and until `end_progress` is called."""
    if not sys.stderr.isatty():
        yield
        return
    ended = Event()
    thread = Thread(target=_show, args=(lang, ended), daemon=True)
    _ended.append(ended)
    _threads.append(thread)
    thread.start()
    try:
        yield
    finally:
        end_progress()


def end_progress() -> None:
    """Wipe the line away, if there is one: something else is printed, or the work is done."""
    while _ended:
        _ended.pop().set()
        _threads.pop().join()


def _show(lang: str, ended: Event) -> None:
    begun = monotonic()
    if ended.wait(WAIT):
        return
    while True:
        seconds = int(monotonic() - begun)
        text = said(told("at work for {seconds} s; control-C ends it", seconds=seconds), lang)
        print(f"{_WIPE}{text}", end="", file=sys.stderr, flush=True)
        if ended.wait(1):
            print(_WIPE, end="", file=sys.stderr, flush=True)
            return
