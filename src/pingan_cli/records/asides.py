"""What stands in a list and is no entry of it: totals, notes, sources and headings, told by their words.

`docs/what-is-read.md` shows these words; `WORDS` is the one list of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pingan_cli.records.cells import plain

TOTAL, NOTE, HEADING = "total", "note", "heading"

WORDS: dict[str, tuple[str, ...]] = {
    TOTAL: (
        "total", "totals", "grand total", "grand totals", "subtotal", "subtotals", "sub-total", "in all",
        "altogether", "sum", "count", "number", "合计", "总计", "小计", "共计", "总数", "累计", "计", "合计数",
        "总计数",
        "本页小计", "本页合计", "家数", "个数", "数量", "获牌数", "合計", "總計", "小計", "共計", "總數", "累計",
    ),
    NOTE: (
        "note", "notes", "n.b.", "remark", "remarks", "source", "sources", "data source", "data sources", "updated",
        "last updated", "last update", "as of", "as at", "retrieved", "accessed", "published", "compiled by",
        "prepared by", "checked by", "approved by", "footnote", "footnotes", "disclaimer", "copyright", "average",
        "mean", "percent", "percentage", "平均", "占比", "比例", "比率", "注", "附注", "附", "附件",
        "备注", "说明", "注释", "来源", "资料来源", "数据来源", "出处", "更新", "更新时间", "更新日期", "截至",
        "截止", "制表", "制表人", "填表", "填表人", "填报人", "审核", "审核人", "复核", "联系人", "联系电话", "电话",
        "填报单位", "填表单位", "填报日期", "填报时间", "填表日期", "填表时间", "制表日期", "制表时间", "日期",
        "打印日期", "盖章", "公章", "單位蓋章", "註", "附註", "備註", "說明", "來源", "資料來源", "更新時間",
        "負責人", "负责人", "领导签字", "签字",
    ),
}  # fmt: skip
"""The words by which totals, and notes and sources, are told from entries, in both languages."""

_OPEN = (
    "updated", "last updated", "last update", "as of", "as at", "retrieved", "accessed", "published", "compiled by",
    "prepared by", "checked by", "approved by", "copyright", "截至", "截止",
)  # fmt: skip
"""Those after which the note goes on without a colon."""

_COUNTED = "个|個|家|人|名|项|項|户|戶|units?|rows?|entries|places"


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_NUMBER = rf"[(（]? ?(?:共 ?)?[0-9][0-9,]* ?(?:{_COUNTED})? ?[)）]?"
_TOTAL = (
    rf"(?:{_any(WORDS[TOTAL])})(?: (?:of|for|number) [^:：]*)? ?[:：]? ?(?:{_NUMBER})?"
    rf"|共计? ?[0-9]+ ?(?:{_COUNTED}).{{0,12}}"
    r"|.{1,20}(?:小计|合计|总计|小計|合計|總計| sub-?totals?| totals?)"
)
_NOTE = (
    rf"(?:{_any(WORDS[NOTE])}) ?(?:[(（]?[0-9一二三四五六七八九十]{{1,2}}[)）]?)? ?(?:[:：.。].*)?"
    rf"|(?:{_any(_OPEN)})(?: .*|[0-9].*)|note that .*|[(（]?(?:单位)?[(（]?(?:盖章|公章)[)）]?.*|(?:©|[(]c[)]|https?://|www\.).*"
)
_SIGNED = r"[*†‡※#].*|.{5,}。|(?:\S+ ){4,}\S+[.!]|(?:以上|上述|以下|本表|本名单|此表|此名单).{3,}"
_IS_TOTAL, _IS_NOTE, _IS_SIGNED = (re.compile(each, re.I | re.S) for each in (_TOTAL, _NOTE, _SIGNED))
_ONE = "[一二三四五六七八九十]{1,3}"
_IS_HEADING = re.compile(
    rf"(?:{_ONE} ?[、.．]|[(（]{_ONE}[)）]|第{_ONE}[批类類组組部]).*"
    rf"|.+[(（](?:共 ?)?[0-9]+ ?(?:{_COUNTED})[)）]|.+[:：]"
)

ASIDE = rf"(?i)^(?:{_TOTAL}|{_NOTE})$"
"""The pattern of totals and notes, for engines that read texts without white space around them."""

_BEGINNINGS = frozenset(
    spelt
    for word in (*WORDS[TOTAL], *WORDS[NOTE], *"http www. 共 单位 盖章 公章 以上 上述 以下 本表 本名 此表 此名".split())
    for start in [word[:4] if word.isascii() else word[:2]]
    for spelt in (start, start.upper(), start.capitalize(), start.title())
)
"""How totals and notes begin, in the cases in which they are written."""

_LAST = frozenset(":：)）计計.!。")
_FIRST = frozenset("合总小共累總註注计附")


def aside(text: str, alone: bool = False) -> str | None:
    """Whether a text is that of a total or of a note; None where it may be a unit's name.

    `alone`: it is all that its row says; then a whole sentence is a note too, and so is what begins with # or *.

    >>> aside("合 计"), aside("Source: Ministry of Trees"), aside("Notting Hill"), aside("# see below", alone=True)
    ('total', 'note', None, 'note')
    """
    text = plain(text)
    if _IS_TOTAL.fullmatch(text):
        return TOTAL
    return NOTE if _IS_NOTE.fullmatch(text) or (alone and _IS_SIGNED.fullmatch(text)) else None


def is_heading(text: str) -> bool:
    """Whether a text is marked as a heading: by a number before it, by a count or a colon behind it.

    >>> is_heading("二、县（市、区）（2个）"), is_heading("North")
    (True, False)
    """
    return _IS_HEADING.fullmatch(plain(text)) is not None


def has_label(text: str) -> bool:
    """Whether a text begins with a label, which no unit's name does where it is all that its row says.

    >>> has_label("Contact: office@example.org"), has_label("Elm")
    (True, False)
    """
    return re.match(r"[^:：]{1,20}[:：] ?\S", plain(text)) is not None


def may_be_aside(unit: str) -> bool:
    """Whether the first letters of a text leave it open that it is no unit's name; quick, for millions of names."""
    return (
        unit[:4] in _BEGINNINGS
        or unit[:3] in _BEGINNINGS
        or unit[:2] in _BEGINNINGS
        or unit[-1:] in _LAST
        or not unit[:1].isalnum()
        or ";" in unit
        or unit[-4:].lower() in ("otal", "tals")
        or (not unit.isascii() and (unit[0] in _FIRST or "、" in unit or "；" in unit))
    )


