"""`pingan batch`: a range of years over many inputs in one run, and whether a run can be repeated."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from pingan_cli import __version__
from pingan_cli.cli.asked import Asked, command
from pingan_cli.cli.command import Value, Values, argument, option
from pingan_cli.cli.options import LISTS
from pingan_cli.ladder.values import LAST
from pingan_cli.problems import Refused
from pingan_cli.texts import told

app = typer.Typer(add_completion=False)

MOST_JOBS = 256


@command(
    app,
    ("rules", "units", *LISTS, "lang", "quiet"),
    ("Every year from 2005 to 2022, in one file with a manifest", "pingan batch lists --years 2005-2022 -o years.csv"),
    ("Is that file still what its inputs give?", "pingan batch --verify years.csv.manifest.json"),
)
def batch(
    asked: Asked,
    paths: Annotated[Values, argument("PATH", "Files, folders, Data Packages: each an input of its own.")] = None,
    years: Annotated[Value, option("--years", "YEAR-YEAR", "The assessment years, such as 2005-2023.")] = None,
    data: Annotated[Values, option("--data", "PATH", "Read together with every input. May be repeated.")] = None,
    output: Annotated[
        Value, option("--output -o", "FOLDER|FILE", "A folder, or a .csv, .jsonl or .parquet file.")
    ] = None,
    form: Annotated[Value, option("--format", "csv|jsonl|parquet", "The form of the files in a folder.")] = None,
    jobs: Annotated[str, option("--jobs -j", "N", "How many processes compute.")] = "1",
    force: Annotated[bool, option("--force", None, "Replace other files of the same names.")] = False,
    verify: Annotated[Value, option("--verify", "MANIFEST", "Verify a run instead, and compute it again.")] = None,
) -> None:
    """Compute the honours of a range of years for many inputs, with a manifest to verify them by."""
    from pingan_cli.batch import Batch, Progress, run_batch
    from pingan_cli.batch.page import apart, shown_progress, summary, unfinished
    from pingan_cli.batch.plan import FORMATS
    from pingan_cli.cli.output import print_problems, say

    lang, quiet = asked.lang, asked.quiet
    first, last = _range(asked, years)
    asked.one_of("--format", form or "csv", FORMATS)
    processes = _count(asked, jobs)
    if verify is not None:
        others = {"PATH": paths, "--years": years, "--data": data, "--output": output, "--format": form,
                  "--force": force}  # fmt: skip
        for name in (*(name for name, given in others.items() if given), *asked.given):
            asked.wrong(
                told("{option} cannot be given with --verify", option=name),
                told("the manifest says what was computed, and where"),
            )
    else:
        if years is None:
            asked.wrong(told("--years says which years to compute"), told("such as --years 2005-2023"))
        if output is None:
            asked.wrong(told("--output says where the rows go"), told("a folder, or a .csv, .jsonl or .parquet file"))
    asked.finish()
    if verify is not None:
        _verify(Path(verify), processes, lang, quiet)
        return
    plan = Batch.planned(
        first, last, paths or (), output=str(output), form=form, rules=asked.rules, data=data or (),
        units=asked.units, since=asked.since, settings=asked.settings,
    )  # fmt: skip
    progress = Progress()
    try:
        with shown_progress(lang, not quiet) as (progress.begins, progress.advance):
            done = run_batch(plan, processes, force, progress)
    except Refused as refused:
        print_problems(refused.problems, lang)
        say(unfinished(str(plan.target), progress.placed), lang, sys.stderr)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        say(unfinished(str(plan.target), progress.placed, ended=True), lang, sys.stderr)
        raise
    print_problems([*done.problems, *(() if quiet else done.warnings)], lang)
    refused_inputs = [entry.input.name for entry in done.manifest.inputs if entry.refused]
    computed = len(done.manifest.inputs) - len(refused_inputs)
    counts = (computed, len(done.outputs), sum(output.rows for output in done.outputs))
    if not quiet:
        manifest = str(plan.target.folder / plan.target.manifest)
        say(summary(counts, str(plan.target), manifest, refused_inputs, last), lang)
        if done.apart:
            say([apart()], lang, sys.stderr)
    if refused_inputs:
        raise typer.Exit(1)


def _verify(path: Path, processes: int, lang: str, quiet: bool) -> None:
    from pingan_cli.batch import Progress, verify_batch
    from pingan_cli.batch.page import shown_progress, verdict
    from pingan_cli.cli.output import say

    progress = Progress()
    with shown_progress(lang, not quiet) as (progress.begins, progress.advance):
        verified = verify_batch(path, processes, progress)
    sys.stdout.writelines(f"{problem.said(lang)}\n" for problem in verified.differences)
    manifest = verified.manifest
    if not quiet:
        counts = (len(manifest.inputs), len(manifest.outputs), verified.computed)
        say(verdict(counts, len(verified.differences), (manifest.version, __version__)), lang)
    if verified.differences:
        raise typer.Exit(1)


def _range(asked: Asked, text: str | None) -> tuple[int, int]:
    """The first and the last of a range of years, which may be one year."""
    found = re.fullmatch("([0-9]{4})(?:[-–]([0-9]{4}))?", text.strip()) if text is not None else None
    if found is None:
        if text is not None:
            asked.wrong(
                told("--years {text!r} is no range of years", text=text), told("such as 2005-2023, or one year")
            )
        return 0, 0
    first, last = int(found[1]), int(found[2] or found[1])
    if last > LAST:
        asked.wrong(told("--years {text!r} goes beyond {last}", text=text, last=LAST), told("such as 2005-2023"))
    return first, last


def _count(asked: Asked, text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,2}", text) or int(text) > MOST_JOBS:
        asked.wrong(
            told("--jobs {text!r} is no number of processes", text=text),
            told("it is one from 1 to {most}", most=MOST_JOBS),
        )
        return 1
    return int(text)
