"""Large lists: seconds and memory of whole processes that write the honours of every unit to a file.

    python benchmarks/scale.py [--runs 5] [--folder FOLDER]      9.7 million rows of 600,000 units
    python benchmarks/scale.py --curve 8 [--folder FOLDER]       Parquet of 10^3 to 10^8 rows

The lists are made by the script and are the same every time. All commands run in turn in one go; the ratios are of
medians. Against pandas (sort, group, cumcount) stands the plain reader; against the gaps-and-islands query in DuckDB,
and DuckDB's bare scan and group of the same file, stands the program with the extra `scale`. The bare query counts the
rows of each unit and keeps that; "written" reads both columns and writes count and first year of each into a file, in
order.
"""

from __future__ import annotations

import argparse
import filecmp
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import Measured, environment, in_turn, machine

UNITS, YEARS = 600_000, 20

MAKE = """
import duckdb, sys
folder, units, form = sys.argv[1:]
rows = f'''
    select year, 'V' || lpad(unit::varchar, 8, '0') as unit
    from range(2005, 2025) as years(year), range({units}) as units(unit)
    where hash(unit * 31 + year) % 100 < 81 order by year, unit
'''
if form == "csv":
    duckdb.execute(f"copy ({rows}) to '{folder}/cards.csv' (header)")
else:
    duckdb.execute(f"copy ({rows}) to '{folder}/cards.parquet' (format parquet)")
"""

PANDAS = """
import pandas as pd, sys
cards = pd.read_csv(sys.argv[1]).sort_values(["unit", "year"])
cards["island"] = cards["year"] - cards.groupby("unit").cumcount()
islands = cards.groupby(["unit", "island"])["year"].agg(["size", "max"]).reset_index()
best = islands[islands["max"] <= 2023].groupby("unit")["size"].max()
now = islands[islands["max"] == 2023].set_index("unit")["size"]
told = best.to_frame("best")
told["streak"] = now
told["streak"] = told["streak"].fillna(0).astype(int)
told.sort_values("streak", ascending=False, kind="stable").to_csv(sys.argv[2])
"""

GAPS = """
import duckdb, sys
source, target = sys.argv[1:]
def tier(years):
    return (f"case when {years} < 3 then null when {years} < 6 then 'ding' when {years} < 9 then 'bronze-ding' "
            f"when {years} < 12 then 'silver-ding' when {years} < 15 then 'gold-ding' "
            f"else 'gold-ding-' || ({years} - 12) // 3 end")
duckdb.execute(f'''copy (
    with numbered as (
        select unit, year, year - row_number() over (partition by unit order by year) as island
        from '{source}' where year <= 2023
    ),
    islands as (
        select unit, min(year) as since, max(year) as until, count(*) as years from numbered group by unit, island
    ),
    earned as (
        select unit, coalesce(max(years) filter (until = 2023), 0) as streak,
               max(since) filter (until = 2023) as since, max((years // 3, -since)) as best
        from islands group by unit
    )
    select unit as code, unit as name, null as name_zh, null as level, null as parent, streak as streak_min,
           streak as streak_max, since, {tier("best[1] * 3")} as honour_min, honour_min as honour_max,
           case when best[1] > 0 then best[1] * 3 - best[2] - 1 end as conferred,
           case when streak % 3 = 0 then {tier("streak")} end as awarded,
           {tier("(streak + 3 - streak % 3)")} as next_tier, 2026 - streak % 3 as next_year
    from earned order by streak desc, code
) to '{target}' (header)''')
"""

BARE = """
import duckdb, sys
duckdb.execute(f"create table grouped as select unit, count(*) as years from '{sys.argv[1]}' group by unit")
"""

