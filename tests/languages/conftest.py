"""Running the program, and the script that makes the catalogues."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from commands.conftest import pingan, terminal

__all__ = ["pingan", "terminal"]


@pytest.fixture(scope="session")
def script() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "write_catalogue.py"
    spec = importlib.util.spec_from_file_location("write_catalogue", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
