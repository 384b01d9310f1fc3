"""Makes the manual pages from the program itself: `pingan.1`, and `pingan-COMMAND.1` for each command.

    python scripts/write_man.py [FOLDER]

The folder, `man` without any, is what `man` takes for a hierarchy: English pages in `man1/`, Chinese ones in
`zh_CN/man1/`. The build of a wheel makes them; they are not kept.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from typer.main import get_command

from pingan_cli import __version__
from pingan_cli.cli.app import app
from pingan_cli.cli.help_text import translate_help
from pingan_cli.texts import translated

FOLDERS = {"en": Path("man1"), "zh": Path("zh_CN", "man1")}

TITLES = ("User Commands", "NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "EXAMPLES", "EXIT STATUS",
          "ENVIRONMENT", "FILES", "SEE ALSO")  # fmt: skip

DEFAULT = "{told} Default: {default}."

STATUS = (
    ("0", "All is well."),
    ("1", "The program ran and found something wrong in what it checked."),
    ("2", "It could not run: something typed cannot be meant, or an input cannot be read."),
)
ENVIRONMENT = (
    ("PINGAN_CONFIG", "The configuration file to use, wherever it is; none for no file at all."),
    ("LC_ALL, LC_MESSAGES, LANG", "The language, where neither --lang nor a configuration file says it: Chinese where "
     "the first of these that is set begins with zh, and English otherwise."),
    ("NO_COLOR", "Where it is set and not empty, nothing is coloured."),
)  # fmt: skip
FILES = (
    ("pingan.toml", "The configuration file: defaults for rules, data, units, lang and format. It is looked for in the "
     "working folder and then in each folder above it; paths in it are relative to its own folder."),
    ("pyproject.toml", "The same in its table [tool.pingan], where there is no pingan.toml beside it."),
)  # fmt: skip
"""Names as they stand in both languages, each with what is said of it."""


def manual_texts() -> tuple[str, ...]:
    """Every text of these, for the catalogue."""
    return (*TITLES, DEFAULT, *(told for facts in (STATUS, ENVIRONMENT, FILES) for _, told in facts))


_SPECIAL = {"\\": r"\e", "-": r"\-", "'": r"\(aq", '"': r"\(dq", "^": r"\(ha", "~": r"\(ti", "`": r"\(ga"}


def pages(lang: str) -> dict[str, str]:
    """The text of every page in a language by the name of its file."""
    program: Any = get_command(app)
    context = program.make_context("pingan", [], resilient_parsing=True)
    translate_help(program, context, lang)
    writer = _Writer(lang)
    found = {"pingan.1": writer.page("pingan", program, context)}
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        inner = _inner(command, name, context)
        translate_help(command, inner, lang)
        found[f"pingan-{name}.1"] = writer.page(f"pingan-{name}", command, inner)
    return found


def _inner(command: Any, name: str, context: Any) -> Any:
    return type(context)(command, info_name=name, parent=context, resilient_parsing=True)


class _Writer(NamedTuple):
    """Writes pages in one language, of commands whose helps are in that language by now."""

    lang: str

    def page(self, name: str, command: Any, context: Any) -> str:
        """The whole page of a command, or of the program."""
        summary, *rest = (command.help or "").split("\n\n")
        lines = [
            f'.TH {_ascii(name).upper()} 1 "" "pingan {__version__}" "{self._say("User Commands")}"',
            '.\\" Made from the program by scripts/write_man.py. Change the program, not this page.',
            ".nh\n.ad l",  # names keep no hyphens of their own, and lines no holes
            self._title("NAME"),
            rf"{_ascii(name)} \- {self._text(_begun(' '.join(summary.split())))}",
            self._title("SYNOPSIS"),
            *self._synopsis(command, context),
            self._title("DESCRIPTION"),
            *self._paragraphs([summary, *rest]),
            *self._listed("OPTIONS", self._options(command, context)),
            *self._commands(name, command, context),
            *self._examples(self._title("EXAMPLES"), command),
            *self._listed("EXIT STATUS", self._facts(STATUS)),
            *(self._listed("ENVIRONMENT", self._facts(ENVIRONMENT)) if name == "pingan" else ()),
            *(self._listed("FILES", self._facts(FILES)) if name == "pingan" else ()),
            self._title("SEE ALSO"),
            *_see_also(name, command, context),
        ]
        return "\n".join(lines) + "\n"

    def _say(self, text: str) -> str:
        return translated(text, self.lang)

    def _title(self, title: str) -> str:
        return f".SH {self._say(title)}"

    def _facts(self, facts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        return ((name, self._say(told)) for name, told in facts)

    def _synopsis(self, command: Any, context: Any) -> Iterator[str]:
        parts = [rf"\fB{_ascii(context.command_path)}\fR", self._text(command.options_metavar)]
        for param in command.get_params(context):
            if param.param_type_name == "argument":
                word = _bare(param) + ("..." if param.nargs == -1 else "")
                parts.append(rf"\fI{self._text(word if param.required else f'[{word}]')}\fR")
        if hasattr(command, "list_commands"):
            parts.append(self._text(command.subcommand_metavar))
        yield " ".join(parts)

    def _options(self, command: Any, context: Any) -> Iterator[tuple[str, str]]:
        for param in command.get_params(context):
            told = param.help or ""
            if param.param_type_name == "argument":
                yield _bare(param), told
                continue
            value = "" if param.is_flag else f" {param.metavar}"
            if isinstance(param.default, str) and "--lang" not in param.opts:
                told = self._say(DEFAULT).format(told=told, default=param.default)
            yield ", ".join(sorted(param.opts, key=len)) + value, told

    def _commands(self, name: str, command: Any, context: Any) -> Iterator[str]:
        if not hasattr(command, "list_commands"):
            return
        yield self._title("COMMANDS")
        for each in command.list_commands(context):
            inner_command = command.get_command(context, each)
            inner = _inner(inner_command, each, context)
            if name == "pingan":
                yield from self._item(f"pingan-{each}(1)", (inner_command.help or "").split("\n\n")[0])
                continue
            translate_help(inner_command, inner, self.lang)
            yield f".SS {_ascii(each)}"
            yield from self._synopsis(inner_command, inner)
            yield from self._paragraphs((inner_command.help or "").split("\n\n"), before=True)
            for option in self._options(inner_command, inner):
                if "--help" not in option[0]:
                    yield from self._item(*option)
            yield from self._examples("", inner_command)

    def _listed(self, title: str, items: Iterable[tuple[str, str]]) -> Iterator[str]:
        yield self._title(title)
        for item in items:
            yield from self._item(*item)

    def _item(self, term: str, told: str) -> Iterator[str]:
        yield from (".TP", rf"\fB{self._place(term)}\fR", self._line(told))

    def _examples(self, title: str, command: Any) -> Iterator[str]:
        """The pairs at the end of a help text: what is wanted, and the line for it."""
        if title and command.epilog:
            yield title
        for pair in (command.epilog or "").split("\n\n")[1:]:
            wanted, line = pair.split("\n", 1)
            yield from (".PP", self._line(wanted), ".PP\n.RS 4\n.nf", self._line(line.strip()), ".fi\n.RE")

    def _paragraphs(self, texts: list[str], before: bool = False) -> Iterator[str]:
        for index, text in enumerate(texts):
            if index or before:
                yield ".PP"
            yield self._line(text)

    def _line(self, text: str) -> str:
        """A text as one line of roff that begins with no command."""
        line = self._text(" ".join(text.split()))
        return rf"\&{line}" if line.startswith((".", r"\(aq")) else line

    def _place(self, text: str) -> str:
        """A term in which the words that stand for others, in capitals or in Chinese, are set apart."""
        return re.sub(r"\b[A-Z]{2,}\b|[\u4e00-\u9fff]+", r"\\fI\g<0>\\fB", self._text(text))

    def _text(self, text: str) -> str:
        """A text in roff: English pages are ASCII, Chinese ones UTF-8, so that they can be read as they are."""
        return _ascii(text) if self.lang == "en" else _escaped(text)


def _begun(summary: str) -> str:
    """A summary as it stands after the name."""
    return summary[0].lower() + summary[1:].rstrip(".。")


def _bare(param: Any) -> str:
    return re.sub(r"[][.]", "", param.metavar or param.name.upper())


def _see_also(name: str, command: Any, context: Any) -> Iterator[str]:
    if name == "pingan":
        pages = [f"pingan-{each}" for each in command.list_commands(context)]
    else:
        pages = ["pingan"]
    yield ",\n".join(rf"\fB{_ascii(page)}\fR(1)" for page in pages)


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(each, each) for each in text)


def _ascii(text: str) -> str:
    return "".join(each if each.isascii() else f"\\[u{ord(each):04X}]" for each in _escaped(text))


def write(folder: Path) -> list[Path]:
    """Write every page of both languages below a folder; gives the files."""
    written = [(folder / below / name, text) for lang, below in FOLDERS.items() for name, text in pages(lang).items()]
    for path, text in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return [path for path, _ in written]


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "man"))
