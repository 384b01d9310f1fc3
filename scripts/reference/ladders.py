"""The page of the shipped ladders, from their files, and that of the JSON Schema of ladder files."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from pingan_cli.ladder.loader import LoadedLadder, shipped_ladders
from pingan_cli.ladder.model import schema_text
from pingan_cli.library import open_ladder
from pingan_cli.views.rules import ladder_view, rule_sentences

ABOUT = """\
# Ladders

The ladders that come with the program. `pingan rules show NAME` shows one in the terminal, and `--rules NAME` computes
with it. [The ladder language](../ladder-language.md) describes the files.
"""

ABOUT_SCHEMA = """\
# JSON Schema of ladder files

`pingan rules schema -o ladder.schema.json` writes this schema, by which editors complete and check a ladder file while
it is written. What a schema cannot see, such as examples that hold, `pingan rules check` does.
[The ladder language](../ladder-language.md) says what each key means.
"""


def page() -> str:
    """All shipped ladders by name."""
    told = [part for name in shipped_ladders() for part in _told(open_ladder(name))]
    return "\n".join([ABOUT, *told])


def _told(loaded: LoadedLadder) -> Iterator[str]:
    names = loaded.ladder.name
    yield f"## {names.en} ({names.zh}) {{ #{loaded.ladder.id} }}\n"
    yield f"`--rules {loaded.ladder.id}`. " + " ".join(_sentence(each) for each in rule_sentences(loaded)) + "\n"
    yield "| tier | reached at | name | Chinese |\n|---|---:|---|---|"
    for tier, at, name, name_zh in list(csv.reader("".join(ladder_view(loaded).csv()).splitlines()))[1:]:
        yield f"| `{tier}` | {at} | {name} | {name_zh} |"
    if loaded.ladder.open_end:
        every = loaded.ladder.terms[-1].every
        yield f"\nThere is no end: a further tier for {'each' if every == 1 else f'every {every}'} more."
    for amendment in loaded.file.get("amendments", []):
        yield f"\nFrom {amendment['from_year']} on: {_sentence(amendment['says'])}"
    if assumptions := loaded.file.get("assumptions", []):
        yield "\nWhat the sources leave open, and how the file reads it:\n"
        yield from (f"- {each['en']}" for each in assumptions)
    yield "\nSources:\n"
    for source in loaded.file["sources"]:
        says = f": {source['says']}" if source.get("says") else ""
        yield f"- [{source['title']}]({source['url']}){says}"
    yield ""


def _sentence(text: str) -> str:
    told = text[0].upper() + text[1:]
    return told if told.endswith(".") else f"{told}."


def schema_page() -> str:
    """The schema in full."""
    return f"{ABOUT_SCHEMA}\n```json\n{schema_text().rstrip()}\n```\n"
