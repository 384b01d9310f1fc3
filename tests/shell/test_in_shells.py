"""Completion as it is met: keys typed at bash, zsh and fish, and the command that they complete run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shell.conftest import Home
from shell.terminal import Terminal

INSTALLED = {"bash": ["bash", "--noprofile", "-i"], "zsh": ["zsh", "-i"], "fish": ["fish", "-i"]}


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("pingan streak 洞头区\t--year 2021 --format csv", "330305,Dongtou,洞头区,2021"),
        ("pingan streak Chun\t--year 2020 --format csv", "330127,Chun'an,淳安县,2020"),
        ("pingan streak 'Chun\t --year 2019 --format csv", "330127,Chun'an,淳安县,2019"),
        ('pingan streak "Chun\t --year 2018 --format csv', "330127,Chun'an,淳安县,2018"),
        ("pingan stre\tchun\t--year 2017 --format csv", "330127,Chun'an,淳安县,2017"),
        ("pingan award --rules=guang\t--format json", '"ladder": "guangdong-peace"'),
        ("A=1 pingan rules show changan\t--form\tjson", '"id": "changan-cup"'),
        ("echo; pingan explain csv-b\t--lang z\t", "原因"),
    ],
)
def test_the_word_that_is_inserted_is_the_one_meant(terminal: Terminal, keys: str, answer: str) -> None:
    terminal.run(keys, answer)


def test_names_and_files_with_spaces_and_quotes(terminal: Terminal) -> None:
    cards = r"""printf 'year,unit\n2020,San Jose\n2020,Saint "Q" $1\n' > 'my cards.csv'; echo do''ne"""
    terminal.run(cards, "done\n")
    pingan = r"pingan streak --units none --data my\ cards.csv --format json"
    terminal.run(f"{pingan} San\t", '"name": "San Jose"')
    terminal.run(f"{pingan} Saint\t", r'"name": "Saint \"Q\" $1"')
    terminal.run("pingan check --units none my\t", "1 file checked")


def test_installed_completion_is_there_at_the_first_key(
    shell: str, home: Home, opened: Callable[[list[str]], Terminal]
) -> None:
    assert "completion installed in" in home.pingan("--install-completion", shell)
    opened(INSTALLED[shell]).run("pingan streak Chun\t--year 2022 --format csv", "330127,Chun'an,淳安县,2022")
