"""Runs the program as the tests of commands do, with all that it tells of lists."""

from pathlib import Path

import pytest

from program import Pingan, running


@pytest.fixture
def pingan(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pingan:
    """Runs `pingan` with these arguments in an empty folder, `tmp_path`."""
    return running(capsys, monkeypatch, tmp_path)
