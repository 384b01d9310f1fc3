"""The examples at the end of each command's help: what one wants, and the line that gives it."""

from __future__ import annotations


def examples(*pairs: tuple[str, str]) -> str:
    """The end of a help text, from pairs of what is wanted and the line to type.

    >>> print(examples(("Where does Dongtou stand?", "pingan streak Dongtou")))
    Examples
    <BLANKLINE>
    Where does Dongtou stand?
      pingan streak Dongtou
    """
    return "Examples\n\n" + "\n\n".join(f"{wanted}\n  {line}" for wanted, line in pairs)
