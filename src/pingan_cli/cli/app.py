"""The program `pingan`: its commands, found by their files, and how it ends."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.main import get_command

from pingan_cli import __version__
from pingan_cli.cli.command import CommandGroup, Value, examples, option
from pingan_cli.cli.defaults import language_of_run
from pingan_cli.cli.help_text import CHECK, KNOW, LOOK, MAKE
from pingan_cli.cli.output import all_said, print_problems
from pingan_cli.files import changed_files, tracked
from pingan_cli.problems import Problem, Refused, reason_of, unreadable
from pingan_cli.texts import told

COMMANDS = {
    "award": LOOK,
    "streak": LOOK,
    "forecast": LOOK,
    "changes": LOOK,
    "report": LOOK,
    "check": CHECK,
    "audit": CHECK,
    "batch": MAKE,
    "deduce": MAKE,
    "assess": MAKE,
    "units": KNOW,
    "rules": KNOW,
    "explain": KNOW,
}
"""Every command with its part of the help, in the order of that; each is the `app` of the module with its name."""


INTERRUPTED = 128 + signal.SIGINT
"""The exit status of a program that Ctrl-C ended."""

_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
_received: list[int] = []


class Commands(CommandGroup):
    """The group of all commands, each of which is loaded when it is first asked for."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: dict[str, Any] = dict.fromkeys(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name; None for none."""
        if cmd_name in COMMANDS and self.commands[cmd_name] is None:
            command: Any = get_command(import_module(f"pingan_cli.cli.{cmd_name}").app)
            command.name, command.rich_help_panel = cmd_name, COMMANDS[cmd_name]
            self.commands[cmd_name] = command
        return self.commands.get(cmd_name)


app = typer.Typer(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})


@app.callback(
    epilog=examples(
        ("Who has earned which honour by the end of 2022?", "pingan award --year 2022"),
        ("Where does one county stand, and what comes next?", "pingan streak Dongtou"),
        ("Who would lose most by missing 2024?", "pingan forecast --lose 2024 --sort cost"),
        ("The list of those who were awarded a tier in 2022", "pingan award --year 2022 --new -o list.txt"),
        ("A page to put before a meeting", "pingan report -o report.html"),
        ("Is anything wrong in these lists?", "pingan check lists"),
    )
)
def pingan(
    context: typer.Context,
    version: Annotated[bool, option("--version -V", None, "Show the version and end.")] = False,
    verbose: Annotated[
        bool, option("--verbose", None, "With --version: what it runs on, and which files are in force.")
    ] = False,
    lang: Annotated[Value, option("--lang", "en|zh", "The language; without it, that of the locale.")] = None,
) -> None:
    """Tell who has earned which honour on an award ladder, and prove it."""
    if version:
        _tell_version(verbose, language_of_run(context.obj))
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help(), end="")


def _tell_version(verbose: bool, lang: str) -> None:
    if not verbose:
        print(f"pingan {__version__}")
        return
    from pingan_cli.cli.about import about_lines
    from pingan_cli.config import find_config

    config, problems = find_config(os.environ)
    sys.stdout.writelines(about_lines(config, lang))
    if problems:
        raise Refused(problems)


def main() -> int:
    """Run the program. Gives 0, 1 (it found something wrong in what it checked) or 2 (it could not run)."""
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]  # both are, where they were closed
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]
        print_problems([Problem("file-unwritable", told("standard output is closed"))], language_of_run(sys.argv[1:]))
        return 2
    if hasattr(sys.stdout, "reconfigure") and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # pyright: ignore
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="backslashreplace")  # pyright: ignore
    sys.unraisablehook = _unraisable
    try:
        with ended_by_signals():
            status = run()
        status = status_of_end() if status == INTERRUPTED else status  # which Typer makes of every interruption
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit) as ended:
        if isinstance(ended, SystemExit) and not isinstance(ended.__context__, BrokenPipeError):
            raise
        _leave_output()  # the reader has seen enough, which Typer takes for an error
        status = 0
    except KeyboardInterrupt:
        status = status_of_end()
    except (OSError, MemoryError) as error:
        _leave_output()
        print_problems([_failed(error)], language_of_run(sys.argv[1:]))
        status = 2
    return status if all_said() else 2


@contextmanager
def ended_by_signals() -> Generator[None]:
    """Raise `KeyboardInterrupt` for signals that would end the program at once, so that nothing unfinished is left.

    One that is ignored stays so.
    """
    _received.clear()

    def end(number: int, frame: Any) -> None:
        for each in ours:
            signal.signal(each, signal.SIG_IGN)  # clearing up is not interrupted
        _received.append(number)
        raise KeyboardInterrupt

    ours = [each for each in _SIGNALS if signal.getsignal(each) == signal.SIG_DFL]
    for each in ours:
        signal.signal(each, end)
    try:
        yield
    finally:
        for each in ours:
            signal.signal(each, signal.SIG_DFL)


def status_of_end() -> int:
    """The exit status of a program that was ended from outside."""
    return 128 + _received[0] if _received else INTERRUPTED


def _unraisable(what: sys.UnraisableHookArgs) -> None:
    """Say nothing of memory that lacked in clearing up: that it lacks is told once, in plain words."""
    if what.exc_type is not MemoryError:
        sys.__unraisablehook__(what)


def _leave_output() -> None:
    """Lead what is still to be written to nowhere, where it would fail once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(error: OSError | MemoryError) -> Problem:
    """What the system did not let the program do: to write its answer, or to read a file to its end."""
    if isinstance(error, MemoryError):
        return Problem("file-too-large", told("the memory that there is does not suffice"))
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        message = told("standard output cannot be written: {reason}", reason=reason_of(error))
        return Problem("file-unwritable", message)
    return unreadable(error, str(error.filename or ""))


def _with_help(typed: list[str]) -> list[str]:
    """What was typed, where `help` may stand before a command as `--help` does behind it.

    >>> _with_help(["--lang", "zh", "help", "rules", "show"])
    ['--lang', 'zh', 'rules', 'show', '--help']
    """
    at = 2 if typed[:1] == ["--lang"] else 0
    return [*typed[:at], *typed[at + 1 :], "--help"] if typed[at : at + 1] == ["help"] else typed


def run(args: list[str] | None = None) -> int:
    """Run the program with these arguments, or those it was started with; gives its exit status."""
    command: Any = get_command(app)
    typed = _with_help(sys.argv[1:] if args is None else args)
    if "_PINGAN_COMPLETE" in os.environ or any(word.endswith("-completion") for word in typed):
        from pingan_cli.cli.completion import register_shells

        register_shells()
    try:
        with tracked():
            return command.main(typed, prog_name="pingan", standalone_mode=False, obj=tuple(typed)) or 0
    except Refused as refused:
        problems = refused.problems
    except (OSError, MemoryError):
        raise
    except Exception:
        problems = tuple(changed_files())  # between two readings of a file nothing need fit
        if not problems:
            raise
    print_problems(problems, language_of_run(typed))
    return 2
