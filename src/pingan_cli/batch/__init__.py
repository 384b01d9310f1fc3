"""A range of years over many inputs in one run, with a manifest by which it can be repeated: what `pingan batch` does.

>>> from tempfile import TemporaryDirectory
>>> from pingan_cli.batch import Batch, run_batch
>>> with TemporaryDirectory() as folder:
...     done = run_batch(Batch.planned(2005, 2023, output=f"{folder}/honours.csv"))
>>> done.outputs[0].file, done.outputs[0].years[-1]
('honours.csv', 2023)
"""

from __future__ import annotations

from pingan_cli.batch.plan import Batch
from pingan_cli.batch.run import Progress, run_batch
from pingan_cli.batch.verify import verify_batch

__all__ = ["Batch", "Progress", "run_batch", "verify_batch"]
