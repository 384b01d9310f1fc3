"""The program inside the test process, as the tests of the commands run it."""

from commands.conftest import pingan

__all__ = ["pingan"]
