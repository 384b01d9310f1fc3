"""docs/ladder-language.md is true: its ladder is right, its tables come out, and it names every key."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel

from pingan_cli.ladder import model
from pingan_cli.ladder.examples import check_ladder
from pingan_cli.ladder.loader import load_ladder

TEXT = (Path(__file__).parents[2] / "docs" / "ladder-language.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", TEXT, flags=re.DOTALL)
WHOLE = next(block for block in BLOCKS if "\nladder: " in block)
RULE = next(block for block in BLOCKS if block.startswith("tiers:"))
AMENDED = next(block for block in BLOCKS if block.startswith("amendments:"))
ROWS = re.findall(
    r"^\| ((?:`[^|]*`)?) ?\| `([-01r? ]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", TEXT, flags=re.MULTILINE
)
RESULTS = {"1": "good", "-": "fair", "0": "missed", "r": "revoked", "?": "unknown"}
BASE: dict[str, Any] = {
    "ladder": "described",
    "name": {"en": "Described", "zh": "所述"},
    "card": {"en": "Card", "zh": "牌"},
    "sources": [{"title": "the reference", "url": "https://example.org"}],
    "first_year": 2001,
    "announced": 0,
    "results": {
        "kind": "grade",
        "grades": [
            {"id": "good", "name": {"en": "Good", "zh": "优"}},
            {"id": "fair", "name": {"en": "Fair", "zh": "中"}},
        ],
    },
    "counts": {"grades": ["good"]},
    **yaml.safe_load(RULE),
}


def problems(folder: Path, name: str, file: str | dict[str, Any]) -> list[str]:
    path = folder / f"{name}.yaml"
    path.write_text(file if isinstance(file, str) else yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")
    return [str(problem) for problem in check_ladder(path).problems]


def test_the_whole_ladder_is_right(tmp_path: Path) -> None:
    assert problems(tmp_path, "rowing-badge", WHOLE) == []
    assert problems(tmp_path, "rowing-badge", WHOLE.replace("honour: boat", "honour: oar")) != []


def bounds(cell: str) -> Any:
    low, _, high = (None if word == "none" else word for word in cell.strip().partition(" to "))
    if cell.strip().partition(" to ")[1] == "":
        high = low
    low, high = (int(bound) if bound and bound.isdigit() else bound for bound in (low, high))
    return {"min": low, "max": high}


def test_the_tables_are_found() -> None:
    assert len(ROWS) == len(re.findall("`[-01r?]( [-01r?])+`", TEXT)) >= 30


@pytest.mark.parametrize(("rule", "history", "streak", "honour", "why"), ROWS)
def test_a_worked_history(tmp_path: Path, rule: str, history: str, streak: str, honour: str, why: str) -> None:
    changes = {key: value for part in re.findall("`([^`]+)`", rule) for key, value in yaml.safe_load(part).items()}
    cards: dict[str, list[int]] = {}
    for year, mark in enumerate(history.split(), 2001):
        cards.setdefault(RESULTS[mark], []).append(year)
    last = 2000 + len(history.split())
    example = {"says": why, "cards": cards, "year": last, "streak": bounds(streak), "honour": bounds(honour)}
    assert problems(tmp_path, "described", {**BASE, **changes, "examples": [example]}) == []
    example["streak"] = {"min": 77, "max": 77}
    assert problems(tmp_path, "described", {**BASE, **changes, "examples": [example]}) != []


def test_the_amendments_are_right(tmp_path: Path) -> None:
    example = {
        "says": "five years in a row, of which the last two under the new tiers",
        "cards": {"good": ["2021-2025"]}, "year": 2025, "streak": 5, "honour": "gold", "awarded": "gold",
        "next": "silver", "next_year": 2027,
    }  # fmt: skip
    assert problems(tmp_path, "described", {**BASE, **yaml.safe_load(AMENDED), "examples": [example]}) == []


def test_what_it_says_of_errors(tmp_path: Path) -> None:
    spoilt = WHOLE.replace("forgiven: 1", "forgivn: 1").replace("at: 5", "at: 2")
    path = tmp_path / "rowing-badge.yaml"
    path.write_text(spoilt, encoding="utf-8")
    told = "\n".join(str(problem) for problem in load_ladder(path)[1]).replace(f"{tmp_path}/", "")
    shown = re.search(r"in the order of the file:\n\n((?:    .*\n)+)", TEXT)
    assert shown is not None
    assert re.sub("^    ", "", shown[1], flags=re.MULTILINE).strip() == told


def test_it_names_every_key() -> None:
    parts = [
        part for part in vars(model).values()
        if isinstance(part, type) and issubclass(part, BaseModel) and part.__module__ == model.__name__
    ]  # fmt: skip
    keys = {key for part in parts for key in part.model_fields}
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall("`[^`\n]+`", TEXT))))
    assert keys - named == set()
    for key in model.LadderFile.model_fields:
        assert (
            re.search(rf"^\| `{key}[.`]", TEXT, flags=re.MULTILINE)
            or f"`{key}` and" in TEXT
            or f" `{key}` have" in TEXT
        )


def inner_limits(annotation: Any) -> list[Any]:
    """What bounds a value that may be left out."""
    fields = [each for part in get_args(annotation) for each in getattr(part, "__metadata__", ())]
    return [limit for each in fields for limit in getattr(each, "metadata", ())]


def test_it_gives_the_defaults_and_bounds_of_the_model() -> None:
    for key, field in model.LadderFile.model_fields.items():
        row = re.search(rf"^\| `{key}` \| ([^|]*) \| ([^|]*) \|", TEXT, flags=re.MULTILINE)
        if row is None:
            continue
        default = row[2].strip()
        assert bool(default) != field.is_required() or key == "counts", key
        if re.fullmatch("`[0-9]+`", default):
            assert default == f"`{field.default}`"
        limits = {type(limit).__name__: limit for limit in (*field.metadata, *inner_limits(field.annotation))}
        if told := re.fullmatch("([0-9]+) to ([0-9]+)", row[1].strip()):
            assert (int(told[1]), int(told[2])) == (limits["Ge"].ge, limits["Le"].le)
