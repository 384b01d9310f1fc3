"""How much memory an engine may use: less than the control groups allow in which the program runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

GROUPS = Path("/proc/self/cgroup")
ROOT = Path("/sys/fs/cgroup")


def allowed_memory(most: int) -> int:
    """Bytes: `most`, or half of the least that any control group around the program allows, if that is less."""
    return min([most, *(limit // 2 for limit in _limits())])


def _limits() -> Iterator[int]:
    """The limits of all groups around the program, in both versions of control groups."""
    try:
        groups = GROUPS.read_text(encoding="utf-8").splitlines()
    except OSError:  # there are none on this system
        return
    for group in groups:
        _, controllers, path = group.split(":", 2)
        if controllers in ("", "memory"):
            root, name = (ROOT, "memory.max") if not controllers else (ROOT / "memory", "memory.limit_in_bytes")
            inside = Path(path.lstrip("/"))
            for folder in (root / inside, *(root / parent for parent in inside.parents)):
                try:
                    yield int((folder / name).read_text(encoding="ascii"))
                except (OSError, ValueError):  # not seen from here, or `max`
                    continue
