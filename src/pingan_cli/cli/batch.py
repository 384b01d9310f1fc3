"""`pingan batch`: a range of years over many inputs in one run, and whether a run can be repeated."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from pingan_cli import __version__
from pingan_cli.cli.examples import examples
from pingan_cli.cli.options import Covers, Encoding, Lang, Quiet, Rules, Since, Typed, Units, YearsAre
from pingan_cli.cli.plain import Command
from pingan_cli.ladder.years import LAST
from pingan_cli.problems import Refused
from pingan_cli.texts import told

app = typer.Typer(add_completion=False)

MOST_JOBS = 256


@app.command(
    cls=Command,
    epilog=examples(
        (
            "Every year from 2005 to 2022, in one file with a manifest",
            "pingan batch lists --years 2005-2022 -o years.csv",
        ),
        ("Is that file still what its inputs give?", "pingan batch --verify years.csv.manifest.json"),
    ),
)
def batch(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Files, folders, Data Packages: each an input of its own."),
    ] = None,
    years: Annotated[
        str | None, typer.Option("--years", metavar="YEAR-YEAR", help="The assessment years, such as 2005-2023.")
    ] = None,
    rules: Rules = "zhejiang-peace",
    data: Annotated[
        list[str] | None,
        typer.Option("--data", metavar="PATH", help="Read together with every input. May be repeated."),
    ] = None,
    units: Units = None,
    since: Since = None,
    covers: Covers = None,
    years_are: YearsAre = None,
    encoding: Encoding = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FOLDER|FILE", help="A folder, or a .csv, .jsonl or .parquet file."),
    ] = None,
    form: Annotated[
        str | None, typer.Option("--format", metavar="csv|jsonl|parquet", help="The form of the files in a folder.")
    ] = None,
    jobs: Annotated[str, typer.Option("--jobs", "-j", metavar="N", help="How many processes compute.")] = "1",
    force: Annotated[bool, typer.Option("--force", help="Replace other files of the same names.")] = False,
    verify: Annotated[
        str | None, typer.Option("--verify", metavar="MANIFEST", help="Verify a run instead, and compute it again.")
    ] = None,
    lang: Lang = "en",
    quiet: Quiet = False,
) -> None:
    """Compute the honours of a range of years for many inputs, with a manifest to verify them by."""
    from pingan_cli.batch import Batch, Progress, run_batch
    from pingan_cli.batch.page import apart, shown_progress, summary, unfinished
    from pingan_cli.batch.plan import FORMATS
    from pingan_cli.cli.output import report, say

    typed = Typed()
    first, last = _range(typed, years)
    since_year = typed.year("--since", since)
    typed.one_of("--format", form or "csv", FORMATS)
    typed.one_of("--lang", lang, ("en", "zh"))
    settings = typed.reading(encoding, years_are, covers or ())
    processes = _count(typed, jobs)
    if verify is not None:
        others = {"PATH": paths, "--years": years, "--data": data, "--units": units, "--since": since}
        others |= {"--covers": covers, "--years-are": years_are, "--encoding": encoding}
        others |= {"--output": output, "--format": form, "--force": force, "--rules": rules != "zhejiang-peace"}
        for option in (option for option, given in others.items() if given):
            typed.wrong(
                told("{option} cannot be given with --verify", option=option),
                told("the manifest says what was computed, and where"),
            )
    else:
        if years is None:
            typed.wrong(told("--years says which years to compute"), told("such as --years 2005-2023"))
        if output is None:
            typed.wrong(told("--output says where the rows go"), told("a folder, or a .csv, .jsonl or .parquet file"))
    typed.finish()
    if verify is not None:
        _verify(Path(verify), processes, lang, quiet)
        return
    plan = Batch.planned(
        first, last, paths or (), output=str(output), form=form, rules=rules, data=data or (), units=units,
        since=since_year, settings=settings,
    )  # fmt: skip
    progress = Progress()
    try:
        with shown_progress(lang, not quiet) as (progress.begins, progress.advance):
            done = run_batch(plan, processes, force, progress)
    except Refused as refused:
        report(refused.problems, lang)
        say(unfinished(str(plan.target), progress.placed), lang, sys.stderr)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        say(unfinished(str(plan.target), progress.placed, ended=True), lang, sys.stderr)
        raise
    report([*done.problems, *(() if quiet else done.warnings)], lang)
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


def _range(typed: Typed, text: str | None) -> tuple[int, int]:
    """The first and the last of a range of years, which may be one year."""
    found = re.fullmatch("([0-9]{4})(?:[-–]([0-9]{4}))?", text.strip()) if text is not None else None
    if found is None:
        if text is not None:
            typed.wrong(
                told("--years {text!r} is no range of years", text=text), told("such as 2005-2023, or one year")
            )
        return 0, 0
    first, last = int(found[1]), int(found[2] or found[1])
    if last > LAST:
        typed.wrong(told("--years {text!r} goes beyond {last}", text=text, last=LAST), told("such as 2005-2023"))
    return first, last


def _count(typed: Typed, text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,2}", text) or int(text) > MOST_JOBS:
        typed.wrong(
            told("--jobs {text!r} is no number of processes", text=text),
            told("it is one from 1 to {most}", most=MOST_JOBS),
        )
        return 1
    return int(text)
