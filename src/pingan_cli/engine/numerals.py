"""Whole numbers in words, for the names of stars: Two-Star, 二星."""

from __future__ import annotations

_ONES = ("Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen"
         " Seventeen Eighteen Nineteen").split()  # fmt: skip
_TENS = ["", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"]
_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")


def english(number: int) -> str:
    """A number from 0 to 999,999 in English words, joined so that it can stand before "-Star".

    >>> english(0), english(2), english(21), english(1005)
    ('Zero', 'Two', 'Twenty-One', 'One-Thousand-Five')
    """
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    size, word = (1000, "Thousand") if number >= 1000 else (100, "Hundred")
    rest = number % size
    return f"{english(number // size)}-{word}" + (f"-{english(rest)}" if rest else "")


def chinese(number: int) -> str:
    """A number from 0 to 99,999,999 in Chinese numerals.

    >>> chinese(0), chinese(2), chinese(10), chinese(21), chinese(110), chinese(1005)
    ('零', '二', '十', '二十一', '一百一十', '一千零五')
    """
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return chinese(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + _below_10000(low))
    text = _below_10000(number)
    return text[1:] if text.startswith("一十") else text


def _below_10000(number: int) -> str:
    text = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += _DIGITS[digit] + _UNITS[place]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零") or "零"
