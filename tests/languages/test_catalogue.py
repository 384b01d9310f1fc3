"""The catalogue has every text of the program, and no other; each is translated, with the same blanks."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import pingan_cli
import write_catalogue
from pingan_cli.texts import DOMAIN, LOCALE

SOURCE = Path(pingan_cli.__file__).parent
PO = LOCALE / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"
HAN = re.compile("[\u4e00-\u9fff]")


def messages() -> list[Message]:
    return [message for message in read_po(io.BytesIO(PO.read_bytes()), locale="zh") if message.id]


def blanks(text: str) -> set[str]:
    if not re.search(r"\{\w", text):  # what has no blanks is never filled in, and may speak of a brace
        return set()
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_it_has_what_the_program_says_and_no_more() -> None:
    """Where it has not, run scripts/write_catalogue.py, and translate what is new."""
    said = {(text.context, text.id, text.many) for text in write_catalogue.texts()}
    known = {(message.context or "", *forms(message)) for message in messages()}
    assert known - said == set(), "obsolete"
    assert said - known == set(), "missing"


def forms(message: Message) -> tuple[str, str]:
    """What a message says of one, and of many where it counts."""
    return (message.id, "") if isinstance(message.id, str) else (message.id[0], message.id[1])


def chinese(message: Message) -> str:
    """A message in Chinese, which has no plural."""
    (string,) = message.string if isinstance(message.string, tuple) else (message.string,)
    return string


def test_every_text_is_translated_for_certain() -> None:
    assert [message.id for message in messages() if not chinese(message) or message.fuzzy] == []


def test_both_languages_have_the_same_blanks() -> None:
    def english(message: Message) -> str:
        return forms(message)[1] or forms(message)[0]

    assert [message.id for message in messages() if blanks(english(message)) != blanks(chinese(message))] == []


def test_each_speaks_its_own_language() -> None:
    words = re.compile(r"\{[^}]*\}|[\W\d_]")
    for message in messages():
        assert not HAN.search(str(message.id)) or message.id == "the letter may mean yes or no; write √ or ×"
        assert not words.sub("", chinese(message)) or HAN.search(chinese(message)), message.id


def test_chinese_sentences_have_chinese_marks() -> None:
    """A comma, colon or bracket after a Chinese character is a wide one."""
    wrong = [message.id for message in messages() if re.search(r"[\u4e00-\u9fff][,:;?!()]", chinese(message))]
    assert wrong == []


RETIRED = re.compile(
    "阶梯|自带|登记表|表彰年|展望|代价|获牌|授牌|公开说法|发布"
    r"|\{(?:year|first|last|since|announced)\} 年|(?<!\w)'[^']+'|‘|(?<!“)\{\w+!r\}"
)
"""Words for which there is another one (评选规则, 内置, 单位名录, 通报年份, 预测, 影响, 获评, 授予, 公开报道, 通报), a
blank within a year, and other quotes than “…”."""


def test_each_thing_has_one_word_in_chinese() -> None:
    texts = [chinese(message) for message in messages() if "codec" not in str(message.id)]
    assert [text for text in texts if RETIRED.search(text)] == []


def test_the_files_are_those_that_the_script_makes() -> None:
    po = PO.read_bytes()
    assert po == write_catalogue.po_bytes(write_catalogue.updated(po)), "run scripts/write_catalogue.py"
    assert PO.with_suffix(".mo").read_bytes() == write_catalogue.mo_bytes(po), "run scripts/write_catalogue.py"


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        named = node.func if isinstance(node, ast.Call) else None
        spelt = named.id if isinstance(named, ast.Name) else named.attr if isinstance(named, ast.Attribute) else ""
        if isinstance(node, ast.Call) and spelt in names:
            yield node


def is_plain(node: ast.expr) -> bool:
    """Whether an expression is a text that no catalogue knows: one in quotes with a space in it, or an f-string.

    A line to be typed is the same in every language.
    """
    if ast.unparse(node).startswith(("'python -m pip", '"python -m pip', "'pip", 'f"pip')):
        return False
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    )


def test_no_problem_is_told_past_the_catalogue() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in SOURCE.rglob("*.py")
        for call in calls(
            ast.parse(path.read_text(encoding="utf-8")), "Problem", "Fault", "wrong", "refused", "_unsafe"
        )
        for node in [*call.args[1:], *(word.value for word in call.keywords if word.arg in ("message", "hint"))]
        if is_plain(node)
    ]
    assert found == []


def test_every_template_stands_in_the_source() -> None:
    """`told` takes a text in quotes; what is put together elsewhere could not be found by the write_catalogue."""
    found = [
        f"{path.relative_to(SOURCE)}:{call.lineno}"
        for path in SOURCE.rglob("*.py")
        if path.name not in ("texts.py", "help_text.py")
        and path.parent.name != "report"  # it has a function of that name
        and "texts import" in path.read_text(encoding="utf-8")  # elsewhere the word means other things
        for call in calls(ast.parse(path.read_text(encoding="utf-8")), "told")
        if not (isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ]
    assert found == []
