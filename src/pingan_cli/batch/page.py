"""What is said of a batch: how far it is, what came of it, and what there is of it when it ends early."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager

from pingan_cli.problems import printable
from pingan_cli.texts import listed
from pingan_cli.views.words import word


def summary(
    lang: str, counts: Sequence[int], place: str, manifest: str, refused: Sequence[str], last: int
) -> Iterator[str]:
    """What was written, line by line. `counts` are of inputs, files and rows; `refused` names inputs."""
    inputs, files, rows = counts
    parts = (
        word("batch.inputs", lang, count=inputs),
        word("batch.files", lang, count=files),
        word("batch.rows", lang, count=rows),
    )
    counted = listed(parts, lang)
    yield printable(word("batch.written", lang, list=counted, place=place, manifest=manifest)) + "\n"
    if not rows:
        yield word("batch.no_rows", lang, year=last) + "\n"
    if refused:
        names = listed(refused, lang)
        yield printable(word("batch.refused", lang, count=len(refused), names=names)) + "\n"


def apart(lang: str) -> Iterator[str]:
    """That inputs may be parts of one list."""
    yield word("batch.apart", lang) + "\n"


def unfinished(lang: str, place: str, files: Sequence[str], why: str = "") -> Iterator[str]:
    """What there is of a run that ended early, line by line; `why` is a word for that."""
    if why:
        yield word(f"batch.{why}", lang) + "\n"
    if not files:
        yield printable(word("batch.nothing", lang, place=place)) + "\n"
        return
    yield printable(word("batch.some", lang, count=len(files), place=place)) + "\n"
    yield from (f"  {printable(name)}\n" for name in files)


def verdict(lang: str, counts: Sequence[int], differences: int, versions: tuple[str, str]) -> Iterator[str]:
    """What came of verifying, line by line. `counts`: inputs, outputs, inputs computed again; `versions`: then, now."""
    inputs, outputs, computed = counts
    parts = (word("batch.inputs_of", lang, count=inputs), word("batch.files", lang, count=outputs))
    counted = listed(parts, lang)
    if differences:
        told = word("batch.differences", lang, count=differences)
        yield word("batch.different", lang, list=counted, differences=told, computed=computed) + "\n"
    else:
        yield word("batch.same", lang, list=counted) + "\n"
    if versions[0] != versions[1]:
        yield printable(word("batch.version", lang, was=versions[0], now=versions[1])) + "\n"


@contextmanager
def progress(lang: str, wanted: bool) -> Generator[tuple[Callable[[int], None], Callable[[], None]]]:
    """A bar on standard error, where that is a terminal; what it is to be told: how much there is, and each step."""
    if not wanted or not sys.stderr.isatty():
        yield (lambda total: None), (lambda: None)
        return
    from rich.console import Console  # nothing but a bar needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(word("batch.computing", lang), total=None)
        yield (lambda total: bar.update(task, total=total)), (lambda: bar.advance(task))