_RULE = re.compile(":?[-=_—─+]{2,}:?")


def is_rule(row: Sequence[str]) -> bool:
    """Whether a row has nothing but lines drawn of dashes, as below the header of a table in Markdown.

    >>> is_rule(["----", ":--:", ""]), is_rule(["Elm", "-"])
    (True, False)
    """
    return all(not cell or _RULE.fullmatch(cell) for cell in map(plain, row))


def units_in(unit: str) -> list[str]:
    """The units that one cell names, with 、 or ; between them; none where it names one.

    >>> units_in("榆县、槐县"), units_in("榆县（东、西片）"), units_in("Springfield, MA")
    (['榆县', '槐县'], [], [])
    """
    if not re.search("[、；;]", unit) or re.search("[()（）]", unit):
        return []
    parts = [part for part in map(plain, re.split("[、；;]", unit)) if part]
    return parts if len(parts) > 1 else []


def number_in(text: str) -> int | None:
    """The only whole number in a text.

    >>> number_in("90个"), number_in("合计：1,204"), number_in("Total")
    (90, 1204, None)
    """
    found = re.findall(r"[0-9]+", re.sub(r"(?<=[0-9])[,，](?=[0-9]{3})", "", plain(text)))
    return int(found[0]) if len(found) == 1 else None
