"""Fuzzes the targets, each in a process of its own: with atheris where it is installed, or else with hypothesis.

    python tools/fuzz/run.py --seconds 60 [TARGET...]

What breaks a promise is left in `tools/fuzz/found/TARGET/`, where the test suite runs it from then on.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PLACES = [str(ROOT / "tools"), str(ROOT / "tests")]
"""Where the targets are, and what they share with the tests."""

LONGEST_INPUT = 8192
SECONDS_FOR_ONE = 10
"""An input that takes longer breaks the promise of bounded time."""

SEEDS = {
    "cards": ["tests/errors/*/*.csv", "tests/check/*.csv"],
    "checked": ["tests/errors/*/*.csv"],
    "forms": ["tests/errors/*/*.gz", "tests/errors/*/*.zip", "tests/errors/*/*.xlsx"],
    "sheet": ["tools/fuzz/seeds/*.xml"],
    "ladder": ["rules/*.yaml", "tests/errors/*/*.yaml"],
    "registry": ["tests/errors/*/units*.csv"],
    "claims": ["tests/errors/*/claims.csv"],
    "published": ["tests/errors/*/list*.csv"],
    "package": ["tests/errors/*/datapackage.json", "data/*/datapackage.json"],
    "config": ["tests/errors/*/pingan.toml"],
}


def main() -> int:
    """Run every target for its share of the time; 1 when any of them broke a promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=60, help="in all")
    parser.add_argument("--corpus", type=Path, help="a folder to keep what was learnt in")
    parser.add_argument("--seed", type=int, default=0, help="always the same inputs; 0 for others each time")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        return _fuzz(asked.only, asked.seconds, asked.corpus, asked.seed)
    names = asked.targets or _names()
    share = max(1, asked.seconds // len(names))
    failed = [name for name in names if _run_alone(name, share, asked.corpus, asked.seed)]
    print(f"{len(names)} targets, {share} s each; failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


def _names() -> list[str]:
    sys.path[:0] = PLACES
    from fuzz.targets import TARGETS

    return list(TARGETS)


def _run_alone(name: str, seconds: int, corpus: Path | None, seed: int) -> bool:
    """Whether a target failed, run in a process of its own, which atheris ends."""
    with tempfile.TemporaryDirectory() as folder:
        kept = corpus / name if corpus else Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, __file__, "--only", name, "--seconds", str(seconds), "--corpus", str(kept)]
        command += ["--seed", str(seed)]
        return subprocess.run(command, check=False).returncode != 0


def _fuzz(name: str, seconds: int, corpus: Path, seed: int) -> int:
    sys.path[:0] = PLACES
    if importlib.util.find_spec("atheris"):
        _with_atheris(name, seconds, corpus, seed)
        return 0
    return _with_hypothesis(name, seconds)


def seeds(name: str) -> list[Path]:
    """Files to begin with: those that the project has of this kind, and what broke a promise before."""
    return [*(HERE / "found" / name).glob("*"), *(path for form in SEEDS.get(name, ()) for path in ROOT.glob(form))]


def _with_atheris(name: str, seconds: int, corpus: Path, seed: int) -> None:
    """Fuzz with coverage as the guide. Ends the process, with another status than 0 when a promise was broken."""
    import atheris

    with atheris.instrument_imports(include=["pingan_cli"]):
        from fuzz.targets import TARGETS
    for file in seeds(name):
        (corpus / f"seed-{file.parent.name}-{file.name}").write_bytes(file.read_bytes())
    found = HERE / "found" / name
    found.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}", f"-max_len={LONGEST_INPUT}", f"-timeout={SECONDS_FOR_ONE}", "-rss_limit_mb=2048",
        f"-artifact_prefix={found}/", "-print_final_stats=1", "-verbosity=1", f"-seed={seed}",
    ]  # fmt: skip
    words = HERE / "words.txt"
    atheris.Setup([sys.argv[0], *options, f"-dict={words}", str(corpus)], TARGETS[name])
    atheris.Fuzz()


def _with_hypothesis(name: str, seconds: int) -> int:
    """Fuzz with pieces of words put together by chance, until the time is over; 1 when a promise was broken."""
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    from fuzz.targets import TARGETS

    pieces = [piece.encode() for piece in words()] + [seed.read_bytes() for seed in seeds(name)]
    inputs = st.lists(st.sampled_from(pieces) | st.binary(max_size=8), max_size=40).map(b"".join)
    last = [b""]

    @settings(max_examples=200, deadline=SECONDS_FOR_ONE * 1000, database=None, suppress_health_check=list(HealthCheck))
    @given(inputs)
    def once(raw: bytes) -> None:
        last[0] = raw
        TARGETS[name](raw)

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            once()
        except Exception:
            found = HERE / "found" / name / f"crash-{sha256(last[0]).hexdigest()[:16]}"
            found.parent.mkdir(parents=True, exist_ok=True)
            found.write_bytes(last[0])
            print(f"{found} breaks a promise")
            raise
    return 0


def words() -> list[str]:
    """The pieces of input that mean something, from the list that libFuzzer reads too."""
    lines = (HERE / "words.txt").read_text(encoding="utf-8").splitlines()
    quoted = [line[1:-1] for line in lines if line.startswith('"')]
    return [word.encode().decode("unicode_escape").encode("latin-1").decode("utf-8", "ignore") for word in quoted]


if __name__ == "__main__":
    sys.exit(main())
