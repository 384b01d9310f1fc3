"""Every shipped ladder file is sealed, and no seal stands for a wrong one."""

import runpy
import subprocess
from pathlib import Path

import pytest

from pingan_cli.ladder.document import read_document
from pingan_cli.ladder.examples import check_ladder
from pingan_cli.ladder.loader import SEALS, is_sealed, load_ladder, shipped_ladders
from pingan_cli.ladder.validating import problems_of
from pingan_cli.shipped import RULES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", shipped_ladders())
def test_a_shipped_ladder_is_right_and_sealed(name: str) -> None:
    path = RULES / f"{name}.yaml"
    source = path.read_bytes()
    document, problems = read_document(source, path.name)
    assert document is not None
    assert [*problems, *problems_of(document, path.name, name), *check_ladder(path).problems] == []
    assert is_sealed(name, source), "run: python scripts/seal.py"


def test_the_script_writes_what_is_there() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "seal.py"))
    found, problems = script["sealed_files"]()
    assert problems == []
    assert sorted(found) == shipped_ladders()
    assert script["written"](found) == SEALS.read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", [b" ", b"# kept\n", b"\r\n"])
def test_a_file_that_differs_by_a_letter_is_validated_anew(ending: bytes, tmp_path: Path) -> None:
    source = (RULES / "zhejiang-peace.yaml").read_bytes()
    assert not is_sealed("zhejiang-peace", source + ending)
    assert not is_sealed("other", source)
    spoilt = tmp_path / "zhejiang-peace.yaml"
    spoilt.write_bytes(source.replace(b"at: 12", b"at: 1"))
    assert [problem.code for problem in load_ladder(spoilt)[1]] == ["ladder-invalid"]


@pytest.mark.parametrize(
    "path", ["rules/new.yaml", "rules/SHA256SUMS", "data/new/cards.csv", "data/new/datapackage.json"]
)
def test_a_checkout_never_changes_their_line_ends(path: str) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    told = subprocess.run(
        ["git", "check-attr", "text", "eol", "--", path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines() == [f"{path}: text: set", f"{path}: eol: lf"]


def test_shipped_files_have_unix_line_ends() -> None:
    shipped = [SEALS, *RULES.glob("*.yaml"), *(ROOT / "data").rglob("*.csv"), *(ROOT / "data").rglob("*.json")]
    assert [path.name for path in shipped if b"\r" in path.read_bytes()] == []
