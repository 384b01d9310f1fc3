"""A small list of cards."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def cards(tmp_path: Path) -> list[str]:
    """Options for three units: Ash held every year from 2015 to 2023, Elm missed 2019, Oak's 2022 is not on record."""
    (tmp_path / "datapackage.json").write_text(
        '{"name": "trees", "partial": true, "resources": [{"name": "cards", "path": "cards.csv"}]}', encoding="utf-8"
    )
    rows = [f"{year},Ash,held" for year in range(2015, 2024)]
    rows += [f"{year},Elm,{'missed' if year == 2019 else 'held'}" for year in range(2015, 2024)]
    rows += [f"{year},Oak,held" for year in (*range(2015, 2022), 2023)]
    (tmp_path / "cards.csv").write_text("\n".join(["year,unit,result", *rows, ""]), encoding="utf-8")
    return ["--data", str(tmp_path), "--units", "none", "--since", "2015"]
