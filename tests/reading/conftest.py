"""Runs the program as the tests of commands do."""

from commands.conftest import pingan

__all__ = ["pingan"]