WRITTEN = """
import duckdb, sys
source, target = sys.argv[1:]
query = f"select unit, count(*) as years, min(year) as since from '{source}' group by unit order by years desc, unit"
duckdb.execute(f"copy ({query}) to '{target}' (header)")
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how many runs of each the medians are of")
    parser.add_argument("--folder", type=Path, help="where lists and environment are made, and kept")
    parser.add_argument("--curve", type=int, metavar="POWER", help="only the curve, up to 10 to that power of rows")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        home = folder / "env"
        programs = environment(home, "duckdb", "pandas")
        print(machine())
        if asked.curve:
            _curve(programs, folder, asked.curve)
        else:
            sys.exit(not _compare(programs, folder, asked.runs))


def _script(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    return path


def _made(programs: Path, folder: Path, units: int, form: str) -> Path:
    path = folder / f"cards.{form}"
    if not path.exists():
        script = _script(folder, "make", MAKE)
        subprocess.run([programs / "python", script, folder, str(units), form], check=True)
    return path


def _award(programs: Path, source: Path, target: Path, *more: str) -> list[str | Path]:
    asked = ["award", "--year", "2023", "--units", "none", "--format", "csv", "--quiet"]
    return [programs / "pingan", *asked, "--data", source, "-o", target, *more]


def _compare(programs: Path, folder: Path, runs: int) -> bool:
    python = programs / "python"
    lists = {form: _made(programs, folder, UNITS, form) for form in ("csv", "parquet")}
    commands: dict[str, list[str | Path]] = {
        "pandas": [python, _script(folder, "pandas_answer", PANDAS), lists["csv"], folder / "pandas.csv"],
        "plain": _award(programs, lists["csv"], folder / "plain.csv", "--backend", "plain"),
    }
    for form, path in lists.items():
        commands[f"gaps {form}"] = [python, _script(folder, "gaps", GAPS), path, folder / f"gaps-{form}.csv"]
        commands[f"bare {form}"] = [python, _script(folder, "bare", BARE), path]
        commands[f"written {form}"] = [python, _script(folder, "written", WRITTEN), path, folder / "counts.csv"]
        commands[f"scale {form}"] = _award(programs, path, folder / f"scale-{form}.csv")
    told = in_turn({name: (command, {}) for name, command in commands.items()}, runs)
    print(f"{UNITS:,} units, {YEARS} years; medians of {runs} runs, in turn")
    for name, measured in told.items():
        print(_line(name, measured))
    answers = [folder / f"{name}.csv" for name in ("plain", "gaps-csv", "gaps-parquet", "scale-csv", "scale-parquet")]
    same = all(filecmp.cmp(answers[0], other, shallow=False) for other in answers[1:])
    print(f"all answers are the same bytes: {'yes' if same else 'NO'}")
    well = same
    for what, one, other, limit in (
        ("plain to pandas, seconds", told["plain"].seconds, told["pandas"].seconds, 0.8),
        ("plain to pandas, memory", told["plain"].kilobytes, told["pandas"].kilobytes, 0.1),
        *(
            (f"scale to {base}, {form}", told[f"scale {form}"].seconds, told[f"{base} {form}"].seconds, limit)
            for form in lists
            for base, limit in (("gaps", 0.6), ("bare", 1.5), ("written", 1.5))
        ),
    ):
        well = well and one <= limit * other
        print(f"{what:28} {one / other:5.2f}  (at most {limit})")
    return well


def _curve(programs: Path, folder: Path, power: int) -> None:
    print("rows of Parquet, seconds and memory of `pingan award -o`")
    for exponent in range(3, power + 1):
        place = folder / f"ten-to-{exponent}"
        place.mkdir(exist_ok=True)
        rows = 10**exponent
        source = _made(programs, place, max(1, round(rows / YEARS / 0.81)), "parquet")
        runs = 5 if exponent < 7 else 1
        told = in_turn({"award": (_award(programs, source, place / "honours.csv"), {})}, runs)
        print(_line(f"10^{exponent}", told["award"]) + f"  {source.stat().st_size / 1e6:8.1f} MB of Parquet")


def _line(name: str, measured: Measured) -> str:
    busy, memory = measured.busy, measured.kilobytes / 1024
    return f"{name:14} {measured.seconds:7.2f} s on the clock {busy:7.2f} s of processors {memory:6.0f} MB"


if __name__ == "__main__":
    main()
