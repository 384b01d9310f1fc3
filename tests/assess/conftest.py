"""The fixtures of commands, for `assess`."""

from commands.conftest import pingan

__all__ = ["pingan"]
