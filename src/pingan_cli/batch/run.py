"""Running a batch: every input computed, and everything put into place at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pingan_cli.batch.compute import Computed, Job, Output, Piece, compute_all
from pingan_cli.batch.inputs import Stamp, stamped
from pingan_cli.batch.manifest import Entry, Manifest, Recorded, Written, manifest_text, writer_of
from pingan_cli.batch.plan import Batch
from pingan_cli.batch.rows import join_rows
from pingan_cli.batch.stage import put_in_place, staged, unwritable
from pingan_cli.files import was_read
from pingan_cli.problems import Problem, Refused
from pingan_cli.records.histories import union
from pingan_cli.texts import told


@dataclass
class Progress:
    """How far a run has come: `begins` is told how many years there are to compute, `advance` how many are done.

    `placed` are the files that have been put under their final names.
    """

    begins: Callable[[int], None] = lambda total: None
    advance: Callable[[int], None] = lambda years: None
    placed: list[str] = field(default_factory=list[str])


class Done(NamedTuple):
    """What came of a batch: its manifest, what kept inputs from being computed, and what is doubtful in the others.

    `apart`: no two inputs have a year on record in common, so that they may be parts of one list.
    """

    manifest: Manifest
    problems: tuple[Problem, ...]
    apart: bool = False
    warnings: tuple[Problem, ...] = ()

    @property
    def outputs(self) -> tuple[Written, ...]:
        """The files with rows."""
        return self.manifest.outputs


def run_batch(batch: Batch, jobs: int = 1, force: bool = False, progress: Progress | None = None) -> Done:
    """Compute a batch and write it, with its manifest last; `jobs` is the number of processes.

    An input that cannot be computed keeps no other from it. Raises `Refused` when none can be, and when something
    cannot be written; without `force` that is so where there is another file of the same name.
    """
    progress = progress or Progress()
    with staged(batch.target) as stage:
        done = compute_batch(batch, stage, jobs, progress)
        if not done.outputs:
            raise Refused(done.problems)
        try:
            text = manifest_text(done.manifest, batch.target.folder)
            (stage / batch.target.manifest).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise Refused([unwritable(batch.target, error)]) from error
        names = [*(output.file for output in done.outputs), batch.target.manifest]
        _spare_inputs(batch, done.manifest, names)
        put_in_place(stage, batch.target, names, force, progress.placed)
    return done


def compute_batch(
    batch: Batch, stage: Path, jobs: int, progress: Progress, most: Mapping[str, int] | None = None
) -> Done:
    """Compute a batch and write its files into a folder. Raises `Refused` when that cannot be done.

    With `most`, a file of more rows than stand there for its name need not be whole.
    """
    ladder = stamped(batch.loaded.path)
    tasks = [_job(batch, index, stage, most) for index in range(len(batch.inputs))]
    progress.begins(len(tasks) * len(batch.years))
    computed = compute_all(tasks, jobs, progress.advance)
    unwritten = [each.unwritten for each in computed if each.unwritten]
    if unwritten:
        raise Refused(dict.fromkeys(unwritten))
    if stamped(batch.loaded.path) != ladder:
        raise Refused([Problem("file-unreadable", told("this file changed while it was read"), ladder.path)])
    outputs = [output for each in computed for output in each.outputs]
    if batch.target.file and outputs:
        outputs = [_joined(batch, stage, outputs)]
    problems = [problem for each in computed for problem in each.problems]
    warnings = tuple(dict.fromkeys(warning for each in computed for warning in each.warnings))
    manifest = _manifest(batch, ladder, computed, outputs)
    return Done(manifest, tuple(dict.fromkeys(problems)), _apart(computed), warnings)


def _apart(computed: list[Computed]) -> bool:
    recorded = [each.recorded for each in computed if each.outputs]
    return len(recorded) > 1 and sum(mask.bit_count() for mask in recorded) == union(recorded).bit_count()


def _job(batch: Batch, index: int, stage: Path, most: Mapping[str, int] | None) -> Job:
    one, form = batch.inputs[index], batch.target.form
    if batch.target.file:
        pieces = [Piece(f"{index}.piece", batch.years, most.get(batch.target.file, 0) if most is not None else None)]
    else:
        files = {year: f"{one.name}-{year}.{form}" for year in batch.years}
        pieces = [Piece(file, (year,), most.get(file, 0) if most is not None else None) for year, file in files.items()]
    rules = str(batch.loaded.path)
    return Job(one, rules, batch.units, batch.since, batch.settings, form, tuple(pieces), str(stage), str(batch.target))


def _joined(batch: Batch, stage: Path, outputs: list[Output]) -> Output:
    name = str(batch.target.file)
    whole = stage / name
    try:
        join_rows(whole, batch.target.form, [stage / output.file for output in outputs])
    except OSError as error:
        raise Refused([unwritable(batch.target, error)]) from error
    _, size, sha256 = stamped(whole)
    return Output(name, None, batch.years, sum(output.rows for output in outputs), size, sha256)


def _manifest(batch: Batch, ladder: Stamp, computed: list[Computed], outputs: list[Output]) -> Manifest:
    entries = [
        Entry(
            name=each.input.name,
            paths=each.input.paths,
            files=tuple(_recorded(stamp) for stamp in each.files),
            refused=tuple(sorted({problem.code for problem in each.problems})),
        )
        for each in computed
    ]
    return Manifest(
        ladder=_recorded(ladder),
        years=(batch.first, batch.last),
        since=batch.since,
        units=batch.units,
        encoding=batch.settings.encoding,
        announced=batch.settings.announced,
        covers=batch.settings.covers,
        format=batch.target.form,
        output=batch.target.file,
        writer=writer_of(batch.target.form),
        inputs=tuple(entries),
        outputs=tuple(Written(**output._asdict()) for output in outputs),
    )


def _recorded(stamp: Stamp) -> Recorded:
    return Recorded(**stamp._asdict())


def _spare_inputs(batch: Batch, manifest: Manifest, names: list[str]) -> None:
    """Raises `Refused` where something that was read would be written over."""
    stamps = (manifest.ladder, *(stamp for entry in manifest.inputs for stamp in entry.files))
    read = [Path(stamp.path).stat() for stamp in stamps if Path(stamp.path).exists()]
    identities = {(status.st_dev, status.st_ino) for status in read}
    places = [batch.target.folder / name for name in names]
    over = [place for place in places if was_read(place) or (place.exists() and _identity(place) in identities)]
    if over:
        message = told("this file was read, and is not written over")
        raise Refused(
            Problem("file-unwritable", message, str(place), hint=told("choose another place")) for place in over
        )


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino
