"""Writes `records/traditional.txt`: each traditional character of Big5 with its simplified one, as OpenCC has them.

It takes `pip install opencc` (Apache-2.0), which the program itself does without.
"""

from pathlib import Path

from opencc import OpenCC  # pyright: ignore

FILE = Path(__file__).parents[1] / "src" / "pingan_cli" / "records" / "traditional.txt"
_A_LINE = 30


def main() -> None:
    convert = OpenCC("t2s").convert
    letters = [chr(code) for code in range(0x4E00, 0xA000) if chr(code).encode("big5", errors="ignore")]
    pairs = [letter + convert(letter) for letter in letters if convert(letter) != letter]
    lines = [" ".join(pairs[at : at + _A_LINE]) for at in range(0, len(pairs), _A_LINE)]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
