"""What is said of a batch: how far it is, what came of it, and what there is of it when it ends early."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager

from pingan_cli.texts import counted, said, told


def summary(counts: Sequence[int], place: str, manifest: str, refused: Sequence[str], last: int) -> Iterator[str]:
    """What was written, line by line. `counts` are of inputs, files and rows; `refused` names inputs."""
    inputs, files, rows = counts
    parts = (
        counted("1 input computed", "{count} inputs computed", count=inputs),
        _files(files),
        counted("1 row", "{count} rows", count=rows),
    )
    yield told("{list} in {place}; the manifest is {manifest}.", list=parts, place=place, manifest=manifest)
    if not rows:
        yield told(
            "There are no rows because nothing is on record by {year}; --years may ask for later ones.", year=last
        )
    if refused:
        yield counted(
            "1 input cannot be computed, and nothing was written for it: {names}.",
            "{count} inputs cannot be computed, and nothing was written for them: {names}.",
            count=len(refused),
            names=tuple(refused),
        )


def _files(count: int) -> str:
    return counted("1 file", "{count} files", count=count)


def apart() -> str:
    """That inputs may be parts of one list."""
    return told(
        "No two of these inputs have a year in common, and each was read by itself. A list of several files is "
        "named by its folder, or each of its files by --data."
    )


def unfinished(place: str, files: Sequence[str], ended: bool = False) -> Iterator[str]:
    """What there is of a run that was not finished, line by line; `ended`: it was ended from outside."""
    if ended:
        yield told("Ended before it was finished.")
    if not files:
        yield told("Nothing was written to {place}.", place=place)
        return
    yield counted(
        "1 file is in place, whole, and the manifest is not. Run it again for the others:",
        "{count} files are in place, whole, and the manifest is not. Run it again for the others:",
        count=len(files),
    )
    yield from (f"  {name}" for name in files)


def verdict(counts: Sequence[int], differences: int, versions: tuple[str, str]) -> Iterator[str]:
    """What came of verifying, line by line. `counts`: inputs, outputs, inputs computed again; `versions`: then, now."""
    inputs, outputs, computed = counts
    parts = (counted("1 input", "{count} inputs", count=inputs), _files(outputs))
    if differences:
        yield told(
            "{list}: {differences}; computed again: {computed}.",
            list=parts,
            differences=counted("1 difference", "{count} differences", count=differences),
            computed=computed,
        )
    else:
        yield told("{list}: all as recorded, and the same when computed again.", list=parts)
    if versions[0] != versions[1]:
        yield told("The manifest was written by pingan {was}; this is pingan {now}.", was=versions[0], now=versions[1])


@contextmanager
def shown_progress(lang: str, wanted: bool) -> Generator[tuple[Callable[[int], None], Callable[[int], None]]]:
    """A bar on standard error, where that is a terminal; what it is to be told: how much there is, and each step."""
    if not wanted or not sys.stderr.isatty():
        yield (lambda total: None), (lambda years: None)
        return
    from rich.console import Console  # nothing but a bar needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(said(told("Computing"), lang), total=None)
        yield (lambda total: bar.update(task, total=total)), (lambda years: bar.advance(task, years))
        bar.refresh()
