"""`pingan check` over files that only an engine reads."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pingan_cli.large import choosing
from program import Pingan

PACKED = {"cards.parquet": "FORMAT parquet", "cards.csv.zst": "FORMAT csv, COMPRESSION zstd"}


def written_by_duckdb(path: Path, rows: str) -> Path:
    with duckdb.connect() as base:
        base.execute(f"COPY (SELECT * FROM (VALUES {rows}) AS t(year, unit)) TO '{path}' ({PACKED[path.name]})")
    return path


def test_what_only_an_engine_reads_is_checked_by_its_rows(pingan: Pingan, tmp_path: Path) -> None:
    name = "cards.parquet"
    written_by_duckdb(tmp_path / name, "('2005', '洞头县'), ('2006', '洞头县')")
    for words in (["check", name], ["check", "."]):
        assert pingan(*words).out.endswith("1 file checked, 0 errors, 0 warnings\n")
    written_by_duckdb(
        tmp_path / name, "('2005', '洞头县'), ('20o6', '洞头县'), ('2007', 'Dongtuo'), ('2005', '洞头县')"
    )
    ran = pingan("check", name, "--fix")
    assert ran.status == 1
    places = [line.partition(": ")[::2] for line in ran.out.splitlines() if "[" in line]
    assert [(place, text.partition("]")[0]) for place, text in places] == [
        (f"{name}:2:1", "error[year-invalid"),
        (f"{name}:3:1", "error[unit-unknown"),
        (f"{name}:4:1", "warning[row-repeated"),
    ]


def test_what_only_an_engine_reads_names_the_extra_where_there_is_none(
    pingan: Pingan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "cards.parquet"
    written_by_duckdb(tmp_path / name, "('2005', '洞头县')")
    monkeypatch.setattr(choosing, "_installed", lambda module: False)
    ran = pingan("check", name)
    assert ran.out.startswith(f"{name}: error[file-unreadable]: it takes DuckDB to read ")
    assert "  hint: pip install 'pingan-cli[scale]'\n" in ran.out
    assert ran.status == 1


def test_other_lists_are_not_read_by_an_engine(pingan: Pingan, tmp_path: Path) -> None:
    written_by_duckdb(tmp_path / "cards.parquet", "('2005', '洞头县')")
    (tmp_path / "cards.parquet").rename(tmp_path / "list.csv")
    for words in (["units", "--units"], ["audit", "--claims"], ["award", "--expect"], ["award", "--data"]):
        ran = pingan(*words, "list.csv")
        assert ran.err.startswith("list.csv: error[file-binary]: this is Parquet, as only cards may be\n")
        assert "hint: cards are read from a file called .parquet; save other lists as CSV" in ran.err


def test_a_nul_in_parquet_is_spelt_out_as_other_characters_that_cannot_be_seen(pingan: Pingan, tmp_path: Path) -> None:
    with duckdb.connect() as base:
        asked = (
            f"COPY (SELECT 2005 AS year, 'a' || chr(0) || 'b' AS unit) TO '{tmp_path}/cards.parquet' (FORMAT parquet)"
        )
        base.execute(asked)
    words = ["award", "--data", "cards.parquet", "--units", "none", "--format", "csv"]
    shown = pingan(*words).out
    assert "\na\\x00b,a\\x00b,," in shown
    assert pingan(*words, "-o", "out.csv").status == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == shown


@pytest.mark.parametrize("name", PACKED)
def test_a_broken_file_for_an_engine_is_a_finding_like_others(pingan: Pingan, tmp_path: Path, name: str) -> None:
    written_by_duckdb(tmp_path / name, "('2005', '洞头县')")
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    (tmp_path / "2006.csv").write_text("unit\nDongtuo\n", encoding="utf-8")
    ran = pingan("check", ".")
    assert (ran.status, ran.err) == (1, "")
    assert f"{name}: error[{'file-unreadable' if 'parquet' in name else 'archive-invalid'}]: " in ran.out
    assert ran.out.endswith("2 files checked, 2 errors, 0 warnings\n")
