"""What the page says stands in the language around it, and is text whatever is in it."""

from __future__ import annotations

from markupsafe import Markup

from pingan_cli.engine.ladder import Names
from pingan_cli.report.page import html
from pingan_cli.texts import counted, told


def test_values_stand_in_the_language_around_them() -> None:
    text = html(told("{unit} is no more", unit=Names("Xiacheng", "下城区")))
    assert text == "<span class=e>Xiacheng is no more</span><span class=z>撤销下城区</span>"


def test_one_of_a_thing_is_said_in_the_singular() -> None:
    one = html(counted("1 year in a row", "{count} years in a row", count=1))
    assert one == "<span class=e>1 year in a row</span><span class=z>连续 1 年</span>"


def test_what_is_put_in_is_escaped_and_what_is_marked_up_is_not() -> None:
    link = Markup('<a href="#x">&amp;</a>')
    assert html(told("{unit} is new", unit="<b>")) == (
        "<span class=e>&lt;b&gt; is new</span><span class=z>新设&lt;b&gt;</span>"
    )
    assert html(told("{unit} is new", unit=link)).startswith('<span class=e><a href="#x">&amp;</a> is new</span>')
    assert html(("<i>", link)) == (
        '<span class=e>&lt;i&gt;, <a href="#x">&amp;</a></span><span class=z>&lt;i&gt;、<a href="#x">&amp;</a></span>'
    )
    assert html("invisible \u202e") == "invisible \\u202e"


def test_a_long_piece_of_html_stays_whole() -> None:
    long = Markup(f'<a href="#x">{"x" * 3000}</a>')
    assert html(told("{unit} is new", unit=long)).count("</a>") == 2
