"""What a shell is offered when a word is begun, and how bash, zsh and fish ask for it.

What is offered is told by the place of a word in the help (`YEAR`, `UNIT`).

So an option is completed as soon as its place is named like others of its kind, or spells out its words (`en|zh`).
What is typed already on the line counts: `--rules`, `--data` and `--units` say which units, years and tiers there
are. Nothing here reports a problem; where one comes up there is nothing to offer, and running the command will say so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from pingan_cli.cli.typer_ways import complete_by, completion, hand_out
from pingan_cli.problems import CODES, UNSAFE, Refused
from pingan_cli.texts import translated

if TYPE_CHECKING:
    from pingan_cli.engine.ladder import Ladder
    from pingan_cli.engine.units import Unit
    from pingan_cli.library import Records
    from pingan_cli.records.registry import Registry
    from pingan_cli.source import Source

_MOST_BYTES = 1 << 20
"""Card files that are larger together are not read while somebody waits for a completion."""

_STARS = 3
"""How many tiers of an open end are offered."""


class Offer(NamedTuple):
    """A word to complete to, and what the shell may show beside it."""

    word: str
    about: str = ""


class _Line(NamedTuple):
    """What is typed already, as far as it says what there is to choose from."""

    rules: str
    data: tuple[str, ...]
    units: str | None
    lang: str
    begun: str


def offer_words(params: Iterable[Any]) -> None:
    """Give every parameter of a command what completes it: words of its kind, or those that its place spells out."""
    for param in params:
        kind = re.sub(r"[\[\].]", "", param.metavar or "")
        named = next(filter(None, map(_KINDS.get, param.opts)), None)
        offers = named or _KINDS.get(kind) or (_spelt(kind) if re.fullmatch("[a-z-]+([|][a-z-]+)+", kind) else None)
        if offers:
            complete_by(param, _completer(offers))


def _spelt(kind: str) -> Callable[[_Line], Iterator[Offer]]:
    return lambda line: map(Offer, kind.split("|"))


def _completer(offers: Callable[[_Line], Iterator[Offer]]) -> Callable[[Any, Any, str], list[Any]]:
    def complete(context: Any, param: Any, incomplete: str) -> list[Any]:
        try:
            found = begun(offers(_line(context, incomplete)), incomplete)
        except (Refused, OSError):
            return []
        return [completion().CompletionItem(word, help=about or None) for word, about in found]

    return complete


def _line(context: Any, incomplete: str) -> _Line:
    typed = {opt: context.params.get(param.name) for param in context.command.params for opt in param.opts}
    rules, data = typed.get("--rules") or "zhejiang-peace", (*(typed.get("--data") or ()), *(typed.get("lists") or ()))
    return _Line(rules, data, typed.get("--units"), typed.get("--lang") or "en", incomplete)


def begun(offers: Iterable[Offer], incomplete: str) -> list[Offer]:
    """Those of the words that are begun so, each once, and spelt as it was begun: case does not matter anywhere.

    >>> begun([Offer("Dongtou"), Offer("Cixi")], "dong")
    [Offer(word='dongtou', about='')]
    """
    wanted = incomplete.casefold()
    found: dict[str, str] = {}
    for word, about in offers:
        start = word[: len(incomplete)]
        if start.casefold() == wanted and not UNSAFE.search(word + about):
            spelt = incomplete + word[len(incomplete) :]
            found.setdefault(spelt, about)
    return [Offer(word, about) for word, about in found.items()]


def _ladders(line: _Line) -> Iterator[Offer]:
    from pingan_cli.ladder.loader import shipped_ladders

    yield from map(Offer, shipped_ladders())


def _units(line: _Line) -> Iterator[Offer]:
    registry = _registry(line)
    if registry is not None:
        yield from _named(registry.units, line)
    elif _is_small(line):
        yield from map(Offer, _records(line).histories.held)


def _cities(line: _Line) -> Iterator[Offer]:
    registry = _registry(line)
    units = registry.units if registry else ()
    parents = {unit.parent for unit in units}
    yield from _named([unit for unit in units if unit.code in parents], line)


def _named(units: Iterable[Unit], line: _Line) -> Iterator[Offer]:
    """Names in both scripts and codes; before anything is begun, names in the language in force."""
    for unit in units:
        about = " ".join(filter(None, (unit.name, unit.name_zh, unit.code)))
        words = (unit.name, unit.name_zh or "", unit.code) if line.begun else (unit.of(line.lang),)
        yield from (Offer(word, about) for word in words if word)


def _levels(line: _Line) -> Iterator[Offer]:
    if levels := _ladder(line).levels:
        yield from map(Offer, levels)
    elif registry := _registry(line):
        yield from map(Offer, sorted({unit.level for unit in registry.units if unit.level}))


def _tiers(line: _Line) -> Iterator[Offer]:
    ladder = _ladder(line)
    stars = _STARS if ladder.open_end else 0
    for tier in filter(None, map(ladder.tier, range(len(ladder.named) + stars))):
        words = (tier.id, tier.name.zh) if line.begun else (tier.id,)
        yield from (Offer(word, tier.name.of(line.lang)) for word in words)


def _years(line: _Line) -> Iterator[Offer]:
    """The years on record."""
    if _is_small(line):
        records = _records(line)
        recorded = records.histories.recorded_periods()
        years = (records.ladder.year(period) for period in range(recorded.bit_length()) if recorded >> period & 1)
        yield from (Offer(str(year)) for year in years)


def _coming_years(line: _Line) -> Iterator[Offer]:
    """The next years after those on record: what if is mostly asked of them."""
    if _is_small(line):
        records = _records(line)
        first = records.last_year + 1
        yield from (Offer(str(year)) for year in range(first, first + 6 * records.ladder.period))


def _checks(line: _Line) -> Iterator[Offer]:
    from pingan_cli.check.checks import CHECK_OF, CHECKS

    yield from (Offer(name, translated(check.about, line.lang)) for name, check in CHECKS.items())
    yield from (Offer(code, translated(CODES[code], line.lang)) for code in CHECK_OF if line.begun)


def _codes(line: _Line) -> Iterator[Offer]:
    yield from (Offer(code, translated(about, line.lang)) for code, about in CODES.items())


def _none_or_file(line: _Line) -> Iterator[Offer]:
    if line.begun:  # before anything is begun, the files
        yield Offer("none")


_KINDS: dict[str, Callable[[_Line], Iterator[Offer]]] = {
    "NAME|FILE": _ladders,
    "UNIT": _units,
    "QUERY": _units,
    "CITY": _cities,
    "LEVEL": _levels,
    "TIER": _tiers,
    "YEAR": _years,
    "YEARS": _years,
    "--hold": _coming_years,
    "--lose": _coming_years,
    "CHECK": _checks,
    "CODE": _codes,
    "FILE|none": _none_or_file,
}
"""What is offered for each kind of word, or for an option; for all others it is files, which shells know best."""


def _source(line: _Line) -> Source:
    from pingan_cli.source import Source

    return Source(line.rules, line.data, line.units)


def _ladder(line: _Line) -> Ladder:
    return _source(line).loaded.ladder


def _registry(line: _Line) -> Registry | None:
    return _source(line).registry


def _records(line: _Line) -> Records:
    from pingan_cli.library import records_of

    return records_of(_source(line))


def _is_small(line: _Line) -> bool:
    """Whether the cards can be read while somebody waits."""
    packages = _source(line).packages
    return sum(path.stat().st_size for package in packages for path in package.cards) <= _MOST_BYTES


# Typer brings a script for each shell, and says how an answer is put; of these only its fish lets an apostrophe or a
# space in a name be (`Lin'an`), and it asks twice. Here the program answers with one word a line, quoted for bash by
# the program and for zsh and fish by the shell. `--install-completion` and `--show-completion` stay Typer's.
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


class _Shell(_Base):
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


class Bash(_Shell):
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


class Zsh(_Shell):
    """Zsh takes `word:description`, and quotes the word itself."""

    name = "zsh"
    source_template = _ZSH

    def format_completion(self, item: Any) -> str:
        word = re.sub(r"([\\:])", r"\\\1", self.option + item.value)
        return f"{word}:{item.help}" if item.help else word


class Fish(_Shell):
    """Fish takes a word, a tab and a description, and quotes the word itself."""

    name = "fish"
    source_template = _FISH

    def format_completion(self, item: Any) -> str:
        return f"{self.option}{item.value}\t{item.help}" if item.help else f"{self.option}{item.value}"


def register_shells() -> None:
    """Answer the three shells so, and hand out these scripts, where Typer lets us."""
    for shell in (Bash, Zsh, Fish) if _ways else ():
        _ways.add_completion_class(shell, shell.name)
        hand_out(shell.name, shell.source_template)
