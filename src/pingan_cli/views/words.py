"""The words of tables and timelines, in English and in Chinese as officials use them."""

from __future__ import annotations

LANGUAGES = ("en", "zh")

_WORDS: dict[str, tuple[str, str]] = {
    "unit": ("Unit", "单位"),
    "city": ("City", "所属市"),
    "honour": ("Honour", "荣誉"),
    "streak": ("Years in a row", "连续年数"),
    "streak_short": ("Run", "连续"),
    "count": ("Years that count", "累计年数"),
    "terms": ("Terms in a row", "连续届数"),
    "term_count": ("Terms that count", "累计届数"),
    "since": ("Since", "起始年度"),
    "awarded": ("Awarded", "当年授予"),
    "next": ("Next", "下一级"),
    "at": ("At", "所需年数"),
    "code": ("Code", "代码"),
    "name": ("Name", "名称"),
    "other_name": ("Chinese", "英文名"),
    "level": ("Level", "级别"),
    "years": ("Years", "年度"),
    "history": ("Carries on", "承继"),
    "change": ("Change", "变更"),
    "tier": ("Tier", "等级"),
    "ladder": ("Ladder", "阶梯"),
    "file": ("File", "文件"),
    "level.city": ("city", "设区市"),
    "level.county": ("county", "县（市、区）"),
    "held": ("held", "获牌"),
    "reached": ("held, and a tier awarded", "获牌并授予"),
    "uncounted": ("held, but does not count", "获牌而不计入"),
    "missed": ("missed", "未获"),
    "revoked": ("revoked", "撤销"),
    "unknown": ("not on record", "无记录"),
    "none": ("none", "无"),
    "or_more": ("{n} or more", "{n} 以上"),
    "to": ("{low} to {high}", "{low} 至 {high}"),
    "comma": (", ", "，"),
    "first_rows": (
        "The first {shown} of {total} units; --format csv gives them all.",
        "共 {total} 个单位，此处列出前 {shown} 个；--format csv 可输出全部。",
    ),
    "award_title": ("{ladder}: honours for {year}", "{ladder}：{year}年度荣誉"),
    "award_announced": ("announced {announced}", "{announced}年发布"),
    "award_same_year": ("announced in the same year", "当年发布"),
    "award_earlier": (
        "{asked} is no last year of a period; judged by the end of {year}",
        "{asked}年尚未届满，以{year}年为准",
    ),
    "by_honour": ("By honour: {list}.", "按荣誉计：{list}。"),
    "counted": ("{count} {name}", "{name} {count}"),
    "without": ("{count} without", "尚无 {count}"),
    "list_separator": (", ", "、"),
    "may_be_more_one": (
        "For 1 of them the records leave the honour open; it is counted by the lowest that is certain.",
        "其中 1 个单位的荣誉尚不能由记录确定，按可以确定的最低一级计。",
    ),
    "year_unknown_one": (
        "Of 1 of these units the records do not tell whether it held the card for {year}.",
        "其中 1 个单位的 {year} 年度结果无记录。",
    ),
    "may_be_more": (
        "For {count} of them the records leave the honour open; they are counted by the lowest that is certain.",
        "其中 {count} 个单位的荣誉尚不能由记录确定，按可以确定的最低一级计。",
    ),
    "year_unknown": (
        "Of {count} of these units the records do not tell whether they held the card for {year}.",
        "其中 {count} 个单位的 {year} 年度结果无记录。",
    ),
    "year_unknown_all": (
        "Nothing is on record for {year} itself; what stands here follows from the years before.",
        "{year} 年度尚无记录，以上据此前各年推算。",
    ),
    "off_record": (
        "{count} more units are not on record; --all lists them too.",
        "另有 {count} 个单位无任何记录；加 --all 一并列出。",
    ),
    "off_record_one": (
        "1 more unit is not on record; --all lists it too.",
        "另有 1 个单位无任何记录；加 --all 一并列出。",
    ),
    "may_hold": (
        "{count} more units may hold {tier}: these files cannot tell.",
        "另有 {count} 个单位可能已获{tier}：现有文件不能判定。",
    ),
    "may_hold_one": (
        "1 more unit may hold {tier}: these files cannot tell.",
        "另有 1 个单位可能已获{tier}：现有文件不能判定。",
    ),
    "nobody": ("No unit fits.", "没有符合条件的单位。"),
    "line.streak": ("{streak} in a row", "连续 {streak}"),
    "line.count": ("{streak} that count", "累计 {streak}"),
    "line.since": ("since {year}", "自 {year} 年"),
    "line.awarded": ("awarded {tier}", "授予{tier}"),
    "line.next": ("next {tier} {year}", "下一级{tier} {year}"),
    "streak_title": ("{ladder} by the end of {year}", "{ladder}，截至{year}年度"),
    "of_city": ("{name} ({zh}, {code}), {city}", "{zh}（{name}，{code}），{city}"),
    "conferred_for": (
        "{tier}, conferred for {year}, announced {announced}",
        "{tier}，{year}年度授予，{announced}年发布",
    ),
    "since_none": ("{streak}", "{streak}"),
    "open": ("Open", "未定"),
    "since_year": ("{streak}, since {year}", "{streak}，自{year}年度起"),
    "next_at": (
        "{tier}, for {year} at the earliest, announced {announced}",
        "{tier}，最早于{year}年度，{announced}年发布",
    ),
    "no_next": ("none: the ladder ends here", "无：已至最高一级"),
    "conferrals": ("Awarded", "历次授予"),
    "conferral": ("{tier} for {year}", "{year}年度{tier}"),
    "known_as": ("Once", "曾用名"),
    "until": ("{name} ({zh}, {code}) until {year}", "{zh}（{name}，{code}），至{year}年"),
    "plain_until": ("{name} ({code}) until {year}", "{name}（{code}），至{year}年"),
    "no_year": (
        "Not on record for {year}: the streak is between nothing and what the years before allow.",
        "{year} 年度无记录：连续年数介于零与此前各年所许之间。",
    ),
    "units_title": ("{count} units", "{count} 个单位"),
    "sources": ("Sources", "来源"),
    "assumptions": ("Assumptions", "本工具的假定"),
    "amendments": ("Amendments", "修订"),
    "from_year": ("from {year}: {says}", "自{year}年度：{says}"),
    "star_example": ("and so on, at {at} more for each", "依此类推，每增 {at}"),
    "examples": ("Examples", "示例"),
    "tiers": ("Tiers", "等级数"),
    "first_year_title": ("From", "始于"),
    "outcome": ("Outcome", "结果"),
    "right": ("right", "正确"),
    "wrong": ("{count} problems", "{count} 个问题"),
    "wrong_one": ("1 problem", "1 个问题"),
    "ladders_title": ("{count} ladders", "{count} 个阶梯"),
    "ladders_title_one": ("1 ladder", "1 个阶梯"),
    "checked_title": ("{count} ladders checked", "已检查 {count} 个阶梯"),
    "checked_title_one": ("1 ladder checked", "已检查 1 个阶梯"),
    "rule.card": (
        "{card}, held for a year; the first assessment year is {year}.",
        "{card}按年度授予，首个考核年度为{year}年。",
    ),
    "rule.term": (
        "{card}, held for a term of {period} years; the first assessment year is {year}.",
        "{card}每{period}年为一届，首个考核年度为{year}年。",
    ),
    "rule.levels": ("It covers these levels: {levels}.", "适用于：{levels}。"),
    "rule.consecutive": ("Only a run without a miss counts.", "须连续，不得中断。"),
    "rule.forgiving": ("A run survives misses, but not more than {forgiven}.", "连续期间最多可有 {forgiven} 次未获。"),
    "rule.cumulative": ("All of them count, in a row or not.", "累计计算，不要求连续。"),
    "rule.announced_one": ("Announced in the year after the year assessed.", "于考核年度次年发布。"),
    "rule.announced": ("Announced {count} years after the year assessed.", "于考核年度之后第 {count} 年发布。"),
    "rule.announced_same": ("Announced in the year assessed.", "于考核年度当年发布。"),
    "rule.standing": (
        "A period counts when the card is held for at least the {standing}th time in a row.",
        "须连续第 {standing} 次及以上持有，该期方计入。",
    ),
    "rule.grades": ("These grades count: {grades}.", "计入的等级：{grades}。"),
    "rule.number": ("the number on record", "记录的数值"),
    "rule.limit": ("counts when {what} is {bounds}.", "{what}{bounds}时计入。"),
    "rule.at_least": ("at least {n}", "不少于 {n}"),
    "rule.at_most": ("at most {n}", "不多于 {n}"),
    "rule.miss_keep": (
        "A miss ends the run; honours already conferred are kept.",
        "未获则连续中断，已授予的荣誉予以保留。",
    ),
    "rule.miss_recall": (
        "A miss ends the run and recalls the honours conferred.",
        "未获则连续中断，并收回已授予的荣誉。",
    ),
    "rule.miss_cumulative": ("A miss does not lower the count.", "未获不影响累计数。"),
    "rule.revoked_keep": (
        "A revoked card counts as none; honours already conferred are kept.",
        "被撤销的视为未获，已授予的荣誉予以保留。",
    ),
    "rule.revoked_recall": (
        "A revoked card counts as none and recalls the honours conferred.",
        "被撤销的视为未获，并收回已授予的荣誉。",
    ),
}


def word(key: str, lang: str, **values: object) -> str:
    """The word or sentence of that key with its blanks filled in; where `count` is 1, its singular."""
    if values.get("count") == 1 and f"{key}_one" in _WORDS:
        key += "_one"
    return _WORDS[key][lang == "zh"].format(**values)


def level_word(level: str | None, lang: str) -> str:
    """The word for a level; a level that is not ours is named as its registry names it."""
    return word(f"level.{level}", lang) if f"level.{level}" in _WORDS else level or ""
