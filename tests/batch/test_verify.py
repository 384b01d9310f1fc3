"""Verifying: 0 when everything is as recorded and comes out the same, 1 and what differs, 2 when it cannot be told."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from batch.conftest import NORTH, tree
from pingan_cli.cli.app import run
from pingan_cli.shipped import DATA, RULES
from program import Pingan

RUN = ("batch", "lists/north.csv", "lists/south", "package", "--rules", "ladder.yaml", "--years", "2005-2011")
OUTPUTS = {"out": "out/manifest.json", "all.csv": "all.csv.manifest.json"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ladder, three inputs of which one is broken, and what a batch made of them, in both ways."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "lists" / "south").mkdir(parents=True)
    (folder / "package").mkdir()
    for name in ("cards.csv", "units.csv", "claims.csv", "map.csv", "datapackage.json"):
        shutil.copy(DATA / "zhejiang" / name, folder / "package")
    text = (RULES / "zhejiang-peace.yaml").read_text(encoding="utf-8")
    for name, content in {
        "ladder.yaml": text.replace("ladder: zhejiang-peace", "ladder: ladder"),
        "lists/north.csv": "year,unit\n2005,Dongtou\n2006,Dongtou\n",
        "lists/south/2005-2008.csv": "year,unit\n20O5,Dongtou\n",
    }.items():
        (folder / name).write_text(content, encoding="utf-8")
    with chdir(folder):
        for output in OUTPUTS:
            assert run([*RUN, "-o", output]) == 1
    return folder


@pytest.fixture
def office(pingan: Pingan, template: Path, tmp_path: Path) -> Path:
    """A copy of it, in which the program runs."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return tmp_path


def append(path: str) -> None:
    with Path(path).open("a", encoding="utf-8") as stream:
        stream.write("\n")


def flip(path: str) -> None:
    """Another byte at the end; the size stays."""
    raw = Path(path).read_bytes()
    Path(path).write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))


@pytest.mark.parametrize("manifest", OUTPUTS.values())
def test_what_is_as_it_was_is_verified(pingan: Pingan, office: Path, manifest: str) -> None:
    before = tree(office)
    ran = pingan("batch", "--verify", manifest)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("all as recorded, and the same when computed again.\n")
    assert pingan("batch", "--verify", manifest, "--lang", "zh").out.endswith("均与清单一致，重新计算结果相同。\n")
    assert pingan("batch", "--verify", manifest, "--quiet", "--jobs", "2") == (0, "", "")
    assert tree(office) == before


def test_everything_may_be_moved_together(pingan: Pingan, office: Path, tmp_path_factory: Any) -> None:
    place = tmp_path_factory.mktemp("other") / "place"
    shutil.copytree(office, place)
    shutil.rmtree(office / "lists")
    assert pingan("batch", "--verify", str(place / "out" / "manifest.json")).status == 0
    assert str(office) not in (place / "out" / "manifest.json").read_text(encoding="utf-8")


TAMPERED: dict[str, tuple[Callable[[], object], str, str]] = {
    "an input, longer": (lambda: append("lists/north.csv"), "lists/north.csv", "this input has"),
    "an input, of the same size": (lambda: flip("lists/north.csv"), "lists/north.csv", "has other content"),
    "an input that is gone": (lambda: Path("lists/north.csv").unlink(), "lists/north.csv", "this input is gone"),
    "an input that is a pipe": (
        lambda: (Path("lists/north.csv").unlink(), os.mkfifo("lists/north.csv")),
        "lists/north.csv",
        "this input is gone",
    ),
    "a broken input": (lambda: flip("lists/south/2005-2008.csv"), "2005-2008.csv", "has other content"),
    "the descriptor of a package": (lambda: append("package/datapackage.json"), "datapackage.json", "this input has"),
    "the cards of a package": (lambda: flip("package/cards.csv"), "package/cards.csv", "has other content"),
    "the registry of a package": (lambda: flip("package/units.csv"), "package/units.csv", "has other content"),
    "one file more in a folder": (
        lambda: Path("lists/south/2009.csv").write_text("unit\nA\n", encoding="utf-8"),
        "lists/south/2009.csv",
        "was not among those read",
    ),
    "the ladder": (lambda: append("ladder.yaml"), "ladder.yaml", "the ladder has"),
    "a ladder that is gone": (lambda: Path("ladder.yaml").unlink(), "ladder.yaml", "the ladder is gone"),
}


