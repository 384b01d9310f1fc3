"""Changes the engine in one place at a time, and shows the changes that no test notices.

    pip install mutmut==3.8.1
    python tools/mutation/run.py                              # all of them: a quarter of an hour on one core
    python tools/mutation/run.py verdict ladder.Terms streak.bare.3

mutmut thinks of the changes. Here each is tried in a process forked off after the tests have been collected, and by
those tests only that reach the changed function: first those that noticed its other changes, then the quickest.
"""

from __future__ import annotations

import os
import pickle
import re
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from difflib import ndiff
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType, FunctionType
from typing import NamedTuple

import pytest
from _pytest.runner import runtestprotocol

ENGINE = Path("src/pingan_cli/engine")
TESTS = ["tests/engine", "tests/forecast/test_forecast_laws.py", "tests/check/test_outcomes.py", str(ENGINE)]
MEMORY = 4 << 30


class Change(NamedTuple):
    """A changed function: where it is (`streak.Run.longer`), the number of the change, and the lines that differ."""

    place: str
    number: int
    original: FunctionType
    changed: FunctionType
    lines: str


def changes_to(module: str) -> Iterator[Change]:
    """All changes to a module. mutmut leaves decorated functions alone, so they lose their decorators first."""
    from mutmut.mutation.file_mutation import mutate_file_contents

    path = ENGINE / f"{module}.py"
    code = re.sub(r"(?m)^ *@(property|cached_property|cache|lru_cache.*)\n", "", path.read_text(encoding="utf-8"))
    mutated = mutate_file_contents(str(path), code)
    here, there = vars(import_module(f"pingan_cli.engine.{module}")), {"__name__": f"pingan_cli.engine.{module}"}
    exec(compile(mutated.code, str(path), "exec"), there)
    lines = mutated.code.splitlines()
    texts = {name: lines[span.start - 1 : span.end] for name, span in mutated.line_span_by_function_name.items()}
    for name in mutated.mutant_names:  # x_reached__mutmut_7, xǁTermsǁreached__mutmut_7
        mangled, number = name.rsplit("__mutmut_", 1)
        *of_class, function = mangled.removeprefix("x_").removeprefix("xǁ").split("ǁ")
        original = (vars(here[of_class[0]]) if of_class else here)[function]
        for inner in ("fget", "func", "__wrapped__"):
            original = getattr(original, inner, original)
        changed = (vars(there[of_class[0]]) if of_class else there)[name]
        lines_of_both = ndiff(texts[f"{mangled}__mutmut_orig"], texts[name])
        differing = [line for line in lines_of_both if line[:2] in ("- ", "+ ") and "__mutmut_" not in line]
        yield Change(".".join([module, *of_class, function]), int(number), original, changed, "\n".join(differing))


class Trials:
    """Takes the place of pytest's loop over the tests."""

    def __init__(self, wanted: list[str]) -> None:
        self.wanted = wanted
        self.noticed: Counter[tuple[str, int]] = Counter()

    def pytest_configure(self) -> None:
        """The same examples for every change, and none made simpler."""
        from hypothesis import Phase, settings

        settings.register_profile("trial", derandomize=True, database=None, phases=[Phase.explicit, Phase.generate])
        settings.load_profile("trial")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = session.items
        self.reach: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
        for test in range(len(self.items)):
            seconds, functions = pickle.loads(in_a_child(lambda test=test: self.reaching(test))[1])
            for function in functions:
                self.reach[function].append((seconds, test))
        totals: Counter[str] = Counter()
        for module in sorted(path.stem for path in ENGINE.glob("[!_]*.py")):
            counts: Counter[str] = Counter()
            for change in changes_to(module):
                name = f"{change.place}.{change.number}"
                if not self.wanted or any(f"{name}.".startswith(f"{each}.") for each in self.wanted):
                    counts[outcome := self.outcome(change)] += 1
                    if outcome == "survived":
                        print(f"{name}\n{change.lines}", flush=True)
            print(f"{module}: {dict(counts)}", flush=True)
            totals += counts
        print(f"all: {dict(totals)}")
        return True

    def reaching(self, test: int) -> bytes:
        """How long a test takes, and the functions of the engine that it calls."""
        called: set[CodeType] = set()

        def note(frame: FrameType, event: str, _: object) -> None:
            if event == "call":
                called.add(frame.f_code)

        begin = time.process_time()
        sys.setprofile(note)
        passed = self.passes(test)
        sys.setprofile(None)
        if not passed:
            print(f"{self.items[test].nodeid} fails on the engine as it is", file=sys.stderr)
        paths = [(Path(code.co_filename), code.co_qualname) for code in called]
        functions = [f"{path.stem}.{name}" for path, name in paths if path.parent.name == ENGINE.name]
        return pickle.dumps((time.process_time() - begin, functions))

    def outcome(self, change: Change) -> str:
        """`failed` where a test noticed the change, `endless` where a test took far longer than it does, or
        `survived`.
        """
        tests = sorted(self.reach.get(change.place, ()), key=lambda each: (-self.noticed[change.place, each[1]], each))

        def trial() -> bytes:
            for part in ("__code__", "__defaults__", "__kwdefaults__"):
                setattr(change.original, part, getattr(change.changed, part))
            for seconds, test in tests:
                signal.setitimer(signal.ITIMER_VIRTUAL, 1 + 4 * seconds)
                if not self.passes(test):
                    return str(test).encode()
            return b""

        status, failed = in_a_child(trial)
        if failed:
            self.noticed[change.place, int(failed)] += 1
        return "endless" if status == signal.SIGVTALRM else "failed" if failed or status else "survived"

    def passes(self, test: int) -> bool:
        return not any(report.failed for report in runtestprotocol(self.items[test], log=False))


def in_a_child(task: Callable[[], bytes]) -> tuple[int, bytes]:
    """Runs a task in a process of its own: how that ended, and what the task gave."""
    import resource

    come, go = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.write(go, task())
            status = 0
        finally:
            os._exit(status)
    os.close(go)
    with os.fdopen(come, "rb") as pipe:
        given = pipe.read()
    return os.waitpid(child, 0)[1], given


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        sys.exit(pytest.main([*TESTS, "-q", "-s", f"--basetemp={folder}/tests"], plugins=[Trials(sys.argv[1:])]))
