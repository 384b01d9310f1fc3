"""The words that only the report has, in English and Chinese, and how they are put together in both at once."""

from __future__ import annotations

from pingan_cli.engine.ladder import Names
from pingan_cli.engine.units import Unit
from pingan_cli.views.words import level_word, word

REPORT_WORDS: dict[str, tuple[str, str]] = {
    "title": ("{ladder}: honours for {year}", "{ladder}：{year}年度荣誉"),
    "sample_title": ("{title} [{sample}]", "{title} [{sample}]"),
    "subtitle": ("Assessment year {year}, announced {announced}", "考核年度{year}，{announced}年发布"),
    "subtitle_same": ("Assessment year {year}, announced in the same year", "考核年度{year}，当年发布"),
    "how_to_read": (
        "What stands here follows from the records alone. Where they do not tell, the page says so: "
        "an honour is then given by the lowest that is certain.",
        "本页只列记录能够证明的内容。记录不足之处均予注明，荣誉以可以确定的最低一级为准。",
    ),
    "left_out": (
        "The numbers count all units, but there is room only for the first {shown} by code; {count} more are left out. "
        "'pingan award' lists them all.",
        "概览计入全部单位，其余部分只列代码在前的 {shown} 个，另有 {count} 个未列；pingan award 可列出全部。",
    ),
    "left_out_one": (
        "The numbers count all units, but there is room only for the first {shown} by code; 1 more is left out. "
        "'pingan award' lists them all.",
        "概览计入全部单位，其余部分只列代码在前的 {shown} 个，另有 1 个未列；pingan award 可列出全部。",
    ),
    "language": ("Language", "语言"),
    "skip": ("Skip to the content", "跳到正文"),
    "contents": ("Contents", "目录"),
    "year": ("Assessment year", "考核年度"),
    "play": ("Play", "播放"),
    "pause": ("Pause", "暂停"),
    "no_script": (
        "Scripts are off, so the page stands still at {year}: the slider, sorting and filtering need them.",
        "脚本未启用，本页固定显示{year}年度；滑块、排序和筛选需启用脚本。",
    ),
    "summary": ("In numbers", "概览"),
    "said": (
        "{year}: {held} held the card, {honoured} certainly hold an honour, {awarded} were awarded a tier.",
        "{year}年度：获牌 {held}，确定已有荣誉 {honoured}，当年获授 {awarded}。",
    ),
    "map": ("Map", "地图"),
    "changes": ("What changed", "当年变化"),
    "table": ("All units", "全部单位"),
    "matrix": ("Year by year", "历年结果"),
    "questions": ("Contradictions and open questions", "矛盾与未决事项"),
    "details": ("Unit by unit", "逐个单位"),
    "claims": ("Published claims", "公开报道"),
    "rule": ("The rule", "规则"),
    "in_year": ("{what}, {year}", "{what}，{year}年度"),
    "by_year": ("{what}, by the end of {year}", "{what}，截至{year}年度"),
    "by_tier": ("Units by honour", "各级荣誉单位数"),
    "units": ("units assessed", "参评单位"),
    "units_note": ("{off} without anything on record", "其中 {off} 个无任何记录"),
    "held_count": ("held the card", "获牌"),
    "held_note": ("{missed} missed it, {unknown} not on record", "未获 {missed}，无记录 {unknown}"),
    "honoured": ("certainly hold an honour", "确定已有荣誉"),
    "honoured_note": ("up to {most} where the records are silent", "计入记录不足者至多 {most}"),
    "awarded_count": ("were awarded a tier", "当年获授"),
    "awarded_note": ("of {more} more the records do not tell", "另有 {more} 个记录不足，不能判定"),
    "open_count": ("honours left open", "荣誉未定"),
    "open_note": ("counted here by the lowest that is certain", "按可以确定的最低一级计"),
    "filling": ("How the ladder filled", "逐年累积"),
    "filling_caption": (
        "Units by the highest honour that is certain, at the end of each year",
        "各年度末按可确定的最高荣誉计的单位数",
    ),
    "certain": ("Highest, for certain", "确定为最高"),
    "at_least": ("This or higher", "本级及以上"),
    "range": ("{low} to {high}", "{low} 至 {high}"),
    "no_honour": ("No honour", "尚无荣誉"),
    "none_certain": ("None for certain", "无可确定者"),
    "map_caption": (
        "A tile for each unit, by city, the cities placed roughly as they lie.",
        "每个单位一格，按市分组，各市大致依方位排列。",
    ),
    "map_caption_plain": ("A tile for each unit.", "每个单位一格。"),
    "legend": ("How to read it", "图例"),
    "legend_fill": ("The shade is the highest honour that is certain:", "底色为可确定的最高荣誉："),
    "legend_open": ("the records leave a higher honour open", "记录尚不能排除更高荣誉"),
    "legend_unknown": ("the year is not on record", "当年无记录"),
    "legend_awarded": ("a tier was awarded in the year", "当年授予"),
    "or_higher": ("≥ {tier}", "≥ {tier}"),
    "awarded_now": ("Awarded", "授予"),
    "raised": ("For certain from this year", "自本年度起可确定"),
    "broken": ("Run ended", "连续中断"),
    "recalled": ("Honour recalled", "荣誉收回"),
    "registry": ("Units", "区划变更"),
    "nothing": ("Nothing on record changed.", "记录中无变化。"),
    "after": ("{unit} (after {count} in a row)", "{unit}（此前连续 {count}）"),
    "after_least": ("{unit} (after at least {count} in a row)", "{unit}（此前至少连续 {count}）"),
    "recalled_from": ("{unit} (had {tier})", "{unit}（原为{tier}）"),
    "became": ("{before} became {after}", "{before}改为{after}"),
    "began": ("{unit} is new", "新设{unit}"),
    "ended": ("{unit} is no more", "撤销{unit}"),
    "filter": ("Filter by name or code", "按名称或代码筛选"),
    "all_cities": ("All cities", "全部"),
    "all_honours": ("All honours", "全部"),
    "no_honour_certain": ("No honour for certain", "无可确定的荣誉"),
    "found": ("{n} of {all} units", "共 {all} 个单位，显示 {n} 个"),
    "sort_hint": ("Choose a column's title to sort by it.", "点击列标题可排序。"),
    "matrix_caption": (
        "A row for each unit, a column for each year. The shades are those of the map.",
        "每个单位一行，每个年度一列，底色同地图。",
    ),
    "conflicts": ("Claims that cannot all be true", "不能同时成立的报道"),
    "no_conflicts": ("No two of the claims contradict each other.", "各项报道之间没有矛盾。"),
    "conflict": ("{claims} cannot all be true.", "{claims} 不能同时成立。"),
    "resolved_by": ("Without one of these nothing contradicts: {claims}.", "去掉其中之一即无矛盾：{claims}。"),
    "open_honours": ("Honours left open", "荣誉未定的单位"),
    "no_open": ("No honour is left open.", "没有荣誉未定的单位。"),
    "not_on_record": ("not on record: {years}", "无记录年度：{years}"),
    "open_too": (
        "{count} more are open because nothing at all is on record for the unit.",
        "另有 {count} 个单位因无任何记录而未定。",
    ),
    "open_too_one": (
        "1 more is open because nothing at all is on record for the unit.",
        "另有 1 个单位因无任何记录而未定。",
    ),
    "off_record_units": ("Nothing on record", "无任何记录的单位"),
    "open_all": ("Open all", "全部展开"),
    "close_all": ("Close all", "全部收起"),
    "timeline": ("Timeline", "时间线"),
    "standing": ("Standing", "现状"),
    "derivation": ("Derivation", "推导"),
    "basis": ("Claims on this unit", "本单位的公开报道"),
    "on_record": ("On record: {spans}.", "记录：{spans}。"),
    "span": ("{result} {years}", "{years}年度{result}"),
    "span_separator": ("; ", "；"),
    "earned": (
        "{year}: {streak} in a row since {since}, which earns the {tier}.",
        "{year}年度：自{since}年度起连续 {streak}，达到{tier}。",
    ),
    "earned_least": (
        "{year}: at least {streak} in a row since {since}, which earns at least the {tier}.",
        "{year}年度：自{since}年度起至少连续 {streak}，至少达到{tier}。",
    ),
    "earned_count": (
        "{year}: {streak} that count, which earns the {tier}.",
        "{year}年度：累计 {streak}，达到{tier}。",
    ),
    "earned_count_least": (
        "{year}: at least {streak} that count, which earns at least the {tier}.",
        "{year}年度：至少累计 {streak}，至少达到{tier}。",
    ),
    "deduced_from": ("{what}: follows from {claims}.", "{what}：由 {claims} 推出。"),
    "no_claims": ("No claims were published with these records.", "这些记录未附公开报道。"),
    "claims_caption": ("Each claim as the program reads it, with its source", "各项报道及其来源，按程序所读列出"),
    "claim_id": ("Claim", "编号"),
    "says": ("What it says", "内容"),
    "outcome": ("What the records say", "记录所示"),
    "outcomes": (
        "The records confirm {confirmed} of them and contradict {contradicted}; {undecided} they do not decide.",
        "其中记录证实 {confirmed} 项，与记录或其他报道矛盾 {contradicted} 项，不能判定 {undecided} 项。",
    ),
    "as_published": ("As published", "原文要点"),
    "source": ("Source", "来源"),
    "confidence": ("Confidence", "可信度"),
    "confidence.high": ("high", "高"),
    "confidence.medium": ("medium", "中"),
    "confidence.low": ("low", "低"),
    "claim.card.held": ("held the card for {years}", "{years}年度获牌"),
    "claim.card.missed": ("missed the card for {years}", "{years}年度未获牌"),
    "claim.tier": ("was given the {tier} for {years}", "{years}年度授予{tier}"),
    "claim.tier-at-least": ("held at least the {tier} by the end of {years}", "截至{years}年度已获{tier}或更高"),
    "claim.consecutive": ("{value} in a row by the end of {years}", "截至{years}年度连续 {value}"),
    "claim.total": ("{value} in all by the end of {years}", "截至{years}年度共 {value}"),
    "claim.count-card": ("{value} {level} held the card for {years}", "{years}年度 {value} 个{level}获牌"),
    "claim.count-tier-new": (
        "{value} {level} were given the {tier} for {years}",
        "{years}年度授予 {value} 个{level}{tier}",
    ),
    "claim.count-tier-at-least": (
        "{value} {level} held at least the {tier} by the end of {years}",
        "截至{years}年度 {value} 个{level}已获{tier}或更高",
    ),
    "or_year": ("{first} or {second}", "{first}或{second}"),
    "count.any": ("units", "单位"),
    "count.city": ("cities", "设区市"),
    "count.county": ("counties", "县（市、区）"),
    "whole": ("All units together", "全体"),
    "assumes": ("What the ladder's file assumes", "阶梯文件所作的假定"),
    "needs": ("Needs", "所需"),
    "made_by": ("Made by pingan {version} from the records alone.", "由 pingan {version} 依据记录生成。"),
}
"""Each with its English and its Chinese; blanks in braces are the same in both."""


