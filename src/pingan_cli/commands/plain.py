"""Options taken as the text that was typed, so that no start of the program waits for pydantic.

Typer 0.29 builds a pydantic adapter for every option of a command before it runs. Every option of this program is
text, a list of texts or a flag, and each is read by the command that knows what it means (`options.py`), so nothing
is lost by handing the text on, and a start takes half the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer._coercion import RuntimeParam
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    _Base = TyperCommand
else:
    _Base = object


class _HandedOn(RuntimeParam):
    def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any:
        return value


class _AsTyped(_Base):
    def get_params(self, ctx: Any) -> Any:
        params = super().get_params(ctx)
        for param in params:
            given: Any = param
            given._runtime_param = _HandedOn(given.type_descriptor.parameter_info, given.type_descriptor.annotation)
        return params


class Command(_AsTyped, TyperCommand):
    """A command whose options are taken as typed."""


class Group(_AsTyped, TyperGroup):  # pyright: ignore[reportIncompatibleMethodOverride]
    """A group of commands whose options are taken as typed."""
