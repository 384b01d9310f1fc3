"""Options taken as the text that was typed, so that no start of the program waits for pydantic.

Typer 0.29 builds a pydantic adapter for every option of a command before it runs. Every option of this program is
text, a list of texts or a flag, and each is checked by the command that knows what it means (`options.py`), so nothing
is lost by handing the text on: what pydantic would cost is most of what `pingan --version` takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer._coercion import RuntimeParam

if TYPE_CHECKING:
    from typer.core import TyperCommand, TyperGroup


class _AsTyped(RuntimeParam):
    def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any:
        return value


def take_as_typed(command: TyperCommand | TyperGroup) -> None:
    """Let the options of a command, and of the commands in a group, hand on what was typed."""
    for param in command.params:
        descriptor: Any = getattr(param, "type_descriptor", None)
        if descriptor is not None:
            as_typed = _AsTyped(descriptor.parameter_info, descriptor.annotation)
            param._runtime_param = as_typed  # pyright: ignore[reportAttributeAccessIssue]
    for inner in getattr(command, "commands", {}).values():
        if inner is not None:
            take_as_typed(inner)