@pytest.mark.parametrize("manifest", OUTPUTS.values())
@pytest.mark.parametrize(("tamper", "place", "said"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_tampered_with_is_named(
    pingan: Pingan, office: Path, manifest: str, tamper: Callable[[], object], place: str, said: str
) -> None:
    tamper()
    ran = pingan("batch", "--verify", manifest)
    assert (ran.status, ran.err) == (1, "")
    problem, summary = ran.out.splitlines()
    assert f"{place}: error[batch-different]: " in problem
    assert said in problem
    assert ": 1 difference; computed again: " in summary


@pytest.mark.parametrize(
    ("manifest", "output"), [("out/manifest.json", "out/package-2010.csv"), ("all.csv.manifest.json", "all.csv")]
)
@pytest.mark.parametrize("tamper", [append, flip, lambda path: Path(path).unlink()], ids=["longer", "other", "gone"])
def test_an_output_that_was_tampered_with_is_named(
    pingan: Pingan, office: Path, manifest: str, output: str, tamper: Callable[[str], object]
) -> None:
    tamper(output)
    ran = pingan("batch", "--verify", manifest)
    assert ran.status == 1
    assert f"{output}: error[batch-different]: this output" in ran.out
    assert len(ran.out.splitlines()) == 2


def rewrite(path: str, change: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(Path(path).read_bytes())
    change(document)
    Path(path).write_text(json.dumps(document), encoding="utf-8")


def test_outputs_that_agree_with_the_manifest_and_not_with_the_inputs(pingan: Pingan, office: Path) -> None:
    """Somebody made an honour up, and put the new sums into the manifest."""
    path = Path("out/north-2006.csv")
    path.write_text(path.read_text(encoding="utf-8").replace("north,", "north ,"), encoding="utf-8")
    raw = path.read_bytes()

    def change(document: dict[str, Any]) -> None:
        for output in document["outputs"]:
            if output["file"] == path.name:
                output |= {"size": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}

    rewrite("out/manifest.json", change)
    ran = pingan("batch", "--verify", "out/manifest.json")
    assert ran.status == 1
    assert "out/north-2006.csv: error[batch-different]: computed again, this output comes out otherwise" in ran.out


def test_an_output_left_out_of_the_manifest_is_missed(pingan: Pingan, office: Path) -> None:
    rewrite("out/manifest.json", lambda document: document["outputs"].pop(0))
    ran = pingan("batch", "--verify", "out/manifest.json")
    assert ran.status == 1
    assert "out/north-2005.csv: error[batch-different]: computed again" in ran.out


def test_a_broken_input_said_to_be_whole_is_missed(pingan: Pingan, office: Path) -> None:
    rewrite("out/manifest.json", lambda document: document["inputs"][1].update(refused=[]))
    ran = pingan("batch", "--verify", "out/manifest.json")
    assert ran.status == 1
    assert "what is wrong with the input south was nothing, and is now year-invalid" in ran.out


def test_another_version_is_told_and_is_no_difference(pingan: Pingan, office: Path) -> None:
    rewrite("out/manifest.json", lambda document: document.update(version="0.0.1"))
    ran = pingan("batch", "--verify", "out/manifest.json")
    assert ran.status == 0
    assert "The manifest was written by pingan 0.0.1; this is pingan " in ran.out


def put(*keys: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: Any) -> None:
        for key in keys[:-1]:
            document = document[key]
        document[keys[-1]] = value

    return change


INVALID = {
    "another program": put("program", value="other"),
    "a ladder that is no file": put("ladder", value="zhejiang-peace"),
    "no sum": put("ladder", "sha256", value="0"),
    "years backwards are no years": put("years", value=["2005", "2011"]),
    "one year": put("years", value=[2005]),
    "a size that is true": put("ladder", "size", value=True),
    "an output out of the folder": put("outputs", 0, "file", value="../lists/north.csv"),
    "an output elsewhere": put("outputs", 0, "file", value="/etc/passwd"),
    "the folder itself": put("outputs", 0, "file", value=".."),
    "one file out of the folder": put("output", value="../all.csv"),
    "an input whose name is a path": put("inputs", 0, "name", value="../../north"),
    "something shipped out of what is shipped": put("ladder", "shipped", value="rules/../../../etc/passwd"),
    "something shipped that is not": put("ladder", "shipped", value="src/x.yaml"),
    "a path with a zero byte": put("inputs", 0, "paths", value=[{"path": "a\0b"}]),
    "a form that there is not": put("format", value="xlsx"),
    "a code that there is not": put("inputs", 0, "refused", value=["<b>"]),
    "inputs that are no list": put("inputs", value={}),
    "an input that is no object": put("inputs", value=[1]),
}


@pytest.mark.parametrize("change", INVALID.values(), ids=INVALID)
def test_a_manifest_that_cannot_be_meant(
    pingan: Pingan, office: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    rewrite("out/manifest.json", change)
    ran = pingan("batch", "--verify", "out/manifest.json")
    assert (ran.status, ran.out) == (2, "")
    assert "out/manifest.json:1:1: error[manifest-invalid]: this is no manifest of a batch: " in ran.err


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{", b"null", b"[" * 100_000, b"\xff\xfe", b'{"program": ' + b"9" * 9999]
)
def test_a_file_that_is_no_manifest(pingan: Pingan, text: bytes) -> None:
    Path("manifest.json").write_bytes(text)
    ran = pingan("batch", "--verify", "manifest.json")
    assert (ran.status, ran.out) == (2, "")
    assert "error[manifest-invalid]" in ran.err


def test_a_manifest_from_a_stranger_reads_nothing_that_it_does_not_know_already(pingan: Pingan, office: Path) -> None:
    """A file that is named without its sum, or with a wrong one, is not read as cards, and nothing in it is shown."""
    Path("secret").write_text("year,unit\n2005,password\n", encoding="utf-8")

    def change(document: dict[str, Any]) -> None:
        document["inputs"] = [
            {"name": "secret", "paths": [{"path": "../secret"}], "files": [], "refused": []},
            {
                "name": "again",
                "paths": [{"path": "../secret"}],
                "files": [{"path": "../secret", "size": 24, "sha256": "0" * 64}],
                "refused": [],
            },
        ]
        document["outputs"] = [
            {"file": f"{name}-2005.csv", "input": name, "years": [2005], "rows": 1, "size": 24, "sha256": "0" * 64}
            for name in ("secret", "again")
        ]

    rewrite("out/manifest.json", change)
    ran = pingan("batch", "--verify", "out/manifest.json")
    assert ran.status == 1
    assert "password" not in ran.out + ran.err
    assert "computed again: 0." in ran.out


def test_the_manifest_has_no_clock_and_no_machine(pingan: Pingan, lists: Path, tmp_path: Path) -> None:
    run = ("batch", "lists/north.csv", "--units", "none", "--years", "2005-2011")
    assert pingan(*run, "-o", "out").status == 0
    first = Path("out/manifest.json").read_bytes()
    shutil.rmtree("out")
    (lists / "north.csv").write_text(NORTH, encoding="utf-8")  # the same bytes at another time
    absolute = tuple(str(tmp_path / "lists/north.csv") if part == "lists/north.csv" else part for part in run)
    assert pingan(*absolute, "-o", str(tmp_path / "out")).status == 0
    assert Path("out/manifest.json").read_bytes() == first
    assert str(tmp_path).encode() not in first


def copies(document: dict[str, Any]) -> None:
    """One input under many names, by ways that all lead to it."""
    (first, *_), out = document["inputs"], document["outputs"][0]
    document["inputs"] = [
        {**first, "name": f"n{at}", "paths": [{"path": "../" * (at % 3) + ".."}]} for at in range(2000)
    ]
    document["outputs"] = [{**out, "file": "n1-2005.csv", "input": "n1", "years": [2005]}]


NOT_WRITTEN_BY_US = {
    "no inputs": put("inputs", value=[]),
    "no outputs": put("outputs", value=[]),
    "years without end": put("years", value=[2005, 9999]),
    "a first year without end": put("since", value=10**50),
    "a size without end": put("outputs", 0, "size", value=10**50),
    "many copies of an input": copies,
    "an input twice": lambda document: document["inputs"].append({**document["inputs"][0], "name": "again"}),
    "a file twice": lambda document: document["inputs"][0]["files"].append(document["inputs"][0]["files"][0]),
    "a name twice": lambda document: document["inputs"].append({**document["inputs"][0], "files": []}),
    "an output twice": lambda document: document["outputs"].append(document["outputs"][0]),
    "an output of another input": put("outputs", 0, "input", value="west"),
    "an output of no input": put("outputs", 0, "input", value=None),
    "an output of another name": put("outputs", 0, "file", value="north-2006.csv"),
    "an output of no year": put("outputs", 0, "years", value=[]),
    "one path, very often": put("inputs", 0, "paths", value=[{"path": "a"}] * 9),
    "half a character in a path": put("inputs", 0, "paths", 0, "path", value="\ud800"),
    "half a character in an output": put("outputs", 0, "file", value="\ud800.csv"),
    "half a character in a code": put("inputs", 0, "refused", value=["\ud800"]),
    "NUL in a shipped path": put("inputs", 0, "paths", 0, value={"shipped": "data/\0"}),
    "a shipped path that leads out": put("ladder", value={"shipped": "rules/../../x", "size": 1, "sha256": "0" * 64}),
}


@pytest.mark.parametrize("change", NOT_WRITTEN_BY_US.values(), ids=NOT_WRITTEN_BY_US)
def test_a_manifest_that_no_run_writes_is_refused(
    pingan: Pingan, office: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    rewrite("out/manifest.json", change)
    ran = pingan("batch", "--verify", "out/manifest.json")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("out/manifest.json:1:1: error[manifest-invalid]: this is no manifest of a batch: ")


@pytest.mark.parametrize("path", ["/**", "/proc/kmsg", "/proc/kcore", "/dev/zero", "../pipe", "/", "../big"])
def test_what_a_stranger_names_is_not_read_for_ever(pingan: Pingan, office: Path, path: str) -> None:
    os.mkfifo("pipe")
    with Path("big").open("wb") as stream:
        stream.truncate(1 << 40)
    size = Path(path).stat().st_size if path == "/proc/kcore" and Path(path).exists() else 0

    def change(document: dict[str, Any]) -> None:
        document["inputs"][0] |= {
            "paths": [{"path": path}],
            "files": [{"path": path, "size": size, "sha256": hashlib.sha256(b"").hexdigest()}],
        }

    rewrite("out/manifest.json", change)
    assert pingan("batch", "--verify", "out/manifest.json").status == 1


def test_no_more_rows_are_computed_than_are_recorded(
    pingan: Pingan, lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pingan_cli.batch import rows

    assert pingan("batch", "lists/north.csv", "--units", "none", "--years", "2005-2011", "-o", "all.csv").status == 0
    rewrite("all.csv.manifest.json", put("outputs", 0, "rows", value=3))
    written: list[int] = []
    cells = rows.verdict_cells
    monkeypatch.setattr(rows, "verdict_cells", lambda verdict: written.append(1) or cells(verdict))
    ran = pingan("batch", "--verify", "all.csv.manifest.json")
    assert (ran.status, len(written)) == (1, 2)  # those of three units, two of which have earned the same
    assert "computed again, this output comes out otherwise" in ran.out


def test_a_file_whose_name_is_not_text_is_verified(pingan: Pingan, tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.csv")
    Path(name).write_text(NORTH, encoding="utf-8")
    assert pingan("batch", name, "--units", "none", "--years", "2005", "-o", "out").status == 0
    assert pingan("batch", "--verify", "out").status == 0


def test_what_is_said_of_the_lists_is_in_the_manifest_and_verified(pingan: Pingan, tmp_path: Path) -> None:
    lists = tmp_path / "list.csv"
    lists.write_bytes("year,unit\n2006,洞头县\n2007,洞头县\n合计：2\n".encode("gb18030"))
    words = ("batch", "list.csv", "--years", "2005-2007", "-o", "all.csv")
    said = ("--covers", "county", "--years-are", "announced", "--encoding", "GBK")
    guessed = pingan(*words, "-o", "guessed.csv")
    assert "encoding-guessed" in guessed.err
    assert "rows-left-out" in guessed.err
    assert "rows-left-out" not in pingan(*words, "-o", "quiet.csv", "--quiet").err
    ran = pingan(*words, *said)
    assert (ran.status, "encoding-guessed" in ran.err, "rows-left-out" in ran.err) == (0, False, True)
    rows = (tmp_path / "all.csv").read_text("utf-8")
    assert "list,2006,330322,Dongtou,洞头县,county,330300,2,2,2005" in rows
    assert ",city," not in rows
    manifest = json.loads((tmp_path / "all.csv.manifest.json").read_text("utf-8"))
    assert [manifest[key] for key in ("encoding", "announced", "covers")] == ["gbk", True, ["county"]]
    assert pingan("batch", "--verify", "all.csv.manifest.json").status == 0
    manifest["announced"] = False
    (tmp_path / "all.csv.manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert pingan("batch", "--verify", "all.csv.manifest.json").status == 1
    assert "--covers cannot be given" in pingan("batch", "--verify", "all.csv.manifest.json", "--covers", "city").err
