"""Brings the catalogues up to date with the texts of the program, and compiles them, by Babel.

python scripts/write_catalogue.py

What is new stands in `src/pingan_cli/locale/zh/LC_MESSAGES/pingan.po` with an empty `msgstr`, for a translator to fill
in; then run it once more.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.nodes import Call, Const, Name
from typer.main import get_command

from pingan_cli.check.checks import CHECKS
from pingan_cli.cli.app import app
from pingan_cli.cli.help_text import FRAME, HELP_PART, PARTS, help_texts
from pingan_cli.ladder.starting import starting_sentences
from pingan_cli.problems import CODES, ERROR, WARNING
from pingan_cli.report.page import environment, html
from pingan_cli.texts import DOMAIN, LOCALE
from write_man import manual_texts

SOURCE = Path(__file__).parents[1] / "src" / "pingan_cli"
LANGUAGE = "zh"
PO = LOCALE / LANGUAGE / "LC_MESSAGES" / f"{DOMAIN}.po"

HEADER = f"""# The texts of pingan in Chinese.
msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


class Text(NamedTuple):
    """A text to translate, the key that tells it apart from its like, and the file that it comes from.

    Of what is counted, `many` is the text for other counts than one.
    """

    id: str
    context: str
    file: str
    many: str = ""


def texts() -> Iterator[Text]:
    """Every English text that the program may say."""
    yield from (Text(text, "", "problems.py") for text in (ERROR, WARNING, *CODES.values()))
    yield from (Text(check.about, "", "check/checks.py") for check in CHECKS.values())
    yield from (Text(text, "", "cli/help_text.py") for text in FRAME)
    yield from (Text(text, HELP_PART, "cli/help_text.py") for text in PARTS)
    yield from (Text(text, "", "scripts/write_man.py") for text in manual_texts())
    for kind in ("ladder", "method"):
        yield from (Text(text, "", f"ladder/new-{kind}.txt") for text in starting_sentences(kind))
    yield from helps(get_command(app), "pingan")
    for path in sorted(SOURCE.rglob("*.py")):
        file = path.relative_to(SOURCE).as_posix()
        yield from (Text(one, context, file, many) for one, many, context in told_in(path))
    templates = environment(html)
    for name in templates.list_templates(["html", "md"]):
        for node in templates.parse(SOURCE.joinpath("report", "templates", name).read_text(encoding="utf-8")).find_all(
            Call
        ):
            texts = [each.value for each in node.args if isinstance(each, Const)]
            called = node.node.name if isinstance(node.node, Name) else ""
            yield from (Text(one, context, f"report/{name}", many) for one, many, context in meant(called, texts))


def helps(command: Any, name: str) -> Iterator[Text]:
    """The texts in the helps of a command and of its subcommands."""
    context = command.make_context(name, [], resilient_parsing=True)
    file = f"cli/{name.split()[1]}.py" if " " in name else "cli/app.py"
    yield from (Text(text, key, file) for text, key in help_texts(command, context))
    for inner in command.list_commands(context) if hasattr(command, "list_commands") else ():
        yield from helps(command.get_command(context, inner), f"{name} {inner}")


def told_in(path: Path) -> Iterator[tuple[str, str, str]]:
    """The templates of every `told("…")` in a file and its like: the text, that of many, and the context."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if isinstance(node, ast.Call) and (name != "translated" or len(node.args) < 3):
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            yield from meant(name, texts)


def meant(name: str, texts: list[str]) -> Iterator[tuple[str, str, str]]:
    """What a call of that name with these texts in quotes tells: the text, that of many, and the context."""
    if name == "counted" and len(texts) == 2:
        yield texts[0], texts[1], ""
    elif name == "told_in" and len(texts) == 2:
        yield texts[1], "", texts[0]
    elif name in ("told", "translated") and len(texts) == 1 and texts[0]:
        yield texts[0], "", ""


def updated(before: bytes) -> Catalog:
    """The catalogue with every text that there is now, and no other; translations of those that stay are kept."""
    old: Any = read_po(io.BytesIO(before), locale=LANGUAGE, domain=DOMAIN)
    new = Catalog(locale=LANGUAGE, domain=DOMAIN)
    for text in sorted(texts(), key=lambda each: (each.file, each.context, each.id)):
        kept: Any = old.get(text.id, text.context or None)
        names = (text.id, text.many) if text.many else text.id
        fitting = kept and isinstance(kept.string, tuple) == bool(text.many)
        string = kept.string if fitting else ("",) if text.many else ""
        new.add(names, string, locations=[(text.file, 0)], context=text.context or None)
    return new


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as a `.po` file."""
    text = io.BytesIO()
    write_po(text, catalogue, width=120, include_lineno=False, omit_header=True)
    return HEADER.encode() + text.getvalue()


def mo_bytes(po: bytes) -> bytes:
    """What a `.po` file is compiled to: the texts that are translated."""
    compiled = io.BytesIO()
    catalogue: Any = read_po(io.BytesIO(po), locale=LANGUAGE, domain=DOMAIN)
    catalogue.creation_date = datetime(2000, 1, 1, tzinfo=UTC)  # the same bytes whenever it is compiled
    write_mo(compiled, catalogue)
    return compiled.getvalue()


if __name__ == "__main__":
    po = po_bytes(updated(PO.read_bytes()))
    PO.write_bytes(po)
    PO.with_suffix(".mo").write_bytes(mo_bytes(po))
    missing = [each for each in read_po(io.BytesIO(po), locale=LANGUAGE) if each.id and not all(each.string or ("",))]
    for message in missing:
        print(f"{PO.name}: not translated: {message.context or ''} {message.id!r}")
