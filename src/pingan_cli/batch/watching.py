"""What is told about a run while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Watch:
    """Told how far a run has come, so that it can be shown, and what there is of it if it ends early.

    `begins` is told how many years of inputs there are to compute, `advance` that one of them is done. `placed` are
    the files that have been put under their final names.
    """

    begins: Callable[[int], None] = lambda total: None
    advance: Callable[[], None] = lambda: None
    placed: list[str] = field(default_factory=list[str])
