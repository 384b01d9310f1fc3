"""How bash, zsh and fish ask for completions, and how the answer is put so that each inserts a name as it is.

Typer brings a script for each shell, and says how an answer is put; of these only its fish lets an apostrophe or a
space in a name be (`Lin'an`), and it asks twice. Here the program answers with one word a line, quoted for bash by
the program and for zsh and fish by the shell. `--install-completion` and `--show-completion` stay Typer's.
"""

from __future__ import annotations

import os
import re
from typing import Any

from pingan_cli.cli.typer_ways import completion, hand_out

_ways = completion()
_Base: Any = _ways.ShellComplete if _ways else object

_BASH = r"""
%(complete_func)s() {
    mapfile -t COMPREPLY < <(env _TYPER_COMPLETE_ARGS="${COMP_LINE:0:COMP_POINT}" \
        %(autocomplete_var)s=complete_bash "$1" 2>/dev/null)
    [[ -n ${COMPREPLY[0]} ]] || COMPREPLY=()
}

complete -o default -F %(complete_func)s %(prog_name)s
"""

_ZSH = r"""
#compdef %(prog_name)s

%(complete_func)s() {
    local -a found
    found=("${(@f)$(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" \
        %(autocomplete_var)s=complete_zsh "${words[1]}" 2>/dev/null)}")
    if [[ -n "$found" ]]; then
        _describe -V '%(prog_name)s' found
    else
        _files
    fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH = r"""
function %(complete_func)s
    set -l found (env _TYPER_COMPLETE_ARGS=(commandline -cp | string collect) \
        %(autocomplete_var)s=complete_fish (commandline -opc)[1] 2>/dev/null)
    if test -n "$found"
        printf '%%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end

complete --command %(prog_name)s --no-files --keep-order --arguments '(%(complete_func)s)'
"""


class _Asked(_Base):
    """A shell that hands over the line up to the cursor."""

    def source_vars(self) -> dict[str, Any]:
        return {"complete_func": self.func_name, "autocomplete_var": self.complete_var, "prog_name": self.prog_name}

    def get_completion_args(self) -> tuple[list[str], str]:
        text = os.environ.get("_TYPER_COMPLETE_ARGS", "")
        words = _ways.split_arg_string(text)
        at_new_word = not words or _ends_word(text)
        return words[1:] if at_new_word else words[1:-1], "" if at_new_word else words[-1]

    def complete(self) -> str:
        args, incomplete = self.get_completion_args()
        found = self.get_completions(list(args), incomplete)
        option, equals, _ = incomplete.partition("=")
        self.option = f"{option}=" if equals and option.startswith("--") else ""
        return "\n".join(map(self.format_completion, found))


def _ends_word(text: str) -> bool:
    """Whether the last word is finished: a space comes after it that is neither escaped nor within quotes."""
    import shlex

    if not text[-1:].isspace():
        return False
    try:
        return len(shlex.split(text + "x")) > len(shlex.split(text))
    except ValueError:
        return False


class Bash(_Asked):
    """Bash inserts a word as it stands, so it is quoted here in the way in which it was begun."""

    name = "bash"
    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        if "_TYPER_COMPLETE_ARGS" in os.environ:
            return super().get_completion_args()
        words, at = _ways.split_arg_string(os.environ["COMP_WORDS"]), int(os.environ["COMP_CWORD"])
        return words[1:at], words[at] if at < len(words) else ""

    def format_completion(self, item: Any) -> str:
        return quoted_for_bash(item.value, os.environ.get("_TYPER_COMPLETE_ARGS", ""))


def quoted_for_bash(word: str, line: str) -> str:
    r"""A word as it is to stand in a line that has been typed up to it.

    >>> print(quoted_for_bash("Lin'an", "pingan streak Lin"), quoted_for_bash("Lin'an", "pingan streak 'Lin"))
    Lin\'an Lin'\''an
    """
    opened = re.match(r"""(?:[^'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")*(['"]?)""", line, re.DOTALL)
    quote = opened[1] if opened else ""
    if quote == "'":
        return word.replace("'", r"'\''")
    if quote == '"':
        return re.sub(r'(["\\$`])', r"\\\1", word)
    return re.sub(r"([^\w\d@%+=:,./-])", r"\\\1", word)


class Zsh(_Asked):
    """Zsh takes `word:description`, and quotes the word itself."""

    name = "zsh"
    source_template = _ZSH

    def format_completion(self, item: Any) -> str:
        word = re.sub(r"([\\:])", r"\\\1", self.option + item.value)
        return f"{word}:{item.help}" if item.help else word


class Fish(_Asked):
    """Fish takes a word, a tab and a description, and quotes the word itself."""

    name = "fish"
    source_template = _FISH

    def format_completion(self, item: Any) -> str:
        return f"{self.option}{item.value}\t{item.help}" if item.help else f"{self.option}{item.value}"


def speak() -> None:
    """Answer the three shells so, and hand out these scripts, where Typer lets us."""
    for shell in (Bash, Zsh, Fish) if _ways else ():
        _ways.add_completion_class(shell, shell.name)
        hand_out(shell.name, shell.source_template)