def both(key: str, **values: object) -> Names:
    """A word or sentence of the report, or else of the program, in both languages with its blanks filled in.

    Where `count` is 1 it is the singular. A value that is `Names` stands in the language around it.

    >>> both("became", before="A", after=Names("B", "乙"))
    Names(en='A became B', zh='A改为乙')
    """
    if values.get("count") in (1, "1") and f"{key}_one" in REPORT_WORDS:
        key += "_one"

    def said(lang: str) -> str:
        own = {name: value.of(lang) if isinstance(value, Names) else value for name, value in values.items()}
        return REPORT_WORDS[key][lang == "zh"].format(**own) if key in REPORT_WORDS else word(key, lang, **own)

    return Names(said("en"), said("zh"))


def names_of(unit: Unit) -> Names:
    """A unit's name in both languages."""
    return Names(unit.named("en"), unit.named("zh"))


def level_of(level: str | None) -> Names:
    """The word for a level in both languages."""
    return Names(level_word(level, "en"), level_word(level, "zh"))


def listed(several: list[Names], separator: str = "list_separator") -> Names:
    """Several things one after another, as each language lists them."""
    between = both(separator)
    return Names(*(between.of(lang).join(each.of(lang) for each in several) for lang in ("en", "zh")))


def spans(years: list[int]) -> Names:
    """Years as spans: 2005–2007, 2009.

    >>> spans([2005, 2006, 2007, 2009])
    Names(en='2005–2007, 2009', zh='2005–2007、2009')
    """
    told = [f"{first}–{last}" if first != last else str(first) for first, last in _runs(years)]
    return listed([Names(span, span) for span in told])


def _runs(years: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for year in years:
        if found and year == found[-1][1] + 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found
