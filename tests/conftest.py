"""The tests run in no language and with no configuration but their own, and run the program in one way."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from program import Pingan, Ran, running

for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
    os.environ.pop(name, None)
os.environ["PINGAN_CONFIG"] = "none"

settings.register_profile("same inputs", derandomize=True)
if "PINGAN_OTHER_INPUTS" not in os.environ:  # a change is not to fail by another's luck
    settings.load_profile("same inputs")


@pytest.fixture
def pingan(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pingan:
    """Runs `pingan` with these arguments in an empty folder, `tmp_path`, and does not ask whom its lists cover.

    The lists of most tests have two or three units, which says nothing of cities and is no matter there.
    """
    monkeypatch.setattr("pingan_cli.library.uncovered", lambda *_: [])
    return running(capsys, monkeypatch, tmp_path)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, pingan: Pingan) -> Callable[..., Ran]:
    """Runs `pingan` as on a terminal so many columns wide; what it sets bold is given as plain text."""

    def runs(width: int, *args: str) -> Ran:
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
        ran = pingan(*args)
        return ran._replace(out=re.sub("\x1b\\[[0-9;]*m", "", ran.out))

    return runs
