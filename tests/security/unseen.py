"""Characters that must not be shown raw, by the classes of Unicode as another library knows them: not our own list."""

from __future__ import annotations

import regex

BLANK = "\u2800\U0001d159\U00013441\U00013442"
"""Signs and letters without a mark, though Unicode counts them among those that are seen."""

RAW = regex.compile(
    rf"[\p{{Cc}}\p{{Cf}}\p{{Cs}}\p{{Zl}}\p{{Zp}}\p{{Bidi_Control}}\p{{Default_Ignorable_Code_Point}}"
    rf"\p{{Noncharacter_Code_Point}}{BLANK}]"
)

EVERY = [chr(code) for code in range(0x110000) if RAW.match(chr(code))]


def _is_edge(code: int) -> bool:
    return not all(RAW.match(chr(each & 0x10FFFF)) for each in (code - 1, code + 1))


SAMPLES = [each for each in EVERY if each > "\x9f" and _is_edge(ord(each)) and not "\ud800" <= each <= "\udfff"]
"""The first and the last of each range, without surrogates, which no file in UTF-8 holds."""
