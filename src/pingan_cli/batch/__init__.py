"""A range of years over many inputs in one run, with a manifest by which it can be repeated: what `pingan batch` does.

>>> from tempfile import TemporaryDirectory
>>> from pingan_cli.batch import Batch, run_batch
>>> with TemporaryDirectory() as folder:
...     done = run_batch(Batch.planned(2005, 2023, output=f"{folder}/honours.csv"))
>>> done.outputs[0].file, done.outputs[0].years[-1]
('honours.csv', 2023)
"""

from __future__ import annotations

from pingan_cli.batch.planning import Batch
from pingan_cli.batch.running import run_batch
from pingan_cli.batch.verifying import verify_batch
from pingan_cli.batch.watching import Watch

__all__ = ["Batch", "Watch", "run_batch", "verify_batch"]
