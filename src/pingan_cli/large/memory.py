"""How much memory an engine may use: less than the system allows the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

try:
    import resource
except ImportError:  # on Windows
    resource = None

GROUPS = Path("/proc/self/cgroup")
LEAST = 1_000_000_000
"""Bytes of addresses that DuckDB takes to start, of which it uses little."""

ROOT = Path("/sys/fs/cgroup")


def allowed_memory(most: int) -> int:
    """Bytes: `most`, or half of the least that the system allows (a control group, `ulimit -v`), if that is less."""
    return min([most, *(limit // 2 for limit in _limits()), (address_space() or 2 * most) // 2])


def address_space() -> int | None:
    """The most bytes that the process may address (`ulimit -v`); None for any number."""
    try:
        from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit
    except ImportError:  # there are no such limits on this system
        return None
    limit = getrlimit(RLIMIT_AS)[0]
    return None if limit == RLIM_INFINITY else limit


def lacks_memory() -> bool:
    """Whether DuckDB would be ended by the system in starting its threads, without a word that could be told."""
    limit = address_space()
    return limit is not None and limit < LEAST


def _limits() -> Iterator[int]:
    """The limit of the process, and those of all groups around it, in both versions of control groups."""
    if resource and (limit := resource.getrlimit(resource.RLIMIT_AS)[0]) != resource.RLIM_INFINITY:
        yield limit
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
