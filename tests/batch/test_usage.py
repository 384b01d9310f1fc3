"""What cannot be meant is said, all of it at once, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batch.conftest import tree
from pingan_cli.batch.inputs import inputs_of
from pingan_cli.problems import Refused
from program import Pingan

OUT = ("-o", "out")
YEARS = ("--years", "2005-2008")

WRONG = {
    "no years": (OUT, "--years says which years to compute"),
    "no output": (YEARS, "--output says where the rows go"),
    "a year of three digits": (("--years", "205-2008", *OUT), "is no range of years"),
    "three years": (("--years", "2005-2006-2007", *OUT), "is no range of years"),
    "backwards": (("--years", "2008-2005", *OUT), "did you mean 2005-2008?"),
    "before the ladder": (("--years", "2001-2008", *OUT), "2001 lies before 2005"),
    "no period ends": (("--years", "2006-2007", *OUT, "--rules", "changan-cup"), "no period of changan-cup ends"),
    "since before the ladder": ((*YEARS, *OUT, "--since", "2001"), "--since 2001 lies before 2005"),
    "no processes": ((*YEARS, *OUT, "--jobs", "0"), "--jobs '0' is no number of processes"),
    "no number": ((*YEARS, *OUT, "--jobs", "all"), "--jobs 'all' is no number of processes"),
    "a form that there is not": ((*YEARS, *OUT, "--format", "jsonI"), "did you mean jsonl?"),
    "a language that there is not": ((*YEARS, *OUT, "--lang", "de"), "--lang 'de' is not known"),
    "an ending that there is not": ((*YEARS, "-o", "out.xlsx"), "neither a file nor a folder to write"),
    "standard output": ((*YEARS, "-o", "-"), "neither a file nor a folder to write"),
    "an ending of another form": ((*YEARS, "-o", "out.csv", "--format", "jsonl"), "does not end in .jsonl"),
    "standard input": (("-", *YEARS, *OUT), "no input of a batch"),
    "a registry from standard input": ((*YEARS, *OUT, "--units", "-"), "no input of a batch"),
    "a folder that is read": (("lists", *YEARS, "-o", "lists"), "would be read the next time"),
    "a file in a folder that is read": (("lists", *YEARS, "-o", "lists/all.csv"), "would be read the next time"),
    "an input that would be written over": (
        ("lists/north.csv", *YEARS, "--units", "none", "-o", "lists/north.csv", "--force"),
        "this file was read, and is not written over",
    ),
    "a ladder that there is not": ((*YEARS, *OUT, "--rules", "zhejiang"), "ladder-unknown"),
    "a folder in no folder": ((*YEARS, "-o", "no/such/"), "the folder above it does not exist"),
    "a file in no folder": ((*YEARS, "-o", "no/such.csv"), "the folder above it does not exist"),
    "years with a manifest": (("--verify", "m.json", *YEARS), "--years cannot be given with --verify"),
    "an input with a manifest": (("--verify", "m.json", "lists"), "PATH cannot be given with --verify"),
    "a ladder with a manifest": (("--verify", "m.json", "--rules", "changan-cup"), "--rules cannot be given"),
    "no manifest": (("--verify", "m.json"), "a run without one was not finished"),
    "an option that there is not": (("--year", "2005"), "error[usage]"),
}


@pytest.mark.parametrize(("args", "said"), WRONG.values(), ids=WRONG)
def test_wrong_usage(pingan: Pingan, lists: Path, args: tuple[str, ...], said: str) -> None:
    before = tree(lists.parent)
    ran = pingan("batch", *args)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert tree(lists.parent) == before


def test_all_that_is_wrong_is_said_at_once(pingan: Pingan) -> None:
    ran = pingan("batch", "--years", "05", "--jobs", "x", "--since", "y", "--format", "z")
    assert ran.status == 2
    assert ran.err.count("error[usage]") == 5


def test_parquet_without_its_library_names_what_installs_it(pingan: Pingan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    ran = pingan("batch", "--years", "2005", "-o", "all.parquet")
    assert ran.status == 2
    assert "hint: python -m pip install 'pingan-cli[parquet]'" in ran.err
    assert tree(Path()) == {}


NAMED = {
    "after files and folders": (["a/north.csv", "b/south"], ["north", "south"]),
    "as far as is needed": (["a/cards.csv", "b/cards.csv", "c/units.csv"], ["a-cards", "b-cards", "units"]),
    "by the ending where nothing else differs": (["cards.csv", "cards.txt"], ["cards.csv", "cards.txt"]),
    "whatever the case": (["a/Cards.csv", "b/cards.csv"], ["a-Cards", "b-cards"]),
    "after the package": (["north/datapackage.json"], ["north"]),
    "without the endings of what is packed": (["a.csv.gz", "b.xlsx"], ["a", "b"]),
    "once": (["a.csv", "./a.csv", "x/../a.csv"], ["a"]),
    "without what a terminal would obey": (["a\x1b.csv"], ["a-x1b"]),
}


@pytest.mark.parametrize(("paths", "names"), NAMED.values(), ids=NAMED)
def test_inputs_are_called_after_their_paths(
    paths: list[str], names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert [one.name for one in inputs_of(paths, (), "ladder")] == names


PARTS = st.sampled_from(["a", "b", "A", "a-b", "b-a", "cards", "cards.csv", "cards.csv.gz", "a.b", "-", "..", "."])


@given(st.lists(st.lists(PARTS, min_size=1, max_size=4).map("/".join), min_size=1, max_size=6))
def test_no_two_inputs_have_one_name(paths: list[str]) -> None:
    try:
        inputs = inputs_of(paths, ("shared",), "ladder")
    except Refused:
        return
    names = [one.name.casefold() for one in inputs]
    assert len(set(names)) == len(names)
    assert all(name and "/" not in name for name in names)
    assert all(one.paths[0] == "shared" for one in inputs)
